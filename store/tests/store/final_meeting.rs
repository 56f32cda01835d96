//! The meeting of a final.

use domain::nomination::{Figures, NominationState};
use test_database::databases;

use crate::{
    award_cycle::{a_cycle, a_nomination},
    some::{a_person, now},
};

#[tokio::test]
async fn a_meeting_goes_from_turn_to_turn_and_is_put_in_order_anew() {
    for db in databases().await {
        let mut tx = db.store.begin().await.unwrap();
        let clerk = a_person(&mut tx, "经办").await;
        let (cycle, category) = a_cycle(&mut tx).await;
        let mut ids = Vec::new();
        for name in ["张三", "李四", "王五"] {
            let id = a_nomination(&mut tx, cycle, category, name).await;
            let (figures, eligible) = (Figures::default(), NominationState::Eligible);
            assert!(tx.check_nomination(id, 1, eligible, &figures, "", clerk).await.unwrap());
            ids.push(id);
        }
        tx.shortlist_nominations(cycle, &ids).await.unwrap();
        assert_eq!(tx.find_final_meeting(cycle).await.unwrap(), None);
        tx.open_final_meeting(cycle, &ids, now()).await.unwrap();
        let meeting = tx.find_final_meeting(cycle).await.unwrap().unwrap();
        assert_eq!((meeting.turn, meeting.is_closed, meeting.revision), (0, false, 1));
        assert!(!tx.call_final_turn(cycle, 7, (1, now())).await.unwrap(), "stale");
        assert!(tx.call_final_turn(cycle, 1, (1, now())).await.unwrap(), "{}", db.name);
        assert!(tx.close_final_meeting(cycle, 2).await.unwrap());
        assert!(!tx.call_final_turn(cycle, 3, (2, now())).await.unwrap(), "it is over");
        // Whoever was spoken of keeps the place.
        tx.open_final_meeting(cycle, &[ids[2], ids[1]], now()).await.unwrap();
        let turns = tx.list_final_turns(cycle).await.unwrap();
        let order: Vec<_> = turns.iter().map(|it| (it.place, it.nomination_id)).collect();
        assert_eq!(order, [(1, ids[0]), (2, ids[2]), (3, ids[1])]);
        assert!(turns[0].called_at.is_some() && turns[1].called_at.is_none());
        drop(tx);
        db.remove().await;
    }
}
