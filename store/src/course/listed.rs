//! Listed courses, as rosters bring them.

use std::collections::HashMap;

use chrono::{DateTime, NaiveDate, Utc};
use domain::{
    audience::{DeliveryMode, SchoolStage, TargetGroup},
    course::CourseVersionState,
    id::{CourseId, CourseVersionId, FieldId, PersonId},
};

use crate::{
    Conn, StoreError, Tx,
    row::{decoded, or_empty},
    search::needle,
    statement::sql,
};

/// A listed version as a roster is compared with.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ListedRow {
    /// Key of the version.
    pub id: CourseVersionId,
    /// The lead lecturer.
    pub lecturer_id: PersonId,
    /// Title.
    pub title: String,
    /// Subject field.
    pub field_id: Option<FieldId>,
    /// Minutes.
    pub minutes: Option<i64>,
    /// Largest audience.
    pub max_audience: Option<i64>,
    /// Equipment.
    pub equipment: String,
    /// How it is held; none if the roster does not say.
    pub mode: Option<DeliveryMode>,
    /// Remark.
    pub remark: String,
    /// Where it stands: listed, suspended or retired.
    pub state: CourseVersionState,
    /// Taken over from a roster, not yet reviewed.
    pub taken_over: bool,
    /// Whether its time ended the listing, and nobody else.
    pub lapsed: bool,
    /// Last day in the catalogue.
    pub listed_until: Option<NaiveDate>,
}

decoded! {
    ListedRow: id, lecturer_id, title, field_id, minutes, max_audience, equipment, mode, remark,
    state, taken_over, lapsed, listed_until
}

/// School stages and target groups, in their own order.
pub type Audience = (Vec<SchoolStage>, Vec<TargetGroup>);

const LISTED: &str = "SELECT v.id, v.lecturer_id, v.title, v.field_id, v.minutes, \
    v.max_audience, v.equipment, v.mode, v.remark, v.state, v.taken_over, v.lapsed, \
    v.listed_until FROM course_version v WHERE v.state = 'listed' OR (v.taken_over \
    AND v.state IN ('suspended', 'retired') AND NOT EXISTS (SELECT 1 FROM course_version o \
    WHERE o.course_id = v.course_id AND o.version_no > v.version_no AND o.state = 'listed')) \
    ORDER BY v.id";
const STAGES: &str = "SELECT s.version_id, s.stage FROM course_version_stage s \
    JOIN course_version v ON v.id = s.version_id WHERE v.state IN ('listed', 'suspended', 'retired')";
const GROUPS: &str = "SELECT g.version_id, g.target_group FROM course_version_group g \
    JOIN course_version v ON v.id = g.version_id WHERE v.state IN ('listed', 'suspended', 'retired')";
const ADD_COURSES: &str = "INSERT INTO course (lecturer_id, created_at) ";
const ADD_VERSIONS: &str = "INSERT INTO course_version (course_id, lecturer_id, title, field_id, \
    minutes, max_audience, equipment, mode, remark, listed_until, changed_at, version_no, state, \
    summary, outline, sources, owns_rights, no_advertising, taken_over, revision, title_key) ";
const CHANGE: &str = "UPDATE course_version SET field_id = v.column2, minutes = v.column3, \
    max_audience = v.column4, equipment = v.column5, mode = v.column6, remark = v.column7, \
    revision = revision + 1, changed_at = v.column8, listed_until = v.column9, state = 'listed', \
    lapsed = FALSE, expiry_notice = CASE WHEN course_version.listed_until = v.column9 \
    THEN expiry_notice ELSE NULL END FROM (";
const OF_KEY: &str = ") AS v WHERE course_version.id = v.column1";
const CLEAR_STAGES: &str = "DELETE FROM course_version_stage WHERE version_id IN ";
const CLEAR_GROUPS: &str = "DELETE FROM course_version_group WHERE version_id IN ";
const ADD_STAGES: &str = "INSERT INTO course_version_stage (version_id, stage) ";
const ADD_GROUPS: &str = "INSERT INTO course_version_group (version_id, target_group) ";

impl Conn {
    /// Versions as a roster is compared with: those that are listed, and those that were taken over
    /// from one and are suspended or retired.
    pub async fn list_listed(&mut self) -> Result<Vec<ListedRow>, StoreError> {
        self.all(sql(LISTED)).await
    }

    /// Whom each listed version is for.
    pub async fn list_listed_audiences(
        &mut self,
    ) -> Result<HashMap<CourseVersionId, Audience>, StoreError> {
        let mut audiences: HashMap<CourseVersionId, Audience> = HashMap::new();
        for (version, stage) in self.all::<(CourseVersionId, SchoolStage)>(sql(STAGES)).await? {
            audiences.entry(version).or_default().0.push(stage);
        }
        for (version, group) in self.all::<(CourseVersionId, TargetGroup)>(sql(GROUPS)).await? {
            audiences.entry(version).or_default().1.push(group);
        }
        for (stages, groups) in audiences.values_mut() {
            stages.sort();
            groups.sort();
        }
        Ok(audiences)
    }
}

impl Tx {
    /// Adds courses that are listed at once until a day, as they were taken over; their `id`s are
    /// not read.
    pub async fn add_listed(
        &mut self,
        courses: &[(ListedRow, Audience)],
        until: NaiveDate,
        at: DateTime<Utc>,
    ) -> Result<(), StoreError> {
        let rows = courses.iter().map(|(row, _)| vec![row.lecturer_id.into(), at.into()]);
        let mut made: HashMap<PersonId, Vec<CourseId>> = HashMap::new();
        let added: Vec<(PersonId, CourseId)> =
            self.all_rows(ADD_COURSES, rows.collect(), " RETURNING lecturer_id, id").await?;
        for (lecturer, course) in added {
            made.entry(lecturer).or_default().push(course);
        }
        // Which of a lecturer's new courses gets which title does not matter.
        let take = |(row, _): &(ListedRow, Audience)| made.get_mut(&row.lecturer_id)?.pop();
        let keys: Option<Vec<CourseId>> = courses.iter().map(take).collect();
        let keys = keys.ok_or(StoreError::Missing)?;
        let rows = courses.iter().zip(&keys).map(|((row, _), course)| {
            vec![
                course.into(),
                row.lecturer_id.into(),
                (&row.title).into(),
                row.field_id.into(),
                row.minutes.into(),
                row.max_audience.into(),
                (&row.equipment).into(),
                or_empty(row.mode).into(),
                (&row.remark).into(),
                until.into(),
                at.into(),
                1.into(),
                "listed".into(),
                "".into(),
                "".into(),
                "".into(),
                false.into(),
                false.into(),
                true.into(),
                1.into(),
                needle(&row.title).into(),
            ]
        });
        let versions: Vec<(CourseId, CourseVersionId)> =
            self.all_rows(ADD_VERSIONS, rows.collect(), " RETURNING course_id, id").await?;
        let versions: HashMap<CourseId, CourseVersionId> = versions.into_iter().collect();
        let audiences = courses.iter().zip(&keys);
        let audiences: Vec<_> = audiences
            .filter_map(|((_, audience), course)| Some((*versions.get(course)?, audience)))
            .collect();
        self.add_audiences(&audiences).await
    }

    /// Changes what a roster says of versions that are listed, or whose time was over: they are listed
    /// until their day.
    pub async fn change_listed(
        &mut self,
        courses: &[(ListedRow, Audience)],
        at: DateTime<Utc>,
    ) -> Result<(), StoreError> {
        let rows = courses.iter().map(|(row, _)| {
            vec![
                row.id.into(),
                row.field_id.into(),
                row.minutes.into(),
                row.max_audience.into(),
                (&row.equipment).into(),
                or_empty(row.mode).into(),
                (&row.remark).into(),
                at.into(),
                row.listed_until.into(),
            ]
        });
        self.run_rows(CHANGE, rows.collect(), OF_KEY).await?;
        for clear in [CLEAR_STAGES, CLEAR_GROUPS] {
            self.run_in(clear, courses.iter().map(|(row, _)| row.id), "").await?;
        }
        let audiences: Vec<_> = courses.iter().map(|(row, audience)| (row.id, audience)).collect();
        self.add_audiences(&audiences).await
    }

    async fn add_audiences(
        &mut self,
        audiences: &[(CourseVersionId, &Audience)],
    ) -> Result<(), StoreError> {
        let stages = audiences.iter().flat_map(|(version, (stages, _))| {
            stages.iter().map(|stage| vec![version.into(), (*stage).into()])
        });
        self.run_rows(ADD_STAGES, stages.collect(), "").await?;
        let groups = audiences.iter().flat_map(|(version, (_, groups))| {
            groups.iter().map(|group| vec![version.into(), (*group).into()])
        });
        self.run_rows(ADD_GROUPS, groups.collect(), "").await
    }
}
