//! The head of a cycle: title, year, legal basis, contact.

use axum::{extract::Path, response::Response};
use domain::{
    award_cycle::{CYCLE_TITLE_MAX, LegalBasis},
    form::{LINE_MAX, Problems, Values},
};
use leptos::prelude::*;
use leptos_i18n::td_string as t;

use super::load;
use crate::{
    error::Answer,
    form::{Form, Line, Posted, refused_by},
    page::Page,
    visit::Visit,
};

pub(super) async fn show_new(visit: Visit) -> Response {
    let values = Values::default().with("once", visit.once()).with("legal_basis", "internal");
    let values = visit.refill(values);
    form_page(&visit, values, Problems::default(), None, None)
}

pub(super) async fn show(visit: Visit, Path(id): Path<String>) -> Answer {
    let page = load(&visit, &id).await?;
    let cycle = &page.cycle;
    let values = Values::default()
        .with("award_title", &*cycle.title)
        .with("year", cycle.year.to_string())
        .with("legal_basis", cycle.legal_basis.as_str())
        .with("approval_no", &*cycle.approval_no)
        .with("objections_to", &*cycle.contact)
        .with("revision", cycle.revision.to_string());
    Ok(form_page(&visit, visit.refill(values), Problems::default(), None, Some(cycle.id)))
}

fn form_page(
    visit: &Visit,
    values: Values,
    problems: Problems,
    message: Option<String>,
    id: Option<i64>,
) -> Response {
    let l = visit.l;
    let (action, title) = match id {
        Some(id) => (format!("/award/{id}/edit"), t!(l, award.edit)),
        None => ("/award/new".to_owned(), t!(l, award.open)),
    };
    let form = Form::new(l, values, problems);
    let mut head = Page::new(title).refused(form.is_refused());
    if message.is_some() {
        head = head.status(axum::http::StatusCode::CONFLICT);
    }
    head.render(visit, move || form_view(&form, action, message))
}

fn form_view(form: &Form, action: String, message: Option<String>) -> impl IntoView + use<> {
    let l = form.l;
    let bases = LegalBasis::ALL
        .iter()
        .map(|basis| {
            (basis.as_str().to_owned(), words::award_cycle::basis(l, *basis).to_owned(), None)
        })
        .collect();
    let year = Line {
        kind: "number",
        is_short: true,
        min_value: Some(2020),
        max_value: Some(2100),
        ..Line::default()
    };
    let line = |max| Line { max: Some(max), ..Line::default() };
    let optional = Line { is_optional: true, ..line(LINE_MAX) };
    view! {
        <form class="form" method="post" action=action novalidate>
            {message.map(|text| view! { <div class="notice warning" role="alert"><p>{text}</p></div> })}
            {form.summary()}
            {form.hidden("once")}
            {form.hidden("revision")}
            {form.line("award_title", line(CYCLE_TITLE_MAX))}
            {form.line("year", year)}
            {form.choices("legal_basis", "radio", bases, false)}
            {form.line("approval_no", optional)}
            {form.line("objections_to", line(LINE_MAX))}
            <div class="page-foot-action">
                <button class="button primary large">{t!(l, award.save)}</button>
            </div>
        </form>
    }
}

pub(super) async fn open(visit: Visit, Posted(values): Posted) -> Answer {
    match visit.actions.open_cycle(&visit.call, &values).await {
        Ok(id) => Ok(visit.go(&format!("/award/{id}"), "award_saved")),
        Err(error) => {
            let (problems, message) = refused_by(visit.l, error)?;
            Ok(form_page(&visit, values, problems, message, None))
        }
    }
}

pub(super) async fn save(
    visit: Visit,
    Path(id): Path<String>,
    Posted(mut values): Posted,
) -> Answer {
    let page = load(&visit, &id).await?;
    match visit.actions.change_cycle(&visit.call, page.cycle.id, &values).await {
        Ok(()) => Ok(visit.go(&format!("/award/{}", page.cycle.id), "award_saved")),
        Err(error) => {
            let (problems, message) = refused_by(visit.l, error)?;
            if message.is_some() {
                values.set("revision", page.cycle.revision.to_string());
            }
            Ok(form_page(&visit, values, problems, message, Some(page.cycle.id)))
        }
    }
}
