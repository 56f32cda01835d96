//! The calendar of days off and make-up workdays: the year that ships with the program, and the
//! years that whoever runs it has added since (`CAL-01`).

use std::sync::Arc;

use chrono::{DateTime, NaiveDate, NaiveTime, Utc};
use domain::working_day::{CalendarYear, Count, WorkCalendar, notice_period};

use crate::{ActionError, Actions, to_utc};

const SHIPPED: &str = include_str!("../../data/holidays-2026.json");

/// The shipped year and those that were added; the last word on a day counts.
pub(crate) fn calendar(added: Vec<CalendarYear>) -> Result<WorkCalendar, ActionError> {
    let shipped = serde_json::from_str(SHIPPED);
    let shipped = shipped.map_err(|error| ActionError::Internal(error.to_string()))?;
    Ok(WorkCalendar::from_years([shipped].into_iter().chain(added)))
}

impl Actions {
    /// The same with more years whose days off are known; of another year the pages say that its
    /// arrangement is not published yet (`CAL-02`).
    pub fn with_calendar(mut self, added: Vec<CalendarYear>) -> Result<Self, ActionError> {
        self.calendar = Arc::new(calendar(added)?);
        Ok(self)
    }

    /// The day that ends a period of working days.
    pub fn working_days_after(&self, day: NaiveDate, n: i64) -> NaiveDate {
        last_of(&self.calendar, day, n)
    }

    /// The end of the last of so many working days.
    pub(crate) fn due(&self, day: NaiveDate, n: i64) -> DateTime<Utc> {
        due_by(&self.calendar, day, n)
    }
}

fn last_of(calendar: &WorkCalendar, day: NaiveDate, n: i64) -> NaiveDate {
    let n = u32::try_from(n).unwrap_or(1);
    notice_period(day, n, Count::NextDay, calendar).last
}

/// The end of the last of so many working days after a day, by a calendar.
pub(crate) fn due_by(calendar: &WorkCalendar, day: NaiveDate, n: i64) -> DateTime<Utc> {
    end_of(last_of(calendar, day, n))
}

/// The instant after a day.
pub(crate) fn end_of(day: NaiveDate) -> DateTime<Utc> {
    to_utc(day.succ_opt().unwrap_or(day), NaiveTime::MIN)
}

#[cfg(test)]
mod tests {
    use domain::working_day::SpecialDay;

    use super::*;

    #[test]
    fn the_shipped_calendar_knows_the_make_up_sunday() {
        let day = NaiveDate::from_ymd_opt(2026, 9, 20).expect("a date");
        assert!(calendar(Vec::new()).expect("a calendar").is_working(day));
    }

    #[test]
    fn an_added_year_is_known() {
        let date = NaiveDate::from_ymd_opt(2027, 1, 1).expect("a date");
        let added = CalendarYear { year: 2027, days: vec![SpecialDay { date, is_off_day: true }] };
        let (old, new) = (calendar(Vec::new()), calendar(vec![added]));
        let unknown = |calendar: &WorkCalendar| {
            notice_period(date, 5, Count::NextDay, calendar).unknown_years
        };
        assert_eq!(unknown(&old.expect("a calendar")), [2027]);
        assert!(unknown(&new.expect("a calendar")).is_empty());
    }
}
