//! One answer to a form that was sent: on to where it leads, with a notice; or the same form again,
//! with all that was typed and why it came back.

use actions::ActionError;
use domain::form::{Problems, Revision};
use leptos_i18n::td_string as t;
use words::Locale;

use super::{Form, Posted};
use crate::{
    error::{Answer, AppError},
    visit::Visit,
};

/// Why a form came back.
pub(crate) enum Refusal {
    /// As the action says.
    Action(ActionError),
    /// In a page's own words.
    Told(&'static str),
}

impl From<ActionError> for Refusal {
    fn from(error: ActionError) -> Self {
        Self::Action(error)
    }
}

/// Answers a sent form. Only a refused one loads its page again, by `again`.
pub(crate) async fn answer<T, F: Future<Output = Answer>>(
    visit: &Visit,
    posted: Posted,
    done: Result<T, impl Into<Refusal>>,
    to: impl FnOnce(T) -> String,
    notice: &'static str,
    again: impl FnOnce(Form) -> F,
) -> Answer {
    let refusal = match done {
        Ok(made) => return Ok(visit.go(&to(made), notice)),
        Err(refusal) => refusal.into(),
    };
    again(Form::refused(visit, posted, refusal)?).await
}

/// A form for what has been decided meanwhile is not shown again as if nothing had happened.
pub(crate) fn decided(error: ActionError) -> ActionError {
    match error {
        ActionError::Stale => ActionError::WrongState,
        other => other,
    }
}

impl Form {
    /// A form that was refused, or the page that says why it cannot be shown again.
    pub(crate) fn refused(
        visit: &Visit,
        posted: Posted,
        refusal: impl Into<Refusal>,
    ) -> Result<Self, AppError> {
        let l = visit.l;
        let error = match refusal.into() {
            Refusal::Told(text) => return Ok(Self::with_message(l, posted, text)),
            Refusal::Action(error) => error,
        };
        Ok(match error {
            ActionError::Invalid(problems) => Self::with_problems(l, posted, problems),
            ActionError::Stale => Self::with_message(l, posted, t!(l, form.stale)),
            ActionError::FormTooOld => Self::with_message(l, posted, t!(l, form.too_old)),
            // Sent once more, it makes another thing: that is then the person's choice.
            ActionError::SentBefore => {
                let posted = Posted { once: visit.once(), ..posted };
                Self::with_message(l, posted, t!(l, form.sent_before))
            }
            ActionError::Booking(refusal) => Self::with_message(
                l,
                posted,
                words::review_session::refusal(l, refusal, &visit.rules),
            ),
            ActionError::Dispatch(refusal) => {
                Self::with_message(l, posted, words::dispatch::refusal(l, refusal))
            }
            ActionError::LastAdministrator => {
                Self::with_message(l, posted, t!(l, person.last_administrator))
            }
            ActionError::Merge(refusal) => {
                Self::with_message(l, posted, words::merging::refusal(l, refusal))
            }
            ActionError::ReviewSession(name) => {
                Self::with_message(l, posted, words::review_session::taken(l, &name))
            }
            other => return Err(other.into()),
        })
    }

    /// A form whose fields are not filled in right.
    pub(crate) fn with_problems(l: Locale, posted: Posted, problems: Problems) -> Self {
        let Posted { values, once, revision } = posted;
        Self { l, values, once, revision, problems, message: None, is_filter: false }
    }

    /// A form that came back for another reason than a field.
    pub(crate) fn with_message(l: Locale, posted: Posted, message: impl Into<String>) -> Self {
        let form = Self::with_problems(l, posted, Problems::default());
        Self { message: Some(message.into()), ..form }
    }

    /// The revision that the page shows now: sending once more is then a choice of the person, who
    /// has read why the form came back.
    pub(crate) fn renew(&mut self, revision: i64) {
        if self.message.is_some() {
            self.revision = Revision::of(revision);
        }
    }
}
