//! A spreadsheet's sheet as plain cells, with the numbering that the spreadsheet program shows.
//!
//! Formulas are never computed: a cell carries the result that was stored beside its formula.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use crate::folding::seen;

/// One sheet of a workbook; only cells that hold something are listed.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Sheet {
    /// The name on its tab.
    pub name: String,
    /// Whether the tab is hidden.
    pub hidden: bool,
    /// Rows that hold at least one cell.
    pub rows: Vec<SheetRow>,
    /// Cells joined into one.
    pub merges: Vec<Merge>,
    /// Whether bare numbers of days count from 1904 and not from 1900.
    #[serde(default, skip_serializing_if = "is_false")]
    pub is_of_1904: bool,
}

/// The cells of one row.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct SheetRow {
    /// The row's number, from 1.
    pub number: u32,
    /// Its cells.
    pub cells: Vec<Cell>,
    /// Whether it is hidden, by hand or by a filter.
    #[serde(default, skip_serializing_if = "is_false")]
    pub is_hidden: bool,
}

/// One cell.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Cell {
    /// The column's number, from 1.
    pub column: u32,
    /// What is stored in it.
    pub value: Value,
    /// The formula without its equals sign, if the value is the result of one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub formula: Option<String>,
    /// Whether what stands in it is struck out.
    #[serde(default, skip_serializing_if = "is_false")]
    pub is_struck: bool,
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde asks by reference")]
fn is_false(it: &bool) -> bool {
    !it
}

/// What a cell stores.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub enum Value {
    /// Nothing, as beside a formula that was never computed.
    #[default]
    Empty,
    /// Text.
    Text(String),
    /// A number, or a date in a cell without a date format.
    Number(f64),
    /// A date.
    Date(NaiveDate),
    /// A truth value.
    Bool(bool),
    /// An error of the spreadsheet program such as `#REF!`.
    Error(String),
}

/// A rectangle of cells joined into one; all four sides belong to it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Merge {
    /// First row.
    pub top: u32,
    /// First column.
    pub left: u32,
    /// Last row.
    pub bottom: u32,
    /// Last column.
    pub right: u32,
}

impl Cell {
    /// A cell without a formula.
    pub fn new(column: u32, value: Value) -> Self {
        Self { column, value, ..Self::default() }
    }

    /// Whether it holds a formula whose result was never stored: nobody knows what it shows.
    pub fn is_uncomputed(&self) -> bool {
        self.value == Value::Empty && self.formula.is_some()
    }

    /// The value as text, for reading and for showing what was read.
    pub fn text(&self) -> String {
        match &self.value {
            Value::Empty => self.formula.as_ref().map_or_else(String::new, |it| format!("={it}")),
            Value::Text(text) | Value::Error(text) => seen(text).into_owned(),
            Value::Number(number) => plain_number(*number),
            Value::Date(date) => date.format("%Y-%m-%d").to_string(),
            Value::Bool(true) => "TRUE".to_owned(),
            Value::Bool(false) => "FALSE".to_owned(),
        }
    }

    /// Whether nobody sees anything in the cell.
    pub fn is_blank(&self) -> bool {
        match &self.value {
            Value::Empty => self.formula.is_none(),
            Value::Text(text) => super::text::clean(text).is_empty(),
            _ => false,
        }
    }
}

/// A number in decimal, to the fifteen digits that a spreadsheet keeps, never with an exponent.
pub fn plain_number(number: f64) -> String {
    format!("{number:.14e}")
        .parse::<f64>()
        .map_or_else(|_| number.to_string(), |rounded| rounded.to_string())
}

/// The letters of a column: 1 is `A`, 27 is `AA`.
pub fn column_letters(column: u32) -> String {
    let mut rest = column;
    let mut letters = Vec::new();
    while rest > 0 {
        rest -= 1;
        letters.extend(char::from_digit(rest % 26 + 10, 36));
        rest /= 26;
    }
    letters.iter().rev().map(char::to_ascii_uppercase).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_are_named_as_in_the_spreadsheet_program() {
        let names = [1, 15, 26, 27, 52, 53, 702, 703].map(column_letters);
        assert_eq!(names, ["A", "O", "Z", "AA", "AZ", "BA", "ZZ", "AAA"]);
    }

    #[test]
    fn numbers_are_written_without_noise_and_without_exponent() {
        assert_eq!(plain_number(19_900_008_822.0), "19900008822");
        assert_eq!(plain_number(1985.07), "1985.07");
        assert_eq!(plain_number(0.1 + 0.2), "0.3");
        assert_eq!(plain_number(1e20), "100000000000000000000");
        assert_eq!(plain_number(f64::NAN), "NaN");
    }
}
