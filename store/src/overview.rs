//! What is going on: for everybody the next dates and what was given, for offices their year.

use chrono::{DateTime, NaiveDate, Utc};
use domain::{
    id::{CourseVersionId, RegionId, ReviewSessionId, TrainingEventId},
    role::Reach,
};

use crate::{
    Conn, StoreError,
    catalogue::LISTED,
    consent::IS_WITHHELD,
    row::decoded,
    statement::{sql, text},
};

/// A review session that may be booked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NextSession {
    /// Key.
    pub id: ReviewSessionId,
    /// When it begins.
    pub starts_at: DateTime<Utc>,
    /// Where; none: on line.
    pub place: Option<String>,
    /// How many of its slots are free.
    pub n_free: i64,
}

decoded! { NextSession: id, starts_at, place, n_free }

/// A training that is announced.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NextTraining {
    /// Key.
    pub id: TrainingEventId,
    /// Its title.
    pub title: String,
    /// The first day.
    pub starts_on: NaiveDate,
    /// The last day.
    pub ends_on: NaiveDate,
    /// Where.
    pub place: String,
}

decoded! { NextTraining: id, title, starts_on, ends_on, place }

/// A course that was listed lately.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewCourse {
    /// The version.
    pub id: CourseVersionId,
    /// Its title.
    pub title: String,
    /// The lecturer; empty if the name is withheld.
    pub lecturer: String,
}

decoded! { NewCourse: id, title, lecturer }

/// What an office's year is made of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum YearOf {
    /// Review sessions that were not called off.
    Sessions,
    /// Lectures that were not called off.
    Lectures,
    /// Trainings that were not called off.
    Trainings,
    /// Awards whose list was put on notice.
    Awards,
}

/// How many of something begin in a month, `2026-11`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MonthCount {
    /// The month.
    pub month: String,
    /// How many.
    pub n: i64,
}

decoded! { MonthCount: month, n }

/// Lectures that were given between two instants.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Given {
    /// How many.
    pub n_lectures: i64,
    /// To how many listeners, as far as it was reported.
    pub n_listeners: i64,
}

decoded! { Given: n_lectures, n_listeners }

const SESSIONS: &str = "SELECT s.id, s.starts_at, p.name AS place, \
    (SELECT COUNT(*) FROM slot f WHERE f.session_id = s.id AND f.state = 'free') AS n_free \
    FROM review_session s LEFT JOIN place p ON p.id = s.place_id \
    WHERE s.state = 'open' AND s.starts_at > $1 ORDER BY s.starts_at, s.id LIMIT $2";
const TRAININGS: &str = "SELECT id, title, starts_on, ends_on, place FROM training_event \
    WHERE state = 'published' AND ends_on >= $1 ORDER BY starts_on, id LIMIT $2";
/// What is reported or verified, and what is over and was not called off.
const WAS_GIVEN: &str =
    "d.state IN ('held', 'verified') AND d.starts_at >= $1 AND d.starts_at < $2";
const GIVEN: &str = text![
    "SELECT COUNT(*) AS n_lectures, CAST(COALESCE(SUM(d.attendance), 0) AS BIGINT) AS n_listeners \
     FROM delivery d WHERE ",
    WAS_GIVEN
];
const BY_TOWN: &str = text![
    "SELECT u.town_id, COUNT(*) FROM delivery d JOIN lecture_request r ON r.id = d.request_id \
     JOIN host_unit u ON u.id = r.host_unit_id WHERE u.town_id IS NOT NULL AND ",
    WAS_GIVEN,
    " GROUP BY u.town_id ORDER BY u.town_id"
];
/// The first letters of a date and of an instant are the month on both databases; nothing begins in
/// the night hours in which the month is another one there.
const SESSIONS_OF: &str = "SELECT SUBSTR(CAST(s.starts_at AS TEXT), 1, 7) AS month, COUNT(*) AS n \
    FROM review_session s WHERE s.state <> 'cancelled' AND s.state <> 'planned' \
    AND s.starts_at >= $1 AND s.starts_at < $2";
const LECTURES_OF: &str = "SELECT SUBSTR(CAST(d.starts_at AS TEXT), 1, 7) AS month, COUNT(*) AS n \
    FROM delivery d WHERE d.state <> 'cancelled' AND d.starts_at >= $1 AND d.starts_at < $2";
const AWARDS_OF: &str = "SELECT SUBSTR(CAST(c.notice_from AS TEXT), 1, 7) AS month, \
    COUNT(*) AS n FROM award_cycle c WHERE c.notice_from >= $1 AND c.notice_from < $2 \
    AND c.state IN ('on_notice', 'decided', 'archived')";
const TRAININGS_OF: &str = "SELECT SUBSTR(CAST(e.starts_on AS TEXT), 1, 7) AS month, COUNT(*) AS n \
    FROM training_event e WHERE e.state IN ('published', 'attendance_confirmed') \
    AND e.starts_on >= $1 AND e.starts_on < $2";
const HOURS: &str = "SELECT CAST(COALESCE(SUM(c.earned), 0) AS BIGINT) FROM credit_hour c \
    JOIN person p ON p.id = c.person_id WHERE c.held_on >= $1 AND c.held_on < $2";
const NEW_COURSES: &str = text![
    "SELECT v.id, v.title, CASE WHEN ",
    IS_WITHHELD,
    " THEN '' ELSE p.name END AS lecturer FROM course_version v \
     JOIN person p ON p.id = v.lecturer_id ",
    LISTED,
    " AND NOT v.taken_over ORDER BY v.changed_at DESC, v.id DESC LIMIT $2"
];

impl Conn {
    /// Courses that came through review and were listed lately, the newest first.
    pub async fn list_new_courses(
        &mut self,
        today: NaiveDate,
        limit: i64,
    ) -> Result<Vec<NewCourse>, StoreError> {
        self.all(sql(NEW_COURSES).bind(today).bind(limit)).await
    }

    /// How many of something begin in each month between two days (the second excluded), within a
    /// reach by region; months without any are left out.
    pub async fn list_months(
        &mut self,
        of: YearOf,
        (from, until): (DateTime<Utc>, DateTime<Utc>),
        (first, end): (NaiveDate, NaiveDate),
        reach: &Reach,
    ) -> Result<Vec<MonthCount>, StoreError> {
        let counted = match of {
            YearOf::Sessions => sql(SESSIONS_OF).bind(from).bind(until),
            YearOf::Lectures => sql(LECTURES_OF).bind(from).bind(until),
            YearOf::Trainings => sql(TRAININGS_OF).bind(first).bind(end),
            YearOf::Awards => sql(AWARDS_OF).bind(first).bind(end),
        };
        let region = match of {
            YearOf::Sessions => Some("s.region_id"),
            YearOf::Lectures => Some("d.region_id"),
            YearOf::Trainings => Some("e.region_id"),
            // An award is everybody's.
            YearOf::Awards => None,
        };
        let counted = match region {
            Some(region) => counted.within_regions(region, reach),
            None => counted,
        };
        self.all(counted.push(" GROUP BY 1 ORDER BY 1")).await
    }

    /// Hundredths of an hour that were credited between two days (the second excluded), to people
    /// within a reach by region.
    pub async fn count_hours(
        &mut self,
        (first, end): (NaiveDate, NaiveDate),
        reach: &Reach,
    ) -> Result<i64, StoreError> {
        let hours = sql(HOURS).bind(first).bind(end);
        self.only(hours.within_regions("p.region_id", reach)).await
    }

    /// Sessions that may be booked, the next ones first.
    pub async fn list_next_sessions(
        &mut self,
        now: DateTime<Utc>,
        limit: i64,
    ) -> Result<Vec<NextSession>, StoreError> {
        self.all(sql(SESSIONS).bind(now).bind(limit)).await
    }

    /// Trainings that are announced, the next ones first.
    pub async fn list_next_trainings(
        &mut self,
        today: NaiveDate,
        limit: i64,
    ) -> Result<Vec<NextTraining>, StoreError> {
        self.all(sql(TRAININGS).bind(today).bind(limit)).await
    }

    /// Lectures that were given between two instants.
    pub async fn count_given(
        &mut self,
        from: DateTime<Utc>,
        until: DateTime<Utc>,
    ) -> Result<Given, StoreError> {
        self.only(sql(GIVEN).bind(from).bind(until)).await
    }

    /// The towns in which they were, with how many in each.
    pub async fn list_towns_reached(
        &mut self,
        from: DateTime<Utc>,
        until: DateTime<Utc>,
    ) -> Result<Vec<(RegionId, i64)>, StoreError> {
        self.all(sql(BY_TOWN).bind(from).bind(until)).await
    }
}
