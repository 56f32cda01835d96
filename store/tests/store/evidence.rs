//! Papers and contest results: filed, corrected, confirmed, and what the database refuses.

use chrono::Days;
use domain::{
    evidence::{EvidenceKind, EvidenceLevel, EvidencePart, EvidenceState, NewEvidence},
    id::{PersonId, UploadId},
};
use store::{NewUpload, Reach, StoreError, Tx};
use test_database::databases;

use crate::some::{a_person, now, today};

async fn a_file(tx: &mut Tx, owner: PersonId) -> UploadId {
    let upload = NewUpload {
        token: "token",
        owner_id: owner,
        sha256: "ab",
        size: 3,
        media_type: "application/pdf",
        file_name: "论文.pdf",
        created_at: now(),
    };
    tx.add_upload(&upload).await.unwrap()
}

#[tokio::test]
async fn what_is_confirmed_stands_among_the_facts_and_nobody_confirms_the_own() {
    for db in databases().await {
        let mut tx = db.store.begin().await.unwrap();
        let whose = a_person(&mut tx, "张三").await;
        let (officer, office) = (a_person(&mut tx, "李四").await, a_person(&mut tx, "王五").await);
        let new = NewEvidence {
            kind: EvidenceKind::Paper,
            title: "潮汐的观察".into(),
            happened_on: today() - Days::new(30),
            venue: "示范教育研究".into(),
            level: EvidenceLevel::Province,
            prize: String::new(),
            part: EvidencePart::Author,
            proof: a_file(&mut tx, whose).await,
        };
        let id = tx.add_evidence(whose, &new, (officer, now())).await.unwrap();
        let row = tx.find_evidence(id).await.unwrap().unwrap();
        assert_eq!((row.form(), row.filer_name.as_str()), (new.clone(), "李四"), "{}", db.name);
        assert_eq!(tx.list_filed_evidence(&Reach::Everything).await.unwrap().len(), 1);
        assert!(tx.list_filed_evidence(&Reach::Nothing).await.unwrap().is_empty());
        assert!(tx.list_confirmed_evidence(&[whose]).await.unwrap().is_empty(), "{}", db.name);
        tx.commit_unlogged().await.unwrap();
        let filed = EvidenceState::Filed;
        for by in [whose, officer] {
            let mut tx = db.store.begin().await.unwrap();
            let to = (filed, EvidenceState::Confirmed);
            let own = tx.move_evidence((id, 1), to, (by, now()), "").await;
            assert!(matches!(own, Err(StoreError::Refused)), "{}: {own:?}", db.name);
        }
        let mut tx = db.store.begin().await.unwrap();
        let confirmed = EvidenceState::Confirmed;
        let by = (office, now());
        assert!(!tx.move_evidence((id, 2), (filed, confirmed), by, "").await.unwrap());
        assert!(tx.move_evidence((id, 1), (filed, confirmed), by, "").await.unwrap());
        let facts = tx.list_confirmed_evidence(&[whose, officer]).await.unwrap();
        assert_eq!(facts.len(), 1, "{}", db.name);
        assert_eq!((facts[0].0, facts[0].1.title.as_str()), (whose, "潮汐的观察"));
        // Corrected, it waits anew; withdrawn, it stays so.
        let changed = NewEvidence { title: "潮汐的再观察".into(), ..new };
        assert!(!tx.change_evidence((id, 1), &changed, (whose, now())).await.unwrap());
        assert!(tx.change_evidence((id, 2), &changed, (whose, now())).await.unwrap());
        assert!(tx.list_confirmed_evidence(&[whose]).await.unwrap().is_empty(), "{}", db.name);
        assert!(!tx.withdraw_evidence(id, 2).await.unwrap());
        assert!(tx.withdraw_evidence(id, 3).await.unwrap());
        assert!(!tx.change_evidence((id, 4), &changed, (whose, now())).await.unwrap(), "over");
        assert_eq!(tx.list_evidence_of(whose).await.unwrap().len(), 1);
        tx.commit_unlogged().await.unwrap();
        db.remove().await;
    }
}
