//! Every route as every role, against the table that the router is built from.

use app::{Method, Who, routes};
use domain::{
    form::Values,
    id::{BookingId, CourseVersionId, ReviewSessionId},
    role::Role,
};

use crate::world::{Person, World, commit, worlds};

/// Addresses with something real in them, none of it the caller's.
fn address(path: &str, things: &Things) -> String {
    let id = if path.starts_with("/review_session/") {
        things.session.0
    } else if path.starts_with("/booking/") {
        things.booking.0
    } else if path.starts_with("/award/")
        || path.starts_with("/nomination/")
        || path.starts_with("/score_sheet/")
        || path.starts_with("/notice/")
    {
        // Nothing there: the award's own tests walk its pages in every state.
        0
    } else if path.starts_with("/person/") || path.starts_with("/organisation/") {
        // Nobody: an activation code needs no field, and would be written.
        0
    } else {
        things.course.0
    };
    path.replace("{id}", &id.to_string())
        .replace("{grant}", "1")
        .replace("{other}", "0")
        .replace("{merging}", "0")
        .replace("{workplace}", "0")
        .replace("{contact}", "0")
        .replace("{proposal}", "0")
        .replace("{category}", "1")
        .replace("{code}", "nothing")
        .replace("{token}", "nothing")
        .replace("{plan}", "nothing")
}

struct Things {
    course: CourseVersionId,
    session: ReviewSessionId,
    booking: BookingId,
}

async fn things(world: &World) -> Things {
    let office = world.office().await;
    let lecturer = world.lecturer("钱进").await;
    let panel = world.panel().await;
    let course = world.cleared_course(&lecturer, &office).await;
    let (session, slots) = world.session(&office, &panel, "2026-12-10", "09:00").await;
    let call = world.call(&lecturer, Role::Lecturer);
    let booking = world.actions.hold_slot(&call, course, slots[0]).await.unwrap();
    Things { course, session, booking }
}

async fn everybody(world: &World) -> Vec<(Option<Role>, Person)> {
    let mut people = vec![(None, world.visitor())];
    for role in Role::ALL {
        let place = format!("示范{}", role.as_str());
        let person = world.person("某人", &[*role], &place, "other", 1).await;
        people.push((Some(*role), person));
    }
    people
}

fn may(who: Who, role: Option<Role>) -> bool {
    match (who, role) {
        (Who::Anyone, _) | (Who::SignedIn, Some(_)) => true,
        (Who::Role(roles), Some(role)) => roles.contains(&role),
        (_, None) => false,
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn every_route_is_for_whom_the_table_says() {
    for world in worlds().await {
        let things = things(&world).await;
        let people = everybody(&world).await;
        let before = world.actions.verify_audit(None).await.unwrap().rows;
        // Signing out is everybody's, and would end the walk.
        let ends = ["/sign_out", "/account/end_sessions"];
        for route in routes().into_iter().filter(|route| !ends.contains(&route.path)) {
            let path = address(route.path, &things);
            for (role, person) in &people {
                let answer = match route.method {
                    Method::Get => person.get(&path).await,
                    Method::Post => person.post(&path, &Values::default()).await,
                };
                let what = format!("{} {path} as {role:?}: {}", world.db.name, answer.status);
                assert!(answer.status < 500, "{what}");
                if may(route.who, *role) {
                    assert_ne!(answer.status, 403, "{what}");
                    assert!(!answer.location.starts_with("/sign_in"), "{what}");
                } else if role.is_none() {
                    assert_eq!(answer.status, 303, "{what}");
                    assert!(answer.location.starts_with("/sign_in?next="), "{what}");
                } else {
                    assert_eq!(answer.status, 403, "{what}");
                }
                // What is somebody else's is not there.
                let is_own = path.contains(&format!("/{}", things.course))
                    && path.starts_with("/course/")
                    || path.starts_with("/booking/");
                if is_own && may(route.who, *role) {
                    let is_office = matches!(role, Some(Role::CityOffice | Role::ContentReviewer));
                    assert!(answer.status == 404 || is_office, "{what}");
                }
            }
        }
        // Every form was empty: nobody has written anything.
        let after = world.actions.verify_audit(None).await.unwrap();
        assert_eq!(after.broken, None);
        assert_eq!(after.rows, before, "{}", world.db.name);
        world.remove().await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_post_from_another_origin_is_refused() {
    for world in worlds().await {
        let things = things(&world).await;
        for (role, person) in everybody(&world).await {
            for route in routes().iter().filter(|route| route.method == Method::Post) {
                let path = address(route.path, &things);
                let answer = person.post_from_elsewhere(&path).await;
                assert_eq!(answer.status, 403, "{path} as {role:?}");
            }
        }
        world.remove().await;
    }
}

#[tokio::test]
async fn a_grant_that_ended_yesterday_opens_nothing() {
    use chrono::Days;
    use domain::role::{Grant, Scope};
    for world in worlds().await {
        let person = world.person("前任", &[], "市科协", "city_association", 1).await;
        let today = crate::world::start().date_naive();
        let mut tx = world.db.store.begin().await.unwrap();
        let grant = Grant {
            role: Role::CityOffice,
            scope: Scope::Everything,
            starts_on: today - Days::new(30),
            ends_on: Some(today),
        };
        tx.add_grant(person.id, &grant).await.unwrap();
        commit(tx).await;
        assert_eq!(person.get("/review_session").await.status, 403);
        assert_eq!(person.get("/roster").await.status, 403);
        world.remove().await;
    }
}

#[tokio::test]
async fn a_county_sees_its_own_people_alone() {
    use domain::role::{Grant, Scope};
    use store::{NewPerson, NewRegion};
    for world in worlds().await {
        let today = crate::world::start().date_naive();
        let person = world.person("许静宜", &[], "南湖区科协", "county_association", 1).await;
        let mut tx = world.db.store.begin().await.unwrap();
        let mut regions = Vec::new();
        for (code, name, parent) in [
            ("330400", "嘉兴市", None),
            ("330402", "南湖区", Some(0)),
            ("330411", "秀洲区", Some(0)),
        ] {
            let region = NewRegion {
                code,
                name_zh: name,
                name_en: name,
                level: if parent.is_none() {
                    domain::region::RegionLevel::City
                } else {
                    domain::region::RegionLevel::County
                },
                parent_id: parent.map(|at: usize| regions[at]),
                sort_order: 1,
                valid_from: today,
            };
            regions.push(tx.add_region(&region).await.unwrap());
        }
        for (name, region) in [("南湖人", regions[1]), ("秀洲人", regions[2])] {
            let row = NewPerson { name, region_id: Some(region), ..NewPerson::default() };
            tx.add_person(&row).await.unwrap();
        }
        let grant = Grant {
            role: Role::CountyOffice,
            scope: Scope::Region(regions[1]),
            starts_on: today,
            ends_on: None,
        };
        tx.add_grant(person.id, &grant).await.unwrap();
        commit(tx).await;
        let page = person.get("/person").await.body;
        assert!(page.contains("南湖人") && !page.contains("秀洲人"), "{}", world.db.name);
        let found = person.get("/person?q=xzr").await.body;
        assert!(!found.contains("秀洲人"));
        world.remove().await;
    }
}
