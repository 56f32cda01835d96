//! People as offices keep them: looking them up by name, pinyin or initials, adding one, correcting
//! what is on file; each within one's own regions and units.

mod edit;
mod tie;
mod trace;
mod workplace;

use domain::{
    form::Field,
    id::PersonId,
    person::PEOPLE_KEEPERS,
    role::{PEOPLE_READERS, Role},
};
use leptos::prelude::*;
use leptos_i18n::td_string as t;
use words::Locale;

use crate::{
    error::Answer,
    form::query,
    list_filter::page_address,
    page::Page,
    parts::{cell, empty, pager},
    route::{Route, Who},
    visit::Visit,
};

pub(crate) use self::trace::{terms, traces, workplaces};

const TIE_KEEPER: Who = Who::Role(&[Role::CityOffice, Role::CountyOffice]);
const KEEPER: Who = Who::Role(PEOPLE_KEEPERS);

pub(crate) fn routes() -> Vec<Route> {
    vec![
        Route::get("/person", Who::Role(PEOPLE_READERS), list),
        Route::get("/person/{id}/trace", Who::Role(PEOPLE_KEEPERS), trace::list),
        Route::get("/person/new", KEEPER, edit::show_new),
        Route::post("/person/new", KEEPER, edit::add),
        Route::get("/person/{id}/change", KEEPER, edit::show),
        Route::post("/person/{id}/change", KEEPER, edit::change),
        Route::get("/person/{id}/tie", TIE_KEEPER, tie::show),
        Route::post("/person/{id}/tie", TIE_KEEPER, tie::add),
        Route::post("/person/{id}/tie/{tie}/end", TIE_KEEPER, tie::end),
        Route::post("/person/{id}/tie/{tie}/remove", TIE_KEEPER, tie::remove),
        Route::get("/person/{id}/workplace", KEEPER, workplace::show),
        Route::post("/person/{id}/workplace", KEEPER, workplace::add),
        Route::post("/person/{id}/workplace/{workplace}/end", KEEPER, workplace::end),
        Route::post("/person/{id}/workplace/{workplace}/remove", KEEPER, workplace::remove),
    ]
}

async fn list(visit: Visit) -> Answer {
    let l = visit.l;
    let asked = query(&visit);
    let q = asked.get(Field::Search).to_owned();
    let number = asked.get(Field::Page).parse().unwrap_or(1);
    let unit = asked.get(Field::Unit).parse().ok();
    let page = visit.actions.people(&visit.call, &q, unit, number).await?;
    let sees_units = visit.may_open("/organisation");
    Ok(Page::new(t!(l, person.title)).lede(t!(l, person.lede)).render(&visit, move || {
        let rows = page
            .rows
            .iter()
            .map(|person| {
                view! {
                    <tr>
                        <td data-label=t!(l, person.name)><a href=format!("/person/{}", person.id)>{person.name.clone()}</a></td>
                        {cell(t!(l, person.workplace), person.workplace.clone().unwrap_or_default())}
                        {cell(t!(l, person.post), person.title.clone())}
                        {cell(t!(l, person.phone), words::person::phone(person.phone.as_deref()))}
                    </tr>
                }
            })
            .collect_view();
        let pages = page.page + i64::from(page.has_more);
        let unit = page.unit.as_ref().map(|unit| {
            let id = unit.id.to_string();
            view! {
                <input type="hidden" name=Field::Unit.as_str() value=id/>
                <p>{unit.name.clone()}" "<a href="/person">{t!(l, person.show_all)}</a></p>
            }
        });
        let nothing = page.rows.is_empty();
        view! {
            {excluded(l, &page.excluded)}
            <p class="cluster">
                {page.may_add.then(|| view! {
                    <a class="button primary" href="/person/new">{t!(l, person.add)}</a>
                })}
                {sees_units.then(|| view! { <a href="/organisation">{t!(l, organisation.title)}</a> })}
            </p>
            <form class="filters" method="get" action="/person" role="search">
                <div class="field">
                    <label for="q">{t!(l, person.search)}</label>
                    <input id="q" name=Field::Search.as_str() type="search" value=q.clone()/>
                </div>
                <button class="button">{t!(l, catalogue.search)}</button>
                {unit}
            </form>
            {nothing.then(|| empty(t!(l, person.nothing), Some(("/person", t!(l, person.show_all)))))}
            {(!nothing).then(|| view! {
                <table class="data stacked">
                    <thead><tr>
                        <th scope="col">{t!(l, person.name)}</th>
                        <th scope="col">{t!(l, person.workplace)}</th>
                        <th scope="col">{t!(l, person.post)}</th>
                        <th scope="col">{t!(l, person.phone)}</th>
                    </tr></thead>
                    <tbody>{rows}</tbody>
                </table>
            })}
            {pager(l, page.page, pages, |n| page_address("/person", &asked, n))}
        }
    }))
}

/// People with roles of whom one has to end, for who can end it.
fn excluded(l: Locale, people: &[(PersonId, String)]) -> Option<impl IntoView + use<>> {
    if people.is_empty() {
        return None;
    }
    let links = people
        .iter()
        .map(|(id, name)| {
            view! { <li><a href=format!("/person/{id}")>{name.clone()}</a></li> }
        })
        .collect_view();
    Some(view! {
        <div class="notice warning">
            <h2>{t!(l, person.excluded_title)}</h2>
            <p>{t!(l, person.excluded_hint)}</p>
            <ul>{links}</ul>
        </div>
    })
}
