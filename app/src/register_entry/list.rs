//! Which registers there are, and a page of one.

use actions::{RegionRow, RegisterEntryRow, RegisterFilter, RegisterPage};
use domain::{
    form::{Field, Problems, Values},
    register_entry::RegisterKind,
};
use leptos::prelude::*;
use leptos_i18n::td_string as t;
use words::Locale;

use super::{address, field, name, region};
use crate::{
    audit,
    error::Answer,
    form::{Form, query},
    id::Id,
    list_sheet::name_sheet_links,
    page::Page,
    parts::{badge, empty},
    visit::Visit,
};

pub(super) async fn all(visit: Visit) -> Answer {
    let l = visit.l;
    let registers = visit.actions.registers(&visit.call).await?;
    let head = Page::new(t!(l, register_entry.title)).lede(t!(l, register_entry.lede));
    Ok(head.render(&visit, move || {
        let card = |(kind, n): &(RegisterKind, i64)| {
            view! {
                <li class="card">
                    <h2 class="card-title">
                        <a href=address(*kind)>{words::register_entry::kind(l, *kind)}</a>
                    </h2>
                    <p>{words::register_entry::kind_lede(l, *kind)}</p>
                    <p class="meta"><span>{words::register_entry::count(l, *n)}</span></p>
                </li>
            }
        };
        view! { <ul class="card-list">{registers.iter().map(card).collect_view()}</ul> }
    }))
}

pub(super) async fn list(visit: Visit, Id(kind): Id<RegisterKind>) -> Answer {
    let l = visit.l;
    let asked = query(&visit);
    let filter = RegisterFilter::of(&asked);
    let up_to = asked.get(Field::UpTo).parse().ok();
    let page = visit.actions.register(&visit.call, kind, &filter, up_to).await?;
    let form = Form::to_find(&visit, asked, Problems::default());
    let head = Page::new(words::register_entry::kind(l, kind))
        .lede(words::register_entry::kind_lede(l, kind));
    Ok(head.render(&visit, move || {
        let at = address(kind);
        let add = page.may_add.then(|| {
            view! { <a class="button primary" href=format!("{at}/new")>{t!(l, register_entry.add)}</a> }
        });
        let export = (!page.rows.is_empty()).then(|| {
            name_sheet_links(l, &format!("{at}/export.xlsx"), &form.values)
        });
        let older = page.older.map(|id| id.to_string());
        view! {
            <p class="cluster">
                {add}
                {export}
                <a href="/register">{t!(l, register_entry.to_registers)}</a>
            </p>
            {filters(&form, kind, at, &page.regions)}
            {rows(l, kind, &page, &form.values)}
            {audit::pager(l, at, &form.values, older)}
        }
    }))
}

fn filters(
    form: &Form,
    kind: RegisterKind,
    at: &str,
    regions: &[RegionRow],
) -> impl IntoView + use<> {
    let l = form.l;
    let states = kind.states().iter();
    let states = states.map(|state| {
        (state.as_str().to_owned(), words::register_entry::state(l, *state).to_owned())
    });
    let mut states: Vec<_> = states.collect();
    if kind == RegisterKind::Safeguarding {
        let ending = t!(l, register_entry.any_ending).to_owned();
        states.push((RegisterFilter::ENDING.to_owned(), ending));
    }
    let county = |region: &RegionRow| {
        let name = words::place::county(l, &region.name_zh, &region.name_en);
        (region.id.to_string(), name.to_owned())
    };
    let counties: Vec<_> = regions.iter().map(county).collect();
    let county = (counties.len() > 1).then(|| form.select(Field::County, counties, true));
    let chosen = form.values.get(Field::State).to_owned();
    let states = states.into_iter().map(|(value, text)| {
        let selected = value == chosen;
        view! { <option value=value selected=selected>{text}</option> }
    });
    let sought = form.values.get(Field::Search).to_owned();
    view! {
        <form class="filters" method="get" action=at.to_owned() role="search" novalidate>
            <div class="field">
                <label for="q">{t!(l, register_entry.find)}</label>
                <input id="q" name=Field::Search.as_str() type="search" value=sought/>
            </div>
            <div class="field">
                <label for="state">{t!(l, register_entry.state_title)}</label>
                <select id="state" name=Field::State.as_str()>
                    <option value="">{t!(l, form.any)}</option>
                    {states.collect_view()}
                </select>
            </div>
            {county}
            <button class="button">{t!(l, register_entry.find)}</button>
        </form>
    }
}

fn rows(l: Locale, kind: RegisterKind, page: &RegisterPage, values: &Values) -> AnyView {
    if page.rows.is_empty() {
        return if audit::is_filtered(values) {
            empty(
                t!(l, register_entry.nothing),
                Some((address(kind), t!(l, register_entry.show_all))),
            )
        } else {
            empty(t!(l, register_entry.none), None)
        };
    }
    let cards = page.rows.iter().map(|row| card(l, row)).collect_view();
    view! { <ul class="card-list">{cards}</ul> }.into_any()
}

fn card(l: Locale, row: &RegisterEntryRow) -> impl IntoView + use<> {
    let title = name(row);
    let is_station = row.kind == RegisterKind::EStation;
    let details = [
        row.detail.map(|detail| words::register_entry::detail(l, detail)),
        row.person_name.clone().filter(|it| *it != title),
        row.unit_name.clone().filter(|it| *it != title),
        Some(region(l, row)),
        Some(field(l, row)),
        row.n_seats.map(|n| format!("{} {n}", t!(l, register_entry.seats))),
        row.kind.has_members().then(|| words::register_entry::n_members(l, row.n_members)),
        is_station.then(|| words::register_entry::n_met(l, row.n_met)),
        Some(words::register_entry::range(l, row.starts_on, row.ends_on)),
    ];
    let details = details.into_iter().flatten().filter(|text| !text.is_empty());
    let details = details.map(|text| view! { <span>{text}</span> }).collect_view();
    view! {
        <li class="card">
            <h2 class="card-title"><a href=format!("/register_entry/{}", row.id)>{title}</a></h2>
            <p class="meta">{details}</p>
            {badge(words::register_entry::tone(row.state), words::register_entry::state(l, row.state))}
        </li>
    }
}
