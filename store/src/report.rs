//! Registers that are handed upward: a line for each lecturer, training and tutor of a year.

use chrono::{DateTime, NaiveDate, Utc};
use domain::{
    annual_assessment::Grade,
    assessment_year::AssessmentYear,
    credit_hour::HalfDay,
    id::{PersonId, TrainingEventId},
    role::Reach,
    roster::{Sex, TutorLevel},
};

use crate::{
    Conn, CreditRow, StoreError, TrainingRow,
    row::decoded,
    statement::{sql, text},
    training_event,
};

/// A lecturer of the year, with what was given in it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LecturerLine {
    /// Key.
    pub person_id: PersonId,
    /// Name.
    pub name: String,
    /// Sex, if known.
    pub sex: Option<Sex>,
    /// Where the person works.
    pub workplace: Option<String>,
    /// Post or professional title.
    pub title: String,
    /// Until when the last term lasts.
    pub appointed_until: NaiveDate,
    /// Courses that are listed.
    pub n_courses: i64,
    /// Lectures that were verified.
    pub n_deliveries: i64,
    /// Listeners of those.
    pub n_listeners: i64,
    /// Observations that were handed in.
    pub n_observed: i64,
    /// The sum of their levels.
    pub levels: i64,
    /// The grade of the year, once it is decided.
    pub grade: Option<Grade>,
}

decoded! {
    LecturerLine: person_id, name, sex, workplace, title, appointed_until,
    n_courses, n_deliveries, n_listeners, n_observed, levels, grade
}

/// How many of a county and a level were at a training.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ParticipantLine {
    /// The training.
    pub event_id: TrainingEventId,
    /// The county in Chinese; none: not known.
    pub region_zh: Option<String>,
    /// The same in English.
    pub region_en: Option<String>,
    /// The certified level of tutors.
    pub level: Option<TutorLevel>,
    /// How many.
    pub n: i64,
}

decoded! { ParticipantLine: event_id, region_zh, region_en, level, n }

/// A tutor.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TutorLine {
    /// Key.
    pub person_id: PersonId,
    /// Name.
    pub name: String,
    /// Where the person works.
    pub workplace: Option<String>,
    /// What the tutor teaches.
    pub subject: String,
    /// The certified level.
    pub level: Option<TutorLevel>,
}

decoded! { TutorLine: person_id, name, workplace, subject, level }

/// The first and the last day of a year.
pub type YearDays = (NaiveDate, NaiveDate);

const WORKPLACE: &str = "(SELECT MIN(o.name) FROM affiliation a \
    JOIN organisation o ON o.id = a.organisation_id \
    WHERE a.person_id = p.id AND a.ends_on IS NULL) AS workplace";
/// The unit by which somebody is within a reach.
const UNIT: &str = "(SELECT MIN(a.organisation_id) FROM affiliation a \
    WHERE a.person_id = p.id AND a.ends_on IS NULL)";
/// `$1` and `$2` are the first and the last day, `$3` the first instant and `$4` the first after it,
/// `$5` the year.
const LECTURERS: &str = text![
    "SELECT p.id AS person_id, p.name, p.sex, ",
    WORKPLACE,
    ", p.title, y.appointed_until, \
    (SELECT COUNT(*) FROM course_version v WHERE v.lecturer_id = p.id AND v.state = 'listed') \
        AS n_courses, \
    (SELECT COUNT(*) FROM delivery d WHERE d.lecturer_id = p.id AND d.state = 'verified' \
        AND d.starts_at >= $3 AND d.starts_at < $4) AS n_deliveries, \
    (SELECT CAST(COALESCE(SUM(d.attendance), 0) AS BIGINT) FROM delivery d \
        WHERE d.lecturer_id = p.id AND d.state = 'verified' \
        AND d.starts_at >= $3 AND d.starts_at < $4) AS n_listeners, \
    (SELECT COUNT(*) FROM observation b JOIN delivery d ON d.id = b.delivery_id \
        WHERE d.lecturer_id = p.id AND b.state = 'shared' \
        AND b.starts_at >= $3 AND b.starts_at < $4) AS n_observed, \
    (SELECT CAST(COALESCE(SUM(b.soundness + b.engagement + b.usefulness), 0) AS BIGINT) \
        FROM observation b JOIN delivery d ON d.id = b.delivery_id \
        WHERE d.lecturer_id = p.id AND b.state = 'shared' \
        AND b.starts_at >= $3 AND b.starts_at < $4) AS levels, \
    (SELECT a.grade FROM annual_assessment a WHERE a.person_id = p.id AND a.year = $5 \
        AND a.state = 'final' ORDER BY a.decided_at DESC, a.id DESC LIMIT 1) AS grade \
    FROM person p \
    JOIN (SELECT t.person_id, MAX(t.ends_on) AS appointed_until FROM appointment t \
        WHERE t.corps IN ('city_lecturers', 'county_lecturers') AND t.starts_on <= $2 \
        AND t.ends_on >= $1 GROUP BY t.person_id) y ON y.person_id = p.id \
    WHERE p.merged_into IS NULL"
];
const TRAININGS: &str = text![
    training_event::COLUMNS,
    "WHERE e.state IN ('published', 'attendance_confirmed') AND e.starts_on >= $1 \
     AND e.starts_on <= $2"
];
const HALF_DAYS: &str = "SELECT h.event_id, h.held_on, h.half_day FROM training_half_day h \
    JOIN training_event e ON e.id = h.event_id WHERE e.starts_on >= $1 AND e.starts_on <= $2 \
    ORDER BY h.event_id, h.held_on, h.id";
const PARTICIPANTS: &str = "SELECT n.event_id, r.name_zh AS region_zh, r.name_en AS region_en, \
    t.level, COUNT(*) AS n FROM enrolment n JOIN training_event e ON e.id = n.event_id \
    JOIN person p ON p.id = n.person_id LEFT JOIN region r ON r.id = p.region_id \
    LEFT JOIN tutor t ON t.person_id = p.id \
    WHERE n.state IN ('attended', 'partial') AND e.starts_on >= $1 AND e.starts_on <= $2 \
    GROUP BY n.event_id, r.sort_order, r.name_zh, r.name_en, t.level \
    ORDER BY n.event_id, r.sort_order, t.level";
const TUTORS: &str = text![
    "SELECT p.id AS person_id, p.name, ",
    WORKPLACE,
    ", t.subject, t.level FROM tutor t JOIN person p ON p.id = t.person_id \
    WHERE p.merged_into IS NULL"
];
const LEDGER: &str = "SELECT h.id, h.person_id, h.held_on, h.spans, h.earned, h.source, \
    h.source_id, h.kind, h.title, h.organiser, v.name AS verifier, h.reverses_id \
    FROM credit_hour h LEFT JOIN person v ON v.id = h.verifier_id \
    JOIN person p ON p.id = h.person_id WHERE h.held_on >= $1 AND h.held_on <= $2";

impl Conn {
    /// Lecturers with a term in a year within a reach by region, by name, with what was verified in it.
    pub async fn list_lecturer_lines(
        &mut self,
        year: AssessmentYear,
        (from, until): (DateTime<Utc>, DateTime<Utc>),
        reach: &Reach,
    ) -> Result<Vec<LecturerLine>, StoreError> {
        let found = sql(LECTURERS).bind(year.first()).bind(year.last()).bind(from).bind(until);
        let found = found.bind(i64::from(year.0));
        let found = found.within_regions("p.region_id", reach);
        self.all(found.push(" ORDER BY p.name, p.id")).await
    }

    /// Trainings that an office held in a year, by time.
    pub async fn list_training_lines(
        &mut self,
        (first, last): YearDays,
        reach: &Reach,
    ) -> Result<Vec<TrainingRow>, StoreError> {
        let found = sql(TRAININGS).bind(first).bind(last);
        let found = found.held_within("e.region_id", "e.organisation_id", reach);
        self.all(found.push(" ORDER BY e.starts_on, e.id")).await
    }

    /// The half-days of the trainings of a year, by training and time.
    pub async fn list_half_day_lines(
        &mut self,
        (first, last): YearDays,
    ) -> Result<Vec<(TrainingEventId, NaiveDate, HalfDay)>, StoreError> {
        self.all(sql(HALF_DAYS).bind(first).bind(last)).await
    }

    /// How many were at each training of a year, by county in its customary order and by level.
    pub async fn list_participant_lines(
        &mut self,
        (first, last): YearDays,
    ) -> Result<Vec<ParticipantLine>, StoreError> {
        self.all(sql(PARTICIPANTS).bind(first).bind(last)).await
    }

    /// Tutors within a reach, by workplace and name.
    pub async fn list_tutor_lines(&mut self, reach: &Reach) -> Result<Vec<TutorLine>, StoreError> {
        let found = sql(TUTORS).within("p.region_id", UNIT, reach);
        self.all(found.push(" ORDER BY workplace, p.name, p.id")).await
    }

    /// What people within a reach have in the ledger of a year, by person and date.
    pub async fn list_ledger_lines(
        &mut self,
        (first, last): YearDays,
        reach: &Reach,
    ) -> Result<Vec<CreditRow>, StoreError> {
        let found = sql(LEDGER).bind(first).bind(last).within("p.region_id", UNIT, reach);
        self.all(found.push(" ORDER BY h.person_id, h.held_on, h.id")).await
    }
}
