//! Rules on the pages where they hold.
//!
//! A page is rendered with the rules of its day beside it, so that whatever names one of their
//! numbers reads it: `Page::render` puts them there.

use std::sync::Arc;

use domain::{
    assessment_year::AssessmentYear,
    rulebook::{Keeps, Rule, RulePlace, Rulebook},
};
use leptos::prelude::*;
use leptos_i18n::td_string as t;
use words::Locale;

use crate::visit::Visit;

/// The rules by which the page goes that is being rendered.
pub(crate) fn rules() -> Arc<Rulebook> {
    use_context::<Arc<Rulebook>>().unwrap_or_default()
}

/// The value of a rule with its unit, on the page that is being rendered.
pub(crate) fn amount(l: Locale, rule: Rule) -> String {
    words::rulebook::of(l, &rules(), rule)
}

/// The rules that can be read on a page, at its end: in sentences, and as a list for whoever looks for
/// one.
pub(crate) fn rules_here(visit: &Visit) -> Option<AnyView> {
    let is_here = |place: &RulePlace| place.page() == Some(visit.call.route.as_str());
    let place = RulePlace::ALL.iter().copied().find(is_here)?;
    let l = visit.l;
    // What counts in a year goes by the rules of its first day.
    let of_year = visit.history.on(AssessmentYear::of(visit.call.today()).first());
    let of = |rule: Rule| -> &Rulebook {
        let is_yearly = rule.facts().keeps == Keeps::Year;
        if is_yearly { &of_year } else { &visit.rules }
    };
    let line = |rule: Rule| view! { <li>{words::rulebook::line(l, of(rule), rule)}</li> };
    let said = words::rulebook::here(l, place, |rule| words::rulebook::of(l, of(rule), rule));
    let lines = place.rules().map(line).collect_view();
    let all = visit.may_open("/rulebook").then(|| {
        view! { <p><a href="/rulebook">{t!(l, rulebook.here_all)}</a></p> }
    });
    let view = view! {
        {said.map(|text| view! { <p class="hint">{text}</p> })}
        <details class="more">
            <summary>{t!(l, rulebook.here_title)}</summary>
            <ul>{lines}</ul>
            {all}
        </details>
    };
    Some(view.into_any())
}
