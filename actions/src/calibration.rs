//! How strict each panelist is beside the others, for the office that composes panels.

use std::collections::BTreeMap;

use chrono::Months;
use domain::{
    calibration::{Strictness, strictness},
    id::{BookingId, PersonId},
    role::may_plan_review_sessions,
    rulebook::Rule,
    score_sheet::Points,
};

use crate::{ActionError, Actions, Call};

/// A panelist beside the others.
#[derive(Clone, Debug)]
pub struct Calibrated {
    /// The name.
    pub name: String,
    /// What the sheets say.
    pub strictness: Strictness,
}

impl Actions {
    /// Panelists with what their sheets of the time that the rules say, by name: no ranking.
    pub async fn calibration(&self, call: &Call) -> Result<Vec<Calibrated>, ActionError> {
        call.allowed(may_plan_review_sessions)?;
        let mut conn = self.store.read().await?;
        let rules = conn.rulebook(call.today()).await?;
        let months = u32::try_from(rules.get(Rule::CalibrationMonths)).unwrap_or(0);
        let since = call.now.checked_sub_months(Months::new(months)).unwrap_or(call.now);
        let sheets = conn.list_counted_sheets(since).await?;
        drop(conn);
        let mut lectures: BTreeMap<BookingId, Vec<(PersonId, Points)>> = BTreeMap::new();
        let mut names: BTreeMap<PersonId, String> = BTreeMap::new();
        for sheet in sheets {
            let total = sheet.scores.iter().flatten().map(|it| it.in_hundredths()).sum();
            let lecture = lectures.entry(sheet.booking_id).or_default();
            lecture.push((sheet.person_id, Points::hundredths(total)));
            names.insert(sheet.person_id, sheet.name);
        }
        let all = strictness(rules.count(Rule::LeastSheets), lectures.values().map(Vec::as_slice));
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
