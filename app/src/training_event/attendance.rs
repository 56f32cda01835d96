//! Who was there: one box for each person and half-day. A paper sheet is as good; there is no
//! check-in.

use actions::{EnrolmentRow, TrainingPage};
use axum::response::Response;
use domain::{
    form::{Field, Values},
    id::TrainingEventId,
};
use leptos::prelude::*;
use leptos_i18n::td_string as t;
use words::Locale;

use crate::{
    error::{Answer, AppError},
    form::{Form, Posted, answer},
    id::Id,
    page::Page,
    parts::empty,
    visit::Visit,
};

pub(super) async fn show(visit: Visit, Id(id): Id<TrainingEventId>) -> Answer {
    let page = visit.actions.own_training(&visit.call, id).await?;
    if !page.may_attend {
        return Err(AppError::Conflict);
    }
    let form = Form::to_change(&visit, ticked(&page), page.training.revision);
    Ok(page_of(&visit, page, form))
}

/// The boxes of the half-days that are on file.
pub(super) fn ticked(page: &TrainingPage) -> Values {
    let present =
        page.present.iter().map(|(enrolment, half_day)| format!("{enrolment}-{half_day}"));
    Values::default().with_each(Field::Present, present)
}

/// The boxes of everybody who has a place, or had one; none, if nobody has.
pub(super) fn boxes(form: &Form, page: &TrainingPage) -> Option<AnyView> {
    let mut people = page.enrolments.iter().filter(|row| row.state.is_on_roster()).peekable();
    people.peek()?;
    let boxes = people.map(|row| person(form, page, row)).collect_view();
    let view = view! {
        <div id=Field::Present.as_str()>{boxes}{form.problem(Field::Present)}</div>
    };
    Some(view.into_any())
}

fn page_of(visit: &Visit, page: TrainingPage, form: Form) -> Response {
    let l = visit.l;
    let is_over = page.training.ends_on <= visit.call.today();
    let head =
        Page::new(t!(l, training_event.attendance)).lede(page.training.title.clone()).with(&form);
    head.render(visit, move || {
        let Some(boxes) = boxes(&form, &page) else {
            return empty(t!(l, training_event.attendance_none), None);
        };
        view! {
            {form.why()}
            <p>{t!(l, training_event.attendance_lede)}</p>
            <form class="form" method="post" action=format!("/training_event/{}/attendance", page.training.id)>
                {form.revision()}
                {boxes}
                {form.told(Field::Decision)}
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
            let checked = form.values.has(Field::Present, &value);
            let name = words::training_event::half_day(l, half_day.held_on, half_day.half_day);
            let label = words::training_event::box_name(l, &row.name, &name);
            view! {
                <label class="choice">
                    <input type="checkbox" name=Field::Present.as_str() value=value checked=checked aria-label=label/>
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
            <button class="button primary large" name=Field::Decision.as_str() value="confirm">
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
            <button class="button large" name=Field::Decision.as_str() value="save">
                {t!(l, training_event.attendance_save)}
            </button>
        </div>
    }
}

pub(super) async fn save(visit: Visit, Id(id): Id<TrainingEventId>, posted: Posted) -> Answer {
    let (place, notice) = if posted.values.get(Field::Decision) == "confirm" {
        ("", "attendance_confirmed")
    } else {
        ("/attendance", "attendance_saved")
    };
    let done =
        visit.actions.save_attendance(&visit.call, id, &posted.values, posted.revision).await;
    let to = |()| format!("/training_event/{id}{place}");
    answer(&visit, posted, done, to, notice, |mut form| async {
        let page = visit.actions.own_training(&visit.call, id).await?;
        form.renew(page.training.revision);
        Ok(page_of(&visit, page, form))
    })
    .await
}
