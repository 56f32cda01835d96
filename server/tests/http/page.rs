//! What every page promises: small, from this host alone, no script without an island.

use std::{collections::BTreeSet, path::Path};

use domain::{
    audience::DeliveryMode,
    form::{Field, Values},
    role::Role,
};

use crate::world::{commit, world, worlds};

const PUBLIC: &[&str] = &["/", "/catalogue", "/sign_in", "/privacy", "/complaint", "/style-guide"];

#[tokio::test]
async fn public_pages_load_nothing_but_the_stylesheet() {
    let world = world().await;
    let office = world.office().await;
    for path in PUBLIC {
        for person in [&world.visitor(), &office] {
            let answer = person.get(path).await;
            assert_eq!(answer.status, 200, "{path}");
            assert!(!answer.body.contains("<script"), "{path} has a script");
            assert!(!answer.body.contains(".wasm"), "{path} loads wasm");
            assert!(!answer.body.contains("<!>"), "{path} has marks for an island");
            assert!(!answer.body.contains("style=\""), "{path} has an inline style");
            for attribute in ["src=\"http", "href=\"http", "action=\"http"] {
                assert!(!answer.body.contains(attribute), "{path} names another host");
            }
            assert!(answer.policy.contains("default-src 'none'"), "{path}");
            assert!(!answer.policy.contains("script-src"), "{path}");
        }
    }
    world.remove().await;
}

/// A public page weighs at most 60 kB with its stylesheet, even before compression.
#[tokio::test]
async fn a_full_catalogue_page_is_small() {
    let world = world().await;
    let lecturer = world.lecturer("钱进").await;
    let mut tx = world.db.store.begin().await.unwrap();
    for n in 0..60 {
        let draft = domain::course::CourseDraft {
            title: format!("一门题目很长的科普课程第{n}讲"),
            summary: String::new(),
            field: Some(domain::id::FieldId(1)),
            stages: domain::audience::SchoolStage::ALL.to_vec(),
            groups: vec![],
            mode: DeliveryMode::Onsite,
            minutes: Some(60),
            max_audience: None,
            equipment: String::new(),
            outline: String::new(),
            sources: String::new(),
            slides: None,
            owns_rights: false,
            no_advertising: false,
        };
        let version = store::NewVersion {
            lecturer_id: lecturer.id,
            state: domain::course::CourseVersionState::Listed,
            draft: &draft,
            taken_over: true,
            listed_until: None,
            remark: "",
            at: world.now(),
        };
        tx.add_version(&version).await.unwrap();
    }
    commit(tx).await;
    let page = world.visitor().get("/catalogue").await;
    assert_eq!(page.body.matches("card-title").count(), 50);
    let style = std::fs::metadata(concat!(env!("CARGO_MANIFEST_DIR"), "/../style/main.css"));
    let total = page.body.len() as u64 + style.unwrap().len();
    assert!(total <= 60_000, "{total} bytes");
    assert!(world.visitor().get("/catalogue?page=2").await.body.contains("card-title"));
    world.remove().await;
}

/// A rule for a class that no page wears is weight that everybody loads.
#[test]
fn every_class_of_the_style_is_worn() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap();
    let style = std::fs::read_to_string(root.join("style/main.css")).unwrap();
    let worn: String =
        ["app/src", "islands/src"].iter().map(|it| sources(&root.join(it))).collect();
    let is_name = |c: char| c.is_ascii_alphanumeric() || c == '-';
    let words: BTreeSet<&str> = worn.split(|c| !is_name(c)).collect();
    let classes = style.split('.').skip(1).map(|it| it.split(|c| !is_name(c)).next().unwrap());
    let classes: BTreeSet<&str> =
        classes.filter(|it| it.starts_with(|c: char| c.is_ascii_lowercase())).collect();
    assert!(classes.len() > 100, "{} classes", classes.len());
    let unworn: Vec<_> = classes.difference(&words).collect();
    assert!(unworn.is_empty(), "no page has {unworn:?}");
}

/// What all files of source in a folder say, one after the other.
fn sources(folder: &Path) -> String {
    let entries = std::fs::read_dir(folder).unwrap().map(|it| it.unwrap().path());
    entries
        .map(
            |path| {
                if path.is_dir() { sources(&path) } else { std::fs::read_to_string(path).unwrap() }
            },
        )
        .collect()
}

#[tokio::test]
async fn the_booking_page_has_a_nonce_and_works_without_script() {
    for world in worlds().await {
        let office = world.office().await;
        let panel = world.panel().await;
        let (_, slots) = world.session(&office, &panel, "2026-12-10", "09:00").await;
        let lecturer = world.lecturer("钱进").await;
        let course = world.cleared_course(&lecturer, &office).await;
        let page = lecturer.get(&format!("/course/{course}/booking")).await;
        assert!(page.policy.contains("'nonce-") && page.policy.contains("'wasm-unsafe-eval'"));
        let nonce = page.policy.split("'nonce-").nth(1).unwrap().split('\'').next().unwrap();
        assert!(page.body.contains(&format!("nonce=\"{nonce}\"")));
        for slot in slots {
            assert!(page.body.contains(&format!("value=\"{slot}\"")), "a real button");
        }
        world.remove().await;
    }
}

#[tokio::test]
async fn every_page_speaks_both_languages() {
    let world = world().await;
    // Who watches over the others is none of them.
    let is_apart = |role: &Role| matches!(role, Role::AuditAdministrator | Role::Supervisor);
    let (apart, others): (Vec<Role>, Vec<Role>) = Role::ALL.iter().partition(|it| is_apart(it));
    let watcher = world.person("监审", &apart, "纪检组", "other", 1).await;
    let able = world.person("全能", &others, "示范单位", "other", 1).await;
    // A path with a dot is a file.
    let is_page = |r: &&app::Route| r.method == app::Method::Get && !r.path.contains(['{', '.']);
    for route in app::routes().iter().filter(is_page) {
        let may_watch = watcher.get(route.path).await.status == 200;
        let person = if may_watch { &watcher } else { &able };
        let chinese = person.with_cookie("language=zh-CN").get(route.path).await;
        let english = person.with_cookie("language=en").get(route.path).await;
        assert!(chinese.body.contains("<html lang=\"zh-CN\""), "{}", route.path);
        assert!(english.body.contains("<html lang=\"en\""), "{}", route.path);
        assert_ne!(chinese.body, english.body);
    }
    world.remove().await;
}

#[tokio::test]
async fn preferences_are_remembered_and_lead_back_to_this_site_only() {
    let world = world().await;
    let visitor = world.visitor();
    let values = |next: &str| {
        Values::default()
            .with(Field::Language, "en")
            .with(Field::Elder, "on")
            .with(Field::Next, next)
    };
    let answer = visitor.post("/preference", &values("/catalogue?q=x")).await;
    assert_eq!(answer.location, "/catalogue?q=x");
    assert!(answer.cookies.iter().any(|cookie| cookie.starts_with("language=en")));
    let away = visitor.post("/preference", &values("//evil.example")).await;
    assert_eq!(away.location, "/desk");
    let page = visitor.with_cookie("language=en; elder=on; theme=dark").get("/").await.body;
    assert!(page.contains("data-theme=\"dark\"") && page.contains("data-elder"));
    world.remove().await;
}

#[tokio::test]
async fn an_unknown_address_is_our_own_page() {
    let world = world().await;
    let answer = world.visitor().get("/nowhere").await;
    assert_eq!(answer.status, 404);
    assert!(answer.body.contains("error-page"));
    world.remove().await;
}

#[tokio::test]
async fn probes_answer_and_readiness_follows_the_database() {
    for world in worlds().await {
        assert_eq!(world.visitor().get("/healthz").await.status, 200);
        assert_eq!(world.visitor().get("/readyz").await.status, 200);
        world.db.store.close().await;
        assert_eq!(world.visitor().get("/healthz").await.status, 200);
        assert_eq!(world.visitor().get("/readyz").await.status, 503, "{}", world.db.name);
        world.remove().await;
    }
}
