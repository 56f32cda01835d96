//! Reference lectures and the sheets of those who scored them.

use domain::score_sheet::Points;
use test_database::databases;

use crate::{
    some::{a_person, minutes, now},
    trial_lecture::{Begun, a_lecture},
};

#[tokio::test]
async fn a_lecture_is_a_reference_once_and_is_scored_once_by_each() {
    for db in databases().await {
        let mut tx = db.store.begin().await.unwrap();
        let Begun { lecturer, panelist, booking, .. } = a_lecture(&mut tx).await;
        assert!(tx.list_reference_candidates(0).await.unwrap().is_empty(), "{}", db.name);
        let link = "https://video.example.invalid/1";
        let id = tx.add_reference(booking, link, lecturer, now()).await.unwrap().unwrap();
        let twice = tx.add_reference(booking, link, lecturer, now()).await.unwrap();
        assert_eq!(twice, None, "{}: it is open", db.name);
        let found = tx.find_reference(id).await.unwrap().unwrap();
        assert_eq!((found.booking_id, &*found.video_link, found.n_sheets), (booking, link, 0));
        let scores = [Some(Points::hundredths(950)), None];
        for is_new in [true, false] {
            let added = tx.add_reference_sheet((id, panelist), &scores, now()).await.unwrap();
            assert_eq!(added, is_new, "{}", db.name);
        }
        let own = tx.list_reference_sheets_of(panelist).await.unwrap();
        assert_eq!((own.len(), own[0].scores.as_slice()), (1, &scores[..]), "{}", db.name);
        let other = a_person(&mut tx, "孙立").await;
        assert!(tx.list_reference_sheets_of(other).await.unwrap().is_empty());
        assert!(tx.close_reference(id, minutes(5)).await.unwrap());
        assert!(!tx.close_reference(id, minutes(6)).await.unwrap(), "{}", db.name);
        let all = tx.list_references().await.unwrap();
        assert_eq!((all[0].closed_at, all[0].n_sheets), (Some(minutes(5)), 1), "{}", db.name);
        let again = tx.add_reference(booking, "", panelist, minutes(7)).await.unwrap();
        assert_eq!(again, Some(id), "{}: open again", db.name);
        let again = tx.find_reference(id).await.unwrap().unwrap();
        assert_eq!((again.closed_at, &*again.video_link, again.n_sheets), (None, "", 1));
        tx.commit_unlogged().await.unwrap();
        db.remove().await;
    }
}
