//! Award cycles, nominations, sheets and what people decided.

use domain::{
    award_cycle::{
        AwardCycleState::{Configuring, Nominating},
        CategoryRules, CyclePlan, FinalKind, LegalBasis, NoticeOrder,
    },
    award_stage::StagePlan,
    id::{AwardCategoryId, AwardCycleId, NominationId},
    nomination::{Figures, NominationConsentChannel, NominationState, Relation, Said},
    quota::{AddedSeats, Line, Quota, Resolution, TieDecision},
    ranking::NomineeKey,
    roster::AwardCategory,
    score_sheet::{ConflictKind, Points, Stage},
};
use store::{
    NewNomination, NewOrganisation, NewScoreSheet, NominationConsentRow, ProposalRow, StoreError,
    Tx,
};
use test_database::databases;

use crate::some::{a_person, a_region, now, today};

pub(crate) fn plan(title: &str) -> CyclePlan {
    CyclePlan {
        title: title.to_owned(),
        year: 2026,
        legal_basis: LegalBasis::Internal,
        approval_no: String::new(),
        contact: "科普部".to_owned(),
        final_kind: FinalKind::None,
        most_sheets: 0,
        notice_order: NoticeOrder::Region,
        organiser: String::new(),
        stages: StagePlan::default(),
    }
}

const NOMINATOR: Relation = Relation(Some(ConflictKind::Nominator));

pub(crate) async fn a_cycle(tx: &mut Tx) -> (AwardCycleId, AwardCategoryId) {
    let cycle = tx.add_cycle(&plan("评优"), now()).await.unwrap();
    let rules = CategoryRules::default_of(AwardCategory::Tutor);
    let category = tx.add_category(cycle, AwardCategory::Tutor, &rules).await.unwrap();
    (cycle, category)
}

pub(crate) async fn a_nomination(
    tx: &mut Tx,
    cycle_id: AwardCycleId,
    category_id: AwardCategoryId,
    name: &str,
) -> NominationId {
    let unit = NewOrganisation { name: "科协", match_key: "k", ..Default::default() };
    let unit_id = match tx.find_organisation_by_key("k").await.unwrap() {
        Some(id) => id,
        None => tx.add_organisation(&unit).await.unwrap(),
    };
    let row = NewNomination { cycle_id, category_id, name, unit_id, ..Default::default() };
    tx.add_nomination(&row).await.unwrap()
}

#[tokio::test]
async fn a_cycle_is_of_the_city_or_of_a_county() {
    for db in databases().await {
        let mut tx = db.store.begin().await.unwrap();
        let (id, _) = a_cycle(&mut tx).await;
        let row = tx.find_cycle(id).await.unwrap().unwrap();
        assert_eq!((row.region_id, row.county()), (None, None), "{}", db.name);
        let region = a_region(&mut tx, "990001").await;
        tx.set_cycle_region(id, region).await.unwrap();
        let row = tx.find_cycle(id).await.unwrap().unwrap();
        assert_eq!(row.region_id, Some(region), "{}", db.name);
        assert!(row.county().is_some(), "{}", db.name);
        assert_eq!(tx.list_cycles().await.unwrap(), [row], "{}", db.name);
        tx.commit_unlogged().await.unwrap();
        db.remove().await;
    }
}

#[tokio::test]
async fn a_cycle_is_changed_until_it_is_announced() {
    for db in databases().await {
        let mut tx = db.store.begin().await.unwrap();
        let judge = a_person(&mut tx, "评委").await;
        let (id, category) = a_cycle(&mut tx).await;
        assert!(tx.change_cycle(id, 1, &plan("改名")).await.unwrap(), "{}", db.name);
        assert!(!tx.change_cycle(id, 1, &plan("再改")).await.unwrap(), "stale");
        let first = CategoryRules::default_of(AwardCategory::Tutor);
        let quota = Quota::Open { seats: 3 };
        let rules = CategoryRules { quota, added_seats: AddedSeats::Allowed, ..first.clone() };
        assert!(tx.change_category(category, 1, &rules).await.unwrap());
        assert!(!tx.change_category(category, 1, &first).await.unwrap());
        let row = tx.find_category(category).await.unwrap().unwrap();
        assert_eq!(row.rules, rules, "{}", db.name);
        tx.set_judges(id, &[judge]).await.unwrap();
        tx.set_judges(id, &[judge]).await.unwrap();
        tx.freeze_rules(id, "digest").await.unwrap();
        assert!(tx.touch_category(category, 2).await.unwrap());
        assert!(!tx.touch_category(category, 2).await.unwrap(), "decided meanwhile");
        tx.touch_cycle(id).await.unwrap();
        assert!(!tx.move_cycle(id, (Configuring, 2), Nominating).await.unwrap(), "stale");
        assert!(tx.move_cycle(id, (Configuring, 3), Nominating).await.unwrap());
        assert!(!tx.move_cycle(id, (Configuring, 4), Nominating).await.unwrap(), "announced");
        assert!(!tx.change_cycle(id, 4, &plan("太晚")).await.unwrap(), "announced");
        tx.confirm_proposal(id, judge, now()).await.unwrap();
        tx.set_notice(id, today(), today()).await.unwrap();
        tx.decide_cycle(id, judge, now(), "文号").await.unwrap();
        let row = tx.find_cycle(id).await.unwrap().unwrap();
        assert_eq!((row.title.as_str(), row.state), ("改名", Nominating));
        assert_eq!(row.confirmed_by.as_deref(), Some("评委"));
        assert_eq!((row.notice_until, row.document_no.as_str()), (Some(today()), "文号"));
        assert_eq!(row.rules_digest.as_deref(), Some("digest"));
        assert_eq!(tx.list_cycles().await.unwrap(), std::slice::from_ref(&row));
        assert_eq!(tx.list_cycles_of_judge(judge).await.unwrap(), [row]);
        assert_eq!(tx.find_seat(id, judge).await.unwrap(), Some(1));
        assert_eq!(tx.list_judges(id).await.unwrap().len(), 1);
        let substitute = a_person(&mut tx, "替补").await;
        tx.add_judge(id, substitute).await.unwrap();
        assert_eq!(tx.find_seat(id, substitute).await.unwrap(), Some(2));
        let known = tx.find_category(category).await.unwrap().unwrap();
        assert_eq!(tx.list_categories(id).await.unwrap(), [known]);
        tx.commit_unlogged().await.unwrap();
        db.remove().await;
    }
}

#[tokio::test]
async fn a_state_without_a_name_is_refused() {
    for db in databases().await {
        let mut tx = db.store.begin().await.unwrap();
        let (id, _) = a_cycle(&mut tx).await;
        let decided =
            tx.move_cycle(id, (Configuring, 1), domain::award_cycle::AwardCycleState::Decided);
        assert!(decided.await.is_err(), "{}: nobody has decided", db.name);
        drop(tx);
        db.remove().await;
    }
}

#[tokio::test]
async fn a_nomination_is_found_checked_and_proposed() {
    for db in databases().await {
        let mut tx = db.store.begin().await.unwrap();
        let clerk = a_person(&mut tx, "经办").await;
        let (cycle, category) = a_cycle(&mut tx).await;
        let id = a_nomination(&mut tx, cycle, category, "张三").await;
        let row = tx.find_nomination(id).await.unwrap().unwrap();
        assert_eq!(
            tx.list_nominations(cycle).await.unwrap(),
            std::slice::from_ref(&row),
            "{}",
            db.name
        );
        let in_category = tx.list_nominations_in(category).await.unwrap();
        assert_eq!(in_category, std::slice::from_ref(&row), "{}", db.name);
        assert_eq!(tx.list_nominations_in(AwardCategoryId(category.0 + 1_000)).await.unwrap(), []);
        let of_keys = tx.list_nominations_by_key(&[id, NominationId(id.0 + 1)]).await.unwrap();
        assert_eq!(of_keys, std::slice::from_ref(&row), "{}", db.name);
        assert_eq!(tx.list_nominations_by_key(&[]).await.unwrap(), []);
        let changed = NewNomination {
            name: "张三",
            phone: Some("19900000001"),
            deeds: "事迹",
            ..NewNomination::default()
        };
        tx.change_nominations(&[(id, changed)]).await.unwrap();
        let eligible = NominationState::Eligible;
        let seen = Figures { years: Some(9), ..Figures::default() };
        assert!(!tx.check_nomination(id, 1, eligible, &seen, "", clerk).await.unwrap(), "stale");
        assert!(tx.check_nomination(id, 2, eligible, &seen, "好", clerk).await.unwrap());
        tx.change_nominations(&[(id, NewNomination::default())]).await.unwrap();
        let row = tx.find_nomination(id).await.unwrap().unwrap();
        assert_eq!((row.state, row.deeds.as_str(), row.reason.as_str()), (eligible, "事迹", "好"));
        assert_eq!(row.figures, Some(seen), "{}", db.name);
        let mut place = ProposalRow {
            nomination_id: id,
            is_selected: true,
            is_deviation: false,
            reason: String::new(),
            has_seat: true,
            level_no: None,
        };
        tx.set_proposal(&place).await.unwrap();
        place.is_selected = false;
        tx.set_proposal(&place).await.unwrap();
        assert_eq!(tx.list_proposals(cycle).await.unwrap(), std::slice::from_ref(&place));
        assert!(tx.list_notice(cycle).await.unwrap().is_empty());
        let proposed = NominationState::Proposed;
        let moved = tx.move_nominations(cycle, proposed, eligible, false).await.unwrap();
        assert_eq!(moved, 0, "{}: in another state", db.name);
        let moved = tx.move_nominations(cycle, eligible, proposed, true).await.unwrap();
        assert_eq!(moved, 0, "{}: not selected", db.name);
        let moved = tx.move_nominations(cycle, eligible, proposed, false).await.unwrap();
        assert_eq!(moved, 1, "{}", db.name);
        assert_eq!(tx.list_notice(cycle).await.unwrap()[0].name, "", "nobody was asked");
        let mut consent = NominationConsentRow {
            nomination_id: id,
            said: Said { processing: true, publication: true },
            channel: NominationConsentChannel::Link,
            name: String::new(),
            signed_on: None,
            scan_id: None,
            text_digest: "0".into(),
            at: now(),
        };
        tx.set_nomination_consent(&consent).await.unwrap();
        assert_eq!(tx.list_notice(cycle).await.unwrap()[0].name, "张三");
        consent.said.publication = false;
        tx.set_nomination_consent(&consent).await.unwrap();
        assert_eq!(tx.list_notice(cycle).await.unwrap()[0].name, "", "it was refused");
        tx.add_relation(id, clerk, Relation(None), now()).await.unwrap();
        let category = tx.find_nomination(id).await.unwrap().unwrap().category_id;
        assert!(tx.list_conflicts(category).await.unwrap().is_empty());
        tx.add_relation(id, clerk, NOMINATOR, now()).await.unwrap();
        assert_eq!(tx.list_conflicts(category).await.unwrap()[0].person_id, clerk);
        assert!(tx.list_conflicts(AwardCategoryId(category.0 + 1_000)).await.unwrap().is_empty());
        assert_eq!(tx.list_relations(cycle).await.unwrap()[0].person_id, clerk);
        assert_eq!(tx.list_relations_of(cycle, clerk).await.unwrap()[0].kind, NOMINATOR);
        tx.commit_unlogged().await.unwrap();
        let mut tx = db.store.begin().await.unwrap();
        let unexplained = ProposalRow { is_deviation: true, reason: "短".into(), ..place };
        assert!(tx.set_proposal(&unexplained).await.is_err(), "a deviation says why");
        drop(tx);
        let mut tx = db.store.begin().await.unwrap();
        let twice = NewNomination {
            cycle_id: cycle,
            category_id: category,
            name: "张三",
            unit_id: row.unit_id,
            ..NewNomination::default()
        };
        assert!(matches!(tx.add_nominations(&[twice]).await, Err(StoreError::Conflict)));
        drop(tx);
        db.remove().await;
    }
}

#[tokio::test]
async fn a_sheet_is_saved_over_its_revision_and_locked_when_submitted() {
    for db in databases().await {
        let mut tx = db.store.begin().await.unwrap();
        let judge = a_person(&mut tx, "评委").await;
        let (cycle, category) = a_cycle(&mut tx).await;
        let id = a_nomination(&mut tx, cycle, category, "张三").await;
        let sheet = |scores| NewScoreSheet {
            nomination_id: id,
            person_id: judge,
            seat_no: 1,
            scores,
            comment: "",
            stage: Stage::Preliminary,
            at: now(),
        };
        let [one, two, three] = [50, 100, 150].map(|it| [None, Some(Points::hundredths(it))]);
        assert!(tx.save_sheet(&sheet(&one), 0).await.unwrap(), "{}", db.name);
        assert!(tx.save_sheet(&sheet(&two), 1).await.unwrap());
        assert!(!tx.save_sheet(&sheet(&three), 1).await.unwrap(), "stale");
        assert!(
            tx.list_sheets(category, Stage::Preliminary).await.unwrap().is_empty(),
            "a draft is nobody else's"
        );
        assert!(
            !tx.void_sheet(id, judge, Stage::Preliminary).await.unwrap(),
            "a draft counts nowhere"
        );
        assert!(
            !tx.submit_sheet((id, judge, Stage::Preliminary), 1).await.unwrap(),
            "not the newest draft"
        );
        assert!(tx.submit_sheet((id, judge, Stage::Preliminary), 2).await.unwrap());
        assert!(!tx.submit_sheet((id, judge, Stage::Preliminary), 2).await.unwrap());
        assert!(!tx.save_sheet(&sheet(&three), 2).await.unwrap(), "locked");
        assert_eq!(
            tx.find_sheet(id, judge, Stage::Preliminary).await.unwrap().unwrap().scores,
            two
        );
        assert_eq!(tx.count_sheets(cycle, Stage::Preliminary).await.unwrap(), [(judge, 1)]);
        assert_eq!(tx.list_submitted(cycle, Stage::Preliminary).await.unwrap(), [(id, judge)]);
        assert_eq!(tx.list_sheets(category, Stage::Preliminary).await.unwrap().len(), 1);
        assert_eq!(tx.list_sheets_of(cycle, judge, Stage::Preliminary).await.unwrap().len(), 1);
        // The final has sheets of its own.
        let of_final = NewScoreSheet { stage: Stage::Final, ..sheet(&three) };
        assert_eq!(tx.find_sheet(id, judge, Stage::Final).await.unwrap(), None);
        assert!(tx.save_sheet(&of_final, 0).await.unwrap());
        assert_eq!(tx.find_sheet(id, judge, Stage::Final).await.unwrap().unwrap().scores, three);
        assert_eq!(
            tx.find_sheet(id, judge, Stage::Preliminary).await.unwrap().unwrap().scores,
            two
        );
        assert!(tx.list_submitted(cycle, Stage::Final).await.unwrap().is_empty());
        let decision = TieDecision {
            line: Line::Category,
            reference: "纪要一号".to_owned(),
            resolution: Resolution::Lot { order: vec![NomineeKey::new("n1")] },
        };
        tx.add_tie_decision(category, &decision, judge, now()).await.unwrap();
        assert_eq!(tx.list_tie_decisions(category).await.unwrap(), [decision]);
        tx.commit_unlogged().await.unwrap();
        let mut tx = db.store.begin().await.unwrap();
        assert!(!tx.save_sheet(&sheet(&three), 0).await.unwrap(), "there is one already");
        drop(tx);
        let mut tx = db.store.begin().await.unwrap();
        assert!(tx.void_sheet(id, judge, Stage::Preliminary).await.unwrap());
        assert!(!tx.void_sheet(id, judge, Stage::Preliminary).await.unwrap());
        tx.commit_unlogged().await.unwrap();
        db.remove().await;
    }
}

#[tokio::test]
async fn a_shortlist_is_drawn_and_its_votes_are_kept_and_put_right() {
    use NominationState::{Eligible, NotAwarded, NotShortlisted, Shortlisted};
    for db in databases().await {
        let mut tx = db.store.begin().await.unwrap();
        let judge = a_person(&mut tx, "评委").await;
        let (cycle, category) = a_cycle(&mut tx).await;
        let mut ids = Vec::new();
        for name in ["张三", "李四"] {
            let id = a_nomination(&mut tx, cycle, category, name).await;
            let figures = Figures::default();
            assert!(tx.check_nomination(id, 1, Eligible, &figures, "", judge).await.unwrap());
            ids.push(id);
        }
        tx.shortlist_nominations(cycle, &ids[..1]).await.unwrap();
        let mut states = Vec::new();
        for id in &ids {
            states.push(tx.find_nomination(*id).await.unwrap().unwrap().state);
        }
        assert_eq!(states, [Shortlisted, NotShortlisted], "{}", db.name);
        assert_eq!(tx.end_nominations(cycle, NotShortlisted, NotAwarded).await.unwrap(), 1);
        assert_eq!(tx.find_final_ballot(category).await.unwrap(), None);
        for n in [3, 5] {
            tx.set_final_vote(category, (7, "纪要"), &[(ids[0], n)]).await.unwrap();
            let ballot = tx.find_final_ballot(category).await.unwrap();
            assert_eq!(ballot, Some((7, "纪要".to_owned())));
            assert_eq!(tx.list_final_votes(category).await.unwrap(), [(ids[0], n)]);
        }
        drop(tx);
        db.remove().await;
    }
}

#[tokio::test]
async fn what_a_package_fixes_stands_in_one_order_whatever_was_written_first() {
    for db in databases().await {
        let mut tx = db.store.begin().await.unwrap();
        let first = a_person(&mut tx, "评委甲").await;
        let second = a_person(&mut tx, "评委乙").await;
        let (cycle, category) = a_cycle(&mut tx).await;
        let one = a_nomination(&mut tx, cycle, category, "张三").await;
        let two = a_nomination(&mut tx, cycle, category, "李四").await;
        let points = [Some(Points::hundredths(50))];
        for (nomination_id, person_id, seat_no) in
            [(two, first, 2), (one, first, 2), (two, second, 1), (one, second, 1)]
        {
            let (scores, at) = (&points[..], now());
            let sheet = NewScoreSheet {
                nomination_id,
                person_id,
                seat_no,
                scores,
                comment: "",
                stage: Stage::Preliminary,
                at,
            };
            assert!(tx.save_sheet(&sheet, 0).await.unwrap(), "{}", db.name);
            assert!(
                tx.submit_sheet((nomination_id, person_id, Stage::Preliminary), 1).await.unwrap()
            );
            tx.add_relation(nomination_id, person_id, NOMINATOR, now()).await.unwrap();
        }
        let sheets = tx.list_sheets(category, Stage::Preliminary).await.unwrap();
        let order: Vec<_> = sheets.iter().map(|it| (it.nomination_id, it.seat_no)).collect();
        assert_eq!(order, [(one, 1), (one, 2), (two, 1), (two, 2)], "{}", db.name);
        let conflicts = tx.list_conflicts(category).await.unwrap();
        let order: Vec<_> = conflicts.iter().map(|it| (it.nomination_id, it.person_id)).collect();
        let expected = [(one, first), (one, second), (two, first), (two, second)];
        assert_eq!(order, expected, "{}", db.name);
        drop(tx);
        db.remove().await;
    }
}
