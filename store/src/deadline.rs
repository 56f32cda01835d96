//! Stored deadlines that still run, and moving them to another instant.

use chrono::{DateTime, NaiveDate, Utc};
use domain::{
    id::{AwardCycleId, DispatchId, LectureRequestId, NominationId, PersonId, ReviewSessionId},
    reminder::Reminder,
};

use crate::{
    Conn, StoreError, Tx,
    row::decoded,
    statement::{bound, sql},
};

/// A request that waits for an office, or for feedback.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RunningRequest {
    /// Key.
    pub id: LectureRequestId,
    /// The course's title.
    pub title: String,
    /// The instant after the last day.
    pub due_at: DateTime<Utc>,
    /// When it came into its state; the deadline is counted from that day.
    pub changed_at: DateTime<Utc>,
    /// Whether it waits for feedback alone.
    pub is_reported: bool,
}

decoded! { RunningRequest: id, title, due_at, changed_at, is_reported }

/// An offer that waits for its answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RunningOffer {
    /// Key.
    pub id: DispatchId,
    /// The course's title.
    pub title: String,
    /// Who is to answer.
    pub lecturer_id: PersonId,
    /// Until when.
    pub answer_until: DateTime<Utc>,
    /// When it was made.
    pub created_at: DateTime<Utc>,
    /// When the lecture begins.
    pub starts_at: DateTime<Utc>,
}

decoded! { RunningOffer: id, title, lecturer_id, answer_until, created_at, starts_at }

/// Somebody who follows, on a notice of the own.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RunningSubstitute {
    /// The nomination.
    pub nomination_id: NominationId,
    /// Its cycle.
    pub cycle_id: AwardCycleId,
    /// The cycle's title.
    pub title: String,
    /// First day of the own notice.
    pub notice_from: NaiveDate,
    /// Last day of the own notice.
    pub notice_until: NaiveDate,
}

decoded! { RunningSubstitute: nomination_id, cycle_id, title, notice_from, notice_until }

const REQUESTS: &str = "SELECT q.id, v.title, q.due_at, q.changed_at, \
    q.state = 'reported' AS is_reported FROM lecture_request q \
    JOIN course_version v ON v.id = q.version_id \
    WHERE q.state IN ('county_review', 'city_review', 'matching', 'reported') \
    AND q.due_at > $1 ORDER BY q.due_at, q.id LIMIT 500";
// Those that wait for an office; feedback is the host's. Who was told of a phase is not told again.
const AWAITED: &str = "SELECT q.id, v.title, q.due_at, q.changed_at, \
    q.state = 'reported' AS is_reported FROM lecture_request q \
    JOIN course_version v ON v.id = q.version_id \
    WHERE q.state IN ('county_review', 'city_review', 'matching') \
    AND q.due_at > $2 AND q.due_at <= $3 AND NOT EXISTS (SELECT 1 FROM reminder m \
    WHERE m.kind = $1 AND m.thing_id = q.id AND m.since = q.due_at) ORDER BY q.due_at, q.id";
const OFFERS: &str = "SELECT d.id, v.title, d.lecturer_id, d.answer_until, d.created_at, \
    d.starts_at FROM dispatch d JOIN course_version v ON v.id = d.version_id \
    WHERE d.state = 'offered' AND d.answer_until > $1 ORDER BY d.answer_until, d.id LIMIT 500";
// From the few substitutes to their nominations, and never the other way.
const SUBSTITUTES: &str = "SELECT s.nomination_id, c.id AS cycle_id, c.title, s.notice_from, \
    s.notice_until FROM award_substitute s CROSS JOIN nomination n \
    JOIN award_cycle c ON c.id = n.cycle_id WHERE n.id = s.nomination_id AND s.notice_until >= $1 \
    AND n.state = 'proposed' AND c.state IN ('on_notice', 'decided') ORDER BY s.nomination_id";
const MOVE_REQUEST: &str = "UPDATE lecture_request SET due_at = $3, revision = revision + 1 \
    WHERE id = $1 AND due_at = $2";
const MOVE_OFFER: &str = "UPDATE dispatch SET answer_until = $3 WHERE id = $1 AND answer_until = $2 AND state = 'offered'";
const MOVE_BOOKING: &str = "UPDATE review_session SET closes_at = $3, revision = revision + 1 \
    WHERE id = $1 AND closes_at = $2";
const MOVE_SUBSTITUTE: &str = "UPDATE award_substitute SET notice_until = $3 \
    WHERE nomination_id = $1 AND notice_until = $2";

impl Conn {
    /// Requests whose deadline lies after an instant; at most 500.
    pub async fn list_running_requests(
        &mut self,
        now: DateTime<Utc>,
    ) -> Result<Vec<RunningRequest>, StoreError> {
        self.all(sql(REQUESTS).bind(now)).await
    }

    /// Requests whose next step is an office's, due between two instants, of which a reminder was not
    /// sent.
    pub async fn list_awaited_requests(
        &mut self,
        reminder: Reminder,
        from: DateTime<Utc>,
        until: DateTime<Utc>,
    ) -> Result<Vec<RunningRequest>, StoreError> {
        self.all(sql(AWAITED).bind(reminder).bind(from).bind(until)).await
    }

    /// Offers that are to be answered after an instant; at most 500.
    pub async fn list_running_offers(
        &mut self,
        now: DateTime<Utc>,
    ) -> Result<Vec<RunningOffer>, StoreError> {
        self.all(sql(OFFERS).bind(now)).await
    }

    /// Substitutes whose own notice has not ended before a day.
    pub async fn list_running_substitutes(
        &mut self,
        today: NaiveDate,
    ) -> Result<Vec<RunningSubstitute>, StoreError> {
        self.all(sql(SUBSTITUTES).bind(today)).await
    }
}

impl Tx {
    /// Moves a request's deadline; `false`: it is another one.
    pub async fn move_request_due(
        &mut self,
        id: LectureRequestId,
        from: DateTime<Utc>,
        to: DateTime<Utc>,
    ) -> Result<bool, StoreError> {
        self.is_changed(sql(MOVE_REQUEST).bind(id).bind(from).bind(to)).await
    }

    /// Moves the end of the time to answer an offer; `false`: it is another one, or answered.
    pub async fn move_answer_until(
        &mut self,
        id: DispatchId,
        from: DateTime<Utc>,
        to: DateTime<Utc>,
    ) -> Result<bool, StoreError> {
        self.is_changed(sql(MOVE_OFFER).bind(id).bind(from).bind(to)).await
    }

    /// Moves the end of booking; `false`: it is another one.
    pub async fn move_booking_close(
        &mut self,
        id: ReviewSessionId,
        from: DateTime<Utc>,
        to: DateTime<Utc>,
    ) -> Result<bool, StoreError> {
        self.is_changed(sql(MOVE_BOOKING).bind(id).bind(from).bind(to)).await
    }
    /// Moves the last day of a substitute's own notice; `false`: it is another one.
    pub async fn move_substitute_notice(
        &mut self,
        id: NominationId,
        from: NaiveDate,
        to: NaiveDate,
    ) -> Result<bool, StoreError> {
        self.is_changed(bound!(MOVE_SUBSTITUTE; id, from, to)).await
    }
}
