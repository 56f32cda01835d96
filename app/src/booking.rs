//! A lecturer books a slot: see all that fit, hold one for ten minutes, confirm.

mod picker;
mod show;

use axum::{
    extract::{Request, State as AxumState},
    http::StatusCode,
    response::{IntoResponse, Response},
};
use domain::role::Role;
use leptos::prelude::provide_context;

use crate::{
    route::{Route, Who},
    visit::{State, Visit},
};

const LECTURER: Who = Who::Role(&[Role::Lecturer]);

pub(crate) fn routes() -> Vec<Route> {
    vec![
        Route::get("/course/{id}/booking", LECTURER, picker::show),
        Route::post("/course/{id}/booking", LECTURER, picker::hold),
        Route::post("/api/slot_picker/free", LECTURER, free_slots),
        Route::get("/booking/{id}", LECTURER, show::show),
        Route::post("/booking/{id}/confirm", LECTURER, show::confirm),
        Route::post("/booking/{id}/extend", LECTURER, show::extend),
        Route::post("/booking/{id}/cancel", LECTURER, show::cancel),
    ]
}

/// What the picker's island asks.
async fn free_slots(
    visit: Visit,
    AxumState(state): AxumState<State>,
    request: Request,
) -> Response {
    answer_island(visit, state, request).await
}

/// Answers a server function of an island.
pub(crate) async fn answer_island(visit: Visit, state: State, request: Request) -> Response {
    let call = visit.call.clone();
    let answer = leptos_axum::handle_server_fns_with_context(
        move || {
            provide_context(state.actions.clone());
            provide_context(call.clone());
        },
        request,
    );
    let mut response = answer.await.into_response();
    // A question that cannot be read, or is about somebody else's course, has no answer.
    if response.status().is_server_error() {
        *response.status_mut() = StatusCode::NOT_FOUND;
    }
    response
}
