//! How strict each panelist is beside the others, for the office that composes panels.

use std::collections::BTreeMap;

use chrono::Months;
use domain::{
    calibration::{Strictness, strictness},
    id::{BookingId, PersonId},
    role::may_plan_review_sessions,
    score_sheet::Points,
};

use crate::{ActionError, Actions, Call};

/// Sheets of so many months are compared.
const MONTHS: u32 = 36;

/// A panelist beside the others.
#[derive(Clone, Debug)]
pub struct Calibrated {
    /// The name.
    pub name: String,
    /// What the sheets say.
    pub strictness: Strictness,
}

impl Actions {
    /// Panelists with what their sheets of the last three years say, by name: no ranking.
    pub async fn calibration(&self, call: &Call) -> Result<Vec<Calibrated>, ActionError> {
        call.allowed(may_plan_review_sessions)?;
        let since = call.now.checked_sub_months(Months::new(MONTHS)).unwrap_or(call.now);
        let sheets = self.store.read().await?.list_counted_sheets(since).await?;
        let mut lectures: BTreeMap<BookingId, Vec<(PersonId, Points)>> = BTreeMap::new();
        let mut names: BTreeMap<PersonId, String> = BTreeMap::new();
        for sheet in sheets {
            let total = sheet.scores.iter().flatten().map(|it| it.in_hundredths()).sum();
            let lecture = lectures.entry(sheet.booking_id).or_default();
            lecture.push((sheet.person_id, Points::hundredths(total)));
            names.insert(sheet.person_id, sheet.name);
        }
        let all = strictness(lectures.values().map(Vec::as_slice));
        let mut rows: Vec<(PersonId, Calibrated)> = all
            .into_iter()
            .filter_map(|(person, strictness)| {
                Some((person, Calibrated { name: names.remove(&person)?, strictness }))
            })
            .collect();
        rows.sort_by(|one, other| (&one.1.name, one.0).cmp(&(&other.1.name, other.0)));
        Ok(rows.into_iter().map(|(_, row)| row).collect())
    }
}
