//! The chair opens a link for a group, shows its code to the hall, and closes it.

use actions::{ActionError, JurorLinkRow, JurorPage};
use axum::response::Response;
use domain::{
    audience_juror::{JURORS_MAX, SHOWN_FROM},
    form::{Field, Values},
    id::BookingId,
};
use leptos::prelude::*;
use leptos_i18n::td_string as t;

use super::qr::picture;
use crate::{
    error::Answer,
    form::{Form, Line, Posted, answer},
    id::Id,
    page::Page,
    parts::badge,
    visit::Visit,
};

pub(super) async fn show(visit: Visit, Id(id): Id<BookingId>) -> Answer {
    again(&visit, id, Form::new(&visit, Values::default())).await
}

async fn again(visit: &Visit, id: BookingId, form: Form) -> Answer {
    let page = visit.actions.juror_page(&visit.call, id).await?;
    Ok(page_of(visit, id, &page, &form))
}

fn page_of(visit: &Visit, id: BookingId, page: &JurorPage, form: &Form) -> Response {
    let l = visit.l;
    let head = Page::new(t!(l, audience_juror.title)).lede(page.title.clone()).with(form);
    let open = page.links.iter().find(|link| link.is_open());
    head.render(visit, || {
        let shown = open.map(|link| opened(visit, id, link));
        let idle = (open.is_none() && !page.may_open)
            .then(|| view! { <p class="notice info">{t!(l, audience_juror.not_running)}</p> });
        let back = format!("/trial_lecture/{id}");
        view! {
            {form.why()}
            <p>{t!(l, audience_juror.lede)}</p>
            {shown}
            {page.may_open.then(|| open_form(form, id))}
            {idle}
            {past(visit, page)}
            <p><a href=back>{t!(l, audience_juror.back)}</a></p>
        }
    })
}

/// The code and the address, large enough for the last row.
fn opened(visit: &Visit, id: BookingId, link: &JurorLinkRow) -> impl IntoView + use<> {
    let l = visit.l;
    let address = format!("{}/j/{}", visit.settings.public_url, link.juror_code);
    let href = format!("/j/{}", link.juror_code);
    view! {
        <section class="stack">
            <h2>{link.label.clone()}</h2>
            <p>{badge("wait", t!(l, audience_juror.is_open))}" "{words::audience_juror::count(l, link.n_cast, link.n_jurors)}</p>
            <p>{t!(l, audience_juror.scan)}</p>
            {picture(l, &address)}
            <p class="figure"><a class="short-link" href=href>{address}</a></p>
            <form method="post" action=format!("/trial_lecture/{id}/audience_juror")>
                <button class="button" name=Field::Step.as_str() value="close">
                    {t!(l, audience_juror.close)}
                </button>
            </form>
        </section>
    }
}

fn open_form(form: &Form, id: BookingId) -> impl IntoView + use<> {
    let l = form.l;
    let number = Line {
        kind: "number",
        is_short: true,
        min_value: Some(SHOWN_FROM),
        max_value: Some(JURORS_MAX),
        ..Line::default()
    };
    view! {
        <form class="form" method="post" action=format!("/trial_lecture/{id}/audience_juror") novalidate>
            <h2>{t!(l, audience_juror.open_title)}</h2>
            {form.line(Field::GroupLabel, Line { autocomplete: Some("off"), ..Line::default() })}
            {form.line(Field::NJurors, number)}
            <button class="button primary large" name=Field::Step.as_str() value="open">
                {t!(l, audience_juror.open)}
            </button>
        </form>
    }
}

/// Links that are closed, with how many have answered.
fn past(visit: &Visit, page: &JurorPage) -> Option<impl IntoView + use<>> {
    let l = visit.l;
    let closed: Vec<_> = page.links.iter().filter(|link| !link.is_open()).collect();
    let lines = closed
        .iter()
        .map(|link| {
            let count = if link.n_cast < SHOWN_FROM {
                t!(l, audience_juror.few).to_owned()
            } else {
                words::audience_juror::count(l, link.n_cast, link.n_jurors)
            };
            view! { <li>{link.label.clone()}" · "{count}</li> }
        })
        .collect_view();
    (!closed.is_empty()).then(|| {
        view! {
            <section class="stack">
                <h2>{t!(l, audience_juror.is_closed)}</h2>
                <ul>{lines}</ul>
            </section>
        }
    })
}

pub(super) async fn step(visit: Visit, Id(id): Id<BookingId>, posted: Posted) -> Answer {
    let (actions, call) = (&visit.actions, &visit.call);
    let (done, notice) = match posted.values.get(Field::Step) {
        "open" => (actions.open_juror_link(call, id, &posted.values).await, "juror_link_opened"),
        "close" => (actions.close_juror_link(call, id).await, "juror_link_closed"),
        _ => (Err(ActionError::NotFound), ""),
    };
    let to = |()| format!("/trial_lecture/{id}/audience_juror");
    answer(&visit, posted, done, to, notice, |form| again(&visit, id, form)).await
}
