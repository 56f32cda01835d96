//! Sheets of finished lectures, for comparing panelists with the others beside them.

use chrono::{DateTime, Utc};
use domain::{
    id::{BookingId, PersonId},
    score_sheet::Points,
};

use crate::{Conn, StoreError, row::decoded, statement::sql};

/// A sheet that counted in a verdict.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CountedSheetRow {
    /// The lecture.
    pub booking_id: BookingId,
    /// Whose it is.
    pub person_id: PersonId,
    /// The name.
    pub name: String,
    /// What was given.
    pub scores: Vec<Option<Points>>,
}

decoded! { CountedSheetRow: booking_id, person_id, name, scores }

const COUNTED: &str = "SELECT s.booking_id, s.person_id, p.name, s.scores FROM review_sheet s \
    JOIN trial_lecture t ON t.booking_id = s.booking_id JOIN person p ON p.id = s.person_id \
    WHERE s.state = 'submitted' AND t.state = 'confirmed' AND t.verdict <> 'advisory' \
    AND t.decided_at >= $1 ORDER BY s.booking_id, s.seat_no";

impl Conn {
    /// The sheets of lectures that were decided since an instant, lecture by lecture; those of a
    /// lecture with comments only count nowhere.
    pub async fn list_counted_sheets(
        &mut self,
        since: DateTime<Utc>,
    ) -> Result<Vec<CountedSheetRow>, StoreError> {
        self.all(sql(COUNTED).bind(since)).await
    }
}
