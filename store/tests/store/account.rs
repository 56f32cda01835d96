//! Accounts, sessions, attempts.

use chrono::Days;
use domain::{
    id::{BookingId, ReviewSessionId},
    inbox::Message,
    role::{Grant, Role, Scope},
};
use store::{NewAccount, StoreError};
use test_database::databases;

use crate::some::{a_person, minutes, now, today};

#[tokio::test]
async fn an_account_is_found_activated_and_unique() {
    for db in databases().await {
        let mut tx = db.store.begin().await.unwrap();
        let person = a_person(&mut tx, "张三").await;
        let account = NewAccount {
            person_id: person,
            sign_in_name: "zhang",
            password_hash: None,
            activation_digest: Some("digest"),
            activation_until: Some(minutes(10)),
            created_at: now(),
        };
        assert!(!tx.has_accounts().await.unwrap());
        let id = tx.add_account(&account).await.unwrap();
        assert_eq!(tx.find_account("zhang").await.unwrap().unwrap().id, id, "{}", db.name);
        assert_eq!(tx.find_account_of(person).await.unwrap().unwrap().id, id);
        assert_eq!(tx.find_activation("digest", now()).await.unwrap().unwrap().id, id);
        assert!(tx.find_activation("digest", minutes(10)).await.unwrap().is_none());
        tx.set_password(id, "hash").await.unwrap();
        assert!(tx.find_activation("digest", now()).await.unwrap().is_none());
        assert!(tx.has_accounts().await.unwrap());
        tx.set_activation(id, "anew", minutes(20)).await.unwrap();
        assert_eq!(tx.find_activation("anew", minutes(19)).await.unwrap().unwrap().id, id);
        assert!(tx.find_activation("digest", now()).await.unwrap().is_none(), "one code at a time");
        tx.commit_unlogged().await.unwrap();
        let mut tx = db.store.begin().await.unwrap();
        let twice = tx.add_account(&account).await;
        assert!(matches!(twice, Err(StoreError::Conflict)), "{}: {twice:?}", db.name);
        drop(tx);
        db.remove().await;
    }
}

#[tokio::test]
async fn a_session_ends_at_its_end_or_when_it_is_ended() {
    for db in databases().await {
        let mut tx = db.store.begin().await.unwrap();
        let person = a_person(&mut tx, "张三").await;
        let account = NewAccount {
            person_id: person,
            sign_in_name: "zhang",
            password_hash: Some("hash"),
            activation_digest: None,
            activation_until: None,
            created_at: now(),
        };
        let account = tx.add_account(&account).await.unwrap();
        for digest in ["one", "two", "three"] {
            tx.add_session(digest, account, now(), minutes(60)).await.unwrap();
        }
        let found = tx.find_presence("one", minutes(59), today()).await.unwrap().unwrap();
        let session = &found.session;
        assert_eq!((session.person_id, session.name.as_str()), (person, "张三"), "{}", db.name);
        assert_eq!((found.grants.len(), found.n_unread), (0, 0));
        assert!(tx.find_presence("one", minutes(60), today()).await.unwrap().is_none());
        let grant = Grant {
            role: Role::Tutor,
            scope: Scope::Everything,
            starts_on: today(),
            ends_on: Some(today() + Days::new(1)),
        };
        tx.add_grant(person, &grant).await.unwrap();
        tx.add_grant(person, &Grant { role: Role::Lecturer, ..grant }).await.unwrap();
        let message = Message::SlotBooked {
            session: ReviewSessionId(3),
            booking: BookingId(4),
            title: "潮汐".into(),
            lecturer: "李四".into(),
            starts_at: now(),
        };
        tx.add_message(person, &message, now()).await.unwrap();
        let found = tx.find_presence("one", now(), today()).await.unwrap().unwrap();
        assert_eq!((&found.grants[0], found.grants.len()), (&grant, 2), "{}", db.name);
        assert_eq!(found.n_unread, 1);
        let tomorrow = today() + Days::new(1);
        let later = tx.find_presence("one", now(), tomorrow).await.unwrap().unwrap();
        assert!(later.grants.is_empty(), "{}", db.name);
        tx.touch_session("one", minutes(5)).await.unwrap();
        let touched = tx.find_presence("one", now(), today()).await.unwrap().unwrap();
        assert_eq!(touched.session.touched_at, minutes(5));
        tx.end_session("one", minutes(6)).await.unwrap();
        assert!(tx.find_presence("one", minutes(6), today()).await.unwrap().is_none());
        assert_eq!(tx.find_session_account("one").await.unwrap(), Some(account));
        tx.end_session("one", minutes(7)).await.unwrap();
        assert!(
            tx.find_presence("one", minutes(6), today()).await.unwrap().is_none(),
            "it stays ended"
        );
        assert!(tx.find_presence("two", minutes(6), today()).await.unwrap().is_some());
        tx.end_sessions_of(account, minutes(6)).await.unwrap();
        assert!(tx.find_presence("two", minutes(6), today()).await.unwrap().is_none());
        tx.add_session("four", account, now(), minutes(60)).await.unwrap();
        assert!(!tx.has_session_due(minutes(4)).await.unwrap(), "{}", db.name);
        assert!(tx.has_session_due(minutes(60)).await.unwrap(), "{}", db.name);
        tx.sweep_sessions(minutes(60)).await.unwrap();
        assert!(!tx.has_session_due(minutes(60)).await.unwrap(), "{}", db.name);
        assert!(tx.find_presence("four", now(), today()).await.unwrap().is_none());
        assert_eq!(tx.find_session_account("one").await.unwrap(), None);
        tx.commit_unlogged().await.unwrap();
        db.remove().await;
    }
}

#[tokio::test]
async fn failed_attempts_are_counted_by_source_and_forgiven() {
    for db in databases().await {
        let mut tx = db.store.begin().await.unwrap();
        for at in [0, 1, 2] {
            tx.add_attempt("name:a", minutes(at)).await.unwrap();
        }
        tx.add_attempt("name:b", minutes(1)).await.unwrap();
        assert_eq!(tx.count_attempts("name:a", now()).await.unwrap(), 2, "{}", db.name);
        tx.remove_attempts("name:a").await.unwrap();
        assert_eq!(tx.count_attempts("name:a", minutes(-1)).await.unwrap(), 0);
        assert_eq!(tx.count_attempts("name:b", minutes(-1)).await.unwrap(), 1);
        assert!(tx.has_session_due(minutes(1)).await.unwrap(), "{}", db.name);
        tx.sweep_sessions(minutes(1)).await.unwrap();
        assert!(!tx.has_session_due(minutes(1)).await.unwrap(), "{}", db.name);
        assert_eq!(tx.count_attempts("name:b", minutes(-1)).await.unwrap(), 0);
        tx.commit_unlogged().await.unwrap();
        db.remove().await;
    }
}

#[tokio::test]
async fn a_code_sets_one_password() {
    for db in databases().await {
        let mut tx = db.store.begin().await.unwrap();
        let person = a_person(&mut tx, "张三").await;
        let account = NewAccount {
            person_id: person,
            sign_in_name: "zhangsan",
            password_hash: None,
            activation_digest: Some("digest"),
            activation_until: Some(minutes(10)),
            created_at: now(),
        };
        let id = tx.add_account(&account).await.unwrap();
        assert_eq!(tx.use_activation("digest", minutes(11), "late").await.unwrap(), None);
        let used = tx.use_activation("digest", minutes(5), "hash").await.unwrap();
        assert_eq!(used, Some(id), "{}", db.name);
        assert_eq!(tx.use_activation("digest", minutes(5), "again").await.unwrap(), None);
        let account = tx.find_account("zhangsan").await.unwrap().unwrap();
        assert_eq!(account.password_hash.as_deref(), Some("hash"));
        drop(tx);
        db.remove().await;
    }
}
