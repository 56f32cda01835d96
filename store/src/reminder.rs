//! What people were reminded of, so that each deadline reminds once.

use chrono::{DateTime, Utc};
use domain::reminder::Reminder;

use crate::{StoreError, Tx, statement::sql};

const ADD: &str = "INSERT INTO reminder (kind, thing_id, since) VALUES ($1, $2, $3) \
    ON CONFLICT (kind, thing_id, since) DO NOTHING";

impl Tx {
    /// Remembers a reminder about a thing whose deadline counts from an instant; `false`: it was sent
    /// before.
    pub async fn add_reminder(
        &mut self,
        reminder: Reminder,
        thing: i64,
        since: DateTime<Utc>,
    ) -> Result<bool, StoreError> {
        self.is_changed(sql(ADD).bind(reminder).bind(thing).bind(since)).await
    }
}
