//! The offices' list of requests, one state at a time.

use std::sync::Arc;

use actions::{LectureRequestRow, ListFilter, RequestList};
use domain::{
    working_day::WorkCalendar,
    {form::Field, lecture_request::RequestState},
};
use leptos::prelude::*;
use leptos_i18n::td_string as t;
use words::Locale;

use crate::{
    error::Answer,
    form::query,
    list_filter::{Choice, filters, page_address},
    page::Page,
    parts::{badge, empty, pager},
    visit::Visit,
};

const PATH: &str = "/lecture_request";

pub(super) async fn list(visit: Visit) -> Answer {
    let l = visit.l;
    let asked = query(&visit);
    let number = asked.get(Field::Page).parse().unwrap_or(1);
    let filter = ListFilter::of(&asked);
    let page = visit.actions.lecture_requests(&visit.call, &filter, number).await?;
    let lede = words::lecture_request::n_requests(l, page.list.total);
    let calendar = Arc::clone(visit.actions.work_calendar());
    Ok(Page::new(t!(l, lecture_request.list_title)).lede(lede).render(&visit, move || {
        // The state is a part of the address, even where nobody has chosen it.
        let mut asked = asked.clone();
        asked.take(Field::State);
        let asked = asked.with(Field::State, page.state.as_str());
        let address = |number: i64| page_address(PATH, &asked, number);
        let states = RequestState::ALL.iter();
        let states = states.map(|it| (it.as_str(), words::lecture_request::state(l, *it)));
        let state = Choice::state(l, states).of_one();
        let choices = std::iter::once(state).chain(Choice::county(l, &page.counties));
        view! {
            {filters(l, PATH, &asked, choices)}
            {rows(l, &page, &calendar)}
            {pager(l, page.list.page, page.list.pages, address)}
            <p><a href="/delivery">{t!(l, delivery.list_title)}</a></p>
            <p><a href="/school_calendar">{t!(l, school_period.link)}</a></p>
        }
    }))
}

fn rows(l: Locale, page: &RequestList, calendar: &WorkCalendar) -> AnyView {
    if page.list.rows.is_empty() {
        return empty(t!(l, lecture_request.nothing), None);
    }
    let cards = page.list.rows.iter().map(|row| card(l, row, calendar)).collect_view();
    view! { <ul class="card-list">{cards}</ul> }.into_any()
}

fn card(l: Locale, row: &LectureRequestRow, calendar: &WorkCalendar) -> impl IntoView + use<> {
    let href = format!("/lecture_request/{}", row.id);
    let county = county_name(l, row);
    let is_waiting = matches!(
        row.state,
        RequestState::CountyReview | RequestState::CityReview | RequestState::Matching
    );
    let due = row.due_at.filter(|_| is_waiting);
    let due = due.map(|due| words::lecture_request::due(l, due, calendar));
    view! {
        <li class="card">
            <h2 class="card-title"><a href=href>{row.title.clone()}</a></h2>
            <p class="meta">
                <span>{row.host_name.clone()}</span>
                <span>{county}</span>
                <span>{words::audience::stage(l, row.stage)}</span>
                <span>{words::course::people(l, row.audience)}</span>
            </p>
            <p class="meta">
                <span>{row.contact.clone()}</span>
                <span>{words::person::phone(Some(&row.contact_phone))}</span>
            </p>
            {due.map(|due| view! { <p class="due">{due}</p> })}
            {badge(words::lecture_request::tone(row.state), words::lecture_request::state(l, row.state))}
        </li>
    }
}

/// The county's name, or that the host is directly under the city.
pub(super) fn county_name(l: Locale, row: &LectureRequestRow) -> String {
    match (&row.region_zh, &row.region_en) {
        (Some(zh), Some(en)) => words::place::county(l, zh, en).to_owned(),
        _ => t!(l, lecture_request.city_level).to_owned(),
    }
}
