//! What people have said of their time, and when they are away.

use chrono::{Days, TimeDelta};
use domain::{
    absence::{AbsenceDays, Availability, DayPart, WeekTime},
    data_class::DataClass,
};
use store::{Known, StoreError};
use test_database::databases;

use crate::some::{a_party, minutes, now, today};

fn said() -> Availability {
    Availability {
        is_never: false,
        not_before: Some(today()),
        weekly: vec![WeekTime { weekday: 2, part: DayPart::Morning }],
        exceptions: vec![today() + Days::new(1)],
    }
}

#[tokio::test]
async fn nothing_said_is_no_row_and_what_was_said_comes_back() {
    for db in databases().await {
        let (person, _) = a_party(&db.store, "甲").await;
        let (office, _) = a_party(&db.store, "乙").await;
        let mut tx = db.store.begin().await.unwrap();
        assert!(tx.list_availability(&[person, office]).await.unwrap().is_empty());
        assert!(tx.list_availability(&[]).await.unwrap().is_empty());
        assert!(!tx.change_availability(person, &said(), person, now()).await.unwrap());
        tx.add_availability(person, &said(), office, now()).await.unwrap();
        let [row] = &tx.list_availability(&[person, office]).await.unwrap()[..] else {
            panic!("{}", db.name)
        };
        assert_eq!(row.said(), said(), "{}", db.name);
        assert_eq!((row.recorder_id, row.recorder_name.as_str()), (office, "乙"));
        assert_eq!(row.revision, 1);
        let never = Availability { is_never: true, ..Availability::default() };
        assert!(tx.change_availability(person, &never, person, minutes(1)).await.unwrap());
        let row = tx.list_availability(&[person]).await.unwrap().pop().unwrap();
        assert_eq!((row.said(), row.revision, row.recorder_id), (never, 2, person));
        assert!(tx.remove_availability(person).await.unwrap());
        assert!(!tx.remove_availability(person).await.unwrap());
        tx.add_availability(person, &said(), person, now()).await.unwrap();
        tx.commit_unlogged().await.unwrap();
        let mut tx = db.store.begin().await.unwrap();
        let twice = tx.add_availability(person, &said(), person, now()).await;
        assert!(matches!(twice, Err(StoreError::Conflict)), "{}: {twice:?}", db.name);
        drop(tx);
        db.remove().await;
    }
}

#[tokio::test]
async fn an_absence_is_listed_until_it_is_over_or_called_off() {
    for db in databases().await {
        let (person, _) = a_party(&db.store, "甲").await;
        let (office, _) = a_party(&db.store, "乙").await;
        let days = AbsenceDays { first: today(), last: today() + Days::new(2) };
        let mut tx = db.store.begin().await.unwrap();
        let id = tx.add_absence(person, days, office, now()).await.unwrap();
        let row = tx.find_absence(id).await.unwrap().unwrap();
        assert_eq!((row.person_id, row.days(), row.revision), (person, days, 1));
        assert_eq!(row.recorder_name, "乙");
        let on = [(2, 1), (3, 0)];
        for (ahead, n) in on {
            let day = today() + Days::new(ahead);
            let found = tx.list_absences(&[person, office], day).await.unwrap();
            assert_eq!(found.len(), n, "{}: {ahead}", db.name);
        }
        let other = AbsenceDays { first: today(), last: today() + Days::new(9) };
        assert!(!tx.change_absence((id, 7), other, person).await.unwrap());
        assert!(tx.change_absence((id, 1), other, person).await.unwrap());
        let row = tx.find_absence(id).await.unwrap().unwrap();
        assert_eq!((row.days(), row.revision, row.recorder_id), (other, 2, person));
        assert!(tx.end_absence(id, now()).await.unwrap());
        assert!(!tx.end_absence(id, now()).await.unwrap());
        assert!(!tx.change_absence((id, 3), days, person).await.unwrap(), "it was called off");
        assert!(tx.list_absences(&[person], today()).await.unwrap().is_empty());
        assert_eq!(tx.find_absence(id).await.unwrap().unwrap().ended_at, Some(now()));
        tx.commit_unlogged().await.unwrap();
        db.remove().await;
    }
}

#[tokio::test]
async fn what_is_over_is_swept_and_a_word_that_holds_stays() {
    for db in databases().await {
        let (person, _) = a_party(&db.store, "甲").await;
        let mut tx = db.store.begin().await.unwrap();
        let over = AbsenceDays { first: today(), last: today() };
        let ahead = AbsenceDays { first: today(), last: today() + Days::new(9) };
        let over = tx.add_absence(person, over, person, now()).await.unwrap();
        let left = tx.add_absence(person, ahead, person, now()).await.unwrap();
        let ended = tx.add_absence(person, ahead, person, now()).await.unwrap();
        tx.end_absence(ended, now()).await.unwrap();
        tx.add_availability(person, &said(), person, now()).await.unwrap();
        let later = now() + TimeDelta::days(1);
        assert!(tx.has_swept_due(DataClass::OwnTime, later).await.unwrap(), "{}", db.name);
        assert_eq!(tx.sweep(DataClass::OwnTime, later, 9).await.unwrap(), 2, "{}", db.name);
        for (id, is_left) in [(over, false), (ended, false), (left, true)] {
            let found = tx.find_absence(id).await.unwrap();
            assert_eq!(found.is_some(), is_left, "{}: {id}", db.name);
        }
        assert_eq!(tx.list_availability(&[person]).await.unwrap().len(), 1, "{}", db.name);
        let held = tx.list_information(person).await.unwrap();
        let is_held = |known| held.iter().any(|it| it.known == known);
        assert!(is_held(Known::Availability) && is_held(Known::Absence), "{}", db.name);
        drop(tx);
        db.remove().await;
    }
}
