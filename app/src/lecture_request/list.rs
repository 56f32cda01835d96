//! The offices' list of requests, one state at a time.

use actions::{LectureRequestRow, ListFilter, RequestList};
use domain::{
    access_log::AccessThing, form::Field, lecture_request::RequestState, working_day::WorkCalendar,
};
use leptos::prelude::*;
use leptos_i18n::td_string as t;
use words::Locale;

use crate::{
    error::Answer,
    form::query,
    list_filter::{Choice, address, filters},
    list_sheet::{ColumnOf, column, name_column, name_sheet_links, sheet_of},
    page::Page,
    parts::{badge, empty, further},
    visit::Visit,
};

const PATH: &str = "/lecture_request";

pub(super) async fn list(visit: Visit) -> Answer {
    let l = visit.l;
    let asked = query(&visit);
    let from = asked.get(Field::UpTo).parse().ok();
    let filter = ListFilter::of(&asked);
    let page = visit.actions.lecture_requests(&visit.call, &filter, from).await?;
    let lede = words::lecture_request::n_requests(l, page.total);
    let calendar = visit.actions.work_calendar();
    Ok(Page::new(t!(l, lecture_request.list_title)).lede(lede).render(&visit, move || {
        // The state is a part of the address, even where nobody has chosen it.
        let mut asked = asked.clone();
        asked.take(Field::State);
        let asked = asked.with(Field::State, page.state.as_str());
        let export = (page.total > 0)
            .then(|| view! { <p>{name_sheet_links(l, "/lecture_request.xlsx", &asked)}</p> });
        let next = page.list.next.map(|id| id.to_string());
        let states = RequestState::ALL.iter();
        let states = states.map(|it| (it.as_str(), words::lecture_request::state(l, *it)));
        let state = Choice::state(l, states).of_one();
        let choices = std::iter::once(state).chain(Choice::county(l, &page.counties));
        view! {
            {filters(l, PATH, &asked, choices)}
            {export}
            {rows(l, &page, &calendar)}
            {further(l, &address(PATH, &asked), &asked, next)}
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

pub(super) async fn export(visit: Visit) -> Answer {
    let filter = ListFilter::of(&query(&visit));
    let handed = visit.actions.lecture_request_export(&visit.call, &filter).await?;
    let title = words::access_log::thing(visit.l, AccessThing::RequestList);
    sheet_of(&visit, title, &columns(visit.l), handed).await
}

fn columns(l: Locale) -> [ColumnOf<LectureRequestRow>; 12] {
    [
        column(t!(l, delivery.column_course), 28, |_, row| row.title.clone()),
        name_column(t!(l, lecture_request.lecturer), 12, |_, row| row.lecturer_name.clone()),
        column(t!(l, lecture_request.host), 26, |_, row| row.host_name.clone()),
        column(t!(l, lecture_request.county), 14, county_name),
        column(t!(l, lecture_request.stage), 12, |l, row| {
            words::audience::stage(l, row.stage).to_owned()
        }),
        column(t!(l, lecture_request.audience), 10, |_, row| row.audience.to_string()),
        column(t!(l, lecture_request.mode), 10, |l, row| {
            words::audience::mode(l, row.mode).to_owned()
        }),
        name_column(t!(l, lecture_request.contact), 12, |_, row| row.contact.clone()),
        // As the page shows it to everybody who reads the list.
        column(t!(l, lecture_request.phone), 16, |_, row| {
            words::person::phone(Some(&row.contact_phone))
        }),
        column(t!(l, lecture_request.sent_on), 14, |l, row| {
            words::time::date_of(l, row.created_at)
        }),
        column(t!(l, lecture_request.remark), 24, |_, row| row.remark.clone()),
        column(t!(l, page.filter_state), 12, |l, row| {
            words::lecture_request::state(l, row.state).to_owned()
        }),
    ]
}
