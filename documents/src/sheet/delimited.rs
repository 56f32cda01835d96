//! Comma-separated text in UTF-8, also with semicolons or tabs.

use domain::roster::{Cell, Sheet, Value};

use super::{MOST_COLUMNS, SheetError, place};

const NAME: &str = "csv";

/// The text as one sheet.
pub(super) fn read(bytes: &[u8]) -> Result<Vec<Sheet>, SheetError> {
    let text = std::str::from_utf8(bytes).map_err(|_| SheetError::NotASpreadsheet)?;
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let text = text.replace("\r\n", "\n").replace('\r', "\n");
    let first = text.lines().find(|line| !line.trim().is_empty()).unwrap_or_default();
    let delimiter = delimiter(first).ok_or(SheetError::NotASpreadsheet)?;
    if text.contains(|it: char| it.is_control() && !matches!(it, '\n' | '\t')) {
        return Err(SheetError::NotASpreadsheet);
    }
    let rows = (1..).zip(records(&text, delimiter)).filter(|(_, record)| !record.is_empty());
    let mut reader = csv::ReaderBuilder::new()
        .has_headers(false)
        .flexible(true)
        .delimiter(u8::try_from(delimiter).unwrap_or(b','))
        .from_reader(text.as_bytes());
    let mut sheet = Sheet { name: NAME.to_owned(), ..Sheet::default() };
    for ((row, _), fields) in rows.zip(reader.records()) {
        place_fields(
            &mut sheet,
            row,
            &fields.map_err(|error| SheetError::Broken(error.to_string()))?,
        )?;
    }
    Ok(vec![sheet])
}

/// The sign between fields: the one that the first line uses most.
fn delimiter(first: &str) -> Option<char> {
    let count = |sign: &char| first.matches(*sign).count();
    [';', '\t', ','].into_iter().filter(|sign| count(sign) > 0).max_by_key(count)
}

/// Where a character of the text stands.
enum Spot {
    FieldStart,
    Plain,
    Quoted,
    /// After a quote inside quotes: the end of the field, or the first half of a quote sign.
    QuoteMet,
}

/// Splits at line ends outside of quotes, so that blank lines keep their numbers.
fn records(text: &str, delimiter: char) -> Vec<&str> {
    let mut records = Vec::new();
    let (mut start, mut spot) = (0, Spot::FieldStart);
    for (index, it) in text.char_indices() {
        spot = match (spot, it) {
            (Spot::Quoted, '"') => Spot::QuoteMet,
            (Spot::FieldStart | Spot::QuoteMet, '"') | (Spot::Quoted, _) => Spot::Quoted,
            (_, '\n') => {
                records.extend(text.get(start..index));
                start = index + 1;
                Spot::FieldStart
            }
            (_, it) if it == delimiter => Spot::FieldStart,
            _ => Spot::Plain,
        };
    }
    records.extend(text.get(start..).filter(|rest| !rest.is_empty()));
    records
}

fn place_fields(sheet: &mut Sheet, row: u32, fields: &csv::StringRecord) -> Result<(), SheetError> {
    for (column, field) in (1..=MOST_COLUMNS + 1).zip(fields) {
        if !field.is_empty() {
            place(sheet, row, Cell::new(column, Value::Text(field.to_owned())))?;
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cells(text: &str) -> Vec<(u32, u32, String)> {
        let sheets = read(text.as_bytes()).unwrap();
        let rows = sheets[0].rows.iter();
        rows.flat_map(|row| row.cells.iter().map(|cell| (row.number, cell.column, cell.text())))
            .collect()
    }

    #[test]
    fn blank_lines_and_line_breaks_in_quotes_keep_the_numbering() {
        let found = cells("\u{feff}a,b\r\n\r\n\"x\ny \"\"z\"\"\",2\r\nl\"ast,\r\n");
        let expected =
            [(1, 1, "a"), (1, 2, "b"), (3, 1, "x\ny \"z\""), (3, 2, "2"), (4, 1, "l\"ast")];
        assert_eq!(found, expected.map(|(row, column, text)| (row, column, text.to_owned())));
    }

    #[test]
    fn semicolons_and_tabs_separate_too() {
        assert_eq!(cells("a;b,c").len(), 2);
        assert_eq!(cells("a\tb\tc").len(), 3);
    }

    #[test]
    fn anything_else_is_not_a_spreadsheet() {
        for bytes in [&b""[..], b"one word", b"\x89PNG\r\n,,", b"a,\0b"] {
            assert_eq!(read(bytes), Err(SheetError::NotASpreadsheet));
        }
    }

    #[test]
    fn too_many_rows_or_columns_are_refused() {
        assert_eq!(read("a,b\n".repeat(20_001).as_bytes()), Err(SheetError::TooLarge));
        assert!(read("a,b\n".repeat(20_000).as_bytes()).is_ok());
        assert_eq!(read("a,".repeat(201).as_bytes()), Err(SheetError::TooLarge));
    }
}
