//! Assessments of lecturers' years, on both databases.

use chrono::{DateTime, NaiveDate, TimeDelta, Utc};
use domain::{
    annual_assessment::{
        AssessmentState, Counted, Grade, OutsideLecture, OutsideState, VetoGround,
    },
    appointment::{AppointmentState, Corps},
    assessment_year::AssessmentYear,
    booking::BookingState,
    course::CourseVersionState,
    id::{AnnualAssessmentId, PersonId},
    nomination::InSchool,
    observation::ObservationState,
    role::Reach,
    trial_lecture::Verdict,
};
use store::{AssessmentFilter, NewOutsideLecture, NewPerson, NewTerm, NewUpload, Tx};
use test_database::{Database, databases};

use crate::{
    observation,
    some::{a_person, a_region, a_version, execute, minutes, now, today},
    trial_lecture::a_lecture,
};

const YEAR: AssessmentYear = AssessmentYear(2026);

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

async fn a_term(tx: &mut Tx, person: PersonId, from: &str, until: &str) {
    let active = AppointmentState::Active;
    tx.set_appointment(person, day(from), day(until), active).await.unwrap();
}

/// A lecturer of three years with an assessment of this one.
async fn an_assessment(tx: &mut Tx) -> (AnnualAssessmentId, PersonId) {
    let lecturer = a_person(tx, "张三").await;
    a_term(tx, lecturer, "2024-01-01", "2027-12-31").await;
    let opened = tx.open_assessments(YEAR, &Reach::Everything, lecturer, now()).await.unwrap();
    opened[0]
}

async fn an_outside_lecture(tx: &mut Tx, of: AnnualAssessmentId, by: PersonId) -> OutsideLecture {
    let upload = NewUpload {
        token: "proof",
        owner_id: by,
        sha256: "ab",
        size: 2,
        media_type: "application/pdf",
        file_name: "证明.pdf",
        created_at: now(),
    };
    let lecture = OutsideLecture {
        title: "钱塘潮".into(),
        held_on: day("2026-05-04"),
        host: "盐官中学".into(),
        listeners: 180,
        is_rural: true,
        proof: tx.add_upload(&upload).await.unwrap(),
    };
    let new = NewOutsideLecture { assessment: of, lecture: &lecture, now: now() };
    tx.add_outside_lecture(&new).await.unwrap();
    lecture
}

#[tokio::test]
async fn a_year_is_opened_once_for_each_lecturer_by_the_newest_term() {
    for db in databases().await {
        let mut tx = db.store.begin().await.unwrap();
        let region = a_region(&mut tx, "330402").await;
        let clerk = a_person(&mut tx, "办事员").await;
        let twice = a_person(&mut tx, "周二").await;
        a_term(&mut tx, twice, "2023-01-01", "2026-03-31").await;
        a_term(&mut tx, twice, "2026-04-01", "2028-12-31").await;
        let later = a_person(&mut tx, "吴后").await;
        a_term(&mut tx, later, "2026-12-01", "2028-12-31").await;
        let tutor = a_person(&mut tx, "郑辅").await;
        let term = |person_id, corps, region_id| NewTerm {
            person_id,
            corps,
            region_id,
            starts_on: day("2025-06-15"),
            ends_on: day("2027-06-14"),
            decider_id: clerk,
            document_no: "8号",
        };
        tx.add_appointment(&term(tutor, Corps::Tutors, None)).await.unwrap().unwrap();
        let of_county = a_person(&mut tx, "王县").await;
        let term = term(of_county, Corps::CountyLecturers, Some(region));
        let ended = a_person(&mut tx, "冯去").await;
        let gone = AppointmentState::Resigned;
        tx.set_appointment(ended, day("2024-01-01"), day("2027-01-01"), gone).await.unwrap();
        let county_term = tx.add_appointment(&term).await.unwrap().unwrap();

        let own = Reach::Within { regions: vec![region], organisations: Vec::new() };
        assert_eq!(tx.count_unopened(YEAR, &own).await.unwrap(), 1, "{}", db.name);
        assert_eq!(tx.count_unopened(YEAR, &Reach::Everything).await.unwrap(), 2);
        let opened = tx.open_assessments(YEAR, &own, clerk, now()).await.unwrap();
        assert_eq!(opened.iter().map(|it| it.1).collect::<Vec<_>>(), [of_county], "{}", db.name);
        let everything = Reach::Everything;
        let rest = tx.open_assessments(YEAR, &everything, clerk, now()).await.unwrap();
        assert_eq!(rest.iter().map(|it| it.1).collect::<Vec<_>>(), [twice], "{}", db.name);
        assert!(tx.open_assessments(YEAR, &everything, clerk, now()).await.unwrap().is_empty());
        assert_eq!(tx.count_unopened(YEAR, &everything).await.unwrap(), 0, "{}", db.name);
        let row = tx.find_assessment(rest[0].0).await.unwrap().unwrap();
        assert_eq!(row.first_term_on, day("2023-01-01"), "the first of two terms");
        assert_eq!((row.state, row.year, row.counted), (AssessmentState::Open, 2026, None));
        let county = tx.find_assessment(opened[0].0).await.unwrap().unwrap();
        assert_eq!((county.appointment_id, county.corps_region_id), (county_term, Some(region)));
        assert_eq!(tx.list_assessed_years().await.unwrap(), [2026], "{}", db.name);
        assert!(tx.find_assessment(0.into()).await.unwrap().is_none());

        let kept = tx.list_assessments_of_corps(YEAR, &own).await.unwrap();
        assert_eq!(kept.iter().map(|row| row.id).collect::<Vec<_>>(), [opened[0].0]);
        let by_state = tx.count_assessments_of_corps(YEAR, &own, now()).await.unwrap();
        assert_eq!(by_state, [(AssessmentState::Open, 0, 1)], "{}", db.name);
        let all = tx.count_assessments(YEAR, &everything, now()).await.unwrap();
        assert_eq!(all, [(AssessmentState::Open, 0, 2)], "{}", db.name);
        tx.commit_unlogged().await.unwrap();
        db.remove().await;
    }
}

#[tokio::test]
async fn assessments_are_found_by_region_state_grade_and_name_after_a_key() {
    for db in databases().await {
        let mut tx = db.store.begin().await.unwrap();
        let region = a_region(&mut tx, "330402").await;
        let here = NewPerson { name: "李四", region_id: Some(region), ..NewPerson::default() };
        let here = tx.add_person(&here).await.unwrap();
        a_term(&mut tx, here, "2024-01-01", "2027-12-31").await;
        let (first, other) = an_assessment(&mut tx).await;
        let mine = tx.list_assessments_of(here).await.unwrap();
        let second = mine[0].id;
        let filter = AssessmentFilter { year: 2026, ..AssessmentFilter::default() };
        let own = Reach::Within { regions: vec![region], organisations: Vec::new() };
        let (open, heard) = (Some(AssessmentState::Open), Some(AssessmentState::Heard));
        let none = AnnualAssessmentId(0);
        let (low, high) = (first.min(second), first.max(second));
        for (filter, reach, after, expected) in [
            (filter.clone(), &Reach::Everything, none, vec![low, high]),
            (filter.clone(), &Reach::Everything, low, vec![high]),
            (filter.clone(), &own, none, vec![second]),
            (filter.clone(), &Reach::Nothing, none, vec![]),
            (AssessmentFilter { state: open, ..filter.clone() }, &own, none, vec![second]),
            (AssessmentFilter { state: heard, ..filter.clone() }, &own, none, vec![]),
            (AssessmentFilter { grade: Some(Grade::Basic), ..filter.clone() }, &own, none, vec![]),
            (AssessmentFilter { name: "lisi".into(), ..filter.clone() }, &own, none, vec![second]),
            (AssessmentFilter { name: "zs".into(), ..filter.clone() }, &own, none, vec![]),
            (AssessmentFilter { year: 2025, ..filter.clone() }, &own, none, vec![]),
        ] {
            let rows = tx.list_assessments(&filter, reach, after, 9).await.unwrap();
            let ids: Vec<_> = rows.iter().map(|row| row.id).collect();
            assert_eq!(ids, expected, "{filter:?} {reach:?} on {}", db.name);
        }
        assert!(tx.list_grades(other).await.unwrap().is_empty());
        tx.commit_unlogged().await.unwrap();
        db.remove().await;
    }
}

/// Through all states to the decision.
async fn decided(tx: &mut Tx, db: &Database) -> (AnnualAssessmentId, PersonId) {
    let (id, lecturer) = an_assessment(tx).await;
    let state = AssessmentState::SelfReported;
    assert!(tx.set_assessment_report((id, 1), state, "讲了九场", now()).await.unwrap());
    let again = tx.set_assessment_report((id, 1), state, "别的", now()).await.unwrap();
    assert!(!again, "{}: changed meanwhile", db.name);
    assert!(tx.set_county_word((id, 2), "情况属实", lecturer, now()).await.unwrap());
    assert!(tx.set_ill_months((id, 3), 2).await.unwrap());
    let ground = Some(VetoGround::FeeTaken);
    assert!(tx.set_assessment_veto((id, 4), ground, "收费，经核实").await.unwrap());
    assert!(tx.set_assessment_veto((id, 5), None, "").await.unwrap());
    let counted = Counted { deliveries: 9, review: Some(8_650), ..Counted::default() };
    assert!(tx.score_assessment((id, 6), &counted, (4, 8_123), now()).await.unwrap());
    let until = minutes(60);
    assert!(tx.propose_grade((id, 7), Grade::Qualified, until).await.unwrap());
    let counts = tx.count_assessments(YEAR, &Reach::Everything, now()).await.unwrap();
    assert_eq!(counts, [(AssessmentState::GradeProposed, 0, 1)], "{}", db.name);
    let counts = tx.count_assessments(YEAR, &Reach::Everything, until).await.unwrap();
    assert_eq!(counts, [(AssessmentState::GradeProposed, 1, 1)], "{}", db.name);
    assert!(tx.comment_grade((id, 8), "同意", now()).await.unwrap());
    assert!(tx.decide_assessment((id, 9), (lecturer, "9号"), now()).await.unwrap());
    let row = tx.find_assessment(id).await.unwrap().unwrap();
    assert_eq!(row.counted, Some(counted), "{}", db.name);
    assert_eq!((row.minimum, row.points, row.ill_months), (Some(4), Some(8_123), 2));
    assert_eq!((row.grade, row.veto), (Some(Grade::Qualified), None), "{}", db.name);
    assert_eq!((row.comment.as_str(), row.document_no.as_str()), ("同意", "9号"));
    assert_eq!(row.county_author.as_deref(), Some("张三"));
    assert_eq!((row.decided_at, row.comment_until), (Some(now()), Some(until)));
    (id, lecturer)
}

#[tokio::test]
async fn an_assessment_is_led_to_its_decision_as_it_was_seen_and_stays_so() {
    for db in databases().await {
        let mut tx = db.store.begin().await.unwrap();
        let (id, lecturer) = decided(&mut tx, &db).await;
        assert_eq!(tx.list_grades(lecturer).await.unwrap(), [(2026, Grade::Qualified)]);
        let records = tx.assessment_records(&[id.0, 0]).await.unwrap();
        assert_eq!((records.len(), records[0].points), (1, Some(8_123)), "{}", db.name);
        tx.commit_unlogged().await.unwrap();
        for statement in [
            "UPDATE annual_assessment SET grade = 'excellent'",
            "UPDATE annual_assessment SET state = 'heard', decided_at = NULL",
            "UPDATE annual_assessment SET comment = '别的'",
            "DELETE FROM annual_assessment",
        ] {
            assert!(execute(&db.url, statement).await.is_err(), "{statement} on {}", db.name);
        }
        // People may still be merged.
        execute(&db.url, "UPDATE annual_assessment SET person_id = person_id").await.unwrap();
        db.remove().await;
    }
}

#[tokio::test]
async fn what_is_sent_back_loses_points_and_grade_and_keeps_what_was_written() {
    for db in databases().await {
        let mut tx = db.store.begin().await.unwrap();
        let (id, _) = an_assessment(&mut tx).await;
        let reported = AssessmentState::SelfReported;
        tx.set_assessment_report((id, 1), reported, "讲了九场", now()).await.unwrap();
        tx.score_assessment((id, 2), &Counted::default(), (4, 900), now()).await.unwrap();
        tx.propose_grade((id, 3), Grade::Failed, now()).await.unwrap();
        assert!(!tx.move_assessment((id, 3), reported, "漏计").await.unwrap(), "{}", db.name);
        assert!(tx.move_assessment((id, 4), reported, "漏计一场").await.unwrap());
        let row = tx.find_assessment(id).await.unwrap().unwrap();
        assert_eq!((row.state, row.counted, row.points), (reported, None, None), "{}", db.name);
        assert_eq!((row.grade, row.comment_until, row.minimum), (None, None, None));
        assert_eq!((row.report.as_str(), row.reason.as_str()), ("讲了九场", "漏计一场"));
        tx.commit_unlogged().await.unwrap();
        db.remove().await;
    }
}

#[tokio::test]
async fn a_lecture_from_elsewhere_moves_until_its_year_is_counted() {
    for db in databases().await {
        let mut tx = db.store.begin().await.unwrap();
        let (id, lecturer) = an_assessment(&mut tx).await;
        let said = an_outside_lecture(&mut tx, id, lecturer).await;
        let rows = tx.list_outside_lectures(id).await.unwrap();
        let row = &rows[0];
        assert_eq!((row.title.as_str(), row.held_on), ("钱塘潮", said.held_on), "{}", db.name);
        assert_eq!((row.state, row.is_rural), (OutsideState::Claimed, true));
        assert_eq!((row.proof_id, row.proof_name.as_str()), (said.proof, "证明.pdf"));
        assert_eq!(tx.find_assessment(id).await.unwrap().unwrap().n_claimed, 1);
        let everything = Reach::Everything;
        let claimed = tx.list_claimed_lectures(YEAR, &everything, 9).await.unwrap();
        assert_eq!(claimed, rows, "{}", db.name);
        let nobody = Reach::Nothing;
        assert!(tx.list_claimed_lectures(YEAR, &nobody, 9).await.unwrap().is_empty());
        let none = tx.count_outside_lectures(&[lecturer], 2026).await.unwrap();
        assert!(none.is_empty(), "{}: nobody has looked at it", db.name);
        let (from, to) = ((row.id, OutsideState::Claimed), OutsideState::Verified);
        let by = Some((lecturer, now()));
        assert!(tx.move_outside_lecture(from, to, "", by).await.unwrap());
        assert!(!tx.move_outside_lecture(from, to, "", by).await.unwrap(), "{}", db.name);
        assert!(tx.list_claimed_lectures(YEAR, &everything, 9).await.unwrap().is_empty());
        let found = tx.find_outside_lecture(row.id).await.unwrap().unwrap();
        assert_eq!((found.state, found.decider.as_deref()), (to, Some("张三")));
        let counted = tx.count_outside_lectures(&[lecturer], 2026).await.unwrap();
        assert_eq!(counted, [(lecturer, 1, 180, 1)], "{}", db.name);
        assert!(tx.count_outside_lectures(&[lecturer], 2025).await.unwrap().is_empty());
        tx.score_assessment((id, 1), &Counted::default(), (4, 900), now()).await.unwrap();
        tx.commit_unlogged().await.unwrap();
        for statement in [
            "UPDATE outside_lecture SET state = 'refused'",
            "UPDATE outside_lecture SET listeners = 999",
            "DELETE FROM outside_lecture",
        ] {
            assert!(execute(&db.url, statement).await.is_err(), "{statement} on {}", db.name);
        }
        db.remove().await;
    }
}

#[tokio::test]
async fn what_is_counted_is_verified_and_of_the_year() {
    for db in databases().await {
        let mut tx = db.store.begin().await.unwrap();
        let span: (DateTime<Utc>, DateTime<Utc>) =
            (now() - TimeDelta::days(300), now() + TimeDelta::days(30));
        let before = (span.0 - TimeDelta::days(300), span.0);
        let begun = a_lecture(&mut tx).await;
        let (lecturer, panelist) = (begun.lecturer, begun.panelist);
        let people = [lecturer, panelist];
        let nobody: [(PersonId, i64); 0] = [];
        let (panels, seen) = tx.count_teaching(&people, span).await.unwrap();
        assert_eq!((panels, seen.len()), (vec![(panelist, 1)], 0), "{}", db.name);
        assert_eq!(tx.count_teaching(&people, before).await.unwrap().0, nobody);
        assert!(tx.list_last_reviews(&people, span.1).await.unwrap().is_empty(), "no verdict");
        let (from, missed) = (BookingState::Confirmed, BookingState::NoShow);
        assert_eq!(tx.count_missed_slots(&people, span).await.unwrap(), nobody);
        assert!(tx.move_booking(begun.booking, from, missed).await.unwrap());
        assert_eq!(tx.count_missed_slots(&people, span).await.unwrap(), [(lecturer, 1)]);
        assert!(tx.move_booking(begun.booking, missed, BookingState::Attended).await.unwrap());
        let attended = tx.count_attended_sessions(&people, span).await.unwrap();
        assert_eq!(attended, [(lecturer, 1)], "{}", db.name);
        assert_eq!(tx.count_approved(&people, span).await.unwrap(), nobody);
        assert_eq!(tx.count_listed(&people, today()).await.unwrap(), nobody);
        assert!(tx.count_verified_lectures(&people, span).await.unwrap().is_empty());
        assert!(tx.count_observed_levels(&people, span).await.unwrap().is_empty());
        a_version(&mut tx, lecturer, "潮汐二", CourseVersionState::Listed).await;
        tx.commit_unlogged().await.unwrap();
        for statement in [
            "UPDATE course_version SET listed_until = '2027-01-01' WHERE state = 'listed'",
            "UPDATE trial_lecture SET state = 'confirmed', verdict = 'approve', \
             decided_at = '2026-11-23T08:00:00+00:00'",
        ] {
            execute(&db.url, statement).await.unwrap();
        }
        let mut tx = db.store.begin().await.unwrap();
        assert_eq!(tx.count_listed(&people, today()).await.unwrap(), [(lecturer, 1)]);
        assert_eq!(tx.count_approved(&people, span).await.unwrap(), [(lecturer, 1)], "{}", db.name);
        assert_eq!(tx.count_approved(&people, before).await.unwrap(), nobody);
        let trial = tx.find_trial(begun.booking).await.unwrap().unwrap();
        assert_eq!(trial.verdict, Some(Verdict::Approve));
        drop(tx);
        db.remove().await;
    }
}

#[tokio::test]
async fn verified_lectures_and_what_observers_found_are_counted() {
    for db in databases().await {
        let (delivery, observer) = observation::a_lecture(&db.store).await;
        let mut tx = db.store.begin().await.unwrap();
        let people = [delivery.lecturer_id, observer];
        let span = (now() - TimeDelta::days(300), now() + TimeDelta::days(300));
        assert!(tx.count_verified_lectures(&people, span).await.unwrap().is_empty(), "planned");
        let says = (180, delivery.starts_at, delivery.ends_at);
        assert!(tx.verify_delivery(delivery.id, says, now()).await.unwrap());
        let counted = tx.count_verified_lectures(&people, span).await.unwrap();
        assert_eq!(counted, [(delivery.lecturer_id, 1, 180, 0)], "{}: of the city", db.name);
        let before = (span.0 - TimeDelta::days(1), span.0);
        assert!(tx.count_verified_lectures(&people, before).await.unwrap().is_empty());
        let accepted = ObservationState::Accepted;
        let id = tx.add_observation(&delivery, accepted, Some(observer)).await.unwrap();
        assert!(tx.count_observed_levels(&people, span).await.unwrap().is_empty(), "{}", db.name);
        let was_there = (delivery.starts_at, delivery.ends_at);
        let sheet = observation::sheet(5);
        assert!(tx.submit_observation(id, 1, &sheet, was_there, now()).await.unwrap());
        let levels = tx.count_observed_levels(&people, span).await.unwrap();
        assert_eq!(levels, [(delivery.lecturer_id, 1, 14)], "{}", db.name);
        let (panels, seen) = tx.count_teaching(&people, span).await.unwrap();
        assert_eq!((panels.len(), seen), (0, vec![(observer, 1)]), "{}", db.name);
        tx.commit_unlogged().await.unwrap();
        let village = "UPDATE lecture_request SET host_kind = 'village'";
        execute(&db.url, village).await.unwrap();
        let mut conn = db.store.read().await.unwrap();
        let counted = conn.count_verified_lectures(&people, span).await.unwrap();
        assert_eq!(counted, [(delivery.lecturer_id, 1, 180, 1)], "{}", db.name);
        assert!(conn.count_lectures_in_schools(&people, span).await.unwrap().is_empty());
        drop(conn);
        let school = "UPDATE lecture_request SET host_kind = 'school'";
        execute(&db.url, school).await.unwrap();
        let mut conn = db.store.read().await.unwrap();
        let counted = conn.count_lectures_in_schools(&people, span).await.unwrap();
        let in_school = InSchool { deliveries: 1, listeners: 180 };
        assert_eq!(counted, [(delivery.lecturer_id, in_school)], "{}", db.name);
        drop(conn);
        db.remove().await;
    }
}
