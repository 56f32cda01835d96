//! The ledger: what was earned, entry by entry; a correction is a reversing entry.

use crate::id::CreditHourId;
use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::{ActivityKind, CreditSource, Hours, Span};

/// One entry earns at most this: a thousand hours.
const LARGEST: Hours = Hours::hundredths(100_000);

/// What one person earned on one date, before overlaps and the daily cap; or the reversal of that.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Entry {
    /// Which.
    pub id: CreditHourId,
    /// The date of the activity; a reversal has that of its original.
    pub date: NaiveDate,
    /// What it was; the maximum of a year holds for study visits alone.
    pub kind: Option<ActivityKind>,
    /// What it comes from.
    pub source: CreditSource,
    /// The activity, by the key that is the same however its name is written.
    pub event: String,
    /// When it was; empty if that is not known.
    pub spans: Vec<Span>,
    /// What it earned; a reversal has the opposite of its original.
    pub earned: Hours,
    /// The entry that this one takes back.
    pub reverses: Option<CreditHourId>,
}

/// Why entries make no ledger.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum LedgerProblem {
    /// Two entries have one id.
    #[error("entry {0} stands there more than once")]
    Twice(CreditHourId),
    /// It earns less than nothing or more than a thousand hours, and reverses nothing.
    #[error("entry {0} cannot earn so much")]
    OutOfRange(CreditHourId),
    /// What it reverses is not there, or is a reversal itself.
    #[error("entry {0} reverses nothing")]
    ReversesNothing(CreditHourId),
    /// It has another date, kind or amount than what it reverses.
    #[error("entry {0} is not the opposite of what it reverses")]
    NotTheOpposite(CreditHourId),
    /// What it reverses is reversed already.
    #[error("entry {0} reverses what is reversed already")]
    ReversedTwice(CreditHourId),
    /// A day is made of entries of several dates.
    #[error("entry {0} is of another date")]
    OtherDate(CreditHourId),
    /// So many activities of different length overlap that the exact sum is out of reach.
    #[error("too many activities of different length overlap")]
    TooIntricate,
}

/// The entries that hold: neither reversals nor reversed, in the order of their ids.
pub(super) fn standing(entries: &[Entry]) -> Result<Vec<&Entry>, LedgerProblem> {
    let mut by_id = BTreeMap::new();
    if let Some(twice) = entries.iter().find(|entry| by_id.insert(entry.id, *entry).is_some()) {
        return Err(LedgerProblem::Twice(twice.id));
    }
    let mut reversed = BTreeSet::new();
    for entry in by_id.values() {
        match entry.reverses {
            Some(original) => {
                check_reversal(entry, by_id.get(&original).copied())?;
                if !reversed.insert(original) {
                    return Err(LedgerProblem::ReversedTwice(entry.id));
                }
            }
            None if (Hours::ZERO..=LARGEST).contains(&entry.earned) => {}
            None => return Err(LedgerProblem::OutOfRange(entry.id)),
        }
    }
    let stands = |entry: &&Entry| entry.reverses.is_none() && !reversed.contains(&entry.id);
    Ok(by_id.into_values().filter(stands).collect())
}

fn check_reversal(entry: &Entry, original: Option<&Entry>) -> Result<(), LedgerProblem> {
    let original = original
        .filter(|original| original.reverses.is_none())
        .ok_or(LedgerProblem::ReversesNothing(entry.id))?;
    let is_opposite = entry.earned.0.checked_neg() == Some(original.earned.0);
    if is_opposite && entry.date == original.date && entry.kind == original.kind {
        Ok(())
    } else {
        Err(LedgerProblem::NotTheOpposite(entry.id))
    }
}

/// The pairs of standing entries of one date to be flagged: their times overlap (`TRN-01`), or two
/// sources have the same activity (`TRN-05`).
pub fn overlaps(entries: &[Entry]) -> Result<Vec<(CreditHourId, CreditHourId)>, LedgerProblem> {
    let standing = standing(entries)?;
    let overlap = |one: &Entry, other: &Entry| {
        let is_at_once =
            || one.spans.iter().any(|span| other.spans.iter().any(|it| span.overlaps(*it)));
        let is_same = one.source != other.source && one.event == other.event;
        one.date == other.date && (is_same || is_at_once())
    };
    let mut pairs = Vec::new();
    for (n, one) in standing.iter().enumerate() {
        let later = standing[n + 1..].iter().filter(|other| overlap(one, other));
        pairs.extend(later.map(|other| (one.id, other.id)));
    }
    Ok(pairs)
}
