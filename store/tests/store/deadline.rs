//! Stored deadlines that still run.

use chrono::TimeDelta;
use domain::reminder::Reminder;
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
        let before = Reminder::Request;
        let none = tx.list_awaited_requests(before, now(), until).await.unwrap();
        assert!(none.is_empty(), "{}: it is due later", db.name);
        let awaited = tx.list_awaited_requests(before, until, from).await.unwrap();
        assert_eq!(awaited, requests, "{}", db.name);
        assert!(tx.add_reminder(before, scene.request.into(), from).await.unwrap());
        for (reminder, n) in [(before, 0), (Reminder::RequestMissed, 1)] {
            let rest = tx.list_awaited_requests(reminder, until, from).await.unwrap();
            assert_eq!(rest.len(), n, "{}: {reminder:?} of the same day", db.name);
        }
        assert!(tx.move_request_due(scene.request, from, to).await.unwrap());
        assert!(!tx.move_request_due(scene.request, from, to).await.unwrap(), "{}", db.name);
        let moved = tx.list_awaited_requests(before, from, to).await.unwrap();
        assert_eq!(moved.len(), 1, "{}: another day is told of anew", db.name);
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
