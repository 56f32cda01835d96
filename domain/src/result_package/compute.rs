//! The results of a category: score sheets, ranking and quota in one line.

use std::collections::BTreeMap;

use super::{CategoryProblem, Input, NomineeResult, Results, Score, SeatTotal, check};
use crate::{
    quota::{Outcome, Selection, SelectionRow, select},
    ranking::{Entry, NomineeKey, Ranked, Ranking, rank},
    score_sheet::{Points, Seat},
};

/// Computes what follows from the input.
pub(super) fn compute(input: &Input) -> Result<Results, CategoryProblem> {
    let (rubric, entries) = check::read(input)?;
    let ranking = rank(&rubric, &entries)?;
    let selection = select(&ranking, &input.quota.lines()?, &input.tie_decisions)?;
    let nominees = ranked_results(&ranking, &selection)
        .into_iter()
        .chain(unranked_results(&ranking, &entries))
        .collect();
    Ok(Results { nominees, lines: selection.lines })
}

fn ranked_results(ranking: &Ranking, selection: &Selection) -> Vec<NomineeResult> {
    let ranked: BTreeMap<&NomineeKey, &Ranked> =
        ranking.rows.iter().map(|row| (&row.nominee, row)).collect();
    let result = |row: &SelectionRow| {
        let ranked = ranked.get(&row.nominee)?;
        Some(NomineeResult {
            nominee: row.nominee.clone(),
            outcome: row.outcome,
            totals: seat_totals(ranked.score.totals.iter().map(|(seat, total)| (*seat, *total))),
            score: Some(score(row, ranked)),
        })
    };
    selection.rows.iter().filter_map(result).collect()
}

fn score(row: &SelectionRow, ranked: &Ranked) -> Score {
    let score = ranked.score.clone();
    Score {
        rank: row.rank,
        separation: row.separation,
        trim: score.trim,
        mean: score.mean,
        untrimmed_mean: score.untrimmed_mean,
        criterion_means: score.criterion_means,
        rank_sum: ranked.rank_sum.clone(),
    }
}

fn unranked_results(ranking: &Ranking, entries: &[Entry]) -> Vec<NomineeResult> {
    let totals = |nominee: &NomineeKey| {
        let sheets = entries.iter().filter(|it| it.nominee == *nominee).flat_map(|it| &it.sheets);
        seat_totals(sheets.map(|sheet| (sheet.seat(), sheet.total())))
    };
    let result = |nominee: &NomineeKey| NomineeResult {
        nominee: nominee.clone(),
        outcome: Outcome::NoResult,
        totals: totals(nominee),
        score: None,
    };
    ranking.unranked.iter().map(|row| result(&row.nominee)).collect()
}

fn seat_totals(totals: impl Iterator<Item = (Seat, Points)>) -> Vec<SeatTotal> {
    let totals: BTreeMap<_, _> = totals.collect();
    totals.into_iter().map(|(seat, total)| SeatTotal { seat, total }).collect()
}
