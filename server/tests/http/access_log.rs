//! The access log: every way in, every way out, and every file leaves its line, and who reads them.

use std::collections::BTreeMap;

use app::{Method, routes};
use chrono::TimeDelta;
use domain::{
    access_log::{AccessKind, AccessResult, AccessThing},
    form::{Field, Values},
    id::AccessLogId,
    role::Role,
};
use server::background::JOBS;
use store::{AccessFilter, AccessRow};

use crate::{
    account::{credentials, session_of, with_password},
    account_factor::{set_up, shown, with_code},
    award_scene::{cast, confirm_all, score_all},
    hour_claim::{PDF, claim, scene},
    table::{tables, text},
    upload::pptx,
    walk::Keys,
    world::{PASSWORD, Person, World, complete_course, world, worlds},
};

/// Every route that answers a file, with what of.
const FILES: [(&str, AccessKind, AccessThing); 15] = [
    ("/award/{id}/nomination.xlsx", AccessKind::Export, AccessThing::AwardPaper),
    ("/award/{id}/record.xlsx", AccessKind::Export, AccessThing::AwardPaper),
    ("/nominate/{id}/summary.xlsx", AccessKind::Export, AccessThing::AwardPaper),
    ("/award/{id}/package", AccessKind::Export, AccessThing::ResultPackage),
    ("/appointment.xlsx", AccessKind::Export, AccessThing::TermList),
    ("/course/{id}/slides", AccessKind::Download, AccessThing::Slides),
    ("/delivery.xlsx", AccessKind::Export, AccessThing::LectureList),
    ("/hour_claim/queue.xlsx", AccessKind::Export, AccessThing::ClaimList),
    ("/hour_claim/{id}/proof", AccessKind::Download, AccessThing::Proof),
    ("/lecture_request.xlsx", AccessKind::Export, AccessThing::RequestList),
    ("/my_information.json", AccessKind::Export, AccessThing::OwnInformation),
    ("/organisation.xlsx", AccessKind::Export, AccessThing::UnitList),
    ("/person.xlsx", AccessKind::Export, AccessThing::PersonList),
    ("/review_session.xlsx", AccessKind::Export, AccessThing::SessionList),
    ("/training_event.xlsx", AccessKind::Export, AccessThing::TrainingList),
];

/// The whole log, newest line first.
async fn lines(world: &World) -> Vec<AccessRow> {
    let mut conn = world.db.store.read().await.unwrap();
    let newest = AccessLogId(i64::MAX);
    conn.list_access_log(&AccessFilter::default(), newest, 10_000).await.unwrap()
}

/// The newest line, which is one more than before.
async fn one_more(world: &World, n_lines: &mut usize) -> AccessRow {
    let mut lines = lines(world).await;
    *n_lines += 1;
    assert_eq!(lines.len(), *n_lines, "{}: {:?}", world.db.name, lines.first());
    lines.remove(0)
}

/// What was done with a whole database, newest first, by a user of the machine.
pub(crate) async fn commands(url: &str) -> Vec<(AccessKind, AccessResult)> {
    let store = store::Store::connect(url).await.unwrap();
    let filter = AccessFilter { thing: Some(AccessThing::Database), ..AccessFilter::default() };
    let newest = AccessLogId(i64::MAX);
    let rows = store.read().await.unwrap().list_access_log(&filter, newest, 10).await.unwrap();
    store.close().await;
    assert!(rows.iter().all(|row| row.client.starts_with("cli:")), "{rows:?}");
    rows.into_iter().map(|row| (row.kind, row.result)).collect()
}

async fn watcher(world: &World) -> Person {
    world.person("审计员", &[Role::AuditAdministrator], "审计处", "other", 1).await
}

#[tokio::test]
async fn every_sign_in_leaves_a_line_with_what_came_of_it() {
    for world in worlds().await {
        let office = world.office().await;
        let (name, browser) = with_password(&world, &office).await;
        let mut n = lines(&world).await.len();
        let visitor = world.visitor().at_address([192, 0, 2, 7]);
        let first = &lines(&world).await[0];
        assert_eq!((first.kind, first.result), (AccessKind::SignIn, AccessResult::Done));
        assert_eq!(first.route, "/activate/{code}", "the password was set by a code");

        // Of a name that nobody has, which may be a password, nothing is kept.
        let typed = "Kiln-osprey-8-Tarn";
        visitor.post("/sign_in", &credentials(typed, "wrong")).await;
        let line = one_more(&world, &mut n).await;
        assert_eq!((line.kind, line.result), (AccessKind::SignIn, AccessResult::WrongPassword));
        assert_eq!((line.person_id, line.sign_in_name), (None, None));
        assert_eq!((line.client.as_str(), line.route.as_str()), ("192.0.2.7", "/sign_in"));

        for _ in 0..5 {
            visitor.post("/sign_in", &credentials(&name, "wrong")).await;
            let line = one_more(&world, &mut n).await;
            assert_eq!(line.result, AccessResult::WrongPassword);
            assert_eq!(line.sign_in_name.as_deref(), Some(name.as_str()));
        }
        for _ in 0..3 {
            assert_eq!(visitor.post("/sign_in", &credentials(&name, PASSWORD)).await.status, 429);
        }
        let line = one_more(&world, &mut n).await;
        assert_eq!(line.result, AccessResult::Locked, "once in a minute");
        assert_eq!(line.person_id, Some(office.id));
        world.wait(TimeDelta::minutes(20));

        assert_eq!(visitor.get("/activate/5ec2e7").await.status, 404);
        let line = one_more(&world, &mut n).await;
        assert_eq!((line.result, line.person_id), (AccessResult::WrongCode, None));
        assert_eq!(line.route, "/activate/{code}");

        let done = visitor.post("/sign_in", &credentials(&name, PASSWORD)).await;
        let line = one_more(&world, &mut n).await;
        assert_eq!((line.kind, line.result), (AccessKind::SignIn, AccessResult::Done));
        assert_eq!(line.person_id, Some(office.id));

        let person = visitor.with_cookie(&session_of(&done));
        person.post("/sign_out", &Values::default()).await;
        let line = one_more(&world, &mut n).await;
        assert_eq!((line.kind, line.person_id), (AccessKind::SignOut, Some(office.id)));
        person.post("/sign_out", &Values::default()).await;
        visitor.post("/sign_out", &Values::default()).await;
        assert_eq!(lines(&world).await.len(), n, "nobody was signed in any more");

        let (secret, _) = set_up(&world, &browser).await;
        world.wait(TimeDelta::minutes(2));
        for (code, result) in [
            (String::new(), AccessResult::WrongFactor),
            ("000000".to_owned(), AccessResult::WrongFactor),
            (shown(&world, &secret), AccessResult::Done),
        ] {
            visitor.post("/sign_in", &with_code(credentials(&name, PASSWORD), &code)).await;
            assert_eq!(one_more(&world, &mut n).await.result, result, "{code}");
        }
        let kept = format!("{:?}", lines(&world).await);
        for secret in [typed, PASSWORD, "wrong\"", "5ec2e7", &secret] {
            assert!(!kept.contains(secret), "{secret} in {kept}");
        }
        world.verify_chain().await;
        world.remove().await;
    }
}

#[tokio::test]
async fn every_file_leaves_one_line_and_no_page_does() {
    // Every page as everybody: on one database, for what is written is tried on both in `store`.
    let world = world().await;
    let s = scene(&world).await;
    let lecturer = world.lecturer("钱进").await;
    let values = complete_course().with(Field::Once, "course");
    let pptx = pptx();
    let slides = Some(("slides", "课件.pptx", &pptx[..]));
    let course = lecturer.upload("/course/new", &values, slides).await.made();
    let proof = Some(("proof", "证明.pdf", PDF));
    let claim = s.tutor.upload("/hour_claim/new", &claim("claim"), proof).await.made();
    let cast = cast(&world).await;
    confirm_all(&cast).await;
    score_all(&cast).await;
    let award = cast.cycle.0;
    let keys = Keys { award, category: cast.category.0, claim, course, ..Keys::default() };
    let watcher = watcher(&world).await;
    let mut found = BTreeMap::new();
    let mut n_lines = lines(&world).await.len();
    for (who, role) in [
        (&world.visitor(), None),
        (&lecturer, Some(Role::Lecturer)),
        (&s.tutor, Some(Role::Tutor)),
        (&s.officer, Some(Role::UnitOfficer)),
        (&s.county, Some(Role::CountyOffice)),
        (&s.city, Some(Role::CityOffice)),
        (&cast.decider, Some(Role::DecisionMaker)),
        (&cast.supervisor, Some(Role::Supervisor)),
        (&watcher, Some(Role::AuditAdministrator)),
    ] {
        for route in routes().into_iter().filter(|route| route.method == Method::Get) {
            // A code that is not good is an attempt.
            if route.path.contains("{code}") {
                continue;
            }
            let answer = who.get(&keys.fill(route.path)).await;
            let what = format!("{} {} as {role:?}", world.db.name, route.path);
            if answer.disposition.is_empty() {
                let is_page = answer.body.is_empty() || answer.body.starts_with("<!DOCTYPE");
                assert!(is_page, "a file without a name: {what}");
                assert_eq!(lines(&world).await.len(), n_lines, "{what}");
                continue;
            }
            assert_eq!(answer.status, 200, "{what}");
            let line = one_more(&world, &mut n_lines).await;
            assert_eq!(line.route, route.path);
            assert_eq!((line.person_id, line.role), (Some(who.id), role), "{what}");
            assert_eq!(line.result, AccessResult::Done);
            assert!(line.n_rows.is_some(), "{what}: {line:?}");
            found.insert(route.path, (line.kind, line.thing));
        }
    }
    let expected = FILES.map(|(path, kind, thing)| (path, (kind, thing)));
    assert_eq!(found, BTreeMap::from(expected), "{}", world.db.name);
    world.verify_chain().await;
    world.remove().await;
}

#[tokio::test]
async fn a_list_is_counted_by_its_rows() {
    for world in worlds().await {
        let s = scene(&world).await;
        for n in ["one", "two", "three"] {
            let bytes = [PDF, n.as_bytes()].concat();
            let proof = Some(("proof", "证明.pdf", &bytes[..]));
            assert_eq!(s.tutor.upload("/hour_claim/new", &claim(n), proof).await.status, 303);
        }
        assert_eq!(s.officer.get("/hour_claim/queue.xlsx").await.status, 200);
        let line = &lines(&world).await[0];
        assert_eq!((line.n_rows, line.role), (Some(3), Some(Role::UnitOfficer)));
        let refused = s.tutor.get("/hour_claim/queue.xlsx").await;
        assert_eq!(refused.status, 403);
        assert_eq!(lines(&world).await.len(), 1, "what was refused was not handed out");
        world.remove().await;
    }
}

#[tokio::test]
async fn a_line_of_three_years_ago_goes_by_itself() {
    for world in worlds().await {
        world.visitor().post("/sign_in", &credentials("nobody", "wrong")).await;
        let job = JOBS.iter().find(|job| job.name == "retention").unwrap();
        for (days, n_left) in [(365, 1), (365 * 2, 1), (2, 0)] {
            world.wait(TimeDelta::days(days));
            (job.turn)(world.state.clone(), world.now()).await.unwrap();
            assert_eq!(lines(&world).await.len(), n_left, "{}: {days}", world.db.name);
        }
        world.remove().await;
    }
}

/// When the lines of the page were, and its rows.
async fn rows(watcher: &Person, query: &str) -> Vec<Vec<String>> {
    let page = watcher.get(&format!("/access_log{query}")).await;
    assert_eq!(page.status, 200, "{}", page.body);
    let rows = tables(&page.body).into_iter().flatten();
    rows.map(|cells| cells.into_iter().map(text).collect()).collect()
}

#[tokio::test]
async fn the_audit_administrator_alone_reads_the_log_and_finds_what_is_looked_for() {
    for world in worlds().await {
        let watcher = watcher(&world).await;
        let nothing = watcher.get("/access_log").await;
        assert!(nothing.body.contains("还没有记录"), "{}", nothing.body);
        let lecturer = world.lecturer("钱进").await;
        let (name, browser) = with_password(&world, &lecturer).await;
        let visitor = world.visitor().at_address([192, 0, 2, 7]);
        visitor.post("/sign_in", &credentials(&name, "wrong")).await;
        browser.post("/sign_out", &Values::default()).await;
        world.wait(TimeDelta::days(2));
        visitor.post("/sign_in", &credentials("nobody", "wrong")).await;

        let all = rows(&watcher, "").await;
        let results: Vec<&str> = all.iter().map(|row| row[4].as_str()).collect();
        assert_eq!(results, ["账号或密码错误", "成功", "账号或密码错误", "成功"]);
        assert_eq!(all[0][1], "查无此账号");
        assert_eq!(all[2][1], format!("钱进 · {name}"));
        assert_eq!((all[2][6].as_str(), all[2][7].as_str()), ("/sign_in", "192.0.2.7"));
        let today = world.now().date_naive();
        for (query, n_rows) in [
            ("?who=钱", 3),
            ("?who=%E9%92%B1&result=wrong_password", 1),
            (&format!("?who={name}"), 3),
            ("?act=sign_out", 1),
            (&format!("?from={today}"), 1),
            (&format!("?to={}", today - TimeDelta::days(1)), 3),
            ("?thing=slides", 0),
            ("?thing=account&thing_id=9", 0),
        ] {
            let query: String = query.replace('钱', "%E9%92%B1");
            assert_eq!(rows(&watcher, &query).await.len(), n_rows, "{}: {query}", world.db.name);
        }
        let none = watcher.get("/access_log?thing=slides").await.body;
        assert!(none.contains("没有符合条件的记录") && none.contains("href=\"/access_log\""));

        let bad = watcher.get("/access_log?who=x&from=%E6%98%8E%E5%A4%A9&thing_id=seven").await;
        assert_eq!(bad.status, 422);
        for kept in ["value=\"明天\"", "value=\"seven\"", "value=\"x\"", "id=\"from-problem\""] {
            assert!(bad.body.contains(kept), "{kept}: {}", bad.body);
        }
        let supervisor = world.person("监督员", &[Role::Supervisor], "纪检组", "other", 1).await;
        assert_eq!(supervisor.get("/access_log").await.status, 403);
        assert!(!supervisor.get("/audit").await.body.contains("/access_log"));
        assert!(watcher.get("/audit").await.body.contains("href=\"/access_log\""));
        let call = world.call(&supervisor, Role::Supervisor);
        let read = world.actions.access_log(&call, &AccessFilter::default(), None).await;
        assert!(matches!(read, Err(actions::ActionError::Forbidden)));
        world.remove().await;
    }
}

#[tokio::test]
async fn a_long_log_goes_on_by_its_key_until_its_end() {
    for world in worlds().await {
        let watcher = watcher(&world).await;
        let mut tx = world.db.store.begin().await.unwrap();
        for n in 0..205 {
            let access = domain::access_log::Access {
                at: world.now() + TimeDelta::seconds(n),
                kind: AccessKind::SignIn,
                result: AccessResult::WrongPassword,
                by: domain::access_log::AccessBy::Nobody,
                thing: AccessThing::Account,
                thing_id: 0,
                n_rows: None,
                client: format!("192.0.2.{n}"),
                route: "/sign_in".into(),
            };
            tx.add_access(&access).await.unwrap();
        }
        tx.commit_unlogged().await.unwrap();
        let mut query = "?act=sign_in".to_owned();
        let mut seen = Vec::new();
        for n_rows in [100, 100, 5] {
            let page = watcher.get(&format!("/access_log{query}")).await.body;
            let found = rows(&watcher, &query).await;
            assert_eq!(found.len(), n_rows, "{}", world.db.name);
            seen.extend(found.into_iter().map(|row| row[7].clone()));
            let older = page.split("href=\"/access_log?act=sign_in&amp;up_to=").nth(1);
            assert_eq!(older.is_none(), page.contains("已到最后一条"), "{query}");
            let Some(older) = older else { break };
            query = format!("?act=sign_in&up_to={}", older.split('"').next().unwrap());
        }
        let expected: Vec<String> = (0..205).rev().map(|n| format!("192.0.2.{n}")).collect();
        assert_eq!(seen, expected);
        world.remove().await;
    }
}
