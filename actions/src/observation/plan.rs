//! The office plans an observation, a lecturer offers one, and somebody else is asked.

use domain::{
    commitment::CommitmentSource,
    delivery::DeliveryState,
    form::{Revision, Values},
    id::{DeliveryId, ObservationId, PersonId},
    observation::{
        OBSERVATION_ROLES, ObservationNews, ObservationState, parse_observer, parse_reason,
    },
};
use store::{DeliveryRow, Lock, ObservationRow, StoreError};

use super::{
    FoundObserver, ObservationReading, check_observer, found, lecture_of, locked, message, page_of,
    tell, tell_office,
};
use crate::{
    ActionError, Actions, Call,
    error::check_revision,
    write::{Scoped as _, Write},
};

/// Whom to ask to observe a lecture.
#[derive(Clone, Debug)]
pub struct ObserverChoice {
    /// The lecture.
    pub delivery: DeliveryRow,
    /// Whether it is the caller's own, who offers it and chooses nobody.
    pub is_own: bool,
    /// Whether it can be observed: it is still to come.
    pub is_ahead: bool,
    /// The observation that there is already.
    pub observation: Option<ObservationRow>,
    /// Who may be asked, as far as they were found.
    pub found: Vec<FoundObserver>,
}

impl Actions {
    /// A lecture that is to be observed, with people found by name.
    pub async fn observer_choice(
        &self,
        call: &Call,
        id: DeliveryId,
        query: &str,
    ) -> Result<ObserverChoice, ActionError> {
        let mut conn = self.store.read().await?;
        let (delivery, is_own) = lecture_of(&mut conn, call, id).await?;
        let observation = conn.find_observation_of(id).await?;
        let is_ahead = is_ahead(call, &delivery);
        let found = if is_own || !is_ahead || observation.is_some() {
            Vec::new()
        } else {
            found(&mut conn, call, &delivery, query).await?
        };
        Ok(ObserverChoice { delivery, is_own, is_ahead, observation, found })
    }

    /// Who may take over an observation, found by name.
    pub async fn other_observers(
        &self,
        call: &Call,
        id: ObservationId,
        query: &str,
    ) -> Result<Vec<FoundObserver>, ActionError> {
        let mut conn = self.store.read().await?;
        let page = page_of(&mut conn, call, id).await?;
        if !page.may_assign {
            return Ok(Vec::new());
        }
        let mut people = found(&mut conn, call, &page.delivery, query).await?;
        people.retain(|one| {
            let id = one.row.id;
            Some(id) != page.observation.observer_id && id != page.observation.lecturer_id
        });
        Ok(people)
    }

    /// The office asks somebody to observe a lecture, or its lecturer offers it; done twice it is
    /// done once.
    pub async fn plan_observation(
        &self,
        call: &Call,
        id: DeliveryId,
        values: &Values,
    ) -> Result<ObservationId, ActionError> {
        self.write(|tx| {
            async move {
                let request = tx.find_delivery(id).await?.ok_or(ActionError::NotFound)?.request_id;
                tx.lock(Lock::LectureRequest(request)).await?;
                let (delivery, is_own) = lecture_of(tx, call, id).await?;
                let chosen = || parse_observer(values).map(Some);
                if let Some(before) = tx.find_observation_of(id).await? {
                    let observer = if is_own { Ok(None) } else { chosen() };
                    let is_same = observer.is_ok_and(|observer| before.observer_id == observer);
                    return if is_same { Ok(before.id) } else { Err(ActionError::WrongState) };
                }
                if !is_ahead(call, &delivery) {
                    return Err(ActionError::WrongState);
                }
                let observer = if is_own { None } else { chosen()? };
                if let Some(observer) = observer {
                    check_observer(tx, call, observer, &delivery).await?;
                }
                add(tx, call, &delivery, observer).await
            }
            .scope_boxed()
        })
        .await
    }

    /// The office asks somebody else, or the observer hands on; whoever was asked before hears why.
    pub async fn assign_observer(
        &self,
        call: &Call,
        id: ObservationId,
        values: &Values,
        revision: Revision,
    ) -> Result<(), ActionError> {
        self.write(|tx| {
            async move {
                let page = locked(tx, call, id).await?;
                let before = &page.observation;
                if !page.may_assign {
                    return Err(ActionError::WrongState);
                }
                let observer = parse_observer(values)?;
                let is_new = before.observer_id != Some(observer);
                if !is_new && before.state == ObservationState::Assigned {
                    return Ok(());
                }
                if !is_new {
                    return Err(ActionError::WrongState);
                }
                // Whoever finds somebody for an open one has nothing to explain.
                let reason = match before.observer_id {
                    Some(_) => parse_reason(values)?,
                    None => String::new(),
                };
                check_revision(revision, before.revision)?;
                let next = before.state.assign().map_err(|_| ActionError::WrongState)?;
                check_observer(tx, call, observer, &page.delivery).await?;
                tx.release_commitments(CommitmentSource::Observation, id.into()).await?;
                if !tx.move_observation(id, before.revision, next, Some(observer)).await? {
                    return Err(ActionError::Stale);
                }
                let replaced = message(before, ObservationNews::Replaced, &reason);
                tell(tx, call, before.observer_id, &replaced).await?;
                let is_handed_on = page.reading == ObservationReading::Observer;
                asked(tx, call, id, observer, is_handed_on.then_some(reason.as_str())).await?;
                let verb = if is_handed_on { "hand_on" } else { "assign" };
                let entry = call.entry(verb, "observation", OBSERVATION_ROLES).on(id);
                let entry = entry.moved(before.state.as_str(), next.as_str());
                tx.log(entry.because(reason));
                Ok(())
            }
            .scope_boxed()
        })
        .await
    }

    /// The office calls an observation off, or its lecturer takes an offer back.
    pub async fn end_observation(
        &self,
        call: &Call,
        id: ObservationId,
        values: &Values,
        revision: Revision,
    ) -> Result<(), ActionError> {
        self.write(|tx| {
            async move {
                let page = locked(tx, call, id).await?;
                if page.observation.state == ObservationState::Ended {
                    return Ok(());
                }
                if !page.may_end {
                    return Err(ActionError::WrongState);
                }
                let reason = parse_reason(values)?;
                check_revision(revision, page.observation.revision)?;
                super::follow::end(tx, call, &page.observation, &reason).await
            }
            .scope_boxed()
        })
        .await
    }
}

/// Whether a lecture is still to come.
fn is_ahead(call: &Call, delivery: &DeliveryRow) -> bool {
    delivery.state == DeliveryState::Planned && call.now < delivery.starts_at
}

async fn add(
    tx: &mut Write,
    call: &Call,
    delivery: &DeliveryRow,
    observer: Option<PersonId>,
) -> Result<ObservationId, ActionError> {
    let (state, verb) = match observer {
        Some(_) => (ObservationState::Assigned, "plan"),
        None => (ObservationState::Open, "offer"),
    };
    let id = tx.add_observation(delivery, state, observer).await.map_err(|error| match error {
        StoreError::Conflict => ActionError::WrongState,
        other => other.into(),
    })?;
    if let Some(observer) = observer {
        asked(tx, call, id, observer, None).await?;
    } else {
        let row = tx.find_observation(id).await?.ok_or(ActionError::NotFound)?;
        tell_office(tx, call, &message(&row, ObservationNews::Offered, "")).await?;
    }
    let entry = call.entry(verb, "observation", OBSERVATION_ROLES).on(id);
    tx.log(entry.moved("", state.as_str()));
    Ok(id)
}

/// Who is asked hears of it; the office, where another observer has asked.
async fn asked(
    tx: &mut Write,
    call: &Call,
    id: ObservationId,
    observer: PersonId,
    handed_on: Option<&str>,
) -> Result<(), ActionError> {
    let row = tx.find_observation(id).await?.ok_or(ActionError::NotFound)?;
    tell(tx, call, [observer], &message(&row, ObservationNews::Asked, "")).await?;
    if let Some(reason) = handed_on {
        tell_office(tx, call, &message(&row, ObservationNews::HandedOn, reason)).await?;
    }
    Ok(())
}
