//! Reminders.

use domain::reminder::Reminder;
use test_database::databases;

use crate::some::{minutes, now};

#[tokio::test]
async fn a_deadline_reminds_once_and_a_later_one_again() {
    for db in databases().await {
        let mut tx = db.store.begin().await.unwrap();
        for (kind, since, is_new) in [
            (Reminder::Sheet, now(), true),
            (Reminder::Sheet, now(), false),
            (Reminder::Revise, now(), true),
            (Reminder::Sheet, minutes(1), true),
        ] {
            let added = tx.add_reminder(kind, 7, since).await.unwrap();
            assert_eq!(added, is_new, "{}: {kind:?}", db.name);
        }
        drop(tx);
        db.remove().await;
    }
}
