//! Answers what islands ask: their server functions, which reach the program through the context.

use std::sync::Arc;

use actions::{Actions, Call};
use axum::{
    extract::{Request, State as AxumState},
    http::StatusCode,
    response::{IntoResponse, Response},
};
use islands::{
    program::{Answer, Program},
    score_sheet::SheetOf,
};
use leptos::prelude::provide_context;

use crate::{
    form::{Posted, sent},
    state::State,
    visit::Visit,
};

/// The program for one call of an island.
struct Asked {
    actions: Actions,
    call: Call,
}

impl Program for Asked {
    fn free_slots(&self, version: i64) -> Answer<Vec<i64>> {
        let (actions, call) = (self.actions.clone(), self.call.clone());
        Box::pin(async move {
            let picker = actions.picker(&call, version.into()).await.ok()?;
            let offers = picker.days.iter().flat_map(|day| &day.offers);
            Some(
                offers
                    .filter(|offer| offer.refusal.is_none())
                    .map(|offer| offer.slot.id.0)
                    .collect(),
            )
        })
    }

    fn keep_sheet(&self, of: SheetOf, form: String) -> Answer<(i64, bool)> {
        let (actions, call) = (self.actions.clone(), self.call.clone());
        Box::pin(async move {
            let Posted { values, revision, .. } = sent(&form);
            let kept = match of {
                SheetOf::Nomination(id) => {
                    actions.keep_sheet(&call, id.into(), &values, revision).await
                }
                SheetOf::Lecture(id) => {
                    actions.keep_review_sheet(&call, id.into(), &values, revision).await
                }
            };
            kept.ok()
        })
    }

    fn meeting_revision(&self, cycle: i64) -> Answer<i64> {
        let (actions, call) = (self.actions.clone(), self.call.clone());
        Box::pin(async move { actions.meeting_revision(&call, cycle.into()).await.ok() })
    }
}

/// Answers a server function of an island.
pub(crate) async fn answer(
    visit: Visit,
    AxumState(state): AxumState<State>,
    request: Request,
) -> Response {
    let asked = Asked { actions: state.actions.clone(), call: visit.call.clone() };
    let program: Arc<dyn Program> = Arc::new(asked);
    let provide = move || provide_context(Arc::clone(&program));
    let answer = leptos_axum::handle_server_fns_with_context(provide, request);
    let mut response = answer.await.into_response();
    // A question that cannot be read, or is about somebody else's course, has no answer.
    if response.status().is_server_error() {
        *response.status_mut() = StatusCode::NOT_FOUND;
    }
    response
}
