//! The results of a lecture, by the functions that the pages use. Whatever contradicts itself is
//! refused.

use std::collections::BTreeSet;

use super::{DimensionMean, Input, LectureProblem, Member, Results, Score};
use crate::{
    id::PersonId,
    nomination::Relation,
    result_package::{SeatTotal, SheetState},
    review_sheet::{RUBRIC, ReviewResult, criteria, review_result},
    score_sheet::{NoResult, Rubric, Seat, Sheet},
    trial_lecture::{Outcome, Seated, Verdict, VetoVote, advisory, tally, verdict},
};

/// Computes what follows from the input.
pub(super) fn compute(input: &Input) -> Result<Results, LectureProblem> {
    let seated: Vec<Seated> = input.panel.iter().copied().map(seated).collect();
    let sheets = counting(input)?;
    let judges = judges(input);
    let raises =
        |seat: Seat| input.sheets.iter().any(|sheet| sheet.seat == seat && sheet.veto.is_some());
    let votes = votes(input, &judges)?;
    let veto = sheets.iter().any(|sheet| raises(sheet.seat()));
    let veto: Option<Outcome> = veto.then(|| tally(&votes, judges.len()));
    let advisory = advisory(&seated, sheets.len(), input.rules.panel_minimum);
    let result = match review_result(&sheets) {
        Ok(result) => Some(result),
        Err(NoResult::TooFew { .. }) => None,
        Err(problem) => return Err(problem.into()),
    };
    let figured = result.as_ref().filter(|_| advisory.is_none()).map(ReviewResult::figures);
    let mut totals: Vec<SeatTotal> =
        sheets.iter().map(|it| SeatTotal { seat: it.seat(), total: it.total() }).collect();
    totals.sort_by_key(|one| one.seat);
    Ok(Results {
        advisory,
        totals,
        verdict: figured.map_or(Verdict::Advisory, |figures| verdict(figures, veto)),
        score: result.map(score),
        veto,
    })
}

fn score(result: ReviewResult) -> Score {
    let dimension = |one: &crate::review_sheet::DimensionFigure| DimensionMean {
        dimension: one.dimension,
        mean: one.mean,
    };
    Score {
        dimensions: result.dimensions.iter().map(dimension).collect(),
        trim: result.aggregate.trim,
        mean: result.aggregate.mean,
        untrimmed_mean: result.aggregate.untrimmed_mean,
        criterion_means: result.aggregate.criterion_means,
    }
}

/// The member as the rules of a lecture know one; a seat stands for its person.
fn seated(member: Member) -> Seated {
    Seated {
        person: PersonId(member.seat.0.into()),
        seat_no: member.seat.0.into(),
        is_present: member.is_present,
        relation: member.has_declared.then_some(Relation(member.conflict)),
        is_near: member.conflict.is_some(),
    }
}

fn judges(input: &Input) -> BTreeSet<Seat> {
    let judging = input.panel.iter().filter(|member| seated(**member).judges());
    judging.map(|member| member.seat).collect()
}

/// The valid sheets of those who judge. Every sheet must be sound: it was submitted once.
fn counting(input: &Input) -> Result<Vec<Sheet>, LectureProblem> {
    let rules = &input.rules;
    let other = || LectureProblem::OtherRubric(rules.rubric.clone());
    if rules.rubric != RUBRIC || rules.criteria != criteria() {
        return Err(other());
    }
    let rubric = Rubric::new(rules.criteria.clone()).map_err(|_| other())?;
    let mut panel = BTreeSet::new();
    if let Some(twice) = input.panel.iter().find(|member| !panel.insert(member.seat)) {
        return Err(LectureProblem::SeatTwice(twice.seat));
    }
    let judges = judges(input);
    let mut seen = BTreeSet::new();
    let mut sheets = Vec::new();
    for given in &input.sheets {
        let seat = given.seat;
        if !panel.contains(&seat) {
            return Err(LectureProblem::UnknownSeat(seat));
        }
        if !seen.insert(seat) {
            return Err(LectureProblem::SheetTwice(seat));
        }
        let scores: Vec<_> = given.scores.iter().copied().map(Some).collect();
        let sheet = Sheet::new(&rubric, seat, &scores)
            .map_err(|problems| LectureProblem::Scores { seat, problems })?;
        if given.state == SheetState::Valid && judges.contains(&seat) {
            sheets.push(sheet);
        }
    }
    Ok(sheets)
}

/// The votes of those who judge.
fn votes(input: &Input, judges: &BTreeSet<Seat>) -> Result<Vec<VetoVote>, LectureProblem> {
    let mut seen = BTreeSet::new();
    for vote in &input.votes {
        if !input.panel.iter().any(|member| member.seat == vote.seat) {
            return Err(LectureProblem::UnknownSeat(vote.seat));
        }
        if !seen.insert(vote.seat) {
            return Err(LectureProblem::VoteTwice(vote.seat));
        }
    }
    let cast = input.votes.iter().filter(|vote| judges.contains(&vote.seat));
    Ok(cast.map(|vote| vote.vote).collect())
}
