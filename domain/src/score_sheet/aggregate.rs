//! What the valid sheets of one nominee or lecture come to (domain §4.1).

use std::{cmp::Reverse, collections::BTreeMap};

use serde::{Deserialize, Serialize};

use super::{Points, Rubric, Seat, Sheet};
use crate::code::codes;

/// From so many sheets on the highest and the lowest are dropped.
const TRIMMED_FROM: usize = 5;

codes! {
    /// What sheets are aggregated for.
    Purpose {
        /// A lecture in a review session: three or four sheets give an untrimmed result.
        Review = "review",
        /// An award: fewer than five sheets give none (`AWD-11`).
        Award = "award",
        /// An award, as it would be if nothing were trimmed.
        Untrimmed = "untrimmed",
    }
}

impl Purpose {
    /// The fewest valid sheets that give a result.
    pub const fn least_sheets(self) -> usize {
        match self {
            Self::Review => 3,
            Self::Award | Self::Untrimmed => TRIMMED_FROM,
        }
    }
}

/// Why sheets have no result.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NoResult {
    /// There are not enough of them.
    #[error("{valid} valid sheets of at least {needed}")]
    TooFew {
        /// Sheets that there are.
        valid: usize,
        /// Sheets that it takes.
        needed: usize,
    },
    /// A seat has more than one.
    #[error("seat {0} has more than one sheet")]
    SeatTwice(Seat),
    /// One is not of this rubric.
    #[error("the sheet of seat {0} is of another rubric")]
    OtherRubric(Seat),
}

/// Which sheets are left out.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub enum Trim {
    /// Exactly two different ones, of five or more.
    Trimmed {
        /// The seat of the dropped highest total.
        highest: Seat,
        /// The seat of the dropped lowest total.
        lowest: Seat,
    },
    /// None, of three or four.
    Untrimmed,
}

impl Trim {
    /// Whether a seat's sheet is kept.
    pub fn retains(self, seat: Seat) -> bool {
        match self {
            Self::Trimmed { highest, lowest } => seat != highest && seat != lowest,
            Self::Untrimmed => true,
        }
    }
}

/// The result of some sheets; every mean is rounded half up to two places.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Aggregate {
    /// The total of every valid sheet.
    pub totals: BTreeMap<Seat, Points>,
    /// What was left out.
    pub trim: Trim,
    /// Mean of the retained totals: what decides.
    pub mean: Points,
    /// Mean of all totals.
    pub untrimmed_mean: Points,
    /// Mean of the retained sheets per criterion, in the rubric's order; never empty.
    pub criterion_means: Vec<Points>,
}

impl Aggregate {
    /// The mean of the rubric's first criterion, which breaks ties first.
    pub fn first_criterion_mean(&self) -> Points {
        self.criterion_means.first().copied().unwrap_or_default()
    }
}

/// Aggregates valid sheets; their order does not matter.
pub fn aggregate(
    purpose: Purpose,
    rubric: &Rubric,
    sheets: &[Sheet],
) -> Result<Aggregate, NoResult> {
    let totals = totals(rubric, sheets)?;
    let (valid, needed) = (sheets.len(), purpose.least_sheets());
    if valid < needed {
        return Err(NoResult::TooFew { valid, needed });
    }
    let trim = if purpose == Purpose::Untrimmed { Trim::Untrimmed } else { trim(&totals) };
    let retained = || sheets.iter().filter(|sheet| trim.retains(sheet.seat()));
    let criterion_mean = |n: usize| mean(retained().map(|sheet| sheet.scores()[n]));
    Ok(Aggregate {
        trim,
        mean: mean(retained().map(Sheet::total)),
        untrimmed_mean: mean(totals.values().copied()),
        criterion_means: (0..rubric.criteria().len()).map(criterion_mean).collect(),
        totals,
    })
}

fn totals(rubric: &Rubric, sheets: &[Sheet]) -> Result<BTreeMap<Seat, Points>, NoResult> {
    let mut totals = BTreeMap::new();
    for sheet in sheets {
        if sheet.scores().len() != rubric.criteria().len() {
            return Err(NoResult::OtherRubric(sheet.seat()));
        }
        if totals.insert(sheet.seat(), sheet.total()).is_some() {
            return Err(NoResult::SeatTwice(sheet.seat()));
        }
    }
    Ok(totals)
}

/// Among equal totals the sheet of the higher seat goes, and never one sheet as both.
fn trim(totals: &BTreeMap<Seat, Points>) -> Trim {
    let by_total = || totals.iter().map(|(seat, total)| (*total, *seat));
    let highest = by_total().max().map(|(_, seat)| seat);
    let lowest = by_total()
        .filter(|(_, seat)| Some(*seat) != highest)
        .min_by_key(|(total, seat)| (*total, Reverse(*seat)))
        .map(|(_, seat)| seat);
    match (highest, lowest) {
        (Some(highest), Some(lowest)) if totals.len() >= TRIMMED_FROM => {
            Trim::Trimmed { highest, lowest }
        }
        _ => Trim::Untrimmed,
    }
}

/// Rounded half up (四舍五入); of nothing it is nothing.
pub(crate) fn mean(points: impl Iterator<Item = Points>) -> Points {
    let (sum, n) =
        points.fold((0, 0), |(sum, n), points| (sum + points.in_hundredths(), n + 1_i64));
    Points::hundredths(if n == 0 { 0 } else { (2 * sum + n).div_euclid(2 * n) })
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::score_sheet::Criterion;

    fn points(text: &str) -> Points {
        text.parse().expect("points")
    }

    fn rubric(maxima: &[&str]) -> Rubric {
        let criterion = |(n, max): (usize, &&str)| Criterion::new(format!("c{n}"), points(max));
        Rubric::new(maxima.iter().enumerate().map(criterion).collect()).expect("a rubric")
    }

    fn sheet(rubric: &Rubric, seat: u32, scores: &[&str]) -> Sheet {
        let scores: Vec<_> = scores.iter().map(|score| Some(points(score))).collect();
        Sheet::new(rubric, Seat(seat), &scores).expect("a sheet")
    }

    /// Sheets of one criterion, for seats 1, 2, 3…
    fn result(purpose: Purpose, totals: &[&str]) -> Result<Aggregate, NoResult> {
        let rubric = rubric(&["100"]);
        let sheets: Vec<_> =
            (1..).zip(totals).map(|(seat, total)| sheet(&rubric, seat, &[total])).collect();
        aggregate(purpose, &rubric, &sheets)
    }

    fn dropped(totals: &[&str]) -> (u32, u32) {
        match result(Purpose::Award, totals).expect("a result").trim {
            Trim::Trimmed { highest, lowest } => (highest.0, lowest.0),
            Trim::Untrimmed => panic!("nothing is dropped of {totals:?}"),
        }
    }

    #[test]
    fn the_vectors_of_the_domain_document_come_out() {
        for (totals, expected) in [
            (&["88.0", "88.5", "89.0", "89.0", "90.0", "91.0"] as &[_], "89.13"),
            (&["88", "90.5", "91", "92", "86", "95", "89"], "90.10"),
            (&["85", "90", "95", "70", "88"], "87.67"),
            (&["90", "90", "90", "90", "90", "90", "90.5"], "90.00"),
        ] {
            for purpose in [Purpose::Review, Purpose::Award] {
                let result = result(purpose, totals).expect("a result");
                assert_eq!(result.mean.to_string(), expected, "{totals:?}");
                assert_ne!(result.trim, Trim::Untrimmed);
            }
        }
    }

    #[test]
    fn four_sheets_of_a_review_give_a_plain_mean_marked_so() {
        let result = result(Purpose::Review, &["75", "80", "85", "90"]).expect("a result");
        assert_eq!(result.mean.to_string(), "82.50");
        assert_eq!(result.trim, Trim::Untrimmed);
    }

    #[test]
    fn three_sheets_are_enough_for_a_review_and_two_are_not() {
        let mean = |totals: &[&str]| result(Purpose::Review, totals).map(|it| it.mean.to_string());
        assert_eq!(mean(&["80", "80", "80.5"]), Ok("80.17".to_owned()));
        assert_eq!(mean(&["80", "80"]), Err(NoResult::TooFew { valid: 2, needed: 3 }));
    }

    #[test]
    fn an_award_never_goes_below_five_sheets() {
        let result = result(Purpose::Award, &["75", "80", "85", "90"]);
        assert_eq!(result, Err(NoResult::TooFew { valid: 4, needed: 5 }));
    }

    #[test]
    fn among_equal_totals_the_higher_seat_goes() {
        assert_eq!(dropped(&["95", "95", "80", "70", "70"]), (2, 5));
        assert_eq!(dropped(&["70", "95", "80", "70", "95", "80"]), (5, 4));
    }

    #[test]
    fn the_two_dropped_sheets_are_different_even_if_all_totals_are_equal() {
        assert_eq!(dropped(&["90", "90", "90", "90", "90"]), (5, 4));
    }

    #[test]
    fn criterion_means_are_of_the_same_retained_sheets() {
        let rubric = rubric(&["50", "50"]);
        let sheets: Vec<_> = (1..)
            .zip([["50", "50"], ["10", "40"], ["20", "30"], ["40", "10.5"], ["0", "0"]])
            .map(|(seat, scores)| sheet(&rubric, seat, &scores))
            .collect();
        let result = aggregate(Purpose::Award, &rubric, &sheets).expect("a result");
        let means: Vec<_> = result.criterion_means.iter().map(ToString::to_string).collect();
        assert_eq!(means, ["23.33", "26.83"]);
        assert_eq!(result.first_criterion_mean(), result.criterion_means[0]);
        assert_eq!((result.mean, result.untrimmed_mean), (points("50.17"), points("50.10")));
    }

    #[test]
    fn a_seat_has_one_sheet_and_all_sheets_one_rubric() {
        let rubric = rubric(&["100"]);
        let sheets = [sheet(&rubric, 3, &["80"]), sheet(&rubric, 3, &["80"])];
        let twice = aggregate(Purpose::Review, &rubric, &sheets);
        assert_eq!(twice, Err(NoResult::SeatTwice(Seat(3))));
        let other = super::tests::rubric(&["50", "50"]);
        let result = aggregate(Purpose::Review, &other, &sheets);
        assert_eq!(result, Err(NoResult::OtherRubric(Seat(3))));
    }

    proptest! {
        #[test]
        fn the_order_of_sheets_does_not_matter(
            sheets in prop::collection::vec((0..=8_i64, 0..=8_i64), 3..12)
                .prop_map(|scores| {
                    let rubric = rubric(&["20", "20"]);
                    let half = |n: i64| Some(Points::hundredths(n * 50));
                    (1..).zip(scores).map(|(seat, (one, other))| {
                        Sheet::new(&rubric, Seat(seat), &[half(one), half(other)])
                            .expect("a sheet")
                    }).collect::<Vec<_>>()
                })
                .prop_flat_map(|sheets| (Just(sheets.clone()), Just(sheets).prop_shuffle())),
        ) {
            let rubric = rubric(&["20", "20"]);
            let (ordered, shuffled) = sheets;
            let result = aggregate(Purpose::Review, &rubric, &ordered);
            prop_assert_eq!(&result, &aggregate(Purpose::Review, &rubric, &shuffled));
            let result = result.expect("three sheets");
            let kept = result.totals.keys().filter(|seat| result.trim.retains(**seat)).count();
            let dropped = if ordered.len() < 5 { 0 } else { 2 };
            prop_assert_eq!(kept, ordered.len() - dropped);
            let (least, most) = (result.totals.values().min(), result.totals.values().max());
            prop_assert!(least <= Some(&result.mean) && Some(&result.mean) <= most);
        }
    }
}
