//! The calendar that leaves the house: read by a program of another project, and closed again.

use std::{
    io::Write as _,
    process::{Command, Stdio},
};

use domain::{
    form::{Field, Values},
    id::{ReviewSessionId, SlotId},
    role::Role,
};
use serde_json::Value;

use crate::world::{Person, World, worlds};

/// What Python's icalendar finds in a calendar; it fails where Python is missing, or the calendar is
/// not as RFC 5545 wants it, or is another one once it was written again.
pub(crate) fn read_calendar(text: &[u8]) -> Vec<Value> {
    let script = concat!(env!("CARGO_MANIFEST_DIR"), "/../scripts/read_calendar.sh");
    let mut reader = Command::new(script);
    reader.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut reader = reader.spawn().expect("scripts/read_calendar.sh");
    reader.stdin.take().unwrap().write_all(text).unwrap();
    let output = reader.wait_with_output().unwrap();
    let told = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "scripts/read_calendar.sh: {told}");
    serde_json::from_slice(&output.stdout).unwrap()
}

/// The path of an address that the page shows.
fn shown(body: &str) -> String {
    let (_, rest) = body.split_once("<code>http://127.0.0.1:3000").expect("an address");
    rest.split_once("</code>").unwrap().0.to_owned()
}

async fn address_of(person: &Person, once: &str) -> String {
    let made = person.post("/calendar/feed", &Values::default().with(Field::Once, once)).await;
    assert_eq!(made.status, 200, "{}", made.body);
    shown(&made.body)
}

/// The events of a calendar by their beginnings, and the tasks.
async fn fetched(world: &World, path: &str) -> (Vec<Value>, Vec<Value>) {
    let answer = world.visitor().get(path).await;
    assert_eq!(answer.status, 200, "{}", answer.body);
    assert_eq!(answer.header("content-type"), "text/calendar; charset=utf-8");
    assert_eq!(answer.header("cache-control"), "no-store");
    let all = read_calendar(&answer.bytes);
    let of = |kind: &str| all.iter().filter(|one| one["kind"] == kind).cloned().collect();
    (of("VEVENT"), of("VTODO"))
}

fn text<'a>(one: &'a Value, name: &str) -> &'a str {
    one[name].as_str().unwrap_or_default()
}

pub(crate) struct Scene {
    pub(crate) office: Person,
    pub(crate) panel: Vec<Person>,
    pub(crate) lecturer: Person,
    pub(crate) session: ReviewSessionId,
    slots: Vec<SlotId>,
}

impl Scene {
    /// A session, whose first slot a lecturer has confirmed.
    pub(crate) async fn new(world: &World) -> Self {
        let office = world.office().await;
        let panel = world.panel().await;
        let (session, slots) = world.session(&office, &panel, "2026-12-10", "09:00").await;
        let lecturer = world.lecturer("钱进").await;
        let course = world.cleared_course(&lecturer, &office).await;
        let call = world.call(&lecturer, Role::Lecturer);
        let booking = world.actions.hold_slot(&call, course, slots[0]).await.unwrap();
        world.actions.confirm_booking(&call, booking, &Values::default()).await.unwrap();
        Self { office, panel, lecturer, session, slots }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_moved_is_the_same_event_at_another_time() {
    for world in worlds().await {
        let scene = Scene::new(&world).await;
        let path = address_of(&scene.lecturer, "a").await;
        let (before, tasks) = fetched(&world, &path).await;
        let [before] = &before[..] else { panic!("{before:?}") };
        assert_eq!(text(before, "STATUS"), "CONFIRMED");
        assert_eq!(text(before, "SUMMARY"), "我的磨课 · 潮汐从哪里来");
        assert_eq!(text(before, "DTSTART"), "2026-12-10T01:00:00+00:00");
        assert!(text(before, "URL").starts_with("http://127.0.0.1:3000/booking/"));
        assert_eq!(text(before, "LAST-MODIFIED"), "2026-11-23T02:00:00+00:00");
        let [task] = &tasks[..] else { panic!("{tasks:?}") };
        assert!(text(task, "SUMMARY").contains("潮汐从哪里来"), "{task:?}");
        assert!(!text(task, "DUE").is_empty(), "final slides are due: {task:?}");
        world.wait(chrono::TimeDelta::hours(1));
        let moved = Values::default()
            .with(Field::HeldOn, "2026-12-11")
            .with(Field::StartsAt, "14:00")
            .with(Field::VideoLink, "https://video.example.invalid/1")
            .with(Field::Reason, "会议室停电，改到第二天下午");
        let at = format!("/review_session/{}/move", scene.session);
        let done = scene.office.post(&at, &moved).await;
        assert_eq!(done.status, 303, "{}", done.body);
        let (after, _) = fetched(&world, &path).await;
        let [after] = &after[..] else { panic!("one event still: {after:?}") };
        assert_eq!(after["UID"], before["UID"], "{}", world.db.name);
        assert!(after["SEQUENCE"].as_i64() > before["SEQUENCE"].as_i64(), "{after:?}");
        assert_eq!(text(after, "DTSTART"), "2026-12-11T06:00:00+00:00");
        assert_eq!(text(after, "LAST-MODIFIED"), "2026-11-23T03:00:00+00:00");
        assert_eq!(text(after, "STATUS"), "CONFIRMED");
        world.verify_chain().await;
        world.remove().await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_called_off_or_another_person_s_by_now_is_told_as_cancelled() {
    for world in worlds().await {
        let scene = Scene::new(&world).await;
        let substitute = world.person("路人", &[Role::Panelist], "别处", "institute", 9).await;
        let (old, new) = (&scene.panel[1], &substitute);
        let of_old = address_of(old, "a").await;
        let of_new = address_of(new, "b").await;
        let (before, _) = fetched(&world, &of_old).await;
        assert_eq!(before.len(), scene.slots.len(), "{}", world.db.name);
        assert!(before.iter().all(|it| text(it, "STATUS") == "CONFIRMED"));
        assert!(fetched(&world, &of_new).await.0.is_empty());
        let seat = Values::default()
            .with(Field::Seat, "2")
            .with(Field::NewPanelist, new.id.to_string())
            .with(Field::Reason, "原专家不能到会");
        let at = format!("/review_session/{}/panel", scene.session);
        let given = scene.office.post(&at, &seat).await;
        assert_eq!(given.status, 303, "{}", given.body);
        let (gone, _) = fetched(&world, &of_old).await;
        for (before, gone) in before.iter().zip(&gone) {
            assert_eq!(before["UID"], gone["UID"]);
            assert_eq!(text(gone, "STATUS"), "CANCELLED", "{}", world.db.name);
            assert!(gone["SEQUENCE"].as_i64() > before["SEQUENCE"].as_i64());
        }
        let (taken, _) = fetched(&world, &of_new).await;
        assert_eq!(taken.len(), before.len());
        assert!(taken.iter().all(|it| text(it, "STATUS") == "CONFIRMED"));
        assert!(taken.iter().all(|it| before.iter().all(|old| old["UID"] != it["UID"])));
        let reason = Values::default().with(Field::Reason, "会场另有急用，本场取消");
        let at = format!("/review_session/{}/call_off", scene.session);
        let done = scene.office.post(&at, &reason).await;
        assert_eq!(done.status, 303, "{}", done.body);
        let (gone, _) = fetched(&world, &of_new).await;
        assert!(gone.iter().all(|it| text(it, "STATUS") == "CANCELLED"), "{gone:?}");
        let of_lecturer = address_of(&scene.lecturer, "c").await;
        let (gone, _) = fetched(&world, &of_lecturer).await;
        assert_eq!(text(&gone[0], "STATUS"), "CANCELLED", "{}", world.db.name);
        // After its time it leaves the feed.
        world.wait(chrono::TimeDelta::days(90));
        assert!(fetched(&world, &of_lecturer).await.0.is_empty());
        world.verify_chain().await;
        world.remove().await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn an_address_is_seen_once_made_anew_and_revoked() {
    for world in worlds().await {
        let scene = Scene::new(&world).await;
        let one = &scene.lecturer;
        let visitor = world.visitor();
        assert_eq!(visitor.get("/calendar/feed").await.status, 303, "who signs in has one");
        assert!(one.get("/calendar/feed").await.body.contains("还没有生成地址"));
        assert!(one.get("/calendar").await.body.contains("/calendar/feed"));
        assert!(one.get("/account").await.body.contains("/calendar/feed"));
        let first = address_of(one, "a").await;
        assert_eq!(first.rsplit('.').next(), Some("ics"), "{first}");
        assert_eq!(address_of(one, "a").await, first, "the same form gives the same");
        assert!(!one.get("/calendar/feed").await.body.contains("<code>"), "seen once");
        let mut conn = world.db.store.read().await.unwrap();
        let kept = conn.find_calendar_feed(one.id).await.unwrap().unwrap().link_digest;
        drop(conn);
        assert!(!first.contains(&kept), "the digest alone is kept");
        let second = address_of(one, "b").await;
        assert_ne!(first, second);
        assert_eq!(visitor.get(&first).await.status, 404, "the former holds no more");
        assert_eq!(visitor.get(&second).await.status, 200);
        assert_eq!(visitor.get(second.trim_end_matches(".ics")).await.status, 200);
        let old = Values::default().with(Field::Once, "a");
        let again = one.post("/calendar/feed", &old).await;
        assert!(again.status != 200 && !again.body.contains("<code>"), "{}", again.body);
        assert_eq!(visitor.get(&second).await.status, 200, "{}", world.db.name);
        for _ in 0..2 {
            assert_eq!(one.post("/calendar/feed/revoke", &Values::default()).await.status, 303);
        }
        for gone in [second.as_str(), "/calendar/feed/nothing.ics", "/calendar/feed/.ics"] {
            let answer = visitor.get(gone).await;
            assert_eq!(answer.status, 404, "{gone}");
            assert!(!answer.body.contains("VCALENDAR"));
        }
        world.verify_chain().await;
        world.remove().await;
    }
}
