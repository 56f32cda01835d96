//! A form that was sent too late: kept through the sign-in, and shown again as it was typed.

use actions::KeptForm;
use axum::{
    extract::{FromRequest as _, Request},
    http::Method,
};

use crate::{
    error::{Answer, AppError},
    error_page::sign_in,
    form::Upload,
    visit::Visit,
};

/// Asks for a sign-in; what a form brought along is kept for the account of the ended session.
pub(crate) async fn sign_in_first(visit: Visit, request: Request) -> Answer {
    // What an island sends by itself is no form, and must not stand in for the page's.
    if visit.path.starts_with("/api/") {
        return Err(AppError::SignIn);
    }
    let Some(session) = visit.token.clone().filter(|_| request.method() == Method::POST) else {
        return Err(AppError::SignIn);
    };
    // A file is sent again; what was typed is not typed again.
    let posted = Upload::from_request(request, &()).await?.posted;
    let form = KeptForm { page: visit.here.clone(), values: posted.into() };
    let Some(token) = visit.actions.keep_form(&visit.call, &session, form).await? else {
        return Err(AppError::SignIn);
    };
    let mut response = sign_in(&visit);
    visit.remember_kept_form(&mut response, &token);
    Ok(response)
}
