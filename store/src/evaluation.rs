//! What an office puts right while judges score: who reads whom, sheets opened again, declarations
//! undone, substitutes drawn.

use chrono::{DateTime, Utc};
use domain::{
    id::{AwardCycleId, NominationId, PersonId},
    nomination::Relation,
    score_sheet::{SheetStage, Stage},
};

use crate::{
    Conn, StoreError, Tx,
    row::decoded,
    statement::{bound, sql},
};

/// Where a judge's sheet of a nominee stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SheetStateRow {
    /// Whom.
    pub nomination_id: NominationId,
    /// Who.
    pub person_id: PersonId,
    /// Where it stands.
    pub state: SheetStage,
}

decoded! { SheetStateRow: nomination_id, person_id, state }

/// A sheet that was opened again.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PastSheetRow {
    /// Whom.
    pub nomination_id: NominationId,
    /// Whose sheet.
    pub person_id: PersonId,
    /// Why it was opened.
    pub reason: String,
    /// When.
    pub opened_at: DateTime<Utc>,
}

decoded! { PastSheetRow: nomination_id, person_id, reason, opened_at }

/// A declaration that was undone.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PastRelationRow {
    /// Whom.
    pub nomination_id: NominationId,
    /// Who had declared it.
    pub person_id: PersonId,
    /// What.
    pub kind: Relation,
    /// Why it was undone.
    pub reason: String,
    /// When.
    pub undone_at: DateTime<Utc>,
}

decoded! { PastRelationRow: nomination_id, person_id, kind, reason, undone_at }

/// How it was worked out who reads whom.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ReaderPlanRow {
    /// The seed.
    pub seed: i64,
    /// Why it was worked out anew; empty the first time.
    pub reason: String,
    /// When.
    pub planned_at: DateTime<Utc>,
}

decoded! { ReaderPlanRow: seed, reason, planned_at }

/// How a substitute was drawn.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SubstituteDrawRow {
    /// The seat.
    pub seat_no: i64,
    /// Who was drawn.
    pub name: String,
    /// The seed.
    pub seed: String,
    /// The keys of those from whom it was drawn, with commas.
    pub pool: String,
    /// Why a substitute was needed.
    pub reason: String,
    /// When.
    pub drawn_at: DateTime<Utc>,
}

decoded! { SubstituteDrawRow: seat_no, name, seed, pool, reason, drawn_at }

/// A draw to be kept.
#[derive(Clone, Copy, Debug)]
pub struct NewSubstituteDraw<'a> {
    /// The cycle.
    pub cycle: AwardCycleId,
    /// The seat.
    pub seat_no: i64,
    /// Who was drawn.
    pub person: PersonId,
    /// The seed.
    pub seed: &'a str,
    /// The keys of those from whom it was drawn, with commas.
    pub pool: &'a str,
    /// Why a substitute was needed.
    pub reason: &'a str,
    /// Who had it drawn.
    pub drawer: PersonId,
    /// When.
    pub at: DateTime<Utc>,
}

const STATES: &str = "SELECT s.nomination_id, s.person_id, s.state FROM score_sheet s \
    JOIN nomination n ON n.id = s.nomination_id WHERE n.cycle_id = $1 AND s.stage = $2";
const KEEP_PAST: &str = "INSERT INTO score_sheet_past \
    (sheet_id, revision, state, scores, comment, reason, opener_id, opened_at) \
    SELECT id, revision, state, scores, comment, $4, $5, $6 FROM score_sheet \
    WHERE nomination_id = $1 AND person_id = $2 AND stage = $3 AND state <> 'draft'";
const OPEN_AGAIN: &str = "UPDATE score_sheet SET state = 'draft', revision = revision + 1, \
    changed_at = $4 WHERE nomination_id = $1 AND person_id = $2 AND stage = $3 AND state <> 'draft'";
const PAST_SHEETS: &str = "SELECT s.nomination_id, s.person_id, p.reason, p.opened_at \
    FROM score_sheet_past p JOIN score_sheet s ON s.id = p.sheet_id \
    JOIN nomination n ON n.id = s.nomination_id WHERE n.cycle_id = $1 ORDER BY p.id";
const KEEP_RELATION: &str = "INSERT INTO judge_relation_past \
    (nomination_id, person_id, kind, declared_at, reason, undoer_id, undone_at) \
    SELECT nomination_id, person_id, kind, declared_at, $3, $4, $5 FROM judge_relation \
    WHERE nomination_id = $1 AND person_id = $2";
const UNDO_RELATION: &str =
    "DELETE FROM judge_relation WHERE nomination_id = $1 AND person_id = $2";
const PAST_RELATIONS: &str = "SELECT p.nomination_id, p.person_id, p.kind, p.reason, p.undone_at \
    FROM judge_relation_past p JOIN nomination n ON n.id = p.nomination_id \
    WHERE n.cycle_id = $1 ORDER BY p.id";
const READERS: &str = "SELECT r.nomination_id, r.person_id FROM reader r \
    JOIN nomination n ON n.id = r.nomination_id WHERE n.cycle_id = $1 \
    ORDER BY r.nomination_id, r.person_id";
const CLEAR_READERS: &str = "DELETE FROM reader WHERE nomination_id IN \
    (SELECT id FROM nomination WHERE cycle_id = $1)";
const ADD_READERS: &str = "INSERT INTO reader (nomination_id, person_id) ";
const PLANS: &str = "SELECT seed, reason, planned_at FROM reader_plan WHERE cycle_id = $1 \
    ORDER BY id DESC";
const ADD_PLAN: &str = "INSERT INTO reader_plan (cycle_id, seed, reason, planner_id, planned_at) \
    VALUES ($1, $2, $3, $4, $5)";
const DRAWS: &str = "SELECT d.seat_no, p.name, d.seed, d.pool, d.reason, d.drawn_at \
    FROM substitute_draw d JOIN person p ON p.id = d.person_id WHERE d.cycle_id = $1 \
    ORDER BY d.seat_no";
const ADD_DRAW: &str = "INSERT INTO substitute_draw \
    (cycle_id, seat_no, person_id, seed, pool, reason, drawer_id, drawn_at) \
    VALUES ($1, $2, $3, $4, $5, $6, $7, $8)";

impl Conn {
    /// Where each sheet of a stage stands.
    pub async fn list_sheet_states(
        &mut self,
        cycle: AwardCycleId,
        stage: Stage,
    ) -> Result<Vec<SheetStateRow>, StoreError> {
        self.all(sql(STATES).bind(cycle).bind(stage)).await
    }

    /// The sheets of a cycle that were opened again, in the order of time.
    pub async fn list_past_sheets(
        &mut self,
        cycle: AwardCycleId,
    ) -> Result<Vec<PastSheetRow>, StoreError> {
        self.all(sql(PAST_SHEETS).bind(cycle)).await
    }

    /// The declarations of a cycle that were undone, in the order of time.
    pub async fn list_past_relations(
        &mut self,
        cycle: AwardCycleId,
    ) -> Result<Vec<PastRelationRow>, StoreError> {
        self.all(sql(PAST_RELATIONS).bind(cycle)).await
    }

    /// Who reads whom in a cycle, by nominee and judge.
    pub async fn list_readers(
        &mut self,
        cycle: AwardCycleId,
    ) -> Result<Vec<(NominationId, PersonId)>, StoreError> {
        self.all(sql(READERS).bind(cycle)).await
    }

    /// How it was worked out who reads whom, the newest first.
    pub async fn list_reader_plans(
        &mut self,
        cycle: AwardCycleId,
    ) -> Result<Vec<ReaderPlanRow>, StoreError> {
        self.all(sql(PLANS).bind(cycle)).await
    }

    /// The substitutes that were drawn for a cycle, by seat.
    pub async fn list_substitute_draws(
        &mut self,
        cycle: AwardCycleId,
    ) -> Result<Vec<SubstituteDrawRow>, StoreError> {
        self.all(sql(DRAWS).bind(cycle)).await
    }
}

impl Tx {
    /// A locked sheet is a draft again, and what it said is kept; tells whether it was locked.
    pub async fn open_sheet_again(
        &mut self,
        (nomination, person, stage): (NominationId, PersonId, Stage),
        (opener, reason, at): (PersonId, &str, DateTime<Utc>),
    ) -> Result<bool, StoreError> {
        self.run(bound!(KEEP_PAST; nomination, person, stage, reason, opener, at)).await?;
        self.is_changed(bound!(OPEN_AGAIN; nomination, person, stage, at)).await
    }

    /// What somebody declared about a nominee is undone, and kept; tells whether there was anything.
    pub async fn undo_relation(
        &mut self,
        (nomination, person): (NominationId, PersonId),
        (undoer, reason, at): (PersonId, &str, DateTime<Utc>),
    ) -> Result<bool, StoreError> {
        self.run(bound!(KEEP_RELATION; nomination, person, reason, undoer, at)).await?;
        self.is_changed(sql(UNDO_RELATION).bind(nomination).bind(person)).await
    }

    /// Sets who reads whom in a cycle, and keeps how that was worked out.
    pub async fn set_readers(
        &mut self,
        cycle: AwardCycleId,
        pairs: &[(NominationId, PersonId)],
        (seed, reason, planner, at): (i64, &str, PersonId, DateTime<Utc>),
    ) -> Result<(), StoreError> {
        self.run(sql(CLEAR_READERS).bind(cycle)).await?;
        let row = |(nomination, person): &(NominationId, PersonId)| {
            vec![(*nomination).into(), (*person).into()]
        };
        self.run_rows(ADD_READERS, pairs.iter().map(row).collect(), "").await?;
        self.run(bound!(ADD_PLAN; cycle, seed, reason, planner, at)).await
    }

    /// Keeps how a substitute was drawn.
    pub async fn add_substitute_draw(
        &mut self,
        draw: &NewSubstituteDraw<'_>,
    ) -> Result<(), StoreError> {
        let d = draw;
        self.run(bound!(ADD_DRAW;
            d.cycle, d.seat_no, d.person, d.seed, d.pool, d.reason, d.drawer, d.at))
            .await
    }
}
