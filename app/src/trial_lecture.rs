//! The sitting of a review session and the page of each of its lectures.

mod figures;
mod panel;
mod show;
mod sitting;
mod verdict;

use domain::role::{PLANNERS, Role};

use crate::route::{Route, Who};

pub(crate) use figures::{comments, result};
pub(crate) use show::{again, earlier};
pub(crate) use verdict::change_list;

/// Who sees a sitting: its panel, the office and supervisors.
const SITTERS: Who =
    Who::Role(&[Role::Panelist, Role::CityOffice, Role::SessionOrganiser, Role::Supervisor]);
/// Who leads one.
const LEADERS: Who = Who::Role(&[Role::Panelist, Role::CityOffice, Role::SessionOrganiser]);
/// Who may check what a sitting comes to.
const CHECKERS: Who = Who::Role(&[Role::CityOffice, Role::Supervisor]);
const PANELIST: Who = Who::Role(&[Role::Panelist]);
const PLANNER: Who = Who::Role(PLANNERS);

pub(crate) fn routes() -> Vec<Route> {
    vec![
        Route::get("/review_session/{id}/sitting", SITTERS, sitting::show),
        Route::post("/review_session/{id}/sitting", LEADERS, sitting::step),
        Route::get("/review_session/{id}/package", CHECKERS, sitting::package),
        Route::get("/trial_lecture/{id}", Who::SignedIn, show::show),
        Route::get("/trial_lecture/{id}/slides", SITTERS, show::slides),
        Route::post("/trial_lecture/{id}/relation", PANELIST, panel::declare),
        Route::post("/review_session/{id}/sitting/{booking}", LEADERS, panel::enter),
        Route::post("/trial_lecture/{id}/close", LEADERS, panel::close),
        Route::post("/trial_lecture/{id}/vote", PANELIST, verdict::vote),
        Route::post("/trial_lecture/{id}/verdict", LEADERS, verdict::propose),
        Route::post("/trial_lecture/{id}/decision", PLANNER, verdict::decide),
        Route::post("/trial_lecture/{id}/reopen", PLANNER, verdict::reopen),
    ]
}
