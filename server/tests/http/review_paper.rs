//! The papers of a sitting say what its pages say, and who takes them leaves a line.

use domain::{
    access_log::{AccessKind, AccessThing},
    form::{Field, Values},
    id::AccessLogId,
    role::Role,
    roster::Value,
};
use store::AccessFilter;

use crate::{
    trial_scene::{FAIR, GOOD, POOR, Scene, sheet},
    world::{Person, worlds},
};

/// The texts and numbers of a spreadsheet, row by row.
async fn cells(who: &Person, path: &str) -> Vec<Vec<String>> {
    let answer = who.get(path).await;
    assert_eq!(answer.status, 200, "{path}: {}", answer.body);
    let sheets = documents::sheet::read(&answer.bytes).unwrap();
    let mut rows = Vec::new();
    for row in &sheets.sheets[0].rows {
        let text = |value: &Value| match value {
            Value::Text(text) => text.clone(),
            other => format!("{other:?}"),
        };
        rows.push(row.cells.iter().map(|cell| text(&cell.value)).collect());
    }
    rows
}

#[tokio::test(flavor = "multi_thread")]
async fn the_evaluation_record_says_what_the_page_says() {
    for world in worlds().await {
        let scene = Scene::new(&world).await;
        let path = &scene.at("/record.xlsx");
        scene.start().await;
        assert_eq!(scene.office.get(path).await.status, 404, "nothing is judged yet");
        scene.step(&scene.panel[0], "end").await;
        let scores = [GOOD, GOOD, FAIR, GOOD, POOR];
        for (one, scores) in scene.panel.iter().zip(scores) {
            scene.ok(one, "/sheet", sheet(scores)).await;
        }
        scene.step(&scene.panel[0], "close").await;
        scene.decide("revise", "注明潮汐表的来源\n增加一个互动").await;
        assert!(scene.office.get(&scene.at("")).await.body.contains(path));
        let rows = cells(&scene.office, path).await;
        let all = rows.concat().join("|");
        for text in [
            "磨课评审记录：潮汐从哪里来",
            "讲师：钱进　第1轮",
            "专家0",
            "去掉最高",
            "去掉最低",
            "计入",
            "用自己的观测故事开场，听众投入",
            "科学性32.00（满分 40）",
            "结论：修改后再评",
            "1. 注明潮汐表的来源",
            "2. 增加一个互动",
            "组长签名",
        ] {
            assert!(all.contains(text), "{}: {text} is not in {all}", world.db.name);
        }
        let n = |text: &str| rows.iter().flatten().filter(|cell| *cell == text).count();
        assert_eq!((n("计入"), n("去掉最高"), n("去掉最低")), (3, 1, 1));
        let mut conn = world.db.store.read().await.unwrap();
        let newest = AccessLogId(i64::MAX);
        let lines = conn.list_access_log(&AccessFilter::default(), newest, 1).await.unwrap();
        drop(conn);
        let (kind, thing) = (lines[0].kind, lines[0].thing);
        assert_eq!((kind, thing), (AccessKind::Export, AccessThing::EvaluationRecord));
        for who in [&scene.panel[0], &scene.lecturer] {
            assert_eq!(who.get(path).await.status, 403);
        }
        world.remove().await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_record_names_who_was_recused_or_away_and_why_there_is_no_result() {
    for world in worlds().await {
        let scene = Scene::new(&world).await;
        scene.start().await;
        scene.present(&scene.panel[..4]).await;
        let conflict = Values::default().with(Field::Relation, "joint_work");
        scene.ok(&scene.panel[3], "/relation", conflict).await;
        scene.step(&scene.panel[0], "end").await;
        for one in &scene.panel[..3] {
            scene.ok(one, "/sheet", sheet(GOOD)).await;
        }
        scene.step(&scene.panel[0], "close").await;
        let watcher = world.person("监督", &[Role::Supervisor], "市纪检组", "other", 1).await;
        let all = format!("{:?}", cells(&watcher, &scene.at("/record.xlsx")).await);
        for text in ["回避", "未到会", "到会专家不足规定人数", "只提意见"] {
            assert!(all.contains(text), "{}: {text} is not in {all}", world.db.name);
        }
        world.remove().await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_programme_has_every_lecture_with_its_time_and_the_panel() {
    for world in worlds().await {
        let scene = Scene::new(&world).await;
        let path = &format!("/review_session/{}/programme.xlsx", scene.session);
        for who in [&scene.office, &scene.panel[4]] {
            let all = format!("{:?}", cells(who, path).await);
            for text in ["09:00–10:00", "钱进", "潮汐从哪里来", "专家4"] {
                assert!(all.contains(text), "{}: {text} is not in {all}", world.db.name);
            }
        }
        let session = format!("/review_session/{}", scene.session);
        assert!(scene.office.get(&session).await.body.contains(path));
        assert_eq!(scene.lecturer.get(path).await.status, 403);
        let stranger = &world.panel().await[0];
        assert_eq!(stranger.get(path).await.status, 404, "of another panel");
        world.remove().await;
    }
}
