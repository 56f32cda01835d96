//! A course in the catalogue: how long, and what is changed of it.

use chrono::NaiveDate;
use domain::{
    lecture_request::RequestState,
    listing::{ChangeKind, CourseChange, ListingStep},
    rulebook::{Rule, Rulebook},
};
use leptos_i18n::td_string as t;

use crate::{
    rulebook, {Locale, lecture_request, time},
};

/// What can be done to a listing.
pub fn step(l: Locale, step: ListingStep) -> &'static str {
    match step {
        ListingStep::Suspend => t!(l, listing.step.suspend),
        ListingStep::Relist => t!(l, listing.step.relist),
        ListingStep::Extend => t!(l, listing.step.extend),
        ListingStep::Retire => t!(l, listing.step.retire),
    }
}

/// What a step comes to.
pub fn step_hint(l: Locale, step: ListingStep, rules: &Rulebook) -> String {
    let text = match step {
        ListingStep::Suspend => t!(l, listing.hint.suspend),
        ListingStep::Relist => t!(l, listing.hint.relist),
        ListingStep::Extend => {
            let time = rulebook::of(l, rules, Rule::ExtensionYears);
            return t!(l, listing.hint.extend, time = time);
        }
        ListingStep::Retire => t!(l, listing.hint.retire),
    };
    text.to_owned()
}

/// What was done to a listing.
pub fn done(l: Locale, step: ListingStep) -> &'static str {
    match step {
        ListingStep::Suspend => t!(l, listing.done.suspend),
        ListingStep::Relist => t!(l, listing.done.relist),
        ListingStep::Extend => t!(l, listing.done.extend),
        ListingStep::Retire => t!(l, listing.done.retire),
    }
}

/// How much of a listed course is changed.
pub fn change_kind(l: Locale, kind: ChangeKind) -> &'static str {
    match kind {
        ChangeKind::Minor => t!(l, listing.change.minor),
        ChangeKind::Major => t!(l, listing.change.major),
    }
}

/// What a kind of change leads to.
pub fn change_hint(l: Locale, kind: ChangeKind, rules: &Rulebook) -> String {
    match kind {
        ChangeKind::Minor => t!(l, listing.change.minor_hint).to_owned(),
        ChangeKind::Major => {
            let time = rulebook::of(l, rules, Rule::MinorChangePercent);
            t!(l, listing.change.major_hint, time = time)
        }
    }
}

/// How many slides are changed, with their share.
pub fn slides(l: Locale, change: &CourseChange) -> String {
    t!(
        l,
        listing.change.slides,
        changed = change.changed_slides,
        all = change.all_slides,
        percent = change.percent()
    )
}

/// The last day of a listing.
pub fn until(l: Locale, day: NaiveDate) -> String {
    t!(l, listing.until, day = time::date(l, day))
}

/// A request that is not over: its host and where it stands.
pub fn open_request(l: Locale, host: &str, state: RequestState) -> String {
    t!(l, listing.open_request, host = host, state = lecture_request::state(l, state))
}

/// How many requests name a version that is not in the catalogue.
pub fn n_stranded(l: Locale, n: i64) -> String {
    t!(l, listing.n_stranded, count = n)
}
