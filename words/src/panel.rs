//! The panel of a session: invitations, answers, seats, and sessions that are moved.

use chrono::{DateTime, Utc};
use domain::panel::PanelAnswer;
use leptos_i18n::td_string as t;

use crate::{Locale, person::teacher, time};

/// What was answered to an invitation.
pub fn answer(l: Locale, answer: PanelAnswer) -> &'static str {
    match answer {
        PanelAnswer::Accepted => t!(l, panel.answer.accepted),
        PanelAnswer::Declined => t!(l, panel.answer.declined),
    }
}

/// The tone in which an answer is shown.
pub fn tone(answer: PanelAnswer) -> &'static str {
    match answer {
        PanelAnswer::Accepted => "done",
        PanelAnswer::Declined => "stop",
    }
}

/// Until when an answer is awaited.
pub fn answer_until(l: Locale, until: DateTime<Utc>) -> String {
    t!(l, panel.answer_until, moment = time::last_moment(l, until))
}

/// A seat with who has it.
pub fn seat(l: Locale, seat_no: i64, name: &str) -> String {
    t!(l, panel.seat, n = seat_no, name = teacher(l, name))
}

/// From when to when a booked slot was moved.
pub fn moved(l: Locale, was_at: DateTime<Utc>, now_at: DateTime<Utc>) -> String {
    t!(l, panel.moved_text, was = time::moment(l, was_at), now = time::moment(l, now_at))
}

/// That too few of a panel may judge a lecture.
pub fn short(l: Locale, title: &str, lecturer: &str, n: usize) -> String {
    t!(l, panel.short, title = title, lecturer = lecturer, n = n)
}
