//! Listed courses: their end, what is changed of them, and what is open with them.

use chrono::{DateTime, NaiveDate, Utc};
use domain::{
    audience::SchoolStage,
    id::{CourseId, CourseVersionId, LectureRequestId},
    lecture_request::RequestState,
    listing::CourseChange,
};

use crate::{
    Conn, CourseRow, StoreError, Tx,
    course::COLUMNS,
    row::decoded,
    statement::{bound, sql, text},
};

/// A request that is not over, and has to do with a course.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OpenRequestRow {
    /// The request.
    pub id: LectureRequestId,
    /// The host's name.
    pub host_name: String,
    /// The stage of the listeners.
    pub stage: SchoolStage,
    /// Minutes of the lecture.
    pub minutes: i64,
    /// State.
    pub state: RequestState,
    /// The agreed time, if there is one.
    pub starts_at: Option<DateTime<Utc>>,
}

decoded! { OpenRequestRow: id, host_name, stage, minutes, state, starts_at }

const ENDING: &str = text![
    COLUMNS,
    "WHERE v.state IN ('listed', 'suspended') AND v.listed_until <= $1 \
     ORDER BY v.listed_until, v.id"
];
const NEXT_NOTICE: &str = text![
    COLUMNS,
    "WHERE v.state = 'listed' AND v.listed_until >= $1 AND v.listed_until <= $2 \
     AND (v.expiry_notice IS NULL OR v.expiry_notice > $3) ORDER BY v.id LIMIT 500"
];
const SET_NOTICE: &str = "UPDATE course_version SET expiry_notice = $2 WHERE id = $1";
const SET_REASON: &str = "UPDATE course_version SET listing_reason = $2, lapsed = $3 WHERE id = $1";
const EXTEND: &str = "UPDATE course_version SET listed_until = $2, extended = $3, \
    expiry_notice = NULL, listing_reason = $4, revision = revision + 1, changed_at = $5 \
    WHERE id = $1 AND revision = $6 AND state = 'listed' AND extended <> $3";
const SET_CHANGE: &str = "UPDATE course_version SET change_kind = $2, changed_slides = $3, \
    all_slides = $4, change_note = $5 WHERE id = $1";
const SET_LISTING: &str = "UPDATE course_version SET catalogue_no = $2, listed_until = $3, \
    taken_over = $4, expiry_notice = NULL, listing_reason = '' WHERE id = $1";
const FREE_NUMBER: &str = "UPDATE course_version SET catalogue_no = NULL WHERE id = $1";
/// Requests that are not over, of a version of the course, or offered or agreed with one.
const OPEN_REQUESTS: &str = "SELECT q.id, q.host_name, q.stage, q.minutes, q.state, \
    (SELECT MIN(e.starts_at) FROM delivery e WHERE e.request_id = q.id AND e.state = 'planned') \
    AS starts_at FROM lecture_request q WHERE q.state IN ('county_review', 'city_review', \
    'matching', 'dispatched', 'confirmed', 'returned') AND (q.version_id IN \
    (SELECT id FROM course_version WHERE course_id = $1) OR q.id IN (SELECT d.request_id \
    FROM dispatch d JOIN course_version v ON v.id = d.version_id \
    WHERE d.state = 'offered' AND v.course_id = $1) OR q.id IN (SELECT e.request_id \
    FROM delivery e JOIN course_version v ON v.id = e.version_id \
    WHERE e.state = 'planned' AND v.course_id = $1)) ORDER BY q.id";
const OF_COURSE: &str = " AND version_id IN (SELECT id FROM course_version WHERE course_id = $3)";
const FOLLOW_REQUEST: &str =
    text!["UPDATE lecture_request SET version_id = $2 WHERE id = $1", OF_COURSE];
const FOLLOW_OFFER: &str = text![
    "UPDATE dispatch SET version_id = $2 WHERE request_id = $1 AND state = 'offered'",
    OF_COURSE
];
const FOLLOW_DELIVERY: &str = text![
    "UPDATE delivery SET version_id = $2 WHERE request_id = $1 AND state = 'planned'",
    OF_COURSE
];
/// Requests that are not over whose course is not listed any more as the version that they name.
const STRANDED: &str = "SELECT COUNT(*) FROM lecture_request q \
    JOIN course_version v ON v.id = q.version_id WHERE q.state IN ('county_review', \
    'city_review', 'matching', 'dispatched', 'confirmed') AND v.state <> 'listed'";

impl Conn {
    /// Versions in the catalogue, or suspended, whose listing ends by a day; at most 500.
    pub async fn list_listings_ending(
        &mut self,
        day: NaiveDate,
    ) -> Result<Vec<CourseRow>, StoreError> {
        self.all(sql(ENDING).bind(day)).await
    }

    /// Listed versions that end between two days and were told so no nearer to their end than so
    /// many days; at most 500.
    pub async fn list_listings_to_tell(
        &mut self,
        (from, until): (NaiveDate, NaiveDate),
        days: i64,
    ) -> Result<Vec<CourseRow>, StoreError> {
        self.all(sql(NEXT_NOTICE).bind(from).bind(until).bind(days)).await
    }

    /// Requests that are not over and have to do with a course, by age.
    pub async fn list_open_requests_of(
        &mut self,
        course: CourseId,
    ) -> Result<Vec<OpenRequestRow>, StoreError> {
        self.all(sql(OPEN_REQUESTS).bind(course)).await
    }

    /// How many requests that are not over name a version that is suspended or retired.
    pub async fn count_stranded_requests(&mut self) -> Result<i64, StoreError> {
        self.only(sql(STRANDED)).await
    }
}

impl Tx {
    /// Remembers the notice of its end that a lecturer got, in days before it.
    pub async fn set_expiry_notice(
        &mut self,
        version: CourseVersionId,
        days: i64,
    ) -> Result<(), StoreError> {
        self.run(sql(SET_NOTICE).bind(version).bind(days)).await
    }

    /// Says why a listing rests or has ended; or that its time is over.
    pub async fn set_listing_reason(
        &mut self,
        version: CourseVersionId,
        reason: &str,
        lapsed: bool,
    ) -> Result<(), StoreError> {
        self.run(sql(SET_REASON).bind(version).bind(reason).bind(lapsed)).await
    }

    /// Lists a version for longer, once; `false`: it was extended before, or somebody was faster.
    pub async fn extend_listing(
        &mut self,
        (version, revision): (CourseVersionId, i64),
        until: NaiveDate,
        reason: &str,
        at: DateTime<Utc>,
    ) -> Result<bool, StoreError> {
        self.is_changed(bound!(EXTEND; version, until, true, reason, at, revision)).await
    }

    /// What a lecturer says of a change of a listed course.
    pub async fn set_course_change(
        &mut self,
        version: CourseVersionId,
        change: &CourseChange,
    ) -> Result<(), StoreError> {
        let c = change;
        self.run(bound!(SET_CHANGE; version, c.kind, c.changed_slides, c.all_slides, &c.note)).await
    }

    /// Gives a version its number in the catalogue, if it has one, and the last day there.
    pub async fn set_listing(
        &mut self,
        version: CourseVersionId,
        number: Option<&str>,
        until: Option<NaiveDate>,
        taken_over: bool,
    ) -> Result<(), StoreError> {
        self.run(bound!(SET_LISTING; version, number, until, taken_over)).await
    }

    /// Takes a version's number away, for the one that takes its place.
    pub async fn remove_catalogue_no(
        &mut self,
        version: CourseVersionId,
    ) -> Result<(), StoreError> {
        self.run(sql(FREE_NUMBER).bind(version)).await
    }

    /// Moves a request, with what is offered and agreed of it, from versions of a course to another
    /// version of it.
    pub async fn move_request_to_version(
        &mut self,
        request: LectureRequestId,
        version: CourseVersionId,
        course: CourseId,
    ) -> Result<(), StoreError> {
        for statement in [FOLLOW_REQUEST, FOLLOW_OFFER, FOLLOW_DELIVERY] {
            self.run(sql(statement).bind(request).bind(version).bind(course)).await?;
        }
        Ok(())
    }
}
