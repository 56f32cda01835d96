//! The office takes back what it has published: a slot, or the whole session, each with its reason.

use domain::{
    booking::BookingState,
    commitment::CommitmentSource,
    course::CourseVersionState,
    form::{Field, LINE_MAX, Problems, REASON_MIN, Reader, Revision, Values},
    id::{PersonId, ReviewSessionId, SlotId},
    inbox::Message,
    review_session::SlotState,
    role::{SESSION_ORGANISERS, may_organise_sessions},
};
use store::{BookingRow, Lock, SlotRow};

use super::{SessionPage, organised};
use crate::{
    ActionError, Actions, Call,
    booking::{move_course, release_lapsed},
    error::check_revision,
    tell::tell_people,
    waiting_list::{end_waiting_in, take_offer_back},
    write::{Scoped as _, Write},
};

impl Actions {
    /// Calls a session off that has not begun, with a reason: its bookings are given back, the
    /// calendars of all are free, and each person is told once. Called off twice, it is called off.
    pub async fn cancel_session(
        &self,
        call: &Call,
        id: ReviewSessionId,
        values: &Values,
        revision: Revision,
    ) -> Result<(), ActionError> {
        call.allowed(may_organise_sessions)?;
        self.write(|tx| {
            async move {
                tx.lock(Lock::ReviewSession(id)).await?;
                release_lapsed(tx, call.now).await?;
                let page = organised(tx, call, id).await?;
                let session = &page.session;
                if session.state == domain::review_session::ReviewSessionState::Cancelled {
                    return Ok(());
                }
                let next = session.state.cancel().map_err(|_| ActionError::WrongState)?;
                let reason = &read_reason(values)?;
                check_revision(revision, session.revision)?;
                let mut told = Vec::new();
                for slot in page.slots.iter().filter(|slot| slot.state != SlotState::Withdrawn) {
                    told.extend(take_back(tx, call, &page, slot, reason).await?);
                }
                if !tx.move_session(id, (session.state, session.revision), next).await? {
                    return Err(ActionError::WrongState);
                }
                let message = Message::SessionCancelled {
                    session: id,
                    starts_at: session.starts_at,
                    reason: reason.clone(),
                };
                end_waiting_in(tx, call, id, &message, SESSION_ORGANISERS).await?;
                if session.opens_at.is_some() {
                    let panel = page.panel.iter().map(|member| member.person_id);
                    let others = panel.filter(|person| !told.contains(person));
                    tell_people(tx, call, others, &message).await?;
                }
                let entry = call.entry("cancel", "review_session", SESSION_ORGANISERS).on(id);
                tx.log(entry.moved(session.state.as_str(), next.as_str()).because(reason));
                Ok(())
            }
            .scope_boxed()
        })
        .await
    }

    /// Takes a slot out of a session, with a reason; whoever had booked it may book another one.
    pub async fn withdraw_slot(
        &self,
        call: &Call,
        id: ReviewSessionId,
        slot: SlotId,
        values: &Values,
    ) -> Result<(), ActionError> {
        call.allowed(may_organise_sessions)?;
        self.write(|tx| {
            async move {
                tx.lock(Lock::ReviewSession(id)).await?;
                release_lapsed(tx, call.now).await?;
                let page = organised(tx, call, id).await?;
                let slot = page.slots.iter().find(|one| one.id == slot);
                let slot = slot.ok_or(ActionError::NotFound)?;
                if slot.state == SlotState::Withdrawn {
                    return Ok(());
                }
                page.session.state.cancel().map_err(|_| ActionError::WrongState)?;
                let reason = &read_reason(values)?;
                take_back(tx, call, &page, slot, reason).await?;
                let entry = call.entry("withdraw", "slot", SESSION_ORGANISERS).on(slot.id);
                let (from, to) = (slot.state.as_str(), SlotState::Withdrawn.as_str());
                tx.log(entry.moved(from, to).because(reason));
                Ok(())
            }
            .scope_boxed()
        })
        .await
    }
}

fn read_reason(values: &Values) -> Result<String, Problems> {
    let mut reader = Reader::new(values);
    let reason = reader.text(Field::Reason, REASON_MIN, LINE_MAX);
    reader.problems.or(|| reason)
}

/// Takes a slot back with whatever was booked in it; gives the lecturer who was told.
async fn take_back(
    tx: &mut Write,
    call: &Call,
    page: &SessionPage,
    slot: &SlotRow,
    reason: &str,
) -> Result<Option<PersonId>, ActionError> {
    let booking = page.bookings.iter().find(|booking| booking.slot_id == slot.id);
    if let Some(booking) = booking {
        give_back(tx, call, booking, reason).await?;
    }
    take_offer_back(tx, call, (page.session.id, slot.id), reason, SESSION_ORGANISERS).await?;
    if !tx.move_slot(slot.id, slot.state, SlotState::Withdrawn).await? {
        return Err(ActionError::WrongState);
    }
    tx.release_slot_commitments(slot.id).await?;
    Ok(booking.map(|booking| booking.lecturer_id))
}

async fn give_back(
    tx: &mut Write,
    call: &Call,
    booking: &BookingRow,
    reason: &str,
) -> Result<(), ActionError> {
    let to = BookingState::Cancelled;
    if !tx.move_booking(booking.id, booking.state, to).await? {
        return Err(ActionError::WrongState);
    }
    tx.release_commitments(CommitmentSource::Booking, booking.id.into()).await?;
    if booking.state == BookingState::Confirmed {
        move_course(tx, call, booking, CourseVersionState::release).await?;
    }
    let message = Message::SlotWithdrawn {
        version: booking.version_id,
        title: booking.title.clone(),
        starts_at: booking.starts_at,
        reason: reason.to_owned(),
    };
    tx.add_message(booking.lecturer_id, &message, call.now).await?;
    let entry = call.entry("withdraw", "booking", SESSION_ORGANISERS).on(booking.id);
    tx.log(entry.moved(booking.state.as_str(), to.as_str()).because(reason));
    Ok(())
}
