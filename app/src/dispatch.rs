//! An offer for its lecturer: accept it at one of the host's times, or decline.

use actions::{ActionError, DispatchPage};
use axum::response::Response;
use domain::{
    dispatch::{DeclineReason, DispatchRefusal, DispatchState},
    form::{Field, Values},
    id::DispatchId,
    lecture_request::REQUEST_READERS,
    role::Role,
    working_day::WorkCalendar,
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
    route::{Route, Who},
    visit::Visit,
};

const LECTURER: Who = Who::Role(&[Role::Lecturer]);
/// Who asks lecturers, and calls off what was begun.
pub(crate) const DISPATCHER: Who = Who::Role(REQUEST_READERS);

pub(crate) fn routes() -> Vec<Route> {
    vec![
        Route::get("/dispatch/{id}", LECTURER, show),
        Route::post("/dispatch/{id}/accept", LECTURER, accept),
        Route::post("/dispatch/{id}/decline", LECTURER, decline),
    ]
}

async fn show(visit: Visit, Id(id): Id<DispatchId>) -> Answer {
    let form = Form::new(&visit, Values::default());
    again(&visit, id, form).await
}

async fn again(visit: &Visit, id: DispatchId, form: Form) -> Answer {
    let page = visit.actions.dispatch(&visit.call, id).await?;
    Ok(page_of(visit, page, form))
}

fn page_of(visit: &Visit, page: DispatchPage, form: Form) -> Response {
    let l = visit.l;
    let calendar = visit.actions.work_calendar();
    let head = Page::new(t!(l, dispatch.title)).lede(page.dispatch.title.clone()).with(&form);
    head.render(visit, move || {
        let has_free = page.times.iter().any(|(_, refusal)| refusal.is_none());
        let refused = form.message.clone().map(|text| {
            let next = (page.is_open && has_free).then(|| t!(l, dispatch.alternatives));
            view! {
                <div class="notice warning" role="alert"><h2>{text}</h2>{next.map(|it| view! { <p>{it}</p> })}</div>
            }
        });
        view! {
            {refused}
            {form.summary()}
            {state_of(l, &page, &calendar)}
            {page.is_open.then(|| accept_view(l, &page, has_free))}
            {facts(l, &page)}
            {page.is_open.then(|| decline_view(&form, page.dispatch.id))}
        }
    })
}

fn state_of(l: Locale, page: &DispatchPage, calendar: &WorkCalendar) -> impl IntoView + use<> {
    let dispatch = &page.dispatch;
    let state = if dispatch.state == DispatchState::Offered && !page.is_open {
        DispatchState::Lapsed
    } else {
        dispatch.state
    };
    let until = page.is_open.then(|| {
        let until = words::dispatch::answer_until(l, dispatch.answer_until, calendar);
        view! { <p class="due">{until}</p> }
    });
    let over = (!page.is_open && state != DispatchState::Accepted)
        .then(|| view! { <p>{t!(l, dispatch.over)}</p> });
    view! {
        <p>{badge(words::dispatch::tone(state), words::dispatch::state(l, state))}</p>
        {until}
        {over}
    }
}

/// The offered time first, then the host's other times; what does not suit says why.
fn accept_view(l: Locale, page: &DispatchPage, has_free: bool) -> impl IntoView + use<> {
    let (offered, others): (Vec<_>, Vec<_>) =
        page.times.iter().partition(|(time, _)| time.starts_at == page.dispatch.starts_at);
    let line = |(time, refusal): &actions::TimeOffer, class: &'static str| match refusal {
        None => {
            let text = words::dispatch::accept(l, time.starts_at, time.ends_at);
            let number = time.time_no.to_string();
            view! { <li><button class=class name=Field::Time.as_str() value=number>{text}</button></li> }
                .into_any()
        }
        Some(refusal) => {
            let when = words::time::span(l, time.starts_at, time.ends_at);
            let why = words::dispatch::refusal(l, *refusal);
            view! { <li class="meta"><span>{when}</span><span>{why}</span></li> }.into_any()
        }
    };
    let first = offered.into_iter().map(|it| line(it, "button primary large")).collect_view();
    let rest = others.into_iter().map(|it| line(it, "button")).collect::<Vec<_>>();
    let more = (!rest.is_empty()).then(|| {
        view! { <h3>{t!(l, dispatch.other_times)}</h3><ul class="times">{rest}</ul> }
    });
    let hint = if has_free { t!(l, dispatch.accept_hint) } else { t!(l, dispatch.none_free) };
    view! {
        <form class="form" method="post" action=format!("/dispatch/{}/accept", page.dispatch.id)>
            <h2>{t!(l, dispatch.offered_time)}</h2>
            <ul class="times">{first}</ul>
            {more}
            <p class="hint">{hint}</p>
        </form>
    }
}

fn facts(l: Locale, page: &DispatchPage) -> impl IntoView + use<> {
    let (dispatch, request) = (&page.dispatch, &page.request);
    // The contact is for whoever comes (`LAW-01`).
    let is_accepted = dispatch.state == DispatchState::Accepted;
    let phone = if page.shows_phone {
        request.contact_phone.clone()
    } else {
        words::person::phone(Some(&request.contact_phone))
    };
    let contact = is_accepted.then(|| format!("{} {phone}", request.contact));
    let county = match (&request.region_zh, &request.region_en) {
        (Some(zh), Some(en)) => words::place::county(l, zh, en).to_owned(),
        _ => t!(l, lecture_request.city_level).to_owned(),
    };
    view! {
        <dl class="facts">
            {fact(t!(l, lecture_request.time), words::time::span(l, dispatch.starts_at, dispatch.ends_at))}
            {fact(t!(l, lecture_request.host), request.host_name.clone())}
            {fact(t!(l, lecture_request.county), county)}
            {fact(t!(l, lecture_request.hall), format!("{} · {}", request.address, request.hall))}
            {fact(t!(l, lecture_request.hall_equipment), request.equipment.clone())}
            {fact(t!(l, lecture_request.stage), words::audience::stage(l, request.stage))}
            {fact(t!(l, lecture_request.audience), words::course::people(l, request.audience))}
            {fact(t!(l, lecture_request.mode), words::audience::mode(l, request.mode))}
            {fact(t!(l, lecture_request.wish), request.wish.clone())}
            {fact(t!(l, lecture_request.contact), contact.unwrap_or_default())}
        </dl>
    }
}

fn decline_view(form: &Form, id: DispatchId) -> impl IntoView + use<> {
    let l = form.l;
    let reasons = DeclineReason::ALL
        .iter()
        .map(|one| {
            let text = words::dispatch::decline_reason(l, *one).to_owned();
            (one.as_str().to_owned(), text, None)
        })
        .collect();
    let line = Line { is_optional: true, ..Line::default() };
    view! {
        <details class="more" open=form.is_refused()>
            <summary>{t!(l, dispatch.decline_title)}</summary>
            <form class="form" method="post" action=format!("/dispatch/{id}/decline") novalidate>
                <p>{t!(l, dispatch.decline_hint)}</p>
                {form.choices(Field::DeclineReason, "radio", reasons, false)}
                {form.line(Field::DeclineNote, line)}
                <button class="button">{t!(l, dispatch.decline)}</button>
            </form>
        </details>
    }
}

/// Back to the offer, with what was done or why not.
async fn answered(
    visit: &Visit,
    id: DispatchId,
    posted: Posted,
    done: Result<(), ActionError>,
    notice: &'static str,
) -> Answer {
    let done = done.map_err(|error| match error {
        // The request moved on meanwhile: the offer went with it.
        ActionError::Stale | ActionError::WrongState => DispatchRefusal::OfferOver.into(),
        other => other,
    });
    let to = |()| format!("/dispatch/{id}");
    answer(visit, posted, done, to, notice, |form| again(visit, id, form)).await
}

async fn accept(visit: Visit, Id(id): Id<DispatchId>, posted: Posted) -> Answer {
    let done = visit.actions.accept_dispatch(&visit.call, id, &posted.values).await;
    answered(&visit, id, posted, done, "dispatch_accepted").await
}

async fn decline(visit: Visit, Id(id): Id<DispatchId>, posted: Posted) -> Answer {
    let done = visit.actions.decline_dispatch(&visit.call, id, &posted.values).await;
    answered(&visit, id, posted, done, "dispatch_declined").await
}
