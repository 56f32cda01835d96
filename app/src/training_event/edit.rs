//! The plan of a training.

use actions::{Changed, TrainingPage};
use axum::response::Response;
use domain::{
    credit_hour::{ActivityKind, HalfDay},
    form::{Field, Values},
    id::{AwardCycleId, TrainingEventId},
    training_event::TrainingState,
};
use leptos::prelude::*;
use leptos_i18n::td_string as t;

use crate::{
    error::{Answer, AppError},
    form::{Form, Line, Posted, answer, query},
    id::Id,
    page::Page,
    visit::Visit,
};

/// So many winners stand in the plan of an exchange meeting, each with so many characters of deeds.
const SPEAKERS: usize = 20;
const SPEAKER_DEEDS: usize = 60;

pub(super) async fn show_new(visit: Visit) -> Answer {
    let award = query(&visit).trimmed(Field::Award).parse::<AwardCycleId>().ok();
    let values = match award {
        Some(id) => exchange(&visit, id).await?,
        None => Values::default(),
    };
    Ok(form_page(&visit, Form::to_make(&visit, values), None))
}

/// A meeting at which the winners of an award tell of their work (S7), to be completed: what they have
/// done stands in it as far as they have agreed that it is published.
async fn exchange(visit: &Visit, id: AwardCycleId) -> Result<Values, AppError> {
    let l = visit.l;
    let (deeds, cycle) = visit.actions.exchange_plan(&visit.call, id).await?;
    let speaker = |row: &actions::DeedsRow| {
        let beginning: String = row.deeds.chars().take(SPEAKER_DEEDS).collect();
        words::award_result::exchange_speaker(l, &row.name, &row.workplace, &beginning)
    };
    let speakers: Vec<String> = deeds.rows.iter().take(SPEAKERS).map(speaker).collect();
    Ok(Values::default()
        .with(Field::EventTitle, words::award_result::exchange_title(l, &deeds.title))
        .with(Field::ActivityKind, ActivityKind::WorkExchange.as_str())
        .with(Field::Organiser, &cycle.organiser)
        .with(Field::Content, speakers.join("\n")))
}

pub(super) async fn show(visit: Visit, Id(id): Id<TrainingEventId>) -> Answer {
    let page = visit.actions.own_training(&visit.call, id).await?;
    if !matches!(page.training.state, TrainingState::Draft | TrainingState::Published) {
        return Err(AppError::Conflict);
    }
    let form = Form::to_change(&visit, Values::from(&page.plan()), page.training.revision);
    Ok(form_page(&visit, form, Some(&page)))
}

fn form_page(visit: &Visit, form: Form, page: Option<&TrainingPage>) -> Response {
    let l = visit.l;
    let training = page.map(|page| &page.training);
    let is_draft = training.is_none_or(|training| training.state == TrainingState::Draft);
    let (action, title) = match training {
        None => ("/training_event/new".to_owned(), t!(l, training_event.new_title)),
        Some(training) => (
            format!("/training_event/{}/edit", training.id),
            if is_draft { t!(l, training_event.edit_title) } else { t!(l, training_event.change) },
        ),
    };
    let lede =
        if is_draft { t!(l, training_event.edit_lede) } else { t!(l, training_event.change_lede) };
    let head = Page::new(title).lede(lede).with(&form);
    head.render(visit, move || form_view(&form, action))
}

fn form_view(form: &Form, action: String) -> impl IntoView + use<> {
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
    let text = Line::default();
    let date = Line { kind: "date", is_short: true, ..Line::default() };
    view! {
        <form class="form" method="post" action=action novalidate>
            {form.why()}
            {form.once()}
            {form.revision()}
            {form.line(Field::EventTitle, text)}
            {form.select(Field::ActivityKind, kinds, false)}
            {form.line(Field::Organiser, text)}
            {form.line(Field::TrainingPlace, text)}
            <div class="field-row">
                {form.line(Field::FirstDay, date)}
                {form.line(Field::LastDay, date)}
            </div>
            {form.choices(Field::HalfDays, "checkbox", half_days, false)}
            {form.line(Field::EnrolUntil, date)}
            {form.area(Field::Content, 5, true)}
            <div class="page-foot-action">
                <button class="button primary large">{t!(l, training_event.save)}</button>
            </div>
        </form>
    }
}

pub(super) async fn plan(visit: Visit, posted: Posted) -> Answer {
    let done = visit.actions.plan_training(&visit.call, &posted.values, &posted.once).await;
    let to = |id| format!("/training_event/{id}");
    answer(&visit, posted, done, to, "training_saved", |form| async {
        Ok(form_page(&visit, form, None))
    })
    .await
}

pub(super) async fn save(visit: Visit, Id(id): Id<TrainingEventId>, posted: Posted) -> Answer {
    let done =
        visit.actions.change_training(&visit.call, id, &posted.values, posted.revision).await;
    let notice = match done {
        Ok(Changed::Draft) | Err(_) => "training_saved",
        Ok(Changed::Told) => "training_changed",
        Ok(Changed::Moved) => "training_moved",
        Ok(Changed::MovedWithClash) => "training_moved_clash",
    };
    let to = |_| format!("/training_event/{id}");
    answer(&visit, posted, done, to, notice, |mut form| async {
        let page = visit.actions.own_training(&visit.call, id).await?;
        form.renew(page.training.revision);
        Ok(form_page(&visit, form, Some(&page)))
    })
    .await
}
