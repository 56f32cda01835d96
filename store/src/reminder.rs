//! What people were reminded of, so that each deadline reminds once.

use chrono::{DateTime, NaiveDate, Utc};
use domain::{
    id::PersonId,
    reminder::{Part, Reminder},
};

use crate::{Conn, StoreError, Tx, statement::sql};

const ADD: &str = "INSERT INTO reminder (kind, thing_id, since) VALUES ($1, $2, $3) \
    ON CONFLICT (kind, thing_id, since) DO NOTHING";

const AT_DESKS: &str = "SELECT p.id, p.name FROM person p JOIN account o ON o.person_id = p.id \
    WHERE o.closed_at IS NULL AND p.merged_into IS NULL AND p.id % $2 = $3 \
    AND EXISTS (SELECT 1 FROM role_grant g WHERE g.person_id = p.id AND g.starts_on <= $1 \
        AND (g.ends_on IS NULL OR g.ends_on > $1)) ORDER BY p.id";

impl Conn {
    /// Everybody of a part who has an account and a role on a day, and so a desk.
    pub async fn list_people_at_desks(
        &mut self,
        day: NaiveDate,
        part: Part,
    ) -> Result<Vec<(PersonId, String)>, StoreError> {
        self.all(sql(AT_DESKS).bind(day).bind(part.of).bind(part.nth)).await
    }
}

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
