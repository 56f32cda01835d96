//! Complaints and suggestions.

use domain::complaint::{ComplaintKind, ComplaintState};
use leptos_i18n::td_string as t;

use crate::Locale;

/// What it is.
pub fn kind(l: Locale, kind: ComplaintKind) -> &'static str {
    match kind {
        ComplaintKind::Complaint => t!(l, complaint.kind.complaint),
        ComplaintKind::Suggestion => t!(l, complaint.kind.suggestion),
        ComplaintKind::CourseError => t!(l, complaint.kind.course_error),
    }
}

/// Where it stands.
pub fn state(l: Locale, state: ComplaintState) -> &'static str {
    match state {
        ComplaintState::Open => t!(l, complaint.state.open),
        ComplaintState::Answered => t!(l, complaint.state.answered),
        ComplaintState::Withdrawn => t!(l, complaint.state.withdrawn),
    }
}

/// The tone of a state.
pub fn tone(state: ComplaintState) -> &'static str {
    match state {
        ComplaintState::Open => "wait",
        ComplaintState::Answered => "done",
        ComplaintState::Withdrawn => "plain",
    }
}
