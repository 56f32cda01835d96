//! Forms that come back: with their messages, and everything that was typed.

use domain::form::{Field, Values};

use crate::world::{Answer, Person, World, world, worlds};

async fn everyone(world: &World) -> Vec<Person> {
    vec![world.office().await, world.lecturer("钱进").await, world.visitor()]
}

/// A refused form shows the message at the field and everything that was typed.
fn shows(answer: &Answer, field: Field, typed: &str) {
    assert_eq!(answer.status, 422, "{field}");
    assert!(answer.body.contains("class=\"error-summary\""), "{field}: a summary");
    assert!(answer.body.contains(&format!("href=\"#{field}\"")), "{field}: a link to the field");
    assert!(answer.body.contains(&format!("id=\"{field}\"")), "{field}: the field");
    assert!(answer.body.contains(typed), "{field}: {typed} is kept in {}", answer.body);
}

#[tokio::test]
async fn a_refused_course_says_why_at_each_field_and_keeps_the_text() {
    let world = world().await;
    let lecturer = world.lecturer("钱进").await;
    let long = "长".repeat(31);
    let cases = [
        (Field::Title, long.as_str()),
        (Field::Minutes, "很久"),
        (Field::MaxAudience, "0"),
        (Field::Stages, "university"),
        (Field::SubjectField, "9999"),
    ];
    for (field, wrong) in cases {
        let mut values = Values::default()
            .with(Field::Once, "token")
            .with(Field::Title, "潮汐䶮𠅤")
            .with(Field::Outline, "<b>一</b> & \"二\" 🌊");
        values.set(field, wrong);
        let answer = lecturer.upload("/course/new", &values, None).await;
        shows(&answer, field, "&lt;b&gt;一&lt;/b&gt; &amp; ");
        assert!(answer.body.contains("🌊"));
        if field == Field::Minutes || field == Field::Title {
            assert!(answer.body.contains(wrong), "the wrong value itself is kept");
        }
        if field == Field::Title {
            assert!(answer.body.contains("现有 31 个字，不超过 30 个字"), "counted, and not cut");
        }
    }
    assert_eq!(lecturer.get("/course").await.body.matches("card-title").count(), 0);
    world.remove().await;
}

#[tokio::test]
async fn no_field_cuts_what_is_typed() {
    let world = world().await;
    let lecturer = world.lecturer("钱进").await;
    let office = world.office().await;
    for (person, path) in
        [(&lecturer, "/course/new"), (&office, "/place"), (&office, "/review_session/new")]
    {
        let page = person.get(path).await.body;
        assert!(page.contains("<input") && !page.contains("maxlength"), "{path}");
    }
    let long = Values::default().with(Field::Once, "a").with(Field::Address, "路".repeat(5_000));
    let answer = office.with_cookie("language=en").post("/place", &long).await;
    shows(&answer, Field::Address, &"路".repeat(5_000));
    assert!(answer.body.contains("5000 characters are too many: at most 200"));
    world.remove().await;
}

#[tokio::test]
async fn dates_and_times_are_taken_as_people_type_them() {
    for world in worlds().await {
        let office = world.office().await;
        let panel = world.panel().await;
        let mut values = crate::world::session_plan("２０２６／１２／１０", "14:00:00")
            .with(Field::Once, "typed");
        values.set(Field::NSlots, "２");
        for member in &panel {
            values.push(Field::Panel, member.id.to_string());
        }
        let id = office.post("/review_session/new", &values).await.made();
        let plan = office.get(&format!("/review_session/{id}/edit")).await.body;
        for stored in ["value=\"2026-12-10\"", "value=\"14:00\"", "value=\"2\""] {
            assert!(plan.contains(stored), "{}: {stored}", world.db.name);
        }
        world.remove().await;
    }
}

#[tokio::test]
async fn a_refused_plan_says_why_at_each_field_and_keeps_the_rest() {
    let world = world().await;
    let office = world.office().await;
    let panel = world.panel().await;
    let cases = [
        (Field::HeldOn, "2026-02-30"),
        (Field::HeldOn, "2026-11-23"),
        (Field::StartsAt, "25:00"),
        (Field::NSlots, "13"),
        (Field::BreakMinutes, "x"),
        (Field::SlotMinutes, "50"),
        (Field::Place, "999"),
        (Field::VideoLink, "javascript:alert(1)"),
        (Field::Panel, "777"),
    ];
    for (field, wrong) in cases {
        let mut values = crate::world::session_plan("2026-12-10", "09:00")
            .with(Field::Once, format!("{field}{wrong}"));
        values.push(Field::Panel, panel[0].id.to_string());
        if field == Field::Place {
            values.set(Field::VideoLink, "");
        }
        values.set(field, wrong);
        let answer = office.post("/review_session/new", &values).await;
        let kept = if field == Field::NSlots { "value=\"10\"" } else { "value=\"3\"" };
        shows(&answer, field, kept);
    }
    assert!(!office.get("/review_session").await.body.contains("card-title"));
    world.remove().await;
}

#[tokio::test]
async fn a_panel_that_is_too_small_is_not_published() {
    for world in worlds().await {
        let office = world.office().await;
        let panel = world.panel().await;
        let mut values = crate::world::session_plan("2026-12-10", "09:00").with(Field::Once, "one");
        for member in &panel[..4] {
            values.push(Field::Panel, member.id.to_string());
        }
        let id = office.post("/review_session/new", &values).await.made();
        let path = format!("/review_session/{id}/publish");
        let refused = office.post(&path, &Values::default()).await;
        assert_eq!(refused.status, 422, "{}", world.db.name);
        assert!(refused.body.contains('5'));
        values.push(Field::Panel, panel[4].id.to_string());
        values.set(Field::Revision, "1");
        let edit = format!("/review_session/{id}/edit");
        assert_eq!(office.post(&edit, &values).await.status, 303);
        values.set(Field::NSlots, "2");
        assert_eq!(office.post(&edit, &values).await.status, 409, "a stale plan asks first");
        assert_eq!(office.post(&path, &Values::default()).await.status, 303);
        assert_eq!(office.post(&path, &Values::default()).await.status, 303, "twice is once");
        assert_eq!(office.get(&edit).await.status, 409, "a published session is not changed");
        world.verify_chain().await;
        world.remove().await;
    }
}

#[tokio::test]
async fn what_is_not_a_number_in_an_address_is_not_found() {
    let world = world().await;
    for person in everyone(&world).await {
        for path in ["/catalogue/abc", "/catalogue/99999999999999999999", "/catalogue/-1"] {
            assert_eq!(person.get(path).await.status, 404, "{path}");
        }
    }
    let lecturer = world.lecturer("孙悦").await;
    for path in ["/course/abc", "/booking/%27", "/course/1/booking"] {
        assert_eq!(lecturer.get(path).await.status, 404, "{path}");
    }
    for query in ["?page=-5", "?page=x&stage=%00&field=zz", "?q=%25_!%27%22", "?q=%F0%A0%85%A4"] {
        assert_eq!(lecturer.get(&format!("/catalogue{query}")).await.status, 200, "{query}");
    }
    world.remove().await;
}

#[tokio::test]
async fn the_office_adds_a_place_once_and_can_plan_in_it() {
    for world in worlds().await {
        let call = actions::Call::anonymous(world.now(), "");
        world.actions.ship_regions(&call).await.unwrap();
        let office = world.office().await;
        let scene = world.call(&office, domain::role::Role::CityOffice);
        let county =
            world.actions.places(&scene, &actions::ListFilter::default()).await.unwrap().counties
                [0]
            .id
            .to_string();
        let mut values = Values::default()
            .with(Field::Once, "place")
            .with(Field::PlaceName, "科学会堂<b>")
            .with(Field::Address, "示范路1号")
            .with(Field::County, "4711");
        let refused = office.post("/place", &values).await;
        shows(&refused, Field::County, "科学会堂&lt;b");
        values.set(Field::County, county);
        assert_eq!(office.post("/place", &values).await.status, 303);
        assert_eq!(office.post("/place", &values).await.status, 303, "twice is once");
        let page = office.get("/place").await.body;
        assert_eq!(page.matches("card-title").count(), 1, "{}", world.db.name);
        assert!(office.get("/review_session/new").await.body.contains("科学会堂"));
        world.verify_chain().await;
        world.remove().await;
    }
}
