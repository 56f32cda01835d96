//! Where people want messages by mail, and what is still to be mailed.

use chrono::TimeDelta;
use domain::{
    id::{OutboxId, PersonId},
    inbox::{Message, Topic},
    language::Language,
};
use store::{NewAccount, OutgoingRow, Store};
use test_database::{Database, databases};

use crate::some::{a_party, minutes, now};

const ABSENT: Topic = Topic::Calendar;

fn absence(by: &str) -> Message {
    Message::AbsenceWritten { by: by.to_owned() }
}

/// Somebody who wants mails about the own calendar.
async fn reader(db: &Database) -> PersonId {
    let (person, _) = a_party(&db.store, "甲").await;
    let mut tx = db.store.begin().await.unwrap();
    let topics = [ABSENT, Topic::Course];
    let asked = ("digest", now());
    tx.set_mail_address(person, "a@example.org", Language::English, &topics, asked).await.unwrap();
    assert!(tx.confirm_mail_address(person, now()).await.unwrap());
    assert!(!tx.confirm_mail_address(person, now()).await.unwrap(), "{}: once", db.name);
    tx.commit_unlogged().await.unwrap();
    person
}

async fn lease(store: &Store, lease: &str, at: i64) -> Option<OutgoingRow> {
    let mut tx = store.begin().await.unwrap();
    tx.lease_mail(lease, minutes(at), minutes(at + 10)).await.unwrap();
    let found = tx.find_leased_mail(lease).await.unwrap();
    tx.commit_unlogged().await.unwrap();
    found
}

#[tokio::test]
async fn an_address_is_confirmed_by_its_link_and_changed() {
    for db in databases().await {
        let (person, _) = a_party(&db.store, "甲").await;
        let mut tx = db.store.begin().await.unwrap();
        assert_eq!(tx.find_mail_address(person).await.unwrap(), None);
        let asked = ("digest", now());
        let topics = [Topic::Term, Topic::Course];
        let (address, language) = ("a@example.org", Language::Chinese);
        tx.set_mail_address(person, address, language, &topics, asked).await.unwrap();
        tx.ask_mail_address(person, "secret", now()).await.unwrap();
        let row = tx.find_mail_address_of_link("digest").await.unwrap().unwrap();
        assert_eq!(row.topics(), [Topic::Course, Topic::Term], "{}", db.name);
        assert_eq!((row.person_id, row.confirmed_at), (person, None));
        tx.add_message(person, &absence("乙"), now()).await.unwrap();
        assert_eq!(tx.count_due_mails(minutes(1)).await.unwrap(), 1, "the question alone");
        assert!(tx.confirm_mail_address(person, minutes(1)).await.unwrap());
        assert_eq!(tx.find_mail_address_of_link("digest").await.unwrap(), None, "{}", db.name);
        tx.set_mail_topics(person, &[Topic::Award], Language::English).await.unwrap();
        let row = tx.find_mail_address(person).await.unwrap().unwrap();
        assert_eq!((row.topics(), row.language), (vec![Topic::Award], Language::English));
        assert_eq!(row.confirmed_at, Some(minutes(1)));
        assert!(tx.fail_mail_address(person, minutes(2)).await.unwrap());
        assert!(!tx.fail_mail_address(person, minutes(3)).await.unwrap(), "{}: known", db.name);
        let row = tx.find_mail_address(person).await.unwrap().unwrap();
        assert_eq!(row.failed_at, Some(minutes(2)));
        tx.set_mail_arrived(person).await.unwrap();
        assert_eq!(tx.find_mail_address(person).await.unwrap().unwrap().failed_at, None);
        // Another address: what waited for the one before goes with it.
        let asked = ("other", minutes(4));
        tx.set_mail_address(person, "b@example.org", language, &topics, asked).await.unwrap();
        assert_eq!(tx.count_due_mails(minutes(5)).await.unwrap(), 0, "{}", db.name);
        let row = tx.find_mail_address(person).await.unwrap().unwrap();
        assert_eq!((row.address.as_str(), row.confirmed_at), ("b@example.org", None));
        assert!(tx.remove_mail_address(person).await.unwrap());
        assert!(!tx.remove_mail_address(person).await.unwrap(), "{}", db.name);
        tx.commit_unlogged().await.unwrap();
        db.remove().await;
    }
}

#[tokio::test]
async fn a_mail_is_of_the_transaction_of_its_message_and_of_a_topic_that_is_wanted() {
    for db in databases().await {
        let person = reader(&db).await;
        let (other, _) = a_party(&db.store, "乙").await;
        let mut tx = db.store.begin().await.unwrap();
        tx.add_message(person, &absence("丙"), now()).await.unwrap();
        drop(tx);
        let mut tx = db.store.begin().await.unwrap();
        assert_eq!(tx.count_due_mails(minutes(1)).await.unwrap(), 0, "{}: undone", db.name);
        tx.add_message(person, &absence("丙"), now()).await.unwrap();
        tx.add_message(person, &absence("丙"), now()).await.unwrap();
        assert_eq!(
            tx.list_messages(person, None, 9).await.unwrap().len(),
            1,
            "one thing is told once"
        );
        tx.add_message(person, &Message::RecordsMerged {}, now()).await.unwrap();
        tx.add_message(other, &absence("丙"), now()).await.unwrap();
        assert_eq!(tx.count_due_mails(minutes(1)).await.unwrap(), 1, "{}", db.name);
        tx.commit_unlogged().await.unwrap();
        let row = lease(&db.store, "a", 1).await.unwrap();
        assert_eq!(row.message, Some(absence("丙")));
        assert_eq!((row.person_id, row.address.as_str()), (person, "a@example.org"));
        assert_eq!((row.language, row.attempts, row.created_at), (Language::English, 1, now()));
        // Whoever wants no mail any more gets none, also not what was taken.
        let mut tx = db.store.begin().await.unwrap();
        tx.remove_mail_address(person).await.unwrap();
        assert_eq!(tx.find_leased_mail("a").await.unwrap(), None, "{}", db.name);
        assert!(!tx.set_mail_sent(row.id, "a", minutes(2)).await.unwrap());
        tx.commit_unlogged().await.unwrap();
        db.remove().await;
    }
}

#[tokio::test]
async fn a_lease_holds_for_its_time_and_nobody_else_finishes_it() {
    for db in databases().await {
        let person = reader(&db).await;
        let mut tx = db.store.begin().await.unwrap();
        tx.add_message(person, &absence("丙"), now()).await.unwrap();
        tx.commit_unlogged().await.unwrap();
        let first = lease(&db.store, "a", 1).await.unwrap();
        assert_eq!(lease(&db.store, "b", 5).await, None, "{}: it is held", db.name);
        let second = lease(&db.store, "b", 11).await.unwrap();
        assert_eq!((second.id, second.attempts), (first.id, 2), "{}", db.name);
        let mut tx = db.store.begin().await.unwrap();
        assert!(!tx.set_mail_sent(first.id, "a", minutes(12)).await.unwrap(), "late");
        assert!(!tx.postpone_mail(first.id, "a", minutes(20), "?").await.unwrap());
        assert!(!tx.give_mail_up(first.id, "a", minutes(12), "?").await.unwrap());
        assert!(tx.postpone_mail(first.id, "b", minutes(20), "451").await.unwrap());
        assert_eq!(tx.count_due_mails(minutes(19)).await.unwrap(), 0, "{}", db.name);
        assert_eq!(tx.count_due_mails(minutes(20)).await.unwrap(), 1, "{}", db.name);
        tx.commit_unlogged().await.unwrap();
        let third = lease(&db.store, "c", 20).await.unwrap();
        let mut tx = db.store.begin().await.unwrap();
        assert!(tx.set_mail_sent(third.id, "c", minutes(21)).await.unwrap());
        assert!(!tx.set_mail_sent(third.id, "c", minutes(21)).await.unwrap(), "{}", db.name);
        let counts = tx.count_outbox().await.unwrap();
        assert_eq!((counts.n_waiting, counts.n_sent, counts.oldest), (0, 1, None));
        tx.commit_unlogged().await.unwrap();
        db.remove().await;
    }
}

#[tokio::test]
async fn what_was_given_up_is_sent_again_but_for_a_link() {
    for db in databases().await {
        let person = reader(&db).await;
        let mut tx = db.store.begin().await.unwrap();
        tx.add_message(person, &absence("丙"), now()).await.unwrap();
        tx.ask_mail_address(person, "secret", minutes(1)).await.unwrap();
        tx.commit_unlogged().await.unwrap();
        let mut ids: Vec<OutboxId> = Vec::new();
        for at in ["a", "b"] {
            let row = lease(&db.store, at, 2).await.unwrap();
            let mut tx = db.store.begin().await.unwrap();
            assert!(tx.give_mail_up(row.id, at, minutes(3), "550 no such mail box").await.unwrap());
            tx.commit_unlogged().await.unwrap();
            ids.push(row.id);
        }
        let mut tx = db.store.begin().await.unwrap();
        let rows = tx.list_given_up_mails(None, 9).await.unwrap();
        assert_eq!(rows.iter().map(|row| row.id).collect::<Vec<_>>(), [ids[1], ids[0]]);
        assert_eq!((rows[0].problem.as_str(), rows[0].attempts), ("550 no such mail box", 1));
        assert_eq!(
            tx.list_given_up_mails(Some(rows[1].id), 9).await.unwrap().len(),
            1,
            "{}",
            db.name
        );
        assert!(tx.send_mail_again(ids[0], minutes(4)).await.unwrap());
        assert!(!tx.send_mail_again(ids[0], minutes(4)).await.unwrap(), "{}: it waits", db.name);
        assert!(!tx.send_mail_again(ids[1], minutes(4)).await.unwrap(), "its link is gone");
        let counts = tx.count_outbox().await.unwrap();
        assert_eq!((counts.n_waiting, counts.n_given_up), (1, 1), "{}", db.name);
        assert_eq!(counts.oldest, Some(now()));
        tx.commit_unlogged().await.unwrap();
        assert_eq!(lease(&db.store, "c", 5).await.unwrap().attempts, 1, "{}", db.name);
        db.remove().await;
    }
}

#[tokio::test]
async fn who_closes_the_account_gets_no_mail() {
    for db in databases().await {
        let person = reader(&db).await;
        let mut tx = db.store.begin().await.unwrap();
        let account = NewAccount {
            person_id: person,
            sign_in_name: "jia",
            password_hash: None,
            created_at: now(),
        };
        let account = tx.add_account(&account).await.unwrap();
        tx.add_message(person, &absence("丙"), now()).await.unwrap();
        assert!(tx.close_account(account, now()).await.unwrap());
        assert_eq!(tx.find_mail_address(person).await.unwrap(), None, "{}", db.name);
        let later = now() + TimeDelta::days(1);
        assert_eq!(tx.count_due_mails(later).await.unwrap(), 0, "{}", db.name);
        tx.commit_unlogged().await.unwrap();
        db.remove().await;
    }
}
