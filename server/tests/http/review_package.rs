//! The review package: what it computes to is what the page shows, and who gets it.

use std::process::Command;

use chrono::TimeDelta;
use domain::{
    access_log::{AccessKind, AccessThing},
    form::{Field, Values},
    id::AccessLogId,
    person_tie::TieKind,
    review_package::{ReviewPackage, recompute},
    role::{Grant, Role, Scope},
    score_sheet::ConflictKind,
    trial_lecture::{Advisory, Verdict},
};
use store::{AccessFilter, AccessRow, NewPersonTie};
use words::Locale;

use crate::{
    trial_scene::{FAIR, GOOD, POOR, Scene, sheet},
    world::{Person, World, commit, worlds},
};

fn path(scene: &Scene) -> String {
    format!("/review_session/{}/package", scene.session)
}

async fn supervisor(world: &World) -> Person {
    world.person("监督", &[Role::Supervisor], "市纪检组", "city_association", 1).await
}

async fn newest(world: &World) -> AccessRow {
    let mut conn = world.db.store.read().await.unwrap();
    let newest = AccessLogId(i64::MAX);
    let mut lines = conn.list_access_log(&AccessFilter::default(), newest, 1).await.unwrap();
    lines.remove(0)
}

/// The package as it is downloaded, after the command has found it right.
async fn downloaded(who: &Person, scene: &Scene) -> ReviewPackage {
    let file = who.get(&path(scene)).await;
    assert_eq!(file.status, 200, "{}", file.body);
    for name in ["钱进", "专家", "用自己的观测故事"] {
        assert!(!file.body.contains(name), "{name} is in the package");
    }
    let folder = tempfile::tempdir().unwrap();
    let kept = folder.path().join("review.json");
    std::fs::write(&kept, &file.body).unwrap();
    let program = env!("CARGO_BIN_EXE_whetstone");
    let output = Command::new(program).arg("recompute").arg(&kept).output().unwrap();
    let said = String::from_utf8(output.stdout).unwrap();
    assert_eq!(output.status.code(), Some(0), "{said}");
    assert!(said.contains("\n0 differences"), "{said}");
    serde_json::from_str(&file.body).unwrap()
}

/// Compares each figure of the package with the page of its lecture.
async fn is_on_the_page(who: &Person, scene: &Scene, package: &ReviewPackage, verdict: &str) {
    let again = recompute(package).unwrap();
    assert_eq!(again.differences, vec![]);
    let page = who.get(&scene.at("")).await.body;
    let results = &again.results[0];
    let score = results.score.as_ref().unwrap();
    let criteria = &package.lectures[0].input.rules.criteria;
    let mut figures = vec![format!("{}（满分 100）", score.mean)];
    for one in &score.dimensions {
        let max = one.dimension.maximum().in_hundredths() / 100;
        figures.push(format!("{}（满分 {max}）", one.mean));
    }
    for (criterion, mean) in criteria.iter().zip(&score.criterion_means) {
        figures.push(format!("{mean}（满分 {}）", criterion.max.in_hundredths() / 100));
    }
    figures.push(format!("有效评分表 {} 份", results.totals.len()));
    figures.extend(results.totals.iter().map(|one| format!(" · {}", one.total)));
    figures.push(words::trial_lecture::verdict(Locale::zh_CN, results.verdict).to_owned());
    for figure in figures {
        assert!(page.contains(&figure), "{figure}: {page}");
    }
    assert_eq!(results.verdict.as_str(), verdict);
}

#[tokio::test(flavor = "multi_thread")]
async fn the_package_computes_to_what_the_page_shows() {
    for world in worlds().await {
        let scene = Scene::new(&world).await;
        let watcher = supervisor(&world).await;
        scene.start().await;
        assert_eq!(watcher.get(&path(&scene)).await.status, 404, "nothing is judged yet");
        world.wait(TimeDelta::minutes(50));
        scene.step(&scene.panel[0], "end").await;
        let mut veto = sheet(GOOD);
        veto.set(Field::Veto, "unsafe");
        veto.set(Field::VetoDetail, "酒精灯旁没有灭火毯，观众离得太近");
        for (at, values) in
            [sheet(GOOD), veto, sheet(FAIR), sheet(GOOD), sheet(POOR)].into_iter().enumerate()
        {
            scene.ok(&scene.panel[at], "/sheet", values).await;
        }
        scene.step(&scene.panel[0], "close").await;

        let package = downloaded(&watcher, &scene).await;
        assert!(package.chain.as_ref().is_some_and(|head| head.hash.len() == 16));
        is_on_the_page(&watcher, &scene, &package, "revise").await;
        let line = newest(&world).await;
        assert_eq!((line.kind, line.thing), (AccessKind::Export, AccessThing::ReviewPackage));
        assert_eq!((line.person_id, line.role), (Some(watcher.id), Some(Role::Supervisor)));
        assert_eq!((line.thing_id, line.n_rows), (scene.session.into(), Some(1)));

        for (at, vote) in ["correctable", "uncorrectable", "uncorrectable", "no"].iter().enumerate()
        {
            scene
                .ok(&scene.panel[at], "/vote", Values::default().with(Field::VetoVote, *vote))
                .await;
        }
        let package = downloaded(&watcher, &scene).await;
        is_on_the_page(&watcher, &scene, &package, "reject").await;
        // Whose conflict becomes known has no sheet any more, and is not zero.
        let conflict = Values::default().with(Field::Relation, "joint_work");
        scene.ok(&scene.panel[4], "/relation", conflict).await;
        let package = downloaded(&watcher, &scene).await;
        assert_eq!(package.lectures[0].results.totals.len(), 4);
        is_on_the_page(&watcher, &scene, &package, "reject").await;
        scene.decide("reject", "").await;
        let package = downloaded(&scene.office, &scene).await;
        is_on_the_page(&scene.office, &scene, &package, "reject").await;
        assert_eq!(
            package.lectures[0].input.decision.confirmed.map(Verdict::as_str),
            Some("reject")
        );
        world.verify_chain().await;
        world.remove().await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_lecture_with_comments_only_says_why() {
    for world in worlds().await {
        let scene = Scene::new(&world).await;
        scene.start().await;
        scene.present(&scene.panel[..4]).await;
        scene.step(&scene.panel[0], "end").await;
        for one in &scene.panel[..4] {
            scene.ok(one, "/sheet", sheet(GOOD)).await;
        }
        scene.step(&scene.panel[0], "close").await;
        let package = downloaded(&scene.office, &scene).await;
        let results = &package.lectures[0].results;
        assert_eq!(results.advisory.map(Advisory::as_str), Some("panel"));
        is_on_the_page(&scene.office, &scene, &package, "advisory").await;
        world.remove().await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_tie_that_nobody_declared_is_named_as_it_is_on_file() {
    for world in worlds().await {
        let scene = Scene::new(&world).await;
        scene.start().await;
        let mut tx = world.db.store.begin().await.unwrap();
        let tie = NewPersonTie {
            person: scene.lecturer.id,
            other: scene.panel[4].id,
            kind: TieKind::Mentoring,
            starts_on: "2020-09-01".parse().unwrap(),
            ends_on: None,
            recorder: scene.office.id,
        };
        tx.add_person_tie(tie, world.now()).await.unwrap();
        commit(tx).await;
        scene.step(&scene.panel[0], "end").await;
        for one in &scene.panel[..4] {
            scene.ok(one, "/sheet", sheet(GOOD)).await;
        }
        scene.step(&scene.panel[0], "close").await;
        let package = downloaded(&scene.office, &scene).await;
        let conflicts = package.lectures[0].input.panel.iter().map(|one| one.conflict);
        let expected = [None, None, None, None, Some(ConflictKind::TeacherStudent)];
        assert_eq!(conflicts.collect::<Vec<_>>(), expected, "{}", world.db.name);
        world.remove().await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn nobody_of_the_sitting_gets_the_package() {
    for world in worlds().await {
        let scene = Scene::new(&world).await;
        scene.hold(&world, GOOD).await;
        let path = &path(&scene);
        let at = format!("/review_session/{}/sitting", scene.session);
        let watcher = supervisor(&world).await;
        for who in [&watcher, &scene.office] {
            assert!(who.get(&at).await.body.contains(path), "{}", world.db.name);
            assert_eq!(who.get(path).await.status, 200);
        }
        assert!(!scene.panel[0].get(&at).await.body.contains(path));
        for who in [&scene.panel[0], &scene.panel[4], &scene.lecturer] {
            assert_eq!(who.get(path).await.status, 403);
        }
        assert_eq!(world.visitor().get(path).await.status, 303);
        // Somebody of the office who sits on the panel or lectures is one of the sitting.
        for who in [&scene.panel[1], &scene.lecturer] {
            let mut tx = world.db.store.begin().await.unwrap();
            let starts_on = world.now().date_naive();
            let (role, scope) = (Role::CityOffice, Scope::Everything);
            tx.add_grant(who.id, &Grant { role, scope, starts_on, ends_on: None }).await.unwrap();
            commit(tx).await;
            assert_eq!(who.get(path).await.status, 404, "{}", world.db.name);
        }
        world.remove().await;
    }
}
