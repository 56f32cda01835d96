//! Transactions that wait for each other, and readers that see one moment.

use std::time::Duration;

use domain::id::PersonId;
use store::{Lock, NewUpload, Store, StoreError};
use test_database::databases;

use crate::some::{a_person, now};

/// Long enough for a statement that does not wait.
const MOMENT: Duration = Duration::from_millis(200);

fn an_upload(owner_id: PersonId, token: &str) -> NewUpload<'_> {
    NewUpload {
        token,
        owner_id,
        sha256: "ab",
        size: 8,
        media_type: "application/pdf",
        file_name: "a.pdf",
        created_at: now(),
    }
}

#[tokio::test]
async fn who_locks_second_sees_what_the_first_has_done() {
    for db in databases().await {
        let mut tx = db.store.begin().await.unwrap();
        let person = a_person(&mut tx, "张三").await;
        tx.commit_unlogged().await.unwrap();
        let mut first = db.store.begin().await.unwrap();
        first.lock(Lock::Person(person)).await.unwrap();
        let store = db.store.clone();
        let mut second = tokio::spawn(async move {
            let mut tx = store.begin().await.unwrap();
            tx.lock(Lock::Person(person)).await.unwrap();
            tx.find_same_upload(person, "ab", "a.pdf").await.unwrap()
        });
        let early = tokio::time::timeout(MOMENT, &mut second).await;
        assert!(early.is_err(), "{}: the second waits", db.name);
        let id = first.add_upload(&an_upload(person, "token")).await.unwrap();
        first.commit_unlogged().await.unwrap();
        let found = second.await.unwrap();
        assert_eq!(found.map(|upload| upload.id), Some(id), "{}", db.name);
        db.remove().await;
    }
}

#[tokio::test]
async fn a_snapshot_stays_as_it_was() {
    for db in databases().await {
        let mut tx = db.store.begin().await.unwrap();
        let person = a_person(&mut tx, "张三").await;
        tx.commit_unlogged().await.unwrap();
        let mut snapshot = db.store.snapshot().await.unwrap();
        assert!(snapshot.find_person(person).await.unwrap().is_some());
        let mut tx = db.store.begin().await.unwrap();
        tx.add_upload(&an_upload(person, "token")).await.unwrap();
        tx.commit_unlogged().await.unwrap();
        let before = snapshot.find_same_upload(person, "ab", "a.pdf").await.unwrap();
        assert!(before.is_none(), "{}", db.name);
        let mut now = db.store.read().await.unwrap();
        let after = now.find_same_upload(person, "ab", "a.pdf").await.unwrap();
        assert!(after.is_some(), "{}", db.name);
        drop((snapshot, now));
        db.remove().await;
    }
}

#[tokio::test]
async fn who_waits_too_long_is_told_that_it_is_busy() {
    for db in databases().await {
        if !db.url.starts_with("postgres") {
            continue;
        }
        let mut tx = db.store.begin().await.unwrap();
        let person = a_person(&mut tx, "张三").await;
        tx.commit_unlogged().await.unwrap();
        let separator = if db.url.contains('?') { '&' } else { '?' };
        let url = format!("{}{separator}options=-c%20lock_timeout%3D100ms", db.url);
        let hasty = Store::connect(&url).await.unwrap();
        let mut first = db.store.begin().await.unwrap();
        first.lock(Lock::Person(person)).await.unwrap();
        let mut second = hasty.begin().await.unwrap();
        let waited = second.lock(Lock::Person(person)).await;
        assert!(matches!(waited, Err(StoreError::Busy)), "{waited:?}");
        drop((first, second, hasty));
        db.remove().await;
    }
}
