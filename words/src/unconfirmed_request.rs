//! Requests that wait for a call.

use leptos_i18n::td_string as t;

use crate::Locale;

/// How many there are.
pub fn count(l: Locale, n: i64) -> String {
    t!(l, unconfirmed_request.n, n = n)
}
