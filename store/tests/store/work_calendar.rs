//! The days off of years.

use chrono::Days;
use test_database::databases;

use crate::some::{a_person, now, today};

#[tokio::test]
async fn a_year_is_written_once_at_a_revision_and_its_days_replace_those_before() {
    for db in databases().await {
        let mut tx = db.store.begin().await.unwrap();
        let person = a_person(&mut tx, "办公室").await;
        assert_eq!(tx.find_work_calendar_edition().await.unwrap(), 0, "{}", db.name);
        assert!(tx.set_work_calendar((2027, 0), "一号", person, now()).await.unwrap());
        assert!(!tx.set_work_calendar((2027, 0), "二号", person, now()).await.unwrap());
        let next = today() + Days::new(1);
        tx.set_work_calendar_days(2027, &[(today(), true), (next, false)]).await.unwrap();
        assert!(tx.set_work_calendar((2027, 1), "二号", person, now()).await.unwrap());
        tx.set_work_calendar_days(2027, &[(next, true)]).await.unwrap();
        assert_eq!(tx.list_work_calendar_days().await.unwrap(), [(2027, next, true)]);
        let rows = tx.list_work_calendars().await.unwrap();
        assert_eq!((rows[0].year, rows[0].revision), (2027, 2), "{}", db.name);
        assert_eq!((rows[0].document_no.as_str(), rows[0].written_by.as_str()), ("二号", "办公室"));
        assert_eq!(tx.find_work_calendar_edition().await.unwrap(), 2);
        drop(tx);
        db.remove().await;
    }
}
