//! Assessment years that are over: opened again by the city's office with a reason, and closed.

use actions::{ActionError, OpenedYearRow};
use axum::extract::Path;
use domain::{
    assessment_year::AssessmentYear,
    form::{Field, Values},
    role::Role,
};
use leptos::prelude::*;
use leptos_i18n::td_string as t;
use words::Locale;

use crate::{
    error::Answer,
    form::{Form, Line, Posted, answer},
    page::Page,
    parts::empty,
    route::{Route, Who},
    visit::Visit,
};

const PATH: &str = "/assessment_year";
const CITY: Who = Who::Role(&[Role::CityOffice]);

pub(crate) fn routes() -> Vec<Route> {
    vec![
        Route::get("/assessment_year", CITY, show),
        Route::post("/assessment_year/open", CITY, open),
        Route::post("/assessment_year/{year}/close", CITY, close),
    ]
}

async fn show(visit: Visit) -> Answer {
    let form = Form::new(&visit, Values::default());
    again(&visit, form).await
}

async fn again(visit: &Visit, form: Form) -> Answer {
    let l = visit.l;
    let years = visit.actions.closed_years(&visit.call).await?;
    let head =
        Page::new(t!(l, assessment_year.title)).lede(t!(l, assessment_year.lede)).with(&form);
    Ok(head.render(visit, move || {
        let choices = years
            .closed
            .iter()
            .map(|year| (year.to_string(), words::assessment_year::year(l, year.0.into())))
            .collect();
        let opened = if years.opened.is_empty() {
            empty(t!(l, assessment_year.opened_none), None)
        } else {
            let cards = years.opened.iter().map(|row| card(l, row)).collect_view();
            view! { <ul class="card-list">{cards}</ul> }.into_any()
        };
        view! {
            {form.why()}
            <h2>{t!(l, assessment_year.opened_title)}</h2>
            {opened}
            <h2>{t!(l, assessment_year.open_title)}</h2>
            <p>{t!(l, assessment_year.open_hint)}</p>
            <form class="form" method="post" action="/assessment_year/open" novalidate>
                {form.select(Field::Year, choices, false)}
                {form.line(Field::Reason, Line::default())}
                <div class="page-foot-action">
                    <button class="button primary large">{t!(l, assessment_year.open)}</button>
                </div>
            </form>
        }
    }))
}

fn card(l: Locale, row: &OpenedYearRow) -> impl IntoView + use<> {
    let year = words::assessment_year::year(l, row.year);
    let by = words::assessment_year::opened_by(l, &row.opener, row.opened_at);
    view! {
        <li class="card">
            <h3 class="card-title">{year}</h3>
            <p>{row.reason.clone()}</p>
            <p class="meta"><span>{by}</span></p>
            <form method="post" action=format!("/assessment_year/{}/close", row.year)>
                <button class="button">{t!(l, assessment_year.close)}</button>
            </form>
        </li>
    }
}

async fn answered(
    visit: &Visit,
    posted: Posted,
    done: Result<(), ActionError>,
    notice: &'static str,
) -> Answer {
    answer(visit, posted, done, |()| PATH.to_owned(), notice, |form| again(visit, form)).await
}

async fn open(visit: Visit, posted: Posted) -> Answer {
    let done = visit.actions.open_year(&visit.call, &posted.values).await;
    answered(&visit, posted, done, "year_opened").await
}

async fn close(visit: Visit, Path(year): Path<i32>, posted: Posted) -> Answer {
    let done = visit.actions.close_year(&visit.call, AssessmentYear(year)).await;
    answered(&visit, posted, done, "year_closed").await
}
