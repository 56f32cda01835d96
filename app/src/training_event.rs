//! Trainings: the list, one training, its plan, its roster, and who was there.

mod attendance;
mod correct;
mod edit;
mod list;
mod remove;
mod roster;
mod show;

use domain::role::{ORGANISERS, Role};

use crate::route::{Route, Who};

/// Whoever goes to trainings or holds them.
const ANY: Who = Who::Role(&[
    Role::Tutor,
    Role::StationManager,
    Role::Lecturer,
    Role::CityOffice,
    Role::CountyOffice,
]);
const ORGANISER: Who = Who::Role(ORGANISERS);
const CITY: Who = Who::Role(&[Role::CityOffice]);

pub(crate) fn routes() -> Vec<Route> {
    vec![
        Route::get("/training_event", ANY, list::list),
        Route::get("/training_event.xlsx", ORGANISER, list::export),
        Route::get("/training_event/new", ORGANISER, edit::show_new),
        Route::post("/training_event/new", ORGANISER, edit::plan),
        Route::get("/training_event/{id}", ANY, show::show),
        Route::get("/training_event/{id}/edit", ORGANISER, edit::show),
        Route::post("/training_event/{id}/edit", ORGANISER, edit::save),
        Route::post("/training_event/{id}/publish", ORGANISER, show::publish),
        Route::post("/training_event/{id}/cancel", ORGANISER, show::cancel),
        Route::post("/training_event/{id}/enrol", ANY, show::enrol),
        Route::post("/training_event/{id}/withdraw", ANY, show::withdraw),
        Route::post("/training_event/{id}/stay", ANY, show::stay),
        Route::get("/training_event/{id}/roster", ORGANISER, roster::show),
        Route::post("/training_event/{id}/roster", ORGANISER, roster::decide),
        Route::get("/training_event/{id}/attendance", ORGANISER, attendance::show),
        Route::post("/training_event/{id}/attendance", ORGANISER, attendance::save),
        Route::get("/training_event/{id}/correct", CITY, correct::show),
        Route::post("/training_event/{id}/correct", CITY, correct::save),
        Route::get("/enrolment/{id}/remove", ORGANISER, remove::show),
        Route::post("/enrolment/{id}/remove", ORGANISER, remove::remove),
    ]
}
