//! Reference lectures and the sheets of those who scored them.

use chrono::{DateTime, Utc};
use domain::{
    id::{BookingId, CourseVersionId, PersonId, ReferenceLectureId},
    score_sheet::Points,
};

use crate::{
    Conn, StoreError, Tx,
    row::{decoded, written},
    statement::{bound, sql, text},
};

/// A reference lecture.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ReferenceRow {
    /// Key.
    pub id: ReferenceLectureId,
    /// The lecture.
    pub booking_id: BookingId,
    /// What was judged.
    pub version_id: CourseVersionId,
    /// The course's title.
    pub title: String,
    /// Who lectured.
    pub lecturer_id: PersonId,
    /// Where a recording is; empty if there is none.
    pub video_link: String,
    /// From when it can be scored.
    pub opened_at: DateTime<Utc>,
    /// From when it cannot any more.
    pub closed_at: Option<DateTime<Utc>>,
    /// How many have scored it.
    pub n_sheets: i64,
}

decoded! {
    ReferenceRow: id, booking_id, version_id, title, lecturer_id, video_link, opened_at, closed_at,
    n_sheets
}

/// A decided lecture that could become one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CandidateReferenceRow {
    /// The lecture.
    pub booking_id: BookingId,
    /// The course's title.
    pub title: String,
    /// Who lectured.
    pub lecturer_name: String,
    /// When.
    pub started_at: DateTime<Utc>,
}

decoded! { CandidateReferenceRow: booking_id, title, lecturer_name, started_at }

/// A sheet of a reference lecture.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ReferenceSheetRow {
    /// The lecture.
    pub reference_id: ReferenceLectureId,
    /// Who scored it.
    pub person_id: PersonId,
    /// One score per criterion.
    pub scores: Vec<Option<Points>>,
}

decoded! { ReferenceSheetRow: reference_id, person_id, scores }

const COLUMNS: &str = "SELECT r.id, r.booking_id, t.version_id, v.title, v.lecturer_id, \
    r.video_link, r.opened_at, r.closed_at, \
    (SELECT COUNT(*) FROM reference_sheet s WHERE s.reference_id = r.id) AS n_sheets \
    FROM reference_lecture r JOIN trial_lecture t ON t.booking_id = r.booking_id \
    JOIN course_version v ON v.id = t.version_id ";
const FIND: &str = text![COLUMNS, "WHERE r.id = $1"];
const LIST: &str = text![COLUMNS, "ORDER BY r.opened_at DESC, r.id DESC"];
const CANDIDATES: &str = "SELECT t.booking_id, v.title, p.name AS lecturer_name, t.started_at \
    FROM trial_lecture t JOIN course_version v ON v.id = t.version_id \
    JOIN person p ON p.id = v.lecturer_id WHERE t.state = 'confirmed' \
    AND t.verdict <> 'advisory' AND (SELECT COUNT(*) FROM review_sheet s \
    WHERE s.booking_id = t.booking_id AND s.state = 'submitted') >= $1 \
    AND NOT EXISTS (SELECT 1 FROM reference_lecture r WHERE r.booking_id = t.booking_id \
    AND r.closed_at IS NULL) \
    ORDER BY t.started_at DESC, t.booking_id";
const SHEETS_OF: &str = "SELECT reference_id, person_id, scores FROM reference_sheet WHERE person_id = $1 \
    ORDER BY reference_id";
const ADD: &str = "INSERT INTO reference_lecture (booking_id, video_link, opener_id, opened_at) \
    VALUES ($1, $2, $3, $4) ON CONFLICT (booking_id) DO UPDATE SET closed_at = NULL, \
    video_link = excluded.video_link, opener_id = excluded.opener_id, \
    opened_at = excluded.opened_at WHERE reference_lecture.closed_at IS NOT NULL RETURNING id";
const CLOSE: &str =
    "UPDATE reference_lecture SET closed_at = $2 WHERE id = $1 AND closed_at IS NULL";
const ADD_SHEET: &str = "INSERT INTO reference_sheet \
    (reference_id, person_id, scores, submitted_at) VALUES ($1, $2, $3, $4) \
    ON CONFLICT (reference_id, person_id) DO NOTHING";

impl Conn {
    /// One reference lecture.
    pub async fn find_reference(
        &mut self,
        id: ReferenceLectureId,
    ) -> Result<Option<ReferenceRow>, StoreError> {
        self.one(sql(FIND).bind(id)).await
    }

    /// All reference lectures, the newest first; at most 200.
    pub async fn list_references(&mut self) -> Result<Vec<ReferenceRow>, StoreError> {
        self.all(sql(LIST)).await
    }

    /// Decided lectures with at least so many sheets that are no open reference, the newest first; at
    /// most 50.
    pub async fn list_reference_candidates(
        &mut self,
        least_sheets: i64,
    ) -> Result<Vec<CandidateReferenceRow>, StoreError> {
        self.all(sql(CANDIDATES).bind(least_sheets)).await
    }

    /// What somebody has given reference lectures.
    pub async fn list_reference_sheets_of(
        &mut self,
        person: PersonId,
    ) -> Result<Vec<ReferenceSheetRow>, StoreError> {
        self.all(sql(SHEETS_OF).bind(person)).await
    }
}

impl Tx {
    /// Makes a decided lecture a reference, or one that was closed open again; none if it is open.
    pub async fn add_reference(
        &mut self,
        booking: BookingId,
        video_link: &str,
        opener: PersonId,
        at: DateTime<Utc>,
    ) -> Result<Option<ReferenceLectureId>, StoreError> {
        self.one(bound!(ADD; booking, video_link, opener, at)).await
    }

    /// From now on nobody scores it; `false`: nobody could before.
    pub async fn close_reference(
        &mut self,
        id: ReferenceLectureId,
        at: DateTime<Utc>,
    ) -> Result<bool, StoreError> {
        self.is_changed(sql(CLOSE).bind(id).bind(at)).await
    }

    /// Keeps what somebody gives a reference lecture; `false`: it was scored before.
    pub async fn add_reference_sheet(
        &mut self,
        (reference, person): (ReferenceLectureId, PersonId),
        scores: &[Option<Points>],
        at: DateTime<Utc>,
    ) -> Result<bool, StoreError> {
        let scores = written(&scores)?;
        self.is_changed(bound!(ADD_SHEET; reference, person, scores, at)).await
    }
}
