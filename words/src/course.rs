//! Courses and their versions.

use domain::course::CourseVersionState;
use leptos_i18n::td_string as t;

use crate::Locale;

/// Where a version stands.
pub fn state(l: Locale, state: CourseVersionState) -> &'static str {
    match state {
        CourseVersionState::Draft => t!(l, course.state.draft),
        CourseVersionState::ContentCheck => t!(l, course.state.content_check),
        CourseVersionState::AwaitingSlot => t!(l, course.state.awaiting_slot),
        CourseVersionState::Booked => t!(l, course.state.booked),
        CourseVersionState::InReview => t!(l, course.state.in_review),
        CourseVersionState::NeedsRevision => t!(l, course.state.needs_revision),
        CourseVersionState::Superseded => t!(l, course.state.superseded),
        CourseVersionState::Rejected => t!(l, course.state.rejected),
        CourseVersionState::Approved => t!(l, course.state.approved),
        CourseVersionState::Listed => t!(l, course.state.listed),
        CourseVersionState::Suspended => t!(l, course.state.suspended),
        CourseVersionState::Retired => t!(l, course.state.retired),
    }
}

/// The tone in which a state is shown.
pub fn tone(state: CourseVersionState) -> &'static str {
    match state {
        CourseVersionState::Draft
        | CourseVersionState::AwaitingSlot
        | CourseVersionState::NeedsRevision => "todo",
        CourseVersionState::ContentCheck
        | CourseVersionState::Booked
        | CourseVersionState::InReview => "wait",
        CourseVersionState::Approved | CourseVersionState::Listed => "done",
        CourseVersionState::Rejected | CourseVersionState::Suspended => "stop",
        CourseVersionState::Superseded | CourseVersionState::Retired => "plain",
    }
}

/// The name of a subject field in a language, or in the other when it has none.
pub fn field<'a>(l: Locale, zh: Option<&'a str>, en: Option<&'a str>) -> &'a str {
    let (zh, en) = (zh.unwrap_or_default(), en.unwrap_or_default());
    let (first, second) = match l {
        Locale::zh_CN => (zh, en),
        Locale::en => (en, zh),
    };
    if first.is_empty() { second } else { first }
}

/// A length in minutes.
pub fn minutes(l: Locale, n: i64) -> String {
    t!(l, course.minutes, count = n)
}

/// A number of people.
pub fn people(l: Locale, n: i64) -> String {
    t!(l, course.people, count = n)
}
