//! The meeting of a final: who is spoken of, and in which order.

use chrono::{DateTime, Utc};
use domain::{
    id::{AwardCycleId, NominationId},
    roster::AwardCategory,
};

use crate::{
    Conn, StoreError, Tx,
    row::decoded,
    statement::{bound, sql},
};

/// A meeting.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FinalMeetingRow {
    /// Who is spoken of, by place; 0: nobody yet.
    pub turn: i64,
    /// Whether it is over.
    pub is_closed: bool,
    /// Counts the changes.
    pub revision: i64,
}

decoded! { FinalMeetingRow: turn, is_closed, revision }

/// A nominee's place in a meeting.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FinalTurnRow {
    /// The place, from 1.
    pub place: i64,
    /// Who.
    pub nomination_id: NominationId,
    /// Name.
    pub name: String,
    /// Workplace.
    pub workplace: String,
    /// Which category.
    pub category: AwardCategory,
    /// When it was this one's turn the first time.
    pub called_at: Option<DateTime<Utc>>,
}

decoded! { FinalTurnRow: place, nomination_id, name, workplace, category, called_at }

const FIND: &str = "SELECT turn, is_closed, revision FROM final_meeting WHERE cycle_id = $1";
const TURNS: &str = "SELECT t.place, t.nomination_id, n.name, n.workplace, k.category, t.called_at \
    FROM final_turn t JOIN nomination n ON n.id = t.nomination_id \
    JOIN award_category k ON k.id = n.category_id \
    WHERE t.cycle_id = $1 AND n.state = 'shortlisted' ORDER BY t.place";
const OPEN: &str = "INSERT INTO final_meeting (cycle_id, turn, is_closed, revision, opened_at) \
    VALUES ($1, 0, FALSE, 1, $2) ON CONFLICT (cycle_id) \
    DO UPDATE SET is_closed = FALSE, revision = final_meeting.revision + 1";
const CLEAR: &str = "DELETE FROM final_turn WHERE cycle_id = $1 AND called_at IS NULL";
const ADD_TURN: &str = "INSERT INTO final_turn (cycle_id, place, nomination_id) \
    SELECT CAST($1 AS BIGINT), COALESCE(MAX(place), 0) + 1, CAST($2 AS BIGINT) \
    FROM final_turn WHERE cycle_id = $1";
const CALL: &str = "UPDATE final_meeting SET turn = $3, revision = revision + 1 \
    WHERE cycle_id = $1 AND revision = $2 AND is_closed = FALSE";
const CALLED: &str =
    "UPDATE final_turn SET called_at = COALESCE(called_at, $3) WHERE cycle_id = $1 AND place = $2";
const CLOSE: &str = "UPDATE final_meeting SET is_closed = TRUE, revision = revision + 1 \
    WHERE cycle_id = $1 AND revision = $2 AND is_closed = FALSE";

impl Conn {
    /// The meeting of a cycle's final.
    pub async fn find_final_meeting(
        &mut self,
        cycle: AwardCycleId,
    ) -> Result<Option<FinalMeetingRow>, StoreError> {
        self.one(sql(FIND).bind(cycle)).await
    }

    /// Those who are spoken of in it, by place; whoever is not in the final any more is left out.
    pub async fn list_final_turns(
        &mut self,
        cycle: AwardCycleId,
    ) -> Result<Vec<FinalTurnRow>, StoreError> {
        self.all(sql(TURNS).bind(cycle)).await
    }
}

impl Tx {
    /// Opens a meeting, or opens it again: whoever was spoken of keeps the place, and these follow.
    pub async fn open_final_meeting(
        &mut self,
        cycle: AwardCycleId,
        turns: &[NominationId],
        at: DateTime<Utc>,
    ) -> Result<(), StoreError> {
        self.run(sql(OPEN).bind(cycle).bind(at)).await?;
        self.run(sql(CLEAR).bind(cycle)).await?;
        for nomination in turns {
            self.run(sql(ADD_TURN).bind(cycle).bind(*nomination)).await?;
        }
        Ok(())
    }

    /// It is somebody's turn, unless somebody was faster or the meeting is over.
    pub async fn call_final_turn(
        &mut self,
        cycle: AwardCycleId,
        revision: i64,
        (place, at): (i64, DateTime<Utc>),
    ) -> Result<bool, StoreError> {
        let is_called = self.is_changed(bound!(CALL; cycle, revision, place)).await?;
        if is_called {
            self.run(bound!(CALLED; cycle, place, at)).await?;
        }
        Ok(is_called)
    }

    /// Ends a meeting, unless somebody was faster.
    pub async fn close_final_meeting(
        &mut self,
        cycle: AwardCycleId,
        revision: i64,
    ) -> Result<bool, StoreError> {
        self.is_changed(sql(CLOSE).bind(cycle).bind(revision)).await
    }
}
