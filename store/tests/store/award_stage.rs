//! Stages of awards, what has moved them, and titles that were allowed.

use domain::award_stage::{AwardStage, StagePlan};
use store::AddendumRow;
use test_database::databases;

use crate::{
    award_cycle::a_cycle,
    some::{a_person, now},
};

#[tokio::test]
async fn stages_are_planned_announced_once_and_moved_with_an_addendum() {
    for db in databases().await {
        let mut tx = db.store.begin().await.unwrap();
        let (cycle, _) = a_cycle(&mut tx).await;
        assert!(tx.list_stages(cycle).await.unwrap().is_empty(), "{}", db.name);
        let plan = |days: [i64; 4]| StagePlan(AwardStage::ALL.iter().copied().zip(days).collect());
        tx.set_stages(cycle, &plan([15, 5, 10, 5])).await.unwrap();
        tx.set_stages(cycle, &plan([20, 5, 10, 5])).await.unwrap();
        let rows = tx.list_stages(cycle).await.unwrap();
        let ends = tx.list_stage_ends(&[cycle]).await.unwrap();
        let known: Vec<_> = rows.iter().map(|row| (cycle, row.stage, row.ends_on)).collect();
        assert_eq!(ends.iter().filter(|one| known.contains(one)).count(), known.len());
        assert!(tx.list_stage_ends(&[]).await.unwrap().is_empty(), "{}", db.name);
        let days: Vec<_> = rows.iter().map(|row| (row.stage, row.n_days, row.ends_on)).collect();
        assert_eq!(days[0], (AwardStage::Nomination, 20, None));
        assert_eq!(days.len(), 4);
        let day = |text: &str| text.parse().unwrap();
        let stage = AwardStage::Nomination;
        tx.announce_stage(cycle, stage, day("2026-12-14")).await.unwrap();
        tx.announce_stage(cycle, stage, day("2026-12-24")).await.unwrap();
        tx.move_stage(cycle, stage, day("2026-12-18")).await.unwrap();
        let row = tx.list_stages(cycle).await.unwrap().remove(0);
        assert_eq!(row.announced_until, Some(day("2026-12-14")), "{}: stays", db.name);
        assert_eq!(row.ends_on, Some(day("2026-12-18")));
        let records = tx.stage_records(&[cycle.into()]).await.unwrap();
        assert_eq!(records.len(), 4);
        assert_eq!(records[0].announced_until, Some(day("2026-12-14")));
        let addendum = AddendumRow {
            stage,
            from_day: day("2026-12-14"),
            to_day: day("2026-12-18"),
            reason: "材料较多".into(),
            at: now(),
        };
        tx.add_addendum(cycle, &addendum).await.unwrap();
        assert_eq!(tx.list_addenda(cycle).await.unwrap(), [addendum]);
        tx.commit_unlogged().await.unwrap();
        db.remove().await;
    }
}

#[tokio::test]
async fn a_title_is_allowed_over_its_revision_and_another_one_is_not() {
    for db in databases().await {
        let mut tx = db.store.begin().await.unwrap();
        let person = a_person(&mut tx, "书记").await;
        let (cycle, _) = a_cycle(&mut tx).await;
        let row = tx.find_cycle(cycle).await.unwrap().unwrap();
        assert_eq!(row.title_reason, "", "{}", db.name);
        let stale = (cycle, row.revision + 1);
        assert!(!tx.allow_title(stale, "2026年度表彰", "理由", person).await.unwrap());
        let at = (cycle, row.revision);
        assert!(tx.allow_title(at, "2026年度表彰", "沿用多年", person).await.unwrap());
        let row = tx.find_cycle(cycle).await.unwrap().unwrap();
        assert_eq!((row.title.as_str(), row.title_reason.as_str()), ("2026年度表彰", "沿用多年"));
        let mut plan = crate::award_cycle::plan("2026年度表彰");
        assert!(tx.change_cycle(cycle, row.revision, &plan).await.unwrap());
        let row = tx.find_cycle(cycle).await.unwrap().unwrap();
        assert_eq!(row.title_reason, "沿用多年", "the same title");
        plan.title = "2026年度评优".into();
        assert!(tx.change_cycle(cycle, row.revision, &plan).await.unwrap());
        assert_eq!(tx.find_cycle(cycle).await.unwrap().unwrap().title_reason, "", "another one");
        tx.commit_unlogged().await.unwrap();
        db.remove().await;
    }
}
