//! Conflicts that became known after a verdict, and the repeats that were ordered.

use chrono::{DateTime, Utc};
use domain::{
    course::{CourseVersionState, CycleState},
    id::{BookingId, CourseVersionId, PersonId, RefinementCycleId, RepeatSittingId},
    late_conflict::RepeatEnd,
    score_sheet::ConflictKind,
};

use crate::{
    Conn, CourseRow, StoreError, Tx,
    course::COLUMNS,
    row::decoded,
    statement::{bound, sql, text},
};

/// A conflict beside a finished round.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LateConflictRow {
    /// The lecture.
    pub booking_id: BookingId,
    /// Whose conflict it is.
    pub person_id: PersonId,
    /// The person's name.
    pub name: String,
    /// Which kind.
    pub kind: ConflictKind,
    /// How it became known.
    pub reason: String,
    /// When it was recorded.
    pub recorded_at: DateTime<Utc>,
}

decoded! { LateConflictRow: booking_id, person_id, name, kind, reason, recorded_at }

/// A repeat that was ordered.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RepeatRow {
    /// Key.
    pub id: RepeatSittingId,
    /// The lecture that it repeats.
    pub booking_id: BookingId,
    /// What is judged once more.
    pub version_id: CourseVersionId,
    /// Where the version stood.
    pub version_state: CourseVersionState,
    /// Where its cycle stood.
    pub cycle_state: CycleState,
    /// Why.
    pub reason: String,
    /// When it was ordered.
    pub ordered_at: DateTime<Utc>,
    /// How it ended.
    pub ended: Option<RepeatEnd>,
}

decoded! {
    RepeatRow: id, booking_id, version_id, version_state, cycle_state, reason, ordered_at, ended
}

/// A repeat to be ordered.
#[derive(Clone, Copy, Debug)]
pub struct NewRepeat<'a> {
    /// The lecture that it repeats.
    pub booking: BookingId,
    /// What is judged once more.
    pub version: CourseVersionId,
    /// Where the version stands.
    pub version_state: CourseVersionState,
    /// Where its cycle stands.
    pub cycle_state: CycleState,
    /// Why.
    pub reason: &'a str,
    /// Who orders it.
    pub orderer: PersonId,
    /// When.
    pub at: DateTime<Utc>,
}

const CONFLICTS: &str = "SELECT c.booking_id, c.person_id, p.name, c.kind, c.reason, \
    c.recorded_at FROM late_conflict c JOIN person p ON p.id = c.person_id \
    WHERE c.booking_id IN ";
const ADD_CONFLICT: &str = "INSERT INTO late_conflict \
    (booking_id, person_id, kind, reason, recorder_id, recorded_at) VALUES ($1, $2, $3, $4, $5, $6) \
    ON CONFLICT (booking_id, person_id) DO NOTHING";
const REPEAT: &str = "SELECT id, booking_id, version_id, version_state, cycle_state, reason, \
    ordered_at, ended FROM repeat_sitting WHERE ";
const OPEN_REPEAT: &str = text![REPEAT, "version_id = $1 AND ended IS NULL"];
const OPEN_REPEATS: &str = text![REPEAT, "ended IS NULL AND version_id IN "];
const REPEATS: &str = text![REPEAT, "booking_id IN "];
const ADD_REPEAT: &str = "INSERT INTO repeat_sitting (booking_id, version_id, version_state, \
    cycle_state, reason, orderer_id, ordered_at) VALUES ($1, $2, $3, $4, $5, $6, $7) \
    RETURNING id";
const END_REPEAT: &str =
    "UPDATE repeat_sitting SET ended = $2, ended_at = $3 WHERE id = $1 AND ended IS NULL";
const SET_CYCLE: &str = "UPDATE refinement_cycle SET state = $2 WHERE id = $1";
// Held or confirmed: so that the index of both is read.
const BOOKABLE: &str = text![
    COLUMNS,
    "WHERE v.id IN (SELECT w.id FROM course_version w WHERE w.state = 'awaiting_slot' \
     UNION SELECT r.version_id FROM repeat_sitting r WHERE r.ended IS NULL AND (SELECT w.state \
     FROM course_version w WHERE w.id = r.version_id) IN ('listed', 'suspended') \
     AND NOT EXISTS (SELECT 1 FROM booking b WHERE b.version_id = r.version_id \
     AND b.state IN ('held', 'confirmed') AND b.state = 'confirmed')) ORDER BY v.id"
];

impl Conn {
    /// Conflicts that became known after the verdicts of some lectures, in the order of recording.
    pub async fn list_late_conflicts(
        &mut self,
        lectures: &[BookingId],
    ) -> Result<Vec<LateConflictRow>, StoreError> {
        self.all(sql(CONFLICTS).list(lectures).push(" ORDER BY c.recorded_at, c.person_id")).await
    }

    /// The repeat of a version that was ordered and has not ended.
    pub async fn find_open_repeat(
        &mut self,
        version: CourseVersionId,
    ) -> Result<Option<RepeatRow>, StoreError> {
        self.one(sql(OPEN_REPEAT).bind(version)).await
    }

    /// The open repeats of some versions.
    pub async fn list_open_repeats(
        &mut self,
        versions: &[CourseVersionId],
    ) -> Result<Vec<RepeatRow>, StoreError> {
        self.all(sql(OPEN_REPEATS).list(versions).push(" ORDER BY id")).await
    }

    /// Repeats of some lectures, in the order of their orders.
    pub async fn list_repeats(
        &mut self,
        lectures: &[BookingId],
    ) -> Result<Vec<RepeatRow>, StoreError> {
        self.all(sql(REPEATS).list(lectures).push(" ORDER BY id")).await
    }

    /// Versions that may book a slot: those that wait for one, and those that stay in the catalogue
    /// while they are judged once more.
    pub async fn list_bookable_versions(&mut self) -> Result<Vec<CourseRow>, StoreError> {
        self.all(sql(BOOKABLE)).await
    }
}

impl Tx {
    /// Records a conflict beside a finished round; `false`: it was recorded before.
    pub async fn add_late_conflict(
        &mut self,
        (booking, person): (BookingId, PersonId),
        kind: ConflictKind,
        reason: &str,
        recorder: PersonId,
        at: DateTime<Utc>,
    ) -> Result<bool, StoreError> {
        self.is_changed(bound!(ADD_CONFLICT; booking, person, kind, reason, recorder, at)).await
    }

    /// Orders a repeat; an open one of the same version is refused by the database.
    pub async fn add_repeat(&mut self, new: &NewRepeat<'_>) -> Result<RepeatSittingId, StoreError> {
        let n = new;
        self.only(
            bound!(ADD_REPEAT; n.booking, n.version, n.version_state, n.cycle_state, n.reason,
            n.orderer, n.at),
        )
        .await
    }

    /// Ends a repeat; `false`: it has ended before.
    pub async fn end_repeat(
        &mut self,
        id: RepeatSittingId,
        end: RepeatEnd,
        at: DateTime<Utc>,
    ) -> Result<bool, StoreError> {
        self.is_changed(sql(END_REPEAT).bind(id).bind(end).bind(at)).await
    }

    /// Opens a cycle again, or ends it as it had ended, for a repeat of its last round.
    pub async fn set_cycle(
        &mut self,
        cycle: RefinementCycleId,
        state: CycleState,
    ) -> Result<(), StoreError> {
        self.run(sql(SET_CYCLE).bind(cycle).bind(state)).await
    }
}
