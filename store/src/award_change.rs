//! What happens to an award after its notice was posted: names put right or taken off, substitutes
//! with a notice of their own, supplementary decisions, and a cycle that is given up or goes back.

use chrono::{DateTime, NaiveDate, Utc};
use domain::{
    award_cycle::AwardCycleState,
    id::{AwardCycleId, AwardSupplementId, NominationId, PersonId},
    nomination::NominationState,
};

use crate::{
    Conn, StoreError, Tx,
    row::decoded,
    statement::{bound, sql, text},
};

/// Somebody who follows a nominee that was taken off the list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SubstituteRow {
    /// The nomination.
    pub nomination_id: NominationId,
    /// The nomination that was taken off.
    pub removed_id: NominationId,
    /// Why this one.
    pub reason: String,
    /// Who has confirmed it by name.
    pub confirmed_by: Option<String>,
    /// First day of the own notice.
    pub notice_from: Option<NaiveDate>,
    /// Last day of the own notice.
    pub notice_until: Option<NaiveDate>,
}

decoded! {
    SubstituteRow: nomination_id, removed_id, reason, confirmed_by, notice_from, notice_until
}

/// A decision after the first.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SupplementRow {
    /// Number of its document.
    pub document_no: String,
    /// Who decided.
    pub decided_by: String,
    /// When.
    pub decided_at: DateTime<Utc>,
}

decoded! { SupplementRow: document_no, decided_by, decided_at }

const SUBSTITUTES: &str = "SELECT s.nomination_id, s.removed_id, s.reason, p.name AS confirmed_by, \
    s.notice_from, s.notice_until FROM award_substitute s \
    JOIN nomination n ON n.id = s.nomination_id LEFT JOIN person p ON p.id = s.confirmed_by \
    WHERE n.cycle_id = $1 ORDER BY s.proposed_at, s.nomination_id";
const SUPPLEMENTS: &str = "SELECT s.document_no, p.name AS decided_by, s.decided_at \
    FROM award_supplement s JOIN person p ON p.id = s.decided_by \
    WHERE s.cycle_id = $1 ORDER BY s.id";
const ADD_SUBSTITUTE: &str = "INSERT INTO award_substitute \
    (nomination_id, removed_id, reason, proposed_by, proposed_at) VALUES ($1, $2, $3, $4, $5)";
const DROP_SUBSTITUTE: &str =
    "DELETE FROM award_substitute WHERE nomination_id = $1 AND confirmed_by IS NULL";
const CONFIRM_SUBSTITUTE: &str = "UPDATE award_substitute SET confirmed_by = $2, notice_from = $3, \
    notice_until = $4 WHERE nomination_id = $1 AND confirmed_by IS NULL";
// Whoever was confirmed before the list is on notice is public with it.
const POST_SUBSTITUTES: &str = "UPDATE award_substitute SET notice_from = $2, notice_until = $3 \
    WHERE confirmed_by IS NOT NULL AND nomination_id IN \
    (SELECT id FROM nomination WHERE cycle_id = $1)";
const ADD_SUPPLEMENT: &str = "INSERT INTO award_supplement \
    (cycle_id, document_no, decided_by, decided_at) VALUES ($1, $2, $3, $4) RETURNING id";
const MOVE: &str = "UPDATE nomination SET state = $3, revision = revision + 1 \
    WHERE id = $1 AND state = $2";
const SUPPLEMENT: &str = "UPDATE nomination SET state = 'awarded', supplement_id = $2, \
    revision = revision + 1 WHERE id = $1 AND state = 'proposed'";
const OPEN_AGAIN: &str = "UPDATE nomination SET state = CASE WHEN (SELECT c.final_kind \
    FROM award_cycle c WHERE c.id = nomination.cycle_id) = 'none' THEN 'eligible' \
    ELSE 'shortlisted' END, revision = revision + 1 WHERE cycle_id = $1 AND state IN ('proposed', 'not_proposed')";
const CLEAR_SUBSTITUTES: &str = "DELETE FROM award_substitute WHERE nomination_id IN \
    (SELECT id FROM nomination WHERE cycle_id = $1)";
const CORRECT: &str = "UPDATE nomination SET name = $3, workplace = $4, revision = revision + 1 \
    WHERE id = $1 AND revision = $2";
const ABORT: &str = "UPDATE award_cycle SET state = 'aborted', abort_reason = $4, \
    revision = revision + 1 WHERE id = $1 AND state = $2 AND revision = $3";
const SEND_BACK: &str = "UPDATE award_cycle SET sent_back = $2 WHERE id = $1";
const SENT_BACK: &str = "SELECT sent_back FROM award_cycle WHERE id = $1";
const REASON: &str = "SELECT abort_reason FROM award_cycle WHERE id = $1";
const UNSETTLED: &str = text![
    "SELECT b.id FROM objection b WHERE b.cycle_id = $1 AND b.state IN ('received', 'admitted') ",
    "AND b.about <> 'nominee' ORDER BY b.id"
];
// Substitutes wait for a name, and those who were held back for a decision once nothing is open.
const TO_DECIDE: &str = "SELECT DISTINCT n.cycle_id FROM nomination n \
    JOIN award_cycle c ON c.id = n.cycle_id \
    LEFT JOIN award_substitute s ON s.nomination_id = n.id \
    WHERE (s.nomination_id IS NOT NULL AND s.confirmed_by IS NULL \
        AND c.state IN ('confirmed', 'on_notice', 'decided')) \
    OR (c.state = 'decided' AND n.state = 'proposed' \
        AND (s.notice_until IS NULL OR s.notice_until < $1) AND NOT EXISTS \
        (SELECT 1 FROM objection b WHERE b.nomination_id = n.id \
        AND b.state IN ('received', 'admitted'))) ORDER BY n.cycle_id";
const TO_FILL: &str = "SELECT DISTINCT n.cycle_id FROM nomination n \
    JOIN award_category k ON k.id = n.category_id JOIN award_cycle c ON c.id = n.cycle_id \
    WHERE n.state = 'removed' AND k.seat_passing = 'next_in_rank' \
    AND c.state IN ('confirmed', 'on_notice', 'decided') AND (EXISTS \
    (SELECT 1 FROM award_proposal p WHERE p.nomination_id = n.id AND p.has_seat) OR EXISTS \
    (SELECT 1 FROM award_substitute s WHERE s.nomination_id = n.id \
    AND s.confirmed_by IS NOT NULL)) AND NOT EXISTS \
    (SELECT 1 FROM award_substitute s WHERE s.removed_id = n.id) \
    AND EXISTS (SELECT 1 FROM nomination o WHERE o.category_id = n.category_id \
    AND o.state IN ('not_proposed', 'not_awarded')) ORDER BY n.cycle_id";
const DISPUTED: &str = "SELECT DISTINCT b.nomination_id FROM objection b \
    WHERE b.cycle_id = $1 AND b.state IN ('received', 'admitted') \
    AND b.nomination_id IS NOT NULL ORDER BY b.nomination_id";

impl Conn {
    /// The substitutes of a cycle, in the order in which they were proposed.
    pub async fn list_substitutes(
        &mut self,
        cycle: AwardCycleId,
    ) -> Result<Vec<SubstituteRow>, StoreError> {
        self.all(sql(SUBSTITUTES).bind(cycle)).await
    }

    /// The decisions after the first, in the order of time.
    pub async fn list_supplements(
        &mut self,
        cycle: AwardCycleId,
    ) -> Result<Vec<SupplementRow>, StoreError> {
        self.all(sql(SUPPLEMENTS).bind(cycle)).await
    }

    /// Why a cycle was given up; empty if it was not.
    pub async fn find_abort_reason(&mut self, cycle: AwardCycleId) -> Result<String, StoreError> {
        self.only(sql(REASON).bind(cycle)).await
    }

    /// Why the proposal of a cycle was sent back; empty if it was not, or was made anew.
    pub async fn find_sent_back(&mut self, cycle: AwardCycleId) -> Result<String, StoreError> {
        self.only(sql(SENT_BACK).bind(cycle)).await
    }

    /// Open objections that are about nobody on the list: while there is one, nothing is decided.
    pub async fn list_unsettled_objections(
        &mut self,
        cycle: AwardCycleId,
    ) -> Result<Vec<domain::id::ObjectionId>, StoreError> {
        self.all(sql(UNSETTLED).bind(cycle)).await
    }

    /// Cycles in which a decision maker has to confirm a substitute, or may decide about somebody who
    /// was held back, on a day.
    pub async fn list_cycles_to_decide_on(
        &mut self,
        day: NaiveDate,
    ) -> Result<Vec<AwardCycleId>, StoreError> {
        self.all(sql(TO_DECIDE).bind(day)).await
    }

    /// Cycles in which a seat waits for the next in rank.
    pub async fn list_cycles_to_fill(&mut self) -> Result<Vec<AwardCycleId>, StoreError> {
        self.all(sql(TO_FILL)).await
    }

    /// Nominees about whom an objection is open: they cannot be awarded (`AWD-04`).
    pub async fn list_disputed_nominees(
        &mut self,
        cycle: AwardCycleId,
    ) -> Result<Vec<NominationId>, StoreError> {
        self.all(sql(DISPUTED).bind(cycle)).await
    }
}

impl Tx {
    /// Proposes who follows somebody; [`StoreError::Conflict`] if somebody does already.
    pub async fn add_substitute(
        &mut self,
        nomination: NominationId,
        removed: NominationId,
        reason: &str,
        by: PersonId,
        at: DateTime<Utc>,
    ) -> Result<(), StoreError> {
        self.run(bound!(ADD_SUBSTITUTE; nomination, removed, reason, by, at)).await
    }

    /// Drops a substitute who is not confirmed; `false`: there is none.
    pub async fn drop_substitute(&mut self, nomination: NominationId) -> Result<bool, StoreError> {
        self.is_changed(sql(DROP_SUBSTITUTE).bind(nomination)).await
    }

    /// Confirms a substitute by name, with the days of the own notice; `false`: somebody was faster.
    pub async fn confirm_substitute(
        &mut self,
        nomination: NominationId,
        by: PersonId,
        (from, until): (NaiveDate, NaiveDate),
    ) -> Result<bool, StoreError> {
        self.is_changed(bound!(CONFIRM_SUBSTITUTE; nomination, by, from, until)).await
    }

    /// Gives the substitutes who were confirmed before the list went on notice the days of the list.
    pub async fn post_substitutes(
        &mut self,
        cycle: AwardCycleId,
        (from, until): (NaiveDate, NaiveDate),
    ) -> Result<(), StoreError> {
        self.run(bound!(POST_SUBSTITUTES; cycle, from, until)).await
    }

    /// Adds a decision after the first.
    pub async fn add_supplement(
        &mut self,
        cycle: AwardCycleId,
        document_no: &str,
        by: PersonId,
        at: DateTime<Utc>,
    ) -> Result<AwardSupplementId, StoreError> {
        self.only(bound!(ADD_SUPPLEMENT; cycle, document_no, by, at)).await
    }

    /// Moves one nominee on; `false`: the nominee is in another state.
    pub async fn move_nomination(
        &mut self,
        id: NominationId,
        from: NominationState,
        to: NominationState,
    ) -> Result<bool, StoreError> {
        self.is_changed(sql(MOVE).bind(id).bind(from).bind(to)).await
    }

    /// Awards a proposed nominee by a decision after the first.
    pub async fn award_by_supplement(
        &mut self,
        id: NominationId,
        supplement: AwardSupplementId,
    ) -> Result<bool, StoreError> {
        self.is_changed(sql(SUPPLEMENT).bind(id).bind(supplement)).await
    }

    /// Opens the proposal of a cycle again: who was or was not proposed is eligible, and substitutes
    /// are gone. Who was taken off the list stays off.
    pub async fn open_proposal_again(&mut self, cycle: AwardCycleId) -> Result<(), StoreError> {
        self.run(sql(CLEAR_SUBSTITUTES).bind(cycle)).await?;
        self.run(sql(OPEN_AGAIN).bind(cycle)).await
    }

    /// Puts a nominee's name and workplace right, unless somebody was faster.
    pub async fn correct_nominee(
        &mut self,
        (id, revision): (NominationId, i64),
        name: &str,
        workplace: &str,
    ) -> Result<bool, StoreError> {
        self.is_changed(sql(CORRECT).bind(id).bind(revision).bind(name).bind(workplace)).await
    }

    /// Keeps why the proposal of a cycle was sent back; empty once it is made anew.
    pub async fn set_sent_back(
        &mut self,
        id: AwardCycleId,
        reason: &str,
    ) -> Result<(), StoreError> {
        self.run(sql(SEND_BACK).bind(id).bind(reason)).await
    }

    /// Gives a cycle up, unless somebody was faster.
    pub async fn abort_cycle(
        &mut self,
        id: AwardCycleId,
        (from, revision): (AwardCycleState, i64),
        reason: &str,
    ) -> Result<bool, StoreError> {
        self.is_changed(bound!(ABORT; id, from, revision, reason)).await
    }
}
