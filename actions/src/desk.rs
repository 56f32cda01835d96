//! The desk: what waits for the signed-in person, one click from doing it.

use chrono::{DateTime, Utc};
use domain::{
    award_cycle::{AwardCycleState, may_decide_awards, may_run_awards, may_watch_awards},
    booking::BookingState,
    course::CourseVersionState,
    review_session::ReviewSessionState,
    role::{Role, may_check_content, may_plan_review_sessions},
};
use store::{BookingRow, Conn, CourseRow, CycleRow, ReviewSessionRow};

use crate::{ActionError, Actions, Call, CycleStep, Declared};

/// Something that waits for a person.
#[derive(Clone, Debug)]
pub enum Task {
    /// A hold is to be confirmed before it lapses.
    ConfirmBooking(BookingRow),
    /// A booked slot lies ahead.
    PrepareReview(BookingRow),
    /// A cleared course needs a slot.
    BookSlot(CourseRow),
    /// A draft is to be finished and handed in.
    FinishDraft(CourseRow),
    /// A course is with the office.
    WaitForCheck(CourseRow),
    /// A submitted course is to be read.
    CheckCourse(CourseRow),
    /// A planned session is to be published.
    PublishSession(ReviewSessionRow),
    /// A published session lies ahead.
    SitOnPanel(ReviewSessionRow),
    /// Relations to be declared and sheets to be submitted: done, and in all.
    JudgeCycle(CycleRow, usize, usize),
    /// An award cycle waits for the office's next step.
    LeadCycle(CycleRow),
    /// An award cycle waits for the decision maker.
    DecideCycle(CycleRow),
}

impl Task {
    /// When it is due, for the order of the desk; tasks without a date come last.
    pub fn due(&self) -> Option<DateTime<Utc>> {
        match self {
            Self::ConfirmBooking(booking) => Some(booking.held_until),
            Self::PrepareReview(booking) => Some(booking.starts_at),
            Self::PublishSession(session) | Self::SitOnPanel(session) => Some(session.starts_at),
            Self::CheckCourse(course) => Some(course.changed_at),
            Self::BookSlot(_)
            | Self::FinishDraft(_)
            | Self::WaitForCheck(_)
            | Self::JudgeCycle(..)
            | Self::LeadCycle(_)
            | Self::DecideCycle(_) => None,
        }
    }

    /// Whether the person has to do something, rather than to know it.
    pub fn is_to_do(&self) -> bool {
        matches!(
            self,
            Self::ConfirmBooking(_)
                | Self::BookSlot(_)
                | Self::FinishDraft(_)
                | Self::CheckCourse(_)
                | Self::PublishSession(_)
                | Self::JudgeCycle(..)
                | Self::LeadCycle(_)
                | Self::DecideCycle(_)
        )
    }
}

/// What waits for a person.
#[derive(Clone, Debug, Default)]
pub struct Desk {
    /// To be done, by deadline.
    pub to_do: Vec<Task>,
    /// Lies ahead or with somebody else.
    pub ahead: Vec<Task>,
    /// Messages not read.
    pub n_unread: i64,
}

impl Actions {
    /// The desk of the signed-in person.
    pub async fn desk(&self, call: &Call) -> Result<Desk, ActionError> {
        let actor = call.actor()?;
        let mut conn = self.store.read().await?;
        let mut tasks = Vec::new();
        if actor.is(Role::Lecturer) {
            tasks.extend(lecturer_tasks(&mut conn, call, actor.person.0).await?);
        }
        if actor.is(Role::Panelist) {
            let sessions = conn.list_sessions_of_panelist(actor.person.0, call.now).await?;
            tasks.extend(sessions.into_iter().map(Task::SitOnPanel));
        }
        if may_check_content(actor) {
            let waiting = conn.list_versions_in(CourseVersionState::ContentCheck).await?;
            let others = waiting.into_iter().filter(|c| c.lecturer_id != actor.person.0);
            tasks.extend(others.map(Task::CheckCourse));
        }
        if may_plan_review_sessions(actor) {
            let sessions = conn.list_sessions(call.now).await?;
            let planned = |s: &ReviewSessionRow| s.state == ReviewSessionState::Planned;
            tasks.extend(sessions.into_iter().filter(planned).map(Task::PublishSession));
        }
        tasks.extend(self.award_tasks(call).await?);
        let n_unread = conn.count_unread(actor.person.0).await?;
        tasks.sort_by_key(|task| (task.due().is_none(), task.due()));
        let (to_do, ahead) = tasks.into_iter().partition(Task::is_to_do);
        Ok(Desk { to_do, ahead, n_unread })
    }
}

impl Actions {
    /// Cycles that wait for the caller as judge, office or decision maker.
    async fn award_tasks(&self, call: &Call) -> Result<Vec<Task>, ActionError> {
        let actor = call.actor()?;
        let mut tasks = Vec::new();
        if !actor.is(Role::Judge) && !may_watch_awards(actor) {
            return Ok(tasks);
        }
        for cycle in self.cycles(call).await? {
            if cycle.state == AwardCycleState::PreliminaryEvaluation && actor.is(Role::Judge) {
                match self.judging(call, cycle.id).await {
                    Ok(page) => {
                        let done = |one: &&Declared| one.sheet.as_deref() == Some("submitted");
                        let (n, all) =
                            (page.to_score().filter(done).count(), page.to_score().count());
                        if !page.is_declared() || n < all {
                            tasks.push(Task::JudgeCycle(cycle.clone(), n, all));
                        }
                    }
                    // A judge of another cycle.
                    Err(ActionError::NotFound) => {}
                    Err(error) => return Err(error),
                }
            }
            let ended = cycle.notice_until.is_some_and(|last| last < call.today());
            let decides = cycle.state == AwardCycleState::Proposed
                || cycle.state == AwardCycleState::OnNotice && ended;
            let leads = CycleStep::next_from(cycle.state).is_some()
                || cycle.state == AwardCycleState::Scored;
            if decides && may_decide_awards(actor) {
                tasks.push(Task::DecideCycle(cycle));
            } else if leads && may_run_awards(actor) {
                tasks.push(Task::LeadCycle(cycle));
            }
        }
        Ok(tasks)
    }
}

async fn lecturer_tasks(
    conn: &mut Conn,
    call: &Call,
    person: i64,
) -> Result<Vec<Task>, ActionError> {
    let bookings = conn.list_bookings_of(person).await?;
    let held =
        |booking: &BookingRow| booking.state == BookingState::Held && call.now < booking.held_until;
    let held_versions: Vec<i64> =
        bookings.iter().filter(|b| held(b)).map(|booking| booking.version_id).collect();
    let mut tasks: Vec<Task> = Vec::new();
    for booking in bookings {
        if held(&booking) {
            tasks.push(Task::ConfirmBooking(booking));
        } else if booking.state == BookingState::Confirmed && call.now < booking.ends_at {
            tasks.push(Task::PrepareReview(booking));
        }
    }
    for course in conn.list_versions_of(person).await? {
        match course.state {
            CourseVersionState::AwaitingSlot if !held_versions.contains(&course.id) => {
                tasks.push(Task::BookSlot(course));
            }
            CourseVersionState::Draft => tasks.push(Task::FinishDraft(course)),
            CourseVersionState::ContentCheck => tasks.push(Task::WaitForCheck(course)),
            _ => {}
        }
    }
    Ok(tasks)
}
