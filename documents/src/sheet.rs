//! Opens workbooks and comma-separated files as plain cells.
//!
//! Meant for a process of its own with limits of memory and time: the file is anybody's.

mod delimited;
mod workbook;

use domain::roster::{Cell, Sheet, SheetRow};

/// More rows in a sheet are refused.
pub const MOST_ROWS: u32 = 20_000;
/// More columns in a sheet are refused.
pub const MOST_COLUMNS: u32 = 200;
/// More sheets in a workbook are refused.
pub const MOST_SHEETS: usize = 50;

/// Every workbook of the newer kind is a zip archive.
const ZIP: &[u8] = b"PK\x03\x04";

/// Workbooks of the older kind, and newer ones locked by a password.
const COMPOUND: &[u8] = b"\xD0\xCF\x11\xE0";

/// Why a file cannot be read.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum SheetError {
    /// It is neither a workbook nor comma-separated text.
    #[error("not a spreadsheet")]
    NotASpreadsheet,
    /// It has too many sheets, rows or columns.
    #[error("too large a spreadsheet")]
    TooLarge,
    /// It is a workbook, but damaged, locked or made by a program that does not keep to the rules.
    #[error("broken spreadsheet: {0}")]
    Broken(String),
}

/// The sheets of a file, recognised by its content.
pub fn read(bytes: &[u8]) -> Result<Vec<Sheet>, SheetError> {
    if bytes.starts_with(ZIP) {
        workbook::read(bytes)
    } else if bytes.starts_with(COMPOUND) {
        Err(SheetError::Broken("an old or locked workbook".to_owned()))
    } else {
        delimited::read(bytes)
    }
}

/// Puts a cell at its place, unless it lies outside of what is read. Cells come row by row.
fn place(sheet: &mut Sheet, row: u32, cell: Cell) -> Result<(), SheetError> {
    if row > MOST_ROWS || cell.column > MOST_COLUMNS {
        return Err(SheetError::TooLarge);
    }
    match sheet.rows.last_mut().filter(|last| last.number == row) {
        Some(last) => last.cells.push(cell),
        None => sheet.rows.push(SheetRow { number: row, cells: vec![cell] }),
    }
    Ok(())
}
