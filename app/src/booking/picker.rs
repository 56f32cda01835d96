//! All slots of the coming weeks on one screen.

use actions::{ActionError, Offer, Picker};
use axum::{extract::Path, http::StatusCode, response::Response};
use domain::{booking::Refusal, course::CourseVersionState};
use islands::slot_picker::{PickerDay, PickerSlot, PickerTexts, SlotPicker};
use leptos::prelude::*;
use leptos_i18n::td_string as t;
use words::Locale;

use crate::{
    error::{Answer, AppError},
    form::Posted,
    page::Page,
    parts::empty,
    visit::Visit,
};

pub(super) async fn show(visit: Visit, Path(id): Path<String>) -> Answer {
    let picker = load(&visit, &id).await?;
    Ok(page_of(&visit, picker, None, Vec::new()))
}

async fn load(visit: &Visit, id: &str) -> Result<Picker, AppError> {
    let id = id.parse().map_err(|_| AppError::NotFound)?;
    Ok(visit.actions.picker(&visit.call, id).await?)
}

pub(super) async fn hold(visit: Visit, Path(id): Path<String>, Posted(values): Posted) -> Answer {
    let version = id.parse().map_err(|_| AppError::NotFound)?;
    let slot = values.trimmed("slot").parse().map_err(|_| AppError::NotFound)?;
    match visit.actions.hold_slot(&visit.call, version, slot).await {
        Ok(booking) => Ok(visit.go(&format!("/booking/{booking}"), "slot_held")),
        Err(ActionError::Refused(refusal)) => {
            let next = visit.actions.alternatives(&visit.call, version, 3).await?;
            let picker = load(&visit, &id).await?;
            Ok(page_of(&visit, picker, Some(refusal), next))
        }
        Err(error) => Err(error.into()),
    }
}

fn page_of(visit: &Visit, picker: Picker, refusal: Option<Refusal>, next: Vec<Offer>) -> Response {
    let l = visit.l;
    let mut page = Page::new(t!(l, review_session.book_title)).lede(picker.course.title.clone());
    let can_book = picker.course.state == CourseVersionState::AwaitingSlot
        && picker.booking.is_none()
        && !picker.days.is_empty();
    if refusal.is_some() {
        page = page.status(StatusCode::CONFLICT);
    }
    if can_book {
        page = page.with_island();
    }
    let version = picker.course.id;
    page.render(visit, move || {
        let refused = refusal.map(|refusal| refused_view(l, refusal, next, version));
        let count = words::review_session::n_free(l, picker.n_free);
        view! {
            {refused}
            {held(l, &picker)}
            {can_book.then(|| view! {
                <p>{count}" "{t!(l, review_session.hold_hint)}</p>
                <h2 class="visually-hidden">{t!(l, review_session.free_slots)}</h2>
                {slots(l, &picker)}
            })}
            {(picker.days.is_empty() && picker.booking.is_none()).then(|| {
                empty(t!(l, review_session.no_slots), Some(("/desk", t!(l, page.desk))))
            })}
        }
    })
}

/// The version has a booking already: lead there.
fn held(l: Locale, picker: &Picker) -> Option<impl IntoView + use<>> {
    let booking = picker.booking.as_ref()?;
    let href = format!("/booking/{}", booking.id);
    let when = words::time::span(l, booking.starts_at, booking.ends_at);
    Some(view! {
        <div class="notice info">
            <p>{t!(l, review_session.already_booked)}" "{when}</p>
            <p><a class="button primary large" href=href>{t!(l, review_session.to_booking)}</a></p>
        </div>
    })
}

/// "已被预约", and the next slots that are free.
fn refused_view(l: Locale, refusal: Refusal, next: Vec<Offer>, version: i64) -> impl IntoView {
    let text = words::review_session::refusal(l, refusal);
    let has_next = !next.is_empty();
    let buttons = next
        .into_iter()
        .map(|offer| {
            let place = place(l, &offer);
            view! {
                <li>
                    <button class="slot" name="slot" value=offer.slot.id.to_string() data-state="free">
                        <span class="slot-time">
                            {words::time::span(l, offer.slot.starts_at, offer.slot.ends_at)}
                        </span>
                        <span class="slot-state">{t!(l, review_session.free)}</span>
                        <span class="slot-place">{place}</span>
                    </button>
                </li>
            }
        })
        .collect_view();
    view! {
        <div class="notice warning" role="alert">
            <h2>{text}</h2>
            {has_next.then(|| view! { <p>{t!(l, review_session.next_free)}</p> })}
            {has_next.then(|| view! {
                <form method="post" action=format!("/course/{version}/booking")>
                    <ul class="slot-list">{buttons}</ul>
                </form>
            })}
        </div>
    }
}

fn place(l: Locale, offer: &Offer) -> String {
    offer.place.clone().unwrap_or_else(|| t!(l, review_session.online).to_owned())
}

fn slots(l: Locale, picker: &Picker) -> impl IntoView + use<> {
    let days = picker
        .days
        .iter()
        .map(|day| PickerDay {
            title: words::time::day(l, day.day),
            slots: day.offers.iter().map(|offer| slot(l, offer)).collect(),
        })
        .collect();
    let texts = PickerTexts {
        free: t!(l, review_session.free).to_owned(),
        taken: t!(l, review_session.taken_short).to_owned(),
        blocked: t!(l, review_session.blocked).to_owned(),
        just_taken: t!(l, review_session.just_taken).to_owned(),
    };
    let action = format!("/course/{}/booking", picker.course.id);
    view! { <SlotPicker version=picker.course.id action=action days=days texts=texts/> }
}

fn slot(l: Locale, offer: &Offer) -> PickerSlot {
    let (state, reason) = match offer.refusal {
        None => ("free", String::new()),
        Some(Refusal::Taken) => ("taken", String::new()),
        Some(refusal) => ("blocked", words::review_session::refusal(l, refusal).to_owned()),
    };
    PickerSlot {
        id: offer.slot.id,
        time: words::time::hours(offer.slot.starts_at, offer.slot.ends_at),
        place: place(l, offer),
        state: state.to_owned(),
        reason,
    }
}
