//! Seats by weight: the largest remainders, in whole numbers.

use std::cmp::Reverse;

use super::{FirstSeats, QuotaProblem, UnitKey, Weighted};

/// The seats of every unit, in the order of `sort_order` and key; they add up to `seats`.
pub(super) fn apportion(
    seats: u32,
    first: FirstSeats,
    units: &[Weighted],
) -> Result<Vec<(&UnitKey, u32)>, QuotaProblem> {
    if let Some(unit) = units.iter().find(|unit| unit.weight < 0) {
        return Err(QuotaProblem::NegativeWeight(unit.unit.clone()));
    }
    if units.is_empty() && seats > 0 {
        return Err(QuotaProblem::NoUnits(seats));
    }
    let mut units: Vec<_> = units.iter().collect();
    units.sort_by_key(|unit| (unit.sort_order, &unit.unit));
    let mut given = first_seats(seats, first, units.len());
    let rest = seats - given.iter().sum::<u32>();
    for (seats, more) in given.iter_mut().zip(by_weight(rest, &weights(&units))) {
        *seats += more;
    }
    Ok(units.iter().map(|unit| &unit.unit).zip(given).collect())
}

/// One seat each, as far as the seats go.
fn first_seats(seats: u32, first: FirstSeats, n: usize) -> Vec<u32> {
    let mut left = match first {
        FirstSeats::OneEach => seats,
        FirstSeats::Nothing => 0,
    };
    let one = |_| {
        let one = left.min(1);
        left -= one;
        one
    };
    (0..n).map(one).collect()
}

fn weights(units: &[&Weighted]) -> Vec<i64> {
    let all_equal = units.iter().all(|unit| unit.weight == 0);
    units.iter().map(|unit| if all_equal { 1 } else { unit.weight }).collect()
}

/// Largest remainders; among equal ones the earlier unit comes first.
///
/// A product of a weight and a number of seats has at most 95 bits.
fn by_weight(seats: u32, weights: &[i64]) -> Vec<u32> {
    let all: i128 = weights.iter().map(|weight| i128::from(*weight)).sum();
    if all == 0 {
        return vec![0; weights.len()];
    }
    let share = |weight: &i64| i128::from(*weight) * i128::from(seats);
    let whole = |weight: &i64| u32::try_from(share(weight) / all).unwrap_or(seats);
    let mut given: Vec<u32> = weights.iter().map(whole).collect();
    let left = seats - given.iter().sum::<u32>();
    let mut order: Vec<usize> = (0..weights.len()).collect();
    order.sort_by_key(|n| Reverse(share(&weights[*n]) % all));
    for n in order.into_iter().take(usize::try_from(left).unwrap_or(usize::MAX)) {
        given[n] += 1;
    }
    given
}
