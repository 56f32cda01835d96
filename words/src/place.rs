//! Texts of places that depend on values.

use leptos_i18n::td_string as t;

use crate::Locale;

/// The name of a county in the reader's language.
pub fn county<'a>(l: Locale, zh: &'a str, en: &'a str) -> &'a str {
    match l {
        Locale::zh_CN => zh,
        Locale::en => en,
    }
}

/// How many have a seat.
pub fn seats(l: Locale, n: i64) -> String {
    t!(l, place.seats, n = n)
}
