//! The score sheet of a review session.

use domain::review_sheet::Dimension;
use leptos_i18n::td_string as t;

use crate::Locale;

/// What a lecture is judged by.
pub fn dimension(l: Locale, dimension: Dimension) -> &'static str {
    match dimension {
        Dimension::Soundness => t!(l, review_sheet.dimension.soundness),
        Dimension::Engagement => t!(l, review_sheet.dimension.engagement),
        Dimension::Usefulness => t!(l, review_sheet.dimension.usefulness),
    }
}

/// The same with its maximum.
pub fn dimension_of(l: Locale, one: Dimension) -> String {
    let max = one.maximum().in_hundredths() / 100;
    t!(l, review_sheet.dimension_of, name = dimension(l, one), max = max)
}

/// A criterion, by its code.
pub fn criterion(l: Locale, code: &str) -> &'static str {
    match code {
        "facts" => t!(l, review_sheet.criterion.facts),
        "evidence" => t!(l, review_sheet.criterion.evidence),
        "reasoning" => t!(l, review_sheet.criterion.reasoning),
        "story" => t!(l, review_sheet.criterion.story),
        "interaction" => t!(l, review_sheet.criterion.interaction),
        "language" => t!(l, review_sheet.criterion.language),
        "fit" => t!(l, review_sheet.criterion.fit),
        "relevance" => t!(l, review_sheet.criterion.relevance),
        _ => t!(l, review_sheet.criterion.takeaway),
    }
}

/// The label of the note on a criterion.
pub fn note_of(l: Locale, code: &str) -> String {
    t!(l, review_sheet.note_of, name = criterion(l, code))
}

/// Whose lecture it is, and in which round.
pub fn lede(l: Locale, lecturer: &str, round: i64) -> String {
    t!(
        l,
        review_sheet.lede,
        lecturer = crate::person::teacher(l, lecturer),
        round = crate::trial_lecture::round(l, round)
    )
}

/// A sheet without a name.
pub fn nth(l: Locale, n: usize) -> String {
    t!(l, review_sheet.n_th, n = n)
}

/// A veto with its ground.
pub fn veto_of(l: Locale, ground: &str, detail: &str) -> String {
    t!(l, review_sheet.veto_of, ground = ground, detail = detail)
}
