//! Proposed panels: why each person, how good, and what could not be met.

use domain::panel_proposal::{SeatRole, Unmet};
use leptos_i18n::td_string as t;

use crate::Locale;

/// How good a proposal is.
pub fn quality(l: Locale, is_optimal: bool, permille_above: i64) -> String {
    if is_optimal {
        t!(l, panel_proposal.optimal).to_owned()
    } else {
        let percent = format!("{}.{}", permille_above / 10, permille_above % 10);
        t!(l, panel_proposal.within, percent = percent)
    }
}

/// What a seat is for.
pub fn role(l: Locale, role: SeatRole) -> &'static str {
    match role {
        SeatRole::Teacher => t!(l, panel_proposal.role.teacher),
        SeatRole::OtherDiscipline => t!(l, panel_proposal.role.other_discipline),
        SeatRole::Expert => t!(l, panel_proposal.role.expert),
        SeatRole::Free => t!(l, panel_proposal.role.free),
    }
}

/// Why somebody has a seat.
pub fn why(l: Locale, role: SeatRole) -> &'static str {
    match role {
        SeatRole::Teacher => t!(l, panel_proposal.why.teacher),
        SeatRole::OtherDiscipline => t!(l, panel_proposal.why.other_discipline),
        SeatRole::Expert => t!(l, panel_proposal.why.expert),
        SeatRole::Free => t!(l, panel_proposal.why.free),
    }
}

/// Which session of the season it makes.
pub fn load(l: Locale, n: i64) -> String {
    t!(l, panel_proposal.load, n = n)
}

/// Who sits there already.
pub fn seated(l: Locale, names: &[String]) -> String {
    t!(l, panel_proposal.seated, names = names.join(t!(l, page.comma)))
}

/// Who was left out, and why.
pub fn barred(l: Locale, n_conflicted: usize, n_busy: usize) -> String {
    t!(l, panel_proposal.barred, conflicted = n_conflicted, busy = n_busy)
}

/// What could not be met.
pub fn unmet(l: Locale, unmet: Unmet) -> String {
    match unmet {
        Unmet::Seats(n) => t!(l, panel_proposal.unmet.seats, n = n),
        Unmet::BelowMinimum => t!(l, panel_proposal.unmet.below_minimum).to_owned(),
        Unmet::Teacher => t!(l, panel_proposal.unmet.teacher).to_owned(),
        Unmet::Discipline => t!(l, panel_proposal.unmet.discipline).to_owned(),
        Unmet::Experts(n) => t!(l, panel_proposal.unmet.experts, n = n),
    }
}
