//! Rubric R5 (domain §4.2): what counts, and what it comes to in points of a hundred.
//!
//! Everything is exact until the one rounding of what is shown. A line without data is left out,
//! and its points go to the other lines of its block; those of a block without data go to the other
//! blocks.

use serde::{Deserialize, Serialize};

use crate::code::codes;

/// So many services to others carry all points of their line.
pub const TEACHING_FULL: i64 = 4;
/// The best level of an observation's three dimensions together.
const LEVELS: i64 = 15;
/// Hundredths of a point of a trial lecture at its best.
const REVIEW_BEST: i64 = 10_000;
/// The part of a new or renewed course among the points of development, and of one in the catalogue.
const APPROVED_PART: i64 = 10;
const LISTED_PART: i64 = 5;

codes! {
    /// A line of the rubric.
    AssessmentLine {
        /// What the last trial lecture came to.
        Review = "review",
        /// What observers found.
        Observation = "observation",
        /// What hosts say.
        Feedback = "feedback",
        /// Lectures given.
        Deliveries = "deliveries",
        /// Those of them in the country.
        Rural = "rural",
        /// Courses approved and listed.
        Development = "development",
        /// What was done for other lecturers.
        Teaching = "teaching",
        /// Slots kept.
        Discipline = "discipline",
    }
}

codes! {
    /// Lines that stand for one another.
    Block {
        /// 授课质量.
        Quality = "quality",
        /// Service.
        Service = "service",
        /// Course development and renewal.
        Development = "development",
        /// Mentoring and teaching.
        Teaching = "teaching",
        /// Discipline.
        Discipline = "discipline",
    }
}

impl AssessmentLine {
    /// Its points, as the rubric has them; of all lines a hundred.
    pub const fn weight(self) -> i64 {
        match self {
            Self::Review
            | Self::Observation
            | Self::Feedback
            | Self::Deliveries
            | Self::Development => 15,
            Self::Rural | Self::Teaching => 10,
            Self::Discipline => 5,
        }
    }

    /// The block that it is of.
    pub const fn block(self) -> Block {
        match self {
            Self::Review | Self::Observation | Self::Feedback => Block::Quality,
            Self::Deliveries | Self::Rural => Block::Service,
            Self::Development => Block::Development,
            Self::Teaching => Block::Teaching,
            Self::Discipline => Block::Discipline,
        }
    }
}

/// What is counted of a lecturer's year, from verified records alone (`LEC-01`).
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Counted {
    /// Lectures given and verified.
    pub deliveries: i64,
    /// Those of them that were not given through this program.
    pub outside: i64,
    /// Their listeners.
    pub listeners: i64,
    /// Those of the lectures that were given in the country.
    pub rural: i64,
    /// What the last trial lecture came to, in hundredths of a point.
    pub review: Option<i64>,
    /// Observations that were handed in.
    pub observations: i64,
    /// Their levels in all three dimensions, summed.
    pub levels: i64,
    /// Course versions approved.
    pub approved: i64,
    /// Courses in the catalogue at the end of the year.
    pub listed: i64,
    /// Sittings of panels, and observations of others' lectures.
    pub teaching: i64,
    /// Booked slots that were missed or given back late.
    pub missed: i64,
    /// Review sessions attended, as lecturer or on the panel.
    pub sittings: i64,
    /// Training hours that count, in hundredths.
    pub hours: i64,
}

impl Counted {
    /// The mean of the observations in hundredths of a point of a hundred, rounded half up.
    pub fn observation_mean(&self) -> Option<i64> {
        let whole = LEVELS * self.observations;
        (whole > 0).then(|| (2 * REVIEW_BEST * self.levels + whole) / (2 * whole))
    }
}

/// A line with what it came to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct LineResult {
    /// The line.
    pub line: AssessmentLine,
    /// The points that it can bring, in hundredths; none: it has no data and is left out.
    pub most: Option<i64>,
    /// The points that it brings, in hundredths.
    pub points: i64,
}

/// What the rubric comes to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RubricResult {
    /// The lines in the order of the rubric.
    pub lines: Vec<LineResult>,
    /// All points in hundredths, rounded half up once.
    pub points: i64,
}

/// What a year comes to; `minimum` is the number of lectures that are asked for (`LEC-03`), without
/// which nothing is asked of the service.
pub fn result(counted: &Counted, minimum: i64) -> RubricResult {
    let share = |line: AssessmentLine| share(line, counted, minimum);
    let of_block = |block: Block| AssessmentLine::ALL.iter().filter(move |it| it.block() == block);
    let weight = |block: Block| of_block(block).map(|line| line.weight()).sum::<i64>();
    let with_data = |block: Block| {
        let lines = of_block(block).filter(|line| share(**line).is_some());
        lines.map(|line| line.weight()).sum::<i64>()
    };
    let all: i64 = Block::ALL.iter().filter(|it| with_data(**it) > 0).map(|it| weight(*it)).sum();
    let mut sum = Ratio::ZERO;
    let lines = AssessmentLine::ALL.iter().map(|line| {
        let Some((part, whole)) = share(*line) else {
            return LineResult { line: *line, most: None, points: 0 };
        };
        let block = line.block();
        // Hundredths of a point of a hundred points, over the blocks and lines that have data.
        let most = Ratio::of(line.weight() * weight(block) * 10_000, with_data(block) * all);
        let points = most.times(part, whole);
        sum = sum.plus(points);
        LineResult { line: *line, most: Some(most.rounded()), points: points.rounded() }
    });
    let lines = lines.collect();
    RubricResult { lines, points: sum.rounded() }
}

/// Which part of its points a line brings, as a fraction; none where there is nothing to judge by.
fn share(line: AssessmentLine, counted: &Counted, minimum: i64) -> Option<(i64, i64)> {
    let up_to = |n: i64, full: i64| (full > 0).then(|| (n.clamp(0, full), full));
    match line {
        AssessmentLine::Review => counted.review.map(|points| (points, REVIEW_BEST)),
        AssessmentLine::Observation => {
            (counted.observations > 0).then_some((counted.levels, LEVELS * counted.observations))
        }
        // Hosts say nothing here yet.
        AssessmentLine::Feedback => None,
        // Twice as many as are asked for carry all points, and more carry no more.
        AssessmentLine::Deliveries => up_to(counted.deliveries, 2 * minimum),
        AssessmentLine::Rural => up_to(counted.rural, minimum),
        AssessmentLine::Development => {
            let approved = if counted.approved > 0 { APPROVED_PART } else { 0 };
            let listed = if counted.listed > 0 { LISTED_PART } else { 0 };
            Some((approved + listed, APPROVED_PART + LISTED_PART))
        }
        AssessmentLine::Teaching => up_to(counted.teaching, TEACHING_FULL),
        // Each slot that was missed costs a point.
        AssessmentLine::Discipline => {
            let whole = line.weight();
            Some(((whole - counted.missed).max(0), whole))
        }
    }
}

/// A fraction that is not negative, in lowest terms.
#[derive(Clone, Copy, Debug)]
struct Ratio(i128, i128);

impl Ratio {
    const ZERO: Self = Self(0, 1);

    fn of(part: i64, whole: i64) -> Self {
        Self(i128::from(part), i128::from(whole)).lowest()
    }

    fn times(self, part: i64, whole: i64) -> Self {
        Self(self.0 * i128::from(part), self.1 * i128::from(whole)).lowest()
    }

    fn plus(self, other: Self) -> Self {
        Self(self.0 * other.1 + other.0 * self.1, self.1 * other.1).lowest()
    }

    /// Half up.
    fn rounded(self) -> i64 {
        i64::try_from((2 * self.0 + self.1) / (2 * self.1)).unwrap_or(i64::MAX)
    }

    fn lowest(self) -> Self {
        let (mut one, mut other) = (self.0, self.1);
        while other != 0 {
            (one, other) = (other, one % other);
        }
        Self(self.0 / one.max(1), self.1 / one.max(1))
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn full() -> Counted {
        Counted {
            deliveries: 8,
            rural: 4,
            review: Some(10_000),
            observations: 2,
            levels: 30,
            approved: 1,
            listed: 1,
            teaching: 4,
            ..Counted::default()
        }
    }

    fn points(counted: &Counted, minimum: i64) -> i64 {
        result(counted, minimum).points
    }

    #[test]
    fn the_weights_are_those_of_the_rubric() {
        let sum = |block: Block| -> i64 {
            let lines = AssessmentLine::ALL.iter().filter(|line| line.block() == block);
            lines.map(|line| line.weight()).sum()
        };
        let blocks: Vec<i64> = Block::ALL.iter().map(|block| sum(*block)).collect();
        assert_eq!(blocks, [45, 25, 15, 10, 5]);
    }

    #[test]
    fn the_best_year_is_a_hundred_points_and_an_empty_one_has_its_discipline() {
        assert_eq!(points(&full(), 4), 10_000);
        // 5 of the 25, 15, 10 and 5 points that have data: a quality of nothing is left out.
        assert_eq!(points(&Counted::default(), 4), 909);
        // Nothing is asked of the service either: 5 of 30.
        assert_eq!(points(&Counted::default(), 0), 1_667);
    }

    #[test]
    fn what_has_no_data_is_carried_by_its_block_and_a_block_by_the_others() {
        let only_review = Counted { observations: 0, levels: 0, review: Some(8_000), ..full() };
        let result = result(&only_review, 4);
        let line = |of: AssessmentLine| result.lines.iter().find(|it| it.line == of).unwrap();
        assert_eq!(line(AssessmentLine::Review).most, Some(4_500), "all of the block");
        assert_eq!(line(AssessmentLine::Review).points, 3_600);
        assert_eq!(line(AssessmentLine::Feedback).most, None);
        assert_eq!(result.points, 9_100);
        let none = Counted { review: None, ..only_review };
        let result = super::result(&none, 4);
        let most: i64 = result.lines.iter().filter_map(|it| it.most).sum();
        assert!((9_998..=10_002).contains(&most), "each is rounded alone: {most}");
        assert_eq!(result.points, 10_000);
    }

    #[test]
    fn service_is_capped_and_each_missed_slot_costs_a_point() {
        assert_eq!(points(&Counted { deliveries: 80, rural: 60, ..full() }, 4), 10_000);
        assert_eq!(points(&Counted { deliveries: 4, ..full() }, 4), 9_250, "half of fifteen");
        assert_eq!(points(&Counted { rural: 1, ..full() }, 4), 9_250, "a quarter of ten");
        assert_eq!(points(&Counted { missed: 2, ..full() }, 4), 9_800);
        assert_eq!(points(&Counted { missed: 9, ..full() }, 4), 9_500);
    }

    #[test]
    fn the_mean_of_observations_is_rounded_half_up() {
        let mean = |n, levels| {
            Counted { observations: n, levels, ..Counted::default() }.observation_mean()
        };
        assert_eq!((mean(0, 0), mean(1, 15), mean(1, 10)), (None, Some(10_000), Some(6_667)));
        assert_eq!(mean(2, 19), Some(6_333));
    }

    #[test]
    fn rounding_is_half_up_and_once() {
        // 22.5 of the quality block's 45 points lie on the review: 9 999 hundredths of it.
        let near = Counted { review: Some(9_999), ..full() };
        assert_eq!(points(&near, 4), 10_000, "99.99775");
        let half = Counted { review: Some(9_998), ..full() };
        assert_eq!(points(&half, 4), 10_000, "99.9955");
        assert_eq!(points(&Counted { review: Some(9_997), ..full() }, 4), 9_999, "99.99325");
    }

    proptest! {
        #[test]
        fn points_lie_between_none_and_a_hundred(
            deliveries in 0_i64..500, rural in 0_i64..500, review in proptest::option::of(0_i64..=10_000),
            observations in 0_i64..40, level in 3_i64..=15, approved in 0_i64..9, listed in 0_i64..9,
            teaching in 0_i64..40, missed in 0_i64..12, minimum in 0_i64..60,
        ) {
            let counted = Counted {
                deliveries, rural, review, observations, levels: observations * level, approved,
                listed, teaching, missed, ..Counted::default()
            };
            let result = result(&counted, minimum);
            prop_assert!((0..=10_000).contains(&result.points));
            let more = Counted { deliveries: deliveries + 1, ..counted };
            prop_assert!(points(&more, minimum) >= result.points);
            let sum: i64 = result.lines.iter().map(|line| line.points).sum();
            prop_assert!((sum - result.points).abs() <= 8, "{} of lines, {}", sum, result.points);
        }
    }
}
