//! Reading a category's input: whatever contradicts itself is refused.

use std::collections::{BTreeMap, BTreeSet};

use super::{CategoryProblem, FinalJudging, Input, JudgeSheet, Recusal, SheetState};
use crate::{
    quota::{AddedSeats, Resolution, TieDecision},
    ranking::{Entry, NomineeKey, TIE_ORDER},
    score_sheet::{Rubric, Seat, Sheet},
};

/// Keys stand in addresses of differences: `nominees/N07/mean`.
pub(crate) fn is_key(text: &str) -> bool {
    let is_plain = |c: char| c != '/' && !c.is_whitespace() && !c.is_control();
    (1..=64).contains(&text.chars().count()) && text.chars().all(is_plain)
}

/// The rubric of a category and its nominees with their valid sheets.
pub(super) fn read(input: &Input) -> Result<(Rubric, Vec<Entry>), CategoryProblem> {
    let rubric = Rubric::new(input.rules.criteria.clone())?;
    if input.rules.tie_order != TIE_ORDER {
        return Err(CategoryProblem::TieOrder);
    }
    let adds = |it: &TieDecision| matches!(it.resolution, Resolution::AddedSeat { .. });
    if input.rules.added_seats == AddedSeats::Forbidden && input.tie_decisions.iter().any(adds) {
        return Err(CategoryProblem::AddedSeats);
    }
    check_keys(input)?;
    let entries = entries(input, &rubric, (&input.sheets, &input.recusals))?;
    Ok((rubric, entries))
}

/// All nominees with their valid sheets of the final; none where it was a vote.
pub(super) fn final_entries(input: &Input, rubric: &Rubric) -> Result<Vec<Entry>, CategoryProblem> {
    match input.final_stage.as_ref().map(|stage| &stage.judging) {
        Some(FinalJudging::Sheets { sheets, recusals }) => {
            entries(input, rubric, (sheets, recusals))
        }
        Some(FinalJudging::Vote { .. }) | None => Ok(Vec::new()),
    }
}

/// The sheets of a stage, and who did not judge whom there.
type Judged<'a> = (&'a [JudgeSheet], &'a [Recusal]);

fn entries(
    input: &Input,
    rubric: &Rubric,
    judged: Judged<'_>,
) -> Result<Vec<Entry>, CategoryProblem> {
    let panel = panel(input)?;
    check_recusals(input, judged.1, &panel)?;
    let mut sheets = sheets(input, judged, rubric, &panel)?;
    let entry = |it: &super::Nominee| Entry {
        nominee: it.nominee.clone(),
        unit: it.unit.clone(),
        sheets: sheets.remove(&it.nominee).unwrap_or_default(),
    };
    Ok(input.nominees.iter().map(entry).collect())
}

fn check_keys(input: &Input) -> Result<(), CategoryProblem> {
    let mut keys = input.nominees.iter().flat_map(|it| [&it.nominee.0, &it.unit.0]);
    let odd = keys.find(|key| !is_key(key));
    odd.map_or(Ok(()), |key| Err(CategoryProblem::Key(key.clone())))
}

fn panel(input: &Input) -> Result<BTreeSet<Seat>, CategoryProblem> {
    let mut panel = BTreeSet::new();
    let twice = input.panel.iter().find(|seat| !panel.insert(**seat)).copied();
    twice.map_or(Ok(panel), |seat| Err(CategoryProblem::SeatTwice(seat)))
}

fn check_recusals(
    input: &Input,
    recusals: &[Recusal],
    panel: &BTreeSet<Seat>,
) -> Result<(), CategoryProblem> {
    let nominees: BTreeSet<_> = input.nominees.iter().map(|it| &it.nominee).collect();
    for recusal in recusals {
        check_known(recusal.seat, &recusal.nominee, panel, &nominees)?;
    }
    Ok(())
}

fn check_known(
    seat: Seat,
    nominee: &NomineeKey,
    panel: &BTreeSet<Seat>,
    nominees: &BTreeSet<&NomineeKey>,
) -> Result<(), CategoryProblem> {
    if !panel.contains(&seat) {
        Err(CategoryProblem::UnknownSeat(seat))
    } else if !nominees.contains(nominee) {
        Err(CategoryProblem::UnknownNominee(nominee.clone()))
    } else {
        Ok(())
    }
}

/// The valid sheets of each nominee. A void one must be sound as well: it was submitted once.
fn sheets(
    input: &Input,
    (given, recusals): Judged<'_>,
    rubric: &Rubric,
    panel: &BTreeSet<Seat>,
) -> Result<BTreeMap<NomineeKey, Vec<Sheet>>, CategoryProblem> {
    let nominees: BTreeSet<_> = input.nominees.iter().map(|it| &it.nominee).collect();
    let recused: BTreeSet<_> = recusals.iter().map(|it| (it.seat, &it.nominee)).collect();
    let mut seen = BTreeSet::new();
    let mut sheets: BTreeMap<NomineeKey, Vec<Sheet>> = BTreeMap::new();
    for given in given {
        let (seat, nominee) = (given.seat, given.nominee.clone());
        check_known(seat, &nominee, panel, &nominees)?;
        if !seen.insert((seat, &given.nominee)) {
            return Err(CategoryProblem::SheetTwice { seat, nominee });
        }
        let sheet = sheet(rubric, given)?;
        if given.state == SheetState::Valid {
            if recused.contains(&(seat, &given.nominee)) {
                return Err(CategoryProblem::SheetOfRecused { seat, nominee });
            }
            sheets.entry(nominee).or_default().push(sheet);
        }
    }
    Ok(sheets)
}

fn sheet(rubric: &Rubric, given: &JudgeSheet) -> Result<Sheet, CategoryProblem> {
    let scores: Vec<_> = given.scores.iter().copied().map(Some).collect();
    Sheet::new(rubric, given.seat, &scores).map_err(|problems| CategoryProblem::Scores {
        seat: given.seat,
        nominee: given.nominee.clone(),
        problems,
    })
}
