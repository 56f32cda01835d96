//! A demonstration aged by ten years with its clock: of people nothing stands anywhere that the
//! table of what is held does not keep (`LAW-09`).

use std::collections::{BTreeMap, BTreeSet};

use chrono::TimeDelta;
use domain::data_class::{DataClass, Keeping, RETENTION};
use server::background::JOBS;
use sqlx::{AssertSqlSafe, Connection as _, PgConnection, SqliteConnection};
use test_database::databases;

use crate::world::{World, uploads_of_its_own};

/// What may be read of people after ten years, beside the columns of the classes that are kept for
/// good: each with the rows of which it is so.
const IN_USE: [(&str, &str); 1] = [(
    "person.phone",
    "SELECT p.phone FROM person p WHERE p.phone IS NOT NULL AND EXISTS (SELECT 1 FROM role_grant g \
     WHERE g.person_id = p.id AND g.ends_on IS NULL AND g.role NOT IN ('lecturer', 'tutor'))",
)];

/// All texts of a database, by `table.column`.
async fn texts(world: &World) -> BTreeMap<String, Vec<String>> {
    let mut all = BTreeMap::new();
    for column in ask(world, columns(world)).await {
        let (table, name) = column.split_once('.').unwrap();
        let query = format!(
            "SELECT DISTINCT CAST(\"{name}\" AS TEXT) FROM \"{table}\" WHERE \"{name}\" IS NOT NULL"
        );
        all.insert(column.clone(), ask(world, &query).await);
    }
    assert!(all.len() > 100, "{}", world.db.name);
    all
}

fn columns(world: &World) -> &'static str {
    if world.db.url.starts_with("sqlite") {
        "SELECT m.name || '.' || c.name FROM sqlite_master m JOIN pragma_table_info(m.name) c \
         WHERE m.type = 'table' AND m.name NOT LIKE '\\_%' ESCAPE '\\' AND c.type = 'TEXT'"
    } else {
        "SELECT CAST(table_name AS TEXT) || '.' || CAST(column_name AS TEXT) \
         FROM information_schema.columns WHERE table_schema = 'public' AND data_type = 'text' \
         AND table_name NOT LIKE '\\_%'"
    }
}

pub(crate) async fn ask(world: &World, query: &str) -> Vec<String> {
    let (query, url) = (AssertSqlSafe(query.to_owned()), &world.db.url);
    if url.starts_with("sqlite") {
        let mut conn = SqliteConnection::connect(url).await.unwrap();
        sqlx::query_scalar(query).fetch_all(&mut conn).await.unwrap()
    } else {
        let mut conn = PgConnection::connect(url).await.unwrap();
        sqlx::query_scalar(query).fetch_all(&mut conn).await.unwrap()
    }
}

/// Everybody's phone and name, and where hosts are.
async fn needles(world: &World) -> BTreeSet<String> {
    let mut needles = BTreeSet::new();
    for query in [
        "SELECT phone FROM person WHERE phone IS NOT NULL",
        "SELECT phone FROM host_unit WHERE phone IS NOT NULL",
        "SELECT phone FROM nomination WHERE phone IS NOT NULL",
        "SELECT contact_phone FROM lecture_request",
        "SELECT address FROM lecture_request",
        "SELECT name FROM person",
        "SELECT name FROM nomination WHERE name NOT IN (SELECT name FROM organisation)",
        "SELECT contact FROM host_unit",
        "SELECT contact FROM lecture_request",
    ] {
        let found = ask(world, query).await;
        assert!(!found.is_empty(), "{query} on {}", world.db.name);
        needles.extend(found.into_iter().filter(|text| text.chars().count() > 1));
    }
    needles
}

/// Every job takes turns until none has anything to do.
async fn work(world: &World) {
    for _ in 0..30 {
        let mut done = 0;
        for job in JOBS.iter().filter(|job| job.name != "heads") {
            done += (job.turn)(world.state.clone(), world.now()).await.unwrap();
        }
        if done == 0 {
            return;
        }
    }
    panic!("the jobs never end on {}", world.db.name);
}

/// What the table keeps, by `table.column`.
fn kept() -> BTreeSet<&'static str> {
    let kept = |keeping| matches!(keeping, Keeping::ForGood | Keeping::InUse);
    let rows = RETENTION.iter().filter(|row| kept(row.keeping));
    rows.flat_map(|row| row.columns).copied().collect()
}

#[tokio::test]
async fn after_ten_years_nothing_of_people_stands_that_the_table_does_not_keep() {
    for db in databases().await {
        let world = uploads_of_its_own(World::demonstration(db).await);
        let needles = needles(&world).await;
        let before = texts(&world).await;
        let stood =
            |column: &str| before[column].iter().filter(|text| needles.contains(*text)).count();
        for column in ["person.phone", "host_unit.phone", "lecture_request.contact_phone"] {
            assert!(stood(column) > 0, "{column} on {}", world.db.name);
        }
        // What still ran ends when the jobs wake, and is told: that is three years old at the end.
        let mut swept = BTreeSet::new();
        for years in [0, 7, 3] {
            world.wait(TimeDelta::days(years * 366));
            work(&world).await;
            swept.extend(ask(&world, "SELECT class FROM sweep_count WHERE n > 0").await);
        }

        let kept = kept();
        let mut found = Vec::new();
        for (column, texts) in texts(&world).await {
            if kept.contains(column.as_str()) {
                continue;
            }
            let mut spared = BTreeSet::new();
            for (_, query) in IN_USE.iter().filter(|(of, _)| *of == column) {
                spared.extend(ask(&world, query).await);
            }
            for text in texts.iter().filter(|text| !spared.contains(*text)) {
                if let Some(needle) = needles.iter().find(|it| text.contains(it.as_str())) {
                    found.push(format!("{column}: {needle} in {text:.80}"));
                }
            }
        }
        // Of a nomination the name stays with who was awarded alone.
        let losers = "SELECT name FROM nomination WHERE state <> 'awarded'";
        for name in ask(&world, losers).await {
            assert!(name.starts_with('#'), "{name} on {}", world.db.name);
        }
        found.sort();
        assert!(found.is_empty(), "{}: {found:#?}", world.db.name);
        world.verify_chain().await;
        for class in [
            DataClass::PersonContacts,
            DataClass::HostContacts,
            DataClass::RequestContacts,
            DataClass::NominationFiles,
            DataClass::UndecidedNominations,
            DataClass::Messages,
            DataClass::ImportPlans,
        ] {
            assert!(swept.contains(class.as_str()), "{class:?} on {}", world.db.name);
        }
        world.remove().await;
    }
}

/// A column of the table that is nowhere in the database would keep nothing.
#[tokio::test]
async fn every_column_of_the_table_is_one_of_the_database() {
    for db in databases().await {
        let world = World::new(db);
        let all: BTreeSet<String> = ask(&world, columns(&world)).await.into_iter().collect();
        for row in RETENTION {
            for column in row.columns {
                assert!(all.contains(*column), "{column} of {:?}", row.class);
            }
        }
        world.remove().await;
    }
}
