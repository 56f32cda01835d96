//! What hangs on a person, on the person's page.

use actions::{Known, PersonPage, TraceRow};
use domain::{form::Field, id::PersonId};
use leptos::prelude::*;
use leptos_i18n::td_string as t;
use words::Locale;

use crate::{
    error::Answer,
    form::query,
    id::Id,
    page::Page,
    parts::{further, part},
    visit::Visit,
};

/// Where the person works, with the way to correct it.
pub(crate) fn workplaces(l: Locale, page: &PersonPage, sees_ties: bool) -> AnyView {
    let id = page.person.id;
    let rows = page
        .workplaces
        .iter()
        .map(|row| {
            let days = words::person::worked(l, row.starts_on, row.ends_on);
            view! { <li>{row.name.clone()} " " <span class="meta">{days}</span></li> }
        })
        .collect_view();
    let nothing = page.workplaces.is_empty();
    view! {
        <h2>{t!(l, person.workplaces)}</h2>
        {nothing.then(|| view! { <p>{t!(l, person.no_workplaces)}</p> })}
        <ul class="names">{rows}</ul>
        {page.may_change.then(|| view! {
            <p class="cluster">
                <a class="button" href=format!("/person/{id}/change")>{t!(l, person.change)}</a>
                <a href=format!("/person/{id}/workplace")>{t!(l, person.change_workplaces)}</a>
                {sees_ties.then(|| view! { <a href=format!("/person/{id}/tie")>{t!(l, person_tie.open)}</a> })}
            </p>
        })}
    }
    .into_any()
}

/// The terms in the corps, with the way to a new one.
pub(crate) fn terms(visit: &Visit, page: &PersonPage) -> Option<AnyView> {
    let l = visit.l;
    let appoints = page.may_change && !page.is_own && visit.may_open("/person/{id}/appointment");
    let applies = page.may_change
        && !page.is_own
        && page.may_apply
        && visit.may_open("/person/{id}/lecturer_application");
    let opens = visit.may_open("/appointment");
    if page.appointments.is_empty() && !appoints && !applies {
        return None;
    }
    let rows = page
        .appointments
        .iter()
        .map(|term| {
            let days = words::time::dates(l, term.starts_on, term.ends_on);
            let state = words::appointment::state(l, term.state);
            let corps = words::appointment::corps(l, term.corps);
            let text = if opens {
                view! { <a href=format!("/appointment/{}", term.id)>{corps}</a> }.into_any()
            } else {
                corps.into_any()
            };
            view! { <li>{text} " " <span class="meta"><span>{days}</span><span>{state}</span></span></li> }
        })
        .collect_view();
    let id = page.person.id;
    Some(
        view! {
            <h2>{t!(l, appointment.terms_of)}</h2>
            <ul class="names">{rows}</ul>
            <p class="cluster">
                {applies.then(|| view! {
                    <a class="button" href=format!("/person/{id}/lecturer_application")>{t!(l, lecturer_application.open)}</a>
                })}
                {appoints.then(|| view! {
                    <a class="button" href=format!("/person/{id}/appointment")>{t!(l, appointment.give_term)}</a>
                })}
            </p>
        }
        .into_any(),
    )
}

/// Things of a kind; what the reader may open is a link.
fn lines(visit: &Visit, known: Known, rows: &[TraceRow]) -> AnyView {
    let l = visit.l;
    let pattern = pattern(known).filter(|pattern| visit.may_open(pattern));
    let line = |row: &TraceRow| {
        let text = title(l, known, row);
        let when = words::person::when(l, row.at, row.day);
        let link = match pattern {
            Some(pattern) => {
                let href = pattern.replace("{id}", &row.id.to_string());
                view! { <a href=href>{text}</a> }.into_any()
            }
            None => text.into_any(),
        };
        view! { <li>{link} " " <span class="meta">{when}</span></li> }
    };
    rows.iter().map(line).collect_view().into_any()
}

/// All of a kind that hangs on the person.
pub(super) async fn list(visit: Visit, Id(id): Id<PersonId>) -> Answer {
    let l = visit.l;
    let asked = query(&visit);
    let kind = asked.get(Field::Kind);
    let (person, known, rows) = visit.actions.traces(&visit.call, id, kind).await?;
    let base = format!("/person/{id}/trace?kind={}", known.as_str());
    let head = Page::new(words::my_information::known(l, known)).lede(person.name);
    Ok(head.render(&visit, || {
        let (rows, next) = part(&rows, &asked, |row| row.id);
        let further = further(l, &base, &asked, next);
        let lines = lines(&visit, known, rows);
        view! {
            <ul class="names">{lines}</ul>
            {further}
            <p><a href=format!("/person/{id}")>{t!(l, person.to_person)}</a></p>
        }
    }))
}

/// Courses, lectures, panels and all else that hangs on the person, the latest of each; what the
/// reader may open is a link.
pub(crate) fn traces(visit: &Visit, page: &PersonPage) -> Option<AnyView> {
    if page.traces.is_empty() {
        return None;
    }
    let l = visit.l;
    let kinds = page
        .traces
        .iter()
        .map(|(known, rows)| {
            let (named, has_more) = PersonPage::named(rows);
            let lines = lines(visit, *known, named);
            let href = format!("/person/{}/trace?kind={}", page.person.id, known.as_str());
            let more = has_more.then(|| {
                view! { <p><a href=href>{words::person::all_traces(l, *known)}</a></p> }
            });
            view! {
                <section>
                    <h3>{words::my_information::known(l, *known)}</h3>
                    <ul class="names">{lines}</ul>
                    {more}
                </section>
            }
        })
        .collect_view();
    Some(view! { <h2>{t!(l, person.traces)}</h2>{kinds} }.into_any())
}

fn title(l: Locale, known: Known, row: &TraceRow) -> String {
    let is_session = known == Known::Panel && row.title.is_empty();
    if is_session { t!(l, person.online_session).to_owned() } else { row.title.clone() }
}

/// The page of a kind of thing.
const fn pattern(known: Known) -> Option<&'static str> {
    match known {
        Known::Application => Some("/lecturer_application/{id}"),
        Known::Assessment => Some("/annual_assessment/{id}"),
        Known::Course => Some("/course_check/{id}"),
        Known::Delivery => Some("/delivery/{id}"),
        Known::Panel => Some("/review_session/{id}"),
        Known::Observation => Some("/observation/{id}"),
        Known::Training => Some("/training_event/{id}"),
        Known::Evidence => Some("/evidence/{id}"),
        Known::Nomination => Some("/nomination/{id}"),
        Known::Judge => Some("/award/{id}"),
        _ => None,
    }
}
