//! A lecturer books a slot: see all that fit, hold one for ten minutes, confirm.

mod on_behalf;
mod picker;
mod reschedule;
mod show;

use domain::role::{AUTHORS, SESSION_ORGANISERS};
use leptos::prelude::*;
use words::Locale;

use crate::{
    island,
    route::{Route, Who},
};

pub(crate) use picker::again as picker_again;

const LECTURER: Who = Who::Role(AUTHORS);
const OFFICE: Who = Who::Role(SESSION_ORGANISERS);

/// Which part of a longer course is given.
pub(crate) fn part_given(l: Locale, part: &str) -> Option<AnyView> {
    (!part.is_empty())
        .then(|| view! { <p class="meta">{words::review_session::part(l, part)}</p> }.into_any())
}

pub(crate) fn routes() -> Vec<Route> {
    vec![
        Route::get("/course/{id}/booking", LECTURER, picker::show),
        Route::post("/course/{id}/booking", LECTURER, picker::hold),
        Route::post("/api/slot_picker/free", LECTURER, island::answer),
        Route::get("/booking/{id}", LECTURER, show::show),
        Route::post("/booking/{id}/confirm", LECTURER, show::confirm),
        Route::post("/booking/{id}/extend", LECTURER, show::extend),
        Route::post("/booking/{id}/cancel", LECTURER, show::cancel),
        Route::post("/booking/{id}/reconfirm", LECTURER, show::reconfirm),
        Route::get("/booking/{id}/reschedule", LECTURER, reschedule::show),
        Route::post("/booking/{id}/reschedule", LECTURER, reschedule::reschedule),
        Route::get("/review_session/{id}/slot/{slot}", OFFICE, on_behalf::show),
        Route::post("/review_session/{id}/slot/{slot}", OFFICE, on_behalf::book),
    ]
}
