//! Working days: weekends, statutory days off and make-up workdays (`CAL-01`), and the periods
//! that are counted in them (`CAL-03`).

mod statutory;

use std::collections::{BTreeMap, BTreeSet};

use chrono::{Datelike, NaiveDate, Weekday};
use serde::Deserialize;

use crate::code::codes;

/// A year's file of days off and make-up workdays (`CAL-01`); some may lie in the December before.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub struct CalendarYear {
    /// The year that the file is for.
    pub year: i32,
    /// The days that are not as their weekday.
    pub days: Vec<SpecialDay>,
}

/// A day of which a calendar says something else than its weekday does.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct SpecialDay {
    /// Which day.
    pub date: NaiveDate,
    /// Off, or a make-up workday.
    pub is_off_day: bool,
}

/// What the file of a year says of a day.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Arranged {
    is_off: bool,
    /// Of which year's file.
    year: i32,
}

/// The days of which the calendar says something else than the weekday does.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct WorkCalendar {
    days: BTreeMap<NaiveDate, Arranged>,
    years: BTreeSet<i32>,
}

impl WorkCalendar {
    /// From years with their days; of a year that comes twice, both files' days count, and of a day
    /// that comes twice, the last.
    pub fn from_years(years: impl IntoIterator<Item = CalendarYear>) -> Self {
        let mut calendar = Self::default();
        for file in years {
            calendar.years.insert(file.year);
            let arranged = |day: &SpecialDay| Arranged { is_off: day.is_off_day, year: file.year };
            calendar.days.extend(file.days.iter().map(|day| (day.date, arranged(day))));
        }
        calendar
    }

    /// Whether people work on a day: as the year's arrangement says, and where it says nothing, on
    /// weekdays that are not off by law.
    pub fn is_working(&self, day: NaiveDate) -> bool {
        let is_usual = || {
            let is_weekend = matches!(day.weekday(), Weekday::Sat | Weekday::Sun);
            !is_weekend && !statutory::is_off_by_law(day)
        };
        self.days.get(&day).map_or_else(is_usual, |arranged| !arranged.is_off)
    }

    /// The first year whose arrangement a day depends on and that is not loaded: a date that was
    /// computed may change with it (`CAL-02`).
    pub fn unarranged(&self, day: NaiveDate) -> Option<i32> {
        self.unknown_years(day, day).first().copied()
    }

    /// Whether the arrangement of a year is loaded.
    pub fn has(&self, year: i32) -> bool {
        self.years.contains(&year)
    }

    /// The same calendar as long as the arrangement of a year was not loaded.
    #[must_use]
    pub fn without(&self, year: i32) -> Self {
        let mut earlier = self.clone();
        earlier.years.remove(&year);
        earlier.days.retain(|_, arranged| arranged.year != year);
        earlier
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

    /// The years on which the days of a period depend and that are not loaded.
    ///
    /// December depends on the next year as well, whose file may name some of its days.
    fn unknown_years(&self, from: NaiveDate, to: NaiveDate) -> Vec<i32> {
        let last = to.year() + i32::from(to.month() == 12);
        (from.year()..=last).filter(|year| !self.years.contains(year)).collect()
    }
}

codes! {
    /// Which day is the first that counts (`CAL-03`).
    Count {
        /// The day itself, if people work on it.
        IncludeStart = "include_start",
        /// The next working day: the default.
        NextDay = "next_day",
    }
}

/// A period of working days, as a notice prints it: 自 X 月 X 日至 X 月 X 日.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NoticePeriod {
    /// The first working day that counts.
    pub first: NaiveDate,
    /// The last.
    pub last: NaiveDate,
    /// Years without a loaded calendar, in which only weekends and the days off by law were counted
    /// as days off: to be warned of (`CAL-02`).
    pub unknown_years: Vec<i32>,
}

/// The period of so many working days, at least one, that begins with a day or after it.
pub fn notice_period(
    from: NaiveDate,
    days: u32,
    count: Count,
    calendar: &WorkCalendar,
) -> NoticePeriod {
    let start = match count {
        Count::IncludeStart => from,
        Count::NextDay => from.succ_opt().unwrap_or(from),
    };
    let more = usize::try_from(days.saturating_sub(1)).unwrap_or(usize::MAX);
    let mut working = start.iter_days().filter(|day| calendar.is_working(*day));
    let first = working.next().unwrap_or(NaiveDate::MAX);
    let last = match more.checked_sub(1) {
        None => first,
        Some(skipped) => working.nth(skipped).unwrap_or(NaiveDate::MAX),
    };
    NoticePeriod { first, last, unknown_years: calendar.unknown_years(start, last) }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn calendar_2026() -> WorkCalendar {
        let text = include_str!("../../data/holidays-2026.json");
        WorkCalendar::from_years([serde_json::from_str(text).expect("a calendar")])
    }

    fn year(year: i32, days: &[(&str, bool)]) -> CalendarYear {
        let days = days
            .iter()
            .map(|(date, is_off_day)| SpecialDay { date: day(date), is_off_day: *is_off_day });
        CalendarYear { year, days: days.collect() }
    }

    fn day(text: &str) -> NaiveDate {
        text.parse().expect("a date")
    }

    fn period(from: &str, days: u32, count: Count) -> (String, String, Vec<i32>) {
        let period = notice_period(day(from), days, count, &calendar_2026());
        (period.first.to_string(), period.last.to_string(), period.unknown_years)
    }

    #[test]
    fn weekends_are_passed_over() {
        let calendar = WorkCalendar::default();
        assert_eq!(calendar.before(day("2026-11-24"), 3), day("2026-11-19"));
    }

    #[test]
    fn a_make_up_sunday_counts_and_a_holiday_does_not() {
        let days = [("2026-09-20", false), ("2026-09-25", true)];
        let calendar = WorkCalendar::from_years([year(2026, &days)]);
        assert_eq!(calendar.before(day("2026-09-21"), 1), day("2026-09-20"));
        assert_eq!(calendar.before(day("2026-09-28"), 1), day("2026-09-24"));
    }

    #[test]
    fn five_working_days_of_2026_end_as_in_the_domain_document() {
        for (from, include_start, next_day) in [
            ("2026-01-01", "2026-01-08", "2026-01-08"),
            ("2026-02-11", "2026-02-24", "2026-02-25"),
            ("2026-04-28", "2026-05-07", "2026-05-08"),
            ("2026-09-18", "2026-09-23", "2026-09-24"),
            ("2026-09-24", "2026-10-08", "2026-10-09"),
            ("2026-09-30", "2026-10-12", "2026-10-13"),
            ("2026-11-23", "2026-11-27", "2026-11-30"),
        ] {
            let last = |count| {
                let (_, last, unknown_years) = period(from, 5, count);
                assert_eq!(unknown_years, Vec::<i32>::new(), "{from}");
                last
            };
            assert_eq!(last(Count::IncludeStart), include_start, "{from}");
            assert_eq!(last(Count::NextDay), next_day, "{from}");
        }
    }

    #[test]
    fn the_first_day_is_one_that_counts() {
        let first = |from, count| period(from, 5, count).0;
        assert_eq!(first("2026-09-18", Count::IncludeStart), "2026-09-18");
        assert_eq!(first("2026-09-18", Count::NextDay), "2026-09-20");
        assert_eq!(first("2026-01-01", Count::IncludeStart), "2026-01-04");
    }

    #[test]
    fn one_day_begins_and_ends_a_period() {
        for days in [0, 1] {
            let (first, last, _) = period("2026-09-19", days, Count::IncludeStart);
            assert_eq!((first.as_str(), last.as_str()), ("2026-09-20", "2026-09-20"));
        }
    }

    #[test]
    fn a_period_that_reaches_an_unknown_year_says_so() {
        assert_eq!(period("2026-11-27", 5, Count::NextDay).2, [2027]);
        assert_eq!(period("2026-12-28", 5, Count::NextDay).2, [2027]);
        assert_eq!(period("2027-03-01", 5, Count::NextDay).2, [2027]);
        assert_eq!(period("2025-12-29", 5, Count::NextDay).2, [2025]);
    }

    #[test]
    fn the_days_off_by_law_are_off_before_an_arrangement_is_loaded() {
        let period = |calendar: &WorkCalendar, from: &str, days| {
            notice_period(day(from), days, Count::NextDay, calendar).last
        };
        let calendar = calendar_2026();
        // From Thursday, 4 February 2027: New Year's Eve is Friday, 初三 Monday.
        assert_eq!(period(&calendar, "2027-02-04", 1), day("2027-02-09"));
        assert_eq!(period(&calendar, "2027-09-30", 1), day("2027-10-04"));
        let loaded = calendar.without(2026);
        assert_eq!(loaded.unarranged(day("2026-05-04")), Some(2026));
        assert!(loaded.is_working(day("2026-05-04")) && !loaded.is_working(day("2026-05-01")));
        assert_eq!(calendar.unarranged(day("2026-05-04")), None);
        assert_eq!(calendar.unarranged(day("2026-12-04")), Some(2027), "December may change");
        // An arrangement has the last word on each day.
        let arranged = WorkCalendar::from_years([year(2027, &[("2027-05-01", false)])]);
        assert!(arranged.is_working(day("2027-05-01")));
    }

    #[test]
    fn a_december_day_of_the_next_years_file_counts() {
        let new_year = year(2027, &[("2026-12-31", true), ("2027-01-01", true)]);
        let only_2027 = WorkCalendar::from_years([new_year.clone()]);
        let both = WorkCalendar::from_years([year(2026, &[]), new_year]);
        let period = |calendar| notice_period(day("2026-12-30"), 2, Count::IncludeStart, calendar);
        assert_eq!(period(&both).last, day("2027-01-04"));
        assert_eq!(period(&both).unknown_years, Vec::<i32>::new());
        assert_eq!(period(&only_2027).unknown_years, [2026]);
    }

    #[test]
    fn no_period_reaches_beyond_the_last_day_that_can_be_told() {
        let calendar = WorkCalendar::default();
        let period = notice_period(NaiveDate::MAX, 5, Count::NextDay, &calendar);
        assert_eq!(period.last, NaiveDate::MAX);
    }
}
