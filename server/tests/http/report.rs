//! Registers that are handed upward: each within its reader's scope, in the offices' layout, and counted
//! in the access log; and the school calendar from a spreadsheet.

use domain::{access_log::AccessThing, id::AccessLogId};
use store::AccessFilter;

use crate::{
    account::{credentials, session_of},
    world::{PASSWORD, Person, World},
};

async fn signed_in(world: &World, name: &str) -> Person {
    let answer = world.visitor().post("/sign_in", &credentials(name, PASSWORD)).await;
    world.visitor().with_cookie(&session_of(&answer))
}

/// How many rows the last export of a kind had.
async fn n_rows(world: &World, thing: AccessThing) -> i64 {
    let filter = AccessFilter { thing: Some(thing), ..AccessFilter::default() };
    let mut conn = world.db.store.read().await.unwrap();
    let lines = conn.list_access_log(&filter, AccessLogId(i64::MAX), 1).await.unwrap();
    lines[0].n_rows.unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn an_office_takes_its_year_and_a_county_its_part_of_it() {
    for db in test_database::databases().await {
        let world = World::demonstration(db).await;
        let office = signed_in(&world, "office").await;
        let county = signed_in(&world, "county").await;
        let unit = signed_in(&world, "unit").await;
        let lecturer = signed_in(&world, "lecturer").await;
        let page = office.get("/report").await.body;
        for number in ["R-4", "R-7", "R-8", "R-11"] {
            assert!(page.contains(number), "{number}: {page}");
        }
        assert!(!unit.get("/report").await.body.contains("R-4"), "a unit has its tutors' hours");
        assert_eq!(lecturer.get("/report").await.status, 403);
        for (kind, of_unit) in [("lecturers", 403), ("trainings", 403), ("tutor_hours", 200)] {
            let path = format!("/report/{kind}/export.xlsx?year=2026");
            let mut counted = Vec::new();
            for who in [&office, &county] {
                let file = who.get(&path).await;
                assert_eq!(file.status, 200, "{kind}: {}", file.body);
                assert_eq!(file.header("cache-control"), "no-store");
                counted.push(n_rows(&world, AccessThing::Report).await);
            }
            assert_eq!(unit.get(&path).await.status, of_unit, "{kind}");
            assert_eq!(lecturer.get(&path).await.status, 403, "{kind}");
            if kind != "trainings" {
                assert!(counted[0] > counted[1], "{}, {kind}: {counted:?}", world.db.name);
                assert!(counted[1] > 0, "{}, {kind}: {counted:?}", world.db.name);
            }
        }
        assert_eq!(office.get("/report/nothing/export.xlsx").await.status, 404);
        world.verify_lines().await;
        world.remove().await;
    }
}
