//! How stable a list is: who would win without any one judge, without trimming, and with the weight of
//! one criterion a tenth higher or lower.
//!
//! The same ranking and the same seat lines as the results, and the same shortlist where there is one; decisions of people about ties are left
//! out, since they were made about other ties: where a line then cuts a tie, it is open.

use std::collections::BTreeSet;

use super::{CategoryProblem, FinalJudging, Input, check, final_stage::Finals};
use crate::{
    quota::{Outcome, select},
    ranking::{Entry, NomineeKey, Reading, Ties, rank_for},
    score_sheet::{Points, Purpose, Seat, Sheet, Trim},
};

/// What is changed of a category before it is computed again.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Change {
    /// The sheets of one judge are taken out. Where four remain, their plain mean counts.
    Without(Seat),
    /// Nothing is trimmed.
    Untrimmed,
    /// The scores of one criterion, by its place in the rubric, count so many tenths: exact, and not
    /// scaled back. Means are then rounded in thousandths of a point.
    Weight {
        /// Its place in the rubric.
        criterion: usize,
        /// Eleven or nine, or whatever somebody asks for.
        tenths: i64,
    },
}

/// Who would win.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WhatIf {
    /// What was changed.
    pub change: Change,
    /// Who gets a seat.
    pub selected: BTreeSet<NomineeKey>,
    /// Who shares a rank that a line cuts: people would have to decide.
    pub open: BTreeSet<NomineeKey>,
    /// Whether somebody has so few sheets that nothing was trimmed.
    pub is_plain: bool,
}

/// Every change that is looked at: each judge, no trimming, and each criterion a tenth up and down.
/// None where a vote decided: there is no sheet to be taken out.
pub fn changes(input: &Input) -> Vec<Change> {
    if let Some(FinalJudging::Vote { .. }) = input.final_stage.as_ref().map(|it| &it.judging) {
        return Vec::new();
    }
    let judges = input.panel.iter().map(|seat| Change::Without(*seat));
    let weights = (0..input.rules.criteria.len())
        .flat_map(|criterion| [11, 9].map(|tenths| Change::Weight { criterion, tenths }));
    judges.chain([Change::Untrimmed]).chain(weights).collect()
}

/// Who would win after a change.
pub fn what_if(input: &Input, change: Change) -> Result<WhatIf, CategoryProblem> {
    let (rubric, entries) = check::read(input)?;
    let lines = input.quota.lines()?;
    let mut entries = match &input.final_stage {
        None => entries,
        Some(stage) => Finals::of((&rubric, &entries), &lines, stage)?.entries(input, &rubric)?,
    };
    let purpose = match &change {
        Change::Without(seat) => {
            for entry in &mut entries {
                entry.sheets.retain(|sheet| sheet.seat() != *seat);
            }
            Purpose::Review
        }
        Change::Untrimmed => Purpose::Untrimmed,
        Change::Weight { criterion, tenths } => {
            for entry in &mut entries {
                weigh(entry, *criterion, *tenths);
            }
            Purpose::Award
        }
    };
    let ties = Ties::of(input.rules.ties_off_line, &lines);
    let reading = if input.final_stage.is_none() { input.rules.reading } else { Reading::All };
    let ranking = rank_for(purpose, &rubric, &entries, (reading, ties))?;
    let selection = select(&ranking, &lines, &[])?;
    let of = |outcome: Outcome| {
        let rows = selection.rows.iter().filter(|row| row.outcome == outcome);
        rows.map(|row| row.nominee.clone()).collect()
    };
    let is_plain = matches!(change, Change::Without(_))
        && ranking
            .rows
            .iter()
            .filter_map(|row| row.basis.score())
            .any(|it| it.trim == Trim::Untrimmed);
    Ok(WhatIf { selected: of(Outcome::Selected), open: of(Outcome::Undecided), is_plain, change })
}

/// Every score ten times as high, and those of one criterion so many times.
fn weigh(entry: &mut Entry, criterion: usize, tenths: i64) {
    let weighed = |at: usize, score: Points| {
        let times = if at == criterion { tenths } else { 10 };
        Points::hundredths(score.in_hundredths() * times)
    };
    entry.sheets = entry.sheets.iter().map(|sheet: &Sheet| sheet.changed(weighed)).collect();
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        quota::{AddedSeats, Quota},
        ranking::{TiesOffLine, UnitKey},
        result_package::{JudgeSheet, Nominee, Rules, SheetState},
        score_sheet::Criterion,
    };

    /// Nominees with the scores of five judges in two criteria, for one seat.
    fn input(nominees: &[(&str, [(i64, i64); 5])]) -> Input {
        let points = |whole: i64| Points::hundredths(whole * 100);
        let criteria = ["甲", "乙"].map(|code| Criterion::new(code, points(50))).to_vec();
        let sheets = nominees.iter().flat_map(|(name, scores)| {
            scores.iter().zip(1..).map(move |((one, two), seat)| JudgeSheet {
                nominee: NomineeKey::new(*name),
                seat: Seat(seat),
                state: SheetState::Valid,
                scores: vec![points(*one), points(*two)],
            })
        });
        let nominee = |(name, _): &(&str, _)| Nominee {
            nominee: NomineeKey::new(*name),
            unit: UnitKey::new("u1"),
        };
        Input {
            category: "tutor".to_owned(),
            title: "优秀科技辅导员".to_owned(),
            rules: Rules::new(criteria, AddedSeats::Forbidden, TiesOffLine::Stay),
            panel: (1..=5).map(Seat).collect(),
            nominees: nominees.iter().map(nominee).collect(),
            sheets: sheets.collect(),
            recusals: Vec::new(),
            quota: Quota::Open { seats: 1 },
            tie_decisions: Vec::new(),
            final_stage: None,
        }
    }

    fn winners(input: &Input, change: Change) -> Vec<String> {
        let found = what_if(input, change).expect("a result");
        found.selected.iter().map(ToString::to_string).collect()
    }

    #[test]
    fn one_judge_may_decide_and_the_extremes_count_where_nothing_is_trimmed() {
        // Trimmed, a leads by little; judge 1 alone saw b far in front, and judge 5 a.
        let input = input(&[
            ("a", [(20, 20), (30, 30), (31, 30), (31, 31), (31, 31)]),
            ("b", [(49, 49), (30, 30), (30, 30), (30, 30), (30, 30)]),
        ]);
        assert_eq!(winners(&input, Change::Untrimmed), ["b"]);
        assert_eq!(winners(&input, Change::Without(Seat(1))), ["a"]);
        let without = what_if(&input, Change::Without(Seat(5))).expect("a result");
        assert!(without.is_plain, "four sheets have a plain mean");
        assert_eq!(changes(&input).len(), 5 + 1 + 4);
    }

    #[test]
    fn the_weight_of_a_criterion_is_exact() {
        // Equal in sum; whoever is better in what counts more wins.
        let input = input(&[("a", [(30, 40); 5]), ("b", [(40, 30); 5])]);
        let weight = |criterion, tenths| Change::Weight { criterion, tenths };
        assert_eq!(winners(&input, weight(0, 11)), ["b"]);
        assert_eq!(winners(&input, weight(1, 11)), ["a"]);
        assert_eq!(winners(&input, weight(0, 9)), ["a"]);
        assert_eq!(winners(&input, weight(1, 9)), ["b"]);
    }

    #[test]
    fn a_line_that_cuts_a_tie_is_open() {
        let input = input(&[("a", [(30, 30); 5]), ("b", [(30, 30); 5])]);
        let found = what_if(&input, Change::Untrimmed).expect("a result");
        assert!(found.selected.is_empty() && found.open.len() == 2);
    }

    #[test]
    fn without_a_judge_it_is_the_package_without_that_judge_where_six_are_there() {
        let mut input = input(&[
            ("a", [(20, 20), (30, 30), (31, 30), (31, 31), (31, 31)]),
            ("b", [(25, 25), (30, 30), (30, 30), (31, 31), (32, 32)]),
        ]);
        let sixth: Vec<JudgeSheet> = input
            .sheets
            .iter()
            .filter(|sheet| sheet.seat == Seat(5))
            .map(|sheet| JudgeSheet { seat: Seat(6), ..sheet.clone() })
            .collect();
        input.sheets.extend(sixth);
        input.panel.push(Seat(6));
        for seat in 1..=6 {
            let mut less = input.clone();
            less.panel.retain(|it| *it != Seat(seat));
            less.sheets.retain(|sheet| sheet.seat != Seat(seat));
            let results = super::super::compute::compute(&less).expect("a result");
            let selected: BTreeSet<NomineeKey> = results
                .nominees
                .into_iter()
                .filter(|row| row.outcome == Outcome::Selected)
                .map(|row| row.nominee)
                .collect();
            let found = what_if(&input, Change::Without(Seat(seat))).expect("a result");
            assert_eq!(found.selected, selected, "without seat {seat}");
        }
    }
}
