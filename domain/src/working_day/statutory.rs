//! The days that are off by law in every year, whatever the State Council arranges around them:
//! 《全国年节及纪念日放假办法》 as amended from 1 January 2025 on, article 2.
//!
//! The days that go by the moon or the sun stand in a table, for the program has no calendar of
//! its own. It was computed by `lunar_python` 1.4.8; `lunardate` 0.3.0 and `LunarCalendar` 0.0.9 give
//! the same new years and festivals, and `ephem` 4.2.1 the same days for a sun at 15° in China's
//! time. The State Council's arrangement of 2026 agrees.

use chrono::{Datelike, Days, NaiveDate};

/// The first year of the table.
const FIRST: i32 = 2026;

/// Month and day of the first day of the lunar year, of 清明, of 端午 and of 中秋.
type Moving = [(u32, u32); 4];

const MOVING: [Moving; 10] = [
    [(2, 17), (4, 5), (6, 19), (9, 25)],
    [(2, 6), (4, 5), (6, 9), (9, 15)],
    [(1, 26), (4, 4), (5, 28), (10, 3)],
    [(2, 13), (4, 4), (6, 16), (9, 22)],
    [(2, 3), (4, 5), (6, 5), (9, 12)],
    [(1, 23), (4, 5), (6, 24), (10, 1)],
    [(2, 11), (4, 4), (6, 12), (9, 19)],
    [(1, 31), (4, 4), (6, 1), (9, 8)],
    [(2, 19), (4, 5), (6, 20), (9, 27)],
    [(2, 8), (4, 5), (6, 10), (9, 16)],
];

/// Whether a day is off by law; of years beyond the table only the days of fixed dates are known.
pub(super) fn is_off_by_law(day: NaiveDate) -> bool {
    let date = (day.month(), day.day());
    let is_fixed = matches!(date, (1, 1) | (5, 1 | 2) | (10, 1..=3));
    let known = day.year().checked_sub(FIRST).and_then(|at| usize::try_from(at).ok());
    let moving = known.and_then(|at| MOVING.get(at));
    is_fixed || moving.is_some_and(|moving| is_moving(day, moving))
}

/// New Year's Eve to the third day of the lunar year, or one of the other three.
fn is_moving(day: NaiveDate, [new_year, others @ ..]: &Moving) -> bool {
    let new_year = NaiveDate::from_ymd_opt(day.year(), new_year.0, new_year.1);
    let is_spring = new_year.is_some_and(|first| {
        let (eve, third) = (first.pred_opt(), first.checked_add_days(Days::new(2)));
        eve.zip(third).is_some_and(|(eve, third)| (eve..=third).contains(&day))
    });
    is_spring || others.contains(&(day.month(), day.day()))
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;
    use crate::working_day::CalendarYear;

    fn days_of(year: i32) -> BTreeSet<NaiveDate> {
        let first = NaiveDate::from_ymd_opt(year, 1, 1).expect("a date");
        first
            .iter_days()
            .take_while(|day| day.year() == year)
            .filter(|it| is_off_by_law(*it))
            .collect()
    }

    #[test]
    fn thirteen_days_of_a_year_are_off_unless_two_fall_on_one() {
        for year in 2026..=2035 {
            let n = days_of(year).len();
            // 中秋 of 2028 and of 2031 lies within the three days of October.
            let expected = if matches!(year, 2028 | 2031) { 12 } else { 13 };
            assert_eq!(n, expected, "{year}");
        }
        assert_eq!(days_of(2036).len(), 6, "of fixed dates alone");
        assert_eq!(days_of(2025).len(), 6, "before the table");
    }

    #[test]
    fn the_arrangement_of_2026_has_all_of_them() {
        let text = include_str!("../../../data/holidays-2026.json");
        let file: CalendarYear = serde_json::from_str(text).expect("a calendar");
        for day in days_of(2026) {
            let arranged = file.days.iter().find(|it| it.date == day);
            assert!(arranged.is_some_and(|it| it.is_off_day), "{day}");
        }
        let names = ["2026-02-16", "2026-02-19", "2026-04-05", "2026-06-19", "2026-09-25"];
        for day in names {
            assert!(is_off_by_law(day.parse().expect("a date")), "{day}");
        }
        assert!(!is_off_by_law("2026-02-20".parse().expect("a date")), "the fourth day is not");
    }
}
