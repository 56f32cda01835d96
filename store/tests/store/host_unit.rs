//! A host as a page puts it right.

use store::{HostUnitRow, NewOrganisation};
use test_database::databases;

use crate::some::a_region;

#[tokio::test]
async fn a_host_is_put_right_as_it_was_shown() {
    for db in databases().await {
        let mut tx = db.store.begin().await.unwrap();
        let town = a_region(&mut tx, "330402001").await;
        let unit =
            NewOrganisation {
                name: "示范小学", match_key: "示范小学", ..Default::default()
            };
        let unit = tx.add_organisation(&unit).await.unwrap();
        let host = HostUnitRow {
            organisation_id: unit,
            name: "示范小学".to_owned(),
            match_key: "示范小学".to_owned(),
            hall: Some(200),
            ..HostUnitRow::default()
        };
        tx.add_host_units(std::slice::from_ref(&host)).await.unwrap();
        let [before] = &tx.list_hosts_of(unit).await.unwrap()[..] else { panic!("one") };
        let right = HostUnitRow {
            hall: Some(80),
            town: "云东街道".to_owned(),
            town_id: Some(town),
            contact: "沈老师".to_owned(),
            ..before.clone()
        };
        assert!(!tx.correct_host((before.id, 7), &right).await.unwrap(), "{}", db.name);
        assert!(tx.correct_host((before.id, before.revision), &right).await.unwrap());
        let now = tx.find_host(before.id).await.unwrap().unwrap();
        assert_eq!((now.hall, now.town_id, now.revision), (Some(80), Some(town), 2), "{}", db.name);
        assert_eq!((now.town.as_str(), now.contact.as_str()), ("云东街道", "沈老师"));
        assert!(tx.find_host(0.into()).await.unwrap().is_none());
        drop(tx);
        db.remove().await;
    }
}
