//! The grade that the points propose (`LEC-02`…`LEC-04`), with the part that may be excellent.

use super::{Grade, VetoGround};
use crate::rulebook::{Rule, Rulebook};

/// The marks of the grades, in hundredths of a point, and the part that may be excellent.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Marks {
    /// From here on excellent.
    pub excellent: i64,
    /// From here on qualified.
    pub qualified: i64,
    /// From here on basically qualified.
    pub basic: i64,
    /// Percent of those assessed that may be excellent.
    pub percent: i64,
}

impl From<&Rulebook> for Marks {
    fn from(rules: &Rulebook) -> Self {
        let points = |rule| 100 * rules.get(rule);
        Self {
            excellent: points(Rule::GradeExcellentPoints),
            qualified: points(Rule::GradeQualifiedPoints),
            basic: points(Rule::GradeBasicPoints),
            percent: rules.get(Rule::GradeExcellentPercent),
        }
    }
}

/// What of somebody decides the grade.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Standing {
    /// Points in hundredths.
    pub points: i64,
    /// Lectures that count.
    pub deliveries: i64,
    /// Their listeners.
    pub listeners: i64,
    /// Lectures that are asked for.
    pub minimum: i64,
    /// A ground that excludes everything but failing.
    pub veto: Option<VetoGround>,
}

/// How many lectures are asked for in a year (`LEC-03`): in proportion to the months of the term
/// without those of an illness, rounded up.
pub fn minimum(of_year: i64, months: i64, ill_months: i64) -> i64 {
    let months = (months - ill_months).clamp(0, 12);
    (of_year * months + 11) / 12
}

/// How many of those assessed may be excellent: the part rounded down, and one at least.
pub fn seats(assessed: usize, percent: i64) -> usize {
    let percent = usize::try_from(percent).unwrap_or_default();
    (assessed * percent / 100).max(1)
}

/// The grades of some lecturers of one corps, in their order, when so many may still be excellent.
///
/// Where more have the points than there are seats, those with more points come first, then more
/// lectures, then more listeners; who is equal in all three at the last seat is not.
pub fn propose(lecturers: &[Standing], marks: &Marks, seats: usize) -> Vec<Grade> {
    let grades = lecturers.iter().map(|one| by_points(one, marks));
    let mut grades: Vec<Grade> = grades.collect();
    let key = |at: usize| lecturers.get(at).map(|it| (it.points, it.deliveries, it.listeners));
    let mut best: Vec<usize> =
        (0..grades.len()).filter(|at| grades.get(*at) == Some(&Grade::Excellent)).collect();
    best.sort_by_key(|at| std::cmp::Reverse(key(*at)));
    // Who is like the first that has no seat has none either; the first of all keeps the one.
    let beyond = best.get(seats).and_then(|at| key(*at));
    for (place, at) in best.into_iter().enumerate() {
        let is_tied = place > 0 && beyond.is_some() && key(at) == beyond;
        if (place >= seats || is_tied)
            && let Some(grade) = grades.get_mut(at)
        {
            *grade = Grade::Qualified;
        }
    }
    grades
}

fn by_points(one: &Standing, marks: &Marks) -> Grade {
    if one.veto.is_some() {
        return Grade::Failed;
    }
    let grade = match one.points {
        points if points >= marks.excellent => Grade::Excellent,
        points if points >= marks.qualified => Grade::Qualified,
        points if points >= marks.basic => Grade::Basic,
        _ => Grade::Failed,
    };
    let is_good = matches!(grade, Grade::Excellent | Grade::Qualified);
    if is_good && one.deliveries < one.minimum { Grade::Basic } else { grade }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn one(points: i64) -> Standing {
        Standing { points, deliveries: 4, listeners: 100, minimum: 4, veto: None }
    }

    fn marks() -> Marks {
        Marks::from(&Rulebook::default())
    }

    fn grade(one: Standing) -> Grade {
        propose(&[one], &marks(), 1)[0]
    }

    #[test]
    fn points_make_the_grade() {
        for (points, expected) in [
            (9_000, Grade::Excellent),
            (8_999, Grade::Qualified),
            (7_500, Grade::Qualified),
            (7_499, Grade::Basic),
            (6_000, Grade::Basic),
            (5_999, Grade::Failed),
        ] {
            assert_eq!(grade(one(points)), expected, "{points}");
        }
    }

    #[test]
    fn too_few_lectures_are_at_most_basic_and_a_veto_fails() {
        assert_eq!(grade(Standing { deliveries: 3, ..one(9_500) }), Grade::Basic);
        assert_eq!(grade(Standing { deliveries: 3, ..one(5_000) }), Grade::Failed);
        assert_eq!(grade(Standing { deliveries: 0, minimum: 0, ..one(8_000) }), Grade::Qualified);
        let veto = Some(VetoGround::FeeTaken);
        assert_eq!(grade(Standing { veto, ..one(10_000) }), Grade::Failed);
    }

    #[test]
    fn the_minimum_is_in_proportion_and_rounded_up() {
        for (months, ill, expected) in [
            (12, 0, 4),
            (6, 0, 2),
            (5, 0, 2),
            (1, 0, 1),
            (0, 0, 0),
            (12, 6, 2),
            (12, 12, 0),
            (3, 5, 0),
        ] {
            assert_eq!(minimum(4, months, ill), expected, "{months} {ill}");
        }
    }

    #[test]
    fn a_part_rounded_down_and_one_at_least_may_be_excellent() {
        for (n, expected) in [(1, 1), (6, 1), (13, 1), (14, 2), (20, 3), (100, 15)] {
            assert_eq!(seats(n, 15), expected, "{n}");
        }
    }

    #[test]
    fn more_points_then_lectures_then_listeners_come_first() {
        use Grade::{Excellent, Qualified};
        let busy = Standing { deliveries: 9, ..one(9_100) };
        let heard = Standing { listeners: 900, ..one(9_100) };
        let all = [one(9_100), busy, heard, one(9_200), one(8_000)];
        assert_eq!(
            propose(&all, &marks(), 3),
            [Qualified, Excellent, Excellent, Excellent, Qualified]
        );
        assert_eq!(
            propose(&all, &marks(), 2),
            [Qualified, Excellent, Qualified, Excellent, Qualified]
        );
    }

    #[test]
    fn nobody_is_preferred_to_an_equal_but_one_is_excellent() {
        use Grade::{Excellent, Qualified};
        let all = [one(9_500), one(9_100), one(9_100)];
        assert_eq!(propose(&all, &marks(), 2), [Excellent, Qualified, Qualified]);
        assert_eq!(propose(&all, &marks(), 3), [Excellent; 3]);
        assert_eq!(propose(&all, &marks(), 0), [Qualified; 3], "no seat is left");
        assert_eq!(propose(&all[1..], &marks(), 1), [Excellent, Qualified], "one at least");
        assert!(propose(&[], &marks(), 1).is_empty());
    }
}
