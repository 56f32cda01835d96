//! The list of units, with its search and filters, and as a spreadsheet.

use actions::{OrganisationList, OrganisationRow, UnitFilter, UnitLine};
use domain::{
    access_log::AccessThing,
    form::{Field, Values},
    organisation::OrganisationKind,
    region::RegionLevel,
};
use leptos::prelude::*;
use leptos_i18n::td_string as t;
use words::Locale;

use crate::{
    error::Answer,
    form::query,
    list_filter::{Choice, address, select},
    list_sheet::{ColumnOf, column, sheet_link, sheet_of},
    page::Page,
    parts::{cell, empty, further},
    visit::Visit,
};

const PATH: &str = "/organisation";

pub(super) async fn list(visit: Visit) -> Answer {
    let l = visit.l;
    let asked = query(&visit);
    let from = asked.get(Field::UpTo).parse().ok();
    let page = visit.actions.organisations(&visit.call, &UnitFilter::of(&asked), from).await?;
    let head = Page::new(t!(l, organisation.title)).lede(t!(l, organisation.lede));
    Ok(head.render(&visit, move || {
        let nothing = page.list.rows.is_empty();
        let next = page.list.next.map(|id| id.to_string());
        view! {
            <p class="cluster">
                {page.may_add.then(|| view! {
                    <a class="button primary" href="/organisation/new">{t!(l, organisation.add)}</a>
                })}
                {(!nothing).then(|| sheet_link(l, "/organisation.xlsx", &asked))}
                <a href="/organisation/tree">{t!(l, organisation.tree)}</a>
            </p>
            {filters(l, &page, &asked)}
            {nothing.then(|| {
                empty(t!(l, organisation.nothing), Some((PATH, t!(l, organisation.show_all))))
            })}
            {(!nothing).then(|| table(l, &page))}
            {further(l, &address(PATH, &asked), &asked, next)}
        }
    }))
}

fn filters(l: Locale, page: &OrganisationList, asked: &Values) -> impl IntoView + use<> {
    let kinds = OrganisationKind::ALL
        .iter()
        .map(|kind| (kind.as_str().to_owned(), words::organisation::kind(l, *kind).to_owned()));
    let counties = page.regions.iter().filter(|region| region.level == RegionLevel::County);
    let counties = counties.map(|county| {
        let name = words::place::county(l, &county.name_zh, &county.name_en);
        (county.id.to_string(), name.to_owned())
    });
    let kind = Choice::of(Field::UnitKind, t!(l, form.label.unit_kind), kinds.collect());
    let county = Choice::of(Field::County, t!(l, page.filter_county), counties.collect());
    let sought = asked.get(Field::Search).to_owned();
    view! {
        <form class="filters" method="get" action=PATH role="search" novalidate>
            <div class="field">
                <label for="q">{t!(l, organisation.search)}</label>
                <input id="q" name=Field::Search.as_str() type="search" value=sought/>
            </div>
            {select(l, asked, kind)}
            {select(l, asked, county)}
            <button class="button">{t!(l, catalogue.search)}</button>
        </form>
    }
}

fn table(l: Locale, page: &OrganisationList) -> impl IntoView + use<> {
    let region = |unit: &OrganisationRow| {
        let region = page.regions.iter().find(|it| Some(it.id) == unit.region_id);
        let name = region.map(|it| words::place::county(l, &it.name_zh, &it.name_en));
        name.unwrap_or_default().to_owned()
    };
    let rows = page.list.rows.iter().map(|unit| {
        let href = format!("/organisation/{}", unit.id);
        view! {
            <tr>
                <td data-label=t!(l, organisation.name)><a href=href>{unit.name.clone()}</a></td>
                <td data-label=t!(l, organisation.kind_title)>{words::organisation::kind(l, unit.kind)}</td>
                {cell(t!(l, organisation.region), region(unit))}
                {cell(t!(l, organisation.code), unit.code.clone().unwrap_or_default())}
            </tr>
        }
    });
    let rows = rows.collect_view();
    view! {
        <table class="data stacked">
            <thead><tr>
                <th scope="col">{t!(l, organisation.name)}</th>
                <th scope="col">{t!(l, organisation.kind_title)}</th>
                <th scope="col">{t!(l, organisation.region)}</th>
                <th scope="col">{t!(l, organisation.code)}</th>
            </tr></thead>
            <tbody>{rows}</tbody>
        </table>
    }
}

pub(super) async fn export(visit: Visit) -> Answer {
    let filter = UnitFilter::of(&query(&visit));
    let handed = visit.actions.organisation_export(&visit.call, &filter).await?;
    let title = words::access_log::thing(visit.l, AccessThing::UnitList);
    sheet_of(&visit, title, &columns(visit.l), handed).await
}

fn columns(l: Locale) -> [ColumnOf<UnitLine>; 7] {
    [
        column(t!(l, organisation.name), 30, |_, line| line.unit.name.clone()),
        column(t!(l, organisation.kind_title), 16, |l, line| {
            words::organisation::kind(l, line.unit.kind).to_owned()
        }),
        column(t!(l, organisation.region), 14, |l, line| {
            let region = line.region.as_ref();
            let name = region.map(|it| words::place::county(l, &it.name_zh, &it.name_en));
            name.unwrap_or_default().to_owned()
        }),
        column(t!(l, organisation.above), 26, |_, line| line.above.clone().unwrap_or_default()),
        column(t!(l, organisation.code), 14, |_, line| line.unit.code.clone().unwrap_or_default()),
        column(t!(l, organisation.nominates), 10, |l, line| {
            let nominates = line.unit.is_nominating_unit;
            if nominates { t!(l, organisation.yes) } else { t!(l, organisation.no) }.to_owned()
        }),
        column(t!(l, organisation.note), 24, |_, line| line.unit.note.clone()),
    ]
}
