//! An observation follows its lecture: one that is called off ends it, one at another time moves it.

use chrono::{DateTime, Utc};
use domain::{
    commitment::CommitmentSource,
    delivery::DeliveryState,
    id::{DeliveryId, ObservationId},
    observation::{OBSERVATION_ROLES, ObservationNews, ObservationState},
};
use store::{DeliveryRow, Lock, ObservationRow};

use super::{message, reply::take, tell, tell_office};
use crate::{
    ActionError, Actions, Call,
    write::{Scoped as _, Write},
};

impl Actions {
    /// Lets every observation follow its lecture that does not yet; how many there were. Run from
    /// time to time by the program, whoever has changed the lecture.
    pub async fn follow_deliveries(&self, now: DateTime<Utc>) -> Result<usize, ActionError> {
        let call = &Call::anonymous(now, "");
        let astray = self.store.read().await?.list_astray_observations().await?;
        let mut n_followed = 0;
        for id in astray {
            let is_followed =
                self.write(|tx| async move { follow(tx, call, id).await }.scope_boxed()).await?;
            n_followed += usize::from(is_followed);
        }
        Ok(n_followed)
    }
}

/// A lecture was called off or given to somebody else: its observation ends with the same reason.
pub(crate) async fn end_observation_of(
    tx: &mut Write,
    call: &Call,
    delivery: DeliveryId,
    reason: &str,
) -> Result<(), ActionError> {
    let Some(row) = tx.find_observation_of(delivery).await? else { return Ok(()) };
    tx.lock(Lock::Observation(row.id)).await?;
    match tx.find_observation(row.id).await? {
        Some(row) if row.state.is_ahead() => end(tx, call, &row, reason).await,
        _ => Ok(()),
    }
}

/// It does not take place: the observer's time is free, and both hear of it.
pub(super) async fn end(
    tx: &mut Write,
    call: &Call,
    row: &ObservationRow,
    reason: &str,
) -> Result<(), ActionError> {
    let next = row.state.end().map_err(|_| ActionError::WrongState)?;
    tx.release_commitments(CommitmentSource::Observation, row.id.into()).await?;
    if !tx.move_observation(row.id, row.revision, next, row.observer_id).await? {
        return Err(ActionError::Stale);
    }
    let news = message(row, ObservationNews::Ended, reason);
    tell(tx, call, row.observer_id.into_iter().chain([row.lecturer_id]), &news).await?;
    let entry = call.entry("end", "observation", OBSERVATION_ROLES).on(row.id);
    let entry = entry.moved(row.state.as_str(), next.as_str());
    tx.log(entry.because(reason));
    Ok(())
}

/// Lets one follow its lecture; `false`: it does, or is handed in.
async fn follow(tx: &mut Write, call: &Call, id: ObservationId) -> Result<bool, ActionError> {
    tx.lock(Lock::Observation(id)).await?;
    let row = tx.find_observation(id).await?.ok_or(ActionError::NotFound)?;
    let delivery = tx.find_delivery(row.delivery_id).await?.ok_or(ActionError::NotFound)?;
    if !row.state.is_ahead() {
        return Ok(false);
    }
    if delivery.state == DeliveryState::Cancelled {
        end(tx, call, &row, "").await?;
        return Ok(true);
    }
    let is_moved = (row.starts_at, row.ends_at) != (delivery.starts_at, delivery.ends_at);
    if is_moved {
        move_on(tx, call, &row, &delivery).await?;
    }
    Ok(is_moved)
}

/// The lecture is at another time: the observer comes then, or is free again if that is taken.
async fn move_on(
    tx: &mut Write,
    call: &Call,
    row: &ObservationRow,
    delivery: &DeliveryRow,
) -> Result<(), ActionError> {
    tx.release_commitments(CommitmentSource::Observation, row.id.into()).await?;
    let times = (delivery.starts_at, delivery.ends_at);
    if !tx.set_observation_time(row.id, row.revision, times).await? {
        return Err(ActionError::Stale);
    }
    let now = tx.find_observation(row.id).await?.ok_or(ActionError::NotFound)?;
    let clash = match now.observer_id {
        Some(observer) if now.state == ObservationState::Accepted => {
            take(tx, call, &now, observer).await?
        }
        _ => None,
    };
    let entry = call.entry("move", "observation", &[]).on(row.id);
    if clash.is_none() {
        let news = message(&now, ObservationNews::Moved, "");
        tell(tx, call, now.observer_id.into_iter().chain([now.lecturer_id]), &news).await?;
        tx.log(entry.moved(row.state.as_str(), now.state.as_str()));
        return Ok(());
    }
    let next = now.state.decline().map_err(|_| ActionError::WrongState)?;
    if !tx.move_observation(now.id, now.revision, next, None).await? {
        return Err(ActionError::Stale);
    }
    let news = message(&now, ObservationNews::Freed, "");
    tell(tx, call, now.observer_id.into_iter().chain([now.lecturer_id]), &news).await?;
    tell_office(tx, call, &news).await?;
    tx.log(entry.moved(row.state.as_str(), next.as_str()));
    Ok(())
}
