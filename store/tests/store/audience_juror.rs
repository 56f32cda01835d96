//! Links of audience jurors and their counts, on both databases.

use domain::{
    audience_juror::{JurorQuestion, NewJurorLink, Tally},
    course::CourseVersionState,
    review_sheet::RUBRIC,
    trial_lecture::TrialState,
};
use store::{NewBooking, StoreError};
use test_database::databases;

use crate::some::{a_person, a_session, a_version, minutes, now};

#[tokio::test]
async fn a_link_counts_faces_as_often_as_there_are_jurors() {
    for db in databases().await {
        let mut tx = db.store.begin().await.unwrap();
        let lecturer = a_person(&mut tx, "钱进").await;
        let version = a_version(&mut tx, lecturer, "潮汐", CourseVersionState::Booked).await;
        let session = a_session(&mut tx, lecturer, &[lecturer]).await;
        let slot = tx.add_slot(session, minutes(0), minutes(60)).await.unwrap();
        let new = NewBooking {
            slot_id: slot,
            version_id: version,
            lecturer_id: lecturer,
            booker_id: None,
            held_until: minutes(10),
            created_at: now(),
        };
        let booking = tx.add_booking(&new).await.unwrap();
        let link = NewJurorLink { label: "初二（3）班".into(), n_jurors: 3 };
        let id = tx.add_juror_link(booking, "abc", &link, now()).await.unwrap();
        let row = tx.find_juror_link("abc").await.unwrap().unwrap();
        assert_eq!((row.id, row.title.as_str(), row.n_cast), (id, "潮汐", 0), "{}", db.name);
        assert!(!row.is_open(), "the lecture has not begun");
        tx.add_trial(booking, session, version, RUBRIC, now()).await.unwrap();
        let row = tx.find_juror_link("abc").await.unwrap().unwrap();
        assert!(row.is_open() && row.lecture_state == Some(TrialState::Running));
        assert_eq!(tx.find_juror_link("abd").await.unwrap(), None);

        assert!(tx.ensure_juror_once(id, "one").await.unwrap());
        assert!(!tx.ensure_juror_once(id, "one").await.unwrap(), "sent twice");
        for faces in [[5, 4, 1], [5, 5, 5], [5, 4, 3]] {
            assert!(tx.cast_juror_faces(id, faces).await.unwrap(), "{}", db.name);
        }
        assert!(!tx.cast_juror_faces(id, [1, 1, 1]).await.unwrap(), "there are three");
        let tallies = tx.list_juror_tallies(&[id]).await.unwrap();
        assert_eq!(tallies[&(id, JurorQuestion::Engaging)], Tally([0, 0, 0, 0, 3]));
        assert_eq!(tallies[&(id, JurorQuestion::Clear)], Tally([0, 0, 0, 2, 1]));
        assert_eq!(tallies[&(id, JurorQuestion::Useful)], Tally([1, 0, 1, 0, 1]));
        assert!(tx.list_juror_tallies(&[]).await.unwrap().is_empty());
        assert_eq!(tx.list_juror_links(&[booking]).await.unwrap()[0].n_cast, 3);
        tx.commit_unlogged().await.unwrap();

        let mut tx = db.store.begin().await.unwrap();
        let second = tx.add_juror_link(booking, "xyz", &link, now()).await;
        assert!(matches!(second, Err(StoreError::Conflict)), "{}: {second:?}", db.name);
        drop(tx);
        let mut tx = db.store.begin().await.unwrap();
        assert!(tx.close_juror_link(id, minutes(1)).await.unwrap());
        assert!(!tx.close_juror_link(id, minutes(2)).await.unwrap());
        assert!(!tx.cast_juror_faces(id, [1, 1, 1]).await.unwrap(), "closed");
        assert!(!tx.find_juror_link("abc").await.unwrap().unwrap().is_open());
        assert!(tx.ensure_juror_once(id, "one").await.unwrap(), "tokens are forgotten");
        tx.add_juror_link(booking, "xyz", &link, minutes(3)).await.unwrap();
        assert_eq!(tx.list_juror_links(&[booking]).await.unwrap().len(), 2);
        drop(tx);
        db.remove().await;
    }
}
