//! Who gets a seat: the ranking, cut by the seat lines.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::{
    DecisionProblem, Line, LineSeats, TieDecision,
    cut::{Cut, Step},
};
use crate::{
    code::codes,
    ranking::{NomineeKey, Ranked, Ranking, Separation, UnitKey},
};

codes! {
    /// What the lines say of a nominee.
    Outcome {
        /// Gets a seat.
        Selected = "selected",
        /// Gets none.
        NotSelected = "not_selected",
        /// Shares a rank that a line cuts: people must decide.
        Undecided = "undecided",
        /// Has too few valid sheets for a rank.
        NoResult = "no_result",
    }
}

/// A tied group that a line cuts.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Undecided {
    /// Its members, in the order of their keys.
    pub group: Vec<NomineeKey>,
    /// Seats for which they stand; fewer than they are, and at least one.
    pub seats_left: u32,
}

/// What happened at one line.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LineResult {
    /// The line.
    pub line: Line,
    /// Seats of the quota.
    pub seats: u32,
    /// Seats added to resolve a tie.
    pub added: u32,
    /// Seats that somebody has.
    pub filled: u32,
    /// Seats that stay empty for want of nominees.
    pub vacant: u32,
    /// The group that people must decide about.
    pub undecided: Option<Undecided>,
}

/// A ranked nominee with what the line says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SelectionRow {
    /// As in the ranking: a vote or a lot changes no rank.
    pub rank: usize,
    /// Who.
    pub nominee: NomineeKey,
    /// The line that decides.
    pub line: Line,
    /// The rule that separates this row from the one above; the first row has none.
    pub separation: Option<Separation>,
    /// What the line says.
    pub outcome: Outcome,
    /// Places by vote and by lot.
    pub(super) steps: Vec<Step>,
}

/// The list of a category with its lines.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Selection {
    /// All ranked nominees, from the first rank on; within a shared rank by line, then by what
    /// people decided, then by key.
    pub rows: Vec<SelectionRow>,
    /// The lines, in the order of the quota.
    pub lines: Vec<LineResult>,
}

impl Selection {
    /// Whether nothing is left for people to decide.
    pub fn is_settled(&self) -> bool {
        self.lines.iter().all(|line| line.undecided.is_none())
    }

    /// The rule that separates two ranked nominees, a vote or a lot included.
    pub fn separation(
        &self,
        ranking: &Ranking,
        one: &NomineeKey,
        other: &NomineeKey,
    ) -> Option<Separation> {
        let find = |nominee: &NomineeKey| self.rows.iter().find(|row| row.nominee == *nominee);
        let by_rule = ranking.separation(one, other)?;
        Some(after_people(by_rule, find(one)?, find(other)?))
    }
}

/// Why a ranking cannot be cut.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum SelectProblem {
    /// A nominee's unit has no line.
    #[error("nominee `{nominee}`: unit `{unit}` has no seats in the quota")]
    NoLine {
        /// Who.
        nominee: NomineeKey,
        /// Of which unit.
        unit: UnitKey,
    },
    /// A decision is for a line that the quota does not draw.
    #[error("a tie decision is for {0}, where no line is drawn")]
    NoSuchLine(Line),
    /// A decision does not hold.
    #[error("a tie decision for {line} does not hold: {problem}")]
    Decision {
        /// For which line.
        line: Line,
        /// Why.
        problem: DecisionProblem,
    },
}

/// Cuts a ranking at the lines of a quota.
///
/// The decisions of one line are applied in their order: each must name the group that is undecided
/// then. Without the decision that it needs, a group stays undecided.
pub fn select(
    ranking: &Ranking,
    lines: &[LineSeats],
    decisions: &[TieDecision],
) -> Result<Selection, SelectProblem> {
    if let Some(stray) =
        decisions.iter().find(|decision| lines.iter().all(|it| it.line != decision.line))
    {
        return Err(SelectProblem::NoSuchLine(stray.line.clone()));
    }
    let by_line = rows_by_line(ranking, lines)?;
    let mut selection = Selection { rows: Vec::new(), lines: Vec::new() };
    for seats in lines {
        let mut cut = Cut::new(seats);
        let rows = by_line.get(&seats.line).map_or(&[][..], Vec::as_slice);
        cut.give(classes(rows), None);
        cut.decide(decisions.iter().filter(|decision| decision.line == seats.line))?;
        selection.rows.extend(rows.iter().map(|row| cut.row(row)));
        selection.lines.push(cut.result);
    }
    selection.rows.sort_by(|one, other| key(one).cmp(&key(other)));
    set_separations(&mut selection, ranking);
    Ok(selection)
}

fn key(row: &SelectionRow) -> (usize, &Line, &[Step], &NomineeKey) {
    (row.rank, &row.line, &row.steps, &row.nominee)
}

fn rows_by_line<'a>(
    ranking: &'a Ranking,
    lines: &[LineSeats],
) -> Result<BTreeMap<Line, Vec<&'a Ranked>>, SelectProblem> {
    let mut by_line: BTreeMap<Line, Vec<&Ranked>> = BTreeMap::new();
    for row in &ranking.rows {
        by_line.entry(line_of(&row.nominee, &row.unit, lines)?).or_default().push(row);
    }
    for row in &ranking.unranked {
        line_of(&row.nominee, &row.unit, lines)?;
    }
    Ok(by_line)
}

fn line_of(
    nominee: &NomineeKey,
    unit: &UnitKey,
    lines: &[LineSeats],
) -> Result<Line, SelectProblem> {
    let decides = |line: &Line| match line {
        Line::Category => true,
        Line::Unit(of) => of == unit,
    };
    lines
        .iter()
        .map(|it| &it.line)
        .find(|line| decides(line))
        .cloned()
        .ok_or_else(|| SelectProblem::NoLine { nominee: nominee.clone(), unit: unit.clone() })
}

/// The nominees of one line by shared ranks.
fn classes(rows: &[&Ranked]) -> Vec<Vec<NomineeKey>> {
    let class = |class: &[&Ranked]| class.iter().map(|row| row.nominee.clone()).collect();
    rows.chunk_by(|one, other| one.rank == other.rank).map(class).collect()
}

/// What separates two rows if a vote or a lot did where the rules did not.
fn after_people(by_rule: Separation, one: &SelectionRow, other: &SelectionRow) -> Separation {
    if by_rule != Separation::Tied || one.line != other.line {
        return by_rule;
    }
    let differs = |(one, other): &(&Step, &Step)| one.place != other.place;
    one.steps.iter().zip(&other.steps).find(differs).map_or(by_rule, |(step, _)| step.rule)
}

fn set_separations(selection: &mut Selection, ranking: &Ranking) {
    let separations: Vec<_> = selection
        .rows
        .windows(2)
        .map(|pair| selection.separation(ranking, &pair[0].nominee, &pair[1].nominee))
        .collect();
    for (row, separation) in selection.rows.iter_mut().zip([None].into_iter().chain(separations)) {
        row.separation = separation;
    }
}
