//! No list ends in silence: whoever goes on from page to page sees every line once, and the last page says
//! that it is the last.

use std::collections::BTreeSet;

use chrono::TimeDelta;
use domain::{id::CourseVersionId, inbox::Message};

use crate::{
    training_event::plan,
    world::{Person, commit, worlds},
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
        world.remove().await;
    }
}
