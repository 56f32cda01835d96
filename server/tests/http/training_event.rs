//! A training from its plan to the credited half-days.

use chrono::TimeDelta;
use domain::{
    form::{Field, Values},
    role::Role,
};

use crate::world::{Person, World, worlds};

pub(crate) fn plan(once: &str) -> Values {
    Values::default()
        .with(Field::Once, once)
        .with(Field::EventTitle, "科技辅导员研修班")
        .with(Field::ActivityKind, "professional_training")
        .with(Field::Organiser, "市科协")
        .with(Field::TrainingPlace, "科学会堂")
        .with(Field::Content, "项目设计<b>")
        .with(Field::FirstDay, "2026-12-05")
        .with(Field::LastDay, "2026-12-06")
        .with(Field::HalfDays, "morning")
        .with(Field::HalfDays, "afternoon")
        .with(Field::EnrolUntil, "2026-12-01")
}

pub(crate) async fn tutor(world: &World, name: &str) -> Person {
    world.person(name, &[Role::Tutor], &format!("{name}的小学"), "school", 1).await
}

pub(crate) async fn counted(world: &World, person: &Person) -> i64 {
    let call = world.call(person, Role::Tutor);
    world.actions.my_training_record(&call, None).await.unwrap().counted.in_hundredths()
}

#[tokio::test]
async fn a_training_is_planned_published_attended_and_credited_once() {
    for world in worlds().await {
        let office = world.office().await;
        let (one, two) = (tutor(&world, "甲老师").await, tutor(&world, "乙老师").await);
        let mut wrong = plan("wrong");
        wrong.set(Field::EnrolUntil, "2026-12-06");
        let refused = office.post("/training_event/new", &wrong).await;
        assert!(refused.status == 422 && refused.body.contains("href=\"#enrol_until\""));
        assert!(refused.body.contains("项目设计&lt;b&gt;"));
        let id = office.post("/training_event/new", &plan("one")).await.made();
        assert_eq!(office.post("/training_event/new", &plan("one")).await.made(), id);
        let page = format!("/training_event/{id}");
        assert_eq!(one.get(&page).await.status, 404, "{}: a draft", world.db.name);
        let edit = format!("{page}/edit");
        let change = plan("").with(Field::Revision, "1");
        assert_eq!(office.post(&edit, &change).await.status, 303);
        assert_eq!(office.post(&edit, &change).await.status, 409, "stale");
        let publish = format!("{page}/publish");
        assert_eq!(office.post(&publish, &Values::default()).await.status, 303);
        assert_eq!(office.post(&publish, &Values::default()).await.status, 303, "twice is once");
        let enrol = format!("{page}/enrol");
        assert_eq!(one.post(&enrol, &Values::default()).await.status, 303);
        assert_eq!(one.post(&enrol, &Values::default()).await.status, 303);
        let roster = format!("{page}/roster");
        let body = office.get(&roster).await.body;
        assert_eq!(body.matches("name=\"enrolment\"").count(), 1);
        let enrolment = body.split("name=\"enrolment\" value=\"").nth(1).unwrap();
        let enrolment = enrolment.split('"').next().unwrap().to_owned();
        let approve =
            Values::default().with(Field::Enrolment, &*enrolment).with(Field::Decision, "approve");
        assert_eq!(office.post(&roster, &approve).await.status, 303);
        let add = Values::default()
            .with(Field::Person, two.id.to_string())
            .with(Field::Decision, "approve");
        assert_eq!(office.post(&roster, &add).await.status, 303);
        assert_eq!(office.post(&roster, &add).await.status, 303, "twice is once");
        assert!(one.get("/calendar").await.body.contains("/training_event"));
        let attendance = format!("{page}/attendance");
        assert_eq!(office.get(&attendance).await.status, 409, "it has not begun");
        world.wait(TimeDelta::days(14));
        assert!(office.get("/desk").await.body.contains(&attendance));
        assert_eq!(one.post(&enrol, &Values::default()).await.status, 303, "has a place");
        let body = office.get(&attendance).await.body;
        let boxes: Vec<String> = body
            .split("name=\"present\" value=\"")
            .skip(1)
            .map(|rest| rest.split('"').next().unwrap().to_owned())
            .collect();
        assert_eq!(boxes.len(), 8);
        let revision = body.split("name=\"revision\" value=\"").nth(1).unwrap();
        let revision = revision.split('"').next().unwrap().to_owned();
        let mut present =
            Values::default().with(Field::Revision, &*revision).with(Field::Decision, "confirm");
        present.push(Field::Present, "999-1");
        assert_eq!(office.post(&attendance, &present).await.status, 422);
        present =
            Values::default().with(Field::Revision, &*revision).with(Field::Decision, "confirm");
        // The first person was there for a morning and a whole day, the second not at all.
        for text in boxes.iter().filter(|text| text.starts_with(&format!("{enrolment}-"))).take(3) {
            present.push(Field::Present, text.clone());
        }
        assert_eq!(office.post(&attendance, &present).await.status, 303);
        assert_eq!(office.post(&attendance, &present).await.status, 303, "twice is once");
        assert_eq!(counted(&world, &one).await, 900, "a full day and a half-day");
        assert_eq!(counted(&world, &two).await, 0);
        world.verify_chain().await;
        world.remove().await;
    }
}

#[tokio::test]
async fn nobody_confirms_the_own_attendance_and_others_do_not_manage() {
    for world in worlds().await {
        let office = world.office().await;
        let stranger = tutor(&world, "甲老师").await;
        let id = office.post("/training_event/new", &plan("one")).await.made();
        let page = format!("/training_event/{id}");
        office.post(&format!("{page}/publish"), &Values::default()).await;
        let own = Values::default()
            .with(Field::Person, office.id.to_string())
            .with(Field::Decision, "approve");
        assert_eq!(office.post(&format!("{page}/roster"), &own).await.status, 303);
        for path in ["roster", "attendance", "edit"] {
            assert_eq!(stranger.get(&format!("{page}/{path}")).await.status, 403);
        }
        world.wait(TimeDelta::days(14));
        let attendance = format!("{page}/attendance");
        let body = office.get(&attendance).await.body;
        let revision = body.split("name=\"revision\" value=\"").nth(1).unwrap();
        let revision = revision.split('"').next().unwrap();
        let confirm =
            Values::default().with(Field::Revision, revision).with(Field::Decision, "confirm");
        let refused = office.post(&attendance, &confirm).await;
        assert_eq!(refused.status, 422, "{}", world.db.name);
        assert_eq!(office.post(&format!("{page}/cancel"), &Values::default()).await.status, 303);
        assert_eq!(office.get(&attendance).await.status, 409);
        world.remove().await;
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn who_gets_a_place_while_a_training_is_cancelled_keeps_no_time() {
    for world in worlds().await {
        let office = world.office().await;
        let id = office.post("/training_event/new", &plan("one")).await.made();
        let page = format!("/training_event/{id}");
        office.post(&format!("{page}/publish"), &Values::default()).await;
        let mut tutors = Vec::new();
        for n in 0..6 {
            tutors.push(tutor(&world, &format!("老师{n}")).await);
        }
        let mut tasks = Vec::new();
        for (n, one) in tutors.iter().enumerate() {
            let (clerk, path) = (office.clone(), format!("{page}/roster"));
            let add = Values::default()
                .with(Field::Person, one.id.to_string())
                .with(Field::Decision, "approve");
            tasks.push(tokio::spawn(async move { clerk.post(&path, &add).await.status }));
            if n == 2 {
                let (office, path) = (office.clone(), format!("{page}/cancel"));
                tasks.push(tokio::spawn(async move {
                    office.post(&path, &Values::default()).await.status
                }));
            }
        }
        for task in tasks {
            let status = task.await.unwrap();
            assert!(matches!(status, 303 | 409), "{}: {status}", world.db.name);
        }
        let mut conn = world.db.store.read().await.unwrap();
        for one in &tutors {
            let person = conn.find_person(one.id).await.unwrap().unwrap();
            let from = world.now();
            let taken = conn.list_commitments(person.party_id, from, from + TimeDelta::days(60));
            assert!(taken.await.unwrap().is_empty(), "{}", world.db.name);
        }
        drop(conn);
        world.verify_chain().await;
        world.remove().await;
    }
}
