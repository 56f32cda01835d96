//! Terms in a corps: begun, listed, moved on, and what is asked before one is ended.

use chrono::{Days, TimeDelta};
use domain::{
    appointment::{AppointmentState, Corps, TerminationGround},
    course::CourseVersionState,
    reminder::Reminder,
    role::Reach,
};
use store::{NewTerm, TermSearch, Terms};
use test_database::databases;

use crate::some::{a_person, a_region, a_version, now, today};

#[tokio::test]
async fn terms_are_begun_once_a_day_and_listed_by_when_they_end() {
    for db in databases().await {
        let mut tx = db.store.begin().await.unwrap();
        let (one, decider) = (a_person(&mut tx, "张三").await, a_person(&mut tx, "沈主席").await);
        let region = a_region(&mut tx, "330402").await;
        let term = |starts_on, corps, region_id| NewTerm {
            person_id: one,
            corps,
            region_id,
            starts_on,
            ends_on: today() + Days::new(30),
            decider_id: decider,
            document_no: "嘉科协〔2026〕8号",
        };
        let city = term(today(), Corps::CityLecturers, None);
        let id = tx.add_appointment(&city).await.unwrap().unwrap();
        assert_eq!(tx.add_appointment(&city).await.unwrap(), None, "{}", db.name);
        let county = term(today() + Days::new(1), Corps::CountyLecturers, Some(region));
        let of_county = tx.add_appointment(&county).await.unwrap().unwrap();
        let row = tx.find_appointment(id).await.unwrap().unwrap();
        assert_eq!((row.corps, row.decider_id), (Corps::CityLecturers, Some(decider)));
        assert!(tx.find_appointment(0.into()).await.unwrap().is_none());

        let own = Reach::Within { regions: vec![region], organisations: Vec::new() };
        let soon = Terms::Ending(today(), today() + Days::new(90));
        for (terms, reach, expected) in [
            (soon, &Reach::Everything, vec![id, of_county]),
            (soon, &own, vec![of_county]),
            (Terms::Ending(today(), today()), &Reach::Everything, vec![]),
            (Terms::Holding(today()), &Reach::Everything, vec![id]),
            (Terms::Open, &Reach::Everything, vec![]),
        ] {
            let search = TermSearch { terms, words: "", corps: None, reach };
            let rows = tx.list_terms(&search, today(), None, 9).await.unwrap();
            let ids: Vec<_> = rows.iter().map(|row| row.id).collect();
            assert_eq!(ids, expected, "{terms:?} on {}", db.name);
            // From one of them on.
            for (at, row) in rows.iter().enumerate() {
                let term = tx.find_appointment(row.id).await.unwrap().unwrap();
                let from = Some((&term, row.name.as_str()));
                assert_eq!(tx.list_terms(&search, today(), from, 9).await.unwrap(), rows[at..]);
            }
            let none = TermSearch { words: "zzz", ..search };
            let none = tx.list_terms(&none, today(), None, 9).await.unwrap();
            assert!(none.is_empty(), "{}", db.name);
            let name = rows.first().map(|row| row.name.clone()).unwrap_or_default();
            let named = TermSearch { words: &name, ..search };
            assert_eq!(tx.list_terms(&named, today(), None, 9).await.unwrap(), rows);
            let county = TermSearch { corps: Some(Corps::CountyLecturers), ..search };
            let expected = expected.iter().filter(|one| **one == of_county).count();
            let found = tx.list_terms(&county, today(), None, 9).await.unwrap();
            assert_eq!(found.len(), expected, "{terms:?} on {}", db.name);
        }
        assert!(!tx.has_listed_course(one, today()).await.unwrap(), "{}", db.name);
        a_version(&mut tx, one, "潮汐", CourseVersionState::AwaitingSlot).await;
        assert!(!tx.has_listed_course(one, today()).await.unwrap(), "{}", db.name);
        assert!(tx.list_lectures_ahead(one, now()).await.unwrap().is_empty());
        let days = (today(), today() + Days::new(90));
        let last = today() + Days::new(30);
        let counted = tx.count_terms_ending(days, &Reach::Everything).await.unwrap();
        assert_eq!(counted, (2, Some(last)), "{}", db.name);
        assert_eq!(tx.count_terms_ending(days, &own).await.unwrap(), (1, Some(last)));
        let untold = tx.list_terms_untold(days, 9).await.unwrap();
        assert_eq!(untold.iter().map(|row| row.id).collect::<Vec<_>>(), [id, of_county]);
        tx.add_reminder(Reminder::Term, id.into(), now()).await.unwrap();
        assert_eq!(tx.list_terms_untold(days, 9).await.unwrap()[0].id, of_county, "told once");
        let right = (today() - Days::new(1), today() + Days::new(60));
        let document = "嘉科协〔2026〕9号";
        assert!(!tx.correct_appointment((id, 7), right, decider, document).await.unwrap());
        assert!(
            tx.correct_appointment((id, row.revision), right, decider, document).await.unwrap()
        );
        let row = tx.find_appointment(id).await.unwrap().unwrap();
        assert_eq!(
            (row.starts_on, row.ends_on, row.document_no.as_str()),
            (right.0, right.1, document)
        );
        let back = ((row.starts_on, last), "嘉科协〔2026〕8号");
        let at = (id, row.revision);
        assert!(tx.correct_appointment(at, back.0, decider, back.1).await.unwrap());
        assert!(tx.list_terms_over(today(), 9).await.unwrap().is_empty());
        let over = tx.list_terms_over(today() + Days::new(31), 1).await.unwrap();
        assert_eq!(over[0].id, id, "{}", db.name);
        tx.commit_unlogged().await.unwrap();
        db.remove().await;
    }
}

#[tokio::test]
async fn a_term_that_was_entered_by_mistake_leaves_its_day_free() {
    for db in databases().await {
        let mut tx = db.store.begin().await.unwrap();
        let (one, decider) = (a_person(&mut tx, "张三").await, a_person(&mut tx, "沈主席").await);
        let term = NewTerm {
            person_id: one,
            corps: Corps::CityLecturers,
            region_id: None,
            starts_on: today(),
            ends_on: today() + Days::new(30),
            decider_id: decider,
            document_no: "嘉科协〔2026〕8号",
        };
        let first = tx.add_appointment(&term).await.unwrap().unwrap();
        let state = AppointmentState::Withdrawn;
        assert!(tx.move_appointment(first, 1, state, "录错了人").await.unwrap(), "{}", db.name);
        let second = tx.add_appointment(&term).await.unwrap();
        assert!(second.is_some_and(|id| id != first), "{}", db.name);
        assert_eq!(tx.add_appointment(&term).await.unwrap(), None, "{}", db.name);
        let days = (today(), today() + Days::new(90));
        assert_eq!(tx.count_terms_ending(days, &Reach::Everything).await.unwrap().0, 1);
        drop(tx);
        db.remove().await;
    }
}

#[tokio::test]
async fn terms_of_different_corps_begin_on_one_day_and_a_tutor_is_no_lecturer() {
    for db in databases().await {
        let mut tx = db.store.begin().await.unwrap();
        let (one, decider) = (a_person(&mut tx, "张三").await, a_person(&mut tx, "沈主席").await);
        let term = |corps: Corps| NewTerm {
            person_id: one,
            corps,
            region_id: None,
            starts_on: today(),
            ends_on: today() + Days::new(900),
            decider_id: decider,
            document_no: "8号",
        };
        let tutor = tx.add_appointment(&term(Corps::Tutors)).await.unwrap();
        assert!(tutor.is_some() && tx.list_lecturers().await.unwrap().is_empty(), "{}", db.name);
        let city = tx.add_appointment(&term(Corps::CityLecturers)).await.unwrap();
        assert!(city.is_some() && tx.list_lecturers().await.unwrap().len() == 1, "{}", db.name);
        assert_eq!(tx.add_appointment(&term(Corps::Tutors)).await.unwrap(), None, "{}", db.name);
        // A roster writes to the city's term of that day alone.
        let until = today() + Days::new(2_000);
        tx.set_appointments(&[(one, today(), until)], AppointmentState::Active).await.unwrap();
        let rows = tx.list_appointments(one).await.unwrap();
        let ends: Vec<_> = rows.iter().map(|row| (Some(row.id), row.ends_on)).collect();
        let first = term(Corps::Tutors).ends_on;
        assert_eq!(ends, [(tutor, first), (city, until)], "{}", db.name);
        tx.commit_unlogged().await.unwrap();
        db.remove().await;
    }
}

#[tokio::test]
async fn a_term_is_moved_as_it_was_seen_and_heard_once_at_a_time() {
    for db in databases().await {
        let mut tx = db.store.begin().await.unwrap();
        let (one, decider) = (a_person(&mut tx, "张三").await, a_person(&mut tx, "沈主席").await);
        let term = NewTerm {
            person_id: one,
            corps: Corps::Tutors,
            region_id: None,
            starts_on: today(),
            ends_on: today() + Days::new(900),
            decider_id: decider,
            document_no: "8号",
        };
        let id = tx.add_appointment(&term).await.unwrap().unwrap();
        let why = (TerminationGround::Misconduct, "推销商品");
        let due = now() + TimeDelta::days(7);
        let hearing = tx.open_hearing(id, why, decider, now(), due).await.unwrap();
        assert!(tx.answer_hearing(hearing, "确有此事", now()).await.unwrap());
        let everybody = Reach::Everything;
        let search = TermSearch { terms: Terms::Open, words: "", corps: None, reach: &everybody };
        let open = tx.list_terms(&search, today(), None, 9).await.unwrap();
        assert!(open[0].is_heard && open[0].id == id, "{}", db.name);
        tx.end_hearing(id, now()).await.unwrap();
        assert!(!tx.answer_hearing(hearing, "再说一次", now()).await.unwrap(), "{}", db.name);
        let rows = tx.list_hearings(id).await.unwrap();
        assert_eq!((rows[0].answer.as_str(), rows[0].ended_at), ("确有此事", Some(now())));

        let ended = AppointmentState::Terminated;
        assert!(tx.move_appointment(id, 1, ended, "推销商品").await.unwrap());
        assert!(!tx.move_appointment(id, 1, ended, "推销商品").await.unwrap(), "{}", db.name);
        tx.set_appointment_decision(id, one, "9号").await.unwrap();
        let row = tx.find_appointment(id).await.unwrap().unwrap();
        assert_eq!((row.document_no.as_str(), row.decider_id), ("9号", Some(one)));
        // A roster begins nothing again.
        let until = today() + Days::new(2_000);
        tx.set_appointment(one, today(), until, AppointmentState::Active).await.unwrap();
        tx.set_appointments(&[(one, today(), until)], AppointmentState::Active).await.unwrap();
        let row = tx.find_appointment(id).await.unwrap().unwrap();
        assert_eq!((row.state, row.ends_on), (ended, term.ends_on), "{}", db.name);
        tx.commit_unlogged().await.unwrap();
        db.remove().await;
    }
}
