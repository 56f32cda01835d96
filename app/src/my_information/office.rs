//! What people ask about their own data, and the office's answer.

use actions::{DataRequestPage, DataRequestRow};
use domain::{
    data_request::{DataDecision, DataRequestKind, DataRequestState},
    form::{Field, Values},
    id::DataRequestId,
};
use leptos::prelude::*;
use leptos_i18n::td_string as t;
use words::Locale;

use super::{request_facts, said};
use crate::{
    error::Answer,
    form::{Form, Posted, answer, query},
    id::Id,
    page::Page,
    parts::{badge, caution, empty, fact, further, part},
    visit::Visit,
};

pub(super) async fn list(visit: Visit) -> Answer {
    let l = visit.l;
    let asked = query(&visit);
    let (open, ended) = visit.actions.data_requests(&visit.call).await?;
    let head =
        Page::new(t!(l, my_information.office_title)).lede(t!(l, my_information.office_lede));
    Ok(head.render(&visit, move || {
        let nothing = open
            .is_empty()
            .then(|| empty(t!(l, my_information.nothing), Some(("/desk", t!(l, page.desk)))));
        let (rows, next) = part(&ended, &asked, |row| row.id.into());
        let ended = (!ended.is_empty()).then(|| {
            view! { <h2>{t!(l, my_information.ended)}</h2><ul class="card-list">{cards(l, rows)}</ul> }
        });
        let further = further(l, "/data_request", &asked, next);
        view! { {nothing}<ul class="card-list">{cards(l, &open)}</ul>{ended}{further} }
    }))
}

fn cards(l: Locale, rows: &[DataRequestRow]) -> impl IntoView + use<> {
    rows.iter()
        .map(|row| {
            let href = format!("/data_request/{}", row.id);
            let title = format!("{} · {}", words::my_information::kind(l, row.kind), row.person_name);
            let due = (row.state == DataRequestState::Open)
                .then(|| words::time::last_moment(l, row.due_at));
            view! {
                <li class="card">
                    <h2 class="card-title"><a href=href>{title}</a></h2>
                    {badge(words::my_information::tone(row.state), words::my_information::state(l, row.state))}
                    <dl class="facts">{fact(t!(l, my_information.due), due.unwrap_or_default())}</dl>
                </li>
            }
        })
        .collect_view()
}

pub(super) async fn show(visit: Visit, Id(id): Id<DataRequestId>) -> Answer {
    again(&visit, id, Form::new(&visit, Values::default())).await
}

async fn again(visit: &Visit, id: DataRequestId, form: Form) -> Answer {
    let l = visit.l;
    let page = visit.actions.data_request(&visit.call, id).await?;
    let title = words::my_information::kind(l, page.request.kind);
    let head = Page::new(title).lede(page.request.person_name.clone()).with(&form);
    Ok(head.render(visit, move || {
        let request = &page.request;
        let is_open = request.state == DataRequestState::Open;
        view! {
            {form.why()}
            <p>{badge(words::my_information::tone(request.state), words::my_information::state(l, request.state))}</p>
            {request_facts(l, request)}
            {about(l, &page)}
            {page.may_answer.then(|| answer_form(&form, &page))}
            {(is_open && !page.may_answer).then(|| caution(t!(l, my_information.own)))}
            <p><a class="button" href="/data_request">{t!(l, my_information.office_title)}</a></p>
        }
    }))
}

/// Whose request it is, and what the person has agreed to.
fn about(l: Locale, page: &DataRequestPage) -> impl IntoView + use<> {
    view! {
        <dl class="facts">
            {fact(t!(l, my_information.asked_by), page.person.name.clone())}
            {fact(t!(l, person.workplace), page.person.workplace.clone().unwrap_or_default())}
            {said(l, &page.consents)}
        </dl>
        <p><a href=format!("/person/{}", page.person.id)>{t!(l, my_information.person)}</a></p>
    }
}

fn answer_form(form: &Form, page: &DataRequestPage) -> impl IntoView + use<> {
    let l = form.l;
    let decisions = DataDecision::ALL
        .iter()
        .map(|one| {
            (one.as_str().to_owned(), words::my_information::decision(l, *one).to_owned(), None)
        })
        .collect();
    let action = format!("/data_request/{}", page.request.id);
    let erases = page.request.kind == DataRequestKind::Deletion;
    view! {
        <form class="form" method="post" action=action novalidate>
            {erases.then(|| caution(t!(l, my_information.erase_hint)))}
            {form.choices(Field::Decision, "radio", decisions, false)}
            {form.area(Field::Answer, 4, false)}
            <button class="button primary large">{t!(l, my_information.send_answer)}</button>
        </form>
    }
}

pub(super) async fn answer_request(
    visit: Visit,
    Id(id): Id<DataRequestId>,
    posted: Posted,
) -> Answer {
    let done = visit.actions.answer_data_request(&visit.call, id, &posted.values).await;
    let to = |()| format!("/data_request/{id}");
    answer(&visit, posted, done, to, "data_answered", |form| again(&visit, id, form)).await
}
