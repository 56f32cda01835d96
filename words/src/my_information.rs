//! One's own information.

use domain::{
    consent::{ConsentAnswer, ConsentPurpose},
    data_request::{DataDecision, DataRequestKind, DataRequestState},
    information::{Known, Source},
    role::Role,
    roster::Sex,
};
use leptos_i18n::td_string as t;

use crate::{Locale, person};

/// What a fact is.
pub fn known(l: Locale, known: Known) -> &'static str {
    match known {
        Known::Name => t!(l, my_information.known.name),
        Known::Sex => t!(l, my_information.known.sex),
        Known::BornIn => t!(l, my_information.known.born_in),
        Known::Phone => t!(l, my_information.known.phone),
        Known::Post => t!(l, my_information.known.post),
        Known::SubjectField => t!(l, my_information.known.subject_field),
        Known::Topics => t!(l, my_information.known.topics),
        Known::Note => t!(l, my_information.known.note),
        Known::Workplace => t!(l, my_information.known.workplace),
        Known::Assessment => t!(l, my_information.known.assessment),
        Known::Application => t!(l, my_information.known.application),
        Known::Appointment => t!(l, my_information.known.appointment),
        Known::Tutor => t!(l, my_information.known.tutor),
        Known::Role => t!(l, my_information.known.role),
        Known::SignInName => t!(l, my_information.known.sign_in_name),
        Known::Session => t!(l, my_information.known.session),
        Known::Course => t!(l, my_information.known.course),
        Known::Booking => t!(l, my_information.known.booking),
        Known::Waiting => t!(l, my_information.known.waiting),
        Known::Panel => t!(l, my_information.known.panel),
        Known::Dispatch => t!(l, my_information.known.dispatch),
        Known::Delivery => t!(l, my_information.known.delivery),
        Known::Availability => t!(l, my_information.known.availability),
        Known::Absence => t!(l, my_information.known.absence),
        Known::RegisterEntry => t!(l, my_information.known.register_entry),
        Known::TeamMember => t!(l, my_information.known.team_member),
        Known::Safeguarding => t!(l, my_information.known.safeguarding),
        Known::CalendarFeed => t!(l, my_information.known.calendar_feed),
        Known::MailAddress => t!(l, my_information.known.mail_address),
        Known::Observation => t!(l, my_information.known.observation),
        Known::Training => t!(l, my_information.known.training),
        Known::Claim => t!(l, my_information.known.claim),
        Known::Hours => t!(l, my_information.known.hours),
        Known::Participation => t!(l, my_information.known.participation),
        Known::Evidence => t!(l, my_information.known.evidence),
        Known::Nomination => t!(l, my_information.known.nomination),
        Known::Judge => t!(l, my_information.known.judge),
        Known::File => t!(l, my_information.known.file),
        Known::Messages => t!(l, my_information.known.messages),
        Known::LogLines => t!(l, my_information.known.log_lines),
        Known::Complaint => t!(l, my_information.known.complaint),
    }
}

/// What a fact says, where it is kept as a code.
pub fn value(l: Locale, known: Known, value: &str) -> String {
    let text = match known {
        Known::Sex => Sex::parse(value).map(|sex| person::sex(l, sex)),
        Known::Role => Role::parse(value).map(|role| person::role(l, role)),
        _ => None,
    };
    text.unwrap_or(value).to_owned()
}

/// Where a fact comes from.
pub fn source(l: Locale, source: Source) -> &'static str {
    match source {
        Source::Roster => t!(l, my_information.source.roster),
        Source::Office => t!(l, my_information.source.office),
        Source::Oneself => t!(l, my_information.source.oneself),
        Source::Platform => t!(l, my_information.source.platform),
    }
}

/// What is agreed to.
pub fn purpose(l: Locale, purpose: ConsentPurpose) -> &'static str {
    match purpose {
        ConsentPurpose::Processing => t!(l, my_information.purpose.processing),
        ConsentPurpose::Publication => t!(l, my_information.purpose.publication),
    }
}

/// What somebody has said of it.
pub fn consent(l: Locale, answer: Option<ConsentAnswer>) -> &'static str {
    match answer {
        None => t!(l, my_information.not_said),
        Some(ConsentAnswer::Given) => t!(l, my_information.consent.given),
        Some(ConsentAnswer::Refused) => t!(l, my_information.consent.refused),
        Some(ConsentAnswer::Withdrawn) => t!(l, my_information.consent.withdrawn),
    }
}

/// What is asked.
pub fn kind(l: Locale, kind: DataRequestKind) -> &'static str {
    match kind {
        DataRequestKind::Correction => t!(l, my_information.kind.correction),
        DataRequestKind::Deletion => t!(l, my_information.kind.deletion),
        DataRequestKind::Question => t!(l, my_information.kind.question),
    }
}

/// Where a request stands.
pub fn state(l: Locale, state: DataRequestState) -> &'static str {
    match state {
        DataRequestState::Open => t!(l, my_information.state.open),
        DataRequestState::Withdrawn => t!(l, my_information.state.withdrawn),
        DataRequestState::Granted => t!(l, my_information.state.granted),
        DataRequestState::Refused => t!(l, my_information.state.refused),
    }
}

/// The tone of a state.
pub fn tone(state: DataRequestState) -> &'static str {
    match state {
        DataRequestState::Open => "wait",
        DataRequestState::Withdrawn => "plain",
        DataRequestState::Granted => "done",
        DataRequestState::Refused => "stop",
    }
}

/// What an office decides.
pub fn decision(l: Locale, decision: DataDecision) -> &'static str {
    match decision {
        DataDecision::Grant => t!(l, my_information.decision.grant),
        DataDecision::Refuse => t!(l, my_information.decision.refuse),
    }
}
