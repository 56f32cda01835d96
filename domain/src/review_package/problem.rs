//! Why a package has no results: it is not read, or it contradicts itself.

use crate::score_sheet::{NoResult, ScoreProblem, Seat};

/// What is wrong with a package.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ReviewPackageProblem {
    /// It is something else.
    #[error("`{0}` is no review package")]
    UnknownFormat(String),
    /// It is of another version.
    #[error("version {0} of the review package is not known")]
    UnknownVersion(u32),
    /// A lecture's key is none.
    #[error("`{0}` is no key of a lecture: 1 to 64 characters without spaces and slashes")]
    Key(String),
    /// A lecture stands there more than once.
    #[error("lecture `{0}` stands there more than once")]
    LectureTwice(String),
    /// One lecture is not sound.
    #[error("lecture `{lecture}`: {problem}")]
    Lecture {
        /// Which.
        lecture: String,
        /// Why.
        problem: Box<LectureProblem>,
    },
}

/// What is wrong with the input of a lecture.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum LectureProblem {
    /// It was judged by other criteria than version 1 knows.
    #[error("rubric `{0}` with these criteria is not known")]
    OtherRubric(String),
    /// The panel has a seat more than once.
    #[error("seat {0} stands in the panel more than once")]
    SeatTwice(Seat),
    /// The panel has no such seat.
    #[error("seat {0} is not in the panel")]
    UnknownSeat(Seat),
    /// A panelist has two sheets.
    #[error("seat {0} has more than one sheet")]
    SheetTwice(Seat),
    /// A panelist has voted twice.
    #[error("seat {0} has more than one vote")]
    VoteTwice(Seat),
    /// A sheet has scores that the rubric does not allow.
    #[error("sheet of seat {seat}: {}", list(.problems))]
    Scores {
        /// Whose.
        seat: Seat,
        /// All that is wrong with the sheet.
        problems: Vec<ScoreProblem>,
    },
    /// The sheets come to nothing.
    #[error(transparent)]
    Sheets(#[from] NoResult),
}

fn list(problems: &[ScoreProblem]) -> String {
    problems.iter().map(ToString::to_string).collect::<Vec<_>>().join("; ")
}
