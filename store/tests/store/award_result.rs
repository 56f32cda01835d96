//! What is told of a result.

use domain::{
    award_cycle::AwardCycleState,
    nomination::{NominationConsentChannel, NominationState, Said},
    roster::AwardCategory,
    score_sheet::{Points, Stage},
};
use store::{NewNomination, NewScoreSheet, NominationConsentRow, ProposalRow};
use test_database::databases;

use crate::{
    award_cycle::{a_cycle, a_nomination},
    some::{a_person, now},
};

#[tokio::test]
async fn comments_stand_without_names_and_of_sheets_that_count() {
    for db in databases().await {
        let mut tx = db.store.begin().await.unwrap();
        let (cycle, category) = a_cycle(&mut tx).await;
        let id = a_nomination(&mut tx, cycle, category, "张三").await;
        let scores = [Some(Points::hundredths(50)); 2];
        for (seat_no, (name, comment)) in
            (1..).zip([("甲", "b"), ("乙", "a"), ("丙", ""), ("丁", "c"), ("戊", "d")])
        {
            let judge = a_person(&mut tx, name).await;
            let sheet = NewScoreSheet {
                nomination_id: id,
                person_id: judge,
                seat_no,
                scores: &scores,
                comment,
                stage: Stage::Preliminary,
                at: now(),
            };
            assert!(tx.save_sheet(&sheet, 0).await.unwrap());
            if name != "丁" {
                assert!(tx.submit_sheet((id, judge, Stage::Preliminary), 1).await.unwrap());
            }
            if name == "戊" {
                assert!(tx.void_sheet(id, judge, Stage::Preliminary).await.unwrap());
            }
        }
        let comments = tx.list_sheet_comments(id).await.unwrap();
        assert_eq!(comments, ["a", "b"], "{}: drafts and void sheets left out", db.name);
        let all = tx.list_category_comments(category).await.unwrap();
        let mut of_office: Vec<_> = all.iter().map(|row| row.comment.as_str()).collect();
        of_office.sort_unstable();
        assert_eq!(of_office, ["a", "b"], "{}", db.name);
        assert!(all.is_sorted_by_key(|row| row.seat_no) && all[0].stage == Stage::Preliminary);
        tx.commit_unlogged().await.unwrap();
        db.remove().await;
    }
}

#[tokio::test]
async fn nominations_of_a_person_are_those_that_were_judged_and_decided_about() {
    for db in databases().await {
        let mut tx = db.store.begin().await.unwrap();
        let (person, decider) = (a_person(&mut tx, "张三").await, a_person(&mut tx, "书记").await);
        let (cycle, category) = a_cycle(&mut tx).await;
        let other = a_nomination(&mut tx, cycle, category, "李四").await;
        let unit_id = tx.find_nomination(other).await.unwrap().unwrap().unit_id;
        let row = NewNomination {
            cycle_id: cycle,
            category_id: category,
            person_id: Some(person),
            name: "张三",
            deeds: "带出多支队伍",
            unit_id,
            ..NewNomination::default()
        };
        let id = tx.add_nomination(&row).await.unwrap();
        let eligible = NominationState::Eligible;
        assert!(
            tx.check_nomination(id, 1, eligible, &<_>::default(), "好", decider).await.unwrap()
        );
        let place = ProposalRow {
            nomination_id: id,
            is_selected: true,
            is_deviation: false,
            reason: String::new(),
            has_seat: true,
            level_no: None,
        };
        tx.set_proposal(&place).await.unwrap();
        tx.move_nominations(cycle, eligible, NominationState::Proposed, true).await.unwrap();
        assert!(tx.list_judged_nominations(person).await.unwrap().is_empty(), "not decided");
        tx.confirm_proposal(cycle, decider, now()).await.unwrap();
        tx.decide_cycle(cycle, decider, now(), "一号").await.unwrap();
        let (from, to) = (AwardCycleState::Configuring, AwardCycleState::Decided);
        assert!(tx.move_cycle(cycle, (from, 1), to).await.unwrap());
        assert_eq!(tx.list_judged_nominations(person).await.unwrap(), [id], "{}", db.name);
        let year = tx.find_cycle(cycle).await.unwrap().unwrap().year;
        let tutor = AwardCategory::Tutor;
        assert_eq!(tx.count_wins(person, tutor, (year, year + 1)).await.unwrap(), 0);
        let (proposed, awarded) = (NominationState::Proposed, NominationState::Awarded);
        assert!(tx.move_nomination(id, proposed, awarded).await.unwrap());
        assert_eq!(tx.count_wins(person, tutor, (year, year + 1)).await.unwrap(), 1);
        assert_eq!(tx.count_wins(person, tutor, (year - 2, year)).await.unwrap(), 0, "before it");
        let lecturer = AwardCategory::Lecturer;
        assert_eq!(tx.count_wins(person, lecturer, (year, year + 1)).await.unwrap(), 0);
        let mut consent = NominationConsentRow {
            nomination_id: id,
            said: Said { processing: true, publication: true },
            channel: NominationConsentChannel::Link,
            name: String::new(),
            signed_on: None,
            scan_id: None,
            text_digest: "0".into(),
            at: now(),
        };
        assert!(tx.list_public_deeds(cycle).await.unwrap().is_empty(), "nobody was asked");
        tx.set_nomination_consent(&consent).await.unwrap();
        let deeds = tx.list_public_deeds(cycle).await.unwrap();
        assert_eq!(deeds.len(), 1, "{}", db.name);
        assert_eq!((deeds[0].name.as_str(), deeds[0].deeds.as_str()), ("张三", "带出多支队伍"));
        consent.said.publication = false;
        tx.set_nomination_consent(&consent).await.unwrap();
        assert!(tx.list_public_deeds(cycle).await.unwrap().is_empty(), "taken back");
        assert!(tx.list_judged_nominations(decider).await.unwrap().is_empty());
        tx.commit_unlogged().await.unwrap();
        db.remove().await;
    }
}
