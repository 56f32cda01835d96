//! The access log.

use chrono::{DateTime, TimeDelta, Utc};
use domain::{
    access_log::{Access, AccessBy, AccessKind, AccessResult, AccessThing},
    data_class::DataClass,
    id::{AccessLogId, AccountId, PersonId},
    role::Role,
};
use store::{AccessFilter, NewAccount, Store};
use test_database::databases;

use crate::some::{a_person, minutes, now};

const NEWEST: AccessLogId = AccessLogId(i64::MAX);

fn a_line(at: DateTime<Utc>, kind: AccessKind, by: AccessBy) -> Access {
    Access {
        at,
        kind,
        result: AccessResult::Done,
        by,
        thing: AccessThing::Account,
        thing_id: 0,
        n_rows: None,
        client: "192.0.2.7".into(),
        route: "/sign_in".into(),
    }
}

async fn an_account(store: &Store, name: &str, sign_in_name: &str) -> (PersonId, AccountId) {
    let mut tx = store.begin().await.unwrap();
    let person_id = a_person(&mut tx, name).await;
    let account = NewAccount { person_id, sign_in_name, password_hash: None, created_at: now() };
    let account = tx.add_account(&account).await.unwrap();
    tx.commit_unlogged().await.unwrap();
    (person_id, account)
}

async fn add(store: &Store, lines: &[Access]) {
    let mut tx = store.begin().await.unwrap();
    for line in lines {
        tx.add_access(line).await.unwrap();
    }
    tx.commit_unlogged().await.unwrap();
}

/// When the lines were that a filter finds, newest first.
async fn found(store: &Store, filter: &AccessFilter) -> Vec<DateTime<Utc>> {
    let rows = store.read().await.unwrap().list_access_log(filter, NEWEST, 100).await.unwrap();
    rows.iter().map(|row| row.at).collect()
}

#[tokio::test]
async fn a_line_says_who_it_was() {
    for db in databases().await {
        let (person, account) = an_account(&db.store, "钱进", "qianjin").await;
        let (export, by) = (AccessKind::Export, AccessBy::Person(person, Some(Role::CityOffice)));
        let export = Access {
            thing: AccessThing::ClaimList,
            thing_id: 7,
            n_rows: Some(250),
            ..a_line(minutes(1), export, by)
        };
        let sign_in = a_line(now(), AccessKind::SignIn, AccessBy::Account(account));
        let nobody = a_line(minutes(2), AccessKind::SignIn, AccessBy::Nobody);
        let nobody = Access { result: AccessResult::WrongPassword, ..nobody };
        add(&db.store, &[sign_in, export, nobody]).await;
        let mut conn = db.store.read().await.unwrap();
        let rows = conn.list_access_log(&AccessFilter::default(), NEWEST, 2).await.unwrap();
        let [stranger, office] = &rows[..] else { panic!("two lines: {rows:?}") };
        assert_eq!((stranger.person_id, stranger.sign_in_name.as_deref()), (None, None));
        assert_eq!(stranger.result, AccessResult::WrongPassword);
        assert_eq!(office.person_id, Some(person), "{}", db.name);
        assert_eq!(office.person_name.as_deref(), Some("钱进"));
        assert_eq!(office.sign_in_name.as_deref(), Some("qianjin"));
        assert_eq!((office.role, office.n_rows), (Some(Role::CityOffice), Some(250)));
        assert_eq!((office.thing, office.thing_id), (AccessThing::ClaimList, 7));
        assert_eq!((office.client.as_str(), office.route.as_str()), ("192.0.2.7", "/sign_in"));
        let up_to = AccessLogId(office.id.0 - 1);
        let older = conn.list_access_log(&AccessFilter::default(), up_to, 2).await.unwrap();
        assert_eq!(older.iter().map(|row| row.at).collect::<Vec<_>>(), [now()]);
        drop(conn);
        db.remove().await;
    }
}

#[tokio::test]
async fn a_filter_finds_by_who_what_when_and_on_what() {
    for db in databases().await {
        let (_, one) = an_account(&db.store, "钱进", "qianjin").await;
        let (_, two) = an_account(&db.store, "孙%红", "sunhong").await;
        let (one, two) = (AccessBy::Account(one), AccessBy::Account(two));
        let locked = a_line(minutes(2), AccessKind::SignIn, two);
        let slides = a_line(minutes(3), AccessKind::Download, two);
        add(
            &db.store,
            &[
                a_line(now(), AccessKind::SignIn, one),
                a_line(minutes(1), AccessKind::SignOut, one),
                Access { result: AccessResult::Locked, ..locked },
                Access { thing: AccessThing::Slides, thing_id: 9, ..slides },
            ],
        )
        .await;
        let any = AccessFilter::default;
        let whose = |who: &str| AccessFilter { who: who.into(), ..any() };
        for (filter, lines) in [
            (any(), vec![3, 2, 1, 0]),
            (whose("钱"), vec![1, 0]),
            (whose("qianjin"), vec![1, 0]),
            (whose("qian"), vec![]),
            (whose("%"), vec![3, 2]),
            (AccessFilter { kind: Some(AccessKind::SignIn), ..any() }, vec![2, 0]),
            (AccessFilter { result: Some(AccessResult::Locked), ..any() }, vec![2]),
            (AccessFilter { from: Some(minutes(1)), until: Some(minutes(3)), ..any() }, vec![2, 1]),
            (AccessFilter { thing: Some(AccessThing::Slides), ..any() }, vec![3]),
            (AccessFilter { thing_id: Some(9), ..any() }, vec![3]),
            (AccessFilter { thing_id: Some(8), ..any() }, vec![]),
        ] {
            let lines: Vec<_> = lines.into_iter().map(minutes).collect();
            assert_eq!(found(&db.store, &filter).await, lines, "{}: {filter:?}", db.name);
        }
        db.remove().await;
    }
}

#[tokio::test]
async fn old_lines_go_a_few_at_a_time() {
    for db in databases().await {
        let lines: Vec<Access> =
            (0..5).map(|n| a_line(minutes(n), AccessKind::SignIn, AccessBy::Nobody)).collect();
        add(&db.store, &lines).await;
        let mut tx = db.store.begin().await.unwrap();
        for n in [2, 1, 0] {
            let swept = tx.sweep(DataClass::AccessLog, minutes(3), 2).await.unwrap();
            assert_eq!(swept, n, "{}", db.name);
        }
        tx.commit_unlogged().await.unwrap();
        let left = found(&db.store, &AccessFilter::default()).await;
        assert_eq!(left, [minutes(4), minutes(3)], "{}", db.name);
        db.remove().await;
    }
}
#[tokio::test]
async fn the_same_again_is_known_by_client_account_and_result() {
    for db in databases().await {
        let (_, account) = an_account(&db.store, "钱进", "qianjin").await;
        let by = AccessBy::Account(account);
        let locked = a_line(now(), AccessKind::SignIn, by);
        let locked = Access { result: AccessResult::Locked, ..locked };
        add(&db.store, std::slice::from_ref(&locked)).await;
        let mut conn = db.store.read().await.unwrap();
        let since = now() - TimeDelta::minutes(1);
        for (other, is_same) in [
            (locked.clone(), true),
            (Access { client: "192.0.2.8".into(), ..locked.clone() }, false),
            (Access { by: AccessBy::Nobody, ..locked.clone() }, false),
            (Access { result: AccessResult::Done, ..locked.clone() }, false),
        ] {
            let found = conn.has_same_access_since(&other, since).await.unwrap();
            assert_eq!(found, is_same, "{}: {other:?}", db.name);
        }
        assert!(!conn.has_same_access_since(&locked, minutes(1)).await.unwrap());
        drop(conn);
        db.remove().await;
    }
}
