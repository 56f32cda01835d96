//! The chain: appended, walked, and broken by any change.

use domain::audit::{Doer, ERASED, Entry};
use sqlx::{Connection as _, PgConnection, SqliteConnection};
use store::{AuditBreak, AuditFilter};
use test_database::{Database, databases};

use crate::some::{entry, now};

async fn write_three(db: &Database) -> String {
    for verb in ["one", "two", "three"] {
        let tx = db.store.begin().await.unwrap();
        tx.commit(entry(verb).because("因为䶮").on(7), "salt").await.unwrap();
    }
    db.store.read().await.unwrap().find_audit_head().await.unwrap().1
}

/// Does what no part of the program does: changes the chain, triggers off.
async fn tamper(db: &Database, sql: &'static str) {
    if db.name == "SQLite" {
        let mut conn = SqliteConnection::connect(&db.url).await.unwrap();
        for trigger in ["DROP TRIGGER audit_is_final_update", "DROP TRIGGER audit_is_final_delete"]
        {
            let _ = sqlx::query(trigger).execute(&mut conn).await;
        }
        sqlx::query(sql).execute(&mut conn).await.unwrap();
    } else {
        let mut conn = PgConnection::connect(&db.url).await.unwrap();
        sqlx::query("ALTER TABLE audit DISABLE TRIGGER ALL").execute(&mut conn).await.unwrap();
        sqlx::query(sql).execute(&mut conn).await.unwrap();
    }
}

#[tokio::test]
async fn an_untouched_chain_verifies_and_knows_its_printed_heads() {
    for db in databases().await {
        let head = write_three(&db).await;
        let mut conn = db.store.read().await.unwrap();
        let report = conn.verify_audit(Some(&head)).await.unwrap();
        assert_eq!((report.rows, report.broken), (3, None), "{}", db.name);
        let other = conn.verify_audit(Some("another")).await.unwrap();
        assert_eq!(other.broken, Some(AuditBreak::OtherHead));
        let lines = conn.list_audit(&AuditFilter::default(), 3, 10).await.unwrap();
        assert_eq!(lines[0].verb, "three");
        assert_eq!(lines[0].reason.as_deref(), Some("因为䶮"));
        assert_eq!(lines[0].at, now());
        drop(conn);
        db.remove().await;
    }
}

#[tokio::test]
async fn several_lines_are_committed_at_once() {
    for db in databases().await {
        let tx = db.store.begin().await.unwrap();
        let entries = ["one", "two"].map(|verb| entry(verb).on(7)).to_vec();
        tx.commit_all(entries, "salt").await.unwrap();
        let mut conn = db.store.read().await.unwrap();
        let report = conn.verify_audit(None).await.unwrap();
        assert_eq!((report.rows, report.broken), (2, None), "{}", db.name);
        drop(conn);
        db.remove().await;
    }
}

#[tokio::test]
async fn every_line_is_shown_with_what_it_fixes() {
    for db in databases().await {
        let tx = db.store.begin().await.unwrap();
        tx.commit(entry("fix").on(7).fixing("grant/1/7:ab"), "salt").await.unwrap();
        let mut seen = Vec::new();
        let mut conn = db.store.read().await.unwrap();
        let report = conn.walk_audit(|line| seen.push(line.clone())).await.unwrap();
        assert_eq!((report.rows, report.broken), (1, None), "{}", db.name);
        assert_eq!((seen[0].thing_id, seen[0].hash.as_str()), (7, report.head.as_str()));
        assert_eq!(seen[0].record.as_deref(), Some("grant/1/7:ab"));
        drop(conn);
        db.remove().await;
    }
}

#[tokio::test]
async fn a_detail_is_gone_with_a_line_or_is_missed() {
    for db in databases().await {
        write_three(&db).await;
        let mut tx = db.store.begin().await.unwrap();
        assert!(tx.erase_detail(2).await.unwrap());
        assert!(!tx.erase_detail(2).await.unwrap(), "once");
        tx.commit_unlogged().await.unwrap();
        let report = db.store.read().await.unwrap().verify_audit(None).await.unwrap();
        assert_eq!(report.broken, Some(AuditBreak::Detail(2)), "{}", db.name);
        let (verb, thing) = ERASED;
        let erased = Entry::new(Doer::PROGRAM, now(), verb, thing).on(2);
        db.store.begin().await.unwrap().commit(erased, "salt").await.unwrap();
        let report = db.store.read().await.unwrap().verify_audit(None).await.unwrap();
        assert_eq!(report.broken, None, "{}", db.name);
        db.remove().await;
    }
}

#[tokio::test]
async fn a_changed_row_is_named() {
    for db in databases().await {
        write_three(&db).await;
        tamper(&db, "UPDATE audit SET verb = 'twö' WHERE seq = 2").await;
        let report = db.store.read().await.unwrap().verify_audit(None).await.unwrap();
        assert_eq!(report.broken, Some(AuditBreak::Changed(2)), "{}", db.name);
        db.remove().await;
    }
}

#[tokio::test]
async fn a_changed_reason_is_named() {
    for db in databases().await {
        write_three(&db).await;
        tamper(&db, "UPDATE audit_detail SET reason = 'else' WHERE seq = 1").await;
        let report = db.store.read().await.unwrap().verify_audit(None).await.unwrap();
        assert_eq!(report.broken, Some(AuditBreak::Detail(1)), "{}", db.name);
        db.remove().await;
    }
}

#[tokio::test]
async fn a_dropped_newest_row_is_found_against_the_printed_head() {
    for db in databases().await {
        let head = write_three(&db).await;
        tamper(&db, "DELETE FROM audit_detail WHERE seq = 3").await;
        tamper(&db, "DELETE FROM audit WHERE seq = 3").await;
        let mut conn = db.store.read().await.unwrap();
        let unprinted = conn.verify_audit(None).await.unwrap();
        assert_eq!(unprinted.broken, Some(AuditBreak::Head), "{}", db.name);
        drop(conn);
        tamper(&db, "UPDATE audit_head SET seq = 2, hash = (SELECT hash FROM audit WHERE seq = 2)")
            .await;
        let mut conn = db.store.read().await.unwrap();
        assert_eq!(conn.verify_audit(None).await.unwrap().broken, None);
        let report = conn.verify_audit(Some(&head)).await.unwrap();
        assert_eq!(report.broken, Some(AuditBreak::OtherHead));
        drop(conn);
        db.remove().await;
    }
}

#[tokio::test]
async fn the_database_refuses_to_change_the_chain() {
    for db in databases().await {
        write_three(&db).await;
        for sql in ["UPDATE audit SET verb = 'x' WHERE seq = 1", "DELETE FROM audit WHERE seq = 2"]
        {
            let refused = if db.name == "SQLite" {
                let mut conn = SqliteConnection::connect(&db.url).await.unwrap();
                sqlx::query(sql).execute(&mut conn).await.is_err()
            } else {
                let mut conn = PgConnection::connect(&db.url).await.unwrap();
                sqlx::query(sql).execute(&mut conn).await.is_err()
            };
            assert!(refused, "{} took {sql}", db.name);
        }
        db.remove().await;
    }
}

#[tokio::test]
async fn a_transaction_that_is_dropped_leaves_no_line() {
    for db in databases().await {
        write_three(&db).await;
        let mut tx = db.store.begin().await.unwrap();
        tx.set_demo_clock(5).await.unwrap();
        drop(tx);
        let mut conn = db.store.read().await.unwrap();
        assert_eq!(conn.demo_clock().await.unwrap(), 0);
        assert_eq!(conn.find_audit_head().await.unwrap().0, 3);
        drop(conn);
        db.remove().await;
    }
}

#[tokio::test]
async fn the_edition_grows_with_lines_and_with_what_has_none() {
    for db in databases().await {
        let edition = async || db.store.read().await.unwrap().edition().await.unwrap();
        assert_eq!(edition().await, 0, "{}", db.name);
        db.store.begin().await.unwrap().commit(entry("one"), "salt").await.unwrap();
        assert_eq!(edition().await, 1, "{}: a line", db.name);
        let mut tx = db.store.begin().await.unwrap();
        tx.count_unlined().await.unwrap();
        tx.commit_unlogged().await.unwrap();
        assert_eq!(edition().await, 2, "{}: none", db.name);
        db.remove().await;
    }
}
