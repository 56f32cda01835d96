//! Assessments of lecturers' years: opened for a corps, reported, counted, proposed, decided.

mod counted;
mod outside;

use chrono::{DateTime, NaiveDate, Utc};
use domain::{
    annual_assessment::{AssessmentState, Counted, Grade, VetoGround},
    appointment::{AppointmentState, Corps},
    assessment_year::AssessmentYear,
    id::{AnnualAssessmentId, AppointmentId, PersonId, RegionId},
    role::Reach,
};

pub use self::{
    counted::ReviewedSheetRow,
    outside::{NewOutsideLecture, OutsideLectureRow},
};
use crate::{
    Conn, StoreError, Tx,
    row::{decoded, written},
    search::{needle, needle_end},
    statement::{bound, sql, text},
};

/// An assessment with whose it is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AssessmentRow {
    /// Key.
    pub id: AnnualAssessmentId,
    /// The term that it is about.
    pub appointment_id: AppointmentId,
    /// Whose it is.
    pub person_id: PersonId,
    /// The name.
    pub name: String,
    /// Where the person works.
    pub workplace: Option<String>,
    /// Where the person lives or works.
    pub region_id: Option<RegionId>,
    /// The corps.
    pub corps: Corps,
    /// The county whose corps it is.
    pub corps_region_id: Option<RegionId>,
    /// Where the term stands.
    pub term_state: AppointmentState,
    /// When the person's first term as a lecturer began.
    pub first_term_on: NaiveDate,
    /// The year.
    pub year: i64,
    /// Where it stands.
    pub state: AssessmentState,
    /// What the lecturer has written.
    pub report: String,
    /// When; the last time.
    pub reported_at: Option<DateTime<Utc>>,
    /// What the county has written.
    pub county_word: String,
    /// Who of the county.
    pub county_author: Option<String>,
    /// When; the last time.
    pub county_at: Option<DateTime<Utc>>,
    /// Months of an illness, for which nothing is asked.
    pub ill_months: i64,
    /// A ground that excludes everything but failing.
    pub veto: Option<VetoGround>,
    /// What the office has written about it.
    pub veto_reason: String,
    /// What was counted, once it is scored.
    pub counted: Option<Counted>,
    /// Lectures that are asked for, once it is scored.
    pub minimum: Option<i64>,
    /// Points in hundredths, once it is scored.
    pub points: Option<i64>,
    /// When it was scored.
    pub scored_at: Option<DateTime<Utc>>,
    /// The grade, proposed or decided.
    pub grade: Option<Grade>,
    /// Until when the lecturer may comment.
    pub comment_until: Option<DateTime<Utc>>,
    /// What the lecturer has said.
    pub comment: String,
    /// When.
    pub commented_at: Option<DateTime<Utc>>,
    /// Who has decided, by name.
    pub decider: Option<String>,
    /// The document of the decision.
    pub document_no: String,
    /// When it was written down.
    pub decided_at: Option<DateTime<Utc>>,
    /// Why it was sent back or called off.
    pub reason: String,
    /// How many lectures from elsewhere wait for the office.
    pub n_claimed: i64,
    /// Counts the changes, for compare-and-set.
    pub revision: i64,
}

decoded! {
    AssessmentRow: id, appointment_id, person_id, name, workplace, region_id, corps,
    corps_region_id, term_state, first_term_on, year, state, report, reported_at, county_word,
    county_author, county_at, ill_months, veto, veto_reason, counted, minimum, points, scored_at,
    grade, comment_until, comment, commented_at, decider, document_no, decided_at, reason,
    n_claimed, revision
}

/// Which assessments a list is about.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct AssessmentFilter {
    /// The year.
    pub year: i64,
    /// A state; none: all.
    pub state: Option<AssessmentState>,
    /// A grade; none: all.
    pub grade: Option<Grade>,
    /// A name, its pinyin or initials; empty: all.
    pub name: String,
}

/// Whose it is, and what it is about.
const HEAD: &str = "SELECT a.id, a.appointment_id, a.person_id, p.name, \
    (SELECT MIN(o.name) FROM affiliation f JOIN organisation o ON o.id = f.organisation_id \
        WHERE f.person_id = p.id AND f.ends_on IS NULL) AS workplace, \
    p.region_id, t.corps, t.region_id AS corps_region_id, t.state AS term_state, \
    (SELECT MIN(e.starts_on) FROM appointment e WHERE e.person_id = a.person_id \
        AND e.corps <> 'tutors') AS first_term_on, \
    a.year, a.state, a.reported_at, c.name AS county_author, a.county_at, a.ill_months, a.veto, \
    NULLIF(a.counted, '') AS counted, a.minimum, a.total AS points, a.scored_at, a.grade, \
    a.comment_until, a.commented_at, d.name AS decider, a.document_no, a.decided_at, \
    (SELECT COUNT(*) FROM outside_lecture u WHERE u.assessment_id = a.id \
        AND u.state = 'claimed') AS n_claimed, a.revision, ";
const OF: &str = " FROM annual_assessment a JOIN person p ON p.id = a.person_id \
    JOIN appointment t ON t.id = a.appointment_id LEFT JOIN person c ON c.id = a.county_author_id \
    LEFT JOIN person d ON d.id = a.decider_id ";
const COLUMNS: &str =
    text![HEAD, "a.report, a.county_word, a.veto_reason, a.comment, a.reason", OF];
/// The same without what people have written: a list is not read.
const BARE: &str = text![
    HEAD,
    "'' AS report, '' AS county_word, '' AS veto_reason, '' AS comment, '' AS reason",
    OF
];
const FIND: &str = text![COLUMNS, "WHERE a.id = $1"];
const OF_PERSON: &str = text![COLUMNS, "WHERE a.person_id = $1 ORDER BY a.year DESC, a.id DESC"];
const OF_YEAR: &str = text![BARE, "WHERE a.year = $1"];
/// Whether the time for a comment has passed (`$2` is now) is told apart.
const COUNT: &str = "SELECT a.state, CAST(CASE WHEN a.comment_until <= $2 THEN 1 ELSE 0 END AS BIGINT) AS lapsed, \
    COUNT(*) FROM annual_assessment a JOIN person p ON p.id = a.person_id \
    JOIN appointment t ON t.id = a.appointment_id WHERE a.year = $1";
const BY_STATE: &str = " GROUP BY a.state, CASE WHEN a.comment_until <= $2 THEN 1 ELSE 0 END \
    ORDER BY a.state, lapsed";
const GRADES: &str = "SELECT a.year, a.grade FROM annual_assessment a \
    WHERE a.person_id = $1 AND a.state = 'final' ORDER BY a.year, a.id";
const YEARS: &str = "SELECT DISTINCT year FROM annual_assessment ORDER BY year DESC";
/// Of each lecturer the newest term that holds or held in the year (`$1`, from `$2` to `$3`), if the
/// year has none of the person's.
const UNOPENED: &str = " FROM appointment t JOIN person p ON p.id = t.person_id \
    WHERE p.merged_into IS NULL AND t.corps <> 'tutors' \
    AND t.state IN ('active', 'suspended', 'renewed') AND t.starts_on <= $3 AND t.ends_on >= $2 \
    AND NOT EXISTS (SELECT 1 FROM appointment n WHERE n.person_id = t.person_id \
        AND n.corps <> 'tutors' AND n.state IN ('active', 'suspended', 'renewed') \
        AND n.starts_on <= $3 AND n.ends_on >= $2 AND (n.starts_on > t.starts_on \
            OR (n.starts_on = t.starts_on AND n.id > t.id))) \
    AND NOT EXISTS (SELECT 1 FROM annual_assessment x WHERE x.person_id = t.person_id \
        AND x.year = $1)";
const COUNT_UNOPENED: &str = text!["SELECT COUNT(*)", UNOPENED];
const OPEN: &str = text![
    "INSERT INTO annual_assessment (appointment_id, person_id, year, state, opener_id, opened_at) \
     SELECT t.id, t.person_id, CAST($1 AS BIGINT), 'open', CAST($4 AS BIGINT), $5",
    UNOPENED
];
const REPORT: &str = "UPDATE annual_assessment SET state = $3, report = $4, reported_at = $5, \
    revision = revision + 1 WHERE id = $1 AND revision = $2";
const GIVE_WORD: &str = "UPDATE annual_assessment SET state = 'county_reviewed', county_word = $3, \
    county_author_id = $4, county_at = $5, revision = revision + 1 \
    WHERE id = $1 AND revision = $2";
const SCORE: &str = "UPDATE annual_assessment SET state = 'scored', counted = $3, minimum = $4, \
    total = $5, scored_at = $6, revision = revision + 1 WHERE id = $1 AND revision = $2";
const PROPOSE: &str = "UPDATE annual_assessment SET state = 'grade_proposed', grade = $3, \
    comment_until = $4, revision = revision + 1 WHERE id = $1 AND revision = $2";
const COMMENT: &str = "UPDATE annual_assessment SET state = 'heard', comment = $3, \
    commented_at = $4, revision = revision + 1 WHERE id = $1 AND revision = $2";
const DECIDE: &str = "UPDATE annual_assessment SET state = 'final', decider_id = $3, \
    document_no = $4, decided_at = $5, revision = revision + 1 WHERE id = $1 AND revision = $2";
const SET_VETO: &str = "UPDATE annual_assessment SET veto = $3, veto_reason = $4, \
    revision = revision + 1 WHERE id = $1 AND revision = $2";
const SET_ILL_MONTHS: &str = "UPDATE annual_assessment SET ill_months = $3, \
    revision = revision + 1 WHERE id = $1 AND revision = $2";
/// What was counted and proposed is gone; what people have written stays.
const MOVE: &str = "UPDATE annual_assessment SET state = $3, reason = $4, counted = '', \
    minimum = NULL, total = NULL, scored_at = NULL, grade = NULL, comment_until = NULL, \
    revision = revision + 1 WHERE id = $1 AND revision = $2";

impl Conn {
    /// One assessment.
    pub async fn find_assessment(
        &mut self,
        id: AnnualAssessmentId,
    ) -> Result<Option<AssessmentRow>, StoreError> {
        self.one(sql(FIND).bind(id)).await
    }

    /// The assessments of somebody, the latest year first.
    pub async fn list_assessments_of(
        &mut self,
        person: PersonId,
    ) -> Result<Vec<AssessmentRow>, StoreError> {
        self.all(sql(OF_PERSON).bind(person)).await
    }

    /// The years for which there are assessments, the latest first.
    pub async fn list_assessed_years(&mut self) -> Result<Vec<i64>, StoreError> {
        self.all(sql(YEARS)).await
    }

    /// Assessments after a key, in the order in which they were opened, without their texts: of people
    /// of a region within a reach, or of a corps there.
    pub async fn list_assessments(
        &mut self,
        filter: &AssessmentFilter,
        reach: &Reach,
        after: AnnualAssessmentId,
        limit: i64,
    ) -> Result<Vec<AssessmentRow>, StoreError> {
        let mut found = sql(OF_YEAR).bind(filter.year).push(" AND a.id > ").value(after);
        if let Some(state) = filter.state {
            found = found.push(" AND a.state = ").value(state);
        }
        if let Some(grade) = filter.grade {
            found = found.push(" AND a.grade = ").value(grade);
        }
        let needle = needle(&filter.name);
        if !needle.is_empty() {
            found = found
                .push(" AND p.id IN (SELECT person_id FROM search_key WHERE suffix >= ")
                .value(&needle)
                .push(" AND suffix < ")
                .value(needle_end(&needle))
                .push(")");
        }
        let found = found.within_either_region("p.region_id", "t.region_id", reach);
        self.all(found.push(" ORDER BY a.id LIMIT ").value(limit)).await
    }

    /// How many assessments of a year stand where, within the same reach: 1 beside the state is said
    /// of those whose time for a comment has passed.
    pub async fn count_assessments(
        &mut self,
        year: AssessmentYear,
        reach: &Reach,
        now: DateTime<Utc>,
    ) -> Result<Vec<(AssessmentState, i64, i64)>, StoreError> {
        let found = sql(COUNT).bind(i64::from(year.0)).bind(now);
        let found = found.within_either_region("p.region_id", "t.region_id", reach);
        self.all(found.push(BY_STATE)).await
    }

    /// The same of those whose corps is within a reach.
    pub async fn count_assessments_of_corps(
        &mut self,
        year: AssessmentYear,
        reach: &Reach,
        now: DateTime<Utc>,
    ) -> Result<Vec<(AssessmentState, i64, i64)>, StoreError> {
        let found = sql(COUNT).bind(i64::from(year.0)).bind(now);
        self.all(found.within_regions("t.region_id", reach).push(BY_STATE)).await
    }

    /// How many lecturers of the corps within a reach have a term in a year and no assessment.
    pub async fn count_unopened(
        &mut self,
        year: AssessmentYear,
        reach: &Reach,
    ) -> Result<i64, StoreError> {
        let (number, first, last) = (i64::from(year.0), year.first(), year.last());
        let found = bound!(COUNT_UNOPENED; number, first, last);
        self.only(found.within_regions("t.region_id", reach)).await
    }

    /// All assessments of a year whose corps is within a reach, without their texts; those of a corps
    /// together and the longest in service first.
    pub async fn list_assessments_of_corps(
        &mut self,
        year: AssessmentYear,
        reach: &Reach,
    ) -> Result<Vec<AssessmentRow>, StoreError> {
        let found = sql(OF_YEAR).bind(i64::from(year.0)).within_regions("t.region_id", reach);
        self.all(found.push(" ORDER BY t.corps, t.region_id, first_term_on, a.id")).await
    }

    /// The decided grades of somebody, by year.
    pub async fn list_grades(&mut self, person: PersonId) -> Result<Vec<(i64, Grade)>, StoreError> {
        self.all(sql(GRADES).bind(person)).await
    }
}

impl Tx {
    /// Opens a year for the lecturers of the corps within a reach who have no assessment in it;
    /// gives the new ones. [`StoreError::Conflict`] if somebody else does so at the same moment.
    pub async fn open_assessments(
        &mut self,
        year: AssessmentYear,
        reach: &Reach,
        opener: PersonId,
        now: DateTime<Utc>,
    ) -> Result<Vec<(AnnualAssessmentId, PersonId)>, StoreError> {
        let number = i64::from(year.0);
        let (first, last) = (year.first(), year.last());
        let found = bound!(OPEN; number, first, last, opener, now);
        let found = found.within_regions("t.region_id", reach);
        self.all(found.push(" ORDER BY p.name, p.id RETURNING id, person_id")).await
    }

    /// Keeps the own report; `false`: it was changed meanwhile.
    pub async fn set_assessment_report(
        &mut self,
        (id, revision): (AnnualAssessmentId, i64),
        state: AssessmentState,
        report: &str,
        now: DateTime<Utc>,
    ) -> Result<bool, StoreError> {
        self.is_changed(bound!(REPORT; id, revision, state, report, now)).await
    }

    /// Keeps the county's word; `false`: it was changed meanwhile.
    pub async fn set_county_word(
        &mut self,
        (id, revision): (AnnualAssessmentId, i64),
        word: &str,
        author: PersonId,
        now: DateTime<Utc>,
    ) -> Result<bool, StoreError> {
        self.is_changed(bound!(GIVE_WORD; id, revision, word, author, now)).await
    }

    /// Keeps what was counted, the lectures asked for and the points; `false`: it was changed
    /// meanwhile.
    pub async fn score_assessment(
        &mut self,
        (id, revision): (AnnualAssessmentId, i64),
        counted: &Counted,
        (minimum, points): (i64, i64),
        now: DateTime<Utc>,
    ) -> Result<bool, StoreError> {
        let counted = written(counted)?;
        self.is_changed(bound!(SCORE; id, revision, counted, minimum, points, now)).await
    }

    /// Proposes a grade, on which the lecturer may comment until an instant; `false`: it was changed
    /// meanwhile.
    pub async fn propose_grade(
        &mut self,
        (id, revision): (AnnualAssessmentId, i64),
        grade: Grade,
        until: DateTime<Utc>,
    ) -> Result<bool, StoreError> {
        self.is_changed(bound!(PROPOSE; id, revision, grade, until)).await
    }

    /// Keeps what the lecturer says; `false`: it was changed meanwhile.
    pub async fn comment_grade(
        &mut self,
        (id, revision): (AnnualAssessmentId, i64),
        comment: &str,
        now: DateTime<Utc>,
    ) -> Result<bool, StoreError> {
        self.is_changed(bound!(COMMENT; id, revision, comment, now)).await
    }

    /// Keeps by whom and which document it is decided; `false`: it was changed meanwhile.
    pub async fn decide_assessment(
        &mut self,
        (id, revision): (AnnualAssessmentId, i64),
        (decider, document_no): (PersonId, &str),
        now: DateTime<Utc>,
    ) -> Result<bool, StoreError> {
        self.is_changed(bound!(DECIDE; id, revision, decider, document_no, now)).await
    }

    /// Sets a veto or lifts it; `false`: it was changed meanwhile.
    pub async fn set_assessment_veto(
        &mut self,
        (id, revision): (AnnualAssessmentId, i64),
        veto: Option<VetoGround>,
        reason: &str,
    ) -> Result<bool, StoreError> {
        self.is_changed(bound!(SET_VETO; id, revision, veto, reason)).await
    }

    /// Sets the months of an illness; `false`: it was changed meanwhile.
    pub async fn set_ill_months(
        &mut self,
        (id, revision): (AnnualAssessmentId, i64),
        months: i64,
    ) -> Result<bool, StoreError> {
        self.is_changed(bound!(SET_ILL_MONTHS; id, revision, months)).await
    }

    /// Sends an assessment back, calls it off or resumes it: what was counted and proposed is gone.
    /// `false`: it was changed meanwhile.
    pub async fn move_assessment(
        &mut self,
        (id, revision): (AnnualAssessmentId, i64),
        state: AssessmentState,
        reason: &str,
    ) -> Result<bool, StoreError> {
        self.is_changed(bound!(MOVE; id, revision, state, reason)).await
    }
}
