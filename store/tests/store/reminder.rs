//! Reminders.

use chrono::Days;
use domain::{
    reminder::Reminder,
    role::{Grant, Role, Scope},
};
use test_database::databases;

use crate::some::{a_person, minutes, now, today};

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

#[tokio::test]
async fn a_role_that_ends_is_found_with_the_end_that_was_told() {
    for db in databases().await {
        let mut tx = db.store.begin().await.unwrap();
        let person = a_person(&mut tx, "许静宜").await;
        let ends_on = today() + Days::new(2);
        let (role, scope) = (Role::Judge, Scope::Everything);
        let judge = Grant { role, scope, starts_on: today(), ends_on: Some(ends_on) };
        tx.add_grant(person, &judge).await.unwrap();
        let days = (today(), today() + Days::new(3));
        let found = tx.list_grants_ending(days).await.unwrap();
        assert_eq!((found.len(), found[0].role, found[0].told), (1, Role::Judge, None));
        tx.add_reminder(Reminder::Role, found[0].id.into(), now()).await.unwrap();
        let found = tx.list_grants_ending(days).await.unwrap();
        assert_eq!((found[0].told, found[0].ends_on), (Some(now()), ends_on), "{}", db.name);
        assert_eq!(found[0].name, "许静宜");
        let earlier = (today(), today() + Days::new(1));
        assert!(tx.list_grants_ending(earlier).await.unwrap().is_empty(), "{}", db.name);
        drop(tx);
        db.remove().await;
    }
}
