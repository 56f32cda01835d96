//! The messages about trial lectures, their verdicts, and what comes of a course.

use domain::inbox::Message;
use leptos_i18n::td_string as t;

use crate::{Locale, person::teacher, time, trial_lecture};

pub(super) fn message(l: Locale, message: &Message) -> (String, String, String) {
    match message {
        Message::SheetAwaited { booking, title, lecturer, until } => (
            t!(l, inbox.sheet_awaited, title = title),
            t!(
                l,
                inbox.sheet_awaited_text,
                teacher = teacher(l, lecturer),
                moment = time::last_moment(l, *until)
            ),
            format!("/trial_lecture/{booking}/sheet"),
        ),
        Message::VetoRaised { booking, title } => (
            t!(l, inbox.veto_raised, title = title),
            t!(l, inbox.veto_raised_text).to_owned(),
            format!("/trial_lecture/{booking}"),
        ),
        Message::SheetUnlocked { booking, title, reason } => (
            t!(l, inbox.sheet_unlocked, title = title),
            t!(l, inbox.sheet_unlocked_text, reason = reason),
            format!("/trial_lecture/{booking}"),
        ),
        Message::VerdictAwaited { booking, title } => (
            t!(l, inbox.verdict_awaited, title = title),
            t!(l, inbox.verdict_awaited_text).to_owned(),
            format!("/trial_lecture/{booking}"),
        ),
        Message::VerdictProposed { booking, title, lecturer } => (
            t!(l, inbox.verdict_proposed, title = title),
            t!(l, inbox.verdict_proposed_text, teacher = teacher(l, lecturer)),
            format!("/trial_lecture/{booking}"),
        ),
        Message::VerdictSentBack { booking, title, reason } => (
            t!(l, inbox.verdict_sent_back, title = title),
            t!(l, inbox.verdict_sent_back_text, reason = reason),
            format!("/trial_lecture/{booking}"),
        ),
        other => course(l, other),
    }
}

/// What a lecturer and the office hear of a course.
fn course(l: Locale, message: &Message) -> (String, String, String) {
    match message {
        Message::VerdictConfirmed { version, title, verdict, .. } => (
            t!(l, inbox.verdict_confirmed, title = title),
            t!(l, inbox.verdict_confirmed_text, verdict = trial_lecture::verdict(l, *verdict)),
            format!("/course/{version}/refinement"),
        ),
        Message::SlotMissed { version, title, starts_at } => (
            t!(l, inbox.slot_missed, title = title),
            t!(l, inbox.slot_missed_text, moment = time::moment(l, *starts_at)),
            format!("/course/{version}"),
        ),
        Message::SessionCancelled { session, starts_at, reason } => (
            t!(l, inbox.session_cancelled, day = time::local_day(l, *starts_at)),
            t!(l, inbox.session_cancelled_text, reason = reason),
            format!("/review_session/{session}"),
        ),
        Message::SlotWithdrawn { version, title, starts_at, reason } => (
            t!(l, inbox.slot_withdrawn, title = title),
            t!(l, inbox.slot_withdrawn_text, moment = time::moment(l, *starts_at), reason = reason),
            format!("/course/{version}/booking"),
        ),
        Message::CourseResubmitted { version, title, lecturer } => (
            t!(l, inbox.course_resubmitted, title = title),
            t!(l, inbox.course_resubmitted_text, teacher = teacher(l, lecturer)),
            format!("/course/{version}/refinement"),
        ),
        Message::CourseListed { version, title, number } => (
            t!(l, inbox.course_listed, title = title),
            t!(l, inbox.course_listed_text, number = number),
            format!("/course/{version}"),
        ),
        _ => Default::default(),
    }
}
