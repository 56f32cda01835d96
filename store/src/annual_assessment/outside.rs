//! Lectures that were not given through this program, each with its proof (`LEC-01`).

use chrono::{DateTime, NaiveDate, Utc};
use domain::{
    annual_assessment::{OutsideLecture, OutsideState},
    assessment_year::AssessmentYear,
    id::{AnnualAssessmentId, OutsideLectureId, PersonId, UploadId},
    role::Reach,
};

use crate::{
    Conn, StoreError, Tx,
    row::decoded,
    statement::{bound, sql, text},
};

/// A lecture from elsewhere.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OutsideLectureRow {
    /// Key.
    pub id: OutsideLectureId,
    /// The assessment that it is for.
    pub assessment_id: AnnualAssessmentId,
    /// Where it stands.
    pub state: OutsideState,
    /// What it was about.
    pub title: String,
    /// The day.
    pub held_on: NaiveDate,
    /// Before whom.
    pub host: String,
    /// Listeners.
    pub listeners: i64,
    /// Whether it was in the country.
    pub is_rural: bool,
    /// The proof.
    pub proof_id: UploadId,
    /// Its name.
    pub proof_name: String,
    /// Why it does not count.
    pub reason: String,
    /// Who has decided, by name.
    pub decider: Option<String>,
}

decoded! {
    OutsideLectureRow: id, assessment_id, state, title, held_on, host, listeners, is_rural,
    proof_id, proof_name, reason, decider
}

/// A lecture from elsewhere to be written.
#[derive(Clone, Copy, Debug)]
pub struct NewOutsideLecture<'a> {
    /// The assessment that it is for.
    pub assessment: AnnualAssessmentId,
    /// What the lecturer says.
    pub lecture: &'a OutsideLecture,
    /// Now.
    pub now: DateTime<Utc>,
}

const COLUMNS: &str = "SELECT u.id, u.assessment_id, u.state, u.title, u.held_on, u.host, \
    u.listeners, u.is_rural, u.proof_id, f.file_name AS proof_name, u.reason, d.name AS decider \
    FROM outside_lecture u JOIN upload f ON f.id = u.proof_id \
    LEFT JOIN person d ON d.id = u.decider_id ";
const FIND: &str = text![COLUMNS, "WHERE u.id = $1"];
const LIST: &str = text![COLUMNS, "WHERE u.assessment_id = $1 ORDER BY u.held_on, u.id"];
const CLAIMED: &str = text![
    COLUMNS,
    "JOIN annual_assessment a ON a.id = u.assessment_id \
     JOIN appointment t ON t.id = a.appointment_id WHERE u.state = 'claimed' AND a.year = $1 \
     AND a.state IN ('open', 'self_reported', 'county_reviewed')"
];
const ADD: &str = "INSERT INTO outside_lecture (assessment_id, state, title, held_on, host, \
    listeners, is_rural, proof_id, added_at) \
    VALUES ($1, 'claimed', $2, $3, $4, $5, $6, $7, $8) RETURNING id";
const MOVE: &str = "UPDATE outside_lecture SET state = $3, reason = $4, decider_id = $5, \
    decided_at = $6 WHERE id = $1 AND state = $2";

impl Conn {
    /// One lecture from elsewhere.
    pub async fn find_outside_lecture(
        &mut self,
        id: OutsideLectureId,
    ) -> Result<Option<OutsideLectureRow>, StoreError> {
        self.one(sql(FIND).bind(id)).await
    }

    /// Those of an assessment, by day.
    pub async fn list_outside_lectures(
        &mut self,
        assessment: AnnualAssessmentId,
    ) -> Result<Vec<OutsideLectureRow>, StoreError> {
        self.all(sql(LIST).bind(assessment)).await
    }

    /// Those of a year that wait for the office of a corps within a reach, by when they were added.
    pub async fn list_claimed_lectures(
        &mut self,
        year: AssessmentYear,
        reach: &Reach,
        limit: i64,
    ) -> Result<Vec<OutsideLectureRow>, StoreError> {
        let found = sql(CLAIMED).bind(i64::from(year.0)).within_regions("t.region_id", reach);
        self.all(found.push(" ORDER BY u.id LIMIT ").value(limit)).await
    }
}

impl Tx {
    /// Adds a lecture from elsewhere, which the office has not looked at yet.
    pub async fn add_outside_lecture(
        &mut self,
        new: &NewOutsideLecture<'_>,
    ) -> Result<OutsideLectureId, StoreError> {
        let OutsideLecture { title, held_on, host, listeners, is_rural, proof } = new.lecture;
        let (assessment, now) = (new.assessment, new.now);
        self.only(bound!(ADD;
            assessment, title, *held_on, host, *listeners, *is_rural, *proof, now))
            .await
    }

    /// Moves one from state to state, with why and who of the office; `false`: it stands elsewhere
    /// by now.
    pub async fn move_outside_lecture(
        &mut self,
        (id, from): (OutsideLectureId, OutsideState),
        to: OutsideState,
        reason: &str,
        decided: Option<(PersonId, DateTime<Utc>)>,
    ) -> Result<bool, StoreError> {
        let (who, at) = (decided.map(|it| it.0), decided.map(|it| it.1));
        self.is_changed(bound!(MOVE; id, from, to, reason, who, at)).await
    }
}
