//! One rule: as it stands, what was set and by whom, and the form that sets it.

use actions::{ActionError, RuleChangeRow, RulePage};
use axum::extract::Path;
use domain::{
    form::{Field, Values},
    id::RuleChangeId,
    rulebook::{Rule, RulePlace, RuleUnit, value_text},
};
use leptos::prelude::*;
use leptos_i18n::td_string as t;
use words::Locale;

use super::list::address;
use crate::{
    error::{Answer, AppError},
    form::{Form, Line, Posted, answer},
    page::Page,
    parts::{badge, fact, prose},
    visit::Visit,
};

fn parse(code: &str) -> Result<Rule, AppError> {
    Rule::parse(code).ok_or(AppError::NotFound)
}

pub(super) async fn show(visit: Visit, Path(code): Path<String>) -> Answer {
    let rule = parse(&code)?;
    let today = visit.call.today().to_string();
    let form = Form::to_make(&visit, Values::default().with(Field::ValidFrom, today));
    page_of(&visit, rule, form).await
}

async fn page_of(visit: &Visit, rule: Rule, form: Form) -> Answer {
    let l = visit.l;
    let page = visit.actions.rule(&visit.call, rule).await?;
    let places = places(visit, rule);
    let head = Page::new(words::rulebook::rule(l, rule))
        .lede(words::rulebook::keeps(l, rule.facts().keeps))
        .with(&form);
    Ok(head.render(visit, move || {
        view! {
            {form.why()}
            {facts(l, &page)}
            <h2>{t!(l, rulebook.places_title)}</h2>
            <ul>{places}</ul>
            <h2>{t!(l, rulebook.history_title)}</h2>
            {history(l, &page)}
            {if page.may_set {
                form_view(&form, rule).into_any()
            } else {
                view! { <p class="hint">{t!(l, rulebook.read_only)}</p> }.into_any()
            }}
            <p><a href="/rulebook">{t!(l, rulebook.all)}</a></p>
        }
    }))
}

/// The places, each as a link where the reader can go there by the same address.
fn places(visit: &Visit, rule: Rule) -> Vec<AnyView> {
    let l = visit.l;
    let link = |place: &RulePlace| {
        let name = words::rulebook::place(l, *place);
        match place.page().filter(|page| !page.contains('{') && visit.may_open(page)) {
            Some(page) => view! { <li><a href=page>{name}</a></li> }.into_any(),
            None => view! { <li>{name}</li> }.into_any(),
        }
    };
    rule.facts().places.iter().map(link).collect()
}

fn facts(l: Locale, page: &RulePage) -> impl IntoView + use<> {
    let view = &page.view;
    let facts = view.rule.facts();
    let since = view.since.map(|change| words::time::date(l, change.valid_from));
    let announced = view
        .announced
        .map(|change| words::rulebook::announced(l, view.rule, change.value, change.valid_from));
    view! {
        <dl class="facts">
            {fact(t!(l, rulebook.value), words::rulebook::amount(l, view.rule, view.value))}
            {fact(t!(l, rulebook.default), words::rulebook::amount(l, view.rule, facts.default))}
            {fact(t!(l, rulebook.since), since.unwrap_or_default())}
            {fact(t!(l, rulebook.future), announced.unwrap_or_default())}
            {fact(t!(l, rulebook.bounds_title), words::rulebook::bounds(l, view.rule))}
            {fact(t!(l, rulebook.source), facts.source)}
        </dl>
    }
}

fn history(l: Locale, page: &RulePage) -> AnyView {
    if page.changes.is_empty() {
        return view! { <p>{t!(l, rulebook.history_none)}</p> }.into_any();
    }
    let cards = page.changes.iter().map(|row| card(l, page, row)).collect_view();
    view! { <ul class="card-list">{cards}</ul> }.into_any()
}

fn card(l: Locale, page: &RulePage, row: &RuleChangeRow) -> impl IntoView + use<> {
    let rule = page.view.rule;
    let is_future = row.valid_from > page.today && row.called_off_at.is_none();
    let is_now = page.view.since.is_some_and(|change| change.id == row.id.0);
    let state = if row.called_off_at.is_some() {
        None
    } else if is_future {
        Some(badge("wait", t!(l, rulebook.future)))
    } else if is_now {
        Some(badge("done", t!(l, rulebook.current)))
    } else {
        Some(badge("plain", t!(l, rulebook.past)))
    };
    let set_by = row.setter.as_deref().zip(row.set_at);
    let set_by = set_by.map(|(name, at)| words::rulebook::set_by(l, name, at));
    let called_off = row.caller_off.as_deref().zip(row.called_off_at);
    let called_off = called_off.map(|(name, at)| words::rulebook::called_off(l, name, at));
    let call_off = (is_future && page.may_set).then(|| {
        let action = format!("{}/change/{}/call_off", address(rule), row.id);
        view! {
            <form method="post" action=action>
                <button class="button">{t!(l, rulebook.call_off)}</button>
            </form>
        }
    });
    view! {
        <li class="card">
            <h3 class="card-title">{words::rulebook::announced(l, rule, row.value, row.valid_from)}</h3>
            {state}
            {prose(&row.note)}
            <p class="meta">
                <span>{row.document.clone()}</span>
                {set_by.map(|text| view! { <span>{text}</span> })}
                {called_off.map(|text| view! { <span>{text}</span> })}
            </p>
            {call_off}
        </li>
    }
}

fn form_view(form: &Form, rule: Rule) -> impl IntoView + use<> {
    let l = form.l;
    view! {
        <form class="form" method="post" action=address(rule) novalidate>
            <h2>{t!(l, rulebook.set_title)}</h2>
            {form.once()}
            {value_field(form, rule)}
            {form.line(Field::ValidFrom, Line { kind: "date", is_short: true, ..Line::default() })}
            {form.line(Field::RuleSource, Line::default())}
            {form.area(Field::Reason, 3, false)}
            <div class="page-foot-action">
                <button class="button primary large">{t!(l, rulebook.set)}</button>
            </div>
        </form>
    }
}

fn value_field(form: &Form, rule: Rule) -> AnyView {
    let l = form.l;
    let facts = rule.facts();
    let short = Line { is_short: true, ..Line::default() };
    match facts.unit {
        RuleUnit::YesNo => {
            let choice = |value: i64| {
                (value_text(rule, value), words::rulebook::amount(l, rule, value), None)
            };
            form.choices(Field::RuleValue, "radio", vec![choice(1), choice(0)], false)
        }
        RuleUnit::TimeOfDay => form.line(Field::RuleValue, Line { kind: "time", ..short }),
        RuleUnit::CreditHours => form.line(Field::RuleValue, short),
        _ => {
            let (least, most) = (Some(facts.least), Some(facts.most));
            let line = Line { kind: "number", min_value: least, max_value: most, ..short };
            form.line(Field::RuleValue, line)
        }
    }
}

async fn answered(
    visit: &Visit,
    rule: Rule,
    posted: Posted,
    done: Result<(), ActionError>,
    notice: &'static str,
) -> Answer {
    let to = |()| address(rule);
    answer(visit, posted, done, to, notice, |form| page_of(visit, rule, form)).await
}

pub(super) async fn set(visit: Visit, Path(code): Path<String>, posted: Posted) -> Answer {
    let rule = parse(&code)?;
    let done = visit.actions.set_rule(&visit.call, rule, &posted.values, &posted.once).await;
    answered(&visit, rule, posted, done, "rule_set").await
}

pub(super) async fn call_off(
    visit: Visit,
    Path((code, id)): Path<(String, i64)>,
    posted: Posted,
) -> Answer {
    let rule = parse(&code)?;
    let done = visit.actions.call_off_rule(&visit.call, rule, RuleChangeId(id)).await;
    answered(&visit, rule, posted, done, "rule_called_off").await
}
