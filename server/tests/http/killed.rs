//! A server that is ended without a word, at any moment: nothing that it confirmed is lost, and
//! nothing is half written.

use std::{
    hash::{BuildHasher as _, RandomState},
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering},
    },
    time::{Duration, Instant},
};

use actions::Files;
use domain::{
    booking::BookingState,
    form::{Field, Values},
    id::{CourseVersionId, SlotId},
};
use sha2::{Digest as _, Sha256};
use sqlx::{AssertSqlSafe, Connection as _, PgConnection, SqliteConnection};
use tokio::sync::Mutex;

use crate::{
    machine::{Machine, Server, below, times},
    world::{Person, World, complete_course},
};

/// Rows of each roster.
const ROWS: usize = 12;
/// Slots of a session.
const SLOTS: usize = 3;
/// A machine that is busy with other things takes its time.
const PATIENCE: Duration = Duration::from_secs(30);

/// What people were told, and what they have tried.
#[derive(Default)]
struct Told {
    booked: Mutex<Vec<i64>>,
    confirmed: Mutex<Vec<i64>>,
    imported: Mutex<Vec<Vec<String>>>,
    tried: Mutex<Vec<Vec<String>>>,
    handed_in: Mutex<Vec<i64>>,
}

impl Told {
    /// How often something of one of three kinds was confirmed so far.
    async fn count(&self, kind: usize) -> usize {
        match kind {
            0 => self.confirmed.lock().await.len(),
            1 => self.imported.lock().await.len(),
            _ => self.handed_in.lock().await.len(),
        }
    }
}

/// What people have to do: nobody does the same twice.
struct Work {
    told: Told,
    bookings: Mutex<Vec<(Person, CourseVersionId, SlotId)>>,
    next: AtomicUsize,
    office: Person,
    lecturer: Person,
}

impl Work {
    async fn of(world: &World, n_sessions: usize) -> Self {
        let office = world.office().await;
        let panel = world.panel().await;
        let mut bookings = Vec::new();
        for n in 0..n_sessions {
            let day = format!("2026-12-{:02}", 10 + n / 2);
            let hour = if n % 2 == 0 { "09:00" } else { "14:00" };
            let (_, slots) = world.session(&office, &panel, &day, hour).await;
            for slot in slots.into_iter().take(SLOTS) {
                let lecturer = world.lecturer(&format!("讲师{}", bookings.len())).await;
                let course = world.cleared_course(&lecturer, &office).await;
                bookings.push((lecturer, course, slot));
            }
        }
        let lecturer = world.lecturer("钱进").await;
        let (told, next) = (Told::default(), AtomicUsize::new(0));
        Self { told, bookings: Mutex::new(bookings), next, office, lecturer }
    }

    fn next(&self) -> usize {
        self.next.fetch_add(1, Ordering::Relaxed)
    }

    /// Books one slot after the other; ends when the server is gone.
    async fn book(&self, server: &axum::Router) {
        loop {
            let Some((lecturer, course, slot)) = self.bookings.lock().await.pop() else { return };
            let lecturer = lecturer.by(server.clone());
            let values = Values::default().with(Field::Slot, slot.to_string());
            let held = lecturer.post(&format!("/course/{course}/booking"), &values).await;
            if held.status != 303 {
                return;
            }
            let booking = held.made();
            self.told.booked.lock().await.push(booking);
            let path = format!("{}/confirm", held.location);
            if lecturer.post(&path, &Values::default()).await.status != 303 {
                return;
            }
            self.told.confirmed.lock().await.push(booking);
        }
    }

    /// Imports one roster after the other.
    async fn import(&self, server: &axum::Router) {
        let office = self.office.by(server.clone());
        loop {
            let names = names(self.next());
            let mut text = "姓名,工作单位,任教学科\n".to_owned();
            for name in &names {
                text.extend([name.as_str(), ",示范小学,科学\n"]);
            }
            let kind = Values::default().with(Field::Kind, "tutors");
            let file = Some(("file", "a.csv", text.as_bytes()));
            let shown = office.upload("/roster", &kind, file).await;
            if shown.status != 303 {
                return;
            }
            self.told.tried.lock().await.push(names.clone());
            if office.post(&shown.location, &Values::default()).await.status != 303 {
                return;
            }
            self.told.imported.lock().await.push(names);
        }
    }

    /// Hands one course in after the other, each with its slides.
    async fn hand_in(&self, server: &axum::Router) {
        let lecturer = self.lecturer.by(server.clone());
        loop {
            let n = self.next();
            let slides = demo::paper(&format!("slides {n}"));
            let values = complete_course().with(Field::Once, format!("{n:032}"));
            let file = Some(("slides", "a.pdf", slides.as_slice()));
            let sent = lecturer.upload("/course/new", &values, file).await;
            if sent.status != 303 {
                return;
            }
            self.told.handed_in.lock().await.push(sent.made());
        }
    }
}

/// The people of one roster, whom no other has.
fn names(n: usize) -> Vec<String> {
    let some: Vec<char> = "安宁嘉禾明远思齐若水知行景云守拙怀瑾承泽".chars().collect();
    let at = |n: usize| some[n % some.len()];
    let of = |row: usize| {
        let number = n * ROWS + row;
        let place = |power: u32| at(number / some.len().pow(power));
        format!("沈{}{}{}{}", place(0), place(1), place(2), place(3))
    };
    (0..ROWS).map(of).collect()
}

/// Some moment while everybody is at work: from the first time on that something of a kind was
/// confirmed.
async fn moment(work: &Work, kind: usize) {
    let (before, began) = (work.told.count(kind).await, Instant::now());
    while work.told.count(kind).await == before && began.elapsed() < PATIENCE {
        if kind == 0 && work.bookings.lock().await.is_empty() {
            break;
        }
        tokio::time::sleep(Duration::from_millis(2)).await;
    }
    let more = Duration::from_millis(RandomState::new().hash_one(0) % 700);
    tokio::time::sleep(more).await;
}

/// The clock of servers in demonstration mode shows the time of the world.
pub(crate) async fn set_clock(world: &World) {
    let ahead = world.now() - server::config::clock()();
    world.actions.set_demo_clock(ahead.num_seconds()).await.unwrap();
}

/// What a statement counts.
pub(crate) async fn count(url: &str, statement: String) -> i64 {
    if url.starts_with("sqlite") {
        let mut conn = SqliteConnection::connect(url).await.unwrap();
        sqlx::query_scalar(AssertSqlSafe(statement)).fetch_one(&mut conn).await.unwrap()
    } else {
        let mut conn = PgConnection::connect(url).await.unwrap();
        sqlx::query_scalar(AssertSqlSafe(statement)).fetch_one(&mut conn).await.unwrap()
    }
}

async fn work_until_killed(work: &Arc<Work>, mut server: Server, turn: usize) {
    let router = server.router();
    let mut people = tokio::task::JoinSet::new();
    for n in 0..3 {
        let (work, router) = (Arc::clone(work), router.clone());
        people.spawn(async move {
            match n {
                0 => work.book(&router).await,
                1 => work.import(&router).await,
                _ => work.hand_in(&router).await,
            }
        });
    }
    moment(work, turn % 3).await;
    server.kill();
    while let Some(done) = people.join_next().await {
        done.unwrap();
    }
}

/// Everything that was confirmed is there, and of the rest all or nothing.
async fn look(world: &World, machine: &Machine, told: &Told) {
    machine.does(&["audit", "verify"]).await;
    let mut conn = world.db.store.read().await.unwrap();
    let confirmed = told.confirmed.lock().await;
    for id in told.booked.lock().await.iter() {
        let booking = conn.find_booking((*id).into()).await.unwrap().expect("a booking is lost");
        let is_confirmed = booking.state == BookingState::Confirmed;
        assert!(is_confirmed || !confirmed.contains(id), "{}: {id}", world.db.name);
    }
    for id in told.handed_in.lock().await.iter() {
        let course = conn.find_version((*id).into()).await.unwrap();
        assert!(course.is_some(), "{}: the course {id} is lost", world.db.name);
    }
    let imported = told.imported.lock().await;
    for names in told.tried.lock().await.iter() {
        let list = names.join("', '");
        let found = format!("SELECT COUNT(*) FROM person WHERE name IN ('{list}')");
        let found = usize::try_from(count(&world.db.url, found).await).unwrap();
        let allowed = if imported.contains(names) { &[ROWS][..] } else { &[0, ROWS] };
        assert!(allowed.contains(&found), "{}: {found} of a roster", world.db.name);
    }
    let files = Files::folder(&machine.files()).unwrap();
    for stored in conn.list_stored_files().await.unwrap() {
        let bytes = files.get(&stored.sha256).await.unwrap();
        assert_eq!(hex_of(&bytes), stored.sha256, "{}", world.db.name);
    }
    for path in below(&machine.files()) {
        let name = path.file_name().unwrap().to_string_lossy().into_owned();
        if path.is_file() && name.len() == 64 {
            assert_eq!(hex_of(&std::fs::read(&path).unwrap()), name, "half of a file");
        }
    }
}

fn hex_of(bytes: &[u8]) -> String {
    hex::encode(Sha256::digest(bytes))
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn nothing_confirmed_is_lost_and_nothing_is_half_written() {
    for db in test_database::databases().await {
        let machine = Machine::new(&db.url);
        let world = World::keeping(db, Files::folder(&machine.files()).unwrap());
        let work = Arc::new(Work::of(&world, times(4, 40)).await);
        set_clock(&world).await;
        for turn in 0..times(5, 100) {
            let server = machine.serve(&["--demo"]).await;
            let visitor = world.visitor().by(server.router());
            assert_eq!(visitor.get("/readyz").await.body, "ready", "{}", world.db.name);
            work_until_killed(&work, server, turn).await;
        }
        for kind in 0..3 {
            assert!(work.told.count(kind).await > 0, "{}: nobody did {kind}", world.db.name);
        }
        look(&world, &machine, &work.told).await;
        world.remove().await;
    }
}
