//! The page that says why there is no page, with what was typed into the form that led there.

use axum::{
    extract::Request,
    http::{HeaderValue, StatusCode, header},
    middleware::Next,
    response::Response,
};
use domain::{
    form::{Field, Name, Values},
    rulebook::{Rule, Rulebook},
};
use leptos::prelude::*;
use leptos_i18n::td_string as t;
use tower_http::csrf::ProtectionError;
use words::Locale;

use crate::{
    error::{AppError, Failure},
    page::Page,
    visit::{Visit, redirect},
};

/// So many fields of a form are shown again at most.
const SHOWN: usize = 200;

/// The layer that finds words for what failed within it.
pub(crate) async fn explain(visit: Visit, request: Request, next: Next) -> Response {
    let response = next.run(request).await;
    let extensions = response.extensions();
    if let Some(Failure(error)) = extensions.get::<Failure>() {
        return answer_to(&visit, error);
    }
    // A form that another site has sent.
    if extensions.get::<ProtectionError>().is_some() {
        return answer_to(&visit, &AppError::Forbidden);
    }
    response
}

fn answer_to(visit: &Visit, error: &AppError) -> Response {
    if let AppError::Internal(error) = error {
        tracing::error!(%error, route = visit.call.route, "the request failed");
    }
    if matches!(error, AppError::SignIn) {
        return sign_in(visit);
    }
    let mut response = error_page(visit, error.status());
    let wait = match error {
        AppError::TooMany => Some(visit.rules.minutes(Rule::LockMinutes).num_seconds()),
        AppError::Busy => Some(10),
        _ => None,
    };
    if let Some(seconds) = wait {
        response.headers_mut().insert(header::RETRY_AFTER, HeaderValue::from(seconds));
    }
    response
}

/// Leads to the sign-in, and from there back here.
pub(crate) fn sign_in(visit: &Visit) -> Response {
    let next: String = form_urlencoded::byte_serialize(visit.here.as_bytes()).collect();
    redirect(&format!("/sign_in?next={next}"))
}

/// The same for a form that was too large to be kept: the browser still has it, one page back.
pub(crate) fn sign_in_without_form(visit: &Visit) -> Response {
    let l = visit.l;
    let next: String = form_urlencoded::byte_serialize(visit.here.as_bytes()).collect();
    let status = StatusCode::PAYLOAD_TOO_LARGE;
    Page::new(t!(l, error.too_large_title)).status(status).render(visit, move || {
        view! {
            <div class="error-page">
                <p class="lede">{t!(l, error.not_kept)}</p>
                <p class="cluster">
                    <a class="button primary" href=format!("/sign_in?next={next}")>{t!(l, account.sign_in)}</a>
                </p>
            </div>
        }
    })
}

fn error_page(visit: &Visit, status: StatusCode) -> Response {
    let l = visit.l;
    let (title, text) = words_of(l, status, &visit.rules);
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
    typed_list(visit.l, visit.typed.get()?)
}

/// What was typed into a form that cannot be shown again, to be copied.
pub(crate) fn typed_list(l: Locale, values: &Values) -> Option<AnyView> {
    let is_code = |value: &str| value.chars().all(|c| c.is_ascii_lowercase() || c == '_');
    let fields: Vec<(String, String)> = values
        .iter()
        .map(|(name, value)| (name, Name::parse(name).map(|name| name.field), value))
        .filter(|(_, field, value)| field.is_none_or(Field::is_typed) && !is_code(value))
        .take(SHOWN)
        .map(|(name, field, value)| {
            let label = field.and_then(|field| words::form::label(l, field));
            (label.map_or_else(|| name.replace('_', " "), str::to_owned), value.to_owned())
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
    text: String,
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
pub(crate) fn words_of(l: Locale, status: StatusCode, rules: &Rulebook) -> (&'static str, String) {
    let (title, text) = match status {
        StatusCode::FORBIDDEN => (t!(l, error.forbidden_title), t!(l, error.forbidden_text)),
        StatusCode::NOT_FOUND => (t!(l, error.not_found_title), t!(l, error.not_found_text)),
        StatusCode::CONFLICT => (t!(l, error.conflict_title), t!(l, error.conflict_text)),
        StatusCode::PAYLOAD_TOO_LARGE => {
            (t!(l, error.too_large_title), t!(l, error.too_large_text))
        }
        StatusCode::UNPROCESSABLE_ENTITY => (t!(l, error.invalid_title), t!(l, error.invalid_text)),
        StatusCode::TOO_MANY_REQUESTS => {
            let time = words::rulebook::of(l, rules, Rule::LockMinutes);
            return (t!(l, error.too_many_title), t!(l, error.too_many_text, time = time));
        }
        StatusCode::REQUEST_TIMEOUT => (t!(l, error.slow_title), t!(l, error.slow_text)),
        StatusCode::SERVICE_UNAVAILABLE => (t!(l, error.busy_title), t!(l, error.busy_text)),
        _ => (t!(l, error.internal_title), t!(l, error.internal_text)),
    };
    (title, text.to_owned())
}
