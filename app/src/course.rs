//! A lecturer's courses, and the office's check of them.

mod check;
mod edit;
mod list;
mod show;

use domain::role::{AUTHORS, CHECKERS};

use crate::route::{Route, Who};

const LECTURER: Who = Who::Role(AUTHORS);
const CHECKER: Who = Who::Role(CHECKERS);

pub(crate) use show::facts;

pub(crate) fn routes() -> Vec<Route> {
    vec![
        Route::get("/course", LECTURER, list::mine),
        Route::get("/course/new", LECTURER, edit::show_new),
        Route::post("/course/new", LECTURER, edit::open),
        Route::get("/course/{id}", LECTURER, show::show),
        Route::get("/course/{id}/edit", LECTURER, edit::show),
        Route::post("/course/{id}/edit", LECTURER, edit::save),
        Route::post("/course/{id}/submit", LECTURER, show::submit),
        Route::post("/course/{id}/final_slides", LECTURER, show::replace_slides),
        Route::get("/course/{id}/slides", Who::SignedIn, show::slides),
        Route::get("/course_check", CHECKER, list::to_check),
        Route::get("/course_check/{id}", CHECKER, check::show),
        Route::post("/course_check/{id}", CHECKER, check::decide),
    ]
}
