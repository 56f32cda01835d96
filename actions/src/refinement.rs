//! The rounds of a course: what came of each, what was required and answered, the next version, and
//! the way into the catalogue (domain §3.2).

use std::collections::BTreeSet;

use chrono::{DateTime, Months, Utc};
use domain::{
    course::{CourseVersionState, CycleState},
    form::{Field, ProblemKind, Problems, REASON_MIN, Reader, Revision, TEXT_MAX, Values},
    id::{BookingId, CourseId, CourseVersionId},
    inbox::Message,
    review_sheet::{ReviewResult, review_result},
    role::{AUTHORS, PLANNERS, Role, may_plan_review_sessions},
    rulebook::{Rule, RuleHistory},
    score_sheet::SheetStage,
    slides::SlideChange,
    trial_lecture::{TrialState, Verdict},
};
use store::{
    ChangeRow, Conn, CourseRow, LateConflictRow, Lock, NewVersion, RepeatRow, ReviewSheetRow,
    RoundRow, SitInRow, TrialRow,
};

use crate::{
    ActionError, Actions, Call, CoursePage, JurorView, LateFigures,
    audience_juror::juror_views,
    booking::{self, lock_slot_of},
    course::{course_of, draft_of, listed_until},
    error::check_revision,
    late_conflict::{drop_repeat, figures_without},
    lecturer_application::{given_up, is_unappointed},
    listing::follow_version,
    local_date,
    reminder::round_until,
    slides::slides_beside,
    tell::tell_offices,
    trial_lecture::{complete, withdraw_lecture},
    waiting_list::end_waiting_for,
    write::{Scoped as _, Write},
};

/// The longest answer to a required change, in characters.
const ANSWER_MAX: usize = 1_000;

/// A sitting of a course that came to an end.
#[derive(Clone, Debug)]
pub struct RoundView {
    /// The lecture with its verdict.
    pub trial: TrialRow,
    /// What the sheets came to; none where there are comments only.
    pub result: Option<ReviewResult>,
    /// Strengths, suggestions and notes, without names (`REV-11`).
    pub sheets: Vec<ReviewSheetRow>,
    /// Required changes with their answers.
    pub changes: Vec<ChangeRow>,
    /// What audiences have answered; never mixed into the result (`REV-13`).
    pub jurors: Vec<JurorView>,
    /// How many conflicts became known after the verdict.
    pub n_late: usize,
    /// What there would have been without them; none where there are none.
    pub late: Option<LateFigures>,
    /// Whether a repeat has taken its place.
    pub is_replaced: bool,
}

/// What its lecturer can do about a version.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NextVersion {
    /// There is no next version to be made.
    None,
    /// A next version answers the required changes.
    Revise,
    /// A listed course changes in the main, or one that has ended begins anew.
    Anew,
    /// Too early: a new cycle opens at this time.
    From(DateTime<Utc>),
    /// It is being written already.
    Written(CourseVersionId),
}

/// A course with its rounds.
#[derive(Clone, Debug)]
#[expect(clippy::struct_excessive_bools, reason = "what the caller may do, each by itself")]
pub struct RefinementPage {
    /// The version that was asked for.
    pub course: CourseRow,
    /// All versions, the first one first.
    pub versions: Vec<CourseRow>,
    /// What the slides change of those of the version before; nothing where they are not known.
    pub slides: Vec<SlideChange>,
    /// Sittings with a verdict, by time; those with comments only among them.
    pub rounds: Vec<RoundView>,
    /// What can be done next.
    pub next: NextVersion,
    /// Changes that this draft answers, with the lecture that required them.
    pub to_answer: Vec<ChangeRow>,
    /// Whether the caller is its lecturer.
    pub is_own: bool,
    /// Whether the caller may put it into the catalogue.
    pub may_list: bool,
    /// Lectures to come of the same school stage, for who has to revise (`CRS-05`).
    pub sit_ins: Vec<SitInRow>,
    /// By when it is to be booked, or its required changes are to be answered.
    pub until: Option<DateTime<Utc>>,
    /// Whether the caller may end the round, for that has passed.
    pub may_end: bool,
    /// The repeat that was ordered and has no verdict yet.
    pub repeat: Option<RepeatRow>,
    /// Whether the caller may call it off.
    pub may_call_off: bool,
    /// The day until which the required changes are to be answered.
    pub answer_until: Option<chrono::NaiveDate>,
}

impl Actions {
    /// The rounds of a course, for its lecturer and the offices.
    pub async fn refinement(
        &self,
        call: &Call,
        id: CourseVersionId,
    ) -> Result<RefinementPage, ActionError> {
        refinement_of(&mut self.store.read().await?, call, id).await
    }

    /// Makes the next version of a course, with everything of this one; the second time it is found.
    pub async fn open_next_version(
        &self,
        call: &Call,
        id: CourseVersionId,
    ) -> Result<CourseVersionId, ActionError> {
        self.write(|tx| {
            async move {
                tx.lock(Lock::CourseVersion(id)).await?;
                let page = own(refinement_of(tx, call, id).await?)?;
                match page.next {
                    NextVersion::Written(next) => return Ok(next),
                    NextVersion::Revise | NextVersion::Anew => {}
                    NextVersion::None | NextVersion::From(_) => {
                        return Err(ActionError::WrongState);
                    }
                }
                let (stages, groups) = tx.list_audience(id).await?;
                let draft = draft_of(&page.course, &stages, &groups);
                let version = NewVersion {
                    lecturer_id: page.course.lecturer_id,
                    state: CourseVersionState::Draft,
                    draft: &draft,
                    taken_over: false,
                    listed_until: None,
                    remark: "",
                    at: call.now,
                };
                let next = tx.add_next_version(page.course.course_id, &version).await?;
                tx.log(call.entry("open", "course_version", AUTHORS).on(next));
                Ok(next)
            }
            .scope_boxed()
        })
        .await
    }

    /// Keeps the lecturer's answers to the required changes, in the fields `reply_N`.
    pub async fn answer_changes(
        &self,
        call: &Call,
        id: CourseVersionId,
        values: &Values,
    ) -> Result<(), ActionError> {
        self.write(|tx| {
            async move {
                tx.lock(Lock::CourseVersion(id)).await?;
                let page = own(refinement_of(tx, call, id).await?)?;
                if page.to_answer.is_empty() {
                    return Err(ActionError::WrongState);
                }
                let mut reader = Reader::new(values);
                let mut answers = Vec::new();
                for change in &page.to_answer {
                    let field = Field::Reply.at(change.change_no);
                    answers.push((change, reader.text(field, 0, ANSWER_MAX)));
                }
                reader.problems.or(|| Some(()))?;
                for (change, answer) in answers {
                    let answer = answer.unwrap_or_default();
                    tx.answer_change(change.booking_id, change.change_no, &answer).await?;
                }
                Ok(())
            }
            .scope_boxed()
        })
        .await
    }

    /// The office puts an approved version into the catalogue, with a number that is never given
    /// twice; a version of the same course that stood there is retired.
    pub async fn list_course(
        &self,
        call: &Call,
        id: CourseVersionId,
        revision: Revision,
    ) -> Result<(), ActionError> {
        call.allowed(may_plan_review_sessions)?;
        self.write(|tx| {
            async move {
                tx.take_turn("catalogue_no").await?;
                tx.lock(Lock::CourseVersion(id)).await?;
                let page = refinement_of(tx, call, id).await?;
                if page.is_own {
                    return Err(ActionError::Forbidden);
                }
                let course = &page.course;
                if course.state == CourseVersionState::Listed {
                    return Ok(());
                }
                course.state.list().map_err(|_| ActionError::WrongState)?;
                check_revision(revision, course.revision)?;
                if is_unappointed(tx, call, course).await? {
                    return Err(ActionError::WrongState);
                }
                list_version(tx, call, course, &page.versions, PLANNERS).await
            }
            .scope_boxed()
        })
        .await
    }

    /// The lecturer gives a version and its cycle up before there is a verdict, with a reason; a
    /// version that is listed stays so.
    pub async fn give_up_version(
        &self,
        call: &Call,
        id: CourseVersionId,
        values: &Values,
        revision: Revision,
    ) -> Result<(), ActionError> {
        self.write(|tx| {
            async move {
                let slot = lock_slot_of(tx, call, id).await?;
                tx.lock(Lock::CourseVersion(id)).await?;
                let mut page = own(refinement_of(tx, call, id).await?)?;
                if page.course.state == CourseVersionState::Retired {
                    return Ok(());
                }
                let next = page.course.state.give_up().map_err(|_| ActionError::WrongState)?;
                let mut reader = Reader::new(values);
                let reason = reader.text(Field::Reason, REASON_MIN, TEXT_MAX);
                let reason = reader.problems.or(|| reason)?;
                check_revision(revision, page.course.revision)?;
                if page.course.state.is_before_panel() {
                    let booking = slot.ok_or(ActionError::WrongState)?;
                    if page.course.state == CourseVersionState::InReview {
                        withdraw_lecture(tx, call, &booking, &reason).await?;
                    } else {
                        // It goes to who waits.
                        booking::cancel(tx, call, &booking, &reason, AUTHORS).await?;
                    }
                    page = refinement_of(tx, call, id).await?;
                }
                end_round(tx, call, &page, next, (&reason, AUTHORS)).await
            }
            .scope_boxed()
        })
        .await
    }

    /// The office ends a round whose deadline has passed, with a reason; a new cycle may begin at
    /// once, and a version that is listed stays so. The lecturer is told.
    pub async fn end_overdue_round(
        &self,
        call: &Call,
        id: CourseVersionId,
        values: &Values,
        revision: Revision,
    ) -> Result<(), ActionError> {
        call.allowed(may_plan_review_sessions)?;
        self.write(|tx| {
            async move {
                tx.lock(Lock::CourseVersion(id)).await?;
                let page = refinement_of(tx, call, id).await?;
                let course = &page.course;
                if course.state == CourseVersionState::Retired {
                    return Ok(());
                }
                if !page.may_end {
                    return Err(ActionError::WrongState);
                }
                let next = course.state.give_up().map_err(|_| ActionError::WrongState)?;
                let mut reader = Reader::new(values);
                let reason = reader.text(Field::Reason, REASON_MIN, TEXT_MAX);
                let reason = reader.problems.or(|| reason)?;
                check_revision(revision, course.revision)?;
                end_round(tx, call, &page, next, (&reason, PLANNERS)).await?;
                let (version, title) = (id, course.title.clone());
                let message = Message::RoundEnded { version, title, reason };
                Ok(tx.add_message(course.lecturer_id, &message, call.now).await?)
            }
            .scope_boxed()
        })
        .await
    }
}

/// Puts an approved version into the catalogue, with a number that is never given twice; whoever calls
/// it has taken the turn of these numbers. A version of the same course that stood there is retired.
pub(crate) async fn list_version(
    tx: &mut Write,
    call: &Call,
    course: &CourseRow,
    versions: &[CourseRow],
    roles: &[Role],
) -> Result<(), ActionError> {
    let next = course.state.list().map_err(|_| ActionError::WrongState)?;
    for other in versions {
        let Ok(retired) = other.state.retire() else { continue };
        let from = (other.state, other.revision);
        if !tx.move_version(other.id, from, retired, &other.remark, call.now).await? {
            return Err(ActionError::WrongState);
        }
        drop_repeat(tx, call, other, roles).await?;
        let entry = call.entry("retire", "course_version", roles).on(other.id);
        tx.log(entry.moved(other.state.as_str(), retired.as_str()));
    }
    let book = tx.rulebook(call.today()).await?;
    let number = next_number(tx, call).await?;
    let until = listed_until(call.today(), book.get(Rule::ListedYears));
    let from = (course.state, course.revision);
    if !tx.move_version(course.id, from, next, "", call.now).await? {
        return Err(ActionError::WrongState);
    }
    tx.set_listing(course.id, Some(&number), Some(until), false).await?;
    follow_version(tx, call, course).await?;
    let message = Message::CourseListed {
        version: course.id,
        title: course.title.clone(),
        number: number.clone(),
    };
    tx.add_message(course.lecturer_id, &message, call.now).await?;
    let entry = call.entry("list", "course_version", roles).on(course.id);
    let entry = entry.under(book.version).because(&number);
    tx.log(entry.moved(course.state.as_str(), next.as_str()));
    Ok(())
}

/// Gives the newest version of a course up that can be, with its slot or its lecture and its cycle:
/// what it was for has ended. Whoever calls it has locked them.
pub(crate) async fn give_up_course(
    tx: &mut Write,
    call: &Call,
    course: CourseId,
    reason: &str,
    roles: &'static [Role],
) -> Result<(), ActionError> {
    let versions = tx.list_versions_of_course(course).await?;
    let open = versions.iter().rev().find(|version| version.state.give_up().is_ok());
    let Some(version) = open else { return Ok(()) };
    let slot = lock_slot_of(tx, call, version.id).await?;
    let mut page = refinement_of(tx, call, version.id).await?;
    let next = version.state.give_up().map_err(|_| ActionError::WrongState)?;
    if version.state.is_before_panel() {
        let booking = slot.ok_or(ActionError::WrongState)?;
        if version.state == CourseVersionState::InReview {
            withdraw_lecture(tx, call, &booking, reason).await?;
        } else {
            booking::cancel(tx, call, &booking, reason, roles).await?;
        }
        page = refinement_of(tx, call, version.id).await?;
    }
    end_round(tx, call, &page, next, (reason, roles)).await
}

/// A version and its cycle come to an end without a verdict.
async fn end_round(
    tx: &mut Write,
    call: &Call,
    page: &RefinementPage,
    next: CourseVersionState,
    (reason, roles): (&str, &'static [Role]),
) -> Result<(), ActionError> {
    let (course, id) = (&page.course, page.course.id);
    let from = (course.state, course.revision);
    if !tx.move_version(id, from, next, "", call.now).await? {
        return Err(ActionError::WrongState);
    }
    end_waiting_for(tx, call, id, roles).await?;
    drop_repeat(tx, call, course, roles).await?;
    // A draft that answers an earlier round goes with its cycle.
    for version in &page.versions {
        let Some(round) = tx.find_round(version.id).await? else { continue };
        if round.state == CycleState::Open {
            tx.end_cycle(round.cycle_id, CycleState::Abandoned).await?;
            abandon(tx, call, version, id).await?;
        }
    }
    let entry = call.entry("give_up", "course_version", roles).on(id);
    tx.log(entry.moved(course.state.as_str(), next.as_str()).because(reason));
    // An applicant's course is the applicant's trial.
    given_up(tx, call, course, reason).await
}

/// A version of a cycle that was given up with another one waits for nothing any more.
async fn abandon(
    tx: &mut Write,
    call: &Call,
    version: &CourseRow,
    given_up: CourseVersionId,
) -> Result<(), ActionError> {
    if version.id == given_up || version.state != CourseVersionState::NeedsRevision {
        return Ok(());
    }
    let to = CourseVersionState::Retired;
    let from = (version.state, version.revision);
    if !tx.move_version(version.id, from, to, &version.remark, call.now).await? {
        return Err(ActionError::WrongState);
    }
    let entry = call.entry("give_up", "course_version", AUTHORS).on(version.id);
    tx.log(entry.moved(version.state.as_str(), to.as_str()));
    Ok(())
}

/// The next number of the year: `2026-001`, `2026-002`…
async fn next_number(tx: &mut Write, call: &Call) -> Result<String, ActionError> {
    let prefix = format!("{}-", chrono::Datelike::year(&call.today()));
    let last = tx.find_last_catalogue_no(&prefix).await?;
    let last = last.and_then(|text| text.strip_prefix(&prefix)?.parse::<u32>().ok());
    Ok(format!("{prefix}{:03}", last.unwrap_or(0) + 1))
}

fn own(page: RefinementPage) -> Result<RefinementPage, ActionError> {
    if page.is_own { Ok(page) } else { Err(ActionError::NotFound) }
}

async fn refinement_of(
    conn: &mut Conn,
    call: &Call,
    id: CourseVersionId,
) -> Result<RefinementPage, ActionError> {
    let CoursePage { course, is_own, .. } = course_of(conn, call, id).await?;
    let versions = conn.list_versions_of_course(course.course_id).await?;
    let mut trials = conn.list_trials_of(course.course_id).await?;
    trials.retain(|trial| trial.state == TrialState::Confirmed);
    let ids: Vec<BookingId> = trials.iter().map(|trial| trial.booking_id).collect();
    let changes = conn.list_required_changes(&ids).await?;
    let sheets = conn.list_review_sheets(&ids).await?;
    let history = conn.rule_history().await?;
    let until = round_until(&course, &history);
    let repeat = conn.find_open_repeat(id).await?;
    let late = conn.list_late_conflicts(&ids).await?;
    let next = next_of(&course, &versions, &trials, call, &history);
    let asked = asked_for(&course, &versions, &trials);
    let answer_until = asked.and_then(|trial| trial.decided_at).map(|at| {
        let days = history.on(local_date(at)).get(Rule::RevisionDays);
        local_date(at + chrono::TimeDelta::days(days))
    });
    let to_answer = asked.map_or_else(Vec::new, |trial| {
        changes.iter().filter(|row| row.booking_id == trial.booking_id).cloned().collect()
    });
    let sit_ins = if is_own && asked.is_some() {
        conn.list_sit_ins((course.id, course.lecturer_id), call.now).await?
    } else {
        Vec::new()
    };
    let jurors = juror_views(conn, &ids).await?;
    let replaced = replaced(&trials);
    let round = |trial: TrialRow| {
        let mut own: Vec<ReviewSheetRow> = sheets
            .iter()
            .filter(|row| row.booking_id == trial.booking_id && row.state == SheetStage::Submitted)
            .cloned()
            .collect();
        own.sort_by(|one, other| one.strength.cmp(&other.strength));
        let late: Vec<LateConflictRow> =
            late.iter().filter(|row| row.booking_id == trial.booking_id).cloned().collect();
        RoundView {
            n_late: late.len(),
            late: (!late.is_empty()).then(|| figures_without(&own, &late, &[])),
            is_replaced: replaced.contains(&trial.booking_id),
            jurors: jurors
                .iter()
                .filter(|view| view.link.booking_id == trial.booking_id)
                .cloned()
                .collect(),
            result: result_of(&trial, &own),
            changes: changes
                .iter()
                .filter(|row| row.booking_id == trial.booking_id)
                .cloned()
                .collect(),
            sheets: own,
            trial,
        }
    };
    let before = versions.iter().rev().find(|one| one.version_no < course.version_no);
    let slides = match before {
        Some(before) => slides_beside(conn, before, &course).await?,
        None => Vec::new(),
    };
    // An applicant's course is listed with the term.
    let may_list = !is_own
        && course.state == CourseVersionState::Approved
        && call.actor.as_ref().is_some_and(may_plan_review_sessions)
        && !is_unappointed(conn, call, &course).await?;
    Ok(RefinementPage {
        slides,
        rounds: trials.into_iter().map(round).collect(),
        may_list,
        may_end: !is_own
            && until.is_some_and(|until| until <= call.now)
            && call.actor.as_ref().is_some_and(may_plan_review_sessions),
        until,
        may_call_off: repeat.is_some()
            && !is_own
            && call.actor.as_ref().is_some_and(may_plan_review_sessions),
        next: if repeat.is_some() { NextVersion::None } else { next },
        repeat,
        answer_until,
        sit_ins,
        versions,
        to_answer,
        is_own,
        course,
    })
}

/// Lectures whose verdict a later one of the same version has replaced.
fn replaced(trials: &[TrialRow]) -> BTreeSet<BookingId> {
    let judged: Vec<&TrialRow> = trials.iter().filter(|trial| trial.has_verdict()).collect();
    let is_replaced = |(at, trial): (usize, &&TrialRow)| {
        let later = judged.iter().skip(at + 1);
        later.clone().any(|one| one.version_id == trial.version_id).then_some(trial.booking_id)
    };
    judged.iter().enumerate().filter_map(is_replaced).collect()
}

/// What the sheets of a confirmed lecture came to; conflicts were voided before.
fn result_of(trial: &TrialRow, sheets: &[ReviewSheetRow]) -> Option<ReviewResult> {
    if trial.verdict == Some(Verdict::Advisory) {
        return None;
    }
    let seated: Vec<_> = sheets.iter().map(crate::trial_lecture::who_judged).collect();
    review_result(&complete(&seated, sheets)).ok()
}

/// The lecture whose required changes a draft answers, or a version is still to be changed by.
fn asked_for<'a>(
    course: &CourseRow,
    versions: &[CourseRow],
    trials: &'a [TrialRow],
) -> Option<&'a TrialRow> {
    let waiting = match course.state {
        CourseVersionState::NeedsRevision => course,
        CourseVersionState::Draft => versions
            .iter()
            .rev()
            .find(|one| one.version_no < course.version_no)
            .filter(|one| one.state == CourseVersionState::NeedsRevision)?,
        _ => return None,
    };
    trials
        .iter()
        .rev()
        .find(|trial| trial.version_id == waiting.id && trial.verdict == Some(Verdict::Revise))
}

fn next_of(
    course: &CourseRow,
    versions: &[CourseRow],
    trials: &[TrialRow],
    call: &Call,
    history: &RuleHistory,
) -> NextVersion {
    use CourseVersionState::{Listed, NeedsRevision, Rejected, Retired, Suspended};
    let later = versions.iter().rev().find(|one| one.version_no > course.version_no);
    if let Some(later) = later {
        let is_open = !matches!(later.state, Rejected | Retired);
        return if is_open { NextVersion::Written(later.id) } else { NextVersion::None };
    }
    match course.state {
        NeedsRevision => NextVersion::Revise,
        Listed | Suspended | Retired => NextVersion::Anew,
        Rejected => {
            let last = trials.iter().rev().find(|trial| trial.version_id == course.id);
            let from = last.and_then(|trial| trial.decided_at).and_then(|at| {
                // By the rules of the day on which it was rejected.
                let months = history.on(local_date(at)).get(Rule::NewCycleMonths);
                at.checked_add_months(Months::new(u32::try_from(months).unwrap_or(0)))
            });
            match from {
                Some(from) if call.now < from => NextVersion::From(from),
                _ => NextVersion::Anew,
            }
        }
        _ => NextVersion::None,
    }
}

/// The changes that a version has to answer.
pub(crate) async fn changes_to_answer(
    conn: &mut Conn,
    call: &Call,
    id: CourseVersionId,
) -> Result<Vec<ChangeRow>, ActionError> {
    Ok(refinement_of(conn, call, id).await?.to_answer)
}

/// What a draft needs that answers a round: all answers. Gives the version it takes the place of.
pub(crate) async fn answers_of(
    conn: &mut Conn,
    call: &Call,
    id: CourseVersionId,
) -> Result<Option<CourseRow>, ActionError> {
    let page = refinement_of(conn, call, id).await?;
    let Some(first) = page.to_answer.first() else { return Ok(None) };
    let mut problems = Problems::default();
    for change in page.to_answer.iter().filter(|change| change.answer.trim().is_empty()) {
        problems.add(Field::Reply.at(change.change_no), ProblemKind::Missing);
    }
    problems.or(|| Some(()))?;
    let trial = page.rounds.iter().find(|round| round.trial.booking_id == first.booking_id);
    let before = trial.map(|round| round.trial.version_id);
    Ok(page.versions.into_iter().find(|version| Some(version.id) == before))
}

/// A next version with all its answers takes the place of the one before, in the next round.
pub(crate) async fn supersede(
    tx: &mut Write,
    call: &Call,
    before: &CourseRow,
    course: &CourseRow,
) -> Result<(), ActionError> {
    let RoundRow { state, .. } = tx.find_round(before.id).await?.ok_or(ActionError::WrongState)?;
    if state != CycleState::Open {
        return Err(ActionError::WrongState);
    }
    let next = before.state.supersede().map_err(|_| ActionError::WrongState)?;
    let from = (before.state, before.revision);
    if !tx.move_version(before.id, from, next, &before.remark, call.now).await? {
        return Err(ActionError::WrongState);
    }
    tx.add_round(course.course_id, course.id, call.now).await?;
    let entry = call.entry("supersede", "course_version", AUTHORS).on(before.id);
    tx.log(entry.moved(before.state.as_str(), next.as_str()));
    let message = Message::CourseResubmitted {
        version: course.id,
        title: course.title.clone(),
        lecturer: course.lecturer_name.clone(),
    };
    tell_offices(tx, call, PLANNERS, &message).await
}
