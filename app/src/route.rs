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
    /// Of a form's answer: the page that has the form, if it is not the one above.
    page: Option<&'static str>,
}

impl Route {
    /// A page.
    pub(crate) fn get<H, T>(path: &'static str, who: Who, handler: H) -> Self
    where
        H: Handler<T, State>,
        T: 'static,
    {
        Self { method: Method::Get, path, who, handler: get(handler), reads: None, page: None }
    }

    /// A form's answer. Its page is the nearest above its address.
    pub(crate) fn post<H, T>(path: &'static str, who: Who, handler: H) -> Self
    where
        H: Handler<T, State>,
        T: 'static,
    {
        Self { method: Method::Post, path, who, handler: post(handler), reads: None, page: None }
    }

    /// The form is on this page, and not on the nearest above its address.
    pub(crate) fn on(mut self, page: &'static str) -> Self {
        self.page = Some(page);
        self
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
    /// The pages of forms that are not on the nearest above their address.
    elsewhere: HashMap<&'static str, &'static str>,
}

impl Table {
    pub(crate) fn of(routes: &[Route]) -> Self {
        let pages = || routes.iter().filter(|route| route.method == Method::Get);
        Self {
            pages: pages().map(|route| (route.path, route.who)).collect(),
            public: pages().filter_map(|route| Some((route.path, route.reads?))).collect(),
            elsewhere: routes.iter().filter_map(|it| Some((it.path, it.page?))).collect(),
        }
    }

    /// Whether somebody may read the page of a path in the table's notation.
    pub(crate) fn admits(&self, path: &str, actor: Option<&Actor>) -> bool {
        self.pages.get(path).is_some_and(|who| who.admits(actor))
    }

    /// The address of the page that has the form of an answer: `path` is the answer's in the table's
    /// notation, `sent_to` where the form was sent. None for what stands on every page.
    pub(crate) fn page_of_form(&self, path: &str, sent_to: &str) -> Option<String> {
        let above = || {
            let mut above = std::iter::successors(Some(path), |it| Some(it.rsplit_once('/')?.0));
            above.find(|it| self.pages.contains_key(it))
        };
        let page = self.elsewhere.get(path).copied().or_else(above)?;
        let names = path.split('/').zip(sent_to.split('/'));
        let names: HashMap<&str, &str> = names.collect();
        let parts = page.split('/').map(|part| names.get(part).copied().unwrap_or(part));
        Some(parts.collect::<Vec<_>>().join("/"))
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

    #[test]
    fn the_page_of_a_form_is_the_nearest_above_or_the_one_that_is_said() {
        let page = |path| Route::get(path, Who::Anyone, || async {});
        let form = |path| Route::post(path, Who::Anyone, || async {});
        let table = Table::of(&[
            page("/"),
            page("/course/{id}"),
            page("/course/{id}/note"),
            form("/course/{id}/grant/{grant}/end"),
            form("/course/{id}/decide").on("/course/{id}/note"),
            form("/preference"),
        ]);
        let of = |path, sent_to| table.page_of_form(path, sent_to);
        let end = of("/course/{id}/grant/{grant}/end", "/course/7/grant/9/end");
        assert_eq!(end.as_deref(), Some("/course/7"));
        let decide = of("/course/{id}/decide", "/course/7/decide");
        assert_eq!(decide.as_deref(), Some("/course/7/note"));
        assert_eq!(of("/course/{id}/note", "/course/7/note").as_deref(), Some("/course/7/note"));
        assert_eq!(of("/preference", "/preference"), None);
    }
}
