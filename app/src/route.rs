//! The words of the table of routes: how, where, and by whom.

use std::collections::HashMap;

use axum::{
    handler::Handler,
    routing::{MethodRouter, get, post},
};
use domain::role::{Actor, Role};

use crate::state::State;

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

impl Who {
    /// Whether somebody may use it.
    pub(crate) fn admits(self, actor: Option<&Actor>) -> bool {
        match (self, actor) {
            (Self::Anyone, _) | (Self::SignedIn, Some(_)) => true,
            (Self::Role(roles), Some(actor)) => actor.is_any(roles),
            (Self::SignedIn | Self::Role(_), None) => false,
        }
    }
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

/// Who may read which page: the table of routes, as pages ask it.
pub(crate) struct Doors(HashMap<&'static str, Who>);

impl Doors {
    pub(crate) fn of(routes: &[Route]) -> Self {
        let pages = routes.iter().filter(|route| route.method == Method::Get);
        Self(pages.map(|route| (route.path, route.who)).collect())
    }

    /// Whether somebody may read the page of a path in the table's notation.
    pub(crate) fn admit(&self, path: &str, actor: Option<&Actor>) -> bool {
        self.0.get(path).is_some_and(|who| who.admits(actor))
    }
}
