//! The waiting list of a session: whoever waits is offered what becomes free, in the order of entry.
//!
//! Whatever frees a slot calls [`freed`], and nothing else moves a slot to somebody who waits.

use domain::{
    booking::{BookingState, Refusal, trial_minutes},
    form::{Field, Reader, Values},
    id::{BookingId, CourseVersionId, ReviewSessionId, SlotId, WaitingEntryId},
    inbox::Message,
    review_session::{ReviewSessionState, SlotState},
    role::{AUTHORS, Role, brings_courses},
    waiting_list::{WaitingState, offer_until},
};
use store::{BookingRow, Conn, Lock, ReviewSessionRow, SlotRow, WaitingRow};

use crate::{
    ActionError, Actions, Call,
    booking::{
        Taker, agree, booked, concerned, exchange, judge, release_lapsed, supply, take_slot,
        wish_of,
    },
    tell::tell_people,
    write::{Scoped as _, Write, lost_race},
};

/// An entry of a waiting list, as its lecturer sees it.
#[derive(Clone, Debug)]
pub struct WaitingPage {
    /// The entry.
    pub entry: WaitingRow,
    /// Its place among those who still wait, from 1; none where it waits no longer.
    pub place_no: Option<usize>,
    /// Whether the offered slot can be accepted.
    pub is_offered: bool,
    /// Whether only a part of the course can be given in it.
    pub is_in_part: bool,
    /// The booking that accepting would give back.
    pub booking: Option<BookingRow>,
}

impl Actions {
    /// Enters a course of the caller's into the waiting list of a session in which nothing is free
    /// for it; entered twice, it waits once.
    pub async fn wait_for_slot(
        &self,
        call: &Call,
        version: CourseVersionId,
        values: &Values,
    ) -> Result<WaitingEntryId, ActionError> {
        let actor = call.allowed(brings_courses)?;
        self.write(|tx| {
            async move {
                let mut reader = Reader::new(values);
                let session = reader.choice(Field::Session, |text| text.parse().ok());
                let session: ReviewSessionId = reader.problems.or(|| session)?;
                tx.lock(Lock::ReviewSession(session)).await?;
                release_lapsed(tx, call.now).await?;
                let wish = wish_of(tx, call, version, actor.person).await?;
                let waiting = tx.list_waiting_for(version).await?;
                if let Some(entry) = waiting.iter().find(|entry| entry.session_id == session) {
                    return Ok(entry.id);
                }
                let wish = wish.in_exchange();
                let plan = tx.find_session_plan(session).await?.ok_or(ActionError::NotFound)?;
                let is_open = plan.state == ReviewSessionState::Open
                    && plan.opens_at.is_some_and(|at| at <= call.now)
                    && call.now < plan.closes_at;
                if !is_open {
                    return Err(Refusal::BookingClosed.into());
                }
                let slots = tx.list_slots(&[session]).await?;
                let supply = supply(tx, call, vec![plan], &wish).await?;
                if slots.iter().any(|slot| judge(call, &wish, &supply, slot).is_none()) {
                    return Err(Refusal::SlotFree.into());
                }
                let hoped = wish.offered();
                // One slot that would suit is enough to wait for it.
                let refusals: Option<Vec<Refusal>> = slots
                    .iter()
                    .filter(|slot| slot.state != SlotState::Withdrawn)
                    .map(|slot| judge(call, &hoped, &supply, slot))
                    .collect();
                if let Some(refusals) = refusals {
                    let first = refusals.first().copied().unwrap_or(Refusal::BookingClosed);
                    return Err(first.into());
                }
                let id = tx.add_waiting_entry(session, version, actor.person, call.now).await;
                let id = id.map_err(lost_race)?;
                let entry = call.entry("wait", "waiting_entry", AUTHORS).on(id);
                tx.log(entry.under(hoped.rules.version));
                Ok(id)
            }
            .scope_boxed()
        })
        .await
    }

    /// An entry, for its lecturer.
    pub async fn waiting_entry(
        &self,
        call: &Call,
        id: WaitingEntryId,
    ) -> Result<WaitingPage, ActionError> {
        entry_of(&mut self.store.read().await?, call, id).await
    }

    /// Accepts the offered slot; a booking that the course has elsewhere is given back with it.
    /// Gives the new booking.
    pub async fn accept_offer(
        &self,
        call: &Call,
        id: WaitingEntryId,
        values: &Values,
    ) -> Result<BookingId, ActionError> {
        self.write(|tx| {
            async move {
                let WaitingPage { entry, booking, .. } = entry_of(tx, call, id).await?;
                let (Some(slot), Some(until)) = (entry.slot_id, entry.offered_until) else {
                    return Err(Refusal::NotActive.into());
                };
                if entry.state == WaitingState::Accepted {
                    let own = booking.filter(|booking| booking.slot_id == slot);
                    return Ok(own.ok_or(ActionError::WrongState)?.id);
                }
                let next = entry.state.accept(call.now, until)?;
                let person = tx.find_person(entry.lecturer_id).await?;
                tx.lock_party(person.ok_or(ActionError::NotFound)?.party_id).await?;
                if !tx.move_waiting_entry(id, entry.state, next).await? {
                    return Err(Refusal::OfferLapsed.into());
                }
                let wish = wish_of(tx, call, entry.version_id, entry.lecturer_id).await?;
                // What is only held elsewhere is agreed on or given back first.
                let is_held = |own: &BookingRow| {
                    own.version_id == entry.version_id && own.state == BookingState::Held
                };
                if wish.bookings.iter().any(is_held) {
                    return Err(Refusal::VersionBooked.into());
                }
                let wish = wish.in_exchange().offered();
                let line = call.entry("accept", "waiting_entry", AUTHORS).on(id);
                tx.log(line.moved(entry.state.as_str(), next.as_str()));
                let taker = &Taker::WAITING;
                if let Some(old) = booking {
                    return exchange(tx, call, &old, &wish, slot, taker, (values, "")).await;
                }
                let new = take_slot(tx, call, &wish, slot, taker).await?;
                let held = tx.find_booking(new).await?.ok_or(ActionError::NotFound)?;
                let new = agree(tx, call, held, values, taker).await?;
                let people = concerned(tx, &new).await?;
                tell_people(tx, call, people, &booked(&new)).await?;
                Ok(new.id)
            }
            .scope_boxed()
        })
        .await
    }

    /// The offered slot does not suit: the entry keeps its place, and the next one is offered it.
    pub async fn decline_offer(&self, call: &Call, id: WaitingEntryId) -> Result<(), ActionError> {
        self.write(|tx| {
            async move {
                let WaitingPage { entry, .. } = entry_of(tx, call, id).await?;
                if entry.state == WaitingState::Waiting {
                    return Ok(());
                }
                let next = entry.state.decline()?;
                let slot = entry.slot_id.ok_or(ActionError::WrongState)?;
                if !tx.move_waiting_entry(id, entry.state, next).await? {
                    return Err(Refusal::OfferLapsed.into());
                }
                tx.add_waiting_decline(id, slot).await?;
                let line = call.entry("decline", "waiting_entry", AUTHORS).on(id);
                tx.log(line.moved(entry.state.as_str(), next.as_str()));
                freed(tx, call, slot, SlotState::Held).await
            }
            .scope_boxed()
        })
        .await
    }

    /// The lecturer waits no longer.
    pub async fn withdraw_waiting(
        &self,
        call: &Call,
        id: WaitingEntryId,
    ) -> Result<(), ActionError> {
        self.write(|tx| {
            async move {
                let WaitingPage { entry, .. } = entry_of(tx, call, id).await?;
                if entry.state == WaitingState::Withdrawn {
                    return Ok(());
                }
                leave(tx, call, &entry, entry.state.withdraw()?, AUTHORS).await
            }
            .scope_boxed()
        })
        .await
    }
}

async fn entry_of(
    conn: &mut Conn,
    call: &Call,
    id: WaitingEntryId,
) -> Result<WaitingPage, ActionError> {
    let actor = call.actor()?;
    let entry = conn.find_waiting_entry(id).await?;
    let entry = entry.filter(|entry| entry.lecturer_id == actor.person);
    let entry = entry.ok_or(ActionError::NotFound)?;
    let waiting = conn.list_waiting_in(entry.session_id).await?;
    let bookings = conn.list_bookings_of(actor.person).await?;
    let is_own = |booking: &BookingRow| {
        booking.version_id == entry.version_id && booking.state == BookingState::Confirmed
    };
    let until = entry.offered_until;
    let plan = conn.find_session_plan(entry.session_id).await?.ok_or(ActionError::NotFound)?;
    let course = conn.find_version(entry.version_id).await?.ok_or(ActionError::NotFound)?;
    let rules = conn.rulebook_of_session(entry.session_id, call.today()).await?;
    let least = trial_minutes(plan.slot_minutes, plan.short_minutes, &rules);
    Ok(WaitingPage {
        place_no: waiting.iter().position(|one| one.id == id).map(|at| at + 1),
        is_offered: entry.state == WaitingState::Offered
            && until.is_some_and(|until| call.now < until),
        is_in_part: course.minutes.is_some_and(|minutes| minutes > least),
        booking: bookings.into_iter().find(is_own),
        entry,
    })
}

/// A slot has become free that was held or booked: it is offered to the first who waits for the
/// session and whom it suits. Where nobody does, it is free, or withdrawn once booking has closed.
pub(crate) async fn freed(
    tx: &mut Write,
    call: &Call,
    slot: SlotId,
    from: SlotState,
) -> Result<(), ActionError> {
    let slot = tx.find_slot(slot).await?.ok_or(ActionError::NotFound)?;
    // Nobody enters the list while it is asked.
    tx.lock(Lock::ReviewSession(slot.session_id)).await?;
    let session = tx.find_session_plan(slot.session_id).await?.ok_or(ActionError::NotFound)?;
    let is_closed = session.state == ReviewSessionState::Closed;
    let is_ahead = is_closed || session.state == ReviewSessionState::Open;
    let to = if is_ahead && offer_to_next(tx, call, &session, &slot).await? {
        SlotState::Held
    } else if is_closed {
        tx.release_slot_commitments(slot.id).await?;
        SlotState::Withdrawn
    } else {
        SlotState::Free
    };
    if from != to && !tx.move_slot(slot.id, from, to).await? {
        return Err(ActionError::WrongState);
    }
    Ok(())
}

/// Offers a slot to the first who waits and whom it suits; `false`: there is nobody.
async fn offer_to_next(
    tx: &mut Write,
    call: &Call,
    session: &ReviewSessionRow,
    slot: &SlotRow,
) -> Result<bool, ActionError> {
    let waiting = tx.list_waiting_in(session.id).await?;
    if waiting.is_empty() {
        return Ok(false);
    }
    let rules = tx.rulebook(call.today()).await?;
    let Some(until) = offer_until(call.now, slot.starts_at, &rules) else { return Ok(false) };
    let declined = tx.list_waiting_declines(slot.id).await?;
    let asks =
        |entry: &&WaitingRow| entry.state == WaitingState::Waiting && !declined.contains(&entry.id);
    for entry in waiting.iter().filter(asks) {
        let wish = wish_of(tx, call, entry.version_id, entry.lecturer_id).await?;
        let wish = wish.in_exchange().offered();
        let supply = supply(tx, call, vec![session.clone()], &wish).await?;
        if judge(call, &wish, &supply, slot).is_some()
            || !tx.set_waiting_offer(entry.id, slot.id, until).await?
        {
            continue;
        }
        let message = Message::SlotOffered {
            entry: entry.id,
            title: entry.title.clone(),
            starts_at: slot.starts_at,
            until,
        };
        tx.add_message(entry.lecturer_id, &message, call.now).await?;
        let line = call.entry("offer", "waiting_entry", &[]).on(entry.id).under(rules.version);
        tx.log(line.moved(WaitingState::Waiting.as_str(), WaitingState::Offered.as_str()));
        return Ok(true);
    }
    Ok(false)
}

/// Offers that were not answered are over, and the slot goes to the next.
pub(crate) async fn lapse_offers(tx: &mut Write, call: &Call) -> Result<(), ActionError> {
    for entry in tx.list_offers_due(call.now).await? {
        let next = entry.state.lapse()?;
        if !tx.move_waiting_entry(entry.id, entry.state, next).await? {
            continue;
        }
        let message = Message::OfferLapsed {
            version: entry.version_id,
            title: entry.title.clone(),
            starts_at: entry.slot_starts_at.unwrap_or(entry.session_starts_at),
        };
        tx.add_message(entry.lecturer_id, &message, call.now).await?;
        let line = call.entry("lapse", "waiting_entry", &[]).on(entry.id);
        tx.log(line.moved(entry.state.as_str(), next.as_str()));
        if let Some(slot) = entry.slot_id {
            freed(tx, call, slot, SlotState::Held).await?;
        }
    }
    Ok(())
}

/// An entry comes to its end; a slot that was kept for it goes to the next.
async fn leave(
    tx: &mut Write,
    call: &Call,
    entry: &WaitingRow,
    to: WaitingState,
    roles: &'static [Role],
) -> Result<(), ActionError> {
    if !tx.move_waiting_entry(entry.id, entry.state, to).await? {
        return Err(ActionError::WrongState);
    }
    let verb = if to == WaitingState::Withdrawn { "withdraw" } else { "end" };
    let line = call.entry(verb, "waiting_entry", roles).on(entry.id);
    tx.log(line.moved(entry.state.as_str(), to.as_str()));
    match entry.slot_id.filter(|_| entry.state == WaitingState::Offered) {
        Some(slot) => freed(tx, call, slot, SlotState::Held).await,
        None => Ok(()),
    }
}

/// A version waits nowhere any more: it is before a panel, or was given up.
pub(crate) async fn end_waiting_for(
    tx: &mut Write,
    call: &Call,
    version: CourseVersionId,
    roles: &'static [Role],
) -> Result<(), ActionError> {
    for entry in tx.list_waiting_for(version).await? {
        leave(tx, call, &entry, entry.state.end()?, roles).await?;
    }
    Ok(())
}

/// A session takes nobody any more: whoever waits for it is told. Gives the slots that were kept.
pub(crate) async fn end_waiting_in(
    tx: &mut Write,
    call: &Call,
    session: ReviewSessionId,
    message: &Message,
    roles: &'static [Role],
) -> Result<Vec<SlotId>, ActionError> {
    let mut kept = Vec::new();
    for entry in tx.list_waiting_in(session).await? {
        kept.extend(entry.slot_id.filter(|_| entry.state == WaitingState::Offered));
        let to = entry.state.end()?;
        if !tx.move_waiting_entry(entry.id, entry.state, to).await? {
            return Err(ActionError::WrongState);
        }
        let line = call.entry("end", "waiting_entry", roles).on(entry.id);
        tx.log(line.moved(entry.state.as_str(), to.as_str()));
        tx.add_message(entry.lecturer_id, message, call.now).await?;
    }
    Ok(kept)
}

/// A slot that is offered to somebody is taken out: the entry keeps its place, and its lecturer is
/// told.
pub(crate) async fn take_offer_back(
    tx: &mut Write,
    call: &Call,
    (session, slot): (ReviewSessionId, SlotId),
    reason: &str,
    roles: &'static [Role],
) -> Result<(), ActionError> {
    let waiting = tx.list_waiting_in(session).await?;
    let is_offered =
        |entry: &&WaitingRow| entry.state == WaitingState::Offered && entry.slot_id == Some(slot);
    let Some(entry) = waiting.iter().find(is_offered) else { return Ok(()) };
    let next = entry.state.decline()?;
    if !tx.move_waiting_entry(entry.id, entry.state, next).await? {
        return Err(ActionError::WrongState);
    }
    let line = call.entry("withdraw_offer", "waiting_entry", roles).on(entry.id);
    tx.log(line.moved(entry.state.as_str(), next.as_str()).because(reason));
    let message = Message::SlotWithdrawn {
        version: entry.version_id,
        title: entry.title.clone(),
        starts_at: entry.slot_starts_at.unwrap_or(entry.session_starts_at),
        reason: reason.to_owned(),
    };
    Ok(tx.add_message(entry.lecturer_id, &message, call.now).await?)
}
