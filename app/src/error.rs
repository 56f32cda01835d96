//! One error of pages, and one function from it to a status; `error_page` finds words for it.

use std::sync::Arc;

use actions::{ActionError, StoreError};
use axum::{
    http::StatusCode,
    response::{IntoResponse, Response},
};

/// What a handler gives: a page, or why there is none.
pub(crate) type Answer = Result<Response, AppError>;

/// Why there is no page.
#[derive(Debug)]
pub(crate) enum AppError {
    NotFound,
    Forbidden,
    SignIn,
    Conflict,
    TooLarge,
    TooMany,
    /// Not all of it has come in time.
    Slow,
    /// There is no room for it at the moment.
    Busy,
    Internal(ActionError),
}

/// A response's extension: why it has no body yet.
#[derive(Clone, Debug)]
pub(crate) struct Failure(pub(crate) Arc<AppError>);

impl AppError {
    /// The folder of temporary files does not work.
    #[expect(clippy::needless_pass_by_value, reason = "it maps an error")]
    pub(crate) fn disk(error: std::io::Error) -> Self {
        Self::Internal(ActionError::Files(error.to_string()))
    }

    pub(crate) fn status(&self) -> StatusCode {
        match self {
            Self::NotFound => StatusCode::NOT_FOUND,
            Self::Forbidden => StatusCode::FORBIDDEN,
            Self::SignIn => StatusCode::UNAUTHORIZED,
            Self::Conflict => StatusCode::CONFLICT,
            Self::TooLarge => StatusCode::PAYLOAD_TOO_LARGE,
            Self::TooMany => StatusCode::TOO_MANY_REQUESTS,
            Self::Slow => StatusCode::REQUEST_TIMEOUT,
            Self::Busy => StatusCode::SERVICE_UNAVAILABLE,
            Self::Internal(_) => StatusCode::INTERNAL_SERVER_ERROR,
        }
    }
}

impl From<ActionError> for AppError {
    fn from(error: ActionError) -> Self {
        match error {
            ActionError::NotFound => Self::NotFound,
            ActionError::Forbidden => Self::Forbidden,
            ActionError::SignIn => Self::SignIn,
            ActionError::TooMany => Self::TooMany,
            ActionError::Busy | ActionError::Store(StoreError::Busy) => Self::Busy,
            ActionError::Stale
            | ActionError::SentBefore
            | ActionError::FormTooOld
            | ActionError::WrongState
            | ActionError::Booking(_)
            | ActionError::Dispatch(_)
            | ActionError::Merge(_)
            | ActionError::LastAdministrator
            | ActionError::ReviewSession(_)
            | ActionError::Invalid(_)
            | ActionError::Roster(_) => Self::Conflict,
            other => Self::Internal(other),
        }
    }
}

impl IntoResponse for AppError {
    fn into_response(self) -> Response {
        let mut response = self.status().into_response();
        response.extensions_mut().insert(Failure(Arc::new(self)));
        response
    }
}
