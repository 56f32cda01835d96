//! The office plans review sessions and publishes them.

mod edit;
mod list;
mod panel;
mod series;
mod show;
mod slot;

use domain::role::SESSION_ORGANISERS;

use crate::route::{Route, Who};

const ORGANISER: Who = Who::Role(SESSION_ORGANISERS);

pub(crate) fn routes() -> Vec<Route> {
    vec![
        Route::get("/review_session", ORGANISER, list::list),
        Route::get("/review_session.xlsx", ORGANISER, list::export),
        Route::get("/review_session/new", ORGANISER, edit::show_new),
        Route::post("/review_session/new", ORGANISER, edit::plan),
        Route::get("/review_session/{id}", Who::SignedIn, show::show),
        Route::post("/review_session/{id}/publish", ORGANISER, show::publish),
        Route::post("/review_session/{id}/call_off", ORGANISER, show::call_off),
        Route::post("/review_session/{id}/answer", Who::SignedIn, panel::answer),
        Route::get("/review_session/{id}/panel", ORGANISER, panel::show),
        Route::post("/review_session/{id}/panel", ORGANISER, panel::replace),
        Route::get("/review_session/{id}/move", ORGANISER, panel::show_move),
        Route::post("/review_session/{id}/move", ORGANISER, panel::shift),
        Route::get("/review_session/{id}/slot/{slot}/change", ORGANISER, slot::show),
        Route::post("/review_session/{id}/slot/{slot}/change", ORGANISER, slot::change),
        Route::post("/review_session/{id}/slot/{slot}/cancel", ORGANISER, slot::cancel)
            .on("/review_session/{id}/slot/{slot}/change"),
        Route::get("/review_session/{id}/series", ORGANISER, series::show),
        Route::post("/review_session/{id}/series", ORGANISER, series::plan),
        Route::get("/review_session/{id}/edit", ORGANISER, edit::show),
        Route::post("/review_session/{id}/edit", ORGANISER, edit::save),
    ]
}
