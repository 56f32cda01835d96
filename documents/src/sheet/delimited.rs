//! Separated text: by commas, semicolons or tabs, in any encoding that spreadsheet programs save.

use std::borrow::Cow;

use domain::roster::{Cell, Sheet, Value};
use encoding_rs::{Encoding, GB18030, UTF_8, UTF_16BE, UTF_16LE};

use super::{MOST_COLUMNS, Opened, SheetError, place};

const NAME: &str = "csv";
/// So many lines tell by which sign the fields are separated.
const LINES_ASKED: usize = 40;

/// The text as one sheet.
pub(super) fn read(bytes: &[u8]) -> Result<Opened, SheetError> {
    let (text, encoding) = decoded(bytes).ok_or(SheetError::NotASpreadsheet)?;
    let text = text.replace("\r\n", "\n").replace('\r', "\n");
    if text.trim().is_empty() {
        return Err(SheetError::Empty);
    }
    let delimiter = delimiter(&text).ok_or(SheetError::NotASpreadsheet)?;
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
    Ok(Opened { sheets: vec![sheet], encoding: Some(encoding.name()) })
}

/// The text, and what it was written in: told by a mark at its beginning, or by what fits.
fn decoded(bytes: &[u8]) -> Option<(Cow<'_, str>, &'static Encoding)> {
    let (encoding, bytes) = match Encoding::for_bom(bytes) {
        Some((encoding, mark)) => (encoding, bytes.get(mark..)?),
        None => (guessed(bytes), bytes),
    };
    let text = encoding.decode_without_bom_handling_and_without_replacement(bytes)?;
    Some((text, encoding))
}

/// Of a text without a mark: in UTF-16 every second byte of what is no Chinese is nought.
fn guessed(bytes: &[u8]) -> &'static Encoding {
    let noughts = |at: usize| bytes.iter().skip(at).step_by(2).filter(|byte| **byte == 0).count();
    let (even, odd) = (noughts(0), noughts(1));
    match (even, odd) {
        (0, 0) if std::str::from_utf8(bytes).is_ok() => UTF_8,
        (0, 0) => GB18030,
        _ if !bytes.len().is_multiple_of(2) => UTF_8,
        _ if odd > even => UTF_16LE,
        _ => UTF_16BE,
    }
}

/// The sign between fields: the one that most lines have, and of several the most frequent.
fn delimiter(text: &str) -> Option<char> {
    let lines = || text.lines().filter(|line| !line.trim().is_empty()).take(LINES_ASKED);
    let count = |sign: char| {
        let with = lines().filter(|line| line.contains(sign)).count();
        (with, lines().map(|line| line.matches(sign).count()).sum::<usize>())
    };
    [';', '\t', ','].into_iter().filter(|sign| count(*sign).0 > 0).max_by_key(|sign| count(*sign))
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
            place(sheet, row, Cell::new(column, Value::Text(plain(field).to_owned())))?;
        }
    }
    Ok(())
}

/// What a field shows: programs write `="0573"` so that others keep it as text.
fn plain(field: &str) -> &str {
    field.strip_prefix("=\"").and_then(|rest| rest.strip_suffix('"')).unwrap_or(field)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sheet::{Limit, MOST_ROWS};

    fn cells(text: &str) -> Vec<(u32, u32, String)> {
        cells_of(text.as_bytes())
    }

    fn cells_of(bytes: &[u8]) -> Vec<(u32, u32, String)> {
        let sheets = read(bytes).unwrap().sheets;
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
    fn a_title_line_above_does_not_hide_the_sign_between_fields() {
        assert_eq!(cells("讲师名单；2026年\n姓名,单位\n谭倩,气象台\n").len(), 5);
        assert_eq!(cells("名单\n\n姓名\t单位\n").len(), 3);
    }

    #[test]
    fn a_text_reads_the_same_in_every_encoding() {
        let text = "姓名,单位\n周𣲘,星河示范小学\n";
        let utf_16 = |mark: bool, of: fn(u16) -> [u8; 2]| -> Vec<u8> {
            let mark = mark.then_some('\u{feff}');
            let text: String = mark.into_iter().chain(text.chars()).collect();
            text.encode_utf16().flat_map(of).collect()
        };
        let (gb, _, lost) = GB18030.encode(text);
        assert!(!lost);
        let ways = [
            (text.as_bytes().to_vec(), "UTF-8"),
            (format!("\u{feff}{text}").into_bytes(), "UTF-8"),
            (gb.into_owned(), "gb18030"),
            (utf_16(true, u16::to_le_bytes), "UTF-16LE"),
            (utf_16(false, u16::to_le_bytes), "UTF-16LE"),
            (utf_16(true, u16::to_be_bytes), "UTF-16BE"),
            (utf_16(false, u16::to_be_bytes), "UTF-16BE"),
        ];
        for (bytes, encoding) in ways {
            assert_eq!(cells_of(&bytes), cells(text), "{encoding}");
            assert_eq!(read(&bytes).unwrap().encoding, Some(encoding));
        }
    }

    #[test]
    fn a_field_that_is_kept_as_text_by_a_formula_is_that_text() {
        let found: Vec<String> =
            cells("姓名,手机\n谭倩,=\"19900005397\"\n唐涛,\"=\"\"0573\"\"\"\n")
                .into_iter()
                .map(|(_, _, text)| text)
                .collect();
        assert_eq!(found, ["姓名", "手机", "谭倩", "19900005397", "唐涛", "0573"]);
    }

    #[test]
    fn anything_else_is_not_a_spreadsheet() {
        for bytes in [&b"one word"[..], b"\x89PNG\r\n,,\x1a", b"a,\0b", b"%PDF-1.7\n\xff\xfe"] {
            assert_eq!(read(bytes), Err(SheetError::NotASpreadsheet));
        }
        assert_eq!(read(b" \n"), Err(SheetError::Empty));
    }

    #[test]
    fn too_many_rows_or_columns_are_refused() {
        let rows = |n: u32| "a,b\n".repeat(n.try_into().unwrap());
        let too_large = |limit| Err(SheetError::TooLarge(limit));
        assert_eq!(read(rows(MOST_ROWS + 1).as_bytes()), too_large(Limit::Rows));
        assert!(read(rows(MOST_ROWS).as_bytes()).is_ok());
        assert_eq!(read("a,".repeat(201).as_bytes()), too_large(Limit::Columns));
    }
}
