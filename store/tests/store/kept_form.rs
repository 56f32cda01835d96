//! Sealed forms.

use domain::data_class::DataClass;
use store::{KeptFormRow, NewAccount};
use test_database::databases;

use crate::some::{a_person, minutes, now};

#[tokio::test]
async fn a_kept_form_is_found_by_its_own_account_until_it_is_swept() {
    for db in databases().await {
        let mut tx = db.store.begin().await.unwrap();
        let mut accounts = Vec::new();
        let mut people = Vec::new();
        for name in ["one", "two"] {
            let person = a_person(&mut tx, name).await;
            let account = NewAccount {
                person_id: person,
                sign_in_name: name,
                password_hash: None,
                created_at: now(),
            };
            accounts.push(tx.add_account(&account).await.unwrap());
            people.push(person);
        }
        let form = KeptFormRow {
            digest: "d".into(),
            account_id: accounts[0],
            page: "/course/new".into(),
            sealed: vec![0, 255],
            created_at: now(),
        };
        tx.add_kept_form(&form).await.unwrap();
        tx.commit_unlogged().await.unwrap();

        let mut conn = db.store.read().await.unwrap();
        assert_eq!(conn.find_kept_form("d", people[0]).await.unwrap(), Some(form));
        assert_eq!(conn.find_kept_form("d", people[1]).await.unwrap(), None);
        drop(conn);

        let mut tx = db.store.begin().await.unwrap();
        assert!(
            !tx.has_swept_due(DataClass::SealedForms, minutes(-60)).await.unwrap(),
            "{}",
            db.name
        );
        assert!(tx.has_swept_due(DataClass::SealedForms, now()).await.unwrap(), "{}", db.name);
        assert_eq!(tx.sweep(DataClass::SealedForms, minutes(-60), 9).await.unwrap(), 0);
        tx.commit_unlogged().await.unwrap();
        let mut conn = db.store.read().await.unwrap();
        assert!(conn.find_kept_form("d", people[0]).await.unwrap().is_some());
        drop(conn);

        let mut tx = db.store.begin().await.unwrap();
        assert_eq!(tx.sweep(DataClass::SealedForms, now(), 9).await.unwrap(), 1);
        tx.commit_unlogged().await.unwrap();
        let mut conn = db.store.read().await.unwrap();
        assert_eq!(conn.find_kept_form("d", people[0]).await.unwrap(), None);
        drop(conn);
        db.remove().await;
    }
}

#[tokio::test]
async fn of_one_account_the_newest_stay() {
    for db in databases().await {
        let mut tx = db.store.begin().await.unwrap();
        let owner = a_person(&mut tx, "one").await;
        let account = NewAccount {
            person_id: owner,
            sign_in_name: "one",
            password_hash: None,
            created_at: now(),
        };
        let account_id = tx.add_account(&account).await.unwrap();
        for n in 0..5 {
            let form = KeptFormRow {
                digest: format!("digest {n}"),
                account_id,
                page: "/course/new".into(),
                sealed: vec![0],
                created_at: now(),
            };
            tx.add_kept_form(&form).await.unwrap();
            tx.keep_newest_forms(account_id, &form.digest, 2).await.unwrap();
        }
        assert!(tx.find_kept_form("digest 4", owner).await.unwrap().is_some(), "{}", db.name);
        let mut left = 0;
        for n in 0..5 {
            let found = tx.find_kept_form(&format!("digest {n}"), owner).await.unwrap();
            left += usize::from(found.is_some());
        }
        assert_eq!(left, 3, "{}", db.name);
        tx.commit_unlogged().await.unwrap();
        db.remove().await;
    }
}
