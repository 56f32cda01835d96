//! Judges: relations before files, sheets in two tabs, substitutes, and sheets at the last moment.

use domain::{
    form::{Field, Revision, Values},
    role::Role,
    score_sheet::{Points, SheetStage, Stage},
};

use crate::{
    award_scene::{cast, confirm_all, declare, relations, score, score_all, scores, take},
    world::{Person, commit, world, worlds},
};

#[tokio::test(flavor = "multi_thread")]
async fn a_judge_declares_before_a_file_opens_and_a_recused_one_sees_nothing() {
    for world in worlds().await {
        let cast = cast(&world).await;
        confirm_all(&cast).await;
        let judge = &cast.judges[0];
        let sheet = format!("/score_sheet/{}", cast.nominees[0]);
        assert_eq!(judge.get(&sheet).await.status, 403, "{}: undeclared", world.db.name);
        let path = format!("/award/{}/judging", cast.cycle);
        let mut some = relations(&cast, &[cast.nominees[0]]);
        some.set(Field::Relation.at(cast.nominees[4]), "");
        let refused = judge.post(&path, &some).await;
        assert_eq!(refused.status, 422, "every nominee is declared");
        assert!(refused.body.contains("value=\"close_relative\" selected"), "choices are kept");
        let all = relations(&cast, &[cast.nominees[0]]);
        assert_eq!(judge.post(&path, &all).await.status, 303);
        let refused_file = judge.get(&sheet).await;
        assert_eq!(refused_file.status, 404);
        assert_eq!(judge.post(&sheet, &scores("1", "1", 0)).await.status, 404);
        let back = judge.post(&path, &relations(&cast, &[])).await;
        assert!(back.status == 422 && back.body.contains("不能撤回"), "a conflict is final");
        assert_eq!(judge.get(&sheet).await.status, 404);
        let other = judge.get(&format!("/score_sheet/{}", cast.nominees[1])).await;
        assert!(other.status == 200 && other.body.contains("金丝雀事迹"));
        for person in [&cast.office, &cast.decider, &cast.supervisor] {
            let ranking = format!("/award/{}/ranking/{}", cast.cycle, cast.category);
            assert_eq!(person.get(&ranking).await.status, 409, "nobody sees running totals");
            assert_eq!(person.get(&sheet).await.status, 403);
        }
        assert_eq!(judge.get(&format!("/award/{}", cast.cycle)).await.status, 403);
        // Another judge of no seat in this cycle finds nothing.
        let stranger = world.person("别家评委", &[Role::Judge], "别家", "other", 1).await;
        assert_eq!(stranger.get(&path).await.status, 404);
        assert_eq!(stranger.get(&sheet).await.status, 404);
        world.remove().await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_known_conflict_cannot_be_declared_away() {
    let world = world().await;
    let cast = cast(&world).await;
    confirm_all(&cast).await;
    let mut tx = world.db.store.begin().await.unwrap();
    let nomination = tx.find_nomination(cast.nominees[0]).await.unwrap().unwrap();
    let place = nomination.workplace_id.unwrap();
    tx.set_workplace(cast.judges[0].id, place, crate::world::start().date_naive()).await.unwrap();
    commit(tx).await;
    let path = format!("/award/{}/judging", cast.cycle);
    let refused = cast.judges[0].post(&path, &relations(&cast, &[])).await;
    assert!(refused.status == 422 && refused.body.contains("回避"));
    world.remove().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn two_tabs_and_repeated_submissions_lose_and_double_nothing() {
    for world in worlds().await {
        let cast = cast(&world).await;
        confirm_all(&cast).await;
        let judge = &cast.judges[0];
        let path = format!("/award/{}/judging", cast.cycle);
        judge.post(&path, &relations(&cast, &[])).await;
        let sheet = format!("/score_sheet/{}", cast.nominees[0]);
        let mut draft = scores("40.5", "", 0);
        draft.set(Field::Decision, "draft");
        assert_eq!(judge.post(&sheet, &draft).await.status, 303);
        assert!(judge.get(&sheet).await.body.contains("value=\"40.50\""));
        // The second tab was opened before the first one saved.
        let other = scores("41", "30", 0).with(Field::Comment, "另一个窗口里写的话");
        let stale = judge.post(&sheet, &other).await;
        assert_eq!(stale.status, 409, "{}", world.db.name);
        assert!(stale.body.contains("另一个窗口里写的话") && stale.body.contains("value=\"41\""));
        let gap = scores("40.5", "", 1);
        let refused = judge.post(&sheet, &gap).await;
        assert!(refused.status == 422 && refused.body.contains("href=\"#score_2\""));
        for wrong in ["50.5", "-1", "0.3", "很多", "１e5"] {
            let refused = judge.post(&sheet, &scores(wrong, "1", 1)).await;
            assert_eq!(refused.status, 422, "{wrong}");
            assert!(refused.body.contains(&format!("value=\"{wrong}\"")), "{wrong} is kept");
        }
        let right = scores("40.5", "38", 1);
        assert_eq!(judge.post(&sheet, &right).await.status, 303);
        assert_eq!(judge.post(&sheet, &right).await.status, 303, "the same again is no error");
        let changed = judge.post(&sheet, &scores("50", "50", 2)).await;
        assert_eq!(changed.status, 409, "a submitted sheet is locked");
        assert!(changed.body.contains("您刚才填写的内容"), "what was typed is shown");
        let rows = world
            .db
            .store
            .read()
            .await
            .unwrap()
            .list_sheets(cast.category, Stage::Preliminary)
            .await
            .unwrap();
        assert_eq!(rows.len(), 1);
        assert_eq!(rows[0].scores, [4_050, 3_800].map(|it| Some(Points::hundredths(it))));
        world.verify_chain().await;
        world.remove().await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn too_few_judges_for_a_nominee_call_for_a_substitute() {
    for world in worlds().await {
        let cast = cast(&world).await;
        let drawn = world.person("替补评委", &[Role::Judge], "替补单位", "other", 1).await;
        let path = format!("/award/{}/substitute", cast.cycle);
        assert_eq!(cast.office.get(&path).await.status, 409, "nobody scores yet");
        confirm_all(&cast).await;
        let draw = Values::default().with(Field::Reason, "评委回避后人数不足");
        let early = cast.office.post(&path, &draw).await;
        assert!(early.status == 422 && early.body.contains("评委回避后人数不足"), "for whom");
        let judging = format!("/award/{}/judging", cast.cycle);
        let recused = relations(&cast, &[cast.nominees[0]]);
        assert_eq!(cast.judges[0].post(&judging, &recused).await.status, 303);
        let page = cast.office.get(&path).await.body;
        assert!(page.contains("辅导员0") && !page.contains("辅导员1"), "{}", world.db.name);
        let mut silent = draw.clone();
        silent.set(Field::Reason, "");
        assert_eq!(cast.office.post(&path, &silent).await.status, 422, "why");
        let nobody = draw.clone().with(Field::LeftOut, drawn.id.to_string());
        assert_eq!(cast.office.post(&path, &nobody).await.status, 422, "nobody is left");
        let seated = draw.clone().with(Field::LeftOut, cast.judges[1].id.to_string());
        assert_eq!(cast.office.post(&path, &seated).await.status, 422, "has a seat");
        assert_eq!(drawn.get(&judging).await.status, 404, "not drawn yet");
        assert_eq!(cast.office.post(&path, &draw).await.status, 303);
        assert_eq!(cast.office.post(&path, &draw).await.status, 422, "drawn once");
        let page = cast.office.get(&path).await.body;
        assert!(!page.contains("辅导员0") && page.contains("不能继续打分"), "five again");
        let close = Values::default().with(Field::Step, "close_scoring");
        let step = format!("/award/{}/step", cast.cycle);
        let early = cast.office.post(&step, &close).await;
        assert!(early.status == 422 && early.body.contains("有效评分不够"), "no sheet yet");
        assert!(cast.office.get(&format!("/award/{}", cast.cycle)).await.body.contains("还有5位"));
        // Somebody cannot go on, though there are judges enough.
        let second = world.person("再替补评委", &[Role::Judge], "再替补单位", "other", 1).await;
        let mut for_absent = draw.clone();
        assert_eq!(cast.office.post(&path, &for_absent).await.status, 422, "who cannot go on");
        for_absent.set(Field::Absent, cast.judges[4].id.to_string());
        assert_eq!(cast.office.post(&path, &for_absent).await.status, 303);
        for judge in cast.judges[1..4].iter().chain([&drawn, &second]) {
            assert_eq!(judge.post(&judging, &relations(&cast, &[])).await.status, 303);
            for id in &cast.nominees {
                let sheet = scores("45", "40", 0);
                let answer = judge.post(&format!("/score_sheet/{id}"), &sheet).await;
                assert_eq!(answer.status, 303);
            }
        }
        take(&cast.office, cast.cycle, "close_scoring").await;
        let ranking = format!("/award/{}/ranking/{}", cast.cycle, cast.category);
        let ranking = cast.office.get(&ranking).await.body;
        assert!(!ranking.contains("有效评分不足"), "everybody has five sheets");
        let log = cast.supervisor.get("/audit").await.body;
        assert!(log.contains("替补评委入席") && log.contains("评委回避后人数不足 · 评委4"));
        world.verify_chain().await;
        world.remove().await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_conflict_that_becomes_known_later_closes_the_file() {
    let world = world().await;
    let cast = cast(&world).await;
    confirm_all(&cast).await;
    let judge = &cast.judges[0];
    let judging = format!("/award/{}/judging", cast.cycle);
    assert_eq!(judge.post(&judging, &relations(&cast, &[])).await.status, 303);
    let sheet = format!("/score_sheet/{}", cast.nominees[0]);
    assert_eq!(judge.get(&sheet).await.status, 200);
    assert_eq!(judge.post(&sheet, &scores("45", "40", 0)).await.status, 303);
    let mut tx = world.db.store.begin().await.unwrap();
    let place = tx.find_nomination(cast.nominees[0]).await.unwrap().unwrap().workplace_id.unwrap();
    tx.set_workplace(judge.id, place, crate::world::start().date_naive()).await.unwrap();
    commit(tx).await;
    assert_eq!(judge.get(&sheet).await.status, 403, "to be declared anew");
    let declared = relations(&cast, &[cast.nominees[0]]);
    assert_eq!(judge.post(&judging, &declared).await.status, 303);
    assert_eq!(judge.get(&sheet).await.status, 404);
    let rows = world
        .db
        .store
        .read()
        .await
        .unwrap()
        .list_sheets(cast.category, Stage::Preliminary)
        .await
        .unwrap();
    assert_eq!(rows[0].state, SheetStage::Void);
    world.remove().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_sheet_of_a_judge_who_hushes_a_conflict_up_does_not_count() {
    for world in worlds().await {
        let cast = cast(&world).await;
        confirm_all(&cast).await;
        let judging = format!("/award/{}/judging", cast.cycle);
        let score = async |judge: &Person| {
            assert_eq!(judge.post(&judging, &relations(&cast, &[])).await.status, 303);
            for id in &cast.nominees {
                let answer =
                    judge.post(&format!("/score_sheet/{id}"), &scores("45", "40", 0)).await;
                assert_eq!(answer.status, 303);
            }
        };
        for judge in &cast.judges {
            score(judge).await;
        }
        // The judge's move becomes known, and the judge says nothing.
        let mut tx = world.db.store.begin().await.unwrap();
        let nominee = tx.find_nomination(cast.nominees[0]).await.unwrap().unwrap();
        let today = crate::world::start().date_naive();
        tx.set_workplace(cast.judges[0].id, nominee.workplace_id.unwrap(), today).await.unwrap();
        commit(tx).await;
        let close = Values::default().with(Field::Step, "close_scoring");
        let step = format!("/award/{}/step", cast.cycle);
        let early = cast.office.post(&step, &close).await;
        assert!(early.status == 422 && early.body.contains("先抽取替补评委"), "{}", world.db.name);
        let drawn = world.person("替补评委", &[Role::Judge], "替补单位", "other", 1).await;
        let path = format!("/award/{}/substitute", cast.cycle);
        assert!(cast.office.get(&path).await.body.contains("辅导员0"));
        let draw = Values::default().with(Field::Reason, "评委回避后人数不足");
        assert_eq!(cast.office.post(&path, &draw).await.status, 303);
        score(&drawn).await;
        take(&cast.office, cast.cycle, "close_scoring").await;
        let sheets = world
            .db
            .store
            .read()
            .await
            .unwrap()
            .list_sheets(cast.category, Stage::Preliminary)
            .await
            .unwrap();
        let void: Vec<_> = sheets.iter().filter(|sheet| sheet.state == SheetStage::Void).collect();
        assert_eq!(void.len(), 1, "{}", world.db.name);
        assert_eq!((void[0].nomination_id, void[0].seat_no), (cast.nominees[0], 1));
        let package = cast.supervisor.get(&format!("/award/{}/package", cast.cycle)).await;
        assert_eq!(package.status, 200, "the recusal is in the package");
        assert!(package.body.contains("same_unit"));
        world.verify_chain().await;
        world.remove().await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_conflict_declared_after_the_result_closes_the_file_and_changes_nothing() {
    for world in worlds().await {
        let cast = cast(&world).await;
        confirm_all(&cast).await;
        // Somebody of the office who also judges.
        let both =
            &world.person("办公室评委", &[Role::Judge, Role::CityOffice], "别家", "other", 1).await;
        let mut tx = world.db.store.begin().await.unwrap();
        tx.add_judge(cast.cycle, both.id).await.unwrap();
        commit(tx).await;
        let judging = format!("/award/{}/judging", cast.cycle);
        assert_eq!(both.post(&judging, &relations(&cast, &[])).await.status, 303);
        let sheet = format!("/score_sheet/{}", cast.nominees[0]);
        assert_eq!(both.post(&sheet, &scores("50", "50", 0)).await.status, 303);
        score_all(&cast).await;
        let ranking = format!("/award/{}/ranking/{}", cast.cycle, cast.category);
        let before = cast.office.get(&ranking).await.body;
        assert_eq!(both.get(&ranking).await.status, 200);
        let values = Values::default()
            .with(Field::Nominee, cast.nominees[0].to_string())
            .with(Field::Relation, "close_relative");
        let path = format!("/award/{}/conflict", cast.cycle);
        assert_eq!(both.post(&path, &values).await.status, 303, "{}", world.db.name);
        assert_eq!(both.get(&ranking).await.status, 403);
        assert_eq!(cast.office.get(&ranking).await.body, before, "{}", world.db.name);
        // The decision maker steps aside in the same way, and confirms nothing afterwards.
        let proposed = crate::award_scene::proposal(&cast.nominees[..2]);
        let proposal = format!("/award/{}/proposal", cast.cycle);
        assert_eq!(cast.office.post(&proposal, &proposed).await.status, 303);
        assert!(cast.decider.get(&proposal).await.body.contains("与被推荐人有利害关系"));
        let mut nobody = values.clone();
        nobody.set(Field::Nominee, "999999");
        let refused = cast.decider.post(&path, &nobody).await;
        assert!(refused.status == 422 && refused.body.contains("href=\"#nominee\""));
        let yes = crate::award_scene::answer(&world, &cast, "confirm").await;
        assert_eq!(cast.decider.post(&path, &values).await.status, 303);
        assert_eq!(cast.decider.get(&proposal).await.status, 403);
        let confirm = format!("/award/{}/confirm", cast.cycle);
        assert_eq!(cast.decider.post(&confirm, &yes).await.status, 403, "{}", world.db.name);
        world.verify_lines().await;
        world.remove().await;
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn sheets_sent_while_scoring_is_closed_are_in_or_out_and_the_ranking_stands() {
    for world in worlds().await {
        let cast = cast(&world).await;
        let last = world.person("第六评委", &[Role::Judge], "第六单位", "other", 1).await;
        let mut tx = world.db.store.begin().await.unwrap();
        tx.add_judge(cast.cycle, last.id).await.unwrap();
        commit(tx).await;
        confirm_all(&cast).await;
        let judging = format!("/award/{}/judging", cast.cycle);
        assert_eq!(last.post(&judging, &relations(&cast, &[])).await.status, 303);
        score(&cast).await;
        let mut tasks = Vec::new();
        for (n, id) in cast.nominees.iter().enumerate() {
            let (judge, path) = (last.clone(), format!("/score_sheet/{id}"));
            tasks.push(tokio::spawn(async move {
                judge.post(&path, &scores("45", "40", 0)).await.status
            }));
            if n == 2 {
                let office = cast.office.clone();
                let path = format!("/award/{}/step", cast.cycle);
                let close = Values::default().with(Field::Step, "close_scoring");
                tasks.push(tokio::spawn(async move { office.post(&path, &close).await.status }));
            }
        }
        for task in tasks {
            let status = task.await.unwrap();
            assert!(matches!(status, 303 | 409), "{}: {status}", world.db.name);
        }
        let ranking = format!("/award/{}/ranking/{}", cast.cycle, cast.category);
        assert_eq!(cast.office.get(&ranking).await.status, 200, "{}", world.db.name);
        world.verify_lines().await;
        world.remove().await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_draft_that_saves_itself_keeps_what_can_be_read() {
    for world in worlds().await {
        let cast = cast(&world).await;
        confirm_all(&cast).await;
        let judge = &cast.judges[0];
        declare(&cast, judge).await;
        let call = world.call(judge, Role::Judge);
        let id = cast.nominees[0];
        let draft = |one: &str, two: &str, comment: &str| {
            let values = Values::default().with(Field::Comment, comment);
            values.with(Field::Score.at(1), one).with(Field::Score.at(2), two)
        };
        let (first, half) = (draft("40.5", "", "开头"), draft("40.", "38", "开头，接着写"));
        let kept = world.actions.keep_sheet(&call, id, &first, Revision::of(0)).await.unwrap();
        assert_eq!(kept, (1, true));
        // One score is half typed: the other one and the comment are saved all the same.
        let kept = world.actions.keep_sheet(&call, id, &half, Revision::of(1)).await.unwrap();
        assert_eq!(kept, (2, false), "{}", world.db.name);
        let page = judge.get(&format!("/score_sheet/{id}")).await.body;
        assert!(page.contains("value=\"40.50\"") && page.contains("value=\"38.00\""));
        assert!(page.contains("开头，接着写"), "{}", world.db.name);
        world.remove().await;
    }
}

#[tokio::test]
async fn a_draft_that_saves_itself_after_the_session_is_not_kept_as_the_form() {
    let world = world().await;
    let stranger = world.visitor().with_cookie("session=of-yesterday");
    let answer = stranger.post("/api/score_sheet/save", &Values::default()).await;
    assert_eq!(answer.status, 303);
    assert!(answer.cookies.is_empty(), "nothing is kept");
    world.remove().await;
}
