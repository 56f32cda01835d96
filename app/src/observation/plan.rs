//! Who is asked to observe a lecture: the office chooses, a lecturer offers, an observer hands on.

use actions::{FoundObserver, ObservationPage, ObserverChoice};
use axum::response::Response;
use domain::{
    form::{Field, Values},
    id::{DeliveryId, ObservationId},
};
use leptos::prelude::*;
use leptos_i18n::td_string as t;
use words::Locale;

use super::show::lecture_facts;
use crate::{
    error::Answer,
    form::{Form, Line, Posted, answer, query},
    id::Id,
    page::Page,
    parts::fact,
    visit::Visit,
};

pub(super) async fn new(visit: Visit, Id(id): Id<DeliveryId>) -> Answer {
    let values = Values::default().with(Field::Search, query(&visit).trimmed(Field::Search));
    plan_page(&visit, id, Form::new(&visit, values)).await
}

async fn plan_page(visit: &Visit, id: DeliveryId, form: Form) -> Answer {
    let l = visit.l;
    let sought = form.values.trimmed(Field::Search).to_owned();
    let choice = visit.actions.observer_choice(&visit.call, id, &sought).await?;
    let title =
        if choice.is_own { t!(l, observation.offer_title) } else { t!(l, observation.plan_title) };
    let head = Page::new(title).lede(choice.delivery.title.clone()).with(&form);
    Ok(head.render(visit, move || plan_view(&form, &choice)))
}

fn plan_view(form: &Form, choice: &ObserverChoice) -> impl IntoView + use<> {
    let l = form.l;
    let d = &choice.delivery;
    let action = format!("/delivery/{}/observation", d.id);
    let asked = if let Some(row) = &choice.observation {
        let href = format!("/observation/{}", row.id);
        view! {
            <p class="notice info">{t!(l, observation.planned_already)}</p>
            <p><a class="button" href=href>{t!(l, observation.look)}</a></p>
        }
        .into_any()
    } else if !choice.is_ahead {
        view! { <p class="notice info">{t!(l, observation.not_ahead)}</p> }.into_any()
    } else if choice.is_own {
        view! {
            <form class="form" method="post" action=action>
                <p>{t!(l, observation.offer_hint)}</p>
                <button class="button primary large">{t!(l, observation.offer)}</button>
            </form>
        }
        .into_any()
    } else {
        view! {
            {finder(l, &action, form.values.get(Field::Search))}
            {chooser(form, action.clone(), &choice.found, false)}
        }
        .into_any()
    };
    view! {
        {form.why()}
        <dl class="facts">
            {fact(t!(l, observation.lecturer), words::person::teacher(l, &d.lecturer_name))}
            {fact(t!(l, observation.time), words::time::span(l, d.starts_at, d.ends_at))}
            {fact(t!(l, observation.host), d.host_name.clone())}
        </dl>
        {asked}
        <p><a href="/observation">{t!(l, observation.title)}</a></p>
    }
}

/// Looking for somebody by name.
fn finder(l: Locale, action: &str, sought: &str) -> impl IntoView + use<> {
    let (action, sought) = (action.to_owned(), sought.to_owned());
    view! {
        <form class="filters" method="get" action=action role="search">
            <div class="field">
                <label for=Field::Search.as_str()>{t!(l, person.search)}</label>
                <input id=Field::Search.as_str() name=Field::Search.as_str() type="search" value=sought/>
            </div>
            <button class="button">{t!(l, observation.find)}</button>
        </form>
    }
}

/// The people found, to choose one; why, where somebody was asked before.
fn chooser(
    form: &Form,
    action: String,
    found: &[FoundObserver],
    is_explained: bool,
) -> impl IntoView + use<> {
    let l = form.l;
    let person = |one: &FoundObserver| {
        let workplace = one.row.workplace.clone().filter(|it| !it.is_empty());
        let why = one.unavailable.map(|why| words::absence::unavailable(l, why).to_owned());
        let hint: Vec<String> = workplace.into_iter().chain(why).collect();
        let hint = (!hint.is_empty()).then(|| hint.join(" · "));
        (one.row.id.to_string(), one.row.name.clone(), hint)
    };
    let people: Vec<_> = found.iter().map(person).collect();
    let nobody = people.is_empty();
    let sought = form.values.get(Field::Search).to_owned();
    let reason = is_explained.then(|| form.line(Field::Reason, Line::default()));
    let button = (!nobody).then(|| {
        view! {
            <div class="page-foot-action">
                <button class="button primary large">{t!(l, observation.assign)}</button>
            </div>
        }
    });
    view! {
        <form class="form" method="post" action=action novalidate>
            {form.revision()}
            <input type="hidden" name=Field::Search.as_str() value=sought/>
            {form.choices(Field::Observer, "radio", people, false)}
            {nobody.then(|| view! { <p class="notice info">{t!(l, observation.nobody)}</p> })}
            {reason}
            {button}
        </form>
    }
}

pub(super) async fn plan(visit: Visit, Id(id): Id<DeliveryId>, posted: Posted) -> Answer {
    let done = visit.actions.plan_observation(&visit.call, id, &posted.values).await;
    let to = |id| format!("/observation/{id}");
    answer(&visit, posted, done, to, "observation_planned", |form| plan_page(&visit, id, form))
        .await
}

pub(super) async fn other(visit: Visit, Id(id): Id<ObservationId>) -> Answer {
    let page = visit.actions.observation(&visit.call, id).await?;
    let values = Values::default().with(Field::Search, query(&visit).trimmed(Field::Search));
    let form = Form::to_change(&visit, values, page.observation.revision);
    other_page(&visit, page, form).await
}

async fn other_page(visit: &Visit, page: ObservationPage, form: Form) -> Answer {
    let sought = form.values.trimmed(Field::Search).to_owned();
    let id = page.observation.id;
    let found = visit.actions.other_observers(&visit.call, id, &sought).await?;
    Ok(other_view(visit, &page, &form, &found))
}

fn other_view(
    visit: &Visit,
    page: &ObservationPage,
    form: &Form,
    found: &[FoundObserver],
) -> Response {
    let l = visit.l;
    let row = &page.observation;
    let title = match (page.reading, row.observer_id) {
        (actions::ObservationReading::Observer, _) => t!(l, observation.hand_on_title),
        (_, Some(_)) => t!(l, observation.replace_title),
        (_, None) => t!(l, observation.assign_title),
    };
    let action = format!("/observation/{}/observer", row.id);
    let head = Page::new(title).lede(row.title.clone()).with(form);
    head.render(visit, || {
        let asked = if page.may_assign {
            let is_explained = row.observer_id.is_some();
            view! {
                {finder(l, &action, form.values.get(Field::Search))}
                {chooser(form, action.clone(), found, is_explained)}
            }
            .into_any()
        } else {
            view! { <p class="notice info">{t!(l, observation.not_ahead)}</p> }.into_any()
        };
        let back = format!("/observation/{}", row.id);
        view! {
            {form.why()}
            {lecture_facts(l, page)}
            {asked}
            <p><a href=back>{t!(l, observation.back)}</a></p>
        }
    })
}

pub(super) async fn assign(visit: Visit, Id(id): Id<ObservationId>, posted: Posted) -> Answer {
    let (values, revision) = (&posted.values, posted.revision);
    let done = visit.actions.assign_observer(&visit.call, id, values, revision).await;
    // Whoever has handed it on sees it no more.
    let is_gone = done.is_ok() && visit.actions.observation(&visit.call, id).await.is_err();
    let to = |()| if is_gone { "/observation".to_owned() } else { format!("/observation/{id}") };
    answer(&visit, posted, done, to, "observation_planned", |mut form| async {
        let page = visit.actions.observation(&visit.call, id).await?;
        form.renew(page.observation.revision);
        other_page(&visit, page, form).await
    })
    .await
}
