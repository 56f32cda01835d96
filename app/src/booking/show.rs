//! One booking: confirm it, take more time, or give it back.

use actions::{ActionError, BookingPage};
use axum::response::Response;
use domain::{
    booking::{BookingState, Refusal},
    form::{Field, Values},
    id::BookingId,
    rulebook::Rule,
};
use leptos::prelude::*;
use leptos_i18n::td_string as t;
use words::Locale;

use crate::{
    error::Answer,
    form::{Form, Line, Posted, answer},
    id::Id,
    page::Page,
    parts::{badge, fact},
    rulebook::amount,
    visit::Visit,
};

pub(super) async fn show(visit: Visit, Id(id): Id<BookingId>) -> Answer {
    let form = Form::new(&visit, Values::default());
    again(&visit, id, form).await
}

async fn again(visit: &Visit, id: BookingId, form: Form) -> Answer {
    let page = visit.actions.booking(&visit.call, id).await?;
    Ok(page_of(visit, page, form))
}

fn page_of(visit: &Visit, page: BookingPage, form: Form) -> Response {
    let l = visit.l;
    let now = visit.call.now;
    let title = match page.booking.state {
        BookingState::Held if page.is_open => t!(l, review_session.confirm_title),
        _ => t!(l, review_session.booking_title),
    };
    let head = Page::new(title).lede(page.booking.title.clone()).with(&form);
    head.render(visit, move || {
        view! {
            {form.notice()}
            {facts(l, &page)}
            {moved(l, &page)}
            {page.is_open.then(|| open_view(&form, &page, now))}
            {(page.booking.state == BookingState::Confirmed && now < page.booking.starts_at)
                .then(|| cancel_view(&form, &page))}
            {lapsed(l, &page)}
        }
    })
}

fn facts(l: Locale, page: &BookingPage) -> impl IntoView + use<> {
    let booking = &page.booking;
    let state = if booking.state == BookingState::Held && !page.is_open {
        BookingState::Lapsed
    } else {
        booking.state
    };
    let place = match (&booking.place_name, &booking.place_address) {
        (Some(name), Some(address)) if !address.is_empty() => format!("{name} · {address}"),
        (Some(name), _) => name.clone(),
        _ => t!(l, review_session.online).to_owned(),
    };
    let link = booking.video_link.clone().filter(|_| state == BookingState::Confirmed);
    view! {
        <p>{badge(words::review_session::booking_tone(state), words::review_session::booking_state(l, state))}</p>
        <dl class="facts">
            {fact(t!(l, review_session.when), words::time::span(l, booking.starts_at, booking.ends_at))}
            {fact(t!(l, review_session.place), place)}
            {(!booking.part.is_empty()).then(|| fact(t!(l, review_session.part), booking.part.clone()))}
            {booking.booker_name.clone().map(|name| fact(t!(l, review_session.booked_by), name))}
            {link.map(|link| view! {
                <dt>{t!(l, review_session.video_link)}</dt>
                <dd><a href=link.clone() rel="noreferrer">{link.clone()}</a></dd>
            })}
        </dl>
    }
}

/// The session has moved: does the new time suit?
fn moved(l: Locale, page: &BookingPage) -> Option<impl IntoView + use<>> {
    let booking = &page.booking;
    let was_at = booking.moved_from.filter(|_| booking.state == BookingState::Confirmed)?;
    let action = format!("/booking/{}/reconfirm", booking.id);
    Some(view! {
        <div class="notice warning">
            <h2>{t!(l, panel.moved)}</h2>
            <p>{words::panel::moved(l, was_at, booking.starts_at)}</p>
            <form method="post" action=action>
                <button class="button primary large">{t!(l, panel.suits)}</button>
            </form>
        </div>
    })
}

fn open_view(
    form: &Form,
    page: &BookingPage,
    now: chrono::DateTime<chrono::Utc>,
) -> impl IntoView + use<> {
    let l = form.l;
    let (id, booking) = (page.booking.id, &page.booking);
    let until = words::review_session::held_until(l, booking.held_until, now);
    let extend = (!booking.extended).then(|| {
        view! {
            <form method="post" action=format!("/booking/{id}/extend")>
                <button class="button large">{t!(l, review_session.extend, time = amount(l, Rule::HoldMinutes))}</button>
            </form>
        }
    });
    view! {
        <p class="countdown">{until}</p>
        {form.summary()}
        <form class="form" method="post" action=format!("/booking/{id}/confirm") novalidate>
            {booking.is_in_part(&page.rules).then(|| form.line(Field::Part, Line::default()))}
            <div class="page-foot-action">
                <button class="button primary large">{t!(l, review_session.confirm)}</button>
            </div>
        </form>
        <div class="cluster">
            {extend}
            <form method="post" action=format!("/booking/{id}/cancel")>
                <button class="button large">{t!(l, review_session.give_back)}</button>
            </form>
        </div>
    }
}

fn cancel_view(form: &Form, page: &BookingPage) -> impl IntoView + use<> {
    let (l, id) = (form.l, page.booking.id);
    let free_until = words::rulebook::of(l, &page.rules, Rule::FreeCancelHours);
    let line = Line::default();
    view! {
        <p class="cluster">
            <a class="button" href=format!("/booking/{id}/reschedule")>{t!(l, review_session.reschedule)}</a>
            <a class="button" href="/calendar">{t!(l, page.calendar)}</a>
            <a class="button" href="/desk">{t!(l, page.desk)}</a>
        </p>
        <details class="more" open=form.problems.of(Field::Reason).is_some()>
            <summary>{t!(l, review_session.cancel_title)}</summary>
            <form class="form" method="post" action=format!("/booking/{id}/cancel") novalidate>
                {form.summary()}
                <p>{t!(l, review_session.cancel_hint, time = free_until)}</p>
                {form.line(Field::Reason, line)}
                <button class="button danger">{t!(l, review_session.cancel)}</button>
            </form>
        </details>
    }
}

fn lapsed(l: Locale, page: &BookingPage) -> Option<impl IntoView + use<>> {
    let over = !page.is_open && page.booking.state != BookingState::Confirmed;
    let href = format!("/course/{}/booking", page.booking.version_id);
    over.then(|| {
        view! {
            <p><a class="button primary large" href=href>{t!(l, review_session.choose_again)}</a></p>
        }
    })
}

/// Back to the booking, with what was done or why not.
async fn answered(
    visit: &Visit,
    id: BookingId,
    done: Result<(), ActionError>,
    notice: &'static str,
) -> Answer {
    let to = |()| format!("/booking/{id}");
    answer(visit, Posted::default(), done, to, notice, |form| again(visit, id, form)).await
}

pub(super) async fn confirm(visit: Visit, Id(id): Id<BookingId>, posted: Posted) -> Answer {
    let done = visit.actions.confirm_booking(&visit.call, id, &posted.values).await;
    let to = |()| format!("/booking/{id}");
    answer(&visit, posted, done, to, "slot_confirmed", |form| again(&visit, id, form)).await
}

pub(super) async fn reconfirm(visit: Visit, Id(id): Id<BookingId>) -> Answer {
    let done = visit.actions.reconfirm_booking(&visit.call, id).await;
    answered(&visit, id, done, "reconfirmed").await
}

pub(super) async fn extend(visit: Visit, Id(id): Id<BookingId>) -> Answer {
    match visit.actions.extend_booking(&visit.call, id).await {
        // Extended before: the page says until when.
        Err(ActionError::WrongState) => answered(&visit, id, Ok(()), "").await,
        done => answered(&visit, id, done, "hold_extended").await,
    }
}

pub(super) async fn cancel(visit: Visit, Id(id): Id<BookingId>, posted: Posted) -> Answer {
    // Where it leads to is the course's, and no part of the address.
    let version = visit.actions.booking(&visit.call, id).await?.booking.version_id;
    let done = match visit.actions.cancel_booking(&visit.call, id, &posted.values).await {
        // Given back before.
        Err(ActionError::Booking(Refusal::NotActive)) => Ok(()),
        done => done,
    };
    let to = |()| format!("/course/{version}/booking");
    answer(&visit, posted, done, to, "slot_released", |form| again(&visit, id, form)).await
}
