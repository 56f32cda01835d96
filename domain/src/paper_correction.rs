//! Corrections of what stands on a training record that somebody has taken: proposed by one, and
//! confirmed by a second person (`LAW-51`).

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use crate::{
    code::codes,
    credit_hour::{CreditSource, HalfDay},
    delivery::Stated,
    id::{DeliveryId, EnrolmentId, HourClaimId, ParticipationId, PersonId, TrainingEventId},
    role::{Actor, Role},
};

/// Offices of which a second person confirms; for whom is a question of scope.
pub const SECOND_PEOPLE: &[Role] = &[Role::CityOffice, Role::CountyOffice];

codes! {
    /// Where a correction stands.
    CorrectionState {
        /// It waits for a second person.
        Proposed = "proposed",
        /// It has taken effect.
        Confirmed = "confirmed",
        /// A second person has refused it.
        Refused = "refused",
        /// Who proposed it has called it off.
        CalledOff = "called_off",
    }
}

codes! {
    /// Where a row on a paper comes from.
    CorrectionSource {
        /// A line of an imported register.
        Roster = "roster",
        /// A training whose organiser confirmed the attendance.
        TrainingEvent = "training_event",
        /// A verified claim.
        HourClaim = "hour_claim",
        /// A verified lecture.
        Delivery = "delivery",
    }
}

impl From<CreditSource> for CorrectionSource {
    fn from(source: CreditSource) -> Self {
        match source {
            CreditSource::Roster => Self::Roster,
            CreditSource::TrainingEvent => Self::TrainingEvent,
            CreditSource::HourClaim => Self::HourClaim,
        }
    }
}

/// It was decided already.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the correction is {0:?}")]
pub struct Decided(pub CorrectionState);

impl CorrectionState {
    /// A second person confirms it.
    pub fn confirm(self) -> Result<Self, Decided> {
        self.end(Self::Confirmed)
    }

    /// A second person refuses it.
    pub fn refuse(self) -> Result<Self, Decided> {
        self.end(Self::Refused)
    }

    /// Who proposed it calls it off.
    pub fn call_off(self) -> Result<Self, Decided> {
        self.end(Self::CalledOff)
    }

    fn end(self, to: Self) -> Result<Self, Decided> {
        if self == Self::Proposed { Ok(to) } else { Err(Decided(self)) }
    }
}

/// The half-days of a training that somebody was there.
pub type Presence = Vec<(NaiveDate, HalfDay)>;

/// A line of an imported register, as far as it is corrected.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RegisterLine {
    /// The event.
    pub title: String,
    /// Who held it.
    pub organiser: String,
    /// What kind of event; a code.
    pub kind: String,
    /// The first day.
    pub first_day: NaiveDate,
    /// The last day.
    pub last_day: NaiveDate,
    /// When on these days, as it was written.
    pub time: String,
    /// Hours in hundredths.
    pub hours: i64,
    /// A remark.
    pub note: String,
}

/// What is corrected: as it was on file when it was proposed, and as it is to be.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "what", rename_all = "snake_case")]
pub enum Correction {
    /// Who was at a training.
    Attendance {
        /// The training.
        event: TrainingEventId,
        /// Whose place.
        place: EnrolmentId,
        /// The half-days on file.
        before: Presence,
        /// The right ones.
        after: Presence,
    },
    /// What was accepted of a claim, decided anew.
    Claim {
        /// The claim.
        claim: HourClaimId,
        /// The claim as it was decided.
        revision: i64,
        /// Hours accepted, in hundredths; none: it is rejected.
        accepted: Option<i64>,
    },
    /// A line of an imported register.
    Register {
        /// The line.
        line: ParticipationId,
        /// What is on file.
        before: Box<RegisterLine>,
        /// What a newer register says.
        after: Box<RegisterLine>,
        /// When in each day, as the ledger has it.
        spans: String,
    },
    /// What was verified of a lecture.
    Delivery {
        /// The lecture.
        delivery: DeliveryId,
        /// Listeners, beginning and end on file.
        before: Stated,
        /// The right ones.
        after: Stated,
    },
}

impl Correction {
    /// Whether a lecture is corrected, of which minutes are told; of all else, hours.
    pub fn is_lecture(&self) -> bool {
        matches!(self, Self::Delivery { .. })
    }

    /// Where the rows come from, by kind and key.
    pub fn source(&self) -> (CorrectionSource, i64) {
        match self {
            Self::Attendance { event, .. } => (CorrectionSource::TrainingEvent, event.0),
            Self::Claim { claim, .. } => (CorrectionSource::HourClaim, claim.0),
            Self::Register { line, .. } => (CorrectionSource::Roster, line.0),
            Self::Delivery { delivery, .. } => (CorrectionSource::Delivery, delivery.0),
        }
    }
}

/// Whether somebody may be the second person: neither who proposed it, nor whose row it is, nor who
/// stands in for one of them.
pub fn may_be_second(actor: &Actor, proposer: PersonId, whose: PersonId) -> bool {
    actor.is_any(SECOND_PEOPLE)
        && !actor.is_or_stands_in_for(proposer)
        && !actor.is_or_stands_in_for(whose)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::role::{Grant, Scope};

    fn officer(person: i64, role: Role) -> Actor {
        let starts_on = NaiveDate::from_ymd_opt(2026, 1, 1).expect("a day");
        let grant = Grant { role, scope: Scope::Everything, starts_on, ends_on: None };
        Actor {
            person: PersonId(person),
            name: String::new(),
            grants: vec![grant],
            standing_in: Vec::new(),
        }
    }

    #[test]
    fn a_second_person_is_neither_the_first_nor_concerned() {
        let (proposer, whose) = (PersonId(1), PersonId(2));
        let may = |actor: &Actor| may_be_second(actor, proposer, whose);
        assert!(may(&officer(3, Role::CityOffice)) && may(&officer(3, Role::CountyOffice)));
        assert!(!may(&officer(1, Role::CityOffice)) && !may(&officer(2, Role::CityOffice)));
        assert!(!may(&officer(3, Role::UnitOfficer)));
        let mut deputy = officer(3, Role::CityOffice);
        deputy.standing_in.push((Role::CityOffice, proposer));
        assert!(!may(&deputy), "who stands in for the first is no second");
    }

    #[test]
    fn a_correction_ends_once() {
        use CorrectionState::{CalledOff, Confirmed, Proposed, Refused};
        let ends = [CorrectionState::confirm, CorrectionState::refuse, CorrectionState::call_off];
        assert_eq!(ends.map(|end| end(Proposed)), [Ok(Confirmed), Ok(Refused), Ok(CalledOff)]);
        for over in [Confirmed, Refused, CalledOff] {
            assert_eq!(ends.map(|end| end(over)), [Err(Decided(over)); 3]);
        }
    }
}
