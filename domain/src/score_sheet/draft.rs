//! A sheet while a judge fills it in: scores may be missing, and nothing typed is lost.

use super::{Criterion, Points, Rubric, STEP, Seat, Sheet};
use crate::{
    form::{Field, Name, ProblemKind, Problems, Reader, TEXT_MAX, Values, half_width},
    role::{Actor, Role},
};

/// The fields of a score sheet's form, in the rubric's order: as many as it has criteria.
pub fn score_fields() -> impl Iterator<Item = Name> {
    (1..).map(|number| Field::Score.at(number))
}

/// What a judge has entered so far.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SheetDraft {
    /// One score per criterion, `None` where nothing is entered.
    pub scores: Vec<Option<Points>>,
    /// The judge's comment.
    pub comment: String,
}

impl SheetDraft {
    /// Reads the form; empty scores are allowed, wrong ones are not.
    pub fn parse(values: &Values, criteria: &[Criterion]) -> Result<Self, Problems> {
        let mut reader = Reader::new(values);
        let comment = reader.text(Field::Comment, 0, TEXT_MAX);
        let scores = Self::parse_scores(values, criteria);
        reader.problems.0.extend(scores.as_ref().err().into_iter().flat_map(|it| it.0.clone()));
        reader.problems.or(|| Some(Self { scores: scores.ok()?, comment: comment? }))
    }

    /// Reads the scores alone.
    pub(crate) fn parse_scores(
        values: &Values,
        criteria: &[Criterion],
    ) -> Result<Vec<Option<Points>>, Problems> {
        let (mut problems, mut scores) = (Problems::default(), Vec::new());
        for (field, criterion) in score_fields().zip(criteria) {
            let text = half_width(values.trimmed(field));
            let score = if text.is_empty() { Ok(None) } else { text.parse().map(Some) };
            match score {
                Ok(score) if score.is_none_or(|score| is_allowed(score, criterion)) => {
                    scores.push(score);
                }
                _ => problems.add(field, ProblemKind::NotAScore(criterion.max.in_hundredths())),
            }
        }
        problems.or(|| Some(scores))
    }

    /// The sheet, if every criterion is scored; else a problem at each that is not.
    pub fn complete(&self, rubric: &Rubric, seat: Seat) -> Result<Sheet, Problems> {
        Sheet::new(rubric, seat, &self.scores).map_err(|problems| {
            let mut all = Problems::default();
            for problem in problems {
                let field = score_fields().nth(problem.index);
                all.add(field.unwrap_or(Field::Comment.into()), ProblemKind::Missing);
            }
            all
        })
    }
}

impl From<&SheetDraft> for Values {
    fn from(draft: &SheetDraft) -> Self {
        let score = |score: &Option<Points>| score.map(|it| it.to_string()).unwrap_or_default();
        score_fields()
            .zip(&draft.scores)
            .fold(Self::default(), |values, (field, it)| values.with(field, score(it)))
            .with(Field::Comment, &draft.comment)
    }
}

/// Whether somebody may be a judge; which nominees, the declared relations say.
pub fn may_judge(actor: &Actor) -> bool {
    actor.is(Role::Judge)
}

fn is_allowed(score: Points, criterion: &Criterion) -> bool {
    Points::ZERO <= score
        && score <= criterion.max
        && score.in_hundredths() % STEP.in_hundredths() == 0
}

#[cfg(test)]
mod tests {
    use super::*;

    fn criteria() -> Vec<Criterion> {
        ["a", "b"].map(|code| Criterion::new(code, Points::hundredths(2_000))).to_vec()
    }

    #[test]
    fn a_draft_may_have_gaps_and_a_sheet_may_not() {
        let values =
            Values::default().with(Field::Score.at(1), "１２.5").with(Field::Comment, "好");
        let draft = SheetDraft::parse(&values, &criteria()).expect("a draft");
        assert_eq!(draft.scores, [Some(Points::hundredths(1_250)), None]);
        let rubric = Rubric::new(criteria()).expect("a rubric");
        let problems = draft.complete(&rubric, Seat(1)).expect_err("a gap");
        assert_eq!(problems.of(Field::Score.at(2)), Some(ProblemKind::Missing));
        assert_eq!(problems.of(Field::Score.at(1)), None);
    }

    #[test]
    fn a_score_has_half_points_up_to_its_maximum() {
        for wrong in ["20.5", "-1", "1.25", "many", "1e1", "9999999999999999999"] {
            let values = Values::default().with(Field::Score.at(2), wrong);
            let problems = SheetDraft::parse(&values, &criteria()).expect_err(wrong);
            assert_eq!(
                problems.of(Field::Score.at(2)),
                Some(ProblemKind::NotAScore(2_000)),
                "{wrong}"
            );
        }
    }
}
