//! Whom and what a session takes: the calendars of its panel and of its room, slot by slot.

use domain::{
    commitment::{CommitmentSource, Interval, Whereabouts},
    id::{PartyId, SlotId},
    panel::PanelAnswer,
    review_session::SlotState,
    rulebook::Rulebook,
};
use store::{NewCommitment, StoreError};

use super::SessionPage;
use crate::{
    ActionError,
    commitment::{lock_and_check, whereabouts},
    write::Write,
};

/// Takes the calendars of everybody on the panel who can come, and of the room, for the slots that
/// are not withdrawn; ordered by party, so that two sessions cannot wait for each other.
/// [`ActionError::ReviewSession`] names who is not free.
pub(super) async fn take_calendars(
    tx: &mut Write,
    page: &SessionPage,
    rules: &Rulebook,
) -> Result<(), ActionError> {
    let session = &page.session;
    let here = whereabouts(session.place_id, session.place_region_id);
    let comes = page.panel.iter().filter(|one| one.answer != Some(PanelAnswer::Declined));
    let mut parties: Vec<_> = comes.map(|one| (one.party_id, one.name.clone(), here)).collect();
    if let Some(place) = session.place_id {
        let place = tx.find_place(place).await?.ok_or(ActionError::NotFound)?;
        // A room does not travel.
        parties.push((place.party_id, place.name, Whereabouts::Online));
    }
    parties.sort_by_key(|(party, ..)| *party);
    for (party, name, here) in &parties {
        take(tx, page, (*party, name, *here), rules).await?;
    }
    Ok(())
}

/// The calendar of one of the panel.
pub(super) async fn take_calendar(
    tx: &mut Write,
    page: &SessionPage,
    (party, name): (PartyId, &str),
    rules: &Rulebook,
) -> Result<(), ActionError> {
    let here = whereabouts(page.session.place_id, page.session.place_region_id);
    take(tx, page, (party, name, here), rules).await
}

async fn take(
    tx: &mut Write,
    page: &SessionPage,
    (party, name, here): (PartyId, &str, Whereabouts),
    rules: &Rulebook,
) -> Result<(), ActionError> {
    let slots: Vec<(SlotId, Interval)> = page
        .slots
        .iter()
        .filter(|slot| slot.state != SlotState::Withdrawn)
        .filter_map(|slot| Some((slot.id, Interval::new(slot.starts_at, slot.ends_at)?)))
        .collect();
    let intervals: Vec<Interval> = slots.iter().map(|(_, interval)| *interval).collect();
    let taken = || ActionError::ReviewSession(name.to_owned());
    if lock_and_check(tx, party, &intervals, here, rules).await?.is_some() {
        return Err(taken());
    }
    for (slot, interval) in slots {
        let commitment = NewCommitment {
            party_id: party,
            interval,
            held_until: None,
            source: CommitmentSource::ReviewSession,
            source_id: page.session.id.into(),
            slot_id: Some(slot),
            place_id: page.session.place_id,
        };
        tx.add_commitment(&commitment).await.map_err(|error| match error {
            StoreError::Overlap => taken(),
            other => other.into(),
        })?;
    }
    Ok(())
}
