//! One booking: confirm it, take more time, or give it back.

use actions::{ActionError, BookingPage};
use axum::{extract::Path, http::StatusCode, response::Response};
use domain::{
    booking::{BookingState, Refusal},
    form::{LINE_MAX, Problems, Values},
};
use leptos::prelude::*;
use leptos_i18n::td_string as t;
use words::Locale;

use crate::{
    error::{Answer, AppError},
    form::{Form, Line, Posted},
    page::Page,
    parts::{badge, fact},
    visit::Visit,
};

pub(super) async fn show(visit: Visit, Path(id): Path<String>) -> Answer {
    let page = load(&visit, &id).await?;
    Ok(page_of(&visit, page, visit.refill(Values::default()), Problems::default(), None))
}

async fn load(visit: &Visit, id: &str) -> Result<BookingPage, AppError> {
    let id = id.parse().map_err(|_| AppError::NotFound)?;
    Ok(visit.actions.booking(&visit.call, id).await?)
}

fn page_of(
    visit: &Visit,
    page: BookingPage,
    values: Values,
    problems: Problems,
    refusal: Option<Refusal>,
) -> Response {
    let l = visit.l;
    let form = Form::new(l, values, problems);
    let now = visit.call.now;
    let title = match page.booking.state {
        BookingState::Held if page.is_open => t!(l, review_session.confirm_title),
        _ => t!(l, review_session.booking_title),
    };
    let mut head = Page::new(title).lede(page.booking.title.clone()).refused(form.is_refused());
    if refusal.is_some() {
        head = head.status(StatusCode::CONFLICT);
    }
    head.render(visit, move || {
        let refused = refusal.map(|refusal| {
            let text = words::review_session::refusal(l, refusal);
            view! { <div class="notice warning" role="alert"><p>{text}</p></div> }
        });
        view! {
            {refused}
            {facts(l, &page)}
            {page.is_open.then(|| open_view(l, &page, now))}
            {(page.booking.state == BookingState::Confirmed && now < page.booking.starts_at)
                .then(|| cancel_view(&form, page.booking.id))}
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
            {link.map(|link| view! {
                <dt>{t!(l, review_session.video_link)}</dt>
                <dd><a href=link.clone() rel="noreferrer">{link.clone()}</a></dd>
            })}
        </dl>
    }
}

fn open_view(
    l: Locale,
    page: &BookingPage,
    now: chrono::DateTime<chrono::Utc>,
) -> impl IntoView + use<> {
    let (id, booking) = (page.booking.id, &page.booking);
    let until = words::review_session::held_until(l, booking.held_until, now);
    let extend = (!booking.extended).then(|| {
        view! {
            <form method="post" action=format!("/booking/{id}/extend")>
                <button class="button large">{t!(l, review_session.extend)}</button>
            </form>
        }
    });
    view! {
        <p class="countdown">{until}</p>
        <div class="page-foot-action cluster">
            <form method="post" action=format!("/booking/{id}/confirm")>
                <button class="button primary large">{t!(l, review_session.confirm)}</button>
            </form>
            {extend}
            <form method="post" action=format!("/booking/{id}/cancel")>
                <button class="button large">{t!(l, review_session.give_back)}</button>
            </form>
        </div>
    }
}

fn cancel_view(form: &Form, id: i64) -> impl IntoView + use<> {
    let l = form.l;
    let line = Line { max: Some(LINE_MAX), ..Line::default() };
    view! {
        <p class="cluster">
            <a class="button" href="/calendar">{t!(l, page.calendar)}</a>
            <a class="button" href="/desk">{t!(l, page.desk)}</a>
        </p>
        <details class="more" open=form.is_refused()>
            <summary>{t!(l, review_session.cancel_title)}</summary>
            <form class="form" method="post" action=format!("/booking/{id}/cancel") novalidate>
                {form.summary()}
                <p>{t!(l, review_session.cancel_hint)}</p>
                {form.line("reason", line)}
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

pub(super) async fn confirm(visit: Visit, Path(id): Path<String>) -> Answer {
    let page = load(&visit, &id).await?;
    let result = visit.actions.confirm_booking(&visit.call, page.booking.id).await;
    answer(&visit, &id, result, "slot_confirmed").await
}

pub(super) async fn extend(visit: Visit, Path(id): Path<String>) -> Answer {
    let page = load(&visit, &id).await?;
    match visit.actions.extend_booking(&visit.call, page.booking.id).await {
        // Extended before: the page says until when.
        Err(ActionError::WrongState) => Ok(visit.go(&format!("/booking/{id}"), "")),
        result => answer(&visit, &id, result, "hold_extended").await,
    }
}

pub(super) async fn cancel(visit: Visit, Path(id): Path<String>, Posted(values): Posted) -> Answer {
    let page = load(&visit, &id).await?;
    let version = page.booking.version_id;
    match visit.actions.cancel_booking(&visit.call, page.booking.id, &values).await {
        Ok(()) => Ok(visit.go(&format!("/course/{version}/booking"), "slot_released")),
        Err(ActionError::Refused(Refusal::NotActive)) => {
            Ok(visit.go(&format!("/course/{version}/booking"), "slot_released"))
        }
        Err(ActionError::Invalid(problems)) => Ok(page_of(&visit, page, values, problems, None)),
        other => answer(&visit, &id, other, "").await,
    }
}

/// Back to the booking, with what was done or why not.
async fn answer(
    visit: &Visit,
    id: &str,
    result: Result<(), ActionError>,
    notice: &'static str,
) -> Answer {
    match result {
        Ok(()) => Ok(visit.go(&format!("/booking/{id}"), notice)),
        Err(ActionError::Refused(refusal)) => {
            let page = load(visit, id).await?;
            let (values, problems) = (Values::default(), Problems::default());
            Ok(page_of(visit, page, values, problems, Some(refusal)))
        }
        Err(error) => Err(error.into()),
    }
}
