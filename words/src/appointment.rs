//! Terms in a corps.

use chrono::NaiveDate;
use domain::appointment::{AppointmentState, AppointmentStep, Corps, TerminationGround};
use leptos_i18n::td_string as t;

use crate::{Locale, time};

/// A corps.
pub fn corps(l: Locale, corps: Corps) -> &'static str {
    match corps {
        Corps::CityLecturers => t!(l, appointment.corps.city_lecturers),
        Corps::CountyLecturers => t!(l, appointment.corps.county_lecturers),
        Corps::Tutors => t!(l, appointment.corps.tutors),
    }
}

/// Where a term stands.
pub fn state(l: Locale, state: AppointmentState) -> &'static str {
    match state {
        AppointmentState::Active => t!(l, appointment.state.active),
        AppointmentState::Suspended => t!(l, appointment.state.suspended),
        AppointmentState::Expired => t!(l, appointment.state.expired),
        AppointmentState::Renewed => t!(l, appointment.state.renewed),
        AppointmentState::Terminated => t!(l, appointment.state.terminated),
        AppointmentState::Resigned => t!(l, appointment.state.resigned),
        AppointmentState::Emeritus => t!(l, appointment.state.emeritus),
        AppointmentState::Withdrawn => t!(l, appointment.state.withdrawn),
    }
}

/// The tone of a state's badge.
pub fn tone(state: AppointmentState) -> &'static str {
    match state {
        AppointmentState::Active | AppointmentState::Emeritus => "done",
        AppointmentState::Suspended => "waiting",
        AppointmentState::Terminated => "ended",
        _ => "draft",
    }
}

/// What is done with a term.
pub fn step(l: Locale, step: AppointmentStep) -> &'static str {
    match step {
        AppointmentStep::Suspend => t!(l, appointment.step.suspend),
        AppointmentStep::Reinstate => t!(l, appointment.step.reinstate),
        AppointmentStep::OpenHearing => t!(l, appointment.step.open_hearing),
        AppointmentStep::DropHearing => t!(l, appointment.step.drop_hearing),
        AppointmentStep::Terminate => t!(l, appointment.step.terminate),
        AppointmentStep::Resign => t!(l, appointment.step.resign),
        AppointmentStep::MakeEmeritus => t!(l, appointment.step.make_emeritus),
        AppointmentStep::Withdraw => t!(l, appointment.step.withdraw),
    }
}

/// Why a term is to be ended.
pub fn ground(l: Locale, ground: TerminationGround) -> &'static str {
    match ground {
        TerminationGround::Fraud => t!(l, appointment.ground_of.fraud),
        TerminationGround::FalseContent => t!(l, appointment.ground_of.false_content),
        TerminationGround::Misconduct => t!(l, appointment.ground_of.misconduct),
        TerminationGround::FailedInARow => t!(l, appointment.ground_of.failed_in_a_row),
        TerminationGround::NotHeld => t!(l, appointment.ground_of.not_held),
    }
}

/// How many courses somebody has in the catalogue.
pub fn listed(l: Locale, n: i64) -> String {
    t!(l, appointment.n_listed, n = n)
}

/// The heading of terms that end within a time, such as 90 days.
pub fn ending(l: Locale, span: &str) -> String {
    t!(l, appointment.ending, span = span)
}

/// The title of the form that appoints somebody.
pub fn appoint_title(l: Locale, name: &str) -> String {
    t!(l, appointment.appoint_title, name = name)
}

/// Until when an answer is waited for.
pub fn due(l: Locale, day: NaiveDate) -> String {
    t!(l, appointment.due, day = time::date(l, day))
}

/// What the letter of appointment says.
pub fn letter(l: Locale, name: &str, of: Corps, from: NaiveDate, until: NaiveDate) -> String {
    t!(
        l,
        appointment.letter_text,
        name = name,
        corps = corps(l, of),
        from = time::date(l, from),
        until = time::date(l, until)
    )
}

/// The document by which somebody was appointed.
pub fn letter_document(l: Locale, document: &str) -> String {
    t!(l, appointment.letter_doc, document = document)
}
