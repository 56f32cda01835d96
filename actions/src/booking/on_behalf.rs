//! The office books for a lecturer; both names are recorded, and the lecturer is told.

use domain::{
    booking::Refusal,
    form::{Field, LINE_MAX, ProblemKind, Problems, REASON_MIN, Reader, Values},
    id::{BookingId, CourseVersionId, ReviewSessionId, SlotId},
    inbox::Message,
    review_session::SlotState,
    role::{SESSION_ORGANISERS, may_organise_session, may_organise_sessions},
};
use store::{BookingRow, Conn, CourseRow, Lock, ReviewSessionRow, SlotRow};

use super::{
    booked, cancel, concerned,
    offer::{judge, supply, wish_of},
    release_lapsed,
    take::{Taker, agree, take_slot},
};
use crate::{
    ActionError, Actions, Call,
    late_conflict::waits_for_slot,
    tell::tell_people,
    write::{Scoped as _, Write},
};

/// A course that waits for a slot, as the office may book for it.
#[derive(Clone, Debug)]
pub struct OnBehalf {
    /// The version.
    pub course: CourseRow,
    /// Why the slot is not for it; `None`: it can be booked.
    pub refusal: Option<Refusal>,
}

/// A slot that the office books for somebody.
#[derive(Clone, Debug)]
pub struct OnBehalfPage {
    /// The session.
    pub session: ReviewSessionRow,
    /// The slot.
    pub slot: SlotRow,
    /// What waits for a slot, by lecturer; what cannot be booked comes last.
    pub courses: Vec<OnBehalf>,
}

impl Actions {
    /// A free slot of a session, with the courses that could be booked into it.
    pub async fn booking_on_behalf(
        &self,
        call: &Call,
        session: ReviewSessionId,
        slot: SlotId,
    ) -> Result<OnBehalfPage, ActionError> {
        call.allowed(may_organise_sessions)?;
        page_of(&mut self.store.read().await?, call, session, slot).await
    }

    /// Books a slot for a lecturer's course at once; sent twice, it is booked once.
    pub async fn book_on_behalf(
        &self,
        call: &Call,
        session: ReviewSessionId,
        slot: SlotId,
        values: &Values,
    ) -> Result<BookingId, ActionError> {
        let actor = call.allowed(may_organise_sessions)?;
        let booker = actor.person;
        self.write(|tx| {
            async move {
                tx.lock(Lock::ReviewSession(session)).await?;
                let own = tx.find_session_plan(session).await?;
                let is_own = |it: &ReviewSessionRow| may_organise_session(actor, it.region_id);
                own.filter(is_own).ok_or(ActionError::NotFound)?;
                release_lapsed(tx, call.now).await?;
                let mut reader = Reader::new(values);
                let version = reader.choice(Field::Course, |text| text.parse().ok());
                let version: CourseVersionId = reader.problems.or(|| version)?;
                let in_session = tx.list_bookings_in(session).await?;
                let own = in_session.iter().find(|it| it.slot_id == slot);
                if let Some(own) = own.filter(|it| it.version_id == version) {
                    return Ok(own.id);
                }
                let found = tx.find_slot(slot).await?.filter(|it| it.session_id == session);
                found.ok_or(ActionError::NotFound)?;
                let unknown = || Problems::one(Field::Course, ProblemKind::UnknownChoice);
                let course = tx.find_version(version).await?.ok_or_else(unknown)?;
                if !waits_for_slot(tx, &course).await? {
                    return Err(unknown().into());
                }
                let lecturer = course.lecturer_id;
                if lecturer == booker {
                    return Err(ActionError::Forbidden);
                }
                let person = tx.find_person(lecturer).await?.ok_or(ActionError::NotFound)?;
                tx.lock_party(person.party_id).await?;
                let wish = wish_of(tx, call, version, lecturer).await?;
                let taker = Taker::office(booker);
                let id = take_slot(tx, call, &wish, slot, &taker).await?;
                let held = tx.find_booking(id).await?.ok_or(ActionError::NotFound)?;
                let booking = agree(tx, call, held, values, &taker).await?;
                tell_lecturer_and_panel(tx, call, &booking).await?;
                Ok(id)
            }
            .scope_boxed()
        })
        .await
    }
}

/// The lecturer hears who has booked, everybody else that the slot is booked.
impl Actions {
    /// Gives a booked slot back in its lecturer's name, with a reason; the lecturer is told who did.
    /// Given back twice, it is given back.
    pub async fn cancel_on_behalf(
        &self,
        call: &Call,
        session: ReviewSessionId,
        slot: SlotId,
        values: &Values,
    ) -> Result<(), ActionError> {
        let actor = call.allowed(may_organise_sessions)?;
        self.write(|tx| {
            async move {
                tx.lock(Lock::ReviewSession(session)).await?;
                let own = tx.find_session_plan(session).await?;
                let is_own = |it: &ReviewSessionRow| may_organise_session(actor, it.region_id);
                own.filter(is_own).ok_or(ActionError::NotFound)?;
                let in_session = tx.list_bookings_in(session).await?;
                let Some(booking) = in_session.into_iter().find(|it| it.slot_id == slot) else {
                    return Ok(());
                };
                if booking.lecturer_id == actor.person {
                    return Err(ActionError::Forbidden);
                }
                tx.lock(Lock::Booking(booking.id)).await?;
                let mut reader = Reader::new(values);
                let reason = reader.text(Field::CancelReason, REASON_MIN, LINE_MAX);
                let reason = reader.problems.or(|| reason)?;
                cancel(tx, call, &booking, &reason, SESSION_ORGANISERS).await?;
                let message = Message::SlotCancelledForYou {
                    version: booking.version_id,
                    title: booking.title.clone(),
                    booker: actor.name.clone(),
                    starts_at: booking.starts_at,
                    reason,
                };
                Ok(tx.add_message(booking.lecturer_id, &message, call.now).await?)
            }
            .scope_boxed()
        })
        .await
    }
}

async fn tell_lecturer_and_panel(
    tx: &mut Write,
    call: &Call,
    booking: &BookingRow,
) -> Result<(), ActionError> {
    let mut people = concerned(tx, booking).await?;
    people.retain(|person| *person != booking.lecturer_id);
    tell_people(tx, call, people, &booked(booking)).await?;
    let message = Message::SlotBookedForYou {
        booking: booking.id,
        title: booking.title.clone(),
        booker: booking.booker_name.clone().unwrap_or_default(),
        starts_at: booking.starts_at,
    };
    Ok(tx.add_message(booking.lecturer_id, &message, call.now).await?)
}

async fn page_of(
    conn: &mut Conn,
    call: &Call,
    session: ReviewSessionId,
    slot: SlotId,
) -> Result<OnBehalfPage, ActionError> {
    let actor = call.actor()?;
    let session = conn.find_session_plan(session).await?;
    let session = session.filter(|it| may_organise_session(actor, it.region_id));
    let session = session.ok_or(ActionError::NotFound)?;
    let slot = conn.find_slot(slot).await?.filter(|slot| slot.session_id == session.id);
    let slot = slot.ok_or(ActionError::NotFound)?;
    if slot.state != SlotState::Free {
        return Err(ActionError::WrongState);
    }
    let mut courses = Vec::new();
    for course in conn.list_bookable_versions().await? {
        if course.lecturer_id == actor.person {
            continue;
        }
        let wish = wish_of(conn, call, course.id, course.lecturer_id).await?;
        let supply = supply(conn, call, vec![session.clone()], &wish).await?;
        courses.push(OnBehalf { refusal: judge(call, &wish, &supply, &slot), course });
    }
    courses.sort_by(|one, other| {
        let key = |it: &OnBehalf| (it.refusal.is_some(), it.course.lecturer_name.clone());
        key(one).cmp(&key(other))
    });
    Ok(OnBehalfPage { session, slot, courses })
}
