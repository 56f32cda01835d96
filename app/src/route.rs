//! The words of the table of routes: how, where, and by whom.

use std::collections::HashMap;

use axum::{
    handler::Handler,
    http::Uri,
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
    /// Of a page that is the same for everybody: the words that it reads of the address.
    reads: Option<&'static [&'static str]>,
}

impl Route {
    /// A page.
    pub(crate) fn get<H, T>(path: &'static str, who: Who, handler: H) -> Self
    where
        H: Handler<T, State>,
        T: 'static,
    {
        Self { method: Method::Get, path, who, handler: get(handler), reads: None }
    }

    /// A form's answer.
    pub(crate) fn post<H, T>(path: &'static str, who: Who, handler: H) -> Self
    where
        H: Handler<T, State>,
        T: 'static,
    {
        Self { method: Method::Post, path, who, handler: post(handler), reads: None }
    }

    /// A page that shows the same to everybody, and reads these words of the address alone.
    pub(crate) fn public(mut self, reads: &'static [&'static str]) -> Self {
        self.reads = Some(reads);
        self
    }
}

/// The table of routes, as pages ask it.
pub(crate) struct Table {
    pages: HashMap<&'static str, Who>,
    public: HashMap<&'static str, &'static [&'static str]>,
}

impl Table {
    pub(crate) fn of(routes: &[Route]) -> Self {
        let pages = || routes.iter().filter(|route| route.method == Method::Get);
        Self {
            pages: pages().map(|route| (route.path, route.who)).collect(),
            public: pages().filter_map(|route| Some((route.path, route.reads?))).collect(),
        }
    }

    /// Whether somebody may read the page of a path in the table's notation.
    pub(crate) fn admits(&self, path: &str, actor: Option<&Actor>) -> bool {
        self.pages.get(path).is_some_and(|who| who.admits(actor))
    }

    /// The address of a public page as far as the page reads it: the same words in one order, each
    /// once, and nothing else.
    pub(crate) fn public_address(&self, path: &str, uri: &Uri) -> Option<String> {
        let reads = self.public.get(path)?;
        let sent: Vec<_> = form_urlencoded::parse(uri.query().unwrap_or("").as_bytes()).collect();
        let mut query = form_urlencoded::Serializer::new(String::new());
        for name in *reads {
            let value = sent.iter().find(|(sent, _)| sent == name).map_or("", |(_, value)| value);
            if !value.is_empty() {
                query.append_pair(name, value);
            }
        }
        let query = query.finish();
        let mark = if query.is_empty() { "" } else { "?" };
        Some(format!("{}{mark}{query}", uri.path()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_is_what_the_page_reads_of_it() {
        let page = Route::get("/catalogue", Who::Anyone, || async {}).public(&["q", "page"]);
        let table = Table::of(&[page]);
        let read = |address: &'static str| {
            table.public_address("/catalogue", &Uri::from_static(address)).unwrap()
        };
        assert_eq!(read("/catalogue?page=2&utm=x&q=a%20b&q=c"), "/catalogue?q=a+b&page=2");
        assert_eq!(read("/catalogue?q=&fbclid=1"), "/catalogue");
        assert_eq!(table.public_address("/desk", &Uri::from_static("/desk")), None);
    }
}
