//! What the office reads and answers.

use actions::ComplaintRow;
use domain::{
    complaint::ComplaintState,
    form::{Field, Values},
    id::ComplaintId,
};
use leptos::prelude::*;
use leptos_i18n::td_string as t;
use words::Locale;

use super::facts;
use crate::{
    error::Answer,
    form::{Form, Posted, answer, query},
    id::Id,
    page::Page,
    parts::{badge, empty, fact, further, part},
    visit::Visit,
};

pub(super) async fn list(visit: Visit) -> Answer {
    let l = visit.l;
    let asked = query(&visit);
    let (open, ended) = visit.actions.complaints(&visit.call).await?;
    let head = Page::new(t!(l, complaint.title)).lede(t!(l, complaint.office_lede));
    Ok(head.render(&visit, move || {
        let nothing = open
            .is_empty()
            .then(|| empty(t!(l, complaint.nothing), Some(("/desk", t!(l, page.desk)))));
        let (rows, next) = part(&ended, &asked, |row| row.id.into());
        let ended = (!ended.is_empty()).then(|| {
            view! { <h2>{t!(l, complaint.ended)}</h2><ul class="card-list">{cards(l, rows)}</ul> }
        });
        let further = further(l, "/complaints", &asked, next);
        view! { {nothing}<ul class="card-list">{cards(l, &open)}</ul>{ended}{further} }
    }))
}

fn cards(l: Locale, rows: &[ComplaintRow]) -> impl IntoView + use<> {
    rows.iter()
        .map(|row| {
            let href = format!("/complaint/{}", row.id);
            let kind = words::complaint::kind(l, row.kind);
            let title = match &row.title {
                Some(course) => format!("{kind} · {course}"),
                None => kind.to_owned(),
            };
            let due = (row.state == ComplaintState::Open)
                .then(|| words::time::last_moment(l, row.due_at));
            view! {
                <li class="card">
                    <h2 class="card-title"><a href=href>{title}</a></h2>
                    {badge(words::complaint::tone(row.state), words::complaint::state(l, row.state))}
                    <dl class="facts">{fact(t!(l, complaint.due), due.unwrap_or_default())}</dl>
                </li>
            }
        })
        .collect_view()
}

pub(super) async fn show(visit: Visit, Id(id): Id<ComplaintId>) -> Answer {
    again(&visit, id, Form::new(&visit, Values::default())).await
}

async fn again(visit: &Visit, id: ComplaintId, form: Form) -> Answer {
    let l = visit.l;
    let row = visit.actions.complaint(&visit.call, id).await?;
    let head = Page::new(words::complaint::kind(l, row.kind)).with(&form);
    Ok(head.render(visit, move || {
        let is_open = row.state == ComplaintState::Open;
        let course = row.version_id.map(|id| format!("/catalogue/{id}"));
        view! {
            {form.why()}
            <p>{badge(words::complaint::tone(row.state), words::complaint::state(l, row.state))}</p>
            {facts(l, &row)}
            <dl class="facts">{fact(t!(l, complaint.contact), row.contact.clone())}</dl>
            {course.map(|href| view! { <p><a href=href>{t!(l, complaint.about)}</a></p> })}
            {is_open.then(|| view! {
                <form class="form" method="post" action=format!("/complaint/{id}") novalidate>
                    {form.area(Field::Answer, 4, false)}
                    <button class="button primary large">{t!(l, complaint.send_answer)}</button>
                </form>
            })}
            <p><a class="button" href="/complaints">{t!(l, complaint.title)}</a></p>
        }
    }))
}

pub(super) async fn answer_complaint(
    visit: Visit,
    Id(id): Id<ComplaintId>,
    posted: Posted,
) -> Answer {
    let done = visit.actions.answer_complaint(&visit.call, id, &posted.values).await;
    let to = |()| format!("/complaint/{id}");
    answer(&visit, posted, done, to, "complaint_answered", |form| again(&visit, id, form)).await
}
