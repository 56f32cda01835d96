//! No list ends in silence: whoever goes on from page to page sees every line once, and the last page says
//! that it is the last.

use std::collections::BTreeSet;

use chrono::{Days, TimeDelta};
use domain::{
    appointment::Corps,
    form::{Field, Values},
    id::CourseVersionId,
    inbox::Message,
    role::Role,
};
use store::{NewPerson, NewTerm};

use crate::{
    no_ranking::links,
    training_event::plan,
    world::{Person, commit, start, worlds},
};

/// The addresses that a list shows, page by page; how often each.
async fn walk(person: &Person, path: &str, link: &str) -> (Vec<String>, usize) {
    let (mut at, mut all, mut n_pages) = (path.to_owned(), Vec::new(), 0);
    loop {
        let page = person.get(&at).await;
        assert_eq!(page.status, 200, "{at}: {}", page.body);
        n_pages += 1;
        let main = page.body.split("<main").nth(1).unwrap_or_default();
        let link = format!("href=\"{link}");
        let mut seen = BTreeSet::new();
        for rest in main.split(&link).skip(1) {
            seen.insert(rest.split('"').next().unwrap().to_owned());
        }
        all.extend(seen);
        let next = format!("href=\"{path}?up_to=");
        let next = main.split(&next).nth(1);
        let Some(next) = next.and_then(|rest| rest.split('"').next()) else {
            assert!(main.contains("已到最后"), "{at} does not say that it is the end");
            return (all, n_pages);
        };
        at = format!("{path}?up_to={next}");
        assert!(n_pages < 20, "{path} goes on for ever");
    }
}

#[tokio::test]
async fn every_message_and_every_training_stands_on_one_page() {
    for world in worlds().await {
        let office = world.office().await;
        let mut tx = world.db.store.begin().await.unwrap();
        for n in 0..120 {
            let message = Message::CourseCleared {
                version: CourseVersionId(1_000 + n),
                title: format!("第{n}讲"),
            };
            // Several of one moment, as jobs send them.
            let at = world.now() - TimeDelta::minutes(n / 7);
            tx.add_message(office.id, &message, at).await.unwrap();
        }
        commit(tx).await;
        let (mut messages, n_pages) = walk(&office, "/inbox", "/course/1").await;
        assert_eq!((messages.len(), n_pages), (120, 3), "{}", world.db.name);
        messages.sort_unstable();
        messages.dedup();
        assert_eq!(messages.len(), 120, "{}: none twice", world.db.name);
        let mut planned = Vec::new();
        for n in 0..104 {
            let made = office.post("/training_event/new", &plan(&format!("t{n}"))).await;
            assert_eq!(made.status, 303, "{}", made.body);
            planned.push(made.made());
        }
        let (trainings, n_pages) = walk(&office, "/training_event", "/training_event/").await;
        let shown: BTreeSet<String> = trainings.into_iter().collect();
        assert!(planned.iter().all(|id| shown.contains(&id.to_string())), "{}", world.db.name);
        assert_eq!(n_pages, 3, "{}", world.db.name);
        // A page whose first line is gone begins anew.
        assert_eq!(office.get("/training_event?up_to=987654").await.status, 200);
        assert_eq!(office.get("/inbox?up_to=x").await.status, 200);
        // What ended long ago stands on a list of its own, which the first one leads to.
        world.wait(TimeDelta::days(300));
        let recent = office.get("/training_event").await.body;
        assert!(recent.contains("href=\"/training_event?view=earlier\""), "{recent}");
        assert!(
            !planned.iter().any(|id| links(&recent).contains(&format!("/training_event/{id}")))
        );
        let earlier = all_links(&office, "/training_event?view=earlier").await;
        let is_there = |id: &i64| earlier.contains(&format!("/training_event/{id}"));
        assert!(planned.iter().all(is_there), "{}", world.db.name);
        world.remove().await;
    }
}

/// Every link of a list, page by page: what leads on is told by its words.
async fn all_links(person: &Person, path: &str) -> BTreeSet<String> {
    let (mut at, mut all) = (path.to_owned(), BTreeSet::new());
    for _ in 0..20 {
        let page = person.get(&at).await;
        assert_eq!(page.status, 200, "{at}: {}", page.body);
        let main = page.body.split("<main").nth(1).unwrap_or_default();
        all.extend(links(main));
        let anchors = main.split("<a ").skip(1);
        let mut on = anchors.filter(|it| {
            let text = it.split("</a>").next().unwrap_or_default();
            // Another list on the page goes on by an address of its own.
            text.contains("下一页") && it.replace("&amp;", "&").contains(&format!("\"{path}"))
        });
        let Some(on) = on.next() else { return all };
        let href = on.split("href=\"").nth(1).unwrap().split('"').next().unwrap();
        at = href.replace("&amp;", "&");
    }
    panic!("{path} goes on for ever");
}

#[tokio::test(flavor = "multi_thread")]
async fn sessions_of_long_ago_are_on_a_list_that_the_first_one_leads_to() {
    for world in worlds().await {
        let (office, panel) = (world.office().await, world.panel().await);
        let (session, _) = world.session(&office, &panel, "2026-12-03", "09:00").await;
        let at = format!("/review_session/{session}");
        assert!(links(&office.get("/review_session").await.body).contains(&at));
        world.wait(TimeDelta::days(60));
        let recent = office.get("/review_session").await.body;
        assert!(!links(&recent).contains(&at), "{}: {recent}", world.db.name);
        let earlier = "/review_session?view=earlier";
        assert!(links(&recent).contains(&earlier.to_owned()), "{recent}");
        assert!(all_links(&office, earlier).await.contains(&at), "{}", world.db.name);
        world.remove().await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn every_term_that_ends_soon_is_reached_and_renewed_page_by_page() {
    for world in worlds().await {
        let office = world.office().await;
        let decider = world
            .person("党组书记", &[Role::DecisionMaker], "党组", "city_association", 1)
            .await
            .id;
        let mut terms = Vec::new();
        let mut tx = world.db.store.begin().await.unwrap();
        let today = start().date_naive();
        for n in 0..110 {
            let name = format!("讲师{n:03}");
            let person = NewPerson { name: &name, ..NewPerson::default() };
            let person_id = tx.add_person(&person).await.unwrap();
            let term = NewTerm {
                person_id,
                corps: Corps::CityLecturers,
                region_id: None,
                starts_on: today - Days::new(300),
                ends_on: today + Days::new(20),
                decider_id: decider,
                document_no: "8号",
            };
            terms.push(tx.add_appointment(&term).await.unwrap().unwrap());
        }
        commit(tx).await;
        for list in ["ending", "holding"] {
            let all = all_links(&office, &format!("/appointment?view={list}")).await;
            let is_there = |id| all.contains(&format!("/appointment/{id}"));
            assert!(terms.iter().all(is_there), "{list} on {}", world.db.name);
        }
        // The terms end on one day, so they stand by name: the last ten begin with this one.
        let from = terms[100].to_string();
        let last = office.get(&format!("/appointment?view=ending&up_to={from}")).await.body;
        assert_eq!(last.matches("name=\"terms\"").count(), 10, "{last}");
        // What is refused there comes back there, with what was ticked.
        let ticked = last.split("name=\"terms\" value=\"").nth(1).unwrap();
        let ticked = ticked.split('"').next().unwrap().to_owned();
        let wrong = Values::default()
            .with(Field::Once, "renew")
            .with(Field::View, "ending")
            .with(Field::UpTo, &*from)
            .with(Field::Terms, &*ticked);
        let refused = office.post("/appointment/renew", &wrong).await;
        assert_eq!(refused.status, 422, "{}", refused.body);
        assert_eq!(refused.body.matches("name=\"terms\"").count(), 10, "{}", refused.body);
        assert!(refused.body.contains(&format!("value=\"{ticked}\" checked")), "{}", refused.body);
        // A name leads to one of them.
        let found = office.get("/appointment?q=讲师105").await.body;
        assert!(found.contains("讲师105") && !found.contains("讲师104"), "{found}");
        let none = office.get("/appointment?of_corps=county_lecturers").await.body;
        assert!(!none.contains("讲师105"), "{none}");
        world.remove().await;
    }
}
