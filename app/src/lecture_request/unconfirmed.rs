//! Requests that wait until the office has called: the office's list, and what the host's link shows.

use actions::{ActionError, UnconfirmedRow};
use axum::{extract::Path, response::Response};
use domain::{
    form::{Field, Values},
    id::UnconfirmedRequestId,
};
use leptos::prelude::*;
use leptos_i18n::td_string as t;
use words::Locale;

use crate::{
    error::Answer,
    form::{Form, Posted, Refusal, answer},
    id::Id,
    page::Page,
    parts::{empty, fact},
    visit::Visit,
};

pub(super) async fn list(visit: Visit) -> Answer {
    again(&visit, Form::new(&visit, Values::default())).await
}

async fn again(visit: &Visit, form: Form) -> Answer {
    let l = visit.l;
    let (rows, n) = visit.actions.unconfirmed_requests(&visit.call).await?;
    let head = Page::new(t!(l, unconfirmed_request.title))
        .lede(t!(l, unconfirmed_request.lede))
        .with(&form);
    Ok(head.render(visit, move || {
        if rows.is_empty() {
            let nothing =
                empty(t!(l, unconfirmed_request.nothing), Some(("/desk", t!(l, page.desk))));
            return view! { {form.why()}{nothing} }.into_any();
        }
        let cards = rows.iter().map(|row| card(l, row)).collect_view();
        view! {
            {form.why()}
            <p class="meta">{words::unconfirmed_request::count(l, n)}</p>
            <form class="form" method="post" action="/unconfirmed_request/discard" novalidate>
                <ul class="card-list">{cards}</ul>
                <h2>{t!(l, unconfirmed_request.discard_title)}</h2>
                <p class="hint">{t!(l, unconfirmed_request.discard_hint)}</p>
                <button class="button danger">{t!(l, unconfirmed_request.discard)}</button>
            </form>
        }
        .into_any()
    }))
}

fn card(l: Locale, row: &UnconfirmedRow) -> impl IntoView + use<> {
    let confirm = format!("/unconfirmed_request/{}/confirm", row.id);
    let call = format!("tel:{}", row.contact_phone);
    let id = format!("selected-{}", row.id);
    view! {
        <li class="card">
            <h2 class="card-title">{row.host_name.clone()}</h2>
            <p>{row.title.clone()}</p>
            <dl class="facts">
                {fact(t!(l, organisation.contact), row.contact.clone())}
                <dt>{t!(l, person.phone)}</dt>
                <dd><a href=call>{row.contact_phone.clone()}</a></dd>
                {fact(t!(l, unconfirmed_request.sent_at), words::time::moment(l, row.created_at))}
            </dl>
            <label class="choice" for=id.clone()>
                <input id=id.clone() type="checkbox" name=Field::Selected.as_str() value=row.id.to_string()/>
                <span>{t!(l, unconfirmed_request.discard_title)}</span>
            </label>
            <p><button class="button" formaction=confirm>{t!(l, unconfirmed_request.confirm)}</button></p>
        </li>
    }
}

pub(super) async fn confirm(
    visit: Visit,
    Id(id): Id<UnconfirmedRequestId>,
    posted: Posted,
) -> Answer {
    let done = visit.actions.confirm_request(&visit.call, id).await;
    let done = done.map_err(|error| match error {
        // What was right when it was sent may be so no longer: a day, or the course.
        ActionError::Invalid(_) | ActionError::NotFound => {
            Refusal::Told(t!(visit.l, unconfirmed_request.too_late))
        }
        other => other.into(),
    });
    let to = |()| "/unconfirmed_request".to_owned();
    answer(&visit, posted, done, to, "request_confirmed", |form| again(&visit, form)).await
}

pub(super) async fn discard(visit: Visit, posted: Posted) -> Answer {
    let ids: Vec<UnconfirmedRequestId> =
        posted.values.all(Field::Selected).iter().filter_map(|id| id.parse().ok()).collect();
    let done = visit.actions.discard_requests(&visit.call, &ids).await;
    let to = |()| "/unconfirmed_request".to_owned();
    answer(&visit, posted, done, to, "requests_discarded", |form| again(&visit, form)).await
}

/// What a host's link shows as long as nobody has called.
pub(super) fn waits(visit: &Visit, token: &str, row: &UnconfirmedRow) -> Response {
    let l = visit.l;
    let (host, title) = (row.host_name.clone(), row.title.clone());
    let (sent, action) = (row.created_at, format!("/request/{token}/withdraw"));
    let head = Page::new(t!(l, unconfirmed_request.waits_title))
        .lede(t!(l, unconfirmed_request.waits_text));
    head.render(visit, move || {
        view! {
            <div class="card">
                <h2 class="card-title">{title}</h2>
                <dl class="facts">
                    {fact(t!(l, organisation.name), host)}
                    {fact(t!(l, unconfirmed_request.sent_at), words::time::moment(l, sent))}
                </dl>
            </div>
            <form method="post" action=action>
                <button class="button">{t!(l, unconfirmed_request.withdraw)}</button>
            </form>
        }
    })
}

pub(super) async fn withdraw(visit: Visit, Path(token): Path<String>) -> Answer {
    visit.actions.withdraw_unconfirmed(&token).await?;
    Ok(visit.go("/catalogue", "request_withdrawn"))
}
