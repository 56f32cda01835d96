//! Waiting lists of sessions; two partial unique indexes keep an entry and an offer single.

use chrono::{DateTime, Utc};
use domain::{
    id::{CourseVersionId, PersonId, ReviewSessionId, SlotId, WaitingEntryId},
    waiting_list::WaitingState,
};

use crate::{
    Conn, StoreError, Tx,
    row::decoded,
    statement::{bound, sql, text},
};

/// An entry with what belongs to it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WaitingRow {
    /// Key; in the order of entry.
    pub id: WaitingEntryId,
    /// The session.
    pub session_id: ReviewSessionId,
    /// When the session begins.
    pub session_starts_at: DateTime<Utc>,
    /// Name of the room.
    pub place_name: Option<String>,
    /// The course version.
    pub version_id: CourseVersionId,
    /// Its title.
    pub title: String,
    /// The lecturer.
    pub lecturer_id: PersonId,
    /// The lecturer's name.
    pub lecturer_name: String,
    /// State.
    pub state: WaitingState,
    /// The slot that is or was offered.
    pub slot_id: Option<SlotId>,
    /// Its first instant.
    pub slot_starts_at: Option<DateTime<Utc>>,
    /// First instant after it.
    pub slot_ends_at: Option<DateTime<Utc>>,
    /// Until when the offer holds.
    pub offered_until: Option<DateTime<Utc>>,
}

decoded! {
    WaitingRow: id, session_id, session_starts_at, place_name, version_id, title, lecturer_id,
    lecturer_name, state, slot_id, slot_starts_at, slot_ends_at, offered_until
}

const COLUMNS: &str = "SELECT w.id, w.session_id, s.starts_at AS session_starts_at, \
    c.name AS place_name, w.version_id, v.title, w.lecturer_id, p.name AS lecturer_name, w.state, \
    w.slot_id, l.starts_at AS slot_starts_at, l.ends_at AS slot_ends_at, w.offered_until \
    FROM waiting_entry w JOIN review_session s ON s.id = w.session_id \
    JOIN course_version v ON v.id = w.version_id JOIN person p ON p.id = w.lecturer_id \
    LEFT JOIN slot l ON l.id = w.slot_id LEFT JOIN place c ON c.id = s.place_id ";
const FIND: &str = text![COLUMNS, "WHERE w.id = $1"];
const OF_SESSION: &str =
    text![COLUMNS, "WHERE w.session_id = $1 AND w.state IN ('waiting', 'offered') ORDER BY w.id"];
const OF_LECTURER: &str =
    text![COLUMNS, "WHERE w.lecturer_id = $1 AND w.state IN ('waiting', 'offered') ORDER BY w.id"];
const OF_VERSION: &str =
    text![COLUMNS, "WHERE w.version_id = $1 AND w.state IN ('waiting', 'offered') ORDER BY w.id"];
const DUE: &str =
    text![COLUMNS, "WHERE w.state = 'offered' AND w.offered_until <= $1 ORDER BY w.id"];
const DECLINES: &str = "SELECT entry_id FROM waiting_decline WHERE slot_id = $1";
const ADD: &str = "INSERT INTO waiting_entry (session_id, version_id, lecturer_id, state, created_at) \
    VALUES ($1, $2, $3, 'waiting', $4) RETURNING id";
const OFFER: &str = "UPDATE waiting_entry SET state = 'offered', slot_id = $2, offered_until = $3 \
    WHERE id = $1 AND state = 'waiting'";
const MOVE: &str = "UPDATE waiting_entry SET state = $3 WHERE id = $1 AND state = $2";
const ADD_DECLINE: &str = "INSERT INTO waiting_decline (entry_id, slot_id) VALUES ($1, $2)";

impl Conn {
    /// One entry.
    pub async fn find_waiting_entry(
        &mut self,
        id: WaitingEntryId,
    ) -> Result<Option<WaitingRow>, StoreError> {
        self.one(sql(FIND).bind(id)).await
    }

    /// Who still waits for a session, in the order of entry.
    pub async fn list_waiting_in(
        &mut self,
        session: ReviewSessionId,
    ) -> Result<Vec<WaitingRow>, StoreError> {
        self.all(sql(OF_SESSION).bind(session)).await
    }

    /// What a lecturer still waits for, in the order of entry.
    pub async fn list_waiting_of(
        &mut self,
        lecturer: PersonId,
    ) -> Result<Vec<WaitingRow>, StoreError> {
        self.all(sql(OF_LECTURER).bind(lecturer)).await
    }

    /// Where a version still waits, in the order of entry.
    pub async fn list_waiting_for(
        &mut self,
        version: CourseVersionId,
    ) -> Result<Vec<WaitingRow>, StoreError> {
        self.all(sql(OF_VERSION).bind(version)).await
    }

    /// Offers that nobody has answered in time.
    pub async fn list_offers_due(
        &mut self,
        now: DateTime<Utc>,
    ) -> Result<Vec<WaitingRow>, StoreError> {
        self.all(sql(DUE).bind(now)).await
    }

    /// The entries that a slot did not suit.
    pub async fn list_waiting_declines(
        &mut self,
        slot: SlotId,
    ) -> Result<Vec<WaitingEntryId>, StoreError> {
        self.all(sql(DECLINES).bind(slot)).await
    }
}

impl Tx {
    /// Adds an entry; [`StoreError::Conflict`] if the version waits for the session already.
    pub async fn add_waiting_entry(
        &mut self,
        session: ReviewSessionId,
        version: CourseVersionId,
        lecturer: PersonId,
        at: DateTime<Utc>,
    ) -> Result<WaitingEntryId, StoreError> {
        self.only(bound!(ADD; session, version, lecturer, at)).await
    }

    /// Keeps a slot for an entry that waits; `false`: it does not wait any more.
    pub async fn set_waiting_offer(
        &mut self,
        id: WaitingEntryId,
        slot: SlotId,
        until: DateTime<Utc>,
    ) -> Result<bool, StoreError> {
        self.is_changed(sql(OFFER).bind(id).bind(slot).bind(until)).await
    }

    /// Moves an entry from one state to another; `false`: it was not in the first.
    pub async fn move_waiting_entry(
        &mut self,
        id: WaitingEntryId,
        from: WaitingState,
        to: WaitingState,
    ) -> Result<bool, StoreError> {
        self.is_changed(sql(MOVE).bind(id).bind(from).bind(to)).await
    }

    /// Remembers that a slot does not suit an entry.
    pub async fn add_waiting_decline(
        &mut self,
        id: WaitingEntryId,
        slot: SlotId,
    ) -> Result<(), StoreError> {
        self.run(sql(ADD_DECLINE).bind(id).bind(slot)).await
    }
}
