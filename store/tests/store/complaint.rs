//! Complaints, suggestions, and errors in public courses.

use domain::{
    complaint::{ComplaintKind, ComplaintState},
    course::CourseVersionState,
};
use store::{NewComplaintRow, StoreError};
use test_database::databases;

use crate::some::{a_person, a_version, minutes, now};

#[tokio::test]
async fn a_complaint_is_found_by_its_link_and_answered_once() {
    for db in databases().await {
        let mut tx = db.store.begin().await.unwrap();
        let person = a_person(&mut tx, "张三").await;
        let version = a_version(&mut tx, person, "潮汐", CourseVersionState::Listed).await;
        let new = NewComplaintRow {
            link_digest: "digest",
            kind: ComplaintKind::CourseError,
            version_id: Some(version),
            person_id: None,
            body: "第二页写错了",
            contact: "13800000000",
            due_at: minutes(10),
            created_at: now(),
        };
        let id = tx.add_complaint(&new).await.unwrap();
        let row = tx.find_complaint(id).await.unwrap().unwrap();
        assert_eq!((row.title.as_deref(), row.lecturer_id), (Some("潮汐"), Some(person)));
        assert_eq!(tx.find_complaint_of_link("digest").await.unwrap().as_ref(), Some(&row));
        assert_eq!(tx.find_complaint_of_link("another").await.unwrap(), None, "{}", db.name);
        assert_eq!(tx.list_open_complaints(9).await.unwrap(), [row]);
        assert_eq!(tx.count_open_complaints().await.unwrap(), 1);
        let to = ComplaintState::Answered;
        let by = Some(person);
        assert!(tx.move_complaint(id, to, "已更正", by, minutes(5)).await.unwrap());
        assert!(!tx.move_complaint(id, to, "再答", by, minutes(6)).await.unwrap(), "{}", db.name);
        assert_eq!(tx.count_open_complaints().await.unwrap(), 0);
        assert_eq!(tx.list_ended_complaints(9).await.unwrap()[0].answer, "已更正");
        tx.commit_unlogged().await.unwrap();
        let mut tx = db.store.begin().await.unwrap();
        let again = tx.add_complaint(&new).await;
        assert!(matches!(again, Err(StoreError::Conflict)), "{again:?}");
        drop(tx);
        db.remove().await;
    }
}
