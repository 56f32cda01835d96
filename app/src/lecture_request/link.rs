//! The page behind a request's link: where it stands, what happens next, and the report.

use actions::{ActionError, HostPage};
use axum::{extract::Path, response::Response};
use domain::{
    form::{Field, Revision, Values},
    lecture_request::RequestState,
};
use leptos::prelude::*;
use leptos_i18n::td_string as t;
use words::Locale;

use super::unconfirmed::waits;
use crate::{
    delivery::{Side, report_form, report_values},
    error::Answer,
    form::{Form, Line, Posted, answer},
    page::Page,
    parts::{badge, fact, revision},
    rulebook::rules,
    visit::Visit,
};

pub(super) async fn show(visit: Visit, Path(token): Path<String>) -> Answer {
    let page = match visit.actions.host_page(&visit.call, &token).await {
        Err(ActionError::NotFound) => {
            let row = visit.actions.unconfirmed_request(&token).await?;
            return Ok(waits(&visit, &token, &row));
        }
        page => page?,
    };
    let mut form = Form::new(&visit, report_of(&page));
    show_revision(&mut form, &page);
    Ok(page_of(&visit, &token, page, form))
}

/// The report is of the lecture as it stands, unless the form says what it has seen.
fn show_revision(form: &mut Form, page: &HostPage) {
    if let Some(delivery) = page.delivery.as_ref().filter(|_| form.revision == Revision::NEWEST) {
        form.revision = Revision::of(delivery.revision);
    }
}

fn report_of(page: &HostPage) -> Values {
    page.delivery.as_ref().map_or_else(Values::default, |it| report_values(it, Side::Host))
}

fn page_of(visit: &Visit, token: &str, page: HostPage, form: Form) -> Response {
    let l = visit.l;
    let has_begun =
        page.delivery.as_ref().is_some_and(|delivery| delivery.starts_at <= visit.call.now);
    let state = page.request.state;
    let token = token.to_owned();
    let head =
        Page::new(t!(l, lecture_request.link_title)).lede(page.request.title.clone()).with(&form);
    head.render(visit, move || {
        let edit = (state == RequestState::Returned).then(|| edit_link(l, &token, page.may_edit));
        let report = page.may_report.then(|| {
            let hint = page.delivery.as_ref().is_some_and(|d| d.lecturer_attendance.is_some());
            let action = format!("/request/{token}/report");
            report_form(&form, action, t!(l, delivery.report_title), t!(l, delivery.report), (hint, None))
        });
        view! {
            {form.why()}
            <p>{badge(words::lecture_request::tone(state), words::lecture_request::state(l, state))}</p>
            <h2>{t!(l, lecture_request.next_title)}</h2>
            <p>{words::lecture_request::next(l, state, &rules())}</p>
            {told(l, &page)}
            {edit}
            {report}
            {facts(l, &page)}
            <p class="notice info">{t!(l, lecture_request.link_keep)}</p>
            {(state.is_open() && !has_begun).then(|| cancel_form(&form, &page, &token))}
        }
    })
}

/// The way to the form, while the course can still be asked for.
fn edit_link(l: Locale, token: &str, may_edit: bool) -> AnyView {
    if !may_edit {
        return view! {
            <p class="notice warning">
                {t!(l, lecture_request.course_gone)}" "
                <a href="/catalogue">{t!(l, error.catalogue)}</a>
            </p>
        }
        .into_any();
    }
    let href = format!("/request/{token}/edit");
    view! { <p><a class="button primary large" href=href>{t!(l, lecture_request.edit)}</a></p> }
        .into_any()
}

/// What the office wrote, or why it was called off.
fn told(l: Locale, page: &HostPage) -> Option<impl IntoView + use<>> {
    let term = match page.request.state {
        RequestState::Cancelled => t!(l, lecture_request.reason_told),
        _ => t!(l, lecture_request.remark),
    };
    let text = page.request.remark.clone();
    (!text.is_empty()).then(|| view! { <dl class="facts">{fact(term, text)}</dl> })
}

/// Only what the host wrote itself, and who comes once that is agreed.
fn facts(l: Locale, page: &HostPage) -> impl IntoView + use<> {
    let request = &page.request;
    let times = page.times.iter().map(|time| words::time::span(l, time.starts_at, time.ends_at));
    let times: Vec<String> = times.collect();
    let agreed = page.delivery.as_ref().map(|delivery| {
        let when = words::time::span(l, delivery.starts_at, delivery.ends_at);
        let teacher = words::person::teacher(l, &delivery.lecturer_name);
        view! {
            {fact(t!(l, lecture_request.lecturer), teacher)}
            {fact(t!(l, lecture_request.time), when)}
        }
    });
    let wished =
        page.delivery.is_none().then(|| fact(t!(l, lecture_request.times), times.join(" / ")));
    let verified = page.delivery.as_ref().and_then(|delivery| {
        let (began, ended) = (delivery.began_at?, delivery.ended_at?);
        let text = words::delivery::said(l, delivery.attendance?, began, ended);
        Some(fact(t!(l, delivery.verified), text))
    });
    view! {
        <dl class="facts">
            {agreed}
            {verified}
            {wished}
            {fact(t!(l, lecture_request.host), request.host_name.clone())}
            {fact(t!(l, lecture_request.hall), format!("{} · {}", request.address, request.hall))}
            {fact(t!(l, lecture_request.hall_equipment), request.equipment.clone())}
            {fact(t!(l, lecture_request.stage), words::audience::stage(l, request.stage))}
            {fact(t!(l, lecture_request.audience), words::course::people(l, request.audience))}
            {fact(t!(l, lecture_request.mode), words::audience::mode(l, request.mode))}
            {fact(t!(l, lecture_request.contact), request.contact.clone())}
            {fact(t!(l, lecture_request.phone), words::person::phone(Some(&request.contact_phone)))}
            {fact(t!(l, lecture_request.wish), request.wish.clone())}
        </dl>
    }
}

fn cancel_form(form: &Form, page: &HostPage, token: &str) -> impl IntoView + use<> {
    let l = form.l;
    let line = Line::default();
    let is_open = form.problems.of(Field::Reason).is_some();
    view! {
        <details class="more" open=is_open>
            <summary>{t!(l, lecture_request.withdraw_title)}</summary>
            <form class="form" method="post" action=format!("/request/{token}/cancel") novalidate>
                {revision(page.request.revision)}
                <p>{t!(l, lecture_request.withdraw_hint)}</p>
                {form.line(Field::Reason, line)}
                <button class="button danger">{t!(l, lecture_request.withdraw)}</button>
            </form>
        </details>
    }
}

/// Back to the page of the link, with what was done or why not.
async fn answered(
    visit: &Visit,
    token: &str,
    posted: Posted,
    done: Result<(), ActionError>,
    notice: &'static str,
) -> Answer {
    let to = |()| format!("/request/{token}");
    answer(visit, posted, done, to, notice, |mut form| async move {
        let page = visit.actions.host_page(&visit.call, token).await?;
        // One form of two was sent: the other is as it stands.
        form.values = form.values.over(report_of(&page));
        show_revision(&mut form, &page);
        form.renew(page.delivery.as_ref().map_or(0, |delivery| delivery.revision));
        Ok(page_of(visit, token, page, form))
    })
    .await
}

pub(super) async fn cancel(visit: Visit, Path(token): Path<String>, posted: Posted) -> Answer {
    let done =
        visit.actions.withdraw_request(&visit.call, &token, &posted.values, posted.revision).await;
    answered(&visit, &token, posted, done, "request_withdrawn").await
}

pub(super) async fn report(visit: Visit, Path(token): Path<String>, posted: Posted) -> Answer {
    let done =
        visit.actions.report_by_host(&visit.call, &token, &posted.values, posted.revision).await;
    answered(&visit, &token, posted, done, "delivery_reported").await
}
