//! A rule that no decision reads is a number on a page and nothing else: everything that the
//! demonstration can do is done, and what was asked for is held against the book.

use std::{
    collections::BTreeSet,
    fmt::Debug,
    pin::Pin,
    sync::{Arc, Mutex},
};

use actions::Call;
use chrono::TimeDelta;
use domain::{
    form::{Field, Values},
    role::Role,
    rulebook::{RULE_READ, Rule},
};
use server::background::JOBS;
use test_database::databases;
use tracing::{
    Event, Metadata, Subscriber,
    field::{self, Visit},
};
use tracing_subscriber::{
    Layer,
    layer::{Context, SubscriberExt as _},
};

use crate::{
    award_scene::clerk,
    found_form::CORRECTS,
    lecturer_application, listing, objection,
    reach_table::member,
    reference_lecture,
    twice::{ENDS, Offer, attempt, demonstration, is_accepted},
    world::{World, start},
};

/// Where decisions are made; words and pages only tell the number, and so does the book itself.
const DECIDE: [&str; 3] = ["domain/src/", "actions/src/", "store/src/"];
const TELL: [&str; 2] = ["domain/src/rulebook", "actions/src/rulebook.rs"];

/// Every rule that was asked for where decisions are made.
#[derive(Clone, Default)]
struct Reads(Arc<Mutex<BTreeSet<String>>>);

#[derive(Default)]
struct Read {
    rule: String,
    file: String,
}

impl Visit for Read {
    fn record_str(&mut self, field: &field::Field, value: &str) {
        match field.name() {
            "rule" => value.clone_into(&mut self.rule),
            "file" => value.clone_into(&mut self.file),
            _ => {}
        }
    }

    fn record_debug(&mut self, _: &field::Field, _: &dyn Debug) {}
}

impl<S: Subscriber> Layer<S> for Reads {
    fn enabled(&self, metadata: &Metadata<'_>, _: Context<'_, S>) -> bool {
        metadata.target() == RULE_READ
    }

    fn on_event(&self, event: &Event<'_>, _: Context<'_, S>) {
        let mut read = Read::default();
        event.record(&mut read);
        let is_at = |folder: &&str| read.file.contains(*folder);
        if DECIDE.iter().any(is_at) && !TELL.iter().any(is_at) {
            self.0.lock().unwrap().insert(read.rule);
        }
    }
}

type Story = for<'a> fn(&'a World) -> Pin<Box<dyn Future<Output = ()> + 'a>>;

/// Stories that take several people and days.
const STORIES: [Story; 5] = [
    |world| Box::pin(load(world)),
    |world| Box::pin(listing::extend_and_change(world)),
    |world| Box::pin(reference_lecture::compare(world)),
    |world| Box::pin(lecturer_application::proposed(world)),
    |world| Box::pin(put_off(world)),
];

/// People come back after a night, and somebody keeps an e-station.
async fn come_back(world: &World) {
    let people = [member(world, "office").await, member(world, "tutor").await];
    world.wait(TimeDelta::hours(13));
    for person in people {
        person.get("/desk").await;
    }
    let keeper = world.person("站长", &[Role::StationManager], "菱歌e站", "other", 5).await;
    keeper.get("/training_record").await;
}

/// The rosters of the demonstration are imported, and its years begin.
async fn load(world: &World) {
    world.demo().load(&Call::anonymous(start(), "")).await.unwrap();
}

/// The answer to an objection is put off.
async fn put_off(world: &World) {
    let cast = objection::on_notice(world).await;
    let clerk = clerk(world).await;
    let (id, _) = objection::admitted(world, &cast, &clerk, ("procedure", None)).await;
    let reason = Values::default().with(Field::ExtensionReason, "需要向原单位核实材料");
    let done = objection::step(&clerk, id, "extend", reason, world).await;
    assert_eq!(done.status, 303, "{}", done.body);
}

/// Each way to send the form of a route, until one is accepted.
async fn do_once(world: &World, offers: &[Offer]) {
    for nth in 0..=CORRECTS {
        for offer in offers {
            let person = offer.person.at(world).at_address([203, 0, 113, 9]);
            for button in offer.form.buttons() {
                let values = offer.form.filled(button, nth);
                if is_accepted(&attempt(&person, &offer.form, &values).await.unwrap()) {
                    return;
                }
            }
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn something_decides_by_every_rule() {
    let reads = Reads::default();
    let subscriber = tracing_subscriber::registry().with(reads.clone());
    tracing::subscriber::set_global_default(subscriber).unwrap();
    let db = databases().await.into_iter().next().unwrap();
    let (base, found) = demonstration(db).await;
    let world = World::again(base.copy().await);
    for job in JOBS.iter().filter(|job| job.name != "heads") {
        (job.turn)(world.state.clone(), world.now()).await.unwrap();
    }
    let mut routes: Vec<_> = found.iter().collect();
    routes.sort_by_key(|(route, _)| ENDS.contains(route));
    for (_, offers) in routes {
        do_once(&world, offers).await;
    }
    let later = World::again(base.copy().await);
    come_back(&later).await;
    later.remove().await;
    base.remove().await;
    // What a browser alone does not come to.
    for story in STORIES {
        let db = databases().await.into_iter().next().unwrap();
        let world = World::new(db);
        story(&world).await;
        world.remove().await;
    }
    let read = reads.0.lock().unwrap().clone();
    let idle: Vec<&Rule> = Rule::ALL.iter().filter(|it| !read.contains(it.as_str())).collect();
    assert!(idle.is_empty(), "nothing depends on {idle:?}");
    world.remove().await;
}
