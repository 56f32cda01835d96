//! A slot is taken: held for a lecturer, and agreed on.

use domain::{
    booking::{BookingState, Refusal, read_part},
    commitment::{CommitmentSource, Interval},
    course::CourseVersionState,
    form::Values,
    id::{BookingId, PersonId, SlotId},
    review_session::SlotState,
    role::{AUTHORS, Role, SESSION_ORGANISERS},
    rulebook::Rule,
};
use store::{BookingRow, NewBooking, NewCommitment, StoreError};

use super::{
    move_course,
    offer::{Wish, judge, supply},
};
use crate::{ActionError, Call, write::Write};

/// Who takes a slot, and out of which state.
pub(crate) struct Taker {
    /// In which roles.
    pub(super) roles: &'static [Role],
    /// Who of the office books for the lecturer.
    pub(super) booker: Option<PersonId>,
    /// Free, or held for the lecturer by an offer of the waiting list.
    pub(super) from: SlotState,
}

impl Taker {
    /// The lecturer, a free slot.
    pub(crate) const LECTURER: Self = Self { roles: AUTHORS, booker: None, from: SlotState::Free };
    /// The lecturer, a slot that was offered.
    pub(crate) const WAITING: Self = Self { roles: AUTHORS, booker: None, from: SlotState::Held };

    /// The office, for a lecturer.
    pub(super) fn office(booker: PersonId) -> Self {
        Self { roles: SESSION_ORGANISERS, booker: Some(booker), from: SlotState::Free }
    }
}

/// Holds a slot for a wish, if it is there to be taken and for this lecturer.
pub(crate) async fn take_slot(
    tx: &mut Write,
    call: &Call,
    wish: &Wish,
    slot: SlotId,
    taker: &Taker,
) -> Result<BookingId, ActionError> {
    let slot = tx.find_slot(slot).await?.ok_or(ActionError::NotFound)?;
    // Where fifty want one slot, forty-nine end here: nothing more is asked for them.
    if slot.state != taker.from && wish.may_book() {
        return Err(Refusal::Taken.into());
    }
    let session = tx.find_session_plan(slot.session_id).await?;
    let supply = supply(tx, call, vec![session.ok_or(ActionError::NotFound)?], wish);
    let supply = supply.await?;
    if let Some(refusal) = judge(call, wish, &supply, &slot) {
        return Err(refusal.into());
    }
    // As it was read: nobody else has it, and its session was not moved meanwhile.
    if slot.state != taker.from || !tx.hold_slot(&slot).await? {
        return Err(Refusal::Taken.into());
    }
    let held_until = call.now + wish.rules.minutes(Rule::HoldMinutes);
    let booking = NewBooking {
        slot_id: slot.id,
        version_id: wish.course.id,
        lecturer_id: wish.course.lecturer_id,
        booker_id: taker.booker,
        held_until,
        created_at: call.now,
    };
    let id = tx.add_booking(&booking).await.map_err(|error| match error {
        StoreError::Conflict => ActionError::Booking(Refusal::Taken),
        other => other.into(),
    })?;
    let interval = Interval::new(slot.starts_at, slot.ends_at)
        .ok_or_else(|| ActionError::Internal("an empty slot".into()))?;
    let commitment = NewCommitment {
        party_id: wish.party,
        interval,
        held_until: Some(held_until),
        source: CommitmentSource::Booking,
        source_id: id.into(),
        slot_id: Some(slot.id),
        place_id: supply.sessions[0].place_id,
    };
    tx.add_commitment(&commitment).await.map_err(|error| match error {
        StoreError::Overlap => ActionError::Booking(Refusal::LecturerTaken),
        other => other.into(),
    })?;
    let entry = call
        .entry("hold", "booking", taker.roles)
        .on(id)
        .under(wish.rules.version)
        .moved(taker.from.as_str(), BookingState::Held.as_str());
    tx.log(entry);
    Ok(id)
}

/// A hold becomes a booking, with the part that is given of a course longer than its trial lecture;
/// gives the booking as it is now.
pub(crate) async fn agree(
    tx: &mut Write,
    call: &Call,
    booking: BookingRow,
    values: &Values,
    taker: &Taker,
) -> Result<BookingRow, ActionError> {
    let id = booking.id;
    let rules = tx.rulebook_of_session(booking.session_id, call.today()).await?;
    let part = read_part(values, booking.course_minutes, booking.trial_minutes(&rules))?;
    tx.set_booking_part(id, &part).await?;
    let (from, next) = (BookingState::Held, BookingState::Confirmed);
    if !tx.move_booking(id, from, next).await? {
        return Err(Refusal::Lapsed.into());
    }
    tx.move_slot(booking.slot_id, SlotState::Held, SlotState::Booked).await?;
    tx.confirm_commitments(CommitmentSource::Booking, id.into()).await?;
    move_course(tx, call, &booking, CourseVersionState::book).await?;
    let entry = call.entry("confirm", "booking", taker.roles).on(id);
    tx.log(entry.moved(from.as_str(), next.as_str()));
    Ok(BookingRow { state: next, part, ..booking })
}
