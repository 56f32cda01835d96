//! What happens without anybody asking: holds lapse, booking closes, ended sessions are swept.

use std::time::Duration;

use app::State;

const EVERY: Duration = Duration::from_secs(5);
const SWEEP_TURNS: u64 = 120;

/// Runs until it is dropped. Every server may run it: each step is guarded by the state it changes.
pub async fn run(state: State) {
    let mut turn: u64 = 0;
    loop {
        tokio::time::sleep(EVERY).await;
        turn += 1;
        if let Err(error) = step(&state, turn.is_multiple_of(SWEEP_TURNS)).await {
            tracing::warn!(%error, "background work failed");
        }
    }
}

async fn step(state: &State, is_sweep: bool) -> Result<(), actions::ActionError> {
    let now = state.now().await?;
    state.actions.release_lapsed_holds(now).await?;
    let lapsed = state.actions.lapse_dispatches(now).await?;
    if lapsed > 0 {
        tracing::info!(lapsed, "offers lapsed");
    }
    let ended = state.actions.end_requests(now).await?;
    if ended > 0 {
        tracing::info!(ended, "requests ended");
    }
    let closed = state.actions.close_due_sessions(now).await?;
    if closed > 0 {
        tracing::info!(closed, "booking closed");
    }
    if is_sweep {
        state.actions.sweep(now).await?;
        state.actions.erase_contacts(now).await?;
        crate::heads::append_head(state).await?;
        let locked = state.actions.lock_claims(now).await?;
        if locked > 0 {
            tracing::info!(locked, "claims closed with their year");
        }
    }
    Ok(())
}
