//! A host asks for a lecture: the privacy notice, then one form, on a phone and without an account.

use actions::RequestForm;
use axum::{extract::Path, response::Response};
use domain::{
    audience::SchoolStage,
    form::{Field, Values},
    host_unit::HOST_KINDS,
    id::CourseVersionId,
    organisation::OrganisationKind,
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
    rulebook::rules,
    visit::Visit,
};

const DATE: Line = Line {
    kind: "date",
    max: None,
    autocomplete: None,
    is_optional: false,
    is_short: true,
    min_value: None,
    max_value: None,
};
const TIME: Line = Line { kind: "time", ..DATE };

/// Where the form is sent to, and what its button says.
struct Target {
    action: String,
    button: &'static str,
}

pub(super) async fn new(visit: Visit, Id(id): Id<CourseVersionId>) -> Answer {
    let form = Form::to_make(&visit, Values::default());
    new_page(&visit, id, form).await
}

async fn new_page(visit: &Visit, id: CourseVersionId, mut form: Form) -> Answer {
    let l = visit.l;
    let offered = visit.actions.request_form(&visit.call, id).await?;
    form.once = visit.actions.request_token(&visit.call, &form.once).await?;
    let target = Target {
        action: format!("/catalogue/{id}/request"),
        button: t!(l, lecture_request.submit),
    };
    Ok(page_of(visit, t!(l, lecture_request.title), offered, form, target))
}

fn page_of(
    visit: &Visit,
    title: &'static str,
    offered: RequestForm,
    form: Form,
    target: Target,
) -> Response {
    let l = visit.l;
    let teacher = words::person::teacher(l, &offered.course.lecturer);
    let lede = format!("{} · {teacher}", offered.course.title);
    let calendar = visit.actions.work_calendar();
    Page::new(title).lede(lede).with(&form).render(visit, move || {
        view! {
            <p>{t!(l, lecture_request.form_lede)}</p>
            {notice(l)}
            <form class="form" method="post" action=target.action novalidate>
                {form.why()}
                {form.once()}
                {form.revision()}
                {about_host(&form, &offered)}
                {about_lecture(&form, &offered, &calendar)}
                {about_contact(&form)}
                <div class="page-foot-action">
                    <button class="button primary large">{target.button}</button>
                </div>
            </form>
        }
    })
}

/// Before the first personal field: who, why, what, how long, and which rights (`LAW-01`).
fn notice(l: Locale) -> impl IntoView {
    let lines = words::lecture_request::notice(l, &rules())
        .map(|text| view! { <p>{text}</p> })
        .collect_view();
    view! {
        <section class="prose" aria-labelledby="notice">
            <h2 id="notice">{t!(l, lecture_request.notice_title)}</h2>
            {lines}
            <p><a href="/privacy">{t!(l, page.privacy)}</a></p>
        </section>
    }
}

fn about_host(form: &Form, offered: &RequestForm) -> impl IntoView + use<> {
    let l = form.l;
    let kind = |one: &OrganisationKind| {
        (one.as_str().to_owned(), words::host_unit::kind(l, *one).to_owned())
    };
    let kinds = HOST_KINDS.iter().map(kind).collect();
    let city = ("city".to_owned(), t!(l, lecture_request.city_level).to_owned());
    let counties = offered.counties.iter().map(|county| {
        let name = words::place::county(l, &county.name_zh, &county.name_en);
        (county.id.to_string(), name.to_owned())
    });
    let counties = counties.chain([city]).collect();
    let name = Line { autocomplete: Some("organization"), ..Line::default() };
    let address = Line { autocomplete: Some("street-address"), ..Line::default() };
    let equipment = Line { is_optional: true, ..Line::default() };
    view! {
        <h2>{t!(l, lecture_request.about_host)}</h2>
        {form.line(Field::HostName, name)}
        {form.select(Field::HostKind, kinds, false)}
        {form.select(Field::HostCounty, counties, false)}
        {form.line(Field::Whitelist, equipment)}
        {form.line(Field::Address, address)}
        {form.line(Field::Hall, Line::default())}
        {form.line(Field::HallEquipment, equipment)}
    }
}

fn about_lecture(
    form: &Form,
    offered: &RequestForm,
    calendar: &WorkCalendar,
) -> impl IntoView + use<> {
    let l = form.l;
    let stage =
        |one: &SchoolStage| (one.as_str().to_owned(), words::audience::stage(l, *one).to_owned());
    let stages = SchoolStage::ALL.iter().map(stage).collect();
    let modes = offered
        .modes
        .iter()
        .map(|mode| {
            let text = words::audience::mode(l, *mode).to_owned();
            (mode.as_str().to_owned(), text, None)
        })
        .collect();
    let number = Line {
        kind: "number",
        is_short: true,
        min_value: Some(1),
        max_value: Some(5_000),
        ..Line::default()
    };
    let (earliest, latest) = (offered.terms.earliest, offered.terms.latest());
    let hint = words::lecture_request::days_hint(l, earliest, latest, calendar);
    let (date, time) = (Line { is_optional: true, ..DATE }, Line { is_optional: true, ..TIME });
    view! {
        <h2>{t!(l, lecture_request.about_lecture)}</h2>
        {form.select(Field::Stage, stages, false)}
        {form.line(Field::Audience, number)}
        {form.choices(Field::Mode, "radio", modes, false)}
        <p class="hint">{hint}</p>
        {form.line(Field::Day1, DATE)}
        {form.line(Field::Hour1, TIME)}
        {form.line(Field::Day2, date)}
        {form.line(Field::Hour2, time)}
        {form.line(Field::Day3, date)}
        {form.line(Field::Hour3, time)}
    }
}

fn about_contact(form: &Form) -> impl IntoView + use<> {
    let l = form.l;
    let name = Line { autocomplete: Some("name"), ..Line::default() };
    let phone = Line { kind: "tel", max: Some(30), autocomplete: Some("tel"), ..Line::default() };
    view! {
        <h2>{t!(l, lecture_request.about_contact)}</h2>
        {form.line(Field::Contact, name)}
        {form.line(Field::ContactPhone, phone)}
        {form.area(Field::Wish, 3, true)}
        {form.statement(Field::Adult)}
        {form.statement(Field::Consent)}
    }
}

pub(super) async fn submit(visit: Visit, Id(id): Id<CourseVersionId>, posted: Posted) -> Answer {
    let notice = words::lecture_request::notice(visit.l, &visit.rules).concat();
    let done =
        visit.actions.submit_request(&visit.call, id, &posted.values, &posted.once, &notice).await;
    let to = |token| format!("/request/{token}");
    answer(&visit, posted, done, to, "request_sent", |form| new_page(&visit, id, form)).await
}

pub(super) async fn edit(visit: Visit, Path(token): Path<String>) -> Answer {
    let (page, offered) = visit.actions.returned_form(&visit.call, &token).await?;
    let form = Form::to_change(&visit, Values::from(&page.asked()), page.request.revision);
    Ok(edit_page(&visit, &token, offered, form))
}

fn edit_page(visit: &Visit, token: &str, offered: RequestForm, form: Form) -> Response {
    let l = visit.l;
    let target = Target {
        action: format!("/request/{token}/edit"),
        button: t!(l, lecture_request.send_again),
    };
    page_of(visit, t!(l, lecture_request.edit_title), offered, form, target)
}

pub(super) async fn resubmit(visit: Visit, Path(token): Path<String>, posted: Posted) -> Answer {
    let notice = words::lecture_request::notice(visit.l, &visit.rules).concat();
    let done = visit
        .actions
        .resubmit_request(&visit.call, &token, &posted.values, posted.revision, &notice)
        .await;
    let to = |()| format!("/request/{token}");
    answer(&visit, posted, done, to, "request_sent_again", |mut form| async {
        let (page, offered) = visit.actions.returned_form(&visit.call, &token).await?;
        form.renew(page.request.revision);
        Ok(edit_page(&visit, &token, offered, form))
    })
    .await
}
