//! Who stands in for a colleague.

use chrono::Days;
use domain::{
    deputy::NewDeputy,
    role::{Grant, Role, Scope},
};
use store::{NewAccount, StoreError};
use test_database::databases;

use crate::some::{a_party, minutes, now, today};

#[tokio::test]
async fn what_is_lent_ends_with_what_it_was_lent_of() {
    for db in databases().await {
        let (own, other) = (a_party(&db.store, "甲").await.0, a_party(&db.store, "乙").await.0);
        let mut tx = db.store.begin().await.unwrap();
        let grant = Grant {
            role: Role::CityOffice,
            scope: Scope::Everything,
            starts_on: today(),
            ends_on: None,
        };
        let lender = tx.add_grant(own, &grant).await.unwrap().unwrap();
        let last_day = today() + Days::new(9);
        let (deputy, reason) = (other, "外出学习".to_owned());
        let new = NewDeputy { deputy, first_day: today(), last_day, reason };
        let id = tx.add_deputy(own, &new, now()).await.unwrap();
        let lent = Grant { ends_on: Some(new.ends_on()), ..grant.clone() };
        let lent = tx.add_grant(other, &lent).await.unwrap().unwrap();
        tx.lend_grant(lent, id).await.unwrap();
        assert_eq!(tx.list_lent_grants(id, today()).await.unwrap(), [lent], "{}", db.name);
        let held = tx.list_held_grants(other, today()).await.unwrap();
        assert_eq!(held[0].principal_id, Some(own), "{}", db.name);
        assert_eq!(held[0].principal_name.as_deref(), Some("甲"));
        let held = tx.list_held_grants(own, today()).await.unwrap();
        assert_eq!(held[0].principal_id, None, "{}", db.name);
        let row = tx.find_deputy(id).await.unwrap().unwrap();
        assert_eq!((row.principal_id, row.deputy_id, row.ended_at), (own, other, None));
        for one in [own, other] {
            let rows = tx.list_deputies_of(one, last_day).await.unwrap();
            assert_eq!(rows, std::slice::from_ref(&row), "{}", db.name);
        }
        let after = last_day + Days::new(1);
        assert!(tx.list_deputies_of(own, after).await.unwrap().is_empty(), "{}", db.name);
        tx.end_grant(lender, Some(today() + Days::new(3))).await.unwrap();
        let held = tx.list_held_grants(other, today()).await.unwrap();
        assert_eq!(held[0].grant.ends_on, Some(today() + Days::new(3)), "{}", db.name);
        assert!(tx.end_deputy(id, other, minutes(1)).await.unwrap());
        assert!(!tx.end_deputy(id, own, minutes(2)).await.unwrap(), "{}: once", db.name);
        let row = tx.find_deputy(id).await.unwrap().unwrap();
        assert_eq!((row.ended_at, row.ender_name.as_deref()), (Some(minutes(1)), Some("乙")));
        tx.commit_unlogged().await.unwrap();
        let mut tx = db.store.begin().await.unwrap();
        let oneself = NewDeputy { deputy: own, ..new };
        let refused = tx.add_deputy(own, &oneself, now()).await;
        assert!(matches!(refused, Err(StoreError::Refused)), "{}: {refused:?}", db.name);
        drop(tx);
        db.remove().await;
    }
}

#[tokio::test]
async fn a_colleague_works_at_the_same_place_and_has_an_account() {
    for db in databases().await {
        let mut people = Vec::new();
        for name in ["甲", "乙", "丙"] {
            people.push(a_party(&db.store, name).await.0);
        }
        let mut tx = db.store.begin().await.unwrap();
        let place = store::NewOrganisation {
            name: "县科协",
            match_key: "县科协",
            kind: domain::organisation::OrganisationKind::CountyAssociation,
            ..store::NewOrganisation::default()
        };
        let place = tx.add_organisation(&place).await.unwrap();
        for one in &people[..2] {
            tx.set_workplace(*one, place, today()).await.unwrap();
        }
        assert!(tx.list_colleagues(people[0]).await.unwrap().is_empty(), "{}", db.name);
        for (n, one) in people.iter().enumerate() {
            let name = format!("name{n}");
            let account = NewAccount {
                person_id: *one,
                sign_in_name: &name,
                password_hash: None,
                created_at: now(),
            };
            tx.add_account(&account).await.unwrap();
        }
        let found = tx.list_colleagues(people[0]).await.unwrap();
        assert_eq!(found.iter().map(|row| row.id).collect::<Vec<_>>(), [people[1]], "{}", db.name);
        assert_eq!((found[0].name.as_str(), found[0].workplace.as_str()), ("乙", "县科协"));
        assert!(tx.list_colleagues(people[2]).await.unwrap().is_empty(), "{}", db.name);
        tx.commit_unlogged().await.unwrap();
        db.remove().await;
    }
}
