//! Rows that an action holds while it judges.

use crate::{
    StoreError, Tx,
    driver::Each,
    statement::{Statement, sql},
};
use domain::id::{
    AccountId, AwardCycleId, BookingId, CourseVersionId, HourClaimId, LectureRequestId,
    NominationId, ObservationId, OrganisationId, PersonId, ReviewSessionId, TrainingEventId,
};

/// What an action locks before it reads what it judges.
///
/// An action that needs several locks them in this order, so that two never wait for each other.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Lock {
    /// A person: grants, account, what the person sends.
    Person(PersonId),
    /// A unit that is merged.
    Organisation(OrganisationId),
    /// An account with its code and password.
    Account(AccountId),
    /// A cycle with its rules, judges and proposal.
    AwardCycle(AwardCycleId),
    /// A nomination with its check.
    Nomination(NominationId),
    /// One state of a course.
    CourseVersion(CourseVersionId),
    /// A session with panel and slots.
    ReviewSession(ReviewSessionId),
    /// A booking.
    Booking(BookingId),
    /// A host's request.
    LectureRequest(LectureRequestId),
    /// An observation.
    Observation(ObservationId),
    /// A training with its roster.
    TrainingEvent(TrainingEventId),
    /// A claim of hours.
    HourClaim(HourClaimId),
}

impl Lock {
    fn statement(self) -> Statement<'static> {
        match self {
            Self::Person(id) => {
                sql("SELECT id FROM person WHERE id = $1 FOR NO KEY UPDATE").bind(id)
            }
            Self::Organisation(id) => {
                sql("SELECT id FROM organisation WHERE id = $1 FOR NO KEY UPDATE").bind(id)
            }
            Self::Account(id) => {
                sql("SELECT id FROM account WHERE id = $1 FOR NO KEY UPDATE").bind(id)
            }
            Self::AwardCycle(id) => {
                sql("SELECT id FROM award_cycle WHERE id = $1 FOR NO KEY UPDATE").bind(id)
            }
            Self::Nomination(id) => {
                sql("SELECT id FROM nomination WHERE id = $1 FOR NO KEY UPDATE").bind(id)
            }
            Self::CourseVersion(id) => {
                sql("SELECT id FROM course_version WHERE id = $1 FOR NO KEY UPDATE").bind(id)
            }
            Self::ReviewSession(id) => {
                sql("SELECT id FROM review_session WHERE id = $1 FOR NO KEY UPDATE").bind(id)
            }
            Self::Booking(id) => {
                sql("SELECT id FROM booking WHERE id = $1 FOR NO KEY UPDATE").bind(id)
            }
            Self::LectureRequest(id) => {
                sql("SELECT id FROM lecture_request WHERE id = $1 FOR NO KEY UPDATE").bind(id)
            }
            Self::Observation(id) => {
                sql("SELECT id FROM observation WHERE id = $1 FOR NO KEY UPDATE").bind(id)
            }
            Self::TrainingEvent(id) => {
                sql("SELECT id FROM training_event WHERE id = $1 FOR NO KEY UPDATE").bind(id)
            }
            Self::HourClaim(id) => {
                sql("SELECT id FROM hour_claim WHERE id = $1 FOR NO KEY UPDATE").bind(id)
            }
        }
    }
}

impl Tx {
    /// Waits until nobody else writes about a thing, and keeps others waiting until the end.
    ///
    /// `SQLite` has one writer, and this transaction is it.
    pub async fn lock(&mut self, what: Lock) -> Result<(), StoreError> {
        if let Each::Sqlite(_) = self.each() {
            return Ok(());
        }
        self.run(what.statement()).await
    }
}
