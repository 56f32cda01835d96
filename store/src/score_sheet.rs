//! Score sheets of judges, and decisions about ties.

use chrono::{DateTime, Utc};
use domain::{
    id::{AwardCategoryId, AwardCycleId, NominationId, PersonId, ScoreSheetId},
    quota::TieDecision,
    score_sheet::{Points, SheetStage, Stage},
};

use crate::{
    Conn, StoreError, Tx,
    row::{decoded, written},
    statement::{bound, sql, text},
};

/// A sheet.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ScoreSheetRow {
    /// Key.
    pub id: ScoreSheetId,
    /// Whom.
    pub nomination_id: NominationId,
    /// Who.
    pub person_id: PersonId,
    /// In which seat.
    pub seat_no: i64,
    /// Scores in the rubric's order; none where nothing is entered.
    pub scores: Vec<Option<Points>>,
    /// Comment.
    pub comment: String,
    /// Where it stands.
    pub state: SheetStage,
    /// Counts the changes, for compare-and-set.
    pub revision: i64,
}

decoded! { ScoreSheetRow: id, nomination_id, person_id, seat_no, scores, comment, state, revision }

/// A submitted sheet as far as a ranking goes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RankedSheet {
    /// Whom.
    pub nomination_id: NominationId,
    /// From which seat.
    pub seat_no: i64,
    /// Scores in the rubric's order: none is missing.
    pub scores: Vec<Option<Points>>,
    /// Where it stands: never a draft.
    pub state: SheetStage,
}

decoded! { RankedSheet: nomination_id, seat_no, scores, state }

/// A sheet to be written.
#[derive(Clone, Debug)]
pub struct NewScoreSheet<'a> {
    /// Whom.
    pub nomination_id: NominationId,
    /// Who.
    pub person_id: PersonId,
    /// In which seat.
    pub seat_no: i64,
    /// Scores in the rubric's order; none where nothing is entered.
    pub scores: &'a [Option<Points>],
    /// Comment.
    pub comment: &'a str,
    /// Of which stage.
    pub stage: Stage,
    /// Now.
    pub at: DateTime<Utc>,
}

const COLUMNS: &str = "SELECT s.id, s.nomination_id, s.person_id, s.seat_no, s.scores, s.comment, \
    s.state, s.revision FROM score_sheet s ";
const FIND: &str =
    text![COLUMNS, "WHERE s.nomination_id = $1 AND s.person_id = $2 AND s.stage = $3"];
const OF_JUDGE: &str = text![
    COLUMNS,
    "JOIN nomination n ON n.id = s.nomination_id WHERE n.cycle_id = $1 AND s.person_id = $2 \
    AND s.stage = $3"
];
const OF_CATEGORY: &str = "SELECT s.nomination_id, s.seat_no, s.scores, s.state \
    FROM score_sheet s JOIN nomination n ON n.id = s.nomination_id \
    WHERE n.category_id = $1 AND s.stage = $2 AND s.state <> 'draft' \
    ORDER BY s.nomination_id, s.seat_no";
const COUNT: &str = "SELECT s.person_id, COUNT(*) FROM score_sheet s \
    JOIN nomination n ON n.id = s.nomination_id \
    WHERE n.cycle_id = $1 AND s.stage = $2 AND s.state = 'submitted' GROUP BY s.person_id";
const SUBMITTED: &str = "SELECT s.nomination_id, s.person_id FROM score_sheet s \
    JOIN nomination n ON n.id = s.nomination_id \
    WHERE n.cycle_id = $1 AND s.stage = $2 AND s.state = 'submitted'";
const ADD: &str = "INSERT INTO score_sheet \
    (nomination_id, person_id, seat_no, scores, comment, state, revision, changed_at, stage) \
    VALUES ($1, $2, $3, $4, $5, 'draft', 1, $6, $7)";
const SAVE: &str = "UPDATE score_sheet SET scores = $4, comment = $5, revision = revision + 1, \
    changed_at = $6 WHERE nomination_id = $1 AND person_id = $2 AND revision = $3 \
    AND stage = $7 AND state = 'draft'";
const SUBMIT: &str = "UPDATE score_sheet SET state = 'submitted' \
    WHERE nomination_id = $1 AND person_id = $2 AND revision = $3 AND stage = $4 \
    AND state = 'draft'";
const VOID: &str = "UPDATE score_sheet SET state = 'void' \
    WHERE nomination_id = $1 AND person_id = $2 AND stage = $3 AND state = 'submitted'";
const BALLOT: &str = "SELECT ballots, reference FROM final_ballot WHERE category_id = $1";
const VOTES: &str = "SELECT v.nomination_id, v.votes FROM final_vote v \
    JOIN nomination n ON n.id = v.nomination_id WHERE n.category_id = $1 ORDER BY v.nomination_id";
const CLEAR_BALLOT: &str = "DELETE FROM final_ballot WHERE category_id = $1";
const CLEAR_VOTES: &str = "DELETE FROM final_vote WHERE nomination_id IN \
    (SELECT id FROM nomination WHERE category_id = $1)";
const ADD_BALLOT: &str =
    "INSERT INTO final_ballot (category_id, ballots, reference) VALUES ($1, $2, $3)";
const ADD_VOTES: &str = "INSERT INTO final_vote (nomination_id, votes) VALUES ($1, $2)";
const TIES: &str = "SELECT decision FROM tie_decision WHERE category_id = $1 ORDER BY id";
const ADD_TIE: &str = "INSERT INTO tie_decision (category_id, decision, person_id, decided_at) \
    VALUES ($1, $2, $3, $4) RETURNING id";

impl Conn {
    /// The sheet of a judge for a nominee in a stage.
    pub async fn find_sheet(
        &mut self,
        nomination: NominationId,
        person: PersonId,
        stage: Stage,
    ) -> Result<Option<ScoreSheetRow>, StoreError> {
        self.one(sql(FIND).bind(nomination).bind(person).bind(stage)).await
    }

    /// All sheets of a stage in a category that were submitted, by nominee and seat: a package that is
    /// fixed has them in the same order each time.
    pub async fn list_sheets(
        &mut self,
        category: AwardCategoryId,
        stage: Stage,
    ) -> Result<Vec<RankedSheet>, StoreError> {
        self.all(sql(OF_CATEGORY).bind(category).bind(stage)).await
    }

    /// All sheets of a judge in a stage of a cycle.
    pub async fn list_sheets_of(
        &mut self,
        cycle: AwardCycleId,
        person: PersonId,
        stage: Stage,
    ) -> Result<Vec<ScoreSheetRow>, StoreError> {
        self.all(sql(OF_JUDGE).bind(cycle).bind(person).bind(stage)).await
    }

    /// How many sheets each judge of a cycle has submitted in a stage.
    pub async fn count_sheets(
        &mut self,
        cycle: AwardCycleId,
        stage: Stage,
    ) -> Result<Vec<(PersonId, i64)>, StoreError> {
        self.all(sql(COUNT).bind(cycle).bind(stage)).await
    }

    /// Nomination and judge of each submitted sheet of a stage that is not void.
    pub async fn list_submitted(
        &mut self,
        cycle: AwardCycleId,
        stage: Stage,
    ) -> Result<Vec<(NominationId, PersonId)>, StoreError> {
        self.all(sql(SUBMITTED).bind(cycle).bind(stage)).await
    }

    /// The ballots of a final that was a vote, and where it is on record.
    pub async fn find_final_ballot(
        &mut self,
        category: AwardCategoryId,
    ) -> Result<Option<(i64, String)>, StoreError> {
        self.one(sql(BALLOT).bind(category)).await
    }

    /// The votes of that final, by nominee.
    pub async fn list_final_votes(
        &mut self,
        category: AwardCategoryId,
    ) -> Result<Vec<(NominationId, i64)>, StoreError> {
        self.all(sql(VOTES).bind(category)).await
    }

    /// What was decided about ties of a category, in the order of time.
    pub async fn list_tie_decisions(
        &mut self,
        category: AwardCategoryId,
    ) -> Result<Vec<TieDecision>, StoreError> {
        self.all(sql(TIES).bind(category)).await
    }
}

impl Tx {
    /// Saves a draft: the first one with revision 0, a later one only over the revision it was
    /// made from. Tells whether it did; a submitted sheet is locked.
    pub async fn save_sheet(
        &mut self,
        sheet: &NewScoreSheet<'_>,
        revision: i64,
    ) -> Result<bool, StoreError> {
        let s = sheet;
        let scores = written(&s.scores)?;
        if revision == 0 {
            let added = self
                .run(bound!(ADD;
                s.nomination_id, s.person_id, s.seat_no, scores, s.comment, s.at, s.stage))
                .await;
            return match added {
                Err(StoreError::Conflict) => Ok(false),
                other => other.map(|()| true),
            };
        }
        self.is_changed(bound!(SAVE;
            s.nomination_id, s.person_id, revision, scores, s.comment, s.at, s.stage))
            .await
    }

    /// Locks a sheet.
    pub async fn submit_sheet(
        &mut self,
        (nomination, person, stage): (NominationId, PersonId, Stage),
        revision: i64,
    ) -> Result<bool, StoreError> {
        self.is_changed(sql(SUBMIT).bind(nomination).bind(person).bind(revision).bind(stage)).await
    }

    /// A sheet that does not count, because of a relation declared later.
    pub async fn void_sheet(
        &mut self,
        nomination: NominationId,
        person: PersonId,
        stage: Stage,
    ) -> Result<bool, StoreError> {
        self.is_changed(sql(VOID).bind(nomination).bind(person).bind(stage)).await
    }

    /// Keeps the vote of a final: valid ballots, where it is on record, and the votes of each; what
    /// stood there before is replaced.
    pub async fn set_final_vote(
        &mut self,
        category: AwardCategoryId,
        (ballots, reference): (i64, &str),
        votes: &[(NominationId, i64)],
    ) -> Result<(), StoreError> {
        self.run(sql(CLEAR_BALLOT).bind(category)).await?;
        self.run(sql(CLEAR_VOTES).bind(category)).await?;
        self.run(sql(ADD_BALLOT).bind(category).bind(ballots).bind(reference)).await?;
        for (nomination, votes) in votes {
            self.run(sql(ADD_VOTES).bind(*nomination).bind(*votes)).await?;
        }
        Ok(())
    }

    /// Keeps a decision about a tie.
    pub async fn add_tie_decision(
        &mut self,
        category: AwardCategoryId,
        decision: &TieDecision,
        person: PersonId,
        at: DateTime<Utc>,
    ) -> Result<i64, StoreError> {
        self.only(bound!(ADD_TIE; category, written(decision)?, person, at)).await
    }
}
