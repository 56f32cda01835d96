//! What people ask about their own data.

use domain::data_request::{DataRequestKind, DataRequestState};
use store::{NewDataRequestRow, Tx};
use test_database::databases;

use crate::some::{a_person, minutes, now};

#[tokio::test]
async fn a_request_is_found_by_its_person_and_ends_once() {
    for db in databases().await {
        let mut tx = db.store.begin().await.unwrap();
        let (person, office) = (a_person(&mut tx, "张三").await, a_person(&mut tx, "李四").await);
        let new = NewDataRequestRow {
            person_id: person,
            kind: DataRequestKind::Deletion,
            body: "请删除",
            due_at: minutes(10),
            created_at: now(),
        };
        let id = tx.add_data_request(&new).await.unwrap();
        let row = tx.find_data_request(id).await.unwrap().unwrap();
        assert_eq!(
            (row.person_name.as_str(), row.body.as_str()),
            ("张三", "请删除"),
            "{}",
            db.name
        );
        assert_eq!((row.state, row.revision), (DataRequestState::Open, 1));
        let mine = tx.list_data_requests_of(person, 9).await.unwrap();
        assert_eq!(mine, std::slice::from_ref(&row));
        assert!(tx.list_data_requests_of(office, 9).await.unwrap().is_empty());
        assert_eq!(tx.list_open_data_requests(9).await.unwrap(), [row]);
        assert_eq!(tx.count_open_data_requests().await.unwrap(), 1);
        assert!(ended(&mut tx, id, Some(office)).await, "{}", db.name);
        assert!(!ended(&mut tx, id, Some(office)).await, "{}: once", db.name);
        assert_eq!(tx.count_open_data_requests().await.unwrap(), 0);
        let all = tx.list_ended_data_requests(9).await.unwrap();
        assert_eq!((all[0].answer.as_str(), all[0].ended_at), ("已删除", Some(minutes(5))));
        drop(tx);
        db.remove().await;
    }
}

async fn ended(
    tx: &mut Tx,
    id: domain::id::DataRequestId,
    by: Option<domain::id::PersonId>,
) -> bool {
    tx.move_data_request(id, DataRequestState::Granted, "已删除", by, minutes(5)).await.unwrap()
}
