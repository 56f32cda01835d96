//! Who is asked to observe comes, or does not.

use domain::{
    booking::Refusal,
    commitment::CommitmentSource,
    form::{Field, ProblemKind, Problems, Revision, Values},
    id::{ObservationId, PersonId},
    nomination::Relation,
    observation::{OBSERVERS, ObservationNews, ObservationState, Reply},
};
use store::{NewCommitment, ObservationRow, StoreError};

use super::{ObservationPage, interval, locked, message, tell, tell_office};
use crate::{
    ActionError, Actions, Call,
    booking::release_lapsed,
    commitment::{Clash, lock_and_check, whereabouts},
    error::check_revision,
    write::{Scoped as _, Write},
};

impl Actions {
    /// The observer accepts, which takes the time; or declines, or declares a conflict, and somebody
    /// else is to be found.
    pub async fn reply_to_observation(
        &self,
        call: &Call,
        id: ObservationId,
        values: &Values,
        revision: Revision,
    ) -> Result<(), ActionError> {
        self.write(|tx| {
            async move {
                let page = locked(tx, call, id).await?;
                if page.reading != super::ObservationReading::Observer {
                    return Err(ActionError::NotFound);
                }
                let declines = values.get(Field::Decision) == "decline";
                if !declines && page.observation.state == ObservationState::Accepted {
                    // The same again is no error; whoever cannot come any more declines.
                    let comes = matches!(Reply::parse(values), Ok(Reply::Comes));
                    return if comes { Ok(()) } else { Err(ActionError::WrongState) };
                }
                let may = if declines { page.may_decline } else { page.may_accept };
                if !may {
                    return Err(ActionError::WrongState);
                }
                match Reply::parse(values)? {
                    Reply::Comes => accept(tx, call, &page, revision).await,
                    Reply::DoesNot(reason) => {
                        decline(tx, call, &page, revision, (&reason, &reason)).await
                    }
                    // Which kind it is stays in the log.
                    Reply::Conflicted(relation) => {
                        decline(tx, call, &page, revision, (relation.as_str(), "")).await
                    }
                }
            }
            .scope_boxed()
        })
        .await
    }
}

async fn accept(
    tx: &mut Write,
    call: &Call,
    page: &ObservationPage,
    revision: Revision,
) -> Result<(), ActionError> {
    let row = &page.observation;
    if page.suggested.is_some_and(|relation| relation != Relation(None)) {
        return Err(Problems::one(Field::Relation, ProblemKind::KnownConflict).into());
    }
    check_revision(revision, row.revision)?;
    let next = row.state.accept().map_err(|_| ActionError::WrongState)?;
    let person = call.actor()?.person;
    release_lapsed(tx, call.now).await?;
    if let Some(clash) = take(tx, call, row, person).await? {
        return Err(clash.into());
    }
    if !tx.move_observation(row.id, row.revision, next, Some(person)).await? {
        return Err(ActionError::Stale);
    }
    let news = message(row, ObservationNews::Accepted, "");
    tell(tx, call, [row.lecturer_id], &news).await?;
    tell_office(tx, call, &news).await?;
    let entry = call.entry("accept", "observation", OBSERVERS).on(row.id);
    tx.log(entry.moved(row.state.as_str(), next.as_str()));
    Ok(())
}

/// Takes the observer's time, if nothing is in the way.
pub(super) async fn take(
    tx: &mut Write,
    call: &Call,
    row: &ObservationRow,
    observer: PersonId,
) -> Result<Option<Refusal>, ActionError> {
    let party_id = tx.find_person(observer).await?.ok_or(ActionError::NotFound)?.party_id;
    let region = match row.place_id {
        Some(place) => tx.find_place(place).await?.and_then(|place| place.region_id),
        None => None,
    };
    let (interval, here) = (interval(row)?, whereabouts(row.place_id, region));
    let rules = tx.rulebook(call.today()).await?;
    match lock_and_check(tx, party_id, &[interval], here, &rules).await? {
        Some(Clash::Overlap) => return Ok(Some(Refusal::LecturerTaken)),
        Some(Clash::Travel) => return Ok(Some(Refusal::NoTravelTime)),
        None => {}
    }
    let commitment = NewCommitment {
        party_id,
        interval,
        held_until: None,
        source: CommitmentSource::Observation,
        source_id: row.id.into(),
        slot_id: None,
        place_id: row.place_id,
    };
    tx.add_commitment(&commitment).await.map_err(|error| match error {
        StoreError::Overlap => ActionError::Booking(Refusal::LecturerTaken),
        other => other.into(),
    })?;
    Ok(None)
}

async fn decline(
    tx: &mut Write,
    call: &Call,
    page: &ObservationPage,
    revision: Revision,
    (logged, told): (&str, &str),
) -> Result<(), ActionError> {
    let row = &page.observation;
    check_revision(revision, row.revision)?;
    let next = row.state.decline().map_err(|_| ActionError::WrongState)?;
    tx.release_commitments(CommitmentSource::Observation, row.id.into()).await?;
    if !tx.move_observation(row.id, row.revision, next, None).await? {
        return Err(ActionError::Stale);
    }
    tell_office(tx, call, &message(row, ObservationNews::Declined, told)).await?;
    if row.state == ObservationState::Accepted {
        // The lecturer counts on somebody; why not is the office's to know.
        let news = message(row, ObservationNews::Declined, "");
        tell(tx, call, [row.lecturer_id], &news).await?;
    }
    let entry = call.entry("decline", "observation", OBSERVERS).on(row.id);
    tx.log(entry.moved(row.state.as_str(), next.as_str()).because(logged));
    Ok(())
}
