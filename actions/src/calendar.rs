//! The caller's own calendar.

use chrono::TimeDelta;
use store::CommitmentRow;

use crate::{ActionError, Actions, Call};

const WEEKS: i64 = 26;

/// What takes the caller in the coming half year.
#[derive(Clone, Debug)]
pub struct CalendarPage {
    /// Commitments by time.
    pub rows: Vec<CommitmentRow>,
}

impl Actions {
    /// What takes the caller from yesterday on.
    pub async fn calendar(&self, call: &Call) -> Result<CalendarPage, ActionError> {
        let actor = call.actor()?;
        let mut conn = self.store.read().await?;
        let person = conn.find_person(actor.person.0).await?.ok_or(ActionError::NotFound)?;
        let from = call.now - TimeDelta::days(1);
        let until = call.now + TimeDelta::weeks(WEEKS);
        let rows = conn.list_commitments(person.party_id, from, until).await?;
        Ok(CalendarPage { rows })
    }
}
