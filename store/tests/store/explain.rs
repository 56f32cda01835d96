//! The check of query plans finds what it looks for.

use test_database::databases;

#[tokio::test]
async fn a_search_without_an_index_is_a_full_scan() {
    for db in databases().await {
        let mut conn = db.store.read().await.unwrap();
        let scans = conn.full_scans("SELECT id FROM person WHERE title = $1").await.unwrap();
        assert!(scans.iter().any(|step| step.contains("person")), "{}: {scans:?}", db.name);
        let found = conn.full_scans("SELECT id FROM person WHERE phone = $1").await.unwrap();
        assert!(found.is_empty(), "{}: {found:?}", db.name);
        drop(conn);
        db.remove().await;
    }
}
