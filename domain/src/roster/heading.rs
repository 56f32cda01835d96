//! Finds the sheet and its header row by the words of the headings, never by position.

use std::collections::HashMap;

use super::{
    Refused,
    grid::Grid,
    sheet::Sheet,
    text::{half_width, without_brackets},
};

/// Headers stand within so many rows that show something.
const SEARCHED_ROWS: usize = 15;
/// Fewer known headings in a row do not make it a header.
const FEWEST_HEADINGS: usize = 2;
/// Column of running numbers, whose content is ignored.
pub(super) const SEQUENCE: &str = "seq";

/// Keys of known headings with what they may mean.
type Vocabulary = HashMap<String, Vec<Meaning>>;

/// What a heading may mean.
#[derive(Clone, Copy)]
struct Meaning {
    field: &'static str,
    /// The place of the word among those of the field: the usual ones come first.
    rank: usize,
}

/// A column that a kind of roster knows.
pub(super) struct Column {
    /// Its name in this program.
    pub(super) field: &'static str,
    /// Whether a roster without it is refused.
    pub(super) need: Need,
    /// What counties write above it, separated by blanks; the usual words come first.
    pub(super) words: &'static str,
}

/// Whether a roster without a column is refused.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Need {
    /// The roster is refused.
    Required,
    /// The column is taken as empty.
    Optional,
}

impl Column {
    /// A column that must be there.
    pub(super) const fn required(field: &'static str, words: &'static str) -> Self {
        Self { field, need: Need::Required, words }
    }

    /// A column that may be missing.
    pub(super) const fn optional(field: &'static str, words: &'static str) -> Self {
        Self { field, need: Need::Optional, words }
    }
}

/// A column that was recognised.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Place {
    /// Its name in this program.
    pub(super) field: &'static str,
    /// Its number.
    pub(super) column: u32,
}

/// A sheet with its header row and the columns recognised in it.
pub(super) struct Found<'a> {
    /// The sheet.
    pub(super) sheet: &'a Sheet,
    /// Its cells.
    pub(super) grid: Grid<'a>,
    /// The header row.
    pub(super) row: u32,
    /// What was recognised, from left to right.
    pub(super) places: Vec<Place>,
}

impl Found<'_> {
    /// The number of a field's column.
    pub(super) fn column(&self, field: &str) -> Option<u32> {
        self.places.iter().find(|place| place.field == field).map(|place| place.column)
    }

    /// The field of a column.
    pub(super) fn field(&self, column: u32) -> Option<&'static str> {
        self.places.iter().find(|place| place.column == column).map(|place| place.field)
    }
}

/// The sheet and row that match the most headings; visible sheets before hidden ones.
pub(super) fn find<'a>(columns: &[Column], sheets: &'a [Sheet]) -> Result<Found<'a>, Refused> {
    let words = vocabulary(columns);
    let visible = sheets.iter().filter(|sheet| !sheet.hidden);
    let hidden = sheets.iter().filter(|sheet| sheet.hidden);
    let best = best_of(&words, visible).or_else(|| best_of(&words, hidden));
    let found = best.ok_or_else(|| nothing_found(sheets))?;
    let missing: Vec<String> = columns
        .iter()
        .filter(|column| column.need == Need::Required && found.column(column.field).is_none())
        .map(|column| column.field.to_owned())
        .collect();
    if missing.is_empty() {
        return Ok(found);
    }
    Err(Refused::ColumnMissing {
        sheet: found.sheet.name.clone(),
        row: found.row,
        columns: missing,
    })
}

fn nothing_found(sheets: &[Sheet]) -> Refused {
    let mut filled = sheets.iter().filter(|sheet| !sheet.rows.is_empty());
    match (filled.next(), filled.next()) {
        (Some(only), None) => Refused::HeaderNotFound { sheet: only.name.clone() },
        _ => Refused::SheetNotFound,
    }
}

fn best_of<'a>(words: &Vocabulary, sheets: impl Iterator<Item = &'a Sheet>) -> Option<Found<'a>> {
    let mut best: Option<Found<'a>> = None;
    for sheet in sheets {
        let grid = Grid::new(sheet);
        let (row, places) = best_row(words, &grid);
        let most = best.as_ref().map_or(FEWEST_HEADINGS - 1, |found| found.places.len());
        if places.len() > most {
            best = Some(Found { sheet, grid, row, places });
        }
    }
    best
}

fn best_row(words: &Vocabulary, grid: &Grid<'_>) -> (u32, Vec<Place>) {
    let mut best = (0, Vec::new());
    for row in grid.rows().take(SEARCHED_ROWS) {
        let places = recognised(words, grid, row);
        if places.len() > best.1.len() {
            best = (row, places);
        }
    }
    best
}

/// The columns that a row names, from left to right.
///
/// Of two columns for one field the one with the more usual word counts, or else the first. A word
/// with two meanings has the first that no other column has.
fn recognised(words: &Vocabulary, grid: &Grid<'_>, row: u32) -> Vec<Place> {
    let above = grid.rows().take_while(|other| *other < row).last();
    let own = grid.own(row).map(|cell| cell.column);
    let upper = above.into_iter().flat_map(|above| grid.own(above)).map(|cell| cell.column);
    let mut numbers: Vec<u32> = own.chain(upper).collect();
    numbers.sort_unstable();
    numbers.dedup();
    let meanings = |column| Some((column, meanings_of(words, grid, row, above, column)?));
    let named: Vec<_> = numbers.into_iter().filter_map(meanings).collect();
    let mut clear: Vec<_> = named
        .iter()
        .filter_map(|(column, meanings)| match meanings[..] {
            [meaning] => Some((meaning.rank, meaning.field, *column)),
            _ => None,
        })
        .collect();
    clear.sort_by_key(|(rank, _, column)| (*rank, *column));
    let mut places: Vec<Place> = Vec::new();
    for (_, field, column) in clear {
        place(&mut places, &[field], column);
    }
    for (column, meanings) in named.iter().filter(|(_, meanings)| meanings.len() > 1) {
        let fields: Vec<_> = meanings.iter().map(|meaning| meaning.field).collect();
        place(&mut places, &fields, *column);
    }
    places.sort_by_key(|place| place.column);
    places
}

/// Gives a column the first of its fields that no column has yet.
fn place(places: &mut Vec<Place>, fields: &[&'static str], column: u32) {
    let is_free = |field: &&&'static str| places.iter().all(|place| place.field != **field);
    if let Some(field) = fields.iter().find(is_free) {
        places.push(Place { field, column });
    }
}

/// What a cell may name, alone or together with the cell merged across above it.
fn meanings_of<'a>(
    words: &'a Vocabulary,
    grid: &Grid<'_>,
    row: u32,
    above: Option<u32>,
    column: u32,
) -> Option<&'a Vec<Meaning>> {
    let lower = heading_key(&grid.held(row, column)?.text());
    words.get(&lower).or_else(|| {
        let upper = heading_key(&grid.heading(above?, column)?.text());
        words.get(&format!("{upper}{lower}"))
    })
}

/// What every known heading may mean, in the order of the columns.
fn vocabulary(columns: &[Column]) -> Vocabulary {
    let mut words = Vocabulary::new();
    for column in columns {
        for (rank, word) in column.words.split_whitespace().enumerate() {
            let meanings = words.entry(heading_key(word)).or_default();
            if meanings.iter().all(|meaning| meaning.field != column.field) {
                meanings.push(Meaning { field: column.field, rank });
            }
        }
    }
    words
}

/// A heading without blanks, punctuation and bracketed parts.
///
/// A bracketed part stays when it changes the meaning: another unit of time, or "internal".
pub(super) fn heading_key(text: &str) -> String {
    let (outside, inside) = without_brackets(&half_width(text));
    let letters = |text: &str| -> String {
        text.chars().filter(|it| it.is_alphanumeric()).flat_map(char::to_lowercase).collect()
    };
    let (outside, inside) = (letters(&outside), letters(&inside));
    if ["内部", "保密", "不公开", "勿外传"].iter().any(|word| inside.contains(word)) {
        return format!("内部{outside}");
    }
    if outside.is_empty() || ["小时", "课时", "学时", "节"].contains(&inside.as_str()) {
        return outside + &inside;
    }
    outside
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn blanks_line_breaks_and_brackets_in_headings_do_not_matter() {
        assert_eq!(heading_key("所属县\n（市、区）"), "所属县");
        assert_eq!(heading_key(" 姓　名* "), "姓名");
        assert_eq!(heading_key("职务 / 职称"), "职务职称");
        assert_eq!(heading_key("Sort_Order"), "sortorder");
    }

    fn fields(headings: &[&str]) -> Vec<(&'static str, u32)> {
        let columns = [
            Column::optional("start", "开始日期 日期 培训时间 时间"),
            Column::optional("time", "时段 培训时间 时间"),
            Column::optional("phone", "手机 联系电话"),
        ];
        let sheet = crate::roster::testing::sheet(&[headings]);
        let places = recognised(&vocabulary(&columns), &Grid::new(&sheet), 1);
        places.into_iter().map(|place| (place.field, place.column)).collect()
    }

    #[test]
    fn a_word_with_two_meanings_has_the_one_that_is_left() {
        assert_eq!(fields(&["时间", "日期"]), [("time", 1), ("start", 2)]);
        assert_eq!(fields(&["培训时间"]), [("start", 1)]);
        assert_eq!(fields(&["培训时间", "时间"]), [("start", 1), ("time", 2)]);
    }

    #[test]
    fn of_two_columns_for_one_field_the_more_usual_word_counts() {
        assert_eq!(fields(&["联系电话", "手机", "手机"]), [("phone", 2)]);
    }

    #[test]
    fn brackets_that_change_the_meaning_stay() {
        assert_eq!(heading_key("时长（小时）"), "时长小时");
        assert_eq!(heading_key("备注（内部，勿外传）"), "内部备注");
    }
}
