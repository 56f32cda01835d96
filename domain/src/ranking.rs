//! The ranking of the nominees of one category, with the first three tie rules (domain §3.6.3).
//!
//! Who is equal after them shares a rank (并列) and the next ranks are skipped; a shared rank that
//! a seat line cuts is left to people, in [`crate::quota::select`]. Away from every seat line equal
//! means may stay a tie, and no rule is applied to them ([`TiesOffLine`]).

mod key;
mod rank_sum;
mod separating;

use std::{
    cmp::{Ordering, Reverse},
    collections::BTreeSet,
};

pub use self::{
    key::{NomineeKey, UnitKey},
    rank_sum::RankSum,
};
use separating::Separating;

use crate::{
    code::codes,
    quota::LineSeats,
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
        /// The votes of a final that is decided by a vote.
        FinalVote = "final_vote",
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

codes! {
    /// What becomes of equal means that no seat line cuts (domain §3.6.3).
    TiesOffLine {
        /// They stay a tie: the tie rules are for the line alone.
        Stay = "stay",
        /// The tie rules separate them as well.
        Separate = "separate",
    }
}

codes! {
    /// Who reads whom.
    Reading {
        /// Every judge reads every nominee.
        All = "all",
        /// Each nominee has readers of one's own.
        Assigned = "assigned",
    }
}

/// To which equal means the tie rules are applied.
#[derive(Clone, Copy, Debug)]
pub enum Ties<'a> {
    /// To all of them.
    Separate,
    /// To those that one of these lines cuts, step by step until it cuts none of them.
    StayOff(&'a [LineSeats]),
}

impl<'a> Ties<'a> {
    /// What a category's setting says of its lines.
    pub fn of(setting: TiesOffLine, lines: &'a [LineSeats]) -> Self {
        match setting {
            TiesOffLine::Stay => Self::StayOff(lines),
            TiesOffLine::Separate => Self::Separate,
        }
    }
}

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

/// What a place follows from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Basis {
    /// What the sheets come to.
    Sheets(Aggregate),
    /// So many votes.
    Votes(u32),
}

impl Basis {
    /// What the sheets come to, if there are any.
    pub fn score(&self) -> Option<&Aggregate> {
        match self {
            Self::Sheets(score) => Some(score),
            Self::Votes(_) => None,
        }
    }

    /// What the program compares; votes and lots about a tie are people's.
    fn rules(&self) -> &'static [Separation] {
        match self {
            Self::Sheets(_) => BY_SHEETS,
            Self::Votes(_) => BY_VOTES,
        }
    }
}

const BY_SHEETS: &[Separation] = TIE_ORDER.split_at(4).0;
const BY_VOTES: &[Separation] = &[Separation::FinalVote];

/// A nominee with the votes in a final.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Voted {
    /// Who, once in a category.
    pub nominee: NomineeKey,
    /// Nominated by.
    pub unit: UnitKey,
    /// How many.
    pub votes: u32,
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
    /// What the place follows from.
    pub basis: Basis,
    /// Given where it was needed: the three means are another nominee's as well.
    pub rank_sum: Option<RankSum>,
    /// The rule that separates this row from the one above; the first row has none.
    pub separation: Option<Separation>,
    /// How many of the rules were applied to it, the mean among them.
    n_applied: usize,
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
pub fn rank(
    rubric: &Rubric,
    entries: &[Entry],
    reading: Reading,
    ties: Ties<'_>,
) -> Result<Ranking, RankProblem> {
    rank_for(Purpose::Award, rubric, entries, (reading, ties))
}

/// The same for another purpose than an award: with fewer sheets, or without trimming.
pub(crate) fn rank_for(
    purpose: Purpose,
    rubric: &Rubric,
    entries: &[Entry],
    (reading, ties): (Reading, Ties<'_>),
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
    Separating::new(ties, reading, entries).separate(&mut ranking.rows);
    number(&mut ranking.rows);
    Ok(ranking)
}

/// Ranks by votes: more come first, and nothing else is compared.
pub fn rank_by_votes(voted: Vec<Voted>) -> Ranking {
    let row = |it: Voted| Ranked {
        rank: 0,
        nominee: it.nominee,
        unit: it.unit,
        basis: Basis::Votes(it.votes),
        rank_sum: None,
        separation: None,
        n_applied: 0,
    };
    let mut rows: Vec<Ranked> = voted.into_iter().map(row).collect();
    Separating::new(Ties::Separate, Reading::All, &[]).separate(&mut rows);
    number(&mut rows);
    Ranking { rows, unranked: Vec::new() }
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
            basis: Basis::Sheets(score),
            rank_sum: None,
            separation: None,
            n_applied: 0,
        }),
        Err(NoResult::TooFew { valid, needed }) => {
            ranking.unranked.push(Unranked { nominee, unit, valid, needed });
        }
        Err(problem) => return Err(RankProblem::Sheets { nominee, problem }),
    }
    Ok(())
}

/// How a rule compares two rows; the one that comes first is less.
fn compare(rule: Separation, one: &Ranked, other: &Ranked) -> Ordering {
    let by = |value: fn(&Aggregate) -> Points| {
        let value = |row: &Ranked| Reverse(row.basis.score().map(value));
        value(one).cmp(&value(other))
    };
    let votes = |row: &Ranked| match row.basis {
        Basis::Votes(votes) => Reverse(votes),
        Basis::Sheets(_) => Reverse(0),
    };
    let sum = |row: &Ranked| row.rank_sum.as_ref().map(|it| it.sum);
    match rule {
        Separation::Mean => by(|score| score.mean),
        Separation::FirstCriterion => by(Aggregate::first_criterion_mean),
        Separation::UntrimmedMean => by(|score| score.untrimmed_mean),
        Separation::FinalVote => votes(one).cmp(&votes(other)),
        Separation::RankSum => sum(one).cmp(&sum(other)),
        Separation::Vote | Separation::Lot | Separation::Tied => Ordering::Equal,
    }
}

/// The first rule applied to both by which two rows differ, and which comes first.
fn separate(one: &Ranked, other: &Ranked) -> Option<(Separation, Ordering)> {
    let rules = one.basis.rules();
    rules
        .iter()
        .take(one.n_applied.min(other.n_applied))
        .map(|rule| (*rule, compare(*rule, one, other)))
        .find(|(_, order)| order.is_ne())
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
