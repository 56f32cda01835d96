//! Courses and their versions.

mod listed;

use chrono::{DateTime, NaiveDate, Utc};
use domain::{
    audience::{DeliveryMode, SchoolStage, TargetGroup},
    course::{CourseDraft, CourseVersionState, CycleState},
    id::{CourseId, CourseVersionId, FieldId, PersonId, RefinementCycleId, UploadId},
    listing::{ChangeKind, CourseChange},
};

use crate::{
    Conn, StoreError, Tx,
    row::decoded,
    search::needle,
    statement::{bound, sql, text},
};

pub use listed::{Audience, ListedRow};

/// A course version as its lecturer and the offices see it.
#[expect(clippy::struct_excessive_bools, reason = "a row has the columns that its table has")]
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CourseRow {
    /// Key of the version.
    pub id: CourseVersionId,
    /// The course.
    pub course_id: CourseId,
    /// The lead lecturer.
    pub lecturer_id: PersonId,
    /// The lecturer's name.
    pub lecturer_name: String,
    /// Number of the version, from 1.
    pub version_no: i64,
    /// State.
    pub state: CourseVersionState,
    /// Title.
    pub title: String,
    /// Abstract.
    pub summary: String,
    /// Subject field.
    pub field_id: Option<FieldId>,
    /// Minutes.
    pub minutes: Option<i64>,
    /// Largest audience.
    pub max_audience: Option<i64>,
    /// Equipment.
    pub equipment: String,
    /// Outline.
    pub outline: String,
    /// Sources.
    pub sources: String,
    /// Slides.
    pub slides_id: Option<UploadId>,
    /// File name of the slides.
    pub slides_name: Option<String>,
    /// Token of the slides.
    pub slides_token: Option<String>,
    /// "The material is mine to use."
    pub owns_rights: bool,
    /// "There is no advertising in it."
    pub no_advertising: bool,
    /// Taken over from a roster, not yet reviewed.
    pub taken_over: bool,
    /// What the office last wrote.
    pub remark: String,
    /// Counts the changes, for compare-and-set.
    pub revision: i64,
    /// Last change.
    pub changed_at: DateTime<Utc>,
    /// What it is called in the catalogue, once it was listed after a review.
    pub catalogue_no: Option<String>,
    /// Last day in the catalogue.
    pub listed_until: Option<NaiveDate>,
    /// Whether the listing was extended, which it may be once.
    pub extended: bool,
    /// Why it was suspended, retired, put back or extended.
    pub listing_reason: String,
    /// Whether its time ended the listing, and nobody else.
    pub lapsed: bool,
    /// How it is held; none if a roster did not say.
    pub mode: Option<DeliveryMode>,
    /// Of a change of a listed course: how much it is.
    pub change_kind: Option<ChangeKind>,
    /// Slides that are changed or new.
    pub changed_slides: Option<i64>,
    /// Slides in all.
    pub all_slides: Option<i64>,
    /// What was changed.
    pub change_note: String,
    /// The last notice of its end, in days before it.
    pub expiry_notice: Option<i64>,
}

impl CourseRow {
    /// What its lecturer says of it as a change of a listed course.
    pub fn change(&self) -> Option<CourseChange> {
        Some(CourseChange {
            kind: self.change_kind?,
            changed_slides: self.changed_slides?,
            all_slides: self.all_slides?,
            note: self.change_note.clone(),
        })
    }
}

decoded! {
    CourseRow: id, course_id, lecturer_id, lecturer_name, version_no, state, title, summary,
    field_id, minutes, max_audience, equipment, outline, sources, slides_id, slides_name,
    slides_token, owns_rights, no_advertising, taken_over, remark, revision, changed_at,
    catalogue_no, listed_until, extended, listing_reason, lapsed, mode, change_kind,
    changed_slides, all_slides, change_note, expiry_notice
}

/// The round of a version in its refinement cycle.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RoundRow {
    /// The cycle.
    pub cycle_id: RefinementCycleId,
    /// Where it stands.
    pub state: CycleState,
    /// Number of the round, from 1.
    pub round_no: i64,
}

decoded! { RoundRow: cycle_id, state, round_no }

/// A course version to be written by an import or a loader.
#[derive(Clone, Debug)]
pub struct NewVersion<'a> {
    /// The lead lecturer.
    pub lecturer_id: PersonId,
    /// State.
    pub state: CourseVersionState,
    /// What the lecturer wrote.
    pub draft: &'a CourseDraft,
    /// Taken over from a roster.
    pub taken_over: bool,
    /// Last day in the catalogue.
    pub listed_until: Option<NaiveDate>,
    /// Remark.
    pub remark: &'a str,
    /// Now.
    pub at: DateTime<Utc>,
}

pub(crate) const COLUMNS: &str = "SELECT v.id, v.course_id, v.lecturer_id, p.name AS lecturer_name, \
    v.version_no, v.state, v.title, v.summary, v.field_id, v.minutes, v.max_audience, \
    v.equipment, v.outline, v.sources, v.slides_id, u.file_name AS slides_name, \
    u.token AS slides_token, v.owns_rights, v.no_advertising, v.taken_over, v.remark, \
    v.revision, v.changed_at, v.catalogue_no, v.listed_until, v.extended, v.listing_reason, \
    v.lapsed, NULLIF(v.mode, '') AS mode, v.change_kind, v.changed_slides, v.all_slides, \
    v.change_note, v.expiry_notice FROM course_version v JOIN person p ON p.id = v.lecturer_id \
    LEFT JOIN upload u ON u.id = v.slides_id ";
const FIND: &str = text![COLUMNS, "WHERE v.id = $1"];
const OF_LECTURER: &str =
    text![COLUMNS, "WHERE v.lecturer_id = $1 ORDER BY v.changed_at DESC, v.id DESC"];
const IN_STATE: &str = text![COLUMNS, "WHERE v.state = $1 ORDER BY v.changed_at, v.id"];
const OF_COURSE: &str = text![COLUMNS, "WHERE v.course_id = $1 ORDER BY v.version_no"];
const ROUND: &str = "SELECT r.cycle_id, c.state, r.round_no FROM refinement_round r \
    JOIN refinement_cycle c ON c.id = r.cycle_id WHERE r.version_id = $1";
const LAST_NUMBER: &str = "SELECT catalogue_no FROM course_version \
    WHERE catalogue_no LIKE $1 ORDER BY LENGTH(catalogue_no) DESC, catalogue_no DESC LIMIT 1";
const STAGES: &str = "SELECT stage FROM course_version_stage WHERE version_id = $1";
const GROUPS: &str = "SELECT target_group FROM course_version_group WHERE version_id = $1";
const ADD_COURSE: &str =
    "INSERT INTO course (lecturer_id, created_at) VALUES ($1, $2) RETURNING id";
const ADD_VERSION: &str = "INSERT INTO course_version (course_id, lecturer_id, version_no, state, \
    title, summary, field_id, minutes, max_audience, equipment, mode, outline, sources, \
    slides_id, owns_rights, no_advertising, taken_over, listed_until, remark, revision, \
    changed_at, title_key) VALUES ($1, $2, (SELECT COUNT(*) + 1 FROM course_version o \
    WHERE o.course_id = $1), $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, \
    $18, 1, $19, $20) RETURNING id";
const CHANGE: &str = "UPDATE course_version SET title = $3, summary = $4, field_id = $5, \
    minutes = $6, max_audience = $7, equipment = $8, outline = $9, sources = $10, \
    slides_id = $11, owns_rights = $12, no_advertising = $13, revision = revision + 1, \
    changed_at = $14, title_key = $15, mode = $16 WHERE id = $1 AND revision = $2 AND state = 'draft'";
const MOVE: &str = "UPDATE course_version SET state = $3, remark = $4, revision = revision + 1, \
    changed_at = $5 WHERE id = $1 AND state = $2 AND revision = $6";
const SET_SLIDES: &str = "UPDATE course_version SET slides_id = $2, revision = revision + 1, \
    changed_at = $3 WHERE id = $1 AND state IN ('awaiting_slot', 'booked')";
const CLEAR_STAGES: &str = "DELETE FROM course_version_stage WHERE version_id = $1";
const CLEAR_GROUPS: &str = "DELETE FROM course_version_group WHERE version_id = $1";
const ADD_STAGE: &str = "INSERT INTO course_version_stage (version_id, stage) VALUES ($1, $2)";
const ADD_GROUP: &str =
    "INSERT INTO course_version_group (version_id, target_group) VALUES ($1, $2)";
const OPEN_CYCLE: &str = "INSERT INTO refinement_cycle (course_id, state, opened_at) \
    VALUES ($1, 'open', $2) ON CONFLICT (course_id) WHERE state = 'open' \
    DO UPDATE SET opened_at = refinement_cycle.opened_at RETURNING id";
const END_CYCLE: &str = "UPDATE refinement_cycle SET state = $2 WHERE id = $1 AND state = 'open'";
const ADD_ROUND: &str = "INSERT INTO refinement_round (cycle_id, round_no, version_id) \
    VALUES ($1, (SELECT COUNT(*) + 1 FROM refinement_round WHERE cycle_id = $1), $2) \
    ON CONFLICT (version_id) DO NOTHING";

impl Conn {
    /// One version.
    pub async fn find_version(
        &mut self,
        id: CourseVersionId,
    ) -> Result<Option<CourseRow>, StoreError> {
        self.one(sql(FIND).bind(id)).await
    }

    /// The versions of a lecturer, newest change first; at most 200.
    pub async fn list_versions_of(
        &mut self,
        lecturer: PersonId,
    ) -> Result<Vec<CourseRow>, StoreError> {
        self.all(sql(OF_LECTURER).bind(lecturer)).await
    }

    /// The versions in a state, longest waiting first; at most 200.
    pub async fn list_versions_in(
        &mut self,
        state: CourseVersionState,
    ) -> Result<Vec<CourseRow>, StoreError> {
        self.all(sql(IN_STATE).bind(state)).await
    }

    /// All versions of a course, the first one first.
    pub async fn list_versions_of_course(
        &mut self,
        course: CourseId,
    ) -> Result<Vec<CourseRow>, StoreError> {
        self.all(sql(OF_COURSE).bind(course)).await
    }

    /// The round of a version; none before its content was found sound, or for a course that was
    /// taken over.
    pub async fn find_round(
        &mut self,
        version: CourseVersionId,
    ) -> Result<Option<RoundRow>, StoreError> {
        self.one(sql(ROUND).bind(version)).await
    }

    /// The last catalogue number that begins with a prefix.
    pub async fn find_last_catalogue_no(
        &mut self,
        prefix: &str,
    ) -> Result<Option<String>, StoreError> {
        self.one(sql(LAST_NUMBER).bind(format!("{prefix}%"))).await
    }

    /// School stages and target groups of a version, in their own order.
    pub async fn list_audience(
        &mut self,
        version: CourseVersionId,
    ) -> Result<(Vec<SchoolStage>, Vec<TargetGroup>), StoreError> {
        let stages = self.list_stages_of(version).await?;
        let mut groups: Vec<TargetGroup> = self.all(sql(GROUPS).bind(version)).await?;
        groups.sort();
        Ok((stages, groups))
    }

    /// School stages of a version, in their own order.
    pub async fn list_stages_of(
        &mut self,
        version: CourseVersionId,
    ) -> Result<Vec<SchoolStage>, StoreError> {
        let mut stages: Vec<SchoolStage> = self.all(sql(STAGES).bind(version)).await?;
        stages.sort();
        Ok(stages)
    }
}

impl Tx {
    /// Adds a course with its first version.
    pub async fn add_version(
        &mut self,
        version: &NewVersion<'_>,
    ) -> Result<CourseVersionId, StoreError> {
        let course: CourseId =
            self.only(sql(ADD_COURSE).bind(version.lecturer_id).bind(version.at)).await?;
        self.add_next_version(course, version).await
    }

    /// Adds the next version of a course.
    pub async fn add_next_version(
        &mut self,
        course: CourseId,
        version: &NewVersion<'_>,
    ) -> Result<CourseVersionId, StoreError> {
        let (v, d) = (version, version.draft);
        let id: CourseVersionId = self
            .only(bound!(ADD_VERSION;
            course, v.lecturer_id, v.state, &d.title, &d.summary, d.field, d.minutes,
            d.max_audience, &d.equipment, d.mode, &d.outline, &d.sources, d.slides,
            d.owns_rights, d.no_advertising, v.taken_over, v.listed_until, v.remark, v.at,
            needle(&d.title)))
            .await?;
        self.set_audience(id, &d.stages, &d.groups).await?;
        Ok(id)
    }

    /// Changes a draft if it still has this revision; `false`: somebody was faster.
    pub async fn change_version(
        &mut self,
        id: CourseVersionId,
        revision: i64,
        draft: &CourseDraft,
        at: DateTime<Utc>,
    ) -> Result<bool, StoreError> {
        let d = draft;
        let changed = self
            .is_changed(bound!(CHANGE;
            id, revision, &d.title, &d.summary, d.field, d.minutes, d.max_audience,
            &d.equipment, &d.outline, &d.sources, d.slides, d.owns_rights, d.no_advertising, at,
            needle(&d.title), d.mode))
            .await?;
        if changed {
            self.set_audience(id, &d.stages, &d.groups).await?;
        }
        Ok(changed)
    }

    /// Moves a version on that is in a state at a revision; `false`: it is not any more.
    pub async fn move_version(
        &mut self,
        id: CourseVersionId,
        (from, revision): (CourseVersionState, i64),
        to: CourseVersionState,
        remark: &str,
        at: DateTime<Utc>,
    ) -> Result<bool, StoreError> {
        let statement = sql(MOVE).bind(id).bind(from).bind(to).bind(remark).bind(at);
        self.is_changed(statement.bind(revision)).await
    }

    /// Replaces the slides of a version that waits for its panel; `false`: it does not any more.
    pub async fn set_slides(
        &mut self,
        version: CourseVersionId,
        slides: UploadId,
        at: DateTime<Utc>,
    ) -> Result<bool, StoreError> {
        self.is_changed(sql(SET_SLIDES).bind(version).bind(slides).bind(at)).await
    }

    /// Opens the course's refinement cycle, if none is open, and its next round with a version.
    pub async fn add_round(
        &mut self,
        course: CourseId,
        version: CourseVersionId,
        at: DateTime<Utc>,
    ) -> Result<(), StoreError> {
        let cycle: i64 = self.only(sql(OPEN_CYCLE).bind(course).bind(at)).await?;
        self.run(sql(ADD_ROUND).bind(cycle).bind(version)).await
    }

    /// Ends an open refinement cycle; `false`: it has ended before.
    pub async fn end_cycle(
        &mut self,
        cycle: RefinementCycleId,
        state: CycleState,
    ) -> Result<bool, StoreError> {
        self.is_changed(sql(END_CYCLE).bind(cycle).bind(state)).await
    }

    async fn set_audience(
        &mut self,
        version: CourseVersionId,
        stages: &[SchoolStage],
        groups: &[TargetGroup],
    ) -> Result<(), StoreError> {
        for clear in [CLEAR_STAGES, CLEAR_GROUPS] {
            self.run(sql(clear).bind(version)).await?;
        }
        for stage in stages {
            self.run(sql(ADD_STAGE).bind(version).bind(*stage)).await?;
        }
        for group in groups {
            self.run(sql(ADD_GROUP).bind(version).bind(*group)).await?;
        }
        Ok(())
    }
}
