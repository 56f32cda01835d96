//! Calibration of panelists: how far the totals of each lie from those of the others on the same
//! lectures. For the office alone, never a ranking, and silent where there is too little to say.

use std::{collections::BTreeMap, fmt};

use crate::{id::PersonId, score_sheet::Points};

/// How much higher the own totals lie than those of the others, in hundredths of a point; negative
/// where they lie lower.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Difference(i64);

impl Difference {
    /// By how much one lies above another.
    pub fn of(one: Points, other: Points) -> Self {
        Self(one.in_hundredths() - other.in_hundredths())
    }
}

impl fmt::Display for Difference {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let sign = match self.0 {
            0 => "",
            1.. => "+",
            _ => "−",
        };
        write!(f, "{sign}{}", Points::hundredths(self.0.abs()))
    }
}

/// What the sheets of a panelist say.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Strictness {
    /// How many there are beside those of others.
    pub n_sheets: usize,
    /// The mean difference; none where there are too few.
    pub difference: Option<Difference>,
}

/// Of each panelist: the mean, over the lectures, of the own total less the mean of the others'.
///
/// A sheet beside which nobody else's stands is left out. The sum is exact and is rounded once, half
/// up.
pub fn strictness<'a>(
    least: usize,
    lectures: impl IntoIterator<Item = &'a [(PersonId, Points)]>,
) -> BTreeMap<PersonId, Strictness> {
    let mut all: BTreeMap<PersonId, (usize, Fraction)> = BTreeMap::new();
    for sheets in lectures {
        let sum: i64 = sheets.iter().map(|(_, total)| total.in_hundredths()).sum();
        let Ok(n_others @ 1..) = i64::try_from(sheets.len()).map(|n| n - 1) else { continue };
        for (person, total) in sheets {
            let own = total.in_hundredths();
            let entry = all.entry(*person).or_insert((0, Fraction { over: 0, under: 1 }));
            let distance = Fraction { over: n_others * own - (sum - own), under: n_others };
            *entry = (entry.0 + 1, entry.1.plus(distance));
        }
    }
    let of = |(n_sheets, sum): (usize, Fraction)| {
        let n = i64::try_from(n_sheets).unwrap_or(i64::MAX);
        let difference = (n_sheets >= least).then(|| Difference(sum.mean_of(n)));
        Strictness { n_sheets, difference }
    };
    all.into_iter().map(|(person, entry)| (person, of(entry))).collect()
}

/// An exact number; `under` is positive.
#[derive(Clone, Copy)]
struct Fraction {
    over: i64,
    under: i64,
}

impl Fraction {
    fn plus(self, other: Self) -> Self {
        // Panels have few seats, so that the common denominator stays small.
        let under = self.under / divisor(self.under, other.under) * other.under;
        let over = self.over * (under / self.under) + other.over * (under / other.under);
        Self { over, under }
    }

    /// One `n`th of it, rounded half up.
    fn mean_of(self, n: i64) -> i64 {
        let under = self.under * n;
        (2 * self.over + under).div_euclid(2 * under)
    }
}

/// The greatest common divisor of two positive numbers.
fn divisor(one: i64, other: i64) -> i64 {
    if other == 0 { one } else { divisor(other, one % other) }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lecture(totals: &[i64]) -> Vec<(PersonId, Points)> {
        (1..).map(PersonId).zip(totals.iter().map(|it| Points::hundredths(*it))).collect()
    }

    fn said(lectures: &[Vec<(PersonId, Points)>]) -> BTreeMap<PersonId, Strictness> {
        strictness(5, lectures.iter().map(Vec::as_slice))
    }

    fn text(all: &BTreeMap<PersonId, Strictness>, person: i64) -> Option<String> {
        all[&PersonId(person)].difference.map(|it| it.to_string())
    }

    #[test]
    fn whoever_gives_two_points_less_than_the_others_is_said_to() {
        let all = said(&vec![lecture(&[8_000, 8_200, 8_200]); 5]);
        assert_eq!(text(&all, 1).as_deref(), Some("−2.00"));
        assert_eq!(text(&all, 2).as_deref(), Some("+1.00"));
        assert_eq!(all[&PersonId(1)].n_sheets, 5);
    }

    #[test]
    fn four_sheets_say_nothing_and_a_sheet_alone_is_none() {
        let mut lectures = vec![lecture(&[8_000, 8_200]); 4];
        lectures.push(lecture(&[9_000]));
        let all = said(&lectures);
        assert_eq!((text(&all, 1), all[&PersonId(1)].n_sheets), (None, 4));
        assert!(said(&[lecture(&[9_000])]).is_empty());
    }

    #[test]
    fn the_mean_is_exact_over_panels_of_different_sizes() {
        // Thirds, fourths and halves: 1/3 + 1/4 + 1/2 + 1/3 + 1/4 of a hundredth in all.
        let lectures = [
            lecture(&[1, 1, 1, 0]),
            lecture(&[1, 1, 1, 1, 0]),
            lecture(&[1, 1, 0]),
            lecture(&[1, 1, 1, 0]),
            lecture(&[1, 1, 1, 1, 0]),
        ];
        let all = said(&lectures);
        // 20/12 over five is a third, which rounds to nothing.
        assert_eq!(text(&all, 1).as_deref(), Some("0.00"));
        assert_eq!(text(&all, 2).as_deref(), Some("0.00"));
    }

    #[test]
    fn a_panel_that_agrees_differs_by_nothing_whatever_the_order() {
        let mut lectures = vec![lecture(&[8_000, 7_000, 9_000, 8_050]); 6];
        let before = said(&lectures);
        for lecture in &mut lectures {
            lecture.reverse();
        }
        assert_eq!(said(&lectures), before);
        let agreed = said(&vec![lecture(&[8_050; 7]); 5]);
        assert!(agreed.values().all(|it| it.difference == Some(Difference(0))));
    }
}
