//! The office plans review sessions and publishes them.

mod edit;
mod list;
mod panel;
mod series;
mod show;
mod slot;

use domain::role::PLANNERS;

use crate::route::{Route, Who};

const PLANNER: Who = Who::Role(PLANNERS);

pub(crate) fn routes() -> Vec<Route> {
    vec![
        Route::get("/review_session", PLANNER, list::list),
        Route::get("/review_session/new", PLANNER, edit::show_new),
        Route::post("/review_session/new", PLANNER, edit::plan),
        Route::get("/review_session/{id}", Who::SignedIn, show::show),
        Route::post("/review_session/{id}/publish", PLANNER, show::publish),
        Route::post("/review_session/{id}/call_off", PLANNER, show::call_off),
        Route::post("/review_session/{id}/answer", Who::SignedIn, panel::answer),
        Route::get("/review_session/{id}/panel", PLANNER, panel::show),
        Route::post("/review_session/{id}/panel", PLANNER, panel::replace),
        Route::get("/review_session/{id}/move", PLANNER, panel::show_move),
        Route::post("/review_session/{id}/move", PLANNER, panel::shift),
        Route::get("/review_session/{id}/slot/{slot}/change", PLANNER, slot::show),
        Route::post("/review_session/{id}/slot/{slot}/change", PLANNER, slot::change),
        Route::get("/review_session/{id}/series", PLANNER, series::show),
        Route::post("/review_session/{id}/series", PLANNER, series::plan),
        Route::get("/review_session/{id}/edit", PLANNER, edit::show),
        Route::post("/review_session/{id}/edit", PLANNER, edit::save),
    ]
}
