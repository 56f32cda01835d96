//! Addresses of calendars, of which the digest alone is kept, and what stands in such a calendar.

use chrono::{DateTime, Utc};
use domain::{
    commitment::{CommitmentSource, CommitmentState},
    id::{CalendarFeedId, CommitmentId, PartyId, PersonId},
    language::Language,
};

use crate::{
    Conn, StoreError, Tx,
    row::decoded,
    statement::{bound, sql, text},
};

/// An address that a calendar is fetched from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CalendarFeedRow {
    /// Key.
    pub id: CalendarFeedId,
    /// Whose calendar.
    pub person_id: PersonId,
    /// SHA-256 of what the address ends with.
    pub link_digest: String,
    /// In which language it speaks.
    pub language: Language,
    /// Since when there is it.
    pub created_at: DateTime<Utc>,
}

decoded! { CalendarFeedRow: id, person_id, link_digest, language, created_at }

/// An event as calendars elsewhere are told of it: the newest of its commitments.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FeedEventRow {
    /// The first commitment of the event, which stays the same when it is moved.
    pub event_id: CommitmentId,
    /// How often it has changed.
    pub sequence: i64,
    /// When it changed last; none of one that a server of the version before has written.
    pub changed_at: Option<DateTime<Utc>>,
    /// First instant.
    pub starts_at: DateTime<Utc>,
    /// First instant after it.
    pub ends_at: DateTime<Utc>,
    /// State; what is released was called off.
    pub state: CommitmentState,
    /// What it is for.
    pub source: CommitmentSource,
    /// Which one.
    pub source_id: i64,
    /// Name of the place.
    pub place_name: Option<String>,
    /// The course or the training that it is about.
    pub title: Option<String>,
}

decoded! {
    FeedEventRow: event_id, sequence, changed_at, starts_at, ends_at, state, source, source_id,
    place_name, title
}

/// Something agreed that is near, of which nobody has been reminded.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SoonRow {
    /// Key.
    pub id: CommitmentId,
    /// Who has agreed to it.
    pub person_id: PersonId,
    /// What it is for.
    pub source: CommitmentSource,
    /// Which one.
    pub source_id: i64,
    /// The course or the training that it is about.
    pub title: Option<String>,
    /// When it begins.
    pub starts_at: DateTime<Utc>,
    /// When it was agreed, or changed last.
    pub changed_at: Option<DateTime<Utc>>,
    /// Where.
    pub place_name: Option<String>,
}

decoded! {
    SoonRow: id, person_id, source, source_id, title, starts_at, changed_at, place_name
}

const COLUMNS: &str =
    "SELECT f.id, f.person_id, f.link_digest, f.language, f.created_at FROM calendar_feed f ";
const OF_PERSON: &str = text![COLUMNS, "WHERE f.person_id = $1 AND f.revoked_at IS NULL"];
// Who has no account any more, or another record, has no calendar to be fetched either.
const OF_LINK: &str = text![
    COLUMNS,
    "JOIN person p ON p.id = f.person_id JOIN account a ON a.person_id = f.person_id ",
    "WHERE f.link_digest = $1 AND f.revoked_at IS NULL AND p.merged_into IS NULL ",
    "AND a.closed_at IS NULL"
];
const ADD: &str = "INSERT INTO calendar_feed (person_id, link_digest, language, created_at) \
    VALUES ($1, $2, $3, $4) RETURNING id";
const REVOKE: &str =
    "UPDATE calendar_feed SET revoked_at = $2 WHERE person_id = $1 AND revoked_at IS NULL";
const TITLE: &str = "CASE c.source WHEN 'booking' THEN (SELECT v.title FROM booking b \
        JOIN course_version v ON v.id = b.version_id WHERE b.id = c.source_id) \
    WHEN 'delivery' THEN (SELECT v.title FROM delivery d \
        JOIN course_version v ON v.id = d.version_id WHERE d.id = c.source_id) \
    WHEN 'observation' THEN (SELECT v.title FROM observation o \
        JOIN delivery d ON d.id = o.delivery_id \
        JOIN course_version v ON v.id = d.version_id WHERE o.id = c.source_id) \
    WHEN 'training' THEN (SELECT t.title FROM enrolment e \
        JOIN training_event t ON t.id = e.event_id WHERE e.id = c.source_id) END";
const EVENTS: &str = text![
    "SELECT COALESCE(c.event_id, c.id) AS event_id, c.sequence, c.changed_at, \
    c.starts_at, c.ends_at, c.state, c.source, c.source_id, p.name AS place_name, ",
    TITLE,
    " AS title FROM commitment c LEFT JOIN place p ON p.id = c.place_id \
    WHERE c.party_id = $1 AND c.ends_at > $2 AND c.starts_at < $3 \
    AND NOT EXISTS (SELECT 1 FROM commitment l \
    WHERE l.event_id = COALESCE(c.event_id, c.id) AND l.id > c.id) \
    ORDER BY c.starts_at, c.id"
];
// Of what takes somebody several times, such as the half-days of a training, the first one.
const SOON: &str = text![
    "SELECT c.id, w.id AS person_id, c.source, c.source_id, ",
    TITLE,
    " AS title, c.starts_at, c.changed_at, p.name AS place_name FROM commitment c \
    JOIN person w ON w.party_id = c.party_id JOIN account a ON a.person_id = w.id \
    LEFT JOIN place p ON p.id = c.place_id \
    WHERE c.state = 'confirmed' AND c.source <> 'absence' AND c.starts_at > $1 \
    AND c.starts_at <= $2 AND a.closed_at IS NULL AND NOT EXISTS (SELECT 1 FROM commitment e \
        WHERE e.party_id = c.party_id AND e.source = c.source AND e.source_id = c.source_id \
        AND e.state = 'confirmed' AND e.starts_at < c.starts_at) \
    AND NOT EXISTS (SELECT 1 FROM reminder r WHERE r.kind = 'event' AND r.thing_id = c.id \
        AND r.since = c.starts_at) ORDER BY c.starts_at, c.id LIMIT $3"
];

impl Conn {
    /// The address of a person's calendar that holds now.
    pub async fn find_calendar_feed(
        &mut self,
        person: PersonId,
    ) -> Result<Option<CalendarFeedRow>, StoreError> {
        self.one(sql(OF_PERSON).bind(person)).await
    }

    /// Whose calendar an address is, by its digest.
    pub async fn find_calendar_feed_by_link(
        &mut self,
        digest: &str,
    ) -> Result<Option<CalendarFeedRow>, StoreError> {
        self.one(sql(OF_LINK).bind(digest)).await
    }

    /// The events of a party between two instants by time, each once: what was moved with its newest
    /// time, what was called off as released.
    pub async fn list_feed_events(
        &mut self,
        party: PartyId,
        from: DateTime<Utc>,
        until: DateTime<Utc>,
    ) -> Result<Vec<FeedEventRow>, StoreError> {
        self.all(sql(EVENTS).bind(party).bind(from).bind(until)).await
    }

    /// What people with an account have agreed to between two instants, by time, unless they were
    /// reminded of it.
    pub async fn list_events_soon(
        &mut self,
        from: DateTime<Utc>,
        until: DateTime<Utc>,
        limit: i64,
    ) -> Result<Vec<SoonRow>, StoreError> {
        self.all(sql(SOON).bind(from).bind(until).bind(limit)).await
    }
}

impl Tx {
    /// Gives a person's calendar an address; [`StoreError::Conflict`] while another one holds.
    pub async fn add_calendar_feed(
        &mut self,
        person: PersonId,
        digest: &str,
        language: Language,
        at: DateTime<Utc>,
    ) -> Result<CalendarFeedId, StoreError> {
        self.only(bound!(ADD; person, digest, language, at)).await
    }

    /// The address of a person's calendar holds no more; `false`: there is none.
    pub async fn revoke_calendar_feed(
        &mut self,
        person: PersonId,
        at: DateTime<Utc>,
    ) -> Result<bool, StoreError> {
        self.is_changed(sql(REVOKE).bind(person).bind(at)).await
    }
}
