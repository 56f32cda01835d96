//! The privacy notice, and the table of what is held for how long.

use domain::{
    consent::ConsentPurpose,
    data_class::{DataClass, Fate, Keeping, Retention},
    rulebook::{Rule, Rulebook},
};
use leptos_i18n::td_string as t;

use crate::{Locale, rulebook};

/// What a class is called.
pub fn class(l: Locale, class: DataClass) -> &'static str {
    match class {
        DataClass::Registers => t!(l, privacy.class.registers),
        DataClass::Awards => t!(l, privacy.class.awards),
        DataClass::Courses => t!(l, privacy.class.courses),
        DataClass::Log => t!(l, privacy.class.log),
        DataClass::Accounts => t!(l, privacy.class.accounts),
        DataClass::Places => t!(l, privacy.class.places),
        DataClass::PersonContacts => t!(l, privacy.class.person_contacts),
        DataClass::HostContacts => t!(l, privacy.class.host_contacts),
        DataClass::RequestContacts => t!(l, privacy.class.request_contacts),
        DataClass::UnconfirmedRequests => t!(l, privacy.class.unconfirmed_requests),
        DataClass::ApplicationFiles => t!(l, privacy.class.application_files),
        DataClass::NominationFiles => t!(l, privacy.class.nomination_files),
        DataClass::UndecidedNominations => t!(l, privacy.class.undecided_nominations),
        DataClass::Messages => t!(l, privacy.class.messages),
        DataClass::MailAddresses => t!(l, privacy.class.mail_addresses),
        DataClass::Mails => t!(l, privacy.class.mails),
        DataClass::ImportPlans => t!(l, privacy.class.import_plans),
        DataClass::ImportFiles => t!(l, privacy.class.import_files),
        DataClass::ProofFiles => t!(l, privacy.class.proof_files),
        DataClass::MergedFacts => t!(l, privacy.class.merged_facts),
        DataClass::ClosedAccounts => t!(l, privacy.class.closed_accounts),
        DataClass::Consents => t!(l, privacy.class.consents),
        DataClass::DataRequests => t!(l, privacy.class.data_requests),
        DataClass::Complaints => t!(l, privacy.class.complaints),
        DataClass::Objections => t!(l, privacy.class.objections),
        DataClass::OwnTime => t!(l, privacy.class.own_time),
        DataClass::Safeguarding => t!(l, privacy.class.safeguarding),
        DataClass::Sessions => t!(l, privacy.class.sessions),
        DataClass::KnownBrowsers => t!(l, privacy.class.known_browsers),
        DataClass::SealedForms => t!(l, privacy.class.sealed_forms),
        DataClass::FormTokens => t!(l, privacy.class.form_tokens),
        DataClass::RequestSources => t!(l, privacy.class.request_sources),
        DataClass::AccessLog => t!(l, privacy.class.access_log),
        DataClass::SweepCounts => t!(l, privacy.class.sweep_counts),
    }
}

/// What a class holds.
pub fn holds(l: Locale, class: DataClass) -> &'static str {
    match class {
        DataClass::Registers => t!(l, privacy.holds.registers),
        DataClass::Awards => t!(l, privacy.holds.awards),
        DataClass::Courses => t!(l, privacy.holds.courses),
        DataClass::Log => t!(l, privacy.holds.log),
        DataClass::Accounts => t!(l, privacy.holds.accounts),
        DataClass::Places => t!(l, privacy.holds.places),
        DataClass::PersonContacts => t!(l, privacy.holds.person_contacts),
        DataClass::HostContacts => t!(l, privacy.holds.host_contacts),
        DataClass::RequestContacts => t!(l, privacy.holds.request_contacts),
        DataClass::UnconfirmedRequests => t!(l, privacy.holds.unconfirmed_requests),
        DataClass::ApplicationFiles => t!(l, privacy.holds.application_files),
        DataClass::NominationFiles => t!(l, privacy.holds.nomination_files),
        DataClass::UndecidedNominations => t!(l, privacy.holds.undecided_nominations),
        DataClass::Messages => t!(l, privacy.holds.messages),
        DataClass::MailAddresses => t!(l, privacy.holds.mail_addresses),
        DataClass::Mails => t!(l, privacy.holds.mails),
        DataClass::ImportPlans => t!(l, privacy.holds.import_plans),
        DataClass::ImportFiles => t!(l, privacy.holds.import_files),
        DataClass::ProofFiles => t!(l, privacy.holds.proof_files),
        DataClass::MergedFacts => t!(l, privacy.holds.merged_facts),
        DataClass::ClosedAccounts => t!(l, privacy.holds.closed_accounts),
        DataClass::Consents => t!(l, privacy.holds.consents),
        DataClass::DataRequests => t!(l, privacy.holds.data_requests),
        DataClass::Complaints => t!(l, privacy.holds.complaints),
        DataClass::Objections => t!(l, privacy.holds.objections),
        DataClass::OwnTime => t!(l, privacy.holds.own_time),
        DataClass::Safeguarding => t!(l, privacy.holds.safeguarding),
        DataClass::Sessions => t!(l, privacy.holds.sessions),
        DataClass::KnownBrowsers => t!(l, privacy.holds.known_browsers),
        DataClass::SealedForms => t!(l, privacy.holds.sealed_forms),
        DataClass::FormTokens => t!(l, privacy.holds.form_tokens),
        DataClass::RequestSources => t!(l, privacy.holds.request_sources),
        DataClass::AccessLog => t!(l, privacy.holds.access_log),
        DataClass::SweepCounts => t!(l, privacy.holds.sweep_counts),
    }
}

/// For how long a class is held.
pub fn keeping(l: Locale, row: &Retention, rules: &Rulebook) -> String {
    match row.keeping {
        Keeping::ForGood => t!(l, privacy.for_good).to_owned(),
        Keeping::InUse => t!(l, privacy.in_use).to_owned(),
        Keeping::Days(n) => t!(l, privacy.days_after, n = n),
        Keeping::Years(rule) => t!(l, privacy.years_after, time = rulebook::of(l, rules, rule)),
    }
}

/// What becomes of a class then.
pub fn fate(l: Locale, fate: Fate) -> &'static str {
    match fate {
        Fate::Stays => t!(l, privacy.fate.stays),
        Fate::Removed => t!(l, privacy.fate.removed),
        Fate::Emptied => t!(l, privacy.fate.emptied),
    }
}

/// What everybody reads before the first personal field, in its order (`LAW-01`).
pub fn notice(l: Locale, rules: &Rulebook) -> [String; 5] {
    let of = |rule| rulebook::of(l, rules, rule);
    [
        t!(l, privacy.notice_who).to_owned(),
        t!(l, privacy.notice_why).to_owned(),
        t!(l, privacy.notice_what).to_owned(),
        t!(
            l,
            privacy.notice_how_long,
            contacts = of(Rule::PersonContactYears),
            files = of(Rule::NominationFileYears)
        ),
        t!(l, privacy.notice_rights).to_owned(),
    ]
}

/// What whoever files nominees tells them before.
pub fn nominee_notice(l: Locale, rules: &Rulebook) -> String {
    t!(l, privacy.nominee_notice, time = rulebook::of(l, rules, Rule::NominationFileYears))
}

/// What is done with a complaint.
pub fn complaint_notice(l: Locale, rules: &Rulebook) -> String {
    t!(l, privacy.complaint_notice, time = rulebook::of(l, rules, Rule::ComplaintYears))
}

/// The whole text that a consent to a purpose is given to (`LAW-02`): its digest is kept. It names
/// periods of the rules; where they are changed, whoever has agreed reads that the text is another.
pub fn consent_text(l: Locale, rules: &Rulebook, purpose: ConsentPurpose) -> String {
    let own = match purpose {
        ConsentPurpose::Processing => t!(l, privacy.notice_processing),
        ConsentPurpose::Publication => t!(l, privacy.notice_publication),
    };
    [t!(l, privacy.notice_title), &notice(l, rules).concat(), own].concat()
}
