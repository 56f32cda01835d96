//! Backups that are taken while people work, and what is made of them elsewhere.

use std::{
    fs,
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
};

use actions::Files;
use domain::{
    access_log::{AccessKind, AccessResult},
    course::CourseVersionState,
    id::CourseVersionId,
};
use store::Store;
use tokio::sync::Mutex;

use crate::{
    access_log::commands,
    machine::{Machine, another_database, below, drop_database, is_private},
    world::{Person, World},
};

/// What was confirmed so far: courses that the office has cleared, each with its slides.
type Confirmed = Arc<Mutex<Vec<CourseVersionId>>>;

async fn worlds() -> Vec<(World, Machine)> {
    let mut all = Vec::new();
    for db in test_database::databases().await {
        let machine = Machine::new(&db.url);
        let files = Files::folder(&machine.files()).unwrap();
        let world = World::keeping(db, files);
        assert!(world.actions.claim_file_place().await.unwrap());
        all.push((world, machine));
    }
    all
}

/// Hands courses in and clears them until it is told to end.
async fn work(
    world: Arc<World>,
    lecturer: Person,
    office: Person,
    confirmed: Confirmed,
    over: Arc<AtomicBool>,
) {
    while !over.load(Ordering::Relaxed) {
        let course = world.cleared_course(&lecturer, &office).await;
        confirmed.lock().await.push(course);
    }
}

/// A place of the same kind of database, in which nothing is yet.
fn elsewhere(world: &World) -> Machine {
    if world.db.store.is_postgres() {
        Machine::new(&another_database(&world.db.url))
    } else {
        Machine::with_sqlite()
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn what_was_confirmed_before_a_backup_began_is_in_it() {
    for (world, machine) in worlds().await {
        let office = world.office().await;
        let (confirmed, over) = (Confirmed::default(), Arc::new(AtomicBool::new(false)));
        let world = Arc::new(world);
        let mut workers = Vec::new();
        for n in 0..3 {
            let lecturer = world.lecturer(&format!("讲师{n}")).await;
            let (world, office) = (Arc::clone(&world), office.clone());
            let (confirmed, over) = (Arc::clone(&confirmed), Arc::clone(&over));
            workers.push(tokio::spawn(work(world, lecturer, office, confirmed, over)));
        }
        while confirmed.lock().await.len() < 10 {
            tokio::task::yield_now().await;
        }
        let before = confirmed.lock().await.clone();
        let copy = machine.path("copy");
        let folder = copy.to_str().unwrap();
        machine.does(&["backup", folder]).await;
        over.store(true, Ordering::Relaxed);
        for worker in workers {
            worker.await.unwrap();
        }
        assert!(confirmed.lock().await.len() > before.len(), "people went on meanwhile");
        for path in [vec![copy.clone()], below(&copy)].concat() {
            assert!(is_private(&path), "{}: {}", world.db.name, path.display());
        }
        assert!(machine.refuses(&["backup", folder]).await.contains("is not empty"));
        let place = elsewhere(&world);
        place.does(&["restore", folder, "--check"]).await;
        assert!(below(place.folder.path()).is_empty(), "checking writes nothing");
        // Restoring was cut short, and is run again.
        fs::create_dir_all(place.files()).unwrap();
        fs::copy(machine.files().join("place"), place.files().join("place")).unwrap();
        let stored = below(&copy.join("files")).into_iter().find(|path| path.is_file()).unwrap();
        let name = stored.file_name().unwrap().to_str().unwrap();
        fs::write(place.files().join(format!("{name}#1")), "half").unwrap();
        place.does(&["restore", folder]).await;
        place.does(&["audit", "verify"]).await;
        let backup = (AccessKind::Backup, AccessResult::Done);
        assert_eq!(commands(&machine.url).await, [backup], "{}", world.db.name);
        let restore = (AccessKind::Restore, AccessResult::Done);
        assert_eq!(commands(&place.url).await, [restore], "{}", world.db.name);
        holds(&place, &before).await;
        assert!(place.refuses(&["restore", folder]).await.contains("is not empty"));
        // What was restored is a place like any other: its uploads are known.
        place.does(&["migrate"]).await;
        if world.db.store.is_postgres() {
            drop_database(&place.url).await;
        }
        Arc::into_inner(world).unwrap().remove().await;
    }
}

/// Every course is there as it was confirmed, with its slides.
async fn holds(place: &Machine, courses: &[CourseVersionId]) {
    let files = Files::folder(&place.files()).unwrap();
    let store = Store::connect(&place.url).await.unwrap();
    let mut conn = store.read().await.unwrap();
    for id in courses {
        let course = conn.find_version(*id).await.unwrap().unwrap();
        assert_eq!(course.state, CourseVersionState::AwaitingSlot, "{id}");
    }
    for stored in conn.list_stored_files().await.unwrap() {
        let bytes = files.get(&stored.sha256).await.unwrap();
        assert_eq!(i64::try_from(bytes.len()), Ok(stored.size));
    }
    drop(conn);
    store.close().await;
}

#[tokio::test]
async fn a_backup_that_was_changed_or_cut_short_is_refused_and_nothing_is_written() {
    for (world, machine) in worlds().await {
        let (office, lecturer) = (world.office().await, world.lecturer("钱进").await);
        world.cleared_course(&lecturer, &office).await;
        let copy = machine.path("copy");
        let folder = copy.to_str().unwrap();
        machine.does(&["backup", folder]).await;
        let place = elsewhere(&world);
        let slides = below(&copy.join("files")).into_iter().find(|path| path.is_file()).unwrap();
        let database = below(&copy)
            .into_iter()
            .find(|path| path.file_stem().is_some_and(|stem| stem == "database"));
        for file in [slides, database.unwrap()] {
            let whole = fs::read(&file).unwrap();
            let mut changed = whole.clone();
            let middle = changed.len() / 2;
            changed[middle] ^= 1;
            fs::write(&file, &changed).unwrap();
            let told = place.refuses(&["restore", folder]).await;
            assert!(told.contains("is not what was copied"), "{}: {told}", world.db.name);
            fs::write(&file, &whole).unwrap();
        }
        if !world.db.store.is_postgres() {
            let log = place.path("whetstone.db-wal");
            fs::write(&log, "of another database").unwrap();
            let told = place.refuses(&["restore", folder]).await;
            assert!(told.contains("whetstone.db-wal is not empty"), "{told}");
            fs::remove_file(log).unwrap();
        }
        fs::rename(copy.join("manifest.json"), copy.join("manifest.draft")).unwrap();
        let told = place.refuses(&["restore", folder]).await;
        assert!(told.contains("cut short"), "{told}");
        assert!(below(place.folder.path()).is_empty(), "nothing is written");
        world.remove().await;
    }
}

#[tokio::test]
async fn an_upload_that_is_gone_is_told_and_the_rest_is_copied() {
    for (world, machine) in worlds().await {
        let (office, lecturer) = (world.office().await, world.lecturer("钱进").await);
        world.cleared_course(&lecturer, &office).await;
        for path in below(&machine.files()) {
            if path.is_file() && path.file_name().is_some_and(|name| name != "place") {
                fs::remove_file(path).unwrap();
            }
        }
        let copy = machine.path("copy");
        let folder = copy.to_str().unwrap();
        assert!(machine.refuses(&["backup", folder]).await.contains("missing or damaged"));
        let incomplete = (AccessKind::Backup, AccessResult::Incomplete);
        assert_eq!(commands(&machine.url).await, [incomplete], "{}", world.db.name);
        let place = elsewhere(&world);
        place.does(&["restore", folder, "--check"]).await;
        world.remove().await;
    }
}
