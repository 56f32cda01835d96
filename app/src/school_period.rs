//! The school calendar: what the offices have entered, a form for more, and each period to be corrected
//! or removed.

use actions::{RegionRow, SchoolCalendarPage, SchoolPeriodRow};
use domain::{
    form::{Field, Values},
    id::SchoolPeriodId,
    lecture_request::REQUEST_READERS,
    school_period::{NewPeriod, PeriodKind},
};
use leptos::prelude::*;
use leptos_i18n::td_string as t;
use words::Locale;

use crate::{
    error::Answer,
    form::{Form, Line, Posted, answer},
    id::Id,
    page::Page,
    parts::{badge, empty},
    route::{Route, Who},
    visit::Visit,
};

const OFFICE: Who = Who::Role(REQUEST_READERS);

pub(crate) fn routes() -> Vec<Route> {
    vec![
        Route::get("/school_calendar", OFFICE, list),
        Route::post("/school_calendar", OFFICE, add),
        Route::get("/school_calendar/{id}", OFFICE, show),
        Route::post("/school_calendar/{id}", OFFICE, change),
        Route::post("/school_calendar/{id}/remove", OFFICE, remove),
    ]
}

async fn list(visit: Visit) -> Answer {
    let form = Form::to_make(&visit, Values::default());
    again(&visit, form).await
}

async fn again(visit: &Visit, form: Form) -> Answer {
    let l = visit.l;
    let page = visit.actions.school_calendar(&visit.call).await?;
    let imports = visit.may_open("/roster");
    let sees_days = visit.may_open("/work_calendar");
    let head = Page::new(t!(l, school_period.title)).lede(t!(l, school_period.lede)).with(&form);
    Ok(head.render(visit, move || {
        let cards = page.periods.iter().map(|row| card(l, &page, row)).collect_view();
        let nothing = page.periods.is_empty();
        view! {
            {form.why()}
            {nothing.then(|| empty(t!(l, school_period.none), None))}
            <ul class="card-list">{cards}</ul>
            <form class="form" method="post" action="/school_calendar" novalidate>
                <h2>{t!(l, school_period.add)}</h2>
                {form.once()}
                {fields(&form, &page.regions)}
                <button class="button primary large">{t!(l, school_period.add)}</button>
            </form>
            {imports.then(|| view! {
                <h2>{t!(l, school_period.import)}</h2>
                <p>{t!(l, school_period.import_hint)}</p>
                <p><a class="button" href="/roster?kind=school-calendar">{t!(l, school_period.import)}</a></p>
            })}
            <p class="cluster">
                <a href="/lecture_request">{t!(l, lecture_request.list_title)}</a>
                {sees_days.then(|| view! { <a href="/work_calendar">{t!(l, work_calendar.title)}</a> })}
            </p>
        }
    }))
}

fn card(l: Locale, page: &SchoolCalendarPage, row: &SchoolPeriodRow) -> impl IntoView + use<> {
    let tone = match row.kind {
        PeriodKind::Term => "done",
        PeriodKind::Holiday => "plain",
        PeriodKind::Exams => "todo",
    };
    let region = words::place::county(l, &row.region_zh, &row.region_en).to_owned();
    let change = page.may_change(row).then(|| {
        let href = format!("/school_calendar/{}", row.id);
        view! { <a class="button" href=href>{t!(l, school_period.change)}</a> }
    });
    view! {
        <li class="card">
            <h2 class="card-title">{name(l, row)}</h2>
            <p class="meta">
                <span>{region}</span>
                <span>{words::calendar::range(l, row.first_on, row.last_on)}</span>
            </p>
            {badge(tone, words::school_period::kind(l, row.kind))}
            {change}
        </li>
    }
}

/// What a period is called; what it is, where it has no name of its own.
fn name(l: Locale, row: &SchoolPeriodRow) -> String {
    if row.title.is_empty() {
        words::school_period::kind(l, row.kind).to_owned()
    } else {
        row.title.clone()
    }
}

fn fields(form: &Form, regions: &[RegionRow]) -> impl IntoView + use<> {
    let l = form.l;
    let region = |region: &RegionRow| {
        let name = words::place::county(l, &region.name_zh, &region.name_en);
        (region.id.to_string(), name.to_owned())
    };
    let kind = |kind: &PeriodKind| {
        (kind.as_str().to_owned(), words::school_period::kind(l, *kind).to_owned(), None)
    };
    let day = || Line { kind: "date", is_short: true, ..Line::default() };
    let title = Line { is_optional: true, ..Line::default() };
    view! {
        {form.select(Field::County, regions.iter().map(region).collect(), false)}
        {form.choices(Field::PeriodKind, "radio", PeriodKind::ALL.iter().map(kind).collect(), false)}
        {form.line(Field::PeriodTitle, title)}
        {form.line(Field::FirstDay, day())}
        {form.line(Field::LastDay, day())}
    }
}

async fn add(visit: Visit, posted: Posted) -> Answer {
    let done = visit.actions.add_school_period(&visit.call, &posted.values, &posted.once).await;
    let to = |_| "/school_calendar".to_owned();
    answer(&visit, posted, done, to, "school_period_added", |form| again(&visit, form)).await
}

async fn show(visit: Visit, Id(id): Id<SchoolPeriodId>) -> Answer {
    one(&visit, id, None).await
}

/// One period, to be corrected or removed.
async fn one(visit: &Visit, id: SchoolPeriodId, form: Option<Form>) -> Answer {
    let l = visit.l;
    let (row, page) = visit.actions.school_period(&visit.call, id).await?;
    let form = form.map_or_else(
        || {
            let (region, period) = (row.region_id, row.period());
            let new = NewPeriod { region, period, title: row.title.clone() };
            Form::to_change(visit, Values::from(&new), row.revision)
        },
        |mut form| {
            form.renew(row.revision);
            form
        },
    );
    let head = Page::new(name(l, &row)).lede(t!(l, school_period.change_lede)).with(&form);
    Ok(head.render(visit, move || {
        view! {
            {form.why()}
            <form class="form" method="post" action=format!("/school_calendar/{id}") novalidate>
                {form.revision()}
                {fields(&form, &page.regions)}
                <button class="button primary large">{t!(l, school_period.save)}</button>
            </form>
            <form method="post" action=format!("/school_calendar/{id}/remove")>
                <button class="button">{t!(l, school_period.remove)}</button>
            </form>
            <p><a href="/school_calendar">{t!(l, school_period.title)}</a></p>
        }
    }))
}

async fn change(visit: Visit, Id(id): Id<SchoolPeriodId>, posted: Posted) -> Answer {
    let Posted { values, revision, .. } = &posted;
    let done = visit.actions.change_school_period(&visit.call, id, values, *revision).await;
    let to = |()| "/school_calendar".to_owned();
    let again = |form| one(&visit, id, Some(form));
    answer(&visit, posted, done, to, "school_period_changed", again).await
}

async fn remove(visit: Visit, Id(id): Id<SchoolPeriodId>, posted: Posted) -> Answer {
    let done = visit.actions.remove_school_period(&visit.call, id).await;
    let to = |()| "/school_calendar".to_owned();
    let again = |form| one(&visit, id, Some(form));
    answer(&visit, posted, done, to, "school_period_removed", again).await
}
