//! One slot of a published session begins at another time, or is longer or shorter.

use chrono::{DateTime, TimeDelta, Utc};
use domain::{
    booking::BookingState,
    form::{Field, ProblemKind, Problems, Revision, Values},
    id::{PersonId, ReviewSessionId, SlotId},
    inbox::Message,
    review_session::{SessionLengths, SlotChange, SlotState},
    role::{SESSION_ORGANISERS, may_organise_sessions},
    rulebook::{Rule, Rulebook},
};
use store::{BookingRow, Lock, SlotRow};

use super::{
    SessionPage, calendar::take_calendars, organised, panel::is_ahead, session_of,
    shift::take_lecturer,
};
use crate::{
    ActionError, Actions, Call,
    booking::release_lapsed,
    error::check_revision,
    local_date,
    tell::tell_people,
    to_utc,
    write::{Scoped as _, Write},
};

impl Actions {
    /// The lengths that a slot of a session may have: those of the rules of its publication.
    pub async fn slot_lengths(
        &self,
        call: &Call,
        id: ReviewSessionId,
    ) -> Result<SessionLengths, ActionError> {
        call.allowed(may_organise_sessions)?;
        let rules = self.store.read().await?.rulebook_of_session(id, call.today()).await?;
        Ok(SessionLengths::of(&rules))
    }

    /// Moves, lengthens or shortens one slot on the day of its session, with a reason: a booked
    /// lecture must still fit, nobody and no other slot may be in the way, and whoever it concerns
    /// hears once what is new. The lecturer is asked anew whether it suits.
    pub async fn change_slot(
        &self,
        call: &Call,
        id: ReviewSessionId,
        slot: SlotId,
        values: &Values,
        revision: Revision,
    ) -> Result<(), ActionError> {
        call.allowed(may_organise_sessions)?;
        self.write(|tx| {
            async move {
                tx.lock(Lock::ReviewSession(id)).await?;
                release_lapsed(tx, call.now).await?;
                let page = organised(tx, call, id).await?;
                let before = page.slots.iter().find(|one| one.id == slot);
                let before = before.ok_or(ActionError::NotFound)?;
                if !is_ahead(page.session.state) || before.state == SlotState::Withdrawn {
                    return Err(ActionError::WrongState);
                }
                let rules = tx.rulebook_of_session(id, call.today()).await?;
                let change = SlotChange::parse(values, &SessionLengths::of(&rules))?;
                let starts_at = to_utc(local_date(page.session.starts_at), change.starts_at);
                let ends_at = starts_at + TimeDelta::minutes(change.minutes);
                if (starts_at, ends_at) == (before.starts_at, before.ends_at) {
                    return Ok(());
                }
                check_revision(revision, page.session.revision)?;
                check(call, &page, before, (starts_at, ends_at))?;
                self.refit(tx, call, (&page, before), (starts_at, ends_at), &change.reason).await
            }
            .scope_boxed()
        })
        .await
    }

    async fn refit(
        &self,
        tx: &mut Write,
        call: &Call,
        (page, before): (&SessionPage, &SlotRow),
        (starts_at, ends_at): (DateTime<Utc>, DateTime<Utc>),
        reason: &str,
    ) -> Result<(), ActionError> {
        let (id, slot) = (page.session.id, before.id);
        if !tx.set_slot_time(before, starts_at, ends_at).await? {
            return Err(ActionError::Stale);
        }
        // The slot is held by now: whoever took it or agreed on it meanwhile is seen here.
        for booking in tx.list_bookings_in(id).await?.iter().filter(|it| it.slot_id == slot) {
            tx.lock(Lock::Booking(booking.id)).await?;
        }
        let now = session_of(tx, call, id).await?;
        let first = now.slots.iter().filter(|it| it.state != SlotState::Withdrawn);
        let first = first.map(|it| it.starts_at).min().unwrap_or(now.session.starts_at);
        if !tx.set_session_start((id, page.session.revision), first).await? {
            return Err(ActionError::Stale);
        }
        let rules = tx.rulebook(call.today()).await?;
        tx.release_slot_commitments(slot).await?;
        let only = now.slots.iter().filter(|it| it.id == slot).cloned().collect();
        take_calendars(tx, &SessionPage { slots: only, ..now.clone() }, &rules).await?;
        let booking = now.bookings.iter().find(|booking| booking.slot_id == slot);
        if let Some(booking) = booking {
            let published = tx.rulebook_of_session(id, call.today()).await?;
            check_fit(booking, &published)?;
            take_lecturer(tx, &now, booking, &rules).await?;
        }
        let confirmed = booking.filter(|booking| booking.state == BookingState::Confirmed);
        if let Some(booking) = confirmed {
            let was_at = booking.moved_from.unwrap_or(before.starts_at);
            tx.set_booking_moved(booking.id, Some(was_at)).await?;
            let days = rules.get(Rule::PanelAnswerWorkingDays);
            tx.set_answer_until(id, self.due(call.today(), days)).await?;
        }
        let message = |booking| Message::SlotChanged {
            session: id,
            booking,
            was_at: before.starts_at,
            was_until: before.ends_at,
            starts_at,
            ends_at,
            reason: reason.to_owned(),
        };
        if let Some(booking) = confirmed {
            let own = message(Some(booking.id));
            tx.add_message(booking.lecturer_id, &own, call.now).await?;
        }
        let lecturer = confirmed.map(|booking| booking.lecturer_id);
        let others = others(&now, slot).filter(|person| Some(*person) != lecturer);
        tell_people(tx, call, others, &message(None)).await?;
        let entry = call.entry("change", "slot", SESSION_ORGANISERS).on(slot).under(rules.version);
        let span = |from: DateTime<Utc>, until: DateTime<Utc>| {
            format!("{}/{}", from.to_rfc3339(), until.to_rfc3339())
        };
        let (was, is) = (span(before.starts_at, before.ends_at), span(starts_at, ends_at));
        tx.log(entry.because(format!("{was} → {is}: {reason}")));
        Ok(())
    }
}

/// What is in the way of a slot at another time or of another length, as far as the session shows.
fn check(
    call: &Call,
    page: &SessionPage,
    slot: &SlotRow,
    (starts_at, ends_at): (DateTime<Utc>, DateTime<Utc>),
) -> Result<(), Problems> {
    if starts_at <= call.now {
        return Err(Problems::one(Field::StartsAt, ProblemKind::InThePast));
    }
    let meets = |other: &&SlotRow| {
        other.id != slot.id
            && other.state != SlotState::Withdrawn
            && other.starts_at < ends_at
            && starts_at < other.ends_at
    };
    match page.slots.iter().find(meets) {
        Some(_) => Err(Problems::one(Field::StartsAt, ProblemKind::SlotsOverlap)),
        None => Ok(()),
    }
}

/// A booked lecture fits into its slot: all of the course, or the part that its lecturer named.
fn check_fit(booking: &BookingRow, rules: &Rulebook) -> Result<(), Problems> {
    let minutes = booking.course_minutes.filter(|_| booking.is_in_part(rules));
    match minutes.filter(|_| booking.part.is_empty()) {
        Some(minutes) => {
            Err(Problems::one(Field::SlotMinutes, ProblemKind::LectureTooLong(minutes)))
        }
        None => Ok(()),
    }
}

/// The panel, and whoever the slot is kept for.
fn others(page: &SessionPage, slot: SlotId) -> impl Iterator<Item = PersonId> {
    let panel = page.panel.iter().map(|member| member.person_id);
    let offered = page.waiting.iter().filter(move |entry| entry.slot_id == Some(slot));
    panel.chain(offered.map(|entry| entry.lecturer_id))
}
