//! Awards in the archive.

use leptos_i18n::td_string as t;

use crate::Locale;

/// How many objections are open.
pub fn objections(l: Locale, n: usize) -> String {
    t!(l, award_archive.objections, count = n)
}

/// About whom nothing is decided yet.
pub fn open(l: Locale, names: &[String]) -> String {
    t!(l, award_archive.open, names = names.join(t!(l, page.comma)))
}

/// How many seats have fallen free and stay so.
pub fn vacant(l: Locale, n: usize) -> String {
    t!(l, award_archive.vacant, count = n)
}
