//! Who reads whom, where there are more nominees than a judge can read: a flow of judges to nominees
//! that costs as little as one of its size can (`AWD-11`).
//!
//! Nobody reads whom one may not. Each nominee gets readers as evenly as can be, up to the number that
//! is wanted; then the judges' loads are level; then what was planned before stays. Among plans that
//! cost the same the seed decides, so that nobody is favoured, and the same seed gives the same plan.

use std::collections::BTreeSet;

use crate::{
    chance::mixed,
    flow::{ArcNo, Plan},
};

/// A reader more for somebody who has many already costs this much for each of them: more than all
/// loads together can.
const FULLNESS: i64 = 4_000_000;
/// A sheet more for a judge costs this much for each that the judge has already.
const LOAD: i64 = 100;
/// What it costs to give somebody else what was planned, and is not begun.
const CHANGE: i64 = 60;

/// What there is to be planned. Judges and nominees are places, from 0.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Input {
    /// How many judges.
    pub n_judges: usize,
    /// How many nominees.
    pub n_nominees: usize,
    /// Nominees a judge reads at most.
    pub most: usize,
    /// Readers whom each nominee should have.
    pub wanted: usize,
    /// Judge and nominee who must not meet.
    pub barred: BTreeSet<(usize, usize)>,
    /// Judge and nominee whose sheet is submitted, or begun: that stays.
    pub fixed: BTreeSet<(usize, usize)>,
    /// Judge and nominee who were planned before: that stays where it costs nothing.
    pub kept: BTreeSet<(usize, usize)>,
}

/// Who reads whom.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Readers {
    /// Judge and nominee, those included that are fixed.
    pub pairs: BTreeSet<(usize, usize)>,
}

impl Readers {
    /// Of each nominee, how many readers.
    pub fn per_nominee(&self, n_nominees: usize) -> Vec<usize> {
        self.count(n_nominees, |pair| pair.1)
    }

    /// Of each judge, how many nominees.
    pub fn per_judge(&self, n_judges: usize) -> Vec<usize> {
        self.count(n_judges, |pair| pair.0)
    }

    fn count(&self, n: usize, of: impl Fn(&(usize, usize)) -> usize) -> Vec<usize> {
        let mut counts = vec![0; n];
        for pair in &self.pairs {
            counts[of(pair)] += 1;
        }
        counts
    }
}

/// Plans who reads whom.
pub fn plan(input: &Input, seed: u64) -> Readers {
    let (source, sink) = (0, 1);
    let (judge_at, nominee_at) = (|judge| 2 + judge, |nominee| 2 + input.n_judges + nominee);
    let before = Readers { pairs: input.fixed.clone() };
    let mut arcs = Plan::default();
    let judges = shuffled(input.n_judges, seed);
    let nominees = shuffled(input.n_nominees, mixed(seed));
    let loads = before.per_judge(input.n_judges);
    for judge in &judges {
        for load in loads[*judge]..input.most {
            arcs.add(source, judge_at(*judge), 1, cost(LOAD, load));
        }
    }
    let readers = before.per_nominee(input.n_nominees);
    for nominee in &nominees {
        for n in readers[*nominee]..input.wanted {
            arcs.add(nominee_at(*nominee), sink, 1, cost(FULLNESS, n));
        }
    }
    let mut ways: Vec<((usize, usize), ArcNo)> = Vec::new();
    for nominee in &nominees {
        for judge in &judges {
            let pair = (*judge, *nominee);
            if !input.barred.contains(&pair) && !input.fixed.contains(&pair) {
                let change = if input.kept.contains(&pair) { 0 } else { CHANGE };
                ways.push((
                    pair,
                    arcs.add(judge_at(*judge), nominee_at(*nominee), 1, cost(change, 1)),
                ));
            }
        }
    }
    let mut network = arcs.lay_out(2 + input.n_judges + input.n_nominees);
    network.fill(source, sink);
    let chosen = ways.into_iter().filter(|(_, arc)| network.on(*arc) > 0).map(|(pair, _)| pair);
    Readers { pairs: input.fixed.iter().copied().chain(chosen).collect() }
}

fn cost(each: i64, n: usize) -> i32 {
    let n = i64::try_from(n).unwrap_or(i64::MAX);
    i32::try_from(each.saturating_mul(n)).unwrap_or(i32::MAX)
}

/// Places in an order that the seed alone decides.
fn shuffled(n: usize, seed: u64) -> Vec<usize> {
    let mut order: Vec<usize> = (0..n).collect();
    order
        .sort_by_cached_key(|place| mixed(seed ^ mixed(u64::try_from(*place).unwrap_or_default())));
    order
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn input(n_judges: usize, n_nominees: usize, most: usize, wanted: usize) -> Input {
        Input { n_judges, n_nominees, most, wanted, ..Input::default() }
    }

    /// What a plan costs: how many are read at all comes first.
    fn value(input: &Input, pairs: &BTreeSet<(usize, usize)>) -> (usize, i64) {
        let readers = Readers { pairs: pairs.clone() };
        let before = Readers { pairs: input.fixed.clone() };
        let steps = |each: i64, from: Vec<usize>, to: Vec<usize>| -> i64 {
            from.into_iter()
                .zip(to)
                .flat_map(|(from, to)| (from..to).map(|n| i64::from(cost(each, n))))
                .sum()
        };
        let (judges, nominees) = (input.n_judges, input.n_nominees);
        let load = steps(LOAD, before.per_judge(judges), readers.per_judge(judges));
        let full = steps(FULLNESS, before.per_nominee(nominees), readers.per_nominee(nominees));
        let new = pairs.iter().filter(|pair| !input.fixed.contains(pair));
        let changed = new.filter(|pair| !input.kept.contains(pair)).count();
        (pairs.len(), load + full + CHANGE * i64::try_from(changed).expect("few"))
    }

    /// The best value over all sets of pairs that are allowed.
    fn best(input: &Input) -> (usize, i64) {
        let free: Vec<(usize, usize)> = (0..input.n_judges)
            .flat_map(|judge| (0..input.n_nominees).map(move |nominee| (judge, nominee)))
            .filter(|pair| !input.barred.contains(pair) && !input.fixed.contains(pair))
            .collect();
        let sets = (0_u32..1 << free.len()).filter_map(|bits| {
            let chosen = free.iter().enumerate().filter(|(at, _)| bits & (1 << at) != 0);
            let pairs: BTreeSet<_> =
                input.fixed.iter().copied().chain(chosen.map(|(_, pair)| *pair)).collect();
            let readers = Readers { pairs: pairs.clone() };
            let fits = readers.per_judge(input.n_judges).iter().all(|n| *n <= input.most)
                && readers.per_nominee(input.n_nominees).iter().all(|n| *n <= input.wanted);
            fits.then(|| value(input, &pairs))
        });
        sets.min_by_key(|(n, cost)| (std::cmp::Reverse(*n), *cost)).expect("the empty set at least")
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(96))]

        #[test]
        fn a_plan_is_as_cheap_as_the_best_of_all(
            (n_judges, n_nominees) in (1usize..=4, 1usize..=3),
            (most, wanted) in (1usize..=3, 1usize..=3),
            (barred, kept, fixed) in (any::<u16>(), any::<u16>(), any::<u16>()),
            seed in any::<u64>(),
        ) {
            let mut input = input(n_judges, n_nominees, most, wanted);
            for at in 0..n_judges * n_nominees {
                let pair = (at / n_nominees, at % n_nominees);
                let is = |bits: u16| bits & (1 << at) != 0;
                if is(barred) && is(kept) {
                    input.barred.insert(pair);
                } else if is(kept) {
                    input.kept.insert(pair);
                }
                // One sheet at most is there already.
                if is(fixed) && is(barred) && input.fixed.is_empty() && !input.barred.contains(&pair) {
                    input.fixed.insert(pair);
                }
            }
            let planned = plan(&input, seed);
            prop_assert!(planned.pairs.is_disjoint(&input.barred));
            prop_assert!(planned.pairs.is_superset(&input.fixed));
            prop_assert_eq!(value(&input, &planned.pairs), best(&input));
            prop_assert_eq!(&planned, &plan(&input, seed));
        }
    }

    #[test]
    fn everybody_has_the_readers_wanted_and_loads_are_level() {
        let input = input(30, 120, 40, 7);
        let planned = plan(&input, 20_261_130);
        assert_eq!(planned.per_nominee(120), [7; 120]);
        assert_eq!(planned.per_judge(30), [28; 30]);
        assert_ne!(planned, plan(&input, 1), "another seed, another plan");
    }

    #[test]
    fn where_readers_are_few_nobody_has_two_fewer_than_another() {
        // 5 judges of 10 sheets: 50 for 9 nominees, who want 7 and cannot have more than 5.
        let planned = plan(&input(5, 9, 10, 7), 3);
        assert_eq!(planned.per_nominee(9), [5; 9]);
        let planned = plan(&input(8, 10, 5, 7), 3);
        assert_eq!(planned.per_nominee(10), [4; 10]);
    }

    #[test]
    fn what_was_planned_stays_where_a_judge_falls_out() {
        let all = input(10, 20, 20, 7);
        let first = plan(&all, 5);
        let gone: BTreeSet<_> = (0..20).map(|nominee| (0, nominee)).collect();
        let kept = first.pairs.difference(&gone).copied().collect();
        let again = plan(&Input { barred: gone.clone(), kept, ..all }, 6);
        assert_eq!(again.per_nominee(20), [7; 20]);
        let moved = first.pairs.difference(&gone).filter(|pair| !again.pairs.contains(pair));
        assert!(moved.count() <= 3, "others keep whom they had");
    }
}
