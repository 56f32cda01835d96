//! Which years' days off are known, and the form in which the city's office writes one.

use actions::{ArrangedYear, WorkCalendarPage};
use domain::{
    form::{Field, Values},
    work_calendar::{CALENDAR_KEEPERS, CALENDAR_READERS},
};
use leptos::prelude::*;
use leptos_i18n::td_string as t;
use words::Locale;

use crate::{
    error::Answer,
    form::{Form, Line, Posted, answer},
    id::Id,
    page::Page,
    route::{Route, Who},
    visit::Visit,
};

const READER: Who = Who::Role(CALENDAR_READERS);
const KEEPER: Who = Who::Role(CALENDAR_KEEPERS);

pub(crate) fn routes() -> Vec<Route> {
    vec![
        Route::get("/work_calendar", READER, list),
        Route::get("/work_calendar/{year}", KEEPER, show),
        Route::post("/work_calendar/{year}", KEEPER, save),
    ]
}

async fn list(visit: Visit) -> Answer {
    let l = visit.l;
    let page = visit.actions.work_calendar_page(&visit.call).await?;
    let sees_deadlines = visit.may_open("/deadline");
    let head = Page::new(t!(l, work_calendar.title)).lede(t!(l, work_calendar.lede));
    Ok(head.render(&visit, move || {
        let cards = page.years.iter().map(|one| card(l, &page, one)).collect_view();
        let missing = page.missing.map(|year| missing(l, year, page.may_write));
        view! {
            {missing}
            <ul class="card-list">{cards}</ul>
            <p class="cluster">
                <a href="/school_calendar">{t!(l, school_period.link)}</a>
                {sees_deadlines.then(|| view! { <a href="/deadline">{t!(l, deadline.title)}</a> })}
            </p>
        }
    }))
}

/// The next year that is not known, and where it is written.
fn missing(l: Locale, year: i32, may_write: bool) -> impl IntoView {
    let write = may_write.then(|| {
        let href = format!("/work_calendar/{year}");
        view! { <a class="button primary large" href=href>{t!(l, work_calendar.write)}</a> }
    });
    view! {
        <section class="notice stack"><p>{words::work_calendar::missing(l, year)}</p><p>{write}</p></section>
    }
}

fn card(l: Locale, page: &WorkCalendarPage, one: &ArrangedYear) -> impl IntoView + use<> {
    let by = match &one.written {
        Some(row) => {
            let day = actions::local_date(row.written_at);
            words::work_calendar::by(l, &row.document_no, &row.written_by, day)
        }
        None => t!(l, work_calendar.of_program).to_owned(),
    };
    let change = page.may_write.then(|| {
        let href = format!("/work_calendar/{}", one.year);
        view! { <a class="button" href=href>{t!(l, work_calendar.change)}</a> }
    });
    view! {
        <li class="card">
            <h2 class="card-title">{one.year}</h2>
            <p class="meta">
                <span>{words::work_calendar::counts(l, one.n_off, one.n_work)}</span>
                <span>{by}</span>
            </p>
            {change}
        </li>
    }
}

async fn show(visit: Visit, Id(year): Id<i32>) -> Answer {
    let (known, revision) = visit.actions.arrangement(&visit.call, year).await?;
    let form = Form::to_change(&visit, Values::from(&known), revision);
    Ok(page_of(&visit, year, form))
}

fn page_of(visit: &Visit, year: i32, form: Form) -> axum::response::Response {
    let l = visit.l;
    let title = words::work_calendar::form_title(l, year);
    let head = Page::new(title).lede(t!(l, work_calendar.form_lede)).with(&form);
    head.render(visit, move || {
        view! {
            <form class="form" method="post" action=format!("/work_calendar/{year}") novalidate>
                {form.why()}
                {form.revision()}
                {form.area(Field::OffDays, 10, false)}
                {form.area(Field::WorkDays, 5, true)}
                {form.line(Field::DocumentNo, Line::default())}
                <div class="page-foot-action">
                    <button class="button primary large">{t!(l, work_calendar.save)}</button>
                </div>
            </form>
            <p><a href="/work_calendar">{t!(l, work_calendar.back)}</a></p>
        }
    })
}

async fn save(visit: Visit, Id(year): Id<i32>, posted: Posted) -> Answer {
    let (values, revision) = (&posted.values, posted.revision);
    let done = visit.actions.arrange_year(&visit.call, year, values, revision).await;
    let to = |()| "/work_calendar".to_owned();
    answer(&visit, posted, done, to, "year_arranged", |mut form| async {
        let (_, now) = visit.actions.arrangement(&visit.call, year).await?;
        form.renew(now);
        Ok(page_of(&visit, year, form))
    })
    .await
}
