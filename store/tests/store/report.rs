//! Registers that are handed upward: lecturers, trainings and tutors of a year within a reach.

use chrono::{Days, TimeDelta};
use domain::{
    annual_assessment::{Counted, Grade},
    appointment::AppointmentState,
    assessment_year::AssessmentYear,
    course::CourseVersionState,
    credit_hour::{ActivityKind, CreditSource, HalfDay},
    id::{OrganisationId, RegionId},
    role::{Reach, Scope},
    roster::TutorLevel,
    training_event::{EnrolmentState, TrainingPlan, TrainingState},
};
use store::{NewCredit, NewOrganisation, NewPerson, TutorRow};
use test_database::databases;

use crate::{
    some::{a_region, a_version, now, today},
    training_event::plan,
};

#[tokio::test]
async fn a_year_is_listed_within_a_reach() {
    for db in databases().await {
        let mut tx = db.store.begin().await.unwrap();
        let (here, there) = (a_region(&mut tx, "330402").await, a_region(&mut tx, "330411").await);
        let person =
            |name, region| NewPerson { name, region_id: Some(region), ..NewPerson::default() };
        let lecturer = tx.add_person(&person("张三", here)).await.unwrap();
        let tutor = tx.add_person(&person("李四", here)).await.unwrap();
        let other = tx.add_person(&person("王五", there)).await.unwrap();
        let school = NewOrganisation { name: "小学", match_key: "小学", ..Default::default() };
        let school = tx.add_organisation(&school).await.unwrap();
        tx.set_workplace(tutor, school, today()).await.unwrap();
        let (first, last) = (today() - Days::new(100), today() + Days::new(100));
        for id in [lecturer, other] {
            tx.set_appointment(id, first, last, AppointmentState::Active).await.unwrap();
        }
        a_version(&mut tx, lecturer, "潮汐", CourseVersionState::Listed).await;
        let tutors = [(tutor, Some(TutorLevel::Junior)), (other, None)].map(|(id, level)| {
            TutorRow { person_id: id, subject: "科学".to_owned(), level, ..TutorRow::default() }
        });
        tx.set_tutors(&tutors).await.unwrap();
        let credit = NewCredit {
            person_id: tutor,
            held_on: today(),
            spans: "",
            earned: 400,
            source: CreditSource::Roster,
            source_id: 1,
            round: 1,
            kind: Some(ActivityKind::StudyVisit),
            title: "研修",
            organiser: "",
            verifier_id: None,
            created_at: now(),
        };
        tx.add_credit_hours(&[credit]).await.unwrap();
        let planned = TrainingPlan { first_day: today(), last_day: today(), ..plan() };
        let event = tx.add_training(&planned, Scope::Region(here), lecturer, now()).await.unwrap();
        let published = TrainingState::Published;
        let draft = (TrainingState::Draft, 1);
        assert!(tx.move_training(event, draft, published).await.unwrap());
        let came = EnrolmentState::Attended;
        tx.add_enrolment(event, tutor, came, now()).await.unwrap();
        let (days, year) = ((first, last), AssessmentYear::of(today()));
        let instants = (now() - TimeDelta::days(100), now() + TimeDelta::days(100));
        let within = |regions: &[RegionId], organisations: &[OrganisationId]| Reach::Within {
            regions: regions.to_vec(),
            organisations: organisations.to_vec(),
        };
        for (reach, n_lecturers, n_tutors, n_ledger, n_trainings) in [
            (Reach::Everything, 2, 2, 1, 1),
            (within(&[here], &[]), 1, 1, 1, 1),
            (within(&[there], &[]), 1, 1, 0, 0),
            (within(&[], &[school]), 0, 1, 1, 0),
            (Reach::Nothing, 0, 0, 0, 0),
        ] {
            let lecturers = tx.list_lecturer_lines(year, instants, &reach).await.unwrap();
            let tutors = tx.list_tutor_lines(&reach).await.unwrap();
            let ledger = tx.list_ledger_lines(days, &reach).await.unwrap();
            let trainings = tx.list_training_lines(days, &reach).await.unwrap();
            assert_eq!(
                (lecturers.len(), tutors.len(), ledger.len(), trainings.len()),
                (n_lecturers, n_tutors, n_ledger, n_trainings),
                "{}: {reach:?}",
                db.name
            );
        }
        let here = within(&[here], &[]);
        let line = tx.list_lecturer_lines(year, instants, &here).await.unwrap().remove(0);
        assert_eq!((line.n_courses, line.n_deliveries, line.n_observed), (1, 0, 0), "{}", db.name);
        assert_eq!((line.appointed_until, line.grade), (last, None), "{}: none yet", db.name);
        tx.open_assessments(year, &Reach::Everything, tutor, now()).await.unwrap();
        let id = tx.list_assessments_of(lecturer).await.unwrap()[0].id;
        assert!(
            tx.score_assessment((id, 1), &Counted::default(), (4, 8_123), now()).await.unwrap()
        );
        assert!(tx.propose_grade((id, 2), Grade::Basic, now()).await.unwrap());
        let line = tx.list_lecturer_lines(year, instants, &here).await.unwrap().remove(0);
        assert_eq!(line.grade, None, "{}: it is proposed", db.name);
        assert!(tx.decide_assessment((id, 3), (tutor, "9号"), now()).await.unwrap());
        for (year, grade) in [(year, Some(Grade::Basic)), (AssessmentYear(year.0 + 1), None)] {
            let lines = tx.list_lecturer_lines(year, instants, &here).await.unwrap();
            assert_eq!(lines.first().and_then(|it| it.grade), grade, "{}: {year}", db.name);
        }
        let half_days = tx.list_half_day_lines(days).await.unwrap();
        assert!(half_days.iter().all(|(id, day, _)| (*id, *day) == (event, today())));
        assert_eq!(half_days.len(), planned.half_days.len());
        assert!(half_days.iter().any(|(_, _, half_day)| *half_day == HalfDay::Morning));
        let participants = tx.list_participant_lines(days).await.unwrap();
        let came: Vec<_> = participants.iter().map(|it| (it.level, it.n)).collect();
        assert_eq!(came, [(Some(TutorLevel::Junior), 1)], "{}", db.name);
        let later = (last + Days::new(1), last + Days::new(9));
        assert!(tx.list_half_day_lines(later).await.unwrap().is_empty());
        assert!(tx.list_participant_lines(later).await.unwrap().is_empty());
        drop(tx);
        db.remove().await;
    }
}
