//! Score sheets (评分表): what a judge gives per criterion, and what a panel's sheets come to
//! (domain §4.1).
//!
//! Everything is whole hundredths. Who is recused and which sheets are submitted is known
//! elsewhere: a [`Sheet`] here is a complete one that counts.

mod aggregate;
mod draft;
mod record;
mod rubric;

use serde::{Deserialize, Serialize};

pub(crate) use self::aggregate::mean;
pub use self::{
    aggregate::{Aggregate, NoResult, Purpose, Trim, aggregate},
    draft::{SheetDraft, may_judge, score_fields},
    record::{SheetRecord, SheetStage, Stage},
    rubric::{Criterion, Rubric, RubricProblem},
};
use crate::{code::codes, decimal};

/// Scores are given in steps of half a point.
pub const STEP: Points = Points::hundredths(50);

decimal::decimal! {
    /// Points in hundredths; as text always with two places: `89.13`.
    Points, crate::decimal::two_places
}

/// The number of a judge's seat, fixed before scoring.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Seat(pub u32);

impl std::fmt::Display for Seat {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        self.0.fmt(f)
    }
}

codes! {
    /// Why somebody may not judge somebody (`AWD-10`).
    ConflictKind {
        /// A close relative.
        CloseRelative = "close_relative",
        /// The same unit, now or within the years of the rulebook.
        SameUnit = "same_unit",
        /// Teacher and student, or academic supervision, within the years of the rulebook.
        TeacherStudent = "teacher_student",
        /// A joint project, paper, course or company within the years of the rulebook.
        JointWork = "joint_work",
        /// Took part in the nomination.
        Nominator = "nominator",
        /// Declared without one of the other kinds.
        SelfDeclared = "self_declared",
    }
}

codes! {
    /// What is wrong with one score.
    ScoreProblemKind {
        /// There is none.
        Missing = "missing",
        /// It is below nothing.
        Negative = "negative",
        /// It is above the criterion's maximum.
        AboveMaximum = "above_maximum",
        /// It lies between two steps of half a point.
        BetweenSteps = "between_steps",
        /// The rubric has no such criterion.
        Surplus = "surplus",
    }
}

/// A score that a sheet cannot have.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("score {} of `{criterion}` is {}", .index + 1, .kind.as_str())]
pub struct ScoreProblem {
    /// The place in the sheet, from 0.
    pub index: usize,
    /// The criterion's code; empty for a surplus score.
    pub criterion: String,
    /// What is wrong.
    pub kind: ScoreProblemKind,
}

/// A complete sheet: one allowed score per criterion of its rubric.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sheet {
    seat: Seat,
    scores: Vec<Points>,
}

impl Sheet {
    /// Scores in the order of the rubric, `None` where nothing is entered; all problems at once.
    pub fn new(
        rubric: &Rubric,
        seat: Seat,
        scores: &[Option<Points>],
    ) -> Result<Self, Vec<ScoreProblem>> {
        let n = rubric.criteria().len().max(scores.len());
        let judged = (0..n).map(|index| {
            let criterion = rubric.criteria().get(index);
            judge(criterion, scores.get(index).copied().flatten()).map_err(|kind| ScoreProblem {
                index,
                criterion: criterion.map_or_else(String::new, |it| it.code.clone()),
                kind,
            })
        });
        let (sound, unsound): (Vec<_>, Vec<_>) = judged.partition(Result::is_ok);
        if unsound.is_empty() {
            Ok(Self { seat, scores: sound.into_iter().flatten().collect() })
        } else {
            Err(unsound.into_iter().filter_map(Result::err).collect())
        }
    }

    /// Whose sheet it is.
    pub fn seat(&self) -> Seat {
        self.seat
    }

    /// One score per criterion, in the rubric's order.
    pub fn scores(&self) -> &[Points] {
        &self.scores
    }

    /// The same with other scores, by their places: beyond the maxima too, for what somebody asks.
    pub(crate) fn changed(&self, change: impl Fn(usize, Points) -> Points) -> Self {
        let scores = self.scores.iter().enumerate().map(|(at, score)| change(at, *score));
        Self { seat: self.seat, scores: scores.collect() }
    }

    /// The sum of the scores: the weights lie in the maxima.
    pub fn total(&self) -> Points {
        Points(self.scores.iter().map(|score| score.0).sum())
    }
}

fn judge(criterion: Option<&Criterion>, score: Option<Points>) -> Result<Points, ScoreProblemKind> {
    let criterion = criterion.ok_or(ScoreProblemKind::Surplus)?;
    match score {
        None => Err(ScoreProblemKind::Missing),
        Some(score) if score < Points::ZERO => Err(ScoreProblemKind::Negative),
        Some(score) if score > criterion.max => Err(ScoreProblemKind::AboveMaximum),
        Some(score) if score.0 % STEP.0 != 0 => Err(ScoreProblemKind::BetweenSteps),
        Some(score) => Ok(score),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn points(text: &str) -> Points {
        text.parse().expect("points")
    }

    fn rubric() -> Rubric {
        Rubric::new(vec![
            Criterion::new("soundness", points("40")),
            Criterion::new("use", points("30")),
        ])
        .expect("a rubric")
    }

    fn sheet(scores: &[&str]) -> Result<Sheet, Vec<ScoreProblem>> {
        let given = |text: &&str| (!text.is_empty()).then(|| points(text));
        Sheet::new(&rubric(), Seat(1), &scores.iter().map(given).collect::<Vec<_>>())
    }

    fn problems(scores: &[&str]) -> Vec<(usize, &'static str)> {
        let problems = sheet(scores).expect_err("problems");
        problems.iter().map(|problem| (problem.index, problem.kind.as_str())).collect()
    }

    #[test]
    fn the_total_is_the_exact_sum_of_the_scores() {
        let sheet = sheet(&["39.5", "0.5"]).expect("a sheet");
        assert_eq!(sheet.total(), points("40"));
        assert_eq!(sheet.scores(), [points("39.50"), points("0.50")]);
    }

    #[test]
    fn nothing_and_the_maximum_are_allowed_scores() {
        assert_eq!(sheet(&["0", "30"]).map(|sheet| sheet.total()), Ok(points("30")));
    }

    #[test]
    fn every_problem_is_reported_at_its_criterion() {
        assert_eq!(problems(&["40.5", "-0.5"]), [(0, "above_maximum"), (1, "negative")]);
        assert_eq!(problems(&["12.25", ""]), [(0, "between_steps"), (1, "missing")]);
        assert_eq!(problems(&["12"]), [(1, "missing")]);
        assert_eq!(problems(&["12", "12", "1"]), [(2, "surplus")]);
    }

    #[test]
    fn a_problem_names_the_criterion() {
        let problem = &sheet(&["12", "30.5"]).expect_err("a problem")[0];
        assert_eq!(problem.to_string(), "score 2 of `use` is above_maximum");
    }

    #[test]
    fn points_are_text_outside_the_program() {
        assert_eq!(serde_json::to_string(&points("89.1")).expect("JSON"), r#""89.10""#);
        assert_eq!(serde_json::from_str::<Points>(r#""89.13""#).expect("points").0, 8913);
        assert!(serde_json::from_str::<Points>("89.13").is_err());
    }
}
