//! Forms: a field shows its label, hint, typed value and problem; the summary names every problem.
//!
//! A form knows what was typed and what was wrong with it; pages only say which fields it has.
//! Labels and problems are found by the field's name, so that the summary and the field say the
//! same.

mod answer;
mod field;
mod posted;
mod spool;

use axum::http::StatusCode;
use domain::form::{Once, Problems, Revision, Values};
use leptos::prelude::*;
use leptos_i18n::td_string as t;
use words::Locale;

pub(crate) use answer::{Refusal, answer, decided};
pub(crate) use posted::{Posted, Upload, late_fields, query, sent};
pub(crate) use spool::Budget;

use crate::{parts::warning, visit::Visit};

/// A form as it is shown: values, problems, and why else it came back.
#[derive(Clone)]
pub(crate) struct Form {
    pub(crate) l: Locale,
    pub(crate) values: Values,
    pub(crate) once: Once,
    pub(crate) revision: Revision,
    pub(crate) problems: Problems,
    pub(crate) message: Option<String>,
    /// Whether it is a filter: every field may be left empty, which needs not be said.
    pub(crate) is_filter: bool,
}

/// How a one-line field is to be filled.
#[derive(Clone, Copy, Default)]
pub(crate) struct Line {
    pub(crate) kind: &'static str,
    /// The longest text, of what is no longer than a phone number.
    pub(crate) max: Option<usize>,
    pub(crate) autocomplete: Option<&'static str>,
    pub(crate) is_optional: bool,
    pub(crate) is_short: bool,
    pub(crate) min_value: Option<i64>,
    pub(crate) max_value: Option<i64>,
}

impl Form {
    /// A form as it is met: with what was kept of it, or else with these words.
    pub(crate) fn new(visit: &Visit, values: Values) -> Self {
        Self::begun(visit, Posted { values, ..Posted::default() })
    }

    /// A form that makes something, with a token of its own.
    pub(crate) fn to_make(visit: &Visit, values: Values) -> Self {
        Self::begun(visit, Posted { values, once: visit.once(), ..Posted::default() })
    }

    /// A form that changes what is stored, with the revision that it shows.
    pub(crate) fn to_change(visit: &Visit, values: Values, revision: i64) -> Self {
        let revision = Revision::of(revision);
        Self::begun(visit, Posted { values, revision, ..Posted::default() })
    }

    /// A filter, as the address says it and with what is wrong with it.
    pub(crate) fn to_find(visit: &Visit, values: Values, problems: Problems) -> Self {
        let form = Self::with_problems(visit.l, values.into(), problems);
        Self { is_filter: true, ..form }
    }

    fn begun(visit: &Visit, shown: Posted) -> Self {
        let shown = match &visit.kept_form {
            Some(kept) if kept.page == visit.here => kept.values.clone().into(),
            _ => shown,
        };
        Self::with_problems(visit.l, shown, Problems::default())
    }

    pub(crate) fn is_refused(&self) -> bool {
        !self.problems.0.is_empty()
    }

    /// The status of a page with this form.
    pub(crate) fn status(&self) -> StatusCode {
        if self.is_refused() {
            StatusCode::UNPROCESSABLE_ENTITY
        } else if self.message.is_some() {
            StatusCode::CONFLICT
        } else {
            StatusCode::OK
        }
    }

    /// Why the form came back, and the list of its problems.
    pub(crate) fn why(&self) -> impl IntoView + use<> {
        (self.notice(), self.summary())
    }

    /// Why the form came back, if not for its fields.
    pub(crate) fn notice(&self) -> Option<AnyView> {
        self.message.clone().map(warning)
    }

    /// The list of all problems, each a link to its field.
    pub(crate) fn summary(&self) -> Option<AnyView> {
        self.summary_at("")
    }

    /// The same on a page without the fields: the links lead to the page that has them.
    pub(crate) fn summary_at(&self, page: &str) -> Option<AnyView> {
        if !self.is_refused() {
            return None;
        }
        let l = self.l;
        let items = self
            .problems
            .0
            .iter()
            .map(|problem| {
                let label = words::form::label(l, problem.field.field);
                let label = label.map(|label| (label, t!(l, form.colon)));
                let text = words::form::problem(l, problem.kind);
                let href = format!("{page}#{}", problem.field);
                view! { <li><a href=href>{label}{text}</a></li> }
            })
            .collect_view();
        let title = words::form::summary(l, self.problems.0.len());
        let view = view! {
            <div class="error-summary" role="alert" tabindex="-1" autofocus>
                <h2>{title}</h2>
                <ul>{items}</ul>
            </div>
        };
        Some(view.into_any())
    }
}
