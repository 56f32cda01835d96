//! A conflict that becomes known once a verdict is confirmed: it stands beside the round with the
//! figures that there would have been, and the office may have the version judged once more.

use domain::{
    course::{CourseVersionState, CycleState},
    form::{Field, ProblemKind, Problems, Revision, Values},
    id::{BookingId, CourseVersionId, PersonId},
    inbox::Message,
    late_conflict::{
        LateConflict, RepeatEnd, RepeatOrder, read_call_off, read_conflicted, stays_listed,
    },
    review_sheet::{ReviewResult, review_result},
    role::{PLANNERS, Role, may_plan_review_sessions},
    score_sheet::{NoResult, SheetStage},
    trial_lecture::{Round, Seated, Verdict, VetoVote, outcome, outcome_of_repeat, verdict},
    working_day::WorkCalendar,
};
use store::{
    Conn, CourseRow, LateConflictRow, Lock, NewRepeat, RepeatRow, ReviewSheetRow, RoundRow,
    TrialRow,
};

use crate::{
    ActionError, Actions, Call, Reading, TrialPage,
    course::course_of,
    error::check_revision,
    lecturer_application::follow_trial,
    tell::tell_offices,
    trial_lecture::{complete, outcome_of, who_judged},
    waiting_list::end_waiting_for,
    write::{Scoped as _, Write},
};

/// What a verdict would have been without those whose conflict became known later.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LateFigures {
    /// What the other sheets come to; [`NoResult`] if there are too few.
    pub result: Result<ReviewResult, NoResult>,
    /// What figures and vetoes come to.
    pub verdict: Option<Verdict>,
}

/// What became known of a lecture after its verdict.
#[derive(Clone, Debug)]
pub struct LateView {
    /// Conflicts, in the order of recording.
    pub conflicts: Vec<LateConflictRow>,
    /// What there would have been without them.
    pub figures: LateFigures,
    /// Repeats that were ordered.
    pub repeats: Vec<RepeatRow>,
    /// Whose sheets count and stand without a conflict: of them one may still become known.
    pub clear: Vec<PersonId>,
    /// Whether the caller may order a repeat now.
    pub may_repeat: bool,
    /// Where the version stands.
    pub version_state: CourseVersionState,
    /// Counts the changes of the version.
    pub revision: i64,
}

impl Actions {
    /// Records a conflict beside a confirmed verdict: a panelist the own, the office anybody's. The
    /// same again changes nothing.
    pub async fn record_late_conflict(
        &self,
        call: &Call,
        id: BookingId,
        values: &Values,
    ) -> Result<(), ActionError> {
        self.write(|tx| {
            async move {
                let page = self.locked(tx, call, id).await?;
                let actor = call.actor()?;
                let is_office = page.reading == Reading::Office && page.may_confirm;
                if !is_office && page.reading != Reading::Panelist {
                    return Err(ActionError::Forbidden);
                }
                let trial = judged(&page)?;
                let person = if is_office { read_conflicted(values)? } else { actor.person };
                let sheets = tx.list_review_sheets(&[id]).await?;
                if !counted(&sheets).any(|sheet| sheet.person_id == person) {
                    let kind = ProblemKind::UnknownChoice;
                    return Err(if is_office {
                        Problems::one(Field::ConflictPanelist, kind).into()
                    } else {
                        ActionError::WrongState
                    });
                }
                let late = LateConflict::parse(values)?;
                let key = (id, person);
                let is_new = tx
                    .add_late_conflict(key, late.kind, &late.reason, actor.person, call.now)
                    .await?;
                if !is_new {
                    return Ok(());
                }
                let message = Message::LateConflict {
                    booking: id,
                    title: trial.title.clone(),
                    lecturer: trial.lecturer_name.clone(),
                };
                if is_office {
                    tx.add_message(person, &message, call.now).await?;
                    tell_offices(tx, call, &[Role::Supervisor], &message).await?;
                } else {
                    let roles = [PLANNERS, &[Role::Supervisor]].concat();
                    tell_offices(tx, call, &roles, &message).await?;
                }
                let doer = if is_office { PLANNERS } else { &[Role::Panelist][..] };
                let entry = call.entry("record_conflict", "trial_lecture", doer).on(id);
                tx.log(entry.because(late.reason).moved("", late.kind.as_str()));
                Ok(())
            }
            .scope_boxed()
        })
        .await
    }

    /// The office has a version judged once more, because a conflict became known; supervisors and
    /// the lecturer are told. While it is listed it stays so or is suspended, as the office says.
    pub async fn order_repeat(
        &self,
        call: &Call,
        id: BookingId,
        values: &Values,
        revision: Revision,
    ) -> Result<(), ActionError> {
        call.allowed(may_plan_review_sessions)?;
        self.write(|tx| {
            async move {
                let version = tx.find_trial(id).await?.ok_or(ActionError::NotFound)?.version_id;
                tx.lock(Lock::CourseVersion(version)).await?;
                let page = self.locked(tx, call, id).await?;
                if page.reading != Reading::Office {
                    return Err(ActionError::Forbidden);
                }
                let trial = judged(&page)?;
                let course = tx.find_version(version).await?.ok_or(ActionError::NotFound)?;
                if tx.find_open_repeat(version).await?.is_some_and(|it| it.booking_id == id) {
                    return Ok(());
                }
                if !may_repeat(tx, &page, &course).await? {
                    return Err(ActionError::WrongState);
                }
                let order = RepeatOrder::parse(values, course.state)?;
                check_revision(revision, course.revision)?;
                let to = order.apply(course.state).map_err(|_| ActionError::WrongState)?;
                let round = tx.find_round(version).await?.ok_or(ActionError::WrongState)?;
                let calendar = self.work_calendar();
                let by = (call, &*calendar);
                order_it(tx, by, &course, (trial, round), (&order, to)).await
            }
            .scope_boxed()
        })
        .await
    }

    /// The office calls a repeat off that has no slot yet, and the verdict before it holds again; the
    /// second time changes nothing.
    pub async fn call_off_repeat(
        &self,
        call: &Call,
        id: CourseVersionId,
        values: &Values,
    ) -> Result<(), ActionError> {
        call.allowed(may_plan_review_sessions)?;
        self.write(|tx| {
            async move {
                tx.lock(Lock::CourseVersion(id)).await?;
                let page = course_of(tx, call, id).await?;
                if page.is_own {
                    return Err(ActionError::Forbidden);
                }
                let Some(repeat) = tx.find_open_repeat(id).await? else { return Ok(()) };
                let reason = read_call_off(values)?;
                let course = page.course;
                if is_before_panel(tx, &course).await? {
                    return Err(Problems::one(Field::RepeatReason, ProblemKind::SlotFirst).into());
                }
                if !stays_listed(repeat.version_state) {
                    put_back(tx, call, &course, &repeat).await?;
                    let to = repeat.version_state;
                    follow_trial(tx, call, &self.work_calendar(), (&course, to)).await?;
                }
                end_waiting_for(tx, call, id, PLANNERS).await?;
                tx.end_repeat(repeat.id, RepeatEnd::CalledOff, call.now).await?;
                let message = Message::RepeatCalledOff {
                    booking: repeat.booking_id,
                    title: course.title.clone(),
                    reason: reason.clone(),
                };
                tx.add_message(course.lecturer_id, &message, call.now).await?;
                tell_offices(tx, call, &[Role::Supervisor], &message).await?;
                let entry = call.entry("call_off_repeat", "course_version", PLANNERS).on(id);
                tx.log(entry.because(reason));
                Ok(())
            }
            .scope_boxed()
        })
        .await
    }
}

/// A lecture with a verdict that came from a panel.
fn judged(page: &TrialPage) -> Result<&TrialRow, ActionError> {
    let trial = page.lecture.trial.as_ref().ok_or(ActionError::WrongState)?;
    if trial.has_verdict() { Ok(trial) } else { Err(ActionError::WrongState) }
}

/// Sheets that count: a confirmed verdict has voided all others.
fn counted(sheets: &[ReviewSheetRow]) -> impl Iterator<Item = &ReviewSheetRow> {
    sheets.iter().filter(|sheet| sheet.state == SheetStage::Submitted)
}

/// What became known of a lecture; none while it has no verdict of a panel.
pub(crate) async fn late_view(
    conn: &mut Conn,
    page: &TrialPage,
    sheets: &[ReviewSheetRow],
) -> Result<Option<LateView>, ActionError> {
    let Ok(trial) = judged(page) else { return Ok(None) };
    if !matches!(page.reading, Reading::Office | Reading::Panelist) {
        return Ok(None);
    }
    let id = trial.booking_id;
    let conflicts = conn.list_late_conflicts(&[id]).await?;
    let course = conn.find_version(trial.version_id).await?.ok_or(ActionError::NotFound)?;
    let is_late = |sheet: &&ReviewSheetRow| {
        conflicts.iter().any(|conflict| conflict.person_id == sheet.person_id)
    };
    let may_repeat = page.reading == Reading::Office
        && page.may_confirm
        && may_repeat(conn, page, &course).await?;
    Ok(Some(LateView {
        clear: counted(sheets).filter(|it| !is_late(it)).map(|it| it.person_id).collect(),
        figures: figures_without(sheets, &conflicts, &page.votes),
        repeats: conn.list_repeats(&[id]).await?,
        version_state: course.state,
        revision: course.revision,
        may_repeat,
        conflicts,
    }))
}

/// What sheets and votes come to without those of people with a conflict.
pub(crate) fn figures_without(
    sheets: &[ReviewSheetRow],
    conflicts: &[LateConflictRow],
    votes: &[(PersonId, VetoVote)],
) -> LateFigures {
    let is_late = |person: PersonId| conflicts.iter().any(|one| one.person_id == person);
    let left: Vec<ReviewSheetRow> =
        counted(sheets).filter(|sheet| !is_late(sheet.person_id)).cloned().collect();
    let seated: Vec<Seated> = left.iter().map(who_judged).collect();
    let has_veto = left.iter().any(|sheet| sheet.veto.is_some());
    let veto = has_veto.then(|| outcome_of(votes, &seated));
    let result = review_result(&complete(&seated, &left));
    let verdict = result.as_ref().ok().map(|it| verdict(it.figures(), veto));
    LateFigures { result, verdict }
}

/// Whether a repeat of a lecture may be ordered: a conflict is recorded, it is the last word on its
/// version, nothing newer of the course is under way, and no repeat is open.
async fn may_repeat(
    conn: &mut Conn,
    page: &TrialPage,
    course: &CourseRow,
) -> Result<bool, ActionError> {
    let id = page.lecture.booking.id;
    let order = RepeatOrder { reason: String::new(), meanwhile: None };
    if order.apply(course.state).is_err()
        || conn.list_late_conflicts(&[id]).await?.is_empty()
        || conn.find_open_repeat(course.id).await?.is_some()
    {
        return Ok(false);
    }
    let versions = conn.list_versions_of_course(course.course_id).await?;
    let is_newest = versions.iter().all(|other| {
        other.version_no <= course.version_no || other.state == CourseVersionState::Retired
    });
    let trials = conn.list_trials_of(course.course_id).await?;
    let last =
        trials.iter().rev().find(|trial| trial.version_id == course.id && trial.has_verdict());
    Ok(is_newest && last.is_some_and(|trial| trial.booking_id == id))
}

async fn order_it(
    tx: &mut Write,
    (call, calendar): (&Call, &WorkCalendar),
    course: &CourseRow,
    (trial, round): (&TrialRow, RoundRow),
    (order, to): (&RepeatOrder, CourseVersionState),
) -> Result<(), ActionError> {
    let new = NewRepeat {
        booking: trial.booking_id,
        version: course.id,
        version_state: course.state,
        cycle_state: round.state,
        reason: &order.reason,
        orderer: call.actor()?.person,
        at: call.now,
    };
    tx.add_repeat(&new).await?;
    if to != course.state {
        let from = (course.state, course.revision);
        if !tx.move_version(course.id, from, to, &course.remark, call.now).await? {
            return Err(ActionError::Stale);
        }
    }
    if to == CourseVersionState::Suspended {
        tx.set_listing_reason(course.id, &order.reason, false).await?;
    }
    if !stays_listed(course.state) {
        tx.set_cycle(round.cycle_id, CycleState::Open).await?;
    }
    let message = Message::RepeatOrdered {
        booking: trial.booking_id,
        title: course.title.clone(),
        reason: order.reason.clone(),
    };
    tx.add_message(course.lecturer_id, &message, call.now).await?;
    tell_offices(tx, call, &[Role::Supervisor], &message).await?;
    let entry = call.entry("order_repeat", "course_version", PLANNERS).on(course.id);
    tx.log(entry.because(&order.reason).moved(course.state.as_str(), to.as_str()));
    follow_trial(tx, call, calendar, (course, to)).await
}

/// Whether a version has a slot, or a lecture that is not decided.
async fn is_before_panel(conn: &mut Conn, course: &CourseRow) -> Result<bool, ActionError> {
    let bookings = conn.list_bookings_of(course.lecturer_id).await?;
    let trials = conn.list_trials_of(course.course_id).await?;
    Ok(bookings.iter().any(|booking| booking.version_id == course.id)
        || trials.iter().any(|trial| trial.is_open_for(course.id)))
}

/// A version that is given up or leaves the catalogue is not judged once more, unless it is before a
/// panel already: then its verdict ends the repeat.
pub(crate) async fn drop_repeat(
    tx: &mut Write,
    call: &Call,
    course: &CourseRow,
    roles: &[Role],
) -> Result<(), ActionError> {
    let Some(repeat) = tx.find_open_repeat(course.id).await? else { return Ok(()) };
    if is_before_panel(tx, course).await? {
        return Ok(());
    }
    tx.end_repeat(repeat.id, RepeatEnd::CalledOff, call.now).await?;
    tx.log(call.entry("call_off_repeat", "course_version", roles).on(course.id));
    Ok(())
}

/// Whether a version may book a slot: it waits for one, or stays in the catalogue while it is judged
/// once more.
pub(crate) async fn waits_for_slot(
    conn: &mut Conn,
    course: &CourseRow,
) -> Result<bool, ActionError> {
    if !stays_listed(course.state) {
        return Ok(course.state == CourseVersionState::AwaitingSlot);
    }
    Ok(conn.find_open_repeat(course.id).await?.is_some())
}

/// Whether a version stays in the catalogue while it is judged once more, or was retired meanwhile.
pub(crate) async fn stays_in_catalogue(
    conn: &mut Conn,
    course: &CourseRow,
) -> Result<bool, ActionError> {
    if !stays_listed(course.state) && course.state != CourseVersionState::Retired {
        return Ok(false);
    }
    let repeat = conn.find_open_repeat(course.id).await?;
    Ok(repeat.is_some_and(|repeat| stays_listed(repeat.version_state)))
}

/// The version stands where it stood, and its cycle as well.
async fn put_back(
    tx: &mut Write,
    call: &Call,
    course: &CourseRow,
    repeat: &RepeatRow,
) -> Result<(), ActionError> {
    let from = (CourseVersionState::AwaitingSlot, course.revision);
    let to = repeat.version_state;
    if !tx.move_version(course.id, from, to, &course.remark, call.now).await? {
        return Err(ActionError::WrongState);
    }
    let round = tx.find_round(course.id).await?.ok_or(ActionError::WrongState)?;
    Ok(tx.set_cycle(round.cycle_id, repeat.cycle_state).await?)
}

/// Where a verdict leaves a version, with the repeat that it ends; none: it may not be given.
pub(crate) async fn settled(
    tx: &mut Write,
    call: &Call,
    version: &CourseRow,
    (found, round): (Verdict, Round),
) -> Result<Option<CourseVersionState>, ActionError> {
    let repeat = tx.find_open_repeat(version.id).await?;
    let to = match (version.state, &repeat) {
        (CourseVersionState::InReview, _) => outcome(found, round),
        (state, Some(repeat)) if stays_listed(repeat.version_state) => {
            // What was retired meanwhile stays so.
            if stays_listed(state) { outcome_of_repeat(found, round, state) } else { state }
        }
        _ => return Ok(None),
    };
    if let Some(repeat) = repeat.filter(|_| found != Verdict::Advisory) {
        tx.end_repeat(repeat.id, RepeatEnd::Judged, call.now).await?;
    }
    Ok(Some(to))
}
