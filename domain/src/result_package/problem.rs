//! Why a package has no results: it is not read, or it contradicts itself.

use super::FinalProblem;
use crate::{
    quota::{QuotaProblem, SelectProblem},
    ranking::{NomineeKey, RankProblem},
    score_sheet::{RubricProblem, ScoreProblem, Seat},
};

/// What is wrong with a package.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum PackageProblem {
    /// It is something else.
    #[error("`{0}` is no result package")]
    UnknownFormat(String),
    /// It is of another version.
    #[error("version {0} of the result package is not known")]
    UnknownVersion(u32),
    /// A category's code is no key.
    #[error("`{0}` is no code of a category: 1 to 64 characters without spaces and slashes")]
    Code(String),
    /// A category stands there more than once.
    #[error("category `{0}` stands there more than once")]
    CategoryTwice(String),
    /// One category is not sound.
    #[error("category `{category}`: {problem}")]
    Category {
        /// Which.
        category: String,
        /// Why.
        problem: Box<CategoryProblem>,
    },
}

/// What is wrong with the input of a category.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum CategoryProblem {
    /// The criteria make no rubric.
    #[error(transparent)]
    Rubric(#[from] RubricProblem),
    /// Ties are broken in another order than version 1 knows.
    #[error("the order of the tie rules is not known")]
    TieOrder,
    /// Seats were added, which the rules do not allow.
    #[error("a tie decision adds seats, which the rules do not allow")]
    AddedSeats,
    /// A nominee or a unit has a name that is no key.
    #[error("`{0}` is no key: 1 to 64 characters without spaces and slashes")]
    Key(String),
    /// The panel has a seat more than once.
    #[error("seat {0} stands in the panel more than once")]
    SeatTwice(Seat),
    /// The panel has no such seat.
    #[error("seat {0} is not in the panel")]
    UnknownSeat(Seat),
    /// The list has no such nominee.
    #[error("nominee `{0}` is not in the list")]
    UnknownNominee(NomineeKey),
    /// A judge has two sheets of a nominee.
    #[error("seat {seat} has more than one sheet of nominee `{nominee}`")]
    SheetTwice {
        /// Who.
        seat: Seat,
        /// Whom.
        nominee: NomineeKey,
    },
    /// A judge was recused, and a sheet counts nevertheless.
    #[error("seat {seat} was recused and has a valid sheet of nominee `{nominee}`")]
    SheetOfRecused {
        /// Who.
        seat: Seat,
        /// Whom.
        nominee: NomineeKey,
    },
    /// A sheet has scores that the rubric does not allow.
    #[error("sheet of seat {seat} for nominee `{nominee}`: {}", list(.problems))]
    Scores {
        /// Who.
        seat: Seat,
        /// Whom.
        nominee: NomineeKey,
        /// All that is wrong with the sheet.
        problems: Vec<ScoreProblem>,
    },
    /// The second stage contradicts itself.
    #[error(transparent)]
    Final(#[from] FinalProblem),
    /// The quota gives no seats.
    #[error(transparent)]
    Quota(#[from] QuotaProblem),
    /// The nominees cannot be ranked.
    #[error(transparent)]
    Rank(#[from] RankProblem),
    /// The seats cannot be given out, or a tie decision does not hold.
    #[error(transparent)]
    Select(#[from] SelectProblem),
}

fn list(problems: &[ScoreProblem]) -> String {
    problems.iter().map(ToString::to_string).collect::<Vec<_>>().join("; ")
}
