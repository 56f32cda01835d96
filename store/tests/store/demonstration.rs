//! The mark of a demonstration.

use store::StoreError;
use test_database::databases;

#[tokio::test]
async fn a_database_is_marked_once() {
    for db in databases().await {
        let mut tx = db.store.begin().await.unwrap();
        assert_eq!(tx.find_demonstration().await.unwrap(), None, "{}", db.name);
        tx.mark_demonstration("known-to-many").await.unwrap();
        tx.commit_unlogged().await.unwrap();
        let mut tx = db.store.begin().await.unwrap();
        let again = tx.mark_demonstration("another").await;
        assert!(matches!(again, Err(StoreError::Conflict)), "{}: {again:?}", db.name);
        drop(tx);
        let password = db.store.read().await.unwrap().find_demonstration().await.unwrap();
        assert_eq!(password.as_deref(), Some("known-to-many"), "{}", db.name);
        db.remove().await;
    }
}
