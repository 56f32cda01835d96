//! A lecturer holds a slot for ten minutes and confirms it; nobody is taken twice.
//!
//! Every writing path goes through `release_lapsed` first, since neither database knows the time.

mod exchange;
mod offer;
mod on_behalf;
mod take;

use chrono::{DateTime, Utc};
use domain::{
    audit::{Doer, Entry},
    booking::{BookingState, Refusal},
    commitment::CommitmentSource,
    course::CourseVersionState,
    form::{Field, LINE_MAX, Problems, REASON_MIN, Reader, Values},
    id::{BookingId, CourseVersionId, PersonId, SlotId},
    inbox::Message,
    review_session::SlotState,
    role::{AUTHORS, Role, brings_courses},
    rulebook::{Rule, Rulebook},
};
use store::{BookingRow, Conn, Lock, Tx};

use crate::{
    ActionError, Actions, Call,
    late_conflict::stays_in_catalogue,
    tell::tell_people,
    waiting_list::{freed, lapse_offers},
    write::{Scoped as _, Write},
};

use self::offer::wish_of_person;
pub(crate) use self::{
    exchange::exchange,
    offer::{judge, supply, wish_of},
    take::{Taker, agree, take_slot},
};
pub use offer::{Offer, OfferDay, Picker};
pub use on_behalf::{OnBehalf, OnBehalfPage};

/// A booking's own page.
#[derive(Clone, Debug)]
pub struct BookingPage {
    /// The booking.
    pub booking: BookingRow,
    /// Whether the hold can still be confirmed.
    pub is_open: bool,
    /// The rules by which its session goes.
    pub rules: Rulebook,
}

impl Actions {
    /// Holds a slot for some minutes. Of concurrent attempts exactly one succeeds (`REV-02`).
    pub async fn hold_slot(
        &self,
        call: &Call,
        version: CourseVersionId,
        slot: SlotId,
    ) -> Result<BookingId, ActionError> {
        let actor = call.allowed(brings_courses)?;
        self.write(|tx| {
            async move {
                // What an offer kept goes to who waits, and is nothing to be taken here.
                release_holds(tx, call.now).await?;
                let person = tx.find_person(actor.person).await?.ok_or(ActionError::NotFound)?;
                tx.lock_party(person.party_id).await?;
                let lecturer = (actor.person, person.party_id);
                let wish = wish_of_person(tx, call, version, lecturer).await?;
                // The same slot again for the same course: the first attempt is still good.
                let is_same = |own: &&BookingRow| own.slot_id == slot && own.version_id == version;
                if let Some(own) = wish.bookings.iter().find(is_same) {
                    return Ok(own.id);
                }
                take_slot(tx, call, &wish, slot, &Taker::LECTURER).await
            }
            .scope_boxed()
        })
        .await
    }

    /// A booking, for its lecturer.
    pub async fn booking(&self, call: &Call, id: BookingId) -> Result<BookingPage, ActionError> {
        booking_of(&mut self.store.read().await?, call, id).await
    }

    /// Confirms a hold, with the part that is given of a course longer than its trial lecture; once
    /// confirmed, confirming again changes nothing.
    pub async fn confirm_booking(
        &self,
        call: &Call,
        id: BookingId,
        values: &Values,
    ) -> Result<(), ActionError> {
        self.write(|tx| {
            async move {
                tx.lock(Lock::Booking(id)).await?;
                let booking = booking_of(tx, call, id).await?.booking;
                match booking.state.confirm(call.now, booking.held_until) {
                    Err(Refusal::AlreadyConfirmed) => return Ok(()),
                    other => other?,
                };
                let booking = agree(tx, call, booking, values, &Taker::LECTURER).await?;
                let people = concerned(tx, &booking).await?;
                tell_people(tx, call, people, &booked(&booking)).await
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
                tx.log(call.entry("extend", "booking", AUTHORS).on(id));
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
                let booking = lock_booking(tx, call, id).await?;
                if booking.state == BookingState::Cancelled {
                    return Ok(());
                }
                let reason = read_reason(&booking, values)?;
                cancel(tx, call, &booking, &reason, AUTHORS).await
            }
            .scope_boxed()
        })
        .await
    }

    /// Gives back what lapsed holds and offers kept. Run before every take, and from time to time.
    pub async fn release_lapsed_holds(&self, now: DateTime<Utc>) -> Result<(), ActionError> {
        let mut conn = self.store.read().await?;
        let is_due =
            conn.has_booking_due(now).await? || !conn.list_offers_due(now).await?.is_empty();
        drop(conn);
        if !is_due {
            return Ok(());
        }
        self.write(|tx| async move { release_lapsed(tx, now).await }.scope_boxed()).await
    }
}

/// Gives back what lapsed holds and offers kept, to whoever waits for it.
pub(crate) async fn release_lapsed(tx: &mut Write, now: DateTime<Utc>) -> Result<(), ActionError> {
    release_holds(tx, now).await?;
    lapse_offers(tx, &Call::anonymous(now, "")).await
}

/// The same of holds alone.
async fn release_holds(tx: &mut Write, now: DateTime<Utc>) -> Result<(), ActionError> {
    let call = &Call::anonymous(now, "");
    for hold in tx.lapse_bookings(now).await? {
        tx.release_commitments(CommitmentSource::Booking, hold.id.into()).await?;
        let entry = Entry::new(Doer::PROGRAM, now, "lapse", "booking").on(hold.id);
        tx.log(entry.moved(BookingState::Held.as_str(), BookingState::Lapsed.as_str()));
        freed(tx, call, hold.slot_id, SlotState::Held).await?;
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
    let rules = conn.rulebook_of_session(booking.session_id, call.today()).await?;
    Ok(BookingPage { booking, is_open, rules })
}

/// A booking that frees its slot: the session is held before it, for who waits is asked.
async fn lock_booking(
    tx: &mut Write,
    call: &Call,
    id: BookingId,
) -> Result<BookingRow, ActionError> {
    let booking = booking_of(tx, call, id).await?.booking;
    tx.lock(Lock::ReviewSession(booking.session_id)).await?;
    tx.lock(Lock::Booking(id)).await?;
    Ok(booking_of(tx, call, id).await?.booking)
}

/// A booking is called off by its lecturer, or in the lecturer's name; what comes late is recorded as
/// such (`REV-05`).
pub(crate) async fn cancel(
    tx: &mut Write,
    call: &Call,
    booking: &BookingRow,
    reason: &str,
    doer: &[Role],
) -> Result<(), ActionError> {
    let rules = tx.rulebook_of_session(booking.session_id, call.today()).await?;
    let was_moved = booking.moved_from.is_some();
    let next = booking.state.cancel(call.now, booking.starts_at, was_moved, &rules)?;
    if !tx.move_booking(booking.id, booking.state, next).await? {
        return Err(ActionError::WrongState);
    }
    give_back(tx, call, booking).await?;
    let entry = call.entry("cancel", "booking", doer).on(booking.id).under(rules.version);
    tx.log(entry.moved(booking.state.as_str(), next.as_str()).because(reason));
    Ok(())
}

/// The slot that a version of one's own has, or the lecture that is judged in it, held as whoever
/// changes it does: before the version is.
pub(crate) async fn lock_slot_of(
    tx: &mut Write,
    call: &Call,
    version: CourseVersionId,
) -> Result<Option<BookingRow>, ActionError> {
    let Some(course) = tx.find_version(version).await? else { return Ok(None) };
    let slots = tx.list_bookings_of(course.lecturer_id).await?;
    let is_kept =
        |it: &&BookingRow| it.version_id == version && it.state == BookingState::Confirmed;
    let lectures = tx.list_trials_of(course.course_id).await?;
    let slot = slots.iter().find(is_kept).map(|booking| booking.id);
    let lecture = lectures.iter().find(|it| it.is_open_for(version)).map(|it| it.booking_id);
    match slot.or(lecture) {
        // What it has become meanwhile is judged where it is given back.
        Some(id) => lock_booking(tx, call, id).await.map(Some),
        None => Ok(None),
    }
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
    if stays_in_catalogue(tx, &course).await? {
        // The verdict alone moves it.
        return Ok(());
    }
    let to = step(course.state).map_err(|_| ActionError::WrongState)?;
    let from = (course.state, course.revision);
    let moved = tx.move_version(version, from, to, "", call.now).await?;
    if moved { Ok(()) } else { Err(ActionError::WrongState) }
}

/// Frees slot, calendars and course of a booking that is called off.
async fn give_back(tx: &mut Write, call: &Call, booking: &BookingRow) -> Result<(), ActionError> {
    let was_confirmed = booking.state == BookingState::Confirmed;
    let slot_state = if was_confirmed { SlotState::Booked } else { SlotState::Held };
    tx.release_commitments(CommitmentSource::Booking, booking.id.into()).await?;
    if was_confirmed {
        move_course(tx, call, booking, CourseVersionState::release).await?;
        let people = concerned(tx, booking).await?;
        tell_people(tx, call, people, &released(booking)).await?;
    }
    freed(tx, call, booking.slot_id, slot_state).await
}

fn is_live(booking: &BookingRow, now: DateTime<Utc>) -> bool {
    match booking.state {
        BookingState::Confirmed => now < booking.ends_at,
        _ => now < booking.held_until,
    }
}

/// Panel, planner and lecturer of a booking.
pub(crate) async fn concerned(
    tx: &mut Tx,
    booking: &BookingRow,
) -> Result<Vec<PersonId>, ActionError> {
    let session = tx.find_session_plan(booking.session_id).await?.ok_or(ActionError::NotFound)?;
    let panel = tx.list_panels(&[session.id]).await?;
    let mut people: Vec<PersonId> = panel.iter().map(|member| member.person_id).collect();
    people.extend([session.planner_id, booking.lecturer_id]);
    Ok(people)
}

pub(crate) fn booked(booking: &BookingRow) -> Message {
    Message::SlotBooked {
        session: booking.session_id,
        booking: booking.id,
        title: booking.title.clone(),
        lecturer: booking.lecturer_name.clone(),
        starts_at: booking.starts_at,
    }
}

fn released(booking: &BookingRow) -> Message {
    Message::SlotReleased {
        session: booking.session_id,
        title: booking.title.clone(),
        lecturer: booking.lecturer_name.clone(),
        starts_at: booking.starts_at,
    }
}
