//! Roles that end soon are told to whose they are, and to who gives roles: nobody stands before a closed
//! door without a word, and no county is left without anybody.

use chrono::{DateTime, Utc};
use domain::{grant::KEEPERS, inbox::Message, reminder::Reminder};
use store::EndingGrant;

use crate::{
    ActionError, Actions, Call,
    tell::{tell_offices, tell_people},
    working_day::end_of,
    write::Scoped as _,
};

/// So many are told of in one turn.
const TURN: usize = 200;

impl Actions {
    /// Tells of roles that end within the days of the rulebook, each end once; gives how many. Run from time
    /// to time by the program.
    pub async fn remind_of_roles(&self, now: DateTime<Utc>) -> Result<usize, ActionError> {
        let call = &Call::anonymous(now, "");
        let mut conn = self.store.read().await?;
        let ahead = Reminder::Role.ahead(&conn.rulebook(call.today()).await?);
        let days = (call.today(), call.today() + ahead);
        let untold = |one: &EndingGrant| one.told != Some(end_of(one.ends_on));
        let ending = conn.list_grants_ending(days).await?;
        if !ending.iter().any(untold) {
            return Ok(0);
        }
        drop(conn);
        self.write(|tx| {
            async move {
                let mut n = 0;
                for one in tx.list_grants_ending(days).await? {
                    if n == TURN {
                        break;
                    }
                    let until = end_of(one.ends_on);
                    if !tx.add_reminder(Reminder::Role, one.id.into(), until).await? {
                        continue;
                    }
                    let (role, until) = (one.role, one.ends_on);
                    let own = Message::RoleEndsSoon { role, of: None, person: None, until };
                    tell_people(tx, call, [one.person_id], &own).await?;
                    let (of, person) = (Some(one.name), Some(one.person_id));
                    let message = Message::RoleEndsSoon { role, of, person, until };
                    tell_offices(tx, call, KEEPERS, &message).await?;
                    n += 1;
                }
                Ok(n)
            }
            .scope_boxed()
        })
        .await
    }
}
