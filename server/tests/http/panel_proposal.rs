//! Panels are proposed for planned sessions, set by one button, and not where something has changed.

use domain::{
    form::{Field, Once, Values},
    id::{PersonId, ReviewSessionId},
    role::Role,
};

use crate::{
    found_form::{Kind, forms},
    world::{Person, World, at_once, session_plan, worlds},
};

const PATH: &str = "/panel_proposal";

/// A planned session with these people on its panel.
async fn planned(
    world: &World,
    office: &Person,
    panel: &[&Person],
    held_on: &str,
    once: &str,
) -> ReviewSessionId {
    let mut values = session_plan(held_on, "09:00");
    values.set(Field::SubjectFields, "3");
    for member in panel {
        values.push(Field::Panel, member.id.to_string());
    }
    let call = world.call(office, Role::CityOffice);
    world.actions.plan_session(&call, &values, &Once::new(once)).await.unwrap()
}

/// What the button of the page sends.
async fn button(office: &Person, path: &str) -> Values {
    let page = office.get(path).await;
    assert_eq!(page.status, 200, "{}", page.body);
    let form = forms(&page.body, path).into_iter().find(|form| form.action == PATH).unwrap();
    let carried = form.fields.into_iter().filter_map(|field| match field.kind {
        Kind::Hidden(value) => Some((field.name, value)),
        _ => None,
    });
    let mut values = Values::default();
    for (name, value) in carried {
        values.push(name, value);
    }
    values
}

async fn panel_of(world: &World, session: ReviewSessionId) -> Vec<PersonId> {
    let mut conn = world.db.store.read().await.unwrap();
    let panel = conn.list_panels(&[session]).await.unwrap();
    panel.into_iter().map(|member| member.person_id).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_proposal_fills_the_seats_beside_those_who_sit_there() {
    for world in worlds().await {
        let office = world.office().await;
        let people = world.panel().await;
        let more = world.panel().await;
        // Two sessions at the same time, the first with one of the panel.
        let first = planned(&world, &office, &[&people[2]], "2026-12-10", "1").await;
        let second = planned(&world, &office, &[], "2026-12-10", "2").await;
        assert!(office.get("/review_session").await.body.contains(PATH));
        let page = office.get(PATH).await.body;
        assert!(page.contains("没有更好的方案") && page.contains("已在评委席"), "{page}");
        // Ten people for fourteen seats.
        assert!(page.contains("还缺 "), "{page}");
        let values = button(&office, PATH).await;
        let sent = || (office.at(&world), PATH.to_owned(), values.clone());
        for answer in at_once(vec![sent(), sent()]).await {
            assert_eq!(answer.status, 303, "{}: {}", world.db.name, answer.body);
        }
        let (one, two) = (panel_of(&world, first).await, panel_of(&world, second).await);
        assert_eq!(one[0], people[2].id, "who sat there keeps the seat");
        assert_eq!(one.len() + two.len(), 10, "{one:?} {two:?}");
        assert!(one.iter().all(|person| !two.contains(person)), "{one:?} {two:?}");
        let teachers = [people[0].id, more[0].id];
        for panel in [&one, &two] {
            assert!(panel.iter().any(|person| teachers.contains(person)), "a teacher: {panel:?}");
        }
        world.verify_chain().await;
        world.remove().await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_has_changed_meanwhile_is_not_applied() {
    for world in worlds().await {
        let office = world.office().await;
        let people = world.panel().await;
        let session = planned(&world, &office, &[], "2026-12-10", "3").await;
        let values = button(&office, PATH).await;
        // One of them gets something else to do at that time.
        planned(&world, &office, &[&people[1]], "2026-12-10", "4").await;
        let other = planned(&world, &office, &[&people[1]], "2026-12-11", "5").await;
        let stale = office.post(PATH, &values).await;
        assert_eq!(stale.status, 409, "{}", world.db.name);
        assert!(stale.body.contains("有变动，方案没有采用"), "{}", stale.body);
        assert_eq!(panel_of(&world, session).await, []);
        // The page that came back has the proposal for now; of one session alone.
        let asked = format!("{PATH}?sessions={session}");
        let page = office.get(&asked).await.body;
        assert!(page.contains("因时间冲突排除 1 人"), "{page}");
        let values = button(&office, &asked).await;
        assert_eq!(office.post(PATH, &values).await.status, 303);
        let panel = panel_of(&world, session).await;
        assert_eq!(panel.len(), 4, "{panel:?}");
        assert!(!panel.contains(&people[1].id));
        assert_eq!(panel_of(&world, other).await, [people[1].id], "it was not asked for");
        let mut wrong = values.clone();
        wrong.set(Field::Once, "another");
        wrong.set(Field::Fingerprint, "x");
        wrong.set(Field::Seed, "much");
        assert_eq!(office.post(PATH, &wrong).await.status, 409);
        assert_eq!(people[0].get(PATH).await.status, 403);
        world.remove().await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn whom_waits_for_a_slot_is_judged_by_nobody_of_the_same_unit() {
    for world in worlds().await {
        let office = world.office().await;
        let lecturer = world.lecturer("钱进").await;
        world.cleared_course(&lecturer, &office).await;
        let mut values = session_plan("2026-12-10", "09:00");
        values.set(Field::SubjectFields, "1");
        let call = world.call(&office, Role::CityOffice);
        let id = world.actions.plan_session(&call, &values, &Once::new("own")).await.unwrap();
        let (people, _) = (world.panel().await, world.panel().await);
        let place = "钱进的示范大学";
        let near = world.person("同事", &[Role::Panelist], "另一单位", "institute", 1).await;
        let mut tx = world.db.store.begin().await.unwrap();
        let row = tx.find_person(lecturer.id).await.unwrap().unwrap();
        assert_eq!(row.workplace.as_deref(), Some(place));
        tx.set_workplace(near.id, row.workplace_id.unwrap(), world.now().date_naive())
            .await
            .unwrap();
        crate::world::commit(tx).await;
        let page = office.get(PATH).await.body;
        assert!(!page.contains("同事 · "), "{page}");
        let values = button(&office, PATH).await;
        assert_eq!(office.post(PATH, &values).await.status, 303);
        let panel = panel_of(&world, id).await;
        assert_eq!((panel.len(), panel.contains(&near.id)), (7, false));
        assert!(people.iter().any(|person| panel.contains(&person.id)));
        world.remove().await;
    }
}
