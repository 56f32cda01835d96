//! Stored deadlines that still run.

use chrono::TimeDelta;
use test_database::databases;

use crate::{
    lecture::{offer, scene},
    some::now,
};

#[tokio::test]
async fn a_running_deadline_is_moved_from_where_it_is() {
    for db in databases().await {
        let scene = scene(&db.store).await;
        let mut tx = db.store.begin().await.unwrap();
        let requests = tx.list_running_requests(now() - TimeDelta::days(1)).await.unwrap();
        assert_eq!(requests.len(), 1, "{}", db.name);
        let (from, to) = (requests[0].due_at, requests[0].due_at + TimeDelta::days(1));
        let until = from - TimeDelta::seconds(1);
        assert!(tx.list_awaited_requests(now(), until).await.unwrap().is_empty(), "{}", db.name);
        assert_eq!(tx.list_awaited_requests(until, from).await.unwrap(), requests, "{}", db.name);
        assert!(tx.move_request_due(scene.request, from, to).await.unwrap());
        assert!(!tx.move_request_due(scene.request, from, to).await.unwrap(), "{}", db.name);
        assert!(tx.list_running_requests(to).await.unwrap().is_empty(), "it has passed");
        let dispatch = tx.add_dispatch(&offer(&scene)).await.unwrap();
        let offers = tx.list_running_offers(now() - TimeDelta::days(1)).await.unwrap();
        assert_eq!(offers.iter().map(|one| one.id).collect::<Vec<_>>(), [dispatch]);
        let (from, to) = (offers[0].answer_until, offers[0].answer_until + TimeDelta::days(1));
        assert!(tx.move_answer_until(dispatch, from, to).await.unwrap());
        assert!(!tx.move_answer_until(dispatch, from, to).await.unwrap(), "{}", db.name);
        tx.commit_unlogged().await.unwrap();
        db.remove().await;
    }
}
