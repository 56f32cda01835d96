//! What is counted of lecturers' years: one statement for each counter, for many people at once.

use chrono::{DateTime, NaiveDate, Utc};
use domain::{
    id::{BookingId, PersonId},
    nomination::InSchool,
    score_sheet::Points,
};

use crate::{
    Conn, StoreError,
    row::decoded,
    statement::{sql, text},
};

/// Lectures of the country: before a village, or in a town that is no quarter of a city.
const IS_RURAL: &str = "CASE WHEN q.host_kind = 'village' OR EXISTS (SELECT 1 FROM host_unit h \
    JOIN region w ON w.id = h.town_id WHERE h.id = q.host_unit_id \
    AND w.name_zh NOT LIKE '%街道') THEN 1 ELSE 0 END";
const DELIVERIES: &str = text![
    "SELECT d.lecturer_id, COUNT(*), CAST(COALESCE(SUM(d.attendance), 0) AS BIGINT), \
     CAST(COALESCE(SUM(",
    IS_RURAL,
    "), 0) AS BIGINT) FROM delivery d JOIN lecture_request q ON q.id = d.request_id \
     WHERE d.state = 'verified' AND d.starts_at >= $1 AND d.starts_at < $2 AND d.lecturer_id IN "
];
const IN_SCHOOLS: &str = "SELECT d.lecturer_id, COUNT(*), \
    CAST(COALESCE(SUM(d.attendance), 0) AS BIGINT) FROM delivery d \
    JOIN lecture_request q ON q.id = d.request_id WHERE d.state = 'verified' \
    AND q.host_kind IN ('school', 'kindergarten') AND d.starts_at >= $1 AND d.starts_at < $2 \
    AND d.lecturer_id IN ";
const OUTSIDE: &str = "SELECT a.person_id, COUNT(*), CAST(SUM(u.listeners) AS BIGINT), \
    CAST(SUM(CASE WHEN u.is_rural THEN 1 ELSE 0 END) AS BIGINT) FROM outside_lecture u \
    JOIN annual_assessment a ON a.id = u.assessment_id \
    WHERE u.state = 'verified' AND a.year = $1 AND a.state <> 'called_off' AND a.person_id IN ";
const OBSERVATIONS: &str = "SELECT d.lecturer_id, COUNT(*), \
    CAST(SUM(o.soundness + o.engagement + o.usefulness) AS BIGINT) FROM observation o \
    JOIN delivery d ON d.id = o.delivery_id WHERE o.state = 'shared' AND o.starts_at >= $1 \
    AND o.starts_at < $2 AND d.lecturer_id IN ";
/// Of each lecturer the last trial lecture that was decided by its sheets, before an instant.
const REVIEWS: &str = "SELECT b.lecturer_id, s.booking_id, s.seat_no, s.scores FROM review_sheet s \
    JOIN booking b ON b.id = s.booking_id JOIN trial_lecture t ON t.booking_id = b.id \
    WHERE s.state = 'submitted' AND t.state = 'confirmed' AND t.verdict <> 'advisory' \
    AND t.decided_at < $1 AND NOT EXISTS (SELECT 1 FROM trial_lecture l \
        JOIN booking k ON k.id = l.booking_id WHERE k.lecturer_id = b.lecturer_id \
        AND l.state = 'confirmed' AND l.verdict <> 'advisory' AND l.decided_at < $1 \
        AND (l.decided_at > t.decided_at \
            OR (l.decided_at = t.decided_at AND l.booking_id > t.booking_id))) \
    AND b.lecturer_id IN ";
const APPROVED: &str = "SELECT v.lecturer_id, COUNT(*) FROM trial_lecture t \
    JOIN course_version v ON v.id = t.version_id WHERE t.verdict = 'approve' \
    AND t.decided_at >= $1 AND t.decided_at < $2 AND v.lecturer_id IN ";
/// In the catalogue today and on a day that may be over.
const LISTED: &str = "SELECT v.lecturer_id, COUNT(*) FROM course_version v \
    WHERE v.state = 'listed' AND v.listed_until >= $1 AND v.lecturer_id IN ";
const PANELS: &str = "SELECT p.person_id, COUNT(DISTINCT t.session_id) FROM trial_presence p \
    JOIN trial_lecture t ON t.booking_id = p.booking_id \
    WHERE t.started_at >= $1 AND t.started_at < $2 AND p.person_id IN ";
const OBSERVED: &str = "SELECT o.observer_id, COUNT(*) FROM observation o \
    WHERE o.state = 'shared' AND o.starts_at >= $1 AND o.starts_at < $2 AND o.observer_id IN ";
const MISSED: &str = "SELECT b.lecturer_id, COUNT(*) FROM booking b JOIN slot s ON s.id = b.slot_id \
    WHERE b.state IN ('no_show', 'late_cancelled') AND s.starts_at >= $1 AND s.starts_at < $2 \
    AND b.lecturer_id IN ";
const ATTENDED: &str = "SELECT b.lecturer_id, COUNT(DISTINCT s.session_id) FROM booking b \
    JOIN slot s ON s.id = b.slot_id WHERE b.state = 'attended' AND s.starts_at >= $1 \
    AND s.starts_at < $2 AND b.lecturer_id IN ";

/// A sheet of a trial lecture, with whose lecture it was.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ReviewedSheetRow {
    /// Who lectured.
    pub lecturer_id: PersonId,
    /// The lecture.
    pub booking_id: BookingId,
    /// The seat whose sheet it is.
    pub seat_no: i64,
    /// What was given.
    pub scores: Vec<Option<Points>>,
}

decoded! { ReviewedSheetRow: lecturer_id, booking_id, seat_no, scores }

/// The instants between which something counts.
type Span = (DateTime<Utc>, DateTime<Utc>);

impl Conn {
    /// Verified lectures of some lecturers: how many, before how many, and how many in the country.
    pub async fn count_verified_lectures(
        &mut self,
        people: &[PersonId],
        (from, until): Span,
    ) -> Result<Vec<(PersonId, i64, i64, i64)>, StoreError> {
        let found = sql(DELIVERIES).bind(from).bind(until).list(people);
        self.all(found.push(" GROUP BY d.lecturer_id")).await
    }

    /// Those of them that were given in schools.
    pub async fn count_lectures_in_schools(
        &mut self,
        people: &[PersonId],
        (from, until): Span,
    ) -> Result<Vec<(PersonId, InSchool)>, StoreError> {
        if people.is_empty() {
            return Ok(Vec::new());
        }
        let found = sql(IN_SCHOOLS).bind(from).bind(until).list(people);
        let rows: Vec<(PersonId, i64, i64)> =
            self.all(found.push(" GROUP BY d.lecturer_id")).await?;
        let with = |(person, deliveries, listeners)| (person, InSchool { deliveries, listeners });
        Ok(rows.into_iter().map(with).collect())
    }

    /// The same of verified lectures from elsewhere, in a year.
    pub async fn count_outside_lectures(
        &mut self,
        people: &[PersonId],
        year: i64,
    ) -> Result<Vec<(PersonId, i64, i64, i64)>, StoreError> {
        let found = sql(OUTSIDE).bind(year).list(people);
        self.all(found.push(" GROUP BY a.person_id")).await
    }

    /// Observations of some lecturers: how many, and the sum of their levels.
    pub async fn count_observed_levels(
        &mut self,
        people: &[PersonId],
        (from, until): Span,
    ) -> Result<Vec<(PersonId, i64, i64)>, StoreError> {
        let found = sql(OBSERVATIONS).bind(from).bind(until).list(people);
        self.all(found.push(" GROUP BY d.lecturer_id")).await
    }

    /// The sheets of the last trial lecture of some lecturers that was decided before an instant, each
    /// with its seat.
    pub async fn list_last_reviews(
        &mut self,
        people: &[PersonId],
        before: DateTime<Utc>,
    ) -> Result<Vec<ReviewedSheetRow>, StoreError> {
        let found = sql(REVIEWS).bind(before).list(people);
        self.all(found.push(" ORDER BY b.lecturer_id, s.seat_no")).await
    }

    /// Course versions of some lecturers that were approved.
    pub async fn count_approved(
        &mut self,
        people: &[PersonId],
        (from, until): Span,
    ) -> Result<Vec<(PersonId, i64)>, StoreError> {
        let found = sql(APPROVED).bind(from).bind(until).list(people);
        self.all(found.push(" GROUP BY v.lecturer_id")).await
    }

    /// Courses of some lecturers that are in the catalogue, and were to be until a day at least.
    pub async fn count_listed(
        &mut self,
        people: &[PersonId],
        day: NaiveDate,
    ) -> Result<Vec<(PersonId, i64)>, StoreError> {
        let found = sql(LISTED).bind(day).list(people);
        self.all(found.push(" GROUP BY v.lecturer_id")).await
    }

    /// Sittings at which some people were on the panel, and lectures of others that they observed.
    pub async fn count_teaching(
        &mut self,
        people: &[PersonId],
        (from, until): Span,
    ) -> Result<(Vec<(PersonId, i64)>, Vec<(PersonId, i64)>), StoreError> {
        let panels = sql(PANELS).bind(from).bind(until).list(people);
        let panels = self.all(panels.push(" GROUP BY p.person_id")).await?;
        let observed = sql(OBSERVED).bind(from).bind(until).list(people);
        Ok((panels, self.all(observed.push(" GROUP BY o.observer_id")).await?))
    }

    /// Slots of some lecturers that were missed or given back late.
    pub async fn count_missed_slots(
        &mut self,
        people: &[PersonId],
        (from, until): Span,
    ) -> Result<Vec<(PersonId, i64)>, StoreError> {
        let found = sql(MISSED).bind(from).bind(until).list(people);
        self.all(found.push(" GROUP BY b.lecturer_id")).await
    }

    /// Review sessions that some lecturers attended with a course.
    pub async fn count_attended_sessions(
        &mut self,
        people: &[PersonId],
        (from, until): Span,
    ) -> Result<Vec<(PersonId, i64)>, StoreError> {
        let found = sql(ATTENDED).bind(from).bind(until).list(people);
        self.all(found.push(" GROUP BY b.lecturer_id")).await
    }
}
