//! Objections to awards, and what changes after a notice.

use chrono::TimeDelta;
use domain::{
    award_cycle::{
        AwardCycleState::{Aborted, Archived, Configuring, Confirmed, Decided, OnNotice},
        CategoryRules, SeatPassing,
    },
    data_class::DataClass,
    id::{AwardCycleId, NominationId, ObjectionId},
    nomination::{
        Figures, NominationConsentChannel,
        NominationState::{Awarded, Eligible, NotProposed, Proposed, Removed},
        Said,
    },
    objection::{ObjectionAbout, ObjectionEffect, ObjectionState, Objector, ObjectorKind},
    roster::AwardCategory,
};
use store::{
    EndedObjection, NewObjectionRow, NominationConsentRow, ProposalRow, ScanRow, StoreError, Tx,
};
use test_database::databases;

use crate::{
    award_cycle::{a_cycle, a_nomination, plan},
    some::{a_person, now, today},
};

async fn an_objection(
    tx: &mut Tx,
    cycle_id: AwardCycleId,
    nomination_id: Option<NominationId>,
    link_digest: &str,
) -> Result<ObjectionId, StoreError> {
    let (name, contact) = ("钱某".to_owned(), "0573-00000000".to_owned());
    let objector = &Objector { kind: ObjectorKind::Organisation, name, contact };
    let about = match nomination_id {
        Some(_) => ObjectionAbout::Nominee,
        None => ObjectionAbout::Procedure,
    };
    let new = NewObjectionRow {
        cycle_id,
        nomination_id,
        about,
        is_letter: false,
        link_digest,
        body: "与事实不符",
        objector,
        received_on: today(),
        created_at: now(),
    };
    tx.add_objection(&new).await
}

#[tokio::test]
async fn an_objection_comes_in_is_looked_into_and_ends_once() {
    for db in databases().await {
        let mut tx = db.store.begin().await.unwrap();
        let handler = a_person(&mut tx, "承办人").await;
        let (cycle, category) = a_cycle(&mut tx).await;
        let nominee = a_nomination(&mut tx, cycle, category, "张三").await;
        let id = an_objection(&mut tx, cycle, Some(nominee), "one").await.unwrap();
        let other = an_objection(&mut tx, cycle, None, "two").await.unwrap();
        tx.commit_unlogged().await.unwrap();
        let mut tx = db.store.begin().await.unwrap();
        let twice = an_objection(&mut tx, cycle, None, "two").await;
        assert!(matches!(twice, Err(StoreError::Conflict)), "{}: a link is one's", db.name);
        drop(tx);

        let mut tx = db.store.begin().await.unwrap();
        let row = tx.find_objection_of_link("one").await.unwrap().unwrap();
        assert_eq!(row.nominee, None, "{}: nobody was asked", db.name);
        let consent = NominationConsentRow {
            nomination_id: nominee,
            said: Said { processing: true, publication: true },
            channel: NominationConsentChannel::Link,
            name: String::new(),
            signed_on: None,
            scan_id: None,
            text_digest: "0".into(),
            at: now(),
        };
        tx.set_nomination_consent(&consent).await.unwrap();
        let row = tx.find_objection_of_link("one").await.unwrap().unwrap();
        assert_eq!((row.id, row.nominee.as_deref(), row.has_scan), (id, Some("张三"), false));
        assert_eq!(tx.find_objection_of_link("three").await.unwrap(), None);
        let scan = ScanRow {
            sha256: "abc".to_owned(),
            size: 7,
            name: "异议书.pdf".to_owned(),
            media_type: "application/pdf".to_owned(),
        };
        tx.set_scan(id, &scan).await.unwrap();
        let objector = tx.find_objector(id).await.unwrap().unwrap();
        assert_eq!((objector.objector.name.as_str(), objector.scan), ("钱某", Some(scan)));
        assert!(tx.find_objection(id).await.unwrap().unwrap().has_scan);
        assert!(tx.list_stored_files().await.unwrap().iter().any(|it| it.sha256 == "abc"));
        assert!(tx.is_file_needed("abc").await.unwrap());

        assert_eq!(tx.list_disputed_nominees(cycle).await.unwrap(), [nominee]);
        assert_eq!(tx.list_unsettled_objections(cycle).await.unwrap(), [other]);
        assert!(tx.hand_objection((id, 1), handler).await.unwrap());
        assert!(!tx.hand_objection((id, 1), handler).await.unwrap(), "somebody was faster");
        let due = now() + TimeDelta::days(20);
        assert!(!tx.extend_objection((id, 2), due, "为何").await.unwrap(), "not admitted");
        assert!(tx.admit_objection((id, 2), due).await.unwrap());
        assert!(!tx.admit_objection((id, 3), due).await.unwrap(), "admitted once");
        assert!(tx.extend_objection((id, 3), due, "调取录像").await.unwrap());
        assert!(!tx.extend_objection((id, 4), due, "再延").await.unwrap(), "once");
        let open = tx.list_open_objections().await.unwrap();
        assert_eq!(open.iter().map(|row| row.id).collect::<Vec<_>>(), [id, other], "by deadline");
        let end = EndedObjection {
            state: ObjectionState::Upheld,
            effect: Some(ObjectionEffect::Removal),
            reason: "调取录像",
            answer: "属实",
        };
        assert!(tx.end_objection((id, 4), &end, now()).await.unwrap());
        assert!(!tx.end_objection((id, 5), &end, now()).await.unwrap(), "it has ended");
        let rows = tx.list_objections(cycle).await.unwrap();
        assert_eq!(rows.iter().map(|row| row.id).collect::<Vec<_>>(), [other, id], "open first");
        assert_eq!(rows[1].handler.as_deref(), Some("承办人"));
        assert!(tx.list_disputed_nominees(cycle).await.unwrap().is_empty());

        let later = now() + TimeDelta::days(1);
        let files = tx.list_due_files(DataClass::Objections, later, 10).await.unwrap();
        assert_eq!(files, ["abc"]);
        assert_eq!(tx.sweep(DataClass::Objections, later, 10).await.unwrap(), 2, "{}", db.name);
        assert_eq!(tx.find_objector(id).await.unwrap(), None);
        assert!(tx.find_objection(id).await.unwrap().unwrap().is_swept);
        assert!(tx.find_objector(other).await.unwrap().is_some(), "it is open");
        assert!(!tx.is_file_needed("abc").await.unwrap());
        drop(tx);
        db.remove().await;
    }
}

#[tokio::test]
async fn who_is_taken_off_is_followed_and_who_is_held_back_is_decided_about_later() {
    for db in databases().await {
        let mut tx = db.store.begin().await.unwrap();
        let person = a_person(&mut tx, "审定人").await;
        let (cycle, category) = a_cycle(&mut tx).await;
        let mut all = Vec::new();
        for name in ["甲", "乙", "丙"] {
            let id = a_nomination(&mut tx, cycle, category, name).await;
            let figures = Figures::default();
            assert!(tx.check_nomination(id, 1, Eligible, &figures, "", person).await.unwrap());
            let (is_selected, reason) = (name != "丙", String::new());
            let row = ProposalRow {
                nomination_id: id,
                is_selected,
                is_deviation: false,
                reason,
                has_seat: is_selected,
                level_no: None,
            };
            tx.set_proposal(&row).await.unwrap();
            all.push(id);
        }
        let [first, second, third] = all[..] else { panic!("three") };
        assert_eq!(tx.list_checkers(cycle, None).await.unwrap(), [person]);
        assert_eq!(tx.list_checkers(cycle, Some(third)).await.unwrap(), [person]);
        assert_eq!(tx.list_nominators(cycle, None, today()).await.unwrap(), []);
        tx.move_nominations(cycle, Eligible, Proposed, true).await.unwrap();
        tx.move_nominations(cycle, Eligible, NotProposed, false).await.unwrap();
        assert!(tx.move_nomination(first, Proposed, Removed).await.unwrap(), "{}", db.name);
        assert!(!tx.move_nomination(first, Proposed, Removed).await.unwrap());
        tx.add_substitute(third, first, "下一名", person, now()).await.unwrap();
        assert!(tx.list_cycles_to_decide_on(today()).await.unwrap().is_empty(), "not confirmed");
        tx.confirm_proposal(cycle, person, now()).await.unwrap();
        let row = tx.find_cycle(cycle).await.unwrap().unwrap();
        let (at, to) = ((row.state, row.revision), Confirmed);
        assert!(tx.move_cycle(cycle, at, to).await.unwrap());
        assert_eq!(tx.list_cycles_to_decide_on(today()).await.unwrap(), [cycle]);
        assert!(tx.drop_substitute(third).await.unwrap());
        assert!(!tx.drop_substitute(third).await.unwrap());
        tx.add_substitute(third, first, "下一名", person, now()).await.unwrap();
        let days = (today(), today() + TimeDelta::days(5));
        let early = (today() - TimeDelta::days(9), today() - TimeDelta::days(5));
        assert!(tx.confirm_substitute(third, person, early).await.unwrap());
        // Public is whoever was confirmed before with the list.
        tx.post_substitutes(cycle, days).await.unwrap();
        assert!(!tx.confirm_substitute(third, person, days).await.unwrap());
        assert!(!tx.drop_substitute(third).await.unwrap(), "it is confirmed");
        assert!(tx.move_nomination(third, NotProposed, Proposed).await.unwrap());
        let substitutes = tx.list_substitutes(cycle).await.unwrap();
        assert_eq!((substitutes[0].removed_id, substitutes[0].notice_until), (first, Some(days.1)));
        let lines = tx.list_notice(cycle).await.unwrap();
        let until: Vec<_> = lines.iter().map(|line| (line.id, line.notice_until)).collect();
        assert_eq!(until.len(), 2, "who was taken off is not on it");
        assert!(until.contains(&(third, Some(days.1))) && until.contains(&(second, None)));
        assert!(tx.list_running_substitutes(today()).await.unwrap().is_empty(), "not on notice");
        tx.confirm_proposal(cycle, person, now()).await.unwrap();
        let revision = tx.find_cycle(cycle).await.unwrap().unwrap().revision;
        assert!(tx.move_cycle(cycle, (Confirmed, revision), OnNotice).await.unwrap());
        let running = tx.list_running_substitutes(days.1).await.unwrap();
        let running: Vec<_> = running.iter().map(|one| (one.nomination_id, one.cycle_id)).collect();
        assert_eq!(running, [(third, cycle)], "{}", db.name);
        let later = days.1 + TimeDelta::days(1);
        assert!(tx.list_running_substitutes(later).await.unwrap().is_empty(), "{}", db.name);
        assert!(tx.move_substitute_notice(third, days.1, later).await.unwrap());
        assert!(!tx.move_substitute_notice(third, days.1, later).await.unwrap(), "{}", db.name);
        assert!(tx.move_substitute_notice(third, later, days.1).await.unwrap());
        assert_eq!(tx.award_nominations(cycle, days.1).await.unwrap(), 1, "its notice runs");
        let supplement = tx.add_supplement(cycle, "二号", person, now()).await.unwrap();
        assert!(tx.award_by_supplement(third, supplement).await.unwrap());
        assert!(!tx.award_by_supplement(third, supplement).await.unwrap());
        assert_eq!(tx.find_nomination(third).await.unwrap().unwrap().state, Awarded);
        assert_eq!(tx.list_supplements(cycle).await.unwrap()[0].document_no, "二号");
        let revision = tx.find_nomination(second).await.unwrap().unwrap().revision;
        assert!(tx.correct_nominee((second, revision), "乙乙", "某校").await.unwrap());
        assert!(!tx.correct_nominee((second, revision), "乙", "某校").await.unwrap());
        drop(tx);
        db.remove().await;
    }
}

#[tokio::test]
async fn a_cycle_goes_back_or_is_given_up() {
    for db in databases().await {
        let mut tx = db.store.begin().await.unwrap();
        let person = a_person(&mut tx, "审定人").await;
        let (cycle, category) = a_cycle(&mut tx).await;
        let one = a_nomination(&mut tx, cycle, category, "甲").await;
        let two = a_nomination(&mut tx, cycle, category, "乙").await;
        for (id, state) in [(one, Removed), (two, Proposed)] {
            let figures = Figures::default();
            assert!(tx.check_nomination(id, 1, state, &figures, "", person).await.unwrap());
            let reason = String::new();
            let place = ProposalRow {
                nomination_id: id,
                is_selected: true,
                is_deviation: false,
                reason,
                has_seat: true,
                level_no: None,
            };
            tx.set_proposal(&place).await.unwrap();
        }
        assert_eq!(tx.find_sent_back(cycle).await.unwrap(), "", "{}", db.name);
        tx.set_sent_back(cycle, "名额有误").await.unwrap();
        assert_eq!(tx.find_sent_back(cycle).await.unwrap(), "名额有误", "{}", db.name);
        tx.add_substitute(two, one, "", person, now()).await.unwrap();
        assert!(tx.list_cycles_to_fill().await.unwrap().is_empty(), "the seat stays empty");
        tx.open_proposal_again(cycle).await.unwrap();
        assert!(tx.list_substitutes(cycle).await.unwrap().is_empty(), "{}", db.name);
        assert_eq!(tx.find_nomination(one).await.unwrap().unwrap().state, Removed, "stays off");
        assert_eq!(tx.find_nomination(two).await.unwrap().unwrap().state, Eligible);
        let revision = tx.find_cycle(cycle).await.unwrap().unwrap().revision;
        assert_eq!(tx.find_abort_reason(cycle).await.unwrap(), "");
        assert!(tx.abort_cycle(cycle, (Configuring, revision), "取消").await.unwrap());
        assert!(!tx.abort_cycle(cycle, (Configuring, revision), "取消").await.unwrap());
        assert_eq!(tx.find_abort_reason(cycle).await.unwrap(), "取消");
        assert_eq!(tx.find_cycle(cycle).await.unwrap().unwrap().state, Aborted);
        assert_eq!(tx.list_names(&[person]).await.unwrap(), [(person, "审定人".to_owned())]);
        assert!(tx.list_names(&[]).await.unwrap().is_empty());
        drop(tx);
        db.remove().await;
    }
}

#[tokio::test]
async fn an_award_in_the_archive_has_no_open_objection_and_takes_none() {
    for db in databases().await {
        let mut tx = db.store.begin().await.unwrap();
        let (cycle, category) = a_cycle(&mut tx).await;
        let nominee = a_nomination(&mut tx, cycle, category, "甲").await;
        let next = a_nomination(&mut tx, cycle, category, "乙").await;
        let clerk = a_person(&mut tx, "王经办").await;
        tx.confirm_proposal(cycle, clerk, now()).await.unwrap();
        tx.decide_cycle(cycle, clerk, now(), "文号").await.unwrap();
        assert!(tx.move_cycle(cycle, (Configuring, 1), Decided).await.unwrap());
        let objection = an_objection(&mut tx, cycle, Some(nominee), "one").await.unwrap();
        tx.commit_unlogged().await.unwrap();

        let archive = async |noted: bool| {
            let mut tx = db.store.begin().await.unwrap();
            if noted {
                tx.note_archiver(cycle, (clerk, now())).await.unwrap();
            }
            let moved = tx.move_cycle(cycle, (Decided, 2), Archived).await;
            if moved.is_ok() {
                tx.commit_unlogged().await.unwrap();
            }
            moved
        };
        assert!(
            matches!(archive(true).await, Err(StoreError::Refused)),
            "{}: one is open",
            db.name
        );
        let mut tx = db.store.begin().await.unwrap();
        let end = EndedObjection {
            state: ObjectionState::Withdrawn,
            effect: None,
            reason: "",
            answer: "",
        };
        assert!(tx.end_objection((objection, 1), &end, now()).await.unwrap());
        tx.commit_unlogged().await.unwrap();
        assert!(matches!(archive(false).await, Err(StoreError::Refused)), "{}: by whom?", db.name);
        assert!(archive(true).await.unwrap(), "{}", db.name);

        let mut tx = db.store.begin().await.unwrap();
        let row = tx.find_cycle(cycle).await.unwrap().unwrap();
        assert_eq!((row.state, row.archived_by.as_deref()), (Archived, Some("王经办")));
        let late = an_objection(&mut tx, cycle, None, "two").await;
        assert!(matches!(late, Err(StoreError::Refused)), "{}: {late:?}", db.name);
        drop(tx);
        let mut tx = db.store.begin().await.unwrap();
        let late = tx.add_substitute(next, nominee, "", clerk, now()).await;
        assert!(matches!(late, Err(StoreError::Refused)), "{}: {late:?}", db.name);
        drop(tx);
        let mut tx = db.store.begin().await.unwrap();
        assert!(tx.move_cycle(cycle, (Archived, 3), Decided).await.unwrap(), "taken out");
        an_objection(&mut tx, cycle, None, "two").await.unwrap();
        tx.commit_unlogged().await.unwrap();
        db.remove().await;
    }
}

#[tokio::test]
async fn only_a_seat_that_somebody_had_passes_on() {
    for db in databases().await {
        let mut tx = db.store.begin().await.unwrap();
        let person = a_person(&mut tx, "经办").await;
        let cycle = tx.add_cycle(&plan("评优"), now()).await.unwrap();
        let rules = CategoryRules {
            seat_passing: SeatPassing::NextInRank,
            ..CategoryRules::default_of(AwardCategory::Tutor)
        };
        let category = tx.add_category(cycle, AwardCategory::Tutor, &rules).await.unwrap();
        let mut ids = Vec::new();
        for name in ["甲", "乙", "丙", "丁"] {
            let id = a_nomination(&mut tx, cycle, category, name).await;
            let state = if ids.len() < 2 { Removed } else { NotProposed };
            let figures = Figures::default();
            assert!(tx.check_nomination(id, 1, state, &figures, "", person).await.unwrap());
            ids.push(id);
        }
        let [had, had_not, next, last] = ids[..] else { panic!("four") };
        tx.confirm_proposal(cycle, person, now()).await.unwrap();
        assert!(tx.move_cycle(cycle, (Configuring, 1), OnNotice).await.unwrap());
        let place = |nomination_id, has_seat| ProposalRow {
            nomination_id,
            is_selected: has_seat,
            is_deviation: false,
            reason: String::new(),
            has_seat,
            level_no: None,
        };
        tx.set_proposal(&place(had_not, false)).await.unwrap();
        assert_eq!(tx.list_cycles_to_fill().await.unwrap(), [], "{}: nobody had one", db.name);
        tx.set_proposal(&place(had, true)).await.unwrap();
        assert_eq!(tx.list_cycles_to_fill().await.unwrap(), [cycle], "{}", db.name);
        tx.commit_unlogged().await.unwrap();
        for removed in [had_not, next] {
            let mut tx = db.store.begin().await.unwrap();
            let refused = tx.add_substitute(last, removed, "", person, now()).await;
            assert!(matches!(refused, Err(StoreError::Refused)), "{}: {refused:?}", db.name);
            drop(tx);
        }
        // Whoever has followed had the seat, and it passes on again.
        let mut tx = db.store.begin().await.unwrap();
        tx.add_substitute(next, had, "", person, now()).await.unwrap();
        assert_eq!(tx.list_cycles_to_fill().await.unwrap(), [], "{}: somebody follows", db.name);
        assert!(tx.confirm_substitute(next, person, (today(), today())).await.unwrap());
        assert!(tx.move_nomination(next, NotProposed, Removed).await.unwrap());
        assert_eq!(tx.list_cycles_to_fill().await.unwrap(), [cycle], "{}", db.name);
        tx.add_substitute(last, next, "", person, now()).await.unwrap();
        drop(tx);
        db.remove().await;
    }
}
