//! What a person typed, and what is wrong with it.
//!
//! A form becomes a command by one `parse` that collects every problem. The typed text stays
//! in [`Values`], so that a refused form can be shown again as it was. A field is a [`Field`], from
//! the form that shows it to the rule that reads it; only the browser sends its name.

mod field;
mod problem;
mod reader;
mod values;

pub(crate) use self::reader::half_width;
pub use self::{
    field::{Field, Name},
    problem::{Problem, ProblemKind, Problems},
    reader::{Reader, whole_number},
    values::Values,
};

/// The longest text that a one-line field takes, in characters.
pub const LINE_MAX: usize = 200;
/// The longest text that a text area takes, in characters.
pub const TEXT_MAX: usize = 4_000;
/// The least number of characters of a reason.
pub const REASON_MIN: usize = 5;

/// The revision of a thing that the page showed on which somebody decided.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Revision(Option<i64>);

impl Revision {
    /// Whatever is on file now: for the program itself, which has seen no page.
    pub const NEWEST: Self = Self(None);

    /// What a form carries in its field `revision`.
    pub fn of(values: &Values) -> Self {
        match values.trimmed(Field::Revision) {
            "" => Self::NEWEST,
            text => Self(Some(text.parse().unwrap_or(0))),
        }
    }

    /// Whether the page showed what is on file now.
    pub fn is(self, now: i64) -> bool {
        self.0.is_none_or(|shown| shown == now)
    }
}
