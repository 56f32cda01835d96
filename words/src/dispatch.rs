//! Dispatches, and the reasons of the proposal.

use chrono::{DateTime, Utc};
use domain::{
    dispatch::{DeclineReason, DispatchRefusal, DispatchState},
    working_day::WorkCalendar,
};
use leptos_i18n::td_string as t;

use crate::{Locale, absence, time};

/// Where a dispatch stands.
pub fn state(l: Locale, state: DispatchState) -> &'static str {
    match state {
        DispatchState::Offered => t!(l, dispatch.state.offered),
        DispatchState::Accepted => t!(l, dispatch.state.accepted),
        DispatchState::Declined => t!(l, dispatch.state.declined),
        DispatchState::Lapsed => t!(l, dispatch.state.lapsed),
        DispatchState::Withdrawn => t!(l, dispatch.state.withdrawn),
    }
}

/// The tone in which a state is shown.
pub fn tone(state: DispatchState) -> &'static str {
    match state {
        DispatchState::Offered => "wait",
        DispatchState::Accepted => "done",
        DispatchState::Declined | DispatchState::Lapsed | DispatchState::Withdrawn => "plain",
    }
}

/// Why a lecturer declines.
pub fn decline_reason(l: Locale, reason: DeclineReason) -> &'static str {
    match reason {
        DeclineReason::Busy => t!(l, dispatch.decline_reason.busy),
        DeclineReason::TooFar => t!(l, dispatch.decline_reason.too_far),
        DeclineReason::Audience => t!(l, dispatch.decline_reason.audience),
        DeclineReason::Personal => t!(l, dispatch.decline_reason.personal),
        DeclineReason::Other => t!(l, dispatch.decline_reason.other),
    }
}

/// Why a lecturer cannot be asked, or cannot accept.
pub fn refusal(l: Locale, refusal: DispatchRefusal) -> &'static str {
    match refusal {
        DispatchRefusal::Taken => t!(l, dispatch.refusal.taken),
        DispatchRefusal::NoTravelTime => t!(l, dispatch.refusal.no_travel_time),
        DispatchRefusal::NotAppointed => t!(l, dispatch.refusal.not_appointed),
        DispatchRefusal::DayFull => t!(l, dispatch.refusal.day_full),
        DispatchRefusal::MonthFull => t!(l, dispatch.refusal.month_full),
        DispatchRefusal::Unavailable(why) => absence::unavailable(l, why),
        DispatchRefusal::HallTaken => t!(l, dispatch.refusal.hall_taken),
        DispatchRefusal::NotWhitelisted => t!(l, dispatch.refusal.not_whitelisted),
        DispatchRefusal::CheckLapsed => t!(l, dispatch.refusal.check_lapsed),
        DispatchRefusal::NotChecked => t!(l, dispatch.refusal.not_checked),
        DispatchRefusal::Past => t!(l, dispatch.refusal.past),
        DispatchRefusal::OfferOver => t!(l, dispatch.refusal.offer_over),
    }
}

/// The button that asks for a time.
pub fn ask(l: Locale, starts_at: DateTime<Utc>, ends_at: DateTime<Utc>) -> String {
    t!(l, dispatch.ask, time = time::span(l, starts_at, ends_at))
}

/// The button that accepts a time.
pub fn accept(l: Locale, starts_at: DateTime<Utc>, ends_at: DateTime<Utc>) -> String {
    t!(l, dispatch.accept, time = time::span(l, starts_at, ends_at))
}

/// Until when an answer is awaited.
pub fn answer_until(l: Locale, until: DateTime<Utc>, calendar: &WorkCalendar) -> String {
    t!(l, dispatch.answer_until, moment = time::last_moment(l, until))
        + &time::unarranged_until(l, calendar, until)
}

/// Where a lecturer comes from, if not from the host's county.
pub fn other_county(l: Locale, county: &str) -> String {
    t!(l, dispatch.reason.other_county, county = county)
}

/// How much somebody has lectured.
pub fn load(l: Locale, n: usize) -> String {
    t!(l, dispatch.reason.load, count = n)
}

/// When somebody last lectured.
pub fn last(l: Locale, at: DateTime<Utc>) -> String {
    t!(l, dispatch.reason.last, day = time::local_day(l, at))
}

/// When somebody was last asked.
pub fn last_asked(l: Locale, at: DateTime<Utc>) -> String {
    t!(l, dispatch.reason.last_asked, day = time::local_day(l, at))
}

/// How many candidates are not shown.
pub fn n_more(l: Locale, n: usize) -> String {
    t!(l, dispatch.n_more, count = n)
}
