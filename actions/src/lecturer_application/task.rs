//! What applications bring to a desk, and of whom a deadline reminds.

use std::collections::BTreeSet;

use chrono::{DateTime, TimeDelta, Utc};
use domain::{
    id::PersonId,
    lecturer_application::{
        APPLICATION_DECIDERS, APPLICATION_READERS, ApplicationState, may_list_applications,
    },
    reminder::Reminder,
    role::{Actor, Role},
    rulebook::Rulebook,
};
use store::{Conn, LecturerApplicationRow};

use super::{waiting_states, word_givers};
use crate::{ActionError, Call, Task};

/// The own application, and how many of others wait for somebody.
pub(crate) async fn application_tasks(
    conn: &mut Conn,
    actor: &Actor,
) -> Result<Vec<Task>, ActionError> {
    let mut tasks = Vec::new();
    if !may_list_applications(actor) {
        return Ok(tasks);
    }
    if actor.is(Role::Applicant)
        && let Some(row) = conn.find_live_application(actor.person).await?
    {
        let is_draft = row.state == ApplicationState::Draft;
        let task = if is_draft { Task::WriteApplication } else { Task::WaitForApplication };
        tasks.push(task(Box::new(row)));
    }
    let mut states = waiting_states(actor);
    states.retain(|state| *state != ApplicationState::Draft);
    if !states.is_empty() {
        let reach = actor.reach(APPLICATION_READERS);
        let (n, due) = conn.count_lecturer_applications(&states, &reach).await?;
        tasks.extend(due.filter(|_| n > 0).map(|due| Task::ReadApplications(n, due)));
    }
    Ok(tasks)
}

/// Applications whose deadline is near, or has passed a short time ago, with whom it concerns.
pub(crate) async fn applications_due(
    conn: &mut Conn,
    call: &Call,
    forgotten: TimeDelta,
    rules: &Rulebook,
) -> Result<Vec<(Reminder, LecturerApplicationRow, DateTime<Utc>, BTreeSet<PersonId>)>, ActionError>
{
    let now = call.now;
    let mut all = Vec::new();
    for (reminder, from, until) in [
        (Reminder::Application, now, now + Reminder::Application.ahead(rules)),
        (Reminder::ApplicationMissed, now - forgotten, now),
    ] {
        for row in conn.list_awaited_applications(reminder, from, until).await? {
            let Some(due) = row.due_at else { continue };
            let people = awaited_people(conn, call, &row).await?;
            all.push((reminder, row, due, people));
        }
    }
    Ok(all)
}

/// For whom an application waits.
async fn awaited_people(
    conn: &mut Conn,
    call: &Call,
    row: &LecturerApplicationRow,
) -> Result<BTreeSet<PersonId>, ActionError> {
    let today = call.today();
    let people = match row.state {
        ApplicationState::Draft | ApplicationState::Trial => vec![row.person_id],
        ApplicationState::Submitted => word_givers(conn, call, row).await?,
        ApplicationState::Nominated | ApplicationState::Screening => {
            conn.list_with_role(Role::CityOffice, today).await?
        }
        ApplicationState::Proposed => conn.list_with_role(APPLICATION_DECIDERS[0], today).await?,
        _ => Vec::new(),
    };
    Ok(people.into_iter().collect())
}
