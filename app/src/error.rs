//! One error of pages, and one function from it to status and words.

use actions::ActionError;
use axum::{
    http::{HeaderValue, StatusCode, header},
    response::{IntoResponse, Response},
};
use domain::form::Problems;
use leptos::prelude::*;
use leptos_i18n::td_string as t;
use words::Locale;

use crate::{
    page::Page,
    visit::{Visit, redirect},
};

/// Why there is no page.
pub(crate) enum AppError {
    NotFound(Visit),
    Forbidden(Visit),
    SignIn(Visit),
    Conflict(Visit),
    TooLarge(Visit),
    TooMany(Visit),
    Internal(Visit, ActionError),
}

impl AppError {
    /// The page of an action's error.
    pub(crate) fn from(visit: &Visit, error: ActionError) -> Self {
        let visit = visit.clone();
        match error {
            ActionError::NotFound => Self::NotFound(visit),
            ActionError::Forbidden => Self::Forbidden(visit),
            ActionError::SignIn => Self::SignIn(visit),
            ActionError::TooMany => Self::TooMany(visit),
            ActionError::Stale
            | ActionError::WrongState
            | ActionError::Refused(_)
            | ActionError::Lecture(_)
            | ActionError::Taken(_)
            | ActionError::Invalid(_)
            | ActionError::FileRefused(_) => Self::Conflict(visit),
            other => Self::Internal(visit, other),
        }
    }
}

/// What a handler that shows forms does with an action's error: problems go back into the form.
pub(crate) fn problems(visit: &Visit, error: ActionError) -> Result<Problems, AppError> {
    match error {
        ActionError::Invalid(problems) => Ok(problems),
        other => Err(AppError::from(visit, other)),
    }
}

impl IntoResponse for AppError {
    fn into_response(self) -> Response {
        let (visit, status) = match self {
            Self::SignIn(visit) => return sign_in(&visit),
            Self::NotFound(visit) => (visit, StatusCode::NOT_FOUND),
            Self::Forbidden(visit) => (visit, StatusCode::FORBIDDEN),
            Self::Conflict(visit) => (visit, StatusCode::CONFLICT),
            Self::TooLarge(visit) => (visit, StatusCode::PAYLOAD_TOO_LARGE),
            Self::TooMany(visit) => (visit, StatusCode::TOO_MANY_REQUESTS),
            Self::Internal(visit, error) => {
                tracing::error!(%error, path = visit.path, "the request failed");
                (visit, StatusCode::INTERNAL_SERVER_ERROR)
            }
        };
        let mut response = error_page(&visit, status);
        if status == StatusCode::TOO_MANY_REQUESTS {
            response.headers_mut().insert(header::RETRY_AFTER, HeaderValue::from_static("900"));
        }
        response
    }
}

fn sign_in(visit: &Visit) -> Response {
    let next: String = form_urlencoded::byte_serialize(visit.here.as_bytes()).collect();
    redirect(&format!("/sign_in?next={next}"))
}

fn error_page(visit: &Visit, status: StatusCode) -> Response {
    let l = visit.l;
    let (title, text) = words_of(l, status);
    let home = if visit.call.actor.is_some() { "/desk" } else { "/" };
    let typed = typed_view(visit);
    Page::new(title).status(status).render(visit, move || {
        view! {
            {error_view(l, status, text, home)}
            {typed}
        }
    })
}

/// What was typed into the form that led here, to be copied: nothing of it is lost.
pub(crate) fn typed_view(visit: &Visit) -> Option<AnyView> {
    // What a form carries along by itself, and what must not be shown.
    const NOT_TYPED: &[&str] = &["once", "revision", "next", "decision", "plan", "tie", "step"];
    let l = visit.l;
    let is_typed = |name: &str, value: &str| {
        let is_code = value.chars().all(|c| c.is_ascii_lowercase() || c == '_');
        let is_hidden = name.ends_with("_token") || name.contains("password");
        !is_code && !is_hidden && !NOT_TYPED.contains(&name)
    };
    let fields: Vec<(String, String)> = visit
        .typed
        .get()?
        .iter()
        .filter(|(name, value)| is_typed(name, value))
        .map(|(name, value)| {
            let label = words::form::label(l, name).0;
            let label = if label.is_empty() { name.replace('_', " ") } else { label.to_owned() };
            (label, value.to_owned())
        })
        .collect();
    if fields.is_empty() {
        return None;
    }
    let rows = fields
        .into_iter()
        .map(|(label, value)| view! { <dt>{label}</dt><dd class="prose">{value}</dd> })
        .collect_view();
    let view = view! {
        <section class="notice">
            <h2>{t!(l, error.typed)}</h2>
            <dl class="facts">{rows}</dl>
        </section>
    };
    Some(view.into_any())
}

/// The body of an error page: what happened, and what to do.
pub(crate) fn error_view(
    l: Locale,
    status: StatusCode,
    text: &'static str,
    home: &'static str,
) -> impl IntoView {
    view! {
        <div class="error-page">
            <p class="error-code" aria-hidden="true">{status.as_u16()}</p>
            <p class="lede">{text}</p>
            <p class="cluster">
                <a class="button primary" href=home>{t!(l, error.home)}</a>
                <a class="button" href="/catalogue">{t!(l, error.catalogue)}</a>
            </p>
        </div>
    }
}

/// Title and advice of a status.
pub(crate) fn words_of(l: Locale, status: StatusCode) -> (&'static str, &'static str) {
    match status {
        StatusCode::FORBIDDEN => (t!(l, error.forbidden_title), t!(l, error.forbidden_text)),
        StatusCode::NOT_FOUND => (t!(l, error.not_found_title), t!(l, error.not_found_text)),
        StatusCode::CONFLICT => (t!(l, error.conflict_title), t!(l, error.conflict_text)),
        StatusCode::PAYLOAD_TOO_LARGE => {
            (t!(l, error.too_large_title), t!(l, error.too_large_text))
        }
        StatusCode::UNPROCESSABLE_ENTITY => (t!(l, error.invalid_title), t!(l, error.invalid_text)),
        StatusCode::TOO_MANY_REQUESTS => (t!(l, error.too_many_title), t!(l, error.too_many_text)),
        _ => (t!(l, error.internal_title), t!(l, error.internal_text)),
    }
}
