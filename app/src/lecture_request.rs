//! Lecture requests: the host's form and link page, and the offices' list and detail.

mod board;
mod form;
mod link;
mod list;
mod renew;
mod show;
mod unconfirmed;

use domain::{lecture_request::REQUEST_READERS, role::Role};

use crate::{
    dispatch::DISPATCHER,
    route::{Route, Who},
};

const OFFICE: Who = Who::Role(REQUEST_READERS);
const CITY: Who = Who::Role(&[Role::CityOffice]);

pub(crate) fn routes() -> Vec<Route> {
    vec![
        Route::get("/catalogue/{id}/request", Who::Anyone, form::new),
        Route::post("/catalogue/{id}/request", Who::Anyone, form::submit),
        Route::get("/request/{token}", Who::Anyone, link::show),
        Route::get("/request/{token}/edit", Who::Anyone, form::edit),
        Route::post("/request/{token}/edit", Who::Anyone, form::resubmit),
        Route::post("/request/{token}/cancel", Who::Anyone, link::cancel),
        Route::post("/request/{token}/report", Who::Anyone, link::report),
        Route::get("/lecture_request", OFFICE, list::list),
        Route::get("/lecture_request.xlsx", OFFICE, list::export),
        Route::get("/lecture_request/{id}", OFFICE, show::show),
        Route::get("/lecture_request/{id}/link", OFFICE, renew::show),
        Route::post("/lecture_request/{id}/link", OFFICE, renew::renew),
        Route::post("/lecture_request/{id}/decide", OFFICE, show::decide),
        Route::post("/lecture_request/{id}/dispatch", DISPATCHER, show::dispatch),
        Route::post("/lecture_request/{id}/look_again", DISPATCHER, show::look_again),
        Route::post("/lecture_request/{id}/cancel", DISPATCHER, show::cancel),
        Route::post("/request/{token}/withdraw", Who::Anyone, unconfirmed::withdraw),
        Route::get("/unconfirmed_request", CITY, unconfirmed::list),
        Route::post("/unconfirmed_request/discard", CITY, unconfirmed::discard),
        Route::post("/unconfirmed_request/{id}/confirm", CITY, unconfirmed::confirm)
            .on("/unconfirmed_request"),
    ]
}
