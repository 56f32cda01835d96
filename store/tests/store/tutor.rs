//! Tutors, and people at trainings by imported registers.

use domain::{
    audience::SchoolStage,
    id::{ParticipationId, PersonId},
    roster::{Sex, TutorLevel},
};
use store::{ParticipationRow, StoreError, TutorRow};
use test_database::databases;

use crate::some::{a_person, now, today};

#[tokio::test]
async fn a_tutor_is_written_and_replaced_and_a_person_found_by_name() {
    for db in databases().await {
        let mut tx = db.store.begin().await.unwrap();
        let person = a_person(&mut tx, "沈老师").await;
        let mut tutor = TutorRow {
            person_id: person,
            subject: "科学".into(),
            stages: vec![SchoolStage::PrimaryUpper],
            title: "一级教师".into(),
            level: Some(TutorLevel::Junior),
            years: Some(7),
            joined_on: Some(today()),
            note: String::new(),
        };
        assert_eq!(tx.find_tutor(person).await.unwrap(), None);
        tx.set_tutors(std::slice::from_ref(&tutor)).await.unwrap();
        tutor.level = None;
        tx.set_tutors(std::slice::from_ref(&tutor)).await.unwrap();
        let all = tx.list_tutors_of(&[person, PersonId(person.0 + 1)]).await.unwrap();
        assert_eq!(all, std::slice::from_ref(&tutor), "{}", db.name);
        assert_eq!(tx.find_tutor(person).await.unwrap(), Some(tutor), "{}", db.name);
        tx.fill_person(person, Some(Sex::Female), Some("13800000000"), None).await.unwrap();
        tx.fill_person(person, None, Some("13900000000"), None).await.unwrap();
        let found = tx.list_people_named(&["沈老师", "无人"]).await.unwrap();
        assert_eq!(found[0].phone.as_deref(), Some("13800000000"), "what is known stays");
        assert_eq!(tx.find_organisation_by_key("无").await.unwrap(), None);
        tx.commit_unlogged().await.unwrap();
        db.remove().await;
    }
}

#[tokio::test]
async fn a_person_has_an_event_once() {
    for db in databases().await {
        let mut tx = db.store.begin().await.unwrap();
        let person = a_person(&mut tx, "沈老师").await;
        let mut row = ParticipationRow {
            id: ParticipationId(0),
            person_id: person,
            event_key: "研修".into(),
            title: "研修".into(),
            organiser: "市科协".into(),
            kind: None,
            first_day: today(),
            last_day: today(),
            time_text: "上午".into(),
            hours: 300,
            note: String::new(),
        };
        let added = tx.add_participations(std::slice::from_ref(&row), now()).await.unwrap();
        row.id = added[0].0;
        assert_eq!(added, [(row.id, person, "研修".to_owned(), today())], "{}", db.name);
        row.hours = 250;
        tx.change_participations(std::slice::from_ref(&row)).await.unwrap();
        assert_eq!(tx.list_participations(&[person]).await.unwrap(), [row.clone()], "{}", db.name);
        let twice = tx.add_participations(&[row], now()).await;
        assert!(matches!(twice, Err(StoreError::Conflict)));
        drop(tx);
        db.remove().await;
    }
}
