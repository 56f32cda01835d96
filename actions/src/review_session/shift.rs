//! A published session is held at another time or place: all of its slots move together, and panel and
//! lecturers are asked anew.

use chrono::{DateTime, Utc};
use domain::{
    booking::{BookingState, Refusal},
    commitment::{CommitmentSource, Interval, Whereabouts},
    form::{Field, ProblemKind, Problems, Revision, Values},
    id::{BookingId, PersonId, ReviewSessionId, SlotId},
    inbox::Message,
    panel::SessionMove,
    role::{AUTHORS, SESSION_ORGANISERS, brings_courses, may_organise_sessions},
    rulebook::{Rule, Rulebook},
};
use store::{BookingRow, Lock, NewCommitment, StoreError};

use super::{
    SessionPage, calendar::take_calendars, organised, panel::is_ahead, plan::closes_at, session_of,
};
use crate::{
    ActionError, Actions, Call,
    booking::release_lapsed,
    commitment::{lock_and_check, whereabouts},
    error::check_revision,
    tell::tell_people,
    to_utc,
    write::{Scoped as _, Write},
};

impl Actions {
    /// Moves a published session, with a reason. Whoever is not free then is named, and nothing
    /// happens; everybody concerned hears once what is new, and is asked whether it suits.
    pub async fn move_session(
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
                if !is_ahead(page.session.state) {
                    return Err(ActionError::WrongState);
                }
                let to = SessionMove::parse(values, call.today())?;
                let starts_at = to_utc(to.held_on, to.starts_at);
                let place = to.place.or(page.session.place_id);
                if starts_at == page.session.starts_at && place == page.session.place_id {
                    return Ok(());
                }
                check_revision(revision, page.session.revision)?;
                let rules = tx.rulebook(call.today()).await?;
                self.shift(tx, call, (&page, &to), starts_at, &rules).await
            }
            .scope_boxed()
        })
        .await
    }

    async fn shift(
        &self,
        tx: &mut Write,
        call: &Call,
        (page, to): (&SessionPage, &SessionMove),
        starts_at: DateTime<Utc>,
        rules: &Rulebook,
    ) -> Result<(), ActionError> {
        let (id, session) = (page.session.id, &page.session);
        let place = match to.place.or(session.place_id) {
            Some(place) => {
                let unknown = || Problems::one(Field::Place, ProblemKind::UnknownChoice);
                let found = tx.find_place(place).await?.ok_or_else(unknown)?;
                if found.is_closed && session.place_id != Some(found.id) {
                    return Err(Problems::one(Field::Place, ProblemKind::PlaceClosed).into());
                }
                Some(found)
            }
            None => None,
        };
        let by = starts_at - session.starts_at;
        let slots: Vec<_> = page
            .slots
            .iter()
            .map(|slot| (slot.id, slot.starts_at + by, slot.ends_at + by))
            .collect();
        let days = rules.get(Rule::BookingClosesWorkingDays);
        let closes = closes_at(&self.work_calendar(), to.held_on, days);
        let link = session.video_link.as_deref().filter(|_| place.is_none());
        let where_to = (place.as_ref().map(|place| place.id), link);
        let at = (id, session.revision);
        if !tx.set_session_time(at, (starts_at, closes), where_to, &slots).await? {
            return Err(ActionError::Stale);
        }
        // The slots are held by now: whoever took or agreed on one meanwhile is seen here.
        for booking in tx.list_bookings_in(id).await? {
            tx.lock(Lock::Booking(booking.id)).await?;
        }
        let moved = session_of(tx, call, id).await?;
        // What was taken for the session is free first, so that it is in its own way nowhere.
        tx.release_commitments(CommitmentSource::ReviewSession, id.into()).await?;
        for booking in &moved.bookings {
            tx.release_commitments(CommitmentSource::Booking, booking.id.into()).await?;
        }
        take_calendars(tx, &moved, rules).await?;
        for booking in &moved.bookings {
            take_lecturer(tx, &moved, booking, rules).await?;
            if booking.state == BookingState::Confirmed {
                let was_at = booking.moved_from.unwrap_or(booking.starts_at - by);
                tx.set_booking_moved(booking.id, Some(was_at)).await?;
            }
        }
        let days = rules.get(Rule::PanelAnswerWorkingDays);
        tx.set_panel_asked(id, self.due(call.today(), days)).await?;
        let name = place.map(|place| place.name).unwrap_or_default();
        tell_moved(tx, call, (page, &moved), (&name, &to.reason)).await?;
        let entry =
            call.entry("move", "review_session", SESSION_ORGANISERS).on(id).under(rules.version);
        let (from, to_at) = (session.starts_at.to_rfc3339(), starts_at.to_rfc3339());
        tx.log(entry.because(format!("{from} → {to_at}: {}", to.reason)));
        Ok(())
    }

    /// The lecturer says that the time to which a booking was moved suits.
    pub async fn reconfirm_booking(&self, call: &Call, id: BookingId) -> Result<(), ActionError> {
        let actor = call.allowed(brings_courses)?;
        self.write(|tx| {
            async move {
                tx.lock(Lock::Booking(id)).await?;
                let booking = tx.find_booking(id).await?;
                let booking = booking.filter(|booking| booking.lecturer_id == actor.person);
                let booking = booking.ok_or(ActionError::NotFound)?;
                if booking.state != BookingState::Confirmed {
                    return Err(Refusal::NotActive.into());
                }
                if booking.moved_from.is_none() {
                    return Ok(());
                }
                tx.set_booking_moved(id, None).await?;
                tx.log(call.entry("reconfirm", "booking", AUTHORS).on(id));
                Ok(())
            }
            .scope_boxed()
        })
        .await
    }
}

/// A lecturer's calendar, for the slot as it is now.
pub(super) async fn take_lecturer(
    tx: &mut Write,
    page: &SessionPage,
    booking: &BookingRow,
    rules: &Rulebook,
) -> Result<(), ActionError> {
    let session = &page.session;
    let here: Whereabouts = whereabouts(session.place_id, session.place_region_id);
    let taken = || ActionError::ReviewSession(booking.lecturer_name.clone());
    let person = tx.find_person(booking.lecturer_id).await?.ok_or(ActionError::NotFound)?;
    let interval = Interval::new(booking.starts_at, booking.ends_at)
        .ok_or_else(|| ActionError::Internal("an empty slot".into()))?;
    if lock_and_check(tx, person.party_id, &[interval], here, rules).await?.is_some() {
        return Err(taken());
    }
    let is_held = booking.state == BookingState::Held;
    let commitment = NewCommitment {
        party_id: person.party_id,
        interval,
        held_until: is_held.then_some(booking.held_until),
        source: CommitmentSource::Booking,
        source_id: booking.id.into(),
        slot_id: Some(booking.slot_id),
        place_id: session.place_id,
    };
    tx.add_commitment(&commitment).await.map_err(|error| match error {
        StoreError::Overlap => taken(),
        other => other.into(),
    })?;
    Ok(())
}

/// Everybody hears once: who has booked of the own slot, the others of the session.
async fn tell_moved(
    tx: &mut Write,
    call: &Call,
    (before, after): (&SessionPage, &SessionPage),
    (place, reason): (&str, &str),
) -> Result<(), ActionError> {
    let mut told: Vec<PersonId> = Vec::new();
    let message = |booking: Option<BookingId>, was_at, starts_at| Message::SessionMoved {
        session: after.session.id,
        booking,
        was_at,
        starts_at,
        place: place.to_owned(),
        reason: reason.to_owned(),
    };
    let began =
        |slot: SlotId| before.slots.iter().find(|one| one.id == slot).map(|one| one.starts_at);
    for booking in after.bookings.iter().filter(|it| it.state == BookingState::Confirmed) {
        let was_at = began(booking.slot_id).unwrap_or(before.session.starts_at);
        let own = message(Some(booking.id), was_at, booking.starts_at);
        tx.add_message(booking.lecturer_id, &own, call.now).await?;
        told.push(booking.lecturer_id);
    }
    let whole = message(None, before.session.starts_at, after.session.starts_at);
    let panel = after.panel.iter().map(|member| member.person_id);
    let waiting = after.waiting.iter().map(|entry| entry.lecturer_id);
    let others = panel.chain(waiting).filter(|person| !told.contains(person));
    tell_people(tx, call, others, &whole).await
}
