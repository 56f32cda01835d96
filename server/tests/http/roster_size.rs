//! Rosters of a province: written by sets, so that the statements do not grow with the rows, and
//! others hardly wait.

use std::{
    fmt::Write as _,
    sync::{
        Arc,
        atomic::{AtomicBool, AtomicUsize, Ordering},
    },
    time::{Duration, Instant},
};

use actions::{Call, Commit, Incoming, SheetReader};
use chrono::NaiveDate;
use domain::{
    audit::{Doer, Entry},
    roster::Kind,
};
use tokio::task::JoinHandle;
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

/// What a line costs: the head moves on, the line is added, the head gets its hash.
const PER_LINE: usize = 3;

/// Somebody else who writes a line again and again; the longest wait, and how many lines.
fn neighbour(world: &World, stop: Arc<AtomicBool>) -> JoinHandle<(Duration, usize)> {
    let (store, now) = (world.db.store.clone(), world.now());
    tokio::spawn(async move {
        let (mut longest, mut lines) = (Duration::ZERO, 0);
        while !stop.load(Ordering::Relaxed) {
            let began = Instant::now();
            let tx = store.begin().await.unwrap();
            let entry = Entry::new(Doer::PROGRAM, now, "touch", "test");
            tx.commit(entry, "salt").await.unwrap();
            longest = longest.max(began.elapsed());
            lines += 1;
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
        (longest, lines)
    })
}

async fn import(world: &World, kind: Kind, text: &str, n_rows: usize) -> Took {
    let file = Incoming { name: "roster.csv".into(), bytes: text.as_bytes().to_vec() };
    let reader = SheetReader::Here;
    let began = Instant::now();
    let preview = world.actions.preview_file(&reader, kind, today(), file.clone()).await.unwrap();
    assert_eq!(preview.changes.new, n_rows, "{:?}", preview.issues.first());
    let previewed = began.elapsed();
    let stop = Arc::new(AtomicBool::new(false));
    let neighbour = neighbour(world, Arc::clone(&stop));
    let call = Call::anonymous(world.now(), "");
    let before = STATEMENTS.load(Ordering::Relaxed);
    let began = Instant::now();
    let done = world.actions.import_file(&call, &reader, kind, today(), file, &preview.plan);
    assert_eq!(done.await.unwrap(), Commit::Done, "{}", world.db.name);
    let time = began.elapsed();
    stop.store(true, Ordering::Relaxed);
    let (waited, lines) = neighbour.await.unwrap();
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

fn organisations(n: usize) -> String {
    let mut text = "编号,名称,类型,上级,推荐单位\n".to_owned();
    for at in 0..n {
        // Every hundredth is a head, and stands below the units that hang on it.
        let head = at / 100 * 100 + 99;
        let parent = if at == head { String::new() } else { format!("U{head:05}") };
        writeln!(text, "U{at:05},示范单位第{at}号,school,{parent},0").unwrap();
    }
    text
}

fn tutors(n: usize) -> String {
    const SURNAMES: [&str; 8] = ["沈", "钱", "周", "吴", "郑", "王", "冯", "陈"];
    const NAMES: [char; 10] = ['安', '宁', '嘉', '禾', '文', '博', '海', '清', '若', '水'];
    let mut text = "姓名,性别,工作单位,任教学科,职称,联系电话\n".to_owned();
    for at in 0..n {
        let (one, two) = (NAMES[at / 8 % 10], NAMES[at / 80 % 10]);
        let (surname, school) = (SURNAMES[at % 8], at % 600);
        let phone = 13_800_000_000 + at;
        writeln!(text, "{surname}{one}{two},女,示范小学第{school}分校,科学,一级教师,{phone}")
            .unwrap();
    }
    text
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn rosters_of_a_province_take_a_statement_per_set() {
    tracing::subscriber::set_global_default(Registry::default().with(Counter)).unwrap();
    for world in worlds().await {
        let took = import(&world, Kind::Organisations, &organisations(5_000), 5_000).await;
        check(&world, &took, MOST);
        let took = import(&world, Kind::Tutors, &tutors(12_000), 12_000).await;
        check(&world, &took, MOST);
        world.verify_chain().await;
        world.remove().await;
    }
}
