//! An assessment year's hours and the way to the target (`TRN-04`), for the person alone.

use std::collections::BTreeMap;

use chrono::NaiveDate;

use super::{DayTotal, Entry, Hours, LedgerProblem, day_total, ledger::standing};
use crate::{assessment_year::AssessmentYear, code::codes};

codes! {
    /// As what a person has a target.
    Trainee {
        /// A science tutor.
        Tutor = "tutor",
        /// A manager of an e-station.
        StationManager = "station_manager",
        /// A lecturer.
        Lecturer = "lecturer",
    }
}

impl Trainee {
    /// The target of a year while nobody has set anything else.
    pub const fn default_target(self) -> Hours {
        match self {
            Self::Tutor => Hours::hundredths(2400),
            Self::StationManager => Hours::hundredths(1200),
            Self::Lecturer => Hours::hundredths(800),
        }
    }
}

/// What a year comes to.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct YearTotal {
    /// The days that have entries.
    pub days: BTreeMap<NaiveDate, DayTotal>,
    /// What counts of all of them.
    pub counted: Hours,
}

/// Sums a person's ledger over an assessment year; entries of other years are left out.
pub fn year_total(
    entries: &[Entry],
    cap: Hours,
    year: AssessmentYear,
) -> Result<YearTotal, LedgerProblem> {
    standing(entries)?;
    let mut by_date: BTreeMap<NaiveDate, Vec<Entry>> = BTreeMap::new();
    for entry in entries.iter().filter(|entry| year.contains(entry.date)) {
        by_date.entry(entry.date).or_default().push(entry.clone());
    }
    let total = |(date, entries): (NaiveDate, Vec<Entry>)| Ok((date, day_total(&entries, cap)?));
    let days = by_date.into_iter().map(total).collect::<Result<BTreeMap<_, _>, _>>()?;
    let counted = Hours(days.values().map(|day| day.counted.0).sum());
    Ok(YearTotal { days, counted })
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
    use crate::credit_hour::{DAILY_CAP, EntryId};

    fn hours(text: &str) -> Hours {
        text.parse().expect("hours")
    }

    fn entry(id: i64, date: &str, earned: &str) -> Entry {
        let date = date.parse().expect("a date");
        Entry { id: EntryId(id), date, spans: vec![], earned: hours(earned), reverses: None }
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
        let total = year_total(&entries, DAILY_CAP, AssessmentYear(2026)).expect("a total");
        assert_eq!(total.counted, hours("10.5"));
        assert_eq!(total.days.len(), 2);
    }

    #[test]
    fn the_24th_hour_reaches_a_tutors_target_and_its_reversal_does_not() {
        let target = Trainee::Tutor.default_target();
        let mut entries: Vec<_> =
            (1..=4).map(|n| entry(n, &format!("2026-03-0{n}"), "6")).collect();
        let progress = |entries: &[Entry]| {
            let total = year_total(entries, DAILY_CAP, AssessmentYear(2026)).expect("a total");
            Progress { counted: total.counted, target }
        };
        assert!(progress(&entries).is_reached());
        entries.push(Entry { reverses: Some(EntryId(4)), ..entry(5, "2026-03-04", "-6") });
        assert_eq!(progress(&entries).missing(), hours("6"));
        assert!(!progress(&entries).is_reached());
    }

    #[test]
    fn targets_are_those_of_the_domain_document() {
        let targets = Trainee::ALL.iter().map(|it| it.default_target().to_string());
        assert_eq!(targets.collect::<Vec<_>>(), ["24", "12", "8"]);
        let more = Progress { counted: hours("30"), target: hours("24") };
        assert_eq!(more.missing(), Hours::ZERO);
    }
}
