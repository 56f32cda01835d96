//! What people have said of the handling and the publication of their data.

use domain::consent::{ConsentAnswer, ConsentChannel, ConsentPurpose};
use store::ConsentRow;
use test_database::databases;

use crate::some::{a_person, minutes, now};

#[tokio::test]
async fn what_somebody_says_last_holds_and_the_rest_is_kept() {
    for db in databases().await {
        let mut tx = db.store.begin().await.unwrap();
        let person = a_person(&mut tx, "张三").await;
        let purpose = ConsentPurpose::Publication;
        assert_eq!(tx.find_consent(person, purpose).await.unwrap(), None, "{}", db.name);
        let given = ConsentRow {
            purpose,
            answer: ConsentAnswer::Given,
            text_digest: "text".into(),
            channel: ConsentChannel::Activation,
            at: now(),
            ended_at: None,
        };
        tx.set_consent(person, &given).await.unwrap();
        assert_eq!(tx.find_consent(person, purpose).await.unwrap().as_ref(), Some(&given));
        let withdrawn =
            ConsentRow { answer: ConsentAnswer::Withdrawn, at: minutes(5), ..given.clone() };
        tx.set_consent(person, &withdrawn).await.unwrap();
        let before = ConsentRow { ended_at: Some(minutes(5)), ..given };
        assert_eq!(tx.list_consents(person).await.unwrap(), [withdrawn, before], "{}", db.name);
        let other = ConsentPurpose::Processing;
        assert_eq!(tx.find_consent(person, other).await.unwrap(), None, "each by itself");
        drop(tx);
        db.remove().await;
    }
}
