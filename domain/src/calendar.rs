//! Calendars by month, week or list: which days each of them shows.

use chrono::{Datelike, Days, Months, NaiveDate};

use crate::code::codes;

/// Days that the list shows.
const LIST_DAYS: u64 = 31;

codes! {
    /// How a calendar is shown.
    CalendarView {
        /// Six weeks or fewer, with the month in them.
        Month = "month",
        /// Monday to Sunday.
        Week = "week",
        /// Day by day, only days with something on them.
        List = "list",
    }
}

/// The days that a calendar shows around one of them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct CalendarSpan {
    /// How.
    pub view: CalendarView,
    /// The day that was asked for.
    pub around: NaiveDate,
    /// The first day shown.
    pub first: NaiveDate,
    /// The first day not shown.
    pub until: NaiveDate,
}

impl CalendarSpan {
    /// The span of a view around a day.
    pub fn new(view: CalendarView, around: NaiveDate) -> Self {
        let (first, until) = match view {
            CalendarView::Month => {
                let first = around.with_day(1).unwrap_or(around);
                let last = month_after(first).pred_opt().unwrap_or(first);
                (monday(first), monday(last) + Days::new(7))
            }
            CalendarView::Week => (monday(around), monday(around) + Days::new(7)),
            CalendarView::List => (around, around + Days::new(LIST_DAYS)),
        };
        Self { view, around, first, until }
    }

    /// A day in the span before.
    pub fn before(self) -> NaiveDate {
        match self.view {
            CalendarView::Month => {
                let first = self.around.with_day(1).unwrap_or(self.around);
                first.checked_sub_months(Months::new(1)).unwrap_or(first)
            }
            CalendarView::Week => self.around - Days::new(7),
            CalendarView::List => self.around - Days::new(LIST_DAYS),
        }
    }

    /// A day in the span after.
    pub fn after(self) -> NaiveDate {
        match self.view {
            CalendarView::Month => month_after(self.around),
            CalendarView::Week => self.around + Days::new(7),
            CalendarView::List => self.until,
        }
    }

    /// Every day of the span.
    pub fn days(self) -> impl Iterator<Item = NaiveDate> {
        self.first.iter_days().take_while(move |day| *day < self.until)
    }
}

fn month_after(day: NaiveDate) -> NaiveDate {
    let first = day.with_day(1).unwrap_or(day);
    first.checked_add_months(Months::new(1)).unwrap_or(first)
}

fn monday(day: NaiveDate) -> NaiveDate {
    day - Days::new(u64::from(day.weekday().num_days_from_monday()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().expect("a date")
    }

    #[test]
    fn a_month_is_shown_in_whole_weeks() {
        let span = CalendarSpan::new(CalendarView::Month, day("2026-12-10"));
        assert_eq!((span.first, span.until), (day("2026-11-30"), day("2027-01-04")));
        assert_eq!(span.days().count(), 35);
        assert_eq!((span.before(), span.after()), (day("2026-11-01"), day("2027-01-01")));
    }

    #[test]
    fn a_month_that_begins_on_monday_and_ends_on_sunday_has_four_weeks() {
        let span = CalendarSpan::new(CalendarView::Month, day("2027-02-28"));
        assert_eq!((span.first, span.until), (day("2027-02-01"), day("2027-03-01")));
    }

    #[test]
    fn a_week_goes_from_monday_to_sunday() {
        let span = CalendarSpan::new(CalendarView::Week, day("2026-12-10"));
        assert_eq!((span.first, span.until), (day("2026-12-07"), day("2026-12-14")));
        assert_eq!((span.before(), span.after()), (day("2026-12-03"), day("2026-12-17")));
    }
}
