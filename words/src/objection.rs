//! Objections to awards.

use domain::objection::{ObjectionAbout, ObjectionEffect, ObjectionState, ObjectorKind};
use leptos_i18n::td_string as t;

use crate::{Locale, time};

/// What it is about.
pub fn about(l: Locale, about: ObjectionAbout) -> &'static str {
    match about {
        ObjectionAbout::Nominee => t!(l, objection.kind.nominee),
        ObjectionAbout::Omission => t!(l, objection.kind.omission),
        ObjectionAbout::Procedure => t!(l, objection.kind.procedure),
    }
}

/// In whose name.
pub fn who(l: Locale, kind: ObjectorKind) -> &'static str {
    match kind {
        ObjectorKind::Person => t!(l, objection.who.person),
        ObjectorKind::Organisation => t!(l, objection.who.organisation),
    }
}

/// Where it stands.
pub fn state(l: Locale, state: ObjectionState) -> &'static str {
    match state {
        ObjectionState::Received => t!(l, objection.state.received),
        ObjectionState::Admitted => t!(l, objection.state.admitted),
        ObjectionState::NotAdmitted => t!(l, objection.state.not_admitted),
        ObjectionState::Upheld => t!(l, objection.state.upheld),
        ObjectionState::PartlyUpheld => t!(l, objection.state.partly_upheld),
        ObjectionState::Dismissed => t!(l, objection.state.dismissed),
        ObjectionState::Withdrawn => t!(l, objection.state.withdrawn),
    }
}

/// The tone of a state.
pub fn tone(state: ObjectionState) -> &'static str {
    match state {
        ObjectionState::Received => "todo",
        ObjectionState::Admitted => "wait",
        ObjectionState::Upheld | ObjectionState::PartlyUpheld | ObjectionState::Dismissed => "done",
        ObjectionState::NotAdmitted => "stop",
        ObjectionState::Withdrawn => "plain",
    }
}

/// What follows.
pub fn effect(l: Locale, effect: ObjectionEffect) -> &'static str {
    match effect {
        ObjectionEffect::Nothing => t!(l, objection.effect.nothing),
        ObjectionEffect::Removal => t!(l, objection.effect.removal),
        ObjectionEffect::Confirmation => t!(l, objection.effect.confirmation),
        ObjectionEffect::Proposal => t!(l, objection.effect.proposal),
    }
}

/// Which one it is.
pub fn number(l: Locale, n: i64) -> String {
    t!(l, objection.number, n = n)
}

/// How many are hidden because of a conflict.
pub fn n_hidden(l: Locale, n: usize) -> String {
    t!(l, objection.n_hidden, n = n)
}

/// The last day on which one may be made.
pub fn until(l: Locale, day: chrono::NaiveDate) -> String {
    t!(l, objection.until, day = time::day(l, day))
}
