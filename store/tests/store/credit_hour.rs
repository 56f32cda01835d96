//! The ledger: each source once, corrections by reversal, and nothing is ever changed.

use domain::{
    credit_hour::{ActivityKind, CreditSource},
    id::PersonId,
};
use sqlx::{Connection as _, PgConnection, SqliteConnection};
use store::{NewCredit, StoreError};
use test_database::databases;

use crate::some::{a_person, now, today};

fn credit(person: PersonId, verifier: Option<PersonId>, round: i64) -> NewCredit<'static> {
    NewCredit {
        person_id: person,
        held_on: today(),
        spans: "510-690",
        earned: 300,
        source: CreditSource::HourClaim,
        source_id: 7,
        round,
        kind: Some(ActivityKind::StudyVisit),
        title: "调研",
        organiser: "市科协",
        verifier_id: verifier,
        created_at: now(),
    }
}

#[tokio::test]
async fn a_source_is_credited_once_and_taken_back_once() {
    for db in databases().await {
        let mut tx = db.store.begin().await.unwrap();
        let (person, clerk) = (a_person(&mut tx, "甲").await, a_person(&mut tx, "乙").await);
        let source = CreditSource::HourClaim;
        assert_eq!(tx.next_credit_round(source, 7, person).await.unwrap(), 1);
        tx.add_credit_hours(&[credit(person, Some(clerk), 1)]).await.unwrap();
        assert_eq!(tx.next_credit_round(source, 7, person).await.unwrap(), 2);
        tx.commit_unlogged().await.unwrap();
        let mut tx = db.store.begin().await.unwrap();
        let twice = tx.add_credit_hours(&[credit(person, Some(clerk), 1)]).await;
        assert!(matches!(twice, Err(StoreError::Conflict)), "{}: {twice:?}", db.name);
        drop(tx);
        let mut tx = db.store.begin().await.unwrap();
        let own = tx.add_credit_hours(&[credit(person, Some(person), 2)]).await;
        assert!(matches!(own, Err(StoreError::Refused)), "{}: {own:?}", db.name);
        drop(tx);
        let mut tx = db.store.begin().await.unwrap();
        for _ in 0..2 {
            tx.reverse_credit_hours(source, 7, person, Some(clerk), now()).await.unwrap();
        }
        let rows = tx.list_credit_hours(person, today(), today()).await.unwrap();
        assert_eq!(rows.iter().map(|row| row.earned).collect::<Vec<_>>(), [300, -300]);
        assert_eq!(rows[1].entry().reverses, Some(rows[0].id));
        assert_eq!(rows[1].entry().kind, Some(ActivityKind::StudyVisit));
        tx.add_credit_hours(&[credit(person, Some(clerk), 2)]).await.unwrap();
        tx.commit_unlogged().await.unwrap();
        db.remove().await;
    }
}

#[tokio::test]
async fn a_row_of_the_ledger_is_never_changed_or_deleted() {
    for db in databases().await {
        let mut tx = db.store.begin().await.unwrap();
        let person = a_person(&mut tx, "甲").await;
        tx.add_credit_hours(&[credit(person, None, 1)]).await.unwrap();
        tx.commit_unlogged().await.unwrap();
        for sql in ["UPDATE credit_hour SET earned = 900", "DELETE FROM credit_hour"] {
            let error = if db.url.starts_with("sqlite") {
                let mut conn = SqliteConnection::connect(&db.url).await.unwrap();
                sqlx::query(sql).execute(&mut conn).await.map(|_| ()).unwrap_err()
            } else {
                let mut conn = PgConnection::connect(&db.url).await.unwrap();
                sqlx::query(sql).execute(&mut conn).await.map(|_| ()).unwrap_err()
            };
            assert!(error.to_string().contains("credit_hour_is_final"), "{}: {error}", db.name);
        }
        db.remove().await;
    }
}
