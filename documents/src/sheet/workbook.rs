//! Workbooks of the newer kind (`.xlsx`), read cell by cell so that a stray one costs nothing.

use std::{collections::BTreeMap, io::Cursor};

use calamine::{
    Data, DataRef, Dimensions, ExcelDateTime, Reader, SheetType, SheetVisible, Xlsx, XlsxError,
};
use chrono::NaiveDate;
use domain::roster::{Cell, Merge, Sheet, Value};

use super::{
    Limit, MOST_SHEETS, SheetError, check_place,
    look::{Archive, Looks, SheetLook},
    place, strict,
};

type Book<'a> = Xlsx<Cursor<&'a [u8]>>;
type Formulas = BTreeMap<(u32, u32), String>;

/// The worksheets of a workbook.
pub(super) fn read(bytes: &[u8], archive: &mut Archive<'_>) -> Result<Vec<Sheet>, SheetError> {
    if archive.index_for_name("xl/workbook.xml").is_none() {
        return Err(SheetError::NotASpreadsheet);
    }
    let rewritten = strict::as_transitional(archive)?;
    let bytes = rewritten.as_deref().unwrap_or(bytes);
    let mut book: Book<'_> = Xlsx::new(Cursor::new(bytes)).map_err(not_opened)?;
    let tabs: Vec<_> = book.sheets_metadata().to_vec();
    if tabs.len() > MOST_SHEETS {
        return Err(SheetError::TooLarge(Limit::Sheets));
    }
    let looks = Looks::read(archive)?;
    tabs.into_iter()
        .filter(|tab| tab.typ == SheetType::WorkSheet)
        .map(|tab| {
            let look = looks.of_sheet(archive, &tab.name)?;
            let hidden = tab.visible != SheetVisible::Visible;
            let sheet = read_sheet(&mut book, tab.name, hidden, &look)?;
            Ok(Sheet { is_of_1904: looks.is_of_1904, ..sheet })
        })
        .collect()
}

fn read_sheet(
    book: &mut Book<'_>,
    name: String,
    hidden: bool,
    look: &SheetLook,
) -> Result<Sheet, SheetError> {
    let mut formulas = read_formulas(book, &name)?;
    let merges = read_merges(book, &name)?;
    let mut cells = BTreeMap::new();
    let mut reader = book.worksheet_cells_reader(&name).map_err(broken)?;
    while let Some(cell) = reader.next_cell().map_err(broken)? {
        let (row, column) = numbers(cell.get_position())?;
        let formula = formulas.remove(&(row, column));
        let mut value = value_of(cell.get_value());
        let is_stored = formula.is_none() || look.computed.contains(&(row, column));
        if value == Value::Text(String::new()) && !is_stored {
            value = Value::Empty;
        }
        let cell = Cell { formula, ..Cell::new(column, value) };
        if !cell.is_blank() {
            check_place(row, column)?;
            cells.insert((row, column), cell);
        }
    }
    let mut sheet = Sheet { name, hidden, merges, ..Sheet::default() };
    for ((row, _), cell) in cells {
        place(&mut sheet, row, cell)?;
    }
    look.show(&mut sheet);
    Ok(sheet)
}

fn read_formulas(book: &mut Book<'_>, name: &str) -> Result<Formulas, SheetError> {
    let mut formulas = Formulas::new();
    let mut reader = book.worksheet_cells_reader(name).map_err(broken)?;
    while let Some(cell) = reader.next_formula().map_err(broken)? {
        if !cell.get_value().is_empty() {
            let (row, column) = numbers(cell.get_position())?;
            check_place(row, column)?;
            formulas.insert((row, column), cell.get_value().clone());
        }
    }
    Ok(formulas)
}

fn read_merges(book: &mut Book<'_>, name: &str) -> Result<Vec<Merge>, SheetError> {
    let Some(found) = book.worksheet_merge_cells(name) else { return Ok(Vec::new()) };
    found.map_err(broken)?.into_iter().map(merge_of).collect()
}

pub(super) fn merge_of(dimensions: Dimensions) -> Result<Merge, SheetError> {
    let (top, left) = numbers(dimensions.start)?;
    let (bottom, right) = numbers(dimensions.end)?;
    Ok(Merge { top, left, bottom, right })
}

/// Row and column counted from 1.
pub(super) fn numbers((row, column): (u32, u32)) -> Result<(u32, u32), SheetError> {
    row.checked_add(1).zip(column.checked_add(1)).ok_or(SheetError::TooLarge(Limit::Rows))
}

fn value_of(data: &DataRef<'_>) -> Value {
    match data {
        DataRef::Empty => Value::Empty,
        DataRef::String(text) | DataRef::DurationIso(text) => Value::Text(text.clone()),
        DataRef::SharedString(text) => Value::Text((*text).to_owned()),
        DataRef::Int(number) => Value::Text(number.to_string()),
        DataRef::Float(number) => number_of(*number),
        DataRef::Bool(truth) => Value::Bool(*truth),
        DataRef::DateTime(moment) => date_of(moment),
        DataRef::DateTimeIso(text) => iso_date_of(text),
        DataRef::Error(error) => Value::Error(error.to_string()),
    }
}

/// The value of a cell of another kind of workbook.
pub(super) fn value_of_data(data: &Data) -> Value {
    match data {
        Data::Empty => Value::Empty,
        Data::String(text) | Data::DurationIso(text) => Value::Text(text.clone()),
        Data::Int(number) => Value::Text(number.to_string()),
        Data::Float(number) => number_of(*number),
        Data::Bool(truth) => Value::Bool(*truth),
        Data::DateTime(moment) => date_of(moment),
        Data::DateTimeIso(text) => iso_date_of(text),
        Data::Error(error) => Value::Error(error.to_string()),
    }
}

fn number_of(number: f64) -> Value {
    if number.is_finite() { Value::Number(number) } else { Value::Error(number.to_string()) }
}

/// The date of a cell with a date format; a time of day or a duration stays a number.
fn date_of(moment: &ExcelDateTime) -> Value {
    let days = moment.as_f64();
    if !moment.is_datetime() || !(1.0..2_958_466.0).contains(&days) {
        return number_of(days);
    }
    let (year, month, day, ..) = moment.to_ymd_hms_milli();
    NaiveDate::from_ymd_opt(i32::from(year), u32::from(month), u32::from(day))
        .map_or_else(|| number_of(days), Value::Date)
}

fn iso_date_of(text: &str) -> Value {
    let date = text.split('T').next().unwrap_or(text);
    date.parse().map_or_else(|_| Value::Text(text.to_owned()), Value::Date)
}

/// An archive without the parts of a workbook is another kind of document.
fn not_opened(error: XlsxError) -> SheetError {
    match error {
        XlsxError::FileNotFound(_) => SheetError::NotASpreadsheet,
        XlsxError::Password => SheetError::Password,
        error => broken(error),
    }
}

fn broken(error: XlsxError) -> SheetError {
    SheetError::Broken(error.to_string())
}
