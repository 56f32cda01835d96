//! Calendars.

use chrono::NaiveDate;
use domain::{calendar::CalendarView, commitment::CommitmentSource};
use leptos_i18n::td_string as t;

use crate::{Locale, time};

/// How a calendar is shown.
pub fn view(l: Locale, view: CalendarView) -> &'static str {
    match view {
        CalendarView::Month => t!(l, calendar.month),
        CalendarView::Week => t!(l, calendar.week),
        CalendarView::List => t!(l, calendar.list),
    }
}

/// From a day to another, both included.
pub fn range(l: Locale, from: NaiveDate, until: NaiveDate) -> String {
    t!(l, calendar.range, from = time::day(l, from), until = time::day(l, until))
}

/// Whose calendar it is.
pub fn of(l: Locale, name: &str) -> String {
    t!(l, calendar.of, name = name)
}

/// What takes a person.
pub fn source(l: Locale, source: CommitmentSource) -> &'static str {
    match source {
        CommitmentSource::Booking => t!(l, calendar.own_review),
        CommitmentSource::ReviewSession => t!(l, calendar.panel),
        CommitmentSource::Delivery => t!(l, calendar.lecture),
        CommitmentSource::Observation => t!(l, calendar.observation),
        CommitmentSource::Absence => t!(l, calendar.absence),
        CommitmentSource::Training => t!(l, calendar.training),
    }
}

/// What takes a place, or somebody else: without whose it is.
pub fn others_source(l: Locale, source: CommitmentSource) -> &'static str {
    match source {
        CommitmentSource::Booking | CommitmentSource::ReviewSession => {
            t!(l, calendar.review_room)
        }
        CommitmentSource::Delivery => t!(l, calendar.lecture),
        CommitmentSource::Observation => t!(l, calendar.observation),
        CommitmentSource::Absence => t!(l, calendar.absence),
        CommitmentSource::Training => t!(l, calendar.training),
    }
}
