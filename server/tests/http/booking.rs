//! Nobody can be taken twice: fifty at once, over HTTP, on both databases.

use chrono::TimeDelta;
use domain::{
    form::{Field, Once, Values},
    id::{CourseVersionId, SlotId},
    role::Role,
};

use crate::world::{Person, World, at_once, commit, worlds};

fn slot(id: SlotId) -> Values {
    Values::default().with(Field::Slot, id.to_string())
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn of_fifty_who_want_one_slot_one_gets_it_and_the_others_see_the_next() {
    for world in worlds().await {
        let office = world.office().await;
        let panel = world.panel().await;
        let (_, slots) = world.session(&office, &panel, "2026-12-10", "09:00").await;
        let mut requests = Vec::new();
        for n in 0..50 {
            let lecturer = world.lecturer(&format!("讲师{n}")).await;
            let course = world.cleared_course(&lecturer, &office).await;
            requests.push((lecturer, format!("/course/{course}/booking"), slot(slots[0])));
        }
        let answers = at_once(requests).await;
        let (won, lost): (Vec<_>, Vec<_>) = answers.iter().partition(|a| a.status == 303);
        assert_eq!(won.len(), 1, "{}", world.db.name);
        for answer in lost {
            assert_eq!(answer.status, 409, "{}: {}", world.db.name, answer.body);
            assert!(answer.body.contains("已被预约"));
            assert!(answer.body.contains(&format!("value=\"{}\"", slots[1])), "the next free slot");
        }
        world.verify_chain().await;
        world.remove().await;
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn fifty_confirmations_of_one_booking_confirm_it_once() {
    for world in worlds().await {
        let office = world.office().await;
        let panel = world.panel().await;
        let (_, slots) = world.session(&office, &panel, "2026-12-10", "09:00").await;
        let lecturer = world.lecturer("钱进").await;
        let course = world.cleared_course(&lecturer, &office).await;
        let held = lecturer.post(&format!("/course/{course}/booking"), &slot(slots[0])).await;
        let path = format!("{}/confirm", held.location);
        let requests = (0..50).map(|_| (lecturer.clone(), path.clone(), Values::default()));
        for answer in at_once(requests.collect()).await {
            assert_eq!(answer.status, 303, "{}: {}", world.db.name, answer.body);
        }
        let messages =
            world.actions.inbox(&world.call(&panel[0], Role::Panelist), None).await.unwrap().rows;
        assert_eq!(messages.len(), 2, "called once, told of the booking once");
        world.verify_chain().await;
        world.remove().await;
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn overlapping_slots_of_one_lecturer_are_held_once() {
    for world in worlds().await {
        let office = world.office().await;
        let lecturer = world.lecturer("钱进").await;
        let mut requests = Vec::new();
        for n in 0..10 {
            let panel = world.panel().await;
            let starts_at = format!("09:{:02}", n * 5);
            let (_, slots) = world.session(&office, &panel, "2026-12-10", &starts_at).await;
            let course = world.cleared_course(&lecturer, &office).await;
            requests.push((lecturer.clone(), format!("/course/{course}/booking"), slot(slots[0])));
        }
        let answers = at_once(requests).await;
        let won = answers.iter().filter(|answer| answer.status == 303).count();
        assert_eq!(won, 1, "{}", world.db.name);
        assert!(answers.iter().all(|answer| answer.status == 303 || answer.status == 409));
        world.verify_chain().await;
        world.remove().await;
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn of_many_sessions_that_want_one_panel_at_one_time_one_is_published() {
    for world in worlds().await {
        let office = world.office().await;
        let panel = world.panel().await;
        let call = world.call(&office, Role::CityOffice);
        let mut requests = Vec::new();
        for n in 0..10 {
            let mut values = crate::world::session_plan("2026-12-10", "09:00");
            for member in &panel {
                values.push(Field::Panel, member.id.to_string());
            }
            let once = Once::new(&format!("plan-{n}"));
            let id = world.actions.plan_session(&call, &values, &once).await.unwrap();
            let path = format!("/review_session/{id}/publish");
            requests.push((office.clone(), path, Values::default()));
        }
        let answers = at_once(requests).await;
        let won = answers.iter().filter(|answer| answer.status == 303).count();
        assert_eq!(won, 1, "{}", world.db.name);
        for answer in answers.iter().filter(|answer| answer.status != 303) {
            assert_eq!(answer.status, 409);
            assert!(answer.body.contains("已有安排"));
        }
        world.verify_chain().await;
        world.remove().await;
    }
}

/// A lecturer with a held slot: the lecturer, the course, the booking's address, the slots.
pub(crate) async fn held(world: &World) -> (Person, CourseVersionId, String, Vec<SlotId>) {
    let office = world.office().await;
    let panel = world.panel().await;
    let (_, slots) = world.session(&office, &panel, "2026-12-10", "09:00").await;
    let lecturer = world.lecturer("钱进").await;
    let course = world.cleared_course(&lecturer, &office).await;
    let answer = lecturer.post(&format!("/course/{course}/booking"), &slot(slots[0])).await;
    assert_eq!(answer.status, 303, "{}", answer.body);
    (lecturer, course, answer.location, slots)
}

#[tokio::test]
async fn a_hold_lapses_after_ten_minutes_and_the_slot_is_free_again() {
    for world in worlds().await {
        let (lecturer, course, booking, slots) = held(&world).await;
        world.wait(TimeDelta::minutes(10));
        let late = lecturer.post(&format!("{booking}/confirm"), &Values::default()).await;
        assert_eq!(late.status, 409, "{}", world.db.name);
        assert!(late.body.contains("已过期"));
        let again = lecturer.post(&format!("/course/{course}/booking"), &slot(slots[0])).await;
        assert_eq!(again.status, 303, "{}", again.body);
        let lines = world
            .db
            .store
            .read()
            .await
            .unwrap()
            .list_audit(&store::AuditFilter::default(), i64::MAX, 2)
            .await
            .unwrap();
        let verbs: Vec<&str> = lines.iter().map(|line| line.verb.as_str()).collect();
        assert_eq!(verbs, ["hold", "lapse"], "the lapse has its line in the chain");
        world.remove().await;
    }
}

#[tokio::test]
async fn a_hold_is_extended_once() {
    for world in worlds().await {
        let (lecturer, _, booking, _) = held(&world).await;
        world.wait(TimeDelta::minutes(9));
        let path = format!("{booking}/extend");
        assert_eq!(lecturer.post(&path, &Values::default()).await.status, 303);
        world.wait(TimeDelta::minutes(9));
        assert!(!lecturer.get(&booking).await.body.contains(&path), "no second extension offered");
        lecturer.post(&path, &Values::default()).await;
        world.wait(TimeDelta::minutes(2));
        let late = lecturer.post(&format!("{booking}/confirm"), &Values::default()).await;
        assert_eq!(late.status, 409);
        world.remove().await;
    }
}

#[tokio::test]
async fn a_slot_given_back_can_be_taken_by_the_next() {
    for world in worlds().await {
        let (lecturer, course, booking, slots) = held(&world).await;
        lecturer.post(&format!("{booking}/confirm"), &Values::default()).await;
        let path = format!("{booking}/cancel");
        let empty = lecturer.post(&path, &Values::default()).await;
        assert_eq!(empty.status, 422, "a confirmed booking is cancelled with a reason");
        let reason = Values::default().with(Field::Reason, "临时出差，无法到场");
        assert_eq!(lecturer.post(&path, &reason).await.status, 303);
        let office = world.office().await;
        let other = world.lecturer("孙悦").await;
        let others = world.cleared_course(&other, &office).await;
        let answer = other.post(&format!("/course/{others}/booking"), &slot(slots[0])).await;
        assert_eq!(answer.status, 303, "{}", answer.body);
        assert_eq!(lecturer.get(&format!("/course/{course}/booking")).await.status, 200);
        world.verify_chain().await;
        world.remove().await;
    }
}

#[tokio::test]
async fn booking_closes_three_working_days_before_and_gives_the_rest_back() {
    for world in worlds().await {
        let office = world.office().await;
        let panel = world.panel().await;
        let (session, slots) = world.session(&office, &panel, "2026-12-10", "09:00").await;
        let lecturer = world.lecturer("钱进").await;
        let course = world.cleared_course(&lecturer, &office).await;
        // Thursday 10 December: the last day of booking is Monday the 7th.
        let last: chrono::DateTime<chrono::Utc> = "2026-12-07T15:59:59Z".parse().unwrap();
        world.wait(last - world.now());
        assert_eq!(world.actions.close_due_sessions(world.now()).await.unwrap(), 0);
        world.wait(TimeDelta::seconds(1));
        let late = lecturer.post(&format!("/course/{course}/booking"), &slot(slots[0])).await;
        assert_eq!(late.status, 409, "{}", world.db.name);
        assert_eq!(world.actions.close_due_sessions(world.now()).await.unwrap(), 1);
        let calendar = world.actions.calendar(&world.call(&panel[0], Role::Panelist)).await;
        assert!(calendar.unwrap().rows.is_empty(), "nobody booked: the panel is free again");
        assert!(
            office.get(&format!("/review_session/{session}")).await.body.contains("预约已截止")
        );
        world.verify_chain().await;
        world.remove().await;
    }
}

#[tokio::test]
async fn a_colleague_on_the_panel_is_told_and_not_offered() {
    for world in worlds().await {
        let office = world.office().await;
        let panel = world.panel().await;
        world.session(&office, &panel, "2026-12-10", "09:00").await;
        let lecturer = world.lecturer("钱进").await;
        let course = world.cleared_course(&lecturer, &office).await;
        let path = format!("/course/{course}/booking");
        assert!(lecturer.get(&path).await.body.contains("有 3 个时段"));
        let peer = world.db.store.read().await.unwrap().find_person(panel[1].id).await.unwrap();
        let mut tx = world.db.store.begin().await.unwrap();
        let today = crate::world::start().date_naive();
        tx.set_workplace(lecturer.id, peer.unwrap().workplace_id.unwrap(), today).await.unwrap();
        commit(tx).await;
        let page = lecturer.get(&path).await.body;
        assert!(page.contains("需回避的专家较多"), "{}", world.db.name);
        let plan = office.get("/review_session/new").await.body;
        assert!(plan.contains("钱进"), "the planner sees the conflict");
        world.remove().await;
    }
}

#[tokio::test]
async fn slides_are_replaced_until_booking_closes() {
    for world in worlds().await {
        let (lecturer, course, booking, _) = held(&world).await;
        lecturer.post(&format!("{booking}/confirm"), &Values::default()).await;
        let path = format!("/course/{course}/final_slides");
        let paper = demo::paper("final");
        let none = lecturer.upload(&path, &Values::default(), None).await;
        assert_eq!(none.status, 422, "{}", none.body);
        let file = Some(("slides", "定稿.pdf", &paper[..]));
        let done = lecturer.upload(&path, &Values::default(), file).await;
        assert_eq!(done.status, 303, "{}", done.body);
        assert!(lecturer.get(&format!("/course/{course}")).await.body.contains("定稿.pdf"));
        let office = world.office().await;
        let told =
            world.actions.inbox(&world.call(&office, Role::CityOffice), None).await.unwrap().rows;
        assert!(told.is_empty(), "who came to the office later was not told");
        let stranger = world.lecturer("路人").await;
        assert_eq!(stranger.upload(&path, &Values::default(), file).await.status, 404);
        let closed: chrono::DateTime<chrono::Utc> = "2026-12-07T16:00:00Z".parse().unwrap();
        world.wait(closed - world.now());
        let other = demo::paper("too late");
        let late = Some(("slides", "太晚.pdf", &other[..]));
        let late = lecturer.upload(&path, &Values::default(), late).await;
        assert_eq!(late.status, 422, "{}: {}", world.db.name, late.body);
        world.verify_chain().await;
        world.remove().await;
    }
}
