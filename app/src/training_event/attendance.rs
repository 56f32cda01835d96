//! Who was there: one box for each person and half-day. A paper sheet is as good; there is no
//! check-in.

use actions::{EnrolmentRow, TrainingPage};
use axum::{extract::Path, http::StatusCode, response::Response};
use domain::{
    form::{Problems, Values},
    training_event::EnrolmentState,
};
use leptos::prelude::*;
use leptos_i18n::td_string as t;
use words::Locale;

use super::show::load_own;
use crate::{
    error::{Answer, AppError},
    form::{Form, Posted, refused_by},
    page::Page,
    parts::empty,
    visit::Visit,
};

pub(super) async fn show(visit: Visit, Path(id): Path<String>) -> Answer {
    let page = load_own(&visit, &id).await?;
    if !page.may_attend {
        return Err(AppError::Conflict);
    }
    let values = visit.refill(values_of(&page));
    Ok(page_of(&visit, page, values, Problems::default(), None))
}

fn values_of(page: &TrainingPage) -> Values {
    let mut values = Values::default().with("revision", page.training.revision.to_string());
    for (enrolment, half_day) in &page.present {
        values.push("present", format!("{enrolment}-{half_day}"));
    }
    values
}

fn page_of(
    visit: &Visit,
    page: TrainingPage,
    values: Values,
    problems: Problems,
    message: Option<String>,
) -> Response {
    let l = visit.l;
    let is_over = page.training.ends_on <= visit.call.today();
    let form = Form::new(l, values, problems);
    let mut head = Page::new(t!(l, training_event.attendance))
        .lede(page.training.title.clone())
        .refused(form.is_refused());
    if message.is_some() {
        head = head.status(StatusCode::CONFLICT);
    }
    head.render(visit, move || {
        let people: Vec<&EnrolmentRow> =
            page.enrolments.iter().filter(|row| row.state == EnrolmentState::Approved).collect();
        if people.is_empty() {
            return empty(t!(l, training_event.attendance_none), None);
        }
        let message = message
            .map(|text| view! { <div class="notice warning" role="alert"><p>{text}</p></div> });
        let boxes = people.iter().map(|row| person(&form, &page, row)).collect_view();
        view! {
            {message}
            {form.summary()}
            <p>{t!(l, training_event.attendance_lede)}</p>
            <form class="form" method="post" action=format!("/training_event/{}/attendance", page.training.id)>
                {form.hidden("revision")}
                <div id="present">{boxes}{form.problem("present")}</div>
                {form.told("decision")}
                {buttons(l, &page, is_over)}
            </form>
        }
        .into_any()
    })
}

fn person(form: &Form, page: &TrainingPage, row: &EnrolmentRow) -> impl IntoView + use<> {
    let l = form.l;
    let boxes = page
        .half_days
        .iter()
        .map(|half_day| {
            let value = format!("{}-{}", row.id, half_day.id);
            let checked = form.values.has("present", &value);
            let name = words::training_event::half_day(l, half_day.held_on, half_day.half_day);
            let label = words::training_event::box_name(l, &row.name, &name);
            view! {
                <label class="choice">
                    <input type="checkbox" name="present" value=value checked=checked aria-label=label/>
                    <span>{name}</span>
                </label>
            }
        })
        .collect_view();
    let unit = row.workplace.clone().unwrap_or_default();
    view! {
        <fieldset class="field">
            <legend>{row.name.clone()}" · "{unit}</legend>
            <div class="choices">{boxes}</div>
        </fieldset>
    }
}

fn buttons(l: Locale, page: &TrainingPage, is_over: bool) -> impl IntoView + use<> {
    let confirm = is_over.then(|| {
        view! {
            <button class="button primary large" name="decision" value="confirm">
                {t!(l, training_event.attendance_confirm)}
            </button>
        }
    });
    let later = (!is_over).then(
        || view! { <p>{words::training_event::attendance_later(l, page.training.ends_on)}</p> },
    );
    view! {
        {later}
        <div class="page-foot-action">
            {confirm}
            <button class="button large" name="decision" value="save">
                {t!(l, training_event.attendance_save)}
            </button>
        </div>
    }
}

pub(super) async fn save(
    visit: Visit,
    Path(id): Path<String>,
    Posted(mut values): Posted,
) -> Answer {
    let page = load_own(&visit, &id).await?;
    let event = page.training.id;
    let confirms = values.get("decision") == "confirm";
    match visit.actions.save_attendance(&visit.call, event, &values).await {
        Ok(()) if confirms => {
            Ok(visit.go(&format!("/training_event/{event}"), "attendance_confirmed"))
        }
        Ok(()) => Ok(visit.go(&format!("/training_event/{event}/attendance"), "attendance_saved")),
        Err(error) => {
            let (problems, message) = refused_by(visit.l, error)?;
            let page = load_own(&visit, &id).await?;
            if message.is_some() {
                values.set("revision", page.training.revision.to_string());
            }
            Ok(page_of(&visit, page, values, problems, message))
        }
    }
}
