//! The flow of people into sessions: its cheapest one costs no more than any panels.

use super::{
    DOUBT, Input, LOAD, MISSING, MISSING_BELOW, NO_EXPERT, NO_TEACHER, ONE_DISCIPLINE,
    SESSIONS_MAX,
    seating::{Seats, below},
};
use crate::flow::{ArcNo, Network, Plan};

const SOURCE: usize = 0;
const SINK: usize = 1;

/// A network with the arcs by which somebody comes to a session.
#[derive(Clone, Debug)]
pub(super) struct Relaxed {
    pub(super) network: Network,
    /// For each session who may come, and by which arc; by people.
    pub(super) ways: Vec<Vec<(usize, ArcNo)>>,
}

impl Relaxed {
    /// Who comes to each session.
    pub(super) fn choice(&self) -> Vec<Vec<usize>> {
        let comes = |ways: &Vec<(usize, ArcNo)>| {
            let there = ways.iter().filter(|(_, arc)| self.network.on(*arc) > 0);
            there.map(|(panelist, _)| *panelist).collect()
        };
        self.ways.iter().map(comes).collect()
    }

    /// Somebody does not come to a session.
    pub(super) fn forbid(&mut self, panelist: usize, session: usize) {
        let ways = &self.ways[session];
        if let Ok(at) = ways.binary_search_by_key(&panelist, |(it, _)| *it) {
            self.network.close(ways[at].1);
        }
    }
}

/// Sessions by time, in groups of which each two clash: of a group nobody sits in more than one.
pub(super) fn groups(input: &Input) -> Vec<Vec<usize>> {
    let clash = |one: &usize, other: usize| input.clashes.binary_search(&(*one, other)).is_ok();
    let mut groups: Vec<Vec<usize>> = Vec::new();
    for session in 0..input.sessions.len() {
        match groups.last_mut() {
            Some(group) if group.iter().all(|one| clash(one, session)) => group.push(session),
            _ => groups.push(vec![session]),
        }
    }
    groups
}

/// The flow of an input, solved. `order` has the places of all people, as they are to be tried.
pub(super) fn relax(input: &Input, order: &[usize]) -> Relaxed {
    let mut plan = Plan::default();
    let n_people = input.panelists.len();
    let mut n_nodes = 2 + n_people;
    for place in order {
        let panelist = &input.panelists[*place];
        for nth in (1..).take(SESSIONS_MAX) {
            plan.add(SOURCE, 2 + place, 1, whole(LOAD * (panelist.load + nth)));
        }
    }
    let mut ways = vec![Vec::new(); input.sessions.len()];
    for group in groups(input) {
        // From whom each session of the group is reached: the person, or the person in the group.
        let mut gates = vec![None; n_people];
        for at in &group {
            let classes = seats(&mut plan, input, *at, &mut n_nodes);
            let session = &input.sessions[*at];
            let barred = barred(input, *at);
            for place in order.iter().filter(|place| !barred[**place]) {
                let panelist = &input.panelists[*place];
                let class = classes
                    + usize::from(panelist.is_teacher)
                    + 2 * usize::from(session.knows(panelist));
                let gate = if group.len() == 1 {
                    2 + place
                } else {
                    *gates[*place].get_or_insert_with(|| {
                        plan.add(2 + place, n_nodes, 1, 0);
                        n_nodes += 1;
                        n_nodes - 1
                    })
                };
                let doubt = whole(DOUBT * session.doubts_of(*place));
                ways[*at].push((*place, plan.add(gate, class, 1, doubt)));
            }
        }
    }
    for own in &mut ways {
        own.sort_by_key(|(place, _)| *place);
    }
    let mut network = plan.lay_out(n_nodes);
    network.fill(SOURCE, SINK);
    Relaxed { network, ways }
}

/// Of each person whether it may not be proposed for a session: in conflict, busy, or seated there or
/// in a session that clashes.
pub(super) fn barred(input: &Input, at: usize) -> Vec<bool> {
    let session = &input.sessions[at];
    let elsewhere = input.clashes.iter().filter_map(|(one, other)| match at {
        _ if *one == at => Some(*other),
        _ if *other == at => Some(*one),
        _ => None,
    });
    let seated = elsewhere.flat_map(|other| &input.sessions[other].seated);
    let mut barred = vec![false; input.panelists.len()];
    for place in session.conflicted.iter().chain(&session.busy).chain(&session.seated).chain(seated)
    {
        barred[*place] = true;
    }
    barred
}

/// The seats of a session, and the four classes of people who may take them: the first node of the
/// classes, the next ones by whether they teach, and by whether they know the subject.
fn seats(plan: &mut Plan, input: &Input, at: usize, n_nodes: &mut usize) -> usize {
    let session = &input.sessions[at];
    let seats = Seats::of(input, session);
    let classes = *n_nodes;
    let (nobody, teacher, other, expert, free) =
        (classes + 4, classes + 5, classes + 6, classes + 7, classes + 8);
    *n_nodes += 9;
    let n_below = below(session, 0);
    plan.add(SOURCE, nobody, count(session.n_open - n_below), whole(MISSING));
    plan.add(SOURCE, nobody, count(n_below), whole(MISSING_BELOW));
    let n = [seats.teacher, seats.other, seats.experts, seats.free];
    for (seat, n) in [teacher, other, expert, free].into_iter().zip(n) {
        plan.add(seat, SINK, count(n), 0);
    }
    let most = count(session.n_open);
    let mut into = |from: usize, teaches: bool, knows: bool, is_other: bool| {
        plan.add(from, teacher, most, if teaches { 0 } else { whole(NO_TEACHER) });
        plan.add(from, other, most, if is_other { 0 } else { whole(ONE_DISCIPLINE) });
        plan.add(from, expert, most, if knows { 0 } else { whole(NO_EXPERT) });
        plan.add(from, free, most, 0);
    };
    into(nobody, false, false, false);
    for (n, (teaches, knows)) in
        [(false, false), (true, false), (false, true), (true, true)].into_iter().enumerate()
    {
        into(classes + n, teaches, knows, !knows);
    }
    classes
}

fn whole(cost: i64) -> i32 {
    i32::try_from(cost).unwrap_or(i32::MAX)
}

fn count(n: usize) -> i32 {
    i32::try_from(n).unwrap_or(i32::MAX)
}
