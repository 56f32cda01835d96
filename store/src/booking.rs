//! Bookings of slots; two partial unique indexes keep `REV-02` and `REV-03`.

use chrono::{DateTime, Utc};
use domain::{
    booking::BookingState,
    id::{BookingId, CourseVersionId, PersonId, ReviewSessionId, SlotId},
    rulebook::Rulebook,
};

use crate::{
    Conn, StoreError, Tx,
    row::decoded,
    statement::{bound, sql, text},
};

/// A booking with what belongs to it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BookingRow {
    /// Key.
    pub id: BookingId,
    /// The slot.
    pub slot_id: SlotId,
    /// The session.
    pub session_id: ReviewSessionId,
    /// The course version.
    pub version_id: CourseVersionId,
    /// Its title.
    pub title: String,
    /// The lecturer.
    pub lecturer_id: PersonId,
    /// The lecturer's name.
    pub lecturer_name: String,
    /// State.
    pub state: BookingState,
    /// End of the hold.
    pub held_until: DateTime<Utc>,
    /// Whether the hold was extended (`LAW-82`).
    pub extended: bool,
    /// First instant of the slot.
    pub starts_at: DateTime<Utc>,
    /// First instant after the slot.
    pub ends_at: DateTime<Utc>,
    /// Name of the room.
    pub place_name: Option<String>,
    /// Address of the room.
    pub place_address: Option<String>,
    /// Or link.
    pub video_link: Option<String>,
    /// Minutes that the course takes.
    pub course_minutes: Option<i64>,
    /// Minutes of the short form, where the session has it.
    pub short_minutes: Option<i64>,
    /// Which part of a longer course is given; empty: all of it.
    pub part: String,
    /// Who of the office booked for the lecturer.
    pub booker_name: Option<String>,
    /// When booking closes, and slides are final.
    pub closes_at: DateTime<Utc>,
    /// When the slot began before the session was moved, while the lecturer has not said that the
    /// new time suits.
    pub moved_from: Option<DateTime<Utc>>,
}

impl BookingRow {
    /// Minutes that the trial lecture may take, by the rules of its session.
    pub fn trial_minutes(&self, rules: &Rulebook) -> i64 {
        let slot = (self.ends_at - self.starts_at).num_minutes();
        domain::booking::trial_minutes(slot, self.short_minutes, rules)
    }

    /// Whether only a part of the course can be given, by the rules of its session.
    pub fn is_in_part(&self, rules: &Rulebook) -> bool {
        self.course_minutes.is_some_and(|minutes| minutes > self.trial_minutes(rules))
    }
}

decoded! {
    BookingRow: id, slot_id, session_id, version_id, title, lecturer_id, lecturer_name, state,
    held_until, extended, starts_at, ends_at, place_name, place_address, video_link, course_minutes,
    short_minutes, part, booker_name, closes_at,
    moved_from
}

/// A booking to be written, as a hold.
#[derive(Clone, Copy, Debug)]
pub struct NewBooking {
    /// The slot.
    pub slot_id: SlotId,
    /// The course version.
    pub version_id: CourseVersionId,
    /// The lecturer.
    pub lecturer_id: PersonId,
    /// Who of the office books for the lecturer.
    pub booker_id: Option<PersonId>,
    /// End of the hold.
    pub held_until: DateTime<Utc>,
    /// Now.
    pub created_at: DateTime<Utc>,
}

/// A hold that ran out.
#[derive(Clone, Copy, Debug)]
pub struct LapsedHold {
    /// The booking.
    pub id: BookingId,
    /// Its slot.
    pub slot_id: SlotId,
}

decoded! { LapsedHold: id, slot_id }

const COLUMNS: &str = "SELECT b.id, b.slot_id, l.session_id, b.version_id, v.title, \
    b.lecturer_id, p.name AS lecturer_name, b.state, b.held_until, b.extended, l.starts_at, \
    l.ends_at, c.name AS place_name, c.address AS place_address, s.video_link, \
    v.minutes AS course_minutes, s.short_minutes, b.part, o.name AS booker_name, s.closes_at, b.moved_from \
    FROM booking b JOIN slot l ON l.id = b.slot_id JOIN review_session s ON s.id = l.session_id \
    JOIN course_version v ON v.id = b.version_id JOIN person p ON p.id = b.lecturer_id \
    LEFT JOIN person o ON o.id = b.booker_id LEFT JOIN place c ON c.id = s.place_id ";
const FIND: &str = text![COLUMNS, "WHERE b.id = $1"];
const OF_LECTURER: &str = text![
    COLUMNS,
    "WHERE b.lecturer_id = $1 AND b.state IN ('held', 'confirmed') ORDER BY l.starts_at, b.id"
];
const OF_SESSION: &str = text![
    COLUMNS,
    "WHERE l.session_id = $1 AND b.state IN ('held', 'confirmed') ORDER BY l.starts_at, b.id"
];
const OF_SITTING: &str = text![
    COLUMNS,
    "WHERE l.session_id = $1 AND b.state IN ('confirmed', 'attended', 'no_show') \
     ORDER BY l.starts_at, b.id"
];
const ADD: &str = "INSERT INTO booking \
    (slot_id, version_id, lecturer_id, booker_id, state, held_until, extended, created_at) \
    VALUES ($1, $2, $3, $4, 'held', $5, $6, $7) RETURNING id";
const MOVE: &str = "UPDATE booking SET state = $3 WHERE id = $1 AND state = $2";
const SET_PART: &str = "UPDATE booking SET part = $2 WHERE id = $1 AND state = 'held'";
const SET_MOVED: &str = "UPDATE booking SET moved_from = $2 \
    WHERE id = $1 AND state = 'confirmed'";
const EXTEND: &str = "UPDATE booking SET held_until = $2, extended = $4 \
    WHERE id = $1 AND state = 'held' AND held_until > $3 AND extended <> $4";
const IS_DUE: &str = "SELECT id FROM booking WHERE state = 'held' AND held_until <= $1 LIMIT 1";
const LAPSE: &str = "UPDATE booking SET state = 'lapsed' WHERE id IN ( \
    SELECT id FROM booking WHERE state = 'held' AND held_until <= $1 ORDER BY id) \
    AND state = 'held' RETURNING id, slot_id";

impl Conn {
    /// Whether a hold has lapsed.
    pub async fn has_booking_due(&mut self, now: DateTime<Utc>) -> Result<bool, StoreError> {
        let due: Option<i64> = self.one(sql(IS_DUE).bind(now)).await?;
        Ok(due.is_some())
    }

    /// One booking.
    pub async fn find_booking(&mut self, id: BookingId) -> Result<Option<BookingRow>, StoreError> {
        self.one(sql(FIND).bind(id)).await
    }

    /// Active bookings of a lecturer, by time.
    pub async fn list_bookings_of(
        &mut self,
        person: PersonId,
    ) -> Result<Vec<BookingRow>, StoreError> {
        self.all(sql(OF_LECTURER).bind(person)).await
    }

    /// Active bookings in a session, by time.
    pub async fn list_bookings_in(
        &mut self,
        session: ReviewSessionId,
    ) -> Result<Vec<BookingRow>, StoreError> {
        self.all(sql(OF_SESSION).bind(session)).await
    }

    /// Bookings of a session that were agreed, and what became of them on the day, by time.
    pub async fn list_bookings_at(
        &mut self,
        session: ReviewSessionId,
    ) -> Result<Vec<BookingRow>, StoreError> {
        self.all(sql(OF_SITTING).bind(session)).await
    }
}

impl Tx {
    /// Holds a slot; [`StoreError::Conflict`] if slot or version has an active booking.
    pub async fn add_booking(&mut self, booking: &NewBooking) -> Result<BookingId, StoreError> {
        let b = booking;
        self.only(bound!(ADD;
            b.slot_id, b.version_id, b.lecturer_id, b.booker_id, b.held_until, false, b.created_at))
            .await
    }

    /// Moves a booking from one state to another; `false`: it was not in the first.
    pub async fn move_booking(
        &mut self,
        id: BookingId,
        from: BookingState,
        to: BookingState,
    ) -> Result<bool, StoreError> {
        self.is_changed(sql(MOVE).bind(id).bind(from).bind(to)).await
    }

    /// Says which part of the course is given, while the booking is held.
    pub async fn set_booking_part(&mut self, id: BookingId, part: &str) -> Result<(), StoreError> {
        self.run(sql(SET_PART).bind(id).bind(part)).await
    }

    /// Asks the lecturer of a booking whether the new time suits; none: it does.
    pub async fn set_booking_moved(
        &mut self,
        id: BookingId,
        moved_from: Option<DateTime<Utc>>,
    ) -> Result<(), StoreError> {
        self.run(sql(SET_MOVED).bind(id).bind(moved_from)).await
    }

    /// Extends a hold, once; `false`: it has lapsed or was extended before.
    pub async fn extend_booking(
        &mut self,
        id: BookingId,
        held_until: DateTime<Utc>,
        now: DateTime<Utc>,
    ) -> Result<bool, StoreError> {
        self.is_changed(sql(EXTEND).bind(id).bind(held_until).bind(now).bind(true)).await
    }

    /// Marks the holds that ran out, and gives them for the release of slot and lecturer.
    pub async fn lapse_bookings(
        &mut self,
        now: DateTime<Utc>,
    ) -> Result<Vec<LapsedHold>, StoreError> {
        self.all(sql(LAPSE).bind(now)).await
    }
}
