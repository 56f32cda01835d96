//! Two records of one person side by side, to become one; and the way back. Of units see [`unit`].

mod unit;

use std::fmt::Display;

use actions::{HoldingRow, MergeChoice, MergePage, MergingRow, PersonRow, raw_fact};
use domain::{
    form::{Field, Values},
    grant::KEEPERS,
    id::{MergingId, PersonId},
    merging::{Fact, MergeRefusal},
};
use leptos::prelude::*;
use leptos_i18n::td_string as t;
use words::Locale;

use crate::{
    error::{Answer, AppError},
    form::{Form, Posted, answer, query},
    grant,
    id::Id,
    page::Page,
    parts::{empty, fact},
    route::{Route, Who},
    visit::{Visit, redirect},
};

/// What stands for the remark that is shown to nobody.
const HIDDEN: &str = "•••";
const KEEPER: Who = Who::Role(KEEPERS);

pub(crate) fn routes() -> Vec<Route> {
    let mut routes = vec![
        Route::get("/person/{id}/merge", KEEPER, choose),
        Route::get("/person/{id}/merge/{other}", KEEPER, compare),
        Route::post("/person/{id}/merge/{other}", KEEPER, merge),
        Route::post("/person/{id}/merging/{merging}/undo", KEEPER, undo),
    ];
    routes.extend(unit::routes());
    routes
}

/// The address of a record that was merged into another leads to that one.
pub(crate) async fn follow(visit: &Visit, id: PersonId, answer: Answer) -> Answer {
    if !matches!(answer, Err(AppError::NotFound)) {
        return answer;
    }
    match visit.actions.kept_person(id).await? {
        Some(kept) => Ok(redirect(&visit.here.replacen(&format!("/{id}"), &format!("/{kept}"), 1))),
        None => answer,
    }
}

async fn choose(visit: Visit, Id(id): Id<PersonId>) -> Answer {
    let asked = query(&visit);
    let q = asked.get(Field::Search).to_owned();
    let choice = visit.actions.merge_choice(&visit.call, id, &q).await;
    follow(&visit, id, choice.map(|it| choice_page(&visit, &it, q)).map_err(AppError::from)).await
}

fn choice_page(visit: &Visit, choice: &MergeChoice, q: String) -> axum::response::Response {
    let l = visit.l;
    let MergeChoice { person, others } = choice;
    let head = Page::new(t!(l, merging.title)).lede(t!(l, merging.choice_lede));
    head.render(visit, move || {
        let found = others.iter().map(|other| (other.id, summary(l, other).into_any()));
        let found = Found {
            q,
            label: t!(l, merging.search),
            nothing: t!(l, merging.nothing),
            records: found.collect(),
        };
        choice_of(l, &format!("/person/{}/merge", person.id), summary(l, person), found)
    })
}

/// What a search for the other record has found.
struct Found<I> {
    /// What was typed.
    q: String,
    /// Over the field.
    label: &'static str,
    /// Said where nothing is found.
    nothing: &'static str,
    /// Each record in short.
    records: Vec<(I, AnyView)>,
}

/// The record that stays, and those that may be merged into it; `action`: the address of the choice.
fn choice_of<I: Display, T: IntoView>(
    l: Locale,
    action: &str,
    kept: T,
    found: Found<I>,
) -> impl IntoView + use<I, T> {
    let is_empty = found.records.is_empty();
    let cards = found
        .records
        .into_iter()
        .map(|(id, summary)| {
            let href = format!("{action}/{id}");
            view! { <li class="card">{summary}<p><a class="button" href=href>{t!(l, merging.compare)}</a></p></li> }
        })
        .collect_view();
    view! {
        <h2>{t!(l, merging.keep)}</h2>
        <div class="card">{kept}</div>
        <form class="filters" method="get" action=action.to_owned() role="search">
            <div class="field">
                <label for="q">{found.label}</label>
                <input id="q" name=Field::Search.as_str() type="search" value=found.q/>
            </div>
            <button class="button">{t!(l, catalogue.search)}</button>
        </form>
        {is_empty.then(|| empty(found.nothing, None))}
        <ul class="card-list">{cards}</ul>
    }
}

/// A record in short.
fn summary(l: Locale, person: &PersonRow) -> impl IntoView + use<> {
    view! {
        <h3 class="card-title">{person.name.clone()}</h3>
        <dl class="facts">
            {fact(t!(l, person.workplace), person.workplace.clone().unwrap_or_default())}
            {fact(t!(l, person.post), person.title.clone())}
            {fact(t!(l, person.phone), words::person::phone(person.phone.as_deref()))}
        </dl>
    }
}

async fn compare(visit: Visit, Id((id, other)): Id<(PersonId, PersonId)>) -> Answer {
    let page = visit.actions.merge_page(&visit.call, id, other).await.map_err(AppError::from);
    let page = page.map(|page| {
        let form = Form::new(&visit, begun(&page));
        page_of(&visit, page, form)
    });
    let page = follow(&visit, id, page).await;
    // The other one may be merged already: into this one, or elsewhere.
    if matches!(page, Err(AppError::NotFound)) && visit.actions.kept_person(other).await?.is_some()
    {
        return Ok(redirect(&format!("/person/{id}")));
    }
    page
}

/// What the kept record says stands, unless it says nothing.
fn begun(page: &MergePage) -> Values {
    page.facts_to_choose().into_iter().fold(Values::default(), |values, fact| {
        let is_empty = raw_fact(&page.kept, fact).is_empty();
        values.with(fact.field(), if is_empty { "other" } else { "own" })
    })
}

async fn again(visit: &Visit, id: PersonId, other: PersonId, form: Form) -> Answer {
    let page = visit.actions.merge_page(&visit.call, id, other).await?;
    Ok(page_of(visit, page, form))
}

fn page_of(visit: &Visit, page: MergePage, form: Form) -> axum::response::Response {
    let l = visit.l;
    let head = Page::new(t!(l, merging.title)).lede(t!(l, merging.lede)).with(&form);
    head.render(visit, move || {
        let (kept, gone) = (page.kept.id, page.gone.id);
        let may_merge = page.refusals.is_empty();
        view! {
            {form.why()}
            {refused(l, &page.refusals)}
            <p><a class="button" href=format!("/person/{gone}/merge/{kept}")>{t!(l, merging.swap)}</a></p>
            <form class="form" method="post" action=format!("/person/{kept}/merge/{gone}") novalidate>
                {facts_table(&form, facts(l, &page))}
                <p class="hint">{t!(l, merging.workplace_rule)}</p>
                <p class="hint">{t!(l, merging.account_rule)}</p>
                {holdings(l, &page.holdings, t!(l, merging.apart_hint))}
                {may_merge.then(|| merge_button(l, t!(l, merging.merge_hint)))}
            </form>
        }
    })
}

/// What was merged into a record with this address, each with the way back.
pub(crate) fn merged_records(
    l: Locale,
    address: &str,
    mergings: &[MergingRow],
) -> Option<impl IntoView + use<>> {
    let rows = mergings
        .iter()
        .map(|merging| {
            let action = format!("{address}/merging/{}/undo", merging.id);
            view! {
                <li class="card">
                    <p>{merging.gone_name.clone()}</p>
                    <p class="meta"><span>{words::time::moment(l, merging.merged_at)}</span></p>
                    <form method="post" action=action>
                        <button class="button">{t!(l, merging.undo)}</button>
                    </form>
                </li>
            }
        })
        .collect_view();
    (!mergings.is_empty()).then(|| {
        view! { <h2>{t!(l, merging.merged_records)}</h2><ul class="card-list">{rows}</ul> }
    })
}

/// What stands in the way of a merging.
fn refused(l: Locale, refusals: &[MergeRefusal]) -> Option<impl IntoView + use<>> {
    let list = refusals.iter().map(|it| words::merging::refusal(l, *it));
    let list = list.map(|text| view! { <li>{text}</li> }).collect_view();
    (!refusals.is_empty()).then(|| {
        view! { <div class="notice warning"><h2>{t!(l, merging.refused)}</h2><ul>{list}</ul></div> }
    })
}

fn merge_button(l: Locale, hint: &'static str) -> impl IntoView {
    view! {
        <p class="hint">{hint}</p>
        <div class="page-foot-action">
            <button class="button primary large">{t!(l, merging.merge)}</button>
        </div>
    }
}

/// A line of the table of facts.
struct FactLine {
    name: &'static str,
    kept: String,
    gone: String,
    /// Of which somebody has to say which stands.
    choice: Option<Fact>,
}

fn facts(l: Locale, page: &MergePage) -> Vec<FactLine> {
    let open = page.facts_to_choose();
    let is_said =
        |it: &&Fact| !(raw_fact(&page.kept, **it) + &raw_fact(&page.gone, **it)).is_empty();
    let line = |it: &Fact| FactLine {
        name: words::merging::fact(l, *it),
        kept: text_of(l, page, &page.kept, *it),
        gone: text_of(l, page, &page.gone, *it),
        choice: open.contains(it).then_some(*it),
    };
    let mut lines: Vec<FactLine> = Fact::OF_PERSON.iter().filter(is_said).map(line).collect();
    let fixed = |name, kept: &Option<String>, gone: &Option<String>| FactLine {
        name,
        kept: kept.clone().unwrap_or_default(),
        gone: gone.clone().unwrap_or_default(),
        choice: None,
    };
    lines.push(fixed(t!(l, person.workplace), &page.kept.workplace, &page.gone.workplace));
    lines.push(fixed(t!(l, person.sign_in_name), &page.sign_in.0, &page.sign_in.1));
    lines
}

/// Both records side by side, with what somebody has to choose.
fn facts_table(form: &Form, lines: Vec<FactLine>) -> impl IntoView + use<> {
    let l = form.l;
    let rows = lines
        .into_iter()
        .map(|FactLine { name, kept, gone, choice }| {
            let cell = |text: String, value: &'static str, of: &'static str| {
                let Some(fact) = choice else {
                    return view! { <td data-label=of>{text}</td> }.into_any();
                };
                let text = if text.is_empty() { t!(l, merging.empty).to_owned() } else { text };
                let is_chosen = form.values.has(fact.field(), value);
                view! {
                    <td data-label=of>
                        <label class="choice">
                            <input type="radio" name=fact.field().to_string() value=value checked=is_chosen/>
                            <span>{text}</span>
                        </label>
                    </td>
                }
                .into_any()
            };
            view! {
                <tr>
                    <th scope="row">{name}</th>
                    {cell(kept, "own", t!(l, merging.kept))}
                    {cell(gone, "other", t!(l, merging.gone))}
                </tr>
            }
        })
        .collect_view();
    view! {
        <h2>{t!(l, merging.facts)}</h2>
        <p class="hint">{t!(l, merging.choose_hint)}</p>
        <table class="data stacked">
            <thead><tr>
                <th scope="col">{t!(l, merging.facts)}</th>
                <th scope="col">{t!(l, merging.kept)}</th>
                <th scope="col">{t!(l, merging.gone)}</th>
            </tr></thead>
            <tbody>{rows}</tbody>
        </table>
    }
}

/// A fact in words.
fn text_of(l: Locale, page: &MergePage, person: &PersonRow, fact: Fact) -> String {
    match fact {
        Fact::Sex => {
            person.sex.map(|sex| words::person::sex(l, sex).to_owned()).unwrap_or_default()
        }
        Fact::Phone => words::person::phone(person.phone.as_deref()),
        // That there is one is told, and never what it says.
        Fact::InnerNote if !person.inner_note.is_empty() => HIDDEN.to_owned(),
        Fact::Field => {
            let field = page.fields.iter().find(|it| Some(it.id) == person.field_id);
            let name = |it: &actions::FieldRow| {
                words::course::field(l, Some(&it.name_zh), Some(&it.name_en)).to_owned()
            };
            field.map(name).unwrap_or_default()
        }
        Fact::Region => {
            let region = page.regions.iter().find(|it| Some(it.id) == person.region_id);
            let name = |it: &actions::RegionRow| {
                words::place::county(l, &it.name_zh, &it.name_en).to_owned()
            };
            region.map(name).unwrap_or_default()
        }
        _ => raw_fact(person, fact),
    }
}

fn holdings(l: Locale, rows: &[HoldingRow], hint: &'static str) -> impl IntoView + use<> {
    let is_empty = rows.is_empty();
    let rows = rows
        .iter()
        .map(|row| {
            let apart = (row.n_apart > 0).then(|| words::merging::apart(l, row.n_apart));
            let cell = |n: i64, samples: &[String], of: &'static str, apart: Option<String>| {
                let samples = samples.join(t!(l, time.list));
                view! {
                    <td data-label=of>
                        {n}
                        {(!samples.is_empty()).then(|| view! { <p class="meta">{samples}</p> })}
                        {apart.map(|text| view! { <p class="hint">{text}</p> })}
                    </td>
                }
            };
            view! {
                <tr>
                    <th scope="row">{words::merging::thing(l, row.thing)}</th>
                    {cell(row.n_kept, &row.kept, t!(l, merging.kept), None)}
                    {cell(row.n_gone, &row.gone, t!(l, merging.gone), apart)}
                </tr>
            }
        })
        .collect_view();
    let table = (!is_empty).then(|| {
        view! {
            <table class="data stacked">
                <thead><tr>
                    <th scope="col">{t!(l, merging.holding)}</th>
                    <th scope="col">{t!(l, merging.kept)}</th>
                    <th scope="col">{t!(l, merging.gone)}</th>
                </tr></thead>
                <tbody>{rows}</tbody>
            </table>
            <p class="hint">{hint}</p>
        }
    });
    view! {
        <h2>{t!(l, merging.holdings)}</h2>
        {is_empty.then(|| view! { <p>{t!(l, merging.none)}</p> })}
        {table}
    }
}

async fn merge(visit: Visit, Id((id, other)): Id<(PersonId, PersonId)>, posted: Posted) -> Answer {
    let done = visit.actions.merge_people(&visit.call, id, other, &posted.values).await;
    let to = |()| format!("/person/{id}");
    answer(&visit, posted, done, to, "merged", |form| again(&visit, id, other, form)).await
}

async fn undo(
    visit: Visit,
    Id((id, merging)): Id<(PersonId, MergingId)>,
    posted: Posted,
) -> Answer {
    let done = visit.actions.undo_merging(&visit.call, id, merging).await;
    let to = |()| format!("/person/{id}");
    answer(&visit, posted, done, to, "merging_undone", |form| grant::again(&visit, id, form)).await
}
