//! People as offices keep them: looking them up by name, pinyin or initials, adding one, correcting
//! what is on file; each within one's own regions and units.

mod edit;
mod tie;
mod trace;
mod workplace;

use actions::{PeopleFilter, PeoplePage, PersonLine, PersonRow};
use domain::{
    access_log::AccessThing,
    form::{Field, Values},
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
    list_filter::{Choice, address, select},
    list_sheet::{ColumnOf, column, name_column, name_sheet_links, sheet_of},
    page::Page,
    parts::{cell, empty, further},
    route::{Route, Who},
    visit::Visit,
};

pub(crate) use self::trace::{terms, traces, workplaces};

const PATH: &str = "/person";
const TIE_KEEPER: Who = Who::Role(&[Role::CityOffice, Role::CountyOffice]);
const KEEPER: Who = Who::Role(PEOPLE_KEEPERS);

pub(crate) fn routes() -> Vec<Route> {
    vec![
        Route::get("/person", Who::Role(PEOPLE_READERS), list),
        Route::get("/person.xlsx", Who::Role(PEOPLE_READERS), export),
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
    let from = asked.get(Field::UpTo).parse().ok();
    let page = visit.actions.people(&visit.call, &PeopleFilter::of(&asked), from).await?;
    let sees_units = visit.may_open("/organisation");
    Ok(Page::new(t!(l, person.title)).lede(t!(l, person.lede)).render(&visit, move || {
        let next = page.list.next.map(|id| id.to_string());
        let nothing = page.list.rows.is_empty();
        view! {
            {excluded(l, &page.excluded)}
            <p class="cluster">
                {page.may_add.then(|| view! {
                    <a class="button primary" href="/person/new">{t!(l, person.add)}</a>
                })}
                {(!nothing).then(|| name_sheet_links(l, "/person.xlsx", &asked))}
                {sees_units.then(|| view! { <a href="/organisation">{t!(l, organisation.title)}</a> })}
            </p>
            {filters(l, &page, &asked)}
            {nothing.then(|| empty(t!(l, person.nothing), Some((PATH, t!(l, person.show_all)))))}
            {(!nothing).then(|| table(l, &page.list.rows))}
            {further(l, &address(PATH, &asked), &asked, next)}
        }
    }))
}

fn filters(l: Locale, page: &PeoplePage, asked: &Values) -> impl IntoView + use<> {
    let roles = Role::ALL.iter();
    let roles = roles.map(|it| (it.as_str().to_owned(), words::person::role(l, *it).to_owned()));
    let fields = page.fields.iter().map(|field| {
        let name = words::place::county(l, &field.name_zh, &field.name_en);
        (field.id.to_string(), name.to_owned())
    });
    let role = Choice::of(Field::Role, t!(l, person.role), roles.collect());
    let field = Choice::of(Field::SubjectField, t!(l, form.label.field), fields.collect());
    let unit = page.unit.as_ref().map(|unit| {
        let id = unit.id.to_string();
        view! {
            <input type="hidden" name=Field::Unit.as_str() value=id/>
            <p>{unit.name.clone()}" "<a href=PATH>{t!(l, person.show_all)}</a></p>
        }
    });
    let sought = asked.get(Field::Search).to_owned();
    view! {
        <form class="filters" method="get" action=PATH role="search" novalidate>
            <div class="field">
                <label for="q">{t!(l, person.search)}</label>
                <input id="q" name=Field::Search.as_str() type="search" value=sought/>
            </div>
            {select(l, asked, role)}
            {select(l, asked, field)}
            <button class="button">{t!(l, catalogue.search)}</button>
            {unit}
        </form>
    }
}

fn table(l: Locale, people: &[PersonRow]) -> impl IntoView + use<> {
    let rows = people.iter().map(|person| {
        let href = format!("/person/{}", person.id);
        view! {
            <tr>
                <td data-label=t!(l, person.name)><a href=href>{person.name.clone()}</a></td>
                {cell(t!(l, person.workplace), person.workplace.clone().unwrap_or_default())}
                {cell(t!(l, person.post), person.title.clone())}
                {cell(t!(l, person.phone), words::person::phone(person.phone.as_deref()))}
            </tr>
        }
    });
    let rows = rows.collect_view();
    view! {
        <table class="data stacked">
            <thead><tr>
                <th scope="col">{t!(l, person.name)}</th>
                <th scope="col">{t!(l, person.workplace)}</th>
                <th scope="col">{t!(l, person.post)}</th>
                <th scope="col">{t!(l, person.phone)}</th>
            </tr></thead>
            <tbody>{rows}</tbody>
        </table>
    }
}

async fn export(visit: Visit) -> Answer {
    let filter = PeopleFilter::of(&query(&visit));
    let handed = visit.actions.people_export(&visit.call, &filter).await?;
    let title = words::access_log::thing(visit.l, AccessThing::PersonList);
    sheet_of(&visit, title, &columns(visit.l), handed).await
}

fn columns(l: Locale) -> [ColumnOf<PersonLine>; 6] {
    [
        name_column(t!(l, person.name), 12, |_, line| line.person.name.clone()),
        column(t!(l, person.workplace), 26, |_, line| {
            line.person.workplace.clone().unwrap_or_default()
        }),
        column(t!(l, person.post), 16, |_, line| line.person.title.clone()),
        column(t!(l, form.label.field), 20, |l, line| {
            let names = line.fields.iter().map(|it| (it.name_zh.as_str(), it.name_en.as_str()));
            words::person::fields(l, names)
        }),
        column(t!(l, page.filter_county), 14, |l, line| {
            let region = line.region.as_ref();
            let name = region.map(|it| words::place::county(l, &it.name_zh, &it.name_en));
            name.unwrap_or_default().to_owned()
        }),
        // Masked, as in the list.
        column(t!(l, person.phone), 16, |_, line| {
            words::person::phone(line.person.phone.as_deref())
        }),
    ]
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
