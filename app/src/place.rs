//! Places for review sessions: the list, a form to add one, and a page to correct one.

use actions::{PlacePage, RegionRow};
use domain::{
    form::{Field, Values},
    id::PlaceId,
    role::SESSION_ORGANISERS,
};
use leptos::prelude::*;
use leptos_i18n::td_string as t;

use crate::{
    error::Answer,
    form::{Form, Line, Posted, answer},
    id::Id,
    page::Page,
    parts::empty,
    route::{Route, Who},
    visit::Visit,
};

const ORGANISER: Who = Who::Role(SESSION_ORGANISERS);

pub(crate) fn routes() -> Vec<Route> {
    vec![
        Route::get("/place", ORGANISER, list),
        Route::post("/place", ORGANISER, add),
        Route::get("/place/{id}/change", ORGANISER, show),
        Route::post("/place/{id}/change", ORGANISER, change),
    ]
}

async fn list(visit: Visit) -> Answer {
    let form = Form::to_make(&visit, Values::default());
    page_of(&visit, form).await
}

async fn page_of(visit: &Visit, form: Form) -> Answer {
    let page = visit.actions.places(&visit.call).await?;
    Ok(Page::new(t!(visit.l, place.title)).with(&form).render(visit, move || {
        view! {
            {places(&form, &page)}
            {form_view(&form, &page)}
        }
    }))
}

fn places(form: &Form, page: &PlacePage) -> AnyView {
    let l = form.l;
    if page.places.is_empty() {
        return empty(t!(l, place.none), None);
    }
    let cards = page
        .places
        .iter()
        .map(|place| {
            let county = page.counties.iter().find(|county| Some(county.id) == place.region_id);
            let county =
                county.map(|county| words::place::county(l, &county.name_zh, &county.name_en));
            view! {
                <li class="card">
                    <h2 class="card-title">{place.name.clone()}</h2>
                    <p class="meta">
                        {county.map(|name| view! { <span>{name.to_owned()}</span> })}
                        <span>{place.address.clone()}</span>
                        {place.capacity.map(|n| view! { <span>{words::place::seats(l, n)}</span> })}
                        <span>{place.equipment.clone()}</span>
                        <a href=format!("/place/{}/change", place.id)>{t!(l, place.change)}</a>
                        <a href=format!("/calendar/place/{}", place.id)>{t!(l, calendar.link)}</a>
                    </p>
                </li>
            }
        })
        .collect_view();
    view! { <ul class="card-list">{cards}</ul> }.into_any()
}

fn form_view(form: &Form, page: &PlacePage) -> impl IntoView + use<> {
    let l = form.l;
    view! {
        <form class="form" method="post" action="/place" novalidate>
            <h2>{t!(l, place.add)}</h2>
            {form.why()}
            {form.once()}
            {fields(form, &page.counties)}
            <div class="page-foot-action">
                <button class="button primary large">{t!(l, place.save)}</button>
            </div>
        </form>
    }
}

fn fields(form: &Form, counties: &[RegionRow]) -> impl IntoView + use<> {
    let l = form.l;
    let counties = counties.iter().map(|county| {
        let name = words::place::county(l, &county.name_zh, &county.name_en);
        (county.id.to_string(), name.to_owned())
    });
    let seats = Line {
        kind: "number",
        is_optional: true,
        is_short: true,
        min_value: Some(1),
        ..Line::default()
    };
    view! {
        {form.line(Field::PlaceName, Line::default())}
        {form.line(Field::Address, Line::default())}
        {form.select(Field::County, counties.collect(), false)}
        {form.line(Field::Capacity, seats)}
        {form.line(Field::HallEquipment, Line { is_optional: true, ..Line::default() })}
    }
}

async fn show(visit: Visit, Id(id): Id<PlaceId>) -> Answer {
    let (place, _) = visit.actions.place(&visit.call, id).await?;
    let values = Values::default()
        .with(Field::PlaceName, &place.name)
        .with(Field::Address, &place.address)
        .with_known(Field::County, place.region_id)
        .with_known(Field::Capacity, place.capacity)
        .with(Field::HallEquipment, &place.equipment);
    let form = Form::to_change(&visit, values, place.revision);
    again(&visit, id, form).await
}

async fn again(visit: &Visit, id: PlaceId, mut form: Form) -> Answer {
    let (place, counties) = visit.actions.place(&visit.call, id).await?;
    form.renew(place.revision);
    let l = visit.l;
    let head = Page::new(place.name.clone()).lede(t!(l, place.change_lede)).with(&form);
    Ok(head.render(visit, move || {
        view! {
            <form class="form" method="post" action=format!("/place/{id}/change") novalidate>
                {form.why()}
                {form.revision()}
                {fields(&form, &counties)}
                <div class="page-foot-action cluster">
                    <button class="button primary large">{t!(l, place.save)}</button>
                    <a href="/place">{t!(l, place.link)}</a>
                </div>
            </form>
        }
    }))
}

async fn change(visit: Visit, Id(id): Id<PlaceId>, posted: Posted) -> Answer {
    let (values, revision) = (&posted.values, posted.revision);
    let done = visit.actions.change_place(&visit.call, id, values, revision).await;
    let to = |()| "/place".to_owned();
    answer(&visit, posted, done, to, "place_changed", |form| again(&visit, id, form)).await
}

async fn add(visit: Visit, posted: Posted) -> Answer {
    let done = visit.actions.add_place(&visit.call, &posted.values, &posted.once).await;
    let to = |()| "/place".to_owned();
    answer(&visit, posted, done, to, "place_added", |form| page_of(&visit, form)).await
}
