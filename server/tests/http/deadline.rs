//! Deadlines that were counted before the days off of a year were arranged: every page says so, and
//! once the arrangement is loaded, the city's office moves each by itself.

use axum::Router;
use chrono::{DateTime, NaiveDate, Utc};
use domain::{
    form::{Field, Values},
    working_day::{CalendarYear, SpecialDay},
};
use server::background::Health;

use crate::{
    award_scene::{answer, clerk, take},
    elsewhere::scored,
    lecture::{Scene, until},
    objection::{admitted, finding, on_notice, step},
    world::{Person, World, at_once, worlds},
};

const NOTE: &str = "2027 年节假日安排未发布";

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

/// The same server started anew with an arrangement of 2027 in which these days are off.
fn with_2027(world: &World, off: &[&str]) -> Router {
    let days = off.iter().map(|date| SpecialDay { date: day(date), is_off_day: true });
    let year = CalendarYear { year: 2027, days: days.collect() };
    let actions = world.actions.clone().with_calendar(vec![year]).unwrap();
    let settings = (*world.state.settings).clone();
    server::http::router(app::State::new(actions, settings), Health::default())
}

/// The buttons of the list.
fn buttons(body: &str) -> Vec<String> {
    let parts = body.split("action=\"/deadline/").skip(1);
    parts.map(|rest| format!("/deadline/{}", rest.split('"').next().unwrap())).collect()
}

async fn press(office: &Person, button: &str) {
    let twice = (office.clone(), button.to_owned(), Values::default());
    for sent in at_once(vec![twice.clone(), twice]).await {
        assert_eq!(sent.status, 303, "{button}: {}", sent.body);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_request_an_offer_and_booking_are_moved_once_each_and_people_are_told() {
    for world in worlds().await {
        let s = Scene::new(&world).await;
        let panel = world.panel().await;
        until(&world, "2026-12-30T02:00:00Z");
        let hint = world.visitor().get(&format!("/catalogue/{}/request", s.version)).await.body;
        assert!(hint.contains(NOTE), "{}", world.db.name);
        let (_, waiting) = s.ask(&world, &s.wish(1, "2027-02-25", "14:00")).await;
        let (_, id) = s.ask(&world, &s.wish(2, "2027-02-26", "14:00")).await;
        let offer = s.dispatched(&world, id).await;
        let (session, _) = world.session(&s.office, &panel, "2027-01-20", "09:00").await;
        for (who, page) in [
            (&s.county, "/desk".to_owned()),
            (&s.county, "/lecture_request?state=county_review".to_owned()),
            (&s.lecturer, "/desk".to_owned()),
            (&s.lecturer, format!("/dispatch/{offer}")),
            (&s.office, format!("/review_session/{session}")),
        ] {
            assert!(who.get(&page).await.body.contains(NOTE), "{page} on {}", world.db.name);
        }
        assert!(s.office.get("/deadline").await.body.contains("没有需要调整的期限"));
        assert_eq!(s.county.get("/deadline").await.status, 403);

        let later = with_2027(&world, &["2027-01-01", "2027-01-04", "2027-01-18"]);
        let (office, lecturer) = (s.office.by(later.clone()), s.lecturer.by(later.clone()));
        assert!(!lecturer.get(&format!("/dispatch/{offer}")).await.body.contains(NOTE));
        assert!(office.get("/desk").await.body.contains("/deadline"), "{}", world.db.name);
        let list = office.get("/deadline").await.body;
        let mut found = buttons(&list);
        found.sort();
        let mut expected = [
            format!("/deadline/request/{waiting}/move"),
            format!("/deadline/offer/{offer}/move"),
            format!("/deadline/booking/{session}/move"),
        ];
        expected.sort();
        assert_eq!(found, expected, "{}: {list}", world.db.name);
        for button in &found {
            press(&office, button).await;
        }
        assert!(buttons(&office.get("/deadline").await.body).is_empty());
        let (county, host) = (s.county.by(later.clone()), panel[0].by(later));
        for person in [&county, &lecturer, &host] {
            let inbox = person.get("/inbox").await.body;
            assert_eq!(inbox.matches("期限已调整").count(), 1, "{}: {inbox}", world.db.name);
        }
        let mut conn = world.db.store.read().await.unwrap();
        let at = |text: &str| Some(text.parse::<DateTime<Utc>>().unwrap());
        let due = conn.find_lecture_request(waiting).await.unwrap().unwrap().due_at;
        assert_eq!(due, at("2027-01-05T16:00:00Z"), "31 December and 5 January");
        let until = conn.find_dispatch(offer).await.unwrap().unwrap().answer_until;
        assert_eq!(Some(until), at("2027-01-06T16:00:00Z"));
        drop(conn);
        world.verify_chain().await;
        world.remove().await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_running_notice_is_moved_and_the_public_reads_the_new_day() {
    for world in worlds().await {
        let (cast, path, chosen) = scored(&world).await;
        assert_eq!(cast.office.post(&path, &chosen).await.status, 303);
        let yes = answer(&world, &cast, "confirm").await;
        let confirm = format!("/award/{}/confirm", cast.cycle);
        assert_eq!(cast.decider.post(&confirm, &yes).await.status, 303);
        until(&world, "2026-12-30T02:00:00Z");
        take(&cast.office, cast.cycle, "post").await;
        let notice = format!("/notice/{}", cast.cycle);
        let shown = world.visitor().get(&notice).await.body;
        assert!(shown.contains("2027年1月7日") && shown.contains(NOTE), "{shown}");
        let later = with_2027(&world, &["2027-01-04"]);
        let office = cast.office.by(later.clone());
        let list = office.get("/deadline").await.body;
        let button = format!("/deadline/notice/{}/move", cast.cycle);
        assert_eq!(buttons(&list), std::slice::from_ref(&button), "{}: {list}", world.db.name);
        press(&office, &button).await;
        let shown = world.visitor().by(later.clone()).get(&notice).await.body;
        assert!(shown.contains("2027年1月8日") && !shown.contains(NOTE), "{shown}");
        let decider = cast.decider.by(later);
        assert_eq!(decider.get("/inbox").await.body.matches("期限已调整").count(), 1);
        world.verify_chain().await;
        world.remove().await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_notice_of_a_substitute_is_moved_by_itself() {
    for world in worlds().await {
        let cast = on_notice(&world).await;
        let (clerk, cycle) = (clerk(&world).await, cast.cycle);
        let [first, _, third, ..] = cast.nominees[..] else { panic!("five") };
        let about = ("nominee", Some(first.into()));
        let (id, _) = admitted(&world, &cast, &clerk, about).await;
        until(&world, "2026-12-30T02:00:00Z");
        let document = Values::default().with(Field::DocumentNo, "嘉科协〔2026〕9号");
        let decided = cast.decider.post(&format!("/award/{cycle}/decide"), &document).await;
        assert_eq!(decided.status, 303, "{}", decided.body);
        let upheld = step(&clerk, id, "decide", finding("upheld", "removal"), &world).await;
        assert_eq!(upheld.status, 303, "{}", upheld.body);
        let changes = format!("/award/{cycle}/changes");
        let follows = Values::default()
            .with(Field::Nominee, first.to_string())
            .with(Field::Substitute, third.to_string());
        assert_eq!(cast.office.post(&format!("{changes}/propose"), &follows).await.status, 303);
        let yes = Values::default()
            .with(Field::Nominee, third.to_string())
            .with(Field::Decision, "confirm");
        assert_eq!(cast.decider.post(&format!("{changes}/confirm"), &yes).await.status, 303);
        let notice = format!("/notice/{cycle}");
        let shown = world.visitor().get(&notice).await.body;
        assert!(shown.contains("公示至1月7日") && shown.contains(NOTE), "{shown}");

        let later = with_2027(&world, &["2027-01-04"]);
        let office = cast.office.by(later.clone());
        let list = office.get("/deadline").await.body;
        let button = format!("/deadline/substitute_notice/{third}/move");
        assert_eq!(buttons(&list), std::slice::from_ref(&button), "{}: {list}", world.db.name);
        assert!(list.contains(&format!("href=\"{notice}\"")), "{list}");
        press(&office, &button).await;
        let shown = world.visitor().by(later.clone()).get(&notice).await.body;
        assert!(shown.contains("公示至1月8日") && !shown.contains(NOTE), "{shown}");
        let inbox = cast.decider.by(later).get("/inbox").await.body;
        assert_eq!(inbox.matches("递补公示截止调整到").count(), 1, "{inbox}");
        assert!(buttons(&office.get("/deadline").await.body).is_empty());
        world.verify_chain().await;
        world.remove().await;
    }
}
