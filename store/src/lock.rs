//! Rows that an action holds while it judges.

use crate::{StoreError, Tx, driver::Each, statement::sql};

/// What an action locks before it reads what it judges.
///
/// An action that needs several locks them in this order, so that two never wait for each other.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Lock {
    /// A person: grants, account, what the person sends.
    Person,
    /// An account with its code and password.
    Account,
    /// A cycle with its rules, judges and proposal.
    AwardCycle,
    /// A nomination with its check.
    Nomination,
    /// One state of a course.
    CourseVersion,
    /// A session with panel and slots.
    ReviewSession,
    /// A booking.
    Booking,
    /// A host's request.
    LectureRequest,
    /// A training with its roster.
    TrainingEvent,
    /// A claim of hours.
    HourClaim,
}

impl Lock {
    const fn statement(self) -> &'static str {
        match self {
            Self::Person => "SELECT id FROM person WHERE id = $1 FOR NO KEY UPDATE",
            Self::Account => "SELECT id FROM account WHERE id = $1 FOR NO KEY UPDATE",
            Self::AwardCycle => "SELECT id FROM award_cycle WHERE id = $1 FOR NO KEY UPDATE",
            Self::Nomination => "SELECT id FROM nomination WHERE id = $1 FOR NO KEY UPDATE",
            Self::CourseVersion => "SELECT id FROM course_version WHERE id = $1 FOR NO KEY UPDATE",
            Self::ReviewSession => "SELECT id FROM review_session WHERE id = $1 FOR NO KEY UPDATE",
            Self::Booking => "SELECT id FROM booking WHERE id = $1 FOR NO KEY UPDATE",
            Self::LectureRequest => {
                "SELECT id FROM lecture_request WHERE id = $1 FOR NO KEY UPDATE"
            }
            Self::TrainingEvent => "SELECT id FROM training_event WHERE id = $1 FOR NO KEY UPDATE",
            Self::HourClaim => "SELECT id FROM hour_claim WHERE id = $1 FOR NO KEY UPDATE",
        }
    }
}

impl Tx {
    /// Waits until nobody else writes about a thing, and keeps others waiting until the end.
    ///
    /// `SQLite` has one writer, and this transaction is it.
    pub async fn lock(&mut self, what: Lock, id: i64) -> Result<(), StoreError> {
        if let Each::Sqlite(_) = self.each() {
            return Ok(());
        }
        self.run(sql(what.statement()).bind(id)).await
    }
}
