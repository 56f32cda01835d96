//! The two schemas are the same, and the database keeps what it promises.

use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    path::Path,
};

use domain::course::CourseVersionState;
use sqlx::{Connection as _, PgConnection, Row as _, SqliteConnection};
use store::{
    StoreError,
    bench::{Cell, add_rows},
};
use test_database::databases;

use crate::some::{a_person, a_version, now, today};

#[test]
fn both_folders_have_the_same_files() {
    let names = |folder: &str| {
        let path = format!("{}/../migrations/{folder}", env!("CARGO_MANIFEST_DIR"));
        let mut names: Vec<String> = std::fs::read_dir(path)
            .unwrap()
            .map(|entry| entry.unwrap().file_name().into_string().unwrap())
            .collect();
        names.sort();
        names
    };
    assert_eq!(names("sqlite"), names("postgres"));
}

/// Table and column, with whether the column may be empty.
type Columns = BTreeMap<(String, String), bool>;

async fn sqlite_columns(url: &str) -> Columns {
    let mut conn = SqliteConnection::connect(url).await.unwrap();
    let rows = sqlx::query(
        "SELECT m.name AS t, c.name AS c, c.\"notnull\" AS n, c.pk AS pk FROM sqlite_master m \
         JOIN pragma_table_info(m.name) c WHERE m.type = 'table' \
         AND m.name NOT LIKE 'sqlite_%' AND m.name <> '_sqlx_migrations'",
    )
    .fetch_all(&mut conn)
    .await
    .unwrap();
    rows.iter()
        .map(|row| {
            let required = row.get::<i64, _>("n") == 1 || row.get::<i64, _>("pk") > 0;
            ((row.get("t"), row.get("c")), !required)
        })
        .collect()
}

async fn postgres_columns(url: &str) -> Columns {
    let mut conn = PgConnection::connect(url).await.unwrap();
    let rows = sqlx::query(
        "SELECT CAST(table_name AS TEXT) AS t, CAST(column_name AS TEXT) AS c, \
         is_nullable = 'YES' AS n FROM information_schema.columns \
         WHERE table_schema = 'public' AND table_name <> '_sqlx_migrations'",
    )
    .fetch_all(&mut conn)
    .await
    .unwrap();
    rows.iter().map(|row| ((row.get("t"), row.get("c")), row.get("n"))).collect()
}

#[tokio::test]
async fn both_databases_have_the_same_columns() {
    let all = databases().await;
    let sqlite = sqlite_columns(&all[0].url).await;
    assert!(sqlite.len() > 100);
    if let Some(postgres) = all.get(1) {
        assert_eq!(sqlite, postgres_columns(&postgres.url).await);
    }
    for db in all {
        db.remove().await;
    }
}

/// Nothing is kept of where somebody is, how long somebody was here, or how somebody compares with
/// others (`LAW-60`).
#[tokio::test]
async fn no_column_is_for_location_online_time_or_league_tables() {
    const NEVER: &[&str] = &[
        "latitude",
        "longitude",
        "geo",
        "coordinate",
        "location",
        "gps",
        "online",
        "visits",
        "sign_ins",
        "logins",
        "streak",
        "points",
        "badge",
        "medal",
        "likes",
        "shares",
        "league",
    ];
    for db in databases().await {
        let columns = if db.url.starts_with("sqlite") {
            sqlite_columns(&db.url).await
        } else {
            postgres_columns(&db.url).await
        };
        for (table, column) in columns.into_keys() {
            let words = column.split('_').chain(table.split('_'));
            let is_never = |word: &str| NEVER.contains(&word) || NEVER.contains(&column.as_str());
            assert!(!words.into_iter().any(is_never), "{table}.{column} on {}", db.name);
        }
        db.remove().await;
    }
}

/// What is in no list, because an older or a newer program wrote it, is never left out in silence.
#[tokio::test]
async fn an_unknown_code_is_an_error() {
    for db in databases().await {
        let mut tx = db.store.begin().await.unwrap();
        let lecturer = a_person(&mut tx, "张三").await;
        let version = a_version(&mut tx, lecturer, "潮汐", CourseVersionState::Draft).await;
        let rule = vec!["no_rule".into(), Cell::Int(1), Cell::On(today())];
        add_rows(&mut tx, "rulebook", "rule, value, valid_from", &[rule]).await.unwrap();
        let stage = vec![Cell::Int(version.0), "no_stage".into()];
        add_rows(&mut tx, "course_version_stage", "version_id, stage", &[stage]).await.unwrap();
        let rules = tx.rulebook(today()).await;
        assert!(matches!(rules, Err(StoreError::Broken(_))), "{}: {rules:?}", db.name);
        let Err(StoreError::Broken(why)) = tx.list_audience(version).await else {
            panic!("dropped")
        };
        assert!(why.contains("no_stage"), "{why}");
        let tutor =
            vec![Cell::Int(lecturer.0), "".into(), "adult,no_age".into(), "".into(), "".into()];
        add_rows(&mut tx, "tutor", "person_id, subject, stages, title, note", &[tutor])
            .await
            .unwrap();
        let Err(StoreError::Broken(why)) = tx.find_tutor(lecturer).await else { panic!("dropped") };
        assert!(why.contains("stages") && why.contains("no_age"), "{why}");
        let columns = "hash, kind, as_of, body, created_at";
        let plan =
            vec!["h".into(), "no_kind".into(), Cell::On(today()), "".into(), Cell::At(now())];
        add_rows(&mut tx, "import_plan", columns, &[plan]).await.unwrap();
        let Err(StoreError::Broken(why)) = tx.find_plan("h").await else { panic!("dropped") };
        assert!(why.contains("no_kind"), "{why}");
        // An empty text is no code either, where there has to be one.
        let columns = "name, short_name, match_key, kind, is_nominating_unit, sort_order, note";
        let text = || Cell::Text(String::new());
        let unit = vec![text(), text(), text(), text(), Cell::Bool(false), Cell::Int(1), text()];
        add_rows(&mut tx, "organisation", columns, &[unit]).await.unwrap();
        let Err(StoreError::Broken(why)) = tx.list_organisations().await else { panic!("dropped") };
        assert_eq!(why, "kind: is empty");
        tx.commit_unlogged().await.unwrap();
        db.remove().await;
    }
}

/// All files of a folder, as one text.
fn all_of(folder: &Path) -> String {
    let paths = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    paths
        .map(|path| if path.is_dir() { all_of(&path) } else { fs::read_to_string(path).unwrap() })
        .collect()
}

#[test]
fn every_function_is_tested() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR"));
    let (source, tests) = (all_of(&folder.join("src")), all_of(&folder.join("tests")));
    let is_name = |c: char| c.is_ascii_alphanumeric() || c == '_';
    let tested: BTreeSet<&str> = tests.split(|c: char| !is_name(c)).collect();
    let names = source.split("pub async fn ").skip(1);
    let names: Vec<&str> =
        names.filter_map(|rest| rest.split(|c: char| !is_name(c)).next()).collect();
    assert!(names.len() > 250);
    let forgotten: Vec<&&str> = names.iter().filter(|name| !tested.contains(**name)).collect();
    assert!(forgotten.is_empty(), "in no test of `store/tests`: {forgotten:?}");
}

/// What a function that only reads begins with: one row or none, many, how many, whether.
const READS: [&str; 5] = ["find_", "list_", "count_", "has_", "is_"];
/// What there is once has its noun; and what walks or reckons instead of finding.
const ONCE: [&str; 11] = [
    "rulebook",
    "rulebook_at",
    "rulebook_of_session",
    "rulebook_of_cycle",
    "rule_history",
    "role_exclusions",
    "edition",
    "demo_clock",
    "next_credit_round",
    "verify_audit",
    "walk_audit",
];

/// The name tells what comes back: see `CONTRIBUTING.md`.
#[test]
fn every_function_that_reads_begins_with_its_verb() {
    let source = all_of(&Path::new(env!("CARGO_MANIFEST_DIR")).join("src"));
    let blocks = source.split("\nimpl Conn {").skip(1);
    let readers: Vec<&str> = blocks
        .filter_map(|rest| rest.split("\n}").next())
        .flat_map(|block| block.split("pub async fn ").skip(1))
        .filter_map(|rest| rest.split(['(', '<']).next())
        .collect();
    assert!(readers.len() > 120, "{}", readers.len());
    let is_other =
        |name: &&&str| !READS.iter().any(|verb| name.starts_with(verb)) && !ONCE.contains(name);
    let others: Vec<&&str> = readers.iter().filter(is_other).collect();
    assert!(others.is_empty(), "{others:?}");
}

#[tokio::test]
async fn migrating_twice_changes_nothing() {
    for db in databases().await {
        db.store.migrate().await.unwrap();
        db.store.ping().await.unwrap();
        assert!(db.store.is_current().await.unwrap(), "{}", db.name);
        db.remove().await;
    }
}

/// See `.cargo/config.toml`.
#[tokio::test]
async fn sqlite_is_built_without_statistics_of_memory() {
    let db = test_database::sqlite().await;
    let mut conn = SqliteConnection::connect(&db.url).await.unwrap();
    let asked = "SELECT compile_options FROM pragma_compile_options";
    let options: Vec<String> = sqlx::query_scalar(asked).fetch_all(&mut conn).await.unwrap();
    assert!(options.iter().any(|option| option == "DEFAULT_MEMSTATUS=0"), "{options:?}");
    db.remove().await;
}
