//! The office reads a course that was handed in: it may book a slot, goes back with a reason, or takes
//! the place of the listed version that it changes a little.

use domain::{
    course::{CourseVersionState, may_decide_content},
    form::{Field, REASON_MIN, Reader, Revision, TEXT_MAX, Values},
    id::CourseVersionId,
    inbox::Message,
    listing::{ChangeDecision, ChangeKind},
    record::Kind,
    role::{CHECKERS, may_check_content},
    rulebook::Rule,
};
use store::{CourseRow, Lock};

use super::{CoursePage, course_of, step};
use crate::{
    ActionError, Actions, Call,
    error::check_revision,
    listing::take_place,
    record::fixed,
    write::{Scoped as _, Write},
};

impl Actions {
    /// Versions that wait for the content check.
    pub async fn course_checks(&self, call: &Call) -> Result<Vec<CourseRow>, ActionError> {
        call.allowed(may_check_content)?;
        let mut conn = self.store.read().await?;
        Ok(conn.list_versions_in(CourseVersionState::ContentCheck).await?)
    }

    /// The office finds a course sound: it may book a slot, and its refinement cycle opens; a minor
    /// change of a listed course takes the place of that version.
    pub async fn clear_course(
        &self,
        call: &Call,
        id: CourseVersionId,
        values: &Values,
        revision: Revision,
    ) -> Result<(), ActionError> {
        let mut reader = Reader::new(values);
        let remark = reader.text(Field::Remark, 0, TEXT_MAX);
        let remark = reader.problems.or(|| remark)?;
        let remark = &remark;
        self.write(|tx| {
            async move {
                let page = course_to_decide(tx, call, id).await?;
                let next = page.course.state.clear().map_err(|_| ActionError::WrongState)?;
                check_revision(revision, page.course.revision)?;
                if let (Some(before), Some(change)) = (&page.listed, page.course.change()) {
                    let rules = tx.rulebook(call.today()).await?;
                    let percent = rules.get(Rule::MinorChangePercent);
                    let decision = ChangeDecision::parse(values, &change, percent)?;
                    if decision.kind == ChangeKind::Minor {
                        return take_place(tx, call, (&page.course, before), remark, CHECKERS)
                            .await;
                    }
                }
                step(tx, call, &page, next, remark).await?;
                tx.add_round(page.course.course_id, id, call.now).await?;
                let (version, title) = (id, page.course.title.clone());
                let message = Message::CourseCleared { version, title };
                tx.add_message(page.course.lecturer_id, &message, call.now).await?;
                let entry = call
                    .entry("clear", "course_version", CHECKERS)
                    .on(id)
                    .moved(page.course.state.as_str(), next.as_str())
                    .fixing(fixed(tx, Kind::CourseVersion, id).await?);
                tx.log(entry.because(remark));
                Ok(())
            }
            .scope_boxed()
        })
        .await
    }

    /// The office wants something changed first; the reason is needed.
    pub async fn send_course_back(
        &self,
        call: &Call,
        id: CourseVersionId,
        values: &Values,
        revision: Revision,
    ) -> Result<(), ActionError> {
        let mut reader = Reader::new(values);
        let reason = reader.text(Field::Remark, REASON_MIN, TEXT_MAX);
        let reason = &reader.problems.or(|| reason)?;
        self.write(|tx| {
            async move {
                let page = course_to_decide(tx, call, id).await?;
                let next = page.course.state.send_back().map_err(|_| ActionError::WrongState)?;
                check_revision(revision, page.course.revision)?;
                step(tx, call, &page, next, reason).await?;
                let message = Message::CourseSentBack {
                    version: id,
                    title: page.course.title.clone(),
                    reason: reason.clone(),
                };
                tx.add_message(page.course.lecturer_id, &message, call.now).await?;
                let entry = call
                    .entry("send_back", "course_version", CHECKERS)
                    .on(id)
                    .moved(page.course.state.as_str(), next.as_str())
                    .because(reason);
                tx.log(entry);
                Ok(())
            }
            .scope_boxed()
        })
        .await
    }
}

async fn course_to_decide(
    tx: &mut Write,
    call: &Call,
    id: CourseVersionId,
) -> Result<CoursePage, ActionError> {
    let actor = call.allowed(may_check_content)?;
    tx.lock(Lock::CourseVersion(id)).await?;
    let page = course_of(tx, call, id).await?;
    if !may_decide_content(actor, page.course.lecturer_id) {
        return Err(ActionError::Forbidden);
    }
    Ok(page)
}
