//! What cards say about sittings, sheets and verdicts.

use actions::{CourseRow, ReviewSessionRow, TrialRow, WaitingRow};
use leptos_i18n::td_string as t;
use words::Locale;

use super::Card;

pub(super) fn session(
    l: Locale,
    session: &ReviewSessionRow,
    tone: &'static str,
    action: &'static str,
) -> Card {
    Card {
        title: words::review_session::name(l, session.starts_at),
        meta: vec![
            session.place_name.clone().unwrap_or_else(|| t!(l, review_session.online).into()),
        ],
        due: None,
        tone,
        state: words::review_session::state(l, session.state),
        href: format!("/review_session/{}", session.id),
        action,
    }
}

pub(super) fn sitting(l: Locale, row: &ReviewSessionRow) -> Card {
    let card = session(l, row, "todo", t!(l, desk.lead_sitting));
    Card { href: format!("/review_session/{}/sitting", row.id), ..card }
}

/// A course that waits for a slot of a session, or is offered one.
pub(super) fn waiting(l: Locale, entry: &WaitingRow) -> Card {
    Card {
        title: entry.title.clone(),
        meta: vec![words::review_session::name(l, entry.session_starts_at)],
        due: None,
        tone: words::waiting_list::tone(entry.state),
        state: words::waiting_list::state(l, entry.state),
        href: format!("/waiting/{}", entry.id),
        action: t!(l, desk.look),
    }
}

pub(super) fn sheet(l: Locale, trial: &TrialRow) -> Card {
    let card = lecture(l, trial, t!(l, desk.write_sheet));
    Card {
        href: format!("/trial_lecture/{}/sheet", trial.booking_id),
        state: t!(l, desk.sheet_due),
        ..card
    }
}

pub(super) fn lecture(l: Locale, trial: &TrialRow, action: &'static str) -> Card {
    Card {
        title: trial.title.clone(),
        meta: vec![
            words::person::teacher(l, &trial.lecturer_name),
            words::trial_lecture::round(l, trial.round_no),
        ],
        due: None,
        tone: words::trial_lecture::tone(trial.state),
        state: words::trial_lecture::state(l, trial.state),
        href: format!("/trial_lecture/{}", trial.booking_id),
        action,
    }
}

/// A course that waits for the catalogue, or for its next version.
pub(super) fn course(l: Locale, course: &CourseRow, action: &'static str) -> Card {
    Card {
        title: course.title.clone(),
        meta: vec![words::person::teacher(l, &course.lecturer_name)],
        due: None,
        tone: words::course::tone(course.state),
        state: words::course::state(l, course.state),
        href: format!("/course/{}/refinement", course.id),
        action,
    }
}
