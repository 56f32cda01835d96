//! The roster of a training: who asked for a place, and adding people by name.

use actions::{EnrolmentRow, PeopleFilter, PersonRow, Placed, TrainingPage};
use domain::{
    form::{Field, Values},
    id::TrainingEventId,
    training_event::{EnrolmentState, TrainingState},
};
use leptos::prelude::*;
use leptos_i18n::td_string as t;
use words::Locale;

use crate::{
    error::Answer,
    form::{Form, Posted, answer, query},
    id::Id,
    list_filter::address,
    page::Page,
    parts::{badge, cell, empty, further},
    visit::Visit,
};

pub(super) async fn show(visit: Visit, Id(id): Id<TrainingEventId>) -> Answer {
    let form = Form::new(&visit, Values::default());
    again(&visit, id, form).await
}

async fn again(visit: &Visit, id: TrainingEventId, form: Form) -> Answer {
    let l = visit.l;
    let page = visit.actions.own_training(&visit.call, id).await?;
    let asked = query(visit);
    let q = asked.trimmed(Field::Search).to_owned();
    let (found, next) = if q.is_empty() {
        (Vec::new(), None)
    } else {
        let (named, from) = (PeopleFilter::named(&q), asked.get(Field::UpTo).parse().ok());
        let list = visit.actions.people(&visit.call, &named, from).await?.list;
        (list.rows, list.next)
    };
    let title = page.training.title.clone();
    let head = Page::new(title).lede(t!(l, training_event.roster)).with(&form);
    Ok(head.render(visit, move || {
        let is_open = page.training.state == TrainingState::Published;
        let id = page.training.id;
        view! {
            {form.why()}
            <p>{t!(l, training_event.roster_hint)}</p>
            {form.told(Field::Decision)}
            {roster(l, &page, is_open)}
            {is_open.then(|| {
                let base = address(&format!("/training_event/{id}/roster"), &asked);
                let next = next.map(|id| id.to_string());
                view! { {search(l, id, q, &found)}{further(l, &base, &asked, next)} }
            })}
            <p class="cluster">
                {page.may_attend.then(|| view! {
                    <a class="button primary large" href=format!("/training_event/{id}/attendance")>{t!(l, training_event.attendance_open)}</a>
                })}
                <a href=format!("/training_event/{id}")>{page.training.title.clone()}</a>
            </p>
        }
    }))
}

fn roster(l: Locale, page: &TrainingPage, is_open: bool) -> AnyView {
    if page.enrolments.is_empty() {
        return empty(t!(l, training_event.roster_none), None);
    }
    let id = page.training.id;
    let rows = page.enrolments.iter().map(|row| line(l, id, row, is_open)).collect_view();
    view! {
        <table class="data stacked">
            <thead><tr>
                <th scope="col">{t!(l, training_event.name)}</th>
                <th scope="col">{t!(l, training_event.unit)}</th>
                <th scope="col">{t!(l, training_event.state_label)}</th>
                <th scope="col">{t!(l, training_event.decide)}</th>
            </tr></thead>
            <tbody>{rows}</tbody>
        </table>
    }
    .into_any()
}

fn line(
    l: Locale,
    id: TrainingEventId,
    row: &EnrolmentRow,
    is_open: bool,
) -> impl IntoView + use<> {
    let approve = match row.state {
        EnrolmentState::Applied => Some(t!(l, training_event.approve)),
        EnrolmentState::Asked => Some(t!(l, training_event.keep)),
        _ => None,
    };
    let answers = approve.filter(|_| is_open).map(|approve| {
        let enrolment = row.id.to_string();
        let reject = (row.state == EnrolmentState::Applied).then(|| view! {
            <button class="button" name=Field::Decision.as_str() value="reject">{t!(l, training_event.reject)}</button>
        });
        view! {
            <form class="cluster" method="post" action=format!("/training_event/{id}/roster")>
                <input type="hidden" name=Field::Enrolment.as_str() value=enrolment/>
                <button class="button" name=Field::Decision.as_str() value="approve">{approve}</button>
                {reject}
            </form>
        }
    });
    let remove = (is_open && row.state.is_expected()).then(|| {
        let href = format!("/enrolment/{}/remove", row.id);
        view! { <a href=href>{t!(l, training_event.remove)}</a> }
    });
    view! {
        <tr>
            <td data-label=t!(l, training_event.name)>{row.name.clone()}</td>
            {cell(t!(l, training_event.unit), row.workplace.clone().unwrap_or_default())}
            <td data-label=t!(l, training_event.state_label)>
                {badge(words::training_event::enrolment_tone(row.state), words::training_event::enrolment(l, row.state))}
            </td>
            <td data-label=t!(l, training_event.decide)>{answers}{remove}</td>
        </tr>
    }
}

fn search(l: Locale, id: TrainingEventId, q: String, found: &[PersonRow]) -> impl IntoView + use<> {
    let people = found
        .iter()
        .map(|person| {
            let value = person.id.to_string();
            view! {
                <li class="card">
                    <h3 class="card-title">{person.name.clone()}</h3>
                    <p class="meta"><span>{person.workplace.clone().unwrap_or_default()}</span></p>
                    <form method="post" action=format!("/training_event/{id}/roster")>
                        <input type="hidden" name=Field::Person.as_str() value=value/>
                        <button class="button" name=Field::Decision.as_str() value="approve">{t!(l, training_event.add)}</button>
                    </form>
                </li>
            }
        })
        .collect_view();
    let has_found = !found.is_empty();
    let nothing = !q.is_empty() && !has_found;
    view! {
        <h2>{t!(l, training_event.add_title)}</h2>
        <form class="filters" method="get" action=format!("/training_event/{id}/roster") role="search">
            <div class="field">
                <label for="q">{t!(l, training_event.search)}</label>
                <input id="q" name=Field::Search.as_str() type="search" value=q/>
            </div>
            <button class="button">{t!(l, training_event.search_go)}</button>
        </form>
        {has_found.then(|| view! { <ul class="card-list">{people}</ul> })}
        {nothing.then(|| empty(t!(l, person.nothing), None))}
    }
}

pub(super) async fn decide(visit: Visit, Id(id): Id<TrainingEventId>, posted: Posted) -> Answer {
    let done = visit.actions.decide_enrolment(&visit.call, id, &posted.values).await;
    let notice = match done {
        Ok(Some(Placed::Taken)) => "placed",
        Ok(Some(Placed::Clash)) => "placed_clash",
        _ => "not_placed",
    };
    let to = |_| format!("/training_event/{id}/roster");
    answer(&visit, posted, done, to, notice, |form| again(&visit, id, form)).await
}
