//! The public catalogue.

use leptos_i18n::td_string as t;

use crate::Locale;

/// How many courses were found.
pub fn n_courses(l: Locale, n: i64) -> String {
    t!(l, catalogue.n_courses, count = n)
}
