//! Credit hours (学时): what activities are worth, and what a ledger of credits comes to
//! (domain §3.5).
//!
//! Attendance is whole minutes, credit whole hundredths of an hour. Claims and their states are
//! not here, nor is any comparison of people (`LAW-60`).

mod conversion;
mod credited;
mod day;
mod ledger;
mod progress;
mod spread;

use serde::{Deserialize, Serialize};

pub use self::{
    conversion::{Attendance, Conversion, Part, Report},
    credited::Credited,
    day::{DayTotal, day_total},
    ledger::{Entry, LedgerProblem, overlaps},
    progress::{Progress, YearTotal, year_total},
    spread::{n_days, spread},
};
use crate::{
    code::codes,
    decimal,
    id::{OrganisationId, PersonId},
};

decimal::decimal! {
    /// Credit in hundredths of an hour; as text with as few places as it needs: `2.5`.
    Hours, crate::decimal::few_places
}

/// The credit of one person on one date that counts at most (`TRN-01`).
pub const DAILY_CAP: Hours = Hours::hundredths(800);

codes! {
    /// What people are trained by.
    ActivityKind {
        /// 业务培训.
        ProfessionalTraining = "professional_training",
        /// 工作交流.
        WorkExchange = "work_exchange",
        /// 学习调研.
        StudyVisit = "study_visit",
        /// e站大屏管理员培训.
        StationManagerTraining = "station_manager_training",
    }
}

codes! {
    /// What a ledger entry comes from.
    CreditSource {
        /// An imported register.
        Roster = "roster",
        /// A training whose organiser confirmed the attendance.
        TrainingEvent = "training_event",
        /// A verified claim.
        HourClaim = "hour_claim",
    }
}

codes! {
    /// A part of a day for which attendance is confirmed (`TRN-02`).
    HalfDay {
        /// From 08:30 to 11:30.
        Morning = "morning",
        /// From 13:30 to 16:30.
        Afternoon = "afternoon",
        /// From 18:30 to 21:30.
        Evening = "evening",
    }
}

impl HalfDay {
    /// The time that it stands for where overlaps are looked for.
    pub const fn span(self) -> Span {
        match self {
            Self::Morning => Span { from: 8 * 60 + 30, to: 11 * 60 + 30 },
            Self::Afternoon => Span { from: 13 * 60 + 30, to: 16 * 60 + 30 },
            Self::Evening => Span { from: 18 * 60 + 30, to: 21 * 60 + 30 },
        }
    }
}

/// A half-open interval of minutes of a day, `[from, to)`, that is not empty.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "(u16, u16)", into = "(u16, u16)")]
pub struct Span {
    from: u16,
    to: u16,
}

/// Minutes that are no interval of a day.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("minutes {0} to {1} are no time of a day")]
pub struct NoSpan(u16, u16);

impl Span {
    /// From one minute of the day to a later one; the day ends at 1440.
    pub fn new(from: u16, to: u16) -> Result<Self, NoSpan> {
        if from < to && to <= 24 * 60 { Ok(Self { from, to }) } else { Err(NoSpan(from, to)) }
    }

    /// The first minute.
    pub const fn from(self) -> u16 {
        self.from
    }

    /// The first minute after it.
    pub const fn to(self) -> u16 {
        self.to
    }

    /// Whether both have some minute.
    pub const fn overlaps(self, other: Self) -> bool {
        self.from < other.to && other.from < self.to
    }
}

impl TryFrom<(u16, u16)> for Span {
    type Error = NoSpan;

    fn try_from((from, to): (u16, u16)) -> Result<Self, Self::Error> {
        Self::new(from, to)
    }
}

impl From<Span> for (u16, u16) {
    fn from(span: Span) -> Self {
        (span.from, span.to)
    }
}

codes! {
    /// A step of checking a claim.
    VerificationStep {
        /// The person's own unit confirms.
        Unit = "unit",
        /// The county's association verifies.
        County = "county",
        /// The city's association verifies.
        City = "city",
    }
}

codes! {
    /// Why somebody may not check a claim (`TRN-08`).
    VerifyRefusal {
        /// It is the own one.
        OwnClaim = "own_claim",
        /// After the unit's own step: it is of somebody of the own unit.
        OwnUnit = "own_unit",
    }
}

/// A person with the units that he or she belongs to now.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UnitMember {
    /// Who.
    pub person: PersonId,
    /// Of which units.
    pub units: Vec<OrganisationId>,
}

/// Whether somebody may check the claim of somebody at a step (`TRN-08`).
pub fn check_verifier(
    step: VerificationStep,
    verifier: &UnitMember,
    claimant: &UnitMember,
) -> Result<(), VerifyRefusal> {
    let same_unit = verifier.units.iter().any(|unit| claimant.units.contains(unit));
    if verifier.person == claimant.person {
        Err(VerifyRefusal::OwnClaim)
    } else if step != VerificationStep::Unit && same_unit {
        Err(VerifyRefusal::OwnUnit)
    } else {
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hours_are_written_with_as_few_places_as_they_need() {
        for text in ["2.5", "3", "0.25", "-6", "0"] {
            assert_eq!(text.parse::<Hours>().map(|hours| hours.to_string()), Ok(text.to_owned()));
        }
        assert_eq!("2.50".parse(), Ok(Hours::hundredths(250)));
    }

    #[test]
    fn each_half_day_stands_for_three_hours() {
        for half_day in HalfDay::ALL {
            let span = half_day.span();
            assert_eq!(span.to() - span.from(), 180);
            assert_eq!(Span::new(span.from(), span.to()), Ok(span));
        }
    }

    #[test]
    fn a_span_is_some_minutes_of_one_day() {
        assert!(Span::new(0, 1440).is_ok());
        for (from, to) in [(5, 5), (6, 5), (1400, 1441)] {
            assert_eq!(Span::new(from, to), Err(NoSpan(from, to)));
        }
        assert!(serde_json::from_str::<Span>("[600,540]").is_err());
    }

    #[test]
    fn touching_spans_do_not_overlap() {
        let span = |from, to| Span::new(from, to).expect("a span");
        assert!(!span(540, 600).overlaps(span(600, 660)));
        assert!(span(540, 601).overlaps(span(600, 660)));
    }

    fn member(person: i64, units: &[i64]) -> UnitMember {
        let units = units.iter().copied().map(OrganisationId).collect();
        UnitMember { person: PersonId(person), units }
    }

    #[test]
    fn nobody_checks_the_own_claim() {
        for step in VerificationStep::ALL {
            let result = check_verifier(*step, &member(1, &[]), &member(1, &[7]));
            assert_eq!(result, Err(VerifyRefusal::OwnClaim));
        }
    }

    #[test]
    fn after_the_unit_nobody_checks_the_own_unit() {
        let (verifier, claimant) = (member(1, &[5, 7]), member(2, &[7, 9]));
        let check = |step| check_verifier(step, &verifier, &claimant);
        assert_eq!(check(VerificationStep::Unit), Ok(()));
        for step in [VerificationStep::County, VerificationStep::City] {
            assert_eq!(check(step), Err(VerifyRefusal::OwnUnit));
            assert_eq!(check_verifier(step, &verifier, &member(2, &[9])), Ok(()));
        }
    }
}
