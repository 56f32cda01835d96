//! Dates and times as people read them, in Shanghai.

use chrono::{DateTime, Datelike, NaiveDate, TimeDelta, Utc, Weekday};
use chrono_tz::{Asia::Shanghai, Tz};
use domain::working_day::WorkCalendar;
use leptos_i18n::td_string as t;

use crate::Locale;

/// A day with its weekday: `12月3日 星期四`, `Thu 3 December`.
pub fn day(l: Locale, date: NaiveDate) -> String {
    let weekday = weekday(l, date.weekday());
    t!(l, time.day, weekday = weekday, day = date.day(), month = month(l, date.month()))
}

/// That a computed day may change once the State Council has arranged the days off that it depends
/// on; nothing, if it has (`CAL-02`).
pub fn unarranged(l: Locale, calendar: &WorkCalendar, day: NaiveDate) -> String {
    calendar.unarranged(day).map_or_else(String::new, |year| t!(l, time.unarranged, year = year))
}

/// The same of an instant that ends a day.
pub fn unarranged_until(l: Locale, calendar: &WorkCalendar, until: DateTime<Utc>) -> String {
    unarranged(l, calendar, local(until - TimeDelta::seconds(1)).date_naive())
}

/// A date with its year: `2026年12月3日`, `3 December 2026`.
pub fn date(l: Locale, date: NaiveDate) -> String {
    t!(l, time.date, year = date.year(), month = month(l, date.month()), day = date.day())
}

/// A day, or the first and the last of several: `2026年12月3日至12月4日`.
pub fn dates(l: Locale, from: NaiveDate, until: NaiveDate) -> String {
    if from == until {
        return date(l, from);
    }
    if from.year() != until.year() {
        return t!(l, time.dates_of_years, from = date(l, from), until = date(l, until));
    }
    t!(
        l,
        time.dates,
        year = from.year(),
        first = month(l, from.month()),
        from = from.day(),
        last = month(l, until.month()),
        until = until.day()
    )
}

/// From one time of day to another: `14:00–15:00`.
pub fn hours(starts_at: DateTime<Utc>, ends_at: DateTime<Utc>) -> String {
    format!("{}–{}", clock(starts_at), clock(ends_at))
}

/// A day and the hours on it.
pub fn span(l: Locale, starts_at: DateTime<Utc>, ends_at: DateTime<Utc>) -> String {
    t!(l, time.span, day = local_day(l, starts_at), hours = hours(starts_at, ends_at))
}

/// A date with its year, and the time of day: `2026年12月3日 14:00`, `3 December 2026, 14:00`.
pub fn moment(l: Locale, at: DateTime<Utc>) -> String {
    let date = local(at).date_naive();
    t!(
        l,
        time.moment,
        year = date.year(),
        month = month(l, date.month()),
        day = date.day(),
        time = clock(at)
    )
}

/// The last minute before an instant: a deadline at midnight belongs to the day that it ends.
pub fn last_moment(l: Locale, until: DateTime<Utc>) -> String {
    moment(l, until - chrono::TimeDelta::minutes(1))
}

/// The day of the week as short as a column of a month is wide.
pub fn short_weekday_of(l: Locale, day: NaiveDate) -> &'static str {
    let name = weekday_of(l, day);
    name.strip_prefix("星期").unwrap_or(name)
}

/// The day of an instant.
pub fn local_day(l: Locale, at: DateTime<Utc>) -> String {
    day(l, local(at).date_naive())
}

/// The day of an instant with its year: `2026年12月3日`.
pub fn date_of(l: Locale, at: DateTime<Utc>) -> String {
    date(l, local(at).date_naive())
}

/// The time of day of an instant: `14:00`.
pub(crate) fn clock(at: DateTime<Utc>) -> String {
    local(at).format("%H:%M").to_string()
}

fn local(at: DateTime<Utc>) -> DateTime<Tz> {
    at.with_timezone(&Shanghai)
}

/// The weekday of a date.
pub fn weekday_of(l: Locale, date: NaiveDate) -> &'static str {
    weekday(l, date.weekday())
}

/// The month of a date with its year.
pub fn month_of(l: Locale, date: NaiveDate) -> String {
    t!(l, time.month_of, year = date.year(), month = month(l, date.month()))
}

/// A weekday.
pub(crate) fn weekday(l: Locale, day: Weekday) -> &'static str {
    match day {
        Weekday::Mon => t!(l, time.weekday.mon),
        Weekday::Tue => t!(l, time.weekday.tue),
        Weekday::Wed => t!(l, time.weekday.wed),
        Weekday::Thu => t!(l, time.weekday.thu),
        Weekday::Fri => t!(l, time.weekday.fri),
        Weekday::Sat => t!(l, time.weekday.sat),
        Weekday::Sun => t!(l, time.weekday.sun),
    }
}

/// The name of a month, from 1.
pub(crate) fn month(l: Locale, number: u32) -> &'static str {
    match number {
        1 => t!(l, time.month.jan),
        2 => t!(l, time.month.feb),
        3 => t!(l, time.month.mar),
        4 => t!(l, time.month.apr),
        5 => t!(l, time.month.may),
        6 => t!(l, time.month.jun),
        7 => t!(l, time.month.jul),
        8 => t!(l, time.month.aug),
        9 => t!(l, time.month.sep),
        10 => t!(l, time.month.oct),
        11 => t!(l, time.month.nov),
        _ => t!(l, time.month.dec),
    }
}
