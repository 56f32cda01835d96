//! My calendar: an agenda by day.

use actions::{CommitmentRow, local_date};
use axum::response::Response;
use chrono::NaiveDate;
use domain::commitment::{CommitmentSource, CommitmentState};
use leptos::prelude::*;
use leptos_i18n::td_string as t;
use words::Locale;

use crate::{
    error::AppError,
    page::Page,
    parts::{badge, empty},
    route::{Route, Who},
    visit::Visit,
};

pub(crate) fn routes() -> Vec<Route> {
    vec![Route::get("/calendar", Who::SignedIn, calendar)]
}

async fn calendar(visit: Visit) -> Result<Response, AppError> {
    let l = visit.l;
    let today = visit.call.today();
    let page =
        visit.actions.calendar(&visit.call).await.map_err(|error| AppError::from(&visit, error))?;
    let title = Page::new(t!(l, calendar.title)).lede(t!(l, calendar.lede));
    Ok(title.render(&visit, move || {
        if page.rows.is_empty() {
            return empty(t!(l, calendar.nothing), Some(("/desk", t!(l, page.desk))));
        }
        let days = page
            .rows
            .chunk_by(|a, b| local_date(a.starts_at) == local_date(b.starts_at))
            .map(|rows| day(l, today, rows))
            .collect_view();
        view! { <div class="agenda">{days}</div> }.into_any()
    }))
}

fn day(l: Locale, today: NaiveDate, rows: &[CommitmentRow]) -> impl IntoView + use<> {
    let date = rows.first().map_or(today, |row| local_date(row.starts_at));
    let is_today = date == today;
    let lines = rows
        .iter()
        .map(|row| {
            let place = row.place_name.clone();
            let place = place.unwrap_or_else(|| t!(l, review_session.online).to_owned());
            let what = what(l, row);
            let held =
                (row.state == CommitmentState::Held).then(|| badge("todo", t!(l, desk.held)));
            view! {
                <li>
                    <span>{words::time::hours(row.starts_at, row.ends_at)}</span>
                    <span>{what}" · "{place}" "{held}</span>
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

fn what(l: Locale, row: &CommitmentRow) -> AnyView {
    match row.source {
        CommitmentSource::Booking => {
            let href = format!("/booking/{}", row.source_id);
            view! { <a href=href>{t!(l, calendar.own_review)}</a> }.into_any()
        }
        CommitmentSource::ReviewSession => {
            let href = format!("/review_session/{}", row.source_id);
            view! { <a href=href>{t!(l, calendar.panel)}</a> }.into_any()
        }
        CommitmentSource::Absence => t!(l, calendar.absence).into_any(),
    }
}
