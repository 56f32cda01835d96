//! Records that can be checked: the one canonical form of what a decision fixes.
//!
//! A line of the audit chain names the record and its digest: `kind/version/key:sha256`. The form of
//! each kind stands beside its type, with the bytes of one example. It names people by id and holds
//! nothing that may have to be erased by law: no name, phone, reason or remark about a person.
//! Whoever changes a form counts its version up; digests of older versions stay, unchecked.

use std::fmt::Write as _;

use chrono::NaiveDate;

use crate::code::codes;

codes! {
    /// What kind of record a line fixes.
    Kind {
        /// The text of a course version, from handing in on; by the version.
        CourseVersion = "course_version",
        /// What a person claims, from handing in on; by the claim.
        HourClaim = "hour_claim",
        /// What was accepted of a claim, by whom, and its rows in the ledger; by the claim.
        HourVerification = "hour_verification",
        /// Who was at a training, and its rows in the ledger; by the training.
        Attendance = "attendance",
        /// A judge's sheet; by the sheet.
        ScoreSheet = "score_sheet",
        /// A panelist's sheet of a trial lecture; by the sheet.
        ReviewSheet = "review_sheet",
        /// What came of a trial lecture, with the sheets it rests on; by the booking.
        Verdict = "verdict",
        /// What was announced, with the panel; by the cycle.
        AwardRules = "award_rules",
        /// The check of a nomination; by the nomination.
        NominationCheck = "nomination_check",
        /// What was decided about the ties of a category; by the category.
        TieDecision = "tie_decision",
        /// Who is proposed; by the cycle.
        Proposal = "proposal",
        /// Who confirmed which proposal; by the cycle.
        Confirmation = "confirmation",
        /// Who is awarded, by which document; by the cycle.
        Award = "award",
        /// A role of somebody, with its scope and end; by the grant.
        Grant = "grant",
        /// A decided assessment of a lecturer's year; by the assessment.
        AnnualAssessment = "annual_assessment",
        /// The results as they were handed out; by the cycle.
        ResultPackage = "result_package",
    }
}

/// The kinds of record that a line frees again: from then on people may change them, until another
/// line fixes them anew. They are those of the line's own thing.
pub fn freed(verb: &str, thing: &str) -> &'static [Kind] {
    match (verb, thing) {
        ("send_back", "course_version") => &[Kind::CourseVersion],
        ("return", "hour_claim") => &[Kind::HourClaim],
        ("dispute" | "reopen", "hour_claim") => &[Kind::HourVerification],
        ("send_back", "award_cycle") => &[Kind::Proposal],
        ("take_back", "award_cycle") => &[Kind::Proposal, Kind::Confirmation],
        ("unlock", "review_sheet") => &[Kind::ReviewSheet],
        _ => &[],
    }
}

/// Whether a line frees the very record that it names: the record as it was until then.
pub fn frees_named(verb: &str, thing: &str) -> bool {
    (verb, thing) == ("open_again", "score_sheet")
}

/// A record in its canonical form: each field by name, with its length before it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Canonical {
    kind: Kind,
    version: u32,
    key: i64,
    text: String,
}

impl Canonical {
    /// A record of a kind in a version of its form, by the key of its row.
    pub fn new(kind: Kind, version: u32, key: i64) -> Self {
        let mut text = String::new();
        for part in [kind.as_str(), &version.to_string(), &key.to_string()] {
            put(&mut text, Some(part));
        }
        Self { kind, version, key, text }
    }

    /// The version of its form.
    pub fn version(&self) -> u32 {
        self.version
    }

    /// What it is called in the chain: `kind/version/key`.
    pub fn name(&self) -> String {
        format!("{}/{}/{}", self.kind.as_str(), self.version, self.key)
    }

    /// The bytes that are digested.
    pub fn bytes(&self) -> &[u8] {
        self.text.as_bytes()
    }

    /// A text, a code, or none.
    #[must_use]
    pub fn text<'a>(mut self, name: &str, value: impl Into<Option<&'a str>>) -> Self {
        put(&mut self.text, Some(name));
        put(&mut self.text, value.into());
        self
    }

    /// A whole number, or none.
    #[must_use]
    pub fn number(self, name: &str, value: impl Into<Option<i64>>) -> Self {
        let value = value.into().map(|value| value.to_string());
        self.text(name, value.as_deref())
    }

    /// Yes or no.
    #[must_use]
    pub fn flag(self, name: &str, value: bool) -> Self {
        self.text(name, flag(value))
    }

    /// A date as `2026-11-23`, or none.
    #[must_use]
    pub fn date(self, name: &str, value: impl Into<Option<NaiveDate>>) -> Self {
        let value = value.into().map(date);
        self.text(name, value.as_deref())
    }

    /// Texts or rows, in an order that does not depend on the database.
    #[must_use]
    pub fn list<T: AsRef<str>>(self, name: &str, items: impl IntoIterator<Item = T>) -> Self {
        let mut list = String::new();
        for item in items {
            put(&mut list, Some(item.as_ref()));
        }
        self.text(name, list.as_str())
    }
}

/// The fields of one row of a list.
pub(crate) fn row(fields: impl IntoIterator<Item = Option<String>>) -> String {
    let mut text = String::new();
    for field in fields {
        put(&mut text, field.as_deref());
    }
    text
}

/// A date as it stands in a record.
pub(crate) fn date(date: NaiveDate) -> String {
    date.format("%Y-%m-%d").to_string()
}

/// Yes or no as it stands in a record.
pub(crate) fn flag(value: bool) -> &'static str {
    if value { "yes" } else { "no" }
}

/// A field with its length before it, so that no two records have the same text.
pub(crate) fn put(text: &mut String, field: Option<&str>) {
    match field {
        Some(value) => {
            // Writing into a text does not fail.
            let _ = write!(text, "{}:{value};", value.len());
        }
        None => text.push_str("-;"),
    }
}

/// What a line of the chain says about a record: which one, and its digest.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fixed {
    /// What kind of record.
    pub kind: Kind,
    /// The version of its form.
    pub version: u32,
    /// The key of its row.
    pub key: i64,
    /// SHA-256 of its bytes, in hexadecimal.
    pub digest: String,
}

impl Fixed {
    /// Reads `kind/version/key:sha256`; nothing for a digest of an older form or of another thing.
    pub fn parse(text: &str) -> Option<Self> {
        let (name, digest) = text.split_once(':')?;
        let mut parts = name.split('/');
        let (kind, version, key) = (parts.next()?, parts.next()?, parts.next()?);
        let fixed = Self {
            kind: Kind::parse(kind)?,
            version: version.parse().ok()?,
            key: key.parse().ok()?,
            digest: digest.to_owned(),
        };
        parts.next().is_none().then_some(fixed)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fields_stand_by_name_with_their_lengths() {
        let record = Canonical::new(Kind::Grant, 1, 7)
            .text("title", "潮汐")
            .text("kind", None)
            .number("hours", 250)
            .flag("is_own", true)
            .date("day", NaiveDate::from_ymd_opt(2026, 11, 3))
            .list("rows", [row([Some("a".to_owned()), None])]);
        assert_eq!(record.name(), "grant/1/7");
        assert_eq!(
            std::str::from_utf8(record.bytes()).expect("a text"),
            "5:grant;1:1;1:7;5:title;6:潮汐;4:kind;-;5:hours;3:250;6:is_own;3:yes;\
             3:day;10:2026-11-03;4:rows;9:6:1:a;-;;;"
        );
    }

    #[test]
    fn a_line_names_its_record_and_an_older_digest_names_none() {
        let fixed = Fixed::parse("hour_claim/1/12:ab").expect("a record");
        assert_eq!((fixed.kind, fixed.version, fixed.key), (Kind::HourClaim, 1, 12));
        for other in ["ab".repeat(32).as_str(), "import/1/2:ab", "grant/1:ab", "grant/1/2/3:ab"] {
            assert_eq!(Fixed::parse(other), None, "{other}");
        }
    }
}
