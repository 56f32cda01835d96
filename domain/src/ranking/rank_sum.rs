//! Tie rule 3: the sum of ranks over judges.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

use super::{Entry, NomineeKey, Points, Ranked, Reading, Seat};

/// The sum of the ranks that some judges gave a nominee; lower is better.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RankSum {
    /// The sum.
    pub sum: usize,
    /// The judges that count: those with a valid sheet for every member of the tied group.
    pub seats: Vec<Seat>,
}

/// Every judge's totals by nominee.
pub(super) type Totals<'a> = BTreeMap<Seat, BTreeMap<&'a NomineeKey, Points>>;

/// Gives every row of a group with equal means its sum of ranks.
///
/// The sum is formed once per group: who is still equal within it is not compared anew. Where
/// readers were assigned, ranks say something only if the whole group had the same ones; else nobody
/// gets a sum, and the rule separates nobody.
pub(super) fn fill_in(group: &mut [Ranked], reading: Reading, totals: &Totals<'_>) {
    let seats = common_seats(group, totals);
    if reading == Reading::Assigned && !have_the_same(group, &seats, totals) {
        return;
    }
    for row in group {
        let ranks = seats.iter().map(|seat| judge_rank(&totals[seat], &row.nominee));
        row.rank_sum = Some(RankSum { sum: ranks.sum(), seats: seats.clone() });
    }
}

pub(super) fn totals(entries: &[Entry]) -> Totals<'_> {
    let mut totals = Totals::new();
    for entry in entries {
        for sheet in &entry.sheets {
            totals.entry(sheet.seat()).or_default().insert(&entry.nominee, sheet.total());
        }
    }
    totals
}

/// The judges with a sheet for every member of a group.
fn common_seats(group: &[Ranked], totals: &Totals<'_>) -> Vec<Seat> {
    let members: BTreeSet<_> = group.iter().map(|row| &row.nominee).collect();
    let judged_all = |given: &BTreeMap<_, _>| members.iter().all(|it| given.contains_key(*it));
    totals.iter().filter(|(_, given)| judged_all(given)).map(|(seat, _)| *seat).collect()
}

/// Whether nobody of a group was read by anybody but the judges who read all of it.
fn have_the_same(group: &[Ranked], seats: &[Seat], totals: &Totals<'_>) -> bool {
    let reads_one = |given: &BTreeMap<&NomineeKey, Points>| {
        group.iter().any(|row| given.contains_key(&row.nominee))
    };
    totals.iter().all(|(seat, given)| seats.contains(seat) || !reads_one(given))
}

/// One more than the nominees of the category to whom this judge gave a higher total.
fn judge_rank(given: &BTreeMap<&NomineeKey, Points>, nominee: &NomineeKey) -> usize {
    let own = given.get(nominee);
    1 + given.values().filter(|total| own.is_some_and(|own| *total > own)).count()
}
