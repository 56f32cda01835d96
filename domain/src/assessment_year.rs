//! The assessment year (考核年度): 1 December to 30 November (`SYS-05`).

use std::collections::BTreeSet;

use chrono::{Datelike, NaiveDate};
use serde::{Deserialize, Serialize};

/// A year by the number of the calendar year in which it ends: 2026 ends on 30 November 2026.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct AssessmentYear(pub i32);

impl AssessmentYear {
    /// The year in which a day lies.
    pub fn of(day: NaiveDate) -> Self {
        Self(day.year() + i32::from(day.month() == 12))
    }

    /// 1 December.
    pub fn first(self) -> NaiveDate {
        let before = self.0.saturating_sub(1);
        NaiveDate::from_ymd_opt(before, 12, 1).unwrap_or(NaiveDate::MIN)
    }

    /// 30 November.
    pub fn last(self) -> NaiveDate {
        NaiveDate::from_ymd_opt(self.0, 11, 30).unwrap_or(NaiveDate::MAX)
    }

    /// Whether it has ended: claims of it are handed in no more.
    pub fn is_over(self, today: NaiveDate) -> bool {
        self.last() < today
    }

    /// Whether it is closed, as it is with the 31 December after its end: no hours are added to it
    /// any more.
    pub fn is_closed(self, today: NaiveDate) -> bool {
        self.0 < today.year()
    }

    /// Whether a day lies in the year.
    pub fn contains(self, day: NaiveDate) -> bool {
        Self::of(day) == self
    }
}

/// How hours come into the ledger, and when.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Added {
    /// By a claim that was handed in on a day: in time, if its year was not over. Who decides on it
    /// may take longer.
    Claimed(NaiveDate),
    /// By an office on a day: a confirmed attendance, a correction, a register.
    Confirmed(NaiveDate),
}

/// The first of the years in which some days lie to which hours cannot be added any more, and which
/// the city has not opened again.
pub fn closed_year(
    days: impl IntoIterator<Item = NaiveDate>,
    added: Added,
    opened: &BTreeSet<AssessmentYear>,
) -> Option<AssessmentYear> {
    let is_too_late = |year: &AssessmentYear| match added {
        Added::Claimed(on) => year.is_over(on),
        Added::Confirmed(on) => year.is_closed(on),
    };
    let years = days.into_iter().map(AssessmentYear::of);
    years.filter(|year| is_too_late(year) && !opened.contains(year)).min()
}

impl std::fmt::Display for AssessmentYear {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        self.0.fmt(f)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().expect("a date")
    }

    #[test]
    fn the_year_begins_in_december() {
        assert_eq!(AssessmentYear::of(day("2025-11-30")), AssessmentYear(2025));
        assert_eq!(AssessmentYear::of(day("2025-12-01")), AssessmentYear(2026));
        assert_eq!(AssessmentYear::of(day("2026-11-30")), AssessmentYear(2026));
    }

    #[test]
    fn its_first_and_last_day_are_in_it_and_their_neighbours_are_not() {
        let year = AssessmentYear(2026);
        assert_eq!((year.first(), year.last()), (day("2025-12-01"), day("2026-11-30")));
        assert!(year.contains(year.first()) && year.contains(year.last()));
        assert!(!year.contains(day("2025-11-30")) && !year.contains(day("2026-12-01")));
    }

    #[test]
    fn a_claim_is_too_late_once_its_year_is_over_and_an_office_once_it_is_closed() {
        let days = [day("2026-12-02"), day("2026-11-29")];
        let none = BTreeSet::new();
        let claimed = |on| closed_year(days, Added::Claimed(day(on)), &none);
        let confirmed = |on| closed_year(days, Added::Confirmed(day(on)), &none);
        assert_eq!(claimed("2026-11-30"), None);
        assert_eq!(claimed("2026-12-01"), Some(AssessmentYear(2026)));
        assert_eq!(confirmed("2026-12-31"), None);
        assert_eq!(confirmed("2027-01-01"), Some(AssessmentYear(2026)));
        assert_eq!(confirmed("2028-01-01"), Some(AssessmentYear(2026)));
        let opened = BTreeSet::from([AssessmentYear(2026)]);
        let opened = |on| closed_year(days, Added::Confirmed(day(on)), &opened);
        assert_eq!(opened("2027-01-01"), None);
        assert_eq!(opened("2028-01-01"), Some(AssessmentYear(2027)), "another one is not");
    }

    #[test]
    fn no_day_is_too_far() {
        assert!(AssessmentYear::of(NaiveDate::MAX).first() < NaiveDate::MAX);
        assert_eq!(AssessmentYear::of(NaiveDate::MAX).last(), NaiveDate::MAX);
        assert!(AssessmentYear::of(NaiveDate::MIN).last() > NaiveDate::MIN);
    }
}
