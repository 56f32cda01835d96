//! Who of a panel takes which seat, so that as few needs as can be stay open.

use super::{
    Input, MISSING, MISSING_BELOW, NO_EXPERT, NO_TEACHER, ONE_DISCIPLINE, Panelist, SeatRole,
    Session, Unmet,
};
use crate::id::FieldId;

/// The seats of a session that are to be filled, by what they are for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Seats {
    /// For a teacher: none or one.
    pub(super) teacher: usize,
    /// For somebody of another discipline than the one subject: none or one.
    pub(super) other: usize,
    /// For those who know the subject.
    pub(super) experts: usize,
    /// For anybody.
    pub(super) free: usize,
}

impl Seats {
    /// Those of a session, beside the people who sit there already. Each need takes a seat of its own;
    /// half of a panel should know the subject.
    pub(super) fn of(input: &Input, session: &Session) -> Self {
        let seated = || session.seated.iter().map(|place| &input.panelists[*place]);
        let mut left = session.n_open;
        let mut take = |wanted: usize| {
            let taken = wanted.min(left);
            left -= taken;
            taken
        };
        let has_teacher = seated().any(|it| it.is_teacher);
        let teacher = take(usize::from(session.is_for_schools && !has_teacher));
        let has_other = seated().any(|it| !session.knows(it));
        let other = take(usize::from(session.fields.len() == 1 && !has_other));
        let size = session.n_open + session.seated.len();
        let wanted = if session.fields.is_empty() { 0 } else { size.div_ceil(2) };
        let known = seated().filter(|it| session.knows(it)).count();
        let experts = take(wanted.saturating_sub(known));
        Self { teacher, other, experts, free: left }
    }

    /// How many there are.
    pub(super) fn n(self) -> usize {
        self.teacher + self.other + self.experts + self.free
    }
}

/// People in their seats.
#[derive(Clone, Debug)]
pub(super) struct Seated {
    /// Who sits as what, in the order of seats.
    pub(super) chosen: Vec<(usize, SeatRole)>,
    /// What the open needs cost.
    pub(super) cost: i64,
    /// The open needs.
    pub(super) unmet: Vec<Unmet>,
}

/// The cheapest seating of people in a session.
pub(super) fn seat(input: &Input, session: &Session, chosen: &[usize]) -> Seated {
    let seats = Seats::of(input, session);
    let teachers_first = |knows: bool| {
        let is = |place: &&usize| {
            let panelist = &input.panelists[**place];
            panelist.is_teacher && session.knows(panelist) == knows
        };
        chosen.iter().find(is).copied()
    };
    // The teacher may be one who knows the subject, or not: the other one may be needed elsewhere.
    let mut tries: Vec<Option<usize>> = Vec::new();
    if seats.teacher > 0 {
        tries.extend([teachers_first(false), teachers_first(true)].into_iter().flatten().map(Some));
    }
    if tries.is_empty() {
        tries.push(None);
    }
    let seated = tries.into_iter().map(|teacher| seat_rest(input, session, seats, chosen, teacher));
    seated.min_by_key(|it| it.cost).unwrap_or_else(|| empty(seats))
}

fn empty(seats: Seats) -> Seated {
    Seated { chosen: Vec::new(), cost: 0, unmet: vec![Unmet::Seats(seats.n())] }
}

fn seat_rest(
    input: &Input,
    session: &Session,
    seats: Seats,
    chosen: &[usize],
    teacher: Option<usize>,
) -> Seated {
    let mut left: Vec<usize> = chosen.iter().copied().filter(|it| Some(*it) != teacher).collect();
    let mut roles: Vec<(usize, SeatRole)> = Vec::new();
    let mut take = |left: &mut Vec<usize>, n: usize, role, is: &dyn Fn(&Panelist) -> bool| {
        let mut n_taken = 0;
        left.retain(|place| {
            let takes = n_taken < n && is(&input.panelists[*place]);
            if takes {
                n_taken += 1;
                roles.push((*place, role));
            }
            !takes
        });
        n - n_taken
    };
    let n_other = take(&mut left, seats.other, SeatRole::OtherDiscipline, &|it| !session.knows(it));
    let n_experts = take(&mut left, seats.experts, SeatRole::Expert, &|it| session.knows(it));
    roles.extend(teacher.map(|place| (place, SeatRole::Teacher)));
    roles.extend(left.into_iter().map(|place| (place, SeatRole::Free)));
    // Who knows the subject takes the chair.
    roles.sort_by_key(|(place, role)| (*role != SeatRole::Expert, *role, *place));
    let n_empty = session.n_open.saturating_sub(chosen.len());
    let n_below = below(session, chosen.len());
    let mut needs = vec![
        (Unmet::Seats(n_empty), n_empty, MISSING),
        (Unmet::BelowMinimum, n_below, MISSING_BELOW - MISSING),
        (Unmet::Teacher, usize::from(teacher.is_none()).min(seats.teacher), NO_TEACHER),
        (Unmet::Discipline, n_other, ONE_DISCIPLINE),
        (Unmet::Experts(n_experts), n_experts, NO_EXPERT),
    ];
    if is_of_one_discipline(input, session, chosen) {
        needs.push((Unmet::Discipline, 1, ONE_DISCIPLINE));
    }
    needs.retain(|(_, n, _)| *n > 0);
    let cost = needs.iter().map(|(_, n, each)| i64::try_from(*n).unwrap_or(0) * each).sum();
    Seated { chosen: roles, cost, unmet: needs.into_iter().map(|(unmet, ..)| unmet).collect() }
}

/// How many of the open seats are missing that would make the minimum.
pub(super) fn below(session: &Session, n_chosen: usize) -> usize {
    let reach = session.minimum.min(session.seated.len() + session.n_open);
    reach.saturating_sub(session.seated.len() + n_chosen)
}

/// Whether a panel for several subjects, or for all, is nobody or has one discipline that all of it know,
/// so that it could not judge whoever is of it. With one subject there is a seat for another discipline instead.
pub(super) fn is_of_one_discipline(input: &Input, session: &Session, chosen: &[usize]) -> bool {
    if session.fields.len() == 1 {
        return false;
    }
    let mut panel = session.seated.iter().chain(chosen).map(|place| &input.panelists[*place]);
    let Some(first) = panel.next() else { return true };
    let is_asked = |field: &&FieldId| session.fields.is_empty() || session.fields.contains(field);
    let mut common: Vec<FieldId> = first.fields.iter().filter(is_asked).copied().collect();
    for panelist in panel {
        common.retain(|field| panelist.fields.contains(field));
    }
    !common.is_empty()
}
