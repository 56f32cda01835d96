//! Walking the whole chain: each line is digested again, and shown to whoever checks what it fixes.

use std::collections::BTreeSet;

use chrono::{DateTime, Utc};
use domain::audit::{ERASED, Row};

use super::{chain, detail_digest};
use crate::{Conn, StoreError, row::decoded, statement::sql};

struct ChainRow {
    seq: i64,
    at: DateTime<Utc>,
    person_id: Option<i64>,
    role: Option<String>,
    on_behalf_of: Option<i64>,
    verb: String,
    thing: String,
    thing_id: i64,
    from_state: Option<String>,
    to_state: Option<String>,
    rules: i64,
    record: Option<String>,
    detail: Option<String>,
    hash: String,
    salt: Option<String>,
    reason: Option<String>,
    client: Option<String>,
}

decoded! {
    ChainRow: seq, at, person_id, role, on_behalf_of, verb, thing, thing_id, from_state, to_state,
    rules, record, detail, hash, salt, reason, client
}

/// A line of the chain as far as what it fixes goes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ChainLine {
    /// Its place.
    pub seq: i64,
    /// What was done.
    pub verb: String,
    /// To what kind of thing.
    pub thing: String,
    /// To which one.
    pub thing_id: i64,
    /// The record that it fixes, with its digest.
    pub record: Option<String>,
    /// Its hash.
    pub hash: String,
}

decoded! { ChainLine: seq, verb, thing, thing_id, record, hash }

/// Where and how the chain is broken.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum AuditBreak {
    /// A row is missing or out of place.
    Gap(i64),
    /// A row does not belong to its hash.
    Changed(i64),
    /// A row's reason or client address is not what was written, or is gone without a line that says
    /// so.
    Detail(i64),
    /// The head names another row than the last.
    Head,
    /// The head is not the one that was printed.
    OtherHead,
}

/// The result of walking the chain.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AuditReport {
    /// How many rows were read.
    pub rows: i64,
    /// The hash of the last one.
    pub head: String,
    /// The first break, if any.
    pub broken: Option<AuditBreak>,
}

const CHAIN: &str = "SELECT a.seq, a.at, a.person_id, a.role, a.on_behalf_of, a.verb, a.thing, \
    a.thing_id, a.from_state, a.to_state, a.rules, a.record, a.detail, a.hash, \
    d.salt, d.reason, d.client \
    FROM audit a LEFT JOIN audit_detail d ON d.seq = a.seq \
    WHERE a.seq > $1 ORDER BY a.seq LIMIT 1000";

impl Conn {
    /// Walks the whole chain; `printed` is a head that was published before.
    pub async fn verify_audit(&mut self, printed: Option<&str>) -> Result<AuditReport, StoreError> {
        let mut is_seen = printed.is_none();
        let see = |line: &ChainLine| is_seen |= printed == Some(line.hash.as_str());
        let mut report = self.walk_audit(see).await?;
        if report.broken.is_none() && !is_seen {
            report.broken = Some(AuditBreak::OtherHead);
        }
        Ok(report)
    }

    /// Walks the whole chain and shows every line, also after a break.
    pub async fn walk_audit(
        &mut self,
        mut see: impl FnMut(&ChainLine),
    ) -> Result<AuditReport, StoreError> {
        let mut walk = Walk::default();
        loop {
            let rows: Vec<ChainRow> = self.all(sql(CHAIN).bind(walk.seq)).await?;
            if rows.is_empty() {
                break;
            }
            for row in rows {
                see(&walk.take(row));
            }
        }
        let head = self.find_audit_head().await?;
        Ok(walk.end(&head))
    }
}

/// What was seen of the chain so far.
#[derive(Debug, Default)]
struct Walk {
    seq: i64,
    hash: String,
    broken: Option<AuditBreak>,
    /// Lines whose detail is gone, and of which no other line says that it was erased by law.
    gone: BTreeSet<i64>,
}

impl Walk {
    fn take(&mut self, row: ChainRow) -> ChainLine {
        if self.broken.is_none() {
            self.broken = check_row(&row, self.seq, &self.hash);
        }
        if row.detail.is_some() && row.salt.is_none() {
            self.gone.insert(row.seq);
        }
        if (row.verb.as_str(), row.thing.as_str()) == ERASED {
            self.gone.remove(&row.thing_id);
        }
        self.seq = row.seq;
        self.hash.clone_from(&row.hash);
        let ChainRow { seq, verb, thing, thing_id, record, hash, .. } = row;
        ChainLine { seq, verb, thing, thing_id, record, hash }
    }

    fn end(self, head: &(i64, String)) -> AuditReport {
        let Self { seq, hash, broken, gone } = self;
        let detail = || gone.first().copied().map(AuditBreak::Detail);
        let is_head = *head == (seq, hash.clone());
        let broken = broken.or_else(detail).or((!is_head).then_some(AuditBreak::Head));
        AuditReport { rows: seq, head: hash, broken }
    }
}

fn check_row(row: &ChainRow, previous_seq: i64, previous_hash: &str) -> Option<AuditBreak> {
    if row.seq != previous_seq + 1 {
        return Some(AuditBreak::Gap(previous_seq + 1));
    }
    let canonical = Row {
        seq: row.seq,
        at: row.at,
        person_id: row.person_id,
        role: row.role.clone(),
        on_behalf_of: row.on_behalf_of,
        verb: row.verb.clone(),
        thing: row.thing.clone(),
        thing_id: row.thing_id,
        from: row.from_state.clone(),
        to: row.to_state.clone(),
        rules: row.rules,
        record: row.record.clone(),
        detail: row.detail.clone(),
    };
    if chain(previous_hash, &canonical) != row.hash {
        return Some(AuditBreak::Changed(row.seq));
    }
    // A detail that is gone is looked at when all lines are known.
    let salt = row.salt.as_deref()?;
    let digest = detail_digest(salt, row.reason.as_deref(), row.client.as_deref());
    (digest != row.detail).then_some(AuditBreak::Detail(row.seq))
}
