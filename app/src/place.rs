//! Places for review sessions: the list, a form to add one, and a page to correct one.

use actions::{ListFilter, PlacePage, PlaceRow, PlaceView, RegionRow};
use domain::{
    form::{Field, Values},
    id::PlaceId,
    place::PlaceStep,
    role::SESSION_ORGANISERS,
};
use leptos::prelude::*;
use leptos_i18n::td_string as t;

use crate::{
    error::Answer,
    form::{Form, Line, Posted, answer, query},
    id::Id,
    list_filter::{Choice, address, filters, nothing},
    page::Page,
    parts::{badge, further, part},
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
        Route::post("/place/{id}/close", ORGANISER, close).on("/place/{id}/change"),
        Route::post("/place/{id}/open", ORGANISER, open).on("/place/{id}/change"),
    ]
}

async fn list(visit: Visit) -> Answer {
    let form = Form::to_make(&visit, Values::default());
    page_of(&visit, form).await
}

async fn page_of(visit: &Visit, form: Form) -> Answer {
    let l = visit.l;
    let asked = query(visit);
    let page = visit.actions.places(&visit.call, &ListFilter::of(&asked)).await?;
    Ok(Page::new(t!(l, place.title)).with(&form).render(visit, move || {
        let states = [("open", t!(l, place.open)), ("closed", t!(l, place.closed))];
        let county = Choice::county(l, &page.counties);
        let choices = std::iter::once(Choice::state(l, states)).chain(county);
        view! {
            {filters(l, "/place", &asked, choices)}
            {places(&form, &page, &asked)}
            {form_view(&form, &page)}
        }
    }))
}

fn places(form: &Form, page: &PlacePage, asked: &Values) -> AnyView {
    let l = form.l;
    if page.places.is_empty() {
        return nothing(l, "/place", asked, t!(l, place.none));
    }
    let (rows, next) = part(&page.places, asked, |place| place.row.id.into());
    let cards = rows.iter().map(|place| card(form, page, place)).collect_view();
    let further = further(l, &address("/place", asked), asked, next);
    view! { <ul class="card-list">{cards}</ul>{further} }.into_any()
}

/// A place; who keeps it goes on to correct it.
fn card(form: &Form, page: &PlacePage, view: &PlaceView) -> impl IntoView + use<> {
    let (l, place) = (form.l, &view.row);
    let county = page.counties.iter().find(|county| Some(county.id) == place.region_id);
    let county = county.map(|county| words::place::county(l, &county.name_zh, &county.name_en));
    let change = view.may_change.then(|| {
        let href = format!("/place/{}/change", place.id);
        view! { <a href=href>{t!(l, place.change)}</a> }
    });
    view! {
        <li class="card">
            <h2 class="card-title">{place.name.clone()}</h2>
            <p class="meta">
                {county.map(|name| view! { <span>{name.to_owned()}</span> })}
                <span>{place.address.clone()}</span>
                {place.capacity.map(|n| view! { <span>{words::place::seats(l, n)}</span> })}
                <span>{place.equipment.clone()}</span>
                {change}
                <a href=format!("/calendar/place/{}", place.id)>{t!(l, calendar.link)}</a>
            </p>
            {place.is_closed.then(|| badge("stop", t!(l, place.closed)))}
        </li>
    }
}

fn form_view(form: &Form, page: &PlacePage) -> impl IntoView + use<> {
    let l = form.l;
    view! {
        <form class="form" method="post" action="/place" novalidate>
            <h2>{t!(l, place.add)}</h2>
            {form.why()}
            {form.once()}
            {fields(form, &page.own)}
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
    let form = Form::to_change(&visit, values_of(&place), place.revision);
    again(&visit, id, form).await
}

fn values_of(place: &PlaceRow) -> Values {
    Values::default()
        .with(Field::PlaceName, &place.name)
        .with(Field::Address, &place.address)
        .with_known(Field::County, place.region_id)
        .with_known(Field::Capacity, place.capacity)
        .with(Field::HallEquipment, &place.equipment)
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
            {closing(&form, &place)}
        }
    }))
}

/// The form that closes a place, or opens a closed one.
fn closing(form: &Form, place: &PlaceRow) -> impl IntoView + use<> {
    let l = form.l;
    let (step, hint, text) = if place.is_closed {
        ("open", t!(l, place.open_hint), t!(l, place.open_again))
    } else {
        ("close", t!(l, place.close_hint), t!(l, place.close))
    };
    view! {
        <form class="form" method="post" action=format!("/place/{}/{step}", place.id) novalidate>
            {form.revision()}
            <p class="hint">{hint}</p>
            <button class="button">{text}</button>
        </form>
    }
}

async fn close(visit: Visit, Id(id): Id<PlaceId>, posted: Posted) -> Answer {
    step(visit, id, PlaceStep::Close, posted).await
}

async fn open(visit: Visit, Id(id): Id<PlaceId>, posted: Posted) -> Answer {
    step(visit, id, PlaceStep::Open, posted).await
}

async fn step(visit: Visit, id: PlaceId, step: PlaceStep, posted: Posted) -> Answer {
    let done = visit.actions.step_place(&visit.call, id, step, posted.revision).await;
    let notice = if step.closes() { "place_closed" } else { "place_opened" };
    let to = |()| "/place".to_owned();
    answer(&visit, posted, done, to, notice, |form| stale(&visit, id, form)).await
}

/// A place that has changed meanwhile, as it is now: these forms have nothing that was typed.
async fn stale(visit: &Visit, id: PlaceId, mut form: Form) -> Answer {
    let (place, _) = visit.actions.place(&visit.call, id).await?;
    form.values = values_of(&place);
    again(visit, id, form).await
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
