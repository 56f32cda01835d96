//! Trainings for the people of a unit: the officer asks for places, and gives them back.

use actions::{TrainingRow, UnitEnrolmentPage, UnitTraineeRow, may_ask, may_give_back};
use axum::response::Response;
use domain::{
    form::{Field, Values},
    id::TrainingEventId,
    unit_enrolment::{UNIT_ENROLLERS, UnitEnrolmentNews},
};
use leptos::prelude::*;
use leptos_i18n::td_string as t;
use words::Locale;

use crate::{
    error::Answer,
    form::{Form, Posted, answer, query},
    id::Id,
    list_filter::{address, whole_address},
    page::Page,
    parts::{badge, cell, empty, fact, further, part},
    route::{Route, Who},
    visit::Visit,
};

const OFFICER: Who = Who::Role(UNIT_ENROLLERS);

pub(crate) fn routes() -> Vec<Route> {
    vec![
        Route::get("/unit_enrolment", OFFICER, list),
        Route::get("/unit_enrolment/{id}", OFFICER, show),
        Route::post("/unit_enrolment/{id}", OFFICER, save),
    ]
}

async fn list(visit: Visit) -> Answer {
    let l = visit.l;
    let asked = query(&visit);
    let trainings = visit.actions.unit_enrolments(&visit.call).await?;
    let head = Page::new(t!(l, unit_enrolment.title)).lede(t!(l, unit_enrolment.lede));
    Ok(head.render(&visit, move || {
        if trainings.is_empty() {
            return empty(t!(l, unit_enrolment.none), None);
        }
        let (rows, next) = part(&trainings, &asked, |row| row.id.into());
        let cards = rows.iter().map(|row| card(l, row)).collect_view();
        let further = further(l, "/unit_enrolment", &asked, next);
        view! { <ul class="card-list">{cards}</ul>{further} }.into_any()
    }))
}

fn card(l: Locale, row: &TrainingRow) -> impl IntoView + use<> {
    view! {
        <li class="card">
            <h2 class="card-title"><a href=format!("/unit_enrolment/{}", row.id)>{row.title.clone()}</a></h2>
            <p class="meta">
                <span>{words::hour_claim::days(l, Some(row.starts_on), Some(row.ends_on))}</span>
                <span>{row.place.clone()}</span>
                <span>{row.organiser.clone()}</span>
            </p>
        </li>
    }
}

async fn show(visit: Visit, Id(id): Id<TrainingEventId>) -> Answer {
    again(&visit, id, Form::new(&visit, Values::default())).await
}

async fn again(visit: &Visit, id: TrainingEventId, form: Form) -> Answer {
    let asked = query(visit);
    let q = asked.trimmed(Field::Search).to_owned();
    let from = asked.get(Field::UpTo).parse().ok();
    let page = visit.actions.unit_enrolment(&visit.call, id, &q, from).await?;
    Ok(page_of(visit, page, &form, &asked))
}

fn page_of(visit: &Visit, page: UnitEnrolmentPage, form: &Form, asked: &Values) -> Response {
    let l = visit.l;
    let head =
        Page::new(page.training.title.clone()).lede(page.training.organiser.clone()).with(form);
    head.render(visit, move || {
        let training = &page.training;
        let own = format!("/unit_enrolment/{}", training.id);
        let begin = address(&own, asked);
        let here = whole_address(&own, asked);
        let next = page.list.next.map(|id| id.to_string());
        let q = asked.get(Field::Search).to_owned();
        view! {
            {form.why()}
            <p>{badge(words::training_event::tone(training.state), words::training_event::state(l, training.state))}</p>
            <dl class="facts">
                {fact(t!(l, unit_enrolment.days), words::hour_claim::days(l, Some(training.starts_on), Some(training.ends_on)))}
                {fact(t!(l, training_event.place), training.place.clone())}
                {fact(t!(l, training_event.enrol_until), words::time::date(l, training.enrol_until))}
            </dl>
            <p>{if page.is_open { t!(l, unit_enrolment.hint) } else { t!(l, unit_enrolment.over) }}</p>
            <form class="filters" method="get" action=own.clone() role="search">
                <div class="field">
                    <label for="q">{t!(l, person.search)}</label>
                    <input id="q" name=Field::Search.as_str() type="search" value=q/>
                </div>
                <button class="button">{t!(l, catalogue.search)}</button>
            </form>
            {people(form, &page, &here)}
            {further(l, &begin, asked, next)}
            <p><a href="/unit_enrolment">{t!(l, unit_enrolment.back)}</a></p>
        }
    })
}

fn people(form: &Form, page: &UnitEnrolmentPage, here: &str) -> AnyView {
    let l = form.l;
    if page.list.rows.is_empty() {
        let nobody = empty(t!(l, unit_enrolment.nobody), None);
        return view! { {form.told(Field::Person)}{nobody} }.into_any();
    }
    let without = page
        .list
        .rows
        .iter()
        .filter(|row| may_ask(page, row))
        .map(|row| (row.person_id.to_string(), row.name.clone(), Some(row.workplace.clone())));
    let without: Vec<_> = without.collect();
    // Where there is nobody to tick, what is wrong is said above the places.
    let told = without.is_empty().then(|| {
        view! { {form.told(Field::Person)}{form.told(Field::Decision)} }
    });
    let ask = (!without.is_empty()).then(|| {
        view! {
            <form class="form" method="post" action=here.to_owned() novalidate>
                {form.choices(Field::Person, "checkbox", without, false)}
                {form.told(Field::Decision)}
                <div class="page-foot-action">
                    <button class="button primary large" name=Field::Decision.as_str() value="ask">
                        {t!(l, unit_enrolment.ask)}
                    </button>
                </div>
            </form>
        }
    });
    let placed: Vec<_> = page.list.rows.iter().filter(|row| row.state.is_some()).collect();
    let placed = (!placed.is_empty()).then(|| {
        let rows = placed.into_iter().map(|row| line(l, page, row, here)).collect_view();
        view! {
            <section class="stack">
                <h2>{t!(l, unit_enrolment.places)}</h2>
                <table class="data stacked">
                    <thead><tr>
                        <th scope="col">{t!(l, person.name)}</th>
                        <th scope="col">{t!(l, person.workplace)}</th>
                        <th scope="col">{t!(l, unit_enrolment.place)}</th>
                    </tr></thead>
                    <tbody>{rows}</tbody>
                </table>
            </section>
        }
    });
    view! { {told}{ask}{placed} }.into_any()
}

fn line(
    l: Locale,
    page: &UnitEnrolmentPage,
    row: &UnitTraineeRow,
    here: &str,
) -> impl IntoView + use<> {
    let state = row.state.map(|state| {
        badge(
            words::training_event::enrolment_tone(state),
            words::training_event::enrolment(l, state),
        )
    });
    let back = may_give_back(page, row).then(|| {
        let whose = t!(l, unit_enrolment.give_back_of, name = row.name.as_str());
        view! {
            <form method="post" action=here.to_owned()>
                <input type="hidden" name=Field::Person.as_str() value=row.person_id.to_string()/>
                <button class="button" name=Field::Decision.as_str() value="give_back" aria-label=whose>
                    {t!(l, unit_enrolment.give_back)}
                </button>
            </form>
        }
    });
    view! {
        <tr>
            <td data-label=t!(l, person.name)>{row.name.clone()}</td>
            {cell(t!(l, person.workplace), row.workplace.clone())}
            <td data-label=t!(l, unit_enrolment.place)><div class="cluster">{state}{back}</div></td>
        </tr>
    }
}

async fn save(visit: Visit, Id(id): Id<TrainingEventId>, posted: Posted) -> Answer {
    let done = visit.actions.enrol_unit(&visit.call, id, &posted.values).await;
    let notice = match done {
        Ok(UnitEnrolmentNews::GivenBack) => "enrolment_withdrawn",
        _ => "unit_enrolled",
    };
    let to = |_| format!("/unit_enrolment/{id}");
    answer(&visit, posted, done, to, notice, |form| again(&visit, id, form)).await
}
