//! Corrections of what stands on a paper: what is on one, what waits, and what the database refuses.

use chrono::{Days, TimeDelta};
use domain::{
    certificate::{CertificateKind, Issuer},
    credit_hour::CreditSource,
    id::{CertificateId, CreditHourId, HourClaimId, ParticipationId, PersonId},
    paper_correction::{Correction, CorrectionState, RegisterLine},
};
use store::{NewCertificate, NewCredit, NewPaperCorrection, Reach, StoreError, Tx};
use test_database::databases;

use crate::some::{a_person, now, today};

async fn credited(tx: &mut Tx, person: PersonId, source: (CreditSource, i64)) -> CreditHourId {
    let credit = NewCredit {
        person_id: person,
        held_on: today() - Days::new(9),
        spans: "",
        earned: 300,
        source: source.0,
        source_id: source.1,
        round: 1,
        kind: None,
        title: "业务培训",
        organiser: "市科协",
        verifier_id: None,
        created_at: now(),
    };
    tx.add_credit_hours(&[credit]).await.unwrap();
    let rows = tx.list_credit_hours(person, today() - Days::new(9), today()).await.unwrap();
    rows.iter().find(|row| (row.source, row.source_id) == source).unwrap().id
}

async fn a_record(tx: &mut Tx, person: PersonId, rows: &[CreditHourId]) -> CertificateId {
    let id = a_paper(tx, person, CertificateKind::TrainingRecord).await;
    tx.add_certificate_credits(id, rows).await.unwrap();
    id
}

/// A paper of somebody's that has no rows yet.
pub(crate) async fn a_paper(tx: &mut Tx, person: PersonId, kind: CertificateKind) -> CertificateId {
    let new = NewCertificate {
        kind,
        class: "",
        year: 2026,
        series_no: 1,
        number: "一号",
        number_key: "一号",
        token: "token",
        nomination_id: None,
        person_id: Some(person),
        name: "张三",
        title: "",
        issuer: &Issuer::default(),
        days: Some((today() - Days::new(20), today())),
        sum: Some((300, 1)),
        issued_on: today(),
        issuer_id: person,
        replaces_id: None,
    };
    tx.add_certificate(&new).await.unwrap()
}

/// A correction of a line of an imported register that a second person confirms now.
pub(crate) async fn confirmed_correction(tx: &mut Tx, whose: PersonId, line: i64) {
    let (first, second) = (a_person(tx, "李四").await, a_person(tx, "王五").await);
    let held = RegisterLine {
        title: "业务培训".into(),
        organiser: "市科协".into(),
        kind: String::new(),
        first_day: today() - Days::new(9),
        last_day: today() - Days::new(9),
        time: String::new(),
        hours: 300,
        note: String::new(),
    };
    let change = Correction::Register {
        line: ParticipationId(line),
        before: Box::new(held.clone()),
        after: Box::new(held),
        spans: String::new(),
    };
    let new = NewPaperCorrection {
        person_id: whose,
        title: "业务培训",
        amounts: (300, 0),
        change: &change,
        reason: "名册有误",
        proposer_id: first,
        proposed_at: now(),
    };
    let id = tx.add_paper_correction(&new).await.unwrap();
    let to = CorrectionState::Confirmed;
    assert!(tx.end_paper_correction((id, 1), to, (second, now()), "").await.unwrap());
}

#[tokio::test]
async fn a_row_on_a_paper_goes_by_a_confirmed_correction_alone() {
    for db in databases().await {
        let mut tx = db.store.begin().await.unwrap();
        let whose = a_person(&mut tx, "张三").await;
        let (first, second) = (a_person(&mut tx, "李四").await, a_person(&mut tx, "王五").await);
        let (claim, line) = ((CreditSource::HourClaim, 7), (CreditSource::Roster, 8));
        let row = credited(&mut tx, whose, claim).await;
        let other = credited(&mut tx, whose, line).await;
        assert!(tx.list_people_on_paper(claim).await.unwrap().is_empty(), "{}", db.name);
        a_record(&mut tx, whose, &[row, other]).await;
        assert_eq!(tx.list_people_on_paper(claim).await.unwrap(), [whose]);
        let lines = [ParticipationId(8), ParticipationId(9)];
        assert_eq!(tx.list_lines_on_paper(&lines).await.unwrap(), [ParticipationId(8)]);
        assert!(tx.list_lines_waiting(&lines).await.unwrap().is_empty());
        assert_eq!(tx.count_standing_hours(claim, whose).await.unwrap(), 300);

        let change = Correction::Claim { claim: HourClaimId(7), revision: 3, accepted: None };
        let new = NewPaperCorrection {
            person_id: whose,
            title: "业务培训",
            amounts: (300, 0),
            change: &change,
            reason: "证明上没有公章",
            proposer_id: first,
            proposed_at: now(),
        };
        let id = tx.add_paper_correction(&new).await.unwrap();
        let found = tx.find_paper_correction(id).await.unwrap().unwrap();
        assert_eq!((found.change, found.proposer_name.as_str()), (change.clone(), "李四"));
        assert_eq!(tx.list_corrections_of_source(claim).await.unwrap().len(), 1, "{}", db.name);
        assert_eq!(tx.list_corrections_of_person(whose).await.unwrap().len(), 1);
        assert_eq!(tx.list_waiting_corrections(&Reach::Everything).await.unwrap().len(), 1);
        assert!(tx.list_waiting_corrections(&Reach::Nothing).await.unwrap().is_empty());
        tx.commit_unlogged().await.unwrap();

        let refused = async |by: PersonId| {
            let mut tx = db.store.begin().await.unwrap();
            let to = CorrectionState::Confirmed;
            tx.end_paper_correction((id, 1), to, (by, now()), "").await
        };
        for by in [first, whose] {
            let answer = refused(by).await;
            assert!(matches!(answer, Err(StoreError::Refused)), "{}: {answer:?}", db.name);
        }
        let mut tx = db.store.begin().await.unwrap();
        let (source, key) = claim;
        let early = tx.reverse_credit_hours(source, key, whose, Some(first), now()).await;
        assert!(matches!(early, Err(StoreError::Refused)), "{}: {early:?}", db.name);
        drop(tx);
        let mut tx = db.store.begin().await.unwrap();
        let twice = tx.add_paper_correction(&new).await;
        assert!(matches!(twice, Err(StoreError::Conflict)), "{}: {twice:?}", db.name);
        drop(tx);

        let mut tx = db.store.begin().await.unwrap();
        let to = CorrectionState::Confirmed;
        assert!(!tx.end_paper_correction((id, 2), to, (second, now()), "").await.unwrap());
        assert!(tx.end_paper_correction((id, 1), to, (second, now()), "").await.unwrap());
        assert!(!tx.end_paper_correction((id, 1), to, (second, now()), "").await.unwrap(), "once");
        tx.reverse_credit_hours(source, key, whose, Some(first), now()).await.unwrap();
        assert_eq!(tx.count_standing_hours(claim, whose).await.unwrap(), 0, "{}", db.name);
        let (all, then) = (Reach::Everything, now() - TimeDelta::days(1));
        assert_eq!(tx.list_ended_corrections(&all, then).await.unwrap().len(), 1);
        assert!(
            tx.list_ended_corrections(&all, now() + TimeDelta::days(1)).await.unwrap().is_empty()
        );
        tx.commit_unlogged().await.unwrap();
        // What stands beside it on the paper has no correction; only what is confirmed goes.
        let mut tx = db.store.begin().await.unwrap();
        let beside = tx.reverse_roster_hours(&lines[..1], now()).await;
        assert!(matches!(beside, Err(StoreError::Refused)), "{}: {beside:?}", db.name);
        drop(tx);
        db.remove().await;
    }
}
