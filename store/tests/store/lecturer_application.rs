//! Applications for the corps of lecturers: opened once, written, moved as they were seen, and found.

use chrono::TimeDelta;
use domain::{
    appointment::Corps,
    id::{LecturerApplicationId, OrganisationId, PersonId},
    lecturer_application::{
        ApplicationFacts, ApplicationState, ApplicationStep, Education, Screening,
    },
    reminder::Reminder,
    role::Reach,
    roster::Month,
};
use store::{
    ApplicationMove, ApplicationSearch, NewLecturerApplication, NewOrganisation, NewTerm,
    StoreError, Tx,
};
use test_database::databases;

use crate::some::{a_person, a_region, a_version, now, today};

async fn a_unit(tx: &mut Tx, name: &str) -> OrganisationId {
    let unit = NewOrganisation { name, match_key: name, ..NewOrganisation::default() };
    tx.add_organisation(&unit).await.unwrap()
}

fn new(person_id: PersonId, unit_id: OrganisationId) -> NewLecturerApplication<'static> {
    NewLecturerApplication {
        person_id,
        unit_id,
        region_id: None,
        opener_id: person_id,
        title: "工程师",
        field_id: None,
        due_at: now() + TimeDelta::days(60),
        at: now(),
    }
}

async fn go(tx: &mut Tx, id: LecturerApplicationId, step: ApplicationStep) -> bool {
    let row = tx.find_lecturer_application(id).await.unwrap().unwrap();
    let moved = ApplicationMove {
        id,
        revision: row.revision,
        to: row.state.after(row.last_step, step).unwrap(),
        step,
        reason: "",
        due_at: row.due_at,
        at: now(),
    };
    tx.move_lecturer_application(&moved).await.unwrap()
}

#[tokio::test]
async fn an_application_is_opened_once_written_and_decided() {
    for db in databases().await {
        let mut tx = db.store.begin().await.unwrap();
        let (one, decider) = (a_person(&mut tx, "冯望舒").await, a_person(&mut tx, "沈主席").await);
        let unit = a_unit(&mut tx, "示范水利局").await;
        let id = tx.add_lecturer_application(&new(one, unit)).await.unwrap();
        let version =
            a_version(&mut tx, one, "潮汐", domain::course::CourseVersionState::Draft).await;
        let course = tx.find_version(version).await.unwrap().unwrap().course_id;
        let facts = ApplicationFacts {
            title: "高级工程师".into(),
            field: None,
            born_in: Month::parse("1985-07"),
            education: Some(Education::Master),
            years: Some(12),
            cv: "常到学校讲潮汐".into(),
            wants_schools: true,
            course: Some(course),
        };
        assert!(tx.change_lecturer_application((id, 1), &facts, now()).await.unwrap());
        assert!(!tx.change_lecturer_application((id, 1), &facts, now()).await.unwrap());
        let row = tx.find_lecturer_application(id).await.unwrap().unwrap();
        assert_eq!((row.facts(), row.revision), (facts, 2), "{}", db.name);
        assert_eq!(tx.find_live_application(one).await.unwrap().unwrap().id, id);
        assert_eq!(tx.find_newest_application(one).await.unwrap().unwrap().id, id);
        assert_eq!(tx.find_application_of_course(course).await.unwrap().unwrap().id, id);
        assert!(!tx.is_expert(one, today()).await.unwrap());

        assert!(go(&mut tx, id, ApplicationStep::Submit).await);
        let stale = ApplicationMove {
            id,
            revision: 1,
            to: ApplicationState::Nominated,
            step: ApplicationStep::Endorse,
            reason: "",
            due_at: None,
            at: now(),
        };
        assert!(!tx.move_lecturer_application(&stale).await.unwrap(), "{}", db.name);
        let word = ("同意推荐", "钱敏 0573-80000000");
        tx.set_endorsement(id, word, (decider, true), now()).await.unwrap();
        assert!(go(&mut tx, id, ApplicationStep::Endorse).await);
        let seen = Screening { is_skilled: true, is_healthy: false, checked_on: Some(today()) };
        tx.set_screening(id, &seen, decider, now()).await.unwrap();
        for step in [ApplicationStep::TakeUp, ApplicationStep::Pass] {
            assert!(go(&mut tx, id, step).await, "{step:?}");
        }
        let round = now() + TimeDelta::days(90);
        tx.extend_application_trial(id, round).await.unwrap();
        assert!(go(&mut tx, id, ApplicationStep::Prove).await);
        let term = NewTerm {
            person_id: one,
            corps: Corps::CityLecturers,
            region_id: None,
            starts_on: today(),
            ends_on: today() + chrono::Days::new(900),
            decider_id: decider,
            document_no: "31号",
        };
        let term = tx.add_appointment(&term).await.unwrap().unwrap();
        tx.set_admission(id, decider, Some((term, "31号")), now()).await.unwrap();
        assert!(go(&mut tx, id, ApplicationStep::Appoint).await);
        let row = tx.find_lecturer_application(id).await.unwrap().unwrap();
        assert_eq!(row.due_at, Some(round), "{}", db.name);
        assert_eq!((row.appointment_id, row.decider.as_deref()), (Some(term), Some("沈主席")));
        assert!(row.is_by_office && row.is_skilled && row.checked_on == Some(today()));
        assert_eq!((row.opinion.as_str(), row.endorser.as_deref()), ("同意推荐", Some("沈主席")));
        assert_eq!(tx.find_live_application(one).await.unwrap(), None);
        // It has ended: there may be another one, and no more than one.
        tx.add_lecturer_application(&new(one, unit)).await.unwrap();
        let second = tx.add_lecturer_application(&new(one, unit)).await;
        assert!(matches!(second, Err(StoreError::Conflict)), "{}: {second:?}", db.name);
        drop(tx);
        db.remove().await;
    }
}

#[tokio::test]
async fn applications_are_found_within_a_reach_and_the_own_one_always() {
    for db in databases().await {
        let mut tx = db.store.begin().await.unwrap();
        let region = a_region(&mut tx, "330402").await;
        let (one, two) = (a_person(&mut tx, "冯望舒").await, a_person(&mut tx, "褚星河").await);
        let (here, there) =
            (a_unit(&mut tx, "示范水利局").await, a_unit(&mut tx, "示范中学").await);
        let first = tx.add_lecturer_application(&new(one, here)).await.unwrap();
        let other = NewLecturerApplication { region_id: Some(region), ..new(two, there) };
        let second = tx.add_lecturer_application(&other).await.unwrap();
        let unit = |unit| Reach::Within { regions: Vec::new(), organisations: vec![unit] };
        let county = Reach::Within { regions: vec![region], organisations: Vec::new() };
        let drafts: &[ApplicationState] = &[ApplicationState::Draft];
        let ended: &[ApplicationState] = &[ApplicationState::Rejected];
        let nobody = PersonId(0);
        for (words, states, reach, own, found) in [
            ("", &[][..], &Reach::Everything, nobody, vec![second, first]),
            ("", &[], &unit(here), nobody, vec![first]),
            ("", &[], &county, nobody, vec![second]),
            ("", &[], &Reach::Nothing, two, vec![second]),
            ("", &[], &unit(here), two, vec![second, first]),
            ("", &[], &Reach::Nothing, nobody, vec![]),
            ("望舒", drafts, &Reach::Everything, nobody, vec![first]),
            ("fws", drafts, &Reach::Everything, nobody, vec![first]),
            ("示范中", drafts, &Reach::Everything, nobody, vec![second]),
            ("", ended, &Reach::Everything, nobody, vec![]),
        ] {
            let search = ApplicationSearch { words, states, reach, own };
            let top = LecturerApplicationId(i64::MAX);
            let rows = tx.list_lecturer_applications(&search, top, 9).await.unwrap();
            let ids: Vec<_> = rows.iter().map(|row| row.id).collect();
            assert_eq!(ids, found, "{}: {words} {reach:?}", db.name);
        }
        let all =
            ApplicationSearch { words: "", states: &[], reach: &Reach::Everything, own: nobody };
        let rows = tx.list_lecturer_applications(&all, first, 9).await.unwrap();
        assert_eq!(rows.len(), 1, "{}: from a number down", db.name);
        let due = now() + TimeDelta::days(60);
        let counted = tx.count_lecturer_applications(drafts, &unit(here)).await.unwrap();
        assert_eq!(counted, (1, Some(due)), "{}", db.name);
        let counted = tx.count_lecturer_applications(ended, &unit(here)).await.unwrap();
        assert_eq!(counted, (0, None), "{}", db.name);
        let reminder = Reminder::Application;
        let soon = (due - TimeDelta::hours(1), due);
        let awaited = tx.list_awaited_applications(reminder, soon.0, soon.1).await.unwrap();
        assert_eq!(awaited.len(), 2, "{}", db.name);
        tx.add_reminder(reminder, first.0, due).await.unwrap();
        let awaited = tx.list_awaited_applications(reminder, soon.0, soon.1).await.unwrap();
        assert_eq!(awaited.len(), 1, "{}", db.name);
        drop(tx);
        db.remove().await;
    }
}
