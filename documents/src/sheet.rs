//! Opens workbooks and separated text, in any of the forms that offices send, as plain cells.
//!
//! Meant for a process of its own with limits of memory and time: the file is anybody's.

mod delimited;
mod look;
mod old_look;
mod old_workbook;
mod open_document;
mod strict;
mod workbook;

use domain::roster::{Cell, Sheet, SheetRow};

/// More rows in a sheet are refused: 20 000 of data, and what stands around them.
pub const MOST_ROWS: u32 = 21_000;
/// More columns in a sheet are refused.
pub const MOST_COLUMNS: u32 = 200;
/// More sheets in a workbook are refused.
pub const MOST_SHEETS: usize = 50;
/// More bytes in all parts of a workbook, unpacked, are refused.
pub const MOST_UNPACKED: u64 = 160 * 1024 * 1024;

/// Every workbook of the newer kinds is a zip archive.
const ZIP: &[u8] = b"PK\x03\x04";
/// With this ends every zip archive, before a comment of at most 64 KiB.
const END_OF_ZIP: &[u8] = b"PK\x05\x06";
/// Workbooks of the older kind, and newer ones locked by a password.
const COMPOUND: &[u8] = b"\xD0\xCF\x11\xE0";
/// In an archive of this kind of part lies what a password has locked.
const LOCKED: &str = "EncryptedPackage";

/// What was opened.
#[derive(Clone, Debug, PartialEq)]
pub struct Opened {
    /// Its sheets.
    pub sheets: Vec<Sheet>,
    /// The encoding of a text.
    pub encoding: Option<&'static str>,
}

/// What there is too much of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Limit {
    /// [`MOST_ROWS`].
    Rows,
    /// [`MOST_COLUMNS`].
    Columns,
    /// [`MOST_SHEETS`].
    Sheets,
    /// [`MOST_UNPACKED`].
    Unpacked,
}

/// Why a file cannot be read.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum SheetError {
    /// There is nothing in it.
    #[error("an empty file")]
    Empty,
    /// Its end is missing.
    #[error("a file that is cut off")]
    CutOff,
    /// It is locked by a password.
    #[error("a file with a password")]
    Password,
    /// It is neither a workbook nor separated text.
    #[error("not a spreadsheet")]
    NotASpreadsheet,
    /// There is too much in it.
    #[error("too large a spreadsheet: {0:?}")]
    TooLarge(Limit),
    /// It is a workbook, but damaged or made by a program that does not keep to the rules.
    #[error("broken spreadsheet: {0}")]
    Broken(String),
}

/// The sheets of a file, recognised by its content.
pub fn read(bytes: &[u8]) -> Result<Opened, SheetError> {
    // The reader of workbooks ends where a damaged one says what cannot be.
    let read = std::panic::catch_unwind(|| open(bytes));
    read.unwrap_or_else(|_| Err(SheetError::Broken("against all rules".to_owned())))
}

fn open(bytes: &[u8]) -> Result<Opened, SheetError> {
    let opened = if bytes.starts_with(ZIP) {
        workbook_of(read_archive(bytes)?)
    } else if bytes.starts_with(COMPOUND) {
        workbook_of(read_compound(bytes)?)
    } else {
        delimited::read(bytes)?
    };
    let mut cells = opened.sheets.iter().flat_map(|sheet| &sheet.rows);
    if cells.next().is_none() { Err(SheetError::Empty) } else { Ok(opened) }
}

fn workbook_of(sheets: Vec<Sheet>) -> Opened {
    Opened { sheets, encoding: None }
}

fn read_archive(bytes: &[u8]) -> Result<Vec<Sheet>, SheetError> {
    let tail = bytes.len().saturating_sub(END_OF_ZIP.len() + 18 + usize::from(u16::MAX));
    if !has(&bytes[tail..], END_OF_ZIP) {
        return Err(SheetError::CutOff);
    }
    let mut archive = look::open(bytes)?;
    if archive.index_for_name("content.xml").is_some() {
        open_document::read(bytes, &mut archive)
    } else {
        workbook::read(bytes, &mut archive)
    }
}

fn read_compound(bytes: &[u8]) -> Result<Vec<Sheet>, SheetError> {
    let locked: Vec<u8> = LOCKED.encode_utf16().flat_map(u16::to_le_bytes).collect();
    if has(bytes, &locked) {
        return Err(SheetError::Password);
    }
    old_workbook::read(bytes)
}

fn has(bytes: &[u8], part: &[u8]) -> bool {
    bytes.windows(part.len()).any(|window| window == part)
}

/// Puts a cell at its place, unless it lies outside of what is read. Cells come row by row.
fn place(sheet: &mut Sheet, row: u32, cell: Cell) -> Result<(), SheetError> {
    check_place(row, cell.column)?;
    match sheet.rows.last_mut().filter(|last| last.number == row) {
        Some(last) => last.cells.push(cell),
        None => sheet.rows.push(SheetRow { number: row, cells: vec![cell], ..SheetRow::default() }),
    }
    Ok(())
}

fn check_place(row: u32, column: u32) -> Result<(), SheetError> {
    if row > MOST_ROWS {
        return Err(SheetError::TooLarge(Limit::Rows));
    }
    if column > MOST_COLUMNS {
        return Err(SheetError::TooLarge(Limit::Columns));
    }
    Ok(())
}
