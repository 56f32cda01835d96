//! One training: for who holds it, and for who can go there.

use actions::{Placed, TrainingPage};
use axum::response::Response;
use domain::{id::TrainingEventId, training_event::TrainingState};
use leptos::prelude::*;
use leptos_i18n::td_string as t;
use words::Locale;

use crate::{
    error::Answer,
    form::Posted,
    id::Id,
    page::Page,
    paper_correction::waits,
    parts::{badge, fact, prose, revision},
    visit::Visit,
};

pub(super) async fn show(visit: Visit, Id(id): Id<TrainingEventId>) -> Answer {
    let l = visit.l;
    let page = visit.actions.training(&visit.call, id).await?;
    let is_early = page.own.as_ref().is_some_and(|own| own.state.is_given_back())
        && page.training.state == TrainingState::Published
        && visit.call.today() < page.training.starts_on;
    let head = Page::new(page.training.title.clone()).lede(page.training.organiser.clone());
    let corrections = waits(&visit, &page.corrections);
    Ok(head.render(&visit, move || {
        let training = &page.training;
        let own = page.own.as_ref().map(|own| {
            let text = words::training_event::enrolment(l, own.state);
            view! { <dt>{t!(l, training_event.own)}</dt><dd>{badge(words::training_event::enrolment_tone(own.state), text)}</dd> }
        });
        view! {
            <p>{badge(words::training_event::tone(training.state), words::training_event::state(l, training.state))}</p>
            <dl class="facts">
                {fact(t!(l, hour_claim.kind_label), words::hour_claim::kind(l, training.kind))}
                {fact(t!(l, training_event.place), training.place.clone())}
                {fact(t!(l, training_event.days_label), half_days(l, &page))}
                {fact(t!(l, training_event.enrol_until), words::time::date(l, training.enrol_until))}
                {own}
            </dl>
            {corrections}
            {content(l, &training.content)}
            {guest_view(l, &page, is_early)}
            {organiser_view(l, &page)}
        }
    }))
}

fn content(l: Locale, text: &str) -> Option<impl IntoView + use<>> {
    (!text.is_empty()).then(|| {
        view! { <section class="stack"><h2>{t!(l, training_event.content)}</h2>{prose(text)}</section> }
    })
}

fn half_days(l: Locale, page: &TrainingPage) -> String {
    let names = page
        .half_days
        .iter()
        .map(|row| words::training_event::half_day(l, row.held_on, row.half_day));
    names.collect::<Vec<_>>().join(t!(l, page.comma))
}

fn guest_view(l: Locale, page: &TrainingPage, is_early: bool) -> Option<AnyView> {
    let id = page.training.id;
    if page.may_enrol {
        let view = view! {
            <p>{t!(l, training_event.enrol_hint)}</p>
            <form class="page-foot-action" method="post" action=format!("/training_event/{id}/enrol")>
                <button class="button primary large">{t!(l, training_event.enrol)}</button>
            </form>
        };
        return Some(view.into_any());
    }
    let stay = page.may_stay.then(|| {
        view! {
            <p>{t!(l, training_event.stay_hint)}</p>
            <form method="post" action=format!("/training_event/{id}/stay")>
                <button class="button primary large">{t!(l, training_event.stay)}</button>
            </form>
        }
    });
    let withdraw = is_early.then(|| {
        view! {
            <form method="post" action=format!("/training_event/{id}/withdraw")>
                <button class="button large">{t!(l, training_event.withdraw)}</button>
            </form>
        }
    });
    Some(view! { <div class="stack">{stay}{withdraw}</div> }.into_any())
        .filter(|_| page.may_stay || is_early)
}

fn organiser_view(l: Locale, page: &TrainingPage) -> Option<AnyView> {
    if !page.may_manage {
        return None;
    }
    let id = page.training.id;
    let state = page.training.state;
    let cancel = state.cancel().is_ok().then(|| {
        view! {
            <details class="more">
                <summary>{t!(l, training_event.cancel)}</summary>
                <form method="post" action=format!("/training_event/{id}/cancel")>
                    {revision(page.training.revision)}
                    <p>{t!(l, training_event.cancel_hint)}</p>
                    <button class="button danger large">{t!(l, training_event.cancel)}</button>
                </form>
            </details>
        }
    });
    let main = match state {
        TrainingState::Draft => view! {
            <p>{t!(l, training_event.publish_hint)}</p>
            <div class="page-foot-action cluster">
                <form method="post" action=format!("/training_event/{id}/publish")>
                    {revision(page.training.revision)}
                    <button class="button primary large">{t!(l, training_event.publish)}</button>
                </form>
                <a class="button large" href=format!("/training_event/{id}/edit")>{t!(l, training_event.edit)}</a>
            </div>
        }
        .into_any(),
        TrainingState::Cancelled => ().into_any(),
        TrainingState::Published | TrainingState::AttendanceConfirmed => view! {
            <p class="cluster">
                <a class="button primary large" href=format!("/training_event/{id}/roster")>{t!(l, training_event.roster)}</a>
                {page.may_attend.then(|| view! {
                    <a class="button large" href=format!("/training_event/{id}/attendance")>{t!(l, training_event.attendance_open)}</a>
                })}
                {page.may_correct.then(|| view! {
                    <a class="button large" href=format!("/training_event/{id}/correct")>{t!(l, training_event.correct)}</a>
                })}
                {(state == TrainingState::Published).then(|| view! {
                    <a class="button large" href=format!("/training_event/{id}/edit")>{t!(l, training_event.change)}</a>
                })}
            </p>
        }
        .into_any(),
    };
    Some(view! { {main}{cancel} }.into_any())
}

/// Where an accepted form of a training leads.
fn back(visit: &Visit, id: TrainingEventId, notice: &'static str) -> Response {
    visit.go(&format!("/training_event/{id}"), notice)
}

pub(super) async fn publish(visit: Visit, Id(id): Id<TrainingEventId>, posted: Posted) -> Answer {
    visit.actions.publish_training(&visit.call, id, posted.revision).await?;
    Ok(back(&visit, id, "training_published"))
}

pub(super) async fn cancel(visit: Visit, Id(id): Id<TrainingEventId>, posted: Posted) -> Answer {
    visit.actions.cancel_training(&visit.call, id, posted.revision).await?;
    Ok(back(&visit, id, "training_cancelled"))
}

pub(super) async fn enrol(visit: Visit, Id(id): Id<TrainingEventId>) -> Answer {
    visit.actions.enrol(&visit.call, id).await?;
    Ok(back(&visit, id, "enrolled"))
}

pub(super) async fn stay(visit: Visit, Id(id): Id<TrainingEventId>) -> Answer {
    let notice = match visit.actions.stay(&visit.call, id).await? {
        Placed::Taken => "stayed",
        Placed::Clash => "stayed_clash",
    };
    Ok(back(&visit, id, notice))
}

pub(super) async fn withdraw(visit: Visit, Id(id): Id<TrainingEventId>) -> Answer {
    visit.actions.withdraw(&visit.call, id).await?;
    Ok(back(&visit, id, "enrolment_withdrawn"))
}
