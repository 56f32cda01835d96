//! The calendar of days off and make-up workdays: the year that ships with the program, and the
//! years that whoever runs it has added since (`CAL-01`).

use std::sync::{Arc, PoisonError, RwLock};

use chrono::{DateTime, NaiveDate, NaiveTime, Utc};
use domain::working_day::{CalendarYear, Count, WorkCalendar, notice_period};

use crate::{ActionError, Actions, to_utc};

const SHIPPED: &str = include_str!("../../data/holidays-2026.json");

/// The calendar by which working days are counted. What the office writes down holds at once; another
/// server knows of it a moment later.
#[derive(Clone, Debug)]
pub(crate) struct Calendars {
    /// The shipped year, and those that whoever runs the program has added.
    base: Arc<Vec<CalendarYear>>,
    /// The edition of what the office has written, with the whole calendar.
    current: Arc<RwLock<(i64, Arc<WorkCalendar>)>>,
}

impl Calendars {
    /// The shipped year and those that were added; the last word on a day counts.
    pub(crate) fn new(added: Vec<CalendarYear>) -> Result<Self, ActionError> {
        let shipped = serde_json::from_str(SHIPPED);
        let shipped = shipped.map_err(|error| ActionError::Internal(error.to_string()))?;
        let base: Vec<CalendarYear> = [shipped].into_iter().chain(added).collect();
        let calendar = WorkCalendar::from_years(base.iter().cloned());
        Ok(Self { base: Arc::new(base), current: Arc::new(RwLock::new((0, Arc::new(calendar)))) })
    }

    /// As it is now.
    pub(crate) fn now(&self) -> Arc<WorkCalendar> {
        let current = self.current.read().unwrap_or_else(PoisonError::into_inner);
        Arc::clone(&current.1)
    }

    /// The years that are known without the office's word.
    pub(crate) fn base(&self) -> &[CalendarYear] {
        &self.base
    }

    /// The edition that is loaded.
    pub(crate) fn edition(&self) -> i64 {
        self.current.read().unwrap_or_else(PoisonError::into_inner).0
    }

    /// Goes on with what the office has written: of its years, with that alone.
    pub(crate) fn load(&self, edition: i64, written: Vec<CalendarYear>) {
        let is_written = |year: &&CalendarYear| written.iter().any(|it| it.year == year.year);
        let others: Vec<_> = self.base.iter().filter(|it| !is_written(it)).cloned().collect();
        let calendar = WorkCalendar::from_years(others.into_iter().chain(written));
        let mut current = self.current.write().unwrap_or_else(PoisonError::into_inner);
        *current = (edition, Arc::new(calendar));
    }
}

impl Actions {
    /// The same with more years whose days off are known; of another year the pages say that its
    /// arrangement is not published yet (`CAL-02`).
    pub fn with_calendar(mut self, added: Vec<CalendarYear>) -> Result<Self, ActionError> {
        self.calendars = Calendars::new(added)?;
        Ok(self)
    }

    /// The days off that working days are counted by.
    pub fn work_calendar(&self) -> Arc<WorkCalendar> {
        self.calendars.now()
    }

    /// The day that ends a period of working days.
    pub fn working_days_after(&self, day: NaiveDate, n: i64) -> NaiveDate {
        last_of(&self.work_calendar(), day, n)
    }

    /// The end of the last of so many working days.
    pub(crate) fn due(&self, day: NaiveDate, n: i64) -> DateTime<Utc> {
        due_by(&self.work_calendar(), day, n)
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
    fn the_shipped_calendar_knows_the_make_up_sunday_until_the_office_says_otherwise() {
        let day = NaiveDate::from_ymd_opt(2026, 9, 20).expect("a date");
        let calendars = Calendars::new(Vec::new()).expect("a calendar");
        assert!(calendars.now().is_working(day));
        calendars.load(1, vec![CalendarYear { year: 2026, days: Vec::new() }]);
        assert!(!calendars.now().is_working(day), "a Sunday");
        assert!(calendars.now().has(2026) && calendars.edition() == 1);
    }

    #[test]
    fn an_added_year_is_known() {
        let date = NaiveDate::from_ymd_opt(2027, 1, 1).expect("a date");
        let added = CalendarYear { year: 2027, days: vec![SpecialDay { date, is_off_day: true }] };
        let (old, new) = (Calendars::new(Vec::new()), Calendars::new(vec![added]));
        let unknown = |calendar: &WorkCalendar| {
            notice_period(date, 5, Count::NextDay, calendar).unknown_years
        };
        assert_eq!(unknown(&old.expect("a calendar").now()), [2027]);
        assert!(unknown(&new.expect("a calendar").now()).is_empty());
    }
}
