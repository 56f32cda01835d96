//! What there is to observe, for everybody as far as it is theirs.

use actions::{DeliveryRow, ObservationRow, OfficeObservations};
use domain::{observation::ObservationState, rulebook::Rule};
use leptos::prelude::*;
use leptos_i18n::td_string as t;
use words::Locale;

use crate::{
    error::Answer,
    page::Page,
    parts::{badge, empty},
    rulebook::rules,
    visit::Visit,
};

pub(super) async fn list(visit: Visit) -> Answer {
    let l = visit.l;
    let page = visit.actions.observations(&visit.call).await?;
    let head = Page::new(t!(l, observation.title)).lede(t!(l, observation.lede));
    Ok(head.render(&visit, move || {
        let nothing = page.by_me.is_empty()
            && page.of_me.is_empty()
            && page.offerable.is_empty()
            && page.office.is_none();
        view! {
            {nothing.then(|| empty(t!(l, observation.nothing), Some(("/desk", t!(l, page.desk)))))}
            {section(l, t!(l, observation.by_me), &page.by_me)}
            {section(l, t!(l, observation.of_me), &page.of_me)}
            {lectures(l, t!(l, observation.offerable), t!(l, observation.offer), &page.offerable)}
            {page.office.as_ref().map(|office| office_view(l, office))}
        }
    }))
}

fn office_view(l: Locale, office: &OfficeObservations) -> impl IntoView + use<> {
    let nothing = office.ahead.is_empty() && office.shared.is_empty();
    view! {
        {questions(l, office)}
        {nothing.then(|| view! { <p class="hint">{t!(l, observation.nothing)}</p> })}
        {section(l, t!(l, observation.ahead), &office.ahead)}
        {lectures(l, t!(l, observation.observable), t!(l, observation.plan), &office.observable)}
        {unobserved(l, office)}
        {section(l, t!(l, observation.done), &office.shared)}
    }
}

/// Courses that may have to be suspended.
fn questions(l: Locale, office: &OfficeObservations) -> Option<impl IntoView + use<>> {
    let cards = office
        .questions
        .iter()
        .map(|question| {
            let row = &question.newest;
            let title = words::observation::question(
                l,
                &row.title,
                question.n_low,
                rules().get(Rule::ObservationLowPoints),
            );
            let href = format!("/observation/{}", row.id);
            view! {
                <li class="card">
                    <h3 class="card-title"><a href=href>{title}</a></h3>
                    <p class="meta"><span>{words::person::teacher(l, &row.lecturer_name)}</span></p>
                    {badge("todo", t!(l, observation.card.question))}
                </li>
            }
        })
        .collect_view();
    (!office.questions.is_empty()).then(|| {
        view! {
            <section class="stack">
                <h2>{t!(l, observation.questions)}</h2>
                <ul class="card-list">{cards}</ul>
            </section>
        }
    })
}

/// Lecturers whom nobody has observed this year, by name.
fn unobserved(l: Locale, office: &OfficeObservations) -> Option<impl IntoView + use<>> {
    let more = office.n_unobserved - i64::try_from(office.unobserved.len()).unwrap_or(i64::MAX);
    let names = office.unobserved.iter();
    let names = names.map(|(_, name)| view! { <li>{name.clone()}</li> }).collect_view();
    (!office.unobserved.is_empty()).then(|| {
        view! {
            <section class="stack">
                <h2>{t!(l, observation.unobserved)}" "<span class="count">{office.n_unobserved}</span></h2>
                <p class="hint">{t!(l, observation.unobserved_hint)}</p>
                <details class="fold">
                    <summary>{words::observation::n_unobserved(l, office.n_unobserved)}</summary>
                    <ul>{names}</ul>
                    {(more > 0).then(|| view! { <p>{words::observation::and_more(l, more)}</p> })}
                </details>
            </section>
        }
    })
}

fn section(
    l: Locale,
    title: &'static str,
    rows: &[ObservationRow],
) -> Option<impl IntoView + use<>> {
    let cards = rows.iter().map(|row| card(l, row)).collect_view();
    (!rows.is_empty()).then(|| {
        view! {
            <section class="stack">
                <h2>{title}</h2>
                <ul class="card-list">{cards}</ul>
            </section>
        }
    })
}

fn card(l: Locale, row: &ObservationRow) -> impl IntoView + use<> {
    let href = format!("/observation/{}", row.id);
    let observer = row.observer_name.clone();
    // What was found stands on its page alone, so that no list compares anybody.
    let observer = observer.filter(|_| row.state != ObservationState::Open);
    view! {
        <li class="card">
            <h3 class="card-title"><a href=href>{row.title.clone()}</a></h3>
            <p class="meta">
                <span>{words::person::teacher(l, &row.lecturer_name)}</span>
                <span>{words::time::span(l, row.starts_at, row.ends_at)}</span>
                <span>{row.host_name.clone()}</span>
                {observer.map(|name| view! {
                    <span>{t!(l, observation.observer)}" "{name}</span>
                })}
            </p>
            {badge(words::observation::tone(row.state), words::observation::state(l, row.state))}
        </li>
    }
}

/// Lectures that nobody observes yet.
fn lectures(
    l: Locale,
    title: &'static str,
    action: &'static str,
    rows: &[DeliveryRow],
) -> Option<impl IntoView + use<>> {
    let cards = rows
        .iter()
        .map(|row| {
            let href = format!("/delivery/{}/observation", row.id);
            view! {
                <li class="card">
                    <h3 class="card-title"><a href=href.clone()>{row.title.clone()}</a></h3>
                    <p class="meta">
                        <span>{words::person::teacher(l, &row.lecturer_name)}</span>
                        <span>{words::time::span(l, row.starts_at, row.ends_at)}</span>
                        <span>{row.host_name.clone()}</span>
                    </p>
                    <a class="button" href=href>{action}</a>
                </li>
            }
        })
        .collect_view();
    (!rows.is_empty()).then(|| {
        view! {
            <section class="stack">
                <h2>{title}</h2>
                <ul class="card-list">{cards}</ul>
            </section>
        }
    })
}
