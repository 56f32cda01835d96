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
    form::{LINE_MAX, Reader, Values},
    id::{BookingId, ReviewSessionId},
    inbox::Message,
    review_session::SlotState,
    role::Role,
    rulebook::Rule,
};
use store::{BookingRow, NewBooking, NewCommitment, StoreError, Tx};

use self::offer::{judge, supply};
use crate::{ActionError, Actions, Call, error::retry};

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
        version: i64,
        slot: i64,
    ) -> Result<i64, ActionError> {
        retry!(self.hold_once(call, version, slot))
    }

    async fn hold_once(&self, call: &Call, version: i64, slot: i64) -> Result<i64, ActionError> {
        call.allowed(|actor| actor.is(Role::Lecturer))?;
        let page = self.course(call, version).await?;
        if !page.is_own {
            return Err(ActionError::NotFound);
        }
        let mut conn = self.store.read().await?;
        let slot_row = conn.find_slot(slot).await?.ok_or(ActionError::NotFound)?;
        let session = conn.find_session_plan(slot_row.session_id).await?;
        let session = session.ok_or(ActionError::NotFound)?;
        let supply = supply(&mut conn, vec![session], page.course.lecturer_id).await?;
        let person =
            conn.find_person(page.course.lecturer_id).await?.ok_or(ActionError::NotFound)?;
        drop(conn);

        let mut tx = self.store.begin().await?;
        let mut entries = self.release_lapsed(&mut tx, call.now).await?;
        tx.lock_party(person.party_id).await?;
        let wish = self.wish(&mut tx, call, page.course, page.stages).await?;
        // The same slot again for the same course: the first attempt is still good.
        let is_same = |own: &&BookingRow| own.slot_id == slot && own.version_id == version;
        if let Some(own) = wish.bookings.iter().find(is_same) {
            return Ok(own.id);
        }
        let slot_row = tx.find_slot(slot).await?.ok_or(ActionError::NotFound)?;
        if let Some(refusal) = judge(call, &wish, &supply, &slot_row) {
            return Err(refusal.into());
        }
        if !tx.move_slot(slot, SlotState::Free, SlotState::Held).await? {
            return Err(Refusal::Taken.into());
        }
        let held_until = call.now + wish.rules.minutes(Rule::HoldMinutes);
        let booking = NewBooking {
            slot_id: slot,
            version_id: version,
            lecturer_id: wish.course.lecturer_id,
            held_until,
            created_at: call.now,
        };
        let id = tx.add_booking(&booking).await.map_err(|error| match error {
            StoreError::Conflict => ActionError::Refused(Refusal::Taken),
            other => other.into(),
        })?;
        let interval = Interval::new(slot_row.starts_at, slot_row.ends_at)
            .ok_or_else(|| ActionError::Internal("an empty slot".into()))?;
        let commitment = NewCommitment {
            party_id: person.party_id,
            interval,
            held_until: Some(held_until),
            source: CommitmentSource::Booking,
            source_id: id,
            slot_id: Some(slot),
            place_id: supply.sessions[0].place_id,
        };
        tx.add_commitment(&commitment).await.map_err(|error| match error {
            StoreError::Overlap => ActionError::Refused(Refusal::LecturerTaken),
            other => other.into(),
        })?;
        let entry = call
            .entry("hold", "booking", &[Role::Lecturer])
            .on(id)
            .under(wish.rules.version)
            .moved(SlotState::Free.as_str(), BookingState::Held.as_str());
        entries.push(entry);
        tx.commit_all(entries, &self.entropy.token()).await?;
        Ok(id)
    }

    /// A booking, for its lecturer.
    pub async fn booking(&self, call: &Call, id: i64) -> Result<BookingPage, ActionError> {
        let actor = call.actor()?;
        let booking = self.store.read().await?.find_booking(id).await?;
        let booking = booking.filter(|booking| booking.lecturer_id == actor.person.0);
        let booking = booking.ok_or(ActionError::NotFound)?;
        let is_open = booking.state == BookingState::Held && call.now < booking.held_until;
        Ok(BookingPage { booking, is_open })
    }

    /// Confirms a hold; once confirmed, confirming again changes nothing.
    pub async fn confirm_booking(&self, call: &Call, id: i64) -> Result<(), ActionError> {
        retry!(self.confirm_once(call, id))
    }

    async fn confirm_once(&self, call: &Call, id: i64) -> Result<(), ActionError> {
        let booking = self.booking(call, id).await?.booking;
        let next = match booking.state.confirm(call.now, booking.held_until) {
            Err(Refusal::AlreadyConfirmed) => return Ok(()),
            other => other?,
        };
        let mut tx = self.store.begin().await?;
        if !tx.move_booking(id, BookingState::Held, next).await? {
            drop(tx);
            // Somebody was faster: the same person in another tab, or the sweep.
            let now = self.booking(call, id).await?.booking.state;
            return if now == next { Ok(()) } else { Err(Refusal::Lapsed.into()) };
        }
        tx.move_slot(booking.slot_id, SlotState::Held, SlotState::Booked).await?;
        tx.confirm_commitments(CommitmentSource::Booking, id).await?;
        let from = CourseVersionState::AwaitingSlot;
        let to = from.book().map_err(|_| ActionError::WrongState)?;
        if !tx.move_version(booking.version_id, from, to, "", call.now).await? {
            return Err(ActionError::WrongState);
        }
        let message = Message::SlotBooked {
            session: ReviewSessionId(booking.session_id),
            booking: BookingId(id),
            title: booking.title.clone(),
            lecturer: booking.lecturer_name.clone(),
            starts_at: booking.starts_at,
        };
        tell_everyone(&mut tx, call, &booking, &message).await?;
        let entry = call
            .entry("confirm", "booking", &[Role::Lecturer])
            .on(id)
            .moved(BookingState::Held.as_str(), next.as_str());
        Ok(tx.commit(entry, &self.entropy.token()).await?)
    }

    /// Extends a hold once (`LAW-82`).
    pub async fn extend_booking(&self, call: &Call, id: i64) -> Result<(), ActionError> {
        let booking = self.booking(call, id).await?.booking;
        let rules = self.rules(call).await?;
        let until = call.now + rules.minutes(Rule::HoldMinutes);
        let mut tx = self.store.begin().await?;
        if !tx.extend_booking(id, until, call.now).await? {
            let lapsed = booking.state != BookingState::Held || booking.held_until <= call.now;
            return Err(if lapsed { Refusal::Lapsed.into() } else { ActionError::WrongState });
        }
        tx.extend_commitments(CommitmentSource::Booking, id, until).await?;
        let entry = call.entry("extend", "booking", &[Role::Lecturer]).on(id);
        Ok(tx.commit(entry, &self.entropy.token()).await?)
    }

    /// Gives a slot back; a confirmed one with a reason (`REV-05`).
    pub async fn cancel_booking(
        &self,
        call: &Call,
        id: i64,
        values: &Values,
    ) -> Result<(), ActionError> {
        let booking = self.booking(call, id).await?.booking;
        let least = if booking.state == BookingState::Confirmed { 5 } else { 0 };
        let mut reader = Reader::new(values);
        let reason = reader.text("reason", least, LINE_MAX);
        let reason = reader.problems.or(|| reason)?;
        let rules = self.rules(call).await?;
        let next = booking.state.cancel(call.now, booking.starts_at, &rules)?;
        let mut tx = self.store.begin().await?;
        if !tx.move_booking(id, booking.state, next).await? {
            return Err(ActionError::WrongState);
        }
        let slot_state = match booking.state {
            BookingState::Held => SlotState::Held,
            _ => SlotState::Booked,
        };
        tx.move_slot(booking.slot_id, slot_state, SlotState::Free).await?;
        tx.release_commitments(CommitmentSource::Booking, id).await?;
        if booking.state == BookingState::Confirmed {
            let from = CourseVersionState::Booked;
            let to = from.release().map_err(|_| ActionError::WrongState)?;
            tx.move_version(booking.version_id, from, to, "", call.now).await?;
            let message = Message::SlotReleased {
                session: ReviewSessionId(booking.session_id),
                title: booking.title.clone(),
                lecturer: booking.lecturer_name.clone(),
                starts_at: booking.starts_at,
            };
            tell_everyone(&mut tx, call, &booking, &message).await?;
        }
        let mut entry = call
            .entry("cancel", "booking", &[Role::Lecturer])
            .on(id)
            .under(rules.version)
            .moved(booking.state.as_str(), next.as_str());
        if !reason.is_empty() {
            entry = entry.because(reason);
        }
        Ok(tx.commit(entry, &self.entropy.token()).await?)
    }

    /// Gives back what lapsed holds kept. Run before every take, and from time to time.
    pub async fn release_lapsed_holds(&self, now: DateTime<Utc>) -> Result<(), ActionError> {
        let mut tx = self.store.begin().await?;
        let entries = self.release_lapsed(&mut tx, now).await?;
        Ok(tx.commit_all(entries, &self.entropy.token()).await?)
    }

    /// Gives back what lapsed holds kept, and the lines that the chain gets for it.
    pub(crate) async fn release_lapsed(
        &self,
        tx: &mut Tx,
        now: DateTime<Utc>,
    ) -> Result<Vec<Entry>, ActionError> {
        let mut entries = Vec::new();
        for hold in tx.lapse_bookings(now).await? {
            tx.move_slot(hold.slot_id, SlotState::Held, SlotState::Free).await?;
            tx.release_commitments(CommitmentSource::Booking, hold.id).await?;
            let entry = Entry::new(Doer::PROGRAM, now, "lapse", "booking");
            entries.push(
                entry.on(hold.id).moved(BookingState::Held.as_str(), BookingState::Lapsed.as_str()),
            );
        }
        Ok(entries)
    }
}

fn is_live(booking: &BookingRow, now: DateTime<Utc>) -> bool {
    booking.state == BookingState::Confirmed || now < booking.held_until
}

/// Panel, planner and lecturer hear of it.
async fn tell_everyone(
    tx: &mut Tx,
    call: &Call,
    booking: &BookingRow,
    message: &Message,
) -> Result<(), ActionError> {
    let session = tx.find_session_plan(booking.session_id).await?.ok_or(ActionError::NotFound)?;
    let panel = tx.panels_of_sessions(&[session.id]).await?;
    let mut people: Vec<i64> = panel.iter().map(|member| member.person_id).collect();
    people.extend([session.planner_id, booking.lecturer_id]);
    people.sort_unstable();
    people.dedup();
    for person in people {
        tx.add_message(person, message, call.now).await?;
    }
    Ok(())
}
