//! Working days: weekends, statutory days off and make-up workdays (`CAL-01`).

use std::collections::BTreeMap;

use chrono::{Datelike, NaiveDate, Weekday};

/// The days of which the calendar says something else than the weekday does.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct WorkCalendar(BTreeMap<NaiveDate, bool>);

impl WorkCalendar {
    /// From days with whether each is off.
    pub fn new(days: impl IntoIterator<Item = (NaiveDate, bool)>) -> Self {
        Self(days.into_iter().collect())
    }

    /// Whether people work on a day.
    pub fn is_working(&self, day: NaiveDate) -> bool {
        self.0
            .get(&day)
            .map_or_else(|| !matches!(day.weekday(), Weekday::Sat | Weekday::Sun), |is_off| !is_off)
    }

    /// The day that lies `n` working days before another.
    pub fn before(&self, day: NaiveDate, n: i64) -> NaiveDate {
        let mut result = day;
        let mut left = n;
        while left > 0 {
            let Some(previous) = result.pred_opt() else { return result };
            result = previous;
            left -= i64::from(self.is_working(result));
        }
        result
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().expect("a date")
    }

    #[test]
    fn weekends_are_passed_over() {
        let calendar = WorkCalendar::default();
        assert_eq!(calendar.before(day("2026-11-24"), 3), day("2026-11-19"));
    }

    #[test]
    fn a_make_up_sunday_counts_and_a_holiday_does_not() {
        let calendar = WorkCalendar::new([(day("2026-09-20"), false), (day("2026-09-25"), true)]);
        assert_eq!(calendar.before(day("2026-09-21"), 1), day("2026-09-20"));
        assert_eq!(calendar.before(day("2026-09-28"), 1), day("2026-09-24"));
    }
}
