//! Reference lectures.

use leptos_i18n::td_string as t;

use crate::Locale;

/// How many have scored one.
pub fn n_sheets(l: Locale, n: i64) -> String {
    t!(l, reference_lecture.n_sheets, n = n)
}
