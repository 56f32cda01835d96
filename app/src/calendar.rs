//! Calendars by month, week and list: my own, and for the offices a person's, a place's and a
//! county's.

mod grid;

use actions::{CalendarItem, CalendarName, CalendarSheet, Whose, local_date};
use chrono::NaiveDate;
use domain::{
    calendar::{CalendarSpan, CalendarView},
    commitment::CommitmentSource,
    form::Field,
    id::{PersonId, PlaceId, RegionId},
    lecture_request::REQUEST_READERS,
};
use leptos::prelude::*;
use leptos_i18n::td_string as t;
use words::Locale;

use crate::{
    content::{Content, Contents, Lasts},
    error::{Answer, AppError},
    form::query,
    id::Id,
    merging::follow,
    parts::{badge, empty},
    route::{Route, Who},
    visit::Visit,
};

const OFFICE: Who = Who::Role(REQUEST_READERS);

pub(crate) fn routes() -> Vec<Route> {
    vec![
        Route::get("/calendar", Who::SignedIn, mine),
        Route::get("/calendar/person/{id}", OFFICE, person),
        Route::get("/calendar/place/{id}", OFFICE, place),
        Route::get("/calendar/county/{id}", OFFICE, county),
    ]
}

async fn mine(visit: Visit, contents: Contents) -> Answer {
    page_of(&visit, &contents, Whose::Mine).await
}

async fn person(visit: Visit, Id(id): Id<PersonId>, contents: Contents) -> Answer {
    let page = page_of(&visit, &contents, Whose::Person(id)).await;
    follow(&visit, id, page).await
}

async fn place(visit: Visit, Id(id): Id<PlaceId>, contents: Contents) -> Answer {
    page_of(&visit, &contents, Whose::Place(id)).await
}

async fn county(visit: Visit, Id(id): Id<RegionId>, contents: Contents) -> Answer {
    page_of(&visit, &contents, Whose::County(id)).await
}

/// The view and the day that the address asks for; anything else is the list from today on.
fn span(visit: &Visit) -> CalendarSpan {
    let asked = query(visit);
    let view = CalendarView::parse(asked.get(Field::View)).unwrap_or(CalendarView::List);
    let day = asked
        .get(Field::Date)
        .parse()
        .ok()
        .filter(|day| is_near(*day))
        .unwrap_or(visit.call.today());
    CalendarSpan::new(view, day)
}

/// Years that nobody means are no dates.
fn is_near(day: NaiveDate) -> bool {
    (2000..2200).contains(&chrono::Datelike::year(&day))
}

async fn page_of(visit: &Visit, contents: &Contents, whose: Whose) -> Answer {
    contents.own(visit, Lasts::Minute, || content(visit, whose)).await
}

async fn content(visit: &Visit, whose: Whose) -> Result<Content, AppError> {
    let l = visit.l;
    let today = visit.call.today();
    let span = span(visit);
    let sheet = visit.actions.calendar_of(&visit.call, whose, span).await?;
    let (title, lede) = title(l, &sheet.name);
    let path = visit.path.clone();
    Ok(Content::new(visit, title, Some(lede.to_owned()), move || {
        let body = match span.view {
            CalendarView::Month => grid::month(l, today, span, &sheet, &path),
            CalendarView::Week | CalendarView::List => agenda(l, today, &sheet),
        };
        view! {
            {views(l, span, &path)}
            {steps(l, today, span, &path)}
            {body}
            {counties(l, &sheet)}
            {(sheet.name == CalendarName::Mine).then(|| own_links(l))}
        }
    }))
}

fn title(l: Locale, name: &CalendarName) -> (String, &'static str) {
    let of = |name: &str| (words::calendar::of(l, name), t!(l, calendar.office_lede));
    match name {
        CalendarName::Mine => (t!(l, calendar.title).to_owned(), t!(l, calendar.lede)),
        CalendarName::Person(name) => of(&words::person::teacher(l, name)),
        CalendarName::Place(name) => of(name),
        CalendarName::County(zh, en) => of(words::place::county(l, zh, en)),
    }
}

fn address(path: &str, view: CalendarView, day: NaiveDate) -> String {
    format!("{path}?view={}&date={day}", view.as_str())
}

fn views(l: Locale, span: CalendarSpan, path: &str) -> impl IntoView + use<> {
    let tabs = CalendarView::ALL
        .iter()
        .map(|view| {
            let current = (*view == span.view).then_some("page");
            let href = address(path, *view, span.around);
            view! { <li><a href=href aria-current=current>{words::calendar::view(l, *view)}</a></li> }
        })
        .collect_view();
    view! { <nav class="tabs" aria-label=t!(l, calendar.views)><ul>{tabs}</ul></nav> }
}

fn steps(l: Locale, today: NaiveDate, span: CalendarSpan, path: &str) -> impl IntoView + use<> {
    let last = span.until.pred_opt().unwrap_or(span.until);
    view! {
        <p>{words::calendar::range(l, span.first, last)}</p>
        <p class="cluster">
            <a class="button" href=address(path, span.view, span.before())>{t!(l, calendar.before)}</a>
            <a class="button" href=address(path, span.view, today)>{t!(l, calendar.today)}</a>
            <a class="button" href=address(path, span.view, span.after())>{t!(l, calendar.after)}</a>
        </p>
    }
}

fn agenda(l: Locale, today: NaiveDate, sheet: &CalendarSheet) -> AnyView {
    if sheet.items.is_empty() {
        return empty(t!(l, calendar.nothing_then), Some(("/desk", t!(l, page.desk))));
    }
    let is_mine = sheet.name == CalendarName::Mine;
    let days = sheet
        .items
        .chunk_by(|a, b| local_date(a.starts_at) == local_date(b.starts_at))
        .map(|items| day(l, today, items, is_mine))
        .collect_view();
    view! { <div class="agenda">{days}</div> }.into_any()
}

fn day(
    l: Locale,
    today: NaiveDate,
    items: &[CalendarItem],
    is_mine: bool,
) -> impl IntoView + use<> {
    let date = items.first().map_or(today, |item| local_date(item.starts_at));
    let is_today = date == today;
    let lines = items
        .iter()
        .map(|item| {
            let held = item.is_held.then(|| badge("todo", t!(l, desk.held)));
            view! {
                <li>
                    <span>{words::time::hours(item.starts_at, item.ends_at)}</span>
                    <span>{what(l, item, is_mine)}{text(l, item)}" "{held}</span>
                </li>
            }
        })
        .collect_view();
    view! {
        <section class="agenda-day" data-today=is_today.then_some("")>
            <h2>{words::time::day(l, date)}</h2>
            <ul>{lines}</ul>
        </section>
    }
}

/// The place, or what is lectured; on one's own calendar a place is missing for video calls
/// alone, and for trainings, whose place stands on their page.
fn text(l: Locale, item: &CalendarItem) -> Option<String> {
    let has_place = !matches!(item.source, CommitmentSource::Training | CommitmentSource::Absence);
    let online = (item.may_open && has_place).then(|| t!(l, review_session.online).to_owned());
    item.text.clone().or(online).map(|text| format!(" · {text}"))
}

/// What it is, with a link where there is a page for the reader.
fn what(l: Locale, item: &CalendarItem, is_mine: bool) -> AnyView {
    let name = if is_mine {
        words::calendar::source(l, item.source)
    } else {
        words::calendar::others_source(l, item.source)
    };
    if item.may_open {
        let href = page_of_source(item.source, item.source_id);
        view! { <a href=href>{name}</a> }.into_any()
    } else {
        name.into_any()
    }
}

/// The page of what takes somebody.
pub(crate) fn page_of_source(source: CommitmentSource, id: i64) -> String {
    let page = match source {
        CommitmentSource::Booking => "booking",
        CommitmentSource::ReviewSession => "review_session",
        CommitmentSource::Delivery => "delivery",
        CommitmentSource::Observation => "observation",
        CommitmentSource::Training => return "/training_event".to_owned(),
        CommitmentSource::Absence => return "/absence".to_owned(),
    };
    format!("/{page}/{id}")
}

/// What is set beside the own calendar.
fn own_links(l: Locale) -> impl IntoView {
    view! {
        <p class="cluster">
            <a class="button" href="/absence">{t!(l, absence.link)}</a>
            <a class="button" href="/calendar/feed">{t!(l, calendar_feed.link)}</a>
        </p>
    }
}

/// For the offices: the lectures of their counties.
fn counties(l: Locale, sheet: &CalendarSheet) -> Option<impl IntoView + use<>> {
    if sheet.counties.is_empty() {
        return None;
    }
    let links = sheet
        .counties
        .iter()
        .map(|county| {
            let href = format!("/calendar/county/{}", county.id);
            let name = words::place::county(l, &county.name_zh, &county.name_en).to_owned();
            view! { <a class="button" href=href>{name}</a> }
        })
        .collect_view();
    Some(view! {
        <h2>{t!(l, calendar.counties)}</h2>
        <p class="cluster">{links}</p>
    })
}
