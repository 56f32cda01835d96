//! Sittings, trial lectures and verdicts.

use chrono::{DateTime, Utc};
use domain::trial_lecture::{Advisory, TrialState, Verdict, Veto, VetoVote};
use leptos_i18n::td_string as t;

use crate::{Locale, time};

/// A sitting by its day.
pub fn sitting_of(l: Locale, starts_at: DateTime<Utc>) -> String {
    t!(l, trial_lecture.sitting_of, day = time::local_day(l, starts_at))
}

/// Where a lecture stands.
pub fn state(l: Locale, state: TrialState) -> &'static str {
    match state {
        TrialState::Running => t!(l, trial_lecture.state.running),
        TrialState::Scoring => t!(l, trial_lecture.state.scoring),
        TrialState::Judged => t!(l, trial_lecture.state.judged),
        TrialState::Proposed => t!(l, trial_lecture.state.proposed),
        TrialState::Confirmed => t!(l, trial_lecture.state.confirmed),
    }
}

/// The tone in which it is shown.
pub fn tone(state: TrialState) -> &'static str {
    match state {
        TrialState::Running | TrialState::Scoring => "wait",
        TrialState::Judged | TrialState::Proposed => "todo",
        TrialState::Confirmed => "done",
    }
}

/// A verdict.
pub fn verdict(l: Locale, verdict: Verdict) -> &'static str {
    match verdict {
        Verdict::Approve => t!(l, trial_lecture.verdict.approve),
        Verdict::Revise => t!(l, trial_lecture.verdict.revise),
        Verdict::Reject => t!(l, trial_lecture.verdict.reject),
        Verdict::Advisory => t!(l, trial_lecture.verdict.advisory),
    }
}

/// The tone in which a verdict is shown.
pub fn verdict_tone(verdict: Verdict) -> &'static str {
    match verdict {
        Verdict::Approve => "done",
        Verdict::Revise => "todo",
        Verdict::Reject => "stop",
        Verdict::Advisory => "plain",
    }
}

/// Why there are comments only.
pub fn advisory(l: Locale, why: Advisory) -> &'static str {
    match why {
        Advisory::Panel => t!(l, trial_lecture.advisory.panel),
        Advisory::Sheets => t!(l, trial_lecture.advisory.sheets),
    }
}

/// Why a lecture has comments only, as far as it has: too few judged it, or it was withdrawn.
pub fn comments_only(
    l: Locale,
    verdict: Option<Verdict>,
    why: Option<Advisory>,
) -> Option<&'static str> {
    match (verdict, why) {
        (_, Some(why)) => Some(advisory(l, why)),
        (Some(Verdict::Advisory), None) => Some(t!(l, trial_lecture.withdrawn)),
        _ => None,
    }
}

/// The ground of a veto.
pub fn veto(l: Locale, veto: Veto) -> &'static str {
    match veto {
        Veto::Falsehood => t!(l, trial_lecture.veto.falsehood),
        Veto::PseudoScience => t!(l, trial_lecture.veto.pseudo_science),
        Veto::Advertising => t!(l, trial_lecture.veto.advertising),
        Veto::Improper => t!(l, trial_lecture.veto.improper),
        Veto::Unsafe => t!(l, trial_lecture.veto.unsafe_experiment),
        Veto::Copyright => t!(l, trial_lecture.veto.copyright),
    }
}

/// What can be said to a veto.
pub fn veto_vote(l: Locale, vote: VetoVote) -> &'static str {
    match vote {
        VetoVote::No => t!(l, trial_lecture.veto_vote.no),
        VetoVote::Correctable => t!(l, trial_lecture.veto_vote.correctable),
        VetoVote::Uncorrectable => t!(l, trial_lecture.veto_vote.uncorrectable),
    }
}

/// How many are there, how many of them judge, and how many sheets are in.
pub fn n_present(l: Locale, n: usize, judges: usize, sheets: usize) -> String {
    t!(l, trial_lecture.n_present, n = n, judges = judges, sheets = sheets)
}

/// Fewer are there than it takes.
pub fn too_few(l: Locale, minimum: usize) -> String {
    t!(l, trial_lecture.too_few, n = minimum)
}

/// When a lecture ran, or began.
pub fn ran(l: Locale, from: DateTime<Utc>, until: Option<DateTime<Utc>>) -> String {
    let from = time::clock(from);
    if let Some(until) = until {
        t!(l, trial_lecture.ran, from = from, until = time::clock(until))
    } else {
        t!(l, trial_lecture.began_at, time = from)
    }
}

/// Somebody of the panel with the seat.
pub fn seat_of(l: Locale, name: &str, seat_no: i64) -> String {
    t!(l, trial_lecture.seat_of, name = crate::person::teacher(l, name), n = seat_no)
}

/// Points of a maximum.
pub fn of_max(l: Locale, points: &str, max: &str) -> String {
    t!(l, trial_lecture.of_max, points = points, max = max)
}

/// How the sheets were counted.
pub fn counted(l: Locale, n: usize, is_untrimmed: bool) -> String {
    if is_untrimmed {
        t!(l, trial_lecture.untrimmed, n = n)
    } else {
        t!(l, trial_lecture.trimmed, n = n)
    }
}

/// Whose sheets are missing.
pub fn sheets_missing(l: Locale, names: &[String]) -> String {
    let names: Vec<String> = names.iter().map(|name| crate::person::teacher(l, name)).collect();
    t!(l, trial_lecture.sheets_missing, names = names.join(t!(l, page.comma)))
}

/// How many sheets are missing.
pub fn n_missing(l: Locale, n: usize) -> String {
    t!(l, trial_lecture.n_missing, count = n)
}

/// How many times a sheet was unlocked.
pub fn n_unlocked(l: Locale, n: i64) -> String {
    t!(l, trial_lecture.n_unlocked, count = n)
}

/// Until when sheets are awaited.
pub fn sheets_until(l: Locale, at: DateTime<Utc>) -> String {
    t!(l, trial_lecture.sheets_until, moment = time::last_moment(l, at))
}

/// How many have voted on a veto.
pub fn veto_votes(l: Locale, n: usize, all: usize) -> String {
    t!(l, trial_lecture.veto_votes, n = n, all = all)
}

/// A required change with its number.
pub fn change(l: Locale, n: i64, text: &str) -> String {
    t!(l, trial_lecture.change_no, n = n, text = text)
}

/// A round.
pub fn round(l: Locale, n: i64) -> String {
    t!(l, trial_lecture.round, n = n)
}

/// A round with its day.
pub fn round_of(l: Locale, n: i64, at: DateTime<Utc>) -> String {
    t!(l, trial_lecture.round_of, n = n, day = time::local_day(l, at))
}
