//! All slots of the coming weeks on one screen.

use actions::{Offer, Picker};
use axum::Extension;
use domain::{
    rulebook::Rule,
    {booking::Refusal, course::CourseVersionState, form::Field, id::CourseVersionId},
};
use islands::slot_picker::{PickerDay, PickerSlot, PickerTexts, SlotPicker};
use leptos::prelude::*;
use leptos_i18n::td_string as t;
use words::Locale;

use crate::{
    content::{Content, Contents, Lasts},
    error::{Answer, AppError},
    form::{Form, Posted, answer},
    id::Id,
    page::Page,
    parts::{badge, empty},
    rulebook::{amount, rules},
    visit::Visit,
};

/// So many free slots are offered in place of one that was just taken.
const N_NEXT: usize = 3;

pub(super) async fn show(
    visit: Visit,
    Id(id): Id<CourseVersionId>,
    Extension(contents): Contents,
) -> Answer {
    contents.own(&visit, Lasts::Minute, || content(&visit, id)).await
}

async fn content(visit: &Visit, id: CourseVersionId) -> Result<Content, AppError> {
    let l = visit.l;
    let picker = visit.actions.picker(&visit.call, id).await?;
    let (title, lede) = (t!(l, review_session.book_title), Some(picker.course.title.clone()));
    Ok(if can_book(&picker) {
        Content::with_island(visit, title, lede, move || picker_view(l, &picker))
    } else {
        Content::new(visit, title, lede, move || picker_view(l, &picker))
    })
}

pub(crate) async fn again(visit: &Visit, id: CourseVersionId, form: Form) -> Answer {
    let l = visit.l;
    let picker = visit.actions.picker(&visit.call, id).await?;
    let mut page =
        Page::new(t!(l, review_session.book_title)).lede(picker.course.title.clone()).with(&form);
    if can_book(&picker) {
        page = page.with_island();
    }
    let refused = form.message.map(|text| refused_view(l, text, &picker));
    Ok(page.render(visit, move || view! { {refused}{picker_view(l, &picker)} }))
}

pub(super) async fn hold(visit: Visit, Id(id): Id<CourseVersionId>, posted: Posted) -> Answer {
    let slot = posted.values.trimmed(Field::Slot).parse().map_err(|_| AppError::NotFound)?;
    let done = visit.actions.hold_slot(&visit.call, id, slot).await;
    let to = |booking| format!("/booking/{booking}");
    answer(&visit, posted, done, to, "slot_held", |form| again(&visit, id, form)).await
}

fn can_book(picker: &Picker) -> bool {
    picker.course.state == CourseVersionState::AwaitingSlot
        && picker.booking.is_none()
        && !picker.days.is_empty()
}

fn picker_view(l: Locale, picker: &Picker) -> impl IntoView + use<> {
    let count = words::review_session::n_free(l, picker.n_free);
    view! {
        {held(l, picker)}
        {can_book(picker).then(|| view! {
            <p>{count}" "{t!(l, review_session.hold_hint, time = amount(l, Rule::HoldMinutes))}</p>
            <h2 class="visually-hidden">{t!(l, review_session.free_slots)}</h2>
            {slots(l, picker)}
        })}
        {(picker.days.is_empty() && picker.booking.is_none()).then(|| {
            empty(t!(l, review_session.no_slots), Some(("/desk", t!(l, page.desk))))
        })}
        {waiting(l, picker)}
        {full(l, picker)}
    }
}

/// Where the course waits for a slot.
fn waiting(l: Locale, picker: &Picker) -> Option<impl IntoView + use<>> {
    let entries = picker
        .waiting
        .iter()
        .map(|entry| {
            let name = words::review_session::name(l, entry.session_starts_at);
            let state = words::waiting_list::state(l, entry.state);
            view! {
                <li>
                    <a href=format!("/waiting/{}", entry.id)>{name}</a>" "
                    {badge(words::waiting_list::tone(entry.state), state)}
                </li>
            }
        })
        .collect_view();
    (!picker.waiting.is_empty()).then(|| {
        view! {
            <section class="stack">
                <h2>{t!(l, waiting_list.own_title)}</h2>
                <ul>{entries}</ul>
            </section>
        }
    })
}

/// Sessions that are full: the course may wait for them.
fn full(l: Locale, picker: &Picker) -> Option<impl IntoView + use<>> {
    let version = picker.course.id;
    let sessions = picker
        .full
        .iter()
        .map(|session| {
            let place = session.place_name.clone();
            let place = place.unwrap_or_else(|| t!(l, review_session.online).to_owned());
            let name = words::review_session::name(l, session.starts_at);
            view! {
                <li class="card">
                    <h3 class="card-title">{name}</h3>
                    <p class="meta"><span>{place}</span></p>
                    <form method="post" action=format!("/course/{version}/booking/waiting")>
                        <input type="hidden" name=Field::Session.as_str() value=session.id.to_string()/>
                        <button class="button">{t!(l, waiting_list.join)}</button>
                    </form>
                </li>
            }
        })
        .collect_view();
    (!picker.full.is_empty()).then(|| {
        view! {
            <section class="stack">
                <h2>{t!(l, waiting_list.join_title)}</h2>
                <p class="hint">{t!(l, waiting_list.join_hint)}</p>
                <ul class="card-list">{sessions}</ul>
            </section>
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
fn refused_view(l: Locale, text: String, picker: &Picker) -> impl IntoView + use<> {
    let version = picker.course.id;
    let offers = picker.days.iter().flat_map(|day| &day.offers);
    let next: Vec<&Offer> = offers.filter(|offer| offer.refusal.is_none()).take(N_NEXT).collect();
    let has_next = !next.is_empty();
    let buttons = next
        .into_iter()
        .map(|offer| {
            let place = place(l, offer);
            view! {
                <li>
                    <button class="slot" name=Field::Slot.as_str() value=offer.slot.id.to_string() data-state="free">
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
    let place = offer.place.clone().unwrap_or_else(|| t!(l, review_session.online).to_owned());
    // It can be taken all the same: what one has said of the own time binds others.
    match offer.unavailable.filter(|_| offer.refusal.is_none()) {
        Some(why) => format!("{place} · {}", words::absence::own(l, why)),
        None => place,
    }
}

fn slots(l: Locale, picker: &Picker) -> impl IntoView + use<> {
    let days = picker
        .days
        .iter()
        .map(|day| PickerDay {
            title: words::review_session::day(l, day.day, day.n_shared),
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
    view! { <SlotPicker version=picker.course.id.0 action=action days=days texts=texts/> }
}

fn slot(l: Locale, offer: &Offer) -> PickerSlot {
    let (state, reason) = match offer.refusal {
        None => ("free", String::new()),
        Some(Refusal::Taken) => ("taken", String::new()),
        Some(refusal) => ("blocked", words::review_session::refusal(l, refusal, &rules())),
    };
    PickerSlot {
        id: offer.slot.id.0,
        time: words::time::hours(offer.slot.starts_at, offer.slot.ends_at),
        place: place(l, offer),
        state: state.to_owned(),
        reason,
    }
}
