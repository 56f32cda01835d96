//! What is going on.

use domain::credit_hour::Hours;
use leptos_i18n::td_string as t;

use crate::{Locale, time};

/// Lectures that were given in a year, and how far they reached.
pub fn given(l: Locale, year: i32, n_lectures: i64, n_listeners: i64, n_towns: usize) -> String {
    let given = t!(l, overview.given, year = year, lectures = n_lectures, listeners = n_listeners);
    if n_towns == 0 {
        return given;
    }
    format!("{given}{}", t!(l, overview.reached, towns = n_towns))
}

/// How many slots of a session are free.
pub fn free(l: Locale, n: i64) -> String {
    t!(l, overview.free, n = n)
}

/// The heading of a year.
pub fn year(l: Locale, year: i32) -> String {
    t!(l, overview.year, year = year)
}

/// How many towns had a lecture.
pub fn towns(l: Locale, served: usize, all: usize) -> String {
    t!(l, overview.towns, served = served, all = all)
}

/// Hours that were credited.
pub fn hours(l: Locale, hours: Hours) -> String {
    t!(l, overview.hours, hours = hours)
}

/// Twelve figures with their months.
pub fn months(l: Locale, months: &[i64; 12]) -> String {
    let figure = |(month, n): (u32, &i64)| format!("{} {n}", time::month(l, month));
    (1..).zip(months).map(figure).collect::<Vec<_>>().join(t!(l, time.list))
}
