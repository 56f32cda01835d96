//! What a form carries along beside what is typed: its token, and what its page showed.

use std::fmt;

use super::{Field, ProblemKind, Problems, values::is_blank};

/// The token of a form that makes something: sent again, the form finds what it has made.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Once(String);

impl Once {
    /// A token as it was sent or is to be sent; empty when there is none.
    pub fn new(text: &str) -> Self {
        Self(text.trim_matches(is_blank).to_owned())
    }

    /// The token of a form that cannot do without.
    pub fn token(&self) -> Result<&str, Problems> {
        match self.as_str() {
            "" => Err(Problems::one(Field::Once, ProblemKind::Missing)),
            token => Ok(token),
        }
    }

    /// The text that a form carries.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// The revision of a thing that the page showed on which somebody decided.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Revision(Option<i64>);

impl Revision {
    /// Whatever is on file now: for the program itself, which has seen no page.
    pub const NEWEST: Self = Self(None);

    /// What a page shows.
    pub const fn of(number: i64) -> Self {
        Self(Some(number))
    }

    /// What a form carries; what is no number was never shown.
    pub fn parse(text: &str) -> Self {
        match text.trim_matches(is_blank) {
            "" => Self::NEWEST,
            text => Self::of(text.parse().unwrap_or(0)),
        }
    }

    /// Whether the page showed what is on file now, or none was seen.
    pub fn is(self, now: i64) -> bool {
        self.0.is_none_or(|shown| shown == now)
    }

    /// The number of what was seen; where none was, one that nothing has.
    pub fn number(self) -> i64 {
        self.0.unwrap_or(0)
    }
}

impl fmt::Display for Revision {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.map_or(Ok(()), |number| number.fmt(f))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_form_without_a_token_makes_nothing() {
        assert_eq!(Once::new(" a ").token(), Ok("a"));
        assert_eq!(Once::new("　").token(), Err(Problems::one(Field::Once, ProblemKind::Missing)));
    }

    #[test]
    fn a_revision_is_read_as_it_is_written() {
        for revision in [Revision::NEWEST, Revision::of(0), Revision::of(7)] {
            assert_eq!(Revision::parse(&revision.to_string()), revision);
        }
        assert!(Revision::NEWEST.is(7) && Revision::of(7).is(7) && !Revision::of(6).is(7));
        assert_eq!(Revision::parse("soon"), Revision::of(0));
    }
}
