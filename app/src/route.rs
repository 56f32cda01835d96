//! The table of routes, and the router that is built from it.

use actions::MAX_UPLOAD;
use axum::{
    Router,
    extract::{DefaultBodyLimit, Request, State as AxumState},
    handler::Handler,
    http::{StatusCode, header},
    middleware::{Next, from_fn, from_fn_with_state},
    response::{IntoResponse as _, Response},
    routing::{MethodRouter, get, post},
};
use domain::role::Role;
use tower_http::csrf::CsrfLayer;

use crate::{
    error::AppError,
    kept_form::sign_in_first,
    page,
    visit::{State, Visit},
};

/// The methods that this program answers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Method {
    /// Reads.
    Get,
    /// Changes.
    Post,
}

/// Who may use a route. What of it they may see or do is decided in `actions`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Who {
    /// Everybody.
    Anyone,
    /// Whoever is signed in.
    SignedIn,
    /// Whoever has one of these roles.
    Role(&'static [Role]),
}

/// One line of the table.
pub struct Route {
    /// How.
    pub method: Method,
    /// Where, in axum's notation.
    pub path: &'static str,
    /// By whom.
    pub who: Who,
    handler: MethodRouter<State>,
}

impl Route {
    /// A page.
    pub(crate) fn get<H, T>(path: &'static str, who: Who, handler: H) -> Self
    where
        H: Handler<T, State>,
        T: 'static,
    {
        Self { method: Method::Get, path, who, handler: get(handler) }
    }

    /// A form's answer.
    pub(crate) fn post<H, T>(path: &'static str, who: Who, handler: H) -> Self
    where
        H: Handler<T, State>,
        T: 'static,
    {
        Self { method: Method::Post, path, who, handler: post(handler) }
    }
}

/// The whole table.
pub fn routes() -> Vec<Route> {
    [
        crate::home::routes(),
        crate::catalogue::routes(),
        crate::account::routes(),
        crate::desk::routes(),
        crate::calendar::routes(),
        crate::inbox::routes(),
        crate::course::routes(),
        crate::booking::routes(),
        crate::review_session::routes(),
        crate::award_cycle::routes(),
        crate::nomination::routes(),
        crate::score_sheet::routes(),
        crate::ranking::routes(),
        crate::public_notice::routes(),
        crate::lecture_request::routes(),
        crate::dispatch::routes(),
        crate::delivery::routes(),
        crate::roster::routes(),
        crate::person::routes(),
        crate::grant::routes(),
        crate::place::routes(),
        crate::hour_claim::routes(),
        crate::training_event::routes(),
        crate::training_record::routes(),
        crate::audit::routes(),
        crate::style_guide::routes(),
    ]
    .into_iter()
    .flatten()
    .collect()
}

/// The router of the table, with our own pages for what is not in it.
pub fn router(state: State) -> Router {
    let mut router = Router::new();
    for route in routes() {
        let who = route.who;
        let guard = from_fn(move |visit: Visit, request: Request, next: Next| {
            guard(who, visit, request, next)
        });
        router = router.route(route.path, route.handler.layer(guard));
    }
    router
        .fallback(|visit: Visit| async { AppError::NotFound(visit) })
        .method_not_allowed_fallback(|visit: Visit| async { AppError::NotFound(visit) })
        .layer(DefaultBodyLimit::max(MAX_UPLOAD + 1024 * 1024))
        .layer(CsrfLayer::new())
        .layer(from_fn(in_own_words))
        .layer(from_fn_with_state(state.clone(), identify))
        .with_state(state)
}

/// A form that another site has sent is refused without a body; this gives it our page.
async fn in_own_words(visit: Visit, request: Request, next: Next) -> Response {
    let response = next.run(request).await;
    let is_bare = !response.headers().contains_key(header::CONTENT_TYPE);
    if response.status() == StatusCode::FORBIDDEN && is_bare {
        return AppError::Forbidden(visit).into_response();
    }
    response
}

/// Finds out who visits, once per request.
async fn identify(AxumState(state): AxumState<State>, request: Request, next: Next) -> Response {
    let (mut parts, body) = request.into_parts();
    match Visit::of(&state, &parts).await {
        Ok(visit) => {
            parts.extensions.insert(visit.clone());
            visit.finish(next.run(Request::from_parts(parts, body)).await)
        }
        Err(error) => page::unavailable(&error),
    }
}

/// Lets only those in for whom the route is.
async fn guard(who: Who, visit: Visit, request: Request, next: Next) -> Result<Response, AppError> {
    let allowed = match (who, &visit.call.actor) {
        (Who::Anyone, _) | (Who::SignedIn, Some(_)) => true,
        (Who::Role(roles), Some(actor)) => actor.is_any(roles),
        (Who::SignedIn | Who::Role(_), None) => return Ok(sign_in_first(visit, request).await),
    };
    if !allowed {
        return Err(AppError::Forbidden(visit));
    }
    Ok(next.run(request).await)
}
