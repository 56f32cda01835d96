//! The results of a category: score sheets, ranking and quota in one line.

use std::collections::BTreeMap;

use super::{
    CategoryProblem, FinalJudging, FinalProblem, Input, NomineeResult, Results, Score, SeatTotal,
    VoteResult, check,
    final_stage::{Finals, voted},
};
use crate::{
    quota::{Selection, SelectionRow, select},
    ranking::{Basis, Entry, NomineeKey, Ranked, Ranking, Reading, Ties, rank},
    score_sheet::{Aggregate, Points, Seat},
};

/// Computes what follows from the input.
pub(super) fn compute(input: &Input) -> Result<Results, CategoryProblem> {
    let (rubric, entries) = check::read(input)?;
    let lines = input.quota.lines()?;
    let ties = Ties::of(input.rules.ties_off_line, &lines);
    let (ranking, without, preliminary) = match &input.final_stage {
        None => {
            let ranking = rank(&rubric, &entries, input.rules.reading, ties)?;
            let without = unranked_results(&ranking, &entries);
            (ranking, without, None)
        }
        Some(stage) => {
            let finals = Finals::of((&rubric, &entries), &lines, stage)?;
            let (ranking, without) = match &stage.judging {
                FinalJudging::Sheets { .. } => {
                    let entries = finals.entries(input, &rubric)?;
                    let ranking = rank(&rubric, &entries, Reading::All, ties)?;
                    let without = unranked_results(&ranking, &entries);
                    (ranking, without)
                }
                FinalJudging::Vote { reference, .. } if reference.trim().is_empty() => {
                    return Err(FinalProblem::NoReference.into());
                }
                FinalJudging::Vote { ballots, votes, .. } => {
                    (voted(input, (*ballots, votes))?, finals.without_votes(votes))
                }
            };
            (ranking, without, Some(finals.preliminary))
        }
    };
    let selection = select(&ranking, &lines, &input.tie_decisions)?;
    let nominees = ranked_results(&ranking, &selection).into_iter().chain(without).collect();
    Ok(Results { nominees, lines: selection.lines, preliminary })
}

pub(super) fn ranked_results(ranking: &Ranking, selection: &Selection) -> Vec<NomineeResult> {
    let ranked: BTreeMap<&NomineeKey, &Ranked> =
        ranking.rows.iter().map(|row| (&row.nominee, row)).collect();
    let result = |row: &SelectionRow| {
        let ranked = ranked.get(&row.nominee)?;
        Some(NomineeResult {
            nominee: row.nominee.clone(),
            outcome: row.outcome,
            totals: seat_totals(
                ranked
                    .basis
                    .score()
                    .into_iter()
                    .flat_map(|score| score.totals.iter().map(|(seat, total)| (*seat, *total))),
            ),
            score: ranked.basis.score().map(|it| score(row, ranked, it)),
            vote: vote(row, ranked),
        })
    };
    selection.rows.iter().filter_map(result).collect()
}

fn vote(row: &SelectionRow, ranked: &Ranked) -> Option<VoteResult> {
    let Basis::Votes(votes) = ranked.basis else { return None };
    Some(VoteResult { rank: row.rank, separation: row.separation, votes })
}

fn score(row: &SelectionRow, ranked: &Ranked, score: &Aggregate) -> Score {
    let score = score.clone();
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

pub(super) fn unranked_results(ranking: &Ranking, entries: &[Entry]) -> Vec<NomineeResult> {
    let totals = |nominee: &NomineeKey| {
        let sheets = entries.iter().filter(|it| it.nominee == *nominee).flat_map(|it| &it.sheets);
        seat_totals(sheets.map(|sheet| (sheet.seat(), sheet.total())))
    };
    let result = |nominee: &NomineeKey| NomineeResult {
        totals: totals(nominee),
        ..NomineeResult::without(nominee)
    };
    ranking.unranked.iter().map(|row| result(&row.nominee)).collect()
}

fn seat_totals(totals: impl Iterator<Item = (Seat, Points)>) -> Vec<SeatTotal> {
    let totals: BTreeMap<_, _> = totals.collect();
    totals.into_iter().map(|(seat, total)| SeatTotal { seat, total }).collect()
}
