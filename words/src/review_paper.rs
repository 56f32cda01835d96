//! The papers of a sitting.

use chrono::{DateTime, Utc};
use domain::score_sheet::Points;
use leptos_i18n::td_string as t;

use crate::{Locale, time};

/// What part a panelist has in a result.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Part {
    /// The sheet counts.
    Counted,
    /// It is dropped as the highest.
    Highest,
    /// It is dropped as the lowest.
    Lowest,
    /// It is one of too few: comments alone.
    Comments,
    /// The panelist may not judge.
    Recused,
    /// The panelist was not there.
    Absent,
    /// There is no sheet.
    Missing,
}

/// What part a panelist has.
pub fn counted(l: Locale, part: Part) -> &'static str {
    match part {
        Part::Counted => t!(l, review_paper.part.counted),
        Part::Highest => t!(l, review_paper.part.highest),
        Part::Lowest => t!(l, review_paper.part.lowest),
        Part::Comments => t!(l, review_paper.part.comments),
        Part::Recused => t!(l, review_paper.part.recused),
        Part::Absent => t!(l, review_paper.part.absent),
        Part::Missing => t!(l, review_paper.part.missing),
    }
}

/// The heading of a criterion.
pub fn criterion(l: Locale, name: &str, max: Points) -> String {
    t!(l, review_paper.criterion, name = name, max = max.in_hundredths() / 100)
}

/// The title of a record.
pub fn record_of(l: Locale, title: &str) -> String {
    t!(l, review_paper.record_of, title = title)
}

/// Whose lecture, in which round.
pub fn lecturer(l: Locale, name: &str, round: i64) -> String {
    t!(l, review_paper.lecturer_of, name = name, n = round)
}

/// What somebody said, with the reason for it.
pub fn said(l: Locale, what: &str, verdict: &str, reason: &str) -> String {
    if reason.is_empty() {
        t!(l, review_paper.said, what = what, verdict = verdict)
    } else {
        t!(l, review_paper.said_because, what = what, verdict = verdict, reason = reason)
    }
}

/// Who sits on a panel.
pub fn panel(l: Locale, names: &[String]) -> String {
    t!(l, review_paper.panel, names = names.join(t!(l, page.comma)))
}

/// The title of the name cards of a session.
pub fn name_cards_of(l: Locale, starts_at: DateTime<Utc>) -> String {
    t!(l, review_paper.name_cards, day = time::local_day(l, starts_at))
}

/// Which characters no font has.
pub fn missing_characters(l: Locale, characters: &[String]) -> String {
    t!(l, review_paper.missing_characters, characters = characters.join(t!(l, page.comma)))
}
