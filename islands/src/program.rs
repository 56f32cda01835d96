//! What islands ask of the program around them. It is answered through the context by whoever answers
//! their calls, so that this crate needs nothing of the program.

use std::{future::Future, pin::Pin, sync::Arc};

use leptos::prelude::{ServerFnError, use_context};

use crate::score_sheet::SheetOf;

/// An answer that is on its way; none where the caller may not ask, or something went wrong.
pub type Answer<T> = Pin<Box<dyn Future<Output = Option<T>> + Send>>;

/// The program, as a caller of one island meets it.
pub trait Program: Send + Sync {
    /// The slots that a course version could take now, by their keys.
    fn free_slots(&self, version: i64) -> Answer<Vec<i64>>;

    /// Keeps what can be read of a draft, sent as its form would be; the revision that it has now,
    /// and whether it is all.
    fn keep_sheet(&self, of: SheetOf, form: String) -> Answer<(i64, bool)>;

    /// How often the meeting of a cycle's final has changed.
    fn meeting_revision(&self, cycle: i64) -> Answer<i64>;
}

/// Asks the program of this call, where it was provided. What went wrong stays there.
///
/// The context is asked at once: it is gone when the answer is awaited.
pub(crate) fn ask<T: 'static>(
    question: impl FnOnce(Arc<dyn Program>) -> Answer<T>,
    why: &'static str,
) -> impl Future<Output = Result<T, ServerFnError>> {
    let asked = use_context().map(question);
    async move {
        let answer = match asked {
            Some(answer) => answer.await,
            None => None,
        };
        answer.ok_or_else(|| ServerFnError::new(why))
    }
}
