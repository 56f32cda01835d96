//! When people do not want to be asked: judged wherever somebody is proposed, invited or offered, and
//! what it meets is listed and stays.

use domain::{
    form::{Field, Values},
    id::DeliveryId,
    role::{Role, Scope},
};

use crate::{
    lecture::Scene,
    world::{Answer, Person, World, commit, session_plan, worlds},
};

/// Nothing on Thursdays, all day.
fn no_thursday() -> Values {
    let mut values = Values::default().with(Field::Availability, "given");
    for part in ["morning", "afternoon", "evening"] {
        values.push(Field::NeverAt, format!("4-{part}"));
    }
    values
}

fn revision(values: Values, n: i64) -> Values {
    values.with(Field::Revision, n.to_string())
}

fn away(first: &str, last: &str, once: &str) -> Values {
    Values::default()
        .with(Field::FirstDay, first)
        .with(Field::LastDay, last)
        .with(Field::Once, once)
}

async fn said(person: &Person, values: &Values) -> Answer {
    person.post("/absence/availability", values).await
}

/// The only absence that somebody's page leads to.
fn link_of(page: &str) -> String {
    let (_, rest) = page.split_once("href=\"/absence/").expect("an absence");
    format!("/absence/{}", rest.split_once('"').unwrap().0)
}

/// An agreed lecture of the scene's lecturer.
async fn agreed(world: &World, scene: &Scene, n: usize, day: &str) -> DeliveryId {
    let (_, id) = scene.ask(world, &scene.wish(n, day, "14:00")).await;
    let dispatch = scene.dispatched(world, id).await;
    let to = format!("/dispatch/{dispatch}/accept");
    assert_eq!(scene.lecturer.post(&to, &Values::default()).await.status, 303);
    scene.delivery(world, id).await.id
}

#[tokio::test]
async fn a_word_about_the_own_week_is_kept_corrected_and_taken_back() {
    for world in worlds().await {
        let one = world.lecturer("钱进").await;
        let page = one.get("/absence").await.body;
        assert!(page.contains("value=\"none\" checked"), "nothing is said yet: {page}");
        let wrong = no_thursday().with(Field::NotBefore, "三月").with(Field::ExceptDays, "不知道");
        let refused = said(&one, &revision(wrong, 0)).await;
        assert_eq!(refused.status, 422, "{}", refused.body);
        for text in ["#not_before", "#except_days", "不知道", "三月", "4-evening\" checked"] {
            assert!(refused.body.contains(text), "{text}: {}", refused.body);
        }
        for _ in 0..2 {
            assert_eq!(said(&one, &revision(no_thursday(), 0)).await.status, 303);
        }
        let stale = revision(Values::default().with(Field::Availability, "never"), 0);
        let told = said(&one, &stale).await;
        assert_ne!(told.status, 303, "it has changed since");
        let never = revision(Values::default().with(Field::Availability, "never"), 1);
        assert_eq!(said(&one, &never).await.status, 303);
        assert!(one.get("/absence").await.body.contains("value=\"never\" checked"));
        let none = revision(Values::default().with(Field::Availability, "none"), 2);
        for _ in 0..2 {
            assert_eq!(said(&one, &none).await.status, 303, "taken back twice it is taken back");
        }
        assert!(one.get("/absence").await.body.contains("value=\"none\" checked"));
        world.verify_chain().await;
        world.remove().await;
    }
}

#[tokio::test]
async fn a_lecturer_is_not_offered_a_lecture_in_such_a_time_and_may_take_it_all_the_same() {
    for world in worlds().await {
        let scene = Scene::new(&world).await;
        // A Thursday.
        let (_, id) = scene.ask(&world, &scene.wish(1, "2026-12-10", "14:00")).await;
        assert_eq!(scene.decide(&world, &scene.county, id, "pass").await.status, 303);
        assert_eq!(scene.decide(&world, &scene.office, id, "pass").await.status, 303);
        assert_eq!(said(&scene.lecturer, &revision(no_thursday(), 0)).await.status, 303);
        let board = scene.office.get(&format!("/lecture_request/{id}")).await.body;
        assert!(board.contains("本人登记每周这一时间不便"), "{board}");
        let choice = Values::default().with(Field::Candidate, format!("{}-1", scene.version));
        let dispatch = format!("/lecture_request/{id}/dispatch");
        let refused = scene.office.post(&dispatch, &choice).await;
        assert_ne!(refused.status, 303, "{}", world.db.name);
        assert!(refused.body.contains("本人登记每周这一时间不便"), "{}", refused.body);
        // An exception for that day.
        let but = revision(no_thursday().with(Field::ExceptDays, "2026-12-10"), 1);
        assert_eq!(said(&scene.lecturer, &but).await.status, 303);
        assert_eq!(scene.office.post(&dispatch, &choice).await.status, 303);
        // Who is asked, and says no for the week since, may accept all the same.
        assert_eq!(said(&scene.lecturer, &revision(no_thursday(), 2)).await.status, 303);
        let mut conn = world.db.store.read().await.unwrap();
        let offer = conn.list_dispatches_of(id).await.unwrap().last().unwrap().id;
        drop(conn);
        let accept = format!("/dispatch/{offer}/accept");
        assert_eq!(scene.lecturer.post(&accept, &Values::default()).await.status, 303);
        let page = scene.lecturer.get("/absence").await.body;
        assert!(page.contains("已定的安排落在这些时间里"), "what is narrowed is listed: {page}");
        assert!(page.contains("href=\"/delivery/"), "with the page to decide about it: {page}");
        world.verify_chain().await;
        world.remove().await;
    }
}

#[tokio::test]
async fn an_absence_takes_what_is_free_and_lists_what_it_meets() {
    for world in worlds().await {
        let scene = Scene::new(&world).await;
        let one = &scene.lecturer;
        let delivery = agreed(&world, &scene, 1, "2026-12-10").await;
        for wrong in [away("2026-12-11", "2026-12-09", "a"), away("", "", "a")] {
            let refused = one.post("/absence", &wrong).await;
            assert_eq!(refused.status, 422, "{}", refused.body);
        }
        let values = away("2026-12-09", "2026-12-11", "a");
        for _ in 0..2 {
            let sent = one.post("/absence", &values).await;
            assert_eq!(sent.status, 303, "{}: {}", world.db.name, sent.body);
        }
        let page = one.get("/absence").await.body;
        assert!(page.contains(&format!("/delivery/{delivery}")), "it is met: {page}");
        assert!(page.contains("本人登记当天外出"));
        let call = world.call(one, Role::Lecturer);
        let rows = world.actions.calendar(&call).await.unwrap().rows;
        assert_eq!(rows.len(), 3, "{}: before, the lecture, after: {rows:?}", world.db.name);
        assert!(rows.iter().any(|row| row.source_id == i64::from(delivery)), "it stays");
        // Nobody else takes the time of it.
        let (_, id) = scene.ask(&world, &scene.wish(2, "2026-12-11", "14:00")).await;
        assert_eq!(scene.decide(&world, &scene.county, id, "pass").await.status, 303);
        assert_eq!(scene.decide(&world, &scene.office, id, "pass").await.status, 303);
        let choice = Values::default().with(Field::Candidate, format!("{}-1", scene.version));
        let dispatch = format!("/lecture_request/{id}/dispatch");
        assert_ne!(scene.office.post(&dispatch, &choice).await.status, 303);
        // Corrected: the eleventh is free again.
        let at = link_of(&page);
        let shorter = revision(away("2026-12-09", "2026-12-10", ""), 1);
        for _ in 0..2 {
            assert_eq!(one.post(&at, &shorter).await.status, 303);
        }
        let stale = revision(away("2026-12-09", "2026-12-20", ""), 1);
        assert_ne!(one.post(&at, &stale).await.status, 303, "it has changed since");
        assert_eq!(scene.office.post(&dispatch, &choice).await.status, 303);
        assert_eq!(scene.neighbour.get(&at).await.status, 404, "not of that county");
        for _ in 0..2 {
            assert_eq!(one.post(&format!("{at}/end"), &Values::default()).await.status, 303);
        }
        assert_eq!(one.get(&at).await.status, 404);
        let rows = world.actions.calendar(&call).await.unwrap().rows;
        assert_eq!(rows.len(), 1, "{}: the lecture alone: {rows:?}", world.db.name);
        world.verify_chain().await;
        world.remove().await;
    }
}

#[tokio::test]
async fn what_an_absence_meets_leads_an_office_to_where_it_decides() {
    for world in worlds().await {
        let scene = Scene::new(&world).await;
        let panel = world.panel().await;
        agreed(&world, &scene, 1, "2026-12-10").await;
        let (session, _) = world.session(&scene.office, &panel, "2026-12-10", "09:00").await;
        // The lecturer is of the county that passed the request.
        let mut tx = world.db.store.begin().await.unwrap();
        let today = world.now().date_naive();
        let held = tx.list_held_grants(scene.county.id, today).await.unwrap();
        let Scope::Region(region) = held[0].grant.scope else { panic!("a county's office") };
        tx.fill_person(scene.lecturer.id, None, None, Some(region)).await.unwrap();
        commit(tx).await;
        let of = |person: &Person| format!("/person/{}/absence", person.id);
        for (whose, key) in [(&scene.lecturer, "a"), (&panel[1], "b")] {
            let written = scene.office.post(&of(whose), &away("2026-12-10", "", key)).await;
            assert_eq!(written.status, 303, "{}: {}", world.db.name, written.body);
        }
        // The request, where somebody else is sent, for the city and for the county of it.
        for office in [&scene.office, &scene.county] {
            let page = office.get(&of(&scene.lecturer)).await.body;
            let at = page.find("href=\"/lecture_request/").expect("a link to the request");
            let link = page[at + 6..].split('"').next().unwrap();
            assert_eq!(office.get(link).await.status, 200, "{}: {link}", world.db.name);
        }
        // The panel, where somebody else takes the seat; a county without sessions has no way there.
        let link = format!("/review_session/{session}/panel");
        let page = scene.office.get(&of(&panel[1])).await.body;
        assert!(page.contains(&format!("href=\"{link}\"")), "{}: {page}", world.db.name);
        assert_eq!(scene.office.get(&link).await.status, 200);
        let own = panel[1].get("/absence").await.body;
        assert!(own.contains(&format!("href=\"/review_session/{session}\"")), "{own}");
        let seen = scene.county.get(&of(&panel[1])).await;
        assert!(seen.status == 404 || seen.body.contains("由主办的办公室处理"), "{}", seen.body);
        world.verify_chain().await;
        world.remove().await;
    }
}

#[tokio::test]
async fn an_office_writes_it_down_for_somebody_and_both_names_are_kept() {
    for world in worlds().await {
        let scene = Scene::new(&world).await;
        let at = format!("/person/{}/absence", scene.lecturer.id);
        assert!(
            scene.office.get(&format!("/person/{}", scene.lecturer.id)).await.body.contains(&at)
        );
        assert_eq!(scene.neighbour.get(&at).await.status, 404, "outside of its region");
        assert_eq!(scene.lecturer.get(&at).await.status, 403);
        let never = revision(Values::default().with(Field::Availability, "never"), 0);
        let done = scene.office.post(&format!("{at}/availability"), &never).await;
        assert_eq!(done.status, 303, "{}", done.body);
        assert_eq!(done.location.split('?').next(), Some(at.as_str()));
        let days = away("2026-12-09", "", "a");
        assert_eq!(scene.office.post(&at, &days).await.status, 303);
        let own = scene.lecturer.get("/absence").await.body;
        assert!(own.contains("登记人：周明远"), "{own}");
        assert!(scene.lecturer.get("/inbox").await.body.contains("登记人：周明远"));
        let mut conn = world.db.store.read().await.unwrap();
        let filter = store::AuditFilter::default();
        let lines = conn.list_audit(&filter, i64::MAX, 20).await.unwrap();
        assert!(
            lines.iter().any(|line| line.thing == "absence" && line.verb == "say_availability"),
            "{lines:?}"
        );
        drop(conn);
        // What the office has written the person takes back.
        let end = format!("{}/end", link_of(&own));
        let back = scene.office.post(&end, &Values::default()).await;
        assert_eq!(back.location.split('?').next(), Some(at.as_str()));
        let none = revision(Values::default().with(Field::Availability, "none"), 1);
        assert_eq!(said(&scene.lecturer, &none).await.status, 303);
        world.verify_chain().await;
        world.remove().await;
    }
}

#[tokio::test]
async fn a_panelist_and_an_observer_are_not_asked_in_such_a_time() {
    for world in worlds().await {
        let scene = Scene::new(&world).await;
        let office = &scene.office;
        let panel = world.panel().await;
        let other = world.person("路人", &[Role::Panelist], "别处", "institute", 9).await;
        assert_eq!(said(&panel[1], &revision(no_thursday(), 0)).await.status, 303);
        assert_eq!(said(&other, &revision(no_thursday(), 0)).await.status, 303);
        // Planned it is; published, which invites, it is not.
        let mut plan = session_plan("2026-12-10", "09:00");
        for member in &panel {
            plan.push(Field::Panel, member.id.to_string());
        }
        let call = world.call(office, Role::CityOffice);
        let once = domain::form::Once::new("a");
        let session = world.actions.plan_session(&call, &plan, &once).await.unwrap();
        let publish = format!("/review_session/{session}/publish");
        let refused = office.post(&publish, &revision(Values::default(), 1)).await;
        assert!(refused.status != 303 && refused.body.contains("专家1"), "{}", refused.body);
        let proposal = office.get("/panel_proposal").await;
        assert_eq!(proposal.status, 200);
        let back = revision(Values::default().with(Field::Availability, "none"), 1);
        assert_eq!(said(&panel[1], &back).await.status, 303);
        let done = office.post(&publish, &revision(Values::default(), 1)).await;
        assert_eq!(done.status, 303, "{}", done.body);
        let choice = office.get(&format!("/review_session/{session}/panel")).await.body;
        assert!(choice.contains("本人登记每周这一时间不便"), "{choice}");
        let seat = Values::default()
            .with(Field::Seat, "2")
            .with(Field::NewPanelist, other.id.to_string())
            .with(Field::Reason, "原专家不能到会");
        let refused = office.post(&format!("/review_session/{session}/panel"), &seat).await;
        assert_eq!(refused.status, 422, "{}: {}", world.db.name, refused.body);

        let delivery = agreed(&world, &scene, 1, "2026-12-17").await;
        let at = format!("/delivery/{delivery}/observation");
        let found = office.get(&format!("{at}?q=%E8%B7%AF")).await.body;
        assert!(found.contains("路人") && found.contains("本人登记每周这一时间不便"), "{found}");
        let asked = Values::default().with(Field::Observer, other.id.to_string());
        assert_eq!(office.post(&at, &asked).await.status, 422, "{}", world.db.name);
        world.verify_chain().await;
        world.remove().await;
    }
}

#[tokio::test]
async fn a_slot_in_such_a_time_says_so_and_can_be_booked() {
    for world in worlds().await {
        let (office, panel) = (world.office().await, world.panel().await);
        let lecturer = world.lecturer("钱进").await;
        let course = world.cleared_course(&lecturer, &office).await;
        let (_, slots) = world.session(&office, &panel, "2026-12-10", "09:00").await;
        assert_eq!(said(&lecturer, &revision(no_thursday(), 0)).await.status, 303);
        let page = lecturer.get(&format!("/course/{course}/booking")).await.body;
        assert!(page.contains("您登记了每周这一时间不便"), "{page}");
        let take = Values::default().with(Field::Slot, slots[0].to_string());
        let held = lecturer.post(&format!("/course/{course}/booking"), &take).await;
        assert_eq!(held.status, 303, "{}: {}", world.db.name, held.body);
        world.verify_chain().await;
        world.remove().await;
    }
}
