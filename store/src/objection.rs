//! Objections to awards, and apart from them who objects.

use chrono::{DateTime, NaiveDate, Utc};
use domain::{
    award_cycle::AwardCycleState,
    id::{AwardCycleId, NominationId, ObjectionId, PersonId},
    objection::{ObjectionAbout, ObjectionEffect, ObjectionState, Objector, ObjectorKind},
};

use crate::{
    Conn, StoreError, Tx,
    nomination::IS_NAMELESS,
    row::{Columns, Decoded, decoded},
    statement::{bound, sql, text},
};

/// An objection, without who made it.
#[expect(clippy::struct_excessive_bools, reason = "facts, each by itself")]
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ObjectionRow {
    /// Key.
    pub id: ObjectionId,
    /// The cycle.
    pub cycle_id: AwardCycleId,
    /// The cycle's title.
    pub cycle_title: String,
    /// Where the cycle stands.
    pub cycle_state: AwardCycleState,
    /// The nominee, where it is about one.
    pub nomination_id: Option<NominationId>,
    /// The nominee's name; behind the link of a stranger none that the public does not read.
    pub nominee: Option<String>,
    /// What it is about.
    pub about: ObjectionAbout,
    /// Whether it came as a letter, and the office has entered it.
    pub is_letter: bool,
    /// Where it stands.
    pub state: ObjectionState,
    /// In words; empty once it was swept.
    pub body: String,
    /// Who looks into it.
    pub handler_id: Option<PersonId>,
    /// That person's name.
    pub handler: Option<String>,
    /// The day on which it came.
    pub received_on: NaiveDate,
    /// By when it is to be answered, once it is admitted.
    pub due_at: Option<DateTime<Utc>>,
    /// Whether that was put off, which can be once.
    pub is_extended: bool,
    /// Why it is not admitted, or was put off.
    pub reason: String,
    /// What followed.
    pub effect: Option<ObjectionEffect>,
    /// The answer to who made it.
    pub answer: String,
    /// When it ended.
    pub ended_at: Option<DateTime<Utc>>,
    /// Whether a signed or stamped paper is there.
    pub has_scan: bool,
    /// Whether its words were removed after their time.
    pub is_swept: bool,
    /// Counts the changes.
    pub revision: i64,
}

decoded! {
    ObjectionRow: id, cycle_id, cycle_title, cycle_state, nomination_id, nominee, about, is_letter,
    state, body, handler_id, handler, received_on, due_at, is_extended, reason, effect, answer,
    ended_at, has_scan, is_swept, revision
}

/// A signed or stamped paper.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ScanRow {
    /// SHA-256 of its content.
    pub sha256: String,
    /// Bytes.
    pub size: i64,
    /// The name under which it is saved.
    pub name: String,
    /// What it is.
    pub media_type: String,
}

/// Who objects, with the paper.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ObjectorRow {
    /// Who.
    pub objector: Objector,
    /// The paper, if there is one.
    pub scan: Option<ScanRow>,
}

impl Decoded for ObjectorRow {
    const COLUMNS: &'static [&'static str] =
        &["kind", "name", "contact", "scan_sha256", "scan_size", "scan_name", "scan_type"];

    fn decode(columns: &mut Columns<'_>) -> Result<Self, StoreError> {
        let kind: ObjectorKind = columns.next()?;
        let objector = Objector { kind, name: columns.next()?, contact: columns.next()? };
        let sha256: Option<String> = columns.next()?;
        let (size, name, media_type) = (columns.next()?, columns.next()?, columns.next()?);
        let scan = sha256.map(|sha256| ScanRow { sha256, size, name, media_type });
        Ok(Self { objector, scan })
    }
}

/// An objection to be added.
#[derive(Clone, Copy, Debug)]
pub struct NewObjectionRow<'a> {
    /// The cycle.
    pub cycle_id: AwardCycleId,
    /// The nominee, where it is about one.
    pub nomination_id: Option<NominationId>,
    /// What it is about.
    pub about: ObjectionAbout,
    /// Whether it came as a letter.
    pub is_letter: bool,
    /// SHA-256 of the token of its link.
    pub link_digest: &'a str,
    /// In words.
    pub body: &'a str,
    /// Who objects.
    pub objector: &'a Objector,
    /// The day on which it came.
    pub received_on: NaiveDate,
    /// Now.
    pub created_at: DateTime<Utc>,
}

const HEAD: &str = "SELECT b.id, b.cycle_id, c.title AS cycle_title, c.state AS cycle_state, \
    b.nomination_id, ";
const REST: &str = " AS nominee, b.about, b.is_letter, b.state, b.body, b.handler_id, \
    p.name AS handler, b.received_on, b.due_at, b.is_extended, b.reason, b.effect, b.answer, \
    b.ended_at, EXISTS (SELECT 1 FROM objector o WHERE o.objection_id = b.id \
    AND o.scan_sha256 IS NOT NULL) AS has_scan, b.body = '' AS is_swept, b.revision FROM objection b \
    JOIN award_cycle c ON c.id = b.cycle_id LEFT JOIN nomination n ON n.id = b.nomination_id \
    LEFT JOIN person p ON p.id = b.handler_id ";
const COLUMNS: &str = text![HEAD, "n.name", REST];
const FIND: &str = text![COLUMNS, "WHERE b.id = $1"];
// Whoever has the link is a stranger, who reads no name that the notice does not have.
const OF_LINK: &str = text![
    HEAD,
    "CASE WHEN ",
    IS_NAMELESS,
    " THEN NULL ELSE n.name END",
    REST,
    "WHERE b.link_digest = $1"
];
const OF_CYCLE: &str = text![
    COLUMNS,
    "WHERE b.cycle_id = $1 ORDER BY b.ended_at IS NOT NULL, b.due_at IS NULL, b.due_at, b.id"
];
const OPEN: &str = text![
    COLUMNS,
    "WHERE b.state IN ('received', 'admitted') ORDER BY b.due_at IS NULL, b.due_at, b.id"
];
const OBJECTOR: &str = "SELECT kind, name, contact, scan_sha256, scan_size, scan_name, scan_type \
    FROM objector WHERE objection_id = $1";
const ADD: &str = "INSERT INTO objection (cycle_id, nomination_id, about, is_letter, link_digest, \
    state, body, received_on, is_extended, reason, answer, created_at, revision) \
    VALUES ($1, $2, $3, $4, $5, 'received', $6, $7, FALSE, '', '', $8, 1) RETURNING id";
const ADD_OBJECTOR: &str = "INSERT INTO objector \
    (objection_id, kind, name, contact, scan_size, scan_name, scan_type) \
    VALUES ($1, $2, $3, $4, 0, '', '')";
const SET_SCAN: &str = "UPDATE objector SET scan_sha256 = $2, scan_size = $3, scan_name = $4, \
    scan_type = $5 WHERE objection_id = $1";
const HAND: &str = "UPDATE objection SET handler_id = $3, revision = revision + 1 \
    WHERE id = $1 AND revision = $2 AND state IN ('received', 'admitted')";
const ADMIT: &str = "UPDATE objection SET state = 'admitted', due_at = $3, \
    revision = revision + 1 WHERE id = $1 AND revision = $2 AND state = 'received'";
const EXTEND: &str = "UPDATE objection SET is_extended = TRUE, due_at = $3, reason = $4, \
    revision = revision + 1 WHERE id = $1 AND revision = $2 AND state = 'admitted' \
    AND NOT is_extended";
const END: &str = "UPDATE objection SET state = $3, effect = $4, reason = $5, answer = $6, \
    ended_at = $7, revision = revision + 1 \
    WHERE id = $1 AND revision = $2 AND state IN ('received', 'admitted')";

/// What an objection ends in.
#[derive(Clone, Copy, Debug)]
pub struct EndedObjection<'a> {
    /// The state.
    pub state: ObjectionState,
    /// What follows, where it was looked into.
    pub effect: Option<ObjectionEffect>,
    /// Why it is not admitted.
    pub reason: &'a str,
    /// The answer.
    pub answer: &'a str,
}

impl Conn {
    /// One objection.
    pub async fn find_objection(
        &mut self,
        id: ObjectionId,
    ) -> Result<Option<ObjectionRow>, StoreError> {
        self.one(sql(FIND).bind(id)).await
    }

    /// The objection of a link, by the digest of its token.
    pub async fn find_objection_of_link(
        &mut self,
        digest: &str,
    ) -> Result<Option<ObjectionRow>, StoreError> {
        self.one(sql(OF_LINK).bind(digest)).await
    }

    /// The objections to a cycle: open ones by their deadline, then the others.
    pub async fn list_objections(
        &mut self,
        cycle: AwardCycleId,
    ) -> Result<Vec<ObjectionRow>, StoreError> {
        self.all(sql(OF_CYCLE).bind(cycle)).await
    }

    /// Open objections to all cycles, by their deadline; those without one last.
    pub async fn list_open_objections(&mut self) -> Result<Vec<ObjectionRow>, StoreError> {
        self.all(sql(OPEN)).await
    }

    /// Who made an objection; none once that was swept. For its handler and the supervisor alone
    /// (`AWD-02`).
    pub async fn find_objector(
        &mut self,
        id: ObjectionId,
    ) -> Result<Option<ObjectorRow>, StoreError> {
        self.one(sql(OBJECTOR).bind(id)).await
    }
}

impl Tx {
    /// Adds an objection that has come in, and apart from it who made it; [`StoreError::Conflict`]
    /// if its link is taken.
    pub async fn add_objection(
        &mut self,
        new: &NewObjectionRow<'_>,
    ) -> Result<ObjectionId, StoreError> {
        let n = new;
        let id: ObjectionId = self
            .only(bound!(ADD;
                n.cycle_id, n.nomination_id, n.about, n.is_letter, n.link_digest, n.body,
                n.received_on, n.created_at))
            .await?;
        let o = n.objector;
        self.run(bound!(ADD_OBJECTOR; id, o.kind, &o.name, &o.contact)).await?;
        Ok(id)
    }

    /// Keeps the signed or stamped paper of an objection, in the place of an earlier one.
    pub async fn set_scan(&mut self, id: ObjectionId, scan: &ScanRow) -> Result<(), StoreError> {
        self.run(bound!(SET_SCAN; id, &scan.sha256, scan.size, &scan.name, &scan.media_type)).await
    }

    /// Gives an open objection to somebody, unless somebody was faster.
    pub async fn hand_objection(
        &mut self,
        (id, revision): (ObjectionId, i64),
        handler: PersonId,
    ) -> Result<bool, StoreError> {
        self.is_changed(sql(HAND).bind(id).bind(revision).bind(handler)).await
    }

    /// Admits an objection that is to be answered by an instant, unless somebody was faster.
    pub async fn admit_objection(
        &mut self,
        (id, revision): (ObjectionId, i64),
        due_at: DateTime<Utc>,
    ) -> Result<bool, StoreError> {
        self.is_changed(sql(ADMIT).bind(id).bind(revision).bind(due_at)).await
    }

    /// Puts the answer off, once; `false`: it was, or somebody was faster.
    pub async fn extend_objection(
        &mut self,
        (id, revision): (ObjectionId, i64),
        due_at: DateTime<Utc>,
        reason: &str,
    ) -> Result<bool, StoreError> {
        self.is_changed(sql(EXTEND).bind(id).bind(revision).bind(due_at).bind(reason)).await
    }

    /// Ends an open objection, unless somebody was faster.
    pub async fn end_objection(
        &mut self,
        (id, revision): (ObjectionId, i64),
        end: &EndedObjection<'_>,
        at: DateTime<Utc>,
    ) -> Result<bool, StoreError> {
        self.is_changed(
            bound!(END; id, revision, end.state, end.effect, end.reason, end.answer, at),
        )
        .await
    }
}
