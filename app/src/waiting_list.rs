//! The waiting list: a course waits for a session that is full, and answers what it is offered.

use actions::{ActionError, WaitingPage};
use axum::response::Response;
use domain::{
    booking::Refusal,
    form::{Field, Values},
    id::{CourseVersionId, WaitingEntryId},
    role::AUTHORS,
    waiting_list::WaitingState,
};
use leptos::prelude::*;
use leptos_i18n::td_string as t;

use crate::{
    booking,
    error::Answer,
    form::{Form, Line, Posted, answer},
    id::Id,
    page::Page,
    parts::{badge, fact},
    route::{Route, Who},
    visit::Visit,
};

const LECTURER: Who = Who::Role(AUTHORS);

pub(crate) fn routes() -> Vec<Route> {
    vec![
        Route::post("/course/{id}/booking/waiting", LECTURER, join),
        Route::get("/waiting/{id}", LECTURER, show),
        Route::post("/waiting/{id}/accept", LECTURER, accept),
        Route::post("/waiting/{id}/decline", LECTURER, decline),
        Route::post("/waiting/{id}/withdraw", LECTURER, withdraw),
    ]
}

async fn join(visit: Visit, Id(id): Id<CourseVersionId>, posted: Posted) -> Answer {
    let done = visit.actions.wait_for_slot(&visit.call, id, &posted.values).await;
    let to = |entry| format!("/waiting/{entry}");
    let again = |form| booking::picker_again(&visit, id, form);
    answer(&visit, posted, done, to, "waiting", again).await
}

async fn show(visit: Visit, Id(id): Id<WaitingEntryId>) -> Answer {
    let form = Form::new(&visit, Values::default());
    again(&visit, id, form).await
}

async fn again(visit: &Visit, id: WaitingEntryId, form: Form) -> Answer {
    let page = visit.actions.waiting_entry(&visit.call, id).await?;
    Ok(page_of(visit, page, form))
}

fn page_of(visit: &Visit, page: WaitingPage, form: Form) -> Response {
    let l = visit.l;
    let head = Page::new(t!(l, waiting_list.title)).lede(page.entry.title.clone()).with(&form);
    head.render(visit, move || {
        view! {
            {form.notice()}
            {form.summary()}
            {facts(&form, &page)}
            {answering(&form, &page)}
            {leaving(&form, &page)}
        }
    })
}

fn facts(form: &Form, page: &WaitingPage) -> impl IntoView + use<> {
    let (l, entry) = (form.l, &page.entry);
    let place = entry.place_name.clone().unwrap_or_else(|| t!(l, review_session.online).to_owned());
    let state = match entry.state {
        WaitingState::Offered if !page.is_offered => WaitingState::Lapsed,
        other => other,
    };
    let slot = entry.slot_starts_at.zip(entry.slot_ends_at);
    let slot = slot
        .filter(|_| page.is_offered)
        .map(|(from, until)| fact(t!(l, waiting_list.slot), words::time::span(l, from, until)));
    view! {
        <p class="cluster">
            {badge(words::waiting_list::tone(state), words::waiting_list::state(l, state))}
            {page.place_no.map(|n| view! { <span>{words::waiting_list::place_no(l, n)}</span> })}
        </p>
        <dl class="facts">
            {fact(t!(l, waiting_list.session), words::review_session::name(l, entry.session_starts_at))}
            {fact(t!(l, review_session.place), place)}
            {slot}
        </dl>
    }
}

/// The slot that is kept: to be taken, or left to the next.
fn answering(form: &Form, page: &WaitingPage) -> Option<impl IntoView + use<>> {
    let (l, id) = (form.l, page.entry.id);
    let until = page.entry.offered_until.filter(|_| page.is_offered)?;
    let exchange = page.booking.as_ref().map(|own| {
        let hint = words::waiting_list::exchange_hint(l, own.starts_at, own.ends_at);
        view! { <p>{hint}</p> }
    });
    Some(view! {
        <p class="countdown">{words::waiting_list::offered_until(l, until)}</p>
        {exchange}
        <form class="form" method="post" action=format!("/waiting/{id}/accept") novalidate>
            {page.is_in_part.then(|| form.line(Field::Part, Line::default()))}
            <div class="page-foot-action">
                <button class="button primary large">{t!(l, waiting_list.accept)}</button>
            </div>
        </form>
        <form method="post" action=format!("/waiting/{id}/decline")>
            <button class="button">{t!(l, waiting_list.decline)}</button>
        </form>
    })
}

/// The way out: off the list, or to another slot.
fn leaving(form: &Form, page: &WaitingPage) -> impl IntoView + use<> {
    let (l, entry) = (form.l, &page.entry);
    let is_open = page.place_no.is_some();
    let booking = format!("/course/{}/booking", entry.version_id);
    let withdraw = is_open.then(|| {
        view! {
            <form method="post" action=format!("/waiting/{}/withdraw", entry.id)>
                <button class="button">{t!(l, waiting_list.withdraw)}</button>
            </form>
        }
    });
    view! {
        <div class="cluster">
            {withdraw}
            <a class="button" href=booking>{t!(l, waiting_list.to_booking)}</a>
        </div>
    }
}

async fn accept(visit: Visit, Id(id): Id<WaitingEntryId>, posted: Posted) -> Answer {
    let done = visit.actions.accept_offer(&visit.call, id, &posted.values).await;
    let to = |booking| format!("/booking/{booking}");
    answer(&visit, posted, done, to, "slot_confirmed", |form| again(&visit, id, form)).await
}

async fn decline(visit: Visit, Id(id): Id<WaitingEntryId>) -> Answer {
    let done = visit.actions.decline_offer(&visit.call, id).await;
    answered(&visit, id, done, "offer_declined").await
}

async fn withdraw(visit: Visit, Id(id): Id<WaitingEntryId>) -> Answer {
    let done = match visit.actions.withdraw_waiting(&visit.call, id).await {
        // Over already.
        Err(ActionError::Booking(Refusal::NotActive)) => Ok(()),
        done => done,
    };
    answered(&visit, id, done, "waiting_withdrawn").await
}

async fn answered(
    visit: &Visit,
    id: WaitingEntryId,
    done: Result<(), ActionError>,
    notice: &'static str,
) -> Answer {
    let to = |()| format!("/waiting/{id}");
    answer(visit, Posted::default(), done, to, notice, |form| again(visit, id, form)).await
}
