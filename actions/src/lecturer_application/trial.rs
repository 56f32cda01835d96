//! The trial lecture of an applicant is a refinement cycle of the applicant's course: what becomes of
//! it moves the application, and what ends the application ends it.

use chrono::TimeDelta;
use domain::{
    course::CourseVersionState,
    id::LecturerApplicationId,
    lecturer_application::{
        APPLICATION_DECIDERS, APPLICATION_SCREENERS, ApplicationNews, ApplicationState,
        ApplicationStep,
    },
    role::{Actor, Role, SESSION_ORGANISERS},
    rulebook::Rule,
    working_day::WorkCalendar,
};
use store::{Conn, CourseRow, LecturerApplicationRow, Lock};

use super::{
    news_of,
    open::begin_applying,
    step::{go, reject, withdraw},
    tell,
};
use crate::{
    ActionError, Call, booking::lock_slot_of, refinement::give_up_course, working_day::due_by,
    write::Write,
};

/// As whom the trial moves an application: whoever gives or confirms a verdict.
const BY: &[Role] = SESSION_ORGANISERS;

/// The courses that can be tried: the drafts of an applicant who writes, then the versions of the one.
pub(super) async fn courses_of(
    conn: &mut Conn,
    row: &LecturerApplicationRow,
) -> Result<Vec<CourseRow>, ActionError> {
    if row.state != ApplicationState::Draft {
        return Ok(match row.course_id {
            Some(course) => conn.list_versions_of_course(course).await?,
            None => Vec::new(),
        });
    }
    let mut courses = conn.list_versions_of(row.person_id).await?;
    courses.retain(super::is_draft);
    Ok(courses)
}

/// Whether a panel is judging the trial just now: it is not called off then.
pub(super) async fn is_judged(
    conn: &mut Conn,
    row: &LecturerApplicationRow,
) -> Result<bool, ActionError> {
    if row.state != ApplicationState::Trial {
        return Ok(false);
    }
    let versions = courses_of(conn, row).await?;
    Ok(versions.iter().any(|version| version.state == CourseVersionState::InReview))
}

/// Locks what a trial holds before anything else is locked: its slot, and its newest version.
pub(super) async fn lock_course(
    tx: &mut Write,
    call: &Call,
    id: LecturerApplicationId,
) -> Result<(), ActionError> {
    let Some(row) = tx.find_lecturer_application(id).await? else { return Ok(()) };
    let Some(course) = row.course_id else { return Ok(()) };
    let versions = tx.list_versions_of_course(course).await?;
    if let Some(newest) = versions.iter().max_by_key(|version| version.version_no) {
        lock_slot_of(tx, call, newest.id).await?;
        tx.lock(Lock::CourseVersion(newest.id)).await?;
    }
    Ok(())
}

/// Ends the trial of an application that has ended: its round, its booking, its places on waiting
/// lists.
pub(super) async fn close(
    tx: &mut Write,
    call: &Call,
    row: &LecturerApplicationRow,
    reason: &str,
    roles: &'static [Role],
) -> Result<(), ActionError> {
    match row.course_id {
        Some(course) if row.state == ApplicationState::Trial => {
            give_up_course(tx, call, course, reason, roles).await
        }
        _ => Ok(()),
    }
}

/// Whether whoever is no lecturer may hand a version in: the course of the own trial, while that is
/// open.
pub(crate) async fn check_may_submit(
    conn: &mut Conn,
    actor: &Actor,
    course: &CourseRow,
) -> Result<(), ActionError> {
    if actor.is(Role::Lecturer) {
        return Ok(());
    }
    let row = conn.find_live_application(actor.person).await?;
    let is_tried = |row: &LecturerApplicationRow| {
        row.state == ApplicationState::Trial && row.course_id == Some(course.course_id)
    };
    if row.as_ref().is_some_and(is_tried) { Ok(()) } else { Err(ActionError::WrongState) }
}

/// Whether a course is an applicant's, whom nobody has appointed: it is not listed by hand.
pub(crate) async fn is_unappointed(
    conn: &mut Conn,
    call: &Call,
    course: &CourseRow,
) -> Result<bool, ActionError> {
    let Some(row) = conn.find_application_of_course(course.course_id).await? else {
        return Ok(false);
    };
    let held = conn.list_held_grants(course.lecturer_id, call.today()).await?;
    let lectures = held.iter().any(|held| held.grant.role == Role::Lecturer);
    Ok(row.state != ApplicationState::Appointed && !lectures)
}

/// What a version of the course has become moves the application: approved, it is proposed; rejected,
/// it ends; sent into another round or repeated, the trial goes on.
pub(crate) async fn follow_trial(
    tx: &mut Write,
    call: &Call,
    calendar: &WorkCalendar,
    (version, to): (&CourseRow, CourseVersionState),
) -> Result<(), ActionError> {
    let Some(row) = tx.find_application_of_course(version.course_id).await? else {
        return Ok(());
    };
    let rules = tx.rulebook(call.today()).await?;
    let round = call.now + TimeDelta::days(rules.get(Rule::TrialRoundDays));
    let Some(step) = row.last_step.and_then(|last| row.state.of_trial(last, to)) else {
        if to == CourseVersionState::NeedsRevision {
            tx.extend_application_trial(row.id, round).await?;
        }
        return Ok(());
    };
    match step {
        ApplicationStep::Prove => {
            let days = rules.get(Rule::AdmissionWorkingDays);
            let due = due_by(calendar, call.today(), days);
            go(tx, call, &row, (step, ""), Some(due), BY).await?;
            let mut people = tx.list_with_role(APPLICATION_DECIDERS[0], call.today()).await?;
            people.push(row.person_id);
            tell(tx, call, people, &news_of(&row, ApplicationNews::Proposed, Some(due), "")).await
        }
        ApplicationStep::Retry => {
            go(tx, call, &row, (step, ""), Some(round), BY).await?;
            begin_applying(tx, call, row.person_id).await?;
            let news = news_of(&row, ApplicationNews::Reopened, Some(round), "");
            tell(tx, call, [row.person_id], &news).await
        }
        _ => reject(tx, call, &row, (step, ""), BY).await,
    }
}

/// The course of an application was given up: by the applicant, who so withdraws, or by the office
/// after a missed deadline, which so calls it off.
pub(crate) async fn given_up(
    tx: &mut Write,
    call: &Call,
    course: &CourseRow,
    reason: &str,
) -> Result<(), ActionError> {
    let Some(row) = tx.find_application_of_course(course.course_id).await? else {
        return Ok(());
    };
    if !row.state.is_live() || row.state == ApplicationState::Draft {
        return Ok(());
    }
    let is_own = call.actor.as_ref().is_some_and(|actor| actor.person == row.person_id);
    if is_own {
        return withdraw(tx, call, &row, reason).await;
    }
    let step = ApplicationStep::CallOff;
    reject(tx, call, &row, (step, reason), APPLICATION_SCREENERS).await
}
