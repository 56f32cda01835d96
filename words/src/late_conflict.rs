//! Conflicts that became known after a verdict, and the repeats of sittings.

use chrono::{DateTime, Utc};
use domain::{
    late_conflict::{Meanwhile, RepeatEnd},
    nomination::Relation,
    rulebook::Rulebook,
    score_sheet::ConflictKind,
};
use leptos_i18n::td_string as t;

use crate::{Locale, award_cycle, time};

/// Whose conflict it is, and which.
pub fn entry(
    l: Locale,
    rules: &Rulebook,
    (seat_no, name): (i64, &str),
    kind: ConflictKind,
) -> String {
    let kind = award_cycle::relation(l, rules, Relation(Some(kind)));
    t!(l, late_conflict.entry, seat = seat_no, name = name, kind = kind)
}

/// When it was recorded.
pub fn recorded(l: Locale, at: DateTime<Utc>) -> String {
    t!(l, late_conflict.recorded, moment = time::moment(l, at))
}

/// When a repeat was ordered.
pub fn ordered(l: Locale, at: DateTime<Utc>) -> String {
    t!(l, late_conflict.ordered, moment = time::moment(l, at))
}

/// How a repeat ended.
pub fn end(l: Locale, end: RepeatEnd) -> &'static str {
    match end {
        RepeatEnd::Judged => t!(l, late_conflict.ended.judged),
        RepeatEnd::CalledOff => t!(l, late_conflict.ended.called_off),
    }
}

/// What becomes of a listed version until then.
pub fn meanwhile(l: Locale, meanwhile: Meanwhile) -> &'static str {
    match meanwhile {
        Meanwhile::Stays => t!(l, late_conflict.meanwhile.stays),
        Meanwhile::Suspended => t!(l, late_conflict.meanwhile.suspended),
    }
}
