//! Units on file: a list, a tree, a page of each, adding and correcting one, and whom one calls there.

mod contact;
mod edit;
mod host;
mod list;
mod tree;

use actions::{OrganisationPage, OrganisationRow};
use axum::response::Response;
use domain::{
    form::{Once, Values},
    id::OrganisationId,
    organisation::{UNIT_KEEPERS, UNIT_READERS},
};
use leptos::prelude::*;
use leptos_i18n::td_string as t;
use words::Locale;

use crate::{
    error::{Answer, AppError},
    form::Form,
    id::Id,
    merging::merged_records,
    page::Page,
    parts::fact,
    route::{Route, Who},
    visit::{Visit, redirect},
};

const READER: Who = Who::Role(UNIT_READERS);
const KEEPER: Who = Who::Role(UNIT_KEEPERS);

pub(crate) fn routes() -> Vec<Route> {
    vec![
        Route::get("/organisation", READER, list::list),
        Route::get("/organisation.xlsx", READER, list::export),
        Route::get("/organisation/tree", READER, tree::show),
        Route::get("/organisation/new", KEEPER, edit::show_new),
        Route::post("/organisation/new", KEEPER, edit::add),
        Route::get("/organisation/{id}", READER, show),
        Route::get("/organisation/{id}/change", KEEPER, edit::show),
        Route::post("/organisation/{id}/change", KEEPER, edit::change),
        Route::get("/organisation/{id}/host/{host}", KEEPER, host::show),
        Route::post("/organisation/{id}/host/{host}", KEEPER, host::change),
        Route::post("/organisation/{id}/contact", READER, contact::add),
        Route::post("/organisation/{id}/contact/{contact}/remove", READER, contact::remove),
    ]
}

/// The address of a unit that was merged into another leads to that one.
pub(crate) async fn follow(visit: &Visit, id: OrganisationId, answer: Answer) -> Answer {
    if !matches!(answer, Err(AppError::NotFound)) {
        return answer;
    }
    match visit.actions.kept_unit(id).await? {
        Some(kept) => Ok(redirect(&visit.here.replacen(&format!("/{id}"), &format!("/{kept}"), 1))),
        None => answer,
    }
}

async fn show(visit: Visit, Id(id): Id<OrganisationId>) -> Answer {
    let page = again(&visit, id, Form::to_make(&visit, Values::default())).await;
    follow(&visit, id, page).await
}

pub(crate) async fn again(visit: &Visit, id: OrganisationId, mut form: Form) -> Answer {
    if form.once == Once::default() {
        form.once = visit.once();
    }
    let page = visit.actions.organisation(&visit.call, id).await?;
    Ok(page_of(visit, page, form))
}

/// A unit in short.
pub(crate) fn summary(l: Locale, unit: &OrganisationRow) -> impl IntoView + use<> {
    view! {
        <h3 class="card-title">{unit.name.clone()}</h3>
        <dl class="facts">
            {fact(t!(l, organisation.kind_title), words::organisation::kind(l, unit.kind).to_owned())}
            {fact(t!(l, organisation.code), unit.code.clone().unwrap_or_default())}
        </dl>
    }
}

fn page_of(visit: &Visit, page: OrganisationPage, form: Form) -> Response {
    let l = visit.l;
    let sees_people = visit.may_open("/person");
    let head = Page::new(page.unit.name.clone())
        .lede(words::organisation::kind(l, page.unit.kind).to_owned())
        .with(&form);
    head.render(visit, move || {
        view! {
            {form.why()}
            {facts(l, &page)}
            {page.may_change.then(|| view! {
                <p><a class="button" href=format!("/organisation/{}/change", page.unit.id)>{t!(l, organisation.change)}</a></p>
            })}
            {people(l, &page, sees_people)}
            {below(l, &page)}
            {hosts(l, &page)}
            {contact::contacts(&form, &page)}
            {page.may_merge.then(|| view! {
                <p><a href=format!("/organisation/{}/merge", page.unit.id)>{t!(l, merging.link)}</a></p>
            })}
            {merged_records(l, &format!("/organisation/{}", page.unit.id), &page.mergings)}
        }
    })
}

fn facts(l: Locale, page: &OrganisationPage) -> impl IntoView + use<> {
    let unit = &page.unit;
    let region = page.region.as_ref();
    let region = region.map(|it| words::place::county(l, &it.name_zh, &it.name_en).to_owned());
    let nominates = unit.is_nominating_unit.then(|| t!(l, organisation.yes).to_owned());
    let above = page.above.as_ref().map(|above| {
        let href = format!("/organisation/{}", above.id);
        view! { <dt>{t!(l, organisation.above)}</dt><dd><a href=href>{above.name.clone()}</a></dd> }
    });
    view! {
        <dl class="facts">
            {fact(t!(l, organisation.region), region.unwrap_or_default())}
            {above}
            {fact(t!(l, organisation.code), unit.code.clone().unwrap_or_default())}
            {fact(t!(l, organisation.nominates), nominates.unwrap_or_default())}
            {fact(t!(l, organisation.note), unit.note.clone())}
        </dl>
    }
}

fn people(l: Locale, page: &OrganisationPage, sees_people: bool) -> impl IntoView + use<> {
    let names = page
        .people
        .iter()
        .map(|(id, name)| view! { <li><a href=format!("/person/{id}")>{name.clone()}</a></li> })
        .collect_view();
    let shown = page.people.len();
    let all = format!("/person?unit={}", page.unit.id);
    let is_cut = usize::try_from(page.n_people).is_ok_and(|n| n > shown);
    view! {
        <h2>{t!(l, organisation.people)}</h2>
        {(shown == 0).then(|| view! { <p>{t!(l, organisation.no_people)}</p> })}
        {is_cut.then(|| view! {
            <p class="hint">
                {words::organisation::people(l, page.n_people, shown)}
                " "
                {sees_people.then(|| view! { <a href=all>{t!(l, organisation.all_people)}</a> })}
            </p>
        })}
        {(shown > 0).then(|| view! { <ul class="names">{names}</ul> })}
    }
}

fn below(l: Locale, page: &OrganisationPage) -> Option<impl IntoView + use<>> {
    let names = page
        .below
        .iter()
        .map(|unit| {
            view! { <li><a href=format!("/organisation/{}", unit.id)>{unit.name.clone()}</a></li> }
        })
        .collect_view();
    let tree = format!("/organisation/tree?unit={}", page.unit.id);
    (!page.below.is_empty()).then(|| {
        view! {
            <h2>{t!(l, organisation.below)}</h2>
            <ul class="names">{names}</ul>
            <p><a href=tree>{t!(l, organisation.to_branch)}</a></p>
        }
    })
}

fn hosts(l: Locale, page: &OrganisationPage) -> Option<impl IntoView + use<>> {
    let id = page.unit.id;
    let rows = page
        .hosts
        .iter()
        .map(|host| {
            view! {
                <li class="card">
                    <p>{host.name.clone()}</p>
                    <dl class="facts">
                        {fact(t!(l, form.label.town), host.town.clone())}
                        {fact(t!(l, form.label.capacity), host.hall.map(|n| n.to_string()).unwrap_or_default())}
                        {fact(t!(l, form.label.hall_equipment), host.equipment.clone())}
                        {fact(t!(l, organisation.contact), host.contact.clone())}
                        {fact(t!(l, person.phone), words::person::phone(host.phone.as_deref()))}
                    </dl>
                    <a class="button" href=format!("/organisation/{id}/host/{}", host.id)>{t!(l, organisation.host_change)}</a>
                </li>
            }
        })
        .collect_view();
    (!page.hosts.is_empty())
        .then(|| view! { <h2>{t!(l, organisation.hosts)}</h2><ul class="card-list">{rows}</ul> })
}
