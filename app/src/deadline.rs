//! Deadlines that would lie elsewhere since the arrangement of a year is loaded, each with a button.

use actions::MovedDeadline;
use chrono::TimeDelta;
use domain::{deadline::DeadlineKind, role::Role};
use leptos::prelude::*;
use leptos_i18n::td_string as t;
use words::Locale;

use crate::{
    error::Answer,
    id::Id,
    page::Page,
    parts::{cell, empty},
    route::{Route, Who},
    visit::Visit,
};

const CITY: Who = Who::Role(&[Role::CityOffice]);

pub(crate) fn routes() -> Vec<Route> {
    vec![
        Route::get("/deadline", CITY, list),
        Route::post("/deadline/{kind}/{id}/move", CITY, move_one),
    ]
}

async fn list(visit: Visit) -> Answer {
    let l = visit.l;
    let deadlines = visit.actions.moved_deadlines(&visit.call).await?;
    let head = Page::new(t!(l, deadline.title)).lede(t!(l, deadline.lede));
    Ok(head.render(&visit, move || {
        if deadlines.is_empty() {
            let days = Some(("/work_calendar", t!(l, work_calendar.title)));
            return empty(t!(l, deadline.none), days);
        }
        let rows = deadlines.iter().map(|one| row(l, one)).collect_view();
        view! {
            <table class="data stacked">
                <thead><tr>
                    <th scope="col">{t!(l, deadline.what)}</th>
                    <th scope="col">{t!(l, deadline.kind_label)}</th>
                    <th scope="col">{t!(l, deadline.from)}</th>
                    <th scope="col">{t!(l, deadline.to)}</th>
                    <th scope="col">{t!(l, deadline.shift)}</th>
                </tr></thead>
                <tbody>{rows}</tbody>
            </table>
            <p><a href="/work_calendar">{t!(l, work_calendar.title)}</a></p>
        }
        .into_any()
    }))
}

fn row(l: Locale, one: &MovedDeadline) -> impl IntoView + use<> {
    // A deadline is the instant after its last day.
    let day = |at| words::time::moment(l, at - TimeDelta::minutes(1));
    let action = format!("/deadline/{}/{}/move", one.kind.as_str(), one.id);
    let href = words::deadline::address(one.kind, one.shown_with);
    view! {
        <tr>
            <td data-label=t!(l, deadline.what)><a href=href>{one.title.clone()}</a></td>
            {cell(t!(l, deadline.kind_label), words::deadline::kind(l, one.kind))}
            {cell(t!(l, deadline.from), day(one.from))}
            {cell(t!(l, deadline.to), day(one.to))}
            <td data-label=t!(l, deadline.shift)>
                <form method="post" action=action>
                    <button class="button">{t!(l, deadline.shift)}</button>
                </form>
            </td>
        </tr>
    }
}

async fn move_one(visit: Visit, Id((kind, id)): Id<(DeadlineKind, i64)>) -> Answer {
    visit.actions.move_deadline(&visit.call, kind, id).await?;
    Ok(visit.go("/deadline", "deadline_moved"))
}
