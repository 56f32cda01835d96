//! A form that was sent too late: kept through the sign-in, and shown again as it was typed.

use actions::KeptForm;
use axum::{
    extract::{FromRequest as _, Request},
    http::Method,
};
use domain::form::Values;

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
    // A file is sent again, and its name says so; what was typed is not typed again.
    let Upload { posted, file, chosen_in } = Upload::from_request(request, &()).await?;
    let mut values = Values::from(posted);
    if let Some((name, file)) = chosen_in.zip(file) {
        values.set(name, file.name);
    }
    let form = KeptForm { page: visit.here.clone(), values };
    let Some(token) = visit.actions.keep_form(&visit.call, &session, form).await? else {
        return Err(AppError::SignIn);
    };
    let mut response = sign_in(&visit);
    visit.remember_kept_form(&mut response, &token);
    Ok(response)
}
