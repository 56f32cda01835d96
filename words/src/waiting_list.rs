//! The waiting list of a session.

use chrono::{DateTime, Utc};
use domain::waiting_list::WaitingState;
use leptos_i18n::td_string as t;

use crate::{Locale, time};

/// Where an entry stands.
pub fn state(l: Locale, state: WaitingState) -> &'static str {
    match state {
        WaitingState::Waiting => t!(l, waiting_list.state.waiting),
        WaitingState::Offered => t!(l, waiting_list.state.offered),
        WaitingState::Accepted => t!(l, waiting_list.state.accepted),
        WaitingState::Lapsed => t!(l, waiting_list.state.lapsed),
        WaitingState::Withdrawn => t!(l, waiting_list.state.withdrawn),
        WaitingState::Ended => t!(l, waiting_list.state.ended),
    }
}

/// Where an entry stands, for the office.
pub fn state_of(l: Locale, entry: WaitingState) -> &'static str {
    match entry {
        WaitingState::Offered => t!(l, waiting_list.offered_of),
        other => state(l, other),
    }
}

/// The tone in which an entry's state is shown.
pub fn tone(state: WaitingState) -> &'static str {
    match state {
        WaitingState::Waiting => "wait",
        WaitingState::Offered => "todo",
        WaitingState::Accepted => "done",
        WaitingState::Lapsed => "stop",
        WaitingState::Withdrawn | WaitingState::Ended => "plain",
    }
}

/// A place on the list, from 1.
pub fn place_no(l: Locale, n: usize) -> String {
    t!(l, waiting_list.place_no, n = n)
}

/// Until when a slot is kept.
pub fn offered_until(l: Locale, until: DateTime<Utc>) -> String {
    t!(l, waiting_list.offered_until, moment = time::moment(l, until))
}

/// What accepting gives back.
pub fn exchange_hint(l: Locale, starts_at: DateTime<Utc>, ends_at: DateTime<Utc>) -> String {
    t!(l, waiting_list.exchange_hint, when = time::span(l, starts_at, ends_at))
}
