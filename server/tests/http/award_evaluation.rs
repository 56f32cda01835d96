//! An evaluation that is put right while it runs, readers who are assigned, and what the chair sees.

use domain::{
    form::{Field, Values},
    id::NominationId,
    result_package::{Package, recompute},
    role::Role,
    score_sheet::{SheetStage, Stage},
};

use crate::{
    award_scene::{
        Cast, cast, cast_of, confirm_all, declare, head, relations, score, scores, some_judges,
        take,
    },
    world::{World, world, worlds},
};

const WHY: &str = "误将上一位的分数填入本表";

async fn state_of(world: &World, cast: &Cast, nominee: NominationId) -> Option<SheetStage> {
    let mut conn = world.db.store.read().await.unwrap();
    let judge = cast.judges[0].id;
    let sheet = conn.find_sheet(nominee, judge, Stage::Preliminary).await.unwrap();
    sheet.map(|sheet| sheet.state)
}

#[tokio::test(flavor = "multi_thread")]
async fn a_sheet_is_opened_again_and_what_it_said_is_kept() {
    for world in worlds().await {
        let cast = cast(&world).await;
        let page = format!("/award/{}/evaluation", cast.cycle);
        assert_eq!(cast.office.get(&page).await.status, 409, "nobody scores yet");
        confirm_all(&cast).await;
        let judge = &cast.judges[0];
        declare(&cast, judge).await;
        let sheet = format!("/score_sheet/{}", cast.nominees[0]);
        assert_eq!(judge.post(&sheet, &scores("45", "40", 0)).await.status, 303);
        let progress = cast.office.get(&page).await.body;
        assert!(progress.contains("未申报") && progress.contains("1／5"), "{}", world.db.name);
        assert!(!progress.contains("45") && !progress.contains("85"), "no mark");
        let own = format!("{page}/1");
        let ask = Values::default().with(Field::OpenedSheet, cast.nominees[0].to_string());
        let silent = cast.office.post(&format!("{own}/open"), &ask).await;
        assert!(silent.status == 422 && silent.body.contains("辅导员0"), "why");
        let ask = ask.with(Field::ReopenReason, WHY);
        let near = world.person("监审二", &[Role::Supervisor], "别处", "other", 2).await;
        let mut tx = world.db.store.begin().await.unwrap();
        let nominee = tx.find_nomination(cast.nominees[0]).await.unwrap().unwrap();
        let today = crate::world::start().date_naive();
        tx.set_workplace(near.id, nominee.workplace_id.unwrap(), today).await.unwrap();
        crate::world::commit(tx).await;
        for person in [&cast.supervisor, &cast.decider, judge] {
            let answer = person.post(&format!("{own}/open"), &ask).await;
            assert_eq!(answer.status, 403, "{}", world.db.name);
        }
        let mut other = ask.clone();
        other.set(Field::OpenedSheet, cast.nominees[1].to_string());
        assert_eq!(cast.office.post(&format!("{own}/open"), &other).await.status, 422);
        assert_eq!(cast.office.post(&format!("{own}/open"), &ask).await.status, 303);
        assert_eq!(
            cast.office.post(&format!("{own}/open"), &ask).await.status,
            303,
            "twice is once"
        );
        assert_eq!(state_of(&world, &cast, cast.nominees[0]).await, Some(SheetStage::Draft));
        assert!(judge.get("/inbox").await.body.contains("请修改对辅导员0的评分表"));
        assert!(cast.supervisor.get("/inbox").await.body.contains("评审中有更正"));
        assert!(!near.get("/inbox").await.body.contains("评审中有更正"), "of the nominee's school");
        let history = cast.office.get(&page).await.body;
        assert!(history.contains(WHY) && history.contains("退回修改"), "{history}");
        // What was there stands in the form, and is changed and submitted anew.
        assert!(judge.get(&sheet).await.body.contains("value=\"45.00\""));
        assert_eq!(judge.post(&sheet, &scores("25", "40", 2)).await.status, 303);
        let mut conn = world.db.store.read().await.unwrap();
        let past = conn.list_past_sheets(cast.cycle).await.unwrap();
        assert_eq!(past.len(), 1);
        drop(conn);
        world.verify_chain().await;
        // Once scoring is closed nothing is opened.
        for judge in &cast.judges[1..] {
            declare(&cast, judge).await;
        }
        for judge in &cast.judges {
            for id in &cast.nominees {
                let path = format!("/score_sheet/{id}");
                let answer = judge.post(&path, &scores("45", "40", 0)).await;
                assert!(matches!(answer.status, 303 | 409), "{}", answer.status);
            }
        }
        take(&cast.office, cast.cycle, "close_scoring").await;
        assert_eq!(cast.office.post(&format!("{own}/open"), &ask).await.status, 409);
        world.verify_chain().await;
        world.remove().await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_mistaken_declaration_is_undone_unless_the_files_show_it() {
    for world in worlds().await {
        let cast = cast(&world).await;
        confirm_all(&cast).await;
        let judge = &cast.judges[0];
        declare(&cast, judge).await;
        let sheet = format!("/score_sheet/{}", cast.nominees[0]);
        assert_eq!(judge.post(&sheet, &scores("45", "40", 0)).await.status, 303);
        let judging = format!("/award/{}/judging", cast.cycle);
        let mistaken = relations(&cast, &[cast.nominees[0]]);
        assert_eq!(judge.post(&judging, &mistaken).await.status, 303);
        assert_eq!(state_of(&world, &cast, cast.nominees[0]).await, Some(SheetStage::Void));
        let own = format!("/award/{}/evaluation/1", cast.cycle);
        assert!(cast.office.get(&own).await.body.contains("辅导员0"));
        let undo = Values::default()
            .with(Field::UndoneRelation, cast.nominees[0].to_string())
            .with(Field::UndoReason, "同名不同人，申报有误");
        assert_eq!(cast.office.post(&format!("{own}/undo"), &undo).await.status, 303);
        assert_eq!(
            cast.office.post(&format!("{own}/undo"), &undo).await.status,
            303,
            "twice is once"
        );
        assert_eq!(state_of(&world, &cast, cast.nominees[0]).await, Some(SheetStage::Draft));
        assert_eq!(judge.get(&sheet).await.status, 403, "to be declared anew");
        declare(&cast, judge).await;
        assert_eq!(judge.post(&sheet, &scores("45", "40", 2)).await.status, 303);
        assert_eq!(state_of(&world, &cast, cast.nominees[0]).await, Some(SheetStage::Submitted));
        // What the files show is not undone.
        let mut tx = world.db.store.begin().await.unwrap();
        let nominee = tx.find_nomination(cast.nominees[1]).await.unwrap().unwrap();
        let today = crate::world::start().date_naive();
        tx.set_workplace(judge.id, nominee.workplace_id.unwrap(), today).await.unwrap();
        crate::world::commit(tx).await;
        let true_one = relations(&cast, &[cast.nominees[1]]);
        assert_eq!(judge.post(&judging, &true_one).await.status, 303);
        let mut undo = undo;
        undo.set(Field::UndoneRelation, cast.nominees[1].to_string());
        assert!(cast.office.get(&own).await.body.contains("档案可见"));
        assert_eq!(cast.office.post(&format!("{own}/undo"), &undo).await.status, 422);
        world.verify_chain().await;
        world.remove().await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn readers_are_assigned_where_nobody_can_read_all() {
    for world in worlds().await {
        let judges = some_judges(&world, 7).await;
        let head = head().with(Field::MostSheets, "4");
        let steps = ["announce", "close_nominations"];
        let cast = cast_of(&world, &head, (Field::AddedSeats, ""), judges, &steps).await;
        confirm_all(&cast).await;
        let page = format!("/award/{}/evaluation", cast.cycle);
        let readers = page.clone();
        let assign = Values::default();
        let early = cast.office.post(&readers, &assign).await;
        assert_eq!(early.status, 422, "{}: nobody has declared", world.db.name);
        let judging = format!("/award/{}/judging", cast.cycle);
        let conflicted = relations(&cast, &[cast.nominees[0]]);
        assert_eq!(cast.judges[0].post(&judging, &conflicted).await.status, 303);
        for judge in &cast.judges[1..] {
            declare(&cast, judge).await;
        }
        assert!(cast.judges[1].get(&judging).await.body.contains("申报已完成"));
        let sheet = |id: NominationId| format!("/score_sheet/{id}");
        assert_eq!(cast.judges[1].get(&sheet(cast.nominees[1])).await.status, 404);
        assert_eq!(cast.office.post(&readers, &assign).await.status, 303);
        assert!(cast.judges[1].get("/inbox").await.body.contains("评审任务已分派"));
        assert_eq!(cast.office.post(&readers, &assign).await.status, 422, "why anew");
        let again = Values::default().with(Field::Reason, "增补一名评委后重新分派");
        assert_eq!(cast.office.post(&readers, &again).await.status, 303);
        let mut conn = world.db.store.read().await.unwrap();
        let pairs = conn.list_readers(cast.cycle).await.unwrap();
        let plans = conn.list_reader_plans(cast.cycle).await.unwrap();
        drop(conn);
        assert_eq!((pairs.len(), plans.len()), (28, 2), "four each");
        assert!(!pairs.contains(&(cast.nominees[0], cast.judges[0].id)));
        for judge in &cast.judges {
            let own = pairs.iter().filter(|(_, person)| *person == judge.id).count();
            assert_eq!(own, 4);
            for id in &cast.nominees {
                let is_reader = pairs.contains(&(*id, judge.id));
                let expected = if is_reader { 200 } else { 404 };
                assert_eq!(judge.get(&sheet(*id)).await.status, expected);
                if is_reader {
                    let answer = judge.post(&sheet(*id), &scores("45", "40", 0)).await;
                    assert_eq!(answer.status, 303);
                }
            }
        }
        let progress = cast.office.get(&page).await.body;
        assert!(progress.contains("5位被推荐人评分已齐，共5位"), "{progress}");
        // What is submitted stays, whoever is left out.
        let out = Values::default()
            .with(Field::LeftOut, cast.judges[6].id.to_string())
            .with(Field::Reason, "因病不能继续评审");
        assert_eq!(cast.office.post(&readers, &out).await.status, 303);
        let mut conn = world.db.store.read().await.unwrap();
        assert_eq!(conn.list_readers(cast.cycle).await.unwrap(), pairs);
        drop(conn);
        take(&cast.office, cast.cycle, "close_scoring").await;
        let ranking = format!("/award/{}/ranking/{}", cast.cycle, cast.category);
        assert_eq!(cast.office.get(&ranking).await.status, 200);
        let package = cast.supervisor.get(&format!("/award/{}/package", cast.cycle)).await.body;
        let package: Package = serde_json::from_str(&package).expect("a package");
        assert!(serde_json::to_string(&package).unwrap().contains("\"reading\":\"assigned\""));
        assert!(recompute(&package).expect("a result").differences.is_empty());
        // All have equal scores, and different readers: no sum of ranks was compared.
        let results = &package.categories[0].results.nominees;
        assert!(
            results.iter().all(|row| row.score.as_ref().is_some_and(|it| it.rank_sum.is_none()))
        );
        world.verify_chain().await;
        world.remove().await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_chair_alone_sees_that_sheets_lie_apart_and_no_figure() {
    let world = world().await;
    let cast = crate::award_scene::cast_with(&world, Field::MostApart, "20").await;
    confirm_all(&cast).await;
    let judging = format!("/award/{}/judging", cast.cycle);
    for judge in &cast.judges {
        declare(&cast, judge).await;
    }
    for (n, judge) in cast.judges.iter().enumerate() {
        assert!(!cast.judges[0].get(&judging).await.body.contains("评分相差较大"));
        let points = if n == 4 { "10" } else { "45" };
        let sheet = format!("/score_sheet/{}", cast.nominees[0]);
        assert_eq!(judge.post(&sheet, &scores(points, "40", 0)).await.status, 303);
        let sheet = format!("/score_sheet/{}", cast.nominees[1]);
        assert_eq!(judge.post(&sheet, &scores("45", "40", 0)).await.status, 303);
    }
    let chair = cast.judges[0].get(&judging).await.body;
    assert!(chair.contains("评分相差较大") && !chair.contains("35") && !chair.contains("50.00"));
    assert!(!cast.judges[1].get(&judging).await.body.contains("评分相差较大"));
    assert!(!cast.office.get(&format!("/award/{}", cast.cycle)).await.body.contains("相差较大"));
    world.remove().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn who_runs_a_cycle_and_judges_in_it_puts_no_sheet_of_ones_own_right() {
    let world = world().await;
    let cast = cast(&world).await;
    confirm_all(&cast).await;
    score(&cast).await;
    let own = world.call(&cast.judges[0], Role::CityOffice);
    let done = world.actions.judge_evaluation(&own, (cast.cycle, 1)).await;
    assert!(matches!(done, Err(actions::ActionError::Forbidden)));
    assert!(world.actions.judge_evaluation(&own, (cast.cycle, 2)).await.is_ok());
    world.remove().await;
}
