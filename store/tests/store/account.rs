//! Accounts, sessions, attempts.

use chrono::Days;
use domain::{
    data_class::DataClass,
    id::{AccountId, BookingId, PersonId, ReviewSessionId},
    inbox::Message,
    role::{Grant, Role, Scope},
};
use store::{NewAccount, NewAccountSession, NewCode, PasswordKey, StoreError};
use test_database::databases;

use crate::some::{a_person, minutes, now, today};

fn account_of(person_id: PersonId) -> NewAccount<'static> {
    NewAccount { person_id, sign_in_name: "zhang", password_hash: Some("hash"), created_at: now() }
}

fn code(digest: &str, until: i64) -> NewCode<'_> {
    NewCode { digest, until: minutes(until), issuer: None }
}

fn a_session(digest: &str, account_id: AccountId) -> NewAccountSession<'_> {
    NewAccountSession {
        digest,
        account_id,
        password_hash: "hash",
        device: "Firefox · Windows",
        created_at: now(),
        expires_at: minutes(60),
    }
}

#[tokio::test]
async fn an_account_is_found_activated_and_unique() {
    for db in databases().await {
        let mut tx = db.store.begin().await.unwrap();
        let person = a_person(&mut tx, "张三").await;
        let account = NewAccount { password_hash: None, ..account_of(person) };
        assert!(!tx.has_accounts().await.unwrap());
        let id = tx.add_account(&account).await.unwrap();
        assert_eq!(tx.find_account("zhang").await.unwrap().unwrap().id, id, "{}", db.name);
        let issuer = NewCode { issuer: Some(person), ..code("digest", 10) };
        tx.set_activation(id, &issuer).await.unwrap();
        let found = tx.find_account_of(person).await.unwrap().unwrap();
        assert_eq!((found.id, found.activation_issuer_id), (id, Some(person)));
        assert_eq!((found.password_since, found.closed_at), (None, None));
        assert_eq!(tx.find_activation("digest", now()).await.unwrap().unwrap().id, id);
        assert!(tx.find_activation("digest", minutes(10)).await.unwrap().is_none());
        assert!(tx.has_accounts().await.unwrap());
        tx.set_activation(id, &code("anew", 20)).await.unwrap();
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
async fn a_session_begins_with_the_password_of_now_alone() {
    for db in databases().await {
        let mut tx = db.store.begin().await.unwrap();
        let person = a_person(&mut tx, "张三").await;
        let account = tx.add_account(&account_of(person)).await.unwrap();
        assert!(tx.add_session(&a_session("one", account)).await.unwrap(), "{}", db.name);
        let key = PasswordKey::Old(account, "hash");
        assert_eq!(tx.change_password(key, "new", minutes(1)).await.unwrap(), Some(account));
        assert!(!tx.add_session(&a_session("two", account)).await.unwrap(), "{}", db.name);
        let with = NewAccountSession { password_hash: "new", ..a_session("three", account) };
        assert!(tx.add_session(&with).await.unwrap());
        let running = tx.list_own_sessions(person, minutes(2)).await.unwrap();
        assert_eq!(running.len(), 1, "{}: the other one ended with the password", db.name);
        assert_eq!((&*running[0].digest, &*running[0].device), ("three", "Firefox · Windows"));
        tx.remove_password(account, minutes(3)).await.unwrap();
        assert!(tx.list_own_sessions(person, minutes(3)).await.unwrap().is_empty());
        assert!(!tx.add_session(&NewAccountSession { digest: "four", ..with }).await.unwrap());
        drop(tx);
        db.remove().await;
    }
}

#[tokio::test]
async fn a_closed_account_is_open_again_with_a_code() {
    for db in databases().await {
        let mut tx = db.store.begin().await.unwrap();
        let person = a_person(&mut tx, "张三").await;
        let account = tx.add_account(&account_of(person)).await.unwrap();
        tx.add_session(&a_session("one", account)).await.unwrap();
        tx.set_activation(account, &code("digest", 20)).await.unwrap();
        assert!(tx.close_account(account, minutes(1)).await.unwrap(), "{}", db.name);
        assert!(!tx.close_account(account, minutes(2)).await.unwrap(), "{}: once", db.name);
        let closed = tx.find_account_of(person).await.unwrap().unwrap();
        assert_eq!((closed.closed_at, closed.password_hash), (Some(minutes(1)), None));
        assert!(tx.find_activation("digest", minutes(1)).await.unwrap().is_none());
        assert!(tx.list_own_sessions(person, minutes(1)).await.unwrap().is_empty());
        tx.set_activation(account, &code("anew", 20)).await.unwrap();
        let open = tx.find_account_of(person).await.unwrap().unwrap();
        assert_eq!(open.closed_at, None, "{}", db.name);
        drop(tx);
        db.remove().await;
    }
}

#[tokio::test]
async fn a_browser_is_known_to_the_accounts_that_it_has_signed_in_to() {
    for db in databases().await {
        let mut tx = db.store.begin().await.unwrap();
        let person = a_person(&mut tx, "张三").await;
        let account = tx.add_account(&account_of(person)).await.unwrap();
        assert!(!tx.has_known_browser("browser").await.unwrap(), "{}", db.name);
        tx.ensure_known_browser("browser", account, now()).await.unwrap();
        tx.ensure_known_browser("browser", account, minutes(5)).await.unwrap();
        assert!(tx.has_known_browser("browser").await.unwrap(), "{}", db.name);
        assert!(tx.is_browser_known("browser", "zhang").await.unwrap(), "{}", db.name);
        assert!(!tx.is_browser_known("browser", "li").await.unwrap());
        assert!(!tx.is_browser_known("another", "zhang").await.unwrap());
        tx.sweep(DataClass::KnownBrowsers, minutes(4), 9).await.unwrap();
        assert!(tx.has_known_browser("browser").await.unwrap(), "{}: seen since", db.name);
        tx.sweep(DataClass::KnownBrowsers, minutes(5), 9).await.unwrap();
        assert!(!tx.has_known_browser("browser").await.unwrap(), "{}", db.name);
        tx.ensure_known_browser("browser", account, now()).await.unwrap();
        tx.remove_known_browsers(account).await.unwrap();
        assert!(!tx.is_browser_known("browser", "zhang").await.unwrap(), "{}", db.name);
        drop(tx);
        db.remove().await;
    }
}

#[tokio::test]
async fn a_second_factor_is_used_step_by_step() {
    for db in databases().await {
        let mut tx = db.store.begin().await.unwrap();
        let person = a_person(&mut tx, "张三").await;
        let account = tx.add_account(&account_of(person)).await.unwrap();
        assert!(!tx.use_factor_step(account, 7).await.unwrap(), "{}: there is none", db.name);
        let codes = ["one".to_owned(), "two".to_owned()];
        tx.set_factor(account, "ab", 7, &codes).await.unwrap();
        let found = tx.find_account_of(person).await.unwrap().unwrap();
        assert_eq!(found.factor_secret.as_deref(), Some("ab"), "{}", db.name);
        assert!(!tx.use_factor_step(account, 7).await.unwrap(), "{}", db.name);
        assert!(tx.use_factor_step(account, 8).await.unwrap(), "{}", db.name);
        assert!(tx.use_recovery_code(account, "one").await.unwrap(), "{}", db.name);
        assert!(!tx.use_recovery_code(account, "one").await.unwrap(), "{}", db.name);
        assert_eq!(tx.count_recovery_codes(account).await.unwrap(), 1, "{}", db.name);
        assert!(tx.remove_factor(account).await.unwrap(), "{}", db.name);
        assert!(!tx.remove_factor(account).await.unwrap(), "{}", db.name);
        assert_eq!(tx.count_recovery_codes(account).await.unwrap(), 0, "{}", db.name);
        drop(tx);
        db.remove().await;
    }
}

#[tokio::test]
async fn a_second_factor_is_owed_by_who_has_a_role_that_needs_it() {
    for db in databases().await {
        let mut tx = db.store.begin().await.unwrap();
        let person = a_person(&mut tx, "张三").await;
        let account = tx.add_account(&account_of(person)).await.unwrap();
        tx.add_session(&a_session("one", account)).await.unwrap();
        let (role, scope) = (Role::Judge, Scope::Everything);
        let grant = Grant { role, scope, starts_on: today(), ends_on: None };
        tx.add_grant(person, &grant).await.unwrap();
        assert!(tx.list_factor_demands().await.unwrap().is_empty(), "{}", db.name);
        tx.set_factor_demands(&[Role::Supervisor]).await.unwrap();
        assert!(!tx.find_presence("one", now(), today()).await.unwrap().unwrap().owes_factor);
        tx.set_factor_demands(&[role]).await.unwrap();
        assert_eq!(tx.list_factor_demands().await.unwrap(), [role], "{}", db.name);
        assert!(tx.find_presence("one", now(), today()).await.unwrap().unwrap().owes_factor);
        tx.set_factor(account, "ab", 7, &[]).await.unwrap();
        assert!(!tx.find_presence("one", now(), today()).await.unwrap().unwrap().owes_factor);
        drop(tx);
        db.remove().await;
    }
}

#[tokio::test]
async fn a_session_ends_at_its_end_or_when_it_is_ended() {
    for db in databases().await {
        let mut tx = db.store.begin().await.unwrap();
        let person = a_person(&mut tx, "张三").await;
        let account = tx.add_account(&account_of(person)).await.unwrap();
        for digest in ["one", "two", "three"] {
            assert!(tx.add_session(&a_session(digest, account)).await.unwrap());
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
        assert!(tx.end_sessions_of(account, minutes(6)).await.unwrap());
        assert!(!tx.end_sessions_of(account, minutes(7)).await.unwrap(), "none runs");
        assert!(tx.find_presence("two", minutes(6), today()).await.unwrap().is_none());
        assert!(tx.add_session(&a_session("four", account)).await.unwrap());
        assert!(!tx.has_swept_due(DataClass::Sessions, minutes(4)).await.unwrap(), "{}", db.name);
        assert!(tx.has_swept_due(DataClass::Sessions, minutes(60)).await.unwrap(), "{}", db.name);
        tx.sweep(DataClass::Sessions, minutes(60), 9).await.unwrap();
        assert!(!tx.has_swept_due(DataClass::Sessions, minutes(60)).await.unwrap(), "{}", db.name);
        assert!(tx.find_presence("four", now(), today()).await.unwrap().is_none());
        assert_eq!(tx.find_session_account("one").await.unwrap(), None);
        tx.commit_unlogged().await.unwrap();
        db.remove().await;
    }
}

#[tokio::test]
async fn attempts_are_counted_by_source_and_forgiven() {
    for db in databases().await {
        let mut tx = db.store.begin().await.unwrap();
        tx.take_turn("name:a").await.unwrap();
        for at in [0, 1, 2] {
            tx.add_attempt("name:a", minutes(at)).await.unwrap();
        }
        let last = tx.add_attempt("name:b", minutes(1)).await.unwrap();
        tx.add_attempt("name:b:browser", minutes(1)).await.unwrap();
        assert_eq!(tx.count_attempts("name:a", now()).await.unwrap(), 2, "{}", db.name);
        tx.remove_attempts("name:a").await.unwrap();
        assert_eq!(tx.count_attempts("name:a", minutes(-1)).await.unwrap(), 0);
        assert_eq!(tx.count_attempts("name:b", minutes(-1)).await.unwrap(), 1);
        tx.remove_attempt(last).await.unwrap();
        assert_eq!(tx.count_attempts("name:b", minutes(-1)).await.unwrap(), 0);
        assert!(tx.remove_attempts_below("name:b").await.unwrap(), "{}", db.name);
        assert!(!tx.remove_attempts_below("name:b").await.unwrap(), "{}", db.name);
        assert_eq!(tx.count_attempts("name:b:browser", minutes(-1)).await.unwrap(), 0);
        tx.add_attempt("name:b", minutes(1)).await.unwrap();
        assert!(tx.has_swept_due(DataClass::Sessions, minutes(1)).await.unwrap(), "{}", db.name);
        tx.sweep(DataClass::Sessions, minutes(1), 9).await.unwrap();
        assert!(!tx.has_swept_due(DataClass::Sessions, minutes(1)).await.unwrap(), "{}", db.name);
        assert_eq!(tx.count_attempts("name:b", minutes(-1)).await.unwrap(), 0);
        tx.commit_unlogged().await.unwrap();
        db.remove().await;
    }
}

#[tokio::test]
async fn a_password_is_changed_by_the_old_one_or_by_a_code_and_by_each_once() {
    for db in databases().await {
        let mut tx = db.store.begin().await.unwrap();
        let person = a_person(&mut tx, "张三").await;
        let id = tx.add_account(&account_of(person)).await.unwrap();
        let by_code = PasswordKey::Code("digest");
        tx.set_activation(id, &code("digest", 10)).await.unwrap();
        assert_eq!(tx.change_password(by_code, "late", minutes(11)).await.unwrap(), None);
        tx.add_session(&a_session("one", id)).await.unwrap();
        let used = tx.change_password(by_code, "second", minutes(5)).await.unwrap();
        assert_eq!(used, Some(id), "{}", db.name);
        assert_eq!(tx.change_password(by_code, "again", minutes(5)).await.unwrap(), None);
        assert!(tx.list_own_sessions(person, minutes(5)).await.unwrap().is_empty());
        let by_first = PasswordKey::Old(id, "hash");
        assert_eq!(tx.change_password(by_first, "again", minutes(6)).await.unwrap(), None);
        tx.set_activation(id, &code("another", 10)).await.unwrap();
        let by_old = PasswordKey::Old(id, "second");
        assert_eq!(tx.change_password(by_old, "third", minutes(7)).await.unwrap(), Some(id));
        let account = tx.find_account("zhang").await.unwrap().unwrap();
        assert_eq!(account.password_hash.as_deref(), Some("third"), "{}", db.name);
        assert_eq!(account.password_since, Some(minutes(7)));
        assert!(tx.find_activation("another", minutes(8)).await.unwrap().is_none(), "no code left");
        drop(tx);
        db.remove().await;
    }
}
