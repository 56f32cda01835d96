//! The office books a slot for a lecturer who cannot do it alone.

use actions::{OnBehalf, OnBehalfPage};
use domain::{
    form::{Field, Values},
    id::{ReviewSessionId, SlotId},
};
use leptos::prelude::*;
use leptos_i18n::td_string as t;
use words::Locale;

use crate::{
    error::Answer,
    form::{Form, Line, Posted, answer},
    id::Id,
    page::Page,
    parts::empty,
    rulebook::rules,
    visit::Visit,
};

pub(super) async fn show(
    visit: Visit,
    Id((session, slot)): Id<(ReviewSessionId, SlotId)>,
) -> Answer {
    let form = Form::new(&visit, Values::default());
    again(&visit, session, slot, form).await
}

async fn again(visit: &Visit, session: ReviewSessionId, slot: SlotId, form: Form) -> Answer {
    let page = visit.actions.booking_on_behalf(&visit.call, session, slot).await?;
    let l = visit.l;
    let when = words::time::span(l, page.slot.starts_at, page.slot.ends_at);
    let head = Page::new(t!(l, review_session.book_for)).lede(when).with(&form);
    Ok(head.render(visit, move || form_view(&form, &page)))
}

fn form_view(form: &Form, page: &OnBehalfPage) -> impl IntoView + use<> {
    let l = form.l;
    let (session, slot) = (page.session.id, page.slot.id);
    let ready = page.courses.iter().filter(|one| one.refusal.is_none());
    let choices: Vec<(String, String, Option<String>)> =
        ready.map(|one| (one.course.id.to_string(), name(l, one), minutes(l, one))).collect();
    let is_ready = !choices.is_empty();
    let barred = page
        .courses
        .iter()
        .filter_map(|one| {
            let why = words::review_session::refusal(l, one.refusal?, &rules());
            Some(view! { <li>{name(l, one)}<p class="hint">{why}</p></li> })
        })
        .collect_view();
    let has_barred = page.courses.iter().any(|one| one.refusal.is_some());
    let line = Line { is_optional: true, ..Line::default() };
    view! {
        {form.why()}
        {(!is_ready).then(|| {
            let sessions = t!(l, review_session.sessions);
            empty(t!(l, review_session.book_for_none), Some(("/review_session", sessions)))
        })}
        {is_ready.then(|| view! {
            <form class="form" method="post" action=format!("/review_session/{session}/slot/{slot}") novalidate>
                {form.choices(Field::Course, "radio", choices, false)}
                {form.line(Field::Part, line)}
                <p class="hint">{t!(l, review_session.book_for_hint)}</p>
                <div class="page-foot-action">
                    <button class="button primary large">{t!(l, review_session.book_for_submit)}</button>
                </div>
            </form>
        })}
        {has_barred.then(|| view! {
            <details class="fold">
                <summary>{t!(l, review_session.book_for_not)}</summary>
                <ul>{barred}</ul>
            </details>
        })}
    }
}

fn name(l: Locale, one: &OnBehalf) -> String {
    format!("{} · {}", words::person::teacher(l, &one.course.lecturer_name), one.course.title)
}

fn minutes(l: Locale, one: &OnBehalf) -> Option<String> {
    one.course.minutes.map(|minutes| words::course::minutes(l, minutes))
}

pub(super) async fn book(
    visit: Visit,
    Id((session, slot)): Id<(ReviewSessionId, SlotId)>,
    posted: Posted,
) -> Answer {
    let (actions, call) = (&visit.actions, &visit.call);
    let done = actions.book_on_behalf(call, session, slot, &posted.values).await;
    let to = |_| format!("/review_session/{session}");
    let again = |form| again(&visit, session, slot, form);
    answer(&visit, posted, done, to, "slot_booked_for", again).await
}
