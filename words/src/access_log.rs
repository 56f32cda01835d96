//! What the lines of the access log say.

use domain::{
    access_log::{AccessKind, AccessResult, AccessThing},
    rulebook::{Rule, Rulebook},
};
use leptos_i18n::td_string as t;

use crate::{Locale, rulebook};

/// What stands there, and for how long.
pub fn lede(l: Locale, rules: &Rulebook) -> String {
    t!(l, access_log.lede, time = rulebook::of(l, rules, Rule::AccessLogYears))
}

/// What was done.
pub fn kind(l: Locale, kind: AccessKind) -> &'static str {
    match kind {
        AccessKind::SignIn => t!(l, access_log.kind.sign_in),
        AccessKind::SignOut => t!(l, access_log.kind.sign_out),
        AccessKind::Export => t!(l, access_log.kind.export),
        AccessKind::Download => t!(l, access_log.kind.download),
        AccessKind::Backup => t!(l, access_log.kind.backup),
        AccessKind::Restore => t!(l, access_log.kind.restore),
        AccessKind::Copy => t!(l, access_log.kind.copy),
    }
}

/// What came of it.
pub fn result(l: Locale, result: AccessResult) -> &'static str {
    match result {
        AccessResult::Done => t!(l, access_log.came.done),
        AccessResult::WrongPassword => t!(l, access_log.came.wrong_password),
        AccessResult::WrongFactor => t!(l, access_log.came.wrong_factor),
        AccessResult::WrongCode => t!(l, access_log.came.wrong_code),
        AccessResult::Locked => t!(l, access_log.came.locked),
        AccessResult::Incomplete => t!(l, access_log.came.incomplete),
    }
}

/// In which shape that is shown.
pub fn tone(result: AccessResult) -> &'static str {
    match result {
        AccessResult::Done => "done",
        AccessResult::Incomplete => "todo",
        AccessResult::WrongPassword
        | AccessResult::WrongFactor
        | AccessResult::WrongCode
        | AccessResult::Locked => "stop",
    }
}

/// On what.
pub fn thing(l: Locale, thing: AccessThing) -> &'static str {
    match thing {
        AccessThing::Account => t!(l, access_log.thing.account),
        AccessThing::ClaimList => t!(l, access_log.thing.claim_list),
        AccessThing::LectureList => t!(l, access_log.thing.lecture_list),
        AccessThing::PersonList => t!(l, access_log.thing.person_list),
        AccessThing::UnitList => t!(l, access_log.thing.unit_list),
        AccessThing::TermList => t!(l, access_log.thing.term_list),
        AccessThing::TrainingList => t!(l, access_log.thing.training_list),
        AccessThing::RequestList => t!(l, access_log.thing.request_list),
        AccessThing::SessionList => t!(l, access_log.thing.session_list),
        AccessThing::OutsideProof => t!(l, access_log.thing.outside_proof),
        AccessThing::Attachment => t!(l, access_log.thing.attachment),
        AccessThing::ConsentScan => t!(l, access_log.thing.consent_scan),
        AccessThing::ObjectionScan => t!(l, access_log.thing.objection_scan),
        AccessThing::Proof => t!(l, access_log.thing.proof),
        AccessThing::EvidenceProof => t!(l, access_log.thing.evidence_proof),
        AccessThing::Slides => t!(l, access_log.thing.slides),
        AccessThing::ResultPackage => t!(l, access_log.thing.result_package),
        AccessThing::ReviewPackage => t!(l, access_log.thing.review_package),
        AccessThing::EvaluationRecord => t!(l, access_log.thing.evaluation_record),
        AccessThing::AwardPaper => t!(l, access_log.thing.award_paper),
        AccessThing::Programme => t!(l, access_log.thing.programme),
        AccessThing::NameCards => t!(l, access_log.thing.name_cards),
        AccessThing::Poster => t!(l, access_log.thing.poster),
        AccessThing::Certificate => t!(l, access_log.thing.certificate),
        AccessThing::Letter => t!(l, access_log.thing.letter),
        AccessThing::Register => t!(l, access_log.thing.register),
        AccessThing::Report => t!(l, access_log.thing.report),
        AccessThing::OwnInformation => t!(l, access_log.thing.own_information),
        AccessThing::Database => t!(l, access_log.thing.database),
    }
}
