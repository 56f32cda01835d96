//! Deputies: what a colleague may for some days, and no longer; the log has both names.

use chrono::TimeDelta;
use domain::{
    form::{Field, Values},
    id::OrganisationId,
    role::Role,
};

use crate::world::{Person, World, commit, start, worlds};

fn form(deputy: &Person, first: &str, last: &str, once: &str) -> Values {
    Values::default()
        .with(Field::Deputy, deputy.id.to_string())
        .with(Field::FirstDay, first)
        .with(Field::LastDay, last)
        .with(Field::Reason, "外出学习，请同事代办")
        .with(Field::Once, once)
}

struct Scene {
    /// Of a county's office.
    principal: Person,
    /// Works at the same place, and is a tutor.
    colleague: Person,
    /// Works elsewhere.
    stranger: Person,
    auditor: Person,
}

impl Scene {
    async fn new(world: &World) -> Self {
        let principal =
            world.person("王县办", &[Role::CountyOffice], "县科协", "county_association", 2).await;
        let colleague = world.person("李同事", &[Role::Tutor], "县科协二", "institute", 3).await;
        let mut tx = world.db.store.begin().await.unwrap();
        let place = tx.list_units_of(principal.id).await.unwrap()[0];
        tx.set_workplace(colleague.id, place, start().date_naive()).await.unwrap();
        commit(tx).await;
        let stranger = world.person("外人", &[Role::Tutor], "示范小学", "school", 4).await;
        let auditor = world
            .person("审计", &[Role::AuditAdministrator], "市科协", "city_association", 5)
            .await;
        Self { principal, colleague, stranger, auditor }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_colleague_stands_in_from_a_day_until_a_day() {
    for world in worlds().await {
        let scene = Scene::new(&world).await;
        let Scene { principal, colleague, stranger, auditor } = &scene;
        assert!(principal.get("/account").await.body.contains("href=\"/deputy\""));
        let page = principal.get("/deputy").await.body;
        assert!(page.contains("李同事") && !page.contains("外人"), "{page}");
        assert!(
            !colleague.get("/deputy").await.body.contains("name=\"deputy\""),
            "nothing to lend"
        );
        let refused =
            colleague.post("/deputy", &form(principal, "2026-11-23", "2026-11-24", "x")).await;
        assert_eq!(refused.status, 403);
        for (bad, field) in [
            (form(stranger, "2026-11-25", "2026-11-27", "a"), "deputy"),
            (form(principal, "2026-11-25", "2026-11-27", "a"), "deputy"),
            (form(colleague, "2026-11-22", "2026-11-27", "a"), "first_day"),
            (form(colleague, "2026-11-25", "2026-11-24", "a"), "last_day"),
            (form(colleague, "2026-11-25", "2027-11-24", "a"), "last_day"),
            (Values::default().with(Field::Once, "a"), "reason"),
        ] {
            let refused = principal.post("/deputy", &bad).await;
            assert_eq!(refused.status, 422, "{field}: {}", refused.body);
            assert!(refused.body.contains(&format!("href=\"#{field}\"")), "{field}");
        }
        let named = form(colleague, "2026-11-25", "2026-11-27", "b");
        for _ in 0..2 {
            assert_eq!(principal.post("/deputy", &named).await.status, 303, "{}", world.db.name);
        }
        let twice =
            principal.post("/deputy", &form(colleague, "2026-11-26", "2026-11-27", "c")).await;
        assert_eq!(twice.status, 422, "{}: named already", world.db.name);
        assert!(colleague.get("/inbox").await.body.contains("请代理王县办的工作"));
        assert!(auditor.get("/inbox").await.body.contains("李同事代理王县办"));
        assert_eq!(colleague.get("/person").await.status, 403, "it has not begun");
        world.wait(TimeDelta::days(2));
        let people = colleague.get("/person").await;
        assert_eq!(people.status, 200, "{}: {}", world.db.name, people.body);
        assert!(colleague.get("/deputy").await.body.contains("代理中"));
        // Nobody lends what was lent.
        assert!(!colleague.get("/deputy").await.body.contains("name=\"deputy\""));
        let training = crate::training_event::plan("t");
        let planned = colleague.post("/training_event/new", &training).await;
        assert_eq!(planned.status, 303, "{}", planned.body);
        let log = auditor.get("/audit").await.body;
        assert!(log.contains("李同事（代王县办）"), "{}: {log}", world.db.name);
        assert!(!log.contains("王县办（代"), "{log}");
        world.wait(TimeDelta::days(3));
        assert_eq!(colleague.get("/person").await.status, 403, "{}: it is over", world.db.name);
        assert_eq!(colleague.get(&planned.location).await.status, 404, "{}", world.db.name);
        assert_eq!(principal.get("/person").await.status, 200);
        world.verify_chain().await;
        world.remove().await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn either_of_both_ends_it_and_so_does_the_end_of_the_role() {
    for world in worlds().await {
        let scene = Scene::new(&world).await;
        let Scene { principal, colleague, stranger, .. } = &scene;
        let end = |page: &str| {
            let (_, rest) = page.split_once("action=\"/deputy/").unwrap();
            format!("/deputy/{}", rest.split('"').next().unwrap())
        };
        for (n, by) in [colleague, principal].into_iter().enumerate() {
            let once = format!("end{n}");
            let named = form(colleague, "2026-11-23", "2026-11-30", &once);
            assert_eq!(principal.post("/deputy", &named).await.status, 303, "{}", world.db.name);
            assert_eq!(colleague.get("/person").await.status, 200);
            let path = end(&by.get("/deputy").await.body);
            assert_eq!(stranger.post(&path, &Values::default()).await.status, 404);
            for _ in 0..2 {
                assert_eq!(by.post(&path, &Values::default()).await.status, 303);
            }
            assert_eq!(colleague.get("/person").await.status, 403, "{}: {n}", world.db.name);
            let other = if n == 0 { principal } else { colleague };
            assert!(other.get("/inbox").await.body.contains("提前结束了代理"));
        }
        let named = form(colleague, "2026-11-23", "2026-11-30", "last");
        assert_eq!(principal.post("/deputy", &named).await.status, 303);
        let mut tx = world.db.store.begin().await.unwrap();
        let today = start().date_naive();
        let held = tx.list_held_grants(principal.id, today).await.unwrap();
        tx.end_grant(held[0].id, Some(today)).await.unwrap();
        commit(tx).await;
        assert_eq!(principal.get("/person").await.status, 403);
        assert_eq!(
            colleague.get("/person").await.status,
            403,
            "{}: it went with it",
            world.db.name
        );
        world.remove().await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_deputy_keeps_no_roles_and_has_none_that_exclude_each_other() {
    for world in worlds().await {
        let office = world.office().await;
        let mut tx = world.db.store.begin().await.unwrap();
        let place: OrganisationId = tx.list_units_of(office.id).await.unwrap()[0];
        commit(tx).await;
        let mut colleagues = Vec::new();
        for (name, role) in [("同事", Role::Tutor), ("监督", Role::Supervisor)] {
            let one = world.person(name, &[role], &format!("{name}处"), "institute", 3).await;
            let mut tx = world.db.store.begin().await.unwrap();
            tx.set_workplace(one.id, place, start().date_naive()).await.unwrap();
            commit(tx).await;
            colleagues.push(one);
        }
        let refused =
            office.post("/deputy", &form(&colleagues[1], "2026-11-23", "2026-11-24", "a")).await;
        assert_eq!(refused.status, 422, "{}: who watches is no office", world.db.name);
        let named = form(&colleagues[0], "2026-11-23", "2026-11-24", "b");
        assert_eq!(office.post("/deputy", &named).await.status, 303, "{}", world.db.name);
        assert_eq!(colleagues[0].get("/roster").await.status, 200);
        let other = world.person("新人", &[], "示范小学", "school", 4).await;
        let role = Values::default().with(Field::Role, "panelist").with(Field::Scope, "everything");
        let path = format!("/person/{}/grant", other.id);
        let given = colleagues[0].post(&path, &role).await;
        assert_eq!(given.status, 403, "{}: {}", world.db.name, given.body);
        assert_eq!(office.post(&path, &role).await.status, 303);
        world.verify_chain().await;
        world.remove().await;
    }
}
