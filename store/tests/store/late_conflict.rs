//! Conflicts that became known after a verdict, and repeats.

use domain::{
    course::{
        CourseVersionState::{Approved, AwaitingSlot, Listed},
        CycleState,
    },
    id::PersonId,
    late_conflict::RepeatEnd,
    nomination::Relation,
    score_sheet::ConflictKind,
};
use store::NewRepeat;
use test_database::databases;

use crate::{
    some::{a_person, a_version, minutes, now, today},
    trial_lecture::{Begun, a_lecture},
};

#[tokio::test]
async fn a_conflict_is_recorded_once_and_ties_its_panelist_to_the_lecturer() {
    for db in databases().await {
        let mut tx = db.store.begin().await.unwrap();
        let Begun { lecturer, panelist, booking, .. } = a_lecture(&mut tx).await;
        let ties = async |tx: &mut store::Tx, people: &[PersonId]| {
            let rows = tx.list_peers(people, [(today(), now()); 2]).await.unwrap().into_iter();
            rows.filter_map(|row| Some((row.person_id, row.tied_to?))).collect::<Vec<_>>()
        };
        assert!(ties(&mut tx, &[panelist, lecturer]).await.is_empty(), "{}", db.name);
        let kind = ConflictKind::JointWork;
        for is_new in [true, false] {
            let key = (booking, panelist);
            let added = tx.add_late_conflict(key, kind, "合写过书", lecturer, now()).await.unwrap();
            assert_eq!(added, is_new, "{}", db.name);
        }
        let found = tx.list_late_conflicts(&[booking]).await.unwrap();
        assert_eq!((found.len(), found[0].kind, &*found[0].name), (1, kind, "赵颖"));
        assert_eq!(ties(&mut tx, &[panelist]).await, [(panelist, lecturer)], "{}", db.name);
        // What was declared is a tie as well, until its time has passed.
        let other = a_person(&mut tx, "孙立").await;
        let (before, after) = (minutes(-1), minutes(1));
        for (kind, teaching, work, n) in [
            (ConflictKind::JointWork, after, before, 1),
            (ConflictKind::JointWork, before, after, 0),
            (ConflictKind::TeacherStudent, before, after, 1),
            (ConflictKind::TeacherStudent, after, before, 0),
            (ConflictKind::CloseRelative, after, after, 1),
            (ConflictKind::SameUnit, before, before, 0),
        ] {
            tx.set_panel_relation(booking, other, Relation(Some(kind)), now()).await.unwrap();
            let rows =
                tx.list_peers(&[other], [(today(), teaching), (today(), work)]).await.unwrap();
            let lecturers: Vec<_> = rows.iter().filter_map(|row| row.tied_to).collect();
            assert_eq!(lecturers, vec![lecturer; n], "{}: {kind:?}", db.name);
        }
        drop(tx);
        db.remove().await;
    }
}

#[tokio::test]
async fn a_version_has_one_open_repeat() {
    for db in databases().await {
        let mut tx = db.store.begin().await.unwrap();
        let Begun { lecturer, version, booking, .. } = a_lecture(&mut tx).await;
        let new = NewRepeat {
            booking,
            version,
            version_state: Listed,
            cycle_state: CycleState::Passed,
            reason: "结论存疑",
            orderer: lecturer,
            at: now(),
        };
        let first = tx.add_repeat(&new).await.unwrap();
        let open = tx.find_open_repeat(version).await.unwrap().unwrap();
        assert_eq!((open.id, open.version_state, &*open.reason), (first, Listed, "结论存疑"));
        assert_eq!(tx.list_open_repeats(&[version]).await.unwrap(), [open]);
        assert!(tx.end_repeat(first, RepeatEnd::CalledOff, minutes(1)).await.unwrap());
        assert!(!tx.end_repeat(first, RepeatEnd::Judged, minutes(2)).await.unwrap());
        assert_eq!(tx.find_open_repeat(version).await.unwrap(), None, "{}", db.name);
        tx.add_repeat(&new).await.unwrap();
        let all = tx.list_repeats(&[booking]).await.unwrap();
        assert_eq!((all.len(), all[0].ended), (2, Some(RepeatEnd::CalledOff)), "{}", db.name);
        let round = tx.find_round(version).await.unwrap().unwrap();
        tx.set_cycle(round.cycle_id, CycleState::Failed).await.unwrap();
        tx.set_cycle(round.cycle_id, CycleState::Open).await.unwrap();
        assert_eq!(tx.find_round(version).await.unwrap().unwrap().state, CycleState::Open);
        assert!(tx.add_repeat(&new).await.is_err(), "{}: one is open", db.name);
        drop(tx);
        db.remove().await;
    }
}

#[tokio::test]
async fn what_waits_and_what_is_judged_once_more_may_be_booked() {
    for db in databases().await {
        let mut tx = db.store.begin().await.unwrap();
        let Begun { lecturer, version, booking, .. } = a_lecture(&mut tx).await;
        let waits = a_version(&mut tx, lecturer, "星空", AwaitingSlot).await;
        a_version(&mut tx, lecturer, "海洋", Listed).await;
        let ids = async |tx: &mut store::Tx| {
            let found = tx.list_bookable_versions().await.unwrap();
            found.into_iter().map(|course| course.id).collect::<Vec<_>>()
        };
        assert_eq!(ids(&mut tx).await, [waits], "{}", db.name);
        let course = tx.find_version(version).await.unwrap().unwrap();
        let from = (course.state, course.revision);
        assert!(tx.move_version(version, from, Listed, "", now()).await.unwrap());
        let new = NewRepeat {
            booking,
            version,
            version_state: Approved,
            cycle_state: CycleState::Passed,
            reason: "结论存疑",
            orderer: lecturer,
            at: now(),
        };
        tx.add_repeat(&new).await.unwrap();
        assert_eq!(ids(&mut tx).await, [waits], "{}: it has a slot", db.name);
        let (confirmed, attended) =
            (domain::booking::BookingState::Confirmed, domain::booking::BookingState::Attended);
        assert!(tx.move_booking(booking, confirmed, attended).await.unwrap());
        assert_eq!(ids(&mut tx).await, [version, waits], "{}", db.name);
        drop(tx);
        db.remove().await;
    }
}
