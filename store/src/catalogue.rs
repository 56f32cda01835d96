//! The catalogue: listed courses as everybody sees them.

use std::collections::{BTreeSet, HashMap};

use chrono::NaiveDate;
use domain::{
    audience::{DeliveryMode, SchoolStage, TargetGroup},
    id::{CourseVersionId, FieldId},
};

use crate::{
    Conn, StoreError,
    consent::IS_WITHHELD,
    row::decoded,
    search::{needle, needle_end},
    statement::{Statement, sql, text},
};

/// A line of the catalogue: public fields only.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CatalogueRow {
    /// Key of the version.
    pub id: CourseVersionId,
    /// Title.
    pub title: String,
    /// Name of the lecturer; empty if it is withheld.
    pub lecturer: String,
    /// The lecturer's workplace.
    pub workplace: Option<String>,
    /// Chinese name of the subject field.
    pub field_zh: Option<String>,
    /// English name of the subject field.
    pub field_en: Option<String>,
    /// Minutes.
    pub minutes: Option<i64>,
    /// School stages, in their own order.
    pub stages: Vec<SchoolStage>,
    /// Taken over from a roster, not yet reviewed.
    pub taken_over: bool,
}

decoded! {
    CatalogueRow: id, title, lecturer, workplace, field_zh, field_en, minutes, stages, taken_over
}

/// A listed course: public fields only.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PublicCourse {
    /// Key of the version.
    pub id: CourseVersionId,
    /// Title.
    pub title: String,
    /// Abstract.
    pub summary: String,
    /// Name of the lecturer; empty if it is withheld.
    pub lecturer: String,
    /// The lecturer's workplace.
    pub workplace: Option<String>,
    /// Chinese name of the subject field.
    pub field_zh: Option<String>,
    /// English name of the subject field.
    pub field_en: Option<String>,
    /// Minutes.
    pub minutes: Option<i64>,
    /// Largest audience.
    pub max_audience: Option<i64>,
    /// Equipment.
    pub equipment: String,
    /// How it is held; none if a roster did not say.
    pub mode: Option<DeliveryMode>,
    /// Outline.
    pub outline: String,
    /// School stages, in their own order.
    pub stages: Vec<SchoolStage>,
    /// Target groups, in their own order.
    pub groups: Vec<TargetGroup>,
    /// Taken over from a roster, not yet reviewed.
    pub taken_over: bool,
}

decoded! {
    PublicCourse: id, title, summary, lecturer, workplace, field_zh, field_en, minutes,
    max_audience, equipment, mode, outline, stages, groups, taken_over
}

/// What a visitor looks for.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct CatalogueFilter {
    /// Words in the title, or a lecturer's name in characters, pinyin or initials.
    pub query: String,
    /// School stage.
    pub stage: Option<SchoolStage>,
    /// Subject field.
    pub field: Option<FieldId>,
}

/// What a page shows beside the version; counting needs none of it.
const NAMES: &str = "JOIN person p ON p.id = v.lecturer_id \
    LEFT JOIN field f ON f.id = v.field_id \
    LEFT JOIN affiliation a ON a.person_id = p.id AND a.ends_on IS NULL \
    LEFT JOIN organisation o ON o.id = a.organisation_id ";
/// Versions that are listed on a day (`$1`), of lecturers whose appointment is active (`CRS-01`).
pub(crate) const LISTED: &str = "WHERE v.state = 'listed' \
    AND (v.listed_until IS NULL OR v.listed_until >= $1) \
    AND EXISTS (SELECT 1 FROM appointment t WHERE t.person_id = v.lecturer_id \
        AND t.state = 'active' AND t.corps <> 'tutors' AND t.starts_on <= $1 AND t.ends_on >= $1)";
const COUNT: &str = text!["SELECT COUNT(*) FROM course_version v ", LISTED];
/// The lecturer's name; empty if it is withheld (`LAW-04`).
const LECTURER: &str = text!["CASE WHEN ", IS_WITHHELD, " THEN '' ELSE p.name END AS lecturer"];
const LIST: &str = text![
    "SELECT v.id, v.title, ",
    LECTURER,
    ", o.name AS workplace, f.name_zh AS field_zh, \
     f.name_en AS field_en, v.minutes, v.taken_over, '' AS stages FROM course_version v ",
    NAMES,
    LISTED
];
const FIND: &str = text![
    "SELECT v.id, v.title, v.summary, ",
    LECTURER,
    ", o.name AS workplace, \
     f.name_zh AS field_zh, f.name_en AS field_en, v.minutes, v.max_audience, v.equipment, \
     v.mode, v.outline, v.taken_over, '' AS stages, '' AS groups FROM course_version v ",
    NAMES,
    LISTED,
    " AND v.course_id = (SELECT w.course_id FROM course_version w WHERE w.id = $2) LIMIT 1"
];
const STAGES: &str = "SELECT version_id, stage FROM course_version_stage WHERE version_id IN ";

impl<'a> Statement<'a> {
    /// What a visitor looks for, among listed versions.
    fn looked_for(mut self, filter: &'a CatalogueFilter) -> Self {
        if let Some(field) = filter.field {
            self = self.push(" AND v.field_id = ").value(field);
        }
        if let Some(stage) = filter.stage {
            self = self
                .push(" AND v.id IN (SELECT version_id FROM course_version_stage WHERE stage = ")
                .value(stage)
                .push(")");
        }
        let needle = needle(&filter.query);
        if needle.is_empty() {
            return self;
        }
        let (end, pattern) = (needle_end(&needle), like_pattern(&needle));
        self.push(" AND (v.lecturer_id IN (SELECT p.id FROM search_key k JOIN person p ON p.id = k.person_id WHERE NOT ")
            .push(IS_WITHHELD)
            .push(" AND k.suffix >= ")
            .value(needle)
            .push(" AND k.suffix < ")
            .value(end)
            .push(") OR v.title_key LIKE ")
            .value(pattern)
            .push(" ESCAPE '!')")
    }
}

/// A pattern that finds a text anywhere, with its own wildcards taken literally.
pub(crate) fn like_pattern(text: &str) -> String {
    let mut pattern = String::from("%");
    for c in text.chars() {
        if matches!(c, '%' | '_' | '!') {
            pattern.push('!');
        }
        pattern.push(c);
    }
    pattern.push('%');
    pattern
}

impl Conn {
    /// A page of the catalogue, by title.
    pub async fn list_catalogue(
        &mut self,
        filter: &CatalogueFilter,
        day: NaiveDate,
        offset: i64,
        limit: i64,
    ) -> Result<Vec<CatalogueRow>, StoreError> {
        let statement = sql(LIST).bind(day).looked_for(filter);
        let statement = statement.push(" ORDER BY v.title, v.id LIMIT ").value(limit);
        let mut rows: Vec<CatalogueRow> =
            self.all(statement.push(" OFFSET ").value(offset)).await?;
        let ids: Vec<CourseVersionId> = rows.iter().map(|row| row.id).collect();
        let stages = self.list_stages_by_version(&ids).await?;
        for row in &mut rows {
            row.stages = stages.get(&row.id).into_iter().flatten().copied().collect();
        }
        Ok(rows)
    }

    /// How many courses a filter finds.
    pub async fn count_catalogue(
        &mut self,
        filter: &CatalogueFilter,
        day: NaiveDate,
    ) -> Result<i64, StoreError> {
        self.only(sql(COUNT).bind(day).looked_for(filter)).await
    }

    /// One listed course as the public sees it, by any of its versions: an address follows the
    /// course, and not the version.
    pub async fn find_public_course(
        &mut self,
        version: CourseVersionId,
        day: NaiveDate,
    ) -> Result<Option<PublicCourse>, StoreError> {
        let course: Option<PublicCourse> = self.one(sql(FIND).bind(day).bind(version)).await?;
        let Some(mut course) = course else { return Ok(None) };
        (course.stages, course.groups) = self.list_audience(course.id).await?;
        Ok(Some(course))
    }

    /// The stages of many versions, in their own order, by one statement.
    async fn list_stages_by_version(
        &mut self,
        ids: &[CourseVersionId],
    ) -> Result<HashMap<CourseVersionId, BTreeSet<SchoolStage>>, StoreError> {
        let mut stages: HashMap<CourseVersionId, BTreeSet<SchoolStage>> = HashMap::new();
        if ids.is_empty() {
            return Ok(stages);
        }
        let rows: Vec<(CourseVersionId, SchoolStage)> = self.all(sql(STAGES).list(ids)).await?;
        for (version, stage) in rows {
            stages.entry(version).or_default().insert(stage);
        }
        Ok(stages)
    }
}
