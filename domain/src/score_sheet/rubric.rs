//! A rubric (评分标准): the criteria with their maxima.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use super::{Points, STEP};

/// A criterion's maximum is at most this, so that no sum comes near a limit.
const LARGEST: Points = Points::hundredths(100_000);

/// One line of a rubric.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Criterion {
    /// Its code, unique in the rubric.
    pub code: String,
    /// The highest score.
    pub max: Points,
}

impl Criterion {
    /// A criterion with its highest score.
    pub fn new(code: impl Into<String>, max: Points) -> Self {
        Self { code: code.into(), max }
    }
}

/// Why criteria make no rubric.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum RubricProblem {
    /// There are none.
    #[error("the rubric has no criterion")]
    Empty,
    /// Two have one code, or a code is empty.
    #[error("the code `{0}` does not name one criterion of the rubric")]
    Code(String),
    /// A maximum is not positive, above 1000 or between two steps of half a point.
    #[error("the criterion `{0}` cannot have such a maximum")]
    Maximum(String),
}

/// Criteria in order; the first one breaks ties (domain §3.6.3).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Rubric(Vec<Criterion>);

impl Rubric {
    /// At least one criterion, each with its own code and a maximum of whole half points.
    pub fn new(criteria: Vec<Criterion>) -> Result<Self, RubricProblem> {
        if criteria.is_empty() {
            return Err(RubricProblem::Empty);
        }
        let mut codes = BTreeSet::new();
        for Criterion { code, max } in &criteria {
            if code.trim().is_empty() || !codes.insert(code) {
                return Err(RubricProblem::Code(code.clone()));
            }
            if *max < STEP || LARGEST < *max || max.in_hundredths() % STEP.in_hundredths() != 0 {
                return Err(RubricProblem::Maximum(code.clone()));
            }
        }
        Ok(Self(criteria))
    }

    /// The criteria in order.
    pub fn criteria(&self) -> &[Criterion] {
        &self.0
    }

    /// The highest total of a sheet.
    pub fn max(&self) -> Points {
        Points::hundredths(self.0.iter().map(|criterion| criterion.max.in_hundredths()).sum())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rubric(criteria: &[(&str, &str)]) -> Result<Rubric, RubricProblem> {
        let criterion =
            |(code, max): &(&str, &str)| Criterion::new(*code, max.parse().expect("points"));
        Rubric::new(criteria.iter().map(criterion).collect())
    }

    #[test]
    fn the_maxima_add_up_to_the_highest_total() {
        let rubric = rubric(&[("soundness", "40"), ("engagement", "30"), ("usefulness", "29.5")]);
        assert_eq!(rubric.map(|rubric| rubric.max().to_string()), Ok("99.50".to_owned()));
    }

    #[test]
    fn a_rubric_has_criteria_with_names_of_their_own() {
        assert_eq!(rubric(&[]), Err(RubricProblem::Empty));
        assert_eq!(rubric(&[(" ", "10")]), Err(RubricProblem::Code(" ".into())));
        let twice = rubric(&[("use", "10"), ("use", "20")]);
        assert_eq!(twice, Err(RubricProblem::Code("use".into())));
    }

    #[test]
    fn a_maximum_is_some_half_points() {
        for max in ["0", "-1", "10.25", "1000.5"] {
            let problem = RubricProblem::Maximum("use".into());
            assert_eq!(rubric(&[("use", max)]), Err(problem), "{max}");
        }
    }
}
