//! The rounds of a course.

use chrono::{DateTime, NaiveDate, Utc};
use leptos_i18n::td_string as t;

use crate::{Locale, time};

/// The page of a course's rounds.
pub fn title_of(l: Locale, title: &str) -> String {
    t!(l, refinement.title_of, title = title)
}

/// A version.
pub fn version(l: Locale, n: i64) -> String {
    t!(l, refinement.version, n = n)
}

/// Until when the next version is awaited.
pub fn revise_hint(l: Locale, day: NaiveDate) -> String {
    t!(l, refinement.revise_hint, day = time::day(l, day))
}

/// From when a new cycle opens.
pub fn from(l: Locale, at: DateTime<Utc>) -> String {
    t!(l, refinement.from, day = time::local_day(l, at))
}

/// How many required changes are answered.
pub fn answered(l: Locale, n: usize, all: usize) -> String {
    t!(l, refinement.answered, n = n, all = all)
}

/// What a round came to, read aloud.
pub fn radar_text(l: Locale, round: &str, figures: &str) -> String {
    t!(l, refinement.radar_text, round = round, figures = figures)
}

/// That a round is overdue, for the office.
pub fn overdue(l: Locale, until: DateTime<Utc>) -> String {
    t!(l, refinement.overdue, until = time::last_moment(l, until))
}
