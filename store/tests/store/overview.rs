//! What is going on, counted by month and by town, and within a reach.

use chrono::{DateTime, NaiveDate, Utc};
use domain::{course::CourseVersionState, review_session::ReviewSessionState, role::Reach};
use store::YearOf;
use test_database::databases;

use crate::some::{a_person, a_region, a_session, a_version, now, today};

#[tokio::test]
async fn a_year_is_counted_by_month_and_within_a_reach() {
    for db in databases().await {
        let mut tx = db.store.begin().await.unwrap();
        let planner = a_person(&mut tx, "周明远").await;
        let region = a_region(&mut tx, "330402").await;
        let session = a_session(&mut tx, planner, &[planner]).await;
        let instants: (DateTime<Utc>, DateTime<Utc>) =
            ("2025-12-31T16:00:00Z".parse().unwrap(), "2026-12-31T16:00:00Z".parse().unwrap());
        let days: (NaiveDate, NaiveDate) =
            ("2026-01-01".parse().unwrap(), "2027-01-01".parse().unwrap());
        let everything = Reach::Everything;
        let own = Reach::Within { regions: vec![region], organisations: Vec::new() };
        for of in [YearOf::Sessions, YearOf::Lectures, YearOf::Trainings, YearOf::Awards] {
            for reach in [&everything, &own, &Reach::Nothing] {
                let months = tx.list_months(of, instants, days, reach).await.unwrap();
                assert!(months.is_empty(), "{of:?} on {}: nothing is published yet", db.name);
            }
        }
        let opened =
            tx.move_session(session, (ReviewSessionState::Planned, 1), ReviewSessionState::Open);
        assert!(opened.await.unwrap(), "{}", db.name);
        let months = tx.list_months(YearOf::Sessions, instants, days, &everything).await.unwrap();
        assert_eq!((months[0].month.as_str(), months[0].n), ("2026-12", 1), "{}", db.name);
        let months = tx.list_months(YearOf::Sessions, instants, days, &own).await.unwrap();
        assert!(months.is_empty(), "the city's is not the county's");
        assert_eq!(tx.count_hours(days, &everything).await.unwrap(), 0, "{}", db.name);
        assert_eq!(tx.count_hours(days, &own).await.unwrap(), 0, "{}", db.name);
        tx.add_slot(session, instants.0, instants.1).await.unwrap();
        let next = tx.list_next_sessions(now(), 3).await.unwrap();
        assert_eq!((next[0].id, next[0].n_free, next[0].place.as_deref()), (session, 1, None));
        assert!(tx.list_next_sessions(instants.1, 3).await.unwrap().is_empty());
        assert!(tx.list_next_trainings(today(), 3).await.unwrap().is_empty());
        a_version(&mut tx, planner, "潮汐", CourseVersionState::Listed).await;
        assert!(tx.list_new_courses(today(), 3).await.unwrap().is_empty(), "without a term");
        let given = tx.count_given(instants.0, instants.1).await.unwrap();
        assert_eq!((given.n_lectures, given.n_listeners), (0, 0), "{}", db.name);
        assert!(tx.list_towns_reached(instants.0, instants.1).await.unwrap().is_empty());
        tx.commit_unlogged().await.unwrap();
        db.remove().await;
    }
}
