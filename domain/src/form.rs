//! What a person typed, and what is wrong with it.
//!
//! A form becomes a command by one `parse` that collects every problem. The typed text stays
//! in [`Values`], so that a refused form can be shown again as it was. A field is a [`Field`], from
//! the form that shows it to the rule that reads it; only the browser sends its name.

mod carried;
mod field;
mod problem;
mod reader;
mod values;

pub(crate) use self::reader::half_width;
pub use self::{
    carried::{Once, Revision},
    field::{Field, Name},
    problem::{Problem, ProblemKind, Problems},
    reader::{Reader, Refused, whole_number},
    values::Values,
};

/// The longest text that a one-line field takes, in characters.
pub const LINE_MAX: usize = 200;
/// The longest text that a text area takes, in characters.
pub const TEXT_MAX: usize = 4_000;
/// The least number of characters of a reason.
pub const REASON_MIN: usize = 5;
