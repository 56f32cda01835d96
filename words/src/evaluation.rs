//! The evaluation of an award, as the office and the chair see it.

use chrono::{DateTime, Utc};
use leptos_i18n::td_string as t;

use crate::{Locale, time};

/// How many nominees have all their sheets.
pub fn progress(l: Locale, done: usize, all: usize) -> String {
    t!(l, evaluation.progress, done = done, all = all)
}

/// Whether a judge has declared everything: tone and text.
pub fn declaration(l: Locale, is_declared: bool) -> (&'static str, &'static str) {
    if is_declared {
        ("done", t!(l, evaluation.declared))
    } else {
        ("todo", t!(l, evaluation.not_declared))
    }
}

/// So many of all.
pub fn done_of(l: Locale, done: usize, all: usize) -> String {
    t!(l, evaluation.done_of, done = done, all = all)
}

/// Why readers are assigned, and how.
pub fn readers_lede(l: Locale, most: i64, wanted: usize, least: usize) -> String {
    t!(l, evaluation.readers_lede, most = most, wanted = wanted, least = least)
}

/// How many judges have not declared everything.
pub fn readers_waiting(l: Locale, n: usize) -> String {
    t!(l, evaluation.readers_waiting, n = n)
}

/// When readers were assigned, and by which seed.
pub fn plan(l: Locale, at: DateTime<Utc>, seed: i64) -> String {
    t!(l, evaluation.plan, at = time::moment(l, at), seed = seed)
}

/// That some have fewer readers than they need.
pub fn short(l: Locale, least: usize) -> String {
    t!(l, evaluation.short, least = least)
}

/// A nominee with too few readers.
pub fn short_one(l: Locale, name: &str, n: usize) -> String {
    t!(l, evaluation.short_one, name = name, n = n)
}

/// A substitute who was drawn.
pub fn draw(l: Locale, seat: i64, name: &str, at: DateTime<Utc>, reason: &str) -> String {
    let (name, at) = (crate::person::teacher(l, name), time::moment(l, at));
    t!(l, evaluation.draw, seat = seat, name = name, at = at, reason = reason)
}

/// From whom, and by which seed.
pub fn draw_how(l: Locale, pool: &str, seed: &str) -> String {
    let n = pool.split(',').count();
    t!(l, evaluation.draw_how, n = n, pool = pool, seed = seed)
}

/// That a sheet was opened again, or a declaration undone.
pub fn put_right(l: Locale, seat: Option<i64>, name: &str, relation: Option<&str>) -> String {
    let seat = seat.map_or_else(|| "—".to_owned(), |seat| seat.to_string());
    match relation {
        None => t!(l, evaluation.opened, seat = seat, name = name),
        Some(relation) => t!(l, evaluation.undone, seat = seat, name = name, relation = relation),
    }
}

/// When, and why.
pub fn why(l: Locale, at: DateTime<Utc>, reason: &str) -> String {
    t!(l, evaluation.why, at = time::moment(l, at), reason = reason)
}

/// Which judge it is.
pub fn judge_lede(l: Locale, seat: i64) -> String {
    t!(l, evaluation.judge_lede, seat = seat)
}
