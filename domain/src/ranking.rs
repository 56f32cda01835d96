//! The ranking of the nominees of one category, with the first three tie rules (domain §3.6.3).
//!
//! Who is equal after them shares a rank (并列) and the next ranks are skipped; a shared rank that
//! a seat line cuts is left to people, in [`crate::quota::select`].

mod key;
mod rank_sum;

use std::{
    cmp::{Ordering, Reverse},
    collections::BTreeSet,
};

pub use self::{
    key::{NomineeKey, UnitKey},
    rank_sum::RankSum,
};
use crate::{
    code::codes,
    score_sheet::{Aggregate, NoResult, Points, Purpose, Rubric, Seat, Sheet, aggregate},
};

codes! {
    /// What separates two nominees.
    Separation {
        /// The trimmed mean.
        Mean = "mean",
        /// Tie rule 1: the mean of the rubric's first criterion.
        FirstCriterion = "first_criterion",
        /// Tie rule 2: the untrimmed mean.
        UntrimmedMean = "untrimmed_mean",
        /// Tie rule 3: the sum of ranks over judges, lower is better.
        RankSum = "rank_sum",
        /// Tie rule 4: the panel's secret vote.
        Vote = "vote",
        /// Tie rule 5: a lot drawn by the chair.
        Lot = "lot",
        /// Nothing: they are tied.
        Tied = "tied",
    }
}

/// What is compared, in this order.
pub const TIE_ORDER: &[Separation] = &[
    Separation::Mean,
    Separation::FirstCriterion,
    Separation::UntrimmedMean,
    Separation::RankSum,
    Separation::Vote,
    Separation::Lot,
];

/// A nominee with the valid sheets.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    /// Who, once in a category.
    pub nominee: NomineeKey,
    /// Nominated by.
    pub unit: UnitKey,
    /// One sheet per judge who gave a valid one.
    pub sheets: Vec<Sheet>,
}

/// A nominee with a place in the list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Ranked {
    /// From 1; shared by those whom no rule separates.
    pub rank: usize,
    /// Who.
    pub nominee: NomineeKey,
    /// Nominated by.
    pub unit: UnitKey,
    /// What the sheets come to.
    pub score: Aggregate,
    /// Given where it was needed: the three means are another nominee's as well.
    pub rank_sum: Option<RankSum>,
    /// The rule that separates this row from the one above; the first row has none.
    pub separation: Option<Separation>,
}

/// A nominee who cannot be ranked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unranked {
    /// Who.
    pub nominee: NomineeKey,
    /// Nominated by.
    pub unit: UnitKey,
    /// Valid sheets that there are.
    pub valid: usize,
    /// Valid sheets that it takes.
    pub needed: usize,
}

/// Why entries make no ranking.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum RankProblem {
    /// A nominee stands there more than once.
    #[error("nominee `{0}` is entered more than once")]
    NomineeTwice(NomineeKey),
    /// The sheets of a nominee contradict each other.
    #[error("nominee `{nominee}`: {problem}")]
    Sheets {
        /// Whose.
        nominee: NomineeKey,
        /// How.
        problem: NoResult,
    },
}

/// The list of one category.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Ranking {
    /// From the first rank on; those who share a rank stand in the order of their keys.
    pub rows: Vec<Ranked>,
    /// Who has too few valid sheets (`AWD-11`), in the order of their keys.
    pub unranked: Vec<Unranked>,
}

impl Ranking {
    /// The rule that separates two ranked nominees; which is better, their ranks say.
    pub fn separation(&self, one: &NomineeKey, other: &NomineeKey) -> Option<Separation> {
        let find = |nominee: &NomineeKey| self.rows.iter().find(|row| row.nominee == *nominee);
        Some(separate(find(one)?, find(other)?).map_or(Separation::Tied, |(rule, _)| rule))
    }
}

/// Ranks the entries of a category; neither their order nor that of their sheets matters.
///
/// Every mean that is compared is the rounded one that the record prints.
pub fn rank(rubric: &Rubric, entries: &[Entry]) -> Result<Ranking, RankProblem> {
    rank_for(Purpose::Award, rubric, entries)
}

/// The same for another purpose than an award: with fewer sheets, or without trimming.
pub(crate) fn rank_for(
    purpose: Purpose,
    rubric: &Rubric,
    entries: &[Entry],
) -> Result<Ranking, RankProblem> {
    let mut nominees = BTreeSet::new();
    if let Some(entry) = entries.iter().find(|entry| !nominees.insert(&entry.nominee)) {
        return Err(RankProblem::NomineeTwice(entry.nominee.clone()));
    }
    let mut ranking = Ranking::default();
    for entry in entries {
        enter(&mut ranking, purpose, rubric, entry)?;
    }
    ranking.unranked.sort_by(|a, b| a.nominee.cmp(&b.nominee));
    ranking.rows.sort_by(order);
    rank_sum::fill_in(&mut ranking.rows, entries);
    ranking.rows.sort_by(order);
    number(&mut ranking.rows);
    Ok(ranking)
}

fn enter(
    ranking: &mut Ranking,
    purpose: Purpose,
    rubric: &Rubric,
    entry: &Entry,
) -> Result<(), RankProblem> {
    let (nominee, unit) = (entry.nominee.clone(), entry.unit.clone());
    match aggregate(purpose, rubric, &entry.sheets) {
        Ok(score) => ranking.rows.push(Ranked {
            rank: 0,
            nominee,
            unit,
            score,
            rank_sum: None,
            separation: None,
        }),
        Err(NoResult::TooFew { valid, needed }) => {
            ranking.unranked.push(Unranked { nominee, unit, valid, needed });
        }
        Err(problem) => return Err(RankProblem::Sheets { nominee, problem }),
    }
    Ok(())
}

/// The means that are compared before the sum of ranks.
fn means(row: &Ranked) -> [(Separation, Points); 3] {
    [
        (Separation::Mean, row.score.mean),
        (Separation::FirstCriterion, row.score.first_criterion_mean()),
        (Separation::UntrimmedMean, row.score.untrimmed_mean),
    ]
}

/// The first rule by which two rows differ, and which comes first.
fn separate(one: &Ranked, other: &Ranked) -> Option<(Separation, Ordering)> {
    let sum = |row: &Ranked| row.rank_sum.as_ref().map(|it| it.sum);
    means(one)
        .into_iter()
        .zip(means(other))
        .map(|((rule, one), (_, other))| (rule, Reverse(one).cmp(&Reverse(other))))
        .chain([(Separation::RankSum, sum(one).cmp(&sum(other)))])
        .find(|(_, order)| order.is_ne())
}

fn order(one: &Ranked, other: &Ranked) -> Ordering {
    separate(one, other).map_or_else(|| one.nominee.cmp(&other.nominee), |(_, order)| order)
}

/// Sets ranks and separations in a sorted list.
fn number(rows: &mut [Ranked]) {
    let separations: Vec<_> = rows.windows(2).map(|pair| separate(&pair[0], &pair[1])).collect();
    let mut rank = 1;
    for (n, row) in rows.iter_mut().enumerate() {
        let above = n.checked_sub(1).map(|above| separations[above].map(|(rule, _)| rule));
        if above.is_some_and(|rule| rule.is_some()) {
            rank = n + 1;
        }
        row.rank = rank;
        row.separation = above.map(|rule| rule.unwrap_or(Separation::Tied));
    }
}

#[cfg(test)]
mod tests;
