//! How a workbook looks where that says something: rows that are hidden, cells that are struck out,
//! and from when days are counted.

use std::{
    collections::{BTreeMap, BTreeSet},
    io::{BufReader, Cursor, Read as _},
};

use domain::roster::{Merge, Sheet};
use quick_xml::{
    Reader,
    escape::unescape,
    events::{BytesStart, Event},
};
use zip::ZipArchive;

use super::{Limit, MOST_UNPACKED, SheetError};

/// A workbook's parts.
pub(super) type Archive<'a> = ZipArchive<Cursor<&'a [u8]>>;

/// How a sheet looks.
#[derive(Debug, Default)]
pub(super) struct SheetLook {
    /// Numbers of the rows that nobody sees.
    pub(super) hidden_rows: BTreeSet<u32>,
    /// Rows and columns of the cells that are struck out.
    pub(super) struck: BTreeSet<(u32, u32)>,
    /// Rows and columns of the cells whose formula has a text for its result, if only an empty one.
    pub(super) computed: BTreeSet<(u32, u32)>,
    /// Cells joined into one, where the reader of workbooks does not tell them.
    pub(super) merges: Vec<Merge>,
}

impl SheetLook {
    /// Tells a sheet how it looks.
    pub(super) fn show(&self, sheet: &mut Sheet) {
        for row in &mut sheet.rows {
            row.is_hidden = self.hidden_rows.contains(&row.number);
            for cell in &mut row.cells {
                cell.is_struck = self.struck.contains(&(row.number, cell.column));
            }
        }
    }
}

/// What all sheets of a workbook share.
#[derive(Debug, Default)]
pub(super) struct Looks {
    /// Whether days are counted from 1904.
    pub(super) is_of_1904: bool,
    /// The part of each sheet.
    parts: BTreeMap<String, String>,
    /// The styles of cells that strike out.
    styles: BTreeSet<usize>,
    /// The shared texts that are struck out as a whole.
    texts: BTreeSet<usize>,
}

/// Opens the archive, unless there is too much in it.
pub(super) fn open(bytes: &[u8]) -> Result<Archive<'_>, SheetError> {
    let mut archive = ZipArchive::new(Cursor::new(bytes)).map_err(broken)?;
    let mut unpacked = 0_u64;
    for at in 0..archive.len() {
        let part = archive.by_index_raw(at).map_err(broken)?;
        unpacked = unpacked.saturating_add(part.size());
    }
    if unpacked > MOST_UNPACKED { Err(SheetError::TooLarge(Limit::Unpacked)) } else { Ok(archive) }
}

pub(super) fn broken(error: impl std::fmt::Display) -> SheetError {
    SheetError::Broken(error.to_string())
}

/// What a part of a workbook is made of.
enum Piece<'a> {
    /// An element begins.
    Begins(&'a BytesStart<'a>),
    /// An element ends.
    Ends(&'a BytesStart<'a>),
    /// A text between them.
    Text(&'a str),
}

/// Calls back for every piece of a part; one that is not there has none.
fn each_piece(
    archive: &mut Archive<'_>,
    name: &str,
    mut call: impl FnMut(&Piece<'_>),
) -> Result<(), SheetError> {
    let Ok(part) = archive.by_name(name) else { return Ok(()) };
    let mut reader = Reader::from_reader(BufReader::new(part.take(MOST_UNPACKED)));
    let mut buffer = Vec::new();
    loop {
        match reader.read_event_into(&mut buffer).map_err(broken)? {
            Event::Start(element) => call(&Piece::Begins(&element)),
            Event::Empty(element) => {
                call(&Piece::Begins(&element));
                call(&Piece::Ends(&element));
            }
            Event::End(element) => {
                let name = String::from_utf8_lossy(element.name().as_ref()).into_owned();
                call(&Piece::Ends(&BytesStart::new(name)));
            }
            Event::Text(text) => call(&Piece::Text(std::str::from_utf8(&text).unwrap_or_default())),
            Event::Eof => return Ok(()),
            _ => {}
        }
        buffer.clear();
    }
}

/// Calls back for every element of a part as it begins, and with `false` as it ends.
fn each_element(
    archive: &mut Archive<'_>,
    name: &str,
    mut call: impl FnMut(&BytesStart<'_>, bool),
) -> Result<(), SheetError> {
    each_piece(archive, name, |piece| match piece {
        Piece::Begins(element) => call(element, true),
        Piece::Ends(element) => call(element, false),
        Piece::Text(_) => {}
    })
}

fn attribute(element: &BytesStart<'_>, name: &str) -> Option<String> {
    let found = element.try_get_attribute(name).ok()??;
    let text = std::str::from_utf8(&found.value).ok()?;
    Some(unescape(text).ok()?.into_owned())
}

fn is_on(value: Option<String>) -> bool {
    value.is_some_and(|value| value == "1" || value == "true")
}

/// Whether an element such as `<strike/>` or `<strike val="0"/>` says yes.
fn says_yes(element: &BytesStart<'_>) -> bool {
    attribute(element, "val").is_none_or(|value| value != "0" && value != "false")
}

impl Looks {
    /// Reads what all sheets share.
    pub(super) fn read(archive: &mut Archive<'_>) -> Result<Self, SheetError> {
        let mut looks = Self { styles: styles(archive)?, ..Self::default() };
        looks.texts = struck_texts(archive)?;
        let mut targets = BTreeMap::new();
        each_element(archive, "xl/_rels/workbook.xml.rels", |element, begins| {
            if begins && element.local_name().as_ref() == b"Relationship" {
                let id = attribute(element, "Id").unwrap_or_default();
                targets.insert(id, attribute(element, "Target").unwrap_or_default());
            }
        })?;
        each_element(archive, "xl/workbook.xml", |element, begins| {
            match element.local_name().as_ref() {
                b"workbookPr" if begins => looks.is_of_1904 = is_on(attribute(element, "date1904")),
                b"sheet" if begins => {
                    let target = attribute(element, "r:id").and_then(|id| targets.get(&id));
                    if let (Some(name), Some(target)) = (attribute(element, "name"), target) {
                        looks.parts.insert(name, part_of(target));
                    }
                }
                _ => {}
            }
        })?;
        Ok(looks)
    }

    /// How a sheet looks.
    pub(super) fn of_sheet(
        &self,
        archive: &mut Archive<'_>,
        name: &str,
    ) -> Result<SheetLook, SheetError> {
        let mut look = SheetLook::default();
        let Some(part) = self.parts.get(name) else { return Ok(look) };
        let (mut row, mut column) = (0, 0);
        let (mut is_shared, mut in_value) = (false, false);
        each_piece(archive, part, |piece| match piece {
            Piece::Begins(element) => match element.local_name().as_ref() {
                b"row" => {
                    let number = attribute(element, "r").and_then(|it| it.parse().ok());
                    (row, column) = (number.unwrap_or(row + 1), 0);
                    if is_on(attribute(element, "hidden")) {
                        look.hidden_rows.insert(row);
                    }
                }
                b"c" => {
                    let number = attribute(element, "r").and_then(|it| column_of(&it));
                    column = number.unwrap_or(column + 1);
                    let style = attribute(element, "s").and_then(|it| it.parse().ok());
                    if style.is_some_and(|style| self.styles.contains(&style)) {
                        look.struck.insert((row, column));
                    }
                    let kind = attribute(element, "t");
                    is_shared = kind.as_deref() == Some("s");
                    if kind.as_deref() == Some("str") {
                        look.computed.insert((row, column));
                    }
                }
                b"v" => in_value = true,
                _ => {}
            },
            Piece::Ends(_) => in_value = false,
            Piece::Text(index) if is_shared && in_value => {
                let index = index.trim().parse().ok();
                if index.is_some_and(|index| self.texts.contains(&index)) {
                    look.struck.insert((row, column));
                }
            }
            Piece::Text(_) => {}
        })?;
        Ok(look)
    }
}

/// The part that a relationship of the workbook names.
fn part_of(target: &str) -> String {
    match target.strip_prefix('/') {
        Some(whole) => whole.to_owned(),
        None => format!("xl/{target}"),
    }
}

/// The number of a cell's column: `AB12` is in the 28th.
fn column_of(cell: &str) -> Option<u32> {
    let letters = cell.chars().map_while(|it| it.is_ascii_alphabetic().then_some(it));
    letters.map(|it| it.to_ascii_uppercase()).try_fold(0_u32, |sum, it| {
        sum.checked_mul(26)?.checked_add(u32::from(it).checked_sub(u32::from('A') - 1)?)
    })
}

/// The styles of cells whose font strikes out.
fn styles(archive: &mut Archive<'_>) -> Result<BTreeSet<usize>, SheetError> {
    let (mut fonts, mut styles) = (Vec::new(), BTreeSet::new());
    let (mut in_fonts, mut in_styles, mut n_styles) = (false, false, 0);
    each_element(archive, "xl/styles.xml", |element, begins| {
        match element.local_name().as_ref() {
            b"fonts" => in_fonts = begins,
            b"cellXfs" => in_styles = begins,
            b"font" if in_fonts && begins => fonts.push(false),
            b"strike" if in_fonts && begins => {
                if let Some(font) = fonts.last_mut() {
                    *font = says_yes(element);
                }
            }
            b"xf" if in_styles && begins => {
                let font = attribute(element, "fontId").and_then(|it| it.parse::<usize>().ok());
                if font.and_then(|font| fonts.get(font)).is_some_and(|strikes| *strikes) {
                    styles.insert(n_styles);
                }
                n_styles += 1;
            }
            _ => {}
        }
    })?;
    Ok(styles)
}

/// The shared texts all of whose pieces are struck out.
fn struck_texts(archive: &mut Archive<'_>) -> Result<BTreeSet<usize>, SheetError> {
    let (mut struck, mut at) = (BTreeSet::new(), 0);
    let (mut n_pieces, mut n_struck) = (0, 0);
    each_element(archive, "xl/sharedStrings.xml", |element, begins| {
        match (element.local_name().as_ref(), begins) {
            (b"si", true) => (n_pieces, n_struck) = (0, 0),
            (b"si", false) => {
                if n_pieces > 0 && n_pieces == n_struck {
                    struck.insert(at);
                }
                at += 1;
            }
            (b"r", true) => n_pieces += 1,
            (b"strike", true) if says_yes(element) => n_struck += 1,
            _ => {}
        }
    })?;
    Ok(struck)
}

/// How the sheets of an open document look.
pub(super) fn document_looks(
    archive: &mut Archive<'_>,
) -> Result<BTreeMap<String, SheetLook>, SheetError> {
    let mut looks: BTreeMap<String, SheetLook> = BTreeMap::new();
    let mut striking = BTreeSet::new();
    let mut style = String::new();
    let mut sheet: Option<(String, SheetLook)> = None;
    let (mut row, mut n_rows, mut column) = (0_u32, 1_u32, 0_u32);
    let number = |element: &BytesStart<'_>, name: &str| -> u32 {
        attribute(element, name).and_then(|it| it.parse().ok()).unwrap_or(1)
    };
    each_element(archive, "content.xml", |element, begins| {
        match (element.name().as_ref(), begins) {
            (b"style:style", true) => style = attribute(element, "style:name").unwrap_or_default(),
            (b"style:text-properties", true) => {
                let line = attribute(element, "style:text-line-through-style")
                    .or_else(|| attribute(element, "style:text-line-through-type"));
                if line.is_some_and(|line| line != "none") {
                    striking.insert(style.clone());
                }
            }
            (b"table:table", true) => {
                let name = attribute(element, "table:name").unwrap_or_default();
                (sheet, row, n_rows) = (Some((name, SheetLook::default())), 0, 1);
            }
            (b"table:table", false) => looks.extend(sheet.take()),
            (b"table:table-row", true) => {
                (row, column) = (row.saturating_add(n_rows), 0);
                if row == 0 {
                    row = 1;
                }
                n_rows = number(element, "table:number-rows-repeated");
                let visibility = attribute(element, "table:visibility");
                let is_hidden = visibility.is_some_and(|it| it == "collapse" || it == "filter");
                if let Some((_, look)) = sheet.as_mut().filter(|_| is_hidden) {
                    // Rows without a cell may be repeated to the end of the sheet.
                    look.hidden_rows.extend(row..row.saturating_add(n_rows.min(super::MOST_ROWS)));
                }
            }
            (b"table:table-cell" | b"table:covered-table-cell", true) => {
                let at = column + 1;
                column = column.saturating_add(number(element, "table:number-columns-repeated"));
                let Some((_, look)) = sheet.as_mut() else { return };
                let (right, down) = (
                    number(element, "table:number-columns-spanned"),
                    number(element, "table:number-rows-spanned"),
                );
                if right > 1 || down > 1 {
                    let (bottom, right) =
                        (row.saturating_add(down - 1), at.saturating_add(right - 1));
                    look.merges.push(Merge { top: row, left: at, bottom, right });
                }
                if attribute(element, "table:style-name").is_some_and(|it| striking.contains(&it)) {
                    look.struck.extend((at..=column.min(super::MOST_COLUMNS)).map(|it| (row, it)));
                }
            }
            _ => {}
        }
    })?;
    Ok(looks)
}
