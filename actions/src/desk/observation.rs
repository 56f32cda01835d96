//! What observations of lectures bring to a desk.

use chrono::{DateTime, TimeDelta, Utc};
use domain::{
    observation::{OBSERVERS, ObservationState, may_plan_observations},
    role::Actor,
};
use store::{Conn, ObservationRow};

use super::Task;
use crate::{
    ActionError, Call,
    observation::{questions, year_of},
};

/// So many days after a lecture its form is awaited; then the office asks, or calls it off.
const AWAITED_DAYS: i64 = 7;
/// So many that are not handed in are looked through.
const LISTED: i64 = 100;

/// What waits for an observer, or for the office that plans observations.
pub(super) async fn observation_tasks(
    conn: &mut Conn,
    call: &Call,
    actor: &Actor,
) -> Result<Vec<Task>, ActionError> {
    let mut tasks = Vec::new();
    if actor.is_any(OBSERVERS) {
        let own = conn.list_observations_by(actor.person).await?;
        tasks.extend(own.into_iter().filter_map(|row| own_task(call, row)));
    }
    if may_plan_observations(actor) {
        let ahead = conn.list_observations_ahead(LISTED).await?;
        let waits = |row: &ObservationRow| needs_office(call, row);
        tasks.extend(ahead.into_iter().filter(waits).map(Task::FindObserver));
        tasks.extend(questions(conn, call).await?.into_iter().map(Task::WeighCourse));
        let n = conn.count_unobserved_lecturers(call.today(), year_of(call)).await?;
        tasks.extend((n > 0).then_some(Task::ObserveLecturers(n)));
    }
    Ok(tasks)
}

fn own_task(call: &Call, row: ObservationRow) -> Option<Task> {
    match row.state {
        ObservationState::Assigned => Some(Task::AnswerObservation(row)),
        ObservationState::Accepted if row.starts_at <= call.now => {
            Some(Task::WriteObservation(row))
        }
        ObservationState::Accepted => Some(Task::GoToObservation(row)),
        _ => None,
    }
}

/// Nobody is asked, who is asked did not answer before the lecture, or who came wrote nothing.
fn needs_office(call: &Call, row: &ObservationRow) -> bool {
    match row.state {
        ObservationState::Open => true,
        ObservationState::Assigned => row.starts_at <= call.now,
        _ => awaited_until(row) < call.now,
    }
}

/// Until when the form of a lecture is awaited.
pub(super) fn awaited_until(row: &ObservationRow) -> DateTime<Utc> {
    row.ends_at + TimeDelta::days(AWAITED_DAYS)
}
