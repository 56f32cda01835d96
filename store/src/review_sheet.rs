//! Score sheets of panelists.

use chrono::{DateTime, Utc};
use domain::{
    id::{BookingId, PersonId, ReviewSheetId},
    review_sheet::ReviewDraft,
    score_sheet::{Points, SheetStage},
    trial_lecture::Veto,
};

use crate::{
    Conn, StoreError, Tx,
    row::{decoded, written},
    statement::{bound, sql, text},
};

/// A sheet.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ReviewSheetRow {
    /// Key.
    pub id: ReviewSheetId,
    /// The lecture.
    pub booking_id: BookingId,
    /// Who.
    pub person_id: PersonId,
    /// In which seat.
    pub seat_no: i64,
    /// Scores in the rubric's order; none where nothing is entered.
    pub scores: Vec<Option<Points>>,
    /// Notes in the rubric's order; empty where nothing is noted.
    pub notes: Vec<String>,
    /// What was good.
    pub strength: String,
    /// What could be better.
    pub suggestion: String,
    /// A veto that is raised.
    pub veto: Option<Veto>,
    /// On what it rests.
    pub veto_detail: String,
    /// Where it stands.
    pub state: SheetStage,
    /// Counts the changes, for compare-and-set.
    pub revision: i64,
}

decoded! {
    ReviewSheetRow: id, booking_id, person_id, seat_no, scores, notes, strength, suggestion, veto,
    veto_detail, state, revision
}

impl ReviewSheetRow {
    /// What is on it.
    pub fn draft(&self) -> ReviewDraft {
        ReviewDraft {
            scores: self.scores.clone(),
            notes: self.notes.clone(),
            strength: self.strength.clone(),
            suggestion: self.suggestion.clone(),
            veto: self.veto,
            veto_detail: self.veto_detail.clone(),
        }
    }
}

/// Whose sheet of which lecture is written.
#[derive(Clone, Copy, Debug)]
pub struct SheetOf {
    /// The lecture.
    pub booking_id: BookingId,
    /// Who.
    pub person_id: PersonId,
    /// In which seat.
    pub seat_no: i64,
}

const COLUMNS: &str = "SELECT s.id, s.booking_id, s.person_id, s.seat_no, s.scores, s.notes, \
    s.strength, s.suggestion, s.veto, s.veto_detail, s.state, s.revision FROM review_sheet s ";
const FIND: &str = text![COLUMNS, "WHERE s.booking_id = $1 AND s.person_id = $2"];
const OF_LECTURES: &str = text![COLUMNS, "WHERE s.booking_id IN "];
const ADD: &str = "INSERT INTO review_sheet (booking_id, person_id, seat_no, scores, notes, \
    strength, suggestion, veto, veto_detail, state, revision, changed_at) \
    VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, 'draft', 1, $10)";
const SAVE: &str = "UPDATE review_sheet SET scores = $4, notes = $5, strength = $6, \
    suggestion = $7, veto = $8, veto_detail = $9, revision = revision + 1, changed_at = $10 \
    WHERE booking_id = $1 AND person_id = $2 AND revision = $3 AND state = 'draft'";
const SUBMIT: &str = "UPDATE review_sheet SET state = 'submitted' \
    WHERE booking_id = $1 AND person_id = $2 AND revision = $3 AND state = 'draft'";
const VOID: &str = "UPDATE review_sheet SET state = 'void', revision = revision + 1 \
    WHERE booking_id = $1 AND person_id = $2 AND state <> 'void'";
const KEEP_PAST: &str = "INSERT INTO review_sheet_past (sheet_id, scores, notes, strength, \
    suggestion, veto, veto_detail, reason, unlocker_id, unlocked_at) \
    SELECT id, scores, notes, strength, suggestion, veto, veto_detail, $3, $4, $5 \
    FROM review_sheet WHERE booking_id = $1 AND person_id = $2 AND state = 'submitted'";
const UNLOCK: &str = "UPDATE review_sheet SET state = 'draft', revision = revision + 1 \
    WHERE booking_id = $1 AND person_id = $2 AND state = 'submitted'";
const PAST: &str = "SELECT COUNT(*) FROM review_sheet_past p JOIN review_sheet s \
    ON s.id = p.sheet_id WHERE s.booking_id = $1";

impl Conn {
    /// A panelist's sheet of a lecture.
    pub async fn find_review_sheet(
        &mut self,
        booking: BookingId,
        person: PersonId,
    ) -> Result<Option<ReviewSheetRow>, StoreError> {
        self.one(sql(FIND).bind(booking).bind(person)).await
    }

    /// All sheets of lectures, in whatever state, by seat.
    pub async fn list_review_sheets(
        &mut self,
        bookings: &[BookingId],
    ) -> Result<Vec<ReviewSheetRow>, StoreError> {
        if bookings.is_empty() {
            return Ok(Vec::new());
        }
        self.all(sql(OF_LECTURES).list(bookings).push(" ORDER BY s.booking_id, s.seat_no")).await
    }

    /// How often sheets of a lecture were unlocked.
    pub async fn count_unlocked_sheets(&mut self, booking: BookingId) -> Result<i64, StoreError> {
        self.only(sql(PAST).bind(booking)).await
    }
}

impl Tx {
    /// Saves a draft: the first one with revision 0, a later one only over the revision it was
    /// made from. Tells whether it did; a submitted sheet is locked.
    pub async fn save_review_sheet(
        &mut self,
        of: SheetOf,
        draft: &ReviewDraft,
        revision: i64,
        at: DateTime<Utc>,
    ) -> Result<bool, StoreError> {
        let d = draft;
        let (scores, notes) = (written(&d.scores)?, written(&d.notes)?);
        if revision == 0 {
            let added = self
                .run(bound!(ADD;
                of.booking_id, of.person_id, of.seat_no, scores, notes, &d.strength,
                &d.suggestion, d.veto, &d.veto_detail, at))
                .await;
            return match added {
                Err(StoreError::Conflict) => Ok(false),
                other => other.map(|()| true),
            };
        }
        self.is_changed(bound!(SAVE;
            of.booking_id, of.person_id, revision, scores, notes, &d.strength, &d.suggestion,
            d.veto, &d.veto_detail, at))
            .await
    }

    /// Locks a sheet.
    pub async fn submit_review_sheet(
        &mut self,
        booking: BookingId,
        person: PersonId,
        revision: i64,
    ) -> Result<bool, StoreError> {
        self.is_changed(sql(SUBMIT).bind(booking).bind(person).bind(revision)).await
    }

    /// A sheet that does not count, because of a relation that became known.
    pub async fn void_review_sheet(
        &mut self,
        booking: BookingId,
        person: PersonId,
    ) -> Result<bool, StoreError> {
        self.is_changed(sql(VOID).bind(booking).bind(person)).await
    }

    /// Opens a submitted sheet again and keeps what it said (`REV-08`); `false`: it was not
    /// submitted.
    pub async fn unlock_review_sheet(
        &mut self,
        (booking, person): (BookingId, PersonId),
        unlocker: PersonId,
        reason: &str,
        at: DateTime<Utc>,
    ) -> Result<bool, StoreError> {
        self.run(bound!(KEEP_PAST; booking, person, reason, unlocker, at)).await?;
        self.is_changed(sql(UNLOCK).bind(booking).bind(person)).await
    }
}
