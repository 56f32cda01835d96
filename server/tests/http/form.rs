//! Every form against everything that people and programs type.

use app::{Method, routes};
use domain::form::Values;

use crate::world::{Answer, Person, World, world, worlds};

/// Texts that have broken programs before.
fn nasty() -> Vec<String> {
    vec![
        String::new(),
        "　 ".to_owned(),
        "x".repeat(5_000),
        "<script>alert(1)</script>".to_owned(),
        "\"'`;--".to_owned(),
        "䶮㛃𠅤𣲘🌊".to_owned(),
        "-1".to_owned(),
        "99999999999999999999".to_owned(),
        "2026-02-30".to_owned(),
        "nul\0inside".to_owned(),
    ]
}

/// The fields that the forms have.
const FIELDS: &[&str] = &[
    "year",
    "legal_basis",
    "approval_no",
    "contact",
    "objections_to",
    "criteria",
    "quota_kind",
    "seats",
    "added_seats",
    "units",
    "judges",
    "substitute",
    "tie",
    "resolution",
    "ballots",
    "votes",
    "reference",
    "selected",
    "document_no",
    "score_1",
    "role",
    "scope",
    "ends_on",
    "place_name",
    "address",
    "county",
    "sign_in_name",
    "password",
    "old_password",
    "new_password",
    "repeat_password",
    "title",
    "award_title",
    "summary",
    "field",
    "stages",
    "groups",
    "minutes",
    "max_audience",
    "equipment",
    "outline",
    "sources",
    "slides_token",
    "remark",
    "comment",
    "reason",
    "held_on",
    "starts_at",
    "slot_minutes",
    "n_slots",
    "break_minutes",
    "place",
    "video_link",
    "opens_on",
    "fields",
    "panel",
    "kind",
    "slot",
    "decision",
    "host_name",
    "host_kind",
    "host_county",
    "hall",
    "hall_equipment",
    "stage",
    "audience",
    "mode",
    "day_1",
    "hour_1",
    "day_2",
    "hour_2",
    "day_3",
    "hour_3",
    "contact_phone",
    "whitelist",
    "wish",
    "adult",
    "consent",
    "decline_reason",
    "decline_note",
    "attendance",
    "delivered_on",
    "began_at",
    "ended_at",
    "candidate",
    "time",
    "next",
    "language",
    "event_title",
    "organiser",
    "activity_kind",
    "first_day",
    "last_day",
    "half_days",
    "participation",
    "lesson_minutes",
    "topic",
    "hours",
    "report",
    "proof_token",
    "accepted",
    "opinion",
    "dispute",
    "relation",
    "training_place",
    "content",
    "enrol_until",
    "person",
    "enrolment",
    "present",
    "unit",
    "state",
    "revision",
    "once",
];

async fn everyone(world: &World) -> Vec<Person> {
    vec![world.office().await, world.lecturer("钱进").await, world.visitor()]
}

async fn send(person: &Person, path: &str, values: &Values) -> Answer {
    if path.starts_with("/course/") || path == "/roster" {
        person.upload(path, values, None).await
    } else {
        person.post(path, values).await
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn no_form_breaks_whatever_is_typed() {
    for world in worlds().await {
        let people = everyone(&world).await;
        let call = world.call(&people[1], domain::role::Role::Lecturer);
        let draft = Values::default().with("once", "draft").with("title", "潮汐");
        let course = world.actions.open_course(&call, &draft).await.unwrap();
        // Signing out would end the walk.
        let posts = |route: &&app::Route| route.method == Method::Post && route.path != "/sign_out";
        for route in routes().iter().filter(posts) {
            let path = route
                .path
                .replace("{id}", &course.to_string())
                .replace("{code}", "none")
                .replace("{token}", "none")
                .replace("{grant}", "1")
                .replace("{category}", "1")
                .replace("{plan}", "none");
            for text in nasty() {
                let mut values = Values::default();
                for field in FIELDS {
                    values.push(*field, text.clone());
                    values.push(*field, text.clone());
                }
                for person in &people {
                    let answer = send(person, &path, &values).await;
                    let start: String = text.chars().take(12).collect();
                    let what = format!("{} {path} with {start:?}", world.db.name);
                    assert!(answer.status < 500, "{what}: {}", answer.status);
                    assert!(!answer.body.contains("<script>alert"), "{what} echoes a script");
                }
            }
        }
        world.verify_chain().await;
        world.remove().await;
    }
}

/// A refused form shows the message at the field and everything that was typed.
fn shows(answer: &Answer, field: &str, typed: &str) {
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
        ("title", long.as_str()),
        ("minutes", "很久"),
        ("max_audience", "0"),
        ("stages", "university"),
        ("field", "9999"),
    ];
    for (field, wrong) in cases {
        let mut values = Values::default()
            .with("once", "token")
            .with("title", "潮汐䶮𠅤")
            .with("outline", "<b>一</b> & \"二\" 🌊");
        values.set(field, wrong);
        let answer = lecturer.upload("/course/new", &values, None).await;
        shows(&answer, field, "&lt;b&gt;一&lt;/b&gt; &amp; ");
        assert!(answer.body.contains("🌊"));
        if field == "minutes" || field == "title" {
            assert!(answer.body.contains(wrong), "the wrong value itself is kept");
        }
        if field == "title" {
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
    let long = Values::default().with("once", "a").with("address", "路".repeat(5_000));
    let answer = office.with_cookie("language=en").post("/place", &long).await;
    shows(&answer, "address", &"路".repeat(5_000));
    assert!(answer.body.contains("5000 characters are too many: at most 200"));
    world.remove().await;
}

#[tokio::test]
async fn dates_and_times_are_taken_as_people_type_them() {
    for world in worlds().await {
        let office = world.office().await;
        let panel = world.panel().await;
        let mut values =
            crate::world::session_plan("２０２６／１２／１０", "14:00:00").with("once", "typed");
        values.set("n_slots", "２");
        for member in &panel {
            values.push("panel", member.id.to_string());
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
        ("held_on", "2026-02-30"),
        ("held_on", "2026-11-23"),
        ("starts_at", "25:00"),
        ("n_slots", "13"),
        ("break_minutes", "x"),
        ("slot_minutes", "50"),
        ("place", "999"),
        ("video_link", "javascript:alert(1)"),
        ("panel", "777"),
    ];
    for (field, wrong) in cases {
        let mut values = crate::world::session_plan("2026-12-10", "09:00")
            .with("once", format!("{field}{wrong}"));
        values.push("panel", panel[0].id.to_string());
        if field == "place" {
            values.set("video_link", "");
        }
        values.set(field, wrong);
        let answer = office.post("/review_session/new", &values).await;
        let kept = if field == "n_slots" { "value=\"10\"" } else { "value=\"3\"" };
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
        let mut values = crate::world::session_plan("2026-12-10", "09:00").with("once", "one");
        for member in &panel[..4] {
            values.push("panel", member.id.to_string());
        }
        let id = office.post("/review_session/new", &values).await.made();
        let path = format!("/review_session/{id}/publish");
        let refused = office.post(&path, &Values::default()).await;
        assert_eq!(refused.status, 422, "{}", world.db.name);
        assert!(refused.body.contains('5'));
        values.push("panel", panel[4].id.to_string());
        values.set("revision", "1");
        let edit = format!("/review_session/{id}/edit");
        assert_eq!(office.post(&edit, &values).await.status, 303);
        values.set("n_slots", "2");
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
        let county = world.actions.places(&scene).await.unwrap().counties[0].id.to_string();
        let mut values = Values::default()
            .with("once", "place")
            .with("place_name", "科学会堂<b>")
            .with("address", "示范路1号")
            .with("county", "4711");
        let refused = office.post("/place", &values).await;
        shows(&refused, "county", "科学会堂&lt;b");
        values.set("county", county);
        assert_eq!(office.post("/place", &values).await.status, 303);
        assert_eq!(office.post("/place", &values).await.status, 303, "twice is once");
        let page = office.get("/place").await.body;
        assert_eq!(page.matches("card-title").count(), 1, "{}", world.db.name);
        assert!(office.get("/review_session/new").await.body.contains("科学会堂"));
        world.verify_chain().await;
        world.remove().await;
    }
}
