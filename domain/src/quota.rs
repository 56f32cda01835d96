//! Quotas (名额): how many seats a category or each unit has (domain §3.6.4), and who gets one.

mod apportion;
mod cut;
mod selection;
mod tie_decision;

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use self::apportion::apportion;
pub use self::{
    selection::{LineResult, Outcome, SelectProblem, Selection, SelectionRow, Undecided, select},
    tie_decision::{AddedSeats, DecisionProblem, Resolution, TieDecision, Votes},
};
use crate::{code::codes, ranking::UnitKey};

codes! {
    /// What units get before the largest remainders are looked at.
    FirstSeats {
        /// One seat each: the default. Fewer seats than units are refused
        /// ([`Quota::check_first_seats`]); packages of version 1 give them in `sort_order`.
        OneEach = "one_each",
        /// Nothing: plain largest remainder.
        Nothing = "nothing",
    }
}

/// A unit that gets seats by its weight.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Weighted {
    /// Which, once in a quota.
    pub unit: UnitKey,
    /// Its place in the customary order; among equals the lower comes first, then the key.
    pub sort_order: i64,
    /// What it weighs, such as its registered tutors; not negative.
    pub weight: i64,
}

/// A unit with a fixed number of seats.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Fixed {
    /// Which, once in a quota.
    pub unit: UnitKey,
    /// Its place in the customary order.
    pub sort_order: i64,
    /// Its seats.
    pub seats: u32,
}

/// How the seats of a category are given out.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case", deny_unknown_fields)]
pub enum Quota {
    /// To the best of the category, whatever their unit.
    Open {
        /// How many.
        seats: u32,
    },
    /// So many per unit.
    Fixed {
        /// The units; one that is not listed has none.
        units: Vec<Fixed>,
    },
    /// By weight, with the largest remainders.
    Proportional {
        /// How many.
        seats: u32,
        /// What is given out before.
        first: FirstSeats,
        /// The units; one that is not listed has none.
        units: Vec<Weighted>,
    },
}

/// Where a seat line is drawn.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Line {
    /// Across the whole category.
    Category,
    /// Among the nominees of one unit.
    Unit(UnitKey),
}

impl std::fmt::Display for Line {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Category => f.write_str("the category"),
            Self::Unit(unit) => write!(f, "unit `{unit}`"),
        }
    }
}

/// A line with its seats.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LineSeats {
    /// The line.
    pub line: Line,
    /// Seats above it.
    pub seats: u32,
}

/// Why a quota gives no seats.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum QuotaProblem {
    /// A unit stands there more than once.
    #[error("unit `{0}` has more than one line in the quota")]
    UnitTwice(UnitKey),
    /// A weight is below zero.
    #[error("unit `{0}` has a negative weight")]
    NegativeWeight(UnitKey),
    /// There is nobody to give them to.
    #[error("{0} seats and no unit")]
    NoUnits(u32),
    /// Each unit is to have one first, and there are fewer.
    #[error("{seats} seats, of which each of {units} units is to have one first")]
    FewerSeatsThanUnits {
        /// The seats.
        seats: u32,
        /// The units.
        units: usize,
    },
}

impl Quota {
    /// Whether there are seats enough for what each unit is to have first.
    pub fn check_first_seats(&self) -> Result<(), QuotaProblem> {
        match self {
            Self::Proportional { seats, first: FirstSeats::OneEach, units }
                if usize::try_from(*seats).is_ok_and(|seats| seats < units.len()) =>
            {
                Err(QuotaProblem::FewerSeatsThanUnits { seats: *seats, units: units.len() })
            }
            _ => Ok(()),
        }
    }

    /// Seats in all.
    pub fn seats(&self) -> u32 {
        match self {
            Self::Open { seats } | Self::Proportional { seats, .. } => *seats,
            Self::Fixed { units } => units.iter().map(|unit| unit.seats).sum(),
        }
    }

    /// The lines with their seats, those of units in their customary order.
    ///
    /// The seats of a proportional quota add up to its number exactly; units that all weigh nothing
    /// count as equal.
    pub fn lines(&self) -> Result<Vec<LineSeats>, QuotaProblem> {
        let per_unit = |seats: Vec<(&UnitKey, u32)>| {
            let line =
                |(unit, seats): (&UnitKey, _)| LineSeats { line: Line::Unit(unit.clone()), seats };
            seats.into_iter().map(line).collect()
        };
        match self {
            Self::Open { seats } => Ok(vec![LineSeats { line: Line::Category, seats: *seats }]),
            Self::Fixed { units } => {
                check_once(units.iter().map(|it| &it.unit))?;
                let mut units: Vec<_> = units.iter().collect();
                units.sort_by_key(|it| (it.sort_order, &it.unit));
                Ok(per_unit(units.into_iter().map(|it| (&it.unit, it.seats)).collect()))
            }
            Self::Proportional { seats, first, units } => {
                check_once(units.iter().map(|it| &it.unit))?;
                apportion(*seats, *first, units).map(per_unit)
            }
        }
    }
}

fn check_once<'a>(mut units: impl Iterator<Item = &'a UnitKey>) -> Result<(), QuotaProblem> {
    let mut seen = BTreeSet::new();
    let twice = units.find(|unit| !seen.insert(*unit));
    twice.map_or(Ok(()), |unit| Err(QuotaProblem::UnitTwice(unit.clone())))
}

#[cfg(test)]
mod tests;
