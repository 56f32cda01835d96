//! Certificates, records and statements: numbers without gaps, and what is printed stays.

use domain::{
    award_cycle::{CategoryRules, CyclePlan, FinalKind, LegalBasis, NoticeOrder},
    award_stage::StagePlan,
    certificate::{
        CertificateKind, CertificateState, Issuer, NumberPattern, Recovery, Revocation,
        RevocationGround, number_key,
    },
    credit_hour::CreditSource,
    id::{CertificateId, NominationId, PersonId},
    roster::AwardCategory,
};
use store::{NewCertificate, NewCredit, NewNomination, NewOrganisation, Reach, StoreError, Tx};
use test_database::databases;

use crate::paper_correction::confirmed_correction;
use crate::some::{a_person, execute, now, today};

/// Takes the next number of the tutors of 2026.
async fn next(tx: &mut Tx, n: i64) -> i64 {
    tx.take_certificate_numbers(CertificateKind::Award, "tutor", 2026, n).await.unwrap()
}

async fn add(
    tx: &mut Tx,
    nomination: Option<NominationId>,
    person: PersonId,
    series_no: i64,
    replaces: Option<CertificateId>,
) -> Result<CertificateId, StoreError> {
    let kind = match nomination {
        Some(_) => CertificateKind::Award,
        None => CertificateKind::TrainingRecord,
    };
    let number = NumberPattern::of(kind).number(2026, "辅", series_no);
    let token = format!("token{kind:?}{series_no}");
    let new = NewCertificate {
        kind,
        class: if nomination.is_some() { "tutor" } else { "" },
        year: 2026,
        series_no,
        number: &number,
        number_key: &number_key(&number),
        token: &token,
        nomination_id: nomination,
        person_id: Some(person),
        name: "哈斯朝克图",
        title: "2026年度科普工作评优",
        issuer: &Issuer::default(),
        days: nomination.is_none().then(|| (today(), today())),
        sum: nomination.is_none().then_some((300, 1)),
        issued_on: today(),
        issuer_id: person,
        replaces_id: replaces,
    };
    tx.add_certificate(&new).await
}

async fn a_nomination(tx: &mut Tx, person: PersonId) -> NominationId {
    let plan = CyclePlan {
        title: "评优".to_owned(),
        year: 2026,
        legal_basis: LegalBasis::Internal,
        approval_no: String::new(),
        contact: "科普部".to_owned(),
        final_kind: FinalKind::None,
        most_sheets: 0,
        notice_order: NoticeOrder::Region,
        organiser: String::new(),
        stages: StagePlan::default(),
    };
    let cycle_id = tx.add_cycle(&plan, now()).await.unwrap();
    let rules = CategoryRules::default_of(AwardCategory::Tutor);
    let category_id = tx.add_category(cycle_id, AwardCategory::Tutor, &rules).await.unwrap();
    let unit = NewOrganisation { name: "科协", match_key: "k", ..Default::default() };
    let unit_id = tx.add_organisation(&unit).await.unwrap();
    let name = "哈斯朝克图";
    let person_id = Some(person);
    let new =
        NewNomination { cycle_id, category_id, name, person_id, unit_id, ..Default::default() };
    tx.add_nomination(&new).await.unwrap()
}

#[tokio::test]
async fn a_certificate_is_superseded_or_revoked_and_its_number_never_used_again() {
    for db in databases().await {
        let mut tx = db.store.begin().await.unwrap();
        let person = a_person(&mut tx, "哈斯朝克图").await;
        let nomination = a_nomination(&mut tx, person).await;
        let cycle = tx.find_nomination(nomination).await.unwrap().unwrap().cycle_id;
        assert_eq!(tx.list_awarded_without_certificate(cycle).await.unwrap(), [], "not awarded");
        let one = next(&mut tx, 1).await;
        let first = add(&mut tx, Some(nomination), person, one, None).await.unwrap();
        let row = tx.find_certificate(first).await.unwrap().unwrap();
        assert_eq!(row.number, "嘉科协优〔2026〕辅0001号", "{}", db.name);
        assert_eq!(
            (row.category, row.state),
            (Some(AwardCategory::Tutor), CertificateState::Valid)
        );
        let key = number_key("嘉科协优[2026]辅0001号");
        let seen = tx.find_verified_by_number(&key).await.unwrap().unwrap();
        assert_eq!((seen.shown_name.as_str(), seen.sha256.as_deref()), ("哈斯朝克图", None));
        assert_eq!(tx.find_verified_by_token(&row.token).await.unwrap(), Some(seen));
        assert_eq!(tx.list_unset_certificates(9).await.unwrap().len(), 1);
        assert!(tx.set_certificate_file(first, "abc", 7).await.unwrap());
        assert!(!tx.set_certificate_file(first, "abd", 7).await.unwrap(), "{}", db.name);
        assert_eq!(tx.list_unset_certificates(9).await.unwrap(), []);
        assert!(tx.find_verified_by_digest("abc").await.unwrap().is_some());
        assert!(tx.supersede_certificate(first, today(), Some(person), "错字").await.unwrap());
        let two = next(&mut tx, 1).await;
        let second = add(&mut tx, Some(nomination), person, two, Some(first)).await.unwrap();
        let before = tx.find_certificate(first).await.unwrap().unwrap();
        assert_eq!(
            (before.replaced_by, before.state),
            (Some(second), CertificateState::Superseded)
        );
        let revocation = Revocation {
            ground: RevocationGround::Fraud,
            reason: "材料造假".to_owned(),
            document_no: "〔2026〕9号".to_owned(),
        };
        assert!(!tx.revoke_certificate(first, today(), person, &revocation).await.unwrap());
        assert!(tx.revoke_certificate(second, today(), person, &revocation).await.unwrap());
        let row = tx.find_certificate(second).await.unwrap().unwrap();
        assert_eq!((row.ground, row.ended_on), (Some(RevocationGround::Fraud), Some(today())));
        assert_eq!(tx.list_papers_to_recover().await.unwrap(), [(cycle, 1)], "{}", db.name);
        let (asked, back) = (Recovery::Asked, Recovery::Back);
        assert!(tx.set_certificate_recovery(second, row.revision, asked, back).await.unwrap());
        assert!(!tx.set_certificate_recovery(second, row.revision, asked, asked).await.unwrap());
        assert_eq!(tx.list_certificates(cycle).await.unwrap().len(), 2);
        assert_eq!(tx.list_certificates_of(person).await.unwrap().len(), 2);
        assert_eq!(tx.list_certificates_within(&Reach::Everything).await.unwrap().len(), 2);
        assert_eq!(tx.list_certificates_within(&Reach::Nothing).await.unwrap().len(), 0);
        assert_eq!(next(&mut tx, 5).await, 7, "{}: it goes on after what is revoked", db.name);
        tx.commit_unlogged().await.unwrap();
        let mut tx = db.store.begin().await.unwrap();
        let twice = add(&mut tx, Some(nomination), person, 2, None).await;
        assert!(matches!(twice, Err(StoreError::Conflict)), "{}: {twice:?}", db.name);
        drop(tx);
        db.remove().await;
    }
}

#[tokio::test]
async fn what_is_printed_is_never_changed() {
    for db in databases().await {
        let mut tx = db.store.begin().await.unwrap();
        let person = a_person(&mut tx, "甲").await;
        let nomination = a_nomination(&mut tx, person).await;
        let one = next(&mut tx, 1).await;
        let id = add(&mut tx, Some(nomination), person, one, None).await.unwrap();
        tx.set_certificate_problem(id, "𰻝").await.unwrap();
        assert_eq!(tx.find_certificate(id).await.unwrap().unwrap().problem, "𰻝");
        tx.set_certificate_file(id, "abc", 3).await.unwrap();
        tx.commit_unlogged().await.unwrap();
        for statement in [
            "UPDATE certificate SET name = '乙'",
            "UPDATE certificate SET number = '1'",
            "UPDATE certificate SET issued_on = '2020-01-01'",
            "UPDATE certificate SET sha256 = 'abd'",
            "DELETE FROM certificate",
            "UPDATE certificate_series SET last_no = 1",
            "DELETE FROM certificate_series",
        ] {
            let done = execute(&db.url, statement).await;
            assert!(done.is_err(), "{}: {statement}", db.name);
        }
        execute(&db.url, "UPDATE certificate SET paper_recovery = 'asked'").await.unwrap();
        db.remove().await;
    }
}

#[tokio::test]
async fn a_record_holds_until_a_row_that_stands_on_it_is_corrected() {
    for db in databases().await {
        let mut tx = db.store.begin().await.unwrap();
        let person = a_person(&mut tx, "甲").await;
        let credit = NewCredit {
            person_id: person,
            held_on: today(),
            spans: "",
            earned: 300,
            source: CreditSource::Roster,
            source_id: 7,
            round: 1,
            kind: None,
            title: "业务培训",
            organiser: "市科协",
            verifier_id: None,
            created_at: now(),
        };
        tx.add_credit_hours(&[credit]).await.unwrap();
        let rows = tx.list_credit_hours(person, today(), today()).await.unwrap();
        let id = add(&mut tx, None, person, 1, None).await.unwrap();
        tx.add_certificate_credits(id, &[rows[0].id]).await.unwrap();
        tx.add_certificate_deliveries(id, &[]).await.unwrap();
        let line = &tx.list_certificate_credits(id).await.unwrap()[0];
        assert_eq!((line.title.as_str(), line.amount, line.held_on), ("业务培训", 300, today()));
        assert_eq!(tx.list_certificate_deliveries(id).await.unwrap(), []);
        assert_eq!(tx.list_given_lectures(person, now(), now()).await.unwrap(), []);
        assert_eq!(tx.list_corrected_certificates(9).await.unwrap(), []);
        confirmed_correction(&mut tx, person, 7).await;
        tx.reverse_credit_hours(CreditSource::Roster, 7, person, None, now()).await.unwrap();
        let found = tx.list_corrected_certificates(9).await.unwrap();
        assert_eq!(found.len(), 1, "{}", db.name);
        assert_eq!(found[0].state, CertificateState::Superseded, "before anybody has marked it");
        let seen = tx.find_verified_by_token(&found[0].token).await.unwrap().unwrap();
        assert_eq!((seen.state, seen.amount), (CertificateState::Superseded, Some(300)));
        assert!(tx.supersede_certificate(id, today(), None, "").await.unwrap());
        assert_eq!(tx.list_corrected_certificates(9).await.unwrap(), []);
        tx.commit_unlogged().await.unwrap();
        db.remove().await;
    }
}

#[tokio::test]
async fn who_issues_is_one_row_that_nobody_overwrites_unseen() {
    for db in databases().await {
        let mut tx = db.store.begin().await.unwrap();
        assert_eq!(tx.find_certificate_issuer().await.unwrap(), None);
        let issuer = Issuer { contact: "0573-00000000".to_owned(), ..Issuer::default() };
        assert!(tx.set_certificate_issuer(0, &issuer).await.unwrap());
        assert!(!tx.set_certificate_issuer(0, &issuer).await.unwrap(), "{}", db.name);
        assert!(tx.set_certificate_issuer(1, &issuer).await.unwrap());
        let row = tx.find_certificate_issuer().await.unwrap().unwrap();
        assert_eq!((row.contact.as_str(), row.revision), ("0573-00000000", 2));
        tx.commit_unlogged().await.unwrap();
        db.remove().await;
    }
}

/// Numbers that fifty transactions take at once, some of which are undone: each once, and no gap.
#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn numbers_that_are_taken_at_once_have_no_gap() {
    for db in databases().await {
        let store = db.store.clone();
        let mut tasks = tokio::task::JoinSet::new();
        for n in 0..60 {
            let store = store.clone();
            tasks.spawn(async move {
                let mut tx = store.begin().await.unwrap();
                let no = next(&mut tx, 1).await;
                if n % 6 == 0 {
                    return None;
                }
                tx.commit_unlogged().await.unwrap();
                Some(no)
            });
        }
        let mut taken: Vec<i64> = tasks.join_all().await.into_iter().flatten().collect();
        taken.sort_unstable();
        assert_eq!(taken, (1..=50).collect::<Vec<_>>(), "{}", db.name);
        db.remove().await;
    }
}
