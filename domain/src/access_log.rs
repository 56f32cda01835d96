//! The access log: who has signed in and out, and what was handed out (`LAW-73`, `LAW-74`).
//!
//! It stands beside the audit chain, for its lines go after their time.

use chrono::{DateTime, Utc};

use crate::{
    code::codes,
    id::{AccountId, PersonId},
    role::Role,
};

codes! {
    /// What was done.
    AccessKind {
        /// Somebody wanted in.
        SignIn = "sign_in",
        /// Somebody has ended a session.
        SignOut = "sign_out",
        /// Rows were handed out as a file.
        Export = "export",
        /// A file that somebody has sent was handed out.
        Download = "download",
        /// Everything was copied into a folder.
        Backup = "backup",
        /// Everything came back from such a folder.
        Restore = "restore",
        /// Everything was copied into another database.
        Copy = "copy",
    }
}

codes! {
    /// What came of it.
    AccessResult {
        /// It was done.
        Done = "done",
        /// The password was not the account's, or there is no such account.
        WrongPassword = "wrong_password",
        /// The password was right, and the second factor was not, or was missing.
        WrongFactor = "wrong_factor",
        /// A code for setting a password was not good.
        WrongCode = "wrong_code",
        /// Nothing was compared: too many attempts have failed.
        Locked = "locked",
        /// It was done, and something was missing.
        Incomplete = "incomplete",
    }
}

codes! {
    /// On what.
    AccessThing {
        /// An account.
        Account = "account",
        /// The list of claims of credit hours, as a spreadsheet.
        ClaimList = "claim_list",
        /// The proof of a lecture from elsewhere.
        OutsideProof = "outside_proof",
        /// The proof of a claim.
        Proof = "proof",
        /// The proof of a paper or a contest's result.
        EvidenceProof = "evidence_proof",
        /// A file of a nomination.
        Attachment = "attachment",
        /// What a nominee has signed.
        ConsentScan = "consent_scan",
        /// The paper of an objection.
        ObjectionScan = "objection_scan",
        /// The slides of a course version.
        Slides = "slides",
        /// The result package of an award cycle.
        ResultPackage = "result_package",
        /// The review package of a sitting.
        ReviewPackage = "review_package",
        /// The evaluation record of a trial lecture.
        EvaluationRecord = "evaluation_record",
        /// A paper of an award cycle: its evaluation record, or a list of nominations.
        AwardPaper = "award_paper",
        /// The programme of a review session.
        Programme = "programme",
        /// The cards with the names of a review session.
        NameCards = "name_cards",
        /// The poster of a listed course.
        Poster = "poster",
        /// A letter of appointment.
        Letter = "letter",
        /// A certificate, record or statement, or all of a cycle.
        Certificate = "certificate",
        /// The list of lectures, as a spreadsheet.
        LectureList = "lecture_list",
        /// The list of people, as a spreadsheet.
        PersonList = "person_list",
        /// The list of units, as a spreadsheet.
        UnitList = "unit_list",
        /// A list of terms, as a spreadsheet.
        TermList = "term_list",
        /// The list of trainings, as a spreadsheet.
        TrainingList = "training_list",
        /// The list of lecture requests, as a spreadsheet.
        RequestList = "request_list",
        /// The list of review sessions, as a spreadsheet.
        SessionList = "session_list",
        /// A register, as a spreadsheet.
        Register = "register",
        /// A report of a year, as a spreadsheet.
        Report = "report",
        /// What is held of oneself.
        OwnInformation = "own_information",
        /// The whole database.
        Database = "database",
    }
}

/// Who it was.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AccessBy {
    /// An account.
    Account(AccountId),
    /// The account of a person, in a role.
    Person(PersonId, Option<Role>),
    /// Nobody whom the program knows, or a user of the machine, whom the client names.
    Nobody,
}

/// A line that is to be written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Access {
    /// When.
    pub at: DateTime<Utc>,
    /// What was done.
    pub kind: AccessKind,
    /// What came of it.
    pub result: AccessResult,
    /// Who. What was typed for a name that no account has is not kept: it may be a password.
    pub by: AccessBy,
    /// On what kind of thing.
    pub thing: AccessThing,
    /// On which one; 0 when there is no single one.
    pub thing_id: i64,
    /// How many rows were handed out; a file is one.
    pub n_rows: Option<i64>,
    /// From where, as in the audit chain; may be empty.
    pub client: String,
    /// The route in the table's notation, which holds no token; empty on the command line.
    pub route: String,
}
