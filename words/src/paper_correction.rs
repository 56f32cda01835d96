//! Corrections that need a second person.

use chrono::{DateTime, Utc};
use domain::{
    credit_hour::ActivityKind,
    paper_correction::{Correction, CorrectionState, Presence, RegisterLine},
};
use leptos_i18n::td_string as t;

use crate::{Locale, course, hour_claim, time, training_event};

/// What is on file, or what it is to be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Side {
    /// What is on file.
    Before,
    /// What it is to be.
    After,
}

/// Where a correction stands.
pub fn state(l: Locale, state: CorrectionState) -> &'static str {
    match state {
        CorrectionState::Proposed => t!(l, paper_correction.state.proposed),
        CorrectionState::Confirmed => t!(l, paper_correction.state.confirmed),
        CorrectionState::Refused => t!(l, paper_correction.state.refused),
        CorrectionState::CalledOff => t!(l, paper_correction.state.called_off),
    }
}

/// The tone of its badge.
pub fn tone(state: CorrectionState) -> &'static str {
    match state {
        CorrectionState::Proposed => "todo",
        CorrectionState::Confirmed => "done",
        CorrectionState::Refused => "wait",
        CorrectionState::CalledOff => "plain",
    }
}

/// The title of a correction's page.
pub fn of(l: Locale, change: &Correction, name: &str) -> String {
    if change.is_lecture() {
        t!(l, paper_correction.of_lecture, name = name)
    } else {
        t!(l, paper_correction.of, name = name)
    }
}

/// What it comes to, before and after: hours in hundredths; of a lecture minutes and listeners, as far
/// as they differ, or else when it was.
pub fn change_of(l: Locale, change: &Correction, (before, after): (i64, i64)) -> String {
    let arrow =
        |before: &str, after: &str| t!(l, paper_correction.change, before = before, after = after);
    if !change.is_lecture() {
        return arrow(&amount(l, change, before), &amount(l, change, after));
    }
    let sides = side(l, change, before, Side::Before).into_iter();
    let sides = sides.zip(side(l, change, after, Side::After));
    let changed = sides.filter(|(before, after)| before != after);
    let mut parts: Vec<String> =
        changed.map(|((_, before), (_, after))| arrow(&before, &after)).collect();
    // When it was comes last, and stands on its page.
    if parts.len() > 1 {
        parts.pop();
    }
    parts.join(t!(l, page.comma))
}

fn amount(l: Locale, change: &Correction, n: i64) -> String {
    if change.is_lecture() { course::minutes(l, n) } else { hour_claim::hours(l, n) }
}

/// Who proposed it, and when.
pub fn proposed(l: Locale, name: &str, at: DateTime<Utc>) -> String {
    t!(l, paper_correction.proposed_by, name = name, day = time::local_day(l, at))
}

/// A correction that waits, in a line.
pub fn waits(l: Locale, name: &str, change: &str, proposer: &str) -> String {
    t!(l, paper_correction.waits, name = name, change = change, proposer = proposer)
}

/// Said before a form is sent: whose hours stand on records.
pub fn on_paper(l: Locale, names: &str) -> String {
    t!(l, paper_correction.on_paper, names = names)
}

/// What of a correction is on file, or is to be: names and values, what it comes to first.
pub fn side(l: Locale, change: &Correction, n: i64, side: Side) -> Vec<(&'static str, String)> {
    let name = if change.is_lecture() {
        t!(l, paper_correction.minutes)
    } else {
        t!(l, paper_correction.hours)
    };
    let mut lines = vec![(name, amount(l, change, n))];
    match change {
        Correction::Delivery { before, after, .. } => {
            let (n, began_at, ended_at) = *if side == Side::Before { before } else { after };
            lines.push((t!(l, paper_correction.listeners), course::people(l, n)));
            lines.push((t!(l, paper_correction.time), time::span(l, began_at, ended_at)));
        }
        Correction::Attendance { before, after, .. } => {
            let presence = if side == Side::Before { before } else { after };
            lines.push((t!(l, paper_correction.presence), said(l, presence)));
        }
        Correction::Claim { accepted, .. } => {
            let text = match (side, accepted) {
                (Side::After, None) => t!(l, paper_correction.rejected),
                _ => t!(l, paper_correction.accepted),
            };
            lines.push((t!(l, paper_correction.decision), text.to_owned()));
        }
        Correction::Register { before, after, .. } => {
            let line: &RegisterLine = if side == Side::Before { before } else { after };
            let kind = ActivityKind::parse(&line.kind);
            let days = hour_claim::days(l, Some(line.first_day), Some(line.last_day));
            lines.extend([
                (t!(l, paper_correction.event), line.title.clone()),
                (t!(l, hour_claim.organiser), line.organiser.clone()),
                (t!(l, hour_claim.kind_label), hour_claim::kind_of(l, kind).to_owned()),
                (t!(l, hour_claim.days_label), days),
                (t!(l, paper_correction.time), line.time.clone()),
                (t!(l, paper_correction.note), line.note.clone()),
            ]);
        }
    }
    lines
}

fn said(l: Locale, presence: &Presence) -> String {
    if presence.is_empty() {
        return t!(l, paper_correction.absent).to_owned();
    }
    let names = presence.iter().map(|(day, half)| training_event::half_day(l, *day, *half));
    names.collect::<Vec<_>>().join(t!(l, page.comma))
}
