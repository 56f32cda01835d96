//! What stands before every check of a password or a code.

use std::time::{Duration, Instant};

use chrono::TimeDelta;
use domain::form::{Field, Values};

use crate::{
    account::{OTHER, credentials, passwords, session_of, with_password},
    kept_form::cookie,
    world::{PASSWORD, Person, World, at_once, commit, world, worlds},
};

/// So many guesses are sent at once.
const GUESSES: usize = 160;

fn counted(statuses: &[u16], status: u16) -> usize {
    statuses.iter().filter(|it| **it == status).count()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn of_many_guesses_at_once_no_more_are_checked_than_may_fail() {
    for world in worlds().await {
        let owner = world.lecturer("钱进").await;
        let (name, _) = with_password(&world, &owner).await;
        for name in [name.as_str(), "nobody"] {
            let guess = |n: usize| {
                let values = credentials(name, &format!("guess-{n}"));
                (world.visitor(), "/sign_in".to_owned(), values)
            };
            let answers = at_once((0..GUESSES).map(guess).collect()).await;
            let statuses: Vec<u16> = answers.iter().map(|answer| answer.status).collect();
            assert_eq!(counted(&statuses, 422), 5, "{} {name}: {statuses:?}", world.db.name);
            let refused = counted(&statuses, 429) + counted(&statuses, 503);
            assert_eq!(refused, GUESSES - 5, "{} {name}: {statuses:?}", world.db.name);
        }
        let right = world.visitor().post("/sign_in", &credentials(&name, PASSWORD)).await;
        assert_eq!(right.status, 429, "{}", world.db.name);
        world.remove().await;
    }
}

/// Fails to sign in until the name is locked for strangers.
async fn lock(world: &World, name: &str) {
    for _ in 0..5 {
        let wrong = world.visitor().post("/sign_in", &credentials(name, "wrong")).await;
        assert_eq!(wrong.status, 422);
    }
    let locked = world.visitor().post("/sign_in", &credentials(name, PASSWORD)).await;
    assert_eq!((locked.status, locked.retry_after.as_str()), (429, "900"));
}

#[tokio::test]
async fn what_strangers_guess_does_not_lock_a_browser_that_has_signed_in_before() {
    for world in worlds().await {
        let owner = world.lecturer("钱进").await;
        let (name, _) = with_password(&world, &owner).await;
        let first = world.visitor().post("/sign_in", &credentials(&name, PASSWORD)).await;
        let known = world.visitor().with_cookie(&cookie(&first, "browser"));
        lock(&world, &name).await;
        let planted = world.visitor().with_cookie("browser=planted");
        let refused = planted.post("/sign_in", &credentials(&name, PASSWORD)).await;
        assert_eq!(refused.status, 429, "{}", world.db.name);
        assert_eq!(known.post("/sign_in", &credentials(&name, PASSWORD)).await.status, 303);
        // It has failures of its own.
        for _ in 0..5 {
            assert_eq!(known.post("/sign_in", &credentials(&name, "wrong")).await.status, 422);
        }
        assert_eq!(known.post("/sign_in", &credentials(&name, PASSWORD)).await.status, 429);
        world.remove().await;
    }
}

#[tokio::test]
async fn the_office_unlocks_an_account() {
    for world in worlds().await {
        let owner = world.lecturer("钱进").await;
        let (name, _) = with_password(&world, &owner).await;
        let office = world.office().await;
        let page = format!("/person/{}", owner.id);
        assert!(!office.get(&page).await.body.contains("/unlock\""));
        lock(&world, &name).await;
        assert!(office.get(&page).await.body.contains("/unlock\""), "{}", world.db.name);
        let unlock = (office.clone(), format!("{page}/unlock"), Values::default());
        for answer in at_once(vec![unlock; 2]).await {
            assert_eq!(answer.status, 303, "{}", world.db.name);
        }
        let lines = world
            .db
            .store
            .read()
            .await
            .unwrap()
            .list_audit(&store::AuditFilter::default(), 100, 100)
            .await
            .unwrap();
        assert_eq!(lines.iter().filter(|line| line.verb == "unlock").count(), 1, "twice is once");
        let right = world.visitor().post("/sign_in", &credentials(&name, PASSWORD)).await;
        assert_eq!(right.status, 303, "{}", world.db.name);
        world.verify_chain().await;
        world.remove().await;
    }
}

/// As many failures of the address of these tests as make it slow.
async fn fail(world: &World) {
    let mut tx = world.db.store.begin().await.unwrap();
    for _ in 0..100 {
        tx.add_attempt("address:", world.now()).await.unwrap();
    }
    commit(tx).await;
}

#[tokio::test]
async fn an_address_over_its_limit_is_slowed_and_not_shut() {
    let world = world().await;
    let owner = world.lecturer("钱进").await;
    let (name, _) = with_password(&world, &owner).await;
    let first = world.visitor().post("/sign_in", &credentials(&name, PASSWORD)).await;
    let known = world.visitor().with_cookie(&cookie(&first, "browser"));
    fail(&world).await;
    let timed = async |person: Person| {
        let began = Instant::now();
        let answer = person.post("/sign_in", &credentials(&name, PASSWORD)).await;
        assert_eq!(answer.status, 303);
        began.elapsed()
    };
    assert!(timed(world.visitor()).await >= Duration::from_secs(1));
    // Codes are behind the same guard.
    let began = Instant::now();
    assert_eq!(world.visitor().get("/activate/nothing").await.status, 404);
    assert!(began.elapsed() >= Duration::from_secs(1));
    assert_eq!(known.post("/sign_in", &credentials(&name, PASSWORD)).await.status, 303);
    world.wait(TimeDelta::minutes(16));
    let began = Instant::now();
    assert_eq!(world.visitor().get("/activate/nothing").await.status, 404);
    assert!(began.elapsed() < Duration::from_secs(1), "it is over");
    world.remove().await;
}

#[tokio::test]
async fn the_queue_of_a_slowed_address_has_an_end() {
    let world = world().await;
    fail(&world).await;
    let mut guesses = tokio::task::JoinSet::new();
    for n in 0..20 {
        let visitor = world.visitor();
        let values = credentials(&format!("name{n}"), "guess");
        guesses.spawn(async move { visitor.post("/sign_in", &values).await });
    }
    let first = guesses.join_next().await.unwrap().unwrap();
    assert_eq!((first.status, first.retry_after.as_str()), (503, "10"));
    assert!(first.body.contains("name"), "what was typed is not lost");
    guesses.abort_all();
    while guesses.join_next().await.is_some() {}
    world.remove().await;
}

#[tokio::test]
async fn a_session_does_not_guess_the_password_either() {
    for world in worlds().await {
        let owner = world.lecturer("钱进").await;
        let (_, thief) = with_password(&world, &owner).await;
        let change = |old: &str| passwords(OTHER, OTHER).with(Field::OldPassword, old);
        for _ in 0..5 {
            assert_eq!(thief.post("/password", &change("guess")).await.status, 422);
        }
        let right = thief.post("/password", &change(PASSWORD)).await;
        assert_eq!(right.status, 429, "{}", world.db.name);
        let close = Values::default().with(Field::Password, PASSWORD);
        assert_eq!(thief.post("/account/close", &close).await.status, 429);
        world.wait(TimeDelta::minutes(16));
        let right = thief.post("/password", &change(PASSWORD)).await;
        assert_eq!(right.status, 303, "{}", world.db.name);
        // A right one that comes with a weak new one is no guess.
        let thief = world.visitor().with_cookie(&session_of(&right));
        for _ in 0..6 {
            let weak = passwords("weak", "weak").with(Field::OldPassword, OTHER);
            assert_eq!(thief.post("/password", &weak).await.status, 422);
        }
        world.remove().await;
    }
}

#[tokio::test]
async fn wrong_codes_count_against_the_address() {
    let world = world().await;
    for _ in 0..3 {
        let path = "/activate/0123456789abcdef0123456789abcdef";
        let answer = world.visitor().post(path, &passwords(PASSWORD, PASSWORD)).await;
        assert_eq!(answer.status, 404);
    }
    let since = world.now() - TimeDelta::minutes(1);
    let mut conn = world.db.store.read().await.unwrap();
    assert_eq!(conn.count_attempts("address:", since).await.unwrap(), 3);
    drop(conn);
    world.remove().await;
}
