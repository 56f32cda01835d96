//! The table of routes, and the router that is built from it with its layers.

use std::sync::Arc;

use actions::MAX_UPLOAD;
use axum::{
    Extension, Router,
    extract::{DefaultBodyLimit, Request, State as AxumState},
    middleware::{Next, from_fn, from_fn_with_state},
    response::Response,
};
use tower_http::csrf::CsrfLayer;

use crate::{
    content::ContentCache,
    error::{Answer, AppError},
    error_page::explain,
    kept_form::sign_in_first,
    page,
    route::{Route, Table, Who},
    state::State,
    visit::{Visit, redirect},
};

/// Where a second factor is set up.
const SET_UP: &str = "/account/second_factor";

/// The whole table.
pub fn routes() -> Vec<Route> {
    [
        crate::home::routes(),
        crate::catalogue::routes(),
        crate::certificate::routes(),
        crate::complaint::routes(),
        crate::observation::routes(),
        crate::objection::routes(),
        crate::award_archive::routes(),
        crate::award_change::routes(),
        crate::calibration::routes(),
        crate::audience_juror::routes(),
        crate::my_information::routes(),
        crate::account::routes(),
        crate::annual_assessment::routes(),
        crate::appointment::routes(),
        crate::lecturer_application::routes(),
        crate::desk::routes(),
        crate::absence::routes(),
        crate::calendar::routes(),
        crate::calendar_feed::routes(),
        crate::deputy::routes(),
        crate::mail::routes(),
        crate::told::routes(),
        crate::inbox::routes(),
        crate::course::routes(),
        crate::booking::routes(),
        crate::waiting_list::routes(),
        crate::reference_lecture::routes(),
        crate::register_entry::routes(),
        crate::report::routes(),
        crate::late_conflict::routes(),
        crate::listing::routes(),
        crate::review_session::routes(),
        crate::panel_proposal::routes(),
        crate::paper_correction::routes(),
        crate::review_paper::routes(),
        crate::trial_lecture::routes(),
        crate::review_sheet::routes(),
        crate::refinement::routes(),
        crate::award_cycle::routes(),
        crate::award_paper::routes(),
        crate::award_result::routes(),
        crate::nomination::routes(),
        crate::score_sheet::routes(),
        crate::final_meeting::routes(),
        crate::ranking::routes(),
        crate::public_notice::routes(),
        crate::lecture_request::routes(),
        crate::school_period::routes(),
        crate::work_calendar::routes(),
        crate::dispatch::routes(),
        crate::evidence::routes(),
        crate::deadline::routes(),
        crate::delivery::routes(),
        crate::roster::routes(),
        crate::organisation::routes(),
        crate::person::routes(),
        crate::grant::routes(),
        crate::merging::routes(),
        crate::place::routes(),
        crate::hour_claim::routes(),
        crate::training_event::routes(),
        crate::unit_enrolment::routes(),
        crate::training_record::routes(),
        crate::assessment_year::routes(),
        crate::rulebook::routes(),
        crate::audit::routes(),
        crate::access_log::routes(),
        crate::style_guide::routes(),
    ]
    .into_iter()
    .flatten()
    .collect()
}

/// The router of the table, with our own pages for what is not in it.
pub fn router(state: State) -> Router {
    let all = routes();
    let table = Arc::new(Table::of(&all));
    let mut router = Router::new();
    for route in all {
        let who = route.who;
        let guard = from_fn(move |visit: Visit, request: Request, next: Next| {
            guard(who, visit, request, next)
        });
        router = router.route(route.path, route.handler.layer(guard));
    }
    router
        .fallback(|| async { AppError::NotFound })
        .method_not_allowed_fallback(|| async { AppError::NotFound })
        .layer(DefaultBodyLimit::max(MAX_UPLOAD + 1024 * 1024))
        .layer(CsrfLayer::new())
        .layer(from_fn(explain))
        .layer(Extension(Arc::new(ContentCache::default())))
        .layer(from_fn_with_state((state.clone(), table), identify))
        .with_state(state)
}

/// Finds out who visits, once per request.
async fn identify(
    AxumState((state, table)): AxumState<(State, Arc<Table>)>,
    request: Request,
    next: Next,
) -> Response {
    let (mut parts, body) = request.into_parts();
    match Visit::of(&state, table, &parts).await {
        Ok(visit) => {
            parts.extensions.insert(visit.clone());
            visit.finish(next.run(Request::from_parts(parts, body)).await)
        }
        Err(error) => page::unavailable(&error),
    }
}

/// Lets only those in for whom the route is.
async fn guard(who: Who, visit: Visit, request: Request, next: Next) -> Answer {
    // Of whom a second factor is demanded sets it up first; what is everybody's stays open.
    if visit.owes_factor && who != Who::Anyone && !visit.path.starts_with(SET_UP) {
        return Ok(redirect(SET_UP));
    }
    if who.admits(visit.call.actor.as_ref()) {
        Ok(next.run(request).await)
    } else if visit.call.actor.is_none() {
        sign_in_first(visit, request).await
    } else {
        Err(AppError::Forbidden)
    }
}
