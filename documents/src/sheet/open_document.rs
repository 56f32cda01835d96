//! Open documents (`.ods`).

use std::io::Cursor;

use calamine::{Ods, OdsError, Range, Reader, SheetVisible};
use domain::roster::Sheet;

use super::{
    Limit, MOST_SHEETS, SheetError,
    look::{Archive, document_looks},
    old_workbook::sheet_of,
};

/// The sheets of a document.
pub(super) fn read(bytes: &[u8], archive: &mut Archive<'_>) -> Result<Vec<Sheet>, SheetError> {
    let mut book: Ods<_> = Ods::new(Cursor::new(bytes)).map_err(not_opened)?;
    let tabs: Vec<_> = book.sheets_metadata().to_vec();
    if tabs.len() > MOST_SHEETS {
        return Err(SheetError::TooLarge(Limit::Sheets));
    }
    let mut looks = document_looks(archive)?;
    tabs.into_iter()
        .map(|tab| {
            let values = book.worksheet_range(&tab.name).map_err(not_opened)?;
            let formulas = book.worksheet_formula(&tab.name).unwrap_or_else(|_| Range::empty());
            let hidden = tab.visible != SheetVisible::Visible;
            let mut look = looks.remove(&tab.name).unwrap_or_default();
            let merges = std::mem::take(&mut look.merges);
            let mut sheet = sheet_of(tab.name, hidden, merges, &values, &formulas)?;
            look.show(&mut sheet);
            Ok(sheet)
        })
        .collect()
}

/// An archive that says it is something else is another kind of document.
fn not_opened(error: OdsError) -> SheetError {
    match error {
        OdsError::Password => SheetError::Password,
        OdsError::InvalidMime(_) | OdsError::FileNotFound(_) => SheetError::NotASpreadsheet,
        error => SheetError::Broken(error.to_string()),
    }
}
