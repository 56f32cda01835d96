//! A booked slot is exchanged for another one in one step.

use domain::{
    commitment::CommitmentSource,
    course::CourseVersionState,
    form::{Field, LINE_MAX, REASON_MIN, Reader, Values},
    id::{BookingId, PersonId, SlotId},
    inbox::Message,
    review_session::SlotState,
    role::brings_courses,
};
use store::BookingRow;

use super::{
    Picker, booked, booking_of, concerned, lock_booking, move_course,
    offer::{Wish, wish_of},
    release_lapsed, released,
    take::{Taker, agree, take_slot},
};
use crate::{
    ActionError, Actions, Call,
    tell::tell_people,
    waiting_list::freed,
    write::{Scoped as _, Write},
};

impl Actions {
    /// The slots for which a booking could be exchanged, for its lecturer.
    pub async fn exchange_picker(&self, call: &Call, id: BookingId) -> Result<Picker, ActionError> {
        let booking = booking_of(&mut self.store.read().await?, call, id).await?.booking;
        self.picker_of(call, booking.version_id, true).await
    }

    /// Exchanges a booked slot for a free one, with a reason: one step, one message per person. As
    /// late as a late cancellation it counts as one (`REV-05`). Gives the new booking.
    pub async fn reschedule_booking(
        &self,
        call: &Call,
        id: BookingId,
        values: &Values,
    ) -> Result<BookingId, ActionError> {
        let actor = call.allowed(brings_courses)?;
        self.write(|tx| {
            async move {
                release_lapsed(tx, call.now).await?;
                let person = tx.find_person(actor.person).await?.ok_or(ActionError::NotFound)?;
                let booking = lock_booking(tx, call, id).await?;
                tx.lock_party(person.party_id).await?;
                let wish = wish_of(tx, call, booking.version_id, actor.person).await?;
                let mut reader = Reader::new(values);
                let slot = reader.choice(Field::Slot, |text| text.parse().ok());
                let reason = reader.text(Field::Reason, REASON_MIN, LINE_MAX);
                let (slot, reason): (SlotId, String) =
                    reader.problems.or(|| Some((slot?, reason?)))?;
                // Sent twice: the course has the slot that was asked for.
                let is_there = |own: &&BookingRow| {
                    own.slot_id == slot && own.version_id == booking.version_id && own.id != id
                };
                if let Some(own) = wish.bookings.iter().find(is_there) {
                    return Ok(own.id);
                }
                let wish = wish.in_exchange();
                exchange(tx, call, &booking, &wish, slot, &Taker::LECTURER, (values, &reason)).await
            }
            .scope_boxed()
        })
        .await
    }
}

/// Lets a confirmed booking go and takes another slot in its place; everybody whom one of them
/// concerns hears once what is new.
pub(crate) async fn exchange(
    tx: &mut Write,
    call: &Call,
    old: &BookingRow,
    wish: &Wish,
    slot: SlotId,
    taker: &Taker,
    (values, reason): (&Values, &str),
) -> Result<BookingId, ActionError> {
    let rules = tx.rulebook_of_session(old.session_id, call.today()).await?;
    let was_moved = old.moved_from.is_some();
    let next = old.state.reschedule(call.now, old.starts_at, was_moved, &rules)?;
    if !tx.move_booking(old.id, old.state, next).await? {
        return Err(ActionError::WrongState);
    }
    tx.release_commitments(CommitmentSource::Booking, old.id.into()).await?;
    move_course(tx, call, old, CourseVersionState::release).await?;
    let id = take_slot(tx, call, wish, slot, taker).await?;
    let held = tx.find_booking(id).await?.ok_or(ActionError::NotFound)?;
    let new = agree(tx, call, held, values, taker).await?;
    let (before, after) = (concerned(tx, old).await?, concerned(tx, &new).await?);
    let moved = Message::SlotMoved {
        session: new.session_id,
        booking: id,
        title: new.title.clone(),
        lecturer: new.lecturer_name.clone(),
        was_at: old.starts_at,
        starts_at: new.starts_at,
    };
    let (stay, leave): (Vec<PersonId>, Vec<PersonId>) =
        before.iter().partition(|person| after.contains(person));
    let come = after.into_iter().filter(|person| !before.contains(person));
    tell_people(tx, call, stay, &moved).await?;
    tell_people(tx, call, leave, &released(old)).await?;
    tell_people(tx, call, come, &booked(&new)).await?;
    let entry = call.entry("reschedule", "booking", taker.roles).on(old.id);
    let entry = entry.under(rules.version).moved(old.state.as_str(), next.as_str());
    tx.log(entry.because(reason));
    freed(tx, call, old.slot_id, SlotState::Booked).await?;
    Ok(id)
}
