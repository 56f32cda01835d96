//! Deliveries.

use chrono::{DateTime, Utc};
use domain::delivery::DeliveryState;
use leptos_i18n::td_string as t;

use crate::{Locale, time};

/// Where a delivery stands.
pub fn state(l: Locale, state: DeliveryState) -> &'static str {
    match state {
        DeliveryState::Planned => t!(l, delivery.state.planned),
        DeliveryState::Held => t!(l, delivery.state.held),
        DeliveryState::Verified => t!(l, delivery.state.verified),
        DeliveryState::Cancelled => t!(l, delivery.state.cancelled),
    }
}

/// The tone in which a state is shown.
pub fn tone(state: DeliveryState) -> &'static str {
    match state {
        DeliveryState::Planned | DeliveryState::Held => "wait",
        DeliveryState::Verified => "done",
        DeliveryState::Cancelled => "stop",
    }
}

/// What one side reports.
pub fn said(
    l: Locale,
    attendance: i64,
    began_at: DateTime<Utc>,
    ended_at: DateTime<Utc>,
) -> String {
    t!(l, delivery.said, count = attendance, span = time::span(l, began_at, ended_at))
}

/// How many lectures a list has.
pub fn n_lectures(l: Locale, n: i64) -> String {
    t!(l, delivery.n_lectures, n = n)
}
