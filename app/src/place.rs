//! Places for review sessions: the list, and a form to add one.

use actions::PlacePage;
use domain::{
    form::{Field, Values},
    role::SESSION_ORGANISERS,
};
use leptos::prelude::*;
use leptos_i18n::td_string as t;

use crate::{
    error::Answer,
    form::{Form, Line, Posted, answer},
    page::Page,
    parts::empty,
    route::{Route, Who},
    visit::Visit,
};

const ORGANISER: Who = Who::Role(SESSION_ORGANISERS);

pub(crate) fn routes() -> Vec<Route> {
    vec![Route::get("/place", ORGANISER, list), Route::post("/place", ORGANISER, add)]
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
    let counties = page
        .counties
        .iter()
        .map(|county| {
            let name = words::place::county(l, &county.name_zh, &county.name_en);
            (county.id.to_string(), name.to_owned())
        })
        .collect();
    view! {
        <form class="form" method="post" action="/place" novalidate>
            <h2>{t!(l, place.add)}</h2>
            {form.why()}
            {form.once()}
            {form.line(Field::PlaceName, Line::default())}
            {form.line(Field::Address, Line::default())}
            {form.select(Field::County, counties, false)}
            <div class="page-foot-action">
                <button class="button primary large">{t!(l, place.save)}</button>
            </div>
        </form>
    }
}

async fn add(visit: Visit, posted: Posted) -> Answer {
    let done = visit.actions.add_place(&visit.call, &posted.values, &posted.once).await;
    let to = |()| "/place".to_owned();
    answer(&visit, posted, done, to, "place_added", |form| page_of(&visit, form)).await
}
