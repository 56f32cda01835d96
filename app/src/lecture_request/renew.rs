//! Another link for a host that has lost its own.

use axum::response::Response;
use domain::{form::Values, id::LectureRequestId};
use leptos::prelude::*;
use leptos_i18n::td_string as t;

use crate::{
    error::Answer,
    form::{Form, Posted},
    id::Id,
    page::Page,
    visit::Visit,
};

pub(super) async fn show(visit: Visit, Id(id): Id<LectureRequestId>) -> Answer {
    page(&visit, id, Form::to_make(&visit, Values::default()), None).await
}

pub(super) async fn renew(visit: Visit, Id(id): Id<LectureRequestId>, posted: Posted) -> Answer {
    match visit.actions.renew_link(&visit.call, id, &posted.once).await {
        Ok(token) => {
            let form = Form::to_make(&visit, Values::default());
            page(&visit, id, form, Some(token)).await
        }
        Err(error) => page(&visit, id, Form::refused(&visit, posted, error)?, None).await,
    }
}

async fn page(visit: &Visit, id: LectureRequestId, form: Form, token: Option<String>) -> Answer {
    let request = visit.actions.lecture_request(&visit.call, id).await?.request;
    Ok(rendered(visit, &request, form, token))
}

fn rendered(
    visit: &Visit,
    request: &actions::LectureRequestRow,
    form: Form,
    token: Option<String>,
) -> Response {
    let l = visit.l;
    let id = request.id;
    let lede = format!("{} · {}", request.title, request.host_name);
    let site = visit.settings.public_url.to_string();
    Page::new(t!(l, lecture_request.new_link)).lede(lede).with(&form).render(visit, move || {
        let issued = token.map(|token| {
            let address = format!("/request/{token}");
            view! {
                <div class="notice success" role="status">
                    <p>{t!(l, lecture_request.new_link_issued)}</p>
                    <p><a href=address.clone()><code>{format!("{site}{address}")}</code></a></p>
                </div>
            }
        });
        view! {
            {issued}
            {form.why()}
            <p>{t!(l, lecture_request.new_link_hint)}</p>
            <form class="form" method="post" action=format!("/lecture_request/{id}/link") novalidate>
                {form.once()}
                <div class="page-foot-action">
                    <button class="button primary large">{t!(l, lecture_request.new_link)}</button>
                </div>
            </form>
            <p><a class="button" href=format!("/lecture_request/{id}")>{t!(l, lecture_request.to_request)}</a></p>
        }
    })
}
