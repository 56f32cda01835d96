//! Messages, forms sent once, previews of imports.

use domain::{
    id::{CourseVersionId, PersonId, TrainingEventId},
    inbox::{Message, MessageKind},
    role::{Reach, Role},
};
use store::{NewAccount, PlanRow};
use test_database::databases;

use crate::some::{a_party, a_person, minutes, now, today};

#[tokio::test]
async fn a_message_is_read_back_as_it_was_sent() {
    for db in databases().await {
        let mut tx = db.store.begin().await.unwrap();
        let person = a_person(&mut tx, "张三").await;
        let message =
            Message::CourseCleared { version: CourseVersionId(7), title: "潮汐𠅤🌊".into() };
        tx.add_message(person, &message, now()).await.unwrap();
        assert!(!tx.list_messages(person, None, 10).await.unwrap()[0].is_read, "{}", db.name);
        tx.set_messages_read(person, minutes(1)).await.unwrap();
        let rows = tx.list_messages(person, None, 10).await.unwrap();
        assert_eq!((&rows[0].message, rows[0].is_read), (&message, true));
        tx.commit_unlogged().await.unwrap();
        db.remove().await;
    }
}

#[tokio::test]
async fn a_message_to_many_reaches_those_who_can_read_it() {
    for db in databases().await {
        let mut tx = db.store.begin().await.unwrap();
        let people = [a_person(&mut tx, "张三").await, a_person(&mut tx, "李四").await];
        let account = NewAccount {
            person_id: people[0],
            sign_in_name: "zhang",
            password_hash: None,
            created_at: now(),
        };
        tx.add_account(&account).await.unwrap();
        let message = Message::RoleGiven { role: Role::Tutor, to: None };
        tx.add_messages(&people, &message, now()).await.unwrap();
        let rows = tx.list_messages(people[0], None, 10).await.unwrap();
        assert_eq!((rows.len(), &rows[0].message), (1, &message), "{}", db.name);
        assert!(tx.list_messages(people[1], None, 10).await.unwrap().is_empty(), "{}", db.name);
        drop(tx);
        db.remove().await;
    }
}

#[tokio::test]
async fn a_form_is_remembered_once() {
    for db in databases().await {
        let mut tx = db.store.begin().await.unwrap();
        let person = a_person(&mut tx, "张三").await;
        assert!(tx.claim_once("token", person, "ab", now()).await.unwrap(), "{}", db.name);
        tx.set_once("token", person, 7, "ab").await.unwrap();
        let made = (7, "ab".to_owned());
        assert_eq!(tx.find_once("token", person).await.unwrap(), Some(made), "{}", db.name);
        assert_eq!(tx.find_once("token", PersonId(person.0 + 1)).await.unwrap(), None);
        assert!(!tx.claim_once("token", person, "cd", now()).await.unwrap());
        drop(tx);
        db.remove().await;
    }
}

#[tokio::test]
async fn a_preview_is_kept_and_finished() {
    for db in databases().await {
        let mut tx = db.store.begin().await.unwrap();
        let plan = PlanRow {
            hash: "hash".into(),
            kind: domain::roster::Kind::Lecturers,
            upload_id: None,
            as_of: today(),
            body: "{}".into(),
            committed_at: None,
        };
        tx.add_plan(&plan, now()).await.unwrap();
        tx.add_plan(&plan, now()).await.unwrap();
        assert_eq!(tx.find_plan("hash").await.unwrap(), Some(plan), "{}", db.name);
        assert!(tx.claim_plan("hash", minutes(3)).await.unwrap());
        assert!(!tx.claim_plan("hash", minutes(4)).await.unwrap(), "{}", db.name);
        let said = |field: &str| [("来自哪里".to_owned(), field.to_owned())];
        let kind = domain::roster::Kind::Tutors;
        tx.set_roster_headings(kind, &said("name"), now()).await.unwrap();
        tx.set_roster_headings(kind, &said("unit"), minutes(1)).await.unwrap();
        assert_eq!(tx.list_roster_headings(kind).await.unwrap(), said("unit"), "{}", db.name);
        let other = domain::roster::Kind::Hosts;
        assert!(tx.list_roster_headings(other).await.unwrap().is_empty(), "{}", db.name);
        let done = tx.find_plan("hash").await.unwrap().unwrap();
        assert_eq!(done.committed_at, Some(minutes(3)));
        tx.commit_unlogged().await.unwrap();
        db.remove().await;
    }
}

#[tokio::test]
async fn an_office_finds_who_has_not_read_what_must_be_read() {
    for db in databases().await {
        let (person, _) = a_party(&db.store, "甲").await;
        let (other, _) = a_party(&db.store, "乙").await;
        let moved =
            Message::TrainingCancelled { event: TrainingEventId(7), title: "观星".into() };
        let mut tx = db.store.begin().await.unwrap();
        tx.add_message(person, &moved, now()).await.unwrap();
        tx.add_message(other, &moved, minutes(1)).await.unwrap();
        tx.add_message(other, &Message::RecordsMerged {}, now()).await.unwrap();
        let kinds = [MessageKind::TrainingCancelled];
        let all = Reach::Everything;
        assert_eq!(
            tx.list_unread(&kinds, minutes(0), &all, (None, 9)).await.unwrap().len(),
            1,
            "{}",
            db.name
        );
        assert_eq!(
            tx.list_unread(&kinds, minutes(2), &all, (None, 9)).await.unwrap().len(),
            2,
            "{}",
            db.name
        );
        assert_eq!(
            tx.list_unread(&[], minutes(2), &all, (None, 9)).await.unwrap().len(),
            0,
            "{}",
            db.name
        );
        let rows = tx.list_unread(&kinds, minutes(2), &all, (None, 9)).await.unwrap();
        let people: Vec<_> = rows.iter().map(|row| row.person_id).collect();
        assert_eq!((people, rows[0].message == moved), (vec![person, other], true), "{}", db.name);
        assert_eq!(
            tx.list_unread(&kinds, minutes(2), &all, (Some(rows[1].id), 9)).await.unwrap().len(),
            1
        );
        let none = Reach::Nothing;
        assert_eq!(
            tx.list_unread(&kinds, minutes(2), &none, (None, 9)).await.unwrap().len(),
            0,
            "{}",
            db.name
        );
        tx.set_message_read(rows[0].id, other, minutes(3)).await.unwrap();
        assert_eq!(
            tx.list_unread(&kinds, minutes(2), &all, (None, 9)).await.unwrap().len(),
            2,
            "another's"
        );
        tx.set_message_read(rows[0].id, person, minutes(3)).await.unwrap();
        assert_eq!(
            tx.list_unread(&kinds, minutes(2), &all, (None, 9)).await.unwrap().len(),
            1,
            "{}",
            db.name
        );
        tx.commit_unlogged().await.unwrap();
        db.remove().await;
    }
}
