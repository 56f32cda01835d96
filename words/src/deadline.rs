//! Deadlines that were counted before the days off were arranged.

use domain::deadline::DeadlineKind;
use leptos_i18n::td_string as t;

use crate::Locale;

/// What a deadline ends.
pub fn kind(l: Locale, kind: DeadlineKind) -> &'static str {
    match kind {
        DeadlineKind::Notice => t!(l, deadline.kind.notice),
        DeadlineKind::SubstituteNotice => t!(l, deadline.kind.substitute_notice),
        DeadlineKind::Request => t!(l, deadline.kind.request),
        DeadlineKind::Offer => t!(l, deadline.kind.offer),
        DeadlineKind::Booking => t!(l, deadline.kind.booking),
    }
}

/// The page of what it ends; that of a substitute's notice is the cycle's.
pub fn address(kind: DeadlineKind, id: i64) -> String {
    match kind {
        DeadlineKind::Notice | DeadlineKind::SubstituteNotice => format!("/notice/{id}"),
        DeadlineKind::Request => format!("/lecture_request/{id}"),
        DeadlineKind::Offer => format!("/dispatch/{id}"),
        DeadlineKind::Booking => format!("/review_session/{id}"),
    }
}

/// How many would move.
pub fn count(l: Locale, n: usize) -> String {
    t!(l, deadline.count, n = n)
}
