//! Review sessions, panels and slots.

use domain::{
    audience::SchoolStage,
    panel::PanelAnswer,
    review_session::{
        ReviewSessionState::{Open, Planned},
        SlotState,
    },
};
use store::NewSession;
use test_database::databases;

use crate::some::{a_person, a_region, a_session, minutes, now};

#[tokio::test]
async fn a_planned_session_is_changed_published_and_listed() {
    for db in databases().await {
        let mut tx = db.store.begin().await.unwrap();
        let planner = a_person(&mut tx, "周").await;
        let panelist = a_person(&mut tx, "吴").await;
        let id = a_session(&mut tx, planner, &[panelist]).await;
        let row = tx.find_session_plan(id).await.unwrap().unwrap();
        assert_eq!((row.state, row.opens_at), (Planned, None), "{}", db.name);
        let changed = NewSession {
            starts_at: row.starts_at,
            slot_minutes: 45,
            short_minutes: None,
            n_slots: 1,
            break_minutes: 0,
            place_id: None,
            video_link: Some("https://video.example.invalid/2"),
            opens_on: Some(now().date_naive()),
            closes_at: row.closes_at,
            region_id: None,
            planner_id: planner,
            stages: &[SchoolStage::Adult],
            fields: &[],
            panel: &[planner, panelist],
        };
        assert!(tx.change_session_plan(id, 1, &changed).await.unwrap());
        assert!(!tx.change_session_plan(id, 1, &changed).await.unwrap());
        assert_eq!(tx.list_session_stages(&[id]).await.unwrap(), [(id, SchoolStage::Adult)]);
        assert!(tx.list_session_fields(&[id]).await.unwrap().is_empty());
        let panel = tx.list_panels(&[id]).await.unwrap();
        assert_eq!(panel.iter().map(|m| m.person_id).collect::<Vec<_>>(), [planner, panelist]);
        assert!(tx.list_open_sessions(now(), minutes(99_999)).await.unwrap().is_empty());
        assert!(tx.list_sessions_of_panelist(panelist, now()).await.unwrap().is_empty());
        assert!(!tx.move_session(id, (Planned, 1), Open).await.unwrap(), "stale");
        assert!(tx.move_session(id, (Planned, 2), Open).await.unwrap());
        assert!(!tx.move_session(id, (Planned, 3), Open).await.unwrap(), "not planned any more");
        tx.set_opening(id, now()).await.unwrap();
        let open = tx.list_open_sessions(now(), minutes(99_999)).await.unwrap();
        assert_eq!(open[0].opens_at, Some(now()));
        assert_eq!(tx.list_sessions_of_panelist(panelist, now()).await.unwrap().len(), 1);
        assert_eq!(tx.list_sessions(now()).await.unwrap().len(), 1);
        assert!(tx.list_sessions_due(now()).await.unwrap().is_empty());
        assert_eq!(tx.list_sessions_due(row.closes_at).await.unwrap(), [id]);
        assert!(!tx.change_session_plan(id, 3, &changed).await.unwrap(), "published is closed");
        let later = row.closes_at + chrono::TimeDelta::days(1);
        assert!(tx.move_booking_close(id, row.closes_at, later).await.unwrap());
        assert!(!tx.move_booking_close(id, row.closes_at, later).await.unwrap(), "it lies there");
        tx.commit_unlogged().await.unwrap();
        db.remove().await;
    }
}

#[tokio::test]
async fn a_slot_moves_once_and_free_ones_are_withdrawn() {
    for db in databases().await {
        let mut tx = db.store.begin().await.unwrap();
        let planner = a_person(&mut tx, "周").await;
        let id = a_session(&mut tx, planner, &[]).await;
        let one = tx.add_slot(id, minutes(0), minutes(60)).await.unwrap();
        let two = tx.add_slot(id, minutes(70), minutes(130)).await.unwrap();
        assert!(tx.move_slot(one, SlotState::Free, SlotState::Held).await.unwrap());
        assert!(!tx.move_slot(one, SlotState::Free, SlotState::Held).await.unwrap());
        assert_eq!(tx.withdraw_free_slots(id).await.unwrap(), [two], "{}", db.name);
        assert_eq!(tx.find_slot(one).await.unwrap().unwrap().state, SlotState::Held);
        let states: Vec<_> =
            tx.list_slots(&[id]).await.unwrap().iter().map(|slot| slot.state).collect();
        assert_eq!(states, [SlotState::Held, SlotState::Withdrawn]);
        tx.commit_unlogged().await.unwrap();
        db.remove().await;
    }
}

#[tokio::test]
async fn a_panel_answers_a_seat_changes_hands_and_a_session_moves() {
    for db in databases().await {
        let mut tx = db.store.begin().await.unwrap();
        let (one, other) = (a_person(&mut tx, "钱进").await, a_person(&mut tx, "孙悦").await);
        let session = a_session(&mut tx, one, &[one]).await;
        let slot = tx.add_slot(session, minutes(0), minutes(60)).await.unwrap();
        tx.set_panel_answer((session, one), PanelAnswer::Declined, "出差").await.unwrap();
        let member = tx.list_panels(&[session]).await.unwrap().remove(0);
        assert_eq!(member.answer, Some(PanelAnswer::Declined), "{}", db.name);
        assert_eq!(member.answer_reason, "出差");
        tx.set_panelist((session, 1), other).await.unwrap();
        let member = tx.list_panels(&[session]).await.unwrap().remove(0);
        assert_eq!((member.person_id, member.answer), (other, None));
        tx.set_panel_answer((session, other), PanelAnswer::Accepted, "").await.unwrap();
        tx.set_panel_asked(session, minutes(90)).await.unwrap();
        let member = tx.list_panels(&[session]).await.unwrap().remove(0);
        assert_eq!(member.answer, None, "asked anew");
        let row = tx.find_session_plan(session).await.unwrap().unwrap();
        let these = tx.list_session_plans(&[session]).await.unwrap();
        assert_eq!(these, std::slice::from_ref(&row), "{}", db.name);
        assert!(tx.list_session_plans(&[]).await.unwrap().is_empty(), "{}", db.name);
        assert_eq!(row.answer_until, Some(minutes(90)));
        tx.set_panel_answer((session, other), PanelAnswer::Declined, "出差").await.unwrap();
        tx.set_panel_asked(session, minutes(90)).await.unwrap();
        let member = tx.list_panels(&[session]).await.unwrap().remove(0);
        assert_eq!(member.answer, Some(PanelAnswer::Declined), "{}: who cannot come", db.name);
        let as_read = tx.find_slot(slot).await.unwrap().unwrap();
        let times = (minutes(120), minutes(-60));
        let place = (row.place_id, row.video_link.as_deref());
        let slots = [(slot, minutes(120), minutes(180))];
        let at = (session, row.revision);
        assert!(tx.set_session_time(at, times, place, &slots).await.unwrap());
        assert!(
            !tx.set_session_time(at, times, place, &slots).await.unwrap(),
            "somebody was faster"
        );
        let row = tx.find_slot(slot).await.unwrap().unwrap();
        assert_eq!((row.starts_at, row.ends_at), (minutes(120), minutes(180)), "{}", db.name);
        assert!(!tx.hold_slot(&as_read).await.unwrap(), "{}: it has moved", db.name);
        assert!(tx.hold_slot(&row).await.unwrap());
        assert!(!tx.hold_slot(&row).await.unwrap(), "{}: somebody was faster", db.name);
        tx.commit_unlogged().await.unwrap();
        db.remove().await;
    }
}

#[tokio::test]
async fn a_slot_has_another_time_as_it_was_read() {
    for db in databases().await {
        let mut tx = db.store.begin().await.unwrap();
        let planner = a_person(&mut tx, "周").await;
        let id = a_session(&mut tx, planner, &[planner]).await;
        tx.add_slot(id, minutes(0), minutes(60)).await.unwrap();
        let slot = tx.list_slots(&[id]).await.unwrap().remove(0);
        assert!(tx.set_slot_time(&slot, minutes(5), minutes(80)).await.unwrap(), "{}", db.name);
        assert!(!tx.set_slot_time(&slot, minutes(9), minutes(80)).await.unwrap(), "it changed");
        let now_at = tx.find_slot(slot.id).await.unwrap().unwrap();
        assert_eq!((now_at.starts_at, now_at.ends_at), (minutes(5), minutes(80)));
        let row = tx.find_session_plan(id).await.unwrap().unwrap();
        assert!(tx.set_session_start((id, row.revision), minutes(5)).await.unwrap());
        assert!(!tx.set_session_start((id, row.revision), minutes(9)).await.unwrap(), "stale");
        tx.set_answer_until(id, minutes(30)).await.unwrap();
        let row = tx.find_session_plan(id).await.unwrap().unwrap();
        assert_eq!((row.starts_at, row.answer_until), (minutes(5), Some(minutes(30))));
        drop(tx);
        db.remove().await;
    }
}

#[tokio::test]
async fn a_county_lists_its_own_sessions() {
    for db in databases().await {
        let mut tx = db.store.begin().await.unwrap();
        let planner = a_person(&mut tx, "周").await;
        let id = a_session(&mut tx, planner, &[]).await;
        let region = a_region(&mut tx, "990001").await;
        let found = tx.list_sessions_of_regions(&[region], now()).await.unwrap();
        assert!(found.is_empty(), "{}: the city's", db.name);
        let row = tx.find_session_plan(id).await.unwrap().unwrap();
        let own = NewSession {
            starts_at: row.starts_at,
            slot_minutes: 60,
            short_minutes: None,
            n_slots: 1,
            break_minutes: 0,
            place_id: None,
            video_link: Some("https://video.example.invalid/2"),
            opens_on: None,
            closes_at: row.closes_at,
            region_id: Some(region),
            planner_id: planner,
            stages: &[SchoolStage::Adult],
            fields: &[],
            panel: &[],
        };
        assert!(tx.change_session_plan(id, row.revision, &own).await.unwrap());
        let found = tx.list_sessions_of_regions(&[region], now()).await.unwrap();
        assert_eq!((found.len(), found[0].region_id), (1, Some(region)), "{}", db.name);
        assert!(found[0].region_name.is_some());
        drop(tx);
        db.remove().await;
    }
}
