//! Two records of one unit side by side, to become one; and the way back.

use actions::{OrganisationRow, UnitFilter, UnitMergePage, raw_of_unit};
use domain::{
    form::{Field, Values},
    id::{MergingId, OrganisationId},
    merging::{Fact, UNIT_MERGERS},
};
use leptos::prelude::*;
use leptos_i18n::td_string as t;
use words::Locale;

use super::{FactLine, Found, choice_of, facts_table, holdings, merge_button, refused};
use crate::{
    error::{Answer, AppError},
    form::{Form, Posted, answer, query},
    id::Id,
    organisation::{follow, summary},
    page::Page,
    route::{Route, Who},
    visit::{Visit, redirect},
};

const OFFICE: Who = Who::Role(UNIT_MERGERS);

pub(super) fn routes() -> Vec<Route> {
    vec![
        Route::get("/organisation/{id}/merge", OFFICE, choose),
        Route::get("/organisation/{id}/merge/{other}", OFFICE, compare),
        Route::post("/organisation/{id}/merge/{other}", OFFICE, merge),
        Route::post("/organisation/{id}/merging/{merging}/undo", OFFICE, undo),
    ]
}

async fn choose(visit: Visit, Id(id): Id<OrganisationId>) -> Answer {
    let asked = query(&visit);
    let q = asked.get(Field::Search).to_owned();
    let page = visit.actions.organisation(&visit.call, id).await.map_err(AppError::from);
    let page = match page {
        Ok(page) => {
            let words = if q.trim().is_empty() { &page.unit.name } else { &q };
            let filter = UnitFilter::named(words);
            let mut others =
                visit.actions.organisations(&visit.call, &filter, None).await?.list.rows;
            others.retain(|other| other.id != id);
            Ok(choice_page(&visit, page.unit, others, q))
        }
        Err(error) => Err(error),
    };
    follow(&visit, id, page).await
}

fn choice_page(
    visit: &Visit,
    unit: OrganisationRow,
    others: Vec<OrganisationRow>,
    q: String,
) -> axum::response::Response {
    let l = visit.l;
    let head = Page::new(t!(l, merging.title)).lede(t!(l, merging.unit_choice_lede));
    head.render(visit, move || {
        let found = others.iter().map(|other| (other.id, summary(l, other).into_any()));
        let found = Found {
            q,
            label: t!(l, merging.unit_search),
            nothing: t!(l, merging.unit_nothing),
            records: found.collect(),
        };
        choice_of(l, &format!("/organisation/{}/merge", unit.id), summary(l, &unit), found)
    })
}

async fn compare(visit: Visit, Id((id, other)): Id<(OrganisationId, OrganisationId)>) -> Answer {
    let page = visit.actions.unit_merge_page(&visit.call, id, other).await.map_err(AppError::from);
    let page = page.map(|page| {
        let form = Form::new(&visit, begun(&page));
        page_of(&visit, page, form)
    });
    let page = follow(&visit, id, page).await;
    // The other one may be merged already: into this one, or elsewhere.
    if matches!(page, Err(AppError::NotFound)) && visit.actions.kept_unit(other).await?.is_some() {
        return Ok(redirect(&format!("/organisation/{id}")));
    }
    page
}

/// What the kept record says stands, unless it says nothing.
fn begun(page: &UnitMergePage) -> Values {
    page.facts_to_choose().into_iter().fold(Values::default(), |values, fact| {
        let is_empty = raw_of_unit(&page.kept, fact).is_empty();
        values.with(fact.field(), if is_empty { "other" } else { "own" })
    })
}

async fn again(visit: &Visit, id: OrganisationId, other: OrganisationId, form: Form) -> Answer {
    let page = visit.actions.unit_merge_page(&visit.call, id, other).await?;
    Ok(page_of(visit, page, form))
}

fn page_of(visit: &Visit, page: UnitMergePage, form: Form) -> axum::response::Response {
    let l = visit.l;
    let head = Page::new(t!(l, merging.title)).lede(t!(l, merging.unit_lede)).with(&form);
    head.render(visit, move || {
        let (kept, gone) = (page.kept.id, page.gone.id);
        let may_merge = page.refusals.is_empty();
        view! {
            {form.why()}
            {refused(l, &page.refusals)}
            <p><a class="button" href=format!("/organisation/{gone}/merge/{kept}")>{t!(l, merging.swap)}</a></p>
            <form class="form" method="post" action=format!("/organisation/{kept}/merge/{gone}") novalidate>
                {facts_table(&form, facts(l, &page))}
                <p class="hint">{t!(l, merging.code_rule)}</p>
                {holdings(l, &page.holdings, t!(l, merging.unit_apart_hint))}
                {may_merge.then(|| merge_button(l, t!(l, merging.unit_merge_hint)))}
            </form>
        }
    })
}

fn facts(l: Locale, page: &UnitMergePage) -> Vec<FactLine> {
    let open = page.facts_to_choose();
    let said = |it: &Fact| raw_of_unit(&page.kept, *it) + &raw_of_unit(&page.gone, *it);
    let line = |it: &Fact| {
        let (above, other_above) = (page.above.0.as_ref(), page.above.1.as_ref());
        FactLine {
            name: words::merging::fact(l, *it),
            kept: text_of(l, page, &page.kept, above, *it),
            gone: text_of(l, page, &page.gone, other_above, *it),
            choice: open.contains(it).then_some(*it),
        }
    };
    Fact::OF_UNIT.iter().filter(|it| !said(it).is_empty()).map(line).collect()
}

/// A fact in words.
fn text_of(
    l: Locale,
    page: &UnitMergePage,
    unit: &OrganisationRow,
    above: Option<&OrganisationRow>,
    fact: Fact,
) -> String {
    match fact {
        Fact::Kind => words::organisation::kind(l, unit.kind).to_owned(),
        Fact::Region => {
            let region = page.regions.iter().find(|it| Some(it.id) == unit.region_id);
            let name = |it: &actions::RegionRow| {
                words::place::county(l, &it.name_zh, &it.name_en).to_owned()
            };
            region.map(name).unwrap_or_default()
        }
        Fact::Parent => above.map(|it| it.name.clone()).unwrap_or_default(),
        Fact::Nominates if unit.is_nominating_unit => t!(l, organisation.yes).to_owned(),
        Fact::Nominates => t!(l, organisation.no).to_owned(),
        _ => raw_of_unit(unit, fact),
    }
}

async fn merge(
    visit: Visit,
    Id((id, other)): Id<(OrganisationId, OrganisationId)>,
    posted: Posted,
) -> Answer {
    let done = visit.actions.merge_units(&visit.call, id, other, &posted.values).await;
    let to = |()| format!("/organisation/{id}");
    answer(&visit, posted, done, to, "merged", |form| again(&visit, id, other, form)).await
}

async fn undo(
    visit: Visit,
    Id((id, merging)): Id<(OrganisationId, MergingId)>,
    posted: Posted,
) -> Answer {
    let done = visit.actions.undo_unit_merging(&visit.call, id, merging).await;
    let to = |()| format!("/organisation/{id}");
    let again = |form| crate::organisation::again(&visit, id, form);
    answer(&visit, posted, done, to, "merging_undone", again).await
}
