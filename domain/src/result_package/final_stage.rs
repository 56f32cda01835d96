//! The second stage: who is on the shortlist, and what the final gave them.
//!
//! The shortlist follows from the sheets of the first stage: so many percent of the seats of each line,
//! rounded up, and everybody who is tied at its last place. The final alone ranks those who are on it.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use super::{
    CategoryProblem, Input, JudgeSheet, NomineeResult, Recusal, check,
    compute::{ranked_results, unranked_results},
};
use crate::{
    quota::{Line, LineSeats, Outcome, Votes, select},
    ranking::{Entry, NomineeKey, Ranking, Reading, Ties, Voted, rank, rank_by_votes},
    score_sheet::Rubric,
};

/// The second stage of a category.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FinalStage {
    /// So many percent of the seats of each line are on the shortlist, rounded up.
    pub shortlist_percent: u32,
    /// What was given there.
    pub judging: FinalJudging,
}

/// What was given in a final.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case", deny_unknown_fields)]
pub enum FinalJudging {
    /// Sheets of its own.
    Sheets {
        /// Submitted sheets of those on the shortlist.
        sheets: Vec<JudgeSheet>,
        /// Who did not judge whom.
        recusals: Vec<Recusal>,
    },
    /// A vote of the panel.
    Vote {
        /// Valid ballots.
        ballots: u32,
        /// Where the vote is on record.
        reference: String,
        /// What those on the shortlist got.
        votes: Vec<Votes>,
    },
}

/// The first stage of a category that has a second.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Preliminary {
    /// All nominees, from the first rank on; `selected` are those on the shortlist.
    pub nominees: Vec<NomineeResult>,
    /// The places on it: one row for the category, or one per unit of the quota.
    pub lines: Vec<ShortlistLine>,
}

/// The places of a line on the shortlist.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ShortlistLine {
    /// The line.
    pub line: Line,
    /// Places: so many percent of its seats, rounded up.
    pub places: u32,
    /// Who is on it: more than the places where the last of them is shared.
    pub taken: u32,
}

/// What a final that contradicts itself says.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum FinalProblem {
    /// Somebody was judged there who is not on the shortlist.
    #[error("nominee `{0}` is not on the shortlist")]
    NotShortlisted(NomineeKey),
    /// Somebody on the shortlist has votes twice.
    #[error("nominee `{0}` has votes more than once")]
    VotedTwice(NomineeKey),
    /// More votes than ballots.
    #[error("nominee `{0}` has more votes than there are ballots")]
    TooManyVotes(NomineeKey),
    /// It says nowhere where the vote is on record.
    #[error("the vote says nowhere it is on record")]
    NoReference,
}

/// The shortlist of a category, as the first stage gives it.
pub fn shortlist(input: &Input, percent: u32) -> Result<Preliminary, CategoryProblem> {
    let (rubric, entries) = check::read(input)?;
    preliminary(&rubric, &entries, &input.quota.lines()?, percent)
}

/// The first stage: ranked by the mean alone, for whoever shares the last place is on the shortlist.
fn preliminary(
    rubric: &Rubric,
    entries: &[Entry],
    lines: &[LineSeats],
    percent: u32,
) -> Result<Preliminary, CategoryProblem> {
    let ranking = rank(rubric, entries, Reading::All, Ties::StayOff(&[]))?;
    let mut taken = BTreeSet::new();
    let mut places_of = Vec::new();
    for line in lines {
        let places = places(line.seats, percent);
        let own = on_line(&ranking, line, places);
        places_of.push(ShortlistLine {
            line: line.line.clone(),
            places,
            taken: u32::try_from(own.len()).unwrap_or(u32::MAX),
        });
        taken.extend(own);
    }
    // The seats themselves are given out in the final: here nobody has one, and no line is missing.
    let mut selection = select(&ranking, lines, &[])?;
    for row in &mut selection.rows {
        let is_on = taken.contains(&row.nominee);
        row.outcome = if is_on { Outcome::Selected } else { Outcome::NotSelected };
    }
    let nominees = ranked_results(&ranking, &selection);
    let nominees = nominees.into_iter().chain(unranked_results(&ranking, entries)).collect();
    Ok(Preliminary { nominees, lines: places_of })
}

/// A part of the seats, rounded up.
fn places(seats: u32, percent: u32) -> u32 {
    let places = (u64::from(seats) * u64::from(percent)).div_ceil(100);
    u32::try_from(places).unwrap_or(u32::MAX)
}

/// Who is on the shortlist for a line: as many as it has places, and whoever shares the last.
fn on_line(ranking: &Ranking, line: &LineSeats, places: u32) -> Vec<NomineeKey> {
    let own: Vec<_> = ranking
        .rows
        .iter()
        .filter(|row| match &line.line {
            Line::Category => true,
            Line::Unit(unit) => row.unit == *unit,
        })
        .collect();
    let places = usize::try_from(places).unwrap_or(usize::MAX);
    let last = places.checked_sub(1).and_then(|at| own.get(at).or(own.last()));
    let is_on = |rank: usize| last.is_some_and(|last| rank <= last.rank);
    own.iter().filter(|row| is_on(row.rank)).map(|row| row.nominee.clone()).collect()
}

/// The ranking that a final gives those on the shortlist, with the sheets that it follows from.
pub(super) struct Finals {
    pub(super) preliminary: Preliminary,
    pub(super) shortlisted: BTreeSet<NomineeKey>,
}

impl Finals {
    pub(super) fn of(
        (rubric, entries): (&Rubric, &[Entry]),
        lines: &[LineSeats],
        stage: &FinalStage,
    ) -> Result<Self, CategoryProblem> {
        let preliminary = preliminary(rubric, entries, lines, stage.shortlist_percent)?;
        let is_on = |row: &&NomineeResult| row.outcome == Outcome::Selected;
        let shortlisted: BTreeSet<_> =
            preliminary.nominees.iter().filter(is_on).map(|row| row.nominee.clone()).collect();
        for nominee in stage.named() {
            if !shortlisted.contains(nominee) {
                return Err(FinalProblem::NotShortlisted(nominee.clone()).into());
            }
        }
        Ok(Self { preliminary, shortlisted })
    }

    /// Those on the shortlist with the sheets of the final.
    pub(super) fn entries(
        &self,
        input: &Input,
        rubric: &Rubric,
    ) -> Result<Vec<Entry>, CategoryProblem> {
        let mut entries = check::final_entries(input, rubric)?;
        entries.retain(|entry| self.shortlisted.contains(&entry.nominee));
        Ok(entries)
    }

    /// Those on the shortlist who have no place in a ranking by votes.
    pub(super) fn without_votes(&self, votes: &[Votes]) -> Vec<NomineeResult> {
        let has_none = |key: &&NomineeKey| votes.iter().all(|one| one.nominee != **key);
        self.shortlisted.iter().filter(has_none).map(NomineeResult::without).collect()
    }
}

/// Those with votes, ranked by them; who has none did not stand for it.
pub(super) fn voted(
    input: &Input,
    (ballots, votes): (u32, &[Votes]),
) -> Result<Ranking, CategoryProblem> {
    let mut seen = BTreeSet::new();
    let mut rows = Vec::new();
    for one in votes {
        if !seen.insert(&one.nominee) {
            return Err(FinalProblem::VotedTwice(one.nominee.clone()).into());
        }
        if one.votes > ballots {
            return Err(FinalProblem::TooManyVotes(one.nominee.clone()).into());
        }
        let unit = input.nominees.iter().find(|it| it.nominee == one.nominee);
        let unit = unit.ok_or_else(|| CategoryProblem::UnknownNominee(one.nominee.clone()))?;
        let (nominee, unit) = (one.nominee.clone(), unit.unit.clone());
        rows.push(Voted { nominee, unit, votes: one.votes });
    }
    Ok(rank_by_votes(rows))
}

impl FinalStage {
    fn named(&self) -> Box<dyn Iterator<Item = &NomineeKey> + '_> {
        match &self.judging {
            FinalJudging::Sheets { sheets, recusals } => Box::new(
                sheets.iter().map(|it| &it.nominee).chain(recusals.iter().map(|it| &it.nominee)),
            ),
            FinalJudging::Vote { votes, .. } => Box::new(votes.iter().map(|it| &it.nominee)),
        }
    }
}
