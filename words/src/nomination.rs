//! Nominations that units write.

use domain::nomination::{NominationConsentChannel, NominationFacts, NominationGap};
use leptos_i18n::td_string as t;

use crate::Locale;

/// How many a unit has handed in, and may.
pub fn handed_in(l: Locale, n: usize, most: u32) -> String {
    if most == 0 {
        t!(l, nomination.handed_in, n = n)
    } else {
        t!(l, nomination.handed_in_of, n = n, most = most)
    }
}

/// How many nominees have not answered.
pub fn n_silent(l: Locale, n: usize) -> String {
    t!(l, nomination.n_silent, n = n)
}

/// Who has said that what a nomination states is true, and when.
pub fn truth(l: Locale, name: &str, day: chrono::NaiveDate) -> String {
    t!(l, nomination.truth_said, name = name, day = crate::time::day(l, day))
}

/// A yes or a no to what is asked.
pub fn yes_or_no(l: Locale, yes: bool) -> &'static str {
    if yes { t!(l, nomination.yes) } else { t!(l, nomination.no) }
}

/// How a nominee has answered.
pub fn channel(l: Locale, channel: NominationConsentChannel) -> &'static str {
    match channel {
        NominationConsentChannel::Link => t!(l, nomination.channel.link),
        NominationConsentChannel::Paper => t!(l, nomination.channel.paper),
    }
}

/// What is missing before it can be handed in.
pub fn gap(l: Locale, gap: NominationGap) -> &'static str {
    match gap {
        NominationGap::Deeds => t!(l, nomination.gap.deeds),
        NominationGap::Opinion => t!(l, nomination.gap.opinion),
        NominationGap::Processing => t!(l, nomination.gap.processing),
        NominationGap::Publication => t!(l, nomination.gap.publication),
        NominationGap::Rank => t!(l, nomination.gap.rank),
        NominationGap::Full => t!(l, nomination.gap.full),
    }
}

/// Who has nominated somebody, and for what.
pub fn nominated_by(l: Locale, unit: &str, category: &str) -> String {
    t!(l, nomination.nominated_by, unit = unit, category = category)
}

/// Lectures on file, with their listeners.
pub fn lectures(l: Locale, n: i64, listeners: i64) -> String {
    t!(l, nomination.facts_lectures, n = n, listeners = listeners)
}

/// Observations on file.
pub fn observations(l: Locale, n: i64) -> String {
    t!(l, nomination.facts_observations, n = n)
}

/// Courses that were approved.
pub fn approved(l: Locale, n: i64) -> String {
    t!(l, nomination.facts_approved, n = n)
}

/// What is on file here of a nominee, a line each.
pub fn facts(l: Locale, facts: &NominationFacts) -> Vec<String> {
    let counted = &facts.counted;
    let mut lines = vec![lectures(l, counted.deliveries, counted.listeners)];
    if facts.in_school.deliveries > 0 {
        lines.push(t!(l, nomination.facts_in_school, n = facts.in_school.deliveries));
    }
    lines.push(observations(l, counted.observations));
    lines.extend(counted.review.map(|points| {
        t!(l, nomination.facts_review, points = crate::annual_assessment::points(points))
    }));
    lines.push(approved(l, counted.approved));
    lines.extend(facts.hours_met.map(|is_met| {
        let text = if is_met {
            t!(l, nomination.facts_hours_met)
        } else {
            t!(l, nomination.facts_hours_short)
        };
        text.to_owned()
    }));
    let evidence = facts.evidence.iter().map(|one| crate::evidence::line(l, one));
    lines.into_iter().chain(evidence).collect()
}

/// Why a nominee may not take part.
pub fn refused(l: Locale, reason: &str) -> String {
    t!(l, nomination.refused, reason = reason)
}
