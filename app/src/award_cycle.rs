//! Award cycles: the list, one cycle with its next step, and the forms of its rules.

mod edit;
mod evaluation;
mod final_vote;
mod list;
mod rules;
mod show;
mod stage;
mod substitute;

pub(crate) use stage::stage_table;

use domain::{
    award_cycle::{RUNNERS, WATCHERS},
    role::Role,
};

use crate::route::{Route, Who};

pub(crate) const RUNNER: Who = Who::Role(RUNNERS);
pub(crate) const WATCHER: Who = Who::Role(WATCHERS);
const CONCERNED: Who = Who::Role(&[
    Role::CityOffice,
    Role::DecisionMaker,
    Role::Supervisor,
    Role::AwardOrganiser,
    Role::Judge,
]);
const DECIDER: Who = Who::Role(&[Role::DecisionMaker]);

pub(crate) fn routes() -> Vec<Route> {
    vec![
        Route::get("/award", CONCERNED, list::show),
        Route::get("/award/new", RUNNER, edit::show_new),
        Route::post("/award/new", RUNNER, edit::open),
        Route::get("/award/{id}", WATCHER, show::show),
        Route::post("/award/{id}/step", RUNNER, show::step),
        Route::get("/award/{id}/edit", RUNNER, edit::show),
        Route::post("/award/{id}/edit", RUNNER, edit::save),
        Route::get("/award/{id}/category/{category}", RUNNER, rules::show_category),
        Route::post("/award/{id}/category/{category}", RUNNER, rules::save_category),
        Route::get("/award/{id}/judges", RUNNER, rules::show_judges),
        Route::post("/award/{id}/judges", RUNNER, rules::save_judges),
        Route::get("/award/{id}/final", RUNNER, final_vote::show),
        Route::post("/award/{id}/final", RUNNER, final_vote::enter),
        Route::get("/award/{id}/stage", RUNNER, stage::show),
        Route::post("/award/{id}/stage", RUNNER, stage::move_later),
        Route::get("/award/{id}/title", DECIDER, stage::show_title),
        Route::post("/award/{id}/title", DECIDER, stage::allow_title),
        Route::get("/award/{id}/evaluation", RUNNER, evaluation::show),
        Route::get("/award/{id}/evaluation/{seat}", RUNNER, evaluation::show_judge),
        Route::post("/award/{id}/evaluation/{seat}/open", RUNNER, evaluation::open_again),
        Route::post("/award/{id}/evaluation/{seat}/undo", RUNNER, evaluation::undo),
        Route::post("/award/{id}/evaluation", RUNNER, evaluation::assign),
        Route::get("/award/{id}/substitute", RUNNER, substitute::show),
        Route::post("/award/{id}/substitute", RUNNER, substitute::seat),
    ]
}
