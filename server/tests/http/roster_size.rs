//! Rosters of a province: written by sets, so that the statements do not grow with the rows, and
//! others hardly wait.

use std::{
    sync::atomic::{AtomicUsize, Ordering},
    time::{Duration, Instant},
};

use actions::{Call, Commit, Incoming, SheetReader};
use chrono::NaiveDate;
use demo::roster::{Neighbour, organisations, training_hours, tutors};
use domain::roster::Kind;
use tracing::{Event, Metadata, Subscriber};
use tracing_subscriber::{
    Layer, Registry,
    layer::{Context, SubscriberExt as _},
};

use crate::world::{World, worlds};

static STATEMENTS: AtomicUsize = AtomicUsize::new(0);

/// Counts what the store runs.
struct Counter;

impl<S: Subscriber> Layer<S> for Counter {
    fn enabled(&self, metadata: &Metadata<'_>, _: Context<'_, S>) -> bool {
        metadata.target() == "store"
    }

    fn on_event(&self, _: &Event<'_>, _: Context<'_, S>) {
        STATEMENTS.fetch_add(1, Ordering::Relaxed);
    }
}

/// What an import took. Builds for tests are not fast, and so only what it counts is held to the
/// numbers of the issue; times are given room.
struct Took {
    time: Duration,
    statements: usize,
    waited: Duration,
}

const ROOM: u32 = 6;

/// The statements of an import, reading twice and writing once.
const MOST: usize = 120;

fn today() -> NaiveDate {
    "2026-11-25".parse().unwrap()
}

/// Those of training hours, which compare each person with what is on file.
const MOST_OF_HOURS: usize = 240;

/// What a line costs: the head moves on, the line is added, the head gets its hash.
const PER_LINE: usize = 3;

async fn import(world: &World, kind: Kind, text: &str, n_rows: usize) -> Took {
    let file = Incoming { name: "roster.csv".into(), bytes: text.as_bytes().to_vec() };
    let reader = SheetReader::Here;
    let began = Instant::now();
    let preview = world.actions.preview_file(&reader, kind, today(), file.clone()).await.unwrap();
    assert_eq!(preview.changes.new, n_rows, "{:?}", preview.issues.first());
    let previewed = began.elapsed();
    let call = Call::anonymous(world.now(), "");
    let neighbour = Neighbour::begin(world.db.store.clone(), &call);
    let before = STATEMENTS.load(Ordering::Relaxed);
    let began = Instant::now();
    let done = world.actions.import_file(&call, &reader, &preview, file);
    assert_eq!(done.await.unwrap(), Commit::Done, "{}", world.db.name);
    let time = began.elapsed();
    let (waited, lines) = neighbour.end().await.unwrap();
    let statements = STATEMENTS.load(Ordering::Relaxed) - before - lines * PER_LINE;
    let name = world.db.name;
    let told = format!("{name}: {n_rows} {}: previewed in {previewed:.1?}, ", kind.as_str());
    eprintln!("{told}imported in {time:.1?}, {statements} statements, others {waited:.1?}");
    Took { time, statements, waited }
}

fn check(world: &World, took: &Took, most: usize) {
    let name = world.db.name;
    assert!(took.time <= Duration::from_secs(10) * ROOM, "{name}: {:?}", took.time);
    let patience = Duration::from_millis(if name == "SQLite" { 3_000 } else { 200 });
    assert!(took.waited <= patience * ROOM, "{name}: {:?}", took.waited);
    assert!(took.statements <= most, "{name}: {} statements", took.statements);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn rosters_of_a_province_take_a_statement_per_set() {
    tracing::subscriber::set_global_default(Registry::default().with(Counter)).unwrap();
    for world in worlds().await {
        let took = import(&world, Kind::Organisations, &organisations(5_000), 5_000).await;
        check(&world, &took, MOST);
        let took = import(&world, Kind::Tutors, &tutors(12_000), 12_000).await;
        check(&world, &took, MOST);
        let took = import(&world, Kind::TrainingHours, &training_hours(12_000), 12_000).await;
        check(&world, &took, MOST_OF_HOURS);
        world.verify_chain().await;
        world.remove().await;
    }
}
