//! One slot of a published session begins at another time, or is longer or shorter.

use actions::{ActionError, SessionPage, SlotRow, local_time};
use domain::{
    form::{Field, Values},
    id::{ReviewSessionId, SlotId},
};
use leptos::prelude::*;
use leptos_i18n::td_string as t;

use super::panel::ahead;
use crate::{
    error::Answer,
    form::{Form, Line, Posted, answer},
    id::Id,
    page::Page,
    visit::Visit,
};

fn slot_of(page: &SessionPage, id: SlotId) -> Result<&SlotRow, ActionError> {
    page.slots.iter().find(|slot| slot.id == id).ok_or(ActionError::NotFound)
}

pub(super) async fn show(visit: Visit, Id((id, slot)): Id<(ReviewSessionId, SlotId)>) -> Answer {
    let page = ahead(&visit, id).await?;
    let own = slot_of(&page, slot)?;
    let minutes = (own.ends_at - own.starts_at).num_minutes();
    let values = Values::default()
        .with(Field::StartsAt, local_time(own.starts_at).format("%H:%M").to_string())
        .with(Field::SlotMinutes, minutes.to_string());
    let form = Form::to_change(&visit, values, page.session.revision);
    again(&visit, (id, slot), form).await
}

async fn again(visit: &Visit, (id, slot): (ReviewSessionId, SlotId), form: Form) -> Answer {
    let l = visit.l;
    let page = ahead(visit, id).await?;
    let own = slot_of(&page, slot)?;
    let name = words::review_session::name(l, page.session.starts_at);
    let lede = format!("{name} · {}", words::time::hours(own.starts_at, own.ends_at));
    let head = Page::new(t!(l, review_session.change_slot)).lede(lede).with(&form);
    let booking = page.bookings.iter().find(|booking| booking.slot_id == slot);
    let who = booking.map(|booking| {
        format!("{} · {}", words::person::teacher(l, &booking.lecturer_name), booking.title)
    });
    let is_booked = booking.is_some();
    let lengths = visit.actions.slot_lengths(&visit.call, id).await?.slots;
    let lengths = lengths.map(|n| (n.to_string(), words::course::minutes(l, n), None)).to_vec();
    Ok(head.render(visit, move || {
        let time = Line { kind: "time", is_short: true, ..Line::default() };
        let action = format!("/review_session/{id}/slot/{slot}/change");
        view! {
            <form class="form" method="post" action=action novalidate>
                {form.why()}
                {form.revision()}
                {who.map(|who| view! { <p>{who}</p> })}
                <p class="hint">{t!(l, review_session.change_slot_hint)}</p>
                {form.line(Field::StartsAt, time)}
                {form.choices(Field::SlotMinutes, "radio", lengths, false)}
                {form.line(Field::Reason, Line::default())}
                <div class="page-foot-action">
                    <button class="button primary large">{t!(l, panel.move_submit)}</button>
                </div>
            </form>
            {is_booked.then(|| cancelling(&form, (id, slot)))}
            <p><a href=format!("/review_session/{id}")>{name}</a></p>
        }
    }))
}

/// Giving a booked slot back in its lecturer's name.
fn cancelling(form: &Form, (id, slot): (ReviewSessionId, SlotId)) -> impl IntoView + use<> {
    let l = form.l;
    let is_open = form.problems.of(Field::CancelReason).is_some().then_some("");
    view! {
        <details class="fold" open=is_open>
            <summary>{t!(l, review_session.cancel_for)}</summary>
            <form class="form" method="post" action=format!("/review_session/{id}/slot/{slot}/cancel") novalidate>
                <p class="hint">{t!(l, review_session.cancel_for_hint)}</p>
                {form.line(Field::CancelReason, Line::default())}
                <button class="button">{t!(l, review_session.cancel_for)}</button>
            </form>
        </details>
    }
}

pub(super) async fn cancel(
    visit: Visit,
    Id((id, slot)): Id<(ReviewSessionId, SlotId)>,
    posted: Posted,
) -> Answer {
    let done = visit.actions.cancel_on_behalf(&visit.call, id, slot, &posted.values).await;
    let to = |()| format!("/review_session/{id}");
    let again = |mut form: Form| async {
        let page = ahead(&visit, id).await?;
        let own = slot_of(&page, slot)?;
        form.values.set(Field::StartsAt, local_time(own.starts_at).format("%H:%M").to_string());
        let minutes = (own.ends_at - own.starts_at).num_minutes();
        form.values.set(Field::SlotMinutes, minutes.to_string());
        again(&visit, (id, slot), form).await
    };
    answer(&visit, posted, done, to, "cancelled_for", again).await
}

pub(super) async fn change(
    visit: Visit,
    Id((id, slot)): Id<(ReviewSessionId, SlotId)>,
    posted: Posted,
) -> Answer {
    let (values, revision) = (&posted.values, posted.revision);
    let done = visit.actions.change_slot(&visit.call, id, slot, values, revision).await;
    let to = |()| format!("/review_session/{id}");
    answer(&visit, posted, done, to, "slot_changed", |mut form| async {
        form.renew(ahead(&visit, id).await?.session.revision);
        again(&visit, (id, slot), form).await
    })
    .await
}
