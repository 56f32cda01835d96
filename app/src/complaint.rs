//! Complaints and suggestions of anybody, and errors in public courses: the form, the page behind
//! its link, and the office's answer (`LAW-30`, `LAW-64`).

mod office;

use actions::ComplaintRow;
use axum::extract::Path;
use domain::{
    complaint::{COMPLAINT_READERS, ComplaintKind, ComplaintState},
    form::{Field, Values},
    id::CourseVersionId,
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
    rulebook::rules,
    visit::Visit,
};

const OFFICE: Who = Who::Role(COMPLAINT_READERS);

pub(crate) fn routes() -> Vec<Route> {
    vec![
        Route::get("/complaint", Who::Anyone, new),
        Route::post("/complaint", Who::Anyone, send),
        Route::get("/catalogue/{id}/report_error", Who::Anyone, new_error),
        Route::post("/catalogue/{id}/report_error", Who::Anyone, send_error),
        Route::get("/receipt/{token}", Who::Anyone, receipt),
        Route::post("/receipt/{token}/withdraw", Who::Anyone, withdraw),
        Route::get("/complaints", OFFICE, office::list),
        Route::get("/complaint/{id}", OFFICE, office::show),
        Route::post("/complaint/{id}", OFFICE, office::answer_complaint),
    ]
}

async fn new(visit: Visit) -> Answer {
    form_page(&visit, None, Form::to_make(&visit, Values::default())).await
}

async fn new_error(visit: Visit, Id(id): Id<CourseVersionId>) -> Answer {
    form_page(&visit, Some(id), Form::to_make(&visit, Values::default())).await
}

/// Before the first field: who reads it, what for, and for how long (`LAW-01`).
async fn form_page(visit: &Visit, about: Option<CourseVersionId>, mut form: Form) -> Answer {
    let l = visit.l;
    form.once = visit.actions.request_token(&visit.call, &form.once).await?;
    let (title, lede, action) = match about {
        None => (t!(l, complaint.title), t!(l, complaint.lede).to_owned(), "/complaint".to_owned()),
        Some(id) => {
            let course = visit.actions.course_to_report(&visit.call, id).await?;
            (t!(l, complaint.report_title), course.title, format!("/catalogue/{id}/report_error"))
        }
    };
    let kind = |kind: ComplaintKind| {
        (kind.as_str().to_owned(), words::complaint::kind(l, kind).to_owned())
    };
    let kinds = [ComplaintKind::Complaint, ComplaintKind::Suggestion].map(kind).to_vec();
    Ok(Page::new(title).lede(lede).with(&form).render(visit, move || {
        let contact = Line { is_optional: true, ..Line::default() };
        view! {
            <p>{words::privacy::complaint_notice(l, &rules())}" "<a href="/privacy">{t!(l, page.privacy)}</a></p>
            <form class="form" method="post" action=action novalidate>
                {form.why()}
                {form.once()}
                {about.is_none().then(|| form.select(Field::ComplaintKind, kinds, false))}
                {form.area(Field::Complaint, 6, false)}
                {form.line(Field::ComplaintContact, contact)}
                <div class="page-foot-action">
                    <button class="button primary large">{t!(l, complaint.submit)}</button>
                </div>
            </form>
        }
    }))
}

async fn send(visit: Visit, posted: Posted) -> Answer {
    sent(&visit, None, posted).await
}

async fn send_error(visit: Visit, Id(id): Id<CourseVersionId>, posted: Posted) -> Answer {
    sent(&visit, Some(id), posted).await
}

async fn sent(visit: &Visit, about: Option<CourseVersionId>, posted: Posted) -> Answer {
    let done = visit.actions.complain(&visit.call, about, &posted.values, &posted.once).await;
    let to = |token| format!("/receipt/{token}");
    answer(visit, posted, done, to, "complaint_sent", |form| form_page(visit, about, form)).await
}

async fn receipt(visit: Visit, Path(token): Path<String>) -> Answer {
    let l = visit.l;
    let row = visit.actions.complaint_of_link(&token).await?;
    let head = Page::new(t!(l, complaint.receipt_title)).lede(words::complaint::kind(l, row.kind));
    Ok(head.render(&visit, move || {
        let is_open = row.state == ComplaintState::Open;
        let action = format!("/receipt/{token}/withdraw");
        view! {
            <p>{badge(words::complaint::tone(row.state), words::complaint::state(l, row.state))}</p>
            {is_open.then(|| view! { <p>{t!(l, complaint.next_open)}</p> })}
            {facts(l, &row)}
            <p class="notice info">{t!(l, complaint.keep)}</p>
            {is_open.then(|| view! {
                <form method="post" action=action>
                    <button class="button">{t!(l, complaint.withdraw)}</button>
                </form>
            })}
        }
    }))
}

/// What was written, by when it is answered, and the answer.
fn facts(l: Locale, row: &ComplaintRow) -> impl IntoView + use<> {
    let due = (row.state == ComplaintState::Open).then(|| words::time::last_moment(l, row.due_at));
    let body =
        if row.body.is_empty() { t!(l, complaint.swept).to_owned() } else { row.body.clone() };
    view! {
        <dl class="facts">
            {fact(t!(l, complaint.about), row.title.clone().unwrap_or_default())}
            {fact(t!(l, form.label.complaint), body)}
            {fact(t!(l, complaint.sent_at), words::time::moment(l, row.created_at))}
            {fact(t!(l, complaint.due), due.unwrap_or_default())}
            {fact(t!(l, complaint.answer), row.answer.clone())}
        </dl>
    }
}

async fn withdraw(visit: Visit, Path(token): Path<String>) -> Answer {
    visit.actions.withdraw_complaint(&visit.call, &token).await?;
    Ok(visit.go(&format!("/receipt/{token}"), "complaint_withdrawn"))
}
