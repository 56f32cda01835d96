//! From SQLite to PostgreSQL: every row, and the chain with it.

use std::collections::BTreeMap;

use actions::{Call, Files};
use chrono::{DateTime, TimeDelta, Utc};
use demo::Volume;
use domain::access_log::{AccessKind, AccessResult};
use sqlx::{AssertSqlSafe, Connection as _, PgConnection, Row as _, SqliteConnection};
use store::NewPerson;

use crate::{
    access_log::commands,
    machine::{Machine, another_database, drop_database},
    world::{Person, World, commit},
};

/// A column, and what PostgreSQL keeps in it.
type Column = (String, String);

async fn tables(url: &str) -> BTreeMap<String, Vec<Column>> {
    let mut conn = PgConnection::connect(url).await.unwrap();
    let rows = sqlx::query(
        "SELECT CAST(table_name AS TEXT), CAST(column_name AS TEXT), CAST(data_type AS TEXT) \
         FROM information_schema.columns WHERE table_schema = 'public' \
         AND table_name <> '_sqlx_migrations' ORDER BY table_name, ordinal_position",
    );
    let mut tables = BTreeMap::new();
    for row in rows.fetch_all(&mut conn).await.unwrap() {
        let columns: &mut Vec<Column> = tables.entry(row.get(0)).or_default();
        columns.push((row.get(1), row.get(2)));
    }
    tables
}

/// What selects a column of PostgreSQL as a text that both databases have.
fn of_postgres((name, kind): &Column) -> String {
    match kind.as_str() {
        "boolean" => format!("CASE \"{name}\" WHEN TRUE THEN '1' WHEN FALSE THEN '0' END"),
        "timestamp with time zone" => {
            format!("CAST(CAST(EXTRACT(EPOCH FROM \"{name}\") * 1000000 AS BIGINT) AS TEXT)")
        }
        "bytea" => format!("UPPER(encode(\"{name}\", 'hex'))"),
        _ => format!("CAST(\"{name}\" AS TEXT)"),
    }
}

fn of_sqlite((name, kind): &Column) -> String {
    if kind == "bytea" { format!("hex(\"{name}\")") } else { format!("CAST(\"{name}\" AS TEXT)") }
}

/// The cells of a row of SQLite, instants as PostgreSQL counts them.
fn cells(row: &sqlx::sqlite::SqliteRow, columns: &[Column]) -> Vec<Option<String>> {
    let cell = |(at, (_, kind)): (usize, &Column)| {
        let text: Option<String> = row.get(at);
        if kind != "timestamp with time zone" {
            return text;
        }
        text.map(|text| {
            let at: DateTime<Utc> = text.parse().unwrap();
            at.timestamp_micros().to_string()
        })
    };
    columns.iter().enumerate().map(cell).collect()
}

async fn rows(from: &str, to: &str, table: &str, columns: &[Column]) -> usize {
    let select = |as_text: fn(&Column) -> String| {
        let all: Vec<String> = columns.iter().map(as_text).collect();
        AssertSqlSafe(format!("SELECT {} FROM \"{table}\"", all.join(", ")))
    };
    let mut conn = SqliteConnection::connect(from).await.unwrap();
    let here = sqlx::query(select(of_sqlite)).fetch_all(&mut conn).await.unwrap();
    let mut here: Vec<_> = here.iter().map(|row| cells(row, columns)).collect();
    let mut conn = PgConnection::connect(to).await.unwrap();
    let there = sqlx::query(select(of_postgres)).fetch_all(&mut conn).await.unwrap();
    let all = |row: &sqlx::postgres::PgRow| (0..columns.len()).map(|at| row.get(at)).collect();
    let mut there: Vec<Vec<Option<String>>> = there.iter().map(all).collect();
    here.sort();
    there.sort();
    assert_eq!(here.len(), there.len(), "{table}");
    if let Some((one, other)) = here.iter().zip(&there).find(|(one, other)| one != other) {
        panic!("{table}: {one:?} became {other:?}");
    }
    here.len()
}

/// Somebody of the city, as far as actions care.
async fn known(world: &World, name: &str) -> Person {
    let account = world.db.store.read().await.unwrap().find_account(name).await.unwrap();
    let mut person = world.visitor();
    person.id = account.unwrap().person_id;
    person
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_city_moves_with_every_row_and_its_chain() {
    let Some(server) = test_database::postgres_url() else { return };
    let db = test_database::sqlite().await;
    let machine = Machine::new(&db.url);
    let world = World::keeping(db, Files::folder(&machine.files()).unwrap());
    assert!(world.actions.claim_file_place().await.unwrap());
    let anonymous = Call::anonymous(world.now(), "");
    world.actions.ship_regions(&anonymous).await.unwrap();
    world.demo().load_volume(&anonymous, Volume::City).await.unwrap();
    // A clock that knows more than a database keeps.
    world.wait(TimeDelta::nanoseconds(123_456_789));
    let mut tx = world.db.store.begin().await.unwrap();
    tx.add_person(&NewPerson { name: "钱\t进\\\n", ..NewPerson::default() }).await.unwrap();
    commit(tx).await;
    let (office, lecturer) = (known(&world, "office").await, known(&world, "lecturer1").await);
    for _ in 0..3 {
        world.cleared_course(&lecturer, &office).await;
    }
    let to = another_database(&server);
    machine.does(&["copy", "--to", &to]).await;
    let mut n_rows = 0;
    for (table, columns) in tables(&to).await {
        n_rows += rows(&machine.url, &to, &table, &columns).await;
    }
    let copied = [(AccessKind::Copy, AccessResult::Done)];
    assert_eq!(
        (commands(&machine.url).await, commands(&to).await),
        (copied.to_vec(), copied.to_vec())
    );
    assert!(n_rows > 50_000, "{n_rows} rows of a city");
    let moved = Machine { url: to.clone(), ..machine.beside() };
    let (here, there) =
        (machine.does(&["audit", "verify"]).await, moved.does(&["audit", "verify"]).await);
    assert_eq!(here, there, "the chain is the same");
    let again = machine.refuses(&["copy", "--to", &to]).await;
    assert!(again.contains("is not empty"), "{again}");
    let back = moved.refuses(&["copy", "--to", &machine.url]).await;
    assert!(back.contains("only SQLite is copied"), "{back}");
    // The uploads are where they were, and people go on.
    let server = moved.serve(&[]).await;
    assert_eq!(world.visitor().by(server.router()).get("/readyz").await.body, "ready");
    drop(server);
    drop_database(&to).await;
    world.remove().await;
}
