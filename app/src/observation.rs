//! Observations of lectures: what there is, who is asked, the form, and what the lecturer reads.

mod list;
mod plan;
mod sheet;
mod show;

use domain::{
    observation::{OBSERVATION_PLANNERS, OBSERVATION_ROLES, OBSERVERS},
    role::Role,
};

use crate::route::{Route, Who};

const PARTY: Who = Who::Role(OBSERVATION_ROLES);
const OBSERVER: Who = Who::Role(OBSERVERS);
const PLANNER: Who = Who::Role(OBSERVATION_PLANNERS);
const LECTURER: Who = Who::Role(&[Role::Lecturer]);
/// Who plans an observation, or offers a lecture.
const PROPOSER: Who = Who::Role(&[Role::CityOffice, Role::Lecturer]);

pub(crate) fn routes() -> Vec<Route> {
    vec![
        Route::get("/observation", PARTY, list::list),
        Route::get("/delivery/{id}/observation", PROPOSER, plan::new),
        Route::post("/delivery/{id}/observation", PROPOSER, plan::plan),
        Route::get("/observation/{id}", PARTY, show::show),
        Route::post("/observation/{id}/reply", OBSERVER, show::reply),
        Route::post("/observation/{id}/end", PROPOSER, show::end),
        Route::post("/observation/{id}/answer", LECTURER, show::answer_observation),
        Route::post("/observation/{id}/weigh", PLANNER, show::weigh),
        Route::get("/observation/{id}/observer", PARTY, plan::other),
        Route::post("/observation/{id}/observer", PARTY, plan::assign),
        Route::get("/observation/{id}/sheet", OBSERVER, sheet::show),
        Route::post("/observation/{id}/sheet", OBSERVER, sheet::submit),
    ]
}
