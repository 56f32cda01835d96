//! An assessment year's hours and the way to the target (`TRN-04`), for the person alone.

use std::collections::BTreeMap;

use chrono::NaiveDate;

use super::{
    ActivityKind, Conversion, DayTotal, Entry, Hours, LedgerProblem, day::sum_day, ledger::standing,
};
use crate::assessment_year::AssessmentYear;

/// What a year comes to.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct YearTotal {
    /// The days that have entries.
    pub days: BTreeMap<NaiveDate, DayTotal>,
    /// What goes because study visits brought more than a year allows (`TRN-03`).
    pub lost_to_visits: Hours,
    /// What counts of all days.
    pub counted: Hours,
}

/// Sums a person's ledger over an assessment year; entries of other years are left out, and the
/// order of the others does not matter.
///
/// A study visit brings what its day would count less without it; all visits of the year together
/// bring no more than [`Conversion::study_visit_year`].
pub fn year_total(
    entries: &[Entry],
    table: &Conversion,
    year: AssessmentYear,
) -> Result<YearTotal, LedgerProblem> {
    let mut by_date: BTreeMap<NaiveDate, Vec<&Entry>> = BTreeMap::new();
    for entry in entries.iter().filter(|entry| year.contains(entry.date)) {
        by_date.entry(entry.date).or_default();
    }
    for entry in standing(entries)?.into_iter().filter(|entry| year.contains(entry.date)) {
        by_date.entry(entry.date).or_default().push(entry);
    }
    let (mut days, mut counted, mut visits) = (BTreeMap::new(), 0, 0);
    for (date, entries) in by_date {
        let total = sum_day(&entries, table.daily_cap)?;
        let is_visit = |entry: &&Entry| entry.kind == Some(ActivityKind::StudyVisit);
        if entries.iter().any(is_visit) {
            let others: Vec<_> = entries.into_iter().filter(|entry| !is_visit(entry)).collect();
            let without = sum_day(&others, table.daily_cap)?;
            visits += (total.counted.0 - without.counted.0).max(0);
        }
        counted += total.counted.0;
        days.insert(date, total);
    }
    let lost = (visits - table.study_visit_year.0.max(0)).max(0);
    Ok(YearTotal { days, lost_to_visits: Hours(lost), counted: Hours(counted - lost) })
}

/// How far somebody is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Progress {
    /// What counts so far.
    pub counted: Hours,
    /// What it takes.
    pub target: Hours,
}

impl Progress {
    /// What is missing; nothing once the target is reached.
    pub fn missing(self) -> Hours {
        Hours(self.target.0.saturating_sub(self.counted.0)).max(Hours::ZERO)
    }

    /// Whether nothing is missing.
    pub fn is_reached(self) -> bool {
        self.missing() == Hours::ZERO
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{credit_hour::CreditSource, id::CreditHourId};

    fn hours(text: &str) -> Hours {
        text.parse().expect("hours")
    }

    fn entry(id: i64, date: &str, earned: &str) -> Entry {
        Entry {
            id: CreditHourId(id),
            date: date.parse().expect("a date"),
            kind: None,
            source: CreditSource::HourClaim,
            event: format!("activity {id}"),
            spans: vec![],
            earned: hours(earned),
            reverses: None,
        }
    }

    fn visit(id: i64, date: &str, earned: &str) -> Entry {
        Entry { kind: Some(ActivityKind::StudyVisit), ..entry(id, date, earned) }
    }

    fn total(entries: &[Entry]) -> YearTotal {
        year_total(entries, &Conversion::default(), AssessmentYear(2026)).expect("a total")
    }

    #[test]
    fn a_year_sums_what_counts_of_its_days() {
        let entries = [
            entry(1, "2025-11-30", "6"),
            entry(2, "2025-12-01", "6"),
            entry(3, "2025-12-01", "3"),
            entry(4, "2026-11-30", "2.5"),
            entry(5, "2026-12-01", "6"),
        ];
        assert_eq!(total(&entries).counted, hours("10.5"));
        assert_eq!(total(&entries).days.len(), 2);
    }

    #[test]
    fn study_visits_of_a_year_bring_twelve_hours_whatever_they_come_from() {
        // Entries of the year; lost to the maximum, counted.
        let (march, april, may) = ("2026-03-04", "2026-04-05", "2026-05-06");
        let roster = |entry: Entry| Entry { source: CreditSource::Roster, ..entry };
        let cases: [(&str, Vec<Entry>, [&str; 2]); 8] = [
            ("two days", vec![visit(1, march, "6"), visit(2, april, "6")], ["0", "12"]),
            (
                "a third day",
                vec![visit(1, march, "6"), visit(2, april, "6"), visit(3, may, "6")],
                ["6", "12"],
            ),
            (
                "a third day that half fits",
                vec![visit(1, march, "6"), visit(2, april, "3"), visit(3, may, "6")],
                ["3", "12"],
            ),
            (
                "of an imported register as well",
                vec![roster(visit(1, march, "8")), visit(2, april, "8")],
                ["4", "12"],
            ),
            (
                "other activities have no maximum",
                vec![visit(1, march, "6"), visit(2, april, "6"), entry(3, may, "6")],
                ["0", "18"],
            ),
            (
                "a visit on a day that is nearly full brings what the day has left",
                vec![entry(1, march, "6"), visit(2, march, "6"), visit(3, april, "6")],
                ["0", "14"],
            ),
            (
                "visits of other years",
                vec![visit(1, "2025-11-30", "6"), visit(2, march, "6"), visit(3, april, "6")],
                ["0", "12"],
            ),
            (
                "a visit taken back leaves room for another",
                vec![
                    visit(1, march, "6"),
                    visit(2, april, "6"),
                    visit(3, may, "6"),
                    Entry { reverses: Some(CreditHourId(1)), ..visit(4, march, "-6") },
                ],
                ["0", "12"],
            ),
        ];
        for (name, mut entries, [lost, counted]) in cases {
            for _ in 0..2 {
                let total = total(&entries);
                let got = [total.lost_to_visits, total.counted];
                assert_eq!(got, [hours(lost), hours(counted)], "{name}");
                entries.reverse();
            }
        }
    }

    #[test]
    fn the_24th_hour_reaches_a_tutors_target_and_its_reversal_does_not() {
        let target = hours("24");
        let mut entries: Vec<_> =
            (1..=4).map(|n| entry(n, &format!("2026-03-0{n}"), "6")).collect();
        let progress = |entries: &[Entry]| Progress { counted: total(entries).counted, target };
        assert!(progress(&entries).is_reached());
        entries.push(Entry { reverses: Some(CreditHourId(4)), ..entry(5, "2026-03-04", "-6") });
        assert_eq!(progress(&entries).missing(), hours("6"));
        assert!(!progress(&entries).is_reached());
    }
}
