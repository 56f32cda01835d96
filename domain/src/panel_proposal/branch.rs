//! Branch and bound: where the cheapest flow is not allowed, it is forbidden in all ways that do away
//! with the fault, the cheapest first. The work is limited by its size, so that the same input always
//! has the same end.

use std::{cmp::Reverse, collections::BinaryHeap};

use super::{
    Chosen, Input, ONE_DISCIPLINE, Panel, Proposal, cost,
    network::{Relaxed, relax},
    repair::Repairs,
    seating::{is_of_one_discipline, seat},
};
use crate::chance;

/// How much work is done at most: arcs times shortest paths.
const WORK_MAX: usize = 60_000_000;
/// What a part takes however small the network is.
const PART_WORK: usize = 20_000;

/// A part of all choices.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
struct Part {
    /// No choice of it costs less.
    bound: i64,
    /// So many were made before; the newest of equal ones is taken first.
    number: Reverse<usize>,
    /// Who does not come to which session.
    forbidden: Vec<(usize, usize)>,
    /// Sessions whose panel may be of one discipline, at the cost of that.
    waived: Vec<usize>,
}

/// Panels for all sessions of an input: the same for the same input and seed, which only chooses among
/// equals.
pub fn propose(input: &Input, seed: u64) -> Proposal {
    let order = shuffled(input, seed);
    let root = relax(input, &order);
    let repairs = Repairs::new(input, &order);
    let mut best = repairs.repaired(&root.choice());
    let mut least = cost(input, &best);
    let mut work = 0;
    let mut n_parts = 0;
    // What could not be divided.
    let mut floor = i64::MAX;
    let mut open =
        BinaryHeap::from([Reverse(Part { bound: root.network.cost, ..Part::default() })]);
    while let Some(Reverse(mut part)) = open.pop() {
        if part.bound >= least {
            open.clear();
            break;
        }
        work += PART_WORK + root.network.n_arcs() * (2 + part.forbidden.len());
        if work > WORK_MAX && n_parts > 0 {
            open.push(Reverse(part));
            break;
        }
        let choice = solve(&root, &mut part);
        let repaired = repairs.repaired(&choice);
        let costs = cost(input, &repaired);
        if costs < least {
            (best, least) = (repaired, costs);
        }
        if part.bound >= least {
            continue;
        }
        let Some(children) = divided(input, &root, &choice, &part) else {
            floor = floor.min(part.bound);
            continue;
        };
        for child in children {
            n_parts += 1;
            open.push(Reverse(Part { number: Reverse(n_parts), ..child }));
        }
    }
    let bound = open.iter().map(|Reverse(part)| part.bound).min().unwrap_or(i64::MAX);
    Proposal { panels: panels(input, &best), cost: least, bound: bound.min(floor).min(least) }
}

/// The cheapest flow of a part; its bound becomes what that costs.
fn solve(root: &Relaxed, part: &mut Part) -> Vec<Vec<usize>> {
    let mut relaxed = root.clone();
    for (panelist, session) in &part.forbidden {
        relaxed.forbid(*panelist, *session);
    }
    let n_waived = i64::try_from(part.waived.len()).unwrap_or(i64::MAX);
    part.bound = relaxed.network.cost + ONE_DISCIPLINE * n_waived;
    relaxed.choice()
}

/// A part in parts of which each does away with a fault of its cheapest flow, and none of which leaves an
/// allowed choice out; none where there is a fault and no such parts are known.
fn divided(input: &Input, root: &Relaxed, choice: &[Vec<usize>], part: &Part) -> Option<Vec<Part>> {
    let without = |panelist: usize, session: usize| {
        let mut child = part.clone();
        child.forbidden.push((panelist, session));
        child
    };
    for (one, other) in &input.clashes {
        if let Some(panelist) = choice[*one].iter().find(|it| choice[*other].contains(it)) {
            return Some(vec![without(*panelist, *one), without(*panelist, *other)]);
        }
    }
    for (at, session) in input.sessions.iter().enumerate() {
        let is_fault =
            !part.waived.contains(&at) && is_of_one_discipline(input, session, &choice[at]);
        if !is_fault {
            continue;
        }
        let mut waived = part.clone();
        waived.waived.push(at);
        waived.bound += ONE_DISCIPLINE;
        let may_come = |it: &&(usize, _)| !part.forbidden.contains(&(it.0, at));
        if choice[at].len() == root.ways[at].iter().filter(may_come).count() {
            // Nobody else could come.
            return Some(vec![waived]);
        }
        if choice[at].len() < session.n_open {
            // Somebody else could come as well.
            return None;
        }
        let children = choice[at].iter().map(|panelist| without(*panelist, at));
        return Some(children.chain([waived]).collect());
    }
    Some(Vec::new())
}

/// Who is chosen for what, with the load and the needs that stay open.
fn panels(input: &Input, choice: &[Vec<usize>]) -> Vec<Panel> {
    let mut n_sessions: Vec<i64> = input.panelists.iter().map(|it| it.load).collect();
    let panel = |(session, people): (&super::Session, &Vec<usize>)| {
        let seated = seat(input, session, people);
        let mut chosen = |(panelist, role)| {
            n_sessions[panelist] += 1;
            let n_doubts = session.doubts_of(panelist);
            Chosen { panelist, role, n_sessions: n_sessions[panelist], n_doubts }
        };
        Panel { chosen: seated.chosen.into_iter().map(&mut chosen).collect(), unmet: seated.unmet }
    };
    input.sessions.iter().zip(choice).map(panel).collect()
}

/// All people in an order that the seed and the people alone decide.
fn shuffled(input: &Input, seed: u64) -> Vec<usize> {
    let mut order: Vec<usize> = (0..input.panelists.len()).collect();
    order.sort_by_cached_key(|place| {
        let person = i64::from(input.panelists[*place].person);
        (chance::mixed(seed ^ chance::mixed(person.unsigned_abs())), person)
    });
    order
}
