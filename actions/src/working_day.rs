//! The calendar of days off and make-up workdays that ships with the program.

use chrono::NaiveDate;
use domain::working_day::WorkCalendar;
use serde::Deserialize;

const YEAR_2026: &str = include_str!("../../data/holidays-2026.json");

#[derive(Deserialize)]
struct Year {
    days: Vec<Day>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Day {
    date: NaiveDate,
    is_off_day: bool,
}

/// The calendar of all years that are known.
pub(crate) fn calendar() -> WorkCalendar {
    let years = [YEAR_2026].into_iter().filter_map(|text| serde_json::from_str::<Year>(text).ok());
    WorkCalendar::new(years.flat_map(|year| year.days).map(|day| (day.date, day.is_off_day)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_shipped_calendar_knows_the_make_up_sunday() {
        let day = NaiveDate::from_ymd_opt(2026, 9, 20).expect("a date");
        assert!(calendar().is_working(day));
    }
}
