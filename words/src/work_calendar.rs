//! The days off of years.

use chrono::NaiveDate;
use leptos_i18n::td_string as t;

use crate::{Locale, time};

/// That the days off of a year are not known.
pub fn missing(l: Locale, year: i32) -> String {
    t!(l, work_calendar.missing, year = year)
}

/// The title of a year's form.
pub fn form_title(l: Locale, year: i32) -> String {
    t!(l, work_calendar.form_title, year = year)
}

/// How many days are off, and how many are made up.
pub fn counts(l: Locale, n_off: usize, n_work: usize) -> String {
    t!(l, work_calendar.counts, off = n_off, work = n_work)
}

/// By which document, who has written it, and when.
pub fn by(l: Locale, document: &str, name: &str, day: NaiveDate) -> String {
    t!(l, work_calendar.by, document = document, name = name, day = time::day(l, day))
}
