//! Messages: a code and its parameters, put into words in the reader's language.

use serde::{Deserialize, Serialize};

use crate::id::{BookingId, CourseVersionId, ReviewSessionId};

/// What a message says. The words are in `words`; times are instants.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "code", rename_all = "snake_case")]
pub enum Message {
    /// To the office: a course was handed in.
    CourseSubmitted {
        /// The version.
        version: CourseVersionId,
        /// Its title.
        title: String,
        /// The lecturer's name.
        lecturer: String,
    },
    /// To the lecturer: the course may book a slot.
    CourseCleared {
        /// The version.
        version: CourseVersionId,
        /// Its title.
        title: String,
    },
    /// To the lecturer: something is to be changed first.
    CourseSentBack {
        /// The version.
        version: CourseVersionId,
        /// Its title.
        title: String,
        /// What the office wrote.
        reason: String,
    },
    /// To the panel: the session is published.
    PanelCalled {
        /// The session.
        session: ReviewSessionId,
        /// When it begins.
        starts_at: chrono::DateTime<chrono::Utc>,
    },
    /// To the lecturer, the panel and the planner: a slot was booked.
    SlotBooked {
        /// The session.
        session: ReviewSessionId,
        /// The booking.
        booking: BookingId,
        /// The course's title.
        title: String,
        /// The lecturer's name.
        lecturer: String,
        /// When the slot begins.
        starts_at: chrono::DateTime<chrono::Utc>,
    },
    /// To the same: a slot was given back.
    SlotReleased {
        /// The session.
        session: ReviewSessionId,
        /// The course's title.
        title: String,
        /// The lecturer's name.
        lecturer: String,
        /// When the slot would have begun.
        starts_at: chrono::DateTime<chrono::Utc>,
    },
}
