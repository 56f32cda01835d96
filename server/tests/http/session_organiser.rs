//! A county with a grant holds review sessions of its own; what the city keeps stays the city's.

use domain::{
    form::{Field, Values},
    id::{RegionId, ReviewSessionId},
    region::RegionLevel,
    role::{Grant, Role, Scope},
};
use store::NewRegion;

use crate::{
    trial_scene::{GOOD, Scene},
    world::{Person, World, commit, session_plan, start, worlds},
};

/// Somebody who organises for a county of this code.
async fn organiser(world: &World, code: &str, name: &str) -> (Person, RegionId) {
    let person = world.person(name, &[], "县科协", "county_association", 1).await;
    let mut tx = world.db.store.begin().await.unwrap();
    let today = start().date_naive();
    let county = NewRegion {
        code,
        name_zh: code,
        name_en: code,
        level: RegionLevel::County,
        parent_id: None,
        sort_order: 1,
        valid_from: today,
    };
    let region = tx.add_region(&county).await.unwrap();
    let (role, scope) = (Role::SessionOrganiser, Scope::Region(region));
    tx.add_grant(person.id, &Grant { role, scope, starts_on: today, ends_on: None }).await.unwrap();
    commit(tx).await;
    (person, region)
}

fn plan(region: RegionId, panel: &[Person], day: &str) -> Values {
    let values = session_plan(day, "09:00")
        .with(Field::County, region.to_string())
        .with(Field::Once, format!("plan-{day}"));
    panel.iter().fold(values, |mut values, one| {
        values.push(Field::Panel, one.id.to_string());
        values
    })
}

#[tokio::test(flavor = "multi_thread")]
async fn a_county_plans_publishes_moves_and_calls_off_its_own_sessions_alone() {
    for world in worlds().await {
        let (office, panel) = (world.office().await, world.panel().await);
        let (own, region) = organiser(&world, "甲县", "季清和").await;
        let (other, elsewhere) = organiser(&world, "乙县", "卢思远").await;
        let (city, slots) = world.session(&office, &panel, "2026-12-03", "09:00").await;
        let form = own.get("/review_session/new").await.body;
        assert!(form.contains("甲县") && !form.contains("乙县"), "{form}");
        for wrong in [
            plan(elsewhere, &panel, "2026-12-10"),
            session_plan("2026-12-10", "09:00").with(Field::Once, "a-plan"),
        ] {
            let refused = own.post("/review_session/new", &wrong).await;
            assert_eq!(refused.status, 422, "{}", world.db.name);
            assert!(refused.body.contains("#county"), "{}", refused.body);
        }
        let made = own.post("/review_session/new", &plan(region, &panel, "2026-12-10")).await;
        assert_eq!(made.status, 303, "{}: {}", world.db.name, made.body);
        let session = ReviewSessionId(made.made());
        let at = |rest: &str| format!("/review_session/{session}{rest}");
        assert_eq!(other.get(&at("")).await.status, 404, "{}", world.db.name);
        assert_eq!(other.post(&at("/publish"), &Values::default()).await.status, 404);
        let published = own.post(&at("/publish"), &Values::default()).await;
        assert_eq!(published.status, 303, "{}: {}", world.db.name, published.body);
        let list = own.get("/review_session").await.body;
        assert!(list.contains(&at("")) && !list.contains(&format!("/review_session/{city}\"")));
        assert!(office.get("/review_session").await.body.contains("甲县主办"));
        assert!(own.get("/panel_proposal").await.status == 200);

        // The city's session is not theirs, in none of its forms.
        let of_city = |rest: &str| format!("/review_session/{city}{rest}");
        let move_it = Values::default()
            .with(Field::HeldOn, "2026-12-11")
            .with(Field::StartsAt, "13:00")
            .with(Field::Reason, "会场当天停电检修");
        for rest in ["", "/panel", "/move", "/series", "/sitting"] {
            assert_eq!(own.get(&of_city(rest)).await.status, 404, "{rest}");
        }
        for rest in ["/move", "/call_off", "/panel", "/edit", "/sitting"] {
            let refused = own.post(&of_city(rest), &move_it).await;
            assert_eq!(refused.status, 404, "{}: {rest}", world.db.name);
        }
        let slot = format!("/review_session/{city}/slot/{}", slots[0]);
        assert_eq!(own.get(&slot).await.status, 404);
        assert_eq!(own.get(&format!("{slot}/change")).await.status, 404);

        let declined = Values::default()
            .with(Field::Decision, "declined")
            .with(Field::Reason, "那天要带队外出考察");
        assert_eq!(panel[1].post(&at("/answer"), &declined).await.status, 303);
        assert!(own.get("/inbox").await.body.contains("不能参加"), "its organiser is told");
        assert!(!office.get("/inbox").await.body.contains("不能参加"), "and the city is not");
        assert!(own.get("/desk").await.body.contains("补齐评委"));
        let moved = own.post(&at("/move"), &move_it).await;
        assert_eq!(moved.status, 303, "{}: {}", world.db.name, moved.body);
        let off = own
            .post(&at("/call_off"), &Values::default().with(Field::Reason, "场地临时被征用"))
            .await;
        assert_eq!(off.status, 303, "{}: {}", world.db.name, off.body);
        world.verify_chain().await;
        world.remove().await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_city_confirms_what_a_countys_panel_proposes() {
    for world in worlds().await {
        let mut scene = Scene::new(&world).await;
        let (own, region) = organiser(&world, "甲县", "季清和").await;
        let (other, _) = organiser(&world, "乙县", "卢思远").await;
        // Another course, in a session of the county.
        scene.version = world.cleared_course(&scene.lecturer, &scene.office).await;
        let made = own.post("/review_session/new", &plan(region, &scene.panel, "2026-12-24")).await;
        assert_eq!(made.status, 303, "{}: {}", world.db.name, made.body);
        scene.session = ReviewSessionId(made.made());
        let at = format!("/review_session/{}", scene.session);
        assert_eq!(own.post(&format!("{at}/publish"), &Values::default()).await.status, 303);
        let call = world.call(&scene.office, Role::CityOffice);
        let slot = world.actions.review_session(&call, scene.session).await.unwrap().slots[0].id;
        let lecturer = world.call(&scene.lecturer, Role::Lecturer);
        scene.booking = world.actions.hold_slot(&lecturer, scene.version, slot).await.unwrap();
        world.actions.confirm_booking(&lecturer, scene.booking, &Values::default()).await.unwrap();
        scene.go_to(&world, "2026-12-24").await;
        let begun = own.post(&format!("{at}/sitting"), &Values::default()).await;
        assert_eq!(begun.status, 303, "{}: {}", world.db.name, begun.body);
        scene.hold(&world, GOOD).await;
        let approve = Values::default().with(Field::Verdict, "approve");
        scene.ok(&scene.panel[0], "/verdict", approve).await;
        let page = own.get(&scene.at("")).await;
        assert!(page.body.contains("专家1"), "the organiser reads its sheets: {}", page.body);
        assert_eq!(other.get(&scene.at("")).await.status, 404);
        let confirm = Values::default().with(Field::Decision, "confirm");
        assert_eq!(own.post(&scene.at("/decision"), &confirm).await.status, 403);
        assert!(scene.office.get("/inbox").await.body.contains("结论"), "{}", world.db.name);
        scene.ok(&scene.office, "/decision", confirm).await;
        let list = format!("/course/{}/refinement/list", scene.version);
        assert_eq!(own.post(&list, &Values::default()).await.status, 403, "listing is the city's");
        world.verify_chain().await;
        world.remove().await;
    }
}

fn hall(name: &str, county: RegionId) -> Values {
    Values::default()
        .with(Field::PlaceName, name)
        .with(Field::Address, "示范路8号")
        .with(Field::County, county.to_string())
        .with(Field::Once, format!("hall-{name}"))
}

#[tokio::test(flavor = "multi_thread")]
async fn a_county_keeps_its_own_halls_and_a_closed_one_is_offered_no_more() {
    for world in worlds().await {
        let (office, panel) = (world.office().await, world.panel().await);
        let (own, region) = organiser(&world, "甲县", "季清和").await;
        let (_, elsewhere) = organiser(&world, "乙县", "卢思远").await;
        assert_eq!(own.post("/place", &hall("甲县礼堂", region)).await.status, 303);
        let refused = own.post("/place", &hall("别县礼堂", elsewhere)).await;
        assert_eq!(refused.status, 422, "{}: {}", world.db.name, refused.body);
        assert!(refused.body.contains("#county"), "{}", refused.body);
        assert_eq!(office.post("/place", &hall("乙县礼堂", elsewhere)).await.status, 303);
        let places = world.db.store.read().await.unwrap().list_places().await.unwrap();
        let of = |name: &str| places.iter().find(|place| place.name == name).unwrap();
        let (mine, other) = (of("甲县礼堂"), of("乙县礼堂"));
        assert!(!places.iter().any(|place| place.name == "别县礼堂"), "{}", world.db.name);
        // Another county's hall is there to be seen, and not to be corrected.
        let list = own.get("/place").await.body;
        assert!(list.contains("乙县礼堂") && list.contains("甲县礼堂"), "{list}");
        assert!(list.contains(&format!("/place/{}/change", mine.id)), "{list}");
        assert!(!list.contains(&format!("/place/{}/change", other.id)), "{list}");
        let change = format!("/place/{}/change", other.id);
        let values = hall("改名", region).with(Field::Revision, other.revision.to_string());
        assert_eq!(own.get(&change).await.status, 403, "{}", world.db.name);
        assert_eq!(own.post(&change, &values).await.status, 403, "{}", world.db.name);
        let revision = |n: i64| Values::default().with(Field::Revision, n.to_string());
        for step in ["close", "open"] {
            let path = format!("/place/{}/{step}", other.id);
            let refused = own.post(&path, &revision(other.revision)).await;
            assert_eq!(refused.status, 403, "{}: {step}", world.db.name);
        }
        let away = hall("甲县礼堂", elsewhere).with(Field::Revision, mine.revision.to_string());
        let at = |rest: &str| format!("/place/{}/{rest}", mine.id);
        assert_eq!(own.post(&at("change"), &away).await.status, 422, "not into another county");

        let there = |day: &str| {
            let mut values = plan(region, &panel, day);
            values.take(Field::VideoLink);
            values.with(Field::Place, mine.id.to_string())
        };
        let before = own.post("/review_session/new", &there("2026-12-10")).await;
        assert_eq!(before.status, 303, "{}: {}", world.db.name, before.body);
        let stale = own.post(&at("close"), &revision(mine.revision + 7)).await;
        assert_eq!(stale.status, 409, "{}", stale.body);
        assert!(stale.body.contains("甲县礼堂"), "{}", stale.body);
        for _ in 0..2 {
            let closed = own.post(&at("close"), &revision(mine.revision)).await;
            assert_eq!(closed.status, 303, "{}: {}", world.db.name, closed.body);
        }
        assert!(own.get("/place").await.body.contains("已停用"), "{}", world.db.name);
        assert!(!own.get("/place?state=open").await.body.contains("甲县礼堂"));
        let form = own.get("/review_session/new").await.body;
        assert!(!form.contains("甲县礼堂") && form.contains("乙县礼堂"), "{form}");
        let refused = own.post("/review_session/new", &there("2026-12-11")).await;
        assert_eq!(refused.status, 422, "{}", refused.body);
        assert!(refused.body.contains("已停用"), "{}", refused.body);
        // What is planned there stays, with its hall.
        let edit = own.get(&format!("/review_session/{}/edit", before.made())).await.body;
        assert!(edit.contains("甲县礼堂"), "{edit}");
        let opened = own.post(&at("open"), &revision(mine.revision + 1)).await;
        assert_eq!(opened.status, 303, "{}", opened.body);
        let again = own.post("/review_session/new", &there("2026-12-11")).await;
        assert_eq!(again.status, 303, "{}: {}", world.db.name, again.body);
        world.verify_chain().await;
        world.remove().await;
    }
}
