//! Making allowed panels of what a flow says: who sits twice at one time leaves, the cheapest others
//! fill the gaps, and a panel of one discipline gets somebody of another.

use std::collections::BTreeMap;

use super::{DOUBT, Input, LOAD, SESSIONS_MAX, network::barred, seating::seat};
use crate::id::FieldId;

/// What does not change while panels are put right.
pub(super) struct Repairs<'a> {
    input: &'a Input,
    order: &'a [usize],
    barred: Vec<Vec<bool>>,
    clashes: Vec<Vec<usize>>,
}

/// Panels under repair.
struct State {
    choice: Vec<Vec<usize>>,
    /// The sessions of each person.
    of_person: Vec<Vec<usize>>,
}

impl State {
    fn add(&mut self, session: usize, panelist: usize) {
        self.choice[session].push(panelist);
        self.of_person[panelist].push(session);
    }

    fn remove(&mut self, session: usize, panelist: usize) {
        self.choice[session].retain(|it| *it != panelist);
        self.of_person[panelist].retain(|it| *it != session);
    }
}

impl<'a> Repairs<'a> {
    pub(super) fn new(input: &'a Input, order: &'a [usize]) -> Self {
        let mut clashes = vec![Vec::new(); input.sessions.len()];
        for (one, other) in &input.clashes {
            clashes[*one].push(*other);
            clashes[*other].push(*one);
        }
        let barred = (0..input.sessions.len()).map(|at| barred(input, at)).collect();
        Self { input, order, barred, clashes }
    }

    /// Allowed panels near those that a flow says.
    pub(super) fn repaired(&self, choice: &[Vec<usize>]) -> Vec<Vec<usize>> {
        let mut state = State {
            choice: choice.to_vec(),
            of_person: vec![Vec::new(); self.input.panelists.len()],
        };
        for (session, chosen) in choice.iter().enumerate() {
            for panelist in chosen {
                state.of_person[*panelist].push(session);
            }
        }
        for (one, other) in &self.input.clashes {
            let both = |it: &&usize| state.choice[*one].contains(it);
            let doubled: Vec<usize> = state.choice[*other].iter().filter(both).copied().collect();
            for panelist in doubled {
                state.remove(*other, panelist);
            }
        }
        for session in 0..choice.len() {
            while state.choice[session].len() < self.input.sessions[session].n_open {
                let Some((panelist, _)) = self.best(&state, session) else { break };
                state.add(session, panelist);
            }
            self.mix(&mut state, session);
        }
        state.choice
    }

    /// Replaces one of a panel where that costs less: where all are of one discipline.
    fn mix(&self, state: &mut State, session: usize) {
        let own = &self.input.sessions[session];
        let panel = state.choice[session].clone();
        if !super::seating::is_of_one_discipline(self.input, own, &panel) {
            return;
        }
        let before = self.cost_of(state, session);
        let mut found: Option<(i64, usize, usize)> = None;
        for leaves in panel {
            state.remove(session, leaves);
            let without = self.cost_of(state, session) - self.last_load(state, leaves);
            if let Some((comes, more)) = self.best(state, session)
                && found.is_none_or(|(cost, ..)| without + more < cost)
            {
                found = Some((without + more, leaves, comes));
            }
            state.add(session, leaves);
        }
        if let Some((_, leaves, comes)) = found.filter(|(cost, ..)| *cost < before) {
            state.remove(session, leaves);
            state.add(session, comes);
        }
    }

    /// What the session of somebody cost that was left.
    fn last_load(&self, state: &State, panelist: usize) -> i64 {
        let n = i64::try_from(state.of_person[panelist].len()).unwrap_or(i64::MAX);
        LOAD * (self.input.panelists[panelist].load + n + 1)
    }

    /// What the seats of a session and the doubts about its panel cost.
    fn cost_of(&self, state: &State, session: usize) -> i64 {
        let (own, chosen) = (&self.input.sessions[session], &state.choice[session]);
        let doubts: i64 = chosen.iter().map(|it| DOUBT * own.doubts_of(*it)).sum();
        seat(self.input, own, chosen).cost + doubts
    }

    /// Who joins a session at the least cost, and at which.
    fn best(&self, state: &State, session: usize) -> Option<(usize, i64)> {
        let (own, chosen) = (&self.input.sessions[session], &state.choice[session]);
        let before = seat(self.input, own, chosen).cost;
        // The seats cost the same whoever of a kind comes.
        let mut by_kind: BTreeMap<(bool, &[FieldId]), i64> = BTreeMap::new();
        let mut best: Option<(usize, i64)> = None;
        for place in self.order.iter().copied() {
            let taken = &state.of_person[place];
            if self.barred[session][place]
                || taken.len() >= SESSIONS_MAX
                || taken.iter().any(|it| *it == session || self.clashes[session].contains(it))
            {
                continue;
            }
            let panelist = &self.input.panelists[place];
            let kind = (panelist.is_teacher, panelist.fields.as_slice());
            let seats = by_kind.entry(kind).or_insert_with(|| {
                let mut more = chosen.clone();
                more.push(place);
                seat(self.input, own, &more).cost - before
            });
            let more = *seats + DOUBT * own.doubts_of(place) + self.last_load(state, place);
            if best.is_none_or(|(_, least)| more < least) {
                best = Some((place, more));
            }
        }
        best
    }
}
