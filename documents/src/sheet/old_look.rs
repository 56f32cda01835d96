//! How a workbook of the older kind looks: its records say which rows are hidden, which fonts strike
//! out, and from when days are counted.

use std::{
    collections::{BTreeMap, BTreeSet},
    io::{Cursor, Read as _},
};

use super::{SheetError, look::SheetLook};

/// Records of the workbook (`[MS-XLS]` 2.3).
mod record {
    pub(super) const END: u16 = 0x000A;
    pub(super) const DATE_MODE: u16 = 0x0022;
    pub(super) const FONT: u16 = 0x0031;
    pub(super) const BOUND_SHEET: u16 = 0x0085;
    pub(super) const CELL_STYLE: u16 = 0x00E0;
    pub(super) const ROW: u16 = 0x0208;
    pub(super) const SEVERAL_NUMBERS: u16 = 0x00BD;
    /// Formula, shared text, blank, number, text, truth value and short number.
    pub(super) const CELLS: [u16; 7] = [0x0006, 0x00FD, 0x0201, 0x0203, 0x0204, 0x0205, 0x027E];
}

/// How the sheets of a workbook look.
#[derive(Debug, Default)]
pub(super) struct OldLooks {
    /// Whether days are counted from 1904.
    pub(super) is_of_1904: bool,
    /// Each sheet by its name.
    pub(super) sheets: BTreeMap<String, SheetLook>,
}

/// Reads them, and refuses a file whose end is missing or that is no workbook.
pub(super) fn read(bytes: &[u8]) -> Result<OldLooks, SheetError> {
    Ok(looks(&stream(bytes)?))
}

fn stream(bytes: &[u8]) -> Result<Vec<u8>, SheetError> {
    let cut_off = |_| SheetError::CutOff;
    let mut file = cfb::CompoundFile::open(Cursor::new(bytes)).map_err(cut_off)?;
    let names = ["Workbook", "Book"].into_iter();
    let name = names.into_iter().find(|name| file.is_stream(name));
    let name = name.ok_or(SheetError::NotASpreadsheet)?;
    let mut stream = Vec::new();
    let mut part = file.open_stream(name).map_err(cut_off)?;
    part.read_to_end(&mut stream).map_err(cut_off)?;
    Ok(stream)
}

/// The records from a place on, each with its number; up to the end of that part of the workbook.
fn records(stream: &[u8], from: usize) -> impl Iterator<Item = (u16, &[u8])> {
    let mut at = from;
    std::iter::from_fn(move || {
        let (id, length) = (number(stream, at)?, number(stream, at + 2)?);
        let data = stream.get(at + 4..at + 4 + usize::from(length))?;
        at += 4 + usize::from(length);
        (id != record::END).then_some((id, data))
    })
}

/// Two bytes as a number.
fn number(bytes: &[u8], at: usize) -> Option<u16> {
    let pair = bytes.get(at..at.checked_add(2)?)?;
    Some(u16::from_le_bytes(pair.try_into().ok()?))
}

fn looks(stream: &[u8]) -> OldLooks {
    let mut looks = OldLooks::default();
    let (mut fonts, mut styles, mut sheets) = (Vec::new(), Vec::new(), Vec::new());
    for (id, data) in records(stream, 0) {
        match id {
            record::DATE_MODE => looks.is_of_1904 = number(data, 0) == Some(1),
            record::FONT => fonts.push(number(data, 2).is_some_and(|flags| flags & 0x0008 != 0)),
            record::CELL_STYLE => styles.push(number(data, 0).unwrap_or_default()),
            record::BOUND_SHEET => sheets.extend(sheet_of(data)),
            _ => {}
        }
    }
    let strikes = |font: u16| {
        // The fifth font is never written, and not counted.
        let at = if font > 4 { font - 1 } else { font };
        fonts.get(usize::from(at)).copied().unwrap_or_default()
    };
    let striking: BTreeSet<usize> =
        (0..).zip(&styles).filter(|(_, font)| strikes(**font)).map(|(at, _)| at).collect();
    for (name, place) in sheets {
        looks.sheets.insert(name, sheet_look(stream, place, &striking));
    }
    looks
}

/// The name of a sheet and where its records begin.
fn sheet_of(data: &[u8]) -> Option<(String, usize)> {
    let place = u32::from_le_bytes(data.get(..4)?.try_into().ok()?);
    let (length, is_wide) = (usize::from(*data.get(6)?), data.get(7)? & 1 == 1);
    let name = if is_wide {
        let pairs = data.get(8..8 + 2 * length)?.chunks_exact(2);
        let units: Vec<u16> = pairs.filter_map(|pair| number(pair, 0)).collect();
        String::from_utf16(&units).ok()?
    } else {
        data.get(8..8 + length)?.iter().map(|byte| char::from(*byte)).collect()
    };
    Some((name, place.try_into().ok()?))
}

fn sheet_look(stream: &[u8], place: usize, striking: &BTreeSet<usize>) -> SheetLook {
    let mut look = SheetLook::default();
    for (id, data) in records(stream, place) {
        let Some(row) = number(data, 0).map(|row| u32::from(row) + 1) else { continue };
        let column = u32::from(number(data, 2).unwrap_or_default()) + 1;
        let is_struck = |at: usize| {
            number(data, at).is_some_and(|style| striking.contains(&usize::from(style)))
        };
        match id {
            record::ROW if number(data, 12).is_some_and(|flags| flags & 0x0020 != 0) => {
                look.hidden_rows.insert(row);
            }
            record::SEVERAL_NUMBERS => {
                let n_cells = data.len().saturating_sub(6) / 6;
                let struck = (column..).zip(0..n_cells).filter(|(_, at)| is_struck(4 + 6 * at));
                look.struck.extend(struck.map(|(column, _)| (row, column)));
            }
            id if record::CELLS.contains(&id) && is_struck(4) => {
                look.struck.insert((row, column));
            }
            _ => {}
        }
    }
    look
}
