//! What the headings of a table name, never by their position.

use std::{collections::HashMap, ops::RangeInclusive, rc::Rc};

use super::{
    Kind, ReadAs, columns_of,
    date::YearOf,
    grid::Grid,
    part::by_parts,
    reading::ColumnReading,
    sheet::{Cell, Sheet, column_letters},
    text::{self, half_width, without_brackets},
};

/// Column of running numbers, whose content is ignored.
pub(super) const SEQUENCE: &str = "seq";
/// The rank of a heading that is no known word but is made of known parts.
const BY_PARTS: usize = usize::MAX;

/// The headings that a kind of roster knows.
pub(super) struct Vocabulary {
    kind: Kind,
    /// Keys of known headings with what they may mean.
    words: HashMap<String, Vec<Meaning>>,
    /// Keys of headings with what somebody has said they mean; nothing, if they are not to be read.
    said: HashMap<String, Option<Meaning>>,
}

/// What a heading may mean.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Meaning {
    pub(super) field: &'static str,
    /// The place of the word among those of the field: the usual ones come first.
    pub(super) rank: usize,
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

/// A table with its header row and the columns recognised in it.
pub(super) struct Found<'a> {
    /// The sheet.
    pub(super) sheet: &'a Sheet,
    /// Its cells.
    pub(super) grid: Rc<Grid<'a>>,
    /// The header row.
    pub(super) row: u32,
    /// The header row of the table above, or nought.
    pub(super) above: u32,
    /// The header row of the table below, or more than any row.
    pub(super) below: u32,
    /// The columns that belong to it.
    pub(super) range: RangeInclusive<u32>,
    /// What was recognised, from left to right.
    pub(super) places: Vec<Place>,
    /// The year of days that are written without one.
    pub(super) year: YearOf,
    /// The year that the table is about, if it says so.
    pub(super) cycle: Option<i32>,
}

impl<'a> Found<'a> {
    /// The number of a field's column.
    pub(super) fn column(&self, field: &str) -> Option<u32> {
        self.places.iter().find(|place| place.field == field).map(|place| place.column)
    }

    /// The field of a column.
    pub(super) fn field(&self, column: u32) -> Option<&'static str> {
        self.places.iter().find(|place| place.column == column).map(|place| place.field)
    }

    /// The cells that a row of the table has itself.
    pub(super) fn own(&self, row: u32) -> impl Iterator<Item = &'a Cell> + '_ {
        self.grid.own(row).filter(|cell| self.range.contains(&cell.column))
    }

    /// Numbers of the rows above the header that may tell what the table is, downwards.
    pub(super) fn rows_above(&self) -> impl Iterator<Item = u32> + '_ {
        self.grid.rows().filter(|row| (self.above + 1..self.row).contains(row))
    }

    /// Every column with a heading, as somebody sees it.
    pub(super) fn columns(&self, table: usize) -> impl Iterator<Item = ColumnReading> {
        let held = |column| self.grid.held(self.row, column);
        let own = self.own(self.row).map(|cell| cell.column);
        let mut numbers: Vec<u32> = own.chain(self.places.iter().map(|it| it.column)).collect();
        numbers.sort_unstable();
        numbers.dedup();
        numbers.into_iter().map(move |column| ColumnReading {
            table,
            field: self.field(column).map(str::to_owned),
            column: column_letters(column),
            heading: held(column).map_or_else(String::new, |cell| text::line(&cell.text())),
        })
    }
}

impl Vocabulary {
    /// What a kind of roster knows, and what somebody has said of headings it does not.
    pub(super) fn of(kind: Kind, read_as: &ReadAs) -> Self {
        let mut vocabulary = Self { kind, words: HashMap::new(), said: HashMap::new() };
        for column in columns_of(kind) {
            for (rank, word) in column.words.split_whitespace().enumerate() {
                let meanings = vocabulary.words.entry(heading_key(word)).or_default();
                if meanings.iter().all(|meaning| meaning.field != column.field) {
                    meanings.push(Meaning { field: column.field, rank });
                }
            }
        }
        for (heading, field) in &read_as.columns {
            let column = columns_of(kind).iter().find(|column| column.field == field);
            let meaning = column.map(|column| Meaning { field: column.field, rank: 0 });
            vocabulary.said.insert(heading_key(heading), meaning);
        }
        vocabulary
    }

    /// The fields that must be there and are not among these.
    pub(super) fn missing(&self, places: &[Place]) -> Vec<&'static str> {
        let required = columns_of(self.kind).iter().filter(|column| column.need == Need::Required);
        let is_missing = |field: &&str| places.iter().all(|place| place.field != *field);
        required.map(|column| column.field).filter(is_missing).collect()
    }

    /// What a heading may mean: as somebody has said, as a known word, or by its parts.
    fn meanings(&self, key: &str) -> Option<Vec<Meaning>> {
        if let Some(said) = self.said.get(key) {
            return Some(said.iter().copied().collect());
        }
        self.words.get(key).cloned()
    }

    fn meanings_by_parts(&self, key: &str) -> Option<Vec<Meaning>> {
        let word = |part: &str| match self.words.get(part).map(Vec::as_slice) {
            Some([meaning]) if meaning.field != SEQUENCE => Some(meaning.field),
            _ => None,
        };
        by_parts(self.kind, key, word).map(|field| vec![Meaning { field, rank: BY_PARTS }])
    }

    /// The columns of a range that a row names, from left to right.
    ///
    /// Of two columns for one field the one with the more usual word counts, or else the first. A
    /// word with two meanings has the first that no other column has. Where two headings are only
    /// by their parts what a field could be called, neither is taken: a person is asked.
    pub(super) fn recognised(
        &self,
        grid: &Grid<'_>,
        row: u32,
        range: &RangeInclusive<u32>,
    ) -> Vec<Place> {
        let above = grid.row_before(row);
        let cells = grid.own(row).chain(above.into_iter().flat_map(|above| grid.own(above)));
        let numbers = cells.map(|cell| cell.column).filter(|column| range.contains(column));
        let mut numbers: Vec<u32> = numbers.collect();
        numbers.sort_unstable();
        numbers.dedup();
        let meanings = |column| Some((column, self.meanings_of(grid, row, above, column)?));
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
        for (_, field, column) in clear.iter().filter(|(rank, ..)| *rank != BY_PARTS) {
            place(&mut places, &[*field], *column);
        }
        for (column, meanings) in named.iter().filter(|(_, meanings)| meanings.len() > 1) {
            let fields: Vec<_> = meanings.iter().map(|meaning| meaning.field).collect();
            place(&mut places, &fields, *column);
        }
        let by_parts: Vec<_> = clear.iter().filter(|(rank, ..)| *rank == BY_PARTS).collect();
        for (_, field, column) in &by_parts {
            if by_parts.iter().filter(|(_, other, _)| other == field).count() == 1 {
                place(&mut places, &[*field], *column);
            }
        }
        places.sort_by_key(|place| place.column);
        places
    }

    /// How many cells of a row are known headings.
    pub(super) fn n_known(&self, grid: &Grid<'_>, row: u32) -> usize {
        grid.own(row).filter(|cell| self.meanings(&heading_key(&cell.text())).is_some()).count()
    }

    /// What a cell may name, alone or together with the cell merged across above it.
    fn meanings_of(
        &self,
        grid: &Grid<'_>,
        row: u32,
        above: Option<u32>,
        column: u32,
    ) -> Option<Vec<Meaning>> {
        let lower = heading_key(&grid.held(row, column)?.text());
        self.meanings(&lower)
            .or_else(|| {
                let upper = heading_key(&grid.heading(above?, column)?.text());
                self.meanings(&format!("{upper}{lower}"))
            })
            .or_else(|| self.meanings_by_parts(&lower))
    }
}

/// Gives a column the first of its fields that no column has yet.
fn place(places: &mut Vec<Place>, fields: &[&'static str], column: u32) {
    let is_free = |field: &&&'static str| places.iter().all(|place| place.field != **field);
    if let Some(field) = fields.iter().find(is_free) {
        places.push(Place { field, column });
    }
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

    fn fields_of(kind: Kind, said: &[(&str, &str)], headings: &[&str]) -> Vec<(&'static str, u32)> {
        let sheet = crate::roster::testing::sheet(&[headings]);
        let columns = said.iter().map(|(heading, field)| ((*heading).into(), (*field).into()));
        let read_as = ReadAs { columns: columns.collect(), ..ReadAs::default() };
        let vocabulary = Vocabulary::of(kind, &read_as);
        let places = vocabulary.recognised(&Grid::new(&sheet), 1, &(0..=u32::MAX));
        places.into_iter().map(|place| (place.field, place.column)).collect()
    }

    fn fields(headings: &[&str]) -> Vec<(&'static str, u32)> {
        fields_of(Kind::TrainingHours, &[], headings)
    }

    #[test]
    fn a_heading_is_taken_for_what_its_parts_say() {
        let courses = |headings: &[&str]| fields_of(Kind::Courses, &[], headings);
        assert_eq!(
            courses(&["讲座题目", "主讲老师", "授课时长（分）"]),
            [("title", 1), ("lecturer", 2), ("minutes", 3)]
        );
        assert_eq!(
            courses(&["主讲老师姓名", "讲座课程名称", "讲师所在单位", "授课时长/分钟"]),
            [("lecturer", 1), ("title", 2), ("unit", 3), ("minutes", 4)]
        );
        let lecturers = |headings: &[&str]| fields_of(Kind::Lecturers, &[], headings);
        assert_eq!(lecturers(&["老师姓名", "讲师手机号码"]), [("name", 1), ("phone", 2)]);
        // The end of a heading says what it is, and not every word before it leaves that so.
        for other in ["授课老师邮箱", "姓名拼音", "单位意见"] {
            assert_eq!(courses(&[other]), [], "{other}");
        }
        for other in ["毕业学校", "推荐单位", "紧急联系人电话", "配偶姓名"] {
            assert_eq!(lecturers(&[other]), [], "{other}");
        }
    }

    #[test]
    fn of_two_columns_that_could_be_meant_none_is_taken_but_the_one_that_is_said() {
        let headings = ["姓名", "专家手机号码", "本人手机号码"];
        assert_eq!(fields_of(Kind::Lecturers, &[], &headings), [("name", 1)]);
        let said = [("本人手机号码", "phone")];
        assert_eq!(fields_of(Kind::Lecturers, &said, &headings), [("name", 1), ("phone", 3)]);
        let unread = [("姓名", "")];
        assert_eq!(fields_of(Kind::Lecturers, &unread, &["姓名", "讲师"]), [("name", 2)]);
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
