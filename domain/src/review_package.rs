//! The review package: everything from which the results of a sitting (磨课) follow, with the results
//! as stated, so that a supervisor can compute them again without the program's database.
//!
//! Panelists are seats and lectures are keys; nobody is named. Reading and writing JSON is done
//! elsewhere; the format is described in `docs/review-package.md`.

mod compute;
mod difference;
mod problem;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

pub use self::problem::{LectureProblem, ReviewPackageProblem};
use crate::{
    result_package::{
        ChainHead, Difference, Header, Rounding, SeatTotal, SheetState, Trimming, is_key,
    },
    review_sheet::{Dimension, RUBRIC, criteria},
    score_sheet::{ConflictKind, Criterion, Points, Seat, Trim},
    trial_lecture::{Advisory, Outcome, Verdict, Veto, VetoVote},
};

/// The name of the format.
pub const FORMAT: &str = "whetstone-review";
/// The version that is written and read.
pub const VERSION: u32 = 1;

/// A sitting with its stated results.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ReviewPackage {
    /// [`FORMAT`].
    pub format: String,
    /// [`VERSION`].
    pub version: u32,
    /// Where the audit chain stood when it was written; none before it is.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub chain: Option<ChainHead>,
    /// Which sitting.
    pub sitting: Sitting,
    /// Its lectures whose scoring is closed, by time.
    pub lectures: Vec<Lecture>,
}

/// Which sitting it is.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Sitting {
    /// The number of the session.
    pub session: i64,
    /// Its day.
    pub held_on: NaiveDate,
}

/// A lecture: what was put in, and what is said to come out.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Lecture {
    /// What was put in.
    pub input: Input,
    /// What is said to come out.
    pub results: Results,
}

/// What the results of a lecture follow from.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Input {
    /// Its key, once in a package.
    pub lecture: String,
    /// The course's title.
    pub title: String,
    /// The number of the version that was judged.
    pub version_no: i64,
    /// The round of the refinement cycle.
    pub round_no: i64,
    /// By which rules.
    pub rules: Rules,
    /// The panel as the lecture found it.
    pub panel: Vec<Member>,
    /// Sheets that were submitted.
    pub sheets: Vec<PanelSheet>,
    /// What was said to a veto.
    pub votes: Vec<Vote>,
    /// What people decided upon the figures.
    pub decision: Decision,
}

/// The rules of a lecture. Version 1 knows one rubric, one way of trimming and of rounding.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Rules {
    /// The rubric with its version: [`RUBRIC`].
    pub rubric: String,
    /// Its criteria in the order of a sheet.
    pub criteria: Vec<Criterion>,
    /// What is left out of five sheets or more.
    pub trimming: Trimming,
    /// How means are rounded.
    pub rounding: Rounding,
    /// The fewest of the panel who have to be there (`REV-06`).
    pub panel_minimum: usize,
}

impl Rules {
    /// The rules in force with this minimum.
    pub fn new(panel_minimum: usize) -> Self {
        Self {
            rubric: RUBRIC.to_owned(),
            criteria: criteria(),
            trimming: Trimming::OneHighestOneLowest,
            rounding: Rounding::HalfUp,
            panel_minimum,
        }
    }
}

/// A member of the panel.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Member {
    /// Who, by seat.
    pub seat: Seat,
    /// Whether the member was there; a recused one who was there counts as present.
    pub is_present: bool,
    /// Whether the member has declared how it stands with the lecturer.
    pub has_declared: bool,
    /// What recuses the member, declared or shown by the files (`REV-07`).
    pub conflict: Option<ConflictKind>,
}

/// What a panelist gave.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PanelSheet {
    /// Who, by seat.
    pub seat: Seat,
    /// Whether it was voided.
    pub state: SheetState,
    /// One score per criterion, in the rubric's order.
    pub scores: Vec<Points>,
    /// A veto that it raises.
    pub veto: Option<Veto>,
}

/// What a panelist said to a veto.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Vote {
    /// Who, by seat.
    pub seat: Seat,
    /// What.
    pub vote: VetoVote,
}

/// What people decided; it may differ from the figures, with reasons that are not here.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Decision {
    /// What the chair proposed.
    pub proposed: Option<Verdict>,
    /// What the office confirmed, or what holds without anybody's decision.
    pub confirmed: Option<Verdict>,
}

/// The result of a lecture.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Results {
    /// Why there are comments only.
    pub advisory: Option<Advisory>,
    /// The total of every sheet that counts, by seat.
    pub totals: Vec<SeatTotal>,
    /// What they come to; none with fewer than three.
    pub score: Option<Score>,
    /// What comes of a veto; none if no sheet that counts raises one.
    pub veto: Option<Outcome>,
    /// What follows from all of it.
    pub verdict: Verdict,
}

/// What the sheets of a lecture come to.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Score {
    /// The dropped sheets.
    pub trim: Trim,
    /// Mean of the retained totals.
    pub mean: Points,
    /// Mean of all totals.
    pub untrimmed_mean: Points,
    /// Means of the retained sheets, in the rubric's order.
    pub criterion_means: Vec<Points>,
    /// Means of the retained sheets, in the order of the sheet.
    pub dimensions: Vec<DimensionMean>,
}

/// What a dimension came to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DimensionMean {
    /// Which.
    pub dimension: Dimension,
    /// Mean of the sums of its criteria.
    pub mean: Points,
}

/// What came out of computing a package again.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Recomputed {
    /// The results of each lecture, in the order of the package.
    pub results: Vec<Results>,
    /// Where the package states something else; empty if it is right.
    pub differences: Vec<Difference>,
}

/// Whether this program can read a package that begins so.
pub fn check(header: &Header) -> Result<(), ReviewPackageProblem> {
    if header.format != FORMAT {
        Err(ReviewPackageProblem::UnknownFormat(header.format.clone()))
    } else if header.version != VERSION {
        Err(ReviewPackageProblem::UnknownVersion(header.version))
    } else {
        Ok(())
    }
}

/// Computes the results of a sitting, and packs them with what they follow from.
pub fn build(sitting: Sitting, inputs: Vec<Input>) -> Result<ReviewPackage, ReviewPackageProblem> {
    check_keys(inputs.iter())?;
    let lecture = |input: Input| Ok(Lecture { results: compute_lecture(&input)?, input });
    let lectures = inputs.into_iter().map(lecture).collect::<Result<_, ReviewPackageProblem>>()?;
    Ok(ReviewPackage {
        format: FORMAT.to_owned(),
        version: VERSION,
        chain: None,
        sitting,
        lectures,
    })
}

/// Computes the results of a package again, and compares them with the stated ones.
pub fn recompute(package: &ReviewPackage) -> Result<Recomputed, ReviewPackageProblem> {
    check(&Header { format: package.format.clone(), version: package.version })?;
    check_keys(package.lectures.iter().map(|lecture| &lecture.input))?;
    let mut recomputed = Recomputed { results: Vec::new(), differences: Vec::new() };
    for Lecture { input, results: stated } in &package.lectures {
        let computed = compute_lecture(input)?;
        let differences = difference::differences(&input.lecture, stated, &computed);
        recomputed.differences.extend(differences);
        recomputed.results.push(computed);
    }
    Ok(recomputed)
}

fn compute_lecture(input: &Input) -> Result<Results, ReviewPackageProblem> {
    compute::compute(input).map_err(|problem| ReviewPackageProblem::Lecture {
        lecture: input.lecture.clone(),
        problem: Box::new(problem),
    })
}

fn check_keys<'a>(inputs: impl Iterator<Item = &'a Input>) -> Result<(), ReviewPackageProblem> {
    let mut seen = std::collections::BTreeSet::new();
    for Input { lecture, .. } in inputs {
        if !is_key(lecture) {
            return Err(ReviewPackageProblem::Key(lecture.clone()));
        }
        if !seen.insert(lecture) {
            return Err(ReviewPackageProblem::LectureTwice(lecture.clone()));
        }
    }
    Ok(())
}
