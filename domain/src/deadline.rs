//! Deadlines that were counted in working days and are stored: once the arrangement of a year is
//! loaded, those that were counted without it may lie on another day (`CAL-02`).

use chrono::{DateTime, Utc};

use crate::{code::codes, working_day::WorkCalendar};

codes! {
    /// What a stored deadline ends.
    DeadlineKind {
        /// A public notice.
        Notice = "notice",
        /// The own notice of somebody who follows.
        SubstituteNotice = "substitute_notice",
        /// The office's step of a host's request, or its time for feedback.
        Request = "request",
        /// A lecturer's time to answer an offer.
        Offer = "offer",
        /// The booking of a review session.
        Booking = "booking",
    }
}

/// Where a stored instant lies by a calendar, if it was counted without one of the calendar's years
/// and lies elsewhere with it; `years` are those that it may have been counted without.
pub fn moved(
    stored: DateTime<Utc>,
    years: impl IntoIterator<Item = i32>,
    calendar: &WorkCalendar,
    count: impl Fn(&WorkCalendar) -> DateTime<Utc>,
) -> Option<DateTime<Utc>> {
    let now = count(calendar);
    let was_without = |year: i32| calendar.has(year) && count(&calendar.without(year)) == stored;
    (now != stored && years.into_iter().any(was_without)).then_some(now)
}

#[cfg(test)]
mod tests {
    use chrono::NaiveTime;

    use super::*;
    use crate::working_day::{CalendarYear, Count, SpecialDay, notice_period};

    #[test]
    fn what_was_counted_without_a_year_moves_with_it_and_nothing_else_does() {
        let off = SpecialDay { date: "2027-02-11".parse().expect("a date"), is_off_day: true };
        let file = CalendarYear { year: 2027, days: vec![off] };
        let calendar = WorkCalendar::from_years([file]);
        let count = |calendar: &WorkCalendar| {
            let from = "2027-02-10".parse().expect("a date");
            let last = notice_period(from, 1, Count::NextDay, calendar).last;
            last.and_time(NaiveTime::MIN).and_utc()
        };
        let at = |text: &str| text.parse::<DateTime<Utc>>().expect("an instant");
        let (before, after) = (at("2027-02-11T00:00:00Z"), at("2027-02-12T00:00:00Z"));
        assert_eq!(moved(before, [2027], &calendar, count), Some(after));
        assert_eq!(moved(after, [2027], &calendar, count), None, "it lies there");
        assert_eq!(moved(before, [2028], &calendar, count), None, "of a year that is not loaded");
        let other = at("2027-02-20T00:00:00Z");
        assert_eq!(moved(other, [2027], &calendar, count), None, "somebody set it otherwise");
    }
}
