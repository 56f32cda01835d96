//! Papers and contest results as evidence.

use domain::evidence::{EvidenceFact, EvidenceKind, EvidenceLevel, EvidencePart, EvidenceState};
use leptos_i18n::td_string as t;

use crate::{Locale, time};

/// What it is.
pub fn kind(l: Locale, kind: EvidenceKind) -> &'static str {
    match kind {
        EvidenceKind::Paper => t!(l, evidence.kind.paper),
        EvidenceKind::Publication => t!(l, evidence.kind.publication),
        EvidenceKind::PupilContest => t!(l, evidence.kind.pupil_contest),
        EvidenceKind::OwnContest => t!(l, evidence.kind.own_contest),
    }
}

/// How far it reaches.
pub fn level(l: Locale, level: EvidenceLevel) -> &'static str {
    match level {
        EvidenceLevel::International => t!(l, evidence.level.international),
        EvidenceLevel::National => t!(l, evidence.level.national),
        EvidenceLevel::Province => t!(l, evidence.level.province),
        EvidenceLevel::City => t!(l, evidence.level.city),
        EvidenceLevel::County => t!(l, evidence.level.county),
        EvidenceLevel::School => t!(l, evidence.level.school),
    }
}

/// What the person has done.
pub fn part(l: Locale, part: EvidencePart) -> &'static str {
    match part {
        EvidencePart::Author => t!(l, evidence.part.author),
        EvidencePart::Guide => t!(l, evidence.part.guide),
    }
}

/// Where it stands.
pub fn state(l: Locale, state: EvidenceState) -> &'static str {
    match state {
        EvidenceState::Filed => t!(l, evidence.state.filed),
        EvidenceState::Confirmed => t!(l, evidence.state.confirmed),
        EvidenceState::Returned => t!(l, evidence.state.returned),
        EvidenceState::TakenBack => t!(l, evidence.state.taken_back),
        EvidenceState::Withdrawn => t!(l, evidence.state.withdrawn),
    }
}

/// The tone of its badge.
pub fn tone(state: EvidenceState) -> &'static str {
    match state {
        EvidenceState::Filed | EvidenceState::Returned => "todo",
        EvidenceState::Confirmed => "done",
        EvidenceState::TakenBack => "wait",
        EvidenceState::Withdrawn => "plain",
    }
}

/// The title of the page of somebody's evidence.
pub fn of(l: Locale, name: &str) -> String {
    t!(l, evidence.of, name = name)
}

/// A confirmed piece in a line, beside a nomination.
pub fn line(l: Locale, fact: &EvidenceFact) -> String {
    let parts = [
        kind(l, fact.kind).to_owned(),
        fact.title.clone(),
        fact.venue.clone(),
        level(l, fact.level).to_owned(),
        fact.prize.clone(),
        part(l, fact.part).to_owned(),
        time::date(l, fact.happened_on),
    ];
    let parts: Vec<String> = parts.into_iter().filter(|it| !it.is_empty()).collect();
    parts.join(t!(l, page.comma))
}
