//! Form R2: three levels, what was found on arrival, what was good and what could be better.

use actions::{ObservationPage, ObservationReading};
use axum::response::Response;
use domain::{
    delivery::ATTENDANCE_MAX,
    form::{Field, Values},
    id::ObservationId,
    observation::{EquipmentState, LEVEL_MAX},
};
use leptos::prelude::*;
use leptos_i18n::td_string as t;
use words::Locale;

use super::show::lecture_facts;
use crate::{
    error::{Answer, AppError},
    error_page::typed_view,
    form::{Form, Line, Posted, answer},
    id::Id,
    page::Page,
    visit::Visit,
};

pub(super) async fn show(visit: Visit, Id(id): Id<ObservationId>) -> Answer {
    let page = observed(&visit, id).await?;
    let form = Form::to_change(&visit, Values::default(), page.observation.revision);
    Ok(page_of(&visit, &page, &form))
}

/// The observation, for its observer alone.
async fn observed(visit: &Visit, id: ObservationId) -> Result<ObservationPage, AppError> {
    let page = visit.actions.observation(&visit.call, id).await?;
    match page.reading {
        ObservationReading::Observer => Ok(page),
        _ => Err(AppError::NotFound),
    }
}

fn page_of(visit: &Visit, page: &ObservationPage, form: &Form) -> Response {
    let l = visit.l;
    let head =
        Page::new(t!(l, observation.sheet_title)).lede(page.observation.title.clone()).with(form);
    let back = format!("/observation/{}", page.observation.id);
    // What cannot be handed in any more is shown, so that nothing typed is lost.
    let lost = (form.is_refused() && !page.may_write).then(|| typed_view(visit)).flatten();
    head.render(visit, || {
        let sheet = if page.may_write {
            fields(form, page).into_any()
        } else {
            view! { <p class="notice info">{words::observation::state(l, page.observation.state)}</p> }
                .into_any()
        };
        view! {
            {form.why()}
            {lost}
            {lecture_facts(l, page)}
            {sheet}
            <p><a href=back>{t!(l, observation.back)}</a></p>
        }
    })
}

fn fields(form: &Form, page: &ObservationPage) -> impl IntoView + use<> {
    let l = form.l;
    let number = Line {
        kind: "number",
        is_short: true,
        min_value: Some(1),
        max_value: Some(ATTENDANCE_MAX),
        ..Line::default()
    };
    let time = Line { kind: "time", is_short: true, ..Line::default() };
    let yes = |code: &str, is_so| (code.to_owned(), words::observation::yes(l, is_so).into(), None);
    let state = |it: &EquipmentState| {
        (it.as_str().to_owned(), words::observation::equipment(l, *it).to_owned(), None)
    };
    let equipment = EquipmentState::ALL.iter().map(state).collect();
    view! {
        <form class="form" method="post" action=format!("/observation/{}/sheet", page.observation.id) novalidate>
            <p class="hint">{t!(l, observation.sheet_hint)}</p>
            {form.revision()}
            {form.choices(Field::LevelSoundness, "radio", levels(l), false)}
            {form.choices(Field::LevelEngagement, "radio", levels(l), false)}
            {form.choices(Field::LevelUsefulness, "radio", levels(l), false)}
            {form.area(Field::Highlights, 4, false)}
            {form.area(Field::Suggestion, 4, false)}
            <div class="field-row">
                {form.line(Field::ArrivedAt, time)}
                {form.line(Field::LeftAt, time)}
            </div>
            {form.choices(Field::OnTime, "radio", vec![yes("yes", true), yes("no", false)], false)}
            {form.line(Field::Attendance, number)}
            {form.choices(Field::EquipmentState, "radio", equipment, false)}
            <div class="page-foot-action">
                <button class="button primary large">{t!(l, observation.submit)}</button>
            </div>
        </form>
    }
}

fn levels(l: Locale) -> Vec<(String, String, Option<String>)> {
    (1..=LEVEL_MAX)
        .map(|level| (level.to_string(), words::observation::level(l, level).to_owned(), None))
        .collect()
}

pub(super) async fn submit(visit: Visit, Id(id): Id<ObservationId>, posted: Posted) -> Answer {
    let (values, revision) = (&posted.values, posted.revision);
    let done = visit.actions.submit_observation(&visit.call, id, values, revision).await;
    let to = |()| format!("/observation/{id}");
    answer(&visit, posted, done, to, "observation_shared", |form| again(&visit, id, form)).await
}

async fn again(visit: &Visit, id: ObservationId, mut form: Form) -> Answer {
    let page = observed(visit, id).await?;
    form.renew(page.observation.revision);
    Ok(page_of(visit, &page, &form))
}
