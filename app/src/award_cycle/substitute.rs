//! Drawing a substitute judge: who is short of judges, and from whom it is drawn.

use actions::SubstitutePage;
use axum::response::Response;
use domain::{
    form::{Field, Values},
    id::AwardCycleId,
};
use leptos::prelude::*;
use leptos_i18n::td_string as t;
use words::Locale;

use crate::{
    error::Answer,
    form::{Form, Posted, answer, decided},
    id::Id,
    page::Page,
    parts::revision,
    visit::Visit,
};

pub(super) async fn show(visit: Visit, Id(id): Id<AwardCycleId>) -> Answer {
    let form = Form::new(&visit, Values::default());
    again(&visit, id, form).await
}

async fn again(visit: &Visit, id: AwardCycleId, form: Form) -> Answer {
    let page = visit.actions.substitutes(&visit.call, id).await?;
    Ok(page_of(visit, page, form))
}

fn page_of(visit: &Visit, page: SubstitutePage, form: Form) -> Response {
    let l = visit.l;
    let head = Page::new(t!(l, award.substitute)).lede(page.cycle.title.clone()).with(&form);
    head.render(visit, move || {
        let back = format!("/award/{}/evaluation", page.cycle.id);
        let is_needed = !page.short.is_empty() || !page.behind.is_empty() || form.is_refused();
        view! {
            {form.why()}
            {short(l, &page)}
            {is_needed.then(|| draw(&form, &page))}
            <p><a href=back>{t!(l, evaluation.back)}</a></p>
        }
    })
}

fn short(l: Locale, page: &SubstitutePage) -> AnyView {
    if page.short.is_empty() && !page.behind.is_empty() {
        return view! { <p>{t!(l, award.for_absent, n = page.least)}</p> }.into_any();
    }
    if page.short.is_empty() {
        return view! { <p>{t!(l, award.no_substitute, n = page.least)}</p> }.into_any();
    }
    let rows = page
        .short
        .iter()
        .map(|one| {
            view! {
                <li>
                    {one.name.clone()}" · "{one.workplace.clone()}" · "
                    {words::award_cycle::judges_left(l, one.n_judges)}
                </li>
            }
        })
        .collect_view();
    view! {
        <p>{t!(l, award.short_of_judges, n = page.least)}</p>
        <ul>{rows}</ul>
    }
    .into_any()
}

fn draw(form: &Form, page: &SubstitutePage) -> AnyView {
    let l = form.l;
    if page.choices.is_empty() && !form.is_refused() {
        return view! { <p>{t!(l, evaluation.nobody)}</p> }.into_any();
    }
    let choice = |person: &actions::PersonRow| {
        let name = words::person::teacher(l, &person.name);
        (person.id.to_string(), format!("{} · {name}", person.id), person.workplace.clone())
    };
    let choices = page.choices.iter().map(choice).collect();
    let action = format!("/award/{}/substitute", page.cycle.id);
    let behind = |judge: &actions::JudgeRow| {
        let place = judge.workplace.as_deref().unwrap_or_default();
        let name = words::person::teacher(l, &judge.name);
        (judge.person_id.to_string(), format!("{} · {name} · {place}", judge.seat_no))
    };
    let absent = page
        .short
        .is_empty()
        .then(|| form.select(Field::Absent, page.behind.iter().map(behind).collect(), false));
    view! {
        <form class="form" method="post" action=action novalidate>
            {revision(page.cycle.revision)}
            {form.told(Field::Substitute)}
            <p>{t!(l, evaluation.draw_lede)}</p>
            {absent}
            {form.choices(Field::LeftOut, "checkbox", choices, true)}
            {form.area(Field::Reason, 2, false)}
            <div class="page-foot-action">
                <button class="button primary large">{t!(l, evaluation.draw_button)}</button>
            </div>
        </form>
    }
    .into_any()
}

pub(super) async fn seat(visit: Visit, Id(id): Id<AwardCycleId>, posted: Posted) -> Answer {
    let done =
        visit.actions.draw_substitute(&visit.call, id, &posted.values, posted.revision).await;
    let (done, to) = (done.map_err(decided), |()| format!("/award/{id}/evaluation"));
    answer(&visit, posted, done, to, "substitute_seated", |form| again(&visit, id, form)).await
}
