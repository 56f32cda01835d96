//! The office plans review sessions and publishes them.

mod edit;
mod list;
mod show;

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
        Route::get("/review_session/{id}/edit", PLANNER, edit::show),
        Route::post("/review_session/{id}/edit", PLANNER, edit::save),
    ]
}
