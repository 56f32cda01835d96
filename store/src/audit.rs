//! The append-only chain: `hash = SHA-256(previous hash ‖ canonical row)`.

mod filter;
mod walk;

use chrono::{DateTime, Utc};
use domain::audit::{Entry, Row};
use sha2::{Digest, Sha256};

use crate::{
    Conn, StoreError, Tx,
    row::decoded,
    statement::{bound, sql},
};

pub use filter::AuditFilter;
pub use walk::{AuditBreak, AuditReport, ChainLine};

/// One line of the chain, for a reader.
#[derive(Clone, Debug)]
pub struct AuditLine {
    /// Its place, from 1.
    pub seq: i64,
    /// When.
    pub at: DateTime<Utc>,
    /// The person.
    pub person_id: Option<i64>,
    /// The person's name now.
    pub person_name: Option<String>,
    /// For whom the person has acted.
    pub behalf_name: Option<String>,
    /// The host, of what a host has done by its link.
    pub host_name: Option<String>,
    /// The role's code.
    pub role: Option<String>,
    /// What was done.
    pub verb: String,
    /// To what kind of thing.
    pub thing: String,
    /// To which one.
    pub thing_id: i64,
    /// State before.
    pub from_state: Option<String>,
    /// State after.
    pub to_state: Option<String>,
    /// Why.
    pub reason: Option<String>,
    /// From where: an address, or `cli:NAME` for a user of the machine.
    pub client: Option<String>,
}

decoded! {
    AuditLine: seq, at, person_id, person_name, behalf_name, host_name, role, verb, thing, thing_id, from_state, to_state,
    reason, client
}

const ADVANCE: &str = "UPDATE audit_head SET seq = seq + 1 WHERE id = 1 RETURNING seq, hash";
const APPEND: &str = "INSERT INTO audit (seq, at, person_id, role, on_behalf_of, verb, thing, \
    thing_id, from_state, to_state, rules, record, detail, hash) \
    VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)";
const APPEND_DETAIL: &str =
    "INSERT INTO audit_detail (seq, salt, reason, client) VALUES ($1, $2, $3, $4)";
const HOLD: &str = "UPDATE audit_head SET seq = seq WHERE id = 1";
const SINCE: &str = "SELECT seq FROM audit WHERE seq > $1 AND thing IN ";
const ERASE_DETAIL: &str = "DELETE FROM audit_detail WHERE seq = $1";
const SET_HEAD: &str = "UPDATE audit_head SET hash = $1 WHERE id = 1";
const HEAD: &str = "SELECT seq, hash FROM audit_head WHERE id = 1";
// What is done by nobody, and not by the program itself, a host has done by its link.
const LINES: &str = "SELECT a.seq, a.at, a.person_id, p.name AS person_name, b.name AS behalf_name, \
    r.host_name, a.role, \
    a.verb, a.thing, a.thing_id, a.from_state, a.to_state, d.reason, d.client \
    FROM audit a LEFT JOIN person p ON p.id = a.person_id \
    LEFT JOIN person b ON b.id = a.on_behalf_of LEFT JOIN audit_detail d ON d.seq = a.seq \
    LEFT JOIN delivery v ON v.id = CASE WHEN a.person_id IS NULL AND a.thing = 'delivery' \
        AND a.verb = 'report' THEN a.thing_id END \
    LEFT JOIN lecture_request r ON r.id = CASE WHEN a.person_id IS NULL \
        AND a.thing = 'lecture_request' AND a.verb IN ('submit', 'resubmit', 'cancel') \
        THEN a.thing_id ELSE v.request_id END \
    WHERE a.seq <= $1";

impl Tx {
    /// Commits with one line in the chain. The head is locked here, last of all.
    pub async fn commit(self, entry: Entry, salt: &str) -> Result<(), StoreError> {
        self.commit_all(vec![entry], salt).await
    }

    /// Commits with several lines.
    pub async fn commit_all(mut self, entries: Vec<Entry>, salt: &str) -> Result<(), StoreError> {
        if let Some(first) = entries.first() {
            self.stamp_commitments(first.at).await?;
        }
        for entry in entries {
            self.append(entry, salt).await?;
        }
        self.finish().await
    }

    /// Keeps everybody else from committing a line until this transaction ends: what is read from
    /// now on is what the next line is written after.
    pub async fn hold_audit_head(&mut self) -> Result<(), StoreError> {
        self.run(sql(HOLD)).await
    }

    /// Erases reason and client of a line; `false`: it has none any more, or never had.
    ///
    /// Whoever calls this leaves a line with [`domain::audit::ERASED`].
    pub async fn erase_detail(&mut self, seq: i64) -> Result<bool, StoreError> {
        self.is_changed(sql(ERASE_DETAIL).bind(seq)).await
    }

    async fn append(&mut self, entry: Entry, salt: &str) -> Result<(), StoreError> {
        let (seq, previous): (i64, String) = self.only(sql(ADVANCE)).await?;
        let salt = format!("{salt}{seq}");
        let detail = detail_digest(&salt, entry.reason.as_deref(), entry.client.as_deref());
        let row = Row {
            seq,
            at: entry.at,
            person_id: entry.doer.person.map(|person| person.0),
            role: entry.doer.role.map(|role| role.as_str().to_owned()),
            on_behalf_of: entry.doer.on_behalf_of.map(|person| person.0),
            verb: entry.verb.to_owned(),
            thing: entry.thing.to_owned(),
            thing_id: entry.thing_id,
            from: entry.from.map(str::to_owned),
            to: entry.to.map(str::to_owned),
            rules: entry.rules,
            record: entry.record,
            detail,
        };
        let hash = chain(&previous, &row);
        self.insert_row(&row, &hash).await?;
        if row.detail.is_some() {
            self.run(bound!(APPEND_DETAIL; seq, &salt, &entry.reason, &entry.client)).await?;
        }
        self.run(sql(SET_HEAD).bind(&hash)).await
    }

    async fn insert_row(&mut self, row: &Row, hash: &str) -> Result<(), StoreError> {
        self.run(bound!(APPEND;
            row.seq, row.at, row.person_id, &row.role, row.on_behalf_of, &row.verb, &row.thing,
            row.thing_id, &row.from, &row.to, row.rules, &row.record, &row.detail, hash))
            .await
    }
}

impl Conn {
    /// Number and hash of the newest line.
    pub async fn find_audit_head(&mut self) -> Result<(i64, String), StoreError> {
        self.only(sql(HEAD)).await
    }

    /// Whether anything has been done to one of these kinds of things after a line.
    pub async fn has_audit_since(
        &mut self,
        seq: i64,
        things: &[&'static str],
    ) -> Result<bool, StoreError> {
        let things = things.iter().copied();
        let found: Option<i64> =
            self.one(sql(SINCE).bind(seq).list(things).push(" LIMIT 1")).await?;
        Ok(found.is_some())
    }

    /// The newest lines up to a number that a filter finds, newest first.
    pub async fn list_audit(
        &mut self,
        filter: &AuditFilter,
        up_to: i64,
        limit: i64,
    ) -> Result<Vec<AuditLine>, StoreError> {
        let statement = sql(LINES).bind(up_to).found_in_audit(filter);
        self.all(statement.push(" ORDER BY a.seq DESC LIMIT ").value(limit)).await
    }
}

fn chain(previous: &str, row: &Row) -> String {
    let mut hasher = Sha256::new();
    hasher.update(previous.as_bytes());
    hasher.update(row.canonical().as_bytes());
    hex::encode(hasher.finalize())
}

fn detail_digest(salt: &str, reason: Option<&str>, client: Option<&str>) -> Option<String> {
    if reason.is_none() && client.is_none() {
        return None;
    }
    let mut hasher = Sha256::new();
    for part in [Some(salt), reason, client] {
        let part = part.unwrap_or("\u{0}");
        hasher.update(part.len().to_be_bytes());
        hasher.update(part.as_bytes());
    }
    Some(hex::encode(hasher.finalize()))
}
