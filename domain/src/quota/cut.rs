//! Giving out the seats of one line, rank by rank.

use std::collections::BTreeMap;

use super::{
    DecisionProblem, LineResult, LineSeats, Outcome, SelectProblem, SelectionRow, TieDecision,
    Undecided,
};
use crate::ranking::{NomineeKey, Ranked, Separation};

/// The giving out of one line's seats.
pub(super) struct Cut {
    pub(super) result: LineResult,
    seats_left: u32,
    outcomes: BTreeMap<NomineeKey, Outcome>,
    steps: BTreeMap<NomineeKey, Vec<Step>>,
}

impl Cut {
    pub(super) fn new(seats: &LineSeats) -> Self {
        let result = LineResult {
            line: seats.line.clone(),
            seats: seats.seats,
            added: 0,
            filled: 0,
            vacant: seats.seats,
            undecided: None,
        };
        Self { result, seats_left: seats.seats, outcomes: BTreeMap::new(), steps: BTreeMap::new() }
    }

    /// Gives seats to whole classes as long as they last; the class that they do not suffice for
    /// is undecided, and what follows goes away empty.
    pub(super) fn give(&mut self, classes: Vec<Vec<NomineeKey>>, rule: Option<Separation>) {
        let mut place = 1;
        for class in classes {
            let n = class.len();
            self.note_places(&class, rule.map(|rule| Step { place, rule }));
            self.give_class(class);
            place += n;
        }
        let undecided = self.result.undecided.as_ref().map_or(0, |it| it.seats_left);
        self.result.vacant = self.result.seats + self.result.added - self.result.filled - undecided;
    }

    fn note_places(&mut self, class: &[NomineeKey], step: Option<Step>) {
        for nominee in class {
            self.steps.entry(nominee.clone()).or_default().extend(step);
        }
    }

    fn give_class(&mut self, mut class: Vec<NomineeKey>) {
        let n = u32::try_from(class.len()).unwrap_or(u32::MAX);
        let outcome = match self.seats_left {
            0 => Outcome::NotSelected,
            left if n <= left => Outcome::Selected,
            _ => Outcome::Undecided,
        };
        self.outcomes.extend(class.iter().map(|nominee| (nominee.clone(), outcome)));
        if outcome == Outcome::Selected {
            self.seats_left -= n;
            self.result.filled += n;
        } else if outcome == Outcome::Undecided {
            class.sort();
            let seats_left = std::mem::take(&mut self.seats_left);
            self.result.undecided = Some(Undecided { group: class, seats_left });
        }
    }

    pub(super) fn decide<'a>(
        &mut self,
        decisions: impl Iterator<Item = &'a TieDecision>,
    ) -> Result<(), SelectProblem> {
        for decision in decisions {
            let undecided = self.result.undecided.take().ok_or(DecisionProblem::Needless);
            let resolved = undecided
                .and_then(|undecided| Ok((decision.resolve(&undecided)?, undecided.seats_left)));
            let (resolved, seats_left) = resolved.map_err(|problem| SelectProblem::Decision {
                line: decision.line.clone(),
                problem,
            })?;
            self.seats_left = seats_left + resolved.added;
            self.result.added += resolved.added;
            let rule = Some(resolved.rule).filter(|rule| *rule != Separation::Tied);
            self.give(resolved.classes, rule);
        }
        Ok(())
    }

    pub(super) fn row(&self, row: &Ranked) -> SelectionRow {
        SelectionRow {
            rank: row.rank,
            nominee: row.nominee.clone(),
            line: self.result.line.clone(),
            separation: row.separation,
            outcome: self.outcomes.get(&row.nominee).copied().unwrap_or(Outcome::NotSelected),
            steps: self.steps.get(&row.nominee).cloned().unwrap_or_default(),
        }
    }
}

/// A place that people gave a nominee within a tied group.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Step {
    pub(super) place: usize,
    pub(super) rule: Separation,
}
