//! A unit files for its own people: places at trainings, and who is a tutor (`LAW-63`).

use chrono::TimeDelta;
use domain::{
    form::{Field, Values},
    role::Role,
};

use crate::{
    training_event::{plan, tutor},
    walk::value_of,
    world::{Person, World, at_once, worlds},
};

/// A published training of a kind, as the office announces it.
async fn published(office: &Person, kind: &str, once: &str) -> i64 {
    let mut plan = plan(once);
    plan.set(Field::ActivityKind, kind);
    let id = office.post("/training_event/new", &plan).await.made();
    let publish = format!("/training_event/{id}/publish");
    assert_eq!(office.post(&publish, &Values::default()).await.status, 303);
    id
}

async fn officer(world: &World, unit: &str) -> Person {
    world.person(&format!("{unit}的主任"), &[Role::UnitOfficer], unit, "school", 1).await
}

/// Somebody who works where the officer acts.
async fn colleague(world: &World, officer: &Person, name: &str, roles: &[Role]) -> Person {
    let person = world.person(name, roles, &format!("{name}以前的单位"), "school", 1).await;
    let mut tx = world.db.store.begin().await.unwrap();
    let unit = tx.find_person(officer.id).await.unwrap().unwrap().workplace_id.unwrap();
    tx.set_workplace(person.id, unit, world.now().date_naive()).await.unwrap();
    crate::world::commit(tx).await;
    person
}

fn step(decision: &str, people: &[&Person]) -> Values {
    let people = people.iter().map(|it| it.id.to_string());
    Values::default().with(Field::Decision, decision).with_each(Field::Person, people)
}

#[tokio::test]
async fn an_officer_asks_for_places_for_the_units_people_and_gives_them_back() {
    for world in worlds().await {
        let office = world.office().await;
        let officer = officer(&world, "菱歌小学").await;
        let one = colleague(&world, &officer, "甲老师", &[Role::Tutor]).await;
        let two = colleague(&world, &officer, "乙老师", &[Role::Tutor]).await;
        colleague(&world, &officer, "丁老师", &[]).await;
        let far = tutor(&world, "丙老师").await;
        let id = published(&office, "professional_training", "one").await;
        let path = format!("/unit_enrolment/{id}");
        assert!(officer.get("/inbox").await.body.contains(&path), "the unit is told");
        assert!(officer.get("/unit_enrolment").await.body.contains(&path));
        assert_eq!(one.get(&path).await.status, 403, "who acts for no unit");
        let page = officer.get(&path).await.body;
        assert!(page.contains("甲老师") && page.contains("乙老师"), "{page}");
        assert!(!page.contains("丙老师") && !page.contains("丁老师"), "{page}");
        let nobody = officer.post(&path, &step("ask", &[])).await;
        assert!(
            nobody.status == 422 && nobody.body.contains("href=\"#person\""),
            "{}",
            nobody.body
        );
        let foreign = officer.post(&path, &step("ask", &[&one, &far])).await;
        assert_eq!(foreign.status, 422, "nobody of another unit: {}", foreign.body);
        assert!(
            office.get(&format!("/training_event/{id}/roster")).await.body.contains("还没有人")
        );
        let ask = step("ask", &[&one, &two]);
        let twice = vec![
            (officer.clone(), path.clone(), ask.clone()),
            (officer.clone(), path.clone(), ask),
        ];
        assert!(at_once(twice).await.iter().all(|it| it.status == 303), "{}", world.db.name);
        let roster = office.get(&format!("/training_event/{id}/roster")).await.body;
        assert_eq!(roster.matches("name=\"enrolment\"").count(), 2, "each once: {roster}");
        assert!(
            office.get("/inbox").await.body.contains("乙老师、甲老师"),
            "the organiser hears of both"
        );
        assert!(one.get("/inbox").await.body.contains("单位已为您报名"), "and who is to go");
        assert_eq!(officer.post(&path, &step("give_back", &[&one, &two])).await.status, 422);
        assert_eq!(officer.post(&path, &step("give_back", &[&two])).await.status, 303);
        assert_eq!(officer.post(&path, &step("give_back", &[&two])).await.status, 303, "once");
        let roster = office.get(&format!("/training_event/{id}/roster")).await.body;
        assert_eq!(roster.matches("name=\"enrolment\"").count(), 1);
        assert_eq!(officer.post(&path, &step("ask", &[&two])).await.status, 303, "asked anew");
        world.wait(TimeDelta::days(10));
        assert_eq!(officer.post(&path, &step("ask", &[&one])).await.status, 409, "it is too late");
        assert!(officer.get(&path).await.body.contains("报名已经截止"));
        let own = format!("/training_event/{id}");
        let revision = value_of(&office.get(&own).await.body, "revision");
        let cancel = Values::default().with(Field::Revision, revision);
        assert_eq!(office.post(&format!("{own}/cancel"), &cancel).await.status, 303);
        let page = officer.get(&path).await;
        assert!(page.status == 200 && page.body.contains("已取消"), "its message leads there");
        world.verify_chain().await;
        world.remove().await;
    }
}

#[tokio::test]
async fn a_training_of_station_managers_is_for_them_alone() {
    for world in worlds().await {
        let office = world.office().await;
        let teacher = tutor(&world, "甲老师").await;
        let officer = officer(&world, "菱歌社区").await;
        let manager = colleague(&world, &officer, "岑站长", &[Role::StationManager]).await;
        let id = published(&office, "station_manager_training", "one").await;
        let page = format!("/training_event/{id}");
        assert_eq!(teacher.get(&page).await.status, 404);
        assert!(!teacher.get("/inbox").await.body.contains(&page));
        assert!(manager.get("/inbox").await.body.contains(&page), "{}", world.db.name);
        assert_eq!(manager.post(&format!("{page}/enrol"), &Values::default()).await.status, 303);
        assert!(officer.get(&format!("/unit_enrolment/{id}")).await.body.contains("岑站长"));
        let open = published(&office, "professional_training", "two").await;
        for person in [&teacher, &manager] {
            assert_eq!(person.get(&format!("/training_event/{open}")).await.status, 200);
        }
        world.remove().await;
    }
}

#[tokio::test]
async fn a_unit_enters_its_tutors_and_nobody_elses() {
    for world in worlds().await {
        let officer = officer(&world, "示范小学").await;
        let teacher = colleague(&world, &officer, "乙老师", &[]).await;
        let far = world.person("丙老师", &[], "别处小学", "school", 1).await;
        let at = |person: &Person| format!("/person/{}/tutor", person.id);
        let say = |decision: &str| Values::default().with(Field::Decision, decision);
        assert_eq!(teacher.get("/training_record").await.status, 403);
        assert_eq!(officer.post(&at(&far), &say("begin")).await.status, 404);
        assert_eq!(officer.post(&at(&officer), &say("begin")).await.status, 403, "oneself");
        assert_eq!(officer.post(&at(&teacher), &say("x")).await.status, 422);
        assert!(
            officer.get(&format!("/person/{}", teacher.id)).await.body.contains("登记为辅导员")
        );
        for _ in 0..2 {
            assert_eq!(officer.post(&at(&teacher), &say("begin")).await.status, 303);
        }
        assert_eq!(teacher.get("/training_record").await.status, 200, "{}", world.db.name);
        assert!(teacher.get("/inbox").await.body.contains("科技辅导员"), "and is told");
        for _ in 0..2 {
            assert_eq!(officer.post(&at(&teacher), &say("end")).await.status, 303);
        }
        assert_eq!(teacher.get("/training_record").await.status, 403);
        world.verify_chain().await;
        world.remove().await;
    }
}
