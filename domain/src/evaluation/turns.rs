//! In which order nominees are spoken of, so that as few judges as can be have to leave the room.
//!
//! A judge who stands in a relation to a nominee waits outside; one who does so for two in a row stays
//! there. What is counted is how often somebody leaves.

use std::collections::BTreeSet;

/// So many are put in order exactly; more by taking the nearest, and turning parts round as long as
/// that helps.
const EXACT_MAX: usize = 11;

/// The places of nominees in the order in which they are spoken of; `outside` has of each who waits
/// outside, and `before` who does already.
pub fn order<T: Ord + Clone>(outside: &[BTreeSet<T>], before: &BTreeSet<T>) -> Vec<usize> {
    if outside.len() <= EXACT_MAX { exact(outside, before) } else { improved(outside, before) }
}

/// How often somebody leaves, when nominees are spoken of in an order.
pub fn n_leave<'a, T: Ord + 'a>(
    before: &BTreeSet<T>,
    outside: impl IntoIterator<Item = &'a BTreeSet<T>>,
) -> usize {
    let mut last: Option<&BTreeSet<T>> = None;
    let mut n = 0;
    for one in outside {
        n += one.difference(last.unwrap_or(before)).count();
        last = Some(one);
    }
    n
}

/// The best order over all: of each set of those who were spoken of, by its last.
fn exact<T: Ord>(outside: &[BTreeSet<T>], before: &BTreeSet<T>) -> Vec<usize> {
    let n = outside.len();
    if n == 0 {
        return Vec::new();
    }
    let leave = |from: Option<usize>, to: usize| {
        let from = from.map_or(before, |from| &outside[from]);
        outside[to].difference(from).count()
    };
    let far = usize::MAX;
    let mut best = vec![vec![(far, None); n]; 1 << n];
    for (first, cell) in (0..n).map(|first| (first, (leave(None, first), None))) {
        best[1 << first][first] = cell;
    }
    for set in 1..1 << n {
        for last in (0..n).filter(|last| set & (1 << last) != 0) {
            let (so_far, _) = best[set][last];
            if so_far == far {
                continue;
            }
            for next in (0..n).filter(|next| set & (1 << next) == 0) {
                let cost = so_far + leave(Some(last), next);
                let cell = &mut best[set | (1 << next)][next];
                if cost < cell.0 {
                    *cell = (cost, Some(last));
                }
            }
        }
    }
    let mut set = (1 << n) - 1;
    let mut last = (0..n).min_by_key(|last| best[set][*last].0);
    let mut turns = Vec::new();
    while let Some(at) = last {
        turns.push(at);
        last = best[set][at].1;
        set &= !(1 << at);
    }
    turns.reverse();
    turns
}

fn improved<T: Ord + Clone>(outside: &[BTreeSet<T>], before: &BTreeSet<T>) -> Vec<usize> {
    let mut left: Vec<usize> = (0..outside.len()).collect();
    let mut turns = Vec::new();
    let mut last = before;
    while let Some(at) = left
        .iter()
        .enumerate()
        .min_by_key(|(_, one)| {
            let set = &outside[**one];
            (set.difference(last).count(), last.difference(set).count(), **one)
        })
        .map(|(at, _)| at)
    {
        let one = left.remove(at);
        last = &outside[one];
        turns.push(one);
    }
    let cost = |turns: &[usize]| n_leave(before, turns.iter().map(|at| &outside[*at]));
    let mut best = cost(&turns);
    let mut is_better = true;
    while is_better {
        is_better = false;
        for from in 0..turns.len() {
            for to in from + 1..turns.len() {
                turns[from..=to].reverse();
                let now = cost(&turns);
                if now < best {
                    (best, is_better) = (now, true);
                } else {
                    turns[from..=to].reverse();
                }
            }
        }
    }
    turns
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn sets(of: &[&[u8]]) -> Vec<BTreeSet<u8>> {
        of.iter().map(|one| one.iter().copied().collect()).collect()
    }

    /// Every order of the first places.
    fn permutations(n: usize) -> Vec<Vec<usize>> {
        if n == 0 {
            return vec![Vec::new()];
        }
        let shorter = permutations(n - 1);
        let longer = |short: Vec<usize>| {
            (0..n).map(move |at| {
                let mut long = short.clone();
                long.insert(at, n - 1);
                long
            })
        };
        shorter.into_iter().flat_map(longer).collect()
    }

    #[test]
    fn who_waits_outside_for_two_waits_once() {
        let outside = sets(&[&[1], &[], &[1], &[2], &[]]);
        let turns = order(&outside, &BTreeSet::new());
        let n = n_leave(&BTreeSet::new(), turns.iter().map(|at| &outside[*at]));
        assert_eq!(n, 2);
        assert_eq!(order::<u8>(&[], &BTreeSet::new()), Vec::<usize>::new());
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(48))]

        #[test]
        fn no_order_lets_fewer_leave(
            outside in prop::collection::vec(prop::collection::btree_set(0_u8..4, 0..=3), 0..=6),
            before in prop::collection::btree_set(0_u8..4, 0..=2),
        ) {
            let cost = |turns: &[usize]| n_leave(&before, turns.iter().map(|at| &outside[*at]));
            let turns = order(&outside, &before);
            let mut places = turns.clone();
            places.sort_unstable();
            prop_assert_eq!(places, (0..outside.len()).collect::<Vec<_>>());
            let best = permutations(outside.len()).iter().map(|it| cost(it)).min();
            prop_assert_eq!(Some(cost(&turns)), best);
        }

        #[test]
        fn many_are_put_in_an_order_no_worse_than_they_came(
            outside in prop::collection::vec(prop::collection::btree_set(0_u8..9, 0..=2), 12..=40),
        ) {
            let before = BTreeSet::new();
            let turns = order(&outside, &before);
            let cost = n_leave(&before, turns.iter().map(|at| &outside[*at]));
            prop_assert!(cost <= n_leave(&before, &outside));
        }
    }
}
