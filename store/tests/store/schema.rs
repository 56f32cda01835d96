//! The two schemas are the same, and the database keeps what it promises.

use std::collections::BTreeMap;

use sqlx::{Connection as _, PgConnection, Row as _, SqliteConnection};

use test_database::databases;

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

#[tokio::test]
async fn migrating_twice_changes_nothing() {
    for db in databases().await {
        db.store.migrate().await.unwrap();
        db.store.ping().await.unwrap();
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
