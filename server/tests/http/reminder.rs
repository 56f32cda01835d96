//! People are reminded of a review's deadlines once, and of what was missed somebody is told who can
//! go on without it.

use chrono::TimeDelta;
use domain::{
    course::CourseVersionState,
    form::{Field, Values},
    reminder::Part,
    role::Role,
};

use crate::{
    training_event::plan,
    trial_scene::{GOOD, Scene, sheet},
    world::{Person, World, worlds},
};

async fn remind(world: &World) -> usize {
    world.actions.remind_of_reviews(world.now()).await.unwrap()
}

async fn told(person: &Person, words: &str) -> usize {
    person.get("/inbox").await.body.matches(words).count()
}

#[tokio::test(flavor = "multi_thread")]
async fn missing_sheets_are_reminded_of_and_then_told_to_the_chair() {
    for world in worlds().await {
        let scene = Scene::new(&world).await;
        scene.start().await;
        scene.step(&scene.panel[0], "end").await;
        for one in &scene.panel[..3] {
            scene.ok(one, "/sheet", sheet(GOOD)).await;
        }
        assert_eq!(remind(&world).await, 0, "{}: there is time", world.db.name);
        // The sitting is on a Thursday, and the sheets are due when Monday ends.
        world.wait(TimeDelta::days(4));
        assert_eq!(remind(&world).await, 1, "{}", world.db.name);
        assert_eq!(remind(&world).await, 0, "{}: once", world.db.name);
        let words = "请提交《潮汐从哪里来》的评分表";
        for (at, n) in [(0, 0), (2, 0), (3, 1), (4, 1)] {
            assert_eq!(told(&scene.panel[at], words).await, n, "{}: {at}", world.db.name);
        }
        world.wait(TimeDelta::days(2));
        assert_eq!(remind(&world).await, 1, "{}", world.db.name);
        assert_eq!(told(&scene.panel[0], "还缺评分表").await, 1, "{}", world.db.name);
        assert_eq!(told(&scene.office, "还缺评分表").await, 1, "{}", world.db.name);
        assert_eq!(told(&scene.panel[3], "还缺评分表").await, 0, "{}", world.db.name);
        world.remove().await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn who_has_not_answered_is_reminded_a_day_before() {
    for world in worlds().await {
        let (office, panel) = (world.office().await, world.panel().await);
        let (session, _) = world.session(&office, &panel, "2026-12-24", "09:00").await;
        let accepted = Values::default().with(Field::Decision, "accepted");
        let answer = format!("/review_session/{session}/answer");
        assert_eq!(panel[0].post(&answer, &accepted).await.status, 303);
        assert_eq!(remind(&world).await, 0, "{}", world.db.name);
        let call = world.call(&office, Role::CityOffice);
        let page = world.actions.review_session(&call, session).await.unwrap();
        let until = page.session.answer_until.unwrap();
        world.wait(until - world.now() - TimeDelta::hours(5));
        assert_eq!(remind(&world).await, 1, "{}", world.db.name);
        assert_eq!(remind(&world).await, 0, "{}", world.db.name);
        assert_eq!(told(&panel[0], "请答复是否参加").await, 0, "{}: has answered", world.db.name);
        assert_eq!(told(&panel[1], "请答复是否参加").await, 1, "{}", world.db.name);
        world.remove().await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn an_overdue_round_is_ended_by_the_office_alone_and_another_begins_at_once() {
    for world in worlds().await {
        let office = world.office().await;
        let lecturer = world.lecturer("钱进").await;
        let version = world.cleared_course(&lecturer, &office).await;
        let at = format!("/course/{version}/refinement");
        let reason = Values::default().with(Field::Reason, "讲师来电说今年不再申报这门课");
        let early = office.post(&format!("{at}/end"), &reason).await;
        assert_eq!(early.status, 409, "{}: {}", world.db.name, early.body);
        world.wait(TimeDelta::days(56));
        assert_eq!(remind(&world).await, 0, "{}: three days before", world.db.name);
        world.wait(TimeDelta::days(2));
        assert_eq!(remind(&world).await, 1, "{}", world.db.name);
        assert_eq!(told(&lecturer, "请为《潮汐从哪里来》预约磨课").await, 1, "{}", world.db.name);
        world.wait(TimeDelta::days(3));
        assert_eq!(remind(&world).await, 1, "{}", world.db.name);
        assert_eq!(remind(&world).await, 0, "{}: once", world.db.name);
        assert_eq!(told(&lecturer, "已过期限").await, 1, "{}", world.db.name);
        assert!(office.get("/desk").await.body.contains("处理逾期"), "{}", world.db.name);
        assert!(office.get(&at).await.body.contains("结束这一轮"), "{}", world.db.name);
        assert!(!lecturer.get(&at).await.body.contains("结束这一轮"), "{}", world.db.name);
        let silent = office.post(&format!("{at}/end"), &Values::default()).await;
        assert_eq!(silent.status, 422, "{}", world.db.name);
        assert_eq!(lecturer.post(&format!("{at}/end"), &reason).await.status, 403);
        for _ in 0..2 {
            let done = office.post(&format!("{at}/end"), &reason).await;
            assert_eq!(done.status, 303, "{}: {}", world.db.name, done.body);
        }
        let mut conn = world.db.store.read().await.unwrap();
        let course = conn.find_version(version).await.unwrap().unwrap();
        drop(conn);
        assert_eq!(course.state, CourseVersionState::Retired, "{}", world.db.name);
        assert_eq!(told(&lecturer, "的本轮磨课已结束").await, 1, "{}", world.db.name);
        let anew = lecturer.post(&format!("{at}/next"), &Values::default()).await;
        assert_eq!(anew.status, 303, "{}: {}", world.db.name, anew.body);
        world.verify_chain().await;
        world.remove().await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_office_gives_a_slot_back_for_a_lecturer_who_learns_who_did() {
    for world in worlds().await {
        let scene = Scene::new(&world).await;
        let version = world.cleared_course(&scene.lecturer, &scene.office).await;
        let (session, slots) =
            world.session(&scene.office, &scene.panel, "2026-12-24", "09:00").await;
        let call = world.call(&scene.lecturer, Role::Lecturer);
        let booking = world.actions.hold_slot(&call, version, slots[1]).await.unwrap();
        world.actions.confirm_booking(&call, booking, &Values::default()).await.unwrap();
        let at = format!("/review_session/{session}/slot/{}", slots[1]);
        let page = scene.office.get(&format!("{at}/change")).await.body;
        assert!(page.contains("替讲师取消预约"), "{page}");
        let silent = scene.office.post(&format!("{at}/cancel"), &Values::default()).await;
        assert_eq!(silent.status, 422, "{}", world.db.name);
        assert!(silent.body.contains("#cancel_reason"), "{}", silent.body);
        let reason = Values::default().with(Field::CancelReason, "钱老师来电，当天要住院检查");
        for _ in 0..2 {
            let done = scene.office.post(&format!("{at}/cancel"), &reason).await;
            assert_eq!(done.status, 303, "{}: {}", world.db.name, done.body);
        }
        let words = "替您取消";
        let inbox = scene.lecturer.get("/inbox").await.body;
        assert!(inbox.contains(words) && inbox.contains("周明远"), "{inbox}");
        let mut conn = world.db.store.read().await.unwrap();
        let course = conn.find_version(version).await.unwrap().unwrap();
        drop(conn);
        assert_eq!(course.state, CourseVersionState::AwaitingSlot, "{}", world.db.name);
        assert_eq!(scene.panel[1].post(&format!("{at}/cancel"), &reason).await.status, 403);
        world.verify_chain().await;
        world.remove().await;
    }
}

async fn remind_of_desks(world: &World) -> usize {
    world.actions.remind_of_desks(world.now(), Part::ALL).await.unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn what_waits_on_a_desk_is_told_before_its_deadline_and_once_it_has_passed() {
    for world in worlds().await {
        let office = world.office().await;
        let id = office.post("/training_event/new", &plan("one")).await.made();
        let publish = format!("/training_event/{id}/publish");
        assert_eq!(office.post(&publish, &Values::default()).await.status, 303);
        assert_eq!(remind_of_desks(&world).await, 0, "{}: nothing is due", world.db.name);
        // It ends on a Sunday, and who was there is to be confirmed by the Wednesday after it.
        world.wait(TimeDelta::days(14));
        assert_eq!(remind_of_desks(&world).await, 1, "{}", world.db.name);
        assert_eq!(remind_of_desks(&world).await, 0, "{}: once", world.db.name);
        assert_eq!(told(&office, "待办即将到期（1）").await, 1, "{}", world.db.name);
        world.wait(TimeDelta::days(4));
        assert_eq!(remind_of_desks(&world).await, 1, "{}", world.db.name);
        assert_eq!(remind_of_desks(&world).await, 0, "{}: once", world.db.name);
        assert_eq!(told(&office, "待办已过期限（1）").await, 1, "{}", world.db.name);
        world.wait(TimeDelta::days(10));
        assert_eq!(remind_of_desks(&world).await, 0, "{}: it stands on the desk", world.db.name);
        world.verify_chain().await;
        world.remove().await;
    }
}
