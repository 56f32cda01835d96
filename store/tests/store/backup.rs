//! Copies of a database, its age, who may change it, and the way from SQLite to PostgreSQL.

use std::{fs, path::PathBuf};

use sqlx::{AssertSqlSafe, Connection as _, PgConnection, SqliteConnection};
use store::{NewUpload, Schema, Store, StoreError, newest_schema, sqlite_file};
use test_database::{Database, databases, postgres_url};

use crate::some::{a_person, entry, now};

fn file(db: &Database) -> PathBuf {
    sqlite_file(&db.url).unwrap().unwrap()
}

async fn run(url: &str, statement: &str) {
    let statement = sqlx::raw_sql(AssertSqlSafe(statement.to_owned()));
    if url.starts_with("sqlite") {
        let mut conn = SqliteConnection::connect(url).await.unwrap();
        statement.execute(&mut conn).await.unwrap();
    } else {
        let mut conn = PgConnection::connect(url).await.unwrap();
        statement.execute(&mut conn).await.unwrap();
    }
}

/// Two people who have sent the same file, and one who has sent another.
async fn fill(store: &Store, tokens: &str) {
    let mut tx = store.begin().await.unwrap();
    for (n, sha256) in ["b", "a", "a"].into_iter().enumerate() {
        let owner_id = a_person(&mut tx, &format!("人\t{n}\\\n")).await;
        let upload = NewUpload {
            token: &format!("{tokens}{n}"),
            owner_id,
            sha256,
            size: 7,
            media_type: "application/pdf",
            file_name: "a.pdf",
            created_at: now(),
        };
        tx.add_upload(&upload).await.unwrap();
    }
    tx.commit(entry("fill"), "salt").await.unwrap();
}

#[tokio::test]
async fn a_copy_is_of_one_moment_and_names_each_content_once() {
    for db in databases().await {
        fill(&db.store, "first").await;
        let mut conn = db.store.snapshot().await.unwrap();
        let stored = conn.list_stored_files().await.unwrap();
        let digests: Vec<&str> = stored.iter().map(|file| file.sha256.as_str()).collect();
        assert_eq!(digests, ["a", "b"], "{}", db.name);
        assert!(conn.is_whole().await.unwrap());
        let export = conn.find_export().await.unwrap();
        assert_eq!(export.is_some(), db.store.is_postgres());
        if !db.store.is_postgres() {
            let copy = file(&db).with_extension("copy");
            db.store.copy_to(&copy).await.unwrap();
            assert!(db.store.copy_to(&copy).await.is_err(), "no file is written over");
            fill(&db.store, "later").await;
            let copied = Store::look_at(&copy).await.unwrap();
            assert_eq!(copied.read().await.unwrap().count_people().await.unwrap(), 3);
            let head = copied.read().await.unwrap().find_audit_head().await.unwrap();
            assert_eq!(head, conn.find_audit_head().await.unwrap());
            let mut tx = copied.begin().await.unwrap();
            assert!(tx.ensure_file_place("mark").await.is_err(), "it is only looked at");
            drop(tx);
            copied.close().await;
        }
        drop(conn);
        db.remove().await;
    }
}

#[tokio::test]
async fn a_place_of_files_is_marked_once() {
    for db in databases().await {
        let found = async || db.store.read().await.unwrap().find_file_place().await.unwrap();
        assert_eq!(found().await, None);
        for mark in ["first", "second"] {
            let mut tx = db.store.begin().await.unwrap();
            tx.ensure_file_place(mark).await.unwrap();
            tx.commit_unlogged().await.unwrap();
            assert_eq!(found().await.as_deref(), Some("first"), "{}", db.name);
        }
        db.remove().await;
    }
}

#[tokio::test]
async fn a_schema_has_an_age() {
    for db in databases().await {
        let newest = newest_schema().unwrap();
        let schema = async || db.store.find_schema().await.unwrap();
        assert_eq!(schema().await, Schema::Current, "{}", db.name);
        assert!(db.store.is_owner().await.unwrap());
        let undo = format!("DELETE FROM _sqlx_migrations WHERE version = {newest}");
        run(&db.url, &undo).await;
        assert!(matches!(schema().await, Schema::Older(version) if version < newest));
        run(&db.url, "UPDATE _sqlx_migrations SET version = 9999 WHERE version = 1").await;
        assert_eq!(schema().await, Schema::Newer(9999), "{}", db.name);
        run(&db.url, "DROP TABLE _sqlx_migrations").await;
        assert_eq!(schema().await, Schema::Foreign, "{}", db.name);
        if db.store.is_postgres() {
            run(&db.url, "DROP SCHEMA public CASCADE; CREATE SCHEMA public").await;
            assert_eq!(schema().await, Schema::Empty);
            assert!(db.store.is_owner().await.unwrap());
        }
        db.remove().await;
    }
}

#[tokio::test]
async fn a_file_is_kept_as_it_was_before_its_schema_changes() {
    for db in databases().await {
        fill(&db.store, "first").await;
        let kept = db.store.keep_copy(59).await.unwrap();
        assert_eq!(kept.is_none(), db.store.is_postgres());
        if let Some(kept) = kept {
            fill(&db.store, "later").await;
            assert_eq!(db.store.keep_copy(59).await.unwrap().as_ref(), Some(&kept));
            let copied = Store::look_at(&kept).await.unwrap();
            let people = copied.read().await.unwrap().count_people().await.unwrap();
            assert_eq!(people, 6, "the later one is kept");
            copied.close().await;
            fs::remove_file(kept).unwrap();
        }
        db.remove().await;
    }
}

#[tokio::test]
async fn one_start_waits_for_another() {
    for db in databases().await {
        let first = db.store.alone().await.unwrap();
        let store = db.store.clone();
        let second = tokio::spawn(async move { store.alone().await.map(drop) });
        tokio::time::sleep(std::time::Duration::from_millis(200)).await;
        assert!(!second.is_finished(), "{}", db.name);
        drop(first);
        second.await.unwrap().unwrap();
        db.remove().await;
    }
}

#[tokio::test]
async fn a_user_is_granted_no_change_of_the_chain() {
    for db in databases().await {
        let grants = db.store.list_grants("a\"b").await.unwrap();
        for grant in [
            "GRANT SELECT, INSERT ON \"audit\" TO \"a\"\"b\";",
            "GRANT SELECT ON \"_sqlx_migrations\" TO \"a\"\"b\";",
            "GRANT SELECT, INSERT, UPDATE, DELETE ON \"person\" TO \"a\"\"b\";",
        ] {
            assert!(grants.iter().any(|line| line == grant), "{}: {grants:?}", db.name);
        }
        db.remove().await;
    }
}

#[tokio::test]
async fn a_database_that_the_server_does_not_have_is_made() {
    let Some(url) = postgres_url() else { return };
    let name = format!("made_{}", std::process::id());
    let (server, _) = url.rsplit_once('/').unwrap();
    let own = format!("{server}/{name}");
    assert!(Store::find_database(&own).await.unwrap().is_none());
    let store = Store::connect_or_create(&own).await.unwrap();
    assert_eq!(store.find_schema().await.unwrap(), Schema::Empty);
    store.close().await;
    assert!(Store::find_database(&own).await.unwrap().is_some());
    run(&url, &format!("DROP DATABASE {name} WITH (FORCE)")).await;
}

#[tokio::test]
async fn everything_moves_to_postgresql_and_new_rows_are_counted_on() {
    let all = databases().await;
    let (from, Some(to)) = (&all[0], all.get(1)) else { return };
    fill(&from.store, "token").await;
    let back = to.store.transfer_to(&from.store).await;
    assert!(matches!(back, Err(StoreError::Broken(_))), "{back:?}");
    let copied = from.store.transfer_to(&to.store).await.unwrap();
    let people = copied.iter().find(|table| table.table == "person").unwrap();
    assert_eq!(people.rows, 3);
    let (mut here, mut there) = (from.store.read().await.unwrap(), to.store.read().await.unwrap());
    assert_eq!(here.find_audit_head().await.unwrap(), there.find_audit_head().await.unwrap());
    assert_eq!(there.verify_audit(None).await.unwrap().broken, None);
    for token in ["token0", "token2"] {
        let upload = here.find_upload(token).await.unwrap().unwrap();
        let owner = here.find_person(upload.owner_id).await.unwrap().unwrap();
        assert_eq!(there.find_upload(token).await.unwrap(), Some(upload));
        let moved = there.find_person(owner.id).await.unwrap().unwrap();
        assert_eq!(moved.name, owner.name);
    }
    drop((here, there));
    // Keys and triggers are back, and the next key is free.
    fill_again(&to.store).await;
    let orphan = "INSERT INTO audit_detail (seq, salt) VALUES (999, '')";
    assert!(refuses(&to.url, orphan).await);
    assert!(refuses(&to.url, "UPDATE audit SET verb = 'other'").await);
    for db in all {
        db.remove().await;
    }
}

async fn fill_again(store: &Store) {
    let mut tx = store.begin().await.unwrap();
    a_person(&mut tx, "后来的人").await;
    tx.commit(entry("fill"), "salt").await.unwrap();
    assert_eq!(store.read().await.unwrap().count_people().await.unwrap(), 4);
}

async fn refuses(url: &str, statement: &'static str) -> bool {
    let mut conn = PgConnection::connect(url).await.unwrap();
    sqlx::query(statement).execute(&mut conn).await.is_err()
}
