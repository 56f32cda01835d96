//! What calendars elsewhere are told, and the addresses they ask at.

use domain::{
    commitment::{CommitmentSource, CommitmentState, Interval},
    id::{PartyId, SlotId},
    language::Language,
};
use store::{FeedEventRow, NewAccount, NewCommitment, Store, StoreError};
use test_database::databases;

use crate::some::{a_party, entry, minutes, now};

fn taking(party: PartyId, from: i64, source_id: i64, slot: i64) -> NewCommitment {
    NewCommitment {
        party_id: party,
        interval: Interval::new(minutes(from), minutes(from + 30)).unwrap(),
        held_until: None,
        source: CommitmentSource::ReviewSession,
        source_id,
        slot_id: Some(SlotId(slot)),
        place_id: None,
    }
}

async fn events(store: &Store, party: PartyId) -> Vec<FeedEventRow> {
    let mut conn = store.read().await.unwrap();
    conn.list_feed_events(party, minutes(0), minutes(5_000)).await.unwrap()
}

#[tokio::test]
async fn an_event_stays_one_when_it_is_moved_and_counts_its_changes() {
    for db in databases().await {
        let (_, party) = a_party(&db.store, "甲").await;
        let (_, other) = a_party(&db.store, "乙").await;
        let mut tx = db.store.begin().await.unwrap();
        let mut held = taking(party, 0, 7, 1);
        held.held_until = Some(minutes(10));
        let first = tx.add_commitment(&held).await.unwrap();
        let second = tx.add_commitment(&taking(party, 60, 7, 2)).await.unwrap();
        let foreign = tx.add_commitment(&taking(other, 60, 7, 2)).await.unwrap();
        tx.commit(entry("take"), "salt").await.unwrap();
        let [one, two] = &events(&db.store, party).await[..] else { panic!("{}", db.name) };
        assert_eq!((one.event_id, one.sequence, one.state), (first, 0, CommitmentState::Held));
        assert_eq!((two.event_id, two.sequence), (second, 0));
        assert_eq!(one.changed_at, Some(now()), "{}: stamped with its transaction", db.name);
        let mut tx = db.store.begin().await.unwrap();
        tx.confirm_commitments(CommitmentSource::ReviewSession, 7).await.unwrap();
        tx.commit(entry("confirm"), "salt").await.unwrap();
        assert_eq!(events(&db.store, party).await[0].sequence, 1, "{}", db.name);
        // Moved: given back and taken anew, the slots in another order.
        let mut tx = db.store.begin().await.unwrap();
        tx.release_commitments(CommitmentSource::ReviewSession, 7).await.unwrap();
        tx.add_commitment(&taking(party, 260, 7, 2)).await.unwrap();
        tx.add_commitment(&taking(party, 200, 7, 1)).await.unwrap();
        let mut later = entry("move");
        later.at = minutes(9);
        tx.commit(later, "salt").await.unwrap();
        let [one, two] = &events(&db.store, party).await[..] else { panic!("{}", db.name) };
        assert_eq!((one.event_id, one.sequence, one.starts_at), (first, 3, minutes(200)));
        assert_eq!((two.event_id, two.sequence, two.starts_at), (second, 2, minutes(260)));
        assert_eq!(one.state, CommitmentState::Confirmed);
        assert_eq!(one.changed_at, Some(minutes(9)), "{}", db.name);
        let [gone] = &events(&db.store, other).await[..] else { panic!("{}", db.name) };
        assert_eq!((gone.event_id, gone.sequence), (foreign, 1));
        assert_eq!(gone.state, CommitmentState::Released, "{}: its seat is another's", db.name);
        let mut tx = db.store.begin().await.unwrap();
        tx.release_slot_commitments(SlotId(1)).await.unwrap();
        tx.release_party(CommitmentSource::ReviewSession, 7, party).await.unwrap();
        tx.commit(entry("release"), "salt").await.unwrap();
        let left = events(&db.store, party).await;
        assert!(left.iter().all(|it| it.state == CommitmentState::Released), "{left:?}");
        assert_eq!(left[0].sequence, 4, "{}: released once", db.name);
        db.remove().await;
    }
}

#[tokio::test]
async fn an_address_holds_until_it_is_revoked_and_as_long_as_the_account() {
    for db in databases().await {
        let (person, _) = a_party(&db.store, "甲").await;
        let mut tx = db.store.begin().await.unwrap();
        let account = NewAccount {
            person_id: person,
            sign_in_name: "jia",
            password_hash: None,
            created_at: now(),
        };
        let account = tx.add_account(&account).await.unwrap();
        let id = tx.add_calendar_feed(person, "one", Language::English, now()).await.unwrap();
        tx.commit_unlogged().await.unwrap();
        let mut tx = db.store.begin().await.unwrap();
        let second = tx.add_calendar_feed(person, "two", Language::Chinese, now()).await;
        assert!(matches!(second, Err(StoreError::Conflict)), "{}: {second:?}", db.name);
        drop(tx);
        let mut conn = db.store.read().await.unwrap();
        let found = conn.find_calendar_feed(person).await.unwrap().unwrap();
        assert_eq!((found.id, found.language), (id, Language::English));
        assert_eq!(conn.find_calendar_feed_by_link("one").await.unwrap(), Some(found));
        assert_eq!(conn.find_calendar_feed_by_link("two").await.unwrap(), None);
        drop(conn);
        let mut tx = db.store.begin().await.unwrap();
        assert!(tx.revoke_calendar_feed(person, now()).await.unwrap());
        assert!(!tx.revoke_calendar_feed(person, now()).await.unwrap());
        assert_eq!(tx.find_calendar_feed(person).await.unwrap(), None);
        assert_eq!(tx.find_calendar_feed_by_link("one").await.unwrap(), None);
        tx.add_calendar_feed(person, "three", Language::Chinese, now()).await.unwrap();
        assert!(tx.find_calendar_feed_by_link("three").await.unwrap().is_some());
        tx.close_account(account, now()).await.unwrap();
        assert_eq!(tx.find_calendar_feed_by_link("three").await.unwrap(), None, "{}", db.name);
        tx.commit_unlogged().await.unwrap();
        db.remove().await;
    }
}

#[tokio::test]
async fn what_is_near_is_found_once_until_it_is_reminded_of() {
    for db in databases().await {
        let (person, party) = a_party(&db.store, "甲").await;
        let (_, without) = a_party(&db.store, "乙").await;
        let mut tx = db.store.begin().await.unwrap();
        let account = NewAccount {
            person_id: person,
            sign_in_name: "jia",
            password_hash: None,
            created_at: now(),
        };
        tx.add_account(&account).await.unwrap();
        // Two slots of one session, of which the first one is told.
        let first = tx.add_commitment(&taking(party, 100, 7, 1)).await.unwrap();
        tx.add_commitment(&taking(party, 160, 7, 2)).await.unwrap();
        tx.add_commitment(&taking(without, 100, 7, 1)).await.unwrap();
        tx.commit(entry("take"), "salt").await.unwrap();
        let mut conn = db.store.read().await.unwrap();
        let soon = conn.list_events_soon(minutes(0), minutes(200), 9).await.unwrap();
        let [one] = &soon[..] else { panic!("{}: {soon:?}", db.name) };
        assert_eq!((one.id, one.person_id, one.starts_at), (first, person, minutes(100)));
        assert_eq!(one.changed_at, Some(now()), "{}", db.name);
        assert!(conn.list_events_soon(minutes(0), minutes(99), 9).await.unwrap().is_empty());
        assert!(conn.list_events_soon(minutes(100), minutes(200), 9).await.unwrap().is_empty());
        drop(conn);
        let mut tx = db.store.begin().await.unwrap();
        let event = domain::reminder::Reminder::Event;
        assert!(tx.add_reminder(event, first.into(), minutes(100)).await.unwrap());
        let soon = tx.list_events_soon(minutes(0), minutes(200), 9).await.unwrap();
        assert!(soon.is_empty(), "{}: {soon:?}", db.name);
        tx.commit_unlogged().await.unwrap();
        db.remove().await;
    }
}
