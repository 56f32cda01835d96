//! A slot changes its hours, and a season of sessions is planned from one.

use domain::{
    form::{Field, Once, Revision, Values},
    id::{ReviewSessionId, SlotId},
    review_session::ReviewSessionState,
    role::Role,
};

use crate::world::{Person, World, commit, session_plan, worlds};

fn change(start: &str, minutes: &str) -> Values {
    Values::default()
        .with(Field::StartsAt, start)
        .with(Field::SlotMinutes, minutes)
        .with(Field::Reason, "第一位讲师的实验需要更多时间")
}

fn at(session: ReviewSessionId, slot: SlotId) -> String {
    format!("/review_session/{session}/slot/{slot}/change")
}

async fn booked(world: &World, office: &Person, slot: SlotId) -> (Person, String) {
    let lecturer = world.lecturer("钱进").await;
    let course = world.cleared_course(&lecturer, office).await;
    let call = world.call(&lecturer, Role::Lecturer);
    let booking = world.actions.hold_slot(&call, course, slot).await.unwrap();
    world.actions.confirm_booking(&call, booking, &Values::default()).await.unwrap();
    (lecturer, format!("/booking/{booking}"))
}

#[tokio::test]
async fn a_slot_is_lengthened_and_moved_with_its_lecturer_and_nothing_in_the_way() {
    for world in worlds().await {
        let (office, panel) = (world.office().await, world.panel().await);
        // Three slots of an hour, ten minutes between them, from nine.
        let (session, slots) = world.session(&office, &panel, "2026-12-10", "09:00").await;
        let (lecturer, booking) = booked(&world, &office, slots[2]).await;
        let last = at(session, slots[2]);
        assert_eq!(office.get(&last).await.status, 200);
        assert_eq!(panel[0].get(&last).await.status, 403);
        let mut silent = change("11:20", "75");
        silent.set(Field::Reason, "短");
        for (wrong, field) in [
            (change("10:30", "60"), "#starts_at"),
            (change("23:30", "60"), "#starts_at"),
            (change("11:20", "50"), "#slot_minutes"),
            // Its lecture takes an hour.
            (change("11:20", "45"), "#slot_minutes"),
            (silent, "#reason"),
        ] {
            let refused = office.post(&last, &wrong).await;
            assert_eq!(refused.status, 422, "{}: {field}: {}", world.db.name, refused.body);
            assert!(refused.body.contains(field), "{field}: {}", refused.body);
        }
        for _ in 0..2 {
            let done = office.post(&last, &change("13:00", "75")).await;
            assert_eq!(done.status, 303, "{}: {}", world.db.name, done.body);
        }
        let told = lecturer.get("/inbox").await.body;
        assert_eq!(told.matches("磨课时段有变动").count(), 1, "told once: {told}");
        assert!(told.contains("13:00–14:15"), "{told}");
        assert!(panel[3].get("/inbox").await.body.contains("磨课时段有变动"));
        let own = lecturer.get(&booking).await.body;
        assert!(own.contains("本场改期，请确认"), "{own}");
        let page = office.get(&format!("/review_session/{session}")).await.body;
        assert!(page.contains("13:00–14:15") && page.contains("待讲师确认"), "{page}");
        // The time it has left is free, and the one it took is not.
        let call = world.call(&panel[1], Role::Panelist);
        let hours: Vec<_> = world.actions.calendar(&call).await.unwrap().rows;
        assert_eq!(hours.len(), 3, "{}", world.db.name);
        world.verify_chain().await;
        world.remove().await;
    }
}

#[tokio::test]
async fn the_first_slot_takes_the_beginning_of_its_session_along() {
    for world in worlds().await {
        let (office, panel) = (world.office().await, world.panel().await);
        let (session, slots) = world.session(&office, &panel, "2026-12-10", "09:00").await;
        let done = office.post(&at(session, slots[0]), &change("08:30", "75")).await;
        assert_eq!(done.status, 303, "{}: {}", world.db.name, done.body);
        let call = world.call(&office, Role::CityOffice);
        let page = world.actions.review_session(&call, session).await.unwrap();
        assert_eq!(page.session.starts_at, page.slots[0].starts_at, "{}", world.db.name);
        assert_eq!((page.slots[0].ends_at - page.slots[0].starts_at).num_minutes(), 75);
        let withdrawn = Values::default()
            .with(Field::Slot, slots[1].to_string())
            .with(Field::Reason, "这一时段另有安排，不再开放");
        let path = format!("/review_session/{session}/call_off");
        assert_eq!(office.post(&path, &withdrawn).await.status, 303);
        let gone = office.post(&at(session, slots[1]), &change("10:00", "60")).await;
        assert_eq!(gone.status, 409, "{}: what is withdrawn is not changed", world.db.name);
        world.remove().await;
    }
}

#[tokio::test]
async fn a_season_is_planned_on_the_ticked_days_once() {
    for world in worlds().await {
        let (office, panel) = (world.office().await, world.panel().await);
        let (session, _) = world.session(&office, &panel, "2026-12-10", "09:00").await;
        let path = format!("/review_session/{session}/series");
        let ask = "held_on=2026-12-24&every_weeks=2&n_sessions=3";
        let page = office.get(&format!("{path}?{ask}")).await.body;
        for day in ["2026-12-24", "2027-01-07", "2027-01-21"] {
            assert!(page.contains(&format!("value=\"{day}\"")), "{day}: {page}");
        }
        let past = format!("{path}?held_on=2020-01-01&every_weeks=2&n_sessions=3");
        assert_eq!(office.get(&past).await.status, 422, "{}", world.db.name);
        let plan = |days: &[&str]| {
            let values = Values::default()
                .with(Field::HeldOn, "2026-12-24")
                .with(Field::EveryWeeks, "2")
                .with(Field::NSessions, "3")
                .with(Field::KeepsPanel, "yes")
                .with(Field::Once, "a-series");
            days.iter().fold(values, |mut values, day| {
                values.push(Field::SeriesDays, *day);
                values
            })
        };
        assert_eq!(office.post(&path, &plan(&[])).await.status, 422, "{}", world.db.name);
        assert_eq!(office.post(&path, &plan(&["2026-12-25"])).await.status, 422);
        for _ in 0..2 {
            let done = office.post(&path, &plan(&["2026-12-24", "2027-01-21"])).await;
            assert_eq!(done.status, 303, "{}: {}", world.db.name, done.body);
        }
        let other = office.post(&path, &plan(&["2026-12-24", "2027-01-07"])).await;
        assert_eq!(other.status, 422, "{}: other words of the same form", world.db.name);
        let call = world.call(&office, Role::CityOffice);
        let filter = actions::ListFilter::default();
        let all = world.actions.review_sessions(&call, &filter, None).await.unwrap().rows;
        let planned: Vec<_> =
            all.iter().filter(|it| it.session.state == ReviewSessionState::Planned).collect();
        assert_eq!(planned.len(), 2, "{}", world.db.name);
        let one = world.actions.review_session(&call, planned[0].session.id).await.unwrap();
        assert_eq!((one.panel.len(), one.session.n_slots), (5, 3), "{}", world.db.name);
        assert_eq!(panel[0].get(&path).await.status, 403);
        world.verify_chain().await;
        world.remove().await;
    }
}

#[tokio::test]
async fn a_day_on_which_the_room_is_taken_is_said_and_not_ticked() {
    for world in worlds().await {
        let (office, panel) = (world.office().await, world.panel().await);
        let mut tx = world.db.store.begin().await.unwrap();
        let room = tx.add_place("科学会堂评课室", "示范路9号", None).await.unwrap();
        commit(tx).await;
        let mut values = session_plan("2026-12-10", "09:00").with(Field::Place, room.to_string());
        values.set(Field::VideoLink, "");
        for member in &panel {
            values.push(Field::Panel, member.id.to_string());
        }
        let call = world.call(&office, Role::CityOffice);
        let id = world.actions.plan_session(&call, &values, &Once::new("room")).await.unwrap();
        world.actions.publish_session(&call, id, Revision::NEWEST).await.unwrap();
        let ask = "held_on=2026-11-26&every_weeks=2&n_sessions=3";
        let page = office.get(&format!("/review_session/{id}/series?{ask}")).await.body;
        assert_eq!(page.matches("会场已占用").count(), 1, "{}: {page}", world.db.name);
        let at = |day: &str| page.find(&format!("value=\"{day}\"")).unwrap();
        let taken = page.find("会场已占用").unwrap();
        assert!(at("2026-12-10") < taken && taken < at("2026-12-24"), "{}", world.db.name);
        world.remove().await;
    }
}
