//! The assessment year (考核年度): 1 December to 30 November (`SYS-05`).

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

    /// Whether a day lies in the year.
    pub fn contains(self, day: NaiveDate) -> bool {
        Self::of(day) == self
    }
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
    fn no_day_is_too_far() {
        assert!(AssessmentYear::of(NaiveDate::MAX).first() < NaiveDate::MAX);
        assert_eq!(AssessmentYear::of(NaiveDate::MAX).last(), NaiveDate::MAX);
        assert!(AssessmentYear::of(NaiveDate::MIN).last() > NaiveDate::MIN);
    }
}
