//! Workbooks of the older kind (`.xls`), as they were saved until 2003 and often still are.

use std::io::Cursor;

use calamine::{Data, Range, Reader, SheetType, SheetVisible, Xls, XlsError};
use domain::roster::{Cell, Merge, Sheet};

use super::{
    Limit, MOST_SHEETS, SheetError, old_look, place,
    workbook::{merge_of, numbers, value_of_data},
};

/// The worksheets of a workbook.
pub(super) fn read(bytes: &[u8]) -> Result<Vec<Sheet>, SheetError> {
    let not_opened = |error| match error {
        XlsError::Password => SheetError::Password,
        error => SheetError::Broken(error.to_string()),
    };
    let mut looks = old_look::read(bytes)?;
    let mut book: Xls<_> = Xls::new(Cursor::new(bytes)).map_err(not_opened)?;
    let tabs: Vec<_> = book.sheets_metadata().to_vec();
    if tabs.len() > MOST_SHEETS {
        return Err(SheetError::TooLarge(Limit::Sheets));
    }
    let tabs = tabs.into_iter().filter(|tab| tab.typ == SheetType::WorkSheet);
    tabs.map(|tab| {
        let values = book.worksheet_range(&tab.name).map_err(not_opened)?;
        let formulas = book.worksheet_formula(&tab.name).unwrap_or_else(|_| Range::empty());
        let merges = book.worksheet_merge_cells(&tab.name).unwrap_or_default();
        let merges = merges.into_iter().map(merge_of).collect::<Result<Vec<_>, _>>()?;
        let hidden = tab.visible != SheetVisible::Visible;
        let look = looks.sheets.remove(&tab.name).unwrap_or_default();
        let mut sheet = sheet_of(tab.name, hidden, merges, &values, &formulas)?;
        sheet.is_of_1904 = looks.is_of_1904;
        look.show(&mut sheet);
        Ok(sheet)
    })
    .collect()
}

/// A sheet of a range of values and one of formulas.
pub(super) fn sheet_of(
    name: String,
    hidden: bool,
    merges: Vec<Merge>,
    values: &Range<Data>,
    formulas: &Range<String>,
) -> Result<Sheet, SheetError> {
    let mut sheet = Sheet { name, hidden, merges, ..Sheet::default() };
    let (top, left) = values.start().unwrap_or_default();
    for (row, column, data) in values.cells() {
        let at = (offset(top, row)?, offset(left, column)?);
        let formula = formulas.get_value(at).filter(|it| !it.is_empty()).cloned();
        let (row, column) = numbers(at)?;
        let cell = Cell { formula, ..Cell::new(column, value_of_data(data)) };
        if !cell.is_blank() {
            place(&mut sheet, row, cell)?;
        }
    }
    Ok(sheet)
}

fn offset(start: u32, by: usize) -> Result<u32, SheetError> {
    let by = u32::try_from(by).ok();
    by.and_then(|by| start.checked_add(by)).ok_or(SheetError::TooLarge(Limit::Rows))
}
