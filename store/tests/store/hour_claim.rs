//! Claims: the database itself refuses who may not verify, and a proof that is used twice.

use domain::{
    credit_hour::{ActivityKind, HalfDay, Hours, VerificationStep},
    hour_claim::{ClaimDraft, ClaimState, Participation},
    id::{HourClaimId, OrganisationId, PersonId, RegionId, UploadId},
    role::{Grant, Role, Scope},
};
use store::{
    ClaimFilter, ClaimMove, ClaimRoute, NewOrganisation, NewUpload, Reach, StoreError, Tx,
};
use test_database::databases;

use crate::some::{a_person, now, today};

pub(crate) async fn a_proof(tx: &mut Tx, owner: PersonId, token: &str, sha256: &str) -> UploadId {
    let upload = NewUpload {
        token,
        owner_id: owner,
        sha256,
        size: 1,
        media_type: "application/pdf",
        file_name: "证明.pdf",
        created_at: now(),
    };
    tx.add_upload(&upload).await.unwrap()
}

pub(crate) fn draft(proof: UploadId) -> ClaimDraft {
    ClaimDraft {
        title: "研修".into(),
        organiser: "示范科学馆".into(),
        kind: Some(ActivityKind::WorkExchange),
        participation: Participation::HalfDays,
        minutes: None,
        topic: String::new(),
        first_day: Some(today()),
        last_day: Some(today()),
        half_days: vec![HalfDay::Morning],
        claimed: Some(Hours::hundredths(300)),
        report: String::new(),
        proof: Some(proof),
    }
}

async fn a_unit(tx: &mut Tx) -> OrganisationId {
    let unit =
        NewOrganisation { name: "小学", match_key: "小学", ..NewOrganisation::default() };
    tx.add_organisation(&unit).await.unwrap()
}

fn decision(
    id: HourClaimId,
    revision: i64,
    from: ClaimState,
    to: ClaimState,
    by: PersonId,
) -> ClaimMove<'static> {
    let accepted = (to == ClaimState::Verified).then_some(300);
    ClaimMove { id, revision, from, to, remark: "", accepted, step: None, by, at: now() }
}

#[tokio::test]
async fn the_database_refuses_the_person_the_confirmer_and_the_own_unit() {
    use ClaimState::{Submitted, UnitConfirmed, Verified};
    for db in databases().await {
        let mut tx = db.store.begin().await.unwrap();
        let unit = a_unit(&mut tx).await;
        let (tutor, officer) = (a_person(&mut tx, "甲").await, a_person(&mut tx, "乙").await);
        let (colleague, clerk) = (a_person(&mut tx, "丙").await, a_person(&mut tx, "丁").await);
        tx.set_workplace(colleague, unit, today()).await.unwrap();
        let proof = a_proof(&mut tx, tutor, "a", "aa").await;
        let id = tx.add_claim(tutor, &draft(proof), now()).await.unwrap();
        let route = ClaimRoute { unit_id: unit, region_id: None, step: VerificationStep::County };
        assert!(tx.submit_claim(id, &route, now()).await.unwrap());
        assert!(!tx.submit_claim(id, &route, now()).await.unwrap(), "once");
        tx.commit_unlogged().await.unwrap();

        let mut tx = db.store.begin().await.unwrap();
        let own = tx.confirm_claim(&decision(id, 2, Submitted, UnitConfirmed, tutor)).await;
        assert!(matches!(own, Err(StoreError::Refused)), "{}: {own:?}", db.name);
        drop(tx);
        let mut tx = db.store.begin().await.unwrap();
        let confirm = decision(id, 2, Submitted, UnitConfirmed, officer);
        assert!(tx.confirm_claim(&confirm).await.unwrap());
        assert!(!tx.confirm_claim(&confirm).await.unwrap(), "stale");
        tx.commit_unlogged().await.unwrap();
        for by in [tutor, officer, colleague] {
            let mut tx = db.store.begin().await.unwrap();
            let refused = tx.verify_claim(&decision(id, 3, UnitConfirmed, Verified, by)).await;
            assert!(matches!(refused, Err(StoreError::Refused)), "{}: {refused:?}", db.name);
        }
        let mut tx = db.store.begin().await.unwrap();
        assert!(tx.verify_claim(&decision(id, 3, UnitConfirmed, Verified, clerk)).await.unwrap());
        assert!(
            tx.dispute_claim(id, 4, Verified, VerificationStep::County, "不同意", now())
                .await
                .unwrap()
        );
        tx.commit_unlogged().await.unwrap();
        let mut tx = db.store.begin().await.unwrap();
        assert!(!tx.lock_claim(id, 5, now()).await.unwrap(), "an open dispute postpones it");
        let again = tx.settle_claim(&decision(id, 5, ClaimState::Disputed, Verified, clerk)).await;
        assert!(matches!(again, Err(StoreError::Refused)), "{}: {again:?}", db.name);
        drop(tx);
        db.remove().await;
    }
}

#[tokio::test]
async fn a_decided_claim_is_locked_and_opened_again_once() {
    use ClaimState::{Submitted, UnitConfirmed, Verified};
    for db in databases().await {
        let mut tx = db.store.begin().await.unwrap();
        let unit = a_unit(&mut tx).await;
        let (tutor, officer) = (a_person(&mut tx, "甲").await, a_person(&mut tx, "乙").await);
        let clerk = a_person(&mut tx, "丁").await;
        let proof = a_proof(&mut tx, tutor, "a", "aa").await;
        let id = tx.add_claim(tutor, &draft(proof), now()).await.unwrap();
        let route = ClaimRoute { unit_id: unit, region_id: None, step: VerificationStep::County };
        tx.submit_claim(id, &route, now()).await.unwrap();
        let step = Some(VerificationStep::City);
        let confirm = ClaimMove { step, ..decision(id, 2, Submitted, UnitConfirmed, officer) };
        assert!(tx.confirm_claim(&confirm).await.unwrap());
        let row = tx.find_claim(id).await.unwrap().unwrap();
        assert_eq!(row.step, Some(VerificationStep::City), "{}", db.name);
        assert!(tx.list_claims_to_lock(today(), 10).await.unwrap().is_empty(), "undecided");
        tx.verify_claim(&decision(id, 3, UnitConfirmed, Verified, clerk)).await.unwrap();
        let before = today().pred_opt().unwrap();
        assert!(tx.list_claims_to_lock(before, 10).await.unwrap().is_empty());
        assert_eq!(tx.list_claims_to_lock(today(), 10).await.unwrap().len(), 1);
        assert!(
            !tx.reopen_claim(id, 4, VerificationStep::City, "还没有锁定", now()).await.unwrap()
        );
        assert!(!tx.lock_claim(id, 3, now()).await.unwrap(), "stale");
        assert!(tx.lock_claim(id, 4, now()).await.unwrap());
        assert!(tx.list_claims_to_lock(today(), 10).await.unwrap().is_empty(), "locked");
        assert!(
            tx.reopen_claim(id, 5, VerificationStep::City, "主办方更正了签到表", now())
                .await
                .unwrap()
        );
        assert!(
            !tx.reopen_claim(id, 5, VerificationStep::City, "主办方更正了签到表", now())
                .await
                .unwrap(),
            "once"
        );
        let row = tx.find_claim(id).await.unwrap().unwrap();
        assert_eq!((row.state, row.decider_id), (ClaimState::Disputed, None), "{}", db.name);
        tx.commit_unlogged().await.unwrap();
        db.remove().await;
    }
}

#[tokio::test]
pub(crate) async fn a_proof_proves_one_claim_of_a_person() {
    for db in databases().await {
        let mut tx = db.store.begin().await.unwrap();
        let (one, other) = (a_person(&mut tx, "甲").await, a_person(&mut tx, "乙").await);
        let first = a_proof(&mut tx, one, "a", "same").await;
        let second = a_proof(&mut tx, one, "b", "same").await;
        let third = a_proof(&mut tx, other, "c", "same").await;
        let id = tx.add_claim(one, &draft(first), now()).await.unwrap();
        tx.add_claim(other, &draft(third), now()).await.unwrap();
        assert_eq!(tx.count_same_proof("same", one).await.unwrap(), 1);
        assert!(tx.change_claim(id, 1, &draft(second), now()).await.unwrap(), "the same claim");
        assert!(!tx.change_claim(id, 1, &draft(second), now()).await.unwrap(), "stale");
        tx.commit_unlogged().await.unwrap();
        let mut tx = db.store.begin().await.unwrap();
        let twice = tx.add_claim(one, &draft(second), now()).await;
        assert!(matches!(twice, Err(StoreError::Conflict)), "{}: {twice:?}", db.name);
        drop(tx);
        let mut tx = db.store.begin().await.unwrap();
        assert!(tx.remove_claim(id).await.unwrap());
        assert!(!tx.remove_claim(id).await.unwrap());
        tx.commit_unlogged().await.unwrap();
        db.remove().await;
    }
}

#[tokio::test]
async fn the_queue_is_filtered_and_within_reach() {
    for db in databases().await {
        let mut tx = db.store.begin().await.unwrap();
        let unit = a_unit(&mut tx).await;
        let (tutor, officer) = (a_person(&mut tx, "甲").await, a_person(&mut tx, "乙").await);
        let scope = Scope::Organisation(unit);
        let grant = Grant { role: Role::UnitOfficer, scope, starts_on: today(), ends_on: None };
        tx.add_grant(officer, &grant).await.unwrap();
        let proof = a_proof(&mut tx, tutor, "a", "aa").await;
        let id = tx.add_claim(tutor, &draft(proof), now()).await.unwrap();
        let route = ClaimRoute { unit_id: unit, region_id: None, step: VerificationStep::City };
        tx.submit_claim(id, &route, now()).await.unwrap();
        let officers = tx.list_with_role_for_unit(Role::UnitOfficer, unit, today()).await.unwrap();
        assert_eq!(officers, [officer]);
        let nobody =
            tx.list_with_role_for_region(Role::CountyOffice, RegionId(1), today()).await.unwrap();
        assert!(nobody.is_empty());
        assert!(tx.is_organisation_below(unit, unit).await.unwrap());
        assert!(!tx.is_region_below(RegionId(1), RegionId(2)).await.unwrap());
        assert_eq!(tx.find_region_level(RegionId(1)).await.unwrap(), None);
        assert!(tx.list_units_of(tutor).await.unwrap().is_empty());
        let within = |units: &[OrganisationId]| Reach::Within {
            regions: vec![],
            organisations: units.to_vec(),
        };
        let filter = |states: &[ClaimState]| ClaimFilter {
            states: states.to_vec(),
            step: Some(VerificationStep::City),
            kind: Some(ActivityKind::WorkExchange),
            unit_key: "小".into(),
            checker: Some(officer),
            not_own_unit: true,
            without_officer: None,
        };
        let cases = [
            (within(&[unit]), filter(&[ClaimState::Submitted]), 1),
            (Reach::Everything, filter(&[ClaimState::Submitted]), 1),
            (within(&[OrganisationId(unit.0 + 1)]), filter(&[ClaimState::Submitted]), 0),
            (within(&[]), filter(&[ClaimState::Submitted]), 0),
            (Reach::Everything, filter(&[ClaimState::Verified]), 0),
            (
                Reach::Everything,
                ClaimFilter { unit_key: "中".into(), ..filter(&[ClaimState::Submitted]) },
                0,
            ),
            (
                Reach::Everything,
                ClaimFilter { checker: Some(tutor), ..filter(&[ClaimState::Submitted]) },
                0,
            ),
            // The unit has its officer today; the day before it had none.
            (
                Reach::Everything,
                ClaimFilter { without_officer: Some(today()), ..filter(&[ClaimState::Submitted]) },
                0,
            ),
            (
                Reach::Everything,
                ClaimFilter {
                    without_officer: today().pred_opt(),
                    ..filter(&[ClaimState::Submitted])
                },
                1,
            ),
        ];
        for (reach, filter, expected) in cases {
            assert_eq!(tx.count_claims(&reach, &filter).await.unwrap(), expected, "{reach:?}");
            let rows = tx.list_claims(&reach, &filter, None, 10).await.unwrap();
            assert_eq!(i64::try_from(rows.len()).unwrap(), expected, "{}", db.name);
        }
        assert_eq!(tx.list_claims_of(tutor).await.unwrap().len(), 1);
        assert_eq!(tx.find_claim(id).await.unwrap().unwrap().proof_name.unwrap(), "证明.pdf");
        tx.commit_unlogged().await.unwrap();
        db.remove().await;
    }
}

#[tokio::test]
async fn topics_taught_are_those_of_other_accepted_claims_within_the_days() {
    use ClaimState::{Submitted, UnitConfirmed, Verified};
    for db in databases().await {
        let mut tx = db.store.begin().await.unwrap();
        let unit = a_unit(&mut tx).await;
        let (tutor, officer) = (a_person(&mut tx, "甲").await, a_person(&mut tx, "乙").await);
        let clerk = a_person(&mut tx, "丁").await;
        let proof = a_proof(&mut tx, tutor, "a", "aa").await;
        let taught = ClaimDraft {
            participation: Participation::Taught,
            minutes: Some(90),
            topic: "天文望远镜𠅤".into(),
            ..draft(proof)
        };
        let id = tx.add_claim(tutor, &draft(proof), now()).await.unwrap();
        assert!(tx.change_claim(id, 1, &taught, now()).await.unwrap());
        let row = tx.find_claim(id).await.unwrap().unwrap();
        assert_eq!(
            (row.participation, row.minutes, &*row.topic),
            (Participation::Taught, Some(90), "天文望远镜𠅤"),
            "{}",
            db.name
        );
        let other = a_proof(&mut tx, tutor, "b", "bb").await;
        let again = ClaimDraft { proof: Some(other), ..taught };
        let next = tx.add_claim(tutor, &again, now()).await.unwrap();
        assert_eq!(tx.find_claim(next).await.unwrap().unwrap().minutes, Some(90), "{}", db.name);
        let days = (today(), today());
        assert!(tx.list_taught_topics(tutor, next, days).await.unwrap().is_empty(), "a draft");
        let route = ClaimRoute { unit_id: unit, region_id: None, step: VerificationStep::County };
        assert!(tx.submit_claim(id, &route, now()).await.unwrap());
        let confirm = decision(id, 3, Submitted, UnitConfirmed, officer);
        assert!(tx.confirm_claim(&confirm).await.unwrap());
        assert!(tx.verify_claim(&decision(id, 4, UnitConfirmed, Verified, clerk)).await.unwrap());
        let topics = tx.list_taught_topics(tutor, next, days).await.unwrap();
        assert_eq!(topics, ["天文望远镜𠅤"], "{}", db.name);
        assert!(tx.list_taught_topics(tutor, id, days).await.unwrap().is_empty(), "its own");
        assert!(tx.list_taught_topics(clerk, next, days).await.unwrap().is_empty(), "another's");
        let before = today().pred_opt().unwrap();
        let earlier = tx.list_taught_topics(tutor, next, (before, before)).await.unwrap();
        assert!(earlier.is_empty(), "{}: outside the days", db.name);
        drop(tx);
        db.remove().await;
    }
}
