//! The annual list of lecturers, as offices hand it on.

use chrono::NaiveDate;
use domain::{
    annual_assessment::{AssessmentState, Counted, Grade},
    assessment_year::AssessmentYear,
    role::Reach,
    roster::Sex,
};

use crate::{Conn, StoreError, row::decoded, statement::sql};

/// A line of the annual list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AnnualLine {
    /// The name.
    pub name: String,
    /// Sex, if it is on file.
    pub sex: Option<Sex>,
    /// Where the person works.
    pub workplace: Option<String>,
    /// Post or professional title.
    pub title: String,
    /// The subject field in Chinese.
    pub field_zh: Option<String>,
    /// The same in English.
    pub field_en: Option<String>,
    /// Until when the term holds.
    pub ends_on: NaiveDate,
    /// Where the assessment stands.
    pub state: AssessmentState,
    /// What was counted, once it is scored.
    pub counted: Option<Counted>,
    /// The grade.
    pub grade: Option<Grade>,
}

decoded! {
    AnnualLine: name, sex, workplace, title, field_zh, field_en, ends_on, state, counted, grade
}

const LINES: &str = "SELECT p.name, p.sex, \
    (SELECT MIN(o.name) FROM affiliation f JOIN organisation o ON o.id = f.organisation_id \
        WHERE f.person_id = p.id AND f.ends_on IS NULL) AS workplace, \
    p.title, s.name_zh AS field_zh, s.name_en AS field_en, t.ends_on, a.state, \
    NULLIF(a.counted, '') AS counted, a.grade FROM annual_assessment a \
    JOIN person p ON p.id = a.person_id JOIN appointment t ON t.id = a.appointment_id \
    LEFT JOIN field s ON s.id = p.field_id WHERE a.year = $1 AND a.state <> 'called_off'";

impl Conn {
    /// The annual list of people of regions within a reach, or of corps there, by name.
    pub async fn list_annual_lines(
        &mut self,
        year: AssessmentYear,
        reach: &Reach,
    ) -> Result<Vec<AnnualLine>, StoreError> {
        let found = sql(LINES).bind(i64::from(year.0));
        let found = found.within_either_region("p.region_id", "t.region_id", reach);
        self.all(found.push(" ORDER BY p.name, a.id")).await
    }
}
