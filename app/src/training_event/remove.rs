//! Somebody is taken off the roster of a training, with a reason.

use domain::{
    form::{Field, Values},
    id::EnrolmentId,
};
use leptos::prelude::*;
use leptos_i18n::td_string as t;

use crate::{
    error::Answer,
    form::{Form, Line, Posted, answer},
    id::Id,
    page::Page,
    parts::caution,
    visit::Visit,
};

pub(super) async fn show(visit: Visit, Id(id): Id<EnrolmentId>) -> Answer {
    let form = Form::new(&visit, Values::default());
    again(&visit, id, form).await
}

async fn again(visit: &Visit, id: EnrolmentId, form: Form) -> Answer {
    let l = visit.l;
    let removal = visit.actions.removal(&visit.call, id).await?;
    let title = removal.page.training.title.clone();
    let head = Page::new(t!(l, training_event.remove)).lede(title.clone()).with(&form);
    Ok(head.render(visit, move || {
        let name = words::person::teacher(l, &removal.place.name);
        let unit = removal.place.workplace.clone().unwrap_or_default();
        let roster = format!("/training_event/{}/roster", removal.page.training.id);
        let body = if removal.is_open() {
            view! {
                <p>{t!(l, training_event.remove_hint)}</p>
                <form class="form" method="post" action=format!("/enrolment/{id}/remove") novalidate>
                    {form.line(Field::Reason, Line::default())}
                    <div class="page-foot-action">
                        <button class="button danger large">{t!(l, training_event.remove)}</button>
                    </div>
                </form>
            }
            .into_any()
        } else {
            caution(t!(l, training_event.remove_over))
        };
        view! {
            {form.why()}
            <p><strong>{name}</strong>" · "{unit}</p>
            {body}
            <p><a href=roster>{t!(l, training_event.roster)}</a></p>
        }
    }))
}

pub(super) async fn remove(visit: Visit, Id(id): Id<EnrolmentId>, posted: Posted) -> Answer {
    let done = visit.actions.remove_from_roster(&visit.call, id, &posted.values).await;
    let to = |event| format!("/training_event/{event}/roster");
    answer(&visit, posted, done, to, "enrolment_removed", |form| again(&visit, id, form)).await
}
