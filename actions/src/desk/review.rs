//! What sittings, sheets and verdicts bring to a desk.

use std::collections::BTreeMap;

use chrono::{DateTime, TimeDelta, Utc};
use domain::{
    course::CourseVersionState,
    id::{BookingId, ReviewSessionId},
    panel::PanelAnswer,
    review_session::{ReviewSessionState, SlotState},
    role::{Actor, Role, may_organise_sessions, may_plan_review_sessions},
    rulebook::{Rule, Rulebook},
    trial_lecture::TrialState,
};
use store::{Conn, PanelRow, ReviewSessionRow, TrialRow};

use super::Task;
use crate::{
    ActionError, Actions, Call,
    lecturer_application::is_unappointed,
    local_date,
    reminder::{missed_rounds, round_until},
    review_session::organised_sessions,
};

/// A sitting that is not finished so many days after its day stands on no desk any more.
const SITTING_DAYS: i64 = 60;

impl Actions {
    /// What waits for a panelist, a chair, or the office that plans sessions and confirms verdicts.
    pub(super) async fn review_tasks(
        &self,
        conn: &mut Conn,
        call: &Call,
        actor: &Actor,
    ) -> Result<Vec<Task>, ActionError> {
        let from = call.now - TimeDelta::days(SITTING_DAYS);
        let mut tasks = Vec::new();
        if may_organise_sessions(actor) {
            let sessions = organised_sessions(conn, actor, from).await?;
            tasks.extend(session_tasks(conn, call, sessions, true).await?);
        }
        if may_plan_review_sessions(actor) {
            let proposed = conn.list_trials_in_state(TrialState::Proposed).await?;
            let rules = rules_of_sessions(conn, call, &proposed).await?;
            for trial in proposed {
                let until = self.verdict_until(&rules, &trial);
                tasks.push(Task::ConfirmVerdict(trial, until));
            }
            let approved = conn.list_versions_in(CourseVersionState::Approved).await?;
            for course in approved.into_iter().filter(|it| it.lecturer_id != actor.person) {
                // An applicant's course is listed with the term.
                if !is_unappointed(conn, call, &course).await? {
                    tasks.push(Task::ListCourse(course));
                }
            }
            let history = conn.rule_history().await?;
            let missed = missed_rounds(conn, call.now, &history).await?;
            let others = missed.into_iter().filter(|it| it.lecturer_id != actor.person);
            tasks.extend(others.map(|course| {
                let until = round_until(&course, &history);
                Task::OverdueRound(course, until)
            }));
        }
        if !may_organise_sessions(actor) && actor.is(Role::Panelist) {
            let sessions = conn.list_sessions_of_panelist(actor.person, from).await?;
            tasks.extend(session_tasks(conn, call, sessions, false).await?);
        }
        if actor.is(Role::Panelist) {
            let awaited = conn.list_sheets_awaited(actor.person).await?;
            let rules = rules_of_sessions(conn, call, &awaited).await?;
            for trial in awaited {
                let booking = conn.find_booking(trial.booking_id).await?;
                let day = booking.map_or(trial.started_at, |booking| booking.starts_at);
                let days = rules[&trial.session_id].get(Rule::ReviewSheetWorkingDays);
                tasks.push(Task::WriteSheet(trial, self.due(local_date(day), days)));
            }
            tasks.extend(self.led_by(conn, call, actor).await?);
        }
        Ok(tasks)
    }

    /// Lectures whose verdict the caller proposes as their chair.
    async fn led_by(
        &self,
        conn: &mut Conn,
        call: &Call,
        actor: &Actor,
    ) -> Result<Vec<Task>, ActionError> {
        let judged = conn.list_trials_in_state(TrialState::Judged).await?;
        let ids: Vec<BookingId> = judged.iter().map(|trial| trial.booking_id).collect();
        let present = conn.list_presence(&ids).await?;
        let rules = rules_of_sessions(conn, call, &judged).await?;
        let mut tasks = Vec::new();
        for trial in judged {
            if present.contains(&(trial.booking_id, actor.person))
                && self.trial_of(conn, call, trial.booking_id).await?.may_lead
            {
                let until = self.verdict_until(&rules, &trial);
                tasks.push(Task::ProposeVerdict(trial, until));
            }
        }
        Ok(tasks)
    }

    /// By when the verdict of a lecture is to be confirmed, by the rules of its session.
    fn verdict_until(&self, rules: &SessionRules, trial: &TrialRow) -> DateTime<Utc> {
        let days = rules[&trial.session_id].get(Rule::VerdictWorkingDays);
        self.due(local_date(trial.started_at), days)
    }
}

/// The rules by which sessions go.
type SessionRules = BTreeMap<ReviewSessionId, Rulebook>;

/// Those of the sessions of some lectures, read at once.
async fn rules_of_sessions(
    conn: &mut Conn,
    call: &Call,
    trials: &[TrialRow],
) -> Result<SessionRules, ActionError> {
    if trials.is_empty() {
        return Ok(SessionRules::new());
    }
    let ids: Vec<ReviewSessionId> = trials.iter().map(|trial| trial.session_id).collect();
    let history = conn.rule_history().await?;
    let sessions = conn.list_session_plans(&ids).await?;
    let rules = |session: ReviewSessionRow| (session.id, session.rules(&history, call.today()));
    Ok(sessions.into_iter().map(rules).collect())
}

/// What sessions ask for; one in which nobody has a slot is nothing to go to on its day.
async fn session_tasks(
    conn: &mut Conn,
    call: &Call,
    sessions: Vec<ReviewSessionRow>,
    is_office: bool,
) -> Result<Vec<Task>, ActionError> {
    let ids: Vec<ReviewSessionId> = sessions.iter().map(|session| session.id).collect();
    let slots = conn.list_slots(&ids).await?;
    let is_booked = |id: ReviewSessionId| {
        slots.iter().any(|slot| slot.session_id == id && slot.state == SlotState::Booked)
    };
    let panels = conn.list_panels(&ids).await?;
    let tasks = sessions.into_iter().filter_map(|it| session_task(call, it, &panels, is_office));
    let is_held = |task: &Task| match task {
        Task::LeadSitting(session) => is_booked(session.id),
        _ => true,
    };
    Ok(tasks.filter(is_held).collect())
}

/// What a session asks for: to be published, to be gone to, or to be led from its day on.
fn session_task(
    call: &Call,
    session: ReviewSessionRow,
    panels: &[PanelRow],
    is_office: bool,
) -> Option<Task> {
    use ReviewSessionState::{Closed, InProgress, Open, Planned, Scoring};
    let is_due = local_date(session.starts_at) <= call.today();
    let is_late = session.answer_until.is_some_and(|until| until <= call.now);
    let reader = call.actor.as_ref().map(|actor| actor.person);
    let mut panel = panels.iter().filter(|member| member.session_id == session.id);
    let is_asked = |member: &PanelRow| Some(member.person_id) == reader && member.answer.is_none();
    let is_vacant = |member: &PanelRow| match member.answer {
        Some(answer) => answer == PanelAnswer::Declined,
        None => is_late,
    };
    match session.state {
        Planned if is_office && call.now <= session.starts_at => {
            Some(Task::PublishSession(session))
        }
        Closed | InProgress | Scoring if is_due => Some(Task::LeadSitting(session)),
        Open | Closed if is_office && panel.any(is_vacant) => Some(Task::FillPanel(session)),
        Open | Closed if !is_office && panel.any(is_asked) => Some(Task::AnswerPanel(session)),
        Open | Closed if !is_office => Some(Task::SitOnPanel(session)),
        _ => None,
    }
}
