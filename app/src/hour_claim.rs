//! Claims of credit hours: the person's own, and the queue of those who check them.

mod check;
mod edit;
mod list;
mod queue;
mod show;

use actions::QueueFilter;
use domain::role::{CLAIM_CHECKERS, Role, TRAINEES};

use crate::route::{Route, Who};

const TRAINEE: Who = Who::Role(TRAINEES);
const CHECKER: Who = Who::Role(CLAIM_CHECKERS);
const OFFICE: Who = Who::Role(&[Role::CityOffice]);

pub(crate) fn routes() -> Vec<Route> {
    vec![
        Route::get("/hour_claim", TRAINEE, list::mine),
        Route::get("/hour_claim/new", TRAINEE, edit::show_new),
        Route::post("/hour_claim/new", TRAINEE, edit::open),
        Route::get("/hour_claim/queue", CHECKER, queue::list),
        Route::get("/hour_claim/queue.xlsx", CHECKER, queue::export),
        Route::get("/hour_claim/{id}", Who::SignedIn, show::show),
        Route::get("/hour_claim/{id}/edit", TRAINEE, edit::show),
        Route::post("/hour_claim/{id}/edit", TRAINEE, edit::save),
        Route::post("/hour_claim/{id}/discard", TRAINEE, show::discard),
        Route::post("/hour_claim/{id}/dispute", TRAINEE, show::dispute),
        Route::post("/hour_claim/{id}/decide", CHECKER, check::decide),
        Route::post("/hour_claim/{id}/reopen", OFFICE, check::reopen),
        Route::get("/hour_claim/{id}/proof", Who::SignedIn, show::proof),
    ]
}

/// An address with the words of a filter.
fn with_filter(path: &str, filter: &QueueFilter) -> String {
    let mut query = form_urlencoded::Serializer::new(String::new());
    query.extend_pairs(filter.pairs().into_iter().map(|(field, value)| (field.as_str(), value)));
    let query = query.finish();
    if query.is_empty() { path.to_owned() } else { format!("{path}?{query}") }
}
