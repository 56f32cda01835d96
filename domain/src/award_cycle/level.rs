//! Levels of an award (等次): named, from the highest on, each for so many of those who have a seat.
//!
//! Who has a seat is not decided by them. Who shares a rank shares a level, the higher one, and the next
//! level has so many fewer; whoever has a seat that was added, or follows somebody, has the lowest.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use super::{has_licensed_word, line::Line, line::lines_of};
use crate::{folding::folded, form::ProblemKind};

/// A category has at most so many levels.
const LEVELS_MAX: usize = 6;
/// The longest name of a level, in characters.
const NAME_MAX: usize = 10;

/// A level.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Level {
    /// What it is called, such as 一等奖; once in a category.
    pub name: String,
    /// How many have it, at least one.
    pub seats: u32,
}

/// The levels of a text, a line each of a name and a number; else what is wrong with which line.
pub(super) fn parse_levels(text: &str) -> Result<Vec<Level>, ProblemKind> {
    let mut levels: Vec<Level> = Vec::new();
    let mut names = BTreeSet::new();
    for Line { number: at, parts } in lines_of(text) {
        let (name, seats) = parts.ok_or(ProblemKind::NotALine(at))?;
        let seats = seats.parse().ok().filter(|seats| (1..=1_000_000).contains(seats));
        let seats = seats.ok_or(ProblemKind::NotALine(at))?;
        if name.chars().count() > NAME_MAX {
            return Err(ProblemKind::NotALine(at));
        }
        if has_licensed_word(&name) {
            return Err(ProblemKind::LicensedWord);
        }
        if !names.insert(folded(&name)) {
            return Err(ProblemKind::LineTwice(at));
        }
        levels.push(Level { name, seats });
    }
    if levels.len() > LEVELS_MAX { Err(ProblemKind::TooManyLines(LEVELS_MAX)) } else { Ok(levels) }
}

/// How many have one of these levels.
pub(super) fn seats_of_levels(levels: &[Level]) -> u32 {
    levels.iter().map(|level| level.seats).sum()
}

/// The level of somebody of whom so many of those with a seat are ranked before, from 0; none where a
/// category has no levels.
pub fn level_after(levels: &[Level], n_before: usize) -> Option<i64> {
    let mut seats = 0;
    let is_full = |level: &&Level| {
        seats += usize::try_from(level.seats).unwrap_or(usize::MAX);
        seats <= n_before
    };
    let full = levels.iter().take_while(is_full).count();
    i64::try_from(full.min(levels.len().checked_sub(1)?)).ok()
}

/// The name of a level, from 0; of whoever has none of the own, such as a substitute, the lowest.
pub fn level_name(levels: &[Level], level: Option<i64>) -> Option<&str> {
    let own = level.and_then(|at| levels.get(usize::try_from(at).ok()?));
    own.or(levels.last()).map(|level| level.name.as_str())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn levels() -> Vec<Level> {
        parse_levels("一等奖 1\n二等奖：2名\n\n三等奖 3").expect("levels")
    }

    #[test]
    fn levels_are_lines_of_a_name_and_a_number() {
        let names: Vec<_> = levels().into_iter().map(|it| (it.name, it.seats)).collect();
        let expected = [("一等奖", 1), ("二等奖", 2), ("三等奖", 3)];
        assert_eq!(names, expected.map(|(name, seats)| (name.to_owned(), seats)));
        assert_eq!(seats_of_levels(&levels()), 6);
        assert_eq!(parse_levels(""), Ok(Vec::new()));
        for (text, problem) in [
            ("一等奖", ProblemKind::NotALine(1)),
            ("一等奖 0", ProblemKind::NotALine(1)),
            ("一等奖 1\n一等奖 2", ProblemKind::LineTwice(2)),
            ("特别长的一个等次的名称 1", ProblemKind::NotALine(1)),
            ("表彰奖 1", ProblemKind::LicensedWord),
            ("甲 1\n乙 1\n丙 1\n丁 1\n戊 1\n己 1\n庚 1", ProblemKind::TooManyLines(6)),
        ] {
            assert_eq!(parse_levels(text), Err(problem), "{text}");
        }
    }

    #[test]
    fn who_shares_a_rank_shares_the_higher_level_and_added_seats_have_the_lowest() {
        let levels = levels();
        // Ranks 1, 2, 3, 3, 5, 6, 7: the fourth shares the level of the third.
        let before = [0, 1, 2, 2, 4, 5, 6];
        let found = before.map(|n| level_after(&levels, n));
        let expected = [0, 1, 1, 1, 2, 2, 2];
        assert_eq!(found, expected.map(Some));
        assert_eq!(level_name(&levels, Some(1)), Some("二等奖"));
        assert_eq!(level_name(&levels, None), Some("三等奖"), "whoever follows");
        assert_eq!((level_after(&[], 0), level_name(&[], None)), (None, None));
    }
}
