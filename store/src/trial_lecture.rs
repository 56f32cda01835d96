//! Trial lectures before their panels: presence, declared relations, vetoes and verdicts.

use chrono::{DateTime, Utc};
use domain::{
    id::{BookingId, CourseId, CourseVersionId, PersonId, ReviewSessionId},
    nomination::Relation,
    trial_lecture::{Advisory, TrialState, Verdict, VetoVote},
};

use crate::{
    Conn, StoreError, Tx,
    row::decoded,
    statement::{bound, sql, text},
};

/// A booking that became a lecture.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TrialRow {
    /// Key: the booking.
    pub booking_id: BookingId,
    /// The sitting.
    pub session_id: ReviewSessionId,
    /// What was judged.
    pub version_id: CourseVersionId,
    /// Its course.
    pub course_id: CourseId,
    /// Number of the version.
    pub version_no: i64,
    /// The course's title.
    pub title: String,
    /// The lecturer.
    pub lecturer_id: PersonId,
    /// The lecturer's name.
    pub lecturer_name: String,
    /// Which part of a longer course was given; empty: all of it.
    pub part: String,
    /// The round of its refinement cycle, from 1.
    pub round_no: i64,
    /// Where it stands.
    pub state: TrialState,
    /// The rubric with its version.
    pub rubric: String,
    /// When it began.
    pub started_at: DateTime<Utc>,
    /// When it ended.
    pub ended_at: Option<DateTime<Utc>>,
    /// From when no sheet is written.
    pub closed_at: Option<DateTime<Utc>>,
    /// What the figures come to.
    pub computed: Option<Verdict>,
    /// Why there are comments only.
    pub advisory: Option<Advisory>,
    /// What the chair proposes.
    pub proposed: Option<Verdict>,
    /// Who has proposed it.
    pub proposer_id: Option<PersonId>,
    /// Why it differs from the figures.
    pub proposal_reason: String,
    /// What holds.
    pub verdict: Option<Verdict>,
    /// Who has confirmed it.
    pub decider_id: Option<PersonId>,
    /// When.
    pub decided_at: Option<DateTime<Utc>>,
    /// Why it differs from the proposal.
    pub decision_reason: String,
    /// Counts the changes, for compare-and-set.
    pub revision: i64,
}

decoded! {
    TrialRow: booking_id, session_id, version_id, course_id, version_no, title, lecturer_id,
    lecturer_name, part, round_no, state, rubric, started_at, ended_at, closed_at, computed, advisory,
    proposed, proposer_id, proposal_reason, verdict, decider_id, decided_at, decision_reason,
    revision
}

/// A change that a panel requires.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ChangeRow {
    /// The lecture.
    pub booking_id: BookingId,
    /// Its number, from 1.
    pub change_no: i64,
    /// What is to be changed.
    pub text: String,
    /// What the lecturer answers; empty before.
    pub answer: String,
}

decoded! { ChangeRow: booking_id, change_no, text, answer }

/// A decision about a lecture, by the chair or by the office.
#[derive(Clone, Copy, Debug)]
pub struct Decided<'a> {
    /// The verdict.
    pub verdict: Verdict,
    /// Who decides; none where there is nothing to decide.
    pub person: Option<PersonId>,
    /// Why it differs from what was before.
    pub reason: &'a str,
    /// When.
    pub at: DateTime<Utc>,
}

impl TrialRow {
    /// Whether it has a verdict that came from a panel; comments alone are none.
    pub fn has_verdict(&self) -> bool {
        self.state == TrialState::Confirmed && self.verdict != Some(Verdict::Advisory)
    }

    /// Whether it is a lecture of this version that is not decided.
    pub fn is_open_for(&self, version: CourseVersionId) -> bool {
        self.version_id == version && self.state != TrialState::Confirmed
    }
}

const COLUMNS: &str = "SELECT t.booking_id, t.session_id, t.version_id, v.course_id, v.version_no, \
    v.title, v.lecturer_id, p.name AS lecturer_name, \
    b.part, COALESCE(r.round_no, 1) AS round_no, t.state, \
    t.rubric, t.started_at, t.ended_at, t.closed_at, t.computed, t.advisory, t.proposed, \
    t.proposer_id, t.proposal_reason, t.verdict, t.decider_id, t.decided_at, t.decision_reason, \
    t.revision FROM trial_lecture t JOIN booking b ON b.id = t.booking_id \
    JOIN course_version v ON v.id = t.version_id \
    JOIN person p ON p.id = v.lecturer_id \
    LEFT JOIN refinement_round r ON r.version_id = t.version_id ";
const FIND: &str = text![COLUMNS, "WHERE t.booking_id = $1"];
const OF_SESSION: &str =
    text![COLUMNS, "WHERE t.session_id = $1 ORDER BY t.started_at, t.booking_id"];
const OF_COURSE: &str =
    text![COLUMNS, "WHERE v.course_id = $1 ORDER BY t.started_at, t.booking_id"];
const IN_STATE: &str = text![COLUMNS, "WHERE t.state = $1 ORDER BY t.started_at, t.booking_id"];
const AWAITED: &str = text![
    COLUMNS,
    "JOIN trial_presence o ON o.booking_id = t.booking_id AND o.person_id = $1 \
     WHERE t.state IN ('running', 'scoring') AND NOT EXISTS (SELECT 1 FROM review_sheet s \
     WHERE s.booking_id = t.booking_id AND s.person_id = $1 AND s.state = 'submitted') \
     AND NOT EXISTS (SELECT 1 FROM panel_relation k WHERE k.booking_id = t.booking_id \
     AND k.person_id = $1 AND k.kind <> 'none') ORDER BY t.started_at, t.booking_id"
];
const PRESENCE: &str = "SELECT booking_id, person_id FROM trial_presence WHERE booking_id IN ";
const RELATIONS: &str = "SELECT booking_id, person_id, kind FROM panel_relation \
    WHERE booking_id IN ";
const VOTES: &str = "SELECT person_id, vote FROM veto_vote WHERE booking_id = $1 \
    ORDER BY person_id";
const CHANGES: &str =
    "SELECT booking_id, change_no, text, answer FROM required_change WHERE booking_id IN ";
const MISSED: &str = "SELECT l.starts_at FROM booking b JOIN slot l ON l.id = b.slot_id \
    WHERE b.lecturer_id = $1 AND b.state = 'no_show' AND l.starts_at > $2";
const ADD: &str = "INSERT INTO trial_lecture \
    (booking_id, session_id, version_id, state, rubric, started_at, revision) \
    VALUES ($1, $2, $3, 'running', $4, $5, 1)";
const REMOVE_DRAFTS: &str = "DELETE FROM review_sheet WHERE booking_id = $1 AND state = 'draft'";
const REMOVE: &str = "DELETE FROM trial_lecture WHERE booking_id = $1 AND state = 'running'";
const CLEAR_PRESENCE: &str = "DELETE FROM trial_presence WHERE booking_id = $1";
const ADD_PRESENCE: &str =
    "INSERT INTO trial_presence (booking_id, seat_no, person_id) VALUES ($1, $2, $3)";
const DECLARE: &str = "INSERT INTO panel_relation (booking_id, person_id, kind, declared_at) \
    VALUES ($1, $2, $3, $4) ON CONFLICT (booking_id, person_id) \
    DO UPDATE SET kind = excluded.kind, declared_at = excluded.declared_at";
const VOTE: &str = "INSERT INTO veto_vote (booking_id, person_id, vote, voted_at) \
    VALUES ($1, $2, $3, $4) ON CONFLICT (booking_id, person_id) \
    DO UPDATE SET vote = excluded.vote, voted_at = excluded.voted_at";
const CLEAR_CHANGES: &str = "DELETE FROM required_change WHERE booking_id = $1";
const ADD_CHANGE: &str =
    "INSERT INTO required_change (booking_id, change_no, text) VALUES ($1, $2, $3)";
const ANSWER: &str =
    "UPDATE required_change SET answer = $3 WHERE booking_id = $1 AND change_no = $2";
const END: &str = "UPDATE trial_lecture SET state = 'scoring', ended_at = $3, \
    revision = revision + 1 WHERE booking_id = $1 AND revision = $2 AND state = 'running'";
const CLOSE: &str = "UPDATE trial_lecture SET state = 'judged', closed_at = $3, computed = $4, \
    revision = revision + 1 WHERE booking_id = $1 AND revision = $2 AND state IN ('scoring', \
    'judged')";
const ADVISE: &str = "UPDATE trial_lecture SET state = 'confirmed', closed_at = $3, \
    computed = 'advisory', advisory = $4, verdict = 'advisory', decided_at = $3, \
    revision = revision + 1 WHERE booking_id = $1 AND revision = $2 AND state IN ('scoring', \
    'judged')";
const WITHDRAW: &str = "UPDATE trial_lecture SET state = 'confirmed', verdict = 'advisory', \
    decider_id = $3, decided_at = $4, decision_reason = $5, revision = revision + 1 \
    WHERE booking_id = $1 AND revision = $2 AND state <> 'confirmed'";
const REOPEN: &str = "UPDATE trial_lecture SET state = 'scoring', closed_at = NULL, \
    computed = NULL, proposed = NULL, proposer_id = NULL, proposed_at = NULL, \
    proposal_reason = '', revision = revision + 1 WHERE booking_id = $1 AND revision = $2 \
    AND state IN ('judged', 'proposed')";
const PROPOSE: &str = "UPDATE trial_lecture SET state = 'proposed', proposed = $3, \
    proposer_id = $4, proposed_at = $5, proposal_reason = $6, revision = revision + 1 \
    WHERE booking_id = $1 AND revision = $2 AND state = 'judged'";
const SEND_BACK: &str = "UPDATE trial_lecture SET state = 'judged', revision = revision + 1 \
    WHERE booking_id = $1 AND revision = $2 AND state = 'proposed'";
const CONFIRM: &str = "UPDATE trial_lecture SET state = 'confirmed', verdict = $3, \
    decider_id = $4, decided_at = $5, decision_reason = $6, revision = revision + 1 \
    WHERE booking_id = $1 AND revision = $2 AND state = 'proposed'";

impl Conn {
    /// One lecture.
    pub async fn find_trial(&mut self, id: BookingId) -> Result<Option<TrialRow>, StoreError> {
        self.one(sql(FIND).bind(id)).await
    }

    /// The lectures of a session that have begun, by time.
    pub async fn list_trials_in(
        &mut self,
        session: ReviewSessionId,
    ) -> Result<Vec<TrialRow>, StoreError> {
        self.all(sql(OF_SESSION).bind(session)).await
    }

    /// All lectures of a course, in whatever round, by time.
    pub async fn list_trials_of(&mut self, course: CourseId) -> Result<Vec<TrialRow>, StoreError> {
        self.all(sql(OF_COURSE).bind(course)).await
    }

    /// Lectures in a state, the oldest first; at most 200.
    pub async fn list_trials_in_state(
        &mut self,
        state: TrialState,
    ) -> Result<Vec<TrialRow>, StoreError> {
        self.all(sql(IN_STATE).bind(state)).await
    }

    /// Lectures at which a person was, and whose sheet of the person is still awaited.
    pub async fn list_sheets_awaited(
        &mut self,
        person: PersonId,
    ) -> Result<Vec<TrialRow>, StoreError> {
        self.all(sql(AWAITED).bind(person)).await
    }

    /// Who of the panel is at each lecture.
    pub async fn list_presence(
        &mut self,
        bookings: &[BookingId],
    ) -> Result<Vec<(BookingId, PersonId)>, StoreError> {
        if bookings.is_empty() {
            return Ok(Vec::new());
        }
        self.all(sql(PRESENCE).list(bookings)).await
    }

    /// What the panel has declared about the lecturers of bookings.
    pub async fn list_panel_relations(
        &mut self,
        bookings: &[BookingId],
    ) -> Result<Vec<(BookingId, PersonId, Relation)>, StoreError> {
        if bookings.is_empty() {
            return Ok(Vec::new());
        }
        self.all(sql(RELATIONS).list(bookings)).await
    }

    /// What was said to a veto.
    pub async fn list_veto_votes(
        &mut self,
        booking: BookingId,
    ) -> Result<Vec<(PersonId, VetoVote)>, StoreError> {
        self.all(sql(VOTES).bind(booking)).await
    }

    /// The required changes of lectures, in order.
    pub async fn list_required_changes(
        &mut self,
        bookings: &[BookingId],
    ) -> Result<Vec<ChangeRow>, StoreError> {
        if bookings.is_empty() {
            return Ok(Vec::new());
        }
        self.all(sql(CHANGES).list(bookings).push(" ORDER BY booking_id, change_no")).await
    }

    /// When the slots began that a lecturer has missed since an instant.
    pub async fn list_missed_slots(
        &mut self,
        lecturer: PersonId,
        since: DateTime<Utc>,
    ) -> Result<Vec<DateTime<Utc>>, StoreError> {
        self.all(sql(MISSED).bind(lecturer).bind(since)).await
    }
}

impl Tx {
    /// A lecture begins.
    pub async fn add_trial(
        &mut self,
        booking: BookingId,
        session: ReviewSessionId,
        version: CourseVersionId,
        rubric: &str,
        at: DateTime<Utc>,
    ) -> Result<(), StoreError> {
        self.run(bound!(ADD; booking, session, version, rubric, at)).await
    }

    /// A beginning was entered by mistake: the lecture goes, with what was only drafted. `false`:
    /// it is over.
    pub async fn remove_trial(&mut self, booking: BookingId) -> Result<bool, StoreError> {
        self.run(sql(REMOVE_DRAFTS).bind(booking)).await?;
        self.is_changed(sql(REMOVE).bind(booking)).await
    }

    /// Enters who of the panel is there, by seat.
    pub async fn set_presence(
        &mut self,
        booking: BookingId,
        present: &[(i64, PersonId)],
    ) -> Result<(), StoreError> {
        self.run(sql(CLEAR_PRESENCE).bind(booking)).await?;
        for (seat, person) in present {
            self.run(sql(ADD_PRESENCE).bind(booking).bind(*seat).bind(*person)).await?;
        }
        Ok(())
    }

    /// Keeps what a panelist declares about the lecturer of a booking.
    pub async fn set_panel_relation(
        &mut self,
        booking: BookingId,
        person: PersonId,
        relation: Relation,
        at: DateTime<Utc>,
    ) -> Result<(), StoreError> {
        self.run(sql(DECLARE).bind(booking).bind(person).bind(relation).bind(at)).await
    }

    /// Keeps what a panelist says to a veto.
    pub async fn set_veto_vote(
        &mut self,
        booking: BookingId,
        person: PersonId,
        vote: VetoVote,
        at: DateTime<Utc>,
    ) -> Result<(), StoreError> {
        self.run(sql(VOTE).bind(booking).bind(person).bind(vote).bind(at)).await
    }

    /// The lecturer has finished; `false`: the lecture has moved on.
    pub async fn end_trial(
        &mut self,
        booking: BookingId,
        revision: i64,
        at: DateTime<Utc>,
    ) -> Result<bool, StoreError> {
        self.is_changed(sql(END).bind(booking).bind(revision).bind(at)).await
    }

    /// No sheet is written any more, and this is what the figures come to.
    pub async fn close_trial(
        &mut self,
        booking: BookingId,
        revision: i64,
        computed: Verdict,
        at: DateTime<Utc>,
    ) -> Result<bool, StoreError> {
        self.is_changed(sql(CLOSE).bind(booking).bind(revision).bind(at).bind(computed)).await
    }

    /// The lecture has comments only, for this reason (`REV-06`).
    pub async fn advise_trial(
        &mut self,
        booking: BookingId,
        revision: i64,
        why: Advisory,
        at: DateTime<Utc>,
    ) -> Result<bool, StoreError> {
        self.is_changed(sql(ADVISE).bind(booking).bind(revision).bind(at).bind(why)).await
    }

    /// The lecturer withdraws the version: the lecture has comments only, whatever was computed.
    pub async fn withdraw_trial(
        &mut self,
        trial: &TrialRow,
        by: PersonId,
        reason: &str,
        at: DateTime<Utc>,
    ) -> Result<bool, StoreError> {
        let (booking, revision) = (trial.booking_id, trial.revision);
        self.is_changed(bound!(WITHDRAW; booking, revision, by, at, reason)).await
    }

    /// A sheet is written once more: what was computed and proposed goes.
    pub async fn reopen_trial(
        &mut self,
        booking: BookingId,
        revision: i64,
    ) -> Result<bool, StoreError> {
        self.is_changed(sql(REOPEN).bind(booking).bind(revision)).await
    }

    /// Keeps the chair's proposal with its required changes.
    pub async fn propose_verdict(
        &mut self,
        booking: BookingId,
        revision: i64,
        decided: &Decided<'_>,
        changes: &[String],
    ) -> Result<bool, StoreError> {
        let d = decided;
        let statement = bound!(PROPOSE; booking, revision, d.verdict, d.person, d.at, d.reason);
        if !self.is_changed(statement).await? {
            return Ok(false);
        }
        self.run(sql(CLEAR_CHANGES).bind(booking)).await?;
        for (number, text) in (1_i64..).zip(changes) {
            self.run(sql(ADD_CHANGE).bind(booking).bind(number).bind(text)).await?;
        }
        Ok(true)
    }

    /// The chair thinks again.
    pub async fn send_verdict_back(
        &mut self,
        booking: BookingId,
        revision: i64,
    ) -> Result<bool, StoreError> {
        self.is_changed(sql(SEND_BACK).bind(booking).bind(revision)).await
    }

    /// The verdict holds; from then on nothing of the lecture is changed.
    pub async fn confirm_verdict(
        &mut self,
        booking: BookingId,
        revision: i64,
        decided: &Decided<'_>,
    ) -> Result<bool, StoreError> {
        let d = decided;
        self.is_changed(bound!(CONFIRM; booking, revision, d.verdict, d.person, d.at, d.reason))
            .await
    }

    /// Keeps the lecturer's answer to a required change.
    pub async fn answer_change(
        &mut self,
        booking: BookingId,
        change_no: i64,
        answer: &str,
    ) -> Result<bool, StoreError> {
        self.is_changed(sql(ANSWER).bind(booking).bind(change_no).bind(answer)).await
    }
}
