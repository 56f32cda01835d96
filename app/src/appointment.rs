//! Terms in a corps: what ends soon, a page of each with what can be done, appointing somebody, and the
//! letter of appointment.

mod letter;
mod list;
mod show;

use actions::{AppointForm, PersonRow};
use domain::{
    appointment::{APPOINTERS, APPOINTMENT_READERS, Corps},
    form::{Field, Values},
    id::{AppointmentId, PersonId},
};
use leptos::prelude::*;
use leptos_i18n::td_string as t;

use crate::{
    error::Answer,
    form::{Form, Line, Posted, answer},
    id::Id,
    page::Page,
    route::{Route, Who},
    visit::Visit,
};

const KEEPER: Who = Who::Role(APPOINTERS);
const READER: Who = Who::Role(APPOINTMENT_READERS);

pub(crate) fn routes() -> Vec<Route> {
    vec![
        Route::get("/appointment", READER, list::list),
        Route::get("/appointment.xlsx", READER, list::export),
        Route::post("/appointment/renew", KEEPER, list::renew),
        Route::get("/appointment/{id}", Who::SignedIn, show::show),
        Route::post("/appointment/{id}/step", Who::SignedIn, show::step),
        Route::get("/appointment/{id}/correct", KEEPER, show::show_correction),
        Route::post("/appointment/{id}/correct", KEEPER, show::correct),
        Route::post("/appointment/{id}/answer", Who::SignedIn, show::reply),
        Route::get("/appointment/{id}/letter.pdf", Who::SignedIn, letter::letter),
        Route::get("/person/{id}/appointment", KEEPER, show_new),
        Route::post("/person/{id}/appointment", KEEPER, appoint),
    ]
}

async fn show_new(visit: Visit, Id(id): Id<PersonId>) -> Answer {
    let form = Form::to_make(&visit, Values::default());
    new_again(&visit, id, form).await
}

async fn new_again(visit: &Visit, id: PersonId, form: Form) -> Answer {
    let page = visit.actions.appoint_form(&visit.call, id).await?;
    let l = visit.l;
    let title = words::appointment::appoint_title(l, &page.person.name);
    let head = Page::new(title).lede(t!(l, appointment.appoint_lede)).with(&form);
    Ok(head.render(visit, || form_view(&form, &page)))
}

fn form_view(form: &Form, page: &AppointForm) -> impl IntoView + use<> {
    let l = form.l;
    let corps = page.corps.iter().map(|corps| {
        (corps.as_str().to_owned(), words::appointment::corps(l, *corps).to_owned(), None)
    });
    let counties = page.counties.iter().map(|county| {
        let name = words::place::county(l, &county.name_zh, &county.name_en);
        (county.id.to_string(), name.to_owned())
    });
    let of_county = page.corps.contains(&Corps::CountyLecturers);
    let day = Line { kind: "date", is_short: true, ..Line::default() };
    let id = page.person.id;
    view! {
        <form class="form" method="post" action=format!("/person/{id}/appointment") novalidate>
            {form.why()}
            {form.once()}
            {form.choices(Field::Corps, "radio", corps.collect(), false)}
            {of_county.then(|| form.select(Field::County, counties.collect(), true))}
            {form.line(Field::StartsOn, day)}
            {form.line(Field::TermUntil, day)}
            {decision(form, &page.deciders, false)}
            <div class="page-foot-action cluster">
                <button class="button primary large">{t!(l, appointment.appoint)}</button>
                <a href=format!("/person/{id}")>{t!(l, appointment.to_person)}</a>
            </div>
        </form>
    }
}

/// Who has decided, by name, and in which document.
pub(crate) fn decision(
    form: &Form,
    deciders: &[PersonRow],
    is_optional: bool,
) -> impl IntoView + use<> {
    let deciders = deciders.iter().map(|person| (person.id.to_string(), person.name.clone()));
    view! {
        {form.select(Field::Decider, deciders.collect(), is_optional)}
        {form.line(Field::DocumentNo, Line { is_optional, ..Line::default() })}
    }
}

async fn appoint(visit: Visit, Id(id): Id<PersonId>, posted: Posted) -> Answer {
    let done = visit.actions.appoint(&visit.call, id, &posted.values, &posted.once).await;
    let to = |term: AppointmentId| format!("/appointment/{term}");
    answer(&visit, posted, done, to, "appointed", |form| new_again(&visit, id, form)).await
}
