//! Applications for the corps of lecturers.

use domain::lecturer_application::{ApplicationState, ApplicationStep, Education};
use leptos_i18n::td_string as t;

use crate::Locale;

/// Where an application stands.
pub fn state(l: Locale, state: ApplicationState) -> &'static str {
    match state {
        ApplicationState::Draft => t!(l, lecturer_application.state.draft),
        ApplicationState::Submitted => t!(l, lecturer_application.state.submitted),
        ApplicationState::Nominated => t!(l, lecturer_application.state.nominated),
        ApplicationState::Screening => t!(l, lecturer_application.state.screening),
        ApplicationState::Trial => t!(l, lecturer_application.state.trial),
        ApplicationState::Proposed => t!(l, lecturer_application.state.proposed),
        ApplicationState::Appointed => t!(l, lecturer_application.state.appointed),
        ApplicationState::Rejected => t!(l, lecturer_application.state.rejected),
        ApplicationState::Withdrawn => t!(l, lecturer_application.state.withdrawn),
    }
}

/// What comes next.
pub fn next(l: Locale, state: ApplicationState) -> &'static str {
    match state {
        ApplicationState::Draft => t!(l, lecturer_application.next.draft),
        ApplicationState::Submitted => t!(l, lecturer_application.next.submitted),
        ApplicationState::Nominated => t!(l, lecturer_application.next.nominated),
        ApplicationState::Screening => t!(l, lecturer_application.next.screening),
        ApplicationState::Trial => t!(l, lecturer_application.next.trial),
        ApplicationState::Proposed => t!(l, lecturer_application.next.proposed),
        ApplicationState::Appointed => t!(l, lecturer_application.next.appointed),
        ApplicationState::Rejected => t!(l, lecturer_application.next.rejected),
        ApplicationState::Withdrawn => t!(l, lecturer_application.next.withdrawn),
    }
}

/// The tone of a state's badge.
pub fn tone(state: ApplicationState) -> &'static str {
    match state {
        ApplicationState::Draft => "draft",
        ApplicationState::Appointed => "done",
        ApplicationState::Rejected | ApplicationState::Withdrawn => "ended",
        _ => "waiting",
    }
}

/// What is done with an application.
pub fn step(l: Locale, step: ApplicationStep) -> &'static str {
    match step {
        ApplicationStep::Submit => t!(l, lecturer_application.step.submit),
        ApplicationStep::Endorse => t!(l, lecturer_application.step.endorse),
        ApplicationStep::Refuse => t!(l, lecturer_application.step.refuse),
        ApplicationStep::TakeUp => t!(l, lecturer_application.step.take_up),
        ApplicationStep::Pass => t!(l, lecturer_application.step.pass),
        ApplicationStep::Prove => t!(l, lecturer_application.step.prove),
        ApplicationStep::Fail => t!(l, lecturer_application.step.fail),
        ApplicationStep::Retry => t!(l, lecturer_application.step.retry),
        ApplicationStep::Appoint => t!(l, lecturer_application.step.appoint),
        ApplicationStep::Withdraw => t!(l, lecturer_application.step.withdraw),
        ApplicationStep::CallOff => t!(l, lecturer_application.step.call_off),
    }
}

/// A degree.
pub fn education(l: Locale, education: Education) -> &'static str {
    match education {
        Education::Doctor => t!(l, lecturer_application.education_of.doctor),
        Education::Master => t!(l, lecturer_application.education_of.master),
        Education::Bachelor => t!(l, lecturer_application.education_of.bachelor),
        Education::Other => t!(l, lecturer_application.education_of.other),
    }
}

/// The title of the form that opens one.
pub fn open_title(l: Locale, name: &str) -> String {
    t!(l, lecturer_application.open_title, name = name)
}

/// The title of a page of one.
pub fn title(l: Locale, name: &str) -> String {
    t!(l, lecturer_application.page_title, name = name)
}

/// An age in full years.
pub fn age(l: Locale, n: i64) -> String {
    t!(l, lecturer_application.age_of, n = n)
}

/// So many years of work.
pub fn years(l: Locale, n: i64) -> String {
    t!(l, lecturer_application.years_of, n = n)
}

/// A version of a course by its number.
pub fn version(l: Locale, n: i64) -> String {
    t!(l, lecturer_application.version, n = n)
}
