//! Applying the rules to those who are equal, as far as the seat lines ask for it.

use super::{Entry, Ranked, Reading, Separation, Ties, compare, rank_sum};
use crate::quota::{Line, LineSeats};

/// The rows of a category on their way from the first rank to the last.
pub(super) struct Separating<'a> {
    ties: Ties<'a>,
    reading: Reading,
    totals: rank_sum::Totals<'a>,
    /// Of each line, how many of its nominees have their places already.
    placed: Vec<usize>,
}

impl<'a> Separating<'a> {
    pub(super) fn new(ties: Ties<'a>, reading: Reading, entries: &'a [Entry]) -> Self {
        let n_lines = match ties {
            Ties::Separate => 0,
            Ties::StayOff(lines) => lines.len(),
        };
        Self { ties, reading, totals: rank_sum::totals(entries), placed: vec![0; n_lines] }
    }

    /// Brings rows into their order, and says of each how many rules were applied to it.
    pub(super) fn separate(mut self, rows: &mut [Ranked]) {
        self.apply(rows, 0);
    }

    /// Applies the next rule to rows that are equal in those before it.
    fn apply(&mut self, rows: &mut [Ranked], n_applied: usize) {
        let is_needed = n_applied == 0 || rows.len() > 1 && self.is_cut(rows);
        let rules = rows.first().map_or(&[][..], |row| row.basis.rules());
        let Some(rule) = rules.get(n_applied).filter(|_| is_needed) else {
            rows.sort_by(|one, other| one.nominee.cmp(&other.nominee));
            self.place(rows, n_applied);
            return;
        };
        if *rule == Separation::RankSum {
            rank_sum::fill_in(rows, self.reading, &self.totals);
        }
        rows.sort_by(|one, other| compare(*rule, one, other));
        for equal in rows.chunk_by_mut(|one, other| compare(*rule, one, other).is_eq()) {
            self.apply(equal, n_applied + 1);
        }
    }

    /// Whether the seats of a line go to some of these and not to all.
    fn is_cut(&self, rows: &[Ranked]) -> bool {
        let Ties::StayOff(lines) = self.ties else { return true };
        lines.iter().zip(&self.placed).any(|(line, placed)| {
            let seats = usize::try_from(line.seats).unwrap_or(usize::MAX);
            (1..count(rows, line)).contains(&seats.saturating_sub(*placed))
        })
    }

    fn place(&mut self, rows: &mut [Ranked], n_applied: usize) {
        for row in rows.iter_mut() {
            row.n_applied = n_applied;
        }
        if let Ties::StayOff(lines) = self.ties {
            for (line, placed) in lines.iter().zip(&mut self.placed) {
                *placed += count(rows, line);
            }
        }
    }
}

fn count(rows: &[Ranked], line: &LineSeats) -> usize {
    match &line.line {
        Line::Category => rows.len(),
        Line::Unit(unit) => rows.iter().filter(|row| row.unit == *unit).count(),
    }
}
