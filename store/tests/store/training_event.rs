//! Trainings, places and attendance.

use domain::{
    credit_hour::{ActivityKind, HalfDay},
    role::{Grant, Role, Scope},
    training_event::{EnrolmentState, TrainingPlan, TrainingState},
};
use store::{NewAccount, Reach};
use test_database::databases;

use crate::some::{a_person, now, today};

pub(crate) fn plan() -> TrainingPlan {
    TrainingPlan {
        title: "研修班".into(),
        kind: ActivityKind::ProfessionalTraining,
        organiser: "市科协".into(),
        place: "科学会堂".into(),
        content: String::new(),
        first_day: today(),
        last_day: today().succ_opt().unwrap(),
        half_days: vec![HalfDay::Morning, HalfDay::Evening],
        enrol_until: today(),
    }
}

#[tokio::test]
async fn a_training_has_half_days_places_and_who_was_there() {
    use EnrolmentState::{Applied, Approved, Rejected};
    for db in databases().await {
        let mut tx = db.store.begin().await.unwrap();
        let (planner, tutor) = (a_person(&mut tx, "甲").await, a_person(&mut tx, "乙").await);
        let id = tx.add_training(&plan(), Scope::Everything, planner, now()).await.unwrap();
        assert!(tx.change_training(id, 1, &plan()).await.unwrap());
        assert!(!tx.change_training(id, 1, &plan()).await.unwrap(), "stale");
        assert!(tx.list_trainings_for(tutor, today()).await.unwrap().is_empty(), "a draft");
        let (draft, published) = (TrainingState::Draft, TrainingState::Published);
        assert!(!tx.move_training(id, (draft, 1), published).await.unwrap(), "stale");
        assert!(tx.move_training(id, (draft, 2), published).await.unwrap());
        assert!(!tx.move_training(id, (draft, 3), published).await.unwrap(), "no draft");
        assert_eq!(tx.list_trainings_for(tutor, today()).await.unwrap().len(), 1, "{}", db.name);
        assert!(tx.list_trainees_of(id, today()).await.unwrap().is_empty(), "nobody has a role");
        let grant = Grant {
            role: Role::Tutor,
            scope: Scope::Everything,
            starts_on: today(),
            ends_on: None,
        };
        for one in [planner, tutor] {
            tx.add_grant(one, &grant).await.unwrap();
        }
        let account = NewAccount {
            person_id: tutor,
            sign_in_name: "yi",
            password_hash: None,
            created_at: now(),
        };
        tx.add_account(&account).await.unwrap();
        let trainees = tx.list_trainees_of(id, today()).await.unwrap();
        assert_eq!(trainees, [tutor], "{}: who has an account", db.name);
        let half_days = tx.list_half_days(id).await.unwrap();
        assert_eq!(half_days.len(), 4);
        assert_eq!(half_days[1].half_day, HalfDay::Evening);
        let place = tx.add_enrolment(id, tutor, Applied, now()).await.unwrap().unwrap();
        assert_eq!(tx.add_enrolment(id, tutor, Approved, now()).await.unwrap(), Some(place));
        assert_eq!(tx.add_enrolment(id, tutor, Applied, now()).await.unwrap(), None, "has a place");
        assert!(!tx.move_enrolment(place, Applied, Rejected).await.unwrap());
        assert_eq!(tx.list_trainings_of(tutor, today()).await.unwrap().len(), 1);
        let revision = tx.find_training(id).await.unwrap().unwrap().revision;
        assert!(tx.touch_training(id, (published, revision)).await.unwrap());
        assert!(!tx.touch_training(id, (published, revision)).await.unwrap(), "stale");
        assert!(!tx.touch_training(id, (draft, revision + 1)).await.unwrap(), "no draft");
        for _ in 0..2 {
            tx.set_attendance(id, &[(place, half_days[0].id)]).await.unwrap();
        }
        assert_eq!(tx.list_attendance(id).await.unwrap(), [(place, half_days[0].id)]);
        tx.remove_attendance(place).await.unwrap();
        assert!(tx.list_attendance(id).await.unwrap().is_empty());
        assert_eq!(tx.find_event_of(place).await.unwrap(), Some(id));
        assert_eq!(tx.list_enrolments(id).await.unwrap()[0].name, "乙");
        let within = Reach::Within { regions: vec![1.into()], organisations: vec![1.into()] };
        assert!(tx.list_trainings(&within, today()).await.unwrap().is_empty());
        assert_eq!(tx.list_trainings(&Reach::Everything, today()).await.unwrap().len(), 1);
        tx.commit_unlogged().await.unwrap();
        db.remove().await;
    }
}

#[tokio::test]
async fn a_training_that_is_moved_keeps_the_half_days_that_stay_and_who_was_there() {
    use EnrolmentState::{Approved, Asked, Removed, Withdrawn};
    for db in databases().await {
        let mut tx = db.store.begin().await.unwrap();
        let (planner, tutor) = (a_person(&mut tx, "甲").await, a_person(&mut tx, "乙").await);
        let id = tx.add_training(&plan(), Scope::Everything, planner, now()).await.unwrap();
        let (draft, published) = (TrainingState::Draft, TrainingState::Published);
        assert!(tx.move_training(id, (draft, 1), published).await.unwrap());
        let place = tx.add_enrolment(id, tutor, Approved, now()).await.unwrap().unwrap();
        let before = tx.list_half_days(id).await.unwrap();
        let present = [(place, before[0].id), (place, before[3].id)];
        tx.set_attendance(id, &present).await.unwrap();
        let moved = TrainingPlan { last_day: today(), ..plan() };
        assert!(tx.change_training(id, 2, &moved).await.unwrap(), "{}", db.name);
        assert_eq!(tx.list_half_days(id).await.unwrap(), before[..2]);
        assert_eq!(tx.list_attendance(id).await.unwrap(), present[..1]);
        for (from, to) in [(Approved, Asked), (Asked, Removed)] {
            assert!(tx.move_enrolment(place, from, to).await.unwrap(), "{}", db.name);
            let again = tx.add_enrolment(id, tutor, Approved, now()).await.unwrap();
            assert_eq!(again, Some(place), "{to:?}");
            assert!(tx.move_enrolment(place, Approved, to).await.unwrap());
        }
        assert!(!tx.move_enrolment(place, Approved, Withdrawn).await.unwrap());
        let over = TrainingState::AttendanceConfirmed;
        assert!(tx.move_training(id, (published, 3), over).await.unwrap());
        assert!(!tx.change_training(id, 4, &plan()).await.unwrap(), "it is over");
        tx.commit_unlogged().await.unwrap();
        db.remove().await;
    }
}
