//! A statement is a value: its text, and what is bound to it. Which database it goes to is known
//! in `driver` alone.

use std::{borrow::Cow, fmt::Write as _};

use chrono::{DateTime, NaiveDate, Utc};

use crate::row::Code;

/// What stands for one `$n`. A missing value keeps its type, for PostgreSQL asks for it.
#[derive(Clone, Debug)]
pub(crate) enum Value<'a> {
    Number(Option<i64>),
    Text(Option<Cow<'a, str>>),
    Bytes(&'a [u8]),
    Flag(Option<bool>),
    Instant(Option<DateTime<Utc>>),
    Day(Option<NaiveDate>),
    /// Values of one kind, for PostgreSQL alone.
    List(Vec<Value<'a>>),
}

/// A text with its values. Texts are written here as constants or pushed as such: whatever comes
/// from outside is bound.
#[derive(Clone, Debug)]
pub(crate) struct Statement<'a> {
    pub(crate) text: Cow<'static, str>,
    pub(crate) values: Vec<Value<'a>>,
    /// Whether the connection keeps it prepared for the next time.
    pub(crate) is_kept: bool,
}

/// A statement of this text.
pub(crate) fn sql<'a>(text: &'static str) -> Statement<'a> {
    Statement { text: Cow::Borrowed(text), values: Vec::new(), is_kept: true }
}

impl<'a> Statement<'a> {
    /// Binds the next `$n`, which stands in the text already.
    pub(crate) fn bind(mut self, value: impl Into<Value<'a>>) -> Self {
        self.values.push(value.into());
        self
    }

    /// Goes on with a text.
    pub(crate) fn push(mut self, text: &'static str) -> Self {
        self.text.to_mut().push_str(text);
        self
    }

    /// Goes on with a value.
    pub(crate) fn value(mut self, value: impl Into<Value<'a>>) -> Self {
        self.add(value.into());
        self
    }

    /// Goes on with values in brackets, for `IN`. A list of none matches nothing.
    pub(crate) fn list<V: Into<Value<'a>>>(self, values: impl IntoIterator<Item = V>) -> Self {
        let mut this = self.push("(");
        let mut separator = "";
        for value in values {
            this = this.push(separator).value(value);
            separator = ", ";
        }
        this.push(if separator.is_empty() { "NULL)" } else { ")" })
    }

    /// Is kept prepared by no connection, for its text will not come again.
    pub(crate) fn unkept(self) -> Self {
        Self { is_kept: false, ..self }
    }

    fn add(&mut self, value: Value<'a>) {
        self.values.push(value);
        let number = self.values.len();
        // Writing into a text does not fail.
        let _ = write!(self.text.to_mut(), "${number}");
    }
}

/// A statement of a text and the values of its `$n`, where there are many of them.
macro_rules! bound {
    ($text:ident; $($value:expr),+ $(,)?) => {
        $crate::statement::sql($text)$(.bind($value))+
    };
}
pub(crate) use bound;

/// Several texts as one, joined when the program is compiled: so that a list of columns, or what
/// several statements ask for, is written once.
macro_rules! text {
    ($($part:expr),+ $(,)?) => {{
        const PARTS: &[&str] = &[$($part),+];
        const BYTES: [u8; $crate::statement::length(PARTS)] = $crate::statement::join(PARTS);
        match std::str::from_utf8(&BYTES) {
            Ok(text) => text,
            Err(_) => panic!("texts that are joined are a text"),
        }
    }};
}
pub(crate) use text;

pub(crate) const fn length(parts: &[&str]) -> usize {
    let (mut sum, mut part) = (0, 0);
    while part < parts.len() {
        sum += parts[part].len();
        part += 1;
    }
    sum
}

pub(crate) const fn join<const N: usize>(parts: &[&str]) -> [u8; N] {
    let (mut bytes, mut at, mut part) = ([0; N], 0, 0);
    while part < parts.len() {
        let from = parts[part].as_bytes();
        let mut byte = 0;
        while byte < from.len() {
            bytes[at] = from[byte];
            at += 1;
            byte += 1;
        }
        part += 1;
    }
    bytes
}

macro_rules! values {
    ($($type:ty => |$it:ident| $value:expr),+ $(,)?) => {$(
        impl<'a> From<$type> for Value<'a> {
            fn from($it: $type) -> Self {
                $value
            }
        }
    )+};
}

values! {
    i64 => |it| Self::Number(Some(it)),
    &i64 => |it| Self::Number(Some(*it)),
    Option<i64> => |it| Self::Number(it),
    bool => |it| Self::Flag(Some(it)),
    Option<bool> => |it| Self::Flag(it),
    DateTime<Utc> => |it| Self::Instant(Some(it)),
    Option<DateTime<Utc>> => |it| Self::Instant(it),
    NaiveDate => |it| Self::Day(Some(it)),
    Option<NaiveDate> => |it| Self::Day(it),
    &'a str => |it| Self::Text(Some(Cow::Borrowed(it))),
    Option<&'a str> => |it| Self::Text(it.map(Cow::Borrowed)),
    &'a String => |it| Self::Text(Some(Cow::Borrowed(it))),
    &'a Option<String> => |it| Self::Text(it.as_deref().map(Cow::Borrowed)),
    String => |it| Self::Text(Some(Cow::Owned(it))),
    &'a Vec<u8> => |it| Self::Bytes(it),
}

impl<T: Code> From<T> for Value<'_> {
    fn from(code: T) -> Self {
        Self::Text(Some(Cow::Borrowed(code.text())))
    }
}

impl<T: Code> From<Option<T>> for Value<'_> {
    fn from(code: Option<T>) -> Self {
        Self::Text(code.map(|code| Cow::Borrowed(code.text())))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const COLUMNS: &str = "SELECT 人 FROM t ";
    const FIND: &str = text![COLUMNS, "WHERE id = $1"];

    #[test]
    fn texts_are_joined() {
        assert_eq!(FIND, "SELECT 人 FROM t WHERE id = $1");
    }

    #[test]
    fn values_are_counted() {
        let statement = sql(FIND).bind(7).push(" AND x IN ").list([1, 2]).push(" AND y = ");
        let statement = statement.value("y");
        assert_eq!(statement.text, "SELECT 人 FROM t WHERE id = $1 AND x IN ($2, $3) AND y = $4");
        assert_eq!(statement.values.len(), 4);
    }

    #[test]
    fn a_list_of_none_matches_nothing() {
        assert_eq!(sql("x IN ").list::<i64>([]).text, "x IN (NULL)");
    }
}
