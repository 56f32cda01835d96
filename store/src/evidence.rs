//! Papers and contest results of people, as evidence of their work.

use chrono::{DateTime, NaiveDate, Utc};
use domain::{
    evidence::{
        EvidenceFact, EvidenceKind, EvidenceLevel, EvidencePart, EvidenceState, NewEvidence,
    },
    id::{EvidenceId, OrganisationId, PersonId, RegionId, UploadId},
};

use crate::{
    Conn, Reach, StoreError, Tx,
    row::decoded,
    statement::{bound, sql, text},
};

/// A piece of evidence with the names that pages show.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EvidenceRow {
    /// Key.
    pub id: EvidenceId,
    /// Whose it is.
    pub person_id: PersonId,
    /// The name of that person.
    pub person_name: String,
    /// The region of that person.
    pub region_id: Option<RegionId>,
    /// The unit of that person.
    pub unit_id: Option<OrganisationId>,
    /// What it is.
    pub kind: EvidenceKind,
    /// Its title.
    pub title: String,
    /// When.
    pub happened_on: NaiveDate,
    /// Where it was published, or in which contest.
    pub venue: String,
    /// How far it reaches.
    pub level: EvidenceLevel,
    /// Place or prize.
    pub prize: String,
    /// What the person has done.
    pub part: EvidencePart,
    /// The file that proves it.
    pub proof_id: UploadId,
    /// Its name; empty once it was kept long enough.
    pub proof_name: String,
    /// Its token.
    pub proof_token: String,
    /// Where it stands.
    pub state: EvidenceState,
    /// Who has entered it last.
    pub filer_id: PersonId,
    /// The name of that person.
    pub filer_name: String,
    /// When.
    pub filed_at: DateTime<Utc>,
    /// Who has confirmed it, sent it back or taken the confirmation back.
    pub checker_id: Option<PersonId>,
    /// The name of that person.
    pub checker_name: Option<String>,
    /// When.
    pub checked_at: Option<DateTime<Utc>>,
    /// Why it came back or was taken back.
    pub reason: String,
    /// Counts the changes.
    pub revision: i64,
}

decoded! {
    EvidenceRow: id, person_id, person_name, region_id, unit_id, kind, title, happened_on, venue, level,
    prize, part, proof_id, proof_name, proof_token, state, filer_id, filer_name, filed_at, checker_id,
    checker_name, checked_at, reason, revision
}

impl EvidenceRow {
    /// What is on file, as its form has it.
    pub fn form(&self) -> NewEvidence {
        NewEvidence {
            kind: self.kind,
            title: self.title.clone(),
            happened_on: self.happened_on,
            venue: self.venue.clone(),
            level: self.level,
            prize: self.prize.clone(),
            part: self.part,
            proof: self.proof_id,
        }
    }
}

/// Confirmed evidence of one of several people.
struct Found {
    person_id: PersonId,
    kind: EvidenceKind,
    title: String,
    happened_on: NaiveDate,
    venue: String,
    level: EvidenceLevel,
    prize: String,
    part: EvidencePart,
}

decoded! { Found: person_id, kind, title, happened_on, venue, level, prize, part }

const UNIT: &str = "(SELECT MIN(a.organisation_id) FROM affiliation a \
    WHERE a.person_id = p.id AND a.ends_on IS NULL)";
const COLUMNS: &str = text![
    "SELECT e.id, e.person_id, p.name AS person_name, p.region_id, ",
    UNIT,
    " AS unit_id, e.kind, e.title, e.happened_on, e.venue, e.level, e.prize, e.part, e.proof_id, \
    u.file_name AS proof_name, u.token AS proof_token, e.state, e.filer_id, f.name AS filer_name, \
    e.filed_at, e.checker_id, c.name AS checker_name, e.checked_at, e.reason, e.revision \
    FROM evidence e JOIN person p ON p.id = e.person_id JOIN person f ON f.id = e.filer_id \
    JOIN upload u ON u.id = e.proof_id LEFT JOIN person c ON c.id = e.checker_id "
];
const FIND: &str = text![COLUMNS, "WHERE e.id = $1"];
const OF_PERSON: &str =
    text![COLUMNS, "WHERE e.person_id = $1 ORDER BY e.happened_on DESC, e.id DESC"];
const FILED: &str = text![COLUMNS, "WHERE e.state = 'filed' AND p.merged_into IS NULL"];
const CONFIRMED: &str = "SELECT person_id, kind, title, happened_on, venue, level, prize, part \
    FROM evidence WHERE state = 'confirmed' AND person_id IN ";
const ADD: &str = "INSERT INTO evidence (person_id, kind, title, happened_on, venue, level, prize, \
    part, proof_id, state, filer_id, filed_at, reason, revision) VALUES ($1, $2, $3, $4, $5, $6, $7, \
    $8, $9, 'filed', $10, $11, '', 1) RETURNING id";
const CHANGE: &str = "UPDATE evidence SET kind = $3, title = $4, happened_on = $5, venue = $6, \
    level = $7, prize = $8, part = $9, proof_id = $10, state = 'filed', filer_id = $11, \
    filed_at = $12, checker_id = NULL, checked_at = NULL, reason = '', revision = revision + 1 \
    WHERE id = $1 AND revision = $2 AND state <> 'withdrawn'";
const MOVE: &str = "UPDATE evidence SET state = $4, checker_id = $5, checked_at = $6, reason = $7, \
    revision = revision + 1 WHERE id = $1 AND revision = $2 AND state = $3";
const WITHDRAW: &str = "UPDATE evidence SET state = 'withdrawn', revision = revision + 1 \
    WHERE id = $1 AND revision = $2 AND state <> 'withdrawn'";

impl Conn {
    /// One piece of evidence.
    pub async fn find_evidence(
        &mut self,
        id: EvidenceId,
    ) -> Result<Option<EvidenceRow>, StoreError> {
        self.one(sql(FIND).bind(id)).await
    }

    /// The evidence of a person, the latest first.
    pub async fn list_evidence_of(
        &mut self,
        person: PersonId,
    ) -> Result<Vec<EvidenceRow>, StoreError> {
        self.all(sql(OF_PERSON).bind(person)).await
    }

    /// Evidence of people within a reach that waits to be confirmed, the oldest first.
    pub async fn list_filed_evidence(
        &mut self,
        reach: &Reach,
    ) -> Result<Vec<EvidenceRow>, StoreError> {
        let found = sql(FILED).within("p.region_id", UNIT, reach);
        self.all(found.push(" ORDER BY e.filed_at, e.id")).await
    }

    /// The confirmed evidence of some people, each with whose it is, the latest first.
    pub async fn list_confirmed_evidence(
        &mut self,
        people: &[PersonId],
    ) -> Result<Vec<(PersonId, EvidenceFact)>, StoreError> {
        let rows: Vec<Found> =
            self.all_in(CONFIRMED, people, " ORDER BY happened_on DESC, id DESC").await?;
        let fact = |row: Found| {
            let fact = EvidenceFact {
                kind: row.kind,
                title: row.title,
                happened_on: row.happened_on,
                venue: row.venue,
                level: row.level,
                prize: row.prize,
                part: row.part,
            };
            (row.person_id, fact)
        };
        Ok(rows.into_iter().map(fact).collect())
    }
}

impl Tx {
    /// Files evidence of a person.
    pub async fn add_evidence(
        &mut self,
        person: PersonId,
        new: &NewEvidence,
        (filer, at): (PersonId, DateTime<Utc>),
    ) -> Result<EvidenceId, StoreError> {
        let n = new;
        self.only(bound!(ADD;
            person, n.kind, &n.title, n.happened_on, &n.venue, n.level, &n.prize, n.part, n.proof,
            filer, at))
            .await
    }

    /// Files it corrected; `false`: it was changed meanwhile, or is withdrawn.
    pub async fn change_evidence(
        &mut self,
        (id, revision): (EvidenceId, i64),
        new: &NewEvidence,
        (filer, at): (PersonId, DateTime<Utc>),
    ) -> Result<bool, StoreError> {
        let n = new;
        self.is_changed(bound!(CHANGE;
            id, revision, n.kind, &n.title, n.happened_on, &n.venue, n.level, &n.prize, n.part,
            n.proof, filer, at))
            .await
    }

    /// Confirms it, sends it back, or takes the confirmation back; `false`: somebody was faster.
    /// [`StoreError::Refused`] if it is the own, or was entered by the same person.
    pub async fn move_evidence(
        &mut self,
        (id, revision): (EvidenceId, i64),
        (from, to): (EvidenceState, EvidenceState),
        (checker, at): (PersonId, DateTime<Utc>),
        reason: &str,
    ) -> Result<bool, StoreError> {
        self.is_changed(bound!(MOVE; id, revision, from, to, checker, at, reason)).await
    }

    /// Withdraws it; `false`: it was changed meanwhile.
    pub async fn withdraw_evidence(
        &mut self,
        id: EvidenceId,
        revision: i64,
    ) -> Result<bool, StoreError> {
        self.is_changed(sql(WITHDRAW).bind(id).bind(revision)).await
    }
}
