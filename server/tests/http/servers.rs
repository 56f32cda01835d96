//! Several servers on one database and one folder of uploads.

use actions::Files;
use chrono::TimeDelta;
use domain::form::{Field, Values};
use server::background::JOBS;

use crate::{
    account::{administrator, passwords, session_of},
    booking::held,
    killed::set_clock,
    machine::{Machine, another_database, drop_database},
    world::{PASSWORD, Person, World, complete_course, start, worlds},
};

/// A world on PostgreSQL, and a machine that serves it.
pub(crate) async fn scene() -> Option<(World, Machine)> {
    let db = test_database::databases().await.into_iter().find(|db| db.store.is_postgres())?;
    let machine = Machine::new(&db.url);
    let world = World::keeping(db, Files::folder(&machine.files()).unwrap());
    set_clock(&world).await;
    Some((world, machine))
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_is_begun_at_one_server_goes_on_at_the_other() {
    let Some((world, machine)) = scene().await else { return };
    let beside = machine.beside();
    let (mut first, second) = (machine.serve(&["--demo"]).await, beside.serve(&["--demo"]).await);
    let (here, there) = (first.router(), second.router());

    let (code, visitor) = administrator(&world).await;
    let chosen = passwords(PASSWORD, PASSWORD);
    let done = visitor.by(here.clone()).post(&format!("/activate/{code}"), &chosen).await;
    let admin = world.visitor().with_cookie(&session_of(&done));
    assert_eq!(admin.by(there.clone()).get("/inbox").await.status, 200, "the session");

    let lecturer = world.lecturer("钱进").await;
    let slides = demo::paper("slides");
    let values = complete_course().with(Field::Once, "0".repeat(32));
    let file = Some(("slides", "a.pdf", slides.as_slice()));
    let sent = lecturer.by(here.clone()).upload("/course/new", &values, file).await;
    let path = format!("/course/{}/slides", sent.made());
    let got = lecturer.by(there.clone()).get(&path).await;
    assert_eq!((got.status, got.bytes == slides), (200, true), "the upload");

    let office = world.office().await;
    let roster = "姓名,工作单位,任教学科\n沈安宁,示范小学,科学\n".as_bytes();
    let kind = Values::default().with(Field::Kind, "tutors");
    let shown = office.by(here).upload("/roster", &kind, Some(("file", "a.csv", roster))).await;
    let people = n_people(&world).await;
    let carried_out = office.by(there.clone()).post(&shown.location, &Values::default()).await;
    assert_eq!(carried_out.status, 303, "the preview: {}", carried_out.body);
    assert_eq!(n_people(&world).await, people + 1);

    first.kill();
    let gone_on: Person = lecturer.by(there);
    assert_eq!(gone_on.get("/inbox").await.status, 200, "the other goes on");
    let values = complete_course().with(Field::Once, "1".repeat(32));
    let sent = gone_on.upload("/course/new", &values, Some(("slides", "a.pdf", &slides))).await;
    assert_eq!(sent.status, 303);
    world.verify_chain().await;
    world.remove().await;
}

/// Regions and rosters of the demonstration.
async fn n_imports(store: &store::Store) -> usize {
    let lines = store
        .read()
        .await
        .unwrap()
        .list_audit(&store::AuditFilter::default(), i64::MAX, 10_000)
        .await
        .unwrap();
    lines.iter().filter(|line| line.verb == "import").count()
}

async fn n_regions(store: &store::Store) -> usize {
    let mut conn = store.read().await.unwrap();
    conn.list_regions(start().date_naive()).await.unwrap().len()
}

async fn n_people(world: &World) -> i64 {
    world.db.store.read().await.unwrap().count_people().await.unwrap()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_job_that_is_due_at_two_servers_is_done_once() {
    for world in worlds().await {
        held(&world).await;
        world.wait(TimeDelta::minutes(10));
        let url = &world.db.url;
        let mut turns = tokio::task::JoinSet::new();
        for _ in 0..4 {
            // Another server has connections of its own.
            let store = store::Store::connect(url).await.unwrap();
            let entropy = server::config::entropy();
            let actions = actions::Actions::new(store, Files::memory(), entropy).unwrap();
            let state = app::State::new(actions, world.state.settings.as_ref().clone());
            for job in JOBS {
                turns.spawn((job.turn)(state.clone(), world.now()));
            }
        }
        while let Some(turn) = turns.join_next().await {
            turn.unwrap().unwrap();
        }
        let lines = world
            .db
            .store
            .read()
            .await
            .unwrap()
            .list_audit(&store::AuditFilter::default(), i64::MAX, 50)
            .await
            .unwrap();
        let lapses = lines.iter().filter(|line| line.verb == "lapse").count();
        assert_eq!(lapses, 1, "{}", world.db.name);
        world.verify_chain().await;
        world.remove().await;
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn three_starts_at_once_on_an_empty_database_make_one_demonstration() {
    let mut machines = vec![Machine::with_sqlite()];
    if let Some(url) = test_database::postgres_url() {
        machines.push(Machine::new(&another_database(&url)));
    }
    let world = World::demonstration(test_database::sqlite().await).await;
    let (imports, regions) = (n_imports(&world.db.store).await, n_regions(&world.db.store).await);
    assert!(imports > 5 && regions > 50, "{imports} imports, {regions} regions");
    world.remove().await;
    for machine in machines {
        let (second, third) = (machine.beside(), machine.beside());
        let demo: &[&str] = &["--demo"];
        let servers = tokio::join!(machine.serve(demo), second.serve(demo), third.serve(demo));
        let store = store::Store::connect(&machine.url).await.unwrap();
        assert_eq!(n_imports(&store).await, imports, "{}", machine.url);
        assert_eq!(n_regions(&store).await, regions, "{}", machine.url);
        store.close().await;
        drop(servers);
        machine.does(&["audit", "verify"]).await;
        if !machine.url.starts_with("sqlite") {
            drop_database(&machine.url).await;
        }
    }
}
