//! Requests of strangers that wait for a call.

use chrono::TimeDelta;
use domain::data_class::DataClass;
use domain::{course::CourseVersionState, id::UnconfirmedRequestId};
use store::{StoreError, UnconfirmedRow};
use test_database::databases;

use crate::some::{a_person, a_version, now};

#[tokio::test]
async fn a_request_waits_is_found_by_its_link_and_goes() {
    for db in databases().await {
        let mut tx = db.store.begin().await.unwrap();
        let lecturer = a_person(&mut tx, "钱进").await;
        let version = a_version(&mut tx, lecturer, "潮汐", CourseVersionState::Listed).await;
        let row = UnconfirmedRow {
            id: UnconfirmedRequestId(0),
            link_digest: "digest".into(),
            version_id: version,
            title: String::new(),
            host_name: "䶮歌小学".into(),
            contact: "沈老师".into(),
            contact_phone: "13800000001".into(),
            form: "host_name=x".into(),
            consent_digest: "notice".into(),
            created_at: now(),
        };
        tx.add_unconfirmed(&row).await.unwrap();
        assert_eq!(tx.count_unconfirmed().await.unwrap(), 1, "{}", db.name);
        let found = tx.find_unconfirmed_of_link("digest").await.unwrap().unwrap();
        assert_eq!(found, UnconfirmedRow { id: found.id, title: "潮汐".into(), ..row.clone() });
        assert_eq!(tx.list_unconfirmed(9).await.unwrap(), std::slice::from_ref(&found));
        assert_eq!(tx.find_unconfirmed(found.id).await.unwrap(), Some(found.clone()));
        tx.commit_unlogged().await.unwrap();
        let mut tx = db.store.begin().await.unwrap();
        let again = tx.add_unconfirmed(&row).await;
        assert!(matches!(again, Err(StoreError::Conflict)), "{again:?}");
        drop(tx);
        let mut tx = db.store.begin().await.unwrap();
        for minutes in [0, 10] {
            tx.add_request_source("address", now() - TimeDelta::minutes(minutes)).await.unwrap();
        }
        let since = now() - TimeDelta::minutes(5);
        assert_eq!(tx.count_requests_from("address", since).await.unwrap(), 1);
        assert_eq!(tx.count_requests_from("another", since).await.unwrap(), 0);
        let before = now() - TimeDelta::days(1);
        assert!(!tx.has_swept_due(DataClass::RequestSources, before).await.unwrap());
        assert!(tx.has_swept_due(DataClass::RequestSources, since).await.unwrap());
        assert_eq!(tx.sweep(DataClass::RequestSources, since, 9).await.unwrap(), 1);
        assert_eq!(tx.sweep(DataClass::UnconfirmedRequests, before, 9).await.unwrap(), 0);
        assert_eq!(tx.count_requests_from("address", before).await.unwrap(), 1);
        assert!(tx.remove_unconfirmed(found.id).await.unwrap());
        assert!(!tx.remove_unconfirmed(found.id).await.unwrap());
        assert_eq!(tx.find_secret().await.unwrap().len(), 64, "{}", db.name);
        tx.commit_unlogged().await.unwrap();
        db.remove().await;
    }
}
