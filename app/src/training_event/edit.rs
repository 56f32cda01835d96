//! The plan of a training.

use actions::TrainingPage;
use axum::{extract::Path, http::StatusCode, response::Response};
use domain::{
    credit_hour::{ActivityKind, HalfDay},
    form::{LINE_MAX, Problems, TEXT_MAX, Values},
    training_event::TrainingState,
};
use leptos::prelude::*;
use leptos_i18n::td_string as t;

use super::show::load_own;
use crate::{
    error::{Answer, AppError},
    form::{Form, Line, Posted, refused_by},
    page::Page,
    visit::Visit,
};

pub(super) async fn show_new(visit: Visit) -> Answer {
    let values = visit.refill(Values::default().with("once", visit.once()));
    Ok(form_page(&visit, values, Problems::default(), None, None))
}

pub(super) async fn show(visit: Visit, Path(id): Path<String>) -> Answer {
    let page = load_own(&visit, &id).await?;
    if page.training.state != TrainingState::Draft {
        return Err(AppError::Conflict);
    }
    let values = visit.refill(values_of(&page));
    Ok(form_page(&visit, values, Problems::default(), None, Some(page.training.id)))
}

/// What is stored, as the form would send it.
fn values_of(page: &TrainingPage) -> Values {
    let training = &page.training;
    let mut values = Values::default()
        .with("event_title", &*training.title)
        .with("activity_kind", training.kind.as_str())
        .with("organiser", &*training.organiser)
        .with("training_place", &*training.place)
        .with("content", &*training.content)
        .with("first_day", training.starts_on.to_string())
        .with("last_day", training.ends_on.to_string())
        .with("enrol_until", training.enrol_until.to_string())
        .with("revision", training.revision.to_string());
    for half_day in HalfDay::ALL {
        if page.half_days.iter().any(|row| row.half_day == *half_day) {
            values.push("half_days", half_day.as_str());
        }
    }
    values
}

fn form_page(
    visit: &Visit,
    values: Values,
    problems: Problems,
    message: Option<String>,
    id: Option<i64>,
) -> Response {
    let l = visit.l;
    let form = Form::new(l, values, problems);
    let (action, title) = match id {
        Some(id) => (format!("/training_event/{id}/edit"), t!(l, training_event.edit_title)),
        None => ("/training_event/new".to_owned(), t!(l, training_event.new_title)),
    };
    let mut head =
        Page::new(title).lede(t!(l, training_event.edit_lede)).refused(form.is_refused());
    if message.is_some() {
        head = head.status(StatusCode::CONFLICT);
    }
    head.render(visit, move || form_view(&form, action, message))
}

fn form_view(form: &Form, action: String, message: Option<String>) -> impl IntoView + use<> {
    let l = form.l;
    let kinds = ActivityKind::ALL
        .iter()
        .map(|kind| (kind.as_str().to_owned(), words::hour_claim::kind(l, *kind).to_owned()))
        .collect();
    let half_days = HalfDay::ALL
        .iter()
        .map(|half_day| {
            let (name, time) = (
                words::hour_claim::half_day(l, *half_day).to_owned(),
                words::hour_claim::half_day_time(l, *half_day).to_owned(),
            );
            (half_day.as_str().to_owned(), name, Some(time))
        })
        .collect();
    let text = Line { max: Some(LINE_MAX), ..Line::default() };
    let date = Line { kind: "date", is_short: true, ..Line::default() };
    let message =
        message.map(|text| view! { <div class="notice warning" role="alert"><p>{text}</p></div> });
    view! {
        <form class="form" method="post" action=action novalidate>
            {message}
            {form.summary()}
            {form.hidden("once")}
            {form.hidden("revision")}
            {form.line("event_title", text)}
            {form.select("activity_kind", kinds, false)}
            {form.line("organiser", text)}
            {form.line("training_place", text)}
            <div class="field-row">
                {form.line("first_day", date)}
                {form.line("last_day", date)}
            </div>
            {form.choices("half_days", "checkbox", half_days, false)}
            {form.line("enrol_until", date)}
            {form.area("content", 5, TEXT_MAX, true)}
            <div class="page-foot-action">
                <button class="button primary large">{t!(l, training_event.save)}</button>
            </div>
        </form>
    }
}

pub(super) async fn plan(visit: Visit, Posted(values): Posted) -> Answer {
    match visit.actions.plan_training(&visit.call, &values).await {
        Ok(id) => Ok(visit.go(&format!("/training_event/{id}"), "training_saved")),
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
    let page = load_own(&visit, &id).await?;
    let id = page.training.id;
    match visit.actions.change_training(&visit.call, id, &values).await {
        Ok(()) => Ok(visit.go(&format!("/training_event/{id}"), "training_saved")),
        Err(error) => {
            let (problems, message) = refused_by(visit.l, error)?;
            if message.is_some() {
                values.set("revision", page.training.revision.to_string());
            }
            Ok(form_page(&visit, values, problems, message, Some(id)))
        }
    }
}
