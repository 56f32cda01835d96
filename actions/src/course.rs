//! A lecturer writes a course and hands it in; the office reads it.

mod check;

use chrono::NaiveDate;
use domain::{
    access_log::AccessThing,
    audience::{DeliveryMode, SchoolStage, TargetGroup},
    course::{CourseDraft, CourseVersionState, may_decide_content, may_edit, may_see},
    form::{Field, Once, ProblemKind, Problems, Revision, Values},
    id::CourseVersionId,
    inbox::Message,
    listing::CourseChange,
    record::Kind,
    role::{AUTHORS, Actor, CHECKERS, brings_courses},
    slides::SlideChange,
    upload::SLIDES,
};
use store::{Conn, CourseRow, FieldRow, Lock, NewVersion, UploadRow};

use crate::{
    ActionError, Actions, Call, Incoming,
    access_log::{Handed, Noted},
    error::check_revision,
    files::open as open_file,
    lecturer_application::check_may_submit,
    once::{FIRST_REVISION, Sent, made, sent},
    record::fixed,
    refinement::{answers_of, changes_to_answer, supersede},
    slides::slides_beside,
    tell::tell_offices,
    upload::own_upload,
    write::{Scoped as _, Write},
};

/// A version as its lecturer or an office sees it.
#[derive(Clone, Debug)]
#[expect(clippy::struct_excessive_bools, reason = "what the caller may do, each by itself")]
pub struct CoursePage {
    /// The version.
    pub course: CourseRow,
    /// School stages.
    pub stages: Vec<SchoolStage>,
    /// Target groups.
    pub groups: Vec<TargetGroup>,
    /// All subject fields.
    pub fields: Vec<FieldRow>,
    /// What is still missing for a submission.
    pub missing: Problems,
    /// Whether the caller may write on it.
    pub may_edit: bool,
    /// Whether the caller may hand it in: an applicant may, once the trial is open.
    pub may_submit: bool,
    /// Whether the caller may decide the content check.
    pub may_decide: bool,
    /// Whether the caller is its lecturer.
    pub is_own: bool,
    /// Of a draft that answers what a panel required: how many changes are not answered yet.
    pub unanswered: Option<usize>,
    /// The version in the catalogue, or suspended, that this one changes.
    pub listed: Option<CourseRow>,
    /// What its slides change of those of that version; nothing where they are not known.
    pub slides: Vec<SlideChange>,
}

impl CoursePage {
    /// What is stored, as a draft.
    pub fn draft(&self) -> CourseDraft {
        draft_of(&self.course, &self.stages, &self.groups)
    }
}

impl Actions {
    /// All subject fields in their order.
    pub async fn fields(&self) -> Result<Vec<FieldRow>, ActionError> {
        Ok(self.store.read().await?.list_fields().await?)
    }

    /// The caller's own course versions.
    pub async fn my_courses(&self, call: &Call) -> Result<Vec<CourseRow>, ActionError> {
        let actor = call.allowed(brings_courses)?;
        Ok(self.store.read().await?.list_versions_of(actor.person).await?)
    }

    /// A version, for its lecturer and the offices that check content.
    pub async fn course(
        &self,
        call: &Call,
        id: CourseVersionId,
    ) -> Result<CoursePage, ActionError> {
        let mut conn = self.store.read().await?;
        let mut page = course_of(&mut conn, call, id).await?;
        if page.course.state != CourseVersionState::Draft || page.course.version_no == 1 {
            return Ok(page);
        }
        let asked = changes_to_answer(&mut conn, call, id).await?;
        let n = asked.iter().filter(|change| change.answer.is_empty()).count();
        page.unanswered = (!asked.is_empty()).then_some(n);
        Ok(page)
    }

    /// Stores slides before the form is read, so that a refused form keeps them.
    pub async fn store_slides(
        &self,
        call: &Call,
        file: Incoming,
    ) -> Result<UploadRow, ActionError> {
        let actor = call.allowed(brings_courses)?;
        let (file, kind) = open_file(Field::Slides, file, SLIDES, ProblemKind::FileKind).await?;
        self.store_upload(call, actor, file, kind.as_str()).await
    }

    /// The slides of a version, with their content.
    pub async fn slides(
        &self,
        call: &Call,
        version: CourseVersionId,
    ) -> Result<(UploadRow, Vec<u8>, Noted), ActionError> {
        let page = self.course(call, version).await?;
        let id = page.course.slides_id.ok_or(ActionError::NotFound)?;
        let upload = self.store.read().await?.find_upload_by_id(id).await?;
        let upload = upload.ok_or(ActionError::NotFound)?;
        let bytes = self.files.get(&upload.sha256).await?;
        let is_own = page.course.lecturer_id == call.actor()?.person;
        let roles = if is_own { AUTHORS } else { CHECKERS };
        let noted = self.note(call, roles, Handed::file(AccessThing::Slides, version)).await?;
        Ok((upload, bytes, noted))
    }

    /// Opens a new course with its first draft; the same form sent again finds the first one.
    pub async fn open_course(
        &self,
        call: &Call,
        values: &Values,
        once: &Once,
    ) -> Result<CourseVersionId, ActionError> {
        call.allowed(brings_courses)?;
        self.write(|tx| {
            async move {
                let id = match sent(tx, call, values, once).await? {
                    Sent::First => open(tx, call, values).await?,
                    Sent::Same(id) => return Ok(id),
                    Sent::Other(id) => {
                        change_draft(tx, call, id, values, FIRST_REVISION).await?;
                        id
                    }
                };
                made(tx, call, values, once, id).await
            }
            .scope_boxed()
        })
        .await
    }

    /// Saves a draft; [`ActionError::Stale`] if somebody changed it meanwhile.
    pub async fn save_draft(
        &self,
        call: &Call,
        id: CourseVersionId,
        values: &Values,
        revision: Revision,
    ) -> Result<(), ActionError> {
        self.write(|tx| {
            async move { change_draft(tx, call, id, values, revision.number()).await }.scope_boxed()
        })
        .await
    }

    /// Hands a draft in; everything that is missing is told at once. A change of a listed course says
    /// how much it is.
    pub async fn submit_course(
        &self,
        call: &Call,
        id: CourseVersionId,
        values: &Values,
        revision: Revision,
    ) -> Result<(), ActionError> {
        self.write(|tx| {
            async move {
                tx.lock(Lock::CourseVersion(id)).await?;
                let page = course_of(tx, call, id).await?;
                if !page.is_own {
                    return Err(ActionError::NotFound);
                }
                check_may_submit(tx, call.actor()?, &page.course).await?;
                // A version that answers a panel's changes needs no second check of its content.
                let before = answers_of(tx, call, id).await;
                let state = page.course.state;
                let next = match &before {
                    Ok(Some(_)) | Err(ActionError::Invalid(_)) => state.resubmit(),
                    _ => state.submit(),
                };
                let next = next.map_err(|_| ActionError::WrongState)?;
                check_revision(revision, page.course.revision)?;
                if !page.missing.0.is_empty() {
                    return Err(page.missing.into());
                }
                let before = before?;
                if page.listed.is_some() && before.is_none() {
                    tx.set_course_change(id, &CourseChange::parse(values)?).await?;
                }
                step(tx, call, &page, next, "").await?;
                if let Some(before) = before {
                    supersede(tx, call, &before, &page.course).await?;
                    let entry = call
                        .entry("resubmit", "course_version", AUTHORS)
                        .on(id)
                        .moved(state.as_str(), next.as_str())
                        .fixing(fixed(tx, Kind::CourseVersion, id).await?);
                    tx.log(entry);
                    return Ok(());
                }
                let message = Message::CourseSubmitted {
                    version: id,
                    title: page.course.title.clone(),
                    lecturer: page.course.lecturer_name.clone(),
                };
                tell_offices(tx, call, CHECKERS, &message).await?;
                let entry = call
                    .entry("submit", "course_version", AUTHORS)
                    .on(id)
                    .moved(page.course.state.as_str(), next.as_str())
                    .fixing(fixed(tx, Kind::CourseVersion, id).await?);
                tx.log(entry);
                Ok(())
            }
            .scope_boxed()
        })
        .await
    }
}

/// A version, for its lecturer and the offices that check content.
pub(crate) async fn course_of(
    conn: &mut Conn,
    call: &Call,
    id: CourseVersionId,
) -> Result<CoursePage, ActionError> {
    let actor = call.actor()?;
    let course = conn.find_version(id).await?.ok_or(ActionError::NotFound)?;
    if !may_see(actor, course.lecturer_id) {
        return Err(ActionError::NotFound);
    }
    course_page(conn, actor, id).await
}

/// A version, for somebody who may see it.
pub(crate) async fn course_page(
    conn: &mut Conn,
    actor: &Actor,
    id: CourseVersionId,
) -> Result<CoursePage, ActionError> {
    let course = conn.find_version(id).await?.ok_or(ActionError::NotFound)?;
    let lecturer = course.lecturer_id;
    let listed = listed_beside(conn, &course).await?;
    let slides = match &listed {
        Some(listed) => slides_beside(conn, listed, &course).await?,
        None => Vec::new(),
    };
    let (stages, groups) = conn.list_audience(id).await?;
    let fields = conn.list_fields().await?;
    let missing = match draft_of(&course, &stages, &groups).check_complete() {
        Ok(()) => Problems::default(),
        Err(problems) => problems,
    };
    let may_submit = may_edit(actor, lecturer, course.state)
        && check_may_submit(conn, actor, &course).await.is_ok();
    Ok(CoursePage {
        may_submit,
        may_edit: may_edit(actor, lecturer, course.state),
        may_decide: may_decide_content(actor, lecturer)
            && course.state == CourseVersionState::ContentCheck,
        is_own: actor.person == lecturer,
        unanswered: None,
        listed,
        slides,
        course,
        stages,
        groups,
        fields,
        missing,
    })
}

/// The version in the catalogue, or suspended, that a draft or one with the office changes.
async fn listed_beside(
    conn: &mut Conn,
    course: &CourseRow,
) -> Result<Option<CourseRow>, ActionError> {
    use CourseVersionState::{ContentCheck, Draft, Listed, Suspended};
    if course.version_no == 1 || !matches!(course.state, Draft | ContentCheck) {
        return Ok(None);
    }
    let versions = conn.list_versions_of_course(course.course_id).await?;
    Ok(versions.into_iter().find(|one| matches!(one.state, Listed | Suspended)))
}

/// Opens a course with its first draft.
async fn open(
    tx: &mut Write,
    call: &Call,
    values: &Values,
) -> Result<CourseVersionId, ActionError> {
    let draft = read_draft(tx, call, values).await?;
    let version = NewVersion {
        lecturer_id: call.actor()?.person,
        state: CourseVersionState::Draft,
        draft: &draft,
        taken_over: false,
        listed_until: None,
        remark: "",
        at: call.now,
    };
    let id = tx.add_version(&version).await?;
    tx.log(call.entry("open", "course_version", AUTHORS).on(id));
    Ok(id)
}

/// Changes a draft that has this revision. Drafts are not audited; what is handed in is.
async fn change_draft(
    tx: &mut Write,
    call: &Call,
    id: CourseVersionId,
    values: &Values,
    revision: i64,
) -> Result<(), ActionError> {
    tx.lock(Lock::CourseVersion(id)).await?;
    let page = course_of(tx, call, id).await?;
    if !page.is_own {
        return Err(ActionError::NotFound);
    }
    if !page.may_edit {
        return Err(ActionError::WrongState);
    }
    let draft = read_draft(tx, call, values).await?;
    let is_same = draft == draft_of(&page.course, &page.stages, &page.groups);
    if !is_same && !tx.change_version(id, revision, &draft, call.now).await? {
        return Err(ActionError::Stale);
    }
    Ok(())
}

async fn read_draft(
    conn: &mut Conn,
    call: &Call,
    values: &Values,
) -> Result<CourseDraft, ActionError> {
    let slides = match values.trimmed(Field::SlidesToken) {
        "" => None,
        token => own_upload(conn, call, token).await?,
    };
    let draft = CourseDraft::parse(values, slides.map(|upload| upload.id))?;
    if let Some(field) = draft.field
        && !conn.list_fields().await?.iter().any(|known| known.id == field)
    {
        return Err(Problems::one(Field::SubjectField, ProblemKind::UnknownChoice).into());
    }
    Ok(draft)
}

/// Moves a version on that nobody else has moved or changed meanwhile.
async fn step(
    tx: &mut Write,
    call: &Call,
    page: &CoursePage,
    to: CourseVersionState,
    remark: &str,
) -> Result<(), ActionError> {
    let from = (page.course.state, page.course.revision);
    let moved = tx.move_version(page.course.id, from, to, remark, call.now).await?;
    if moved { Ok(()) } else { Err(ActionError::WrongState) }
}

/// What is stored, as a draft.
pub(crate) fn draft_of(
    course: &CourseRow,
    stages: &[SchoolStage],
    groups: &[TargetGroup],
) -> CourseDraft {
    CourseDraft {
        title: course.title.clone(),
        summary: course.summary.clone(),
        field: course.field_id,
        stages: stages.to_vec(),
        groups: groups.to_vec(),
        mode: course.mode.unwrap_or(DeliveryMode::Onsite),
        minutes: course.minutes,
        max_audience: course.max_audience,
        equipment: course.equipment.clone(),
        outline: course.outline.clone(),
        sources: course.sources.clone(),
        slides: course.slides_id,
        owns_rights: course.owns_rights,
        no_advertising: course.no_advertising,
    }
}

/// The last day of a listing that begins on a day and lasts some years.
pub(crate) fn listed_until(day: NaiveDate, years: i64) -> NaiveDate {
    let months = u32::try_from(years * 12).unwrap_or(0);
    day.checked_add_months(chrono::Months::new(months)).unwrap_or(day)
}
