//! Observations of lectures.

use domain::observation::{EquipmentState, ObservationState};
use leptos_i18n::td_string as t;

use crate::Locale;

/// Where an observation stands.
pub fn state(l: Locale, state: ObservationState) -> &'static str {
    match state {
        ObservationState::Open => t!(l, observation.state.open),
        ObservationState::Assigned => t!(l, observation.state.assigned),
        ObservationState::Accepted => t!(l, observation.state.accepted),
        ObservationState::Shared => t!(l, observation.state.shared),
        ObservationState::Ended => t!(l, observation.state.ended),
    }
}

/// The tone in which a state is shown.
pub fn tone(state: ObservationState) -> &'static str {
    match state {
        ObservationState::Open => "todo",
        ObservationState::Assigned | ObservationState::Accepted => "wait",
        ObservationState::Shared => "done",
        ObservationState::Ended => "stop",
    }
}

/// How the equipment was.
pub fn equipment(l: Locale, state: EquipmentState) -> &'static str {
    match state {
        EquipmentState::Sound => t!(l, observation.equipment.sound),
        EquipmentState::Flawed => t!(l, observation.equipment.flawed),
        EquipmentState::Failed => t!(l, observation.equipment.failed),
    }
}

/// Yes or no.
pub fn yes(l: Locale, is_so: bool) -> &'static str {
    if is_so { t!(l, observation.yes) } else { t!(l, observation.no) }
}

/// A level to choose, from 1 to 5.
pub fn level(l: Locale, level: i64) -> &'static str {
    match level {
        1 => t!(l, observation.level.l1),
        2 => t!(l, observation.level.l2),
        3 => t!(l, observation.level.l3),
        4 => t!(l, observation.level.l4),
        _ => t!(l, observation.level.l5),
    }
}

/// A level that was given.
pub fn level_of(l: Locale, level: i64) -> String {
    t!(l, observation.level_of, level = level)
}

/// How many more there are than are listed.
pub fn and_more(l: Locale, n: i64) -> String {
    t!(l, observation.and_more, n = n)
}

/// A course with so many low observations.
pub fn question(l: Locale, title: &str, n: usize, low: i64) -> String {
    t!(l, observation.question_card, title = title, n = n, low = low)
}

/// What the office has to weigh.
pub fn question_hint(l: Locale, n: usize, low: i64) -> String {
    t!(l, observation.question_hint, n = n, low = low)
}

/// How many lecturers have none this year.
pub fn n_unobserved(l: Locale, n: i64) -> String {
    t!(l, observation.card.unobserved_count, n = n)
}
