//! Why an action did not happen.

use domain::{
    booking::Refusal,
    dispatch::DispatchRefusal,
    form::{Field, ProblemKind, Problems, Revision, Values},
    merging::MergeRefusal,
};
use store::StoreError;

/// Why an action did not happen; a page turns it into a status and words.
#[derive(Debug, thiserror::Error)]
pub enum ActionError {
    /// There is no such thing, or it is outside the caller's scope.
    #[error("not found")]
    NotFound,
    /// The caller may not.
    #[error("forbidden")]
    Forbidden,
    /// Somebody has to sign in first.
    #[error("not signed in")]
    SignIn,
    /// What was typed is not right.
    #[error(transparent)]
    Invalid(#[from] Problems),
    /// Somebody else changed the thing meanwhile.
    #[error("changed by somebody else")]
    Stale,
    /// The form has made something before, from other words, that it cannot correct any more.
    #[error("sent before with other words")]
    SentBefore,
    /// The form of a stranger was made more than an hour ago, or not by us.
    #[error("the form is too old")]
    FormTooOld,
    /// The thing is not in a state that allows it.
    #[error("not possible in this state")]
    WrongState,
    /// A slot is not for this lecturer.
    #[error(transparent)]
    Booking(#[from] Refusal),
    /// A lecturer cannot be asked, or cannot accept.
    #[error(transparent)]
    Dispatch(#[from] DispatchRefusal),
    /// Two records are not merged, or not parted again.
    #[error("the records stay as they are: {0:?}")]
    Merge(MergeRefusal),
    /// A person or a place is taken at that time; which one.
    #[error("taken: {0}")]
    ReviewSession(String),
    /// Too many attempts.
    #[error("too many attempts")]
    TooMany,
    /// So many passwords wait to be checked that this one is not taken in.
    #[error("too many passwords wait")]
    Busy,
    /// Somebody has to keep the role of the system's administrator.
    #[error("the last administrator stays")]
    LastAdministrator,
    /// A file cannot be read as a roster; the code says why.
    #[error("the file was refused: {0}")]
    Roster(&'static str),
    /// The file store failed.
    #[error("file store: {0}")]
    Files(String),
    /// The program is wrong.
    #[error("internal: {0}")]
    Internal(String),
    /// The database failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// Whether a page showed what is on file now.
pub(crate) fn check_revision(shown: Revision, now: i64) -> Result<(), ActionError> {
    if shown.is(now) { Ok(()) } else { Err(ActionError::Stale) }
}

/// Whether whoever adds something of which some on file are like it has said that it is another one.
pub(crate) fn check_another(values: &Values, n_like: usize) -> Result<(), Problems> {
    if n_like == 0 || values.has(Field::IsAnother, "yes") {
        return Ok(());
    }
    Err(Problems::one(Field::IsAnother, ProblemKind::LooksLike(n_like)))
}
