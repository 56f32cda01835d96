//! Confirmed attendance, corrected by the city's office with a reason.

use actions::TrainingPage;
use axum::response::Response;
use domain::{form::Field, id::TrainingEventId};
use leptos::prelude::*;
use leptos_i18n::td_string as t;

use super::attendance::{boxes, ticked};
use crate::{
    error::{Answer, AppError},
    form::{Form, Line, Posted, answer},
    id::Id,
    page::Page,
    paper_correction::waits,
    parts::caution,
    visit::Visit,
};

pub(super) async fn show(visit: Visit, Id(id): Id<TrainingEventId>) -> Answer {
    let page = visit.actions.own_training(&visit.call, id).await?;
    if !page.may_correct {
        return Err(AppError::Conflict);
    }
    let form = Form::to_change(&visit, ticked(&page), page.training.revision);
    Ok(page_of(&visit, page, form))
}

fn page_of(visit: &Visit, page: TrainingPage, form: Form) -> Response {
    let l = visit.l;
    let head =
        Page::new(t!(l, training_event.correct)).lede(page.training.title.clone()).with(&form);
    let corrections = waits(visit, &page.corrections);
    head.render(visit, move || {
        let people = page.enrolments.iter();
        let people = people.filter(|row| page.on_paper.contains(&row.person_id));
        let names: Vec<&str> = people.map(|row| row.name.as_str()).collect();
        let on_paper = (!names.is_empty()).then(|| {
            let names = names.join(t!(l, page.comma));
            caution(words::paper_correction::on_paper(l, &names))
        });
        view! {
            {form.why()}
            <p>{t!(l, training_event.correct_lede)}</p>
            {on_paper}
            {corrections}
            <form class="form" method="post" action=format!("/training_event/{}/correct", page.training.id) novalidate>
                {form.revision()}
                {boxes(&form, &page)}
                {form.line(Field::Reason, Line::default())}
                {form.told(Field::Decision)}
                <div class="page-foot-action">
                    <button class="button primary large">{t!(l, training_event.correct)}</button>
                </div>
            </form>
        }
    })
}

pub(super) async fn save(visit: Visit, Id(id): Id<TrainingEventId>, posted: Posted) -> Answer {
    let done =
        visit.actions.correct_attendance(&visit.call, id, &posted.values, posted.revision).await;
    let notice = match done {
        Ok(true) => "correction_proposed",
        _ => "attendance_corrected",
    };
    let to = |_| format!("/training_event/{id}");
    answer(&visit, posted, done, to, notice, |mut form| async {
        let page = visit.actions.own_training(&visit.call, id).await?;
        form.renew(page.training.revision);
        Ok(page_of(&visit, page, form))
    })
    .await
}
