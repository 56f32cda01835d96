//! Trainings and lectures that are put right: a place taken back, a plan moved, attendance
//! corrected, and a lecture held on another day.

use chrono::{DateTime, TimeDelta, Utc};
use domain::{
    credit_hour::CreditSource,
    form::{Field, Values},
    id::{EnrolmentId, TrainingEventId},
    role::{Role, Scope},
    training_event::EnrolmentState,
};

use crate::{
    lecture::{Scene, report, until},
    training_event::{counted, plan, tutor},
    walk::{value_of, with},
    world::{Person, World, commit, start, worlds},
};

const REASON: &str = "名额有限，请参加下一期";

/// An announced training with these on its roster: its number.
pub(crate) async fn published(office: &Person, once: &str, roster: &[&Person]) -> TrainingEventId {
    let id = office.post("/training_event/new", &plan(once)).await.made();
    let page = format!("/training_event/{id}");
    assert_eq!(office.post(&format!("{page}/publish"), &Values::default()).await.status, 303);
    for person in roster {
        let place = with(Field::Person, &person.id.to_string()).with(Field::Decision, "approve");
        assert_eq!(office.post(&format!("{page}/roster"), &place).await.status, 303);
    }
    TrainingEventId(id)
}

async fn place_of(
    world: &World,
    id: TrainingEventId,
    person: &Person,
) -> (EnrolmentId, EnrolmentState) {
    let mut conn = world.db.store.read().await.unwrap();
    let rows = conn.list_enrolments(id).await.unwrap();
    let row = rows.iter().find(|row| row.person_id == person.id).unwrap();
    (row.id, row.state)
}

/// When somebody is taken in the next months.
async fn taken(world: &World, person: &Person) -> Vec<DateTime<Utc>> {
    let mut conn = world.db.store.read().await.unwrap();
    let party = conn.find_person(person.id).await.unwrap().unwrap().party_id;
    let (from, until) = (world.now(), world.now() + TimeDelta::days(90));
    let rows = conn.list_commitments(party, from, until).await.unwrap();
    rows.iter().map(|row| row.starts_at).collect()
}

#[tokio::test]
async fn who_is_taken_off_the_roster_is_told_why_and_has_the_time_back() {
    for world in worlds().await {
        let office = world.office().await;
        let one = tutor(&world, "甲老师").await;
        let id = published(&office, "one", &[&one]).await;
        assert_eq!(taken(&world, &one).await.len(), 4, "{}", world.db.name);
        let (place, _) = place_of(&world, id, &one).await;
        let remove = format!("/enrolment/{place}/remove");
        let roster = office.get(&format!("/training_event/{id}/roster")).await.body;
        assert!(roster.contains(&remove), "{}", world.db.name);
        assert!(office.get(&remove).await.body.contains("甲老师"));
        assert_eq!(one.get(&remove).await.status, 403);
        let short = office.post(&remove, &with(Field::Reason, "满员")).await;
        assert!(short.status == 422 && short.body.contains("href=\"#reason\""));
        assert!(short.body.contains("value=\"满员\""), "nothing typed is lost");
        for _ in 0..2 {
            let sent = office.post(&remove, &with(Field::Reason, REASON)).await;
            assert_eq!(sent.status, 303, "{}", sent.body);
        }
        assert!(taken(&world, &one).await.is_empty(), "{}", world.db.name);
        let inbox = one.get("/inbox").await.body;
        assert_eq!(inbox.matches(REASON).count(), 1, "told once");
        assert!(one.get(&format!("/training_event/{id}")).await.body.contains("已移出"));
        let enrol = format!("/training_event/{id}/enrol");
        assert_eq!(one.post(&enrol, &Values::default()).await.status, 303, "may ask again");
        assert_eq!(place_of(&world, id, &one).await.1, EnrolmentState::Applied);
        let asked = office.post(&remove, &with(Field::Reason, REASON)).await;
        assert_eq!(asked.status, 409, "who has only asked is answered");
        world.verify_chain().await;
        world.remove().await;
    }
}

/// The form of a change, as the page shows it, on another day.
async fn moved(office: &Person, edit: &str, day: &str) -> Values {
    let revision = value_of(&office.get(edit).await.body, "revision");
    let mut values = plan("").with(Field::Revision, revision);
    values.set(Field::FirstDay, day);
    values.set(Field::LastDay, day);
    values.set(Field::TrainingPlace, "青少年宫");
    values
}

#[tokio::test]
async fn a_training_that_is_moved_asks_whoever_has_a_place_anew() {
    for world in worlds().await {
        let office = world.office().await;
        let (one, two) = (tutor(&world, "甲老师").await, tutor(&world, "乙老师").await);
        let three = tutor(&world, "丙老师").await;
        // The second is elsewhere on the new day.
        let elsewhere = published(&office, "two", &[]).await;
        let edit = format!("/training_event/{elsewhere}/edit");
        let other = moved(&office, &edit, "2026-12-12").await;
        assert_eq!(office.post(&edit, &other).await.status, 303);
        let place = with(Field::Person, &two.id.to_string()).with(Field::Decision, "approve");
        office.post(&format!("/training_event/{elsewhere}/roster"), &place).await;

        let id = published(&office, "one", &[&one, &two, &three]).await;
        let page = format!("/training_event/{id}");
        let edit = format!("{page}/edit");
        let mut titled = plan("").with(Field::Revision, "2");
        titled.set(Field::EventTitle, "科技辅导员提高班");
        assert_eq!(office.post(&edit, &titled).await.status, 303);
        assert!(one.get("/inbox").await.body.contains("培训信息已更正：科技辅导员提高班"));
        assert_eq!(taken(&world, &one).await.len(), 4, "another title moves nothing");

        let values = moved(&office, &edit, "2026-12-12").await;
        let mut wrong = values.clone();
        wrong.set(Field::EnrolUntil, "2026-12-13");
        let refused = office.post(&edit, &wrong).await;
        assert!(refused.status == 422 && refused.body.contains("青少年宫"), "{}", refused.body);
        assert_eq!(office.post(&edit, &values).await.status, 303);
        assert_eq!(office.post(&edit, &values).await.status, 409, "stale");
        for person in [&one, &two, &three] {
            assert_eq!(place_of(&world, id, person).await.1, EnrolmentState::Asked);
        }
        assert!(taken(&world, &one).await.is_empty(), "{}: given back", world.db.name);
        let free = one.get("/inbox").await.body;
        assert!(free.contains("2026年12月12日") && free.contains("请确认是否仍参加"));
        assert!(!free.contains("另有安排"));
        assert!(two.get("/inbox").await.body.contains("另有安排"), "the clash is told");

        let stay = format!("{page}/stay");
        assert!(one.get(&page).await.body.contains(&stay));
        for _ in 0..2 {
            assert_eq!(one.post(&stay, &Values::default()).await.status, 303);
        }
        assert_eq!(taken(&world, &one).await.len(), 2, "a day's two halves");
        assert_eq!(two.post(&stay, &Values::default()).await.status, 303);
        assert!(office.get("/inbox").await.body.contains("乙老师"), "the organiser is told");

        world.wait(TimeDelta::days(20));
        let attendance = format!("{page}/attendance");
        let revision = value_of(&office.get(&attendance).await.body, "revision");
        let confirm = with(Field::Revision, &revision).with(Field::Decision, "confirm");
        assert_eq!(office.post(&attendance, &confirm).await.status, 303);
        assert_eq!(place_of(&world, id, &one).await.1, EnrolmentState::Absent);
        let silent = place_of(&world, id, &three).await.1;
        assert_eq!(silent, EnrolmentState::Withdrawn, "who says nothing does not stay");
        assert_eq!(three.post(&stay, &Values::default()).await.status, 409);
        assert_eq!(office.get(&edit).await.status, 409, "it is over");
        assert_eq!(office.post(&edit, &values).await.status, 409, "it is over");
        world.verify_chain().await;
        world.remove().await;
    }
}

/// The values of all boxes of a roster.
pub(crate) fn boxes(body: &str) -> Vec<String> {
    let parts = body.split("name=\"present\" value=\"").skip(1);
    parts.map(|rest| rest.split('"').next().unwrap().to_owned()).collect()
}

/// A form of a roster with these boxes ticked.
pub(crate) fn ticked(body: &str, boxes: &[String]) -> Values {
    let mut values = with(Field::Revision, &value_of(body, "revision"));
    for text in boxes {
        values.push(Field::Present, text.clone());
    }
    values
}

#[tokio::test]
async fn the_city_corrects_confirmed_attendance_and_the_ledger_keeps_both() {
    const WHY: &str = "签到表漏记下午半天";
    for world in worlds().await {
        let office = world.office().await;
        let roles = [Role::CountyOffice];
        let county = world.person("县办", &roles, "县科协", "county_association", 1).await;
        let (one, two) = (tutor(&world, "甲老师").await, tutor(&world, "乙老师").await);
        let mut tx = world.db.store.begin().await.unwrap();
        let held = tx.list_held_grants(county.id, start().date_naive()).await.unwrap();
        let Scope::Region(region) = held[0].grant.scope else { unreachable!() };
        for tutor in [&one, &two] {
            tx.fill_person(tutor.id, None, None, Some(region)).await.unwrap();
        }
        commit(tx).await;
        let id = published(&county, "one", &[&one, &two]).await;
        let page = format!("/training_event/{id}");
        let (attendance, correct) = (format!("{page}/attendance"), format!("{page}/correct"));
        assert_eq!(office.get(&correct).await.status, 409, "nothing is confirmed");
        world.wait(TimeDelta::days(14));
        let (place, _) = place_of(&world, id, &one).await;
        let body = county.get(&attendance).await.body;
        let mut all = boxes(&body);
        all.retain(|text| text.starts_with(&format!("{place}-")));
        let confirm = ticked(&body, &all[..1]).with(Field::Decision, "confirm");
        assert_eq!(county.post(&attendance, &confirm).await.status, 303);
        assert_eq!(counted(&world, &one).await, 300);

        assert_eq!(county.get(&correct).await.status, 403, "the city alone");
        assert!(office.get(&page).await.body.contains(&correct));
        let body = office.get(&correct).await.body;
        let without = office.post(&correct, &ticked(&body, &all[1..3])).await;
        assert!(without.status == 422 && without.body.contains("href=\"#reason\""));
        let checked = without.body.matches("checked").count();
        assert_eq!(checked, 2, "the boxes are as they were ticked");
        let right = ticked(&body, &all[1..3]).with(Field::Reason, WHY);
        for _ in 0..2 {
            let sent = office.post(&correct, &right).await;
            assert_eq!(sent.status, 303, "{}: {}", world.db.name, sent.body);
        }
        let other = ticked(&body, &all).with(Field::Reason, WHY);
        assert_eq!(office.post(&correct, &other).await.status, 409, "stale");
        assert_eq!(counted(&world, &one).await, 600);
        assert_eq!(counted(&world, &two).await, 0);
        let inbox = one.get("/inbox").await.body;
        assert!(inbox.contains(WHY) && inbox.contains('6'), "{inbox}");
        assert!(!two.get("/inbox").await.body.contains(WHY), "nothing of theirs changed");
        assert!(county.get("/inbox").await.body.contains(WHY), "who planned it is told");
        let mut conn = world.db.store.read().await.unwrap();
        let credits = conn.list_credit_records(CreditSource::TrainingEvent, &[id.0]).await.unwrap();
        drop(conn);
        let earned: Vec<(i64, i64, bool)> =
            credits.iter().map(|row| (row.earned, row.round, row.reverses_id.is_some())).collect();
        assert_eq!(earned, [(300, 1, false), (-300, 1, true), (300, 2, false), (300, 2, false)]);
        world.verify_chain().await;
        world.remove().await;
    }
}

#[tokio::test]
async fn nobody_corrects_the_own_attendance() {
    for world in worlds().await {
        let (office, one) = (world.office().await, tutor(&world, "甲老师").await);
        let other =
            world.person("李副", &[Role::CityOffice], "市科协", "city_association", 1).await;
        let id = published(&office, "one", &[&office, &one]).await;
        let page = format!("/training_event/{id}");
        world.wait(TimeDelta::days(14));
        let body = other.get(&format!("{page}/attendance")).await.body;
        let all = boxes(&body);
        let confirm = ticked(&body, &[]).with(Field::Decision, "confirm");
        assert_eq!(other.post(&format!("{page}/attendance"), &confirm).await.status, 303);
        let correct = format!("{page}/correct");
        let own = ticked(&office.get(&correct).await.body, &all);
        let own = own.with(Field::Reason, "本人到场，漏记");
        let refused = office.post(&correct, &own).await;
        assert!(refused.status == 422 && refused.body.contains("本人或本单位"), "TRN-08");
        assert_eq!(other.post(&correct, &own).await.status, 303);
        assert_eq!(counted(&world, &one).await, 1200);
        world.verify_chain().await;
        world.remove().await;
    }
}

#[tokio::test]
async fn a_lecture_was_held_after_its_acceptance_and_a_far_day_says_why() {
    const WHY: &str = "学校停电，双方商定改期";
    for world in worlds().await {
        let scene = Scene::new(&world).await;
        let (link, id) = scene.ask(&world, &scene.wish(1, "2026-12-10", "14:00")).await;
        let dispatch = scene.dispatched(&world, id).await;
        let accept = format!("/dispatch/{dispatch}/accept");
        assert_eq!(scene.lecturer.post(&accept, &Values::default()).await.status, 303);
        until(&world, "2026-12-20T08:00:00Z");
        let host = world.visitor();
        let on = |revision, day: &str| {
            let mut values = report(revision, "176");
            values.set(Field::DeliveredOn, day);
            values
        };
        let path = format!("{link}/report");
        let early = on(1, "2026-11-22").with(Field::Reason, WHY);
        let early = host.post(&path, &early).await;
        assert!(early.status == 422 && early.body.contains("href=\"#delivered_on\""));
        assert!(early.body.contains("还没有接单"), "{}", world.db.name);
        assert!(!host.get(&link).await.body.contains("id=\"reason\""), "not asked for yet");
        let far = host.post(&path, &on(1, "2026-12-18")).await;
        assert!(far.status == 422 && far.body.contains("href=\"#reason\""), "{}", far.body);
        assert!(far.body.contains("id=\"reason\"") && far.body.contains("2026-12-18"));
        let said = on(1, "2026-12-18").with(Field::Reason, WHY);
        assert_eq!(host.post(&path, &said).await.status, 303);
        let own = format!("/delivery/{}", scene.delivery(&world, id).await.id);
        let shown = scene.lecturer.get(&own).await.body;
        assert!(shown.contains(&format!("value=\"{WHY}\"")), "the other side reads it");
        let agreed = on(2, "2026-12-18");
        let sent = scene.lecturer.post(&format!("{own}/report"), &agreed).await;
        assert_eq!(sent.status, 422, "who reports a far day says why");
        let agreed = agreed.with(Field::Reason, WHY);
        let sent = scene.lecturer.post(&format!("{own}/report"), &agreed).await;
        assert_eq!(sent.status, 303, "{}", sent.body);
        world.verify_chain().await;
        world.remove().await;
    }
}
