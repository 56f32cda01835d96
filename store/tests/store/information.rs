//! All that is held of one person.

use domain::{course::CourseVersionState, inbox::Message};
use store::{Known, NewPerson};
use test_database::databases;

use crate::some::{a_person, a_version, now};

#[tokio::test]
async fn what_is_held_is_listed_and_nothing_of_others() {
    for db in databases().await {
        let mut tx = db.store.begin().await.unwrap();
        let new = NewPerson { name: "张三", phone: Some("13800000000"), ..NewPerson::default() };
        let person = tx.add_person(&new).await.unwrap();
        let other = a_person(&mut tx, "李四").await;
        a_version(&mut tx, person, "潮汐", CourseVersionState::Listed).await;
        tx.add_message(person, &Message::RecordsMerged {}, now()).await.unwrap();
        assert!(tx.change_own_phone(person, Some("13900000000")).await.unwrap());
        assert!(!tx.change_own_phone(person, Some("13900000000")).await.unwrap(), "the same");
        let all = tx.list_information(person).await.unwrap();
        let value = |known| all.iter().find(|it| it.known == known).map(|it| it.value.as_str());
        assert_eq!(value(Known::Name), Some("张三"), "{}", db.name);
        assert_eq!(value(Known::Phone), Some("13900000000"));
        assert_eq!(value(Known::Course), Some("潮汐"));
        assert_eq!(value(Known::Messages), Some("1"));
        assert_eq!(value(Known::Nomination), None);
        let others = tx.list_information(other).await.unwrap();
        assert_eq!(others.iter().map(|it| it.known).collect::<Vec<_>>(), [Known::Name]);
        drop(tx);
        db.remove().await;
    }
}
