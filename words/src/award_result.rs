//! What is told of a result.

use domain::award_result::RankBand;
use leptos_i18n::td_string as t;

use crate::Locale;

/// About where somebody stands.
pub fn band(l: Locale, band: RankBand) -> &'static str {
    match band {
        RankBand::Upper => t!(l, award_result.bands.upper),
        RankBand::Middle => t!(l, award_result.bands.middle),
        RankBand::Lower => t!(l, award_result.bands.lower),
    }
}

/// The title of a meeting at which winners tell of their work.
pub fn exchange_title(l: Locale, title: &str) -> String {
    t!(l, award_result.exchange_title, title = title)
}

/// Who tells of what.
pub fn exchange_speaker(l: Locale, name: &str, workplace: &str, deeds: &str) -> String {
    t!(l, award_result.exchange_speaker, name = name, workplace = workplace, deeds = deeds)
}
