//! What is held of people, for how long, and what becomes of it then: one table (`LAW-09`).
//!
//! A class is swept by the statements that `store` has of it; a page shows the table as it is.

use chrono::{DateTime, Days, Months, Utc};

use crate::{
    code::codes,
    rulebook::{Rule, Rulebook},
};

codes! {
    /// A kind of data about people.
    DataClass {
        /// Names, workplaces, appointments, hours and lectures in the registers.
        Registers = "registers",
        /// Who was awarded what.
        Awards = "awards",
        /// Courses with their history.
        Courses = "courses",
        /// What was done, by whom and why.
        Log = "log",
        /// Sign-in names of open accounts.
        Accounts = "accounts",
        /// Halls and other places at which something is held.
        Places = "places",
        /// Phone, sex, month of birth, topics and remarks of people.
        PersonContacts = "person_contacts",
        /// Whom to call at a host of the directory.
        HostContacts = "host_contacts",
        /// Whom to call about a request, and where the host is.
        RequestContacts = "request_contacts",
        /// Requests that wait for a call.
        UnconfirmedRequests = "unconfirmed_requests",
        /// What applicants for the corps of lecturers and their units have written.
        ApplicationFiles = "application_files",
        /// Nominations of a cycle that was decided, but for name and unit of who was awarded.
        NominationFiles = "nomination_files",
        /// Nominations of a cycle that nobody decided.
        UndecidedNominations = "undecided_nominations",
        /// Messages in inboxes.
        Messages = "messages",
        /// Where people want messages by mail.
        MailAddresses = "mail_addresses",
        /// What was sent by mail, and what the other side said.
        Mails = "mails",
        /// Previews of imports.
        ImportPlans = "import_plans",
        /// Files that nothing refers to any more.
        ImportFiles = "import_files",
        /// Proofs of hours that were decided.
        ProofFiles = "proof_files",
        /// What a merging has changed in a record.
        MergedFacts = "merged_facts",
        /// Sign-in names of closed accounts.
        ClosedAccounts = "closed_accounts",
        /// Consents that were withdrawn.
        Consents = "consents",
        /// Requests of people about their own data.
        DataRequests = "data_requests",
        /// Complaints and suggestions.
        Complaints = "complaints",
        /// Objections to awards, and who made them.
        Objections = "objections",
        /// When somebody does not want to be asked, and was away.
        OwnTime = "own_time",
        /// Checks of people who meet minors.
        Safeguarding = "safeguarding",
        /// Ended sessions and attempts to sign in, and addresses of calendars that were revoked.
        Sessions = "sessions",
        /// Browsers that have signed in.
        KnownBrowsers = "known_browsers",
        /// Forms that were sent after the session had ended.
        SealedForms = "sealed_forms",
        /// Which forms were sent.
        FormTokens = "form_tokens",
        /// From where strangers have sent forms.
        RequestSources = "request_sources",
        /// Who has signed in and out, and what was handed out.
        AccessLog = "access_log",
        /// How much was swept on which day.
        SweepCounts = "sweep_counts",
    }
}

/// How long a class is held.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Keeping {
    /// For good: never swept.
    ForGood,
    /// As long as it is in use; what ends goes over into another class.
    InUse,
    /// So many days after its end.
    Days(u64),
    /// So many years after its end as the rulebook says.
    Years(Rule),
}

/// What becomes of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fate {
    /// It stays.
    Stays,
    /// The record goes.
    Removed,
    /// The record stays, without what tells of a person.
    Emptied,
}

/// A row of the table.
#[derive(Clone, Copy, Debug)]
pub struct Retention {
    /// The class.
    pub class: DataClass,
    /// For how long.
    pub keeping: Keeping,
    /// What becomes of it then.
    pub fate: Fate,
    /// The rule that says so.
    pub rule: &'static str,
    /// Where texts about people stand, as `table.column`.
    pub columns: &'static [&'static str],
}

impl Retention {
    /// What ended before this instant is swept; none: nothing is.
    pub fn before(&self, now: DateTime<Utc>, rules: &Rulebook) -> Option<DateTime<Utc>> {
        match self.keeping {
            Keeping::ForGood | Keeping::InUse => None,
            Keeping::Days(n) => now.checked_sub_days(Days::new(n)),
            Keeping::Years(rule) => {
                let n = u32::try_from(rules.get(rule)).ok()?;
                now.checked_sub_months(Months::new(n * 12))
            }
        }
    }

    /// Whether the chain gets a line of what was swept, for it was about people and not about
    /// browsers.
    pub fn is_logged(&self) -> bool {
        !matches!(self.keeping, Keeping::Days(_))
    }
}

const fn kept(
    class: DataClass,
    keeping: Keeping,
    rule: &'static str,
    columns: &'static [&'static str],
) -> Retention {
    Retention { class, keeping, fate: Fate::Stays, rule, columns }
}

const fn removed(
    class: DataClass,
    keeping: Keeping,
    rule: &'static str,
    columns: &'static [&'static str],
) -> Retention {
    Retention { class, keeping, fate: Fate::Removed, rule, columns }
}

const fn emptied(
    class: DataClass,
    keeping: Keeping,
    rule: &'static str,
    columns: &'static [&'static str],
) -> Retention {
    Retention { class, keeping, fate: Fate::Emptied, rule, columns }
}

/// Every class, in the order of its code.
pub const RETENTION: &[Retention] = &[
    kept(
        DataClass::Registers,
        Keeping::ForGood,
        "LAW-09",
        &[
            "person.name",
            "person.title",
            "search_key.suffix",
            "appointment.reason",
            "annual_assessment.report",
            "annual_assessment.county_word",
            "annual_assessment.veto_reason",
            "annual_assessment.comment",
            "annual_assessment.reason",
            "outside_lecture.title",
            "outside_lecture.host",
            "outside_lecture.reason",
            "appointment_hearing.reason",
            "appointment_hearing.answer",
            "tutor.title",
            "lecture_request.host_name",
            "lecture_request.host_key",
            "register_entry.name",
            "register_entry.title",
            "register_entry.address",
            "register_entry.document_no",
            "register_entry.note",
            "register_entry.reason",
            "evidence.title",
            "evidence.venue",
            "evidence.prize",
            "evidence.reason",
            "paper_correction.title",
            "paper_correction.change",
            "paper_correction.reason",
            "paper_correction.answer",
        ],
    ),
    kept(
        DataClass::Awards,
        Keeping::ForGood,
        "LAW-09",
        &[
            "nomination.name",
            "nomination.workplace",
            "award_cycle.contact",
            "certificate.name",
            "certificate.title",
            "certificate.issuer",
            "certificate.in_charge",
            "certificate.contact",
            "certificate.reason",
            "certificate.document_no",
            "certificate_issuer.name",
            "certificate_issuer.in_charge",
            "certificate_issuer.contact",
        ],
    ),
    kept(
        DataClass::Courses,
        Keeping::ForGood,
        "LAW-30",
        &[
            "course_version.title",
            "course_version.title_key",
            "course_version.summary",
            "course_version.outline",
            "review_sheet.strength",
            "review_sheet.suggestion",
            "observation.highlights",
            "observation.suggestions",
            "observation.answer",
            "required_change.text",
        ],
    ),
    kept(
        DataClass::Log,
        Keeping::ForGood,
        "LAW-73",
        &["audit_detail.reason", "audit_detail.client"],
    ),
    kept(DataClass::Accounts, Keeping::InUse, "LAW-70", &["account.sign_in_name"]),
    kept(
        DataClass::Places,
        Keeping::InUse,
        "REQ-01",
        &["place.name", "place.address", "place.equipment"],
    ),
    emptied(
        DataClass::PersonContacts,
        Keeping::Years(Rule::PersonContactYears),
        "LAW-09",
        &["person.phone", "person.born_in", "person.topics", "person.note", "person.inner_note"],
    ),
    emptied(
        DataClass::HostContacts,
        Keeping::Years(Rule::HostContactYears),
        "LAW-09",
        &[
            "host_unit.contact",
            "host_unit.phone",
            "host_unit.note",
            "organisation_contact.name",
            "organisation_contact.post",
            "organisation_contact.phone",
            "organisation_contact.note",
        ],
    ),
    emptied(
        DataClass::RequestContacts,
        Keeping::Years(Rule::RequestContactYears),
        "LAW-09",
        &[
            "lecture_request.contact",
            "lecture_request.contact_phone",
            "lecture_request.address",
            "lecture_request.wish",
            "dispatch.note",
        ],
    ),
    removed(
        DataClass::UnconfirmedRequests,
        Keeping::Days(30),
        "LAW-09",
        &[
            "unconfirmed_request.contact",
            "unconfirmed_request.contact_phone",
            "unconfirmed_request.form",
        ],
    ),
    emptied(
        DataClass::ApplicationFiles,
        Keeping::Years(Rule::ApplicationFileYears),
        "LAW-09",
        &[
            "lecturer_application.title",
            "lecturer_application.born_in",
            "lecturer_application.cv",
            "lecturer_application.opinion",
            "lecturer_application.contact",
            "lecturer_application.reason",
        ],
    ),
    emptied(
        DataClass::NominationFiles,
        Keeping::Years(Rule::NominationFileYears),
        "LAW-09",
        &["nomination.phone", "nomination.born_in", "nomination.deeds"],
    ),
    emptied(
        DataClass::UndecidedNominations,
        Keeping::Years(Rule::UndecidedNominationYears),
        "LAW-09",
        &[],
    ),
    removed(DataClass::Messages, Keeping::Years(Rule::MessageYears), "LAW-09", &["message.body"]),
    kept(DataClass::MailAddresses, Keeping::InUse, "LAW-09", &["mail_address.address"]),
    removed(DataClass::Mails, Keeping::Days(30), "LAW-09", &["outbox.problem"]),
    removed(DataClass::ImportPlans, Keeping::Days(90), "LAW-09", &["import_plan.body"]),
    removed(
        DataClass::ImportFiles,
        Keeping::Years(Rule::ImportFileYears),
        "LAW-09",
        &["upload.file_name"],
    ),
    emptied(DataClass::ProofFiles, Keeping::Years(Rule::ProofFileYears), "LAW-09", &[]),
    emptied(
        DataClass::MergedFacts,
        Keeping::Years(Rule::PersonContactYears),
        "LAW-09",
        &["merging_fact.before", "merging_fact.after"],
    ),
    emptied(DataClass::ClosedAccounts, Keeping::Years(Rule::PersonContactYears), "LAW-09", &[]),
    removed(DataClass::Consents, Keeping::Years(Rule::ConsentYears), "LAW-02", &[]),
    emptied(
        DataClass::DataRequests,
        Keeping::Years(Rule::ConsentYears),
        "LAW-05",
        &["data_request.body", "data_request.answer"],
    ),
    emptied(
        DataClass::Complaints,
        Keeping::Years(Rule::ComplaintYears),
        "LAW-64",
        &["complaint.body", "complaint.contact", "complaint.answer"],
    ),
    emptied(
        DataClass::Objections,
        Keeping::Years(Rule::ObjectionYears),
        "AWD-02",
        &["objector.name", "objector.contact", "objection.body"],
    ),
    removed(
        DataClass::OwnTime,
        Keeping::Years(Rule::OwnTimeYears),
        "LAW-09",
        &["availability.weekly", "availability.exceptions"],
    ),
    removed(DataClass::Safeguarding, Keeping::Years(Rule::SafeguardingYears), "LAW-23", &[]),
    removed(DataClass::Sessions, Keeping::Days(1), "LAW-71", &["account_session.device"]),
    removed(DataClass::KnownBrowsers, Keeping::Days(365), "LAW-71", &[]),
    removed(DataClass::SealedForms, Keeping::Days(1), "LAW-09", &[]),
    removed(DataClass::FormTokens, Keeping::Days(30), "LAW-09", &[]),
    removed(DataClass::RequestSources, Keeping::Days(1), "LAW-73", &["request_source.source"]),
    removed(
        DataClass::AccessLog,
        Keeping::Years(Rule::AccessLogYears),
        "LAW-73",
        &["access_log.client"],
    ),
    removed(DataClass::SweepCounts, Keeping::Years(Rule::AccessLogYears), "LAW-73", &[]),
];

/// The row of a class.
pub fn retention(class: DataClass) -> &'static Retention {
    &RETENTION[class as usize]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_class_has_its_row_in_the_order_of_the_codes() {
        let rows: Vec<DataClass> = RETENTION.iter().map(|row| row.class).collect();
        assert_eq!(rows, DataClass::ALL);
        for class in DataClass::ALL {
            assert_eq!(retention(*class).class, *class);
        }
    }

    #[test]
    fn what_is_held_for_good_is_never_swept_and_the_rest_has_a_day() {
        let now: DateTime<Utc> = "2026-11-28T12:00:00Z".parse().unwrap();
        let rules = Rulebook::default();
        for row in RETENTION {
            assert_eq!(row.before(now, &rules).is_none(), row.fate == Fate::Stays, "{row:?}");
        }
        let before = |class| retention(class).before(now, &rules).unwrap().to_rfc3339();
        assert_eq!(before(DataClass::RequestContacts), "2024-11-28T12:00:00+00:00");
        assert_eq!(before(DataClass::PersonContacts), "2023-11-28T12:00:00+00:00");
        assert_eq!(before(DataClass::Sessions), "2026-11-27T12:00:00+00:00");
    }
}
