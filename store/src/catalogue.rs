//! The catalogue: listed courses as everybody sees them.

use chrono::NaiveDate;
use domain::audience::SchoolStage;

use crate::{Conn, StoreError, pool::on_each};

/// A line of the catalogue: public fields only.
#[derive(Clone, Debug, PartialEq, Eq, sqlx::FromRow)]
pub struct CatalogueRow {
    /// Key of the version.
    pub id: i64,
    /// Title.
    pub title: String,
    /// Name of the lecturer.
    pub lecturer: String,
    /// The lecturer's workplace.
    pub workplace: Option<String>,
    /// Chinese name of the subject field.
    pub field_zh: Option<String>,
    /// English name of the subject field.
    pub field_en: Option<String>,
    /// Minutes.
    pub minutes: Option<i64>,
    /// School stages, their codes separated by commas.
    pub stages: String,
    /// Taken over from a roster, not yet reviewed.
    pub taken_over: bool,
}

/// A listed course: public fields only.
#[derive(Clone, Debug, PartialEq, Eq, sqlx::FromRow)]
pub struct PublicCourse {
    /// Key of the version.
    pub id: i64,
    /// Title.
    pub title: String,
    /// Abstract.
    pub summary: String,
    /// Name of the lecturer.
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
    /// `onsite`, `online` or `both`.
    pub mode: String,
    /// Outline.
    pub outline: String,
    /// School stages, their codes separated by commas.
    pub stages: String,
    /// Target groups, their codes separated by commas.
    pub groups: String,
    /// Taken over from a roster, not yet reviewed.
    pub taken_over: bool,
}

/// What a visitor looks for.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct CatalogueFilter {
    /// Words in the title, or a lecturer's name in characters, pinyin or initials.
    pub query: String,
    /// School stage.
    pub stage: Option<SchoolStage>,
    /// Subject field.
    pub field: Option<i64>,
}

/// What a page shows beside the version; counting needs none of it.
const CATALOGUE_NAMES: &str = " FROM course_version v JOIN person p ON p.id = v.lecturer_id \
    LEFT JOIN field f ON f.id = v.field_id \
    LEFT JOIN affiliation a ON a.person_id = p.id AND a.ends_on IS NULL \
    LEFT JOIN organisation o ON o.id = a.organisation_id";
const CATALOGUE_COUNT: &str = "SELECT COUNT(*) FROM course_version v";
/// Listed versions of lecturers whose appointment is active (`CRS-01`).
const LISTED: &str = " WHERE v.state = 'listed' AND (v.listed_until IS NULL OR v.listed_until >= ";
const APPOINTED: &str = ") AND EXISTS (SELECT 1 FROM appointment t WHERE t.person_id = v.lecturer_id \
    AND t.state = 'active' AND t.starts_on <= ";
const APPOINTED_UNTIL: &str = " AND t.ends_on >= ";
const CATALOGUE_COLUMNS: &str = "SELECT v.id, v.title, p.name AS lecturer, o.name AS workplace, \
    f.name_zh AS field_zh, f.name_en AS field_en, v.minutes, v.taken_over, '' AS stages";
const PUBLIC_COLUMNS: &str = "SELECT v.id, v.title, v.summary, p.name AS lecturer, \
    o.name AS workplace, f.name_zh AS field_zh, f.name_en AS field_en, v.minutes, \
    v.max_audience, v.equipment, v.mode, v.outline, v.taken_over, '' AS stages, '' AS groups";

macro_rules! push_catalogue {
    ($q:expr, $day:expr, $filter:expr, $needle:expr) => {
        $q.push(LISTED)
            .push_bind($day)
            .push(APPOINTED)
            .push_bind($day)
            .push(APPOINTED_UNTIL)
            .push_bind($day)
            .push(")");
        if let Some(field) = $filter.field {
            $q.push(" AND v.field_id = ").push_bind(field);
        }
        if let Some(stage) = $filter.stage {
            $q.push(" AND v.id IN (SELECT version_id FROM course_version_stage WHERE stage = ")
                .push_bind(stage.as_str())
                .push(")");
        }
        if !$needle.is_empty() {
            $q.push(" AND (v.lecturer_id IN (SELECT person_id FROM search_key WHERE suffix >= ")
                .push_bind(&$needle)
                .push(" AND suffix < ")
                .push_bind(crate::search::needle_end(&$needle))
                .push(") OR LOWER(v.title) LIKE ")
                .push_bind(like_pattern(&$filter.query))
                .push(" ESCAPE '!')");
        }
    };
}

/// A pattern that finds a text anywhere, with its own wildcards taken literally.
fn like_pattern(query: &str) -> String {
    let mut pattern = String::from("%");
    for c in query.trim().to_lowercase().chars() {
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
        let needle = crate::search::needle(&filter.query);
        let mut rows: Vec<CatalogueRow> = on_each!(self, c => {
            let mut q = sqlx::QueryBuilder::new(CATALOGUE_COLUMNS);
            q.push(CATALOGUE_NAMES);
            push_catalogue!(q, day, filter, needle);
            q.push(" ORDER BY v.title, v.id LIMIT ").push_bind(limit)
                .push(" OFFSET ").push_bind(offset);
            q.build_query_as().fetch_all(c).await?
        });
        let ids: Vec<i64> = rows.iter().map(|row| row.id).collect();
        let stages = self.codes_of("stage", "course_version_stage", &ids).await?;
        for row in &mut rows {
            row.stages = codes(&stages, row.id, SchoolStage::parse, SchoolStage::as_str);
        }
        Ok(rows)
    }

    /// How many courses a filter finds.
    pub async fn count_catalogue(
        &mut self,
        filter: &CatalogueFilter,
        day: NaiveDate,
    ) -> Result<i64, StoreError> {
        let needle = crate::search::needle(&filter.query);
        Ok(on_each!(self, c => {
            let mut q = sqlx::QueryBuilder::new(CATALOGUE_COUNT);
            push_catalogue!(q, day, filter, needle);
            q.build_query_scalar().fetch_one(c).await?
        }))
    }

    /// One listed course as the public sees it.
    pub async fn find_public_course(
        &mut self,
        version: i64,
        day: NaiveDate,
    ) -> Result<Option<PublicCourse>, StoreError> {
        let filter = CatalogueFilter::default();
        let needle = String::new();
        let course: Option<PublicCourse> = on_each!(self, c => {
            let mut q = sqlx::QueryBuilder::new(PUBLIC_COLUMNS);
            q.push(CATALOGUE_NAMES);
            push_catalogue!(q, day, filter, needle);
            q.push(" AND v.id = ").push_bind(version);
            q.build_query_as().fetch_optional(c).await?
        });
        let Some(mut course) = course else { return Ok(None) };
        let (stages, groups) = self.audience_of(version).await?;
        course.stages = join(stages.iter().map(|stage| stage.as_str()));
        course.groups = join(groups.iter().map(|group| group.as_str()));
        Ok(Some(course))
    }

    /// The codes of many versions in one query.
    async fn codes_of(
        &mut self,
        column: &'static str,
        table: &'static str,
        ids: &[i64],
    ) -> Result<Vec<(i64, String)>, StoreError> {
        if ids.is_empty() {
            return Ok(Vec::new());
        }
        Ok(on_each!(self, c => {
            let mut q = sqlx::QueryBuilder::new("SELECT version_id, ");
            q.push(column).push(" FROM ").push(table).push(" WHERE version_id IN (");
            let mut list = q.separated(", ");
            for id in ids { list.push_bind(*id); }
            q.push(")");
            q.build_query_as().fetch_all(c).await?
        }))
    }
}

fn codes<T: Ord>(
    rows: &[(i64, String)],
    id: i64,
    parse: fn(&str) -> Option<T>,
    text: fn(T) -> &'static str,
) -> String {
    let mut values: Vec<T> =
        rows.iter().filter(|(of, _)| *of == id).filter_map(|(_, code)| parse(code)).collect();
    values.sort();
    join(values.into_iter().map(text))
}

fn join<'a>(codes: impl Iterator<Item = &'a str>) -> String {
    codes.collect::<Vec<_>>().join(",")
}
