//! The days off and make-up workdays of years, as the office has written them.

use chrono::{DateTime, NaiveDate, Utc};
use domain::id::PersonId;

use crate::{
    Conn, StoreError, Tx,
    row::decoded,
    statement::{bound, sql},
};

/// A year whose arrangement was written down.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WorkCalendarRow {
    /// The year.
    pub year: i64,
    /// Number of the document that says so.
    pub document_no: String,
    /// Who has written it.
    pub written_by: String,
    /// When.
    pub written_at: DateTime<Utc>,
    /// Counts the changes.
    pub revision: i64,
}

decoded! { WorkCalendarRow: year, document_no, written_by, written_at, revision }

const LIST: &str = "SELECT c.year, c.document_no, p.name AS written_by, c.written_at, c.revision \
    FROM work_calendar c JOIN person p ON p.id = c.person_id ORDER BY c.year DESC";
const DAYS: &str = "SELECT year, day, is_off FROM work_calendar_day ORDER BY year, day";
const EDITION: &str = "SELECT CAST(COALESCE(SUM(revision), 0) AS BIGINT) FROM work_calendar";
const SET: &str = "INSERT INTO work_calendar (year, document_no, person_id, written_at, revision) \
    VALUES ($1, $3, $4, $5, 1) ON CONFLICT (year) DO UPDATE SET document_no = excluded.document_no, \
    person_id = excluded.person_id, written_at = excluded.written_at, \
    revision = work_calendar.revision + 1 WHERE work_calendar.revision = $2";
const CLEAR: &str = "DELETE FROM work_calendar_day WHERE year = $1";
const ADD_DAYS: &str = "INSERT INTO work_calendar_day (year, day, is_off) ";

impl Conn {
    /// The years that were written down, the latest first.
    pub async fn list_work_calendars(&mut self) -> Result<Vec<WorkCalendarRow>, StoreError> {
        self.all(sql(LIST)).await
    }

    /// The days of all years: of which year's arrangement, which day, and whether it is off.
    pub async fn list_work_calendar_days(
        &mut self,
    ) -> Result<Vec<(i64, NaiveDate, bool)>, StoreError> {
        self.all(sql(DAYS)).await
    }

    /// Another number as soon as something was written.
    pub async fn find_work_calendar_edition(&mut self) -> Result<i64, StoreError> {
        self.only(sql(EDITION)).await
    }
}

impl Tx {
    /// Writes the arrangement of a year, in the place of an earlier one at a revision, or 0 for none;
    /// `false`: somebody was faster.
    pub async fn set_work_calendar(
        &mut self,
        (year, revision): (i64, i64),
        document_no: &str,
        person: PersonId,
        at: DateTime<Utc>,
    ) -> Result<bool, StoreError> {
        self.is_changed(bound!(SET; year, revision, document_no, person, at)).await
    }

    /// Writes the days of a year, in the place of those before.
    pub async fn set_work_calendar_days(
        &mut self,
        year: i64,
        days: &[(NaiveDate, bool)],
    ) -> Result<(), StoreError> {
        self.run(sql(CLEAR).bind(year)).await?;
        let rows =
            days.iter().map(|(day, is_off)| vec![year.into(), (*day).into(), (*is_off).into()]);
        self.run_rows(ADD_DAYS, rows.collect(), "").await
    }
}
