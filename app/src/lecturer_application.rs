//! Applications for the corps of lecturers: a list for whoever they wait for, a page of each with its
//! steps and one main action, the form of the applicant, and the form that opens one.

mod edit;
mod list;
mod open;
mod show;

use domain::lecturer_application::{APPLICATION_LISTED, APPLICATION_OPENERS};

use crate::route::{Route, Who};

const OPENER: Who = Who::Role(APPLICATION_OPENERS);

pub(crate) fn routes() -> Vec<Route> {
    vec![
        Route::get("/lecturer_application", Who::Role(APPLICATION_LISTED), list::list),
        Route::get("/lecturer_application/{id}", Who::SignedIn, show::show),
        Route::get("/lecturer_application/{id}/edit", Who::SignedIn, edit::show),
        Route::post("/lecturer_application/{id}/edit", Who::SignedIn, edit::save),
        Route::post("/lecturer_application/{id}/submit", Who::SignedIn, show::submit),
        Route::post("/lecturer_application/{id}/withdraw", Who::SignedIn, show::withdraw),
        Route::post("/lecturer_application/{id}/step", Who::SignedIn, show::step),
        Route::post("/lecturer_application/{id}/activation", OPENER, show::issue),
        Route::get("/person/{id}/lecturer_application", OPENER, open::show),
        Route::post("/person/{id}/lecturer_application", OPENER, open::open),
    ]
}
