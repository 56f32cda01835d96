//! The results of a category as they are stated.

use serde::{Deserialize, Serialize};

use crate::{
    quota::{LineResult, Outcome},
    ranking::{NomineeKey, RankSum, Separation},
    score_sheet::{Points, Seat, Trim},
};

/// The results of a category.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Results {
    /// All nominees, from the first rank on; those without a result last.
    pub nominees: Vec<NomineeResult>,
    /// The seat lines: one of the category, or one per unit of the quota in its order.
    pub lines: Vec<LineResult>,
}

/// The result of one nominee.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct NomineeResult {
    /// Who.
    pub nominee: NomineeKey,
    /// What the seat line says.
    pub outcome: Outcome,
    /// The total of every valid sheet, by seat.
    pub totals: Vec<SeatTotal>,
    /// What they come to; none with fewer than five.
    pub score: Option<Score>,
}

/// The total of one sheet.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SeatTotal {
    /// Whose sheet.
    pub seat: Seat,
    /// The sum of its scores.
    pub total: Points,
}

/// What the valid sheets of a nominee come to.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Score {
    /// Shared by those whom no rule separates.
    pub rank: usize,
    /// What separates the nominee from the one above; the first has none.
    pub separation: Option<Separation>,
    /// The dropped sheets.
    pub trim: Trim,
    /// Mean of the retained totals.
    pub mean: Points,
    /// Mean of all totals.
    pub untrimmed_mean: Points,
    /// Means of the retained sheets, in the rubric's order.
    pub criterion_means: Vec<Points>,
    /// Where the three means are another nominee's as well.
    pub rank_sum: Option<RankSum>,
}
