//! What handing a claim in fixes, and what its verification fixes.

use chrono::NaiveDate;

use super::Participation;
use crate::{
    credit_hour::{ActivityKind, Credited},
    record::{Canonical, Kind},
};

/// A claim as far as it is fixed by handing it in.
///
/// Title, organiser, topic and report are what is claimed, and stay with the hours. Unit and region
/// are its way through the offices, and what was written to and by the person (`remark`, `dispute`)
/// may have to be erased: neither is in it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ClaimRecord {
    /// Key.
    pub id: i64,
    /// Who claims.
    pub person_id: i64,
    /// The activity.
    pub title: String,
    /// Who held it.
    pub organiser: String,
    /// What it was.
    pub kind: Option<ActivityKind>,
    /// How the person took part.
    pub participation: Participation,
    /// Minutes of each day.
    pub minutes: Option<i64>,
    /// What was taught.
    pub topic: String,
    /// Its first day.
    pub first_day: Option<NaiveDate>,
    /// Its last day.
    pub last_day: Option<NaiveDate>,
    /// Codes of the half-days.
    pub half_days: String,
    /// Hours claimed, in hundredths.
    pub claimed: Option<i64>,
    /// What was seen and learnt.
    pub report: String,
    /// Digest of the paper.
    pub proof_sha256: Option<String>,
}

impl ClaimRecord {
    /// The canonical form.
    pub fn record(&self) -> Canonical {
        Canonical::new(Kind::HourClaim, 1, self.id)
            .number("person", self.person_id)
            .text("title", self.title.as_str())
            .text("organiser", self.organiser.as_str())
            .text("kind", self.kind.map(ActivityKind::as_str))
            .text("participation", self.participation.as_str())
            .number("minutes", self.minutes)
            .text("topic", self.topic.as_str())
            .date("first_day", self.first_day)
            .date("last_day", self.last_day)
            .text("half_days", self.half_days.as_str())
            .number("claimed", self.claimed)
            .text("report", self.report.as_str())
            .text("proof", self.proof_sha256.as_deref())
    }
}

/// What the offices made of a claim.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct VerificationRecord {
    /// Key of the claim.
    pub id: i64,
    /// Who claims.
    pub person_id: i64,
    /// Who confirmed it for the unit.
    pub confirmer_id: Option<i64>,
    /// Who verified or rejected it.
    pub verifier_id: Option<i64>,
    /// Who decided the dispute.
    pub decider_id: Option<i64>,
    /// Hours accepted, in hundredths; none if it was rejected.
    pub accepted: Option<i64>,
}

impl VerificationRecord {
    /// The canonical form, with all rows of the ledger that come from the claim, by their keys.
    pub fn record<'a>(&self, credits: impl IntoIterator<Item = &'a Credited>) -> Canonical {
        Canonical::new(Kind::HourVerification, 1, self.id)
            .number("person", self.person_id)
            .number("confirmer", self.confirmer_id)
            .number("verifier", self.verifier_id)
            .number("decider", self.decider_id)
            .number("accepted", self.accepted)
            .list("credits", credits.into_iter().map(Credited::row))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_claim_has_these_bytes() {
        let claim = ClaimRecord {
            id: 12,
            person_id: 7,
            title: "潮汐".into(),
            organiser: "馆".into(),
            kind: Some(ActivityKind::StudyVisit),
            participation: Participation::HalfDays,
            minutes: None,
            topic: String::new(),
            first_day: NaiveDate::from_ymd_opt(2026, 11, 3),
            last_day: NaiveDate::from_ymd_opt(2026, 11, 3),
            half_days: "morning".into(),
            claimed: Some(300),
            report: "看".into(),
            proof_sha256: Some("ab".into()),
        };
        assert_eq!(
            std::str::from_utf8(claim.record().bytes()).expect("a text"),
            "10:hour_claim;1:1;2:12;6:person;1:7;5:title;6:潮汐;9:organiser;3:馆;\
             4:kind;11:study_visit;13:participation;9:half_days;7:minutes;-;5:topic;0:;\
             9:first_day;10:2026-11-03;8:last_day;10:2026-11-03;9:half_days;7:morning;\
             7:claimed;3:300;6:report;3:看;5:proof;2:ab;"
        );
    }

    #[test]
    fn a_verification_has_these_bytes() {
        let verification = VerificationRecord {
            id: 12,
            person_id: 7,
            confirmer_id: Some(8),
            verifier_id: Some(9),
            decider_id: None,
            accepted: Some(300),
        };
        assert_eq!(
            std::str::from_utf8(verification.record(&[]).bytes()).expect("a text"),
            "17:hour_verification;1:1;2:12;6:person;1:7;9:confirmer;1:8;8:verifier;1:9;\
             7:decider;-;8:accepted;3:300;7:credits;0:;"
        );
    }
}
