//! The list: calm, by group, with what is announced.

use actions::{RuleView, RulesPage};
use domain::{
    folding::folded,
    form::Field,
    rulebook::{Rule, RuleGroup},
};
use leptos::prelude::*;
use leptos_i18n::td_string as t;
use words::Locale;

use crate::{error::Answer, form::query, page::Page, parts::empty, visit::Visit};

const PATH: &str = "/rulebook";

pub(super) async fn show(visit: Visit) -> Answer {
    let l = visit.l;
    let asked = query(&visit).get(Field::Search).to_owned();
    let page = visit.actions.rules(&visit.call).await?;
    let head = Page::new(t!(l, rulebook.title)).lede(t!(l, rulebook.lede));
    Ok(head.render(&visit, move || {
        let groups = RuleGroup::ALL.iter().filter_map(|it| group(l, *it, &page, &asked));
        let groups: Vec<AnyView> = groups.collect();
        let nothing = groups.is_empty();
        view! {
            <form class="filters" method="get" action=PATH role="search">
                <div class="field">
                    <label for="q">{t!(l, rulebook.find)}</label>
                    <input id="q" name=Field::Search.as_str() type="search" value=asked.clone()/>
                </div>
                <button class="button">{t!(l, catalogue.search)}</button>
            </form>
            {asked.trim().is_empty().then(|| contents(l))}
            {nothing.then(|| empty(t!(l, rulebook.found_none), Some((PATH, t!(l, rulebook.all)))))}
            {groups}
            <h2>{t!(l, rulebook.apart_title)}</h2>
            <p>{t!(l, rulebook.apart_lede)}</p>
            <ul>
                {page.apart.iter().map(|row| {
                    view! { <li>{words::rulebook::apart(l, row.one, row.other)}</li> }
                }).collect_view()}
            </ul>
            <p><a href="/rulebook/apart">{t!(l, rulebook.apart_link)}</a></p>
        }
    }))
}

/// Links to the groups, so that nobody scrolls through all of them.
fn contents(l: Locale) -> impl IntoView + use<> {
    let links = RuleGroup::ALL.iter().map(|it| {
        let href = format!("#{}", it.as_str());
        view! { <li><a href=href>{words::rulebook::group(l, *it)}</a></li> }
    });
    let links = links.collect_view();
    view! {
        <nav class="tabs" aria-label=t!(l, rulebook.groups)><ul>{links}</ul></nav>
    }
}

/// A group with those of its rules in which the words are found that somebody looks for.
fn group(l: Locale, of: RuleGroup, page: &RulesPage, asked: &str) -> Option<AnyView> {
    let asked = folded(asked.trim());
    let is_found = |view: &&RuleView| {
        let facts = view.rule.facts();
        let words = [words::rulebook::rule(l, view.rule), words::rulebook::group(l, of)];
        facts.group == of
            && (words.iter().any(|text| folded(text).contains(&asked))
                || folded(facts.source).contains(&asked))
    };
    let rows: Vec<AnyView> = page.rules.iter().filter(is_found).map(|it| row(l, it)).collect();
    if rows.is_empty() {
        return None;
    }
    let view = view! {
        <h2 id=of.as_str()>{words::rulebook::group(l, of)}</h2>
        <table class="data stacked">
            <thead><tr>
                <th scope="col">{t!(l, rulebook.name)}</th>
                <th scope="col" class="number">{t!(l, rulebook.value)}</th>
                <th scope="col" class="number">{t!(l, rulebook.default)}</th>
                <th scope="col">{t!(l, rulebook.since)}</th>
                <th scope="col">{t!(l, rulebook.source)}</th>
                <th scope="col">{t!(l, rulebook.places)}</th>
            </tr></thead>
            <tbody>{rows}</tbody>
        </table>
    };
    Some(view.into_any())
}

fn row(l: Locale, view: &RuleView) -> AnyView {
    let rule = view.rule;
    let facts = rule.facts();
    let value = words::rulebook::amount(l, rule, view.value);
    let default = words::rulebook::amount(l, rule, facts.default);
    let since = view.since.map_or_else(
        || t!(l, rulebook.from_default).to_owned(),
        |change| words::time::date(l, change.valid_from),
    );
    let announced = view.announced.map(|change| {
        let text = words::rulebook::announced(l, rule, change.value, change.valid_from);
        view! { <p class="hint">{text}</p> }
    });
    view! {
        <tr>
            <td>
                <a href=address(rule)>{words::rulebook::rule(l, rule)}</a>
                {announced}
            </td>
            <td class="number" data-label=t!(l, rulebook.value)><strong>{value}</strong></td>
            <td class="number" data-label=t!(l, rulebook.default)>{default}</td>
            <td data-label=t!(l, rulebook.since)>{since}</td>
            <td data-label=t!(l, rulebook.source)>{facts.source}</td>
            <td data-label=t!(l, rulebook.places)>{places(l, rule)}</td>
        </tr>
    }
    .into_any()
}

/// Where a rule holds, in words.
fn places(l: Locale, rule: Rule) -> String {
    let names = rule.facts().places.iter().map(|place| words::rulebook::place(l, *place));
    names.collect::<Vec<_>>().join(t!(l, time.list))
}

/// The page of a rule.
pub(super) fn address(rule: Rule) -> String {
    format!("{PATH}/{}", rule.as_str())
}
