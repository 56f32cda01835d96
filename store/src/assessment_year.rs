//! Closed assessment years that the city has opened again.

use chrono::{DateTime, Utc};
use domain::id::PersonId;

use crate::{
    Conn, StoreError, Tx,
    row::decoded,
    statement::{bound, sql},
};

/// A year that is open again.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OpenedYearRow {
    /// Which, by the calendar year in which it ends.
    pub year: i64,
    /// Why.
    pub reason: String,
    /// Name of who opened it.
    pub opener: String,
    /// When.
    pub opened_at: DateTime<Utc>,
}

decoded! { OpenedYearRow: year, reason, opener, opened_at }

const LIST: &str = "SELECT y.year, y.reason, p.name AS opener, y.opened_at FROM opened_year y \
    JOIN person p ON p.id = y.opener_id ORDER BY y.year";
const ADD: &str = "INSERT INTO opened_year (year, reason, opener_id, opened_at) \
    VALUES ($1, $2, $3, $4) ON CONFLICT (year) DO NOTHING";
const REMOVE: &str = "DELETE FROM opened_year WHERE year = $1";

impl Conn {
    /// The years that are open again, the oldest first.
    pub async fn list_opened_years(&mut self) -> Result<Vec<OpenedYearRow>, StoreError> {
        self.all(sql(LIST)).await
    }
}

impl Tx {
    /// Opens a year; `false`: it is open.
    pub async fn add_opened_year(
        &mut self,
        year: i64,
        reason: &str,
        opener: PersonId,
        at: DateTime<Utc>,
    ) -> Result<bool, StoreError> {
        self.is_changed(bound!(ADD; year, reason, opener, at)).await
    }

    /// Closes a year again; `false`: it is closed.
    pub async fn remove_opened_year(&mut self, year: i64) -> Result<bool, StoreError> {
        self.is_changed(sql(REMOVE).bind(year)).await
    }
}
