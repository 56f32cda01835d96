//! Corrections of what stands on a record that somebody has taken, and that wait for a second person.

use chrono::{DateTime, Utc};
use domain::{
    credit_hour::CreditSource,
    id::{DeliveryId, PaperCorrectionId, ParticipationId, PersonId},
    paper_correction::{Correction, CorrectionSource, CorrectionState},
};

use crate::{
    Conn, Reach, StoreError, Tx,
    row::{decoded, written},
    statement::{bound, sql, text},
};

/// A correction with the names that pages show.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PaperCorrectionRow {
    /// Key.
    pub id: PaperCorrectionId,
    /// Whose row it is.
    pub person_id: PersonId,
    /// The name of that person.
    pub person_name: String,
    /// The activity.
    pub title: String,
    /// What it has come to so far: hours in hundredths, or the minutes of a lecture.
    pub amount_before: i64,
    /// What it is to come to.
    pub amount_after: i64,
    /// What is corrected.
    pub change: Correction,
    /// Why.
    pub reason: String,
    /// Who proposed it.
    pub proposer_id: PersonId,
    /// The name of that person.
    pub proposer_name: String,
    /// When.
    pub proposed_at: DateTime<Utc>,
    /// Where it stands.
    pub state: CorrectionState,
    /// Who has confirmed or refused it, or called it off.
    pub decider_id: Option<PersonId>,
    /// The name of that person.
    pub decider_name: Option<String>,
    /// Why it was refused.
    pub answer: String,
    /// When it was decided.
    pub decided_at: Option<DateTime<Utc>>,
    /// Counts the changes.
    pub revision: i64,
}

decoded! {
    PaperCorrectionRow: id, person_id, person_name, title, amount_before, amount_after, change, reason,
    proposer_id, proposer_name, proposed_at, state, decider_id, decider_name, answer, decided_at,
    revision
}

/// A correction to be proposed.
#[derive(Clone, Debug)]
pub struct NewPaperCorrection<'a> {
    /// Whose row it is.
    pub person_id: PersonId,
    /// The activity.
    pub title: &'a str,
    /// What it has come to so far and is to come to: hours in hundredths, or the minutes of a lecture.
    pub amounts: (i64, i64),
    /// What is corrected.
    pub change: &'a Correction,
    /// Why.
    pub reason: &'a str,
    /// Who proposes it.
    pub proposer_id: PersonId,
    /// Now.
    pub proposed_at: DateTime<Utc>,
}

const COLUMNS: &str = "SELECT c.id, c.person_id, p.name AS person_name, c.title, c.amount_before, \
    c.amount_after, c.change, c.reason, c.proposer_id, w.name AS proposer_name, c.proposed_at, c.state, \
    c.decider_id, d.name AS decider_name, c.answer, c.decided_at, c.revision FROM paper_correction c \
    JOIN person p ON p.id = c.person_id JOIN person w ON w.id = c.proposer_id \
    LEFT JOIN person d ON d.id = c.decider_id ";
const FIND: &str = text![COLUMNS, "WHERE c.id = $1"];
const OF_SOURCE: &str = text![
    COLUMNS,
    "WHERE c.state = 'proposed' AND c.source = $1 AND c.source_id = $2 ORDER BY c.id"
];
const OF_PERSON: &str =
    text![COLUMNS, "WHERE c.state = 'proposed' AND c.person_id = $1 ORDER BY c.id"];
const WAITING: &str = text![COLUMNS, "WHERE c.state = 'proposed'"];
const ENDED: &str = text![COLUMNS, "WHERE c.state <> 'proposed' AND c.decided_at >= $1"];
const UNIT: &str = "(SELECT MIN(a.organisation_id) FROM affiliation a \
    WHERE a.person_id = p.id AND a.ends_on IS NULL)";
/// Rows of the ledger that stand, and are on a paper that holds.
const ON_PAPER: &str = "SELECT DISTINCT h.person_id FROM credit_hour h \
    JOIN certificate_credit x ON x.credit_hour_id = h.id \
    JOIN certificate c ON c.id = x.certificate_id \
    WHERE h.source = $1 AND h.source_id = $2 AND c.state = 'valid' \
    AND NOT EXISTS (SELECT 1 FROM credit_hour r WHERE r.reverses_id = h.id) ORDER BY h.person_id";
const DELIVERY_ON_PAPER: &str = "SELECT COUNT(*) FROM certificate_delivery x \
    JOIN certificate c ON c.id = x.certificate_id WHERE x.delivery_id = $1 AND c.state = 'valid'";
const LINES_ON_PAPER: &str = "SELECT DISTINCT h.source_id FROM credit_hour h \
    JOIN certificate_credit x ON x.credit_hour_id = h.id \
    JOIN certificate c ON c.id = x.certificate_id WHERE h.source = 'roster' AND c.state = 'valid' \
    AND NOT EXISTS (SELECT 1 FROM credit_hour r WHERE r.reverses_id = h.id) AND h.source_id IN ";
const LINES_WAITING: &str = "SELECT source_id FROM paper_correction \
    WHERE source = 'roster' AND state = 'proposed' AND source_id IN ";
const STANDING: &str = "SELECT CAST(COALESCE(SUM(h.earned), 0) AS BIGINT) FROM credit_hour h \
    WHERE h.source = $1 AND h.source_id = $2 AND h.person_id = $3";
const ADD: &str = "INSERT INTO paper_correction (source, source_id, person_id, title, amount_before, \
    amount_after, change, reason, proposer_id, proposed_at, state, answer, revision) \
    VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, 'proposed', '', 1) RETURNING id";
const END: &str = "UPDATE paper_correction SET state = $3, decider_id = $4, answer = $5, \
    decided_at = $6, revision = revision + 1 WHERE id = $1 AND revision = $2 AND state = 'proposed'";

impl Conn {
    /// One correction.
    pub async fn find_paper_correction(
        &mut self,
        id: PaperCorrectionId,
    ) -> Result<Option<PaperCorrectionRow>, StoreError> {
        self.one(sql(FIND).bind(id)).await
    }

    /// The corrections that wait of a training, a claim, a line of a register or a lecture.
    pub async fn list_corrections_of_source(
        &mut self,
        (source, id): (impl Into<CorrectionSource>, i64),
    ) -> Result<Vec<PaperCorrectionRow>, StoreError> {
        self.all(sql(OF_SOURCE).bind(source.into()).bind(id)).await
    }

    /// The corrections that wait of somebody's rows.
    pub async fn list_corrections_of_person(
        &mut self,
        person: PersonId,
    ) -> Result<Vec<PaperCorrectionRow>, StoreError> {
        self.all(sql(OF_PERSON).bind(person)).await
    }

    /// The corrections that wait of people within a reach, the oldest first.
    pub async fn list_waiting_corrections(
        &mut self,
        reach: &Reach,
    ) -> Result<Vec<PaperCorrectionRow>, StoreError> {
        let found = sql(WAITING).within("p.region_id", UNIT, reach);
        self.all(found.push(" ORDER BY c.id")).await
    }

    /// The corrections of people within a reach that have ended since an instant, the newest first.
    pub async fn list_ended_corrections(
        &mut self,
        reach: &Reach,
        since: DateTime<Utc>,
    ) -> Result<Vec<PaperCorrectionRow>, StoreError> {
        let found = sql(ENDED).bind(since).within("p.region_id", UNIT, reach);
        self.all(found.push(" ORDER BY c.decided_at DESC, c.id DESC")).await
    }

    /// Whose hours from a source stand on a paper that holds.
    pub async fn list_people_on_paper(
        &mut self,
        (source, id): (CreditSource, i64),
    ) -> Result<Vec<PersonId>, StoreError> {
        self.all(sql(ON_PAPER).bind(source).bind(id)).await
    }

    /// Whether a lecture stands on a statement that holds.
    pub async fn is_delivery_on_paper(&mut self, id: DeliveryId) -> Result<bool, StoreError> {
        let n: i64 = self.only(sql(DELIVERY_ON_PAPER).bind(id)).await?;
        Ok(n > 0)
    }

    /// Which of these lines of imported registers stand on a paper that holds.
    pub async fn list_lines_on_paper(
        &mut self,
        lines: &[ParticipationId],
    ) -> Result<Vec<ParticipationId>, StoreError> {
        self.all_in(LINES_ON_PAPER, lines, "").await
    }

    /// Of which of these lines of imported registers a correction waits.
    pub async fn list_lines_waiting(
        &mut self,
        lines: &[ParticipationId],
    ) -> Result<Vec<ParticipationId>, StoreError> {
        self.all_in(LINES_WAITING, lines, "").await
    }

    /// What a source has brought somebody and stands, in hundredths of an hour.
    pub async fn count_standing_hours(
        &mut self,
        (source, id): (CreditSource, i64),
        person: PersonId,
    ) -> Result<i64, StoreError> {
        self.only(sql(STANDING).bind(source).bind(id).bind(person)).await
    }
}

impl Tx {
    /// Proposes a correction; [`StoreError::Conflict`] if one waits.
    pub async fn add_paper_correction(
        &mut self,
        new: &NewPaperCorrection<'_>,
    ) -> Result<PaperCorrectionId, StoreError> {
        let (n, (source, source_id)) = (new, new.change.source());
        self.only(bound!(ADD;
            source, source_id, n.person_id, n.title, n.amounts.0, n.amounts.1, written(n.change)?, n.reason,
            n.proposer_id, n.proposed_at))
            .await
    }

    /// Ends a correction that waits; `false`: somebody was faster. [`StoreError::Refused`] if who
    /// confirms or refuses it has proposed it, or it is about that person.
    pub async fn end_paper_correction(
        &mut self,
        (id, revision): (PaperCorrectionId, i64),
        to: CorrectionState,
        (by, at): (PersonId, DateTime<Utc>),
        answer: &str,
    ) -> Result<bool, StoreError> {
        self.is_changed(bound!(END; id, revision, to, by, answer, at)).await
    }
}
