//! What observations of lectures bring to a desk.

use chrono::{DateTime, TimeDelta, Utc};
use domain::{
    observation::{OBSERVERS, ObservationState, may_plan_observations},
    role::Actor,
    rulebook::{Rule, Rulebook},
};
use store::{Conn, ObservationRow};

use super::Task;
use crate::{
    ActionError, Call,
    observation::{questions, year_of},
};

/// So many that are not handed in are looked through.
const LISTED: i64 = 100;

/// What waits for an observer, or for the office that plans observations.
pub(super) async fn observation_tasks(
    conn: &mut Conn,
    call: &Call,
    actor: &Actor,
) -> Result<Vec<Task>, ActionError> {
    let mut tasks = Vec::new();
    let rules = conn.rulebook(call.today()).await?;
    if actor.is_any(OBSERVERS) {
        let own = conn.list_observations_by(actor.person).await?;
        tasks.extend(own.into_iter().filter_map(|row| own_task(call, &rules, row)));
    }
    if may_plan_observations(actor) {
        let ahead = conn.list_observations_ahead(LISTED).await?;
        let waits = |row: &ObservationRow| needs_office(call, &rules, row);
        tasks.extend(ahead.into_iter().filter(waits).map(Task::FindObserver));
        tasks.extend(questions(conn, call).await?.into_iter().map(Task::WeighCourse));
        let n = conn.count_unobserved_lecturers(call.today(), year_of(call)).await?;
        tasks.extend((n > 0).then_some(Task::ObserveLecturers(n)));
    }
    Ok(tasks)
}

fn own_task(call: &Call, rules: &Rulebook, row: ObservationRow) -> Option<Task> {
    match row.state {
        ObservationState::Assigned => Some(Task::AnswerObservation(row)),
        ObservationState::Accepted if row.starts_at <= call.now => {
            let until = awaited_until(rules, &row);
            Some(Task::WriteObservation(row, until))
        }
        ObservationState::Accepted => Some(Task::GoToObservation(row)),
        _ => None,
    }
}

/// Nobody is asked, who is asked did not answer before the lecture, or who came wrote nothing.
fn needs_office(call: &Call, rules: &Rulebook, row: &ObservationRow) -> bool {
    match row.state {
        ObservationState::Open => true,
        ObservationState::Assigned => row.starts_at <= call.now,
        _ => awaited_until(rules, row) < call.now,
    }
}

/// Until when the form of a lecture is awaited; then the office asks, or calls it off.
fn awaited_until(rules: &Rulebook, row: &ObservationRow) -> DateTime<Utc> {
    row.ends_at + TimeDelta::days(rules.get(Rule::ObservationFormDays))
}
