//! The words of the table of routes: how, where, and by whom.

use axum::{
    handler::Handler,
    routing::{MethodRouter, get, post},
};
use domain::role::Role;

use crate::visit::State;

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
    pub(crate) handler: MethodRouter<State>,
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
