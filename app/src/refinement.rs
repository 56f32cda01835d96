//! A course's rounds, as its lecturer and the office see them: figures, comments without names,
//! required changes with their answers, and the next version.

mod radar;
mod show;

use domain::role::{AUTHORS, PLANNERS, Role};

use crate::route::{Route, Who};

const READERS: Who =
    Who::Role(&[Role::Lecturer, Role::Applicant, Role::CityOffice, Role::ContentReviewer]);
const LECTURER: Who = Who::Role(AUTHORS);
const PLANNER: Who = Who::Role(PLANNERS);

pub(crate) use show::{again, compared};

pub(crate) fn routes() -> Vec<Route> {
    vec![
        Route::get("/course/{id}/refinement", READERS, show::show),
        Route::post("/course/{id}/refinement/next", LECTURER, show::open_next),
        Route::post("/course/{id}/refinement/answers", LECTURER, show::answer_changes),
        Route::post("/course/{id}/refinement/give_up", LECTURER, show::give_up),
        Route::post("/course/{id}/refinement/end", PLANNER, show::end),
        Route::post("/course/{id}/refinement/list", PLANNER, show::list),
    ]
}
