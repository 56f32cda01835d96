//! What is on somebody's desk is told before its deadline, and once that has passed. The desk says what
//! waits for whom and until when, so no deadline has a second truth here.

use std::collections::BTreeMap;

use chrono::{DateTime, TimeDelta, Utc};
use domain::{
    id::PersonId,
    inbox::Message,
    reminder::{Part, Reminder},
};

use crate::{
    ActionError, Actions, Call,
    desk::Task,
    grant::actor_of,
    write::{Scoped as _, Write},
};

/// What has been overdue for longer is not told of any more: it stands on the desk.
const FORGOTTEN: TimeDelta = TimeDelta::days(7);

/// What is near or over on somebody's desk: how many things have each deadline.
type Deadlines = BTreeMap<DateTime<Utc>, usize>;

/// Whether a task has reminders of its own, to whoever else hears of it as well.
const fn is_reminded_of(task: &Task) -> bool {
    matches!(
        task,
        Task::WriteSheet(..)
            | Task::AnswerPanel(_)
            | Task::ReconfirmBooking(..)
            | Task::BookSlot(..)
            | Task::ReviseCourse(..)
            | Task::OverdueRound(..)
            | Task::AnswerDispatch(_)
            | Task::ReviewRequest(_)
            | Task::MatchRequest(_)
            | Task::WriteApplication(_)
            | Task::ReadApplications(..)
    )
}

impl Actions {
    /// Reminds the people of a part of what is on their desks and has its deadline within the days that
    /// the rules say, or had it lately: each deadline of a person once before and once after. Run from
    /// time to time by the program; gives how many reminders were sent.
    pub async fn remind_of_desks(
        &self,
        now: DateTime<Utc>,
        part: Part,
    ) -> Result<usize, ActionError> {
        let call = Call::anonymous(now, "");
        let mut conn = self.store.read().await?;
        let ahead = Reminder::Desk.ahead(&conn.rulebook(call.today()).await?);
        let people = conn.list_people_at_desks(call.today(), part).await?;
        drop(conn);
        let mut n_sent = 0;
        for (person, name) in people {
            let mut conn = self.store.read().await?;
            let actor = actor_of(&mut conn, &call, person, name).await?;
            drop(conn);
            let call = Call { actor: Some(actor), ..call.clone() };
            let (tasks, conn) = self.tasks(&call).await?;
            drop(conn);
            let (mut near, mut over) = (Deadlines::new(), Deadlines::new());
            for task in tasks.iter().filter(|task| task.is_to_do() && !is_reminded_of(task)) {
                let Some(until) = task.deadline() else { continue };
                if until <= now && now - until < FORGOTTEN {
                    *over.entry(until).or_default() += 1;
                } else if now < until && until - ahead <= now {
                    *near.entry(until).or_default() += 1;
                }
            }
            for (reminder, due) in [(Reminder::Desk, &near), (Reminder::DeskMissed, &over)] {
                if due.is_empty() {
                    continue;
                }
                let sent = self
                    .write(|tx| {
                        async move { remind(tx, now, person, (reminder, due)).await }.scope_boxed()
                    })
                    .await?;
                n_sent += usize::from(sent);
            }
        }
        Ok(n_sent)
    }
}

/// One message for all deadlines of a person that were not told of yet.
async fn remind(
    tx: &mut Write,
    now: DateTime<Utc>,
    person: PersonId,
    (reminder, due): (Reminder, &Deadlines),
) -> Result<bool, ActionError> {
    let (mut n, mut first) = (0, None);
    for (until, count) in due {
        if tx.add_reminder(reminder, person.into(), *until).await? {
            n += count;
            first = first.or(Some(*until));
        }
    }
    let Some(until) = first else { return Ok(false) };
    let message = if reminder == Reminder::Desk {
        Message::DeskDue { n, until }
    } else {
        Message::DeskOverdue { n, until }
    };
    tx.add_message(person, &message, now).await?;
    Ok(true)
}
