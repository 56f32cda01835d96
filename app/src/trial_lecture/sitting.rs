//! The sitting on one page, for a projector and for a phone: who is there, which lecture runs.

use actions::{Lecture, SittingPage};
use axum::response::Response;
use domain::{
    booking::BookingState,
    form::{Field, Values},
    id::ReviewSessionId,
    review_session::ReviewSessionState,
};
use leptos::prelude::*;
use leptos_i18n::td_string as t;
use words::Locale;

use super::panel::{enter_form, step_buttons};
use crate::{
    booking::part_given,
    download::download,
    error::Answer,
    form::{Form, Posted, answer},
    id::Id,
    page::Page,
    parts::{badge, caution, empty, revision},
    visit::Visit,
};

pub(super) async fn show(visit: Visit, Id(id): Id<ReviewSessionId>) -> Answer {
    let form = Form::new(&visit, Values::default());
    again(&visit, id, form).await
}

pub(super) async fn again(visit: &Visit, id: ReviewSessionId, form: Form) -> Answer {
    let page = visit.actions.sitting(&visit.call, id).await?;
    Ok(page_of(visit, &page, &form))
}

fn page_of(visit: &Visit, page: &SittingPage, form: &Form) -> Response {
    let l = visit.l;
    let head = Page::new(words::trial_lecture::sitting_of(l, page.session.starts_at)).with(form);
    head.render(visit, || {
        let state = page.session.state;
        // The first one that is not over is the next thing to do.
        let next = page.lectures.iter().position(|lecture| !lecture.is_over());
        let card = |(at, lecture)| card(form, page, lecture, next == Some(at));
        let lectures = page.lectures.iter().enumerate().map(card).collect_view();
        let nothing = page.lectures.is_empty();
        let href = format!("/review_session/{}", page.session.id);
        let back = page.may_open_session().then(|| {
            view! { <p><a href=href>{t!(l, trial_lecture.to_session)}</a></p> }
        });
        let package = page.may_check().then(|| {
            let href = format!("/review_session/{}/package", page.session.id);
            view! {
                <p><a class="button" href=href download="">{t!(l, trial_lecture.package)}</a></p>
                <p class="hint">{t!(l, trial_lecture.package_hint)}</p>
            }
        });
        view! {
            {form.why()}
            <p>{badge(words::review_session::tone(state), words::review_session::state(l, state))}</p>
            {beginning(l, page)}
            {nothing.then(|| empty(t!(l, trial_lecture.no_lectures), None))}
            <div class="sitting">{lectures}</div>
            {package}
            {back}
        }
    })
}

/// Opening the sitting, and putting it away.
fn beginning(l: Locale, page: &SittingPage) -> AnyView {
    let action = format!("/review_session/{}/sitting", page.session.id);
    let button = |code: &'static str, text: &'static str, hint: Option<&'static str>| {
        view! {
            {hint.map(|hint| view! { <p>{hint}</p> })}
            <form method="post" action=action>
                {revision(page.session.revision)}
                <button class="button primary large" name=Field::Decision.as_str() value=code>
                    {text}
                </button>
            </form>
        }
        .into_any()
    };
    let is_done = page.session.state == ReviewSessionState::Completed;
    if page.may_begin {
        let hint = Some(t!(l, trial_lecture.begin_hint));
        button("begin", t!(l, trial_lecture.begin), hint)
    } else if is_done && page.is_office {
        button("archive", t!(l, trial_lecture.archive), None)
    } else if page.session.state.has_begun() {
        ().into_any()
    } else {
        view! { <p>{t!(l, trial_lecture.begins_on)}</p> }.into_any()
    }
}

fn card(form: &Form, page: &SittingPage, lecture: &Lecture, is_next: bool) -> AnyView {
    let l = form.l;
    let booking = &lecture.booking;
    let (tone, state) = match &lecture.trial {
        Some(trial) => {
            (words::trial_lecture::tone(trial.state), words::trial_lecture::state(l, trial.state))
        }
        None => (
            words::review_session::booking_tone(booking.state),
            words::review_session::booking_state(l, booking.state),
        ),
    };
    let ran = lecture.trial.as_ref().map(|trial| {
        let text = words::trial_lecture::ran(l, trial.started_at, trial.ended_at);
        view! { <span>{text}</span> }
    });
    let is_short = lecture.n_present() > 0 && lecture.n_present() < page.minimum;
    let short = is_short.then(|| caution(words::trial_lecture::too_few(l, page.minimum)));
    let may_enter = page.may_lead && page.session.state.has_begun();
    let is_empty = lecture.n_present() == 0;
    let presence = (may_enter && !lecture.is_decided() && booking.state != BookingState::NoShow)
        .then(|| enter_form(l, lecture, &page.panel, is_next && is_empty));
    let steps = may_enter.then(|| step_buttons(l, lecture, is_next && !is_empty));
    let counts = words::trial_lecture::n_present(
        l,
        lecture.n_present(),
        lecture.n_judges(),
        lecture.n_sheets,
    );
    let href = format!("/trial_lecture/{}", booking.id);
    view! {
        <section class="lecture" id=format!("lecture-{}", booking.id)>
            <h2>
                <span class="lecture-time">{words::time::hours(booking.starts_at, booking.ends_at)}</span>
                " "
                <a href=href>{booking.title.clone()}</a>
            </h2>
            <p class="meta">
                <span>{words::person::teacher(l, &booking.lecturer_name)}</span>
                {ran}
                {badge(tone, state)}
            </p>
            {part_given(l, &booking.part)}
            <p>{counts}</p>
            {short}
            {presence}
            {steps}
        </section>
    }
    .into_any()
}

pub(super) async fn step(visit: Visit, Id(id): Id<ReviewSessionId>, posted: Posted) -> Answer {
    let (done, notice) = match posted.values.get(Field::Decision) {
        "archive" => (
            visit.actions.archive_session(&visit.call, id, posted.revision).await,
            "session_archived",
        ),
        _ => (visit.actions.begin_sitting(&visit.call, id, posted.revision).await, "sitting_begun"),
    };
    let to = |()| format!("/review_session/{id}/sitting");
    answer(&visit, posted, done, to, notice, |form| again(&visit, id, form)).await
}

/// The review package as a file.
pub(super) async fn package(visit: Visit, Id(id): Id<ReviewSessionId>) -> Answer {
    let (package, noted) = visit.actions.review_package(&visit.call, id).await?;
    let text = serde_json::to_string_pretty(&package).unwrap_or_default();
    Ok(download(&format!("review-{id}.json"), "application/json", text, noted))
}
