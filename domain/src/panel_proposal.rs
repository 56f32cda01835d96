//! Proposing the panels of several review sessions at once (`REV-06`): who should sit where, at what
//! cost, and how far from the best that may be.
//!
//! A pure function of its input: no clock, no randomness but a seed, whole numbers only. A minimum-cost
//! flow gives the bound, and branch and bound settles what a flow cannot say: that nobody sits in two
//! sessions at the same time where more than two of them overlap in turn, and that a panel for many
//! subjects is not of one discipline. A person applies what is proposed.

mod asked;
mod branch;
mod nearness;
mod network;
mod repair;
mod seating;

use std::collections::BTreeMap;

use serde::Serialize;

pub use self::{
    asked::Asked,
    branch::propose,
    nearness::{ABOVE_MAX, Nearness},
};
use crate::{
    code::codes,
    id::{FieldId, PersonId, ReviewSessionId},
};

/// Nobody is proposed for more sessions at once.
pub const SESSIONS_MAX: usize = 8;

/// A seat that stays empty below the minimum.
const MISSING_BELOW: i64 = 100_000;
/// No teacher where a session is for schools.
const NO_TEACHER: i64 = 30_000;
/// Nobody of another discipline.
const ONE_DISCIPLINE: i64 = 20_000;
/// Another seat that stays empty.
const MISSING: i64 = 10_000;
/// A conflict with somebody whose course waits for a slot, and may come to be judged.
const DOUBT: i64 = 300;
/// Somebody who does not know the subject, where somebody who does is wanted.
const NO_EXPERT: i64 = 100;
/// The first session of a person; the second costs twice as much, the third three times.
const LOAD: i64 = 10;

/// Somebody who may sit on panels.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Panelist {
    /// Who.
    pub person: PersonId,
    /// Disciplines, in the order of their keys.
    pub fields: Vec<FieldId>,
    /// Works at a school or kindergarten.
    pub is_teacher: bool,
    /// Sessions that the person has already in the season.
    pub load: i64,
}

/// A session that needs panelists. People are places in [`Input::panelists`].
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Session {
    /// Which.
    pub id: ReviewSessionId,
    /// Whether a teacher is needed.
    pub is_for_schools: bool,
    /// The subjects that it is for; empty: all.
    pub fields: Vec<FieldId>,
    /// Who sits there already.
    pub seated: Vec<usize>,
    /// How many are to be found.
    pub n_open: usize,
    /// With fewer on the panel there would be comments only.
    pub minimum: usize,
    /// Who may not judge somebody whose course is booked there (`AWD-10`).
    pub conflicted: Vec<usize>,
    /// Who has something else to do at that time.
    pub busy: Vec<usize>,
    /// With how many lecturers whose courses wait, and fit the session, somebody is in conflict.
    pub doubts: BTreeMap<usize, i64>,
}

/// All that a proposal follows from.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Input {
    /// Who may sit on panels, each once.
    pub panelists: Vec<Panelist>,
    /// What needs them, by time.
    pub sessions: Vec<Session>,
    /// Two sessions that nobody can sit in both, the earlier place first; in order.
    pub clashes: Vec<(usize, usize)>,
}

codes! {
    /// Why somebody has a seat.
    SeatRole {
        /// As the teacher whom a panel for schools needs.
        Teacher = "teacher",
        /// As somebody of another discipline.
        OtherDiscipline = "other_discipline",
        /// As somebody of the subject.
        Expert = "expert",
        /// As somebody who is free and has little to do.
        Free = "free",
    }
}

/// Somebody in a seat.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Chosen {
    /// The place in [`Input::panelists`].
    pub panelist: usize,
    /// Why.
    pub role: SeatRole,
    /// Which of the person's sessions of the season it makes, at least.
    pub n_sessions: i64,
    /// With how many lecturers whose courses wait the person is in conflict.
    pub n_doubts: i64,
}

/// What of a session could not be met.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unmet {
    /// So many seats stay empty.
    Seats(usize),
    /// The panel has fewer than the minimum.
    BelowMinimum,
    /// No teacher.
    Teacher,
    /// Nobody of another discipline.
    Discipline,
    /// So many more who know the subject were wanted.
    Experts(usize),
}

/// The panel that is proposed for a session.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Panel {
    /// Who joins those who sit there already, in the order of seats.
    pub chosen: Vec<Chosen>,
    /// What could not be met.
    pub unmet: Vec<Unmet>,
}

/// Panels for all sessions of an input.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Proposal {
    /// One for each session, in the order of the input.
    pub panels: Vec<Panel>,
    /// What they cost: needs that are not met, conflicts that may come, load.
    pub cost: i64,
    /// No panels cost less.
    pub bound: i64,
}

impl Proposal {
    /// Whether nothing better exists.
    pub fn is_optimal(&self) -> bool {
        self.cost == self.bound
    }

    /// By how many thousandths of the bound it costs more, rounded up.
    pub fn permille_above(&self) -> i64 {
        let above = self.cost - self.bound;
        let of = self.bound.max(1);
        (1_000 * above + of - 1) / of
    }
}

impl Session {
    /// Whether somebody may be proposed for it.
    fn takes(&self, panelist: usize) -> bool {
        ![&self.conflicted, &self.busy, &self.seated].iter().any(|list| list.contains(&panelist))
    }

    fn doubts_of(&self, panelist: usize) -> i64 {
        self.doubts.get(&panelist).copied().unwrap_or_default()
    }

    /// Whether somebody knows the subject.
    fn knows(&self, panelist: &Panelist) -> bool {
        panelist.fields.iter().any(|field| self.fields.contains(field))
    }
}

/// What the sessions of a person cost that come to those of the season.
fn load_cost(panelist: &Panelist, n_sessions: usize) -> i64 {
    (1..).take(n_sessions).map(|nth: i64| LOAD * (panelist.load + nth)).sum()
}

/// What a choice of people for each session costs; whether it is allowed is not asked.
pub fn cost(input: &Input, choice: &[Vec<usize>]) -> i64 {
    let mut n_sessions = vec![0_usize; input.panelists.len()];
    let mut total = 0;
    for (session, chosen) in input.sessions.iter().zip(choice) {
        total += seating::seat(input, session, chosen).cost;
        for panelist in chosen {
            n_sessions[*panelist] += 1;
            total += DOUBT * session.doubts_of(*panelist);
        }
    }
    let loads = input.panelists.iter().zip(n_sessions);
    total + loads.map(|(panelist, n)| load_cost(panelist, n)).sum::<i64>()
}

/// Whether a choice doubles nobody, at one time or in one session, and seats nobody who is in conflict
/// or busy.
pub fn is_allowed(input: &Input, choice: &[Vec<usize>]) -> bool {
    let sound = |(session, chosen): (&Session, &Vec<usize>)| {
        let is_once = |one: &usize| chosen.iter().filter(|other| *other == one).count() == 1;
        chosen.len() <= session.n_open && chosen.iter().all(|it| session.takes(*it) && is_once(it))
    };
    let sits = |session: usize, panelist: usize| {
        choice[session].contains(&panelist) || input.sessions[session].seated.contains(&panelist)
    };
    let apart = |(one, other): &(usize, usize)| {
        choice[*one].iter().all(|it| !sits(*other, *it))
            && choice[*other].iter().all(|it| !sits(*one, *it))
    };
    let within = |panelist: usize| {
        choice.iter().filter(|chosen| chosen.contains(&panelist)).count() <= SESSIONS_MAX
    };
    input.sessions.iter().zip(choice).all(sound)
        && input.clashes.iter().all(apart)
        && (0..input.panelists.len()).all(within)
}
