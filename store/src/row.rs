//! What comes back: rows made of columns that are decoded whole, so that no code of a closed list
//! leaves this crate as text that nobody has read.

use chrono::{DateTime, NaiveDate, Utc};
use domain::code::UnknownCode;
use serde::Serialize;

use crate::{
    StoreError,
    driver::{Row, Rows},
};

/// Why a column cannot be read.
pub(crate) type Unread = Box<dyn std::error::Error + Send + Sync>;

/// What a column can hold.
pub(crate) trait Column: Sized {
    /// The value; none if the column is empty.
    fn read(row: Row<'_>, at: usize) -> Result<Option<Self>, Unread>;
}

/// What a row, or a column alone, is decoded into.
pub(crate) trait Decoded: Sized {
    /// The names of its columns; without any, they come by their places.
    const COLUMNS: &'static [&'static str];

    fn decode(columns: &mut Columns<'_>) -> Result<Self, StoreError>;
}

/// The columns of a row, one after the other.
#[derive(Debug)]
pub(crate) struct Columns<'r> {
    row: Row<'r>,
    names: &'static [&'static str],
    /// Where the columns of these names are; looked up once for all rows.
    places: &'r [usize],
    next: usize,
}

impl Columns<'_> {
    /// Decodes the next column.
    pub(crate) fn next<T: Column>(&mut self) -> Result<T, StoreError> {
        let at = self.places.get(self.next).copied().unwrap_or(self.next);
        match T::read(self.row, at) {
            Ok(Some(value)) => {
                self.next += 1;
                Ok(value)
            }
            Ok(None) => Err(self.broken(&"is empty")),
            Err(why) => Err(self.broken(&why)),
        }
    }

    fn broken(&self, why: &dyn std::fmt::Display) -> StoreError {
        let name = self.names.get(self.next).copied().unwrap_or("a column");
        StoreError::Broken(format!("{name}: {why}"))
    }
}

impl Rows {
    /// All rows.
    pub(crate) fn all<T: Decoded>(&self) -> Result<Vec<T>, StoreError> {
        let Some(first) = self.get(0) else { return Ok(Vec::new()) };
        let places = first.places(T::COLUMNS)?;
        let mut all = Vec::with_capacity(self.len());
        while let Some(row) = self.get(all.len()) {
            all.push(decode(row, &places)?);
        }
        Ok(all)
    }

    /// The first row.
    pub(crate) fn first<T: Decoded>(&self) -> Result<Option<T>, StoreError> {
        let Some(first) = self.get(0) else { return Ok(None) };
        decode(first, &first.places(T::COLUMNS)?).map(Some)
    }
}

fn decode<T: Decoded>(row: Row<'_>, places: &[usize]) -> Result<T, StoreError> {
    T::decode(&mut Columns { row, names: T::COLUMNS, places, next: 0 })
}

/// Decodes a row by the names of its columns, which are those of the fields.
macro_rules! decoded {
    ($row:ident: $($field:ident),+ $(,)?) => {
        impl $crate::row::Decoded for $row {
            const COLUMNS: &'static [&'static str] = &[$(stringify!($field)),+];

            fn decode(columns: &mut $crate::row::Columns<'_>) -> Result<Self, $crate::StoreError> {
                Ok(Self { $($field: columns.next()?),+ })
            }
        }
    };
}
pub(crate) use decoded;

impl<T: Column> Decoded for T {
    const COLUMNS: &'static [&'static str] = &[];

    fn decode(columns: &mut Columns<'_>) -> Result<Self, StoreError> {
        columns.next()
    }
}

macro_rules! tuples {
    ($(($($part:ident),+)),+) => {$(
        impl<$($part: Column),+> Decoded for ($($part,)+) {
            const COLUMNS: &'static [&'static str] = &[];

            fn decode(columns: &mut Columns<'_>) -> Result<Self, StoreError> {
                Ok(($(columns.next::<$part>()?,)+))
            }
        }
    )+};
}
tuples![(A, B), (A, B, C), (A, B, C, D)];

impl<T: Column> Column for Option<T> {
    fn read(row: Row<'_>, at: usize) -> Result<Option<Self>, Unread> {
        T::read(row, at).map(Some)
    }
}

macro_rules! plain {
    ($($type:ty => $read:ident),+ $(,)?) => {$(
        impl Column for $type {
            fn read(row: Row<'_>, at: usize) -> Result<Option<Self>, Unread> {
                Ok(row.$read(at)?)
            }
        }
    )+};
}
plain! {
    i64 => number,
    bool => flag,
    DateTime<Utc> => instant,
    NaiveDate => day,
}

impl Column for String {
    fn read(row: Row<'_>, at: usize) -> Result<Option<Self>, Unread> {
        Ok(row.text(at)?.map(str::to_owned))
    }
}

impl Column for Vec<u8> {
    fn read(row: Row<'_>, at: usize) -> Result<Option<Self>, Unread> {
        Ok(row.bytes(at)?.map(<[u8]>::to_vec))
    }
}

/// A value of a closed list, stored as its code; an empty text is an empty column.
pub(crate) trait Code: Copy {
    const LIST: &'static str;

    fn of(code: &str) -> Option<Self>;

    fn text(self) -> &'static str;
}

/// Reads a code.
pub(crate) fn code<T: Code>(code: &str) -> Result<T, UnknownCode> {
    T::of(code).ok_or_else(|| UnknownCode { of: T::LIST, code: code.to_owned() })
}

/// The code of a value, or an empty text, for a column that must not be empty.
pub(crate) fn or_empty<T: Code>(value: Option<T>) -> &'static str {
    value.map_or("", T::text)
}

/// Codes separated by commas.
pub(crate) fn listed<T: Code>(values: &[T]) -> String {
    values.iter().map(|value| value.text()).collect::<Vec<_>>().join(",")
}

impl<T: Code> Column for T {
    fn read(row: Row<'_>, at: usize) -> Result<Option<Self>, Unread> {
        let text = row.text(at)?.filter(|code| !code.is_empty());
        text.map(code).transpose().map_err(Unread::from)
    }
}

/// A column of a value that is stored as JSON; an empty text is an empty column.
macro_rules! json {
    ($($type:ty),+ $(,)?) => {$(
        impl $crate::row::Column for $type {
            fn read(row: Row<'_>, at: usize) -> Result<Option<Self>, Unread> {
                let text = row.text(at)?.filter(|text| !text.is_empty());
                Ok(text.map(serde_json::from_str).transpose()?)
            }
        }
    )+};
}
pub(crate) use json;

/// A value as it is stored as JSON.
pub(crate) fn written<T: Serialize>(value: &T) -> Result<String, StoreError> {
    serde_json::to_string(value).map_err(|error| StoreError::Broken(error.to_string()))
}

/// Codes separated by commas.
impl<T: Code> Column for Vec<T> {
    fn read(row: Row<'_>, at: usize) -> Result<Option<Self>, Unread> {
        let Some(codes) = row.text(at)? else { return Ok(None) };
        let codes = codes.split(',').filter(|code| !code.is_empty()).map(code);
        Ok(Some(codes.collect::<Result<_, _>>()?))
    }
}
