//! The sweep of each class.

use chrono::TimeDelta;
use domain::{
    course::CourseVersionState,
    data_class::DataClass,
    form::Once,
    id::PersonId,
    inbox::Message,
    role::{Grant, Role, Scope},
};
use store::{NewPerson, NewUpload, Tx};
use test_database::databases;

use crate::some::{a_version, minutes, now, today};

#[tokio::test]
async fn every_statement_runs_and_finds_nothing_where_there_is_nothing() {
    for db in databases().await {
        let mut tx = db.store.begin().await.unwrap();
        for class in DataClass::ALL {
            assert!(!tx.has_swept_due(*class, now()).await.unwrap(), "{class:?} on {}", db.name);
            assert_eq!(tx.sweep(*class, now(), 9).await.unwrap(), 0, "{class:?} on {}", db.name);
            assert!(tx.list_due_files(*class, now(), 9).await.unwrap().is_empty());
        }
        drop(tx);
        db.remove().await;
    }
}

async fn with_phone(tx: &mut Tx, name: &str, role: Option<Role>) -> PersonId {
    let new = NewPerson { name, phone: Some("13800000000"), ..NewPerson::default() };
    let person = tx.add_person(&new).await.unwrap();
    if let Some(role) = role {
        let grant = Grant { role, scope: Scope::Everything, starts_on: today(), ends_on: None };
        tx.add_grant(person, &grant).await.unwrap();
    }
    person
}

#[tokio::test]
async fn the_contact_of_somebody_idle_goes_and_that_of_the_office_stays() {
    for db in databases().await {
        let mut tx = db.store.begin().await.unwrap();
        let idle = with_phone(&mut tx, "张三", None).await;
        let lecturer = with_phone(&mut tx, "李四", Some(Role::Lecturer)).await;
        let office = with_phone(&mut tx, "王五", Some(Role::CityOffice)).await;
        let class = DataClass::PersonContacts;
        assert!(!tx.has_swept_due(class, minutes(9)).await.unwrap(), "not noted yet");
        assert!(tx.has_unnoted_contacts().await.unwrap(), "{}", db.name);
        assert_eq!(tx.note_contacts(now(), 9).await.unwrap(), 3, "{}", db.name);
        assert!(!tx.has_unnoted_contacts().await.unwrap(), "{}", db.name);
        let later = now() + TimeDelta::days(2);
        assert_eq!(tx.sweep(class, now() - TimeDelta::days(1), 9).await.unwrap(), 0);
        assert_eq!(tx.sweep(class, later, 1).await.unwrap(), 1, "so many at once");
        assert_eq!(tx.sweep(class, later, 9).await.unwrap(), 1, "{}", db.name);
        assert!(!tx.has_swept_due(class, later).await.unwrap());
        for (person, has_phone) in [(idle, false), (lecturer, false), (office, true)] {
            let row = tx.find_person(person).await.unwrap().unwrap();
            assert_eq!(row.phone.is_some(), has_phone, "{} on {}", row.name, db.name);
        }
        assert!(tx.change_own_phone(idle, Some("13900000000")).await.unwrap());
        assert!(tx.has_unnoted_contacts().await.unwrap(), "its years begin anew");
        drop(tx);
        db.remove().await;
    }
}

#[tokio::test]
async fn files_go_that_nothing_refers_to() {
    for db in databases().await {
        let mut tx = db.store.begin().await.unwrap();
        let person = with_phone(&mut tx, "张三", None).await;
        let file = NewUpload {
            token: "token",
            owner_id: person,
            sha256: "digest",
            size: 1,
            media_type: "text/csv",
            file_name: "名册.csv",
            created_at: now(),
        };
        tx.add_upload(&file).await.unwrap();
        let class = DataClass::ImportFiles;
        assert_eq!(tx.list_due_files(class, minutes(-1), 9).await.unwrap(), [""; 0]);
        assert_eq!(tx.list_due_files(class, now(), 9).await.unwrap(), ["digest"], "{}", db.name);
        assert!(tx.is_file_needed("digest").await.unwrap());
        assert_eq!(tx.sweep(class, now(), 9).await.unwrap(), 1, "{}", db.name);
        assert!(!tx.is_file_needed("digest").await.unwrap(), "{}", db.name);
        drop(tx);
        db.remove().await;
    }
}

#[tokio::test]
async fn what_is_swept_is_counted_by_day_and_class() {
    for db in databases().await {
        let mut tx = db.store.begin().await.unwrap();
        for n in [2, 3] {
            tx.count_swept(today(), DataClass::Messages, n).await.unwrap();
        }
        let counts = tx.list_sweep_counts(today()).await.unwrap();
        assert_eq!(counts, [(DataClass::Messages, 5)], "{}", db.name);
        assert_eq!(tx.sweep(DataClass::SweepCounts, now(), 9).await.unwrap(), 0, "of today");
        let tomorrow = now() + TimeDelta::days(1);
        assert_eq!(tx.sweep(DataClass::SweepCounts, tomorrow, 9).await.unwrap(), 1);
        drop(tx);
        db.remove().await;
    }
}

#[tokio::test]
async fn of_a_person_what_need_not_be_kept_is_erased_and_the_name_stays() {
    for db in databases().await {
        let mut tx = db.store.begin().await.unwrap();
        let person = with_phone(&mut tx, "张三", Some(Role::Lecturer)).await;
        let other = with_phone(&mut tx, "李四", None).await;
        a_version(&mut tx, person, "潮汐", CourseVersionState::Listed).await;
        for to in [person, other] {
            tx.add_message(to, &Message::RecordsMerged {}, now()).await.unwrap();
        }
        tx.erase_person(person).await.unwrap();
        let row = tx.find_person(person).await.unwrap().unwrap();
        assert_eq!((row.name.as_str(), row.phone), ("张三", None), "{}", db.name);
        assert!(tx.list_messages(person, None, 9).await.unwrap().is_empty(), "{}", db.name);
        assert_eq!(tx.list_messages(other, None, 9).await.unwrap().len(), 1);
        assert!(tx.find_person(other).await.unwrap().unwrap().phone.is_some());
        assert!(tx.claim_once(Once::new("token").as_str(), person, "", minutes(1)).await.unwrap());
        assert_eq!(tx.sweep(DataClass::FormTokens, minutes(1), 9).await.unwrap(), 1);
        drop(tx);
        db.remove().await;
    }
}
