//! A booked slot is exchanged for another one: all that fit, a reason, one step.

use actions::{BookingPage, OfferDay, Picker};
use domain::{
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
    parts::{empty, fact},
    visit::Visit,
};

pub(super) async fn show(visit: Visit, Id(id): Id<BookingId>) -> Answer {
    let form = Form::new(&visit, Values::default());
    again(&visit, id, form).await
}

async fn again(visit: &Visit, id: BookingId, form: Form) -> Answer {
    let page = visit.actions.booking(&visit.call, id).await?;
    let picker = visit.actions.exchange_picker(&visit.call, id).await?;
    let l = visit.l;
    let head = Page::new(t!(l, review_session.reschedule_title));
    let head = head.lede(page.booking.title.clone()).with(&form);
    Ok(head.render(visit, move || form_view(&form, &page, &picker)))
}

fn form_view(form: &Form, page: &BookingPage, picker: &Picker) -> impl IntoView + use<> {
    let (l, booking) = (form.l, &page.booking);
    let slots = slots(l, &picker.days);
    let has_slots = !slots.is_empty();
    let back = format!("/booking/{}", booking.id);
    let choosing = has_slots.then(|| {
        view! {
            <form class="form" method="post" action=format!("/booking/{}/reschedule", booking.id) novalidate>
                {form.choices(Field::Slot, "radio", slots, false)}
                {booking.is_in_part(&page.rules).then(|| form.line(Field::Part, Line::default()))}
                {form.line(Field::Reason, Line::default())}
                <p class="hint">{t!(l, review_session.reschedule_hint, time = words::rulebook::of(l, &page.rules, Rule::FreeCancelHours))}</p>
                <div class="page-foot-action cluster">
                    <button class="button primary large">{t!(l, review_session.reschedule_to)}</button>
                    <a class="button large" href=back.clone()>{t!(l, review_session.to_booking)}</a>
                </div>
            </form>
        }
    });
    view! {
        {form.why()}
        <dl class="facts">
            {fact(t!(l, review_session.reschedule_now), words::time::span(l, booking.starts_at, booking.ends_at))}
        </dl>
        {choosing}
        {(!has_slots).then(|| {
            let link = Some(("/calendar", t!(l, page.calendar)));
            empty(t!(l, review_session.no_other_slot), link)
        })}
    }
}

/// Free slots by time, with their places.
fn slots(l: Locale, days: &[OfferDay]) -> Vec<(String, String, Option<String>)> {
    let offers = days.iter().flat_map(|day| &day.offers);
    offers
        .filter(|offer| offer.refusal.is_none())
        .map(|offer| {
            let place = offer.place.clone();
            let place = place.unwrap_or_else(|| t!(l, review_session.online).to_owned());
            let when = words::time::span(l, offer.slot.starts_at, offer.slot.ends_at);
            (offer.slot.id.to_string(), when, Some(place))
        })
        .collect()
}

pub(super) async fn reschedule(visit: Visit, Id(id): Id<BookingId>, posted: Posted) -> Answer {
    let done = visit.actions.reschedule_booking(&visit.call, id, &posted.values).await;
    let to = |booking| format!("/booking/{booking}");
    answer(&visit, posted, done, to, "slot_moved", |form| again(&visit, id, form)).await
}
