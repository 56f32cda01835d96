//! Jobs in the background: one that fails or panics does not keep the others from going on.

use std::time::Duration;

use actions::ActionError;
use app::State;
use chrono::{DateTime, Utc};
use server::background::{JOBS, Job, Turn, run};
use tokio::{sync::Semaphore, time::timeout};

use crate::world::{World, worlds};

const OFTEN: Duration = Duration::from_millis(5);
const PATIENCE: Duration = Duration::from_secs(20);

/// One permit for each turn.
static WORKED: Semaphore = Semaphore::const_new(0);
static FAILED: Semaphore = Semaphore::const_new(0);
static PANICKED: Semaphore = Semaphore::const_new(0);

const TESTED: [Job; 3] = [
    Job { name: "panics", period: OFTEN, turn: panics },
    Job { name: "fails", period: OFTEN, turn: fails },
    Job { name: "works", period: OFTEN, turn: works },
];

fn works(_: State, _: DateTime<Utc>) -> Turn {
    Box::pin(async {
        WORKED.add_permits(1);
        Ok(1)
    })
}

fn fails(_: State, _: DateTime<Utc>) -> Turn {
    Box::pin(async {
        FAILED.add_permits(1);
        Err(ActionError::Internal("on purpose".to_owned()))
    })
}

fn panics(_: State, _: DateTime<Utc>) -> Turn {
    Box::pin(async {
        PANICKED.add_permits(1);
        panic!("on purpose")
    })
}

async fn turns(of: &Semaphore, n: u32) {
    timeout(PATIENCE, of.acquire_many(n)).await.unwrap().unwrap().forget();
}

async fn readyz(world: &World) -> (u16, String) {
    let answer = world.visitor().get("/readyz").await;
    (answer.status, answer.body)
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_job_that_fails_or_panics_is_told_and_the_others_go_on() {
    for world in worlds().await {
        assert_eq!(readyz(&world).await, (200, "ready".to_owned()), "{}", world.db.name);
        for turns in [&WORKED, &FAILED, &PANICKED] {
            turns.forget_permits(usize::MAX >> 4);
        }
        let running = tokio::spawn(run(world.state.clone(), &TESTED, world.health.clone()));
        for of in [&WORKED, &FAILED, &PANICKED] {
            turns(of, 3).await;
        }
        turns(&WORKED, 3).await;
        let told = "ready, but failing: fails, panics".to_owned();
        assert_eq!(readyz(&world).await, (200, told), "{}", world.db.name);
        assert!(!running.is_finished(), "all of them come again");
        running.abort();
        world.remove().await;
    }
}

#[tokio::test]
async fn every_job_takes_a_turn_in_which_nothing_is_due() {
    for world in worlds().await {
        let head = world.db.store.read().await.unwrap().find_audit_head().await.unwrap();
        for job in JOBS {
            let done = (job.turn)(world.state.clone(), world.now()).await.unwrap();
            assert_eq!(done, 0, "{} on {}", job.name, world.db.name);
        }
        assert_eq!(world.db.store.read().await.unwrap().find_audit_head().await.unwrap(), head);
        world.remove().await;
    }
}
