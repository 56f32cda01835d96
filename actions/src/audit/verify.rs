//! `audit verify`: the chain is walked, and every record that it fixes is read and digested again.

use std::{
    collections::{BTreeMap, BTreeSet},
    fmt,
};

use domain::{
    id::MergingId,
    record::{Fixed, Kind, freed, frees_named},
};
use store::{AuditReport, ChainLine, Conn, StoreError};

use super::heads::{Head, HeadBreak, check_heads};
use crate::{
    ActionError::{self, Internal, Store},
    Actions,
    record::{Records, digest, records_of},
};

/// So many records are read at once.
const BATCH: usize = 500;

/// What `audit verify` has found.
#[derive(Clone, Debug)]
pub struct Verified {
    /// The chain itself.
    pub chain: AuditReport,
    /// How many records of each kind were read and digested again.
    pub checked: BTreeMap<Kind, usize>,
    /// Digests in an older form, or of things that are no records.
    pub n_not_checkable: usize,
    /// Records that are not what the chain fixed.
    pub findings: Vec<Finding>,
    /// Heads kept elsewhere that the chain does not have.
    pub heads: Vec<HeadBreak>,
}

impl Verified {
    /// Whether everything is as it was written.
    pub fn is_sound(&self) -> bool {
        self.chain.broken.is_none() && self.findings.is_empty() && self.heads.is_empty()
    }
}

/// A record that is not what the chain fixed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding {
    /// What kind of record.
    pub kind: Kind,
    /// The key of its row.
    pub key: i64,
    /// The line that fixes it.
    pub line: i64,
    /// What is wrong.
    pub wrong: Wrong,
}

/// What is wrong with a record.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Wrong {
    /// It says something else.
    Differs,
    /// Its row is gone.
    Missing,
    /// It cannot be read, or contradicts itself.
    Unreadable,
}

impl fmt::Display for Finding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let wrong = match self.wrong {
            Wrong::Differs => "is not what was fixed",
            Wrong::Missing => "is gone, and was fixed",
            Wrong::Unreadable => "cannot be read, and was fixed",
        };
        write!(f, "{} {} {wrong} by line {}", self.kind.as_str(), self.key, self.line)
    }
}

impl Actions {
    /// Walks the chain, holds it against heads that were kept elsewhere, and checks every record that
    /// it fixes. All of it is of one moment, and nothing is written.
    pub async fn verify_records(&self, heads: &[Head]) -> Result<Verified, ActionError> {
        let mut conn = self.store.snapshot().await?;
        let mut seen = Seen::default();
        let mut hashes = BTreeMap::new();
        let chain = conn
            .walk_audit(|line| {
                seen.take(line);
                if heads.iter().any(|head| head.line == line.seq) {
                    hashes.insert(line.seq, line.hash.clone());
                }
            })
            .await?;
        let heads = check_heads(heads, &hashes, chain.rows);
        let mut check = Check::default();
        for kind in Kind::ALL {
            let fixed = seen.of(*kind);
            for batch in fixed.chunks(BATCH) {
                check.batch(&mut conn, *kind, batch, &seen.ties).await?;
            }
        }
        let n_not_checkable = seen.n_not_checkable + check.n_older;
        let Check { checked, findings, .. } = check;
        Ok(Verified { chain, checked, n_not_checkable, findings, heads })
    }
}

/// What the lines of the chain fix: of each record the last one, until a line frees it again.
#[derive(Debug, Default)]
struct Seen {
    last: BTreeMap<(Kind, i64), (i64, Fixed)>,
    /// The last line about the ties of each category.
    ties: BTreeMap<i64, i64>,
    n_not_checkable: usize,
}

impl Seen {
    fn take(&mut self, line: &ChainLine) {
        for kind in freed(&line.verb, &line.thing) {
            self.last.remove(&(*kind, line.thing_id));
        }
        let Some(record) = &line.record else { return };
        match Fixed::parse(record) {
            None => self.n_not_checkable += 1,
            Some(fixed) if frees_named(&line.verb, &line.thing) => {
                self.last.remove(&(fixed.kind, fixed.key));
            }
            Some(fixed) => {
                if fixed.kind == Kind::TieDecision {
                    self.ties.insert(fixed.key, line.seq);
                }
                self.last.insert((fixed.kind, fixed.key), (line.seq, fixed));
            }
        }
    }

    fn of(&self, kind: Kind) -> Vec<&(i64, Fixed)> {
        self.last.iter().filter(|(key, _)| key.0 == kind).map(|(_, fixed)| fixed).collect()
    }
}

/// Of the records that a merging changes those that are fixed, and are as they were fixed.
pub(crate) async fn sound_records(
    conn: &mut Conn,
    merging: MergingId,
) -> Result<Vec<Fixed>, ActionError> {
    let mut seen = Seen::default();
    for line in conn.list_fixing_lines().await? {
        seen.take(&line);
    }
    let mut sound = Vec::new();
    for (kind, key) in conn.list_merged_records(merging).await? {
        let Some((_, fixed)) = seen.last.remove(&(kind, key)) else { continue };
        let (records, _) = read(conn, kind, &[key]).await?;
        if records.get(&key).is_some_and(|it| digest(it) == fixed.digest) {
            sound.push(fixed);
        }
    }
    Ok(sound)
}

#[derive(Debug, Default)]
struct Check {
    checked: BTreeMap<Kind, usize>,
    n_older: usize,
    findings: Vec<Finding>,
}

impl Check {
    async fn batch(
        &mut self,
        conn: &mut Conn,
        kind: Kind,
        batch: &[&(i64, Fixed)],
        ties: &BTreeMap<i64, i64>,
    ) -> Result<(), ActionError> {
        let keys: Vec<i64> = batch.iter().map(|(_, fixed)| fixed.key).collect();
        let decided = if kind == Kind::ResultPackage {
            decided_since(conn, &keys, ties).await?
        } else {
            BTreeMap::new()
        };
        let (records, unreadable) = read(conn, kind, &keys).await?;
        for (line, fixed) in batch {
            // Once a tie is decided another package follows, and nobody has it yet.
            if decided.get(&fixed.key).is_none_or(|decided| decided < line) {
                self.one(*line, fixed, &records, &unreadable);
            }
        }
        Ok(())
    }

    fn one(&mut self, line: i64, fixed: &Fixed, records: &Records, unreadable: &BTreeSet<i64>) {
        let wrong = match records.get(&fixed.key) {
            Some(record) if record.version() != fixed.version => {
                self.n_older += 1;
                return;
            }
            Some(record) if digest(record) == fixed.digest => None,
            Some(_) => Some(Wrong::Differs),
            None if unreadable.contains(&fixed.key) => Some(Wrong::Unreadable),
            None => Some(Wrong::Missing),
        };
        *self.checked.entry(fixed.kind).or_default() += 1;
        let finding = |wrong| Finding { kind: fixed.kind, key: fixed.key, line, wrong };
        self.findings.extend(wrong.map(finding));
    }
}

/// Records by their keys, and the keys of those that cannot be read: what somebody wrote into the
/// database may be no code, no JSON, or no result.
async fn read(
    conn: &mut Conn,
    kind: Kind,
    keys: &[i64],
) -> Result<(Records, BTreeSet<i64>), ActionError> {
    let is_content =
        |error: &ActionError| matches!(error, Store(StoreError::Broken(_)) | Internal(_));
    let (mut records, mut unreadable) = match records_of(conn, kind, keys).await {
        Err(error) if is_content(&error) => (Records::new(), BTreeSet::new()),
        other => return Ok((other?, BTreeSet::new())),
    };
    // One of them cannot be read: each by itself tells which.
    for key in keys {
        match records_of(conn, kind, &[*key]).await {
            Err(error) if is_content(&error) => {
                unreadable.insert(*key);
            }
            other => records.append(&mut other?),
        }
    }
    Ok((records, unreadable))
}

/// The last line about a tie of each of these cycles.
async fn decided_since(
    conn: &mut Conn,
    cycles: &[i64],
    ties: &BTreeMap<i64, i64>,
) -> Result<BTreeMap<i64, i64>, ActionError> {
    let mut decided = BTreeMap::new();
    for category in conn.category_records(cycles).await? {
        if let Some(line) = ties.get(&category.id) {
            let last: &mut i64 = decided.entry(category.cycle_id).or_default();
            *last = (*last).max(*line);
        }
    }
    Ok(decided)
}
