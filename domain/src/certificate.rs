//! Papers that anybody can verify: certificates of an award (`CER-01` to `CER-04`), training records
//! and service statements (`LAW-50`, `LAW-51`). What is printed is frozen when a paper is issued; a
//! paper is never changed, but superseded or revoked (`LAW-31`).

use std::fmt::Write as _;

use chrono::NaiveDate;

use crate::{
    award_cycle::has_licensed_word,
    code::codes,
    folding::folded,
    form::{Field, LINE_MAX, ProblemKind, Problems, REASON_MIN, Reader, TEXT_MAX, Values},
    role::{Actor, Role},
    roster::AwardCategory,
};

/// The longest name that a paper has room for, in characters.
pub const PRINTED_NAME_MAX: usize = 60;
/// The longest period of a record or statement, in days.
const PERIOD_MAX: i64 = 3 * 366;
/// The pattern of a certificate's number, until an association sets another one (`CER-02`).
const AWARD_PATTERN: &str = "嘉科协优〔{年}〕{类}{序号4}号";
const RECORD_PATTERN: &str = "嘉科协训〔{年}〕{序号5}号";
const STATEMENT_PATTERN: &str = "嘉科协服〔{年}〕{序号5}号";
/// Who issues, until an association says otherwise.
const ISSUER: &str = "嘉兴市科学技术协会";

codes! {
    /// What a paper is.
    CertificateKind {
        /// A certificate of an award.
        Award = "award",
        /// The hours of training of a period.
        TrainingRecord = "training_record",
        /// The lectures that somebody has given in a period.
        ServiceStatement = "service_statement",
    }
}

codes! {
    /// Where a paper stands.
    CertificateState {
        /// It holds.
        Valid = "valid",
        /// Another one stands for it, or what it says was corrected.
        Superseded = "superseded",
        /// Taken back.
        Revoked = "revoked",
    }
}

codes! {
    /// Why a certificate is revoked (`LAW-31`).
    RevocationGround {
        /// Obtained by fraud.
        Fraud = "fraud",
        /// The winner did not meet the conditions.
        Ineligible = "ineligible",
        /// Grave misconduct of the winner.
        Misconduct = "misconduct",
        /// The procedure was broken.
        Procedure = "procedure",
    }
}

codes! {
    /// What has become of a paper or prize that was handed out, once the certificate is revoked.
    Recovery {
        /// Nobody has asked for it.
        NotAsked = "not_asked",
        /// It was asked back.
        Asked = "asked",
        /// It came back.
        Back = "back",
        /// It is lost.
        Lost = "lost",
    }
}

/// Who issues and corrects certificates.
pub const ISSUERS: &[Role] = &[Role::CityOffice];
/// Who revokes one, by name.
pub const REVOKERS: &[Role] = &[Role::DecisionMaker];
/// Who takes the papers of a unit's winners: a county's office for units without an officer.
pub const TAKERS: &[Role] = &[Role::UnitOfficer, Role::CountyOffice];

/// Whether somebody issues certificates.
pub fn may_issue_certificates(actor: &Actor) -> bool {
    actor.is_any(ISSUERS)
}

/// Whether somebody revokes certificates.
pub fn may_revoke_certificates(actor: &Actor) -> bool {
    actor.is_any(REVOKERS)
}

impl CertificateState {
    /// Whether it can be superseded or revoked.
    pub fn is_valid(self) -> bool {
        self == Self::Valid
    }
}

/// The letter of a category in a number.
pub const fn class_of(category: AwardCategory) -> &'static str {
    match category {
        AwardCategory::Lecturer => "讲",
        AwardCategory::Tutor => "辅",
        AwardCategory::StationManager => "站",
        AwardCategory::Team => "队",
        AwardCategory::Collective => "集",
    }
}

/// How numbers are made: a text with `{年}`, `{类}` and `{序号4}`, where the digit says how many
/// figures a number has at least.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NumberPattern(String);

impl NumberPattern {
    /// The pattern of a kind until another one is set.
    pub fn of(kind: CertificateKind) -> Self {
        Self(
            match kind {
                CertificateKind::Award => AWARD_PATTERN,
                CertificateKind::TrainingRecord => RECORD_PATTERN,
                CertificateKind::ServiceStatement => STATEMENT_PATTERN,
            }
            .to_owned(),
        )
    }

    /// A pattern for certificates: year, category and number each once, and nothing else in braces.
    pub fn parse(text: &str) -> Option<Self> {
        let parts: Vec<&str> =
            text.split('{').skip(1).map(|it| it.split('}').next()).collect::<Option<_>>()?;
        let is_whole = text.matches('{').count() == text.matches('}').count();
        let has = |part: &str| parts.iter().filter(|it| **it == part).count() == 1;
        let numbers = parts.iter().filter(|part| figures(part).is_some()).count();
        (is_whole && parts.len() == 3 && has("年") && has("类") && numbers == 1)
            .then(|| Self(text.to_owned()))
    }

    /// The text.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The number of a paper.
    pub fn number(&self, year: i64, class: &str, no: i64) -> String {
        let mut number = String::new();
        for (at, piece) in self.0.split('{').enumerate() {
            let (part, rest) =
                if at == 0 { ("", piece) } else { piece.split_once('}').unwrap_or_default() };
            match (part, figures(part)) {
                // Writing into a text does not fail.
                (_, Some(width)) => _ = write!(number, "{no:0width$}"),
                ("年", _) => number.push_str(&year.to_string()),
                ("类", _) => number.push_str(class),
                _ => {}
            }
            number.push_str(rest);
        }
        number
    }
}

/// How many figures a part of a pattern asks for.
fn figures(part: &str) -> Option<usize> {
    let digit = part.strip_prefix("序号")?;
    digit.parse().ok().filter(|width| (1..=8).contains(width))
}

/// A number as it is looked up: brackets, blanks and signs do not count.
pub fn number_key(number: &str) -> String {
    folded(number).chars().filter(|c| c.is_alphanumeric()).collect()
}

/// Whether a typed name is the one that is printed, whatever its blanks and dots.
pub fn is_name(printed: &str, typed: &str) -> bool {
    folded(printed) == folded(typed)
}

/// Who issues papers, as every paper says it (`LAW-50`).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Issuer {
    /// The association.
    pub name: String,
    /// Who is in charge; may be empty.
    pub in_charge: String,
    /// How to reach it; may be empty.
    pub contact: String,
    /// How certificates are numbered.
    pub pattern: NumberPattern,
}

impl Default for Issuer {
    fn default() -> Self {
        Self {
            name: ISSUER.to_owned(),
            in_charge: String::new(),
            contact: String::new(),
            pattern: NumberPattern::of(CertificateKind::Award),
        }
    }
}

impl Issuer {
    /// Reads the form.
    pub fn parse(values: &Values) -> Result<Self, Problems> {
        let mut reader = Reader::new(values);
        let name = reader.text(Field::Issuer, 4, LINE_MAX);
        let in_charge = reader.text(Field::InCharge, 0, LINE_MAX);
        let contact = reader.text(Field::IssuerContact, 0, LINE_MAX);
        let pattern = reader.text(Field::NumberPattern, 1, LINE_MAX);
        let pattern = pattern.and_then(|text| {
            if has_licensed_word(&text) {
                return reader.refuse(Field::NumberPattern, ProblemKind::LicensedWord);
            }
            let pattern = NumberPattern::parse(&text);
            pattern.or_else(|| reader.refuse(Field::NumberPattern, ProblemKind::NotAPattern))
        });
        reader.problems.or(|| {
            Some(Self { name: name?, in_charge: in_charge?, contact: contact?, pattern: pattern? })
        })
    }
}

impl From<&Issuer> for Values {
    fn from(issuer: &Issuer) -> Self {
        Self::default()
            .with(Field::Issuer, &issuer.name)
            .with(Field::InCharge, &issuer.in_charge)
            .with(Field::IssuerContact, &issuer.contact)
            .with(Field::NumberPattern, issuer.pattern.as_str())
    }
}

/// What is printed instead, and why.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Correction {
    /// The name.
    pub name: String,
    /// Why.
    pub reason: String,
}

impl Correction {
    /// Reads the form.
    pub fn parse(values: &Values) -> Result<Self, Problems> {
        let mut reader = Reader::new(values);
        let name = reader.text(Field::PrintedName, 1, PRINTED_NAME_MAX);
        let reason = reader.text(Field::Reason, REASON_MIN, TEXT_MAX);
        reader.problems.or(|| Some(Self { name: name?, reason: reason? }))
    }
}

/// By which document a certificate is revoked, and why.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Revocation {
    /// Of which kind the reason is.
    pub ground: RevocationGround,
    /// The reason.
    pub reason: String,
    /// Number of the document.
    pub document_no: String,
}

impl Revocation {
    /// Reads the form.
    pub fn parse(values: &Values) -> Result<Self, Problems> {
        let mut reader = Reader::new(values);
        let ground = reader.choice(Field::RevocationGround, RevocationGround::parse);
        let reason = reader.text(Field::Reason, REASON_MIN, TEXT_MAX);
        let document_no = reader.text(Field::DocumentNo, 3, LINE_MAX);
        reader
            .problems
            .or(|| Some(Self { ground: ground?, reason: reason?, document_no: document_no? }))
    }
}

/// By which document a revoked certificate is issued anew, and why.
pub fn parse_reissue(values: &Values) -> Result<(String, String), Problems> {
    let mut reader = Reader::new(values);
    let reason = reader.text(Field::Reason, REASON_MIN, TEXT_MAX);
    let document_no = reader.text(Field::DocumentNo, 3, LINE_MAX);
    reader.problems.or(|| Some((document_no?, reason?)))
}

/// What has become of paper and prize.
pub fn parse_recovery(values: &Values) -> Result<(Recovery, Recovery), Problems> {
    let mut reader = Reader::new(values);
    let paper = reader.choice(Field::PaperRecovery, Recovery::parse);
    let prize = reader.choice(Field::PrizeRecovery, Recovery::parse);
    reader.problems.or(|| Some((paper?, prize?)))
}

/// What somebody asks a paper of the own for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct OwnPaper {
    /// [`CertificateKind::TrainingRecord`] or [`CertificateKind::ServiceStatement`].
    pub kind: CertificateKind,
    /// The first day.
    pub first_day: NaiveDate,
    /// The last day.
    pub last_day: NaiveDate,
}

impl OwnPaper {
    /// Reads the form; nothing of the future is certified.
    pub fn parse(values: &Values, today: NaiveDate) -> Result<Self, Problems> {
        let mut reader = Reader::new(values);
        let kind = reader.choice(Field::CertificateKind, |code| {
            CertificateKind::parse(code).filter(|kind| *kind != CertificateKind::Award)
        });
        let first_day = reader.date(Field::FirstDay);
        let last_day = reader.date(Field::LastDay);
        if let Some((first, last)) = first_day.zip(last_day) {
            if last < first {
                reader.problems.add(Field::LastDay, ProblemKind::LastDayBeforeFirst);
            } else if last > today {
                reader.problems.add(Field::LastDay, ProblemKind::InTheFuture);
            } else if (last - first).num_days() > PERIOD_MAX {
                reader.problems.add(Field::LastDay, ProblemKind::PeriodTooLong(PERIOD_MAX));
            }
        }
        reader
            .problems
            .or(|| Some(Self { kind: kind?, first_day: first_day?, last_day: last_day? }))
    }
}

/// The number and the name that somebody verifies.
pub fn parse_verified(values: &Values) -> Result<(String, String), Problems> {
    let mut reader = Reader::new(values);
    let number = reader.text(Field::CertificateNo, 1, LINE_MAX);
    let name = reader.text(Field::PrintedName, 1, PRINTED_NAME_MAX);
    reader.problems.or(|| Some((number?, name?)))
}

#[cfg(test)]
mod tests;
