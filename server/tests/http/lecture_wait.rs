//! Requests that wait: for an office that nobody holds, past their times, for a course that is gone;
//! and a form that is sent once more with other words.

use chrono::TimeDelta;
use domain::{
    appointment::AppointmentState,
    form::{Field, Values},
    id::LectureRequestId,
    lecture_request::RequestState,
};

use crate::{
    lecture::Scene,
    world::{World, commit, worlds},
};

async fn state(world: &World, id: LectureRequestId) -> RequestState {
    let mut conn = world.db.store.read().await.unwrap();
    conn.find_lecture_request(id).await.unwrap().unwrap().state
}

#[tokio::test]
async fn the_city_sees_what_no_county_reviews() {
    for world in worlds().await {
        let scene = Scene::new(&world).await;
        let (_, own) = scene.ask(&world, &scene.wish(1, "2026-12-10", "14:00")).await;
        let mut elsewhere = scene.wish(2, "2026-12-10", "14:00");
        let mut conn = world.db.store.read().await.unwrap();
        let regions = conn.list_regions(crate::world::start().date_naive()).await.unwrap();
        drop(conn);
        let haining = regions.iter().find(|region| region.name_zh == "海宁市").unwrap().id;
        elsewhere.set(Field::HostCounty, haining.to_string());
        let (_, orphan) = scene.ask(&world, &elsewhere).await;
        let desk = scene.office.get("/desk").await.body;
        assert!(desk.contains(&format!("/lecture_request/{orphan}\"")), "{}", world.db.name);
        assert!(!desk.contains(&format!("/lecture_request/{own}\"")), "its county is there");
        // Three working days later the county's time is over.
        world.wait(TimeDelta::days(3));
        let desk = scene.office.get("/desk").await.body;
        assert!(desk.contains(&format!("/lecture_request/{own}\"")), "{}", world.db.name);
        assert!(
            scene.county.get("/desk").await.body.contains(&format!("/lecture_request/{own}\""))
        );
        world.remove().await;
    }
}

#[tokio::test]
async fn a_request_expires_in_review_when_its_times_have_passed() {
    for world in worlds().await {
        let scene = Scene::new(&world).await;
        let (link, waiting) = scene.ask(&world, &scene.wish(1, "2026-12-10", "14:00")).await;
        let (_, passed) = scene.ask(&world, &scene.wish(2, "2026-12-10", "14:00")).await;
        let (_, returned) = scene.ask(&world, &scene.wish(3, "2026-12-10", "14:00")).await;
        let (_, later) = scene.ask(&world, &scene.wish(4, "2026-12-18", "14:00")).await;
        assert_eq!(scene.decide(&world, &scene.county, passed, "pass").await.status, 303);
        assert_eq!(scene.decide(&world, &scene.county, returned, "send_back").await.status, 303);
        world.wait(TimeDelta::days(18));
        assert_eq!(world.actions.end_requests(world.now()).await.unwrap(), 3, "{}", world.db.name);
        for id in [waiting, passed, returned] {
            assert_eq!(state(&world, id).await, RequestState::Expired);
        }
        assert_eq!(state(&world, later).await, RequestState::CountyReview);
        assert!(world.visitor().get(&link).await.body.contains("未能安排"));
        assert_eq!(scene.decide(&world, &scene.county, waiting, "pass").await.status, 409);
        world.verify_chain().await;
        world.remove().await;
    }
}

#[tokio::test]
async fn a_form_that_says_something_else_the_second_time_is_not_swallowed() {
    for world in worlds().await {
        let scene = Scene::new(&world).await;
        let mut values = scene.wish(1, "2026-12-10", "14:00");
        let (link, id) = scene.ask(&world, &values).await;
        assert_eq!(scene.ask(&world, &values).await, (link, id), "the same is the same");
        values.set(Field::Hall, "体育馆新馆");
        let path = format!("/catalogue/{}/request", scene.version);
        let other = world.visitor().post(&path, &values).await;
        assert_eq!(other.status, 409, "{}", world.db.name);
        assert!(other.body.contains("体育馆新馆"), "what was typed is shown");
        world.remove().await;
    }
}

#[tokio::test]
async fn a_returned_request_for_a_course_that_is_gone_says_so() {
    for world in worlds().await {
        let scene = Scene::new(&world).await;
        let (link, id) = scene.ask(&world, &scene.wish(1, "2026-12-10", "14:00")).await;
        assert_eq!(scene.decide(&world, &scene.county, id, "send_back").await.status, 303);
        let mut tx = world.db.store.begin().await.unwrap();
        let term = tx.list_appointments(scene.lecturer.id).await.unwrap().remove(0);
        let ended = AppointmentState::Terminated;
        assert!(tx.move_appointment(term.id, term.revision, ended, "").await.unwrap());
        commit(tx).await;
        let page = world.visitor().get(&link).await;
        assert!(page.status == 200 && page.body.contains("已不在课程目录"), "{}", world.db.name);
        assert!(!page.body.contains(&format!("{link}/edit")));
        assert_eq!(world.visitor().get(&format!("{link}/edit")).await.status, 409);
        let late = world.visitor().post(&format!("{link}/edit"), &Values::default()).await;
        assert_eq!(late.status, 409);
        world.remove().await;
    }
}
