//! One lecturer's time: fifty acceptances and bookings at once leave no overlap and the way
//! between, on both databases (`REQ-02`).

use chrono::{Days, NaiveDate, TimeDelta};
use domain::{
    form::{Field, Once, Revision, Values},
    id::{DispatchId, PlaceId, RegionId, SlotId},
    role::Role,
};

use crate::{
    lecture::Scene,
    world::{Answer, Person, World, commit, session_plan, worlds},
};

const DAY: &str = "2026-12-10";
/// Where everybody is free: what losers are shown.
const SPARE_DAY: &str = "2026-12-18";

/// A room of the association, in a county.
async fn room(world: &World, county: RegionId) -> PlaceId {
    let mut tx = world.db.store.begin().await.unwrap();
    let id = tx.add_place("科学会堂评课室", "示范路9号", Some(county)).await.unwrap();
    commit(tx).await;
    id
}

/// A published session in a room: its slots.
async fn session_in(
    world: &World,
    office: &Person,
    panel: &[Person],
    room: PlaceId,
    (held_on, starts_at): (&str, &str),
) -> Vec<SlotId> {
    let call = world.call(office, Role::CityOffice);
    let mut values = session_plan(held_on, starts_at).with(Field::Place, room.to_string());
    values.set(Field::VideoLink, "");
    for member in panel {
        values.push(Field::Panel, member.id.to_string());
    }
    let once = Once::new(&format!("{held_on}{starts_at}"));
    let id = world.actions.plan_session(&call, &values, &once).await.unwrap();
    world.actions.publish_session(&call, id, Revision::NEWEST).await.unwrap();
    let page = world.actions.review_session(&call, id).await.unwrap();
    page.slots.iter().map(|slot| slot.id).collect()
}

/// A lecture that the lecturer is asked for, in either county: the number of the dispatch.
async fn asked(world: &World, scene: &Scene, n: usize, county: RegionId, hour: &str) -> DispatchId {
    let mut values = scene.wish(n, DAY, hour);
    values.set(Field::HostCounty, county.to_string());
    values.set(Field::Day2, SPARE_DAY);
    values.set(Field::Hour2, "14:00");
    let (_, id) = scene.ask(world, &values).await;
    let local = if county == scene.nanhu { &scene.county } else { &scene.neighbour };
    for who in [local, &scene.office] {
        assert_eq!(scene.decide(world, who, id, "pass").await.status, 303);
    }
    let choice = Values::default().with(Field::Candidate, format!("{}-1", scene.version));
    let sent = scene.office.post(&format!("/lecture_request/{id}/dispatch"), &choice).await;
    assert_eq!(sent.status, 303, "{}", sent.body);
    let mut conn = world.db.store.read().await.unwrap();
    conn.list_dispatches_of(id).await.unwrap().last().unwrap().id
}

fn hour(minute: usize) -> String {
    format!("{:02}:{:02}", minute / 60, minute % 60)
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn fifty_acceptances_and_bookings_at_once_leave_no_overlap_and_the_way_between() {
    for world in worlds().await {
        let scene = Scene::new(&world).await;
        let panel = world.panel().await;
        let room = room(&world, scene.nanhu).await;
        let slots = session_in(&world, &scene.office, &panel, room, (DAY, "13:00")).await;
        let spare = session_in(&world, &scene.office, &panel, room, ("2026-12-17", "09:00")).await;
        let mut bookings = Vec::new();
        for _ in 0..2 {
            let course = world.cleared_course(&scene.lecturer, &scene.office).await;
            let slot = |slot: &SlotId| Values::default().with(Field::Slot, slot.to_string());
            let path = format!("/course/{course}/booking");
            bookings.extend(slots.iter().map(|id| (path.clone(), slot(id))));
        }
        let mut requests = Vec::new();
        for n in 0..50_usize {
            // From 09:00 on, twelve minutes apart: every lecture of an hour overlaps others, and
            // every other one is in the county next door.
            let county = if n % 2 == 0 { scene.nanhu } else { scene.xiuzhou };
            let dispatch = asked(&world, &scene, n, county, &hour(9 * 60 + n * 12)).await;
            requests.push((format!("/dispatch/{dispatch}/accept"), Values::default()));
            if n % 8 == 0 {
                requests.extend(bookings.pop());
            }
        }
        requests.extend(bookings);
        let tasks: Vec<_> = requests
            .into_iter()
            .map(|(path, values)| {
                let lecturer = scene.lecturer.clone();
                tokio::spawn(async move { (lecturer.post(&path, &values).await, path) })
            })
            .collect();
        let mut won = 0;
        for task in tasks {
            let (answer, path) = task.await.unwrap();
            if answer.status == 303 {
                won += 1;
            } else {
                assert_eq!(answer.status, 409, "{}: {}", world.db.name, answer.body);
                sees_what_is_free(&answer, path.starts_with("/dispatch"), &spare);
            }
        }
        assert!(won >= 1, "{}", world.db.name);
        assert_eq!(no_overlap_and_time_to_travel(&world, &scene.lecturer).await, won);
        world.verify_chain().await;
        world.remove().await;
    }
}

/// Who was too late is told why, and sees other times by name.
fn sees_what_is_free(answer: &Answer, is_lecture: bool, spare: &[SlotId]) {
    let body = &answer.body;
    let told = ["安排", "路程时间", "来不及往返", "场次已满", "已被预约", "已有预约"];
    assert!(told.iter().any(|text| body.contains(text)), "{body}");
    if is_lecture {
        assert!(body.contains("您仍可选择以下时间") && body.contains("12月18日"), "{body}");
    } else {
        let has_slot = spare.iter().any(|id| body.contains(&format!("value=\"{id}\"")));
        // Or another tab has booked this course meanwhile.
        assert!(has_slot || body.contains("href=\"/booking/"), "{body}");
    }
}

/// How many commitments the lecturer has on that day; between two of them lies the way: an hour
/// within a county, ninety minutes to another, nothing within one place.
async fn no_overlap_and_time_to_travel(world: &World, lecturer: &Person) -> usize {
    let mut conn = world.db.store.read().await.unwrap();
    let person = conn.find_person(lecturer.id).await.unwrap().unwrap();
    let day: NaiveDate = DAY.parse().unwrap();
    let from = day.and_time(chrono::NaiveTime::MIN).and_utc() - Days::new(1);
    let rows = conn.list_commitments(person.party_id, from, from + Days::new(3)).await.unwrap();
    for pair in rows.windows(2) {
        let (one, other) = (&pair[0], &pair[1]);
        assert!(one.place_id.is_some() && one.region_id.is_some(), "{one:?}");
        let least = match (one.place_id == other.place_id, one.region_id == other.region_id) {
            (true, _) => 0,
            (false, true) => 60,
            (false, false) => 90,
        };
        let gap = other.starts_at - one.ends_at;
        assert!(gap >= TimeDelta::minutes(least), "{}: {gap} in {pair:?}", world.db.name);
    }
    rows.len()
}

#[tokio::test]
async fn between_a_lecture_and_a_review_lies_the_way_in_both_directions() {
    for world in worlds().await {
        let scene = Scene::new(&world).await;
        let panel = world.panel().await;
        let room = room(&world, scene.nanhu).await;
        let slots = session_in(&world, &scene.office, &panel, room, (DAY, "13:00")).await;
        let mut courses = Vec::new();
        for _ in 0..2 {
            courses.push(world.cleared_course(&scene.lecturer, &scene.office).await);
        }
        let (here, there) = (scene.nanhu, scene.xiuzhou);
        let morning = asked(&world, &scene, 1, here, "11:01").await;
        let too_soon = asked(&world, &scene, 2, there, "17:49").await;
        let evening = asked(&world, &scene, 3, there, "17:50").await;
        let book = async |course: usize, slot: usize| {
            let values = Values::default().with(Field::Slot, slots[slot].to_string());
            scene.lecturer.post(&format!("/course/{}/booking", courses[course]), &values).await
        };
        let accept = async |dispatch: DispatchId| {
            let path = format!("/dispatch/{dispatch}/accept");
            scene.lecturer.post(&path, &Values::default()).await
        };
        assert_eq!(accept(morning).await.status, 303, "until 12:01");
        let refused = book(0, 0).await;
        assert_eq!(refused.status, 409, "59 minutes to the slot at 13:00");
        assert!(refused.body.contains("来不及往返"), "{}", world.db.name);
        assert!(refused.body.contains(&format!("value=\"{}\"", slots[1])), "the next free slot");
        assert_eq!(book(0, 1).await.status, 303, "from 14:10 to 15:10");
        assert_eq!(book(0, 1).await.status, 303, "twice is once");
        assert_eq!(book(1, 1).await.status, 409, "one course's slot is not another's");
        assert_eq!(book(1, 2).await.status, 303, "in the same room no way is needed");
        let refused = accept(too_soon).await;
        assert_eq!(refused.status, 409, "89 minutes from 16:20 to the county next door");
        assert!(refused.body.contains("路程时间不足") && refused.body.contains("12月18日"));
        assert_eq!(accept(evening).await.status, 303, "{}: 90 minutes", world.db.name);
        assert_eq!(no_overlap_and_time_to_travel(&world, &scene.lecturer).await, 4);
        world.verify_chain().await;
        world.remove().await;
    }
}

#[tokio::test]
async fn a_lecturer_who_is_taken_is_offered_the_hosts_other_times() {
    for world in worlds().await {
        let scene = Scene::new(&world).await;
        let (_, first) = scene.ask(&world, &scene.wish(1, "2026-12-10", "14:00")).await;
        let mut values = scene.wish(2, "2026-12-10", "14:30");
        values.set(Field::Day2, "2026-12-11");
        values.set(Field::Hour2, "14:00");
        let (link, second) = scene.ask(&world, &values).await;
        let one = scene.dispatched(&world, first).await;
        let two = scene.dispatched(&world, second).await;
        let accept = |id: DispatchId| format!("/dispatch/{id}/accept");
        let empty = Values::default();
        assert_eq!(scene.lecturer.post(&accept(one), &empty).await.status, 303);
        let late = scene.lecturer.post(&accept(two), &empty).await;
        assert_eq!(late.status, 409, "{}", world.db.name);
        assert!(late.body.contains("您仍可选择以下时间") && late.body.contains("12月11日"));
        let other = Values::default().with(Field::Time, "2");
        assert_eq!(scene.lecturer.post(&accept(two), &other).await.status, 303);
        assert!(world.visitor().get(&link).await.body.contains("12月11日"));
        world.verify_chain().await;
        world.remove().await;
    }
}

#[tokio::test]
async fn the_way_between_two_hosts_takes_an_hour_in_one_county_and_ninety_minutes_to_another() {
    for world in worlds().await {
        let scene = Scene::new(&world).await;
        let (_, first) = scene.ask(&world, &scene.wish(0, "2026-12-10", "09:00")).await;
        let dispatch = scene.dispatched(&world, first).await;
        let accept = format!("/dispatch/{dispatch}/accept");
        assert_eq!(scene.lecturer.post(&accept, &Values::default()).await.status, 303);
        // The lecture ends at 10:00.
        for (n, county, hour, status) in [
            (1, scene.nanhu, "10:59", 409),
            (2, scene.xiuzhou, "11:29", 409),
            (3, scene.xiuzhou, "11:30", 303),
        ] {
            let mut values = scene.wish(n, "2026-12-10", hour);
            values.set(Field::HostCounty, county.to_string());
            let (_, id) = scene.ask(&world, &values).await;
            for who in [&scene.office, &scene.office] {
                assert_eq!(scene.decide(&world, who, id, "pass").await.status, 303);
            }
            let choice = Values::default().with(Field::Candidate, format!("{}-1", scene.version));
            let path = format!("/lecture_request/{id}/dispatch");
            let answer = scene.office.post(&path, &choice).await;
            assert_eq!(answer.status, status, "{} {hour}", world.db.name);
        }
        world.remove().await;
    }
}
