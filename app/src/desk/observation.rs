//! What cards say about observations of lectures.

use crate::rulebook::rules;
use actions::{ObservationRow, SuspensionQuestion};
use domain::rulebook::Rule;
use leptos_i18n::td_string as t;
use words::Locale;

use super::Card;

/// An observation, with what is to be done about it.
pub(super) fn observation(
    l: Locale,
    row: &ObservationRow,
    rest: &str,
    state: &'static str,
    action: &'static str,
) -> Card {
    Card {
        title: row.title.clone(),
        meta: vec![
            words::person::teacher(l, &row.lecturer_name),
            words::time::span(l, row.starts_at, row.ends_at),
            row.host_name.clone(),
        ],
        due: None,
        tone: words::observation::tone(row.state),
        state,
        href: format!("/observation/{}{rest}", row.id),
        action,
    }
}

/// A course that may have to be suspended: the card leads to it.
pub(super) fn question(l: Locale, question: &SuspensionQuestion) -> Card {
    let row = &question.newest;
    Card {
        title: words::observation::question(
            l,
            &row.title,
            question.n_low,
            rules().get(Rule::ObservationLowPoints),
        ),
        meta: vec![words::person::teacher(l, &row.lecturer_name)],
        due: None,
        tone: "todo",
        state: t!(l, observation.card.question),
        href: format!("/course/{}/listing", row.version_id),
        action: t!(l, observation.to_course),
    }
}

/// Lecturers whom nobody has observed this year.
pub(super) fn unobserved(l: Locale, n: i64) -> Card {
    Card {
        title: t!(l, observation.title).to_owned(),
        meta: vec![words::observation::n_unobserved(l, n)],
        due: None,
        tone: "wait",
        state: t!(l, observation.card.unobserved),
        href: "/observation".to_owned(),
        action: t!(l, observation.card.open),
    }
}
