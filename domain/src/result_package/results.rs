//! The results of a category as they are stated.

use serde::{Deserialize, Serialize};

use super::Preliminary;
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
    /// The first stage, where there is a second: `nominees` are then those on the shortlist.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub preliminary: Option<Preliminary>,
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
    /// The place by votes, where a final was decided so.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub vote: Option<VoteResult>,
}

impl NomineeResult {
    /// Of somebody who has no result, and nothing to show.
    pub(super) fn without(nominee: &NomineeKey) -> Self {
        Self {
            nominee: nominee.clone(),
            outcome: Outcome::NoResult,
            totals: Vec::new(),
            score: None,
            vote: None,
        }
    }

    /// The rank, if there is one.
    pub fn rank(&self) -> Option<usize> {
        self.score.as_ref().map(|it| it.rank).or(self.vote.as_ref().map(|it| it.rank))
    }

    /// What separates the nominee from the one above.
    pub fn separation(&self) -> Option<Separation> {
        let by_score = self.score.as_ref().and_then(|it| it.separation);
        by_score.or(self.vote.as_ref().and_then(|it| it.separation))
    }
}

/// The place of a nominee by votes.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct VoteResult {
    /// Shared by those who have as many.
    pub rank: usize,
    /// What separates the nominee from the one above; the first has none.
    pub separation: Option<Separation>,
    /// How many.
    pub votes: u32,
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
