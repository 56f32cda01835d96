//! The own account: the sessions that run, and how to end them or the account.

use actions::{OwnAccount, OwnSession};
use axum::response::Response;
use domain::form::{Field, Values};
use leptos::prelude::*;
use leptos_i18n::td_string as t;
use words::Locale;

use super::PASSWORD;
use crate::{
    error::Answer,
    form::{Form, Line, Posted},
    page::Page,
    parts::fact,
    route::{Route, Who},
    visit::Visit,
};

pub(super) fn routes() -> Vec<Route> {
    vec![
        Route::get("/account", Who::SignedIn, show),
        Route::post("/account/end_sessions", Who::SignedIn, end_sessions),
        Route::post("/account/close", Who::SignedIn, close),
    ]
}

async fn show(visit: Visit) -> Answer {
    let form = Form::new(&visit, Values::default());
    page(&visit, form).await
}

async fn page(visit: &Visit, form: Form) -> Answer {
    let token = visit.token.as_deref().unwrap_or_default();
    let account = visit.actions.own_account(&visit.call, token).await?;
    Ok(page_of(visit, &account, form))
}

fn page_of(visit: &Visit, account: &OwnAccount, form: Form) -> Response {
    let l = visit.l;
    let since = account.password_since.map(|at| words::time::moment(l, at)).unwrap_or_default();
    let actor = visit.call.actor.as_ref();
    let roles = actor.map(|actor| words::person::roles(l, &actor.grants)).unwrap_or_default();
    let name = account.sign_in_name.clone();
    let rows = account.sessions.iter().map(|row| session(l, row, &account.here)).collect_view();
    Page::new(t!(l, account.own)).with(&form).render(visit, move || {
        let password = Line { autocomplete: Some("current-password"), ..PASSWORD };
        view! {
            {form.why()}
            <dl class="facts">
                {fact(t!(l, person.sign_in_name), name)}
                {fact(t!(l, person.roles), roles)}
                {fact(t!(l, account.password_since), since)}
            </dl>
            <p><a href="/password">{t!(l, account.change_password)}</a></p>
            <p><a href="/account/second_factor">{t!(l, account.factor)}</a></p>
            <p><a href="/deputy">{t!(l, deputy.title)}</a></p>
            <p><a href="/account/mail">{t!(l, mail.title)}</a></p>
            <p><a href="/calendar/feed">{t!(l, calendar_feed.title)}</a></p>
            <p><a href="/my_information">{t!(l, page.my_information)}</a></p>
            <h2>{t!(l, account.sessions)}</h2>
            <table class="data stacked">
                <thead><tr>
                    <th scope="col">{t!(l, account.device)}</th>
                    <th scope="col">{t!(l, account.begun)}</th>
                    <th scope="col">{t!(l, account.used)}</th>
                </tr></thead>
                <tbody>{rows}</tbody>
            </table>
            <p>{t!(l, account.end_sessions_hint)}</p>
            <form method="post" action="/account/end_sessions">
                <button class="button">{t!(l, account.end_sessions)}</button>
            </form>
            <form class="form" method="post" action="/account/close" novalidate>
                <h2>{t!(l, account.close)}</h2>
                <p>{t!(l, account.close_hint)}</p>
                {form.line(Field::Password, password)}
                <button class="button">{t!(l, account.close)}</button>
            </form>
        }
    })
}

fn session(l: Locale, row: &OwnSession, here: &str) -> impl IntoView + use<> {
    let device = words::account::device(l, &row.device, row.digest == here);
    view! {
        <tr>
            <td data-label=t!(l, account.device)>{device}</td>
            <td data-label=t!(l, account.begun)>{words::time::moment(l, row.created_at)}</td>
            <td data-label=t!(l, account.used)>{words::time::moment(l, row.touched_at)}</td>
        </tr>
    }
}

async fn end_sessions(visit: Visit) -> Answer {
    visit.actions.end_own_sessions(&visit.call).await?;
    Ok(visit.go("/", "sessions_ended"))
}

async fn close(visit: Visit, posted: Posted) -> Answer {
    match visit.actions.close_own_account(&visit.call, &posted.values).await {
        Ok(()) => Ok(visit.go("/", "own_account_closed")),
        Err(error) => page(&visit, Form::refused(&visit, posted, error)?).await,
    }
}
