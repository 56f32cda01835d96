//! A form that was sent too late: kept through the sign-in, and shown again as it was typed.

use crate::{
    error::{Answer, AppError},
    error_page::{sign_in, sign_in_without_form},
    form::late_fields,
    visit::Visit,
};
use actions::KeptForm;
use axum::{extract::Request, http::Method};

/// The largest form that is kept, in bytes of names and values without files.
const KEPT_BYTES: usize = 64 * 1024;

/// Asks for a sign-in; what a form brought along is kept for the account of the ended session.
pub(crate) async fn sign_in_first(visit: Visit, request: Request) -> Answer {
    // What an island sends by itself is no form, and must not stand in for the page's.
    if visit.path.starts_with("/api/") {
        return Err(AppError::SignIn);
    }
    let Some(session) = visit.token.clone().filter(|_| request.method() == Method::POST) else {
        return Err(AppError::SignIn);
    };
    // Nothing is read for who never was here.
    if !visit.actions.had_session(&session).await? {
        return Err(AppError::SignIn);
    }
    let Some(values) = late_fields(request, KEPT_BYTES).await? else {
        return Ok(sign_in_without_form(&visit));
    };
    let form = KeptForm { page: visit.here.clone(), values };
    let Some(token) = visit.actions.keep_form(&visit.call, &session, form).await? else {
        return Err(AppError::SignIn);
    };
    let mut response = sign_in(&visit);
    visit.remember_kept_form(&mut response, &token);
    Ok(response)
}
