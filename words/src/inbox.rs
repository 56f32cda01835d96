//! Messages: a code and its parameters in the reader's language.

use domain::inbox::Message;
use leptos_i18n::td_string as t;

use crate::{Locale, person::teacher, time};

/// Title, text, and the address that a message leads to.
pub fn message(l: Locale, message: &Message) -> (String, String, String) {
    match message {
        Message::CourseSubmitted { version, title, lecturer } => (
            t!(l, inbox.course_submitted, title = title),
            t!(l, inbox.course_submitted_text, teacher = teacher(l, lecturer)),
            format!("/course_check/{version}"),
        ),
        Message::CourseCleared { version, title } => (
            t!(l, inbox.course_cleared, title = title),
            t!(l, inbox.course_cleared_text).to_owned(),
            format!("/course/{version}/booking"),
        ),
        Message::CourseSentBack { version, title, reason } => (
            t!(l, inbox.course_sent_back, title = title),
            t!(l, inbox.course_sent_back_text, reason = reason),
            format!("/course/{version}/edit"),
        ),
        Message::PanelCalled { session, starts_at } => (
            t!(l, inbox.panel_called, day = time::local_day(l, *starts_at)),
            t!(l, inbox.panel_called_text, moment = time::moment(l, *starts_at)),
            format!("/review_session/{session}"),
        ),
        Message::SlotBooked { title, lecturer, starts_at, .. } => (
            t!(l, inbox.slot_booked, title = title),
            t!(
                l,
                inbox.slot_booked_text,
                teacher = teacher(l, lecturer),
                moment = time::moment(l, *starts_at)
            ),
            "/calendar".to_owned(),
        ),
        Message::SlotReleased { title, lecturer, starts_at, .. } => (
            t!(l, inbox.slot_released, title = title),
            t!(
                l,
                inbox.slot_released_text,
                teacher = teacher(l, lecturer),
                moment = time::moment(l, *starts_at)
            ),
            "/calendar".to_owned(),
        ),
    }
}
