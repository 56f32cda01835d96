//! Waiting lists: a version waits once for a session, and a slot is offered to one.

use domain::{
    course::CourseVersionState::AwaitingSlot,
    waiting_list::WaitingState::{Accepted, Offered, Waiting},
};
use store::StoreError;
use test_database::databases;

use crate::some::{a_person, a_session, a_version, minutes, now};

#[tokio::test]
async fn who_waits_is_offered_one_slot_in_the_order_of_entry() {
    for db in databases().await {
        let mut tx = db.store.begin().await.unwrap();
        let lecturer = a_person(&mut tx, "钱进").await;
        let version = a_version(&mut tx, lecturer, "潮汐", AwaitingSlot).await;
        let other = a_version(&mut tx, lecturer, "天气", AwaitingSlot).await;
        let session = a_session(&mut tx, lecturer, &[]).await;
        let slot = tx.add_slot(session, minutes(0), minutes(60)).await.unwrap();
        let first = tx.add_waiting_entry(session, version, lecturer, now()).await.unwrap();
        let second = tx.add_waiting_entry(session, other, lecturer, now()).await.unwrap();
        tx.commit_unlogged().await.unwrap();

        let mut tx = db.store.begin().await.unwrap();
        let again = tx.add_waiting_entry(session, version, lecturer, now()).await;
        assert!(matches!(again, Err(StoreError::Conflict)), "{}: {again:?}", db.name);
        drop(tx);

        let mut tx = db.store.begin().await.unwrap();
        let waiting = tx.list_waiting_in(session).await.unwrap();
        assert_eq!(waiting.iter().map(|it| it.id).collect::<Vec<_>>(), [first, second]);
        assert!(tx.set_waiting_offer(first, slot, minutes(30)).await.unwrap());
        assert!(!tx.set_waiting_offer(first, slot, minutes(30)).await.unwrap(), "it waits no more");
        let row = tx.find_waiting_entry(first).await.unwrap().unwrap();
        assert_eq!((row.state, row.slot_id), (Offered, Some(slot)));
        assert_eq!((row.slot_starts_at, row.offered_until), (Some(minutes(0)), Some(minutes(30))));
        assert!(tx.list_offers_due(minutes(29)).await.unwrap().is_empty());
        assert_eq!(tx.list_offers_due(minutes(30)).await.unwrap()[0].id, first);
        tx.commit_unlogged().await.unwrap();

        let mut tx = db.store.begin().await.unwrap();
        let taken = tx.set_waiting_offer(second, slot, minutes(30)).await;
        assert!(matches!(taken, Err(StoreError::Conflict)), "{}: {taken:?}", db.name);
        drop(tx);

        let mut tx = db.store.begin().await.unwrap();
        assert!(tx.move_waiting_entry(first, Offered, Waiting).await.unwrap());
        assert!(!tx.move_waiting_entry(first, Offered, Accepted).await.unwrap());
        tx.add_waiting_decline(first, slot).await.unwrap();
        assert_eq!(tx.list_waiting_declines(slot).await.unwrap(), [first]);
        assert_eq!(tx.list_waiting_of(lecturer).await.unwrap().len(), 2);
        assert_eq!(tx.list_waiting_for(other).await.unwrap()[0].id, second);
        assert!(tx.set_waiting_offer(second, slot, minutes(60)).await.unwrap());
        assert!(tx.move_waiting_entry(second, Offered, Accepted).await.unwrap());
        assert!(tx.list_waiting_for(other).await.unwrap().is_empty(), "{}", db.name);
        tx.commit_unlogged().await.unwrap();
        db.remove().await;
    }
}
