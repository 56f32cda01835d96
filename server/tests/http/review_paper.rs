//! The papers of a sitting and the poster of a course say what their pages say, and who takes them
//! leaves a line.

use std::{
    io::Write as _,
    path::PathBuf,
    process::{Command, Stdio},
    time::Duration,
};

use app::Typesetter;

use domain::{
    access_log::{AccessKind, AccessThing},
    form::{Field, Values},
    id::AccessLogId,
    role::Role,
    roster::{Sheet, Value},
};
use store::AccessFilter;

use crate::{
    trial_scene::{FAIR, GOOD, POOR, Scene, sheet},
    world::{Person, World, world, worlds},
};

/// The program that sets papers, beside the server's own.
pub(crate) fn typesetter() -> Typesetter {
    let program =
        PathBuf::from(env!("CARGO_BIN_EXE_whetstone")).with_file_name("whetstone-typeset");
    let hint = "cargo build --package typeset";
    assert!(program.is_file(), "{} is missing: {hint}", program.display());
    Typesetter::Child(program, Vec::new())
}

/// A world in which this shell script sets papers.
async fn world_with(script: &str) -> World {
    let words = vec!["-c".to_owned(), script.to_owned()];
    world().await.setting_papers(Typesetter::Child("/bin/sh".into(), words))
}

fn pressed(text: &str) -> String {
    text.chars().filter(|c| !c.is_whitespace()).collect()
}

/// The text of a PDF as a program of another project reads it, without what parts lines and words.
pub(crate) async fn pdf_text(who: &Person, path: &str) -> String {
    let answer = who.get(path).await;
    assert_eq!(answer.status, 200, "{path}: {}", answer.body);
    assert!(answer.disposition.contains(".pdf"), "{path}: {}", answer.disposition);
    let mut reader = Command::new("pdftotext");
    reader.args(["-raw", "-", "-"]).stdin(Stdio::piped()).stdout(Stdio::piped());
    let mut reader = reader.spawn().expect("pdftotext of poppler-utils");
    reader.stdin.take().unwrap().write_all(&answer.bytes).unwrap();
    let output = reader.wait_with_output().unwrap();
    assert!(output.status.success(), "{path}");
    pressed(&String::from_utf8(output.stdout).unwrap())
}

/// The texts and numbers of a spreadsheet's first sheet, row by row.
async fn cells(who: &Person, path: &str) -> Vec<Vec<String>> {
    sheets(who, path).await.remove(0).1
}

/// The texts and numbers of a spreadsheet: its sheets by name, row by row.
pub(crate) async fn sheets(who: &Person, path: &str) -> Vec<(String, Vec<Vec<String>>)> {
    let answer = who.get(path).await;
    assert_eq!(answer.status, 200, "{path}: {}", answer.body);
    let opened = documents::sheet::read(&answer.bytes).unwrap();
    opened.sheets.into_iter().map(|sheet| (sheet.name.clone(), texts(&sheet))).collect()
}

fn texts(sheet: &Sheet) -> Vec<Vec<String>> {
    let mut rows = Vec::new();
    for row in &sheet.rows {
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

#[tokio::test(flavor = "multi_thread")]
async fn the_record_as_pdf_says_all_that_the_spreadsheet_says() {
    for world in worlds().await {
        let world = world.setting_papers(typesetter());
        let scene = Scene::new(&world).await;
        scene.start().await;
        scene.step(&scene.panel[0], "end").await;
        let scores = [GOOD, GOOD, FAIR, GOOD, POOR];
        for (one, scores) in scene.panel.iter().zip(scores) {
            scene.ok(one, "/sheet", sheet(scores)).await;
        }
        scene.step(&scene.panel[0], "close").await;
        scene.decide("revise", "注明潮汐表的来源\n请龚䶮、㛃明和陆𠅤试讲·增加一个互动").await;
        let path = &scene.at("/record.pdf");
        assert!(scene.office.get(&scene.at("")).await.body.contains(path));
        let text = pdf_text(&scene.office, path).await;
        let rows = cells(&scene.office, &scene.at("/record.xlsx")).await;
        // Figures come back in the notation of the program that reads spreadsheets.
        let is_text = |cell: &&String| *cell != "Empty" && !cell.starts_with("Number(");
        for cell in rows.concat().iter().filter(is_text) {
            for line in cell.split('＿').map(pressed) {
                assert!(text.contains(&line), "{}: {line} is not in {text}", world.db.name);
            }
        }
        for line in [
            "1专家0计入17.008.508.508.008.508.5010.008.506.5084.00",
            "平均16.00",
            "2.请龚䶮、㛃明和陆𠅤试讲·增加一个互动",
            "科学性32.00（满分40）",
        ] {
            assert!(text.contains(line), "{}: {line} is not in {text}", world.db.name);
        }
        let mut conn = world.db.store.read().await.unwrap();
        let newest = AccessLogId(i64::MAX);
        let lines = conn.list_access_log(&AccessFilter::default(), newest, 2).await.unwrap();
        drop(conn);
        let routes: Vec<_> = lines.iter().map(|line| (line.thing, line.route.as_str())).collect();
        let record = |route| (AccessThing::EvaluationRecord, route);
        let expected = ["/trial_lecture/{id}/record.xlsx", "/trial_lecture/{id}/record.pdf"];
        assert_eq!(routes, expected.map(record));
        for who in [&scene.panel[0], &scene.lecturer] {
            assert_eq!(who.get(path).await.status, 403);
        }
        world.remove().await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn programme_and_name_cards_are_for_those_who_may_open_the_session() {
    for world in worlds().await {
        let world = world.setting_papers(typesetter());
        let scene = Scene::new(&world).await;
        let session = format!("/review_session/{}", scene.session);
        let (programme, cards) =
            (format!("{session}/programme.pdf"), format!("{session}/name_cards.pdf"));
        let body = scene.office.get(&session).await.body;
        assert!(body.contains(&programme) && body.contains(&cards), "{}: {body}", world.db.name);
        let text = pdf_text(&scene.panel[4], &programme).await;
        for line in ["09:00–10:00", "钱进", "潮汐从哪里来", "专家4"] {
            assert!(text.contains(line), "{}: {line} is not in {text}", world.db.name);
        }
        let text = pdf_text(&scene.office, &cards).await;
        for line in ["专家0", "专家4", "钱进"] {
            assert_eq!(text.matches(line).count(), 2, "{}: {line} in {text}", world.db.name);
        }
        let stranger = &world.panel().await[0];
        for path in [&programme, &cards] {
            assert_eq!(scene.lecturer.get(path).await.status, 403);
            assert_eq!(stranger.get(path).await.status, 404, "of another panel");
        }
        world.remove().await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_poster_says_what_the_public_page_says_and_is_for_lecturer_and_office() {
    for world in worlds().await {
        let world = world.setting_papers(typesetter());
        let scene = Scene::new(&world).await;
        let path = &format!("/course/{}/poster.pdf", scene.version);
        assert_eq!(scene.lecturer.get(path).await.status, 404, "it is not listed");
        scene.hold(&world, GOOD).await;
        scene.decide("approve", "").await;
        let list = format!("/course/{}/refinement/list", scene.version);
        assert_eq!(scene.office.post(&list, &Values::default()).await.status, 303);
        let listing = format!("/course/{}/listing", scene.version);
        assert!(scene.lecturer.get(&listing).await.body.contains(path));
        let public = world.visitor().get(&format!("/catalogue/{}", scene.version)).await;
        let public = pressed(&public.body);
        let text = pdf_text(&scene.lecturer, path).await;
        let address = format!("http://127.0.0.1:3000/catalogue/{}", scene.version);
        for line in ["潮汐从哪里来", "钱进老师", "钱进的示范大学", &address] {
            assert!(text.contains(line), "{}: {line} is not in {text}", world.db.name);
        }
        for line in ["潮汐从哪里来", "钱进老师", "钱进的示范大学"] {
            assert!(public.contains(line), "{}: {line} is not in {public}", world.db.name);
        }
        assert_eq!(pdf_text(&scene.office, path).await, text);
        let other = world.lecturer("李乙").await;
        assert_eq!(other.get(path).await.status, 404);
        assert_eq!(scene.panel[0].get(path).await.status, 403);
        assert_eq!(world.visitor().get(path).await.status, 303);
        world.remove().await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_character_that_no_font_has_is_named_on_the_page() {
    let world = world().await.setting_papers(typesetter());
    let scene = Scene::new(&world).await;
    scene.hold(&world, FAIR).await;
    scene.decide("revise", "改写\u{e001}一页").await;
    let answer = scene.office.get(&scene.at("/record.pdf")).await;
    assert_eq!(answer.status, 422, "{}", answer.body);
    assert!(answer.body.contains("U+E001"), "{}", answer.body);
    assert_eq!(scene.office.get(&scene.at("/record.xlsx")).await.status, 200);
}

#[tokio::test(flavor = "multi_thread")]
async fn without_the_program_no_page_offers_a_pdf_and_the_address_says_why() {
    let world = world().await;
    let scene = Scene::new(&world).await;
    let session = format!("/review_session/{}", scene.session);
    let body = scene.office.get(&session).await.body;
    assert!(body.contains("programme.xlsx") && !body.contains(".pdf\""), "{body}");
    let answer = scene.office.get(&format!("{session}/programme.pdf")).await;
    assert_eq!(answer.status, 404);
    assert!(answer.body.contains("排版程序"), "{}", answer.body);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_program_that_fails_is_an_error_page_and_one_that_stops_cuts_the_answer_off() {
    let world = world_with("cat >/dev/null; echo broken >&2; exit 1").await;
    let scene = Scene::new(&world).await;
    let path = format!("/review_session/{}/programme.pdf", scene.session);
    let answer = scene.office.get(&path).await;
    assert_eq!(answer.status, 500);
    assert!(!answer.body.contains("broken"), "{}", answer.body);
    let world = world_with("cat >/dev/null; echo %PDF-1.7; exit 1").await;
    let scene = Scene::new(&world).await;
    let path = format!("/review_session/{}/programme.pdf", scene.session);
    let body = scene.office.begin(&path).await;
    assert!(axum::body::to_bytes(body, usize::MAX).await.is_err());
}

#[tokio::test(flavor = "multi_thread")]
async fn two_papers_are_set_at_once_and_a_reader_who_leaves_ends_the_child() {
    let folder = tempfile::tempdir().unwrap();
    let place = folder.path().display();
    // Each child leaves its number, and never ends by itself.
    let script = format!("cat >/dev/null; echo $$ >{place}/$$; echo %PDF-1.7; exec sleep 600");
    let world = world_with(&script).await;
    let scene = Scene::new(&world).await;
    let path = format!("/review_session/{}/programme.pdf", scene.session);
    let first = scene.office.begin(&path).await;
    let second = scene.office.begin(&path).await;
    let children = || std::fs::read_dir(folder.path()).unwrap().count();
    let busy = scene.office.get(&path).await;
    assert_eq!((busy.status, busy.retry_after.as_str(), children()), (503, "10", 2));
    let alive = || {
        let names = std::fs::read_dir(folder.path()).unwrap().map(|it| it.unwrap().file_name());
        names.filter(|name| std::path::Path::new("/proc").join(name).join("exe").exists()).count()
    };
    assert_eq!(alive(), 2);
    drop((first, second));
    for _ in 0..100 {
        if alive() == 0 {
            return;
        }
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    panic!("{} children go on", alive());
}
