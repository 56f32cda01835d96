//! What the sheets of one lecture come to (domain §4.1), with the figures of the three dimensions.

use super::{Dimension, rubric};
use crate::{
    score_sheet::{Aggregate, NoResult, Points, Purpose, Sheet, Trim, aggregate},
    trial_lecture::Figures,
};

/// A dimension with what it came to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct DimensionFigure {
    /// Which.
    pub dimension: Dimension,
    /// Mean over the retained sheets of the sum of its criteria, rounded half up once.
    pub mean: Points,
}

/// The result of a lecture.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ReviewResult {
    /// Totals, dropped sheets and means.
    pub aggregate: Aggregate,
    /// The three dimensions in the order of the sheet.
    pub dimensions: Vec<DimensionFigure>,
}

impl ReviewResult {
    /// What a dimension came to.
    pub fn of(&self, dimension: Dimension) -> Points {
        let own = self.dimensions.iter().find(|one| one.dimension == dimension);
        own.map(|one| one.mean).unwrap_or_default()
    }

    /// The figures that decide.
    pub fn figures(&self) -> Figures {
        Figures { total: self.aggregate.mean, soundness: self.of(Dimension::Soundness) }
    }

    /// Whether nothing was left out, because there are three or four sheets only.
    pub fn is_untrimmed(&self) -> bool {
        self.aggregate.trim == Trim::Untrimmed
    }
}

/// Aggregates the sheets that count; their order does not matter.
pub fn review_result(sheets: &[Sheet]) -> Result<ReviewResult, NoResult> {
    let needed = Purpose::Review.least_sheets();
    let rubric = rubric().ok_or(NoResult::TooFew { valid: 0, needed })?;
    let aggregate = aggregate(Purpose::Review, &rubric, sheets)?;
    let retained = || sheets.iter().filter(|sheet| aggregate.trim.retains(sheet.seat()));
    let figure = |dimension: &Dimension| {
        let sum = |sheet: &Sheet| {
            let scores = &sheet.scores()[dimension.places()];
            Points::hundredths(scores.iter().map(|score| score.in_hundredths()).sum())
        };
        DimensionFigure {
            dimension: *dimension,
            mean: crate::score_sheet::mean(retained().map(sum)),
        }
    };
    let dimensions = Dimension::ALL.iter().map(figure).collect();
    Ok(ReviewResult { aggregate, dimensions })
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::score_sheet::Seat;

    /// A sheet of scores in half points.
    fn sheet(seat: u32, halves: &[i64; 9]) -> Sheet {
        let rubric = rubric().expect("a rubric");
        let scores: Vec<_> = halves.iter().map(|n| Some(Points::hundredths(50 * n))).collect();
        Sheet::new(&rubric, Seat(seat), &scores).expect("a sheet")
    }

    #[test]
    fn a_dimension_is_rounded_once_and_over_the_retained_sheets() {
        // Soundness 34.5, 35, 35 of the three retained sheets: 34.8333….
        let sheets = [
            sheet(1, &[40, 20, 20, 20, 20, 20, 24, 20, 16]),
            sheet(2, &[35, 17, 17, 16, 16, 16, 20, 16, 12]),
            sheet(3, &[36, 17, 17, 16, 16, 16, 20, 16, 12]),
            sheet(4, &[36, 17, 17, 16, 16, 16, 20, 16, 12]),
            sheet(5, &[10, 10, 10, 10, 10, 10, 10, 10, 10]),
        ];
        let result = review_result(&sheets).expect("a result");
        assert_eq!(result.of(Dimension::Soundness).to_string(), "34.83");
        assert_eq!(result.of(Dimension::Engagement).to_string(), "24.00");
        assert_eq!(result.of(Dimension::Usefulness).to_string(), "24.00");
        assert_eq!(result.aggregate.mean.to_string(), "82.83");
        assert!(!result.is_untrimmed());
    }

    #[test]
    fn three_sheets_have_an_untrimmed_result_and_two_have_none() {
        let three: Vec<_> = (1..=3).map(|seat| sheet(seat, &[16; 9])).collect();
        assert!(review_result(&three).expect("a result").is_untrimmed());
        assert_eq!(review_result(&three[..2]), Err(NoResult::TooFew { valid: 2, needed: 3 }));
    }

    fn halves() -> impl Strategy<Value = [i64; 9]> {
        [0..=40_i64, 0..=20, 0..=20, 0..=20, 0..=20, 0..=20, 0..=24, 0..=20, 0..=16]
    }

    proptest! {
        #[test]
        fn the_order_of_sheets_never_matters(all in prop::collection::vec(halves(), 3..10)) {
            let sheets: Vec<_> = (1..).zip(&all).map(|(seat, one)| sheet(seat, one)).collect();
            let mut turned = sheets.clone();
            turned.reverse();
            prop_assert_eq!(review_result(&sheets), review_result(&turned));
        }

        #[test]
        fn raising_one_mark_never_lowers_the_total(
            all in prop::collection::vec(halves(), 3..10),
            which in any::<prop::sample::Index>(),
            criterion in 0..9_usize,
        ) {
            let maxima = [40, 20, 20, 20, 20, 20, 24, 20, 16];
            let sheets = |all: &[[i64; 9]]| -> Vec<Sheet> {
                (1..).zip(all).map(|(seat, one)| sheet(seat, one)).collect()
            };
            let before = review_result(&sheets(&all)).expect("a result");
            let mut raised = all.clone();
            let at = which.index(raised.len());
            raised[at][criterion] = maxima[criterion].min(raised[at][criterion] + 1);
            let after = review_result(&sheets(&raised)).expect("a result");
            prop_assert!(after.aggregate.mean >= before.aggregate.mean);
        }
    }
}
