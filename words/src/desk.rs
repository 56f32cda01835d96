//! The desk.

use chrono::{DateTime, Utc};
use leptos_i18n::td_string as t;

use crate::{Locale, person, time};

/// The desk's first line.
pub fn greeting(l: Locale, name: &str) -> String {
    if name.is_empty() {
        return t!(l, desk.greeting_nameless).to_owned();
    }
    t!(l, desk.greeting, teacher = person::teacher(l, name))
}

/// How many things wait.
pub fn lede(l: Locale, n: usize) -> String {
    if n == 0 {
        return t!(l, desk.lede_none).to_owned();
    }
    t!(l, desk.lede, count = n)
}

/// How many sheets of a judge are submitted.
pub fn sheets(l: Locale, done: usize, all: usize) -> String {
    t!(l, desk.sheets, done = done, all = all)
}

/// Until when a hold is to be confirmed.
pub fn confirm_until(l: Locale, until: DateTime<Utc>) -> String {
    t!(l, desk.confirm_until, time = time::clock(until))
}

/// Since when something has waited.
pub fn waiting_since(l: Locale, since: DateTime<Utc>) -> String {
    t!(l, desk.waiting_since, day = time::local_day(l, since))
}
