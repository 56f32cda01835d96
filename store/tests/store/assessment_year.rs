//! Years that are open again.

use test_database::databases;

use crate::some::{a_person, now};

#[tokio::test]
async fn a_year_is_opened_and_closed_once() {
    for db in databases().await {
        let mut tx = db.store.begin().await.unwrap();
        let office = a_person(&mut tx, "甲").await;
        assert!(tx.add_opened_year(2026, "补录两场培训", office, now()).await.unwrap());
        assert!(!tx.add_opened_year(2026, "又一次", office, now()).await.unwrap(), "{}", db.name);
        assert!(tx.add_opened_year(2025, "更正签到表", office, now()).await.unwrap());
        let rows = tx.list_opened_years().await.unwrap();
        assert_eq!(rows.iter().map(|row| row.year).collect::<Vec<_>>(), [2025, 2026]);
        assert_eq!((rows[1].reason.as_str(), rows[1].opener.as_str()), ("补录两场培训", "甲"));
        assert!(tx.remove_opened_year(2026).await.unwrap());
        assert!(!tx.remove_opened_year(2026).await.unwrap(), "{}", db.name);
        assert_eq!(tx.list_opened_years().await.unwrap().len(), 1);
        tx.commit_unlogged().await.unwrap();
        db.remove().await;
    }
}
