//! The stages of award cycles with their ends, what has moved them, and titles that were allowed.

use chrono::{DateTime, NaiveDate, Utc};
use domain::{
    award_stage::{AwardStage, StagePlan},
    id::{AwardCycleId, PersonId},
};

use crate::{
    Conn, StoreError, Tx,
    row::decoded,
    statement::{bound, sql},
};

/// A stage of a cycle.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StageRow {
    /// Which.
    pub stage: AwardStage,
    /// Its working days.
    pub n_days: i64,
    /// Its last day as it was announced; none before.
    pub announced_until: Option<NaiveDate>,
    /// Its last day as it is now.
    pub ends_on: Option<NaiveDate>,
}

decoded! { StageRow: stage, n_days, announced_until, ends_on }

/// An end that was moved later.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AddendumRow {
    /// Of which stage.
    pub stage: AwardStage,
    /// The last day before.
    pub from_day: NaiveDate,
    /// The last day since.
    pub to_day: NaiveDate,
    /// Why.
    pub reason: String,
    /// When.
    pub at: DateTime<Utc>,
}

decoded! { AddendumRow: stage, from_day, to_day, reason, at }

const ENDS: &str = "SELECT cycle_id, stage, ends_on FROM award_stage WHERE cycle_id IN ";
const LIST: &str = "SELECT stage, n_days, announced_until, ends_on FROM award_stage \
    WHERE cycle_id = $1 ORDER BY sort_order";
const ADDENDA: &str = "SELECT stage, from_day, to_day, reason, at FROM award_addendum \
    WHERE cycle_id = $1 ORDER BY id";
const CLEAR: &str = "DELETE FROM award_stage WHERE cycle_id = $1";
const ADD: &str = "INSERT INTO award_stage (cycle_id, stage, sort_order, n_days) \
    VALUES ($1, $2, $3, $4)";
const ANNOUNCE: &str = "UPDATE award_stage SET announced_until = $3, ends_on = $3 \
    WHERE cycle_id = $1 AND stage = $2 AND announced_until IS NULL";
const MOVE: &str = "UPDATE award_stage SET ends_on = $3 WHERE cycle_id = $1 AND stage = $2";
const ADD_ADDENDUM: &str = "INSERT INTO award_addendum \
    (cycle_id, stage, from_day, to_day, reason, at) VALUES ($1, $2, $3, $4, $5, $6)";
const ALLOW: &str = "UPDATE award_cycle SET title = $3, title_reason = $4, title_allowed_by = $5, \
    revision = revision + 1 WHERE id = $1 AND revision = $2 AND state = 'configuring'";

impl Conn {
    /// The stages of a cycle in their order; none where it has no plan.
    pub async fn list_stages(&mut self, cycle: AwardCycleId) -> Result<Vec<StageRow>, StoreError> {
        self.all(sql(LIST).bind(cycle)).await
    }

    /// The last days of the stages of some cycles, as they are now.
    pub async fn list_stage_ends(
        &mut self,
        cycles: &[AwardCycleId],
    ) -> Result<Vec<(AwardCycleId, AwardStage, Option<NaiveDate>)>, StoreError> {
        if cycles.is_empty() {
            return Ok(Vec::new());
        }
        self.all(sql(ENDS).list(cycles)).await
    }

    /// What has moved ends of a cycle later, in the order of time.
    pub async fn list_addenda(
        &mut self,
        cycle: AwardCycleId,
    ) -> Result<Vec<AddendumRow>, StoreError> {
        self.all(sql(ADDENDA).bind(cycle)).await
    }
}

impl Tx {
    /// Writes how long the stages of a cycle take, which is not announced yet.
    pub async fn set_stages(
        &mut self,
        cycle: AwardCycleId,
        plan: &StagePlan,
    ) -> Result<(), StoreError> {
        self.run(sql(CLEAR).bind(cycle)).await?;
        for (order, (stage, n_days)) in (1_i64..).zip(&plan.0) {
            self.run(bound!(ADD; cycle, *stage, order, *n_days)).await?;
        }
        Ok(())
    }

    /// Keeps the last day of a stage, as it is announced.
    pub async fn announce_stage(
        &mut self,
        cycle: AwardCycleId,
        stage: AwardStage,
        until: NaiveDate,
    ) -> Result<(), StoreError> {
        self.run(bound!(ANNOUNCE; cycle, stage, until)).await
    }

    /// Moves the last day of a stage; what was announced stays.
    pub async fn move_stage(
        &mut self,
        cycle: AwardCycleId,
        stage: AwardStage,
        until: NaiveDate,
    ) -> Result<(), StoreError> {
        self.run(bound!(MOVE; cycle, stage, until)).await
    }

    /// Keeps what has moved an end.
    pub async fn add_addendum(
        &mut self,
        cycle: AwardCycleId,
        addendum: &AddendumRow,
    ) -> Result<(), StoreError> {
        let row = addendum;
        self.run(bound!(ADD_ADDENDUM;
            cycle, row.stage, row.from_day, row.to_day, &row.reason, row.at))
            .await
    }

    /// Gives a cycle that is not announced a title that a decision maker allows, unless somebody was
    /// faster.
    pub async fn allow_title(
        &mut self,
        (id, revision): (AwardCycleId, i64),
        title: &str,
        reason: &str,
        person: PersonId,
    ) -> Result<bool, StoreError> {
        self.is_changed(bound!(ALLOW; id, revision, title, reason, person)).await
    }
}
