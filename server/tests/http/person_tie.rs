//! Who has guided somebody, or made a course with somebody, judges neither.

use domain::{
    form::{Field, Values},
    id::PersonId,
    role::Role,
};

use crate::world::{Person, World, start, worlds};

fn tie(other: &str, kind: &str, from: &str, until: &str) -> Values {
    Values::default()
        .with(Field::TiedPerson, other)
        .with(Field::TieKind, kind)
        .with(Field::StartsOn, from)
        .with(Field::LastDay, until)
        .with(Field::Once, format!("tie-{other}-{kind}-{until}"))
}

fn at(person: PersonId) -> String {
    format!("/person/{person}/tie")
}

/// A lecturer's booking of the first slot of a session.
async fn booked(world: &World, office: &Person, panel: &[Person], lecturer: &Person) -> String {
    let (_, slots) = world.session(office, panel, "2026-12-10", "09:00").await;
    let course = world.cleared_course(lecturer, office).await;
    let call = world.call(lecturer, Role::Lecturer);
    let booking = world.actions.hold_slot(&call, course, slots[0]).await.unwrap();
    world.actions.confirm_booking(&call, booking, &Values::default()).await.unwrap();
    format!("/trial_lecture/{booking}")
}

#[tokio::test(flavor = "multi_thread")]
async fn a_tie_on_file_stands_in_the_declaration_and_cannot_be_declared_away() {
    for world in worlds().await {
        let (office, lecturer) = (world.office().await, world.lecturer("钱进").await);
        // One more than the least, for one of them will not judge, and not the only teacher.
        let mut panel = world.panel().await;
        panel.push(world.person("加席", &[Role::Panelist], "另一单位", "institute", 9).await);
        let name = {
            let mut conn = world.db.store.read().await.unwrap();
            conn.find_person(panel[1].id).await.unwrap().unwrap().name
        };
        let today = start().date_naive().to_string();
        for (typed, why) in [
            (tie("没有这个人", "mentoring", &today, ""), "nobody is called so"),
            (tie("钱进", "mentoring", &today, ""), "it is the same person"),
            (tie(&name, "mentoring", "2030-01-01", ""), "it lies in the future"),
            (tie(&name, "", &today, ""), "how is not said"),
        ] {
            let refused = office.post(&at(lecturer.id), &typed).await;
            assert_eq!(refused.status, 422, "{why}: {}", refused.body);
            let kept = format!("value=\"{}\"", typed.get(Field::TiedPerson));
            assert!(refused.body.contains(&kept), "{why}: what was typed is there");
        }
        let added = office.post(&at(lecturer.id), &tie(&name, "mentoring", &today, "")).await;
        assert_eq!(added.status, 303, "{}: {}", world.db.name, added.body);
        assert!(office.get(&at(panel[1].id)).await.body.contains("钱进"), "from the other side");
        assert!(
            office.get(&format!("/person/{}", lecturer.id)).await.body.contains(&at(lecturer.id))
        );
        assert_eq!(lecturer.get(&at(lecturer.id)).await.status, 403);
        let booking = booked(&world, &office, &panel, &lecturer).await;
        let page = panel[1].get(&booking).await;
        assert_eq!(page.status, 200, "{}", page.body);
        let chosen = page.body.split("<input").find(|it| it.contains("value=\"teacher_student\""));
        assert!(chosen.is_some_and(|it| it.contains("checked")), "{}", page.body);
        let none = Values::default().with(Field::Relation, "none");
        let refused = panel[1].post(&format!("{booking}/relation"), &none).await;
        assert_eq!(refused.status, 422, "{}", refused.body);
        let other = panel[2].post(&format!("{booking}/relation"), &none).await;
        assert_eq!(other.status, 303, "{}", other.body);
        world.verify_lines().await;
        world.remove().await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_tie_ends_and_is_taken_back() {
    for world in worlds().await {
        let (office, lecturer) = (world.office().await, world.lecturer("钱进").await);
        world.lecturer("孙越").await;
        let today = start().date_naive().to_string();
        let new = tie("孙越", "joint_course", "2026-01-05", "");
        assert_eq!(office.post(&at(lecturer.id), &new).await.status, 303);
        let again = office.post(&at(lecturer.id), &new).await;
        assert_eq!(again.status, 303, "the same form sent again writes nothing");
        let page = office.get(&at(lecturer.id)).await.body;
        assert_eq!(page.matches("class=\"card\"").count(), 1, "{page}");
        let end = page.split("action=\"").find(|it| it.contains("/end\"")).unwrap();
        let id = end.split("/end\"").next().unwrap().rsplit('/').next().unwrap();
        let id = id.parse::<i64>().unwrap();
        let early = Values::default().with(Field::LeftOn.at(id), "2020-01-01");
        let path = format!("{}/{id}", at(lecturer.id));
        assert_eq!(office.post(&format!("{path}/end"), &early).await.status, 422);
        let last = Values::default().with(Field::LeftOn.at(id), &today);
        assert_eq!(office.post(&format!("{path}/end"), &last).await.status, 303);
        assert_eq!(office.post(&format!("{path}/end"), &last).await.status, 409);
        let short = Values::default().with(Field::Reason.at(id), "错");
        assert_eq!(office.post(&format!("{path}/remove"), &short).await.status, 422);
        let reason = Values::default().with(Field::Reason.at(id), "登记在别人名下了");
        assert_eq!(office.post(&format!("{path}/remove"), &reason).await.status, 303);
        assert_eq!(office.post(&format!("{path}/remove"), &reason).await.status, 404);
        world.verify_lines().await;
        world.remove().await;
    }
}
