//! What happens without anybody asking: holds lapse, booking closes, ended sessions are swept.
//!
//! Each job runs by itself and with its own period. One that fails or panics is logged, is named by
//! `/readyz`, and comes again; the others do not notice. Every server may run all of them, for each
//! is guarded by the state that it changes, and asks a reader first whether anything is due.

mod health;

use std::{pin::Pin, time::Duration};

use actions::ActionError;
use app::State;
use chrono::{DateTime, Utc};
use domain::reminder::Part;
use tokio::{
    task::JoinSet,
    time::{Instant, MissedTickBehavior, interval_at},
};

pub use health::Health;

use crate::heads::append_head;

const SOON: Duration = Duration::from_secs(5);
const SELDOM: Duration = Duration::from_mins(10);

/// What a job does; how many things it has done it to.
pub type Turn = Pin<Box<dyn Future<Output = Result<u64, ActionError>> + Send>>;

/// A job.
#[derive(Clone, Copy, Debug)]
pub struct Job {
    /// Its name, for the log and for `/readyz`.
    pub name: &'static str,
    /// How long it rests between two turns.
    pub period: Duration,
    /// One turn.
    pub turn: fn(State, DateTime<Utc>) -> Turn,
}

/// All jobs.
pub const JOBS: [Job; 15] = [
    Job { name: "holds", period: SOON, turn: holds },
    Job { name: "calendar", period: SOON, turn: calendar },
    Job { name: "offers", period: SOON, turn: offers },
    Job { name: "requests", period: SOON, turn: requests },
    Job { name: "sessions", period: SOON, turn: sessions },
    Job { name: "reminders", period: SELDOM, turn: reminders },
    Job { name: "desks", period: SELDOM, turn: desks },
    Job { name: "listings", period: SELDOM, turn: listings },
    Job { name: "appointments", period: SELDOM, turn: appointments },
    Job { name: "retention", period: SELDOM, turn: retention },
    Job { name: "claims", period: SELDOM, turn: claims },
    Job { name: "observations", period: SELDOM, turn: observations },
    Job { name: "mails", period: SOON, turn: mails },
    Job { name: "certificates", period: SOON, turn: certificates },
    Job { name: "heads", period: SELDOM, turn: heads },
];

fn holds(state: State, now: DateTime<Utc>) -> Turn {
    Box::pin(async move { state.actions.release_lapsed_holds(now).await.map(|()| 0) })
}

/// Days off that the office has written down at another server.
fn calendar(state: State, _: DateTime<Utc>) -> Turn {
    Box::pin(async move { state.actions.load_work_calendar().await.map(u64::from) })
}

fn offers(state: State, now: DateTime<Utc>) -> Turn {
    Box::pin(async move { state.actions.lapse_dispatches(now).await.map(|n| n as u64) })
}

fn requests(state: State, now: DateTime<Utc>) -> Turn {
    Box::pin(async move { state.actions.end_requests(now).await.map(|n| n as u64) })
}

fn sessions(state: State, now: DateTime<Utc>) -> Turn {
    Box::pin(async move { state.actions.close_due_sessions(now).await.map(|n| n as u64) })
}

fn reminders(state: State, now: DateTime<Utc>) -> Turn {
    Box::pin(async move {
        let reviews = state.actions.remind_of_reviews(now).await?;
        let roles = state.actions.remind_of_roles(now).await?;
        Ok((reviews + roles) as u64)
    })
}

fn desks(state: State, now: DateTime<Utc>) -> Turn {
    let part = Part::at(now);
    Box::pin(async move { state.actions.remind_of_desks(now, part).await.map(|n| n as u64) })
}

fn listings(state: State, now: DateTime<Utc>) -> Turn {
    Box::pin(async move { state.actions.end_listings(now).await.map(|n| n as u64) })
}

/// Terms that end soon, and those that have run out.
fn appointments(state: State, now: DateTime<Utc>) -> Turn {
    Box::pin(async move {
        let told = state.actions.remind_of_terms(now).await?;
        let ended = state.actions.expire_appointments(now).await?;
        Ok((told + ended) as u64)
    })
}

/// Observations follow their lectures, whoever has moved or called these off.
fn observations(state: State, now: DateTime<Utc>) -> Turn {
    Box::pin(async move { state.actions.follow_deliveries(now).await.map(|n| n as u64) })
}

/// What has been held long enough goes: the log has the numbers of each class, and no names.
fn retention(state: State, now: DateTime<Utc>) -> Turn {
    Box::pin(async move {
        let swept = state.actions.sweep(now).await?;
        for (class, n) in &swept {
            tracing::info!(class = class.as_str(), n, "swept");
        }
        Ok(swept.iter().map(|(_, n)| n).sum())
    })
}

fn claims(state: State, now: DateTime<Utc>) -> Turn {
    Box::pin(async move { state.actions.lock_claims(now).await.map(|n| n as u64) })
}

/// What is to be mailed, where this site sends mail.
fn mails(state: State, now: DateTime<Utc>) -> Turn {
    Box::pin(async move { app::deliver(&state, now).await })
}

/// PDFs of what was issued, and papers on which something was corrected.
fn certificates(state: State, now: DateTime<Utc>) -> Turn {
    Box::pin(async move { app::set_certificates(&state, now).await })
}

fn heads(state: State, _: DateTime<Utc>) -> Turn {
    Box::pin(async move { append_head(&state).await.map(|()| 0) })
}

/// Runs jobs until it is dropped.
pub async fn run(state: State, jobs: &[Job], health: Health) {
    let mut running = JoinSet::new();
    for job in jobs {
        running.spawn(repeat(*job, state.clone(), health.clone()));
    }
    while running.join_next().await.is_some() {}
}

async fn repeat(job: Job, state: State, health: Health) {
    let mut ticks = interval_at(Instant::now() + job.period, job.period);
    ticks.set_missed_tick_behavior(MissedTickBehavior::Delay);
    loop {
        ticks.tick().await;
        let failed = match take_turn(job, &state).await {
            Ok(0) => false,
            Ok(done) => {
                tracing::info!(job = job.name, done, "background work");
                false
            }
            Err(error) => {
                tracing::warn!(job = job.name, %error, "background work failed");
                true
            }
        };
        health.note(job.name, failed);
    }
}

/// One turn, in a task of its own, in which a panic ends.
async fn take_turn(job: Job, state: &State) -> Result<u64, ActionError> {
    let now = state.now().await?;
    let mut turn = JoinSet::new();
    turn.spawn((job.turn)(state.clone(), now));
    match turn.join_next().await {
        Some(Ok(done)) => done,
        Some(Err(error)) => Err(ActionError::Internal(error.to_string())),
        None => Ok(0),
    }
}
