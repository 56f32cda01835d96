//! Whether a person can be taken: nothing overlaps, and there is time to travel (`REQ-02`).
//!
//! The database has the last word on overlaps; the travel time depends on two places, and is
//! checked here after the person's own row was locked.

use chrono::TimeDelta;
use domain::{
    commitment::{Interval, Whereabouts, travel_gap},
    id::{PartyId, PlaceId, RegionId},
    rulebook::Rulebook,
};
use store::{CommitmentRow, Tx};

use crate::ActionError;

/// Further away in time than this, nothing can be in the way.
const REACH: TimeDelta = TimeDelta::days(1);

/// Why a person cannot be taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Clash {
    /// Something else takes the same time.
    Overlap,
    /// Too little time lies between, for the way.
    Travel,
}

/// What is in the way of an interval, if anything is.
pub(crate) fn clash(
    interval: Interval,
    here: Whereabouts,
    taken: &[CommitmentRow],
    rules: &Rulebook,
) -> Option<Clash> {
    let clash_with = |other: &CommitmentRow| {
        let taken = Interval::new(other.starts_at, other.ends_at)?;
        if interval.overlaps(taken) {
            return Some(Clash::Overlap);
        }
        let there = whereabouts(other.place_id, other.region_id);
        (interval.gap(taken) < travel_gap(here, there, rules)).then_some(Clash::Travel)
    };
    taken.iter().find_map(clash_with)
}

/// Locks a person's party and looks what is in the way of some intervals.
pub(crate) async fn lock_and_check(
    tx: &mut Tx,
    party: PartyId,
    intervals: &[Interval],
    here: Whereabouts,
    rules: &Rulebook,
) -> Result<Option<Clash>, ActionError> {
    tx.lock_party(party).await?;
    for interval in intervals {
        let (from, until) = (interval.starts_at() - REACH, interval.ends_at() + REACH);
        let taken = tx.list_commitments(party, from, until).await?;
        if let Some(clash) = clash(*interval, here, &taken, rules) {
            return Ok(Some(clash));
        }
    }
    Ok(None)
}

/// A place in its county, or nowhere for a video call.
pub(crate) fn whereabouts(place: Option<PlaceId>, region: Option<RegionId>) -> Whereabouts {
    place.map_or(Whereabouts::Online, |id| Whereabouts::Place(id, region))
}
