//! A lecturer holds a slot for ten minutes and confirms it; nobody is taken twice.
//!
//! Every writing path goes through `release_lapsed` first, since neither database knows the time.

mod offer;

use chrono::{DateTime, Utc};
use domain::{
    audit::{Doer, Entry},
    booking::{BookingState, Refusal},
    commitment::{CommitmentSource, Interval},
    course::CourseVersionState,
    form::{Field, LINE_MAX, Problems, REASON_MIN, Reader, Values},
    id::{BookingId, CourseVersionId, PersonId, SlotId},
    inbox::Message,
    review_session::SlotState,
    role::Role,
    rulebook::Rule,
};
use store::{BookingRow, Conn, Lock, NewBooking, NewCommitment, StoreError, Tx};

use self::offer::{Wish, judge, supply, wish_of};
use crate::{
    ActionError, Actions, Call,
    write::{Scoped as _, Write},
};

pub use offer::{Offer, OfferDay, Picker};

/// A booking's own page.
#[derive(Clone, Debug)]
pub struct BookingPage {
    /// The booking.
    pub booking: BookingRow,
    /// Whether the hold can still be confirmed.
    pub is_open: bool,
}

impl Actions {
    /// Holds a slot for some minutes. Of concurrent attempts exactly one succeeds (`REV-02`).
    pub async fn hold_slot(
        &self,
        call: &Call,
        version: CourseVersionId,
        slot: SlotId,
    ) -> Result<BookingId, ActionError> {
        let actor = call.allowed(|actor| actor.is(Role::Lecturer))?;
        self.write(|tx| {
            async move {
                release_lapsed(tx, call.now).await?;
                let person = tx.find_person(actor.person).await?.ok_or(ActionError::NotFound)?;
                tx.lock_party(person.party_id).await?;
                let wish = wish_of(tx, call, version, person.party_id).await?;
                // The same slot again for the same course: the first attempt is still good.
                let is_same = |own: &&BookingRow| own.slot_id == slot && own.version_id == version;
                if let Some(own) = wish.bookings.iter().find(is_same) {
                    return Ok(own.id);
                }
                self.take_slot(tx, call, &wish, slot).await
            }
            .scope_boxed()
        })
        .await
    }

    /// Holds a slot for a wish, if it is free and for this lecturer.
    async fn take_slot(
        &self,
        tx: &mut Write,
        call: &Call,
        wish: &Wish,
        slot: SlotId,
    ) -> Result<BookingId, ActionError> {
        let slot = tx.find_slot(slot).await?.ok_or(ActionError::NotFound)?;
        // Where fifty want one slot, forty-nine end here: nothing more is asked for them.
        if slot.state != SlotState::Free && wish.may_book() {
            return Err(Refusal::Taken.into());
        }
        let session = tx.find_session_plan(slot.session_id).await?;
        let supply =
            supply(tx, vec![session.ok_or(ActionError::NotFound)?], wish.course.lecturer_id);
        let supply = supply.await?;
        if let Some(refusal) = judge(call, wish, &supply, &slot) {
            return Err(refusal.into());
        }
        if !tx.move_slot(slot.id, SlotState::Free, SlotState::Held).await? {
            return Err(Refusal::Taken.into());
        }
        let held_until = call.now + wish.rules.minutes(Rule::HoldMinutes);
        let booking = NewBooking {
            slot_id: slot.id,
            version_id: wish.course.id,
            lecturer_id: wish.course.lecturer_id,
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
            .entry("hold", "booking", &[Role::Lecturer])
            .on(id)
            .under(wish.rules.version)
            .moved(SlotState::Free.as_str(), BookingState::Held.as_str());
        tx.log(entry);
        Ok(id)
    }

    /// A booking, for its lecturer.
    pub async fn booking(&self, call: &Call, id: BookingId) -> Result<BookingPage, ActionError> {
        booking_of(&mut self.store.read().await?, call, id).await
    }

    /// Confirms a hold; once confirmed, confirming again changes nothing.
    pub async fn confirm_booking(&self, call: &Call, id: BookingId) -> Result<(), ActionError> {
        self.write(|tx| {
            async move {
                tx.lock(Lock::Booking(id)).await?;
                let booking = booking_of(tx, call, id).await?.booking;
                let next = match booking.state.confirm(call.now, booking.held_until) {
                    Err(Refusal::AlreadyConfirmed) => return Ok(()),
                    other => other?,
                };
                if !tx.move_booking(id, BookingState::Held, next).await? {
                    return Err(Refusal::Lapsed.into());
                }
                tx.move_slot(booking.slot_id, SlotState::Held, SlotState::Booked).await?;
                tx.confirm_commitments(CommitmentSource::Booking, id.into()).await?;
                move_course(tx, call, &booking, CourseVersionState::book).await?;
                let message = Message::SlotBooked {
                    session: booking.session_id,
                    booking: id,
                    title: booking.title.clone(),
                    lecturer: booking.lecturer_name.clone(),
                    starts_at: booking.starts_at,
                };
                tell_everyone(tx, call, &booking, &message).await?;
                let entry = call
                    .entry("confirm", "booking", &[Role::Lecturer])
                    .on(id)
                    .moved(BookingState::Held.as_str(), next.as_str());
                tx.log(entry);
                Ok(())
            }
            .scope_boxed()
        })
        .await
    }

    /// Extends a hold once (`LAW-82`).
    pub async fn extend_booking(&self, call: &Call, id: BookingId) -> Result<(), ActionError> {
        self.write(|tx| {
            async move {
                tx.lock(Lock::Booking(id)).await?;
                let page = booking_of(tx, call, id).await?;
                let until = call.now + tx.rulebook(call.today()).await?.minutes(Rule::HoldMinutes);
                if !page.is_open {
                    return Err(Refusal::Lapsed.into());
                }
                if !tx.extend_booking(id, until, call.now).await? {
                    return Err(ActionError::WrongState);
                }
                tx.extend_commitments(CommitmentSource::Booking, id.into(), until).await?;
                tx.log(call.entry("extend", "booking", &[Role::Lecturer]).on(id));
                Ok(())
            }
            .scope_boxed()
        })
        .await
    }

    /// Gives a slot back; a confirmed one with a reason (`REV-05`).
    pub async fn cancel_booking(
        &self,
        call: &Call,
        id: BookingId,
        values: &Values,
    ) -> Result<(), ActionError> {
        self.write(|tx| {
            async move {
                tx.lock(Lock::Booking(id)).await?;
                let booking = booking_of(tx, call, id).await?.booking;
                if booking.state == BookingState::Cancelled {
                    return Ok(());
                }
                let reason = read_reason(&booking, values)?;
                let rules = tx.rulebook(call.today()).await?;
                let next = booking.state.cancel(call.now, booking.starts_at, &rules)?;
                if !tx.move_booking(id, booking.state, next).await? {
                    return Err(ActionError::WrongState);
                }
                give_back(tx, call, &booking).await?;
                let mut entry = call
                    .entry("cancel", "booking", &[Role::Lecturer])
                    .on(id)
                    .under(rules.version)
                    .moved(booking.state.as_str(), next.as_str());
                if !reason.is_empty() {
                    entry = entry.because(reason);
                }
                tx.log(entry);
                Ok(())
            }
            .scope_boxed()
        })
        .await
    }

    /// Gives back what lapsed holds kept. Run before every take, and from time to time.
    pub async fn release_lapsed_holds(&self, now: DateTime<Utc>) -> Result<(), ActionError> {
        if !self.store.read().await?.has_booking_due(now).await? {
            return Ok(());
        }
        self.write(|tx| async move { release_lapsed(tx, now).await }.scope_boxed()).await
    }
}

/// Gives back what lapsed holds kept.
pub(crate) async fn release_lapsed(tx: &mut Write, now: DateTime<Utc>) -> Result<(), ActionError> {
    for hold in tx.lapse_bookings(now).await? {
        tx.move_slot(hold.slot_id, SlotState::Held, SlotState::Free).await?;
        tx.release_commitments(CommitmentSource::Booking, hold.id.into()).await?;
        let entry = Entry::new(Doer::PROGRAM, now, "lapse", "booking").on(hold.id);
        tx.log(entry.moved(BookingState::Held.as_str(), BookingState::Lapsed.as_str()));
    }
    Ok(())
}

async fn booking_of(
    conn: &mut Conn,
    call: &Call,
    id: BookingId,
) -> Result<BookingPage, ActionError> {
    let actor = call.actor()?;
    let booking = conn.find_booking(id).await?;
    let booking = booking.filter(|booking| booking.lecturer_id == actor.person);
    let booking = booking.ok_or(ActionError::NotFound)?;
    let is_open = booking.state == BookingState::Held && call.now < booking.held_until;
    Ok(BookingPage { booking, is_open })
}

/// Whoever gives a confirmed slot back says why.
fn read_reason(booking: &BookingRow, values: &Values) -> Result<String, Problems> {
    let least = if booking.state == BookingState::Confirmed { REASON_MIN } else { 0 };
    let mut reader = Reader::new(values);
    let reason = reader.text(Field::Reason, least, LINE_MAX);
    reader.problems.or(|| reason)
}

/// Moves the course of a booking on.
pub(crate) async fn move_course<E>(
    tx: &mut Write,
    call: &Call,
    booking: &BookingRow,
    step: impl Fn(CourseVersionState) -> Result<CourseVersionState, E>,
) -> Result<(), ActionError> {
    let version = booking.version_id;
    tx.lock(Lock::CourseVersion(version)).await?;
    let course = tx.find_version(version).await?.ok_or(ActionError::NotFound)?;
    let to = step(course.state).map_err(|_| ActionError::WrongState)?;
    let from = (course.state, course.revision);
    let moved = tx.move_version(version, from, to, "", call.now).await?;
    if moved { Ok(()) } else { Err(ActionError::WrongState) }
}

/// Frees slot, calendars and course of a booking that is called off.
async fn give_back(tx: &mut Write, call: &Call, booking: &BookingRow) -> Result<(), ActionError> {
    let was_confirmed = booking.state == BookingState::Confirmed;
    let slot_state = if was_confirmed { SlotState::Booked } else { SlotState::Held };
    tx.move_slot(booking.slot_id, slot_state, SlotState::Free).await?;
    tx.release_commitments(CommitmentSource::Booking, booking.id.into()).await?;
    if !was_confirmed {
        return Ok(());
    }
    move_course(tx, call, booking, CourseVersionState::release).await?;
    let message = Message::SlotReleased {
        session: booking.session_id,
        title: booking.title.clone(),
        lecturer: booking.lecturer_name.clone(),
        starts_at: booking.starts_at,
    };
    tell_everyone(tx, call, booking, &message).await
}

fn is_live(booking: &BookingRow, now: DateTime<Utc>) -> bool {
    match booking.state {
        BookingState::Confirmed => now < booking.ends_at,
        _ => now < booking.held_until,
    }
}

/// Panel, planner and lecturer hear of it.
async fn tell_everyone(
    tx: &mut Tx,
    call: &Call,
    booking: &BookingRow,
    message: &Message,
) -> Result<(), ActionError> {
    let session = tx.find_session_plan(booking.session_id).await?.ok_or(ActionError::NotFound)?;
    let panel = tx.list_panels(&[session.id]).await?;
    let mut people: Vec<PersonId> = panel.iter().map(|member| member.person_id).collect();
    people.extend([session.planner_id, booking.lecturer_id]);
    people.sort_unstable();
    people.dedup();
    for person in people {
        tx.add_message(person, message, call.now).await?;
    }
    Ok(())
}
