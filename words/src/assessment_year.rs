//! Assessment years.

use chrono::{DateTime, Utc};
use leptos_i18n::td_string as t;

use crate::{Locale, time};

/// A year, by the calendar year in which it ends.
pub fn year(l: Locale, year: i64) -> String {
    t!(l, assessment_year.year, year = year)
}

/// Who opened a year again, and when.
pub fn opened_by(l: Locale, name: &str, at: DateTime<Utc>) -> String {
    t!(l, assessment_year.opened_by, name = name, moment = time::moment(l, at))
}
