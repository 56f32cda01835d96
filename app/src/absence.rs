//! When somebody does not want to be asked, and when somebody is away: the own page, and the same for
//! an office that writes it down for somebody.

use actions::{AbsencePage, AbsenceRow, ActionError, Met, MetAt};
use domain::{
    absence::{ABSENCE_KEEPERS, AvailabilityKind, WeekTime},
    form::{Field, Values},
    id::{AbsenceId, PersonId},
};
use leptos::prelude::*;
use leptos_i18n::td_string as t;
use words::Locale;

use crate::{
    calendar::page_of_source,
    error::Answer,
    form::{Form, Line, Posted, answer},
    id::Id,
    page::Page,
    route::{Route, Who},
    visit::Visit,
};

const KEEPERS: Who = Who::Role(ABSENCE_KEEPERS);

pub(crate) fn routes() -> Vec<Route> {
    vec![
        Route::get("/absence", Who::SignedIn, own),
        Route::post("/absence", Who::SignedIn, add_own),
        Route::post("/absence/availability", Who::SignedIn, say_own),
        Route::get("/absence/{id}", Who::SignedIn, show),
        Route::post("/absence/{id}", Who::SignedIn, change),
        Route::post("/absence/{id}/end", Who::SignedIn, end),
        Route::get("/person/{id}/absence", KEEPERS, of),
        Route::post("/person/{id}/absence", KEEPERS, add_of),
        Route::post("/person/{id}/absence/availability", KEEPERS, say_of),
    ]
}

/// The address of somebody's page.
fn address(whose: Option<PersonId>) -> String {
    whose.map_or_else(|| "/absence".to_owned(), |id| format!("/person/{id}/absence"))
}

async fn own(visit: Visit) -> Answer {
    page(&visit, None, None, None).await
}

async fn of(visit: Visit, Id(id): Id<PersonId>) -> Answer {
    page(&visit, Some(id), None, None).await
}

/// The page with what is stored, but for a form that came back.
async fn page(
    visit: &Visit,
    whose: Option<PersonId>,
    said: Option<Form>,
    days: Option<Form>,
) -> Answer {
    let l = visit.l;
    let page = visit.actions.absences(&visit.call, whose).await?;
    let (title, lede) = if whose.is_none() {
        (t!(l, absence.title).to_owned(), t!(l, absence.lede))
    } else {
        (words::absence::of(l, &page.person.name), t!(l, absence.of_lede))
    };
    let stored = page.said.as_ref();
    let revision = stored.map_or(0, |row| row.revision);
    let mut head = Page::new(title).lede(lede);
    for form in said.iter().chain(&days) {
        head = head.with(form);
    }
    let said = said.map_or_else(
        || {
            let said = stored.map(actions::AvailabilityRow::said);
            Form::to_change(visit, Values::from(said.as_ref()), revision)
        },
        |mut form| {
            form.renew(revision);
            form
        },
    );
    let days = days.unwrap_or_else(|| Form::to_make(visit, Values::default()));
    Ok(head.render(visit, move || {
        view! {
            {said.why()}
            {days.why()}
            {met(l, &page)}
            {usual(&said, &page, &address(whose))}
            {absences(&days, &page, address(whose))}
            {whose.is_none().then(|| view! { <p><a href="/calendar">{t!(l, calendar.title)}</a></p> })}
            {whose.map(|id| view! { <p><a href=format!("/person/{id}")>{page.person.name.clone()}</a></p> })}
        }
    }))
}

/// What is agreed in such times all the same, each with the page on which to decide about it.
fn met(l: Locale, page: &AbsencePage) -> Option<impl IntoView + use<>> {
    if page.met.is_empty() {
        return None;
    }
    let lines = page
        .met
        .iter()
        .map(|Met { commitment: row, why, at }| {
            let href = at.map(|at| match at {
                MetAt::Own => page_of_source(row.source, row.source_id),
                MetAt::Session(id) => format!("/review_session/{id}"),
                MetAt::Panel(id) => format!("/review_session/{id}/panel"),
                MetAt::Request(id) => format!("/lecture_request/{id}"),
                MetAt::Observation(id) => format!("/observation/{id}"),
                MetAt::Training(id) => format!("/training_event/{id}"),
            });
            let elsewhere = at.is_none().then(|| view! { <span>{t!(l, absence.met_elsewhere)}</span> });
            view! {
                <li class="card">
                    <h3 class="card-title">{words::calendar::source(l, row.source)}</h3>
                    <p class="meta">
                        <span>{words::time::span(l, row.starts_at, row.ends_at)}</span>
                        <span>{row.place_name.clone()}</span>
                        <span>{words::absence::unavailable(l, *why)}</span>
                        {elsewhere}
                    </p>
                    {href.map(|href| view! { <a class="button" href=href>{t!(l, absence.decide)}</a> })}
                </li>
            }
        })
        .collect_view();
    Some(view! {
        <section class="stack">
            <h2>{t!(l, absence.met)}</h2>
            <p class="hint">{t!(l, absence.met_hint)}</p>
            <ul class="card-list">{lines}</ul>
        </section>
    })
}

/// What is said of the usual week.
fn usual(form: &Form, page: &AbsencePage, at: &str) -> impl IntoView + use<> {
    let l = form.l;
    let kinds = AvailabilityKind::ALL
        .iter()
        .map(|kind| (kind.as_str().to_owned(), words::absence::kind(l, *kind).to_owned(), None))
        .collect();
    let times = WeekTime::all().map(|it| (it.code(), words::absence::week_time(l, it), None));
    let by = page.said.as_ref().map(|row| {
        view! { <p class="hint">{words::absence::recorded_by(l, &row.recorder_name)}</p> }
    });
    let day = Line { kind: "date", is_optional: true, is_short: true, ..Line::default() };
    view! {
        <form class="form" method="post" action=format!("{at}/availability") novalidate>
            <h2>{t!(l, absence.usual)}</h2>
            {by}
            {form.revision()}
            {form.choices(Field::Availability, "radio", kinds, false)}
            {form.line(Field::NotBefore, day)}
            {form.choices(Field::NeverAt, "checkbox", times.collect(), true)}
            {form.area(Field::ExceptDays, 3, true)}
            <button class="button primary large">{t!(l, absence.save)}</button>
        </form>
    }
}

/// Days on which somebody is away, and the form for more.
fn absences(form: &Form, page: &AbsencePage, at: String) -> impl IntoView + use<> {
    let l = form.l;
    let card = |row: &AbsenceRow| {
        view! {
            <li class="card">
                <h3 class="card-title">{days_of(l, row)}</h3>
                <p class="meta"><span>{words::absence::recorded_by(l, &row.recorder_name)}</span></p>
                <a class="button" href=format!("/absence/{}", row.id)>{t!(l, absence.change)}</a>
            </li>
        }
    };
    let cards = page.absences.iter().map(card).collect_view();
    let none = page.absences.is_empty().then(|| view! { <p>{t!(l, absence.none)}</p> });
    view! {
        <section class="stack">
            <h2>{t!(l, absence.days)}</h2>
            {none}
            <ul class="card-list">{cards}</ul>
        </section>
        <form class="form" method="post" action=at novalidate>
            <h2>{t!(l, absence.add)}</h2>
            <p class="hint">{t!(l, absence.days_hint)}</p>
            {form.once()}
            {days(form)}
            <button class="button large">{t!(l, absence.add)}</button>
        </form>
    }
}

fn days(form: &Form) -> impl IntoView + use<> {
    let day = Line { kind: "date", is_short: true, ..Line::default() };
    let last = Line { kind: "date", is_optional: true, is_short: true, ..Line::default() };
    view! {
        {form.line(Field::FirstDay, day)}
        {form.line(Field::LastDay, last)}
    }
}

fn days_of(l: Locale, row: &AbsenceRow) -> String {
    if row.first_on == row.last_on {
        words::time::date(l, row.first_on)
    } else {
        words::calendar::range(l, row.first_on, row.last_on)
    }
}

async fn add_own(visit: Visit, posted: Posted) -> Answer {
    add(&visit, None, posted).await
}

async fn add_of(visit: Visit, Id(id): Id<PersonId>, posted: Posted) -> Answer {
    add(&visit, Some(id), posted).await
}

async fn add(visit: &Visit, whose: Option<PersonId>, posted: Posted) -> Answer {
    let Posted { values, once, .. } = &posted;
    let done = visit.actions.add_absence(&visit.call, whose, values, once).await;
    let to = |_| address(whose);
    answer(visit, posted, done, to, "absence_added", |form| page(visit, whose, None, Some(form)))
        .await
}

async fn say_own(visit: Visit, posted: Posted) -> Answer {
    say(&visit, None, posted).await
}

async fn say_of(visit: Visit, Id(id): Id<PersonId>, posted: Posted) -> Answer {
    say(&visit, Some(id), posted).await
}

async fn say(visit: &Visit, whose: Option<PersonId>, posted: Posted) -> Answer {
    let Posted { values, revision, .. } = &posted;
    let done = visit.actions.say_availability(&visit.call, whose, values, *revision).await;
    let to = |()| address(whose);
    answer(visit, posted, done, to, "availability_said", |form| {
        page(visit, whose, Some(form), None)
    })
    .await
}

async fn show(visit: Visit, Id(id): Id<AbsenceId>) -> Answer {
    one(&visit, id, None).await
}

/// One absence, to be corrected or called off.
async fn one(visit: &Visit, id: AbsenceId, form: Option<Form>) -> Answer {
    let l = visit.l;
    let (row, person) = visit.actions.absence(&visit.call, id).await?;
    if row.ended_at.is_some() {
        return Err(ActionError::NotFound.into());
    }
    let form = form.map_or_else(
        || Form::to_change(visit, Values::from(&row.days()), row.revision),
        |mut form| {
            form.renew(row.revision);
            form
        },
    );
    let is_own = visit.call.actor.as_ref().is_some_and(|actor| actor.person == person.id);
    let back = address((!is_own).then_some(person.id));
    let title =
        if is_own { t!(l, absence.change).to_owned() } else { words::absence::of(l, &person.name) };
    let head = Page::new(title).lede(days_of(l, &row)).with(&form);
    Ok(head.render(visit, move || {
        view! {
            {form.why()}
            <form class="form" method="post" action=format!("/absence/{id}") novalidate>
                {form.revision()}
                {days(&form)}
                <button class="button primary large">{t!(l, absence.save)}</button>
            </form>
            <form method="post" action=format!("/absence/{id}/end")>
                <button class="button">{t!(l, absence.end)}</button>
            </form>
            <p><a href=back>{t!(l, absence.title)}</a></p>
        }
    }))
}

/// Where an absence of somebody leads back to.
fn back(visit: &Visit, person: PersonId) -> String {
    let is_own = visit.call.actor.as_ref().is_some_and(|actor| actor.person == person);
    address((!is_own).then_some(person))
}

async fn change(visit: Visit, Id(id): Id<AbsenceId>, posted: Posted) -> Answer {
    let Posted { values, revision, .. } = &posted;
    let done = visit.actions.change_absence(&visit.call, id, values, *revision).await;
    let to = |person| back(&visit, person);
    answer(&visit, posted, done, to, "absence_changed", |form| one(&visit, id, Some(form))).await
}

async fn end(visit: Visit, Id(id): Id<AbsenceId>, posted: Posted) -> Answer {
    let done = visit.actions.end_absence(&visit.call, id).await;
    let to = |person| back(&visit, person);
    answer(&visit, posted, done, to, "absence_ended", |form| one(&visit, id, Some(form))).await
}
