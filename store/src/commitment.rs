//! Who is taken when. The database itself refuses an overlap of one party.

use chrono::{DateTime, Utc};
use domain::{
    commitment::{CommitmentSource, CommitmentState, Interval},
    id::{CommitmentId, PartyId, PlaceId, RegionId, SlotId},
};

use crate::{
    Conn, StoreError, Tx,
    row::decoded,
    statement::{bound, sql, text},
};

/// A commitment as calendars show it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CommitmentRow {
    /// Key.
    pub id: CommitmentId,
    /// First instant.
    pub starts_at: DateTime<Utc>,
    /// First instant after it.
    pub ends_at: DateTime<Utc>,
    /// State.
    pub state: CommitmentState,
    /// What it is for.
    pub source: CommitmentSource,
    /// Which one.
    pub source_id: i64,
    /// Where; none for a video call.
    pub place_id: Option<PlaceId>,
    /// Name of the place.
    pub place_name: Option<String>,
    /// Region of the place, for travel times.
    pub region_id: Option<RegionId>,
}

decoded! {
    CommitmentRow: id, starts_at, ends_at, state, source, source_id, place_id, place_name,
    region_id
}

/// A commitment to be written.
#[derive(Clone, Copy, Debug)]
pub struct NewCommitment {
    /// Whom or what it takes.
    pub party_id: PartyId,
    /// When.
    pub interval: Interval,
    /// Until then, if it is only held.
    pub held_until: Option<DateTime<Utc>>,
    /// What it is for.
    pub source: CommitmentSource,
    /// Which one.
    pub source_id: i64,
    /// The slot it belongs to.
    pub slot_id: Option<SlotId>,
    /// Where.
    pub place_id: Option<PlaceId>,
}

const LOCK: &str = "UPDATE party SET turn = turn + 1 WHERE id = $1";
// What was released before and has no later time yet: the same slot's first, then in their order.
const BEFORE: &str = "FROM commitment c \
    WHERE c.source = $6 AND c.source_id = $7 AND c.party_id = $1 AND c.state = 'released' \
    AND NOT EXISTS (SELECT 1 FROM commitment l \
    WHERE l.event_id = COALESCE(c.event_id, c.id) AND l.id > c.id) \
    ORDER BY CASE WHEN c.slot_id = $8 THEN 0 ELSE 1 END, c.id LIMIT 1)";
const ADD: &str = text![
    "INSERT INTO commitment (party_id, starts_at, ends_at, state, held_until, \
     source, source_id, slot_id, place_id, event_id, sequence) \
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, (SELECT COALESCE(c.event_id, c.id) ",
    BEFORE,
    ", COALESCE((SELECT c.sequence + 1 ",
    BEFORE,
    ", 0)) RETURNING id"
];
const STAMP: &str = "UPDATE commitment SET changed_at = $1 WHERE changed_at IS NULL";
const CONFIRM: &str = "UPDATE commitment SET state = 'confirmed', held_until = NULL, \
    sequence = sequence + 1, changed_at = NULL WHERE source = $1 AND source_id = $2 AND state = 'held'";
const EXTEND: &str = "UPDATE commitment SET held_until = $3 \
    WHERE source = $1 AND source_id = $2 AND state = 'held'";
const RELEASE: &str = "UPDATE commitment SET state = 'released', held_until = NULL, \
    sequence = sequence + 1, changed_at = NULL \
    WHERE source = $1 AND source_id = $2 AND state IN ('held', 'confirmed')";
const RELEASE_PARTY: &str = "UPDATE commitment SET state = 'released', held_until = NULL, \
    sequence = sequence + 1, changed_at = NULL \
    WHERE source = $1 AND source_id = $2 AND party_id = $3 AND state IN ('held', 'confirmed')";
const RELEASE_SLOT: &str = "UPDATE commitment SET state = 'released', held_until = NULL, \
    sequence = sequence + 1, changed_at = NULL \
    WHERE slot_id = $1 AND state IN ('held', 'confirmed')";
const BETWEEN: &str = "SELECT c.id, c.starts_at, c.ends_at, c.state, c.source, c.source_id, \
    c.place_id, p.name AS place_name, p.region_id \
    FROM commitment c LEFT JOIN place p ON p.id = c.place_id \
    WHERE c.party_id = $1 AND c.state IN ('held', 'confirmed') \
    AND c.starts_at < $3 AND c.ends_at > $2 ORDER BY c.starts_at";
/// What commitments are about, as an office finds it: the session of a booking, the request of a
/// lecture, the training of a place at one.
const ABOUT: &str = "SELECT c.id AS commitment_id, \
    COALESCE(z.id, s.id, d.request_id, o.id, n.event_id) AS page_id, \
    COALESCE(z.region_id, s.region_id, q.region_id) AS region_id FROM commitment c \
    LEFT JOIN booking b ON c.source = 'booking' AND b.id = c.source_id \
    LEFT JOIN slot l ON l.id = b.slot_id LEFT JOIN review_session z ON z.id = l.session_id \
    LEFT JOIN review_session s ON c.source = 'review_session' AND s.id = c.source_id \
    LEFT JOIN delivery d ON c.source = 'delivery' AND d.id = c.source_id \
    LEFT JOIN lecture_request q ON q.id = d.request_id \
    LEFT JOIN observation o ON c.source = 'observation' AND o.id = c.source_id \
    LEFT JOIN enrolment n ON c.source = 'training' AND n.id = c.source_id \
    WHERE c.source <> 'absence' AND c.id IN ";

/// Where an office decides about what takes somebody.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct CommitmentPlace {
    /// The commitment.
    pub commitment_id: CommitmentId,
    /// Which session, request, observation or training it is; none: it is there no more.
    pub page_id: Option<i64>,
    /// The county of the session or the request; none: it is the city's.
    pub region_id: Option<RegionId>,
}

decoded! { CommitmentPlace: commitment_id, page_id, region_id }

impl Conn {
    /// What these commitments are about, in no order.
    pub async fn list_commitment_places(
        &mut self,
        ids: &[CommitmentId],
    ) -> Result<Vec<CommitmentPlace>, StoreError> {
        if ids.is_empty() {
            return Ok(Vec::new());
        }
        self.all(sql(ABOUT).list(ids)).await
    }

    /// What takes a party between two instants, by time.
    pub async fn list_commitments(
        &mut self,
        party: PartyId,
        from: DateTime<Utc>,
        until: DateTime<Utc>,
    ) -> Result<Vec<CommitmentRow>, StoreError> {
        self.all(sql(BETWEEN).bind(party).bind(from).bind(until)).await
    }
}

impl Tx {
    /// Makes every other transaction that takes this party wait for this one.
    pub async fn lock_party(&mut self, party: PartyId) -> Result<(), StoreError> {
        self.run(sql(LOCK).bind(party)).await
    }

    /// Says of every commitment that this transaction has changed when that was; it locks none but
    /// those.
    pub(crate) async fn stamp_commitments(&mut self, at: DateTime<Utc>) -> Result<(), StoreError> {
        if self.1 { self.run(sql(STAMP).bind(at)).await } else { Ok(()) }
    }

    /// Takes a party, or fails with [`StoreError::Overlap`]. What the same source gave back before is
    /// the same event at another time.
    pub async fn add_commitment(
        &mut self,
        commitment: &NewCommitment,
    ) -> Result<CommitmentId, StoreError> {
        let n = commitment;
        let state = match n.held_until {
            Some(_) => CommitmentState::Held,
            None => CommitmentState::Confirmed,
        };
        self.1 = true;
        self.only(bound!(ADD;
            n.party_id, n.interval.starts_at(), n.interval.ends_at(), state, n.held_until,
            n.source, n.source_id, n.slot_id, n.place_id))
            .await
    }

    /// Confirms what a source held.
    pub async fn confirm_commitments(
        &mut self,
        source: CommitmentSource,
        source_id: i64,
    ) -> Result<(), StoreError> {
        self.1 = true;
        self.run(sql(CONFIRM).bind(source).bind(source_id)).await
    }

    /// Lets a source hold longer.
    pub async fn extend_commitments(
        &mut self,
        source: CommitmentSource,
        source_id: i64,
        held_until: DateTime<Utc>,
    ) -> Result<(), StoreError> {
        self.run(sql(EXTEND).bind(source).bind(source_id).bind(held_until)).await
    }

    /// Gives back what a source took of one party.
    pub async fn release_party(
        &mut self,
        source: CommitmentSource,
        source_id: i64,
        party: PartyId,
    ) -> Result<(), StoreError> {
        self.1 = true;
        self.run(sql(RELEASE_PARTY).bind(source).bind(source_id).bind(party)).await
    }

    /// Gives back what a source took.
    pub async fn release_commitments(
        &mut self,
        source: CommitmentSource,
        source_id: i64,
    ) -> Result<(), StoreError> {
        self.1 = true;
        self.run(sql(RELEASE).bind(source).bind(source_id)).await
    }

    /// Gives back whatever was taken for a slot.
    pub async fn release_slot_commitments(&mut self, slot: SlotId) -> Result<(), StoreError> {
        self.1 = true;
        self.run(sql(RELEASE_SLOT).bind(slot)).await
    }
}
