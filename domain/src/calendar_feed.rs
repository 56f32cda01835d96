//! A person's calendar for programs elsewhere: what it holds, and in which state its events are.

use chrono::{DateTime, TimeDelta, Utc};

use crate::{code::codes, commitment::CommitmentState};

/// What has ended so long ago stands in the feed no more. What was called off goes with its time, so
/// that calendars have seen it before.
pub const PAST: TimeDelta = TimeDelta::days(60);
/// So far ahead the feed reaches.
pub const AHEAD: TimeDelta = TimeDelta::days(400);

codes! {
    /// What calendars elsewhere are told of an event.
    EventStatus {
        /// Held, and not yet agreed.
        Tentative = "tentative",
        /// It takes place.
        Confirmed = "confirmed",
        /// It was called off, or is somebody else's by now.
        Cancelled = "cancelled",
    }
}

impl From<CommitmentState> for EventStatus {
    fn from(state: CommitmentState) -> Self {
        match state {
            CommitmentState::Held => Self::Tentative,
            CommitmentState::Confirmed => Self::Confirmed,
            CommitmentState::Released => Self::Cancelled,
        }
    }
}

/// From when until when a feed reaches.
pub fn span(now: DateTime<Utc>) -> (DateTime<Utc>, DateTime<Utc>) {
    (now - PAST, now + AHEAD)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_released_is_cancelled_for_others() {
        let of = |state: CommitmentState| EventStatus::from(state);
        assert_eq!(of(CommitmentState::Held), EventStatus::Tentative);
        assert_eq!(of(CommitmentState::Confirmed), EventStatus::Confirmed);
        assert_eq!(of(CommitmentState::Released), EventStatus::Cancelled);
    }
}
