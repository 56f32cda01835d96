//! Follows the meeting of a final: the page is read again once somebody else is spoken of.
//!
//! Justification: seven judges look at one nominee at a time, and nobody is to miss whose turn it is.
//! Without it the page has a link that looks again.

use std::time::Duration;

use leptos::{prelude::*, task::spawn_local};

const ASK_EVERY: Duration = Duration::from_secs(3);

/// How often a meeting has changed.
#[server(endpoint = "final_meeting/revision", prefix = "/api")]
pub async fn meeting_revision(cycle: i64) -> Result<i64, ServerFnError> {
    // Without an answer the page stays as it is.
    crate::program::ask(|program| program.meeting_revision(cycle), "not available").await
}

/// Reads the page again when a meeting has changed.
#[island]
pub fn MeetingFollower(cycle: i64, revision: i64) -> impl IntoView {
    Effect::new(move |_| {
        let handle = set_interval_with_handle(
            move || {
                spawn_local(async move {
                    if meeting_revision(cycle).await.is_ok_and(|now| now != revision) {
                        let _ = window().location().reload();
                    }
                });
            },
            ASK_EVERY,
        );
        if let Ok(handle) = handle {
            on_cleanup(move || handle.clear());
        }
    });
}
