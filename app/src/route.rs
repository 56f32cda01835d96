//! The table of routes, and the router that is built from it.

use actions::MAX_UPLOAD;
use axum::{
    Router,
    extract::{DefaultBodyLimit, Request, State as AxumState},
    handler::Handler,
    middleware::{Next, from_fn, from_fn_with_state},
    response::Response,
    routing::{MethodRouter, get, post},
};
use domain::role::Role;

use crate::{
    error::AppError,
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
        crate::roster::routes(),
        crate::person::routes(),
        crate::place::routes(),
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
        .layer(from_fn_with_state(state.clone(), identify))
        .with_state(state)
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
        (Who::SignedIn | Who::Role(_), None) => return Err(AppError::SignIn(visit)),
    };
    if !allowed {
        return Err(AppError::Forbidden(visit));
    }
    Ok(next.run(request).await)
}
