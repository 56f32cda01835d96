//! The result package: everything from which the results of an award cycle follow, with the
//! results as stated, so that anybody who is handed it can compute them again (`AWD-17`).
//!
//! Judges are seats and nominees are keys. Reading and writing JSON is done elsewhere; the format
//! is described in `docs/result-package.md`.

mod check;
mod compute;
mod difference;
mod final_stage;
mod problem;
mod results;
mod stability;

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

pub(crate) use self::{
    check::is_key,
    difference::{Figures, compare},
};
pub use self::{
    difference::Difference,
    final_stage::{FinalJudging, FinalProblem, FinalStage, Preliminary, ShortlistLine, shortlist},
    problem::{CategoryProblem, PackageProblem},
    results::{NomineeResult, Results, Score, SeatTotal, VoteResult},
    stability::{Change, WhatIf, changes, what_if},
};
use crate::{
    code::codes,
    quota::{AddedSeats, Quota, TieDecision},
    ranking::{NomineeKey, Reading, Separation, TIE_ORDER, TiesOffLine, UnitKey},
    record::{Canonical, Kind},
    score_sheet::{ConflictKind, Criterion, Points, Seat},
};

/// The name of the format.
pub const FORMAT: &str = "whetstone-result";
/// The version that is written.
pub const VERSION: u32 = 2;
/// The oldest version that is read. It has no `chain`, and gives fewer seats than units in their
/// order; a cycle that was announced so is written as it.
const OLDEST: u32 = 1;

/// The first two fields, to be read before all others: another version may have other fields.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Header {
    /// [`FORMAT`].
    pub format: String,
    /// [`VERSION`].
    pub version: u32,
}

impl Header {
    /// Whether this program can read what follows.
    pub fn check(&self) -> Result<(), PackageProblem> {
        if self.format != FORMAT {
            Err(PackageProblem::UnknownFormat(self.format.clone()))
        } else if !(OLDEST..=VERSION).contains(&self.version) {
            Err(PackageProblem::UnknownVersion(self.version))
        } else {
            Ok(())
        }
    }
}

/// An award cycle with its stated results.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Package {
    /// [`FORMAT`].
    pub format: String,
    /// [`VERSION`].
    pub version: u32,
    /// Where the audit chain stood when it was written; none in version 1.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub chain: Option<ChainHead>,
    /// Which cycle.
    pub cycle: Cycle,
    /// Its categories.
    pub categories: Vec<Category>,
}

/// The newest line of the audit chain at a moment: whoever keeps it can tell later whether the chain
/// was written anew.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ChainHead {
    /// Its number.
    pub line: i64,
    /// The first sixteen hexadecimal digits of its hash.
    pub hash: String,
}

impl ChainHead {
    /// The head as it is printed, from a line's number and its whole hash.
    pub fn new(line: i64, hash: &str) -> Self {
        Self { line, hash: hash.chars().take(16).collect() }
    }
}

/// What exporting a package fixes: the text of the package, written as JSON.
pub fn record(cycle: i64, json: &str) -> Canonical {
    Canonical::new(Kind::ResultPackage, 1, cycle).text("package", json)
}

/// Which cycle it is.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Cycle {
    /// Its title.
    pub title: String,
    /// Its assessment year.
    pub year: i32,
}

/// A category: what was put in, and what is said to come out.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Category {
    /// What was put in.
    pub input: Input,
    /// What is said to come out.
    pub results: Results,
}

/// What the results of a category follow from.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Input {
    /// Its code, once in a package.
    pub category: String,
    /// Its title.
    pub title: String,
    /// By which rules.
    pub rules: Rules,
    /// The judges' seats.
    pub panel: Vec<Seat>,
    /// Who is ranked.
    pub nominees: Vec<Nominee>,
    /// Submitted sheets.
    pub sheets: Vec<JudgeSheet>,
    /// Who did not judge whom.
    pub recusals: Vec<Recusal>,
    /// How the seats are given out.
    pub quota: Quota,
    /// What people decided where a seat line cuts a shared rank; per line in the order of time.
    pub tie_decisions: Vec<TieDecision>,
    /// The second stage; none where the first decides.
    #[serde(default, rename = "final", skip_serializing_if = "Option::is_none")]
    pub final_stage: Option<FinalStage>,
}

/// The rules of a category. There is one value of trimming, rounding and tie order.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Rules {
    /// The rubric.
    pub criteria: Vec<Criterion>,
    /// What is left out.
    pub trimming: Trimming,
    /// How means are rounded.
    pub rounding: Rounding,
    /// What is compared, in this order: [`TIE_ORDER`].
    pub tie_order: Vec<Separation>,
    /// Whether a tie at a seat line may be resolved by adding seats.
    pub added_seats: AddedSeats,
    /// What becomes of equal means that no seat line cuts. Version 1, which says nothing of it,
    /// separates them.
    #[serde(default = "separate")]
    pub ties_off_line: TiesOffLine,
    /// Who reads whom in the first stage; said only where readers were assigned.
    #[serde(default = "all", skip_serializing_if = "is_all")]
    pub reading: Reading,
}

fn all() -> Reading {
    Reading::All
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde calls it with a reference")]
fn is_all(reading: &Reading) -> bool {
    *reading == Reading::All
}

fn separate() -> TiesOffLine {
    TiesOffLine::Separate
}

impl Rules {
    /// The rules with these criteria.
    pub fn new(
        criteria: Vec<Criterion>,
        added_seats: AddedSeats,
        ties_off_line: TiesOffLine,
    ) -> Self {
        Self {
            ties_off_line,
            reading: Reading::All,
            criteria,
            trimming: Trimming::OneHighestOneLowest,
            rounding: Rounding::HalfUp,
            tie_order: TIE_ORDER.to_vec(),
            added_seats,
        }
    }
}

codes! {
    /// What is left out of a mean.
    Trimming {
        /// Exactly one highest and one lowest total; at least five valid sheets are needed.
        OneHighestOneLowest = "one_highest_one_lowest",
    }
}

codes! {
    /// How a mean is rounded.
    Rounding {
        /// To two places, half up.
        HalfUp = "half_up",
    }
}

/// Somebody who is ranked.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Nominee {
    /// The key, once in a category.
    pub nominee: NomineeKey,
    /// Nominated by.
    pub unit: UnitKey,
}

codes! {
    /// Whether a submitted sheet counts.
    SheetState {
        /// It counts.
        Valid = "valid",
        /// It does not, because of a conflict found later.
        Void = "void",
    }
}

/// What a judge gave a nominee.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct JudgeSheet {
    /// Whom.
    pub nominee: NomineeKey,
    /// Who, by seat.
    pub seat: Seat,
    /// Whether it counts.
    pub state: SheetState,
    /// One score per criterion, in the rubric's order.
    pub scores: Vec<Points>,
}

/// A judge who did not judge a nominee (`AWD-11`).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Recusal {
    /// Who, by seat.
    pub seat: Seat,
    /// Whom.
    pub nominee: NomineeKey,
    /// Why.
    pub kind: ConflictKind,
}

/// What came out of computing a package again.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Recomputed {
    /// The results of each category, in the order of the package.
    pub results: Vec<Results>,
    /// Where the package states something else; empty if it is right.
    pub differences: Vec<Difference>,
}

/// Computes the results of a cycle, and packs them with what they follow from.
pub fn build(cycle: Cycle, inputs: Vec<Input>) -> Result<Package, PackageProblem> {
    check_codes(inputs.iter())?;
    let is_sound = inputs.iter().all(|input| input.quota.check_first_seats().is_ok());
    let version = if is_sound { VERSION } else { OLDEST };
    let category = |input: Input| Ok(Category { results: compute_category(&input)?, input });
    let categories = inputs.into_iter().map(category).collect::<Result<_, PackageProblem>>()?;
    Ok(Package { format: FORMAT.to_owned(), version, chain: None, cycle, categories })
}

/// Computes the results of a package again, and compares them with the stated ones.
pub fn recompute(package: &Package) -> Result<Recomputed, PackageProblem> {
    Header { format: package.format.clone(), version: package.version }.check()?;
    check_codes(package.categories.iter().map(|category| &category.input))?;
    let mut recomputed = Recomputed { results: Vec::new(), differences: Vec::new() };
    for Category { input, results: stated } in &package.categories {
        if package.version > OLDEST {
            input
                .quota
                .check_first_seats()
                .map_err(|problem| of_category(input, problem.into()))?;
        }
        let computed = compute_category(input)?;
        recomputed.differences.extend(difference::differences(&input.category, stated, &computed));
        recomputed.results.push(computed);
    }
    Ok(recomputed)
}

fn compute_category(input: &Input) -> Result<Results, PackageProblem> {
    compute::compute(input).map_err(|problem| of_category(input, problem))
}

fn of_category(input: &Input, problem: CategoryProblem) -> PackageProblem {
    PackageProblem::Category { category: input.category.clone(), problem: Box::new(problem) }
}

fn check_codes<'a>(inputs: impl Iterator<Item = &'a Input>) -> Result<(), PackageProblem> {
    let mut seen = BTreeSet::new();
    for Input { category, .. } in inputs {
        if !check::is_key(category) {
            return Err(PackageProblem::Code(category.clone()));
        }
        if !seen.insert(category) {
            return Err(PackageProblem::CategoryTwice(category.clone()));
        }
    }
    Ok(())
}
