//! A lecture: what was agreed, what both sides report, and the office's decision.

mod correct;
mod list;

use actions::{ActionError, CourseRow, DeliveryPage, DeliveryRow, local_time};
use axum::response::Response;
use domain::{
    delivery::{ATTENDANCE_MAX, DeliveryReport},
    form::{Field, Values},
    id::DeliveryId,
    lecture_request::REQUEST_READERS,
    role::Role,
};
use leptos::prelude::*;
use leptos_i18n::td_string as t;
use words::Locale;

use crate::{
    error::Answer,
    form::{Form, Line, Posted, answer},
    id::Id,
    page::Page,
    paper_correction::waits,
    parts::{badge, fact, revision},
    route::{Route, Who},
    visit::Visit,
};

const LECTURER: Who = Who::Role(&[Role::Lecturer]);
/// Who settles what both sides report differently.
const CITY: Who = Who::Role(&[Role::CityOffice]);
/// Who looks through all lectures of a region.
const OFFICE: Who = Who::Role(REQUEST_READERS);
const READER: Who = Who::Role(&[Role::Lecturer, Role::CityOffice, Role::CountyOffice]);

/// Which side fills in a report.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Side {
    Host,
    Lecturer,
}

pub(crate) fn routes() -> Vec<Route> {
    vec![
        Route::get("/delivery", OFFICE, list::list),
        Route::get("/delivery.xlsx", OFFICE, list::export),
        Route::get("/delivery/{id}", READER, show),
        Route::post("/delivery/{id}/report", LECTURER, report),
        Route::post("/delivery/{id}/give_back", LECTURER, give_back),
        Route::post("/delivery/{id}/settle", CITY, settle),
        Route::get("/delivery/{id}/correct", CITY, correct::show),
        Route::post("/delivery/{id}/correct", CITY, correct::save),
    ]
}

/// The report as the form begins with it: one's own, else the other side's, else the plan.
pub(crate) fn report_values(delivery: &DeliveryRow, side: Side) -> Values {
    let d = delivery;
    let host = (d.host_attendance, d.host_began_at, d.host_ended_at);
    let lecturer = (d.lecturer_attendance, d.lecturer_began_at, d.lecturer_ended_at);
    let (own, other) = match side {
        Side::Host => (host, lecturer),
        Side::Lecturer => (lecturer, host),
    };
    let (attendance, began_at, ended_at) = if own.0.is_some() { own } else { other };
    let began = local_time(began_at.unwrap_or(d.starts_at));
    let ended = local_time(ended_at.unwrap_or(d.ends_at));
    let mut values = Values::from(&DeliveryReport {
        attendance: attendance.unwrap_or(0),
        held_on: began.date(),
        began_at: began.time(),
        ended_at: ended.time(),
        reason: d.day_reason.clone(),
    });
    if attendance.is_none() {
        values.take(Field::Attendance);
    }
    values
}

/// Number of listeners, day, beginning and end.
pub(crate) fn report_form(
    form: &Form,
    action: String,
    title: &'static str,
    button: &'static str,
    (has_other, versions): (bool, Option<AnyView>),
) -> AnyView {
    let l = form.l;
    // Asked for once the day is far from the agreed one.
    let is_explained =
        form.problems.of(Field::Reason).is_some() || !form.values.trimmed(Field::Reason).is_empty();
    let reason = is_explained.then(|| form.line(Field::Reason, Line::default()));
    let hint = if has_other { t!(l, delivery.confirm_hint) } else { t!(l, delivery.report_hint) };
    view! {
        <form class="form" method="post" action=action novalidate>
            <h2>{title}</h2>
            <p>{hint}</p>
            {form.revision()}
            {report_lines(form)}
            {versions}
            {reason}
            <div class="page-foot-action">
                <button class="button primary large">{button}</button>
            </div>
        </form>
    }
    .into_any()
}

fn report_lines(form: &Form) -> impl IntoView + use<> {
    let number = Line {
        kind: "number",
        is_short: true,
        min_value: Some(1),
        max_value: Some(ATTENDANCE_MAX),
        ..Line::default()
    };
    let date = Line { kind: "date", is_short: true, ..Line::default() };
    let time = Line { kind: "time", ..date };
    view! {
        {form.line(Field::Attendance, number)}
        {form.line(Field::DeliveredOn, date)}
        {form.line(Field::BeganAt, time)}
        {form.line(Field::EndedAt, time)}
    }
}

async fn show(visit: Visit, Id(id): Id<DeliveryId>) -> Answer {
    let page = visit.actions.delivery(&visit.call, id).await?;
    // The office begins with what the host says.
    let side = if page.is_own { Side::Lecturer } else { Side::Host };
    let values = report_values(&page.delivery, side);
    let form = Form::to_change(&visit, values, page.delivery.revision);
    Ok(page_of(&visit, page, form))
}

fn page_of(visit: &Visit, page: DeliveryPage, form: Form) -> Response {
    let l = visit.l;
    let head =
        Page::new(page.delivery.title.clone()).lede(page.delivery.host_name.clone()).with(&form);
    let corrections = waits(visit, &page.corrections);
    head.render(visit, move || {
        let (id, state) = (page.delivery.id, page.delivery.state);
        let report = page.may_report.then(|| {
            let has_other = page.delivery.host_attendance.is_some();
            let action = format!("/delivery/{id}/report");
            let button = t!(l, delivery.report);
            let versions = given(&form, &page);
            report_form(&form, action, t!(l, delivery.report_title), button, (has_other, versions))
        });
        let settle = (page.may_settle && !page.may_report).then(|| {
            let action = format!("/delivery/{id}/settle");
            view! {
                <p>{t!(l, delivery.settle_hint)}</p>
                {report_form(&form, action, t!(l, delivery.settle_title), t!(l, delivery.settle), (false, None))}
            }
        });
        let to_observation = page.may_observe.then(|| {
            let href = format!("/delivery/{}/observation", page.delivery.id);
            view! { <a class="button" href=href>{t!(l, observation.to_observation)}</a> }
        });
        let to_request = (!page.is_own).then(|| {
            let href = format!("/lecture_request/{}", page.request.id);
            view! { <a class="button" href=href>{t!(l, delivery.to_request)}</a> }
        });
        view! {
            {form.why()}
            <p>{badge(words::delivery::tone(state), words::delivery::state(l, state))}</p>
            {report}
            {settle}
            {facts(l, &page)}
            {corrections}
            {page.may_give_back.then(|| give_back_form(&form, &page))}
            <p class="cluster">
                {page.may_correct.then(|| view! {
                    <a class="button" href=format!("/delivery/{id}/correct")>{t!(l, delivery.correct_link)}</a>
                })}
                {to_observation}
                {to_request}
            </p>
        }
    })
}

/// Which version was given, where the course has more than one that it could be.
fn given(form: &Form, page: &DeliveryPage) -> Option<AnyView> {
    if page.versions.len() < 2 {
        return None;
    }
    let l = form.l;
    let mut form = form.clone();
    if form.values.trimmed(Field::GivenVersion).is_empty() {
        form.values.set(Field::GivenVersion, page.delivery.version_id.to_string());
    }
    let version = |course: &CourseRow| {
        let name = words::refinement::version(l, course.version_no);
        (course.id.to_string(), format!("{name} · {}", course.title))
    };
    Some(form.select(Field::GivenVersion, page.versions.iter().map(version).collect(), false))
}

fn facts(l: Locale, page: &DeliveryPage) -> impl IntoView + use<> {
    let (d, request) = (&page.delivery, &page.request);
    let said = |n: Option<i64>, from: Option<_>, until: Option<_>| match (n, from, until) {
        (Some(n), Some(from), Some(until)) => words::delivery::said(l, n, from, until),
        _ => String::new(),
    };
    let phone = if page.shows_phone {
        request.contact_phone.clone()
    } else {
        words::person::phone(Some(&request.contact_phone))
    };
    let contact = format!("{} {phone}", request.contact);
    let place = format!("{} · {}", request.address, request.hall);
    view! {
        <dl class="facts">
            {fact(t!(l, lecture_request.lecturer), words::person::teacher(l, &d.lecturer_name))}
            {fact(t!(l, delivery.version), words::refinement::version(l, d.version_no))}
            {fact(t!(l, lecture_request.time), words::time::span(l, d.starts_at, d.ends_at))}
            {fact(t!(l, lecture_request.hall), place)}
            {fact(t!(l, lecture_request.hall_equipment), request.equipment.clone())}
            {fact(t!(l, lecture_request.stage), words::audience::stage(l, request.stage))}
            {fact(t!(l, lecture_request.audience), words::course::people(l, request.audience))}
            {fact(t!(l, lecture_request.contact), contact)}
            {fact(t!(l, lecture_request.wish), request.wish.clone())}
            {fact(t!(l, delivery.host_says), said(d.host_attendance, d.host_began_at, d.host_ended_at))}
            {fact(t!(l, delivery.lecturer_says), said(d.lecturer_attendance, d.lecturer_began_at, d.lecturer_ended_at))}
            {fact(t!(l, delivery.day_reason), d.day_reason.clone())}
            {fact(t!(l, delivery.verified), said(d.attendance, d.began_at, d.ended_at))}
        </dl>
    }
}

fn give_back_form(form: &Form, page: &DeliveryPage) -> impl IntoView + use<> {
    let (l, id) = (form.l, page.delivery.id);
    let line = Line::default();
    view! {
        <details class="more" open=form.is_refused()>
            <summary>{t!(l, delivery.give_back_title)}</summary>
            <form class="form" method="post" action=format!("/delivery/{id}/give_back") novalidate>
                {revision(page.delivery.revision)}
                <p>{t!(l, delivery.give_back_hint)}</p>
                {form.line(Field::Reason, line)}
                <button class="button danger">{t!(l, delivery.give_back)}</button>
            </form>
        </details>
    }
}

/// Back to the lecture, with what was done or why not.
async fn answered(
    visit: &Visit,
    id: DeliveryId,
    posted: Posted,
    done: Result<(), ActionError>,
    notice: &'static str,
) -> Answer {
    let to = |()| format!("/delivery/{id}");
    answer(visit, posted, done, to, notice, |mut form| async move {
        let page = visit.actions.delivery(&visit.call, id).await?;
        form.renew(page.delivery.revision);
        Ok(page_of(visit, page, form))
    })
    .await
}

async fn report(visit: Visit, Id(id): Id<DeliveryId>, posted: Posted) -> Answer {
    let done =
        visit.actions.report_delivery(&visit.call, id, &posted.values, posted.revision).await;
    answered(&visit, id, posted, done, "delivery_reported").await
}

async fn give_back(visit: Visit, Id(id): Id<DeliveryId>, posted: Posted) -> Answer {
    let done =
        visit.actions.give_back_delivery(&visit.call, id, &posted.values, posted.revision).await;
    answered(&visit, id, posted, done, "delivery_given_back").await
}

async fn settle(visit: Visit, Id(id): Id<DeliveryId>, posted: Posted) -> Answer {
    let done =
        visit.actions.settle_delivery(&visit.call, id, &posted.values, posted.revision).await;
    answered(&visit, id, posted, done, "delivery_settled").await
}
