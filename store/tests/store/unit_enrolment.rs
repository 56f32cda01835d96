//! What a unit sees of trainings for its people.

use domain::{
    reminder::Part,
    role::{Grant, Role, Scope},
    training_event::TrainingState,
};
use store::{NewAccount, NewOrganisation, Reach};
use test_database::databases;

use crate::{
    some::{a_person, now, today},
    training_event::plan,
};

#[tokio::test]
async fn a_unit_sees_its_people_for_whom_a_training_is() {
    for db in databases().await {
        let mut tx = db.store.begin().await.unwrap();
        let tutor = a_person(&mut tx, "乙").await;
        let id = tx.add_training(&plan(), Scope::Everything, tutor, now()).await.unwrap();
        let (draft, published) = (TrainingState::Draft, TrainingState::Published);
        let new = NewOrganisation {
            name: "示范小学",
            match_key: "示范小学",
            ..NewOrganisation::default()
        };
        let unit = tx.add_organisation(&new).await.unwrap();
        assert!(tx.list_trainings_of_units(&[unit], today()).await.unwrap().is_empty(), "a draft");
        assert_eq!(tx.find_training_of_units(id, &[unit]).await.unwrap(), None, "a draft");
        assert!(tx.move_training(id, (draft, 1), published).await.unwrap(), "{}", db.name);
        let held = |role, scope| Grant { role, scope, starts_on: today(), ends_on: None };
        tx.add_grant(tutor, &held(Role::Tutor, Scope::Everything)).await.unwrap();
        let reach = Reach::Within { regions: Vec::new(), organisations: vec![unit] };
        let of = (id, today());
        assert!(tx.list_unit_trainees(of, &reach, "", (None, 9)).await.unwrap().is_empty());
        tx.set_workplace(tutor, unit, today()).await.unwrap();
        let rows = tx.list_unit_trainees(of, &reach, "", (None, 9)).await.unwrap();
        assert_eq!((rows.len(), rows[0].person_id, rows[0].state), (1, tutor, None));
        assert!(tx.list_unit_trainees(of, &reach, "丙", (None, 9)).await.unwrap().is_empty());
        assert_eq!(tx.list_unit_trainees_among(of, &reach, &[tutor]).await.unwrap(), rows);
        let elsewhere = Reach::Within { regions: Vec::new(), organisations: vec![0.into()] };
        assert!(tx.list_unit_trainees_among(of, &elsewhere, &[tutor]).await.unwrap().is_empty());
        let trainings = tx.list_trainings_of_units(&[unit], today()).await.unwrap();
        assert_eq!(trainings.iter().map(|it| it.id).collect::<Vec<_>>(), [id]);
        let found = tx.find_training_of_units(id, &[unit]).await.unwrap();
        assert_eq!(found.map(|it| it.id), Some(id), "{}", db.name);
        assert!(tx.list_officers_of_training(id, today()).await.unwrap().is_empty());
        let account = NewAccount {
            person_id: tutor,
            sign_in_name: "yi",
            password_hash: None,
            created_at: now(),
        };
        tx.add_account(&account).await.unwrap();
        let desks = tx.list_people_at_desks(today(), Part::ALL).await.unwrap();
        assert_eq!(desks, [(tutor, "乙".to_owned())], "{}: whoever has a role", db.name);
        let other = Part { of: 2, nth: 1 - i64::from(tutor).rem_euclid(2) };
        assert!(tx.list_people_at_desks(today(), other).await.unwrap().is_empty());
        tx.add_grant(tutor, &held(Role::UnitOfficer, Scope::Organisation(unit))).await.unwrap();
        assert_eq!(tx.list_officers_of_training(id, today()).await.unwrap(), [tutor]);
        tx.commit_unlogged().await.unwrap();
        db.remove().await;
    }
}
