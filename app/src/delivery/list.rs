//! Lectures as offices look through them: by day, county, town and state, and as a spreadsheet.

use actions::{DeliveryFilter, DeliveryRow, RegionRow};
use domain::{
    delivery::DeliveryState,
    form::{Field, Problems, Values},
};
use leptos::prelude::*;
use leptos_i18n::td_string as t;
use words::Locale;

use crate::{
    error::Answer,
    form::{Form, Line, query},
    list_filter::{Choice, address, regions, select},
    list_sheet::{ColumnOf, column, name_column, name_sheet_links, sheet_of},
    page::Page,
    parts::{badge, empty, further},
    visit::Visit,
};

const PATH: &str = "/delivery";

pub(super) async fn list(visit: Visit) -> Answer {
    let l = visit.l;
    let asked = query(&visit);
    let from = asked.get(Field::UpTo).parse().ok();
    let filter = DeliveryFilter::of(&asked);
    let page = visit.actions.deliveries(&visit.call, &filter, from).await?;
    let lede = words::delivery::n_lectures(l, page.total);
    let form = Form::to_find(&visit, asked, Problems::default());
    Ok(Page::new(t!(l, delivery.list_title)).lede(lede).render(&visit, move || {
        let asked = &form.values;
        let export = (page.total > 0)
            .then(|| view! { <p>{name_sheet_links(l, "/delivery.xlsx", asked)}</p> });
        let next = page.list.next.map(|id| id.to_string());
        view! {
            {filters(&form, &page.counties, &page.towns)}
            {export}
            {rows(l, &page.list.rows, asked)}
            {further(l, &address(PATH, asked), asked, next)}
        }
    }))
}

/// Where a lecture stands, as the words of an address have it.
fn states(l: Locale) -> Vec<(String, String)> {
    let own = [
        (DeliveryFilter::GIVEN, t!(l, delivery.state_given)),
        (DeliveryFilter::UNSETTLED, t!(l, delivery.state_unsettled)),
    ];
    let all = DeliveryState::ALL.iter();
    let all = all.map(|state| (state.as_str(), words::delivery::state(l, *state)));
    own.into_iter().chain(all).map(|(code, text)| (code.to_owned(), text.to_owned())).collect()
}

fn filters(form: &Form, counties: &[RegionRow], towns: &[RegionRow]) -> impl IntoView + use<> {
    let l = form.l;
    let sought = form.values.get(Field::Search).to_owned();
    let day = Line { kind: "date", is_short: true, is_optional: true, ..Line::default() };
    let county =
        (counties.len() > 1).then(|| form.select(Field::County, regions(l, counties), true));
    let town = (!towns.is_empty()).then(|| form.select(Field::Town, regions(l, towns), true));
    view! {
        <form class="filters" method="get" action=PATH role="search" novalidate>
            <div class="field">
                <label for="q">{t!(l, page.find_name)}</label>
                <input id="q" name=Field::Search.as_str() type="search" value=sought/>
            </div>
            {form.line(Field::FromDay, day)}
            {form.line(Field::ToDay, day)}
            {county}
            {town}
            {select(l, &form.values, Choice::of(Field::State, t!(l, page.filter_state), states(l)))}
            <button class="button">{t!(l, page.find)}</button>
        </form>
    }
}

fn rows(l: Locale, rows: &[DeliveryRow], asked: &Values) -> AnyView {
    if rows.is_empty() {
        let is_all = asked.iter().all(|(_, value)| value.is_empty());
        return if is_all {
            empty(t!(l, delivery.list_none), None)
        } else {
            empty(t!(l, page.nothing_found), Some((PATH, t!(l, page.show_all))))
        };
    }
    let cards = rows.iter().map(|row| {
        let place = row.place_name.clone().unwrap_or_else(|| t!(l, review_session.online).into());
        let listeners = row.attendance.map(|n| words::course::people(l, n));
        view! {
            <li class="card">
                <h2 class="card-title">
                    <a href=format!("/delivery/{}", row.id)>{row.title.clone()}</a>
                </h2>
                <p class="meta">
                    <span>{words::time::span(l, row.starts_at, row.ends_at)}</span>
                    <span>{row.host_name.clone()}</span>
                    <span>{place}</span>
                    <span>{words::person::teacher(l, &row.lecturer_name)}</span>
                    {listeners.map(|text| view! { <span>{text}</span> })}
                </p>
                {badge(words::delivery::tone(row.state), words::delivery::state(l, row.state))}
            </li>
        }
    });
    view! { <ul class="card-list">{cards.collect_view()}</ul> }.into_any()
}

pub(super) async fn export(visit: Visit) -> Answer {
    let filter = DeliveryFilter::of(&query(&visit));
    let handed = visit.actions.delivery_export(&visit.call, &filter).await?;
    let title = t!(visit.l, delivery.list_title);
    sheet_of(&visit, title, &columns(visit.l), handed).await
}

fn columns(l: Locale) -> [ColumnOf<DeliveryRow>; 7] {
    [
        column(t!(l, delivery.column_time), 24, |l, row| {
            words::time::span(l, row.starts_at, row.ends_at)
        }),
        column(t!(l, delivery.column_course), 28, |_, row| row.title.clone()),
        name_column(t!(l, delivery.column_lecturer), 12, |_, row| row.lecturer_name.clone()),
        column(t!(l, delivery.column_host), 26, |_, row| row.host_name.clone()),
        column(t!(l, delivery.column_place), 26, |_, row| {
            row.place_name.clone().unwrap_or_default()
        }),
        column(t!(l, delivery.column_listeners), 10, |_, row| {
            row.attendance.map(|n| n.to_string()).unwrap_or_default()
        }),
        column(t!(l, page.filter_state), 12, |l, row| {
            words::delivery::state(l, row.state).to_owned()
        }),
    ]
}
