//! A database that an older program has made is opened by this one.

use std::fs;

use sqlx::{AssertSqlSafe, Connection as _, PgConnection, Row as _, SqliteConnection};
use store::Store;
use test_database::{Database, databases};

/// Version, description, and checksum as hexadecimal text.
type Applied = (i64, String, String);

/// What a database of this kind had noted at commit d4560d7.
fn noted(engine: &str) -> Vec<Applied> {
    let lines = include_str!("migrations_d4560d7.tsv").lines();
    let fields = lines.map(|line| line.split('\t').collect::<Vec<_>>());
    fields
        .filter(|fields| fields[0] == engine)
        .map(|fields| (fields[1].parse().unwrap(), fields[2].to_owned(), fields[3].to_owned()))
        .collect()
}

/// The text of a migration of today.
fn text(engine: &str, version: i64) -> String {
    let folder = format!("{}/../migrations/{engine}", env!("CARGO_MANIFEST_DIR"));
    let path = fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .find(|path| {
            let name = path.file_name().unwrap().to_str().unwrap();
            name.starts_with(&format!("{version:04}_"))
        })
        .unwrap();
    fs::read_to_string(path).unwrap()
}

const READ: &str = "SELECT version, description, checksum FROM _sqlx_migrations ORDER BY version";

/// What a database has noted.
async fn applied(url: &str) -> Vec<Applied> {
    macro_rules! read {
        ($connection:ident) => {{
            let mut conn = $connection::connect(url).await.unwrap();
            let rows = sqlx::query(READ).fetch_all(&mut conn).await.unwrap();
            rows.iter()
                .map(|row| (row.get(0), row.get(1), hex::encode(row.get::<Vec<u8>, _>(2))))
                .collect()
        }};
    }
    if url.starts_with("sqlite") { read!(SqliteConnection) } else { read!(PgConnection) }
}

/// What made a database at that commit: its migrations, and the table that notes them.
fn making(engine: &str, (of_time, of_bytes, literal): (&str, &str, &str)) -> Vec<String> {
    let mut statements = vec![format!(
        "CREATE TABLE _sqlx_migrations (version BIGINT PRIMARY KEY, description TEXT NOT NULL, \
         installed_on {of_time} NOT NULL DEFAULT CURRENT_TIMESTAMP, success BOOLEAN NOT NULL, \
         checksum {of_bytes} NOT NULL, execution_time BIGINT NOT NULL)"
    )];
    for (version, description, checksum) in noted(engine) {
        let checksum = literal.replace("{}", &checksum);
        statements.push(text(engine, version));
        statements.push(format!(
            "INSERT INTO _sqlx_migrations (version, description, success, checksum, \
             execution_time) VALUES ({version}, '{description}', TRUE, {checksum}, 1)"
        ));
    }
    statements
}

async fn make_old(db: &Database) -> String {
    macro_rules! make {
        ($connection:ident, $url:expr, $statements:expr) => {{
            let mut conn = $connection::connect(&$url).await.unwrap();
            for statement in $statements {
                sqlx::raw_sql(AssertSqlSafe(statement)).execute(&mut conn).await.unwrap();
            }
            conn.close().await.unwrap();
            $url
        }};
    }
    if db.url.starts_with("sqlite") {
        let statements = making("sqlite", ("TIMESTAMP", "BLOB", "x'{}'"));
        make!(SqliteConnection, format!("{}.old?mode=rwc", db.url), statements)
    } else {
        let mut statements = making("postgres", ("TIMESTAMPTZ", "BYTEA", "decode('{}', 'hex')"));
        statements.insert(0, "DROP SCHEMA public CASCADE; CREATE SCHEMA public".to_owned());
        make!(PgConnection, db.url.clone(), statements)
    }
}

#[tokio::test]
async fn a_database_of_an_older_program_opens() {
    for db in databases().await {
        let engine = if db.url.starts_with("sqlite") { "sqlite" } else { "postgres" };
        let url = make_old(&db).await;
        let store = Store::open(&url).await.unwrap();
        store.read().await.unwrap().count_people().await.unwrap();
        store.close().await;
        let (old, now) = (noted(engine), applied(&url).await);
        assert_eq!(old.len(), 16);
        assert_eq!(now[..old.len()], old, "{}", db.name);
        db.remove().await;
    }
}

#[tokio::test]
async fn a_new_database_notes_the_same() {
    for db in databases().await {
        let engine = if db.url.starts_with("sqlite") { "sqlite" } else { "postgres" };
        let (old, now) = (noted(engine), applied(&db.url).await);
        assert_eq!(now[..old.len()], old, "{}", db.name);
        db.remove().await;
    }
}
