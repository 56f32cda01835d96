//! The sum of a day: overlaps count once, and no more than the cap counts (`TRN-01`).
//!
//! At any moment only the best-paid activity counts. The credit of an entry is spread evenly over
//! its minutes, and the sum is exact until it is rounded down to hundredths at the end. An activity
//! that two sources have counts by the one that earned more.

use std::collections::{BTreeMap, BTreeSet};

use super::{CreditSource, Entry, Hours, LedgerProblem, Span, ledger::standing};

/// What a day comes to; `earned` is the sum of the other three.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct DayTotal {
    /// All that was earned.
    pub earned: Hours,
    /// What goes because several activities were at the same time, or one is there twice.
    pub lost_to_overlap: Hours,
    /// What goes because the day has more than the cap.
    pub lost_to_cap: Hours,
    /// What counts.
    pub counted: Hours,
}

/// Sums the entries of one person on one date; their order does not matter.
pub fn day_total(entries: &[Entry], cap: Hours) -> Result<DayTotal, LedgerProblem> {
    let date = entries.first().map(|entry| entry.date);
    if let Some(other) = entries.iter().find(|entry| Some(entry.date) != date) {
        return Err(LedgerProblem::OtherDate(other.id));
    }
    sum_day(&standing(entries)?, cap)
}

/// Sums entries of one date, all of which stand.
pub(super) fn sum_day(standing: &[&Entry], cap: Hours) -> Result<DayTotal, LedgerProblem> {
    let sum = |entries: &[&Entry]| entries.iter().map(|entry| entry.earned.0).sum::<i64>();
    let earned = sum(standing);
    let (untimed, timed): (Vec<_>, Vec<_>) =
        by_one_source(standing).into_iter().partition(|entry| entry.spans.is_empty());
    let once = sum(&untimed) + best_paid(&timed)?;
    let counted = once.min(cap.0.max(0));
    Ok(DayTotal {
        earned: Hours(earned),
        lost_to_overlap: Hours(earned - once),
        lost_to_cap: Hours(once - counted),
        counted: Hours(counted),
    })
}

/// The entries without those of an activity that another source has with more hours (`TRN-05`).
fn by_one_source<'a>(entries: &[&'a Entry]) -> Vec<&'a Entry> {
    let mut sums: BTreeMap<&str, BTreeMap<CreditSource, i64>> = BTreeMap::new();
    for entry in entries {
        let of_event = sums.entry(&entry.event).or_default();
        *of_event.entry(entry.source).or_default() += entry.earned.0;
    }
    let best = |event: &str| {
        let sources = sums.get(event)?.iter();
        sources.max_by_key(|(source, sum)| (**sum, **source)).map(|(source, _)| *source)
    };
    entries.iter().copied().filter(|entry| best(&entry.event) == Some(entry.source)).collect()
}

/// An activity with its minutes, which it may have in several spans.
struct Timed {
    earned: i128,
    minutes: i128,
    spans: Vec<Span>,
}

impl Timed {
    fn new(entry: &Entry) -> Self {
        let mut spans = entry.spans.clone();
        spans.sort_unstable();
        let (minutes, _) = spans.iter().fold((0, 0), |(minutes, end), span| {
            let from = span.from().max(end);
            let end = span.to().max(end);
            (minutes + i128::from(end.max(from) - from), end)
        });
        Self { earned: i128::from(entry.earned.0), minutes, spans }
    }

    fn covers(&self, moment: Span) -> bool {
        self.spans.iter().any(|span| span.overlaps(moment))
    }

    /// Whether a minute of it is worth more.
    fn pays_more_than(&self, other: &Self) -> bool {
        self.earned * other.minutes > other.earned * self.minutes
    }
}

/// The hundredths that timed entries bring, each moment at the highest rate; rounded down.
fn best_paid(entries: &[&Entry]) -> Result<i64, LedgerProblem> {
    let entries: Vec<Timed> = entries.iter().map(|entry| Timed::new(entry)).collect();
    let mut by_minutes: BTreeMap<i128, i128> = BTreeMap::new();
    for moment in moments(&entries) {
        let best = entries
            .iter()
            .filter(|entry| entry.covers(moment))
            .reduce(|best, entry| if entry.pays_more_than(best) { entry } else { best });
        if let Some(best) = best {
            let length = i128::from(moment.to() - moment.from());
            *by_minutes.entry(best.minutes).or_default() += best.earned * length;
        }
    }
    floor_of_sum(by_minutes)
}

/// The day cut wherever an activity begins or ends.
fn moments(entries: &[Timed]) -> Vec<Span> {
    let cuts: BTreeSet<u16> = entries
        .iter()
        .flat_map(|entry| &entry.spans)
        .flat_map(|span| [span.from(), span.to()])
        .collect();
    let cuts: Vec<u16> = cuts.into_iter().collect();
    cuts.windows(2).filter_map(|pair| Span::new(pair[0], pair[1]).ok()).collect()
}

/// The sum of fractions, from denominator to numerator, without its broken part.
fn floor_of_sum(fractions: BTreeMap<i128, i128>) -> Result<i64, LedgerProblem> {
    let mut whole = 0;
    let (mut numerator, mut denominator) = (0_i128, 1_i128);
    for (minutes, sum) in fractions {
        whole += sum / minutes;
        let divisor = gcd(sum % minutes, minutes);
        let (rest, minutes) = (sum % minutes / divisor, minutes / divisor);
        let common = denominator.checked_mul(minutes / gcd(denominator, minutes));
        let add = |common: i128| {
            let own = numerator.checked_mul(common / denominator)?;
            Some((own.checked_add(rest.checked_mul(common / minutes)?)?, common))
        };
        (numerator, denominator) = common.and_then(add).ok_or(LedgerProblem::TooIntricate)?;
        whole += numerator / denominator;
        numerator %= denominator;
    }
    i64::try_from(whole).map_err(|_| LedgerProblem::TooIntricate)
}

fn gcd(a: i128, b: i128) -> i128 {
    if b == 0 { a } else { gcd(b, a % b) }
}
