//! Trial lectures, their sheets and verdicts, and the rounds of a course.

use domain::{
    booking::BookingState::{Confirmed, Held, NoShow},
    course::{
        CourseVersionState::{Approved, Draft, Listed},
        CycleState,
    },
    id::{BookingId, CourseVersionId, PersonId, ReviewSessionId},
    nomination::Relation,
    review_sheet::{RUBRIC, ReviewDraft},
    score_sheet::{ConflictKind, Points, SheetStage},
    trial_lecture::{Advisory, TrialState, Verdict, Veto, VetoVote},
};
use store::{Decided, NewBooking, NewVersion, SheetOf, Tx};
use test_database::databases;

use crate::some::{a_draft, a_person, a_session, a_version, minutes, now, today};

pub(crate) struct Begun {
    pub(crate) lecturer: PersonId,
    pub(crate) panelist: PersonId,
    pub(crate) version: CourseVersionId,
    pub(crate) session: ReviewSessionId,
    pub(crate) booking: BookingId,
}

/// A lecture that has begun, of a version in its first round, with one panelist there.
pub(crate) async fn a_lecture(tx: &mut Tx) -> Begun {
    let lecturer = a_person(tx, "钱进").await;
    let panelist = a_person(tx, "赵颖").await;
    let version = a_version(tx, lecturer, "潮汐", domain::course::CourseVersionState::Booked).await;
    let course = tx.find_version(version).await.unwrap().unwrap().course_id;
    tx.add_round(course, version, now()).await.unwrap();
    let session = a_session(tx, lecturer, &[panelist]).await;
    let slot = tx.add_slot(session, minutes(0), minutes(60)).await.unwrap();
    let booking = NewBooking {
        slot_id: slot,
        version_id: version,
        lecturer_id: lecturer,
        booker_id: None,
        held_until: minutes(10),
        created_at: now(),
    };
    let booking = tx.add_booking(&booking).await.unwrap();
    assert!(tx.move_booking(booking, Held, Confirmed).await.unwrap());
    tx.set_presence(booking, &[(1, panelist)]).await.unwrap();
    tx.set_panel_relation(booking, panelist, Relation(None), now()).await.unwrap();
    tx.add_trial(booking, session, version, RUBRIC, now()).await.unwrap();
    Begun { lecturer, panelist, version, session, booking }
}

fn a_sheet() -> ReviewDraft {
    ReviewDraft {
        scores: vec![Some(Points::hundredths(950)), None],
        notes: vec!["数据，有引号\"".into(), String::new()],
        strength: "好".into(),
        suggestion: "短".into(),
        veto: Some(Veto::Unsafe),
        veto_detail: "酒精灯".into(),
    }
}

#[tokio::test]
pub(crate) async fn a_lecture_is_judged_and_decided_and_then_only_read() {
    for db in databases().await {
        let mut tx = db.store.begin().await.unwrap();
        let Begun { lecturer, panelist, version, session, booking } = a_lecture(&mut tx).await;
        assert_eq!(tx.list_sheets_awaited(panelist).await.unwrap().len(), 1, "{}", db.name);
        assert!(tx.list_sheets_awaited(lecturer).await.unwrap().is_empty());
        let of = SheetOf { booking_id: booking, person_id: panelist, seat_no: 1 };
        let sheet = a_sheet();
        assert!(tx.save_review_sheet(of, &ReviewDraft::default(), 0, now()).await.unwrap());
        assert!(tx.save_review_sheet(of, &sheet, 1, now()).await.unwrap());
        assert!(!tx.save_review_sheet(of, &sheet, 1, now()).await.unwrap(), "another tab");
        assert!(tx.submit_review_sheet(booking, panelist, 2).await.unwrap());
        assert!(tx.list_sheets_awaited(panelist).await.unwrap().is_empty());
        let found = tx.find_review_sheet(booking, panelist).await.unwrap().unwrap();
        assert_eq!((found.draft(), found.state), (sheet.clone(), SheetStage::Submitted));
        assert_eq!(tx.list_review_sheets(&[booking]).await.unwrap(), [found]);
        assert!(
            tx.unlock_review_sheet((booking, panelist), lecturer, "补写", now()).await.unwrap()
        );
        assert!(
            !tx.unlock_review_sheet((booking, panelist), lecturer, "再补", now()).await.unwrap()
        );
        assert_eq!(tx.count_unlocked_sheets(booking).await.unwrap(), 1, "{}", db.name);
        assert!(tx.submit_review_sheet(booking, panelist, 3).await.unwrap());

        assert_eq!(tx.list_presence(&[booking]).await.unwrap(), [(booking, panelist)]);
        let declared = tx.list_panel_relations(&[booking]).await.unwrap();
        assert_eq!(declared, [(booking, panelist, Relation(None))]);
        let trial = tx.find_trial(booking).await.unwrap().unwrap();
        assert_eq!((trial.state, trial.round_no), (TrialState::Running, 1));
        assert_eq!(tx.list_trials_in(session).await.unwrap(), std::slice::from_ref(&trial));
        assert_eq!(tx.list_trials_of(trial.course_id).await.unwrap(), [trial]);
        assert!(tx.end_trial(booking, 1, minutes(55)).await.unwrap());
        assert!(tx.close_trial(booking, 2, Verdict::Approve, minutes(60)).await.unwrap());
        assert!(tx.reopen_trial(booking, 3).await.unwrap());
        assert!(tx.close_trial(booking, 4, Verdict::Revise, minutes(60)).await.unwrap());
        tx.set_veto_vote(booking, panelist, VetoVote::No, now()).await.unwrap();
        tx.set_veto_vote(booking, panelist, VetoVote::Correctable, now()).await.unwrap();
        let votes = tx.list_veto_votes(booking).await.unwrap();
        assert_eq!(votes, [(panelist, VetoVote::Correctable)]);
        let decided =
            Decided { verdict: Verdict::Revise, person: Some(panelist), reason: "", at: now() };
        let changes = ["注明来源".to_owned(), "增加互动".to_owned()];
        assert!(tx.propose_verdict(booking, 5, &decided, &changes[..1]).await.unwrap());
        assert!(tx.send_verdict_back(booking, 6).await.unwrap());
        assert!(tx.propose_verdict(booking, 7, &decided, &changes).await.unwrap());
        let proposed = tx.list_trials_in_state(TrialState::Proposed).await.unwrap();
        assert_eq!(proposed.len(), 1, "{}", db.name);
        assert!(tx.list_counted_sheets(now()).await.unwrap().is_empty(), "not confirmed yet");
        assert!(tx.confirm_verdict(booking, 8, &decided).await.unwrap());
        let counted = tx.list_counted_sheets(now()).await.unwrap();
        assert_eq!((counted.len(), counted[0].name.as_str()), (1, "赵颖"), "{}", db.name);
        assert_eq!(counted[0].scores, sheet.scores);
        assert!(tx.list_counted_sheets(minutes(1)).await.unwrap().is_empty(), "long ago");
        assert!(tx.answer_change(booking, 2, "已改").await.unwrap(), "still to be answered");
        let changes = tx.list_required_changes(&[booking]).await.unwrap();
        assert_eq!((changes.len(), changes[1].answer.as_str()), (2, "已改"));
        assert_eq!(tx.verdict_records(&[booking.0]).await.unwrap().len(), 1);
        assert_eq!(tx.review_sheet_records(&[1]).await.unwrap().len(), 1, "{}", db.name);
        let of = tx.sheets_of_verdicts(&[booking.0]).await.unwrap();
        assert_eq!((of[0].0, of[0].1), (booking.0, 1));
        assert_eq!(tx.changes_of_verdicts(&[booking.0]).await.unwrap().len(), 2);
        tx.commit_unlogged().await.unwrap();

        let mut tx = db.store.begin().await.unwrap();
        assert!(tx.void_review_sheet(booking, panelist).await.is_err(), "{}: finished", db.name);
        drop(tx);
        let mut tx = db.store.begin().await.unwrap();
        let round = tx.find_round(version).await.unwrap().unwrap();
        assert_eq!((round.state, round.round_no), (CycleState::Open, 1));
        assert!(tx.end_cycle(round.cycle_id, CycleState::Passed).await.unwrap());
        assert!(!tx.end_cycle(round.cycle_id, CycleState::Failed).await.unwrap(), "it has ended");
        tx.commit_unlogged().await.unwrap();
        db.remove().await;
    }
}

#[tokio::test]
async fn what_is_withdrawn_before_its_verdict_counts_nowhere() {
    for db in databases().await {
        let mut tx = db.store.begin().await.unwrap();
        let Begun { lecturer, panelist, booking, .. } = a_lecture(&mut tx).await;
        let of = SheetOf { booking_id: booking, person_id: panelist, seat_no: 1 };
        assert!(tx.save_review_sheet(of, &a_sheet(), 0, now()).await.unwrap());
        assert!(tx.submit_review_sheet(booking, panelist, 1).await.unwrap());
        let running = tx.find_trial(booking).await.unwrap().unwrap();
        assert!(tx.withdraw_trial(&running, lecturer, "撤回", minutes(30)).await.unwrap());
        assert!(!tx.withdraw_trial(&running, lecturer, "撤回", minutes(31)).await.unwrap());
        let trial = tx.find_trial(booking).await.unwrap().unwrap();
        assert_eq!((trial.state, trial.verdict), (TrialState::Confirmed, Some(Verdict::Advisory)));
        assert_eq!((trial.advisory, trial.decision_reason.as_str()), (None, "撤回"));
        assert!(tx.list_counted_sheets(now()).await.unwrap().is_empty(), "{}", db.name);
        tx.commit_unlogged().await.unwrap();
        db.remove().await;
    }
}

#[tokio::test]
async fn a_beginning_is_taken_back_and_a_lecture_may_have_comments_only() {
    for db in databases().await {
        let mut tx = db.store.begin().await.unwrap();
        let Begun { panelist, session, version, booking, .. } = a_lecture(&mut tx).await;
        let of = SheetOf { booking_id: booking, person_id: panelist, seat_no: 1 };
        assert!(tx.save_review_sheet(of, &a_sheet(), 0, now()).await.unwrap());
        assert!(tx.remove_trial(booking).await.unwrap(), "with what was only drafted");
        assert!(tx.find_trial(booking).await.unwrap().is_none(), "{}", db.name);
        tx.add_trial(booking, session, version, RUBRIC, now()).await.unwrap();
        let conflict = Relation(Some(ConflictKind::JointWork));
        tx.set_panel_relation(booking, panelist, conflict, now()).await.unwrap();
        assert!(tx.list_sheets_awaited(panelist).await.unwrap().is_empty(), "recused");
        assert!(tx.end_trial(booking, 1, minutes(55)).await.unwrap());
        assert!(tx.advise_trial(booking, 2, Advisory::Panel, minutes(60)).await.unwrap());
        let trial = tx.find_trial(booking).await.unwrap().unwrap();
        assert_eq!(
            (trial.verdict, trial.advisory),
            (Some(Verdict::Advisory), Some(Advisory::Panel))
        );
        tx.commit_unlogged().await.unwrap();
        db.remove().await;
    }
}

#[tokio::test]
async fn what_became_of_a_booking_on_its_day_is_listed() {
    for db in databases().await {
        let mut tx = db.store.begin().await.unwrap();
        let Begun { lecturer, session, booking, .. } = a_lecture(&mut tx).await;
        assert_eq!(tx.list_bookings_at(session).await.unwrap()[0].id, booking);
        assert!(tx.list_missed_slots(lecturer, minutes(-60)).await.unwrap().is_empty());
        assert!(tx.move_booking(booking, Confirmed, NoShow).await.unwrap());
        assert_eq!(tx.list_missed_slots(lecturer, minutes(-60)).await.unwrap(), [minutes(0)]);
        assert!(tx.list_missed_slots(lecturer, minutes(0)).await.unwrap().is_empty());
        assert_eq!(tx.list_bookings_at(session).await.unwrap()[0].state, NoShow, "{}", db.name);
        tx.commit_unlogged().await.unwrap();
        db.remove().await;
    }
}

#[tokio::test]
async fn versions_of_a_course_are_numbered_and_its_catalogue_number_is_one_of_its_own() {
    for db in databases().await {
        let mut tx = db.store.begin().await.unwrap();
        let lecturer = a_person(&mut tx, "钱进").await;
        let first = a_version(&mut tx, lecturer, "潮汐", Approved).await;
        let course = tx.find_version(first).await.unwrap().unwrap().course_id;
        let draft = a_draft("潮汐（修订）");
        let version = NewVersion {
            lecturer_id: lecturer,
            state: Draft,
            draft: &draft,
            taken_over: false,
            listed_until: None,
            remark: "",
            at: now(),
        };
        let next = tx.add_next_version(course, &version).await.unwrap();
        let all = tx.list_versions_of_course(course).await.unwrap();
        let numbers: Vec<_> = all.iter().map(|one| (one.id, one.version_no)).collect();
        assert_eq!(numbers, [(first, 1), (next, 2)], "{}", db.name);
        assert_eq!(tx.find_round(first).await.unwrap(), None);
        assert!(tx.move_version(first, (Approved, 1), Listed, "", now()).await.unwrap());
        for number in ["2026-009", "2026-1000", "2025-999"] {
            tx.set_listing(first, Some(number), Some(today()), false).await.unwrap();
            let last = tx.find_last_catalogue_no("2026-").await.unwrap();
            let is_of_year = number.starts_with("2026");
            assert_eq!(last.as_deref(), is_of_year.then_some(number), "{}", db.name);
        }
        tx.commit_unlogged().await.unwrap();
        let mut tx = db.store.begin().await.unwrap();
        let twice = tx.set_listing(next, Some("2025-999"), Some(today()), false).await;
        assert!(twice.is_err(), "{}: never given twice", db.name);
        drop(tx);
        db.remove().await;
    }
}
