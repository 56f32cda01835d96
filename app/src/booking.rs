//! A lecturer books a slot: see all that fit, hold one for ten minutes, confirm.

mod picker;
mod show;

use domain::role::Role;

use crate::{
    island,
    route::{Route, Who},
};

const LECTURER: Who = Who::Role(&[Role::Lecturer]);

pub(crate) fn routes() -> Vec<Route> {
    vec![
        Route::get("/course/{id}/booking", LECTURER, picker::show),
        Route::post("/course/{id}/booking", LECTURER, picker::hold),
        Route::post("/api/slot_picker/free", LECTURER, island::answer),
        Route::get("/booking/{id}", LECTURER, show::show),
        Route::post("/booking/{id}/confirm", LECTURER, show::confirm),
        Route::post("/booking/{id}/extend", LECTURER, show::extend),
        Route::post("/booking/{id}/cancel", LECTURER, show::cancel),
    ]
}
