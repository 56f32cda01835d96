//! One row of data: reads its cells by field and collects what was found wrong.

use chrono::{Datelike, NaiveDate};

use super::{
    At, Setting,
    date::{self, DateProblem, YearOf, from_1904},
    grid::is_ditto,
    heading::{Found, Place, SEQUENCE},
    issue::{Code, Issue, Level},
    month::Month,
    name::{Told, is_no_name},
    number::{hundredths, integer},
    phone::{NoPhone, first_phone},
    sheet::{Cell, Value, column_letters},
    text::{clean, compact, half_width, line, says_nothing, shortened},
    word::Words,
};

/// So many characters of what was read are shown.
const SHOWN: usize = 80;

/// The smallest number that makes sense in a column.
#[derive(Clone, Copy)]
pub(super) enum Least {
    /// Nought is a number like any other.
    Zero,
    /// Nought makes no sense.
    One,
}

/// One row of data.
pub(super) struct Line<'a> {
    tables: &'a [Found<'a>],
    found: &'a Found<'a>,
    /// Where it stands.
    pub(super) at: At,
    /// What was found.
    pub(super) issues: Vec<Issue>,
}

impl<'a> Line<'a> {
    /// A row in which nothing was found yet but how it looks and what it takes from above.
    ///
    /// # Panics
    ///
    /// Where there is no such table.
    pub(super) fn new(tables: &'a [Found<'a>], at: At) -> Self {
        #[expect(clippy::indexing_slicing, reason = "rows are those of the tables")]
        let mut line = Self { tables, found: &tables[at.table], at, issues: Vec::new() };
        if line.is_hidden() {
            line.note(Code::RowHidden);
        }
        if line.is_struck() {
            line.note(Code::RowStruckOut);
        }
        for place in line.found.places.iter().filter(|place| place.field != SEQUENCE) {
            line.take_from_above(place);
        }
        line
    }

    fn is_hidden(&self) -> bool {
        self.found.grid.is_hidden(self.at.row)
    }

    /// Whether all that the row says is struck out.
    fn is_struck(&self) -> bool {
        let said = || self.found.own(self.at.row).filter(|cell| self.says(cell.column));
        said().next().is_some() && said().all(|cell| cell.is_struck)
    }

    fn says(&self, column: u32) -> bool {
        self.found.field(column).is_some_and(|field| field != SEQUENCE)
    }

    /// The year of days that are written without one.
    pub(super) fn year(&self) -> YearOf {
        self.found.year
    }

    /// The year that the table is about; without one, that of a day.
    pub(super) fn cycle(&self, as_of: NaiveDate) -> i32 {
        self.found.cycle.unwrap_or_else(|| as_of.year())
    }

    /// What a person calls another row: its number, with the sheet before it if that is another.
    pub(super) fn name_of(&self, other: At) -> String {
        let sheet = self.tables.get(other.table).map(|found| found.sheet.name.as_str());
        match sheet.filter(|sheet| *sheet != self.found.sheet.name) {
            Some(sheet) => format!("{sheet}!{}", other.row),
            None => other.row.to_string(),
        }
    }

    /// The fields whose cells are there and say nothing.
    pub(super) fn blank(&self) -> Vec<String> {
        let says_nothing = |field: &str| {
            let held = self.cell(field);
            held.is_none_or(|it| !it.is_uncomputed() && says_nothing(&clean(&it.text())))
        };
        let fields = self.found.places.iter().map(|place| place.field);
        let fields = fields.filter(|field| *field != SEQUENCE && says_nothing(field));
        fields.map(str::to_owned).collect()
    }

    /// Notes how the whole row looks.
    fn note(&mut self, code: Code) {
        let (at, level, read) = (self.at, Level::Warning, String::new());
        self.issues.push(Issue {
            at,
            column: None,
            level,
            code,
            read,
            expected: None,
            on_file: None,
        });
    }

    /// Notes that a cell says "as above", which is an error where nothing stands there.
    fn take_from_above(&mut self, place: &Place) {
        let own = self.found.grid.held(self.at.row, place.column).map(Cell::text);
        let Some(mark) = own.filter(|text| is_ditto(text)) else { return };
        let above = self.cell(place.field).map(|cell| shortened(&clean(&cell.text()), SHOWN));
        self.issues.push(Issue {
            at: self.at,
            column: Some(column_letters(place.column)),
            level: if above.is_some() { Level::Warning } else { Level::Error },
            code: Code::AsAbove,
            read: shortened(&clean(&mark), SHOWN),
            expected: above,
            on_file: None,
        });
    }

    /// Whether the row cannot be taken.
    pub(super) fn is_blocked(&self) -> bool {
        self.level() == Level::Error
    }

    /// The worst finding.
    pub(super) fn level(&self) -> Level {
        self.issues.iter().map(|issue| issue.level).max().unwrap_or(Level::Good)
    }

    /// Records an error in a field.
    pub(super) fn error(&mut self, code: Code, field: &str, expected: Option<String>) {
        self.report(Level::Error, code, field, expected);
    }

    /// Records a warning in a field.
    pub(super) fn warn(&mut self, code: Code, field: &str, expected: Option<String>) {
        self.report(Level::Warning, code, field, expected);
    }

    /// A name, title or workplace: required, on one line, and no formula.
    pub(super) fn label(&mut self, field: &str, missing: Code) -> Option<String> {
        let text = self.optional_label(field);
        if text.is_none() && !self.has_issue_in(field) {
            self.error(missing, field, None);
        }
        text
    }

    /// A title that may be empty: on one line, and no formula.
    pub(super) fn optional_label(&mut self, field: &str) -> Option<String> {
        let cell = self.sound(field, Level::Error)?;
        let text = line(&cell.text());
        if says_nothing(&text) && cell.formula.is_none() {
            return None;
        }
        if cell.formula.is_some() || half_width(&text).starts_with(['=', '+', '-', '@']) {
            self.error(Code::FormulaInText, field, None);
            return None;
        }
        Some(text)
    }

    /// A person's name; sex and ethnic group in brackets behind it are told by [`Self::told`].
    pub(super) fn person(&mut self, field: &str) -> Option<String> {
        let told = Told::read(&self.label(field, Code::NameMissing)?);
        let problem = match &told {
            told if told.is_several() => Code::SeveralNames,
            told if is_no_name(&told.name) => Code::NameInvalid,
            _ => return Some(told.name),
        };
        self.error(problem, field, None);
        None
    }

    /// What the cell of a name tells beside the name.
    pub(super) fn told(&self, field: &str) -> Told {
        self.cell(field).map(|cell| Told::read(&line(&cell.text()))).unwrap_or_default()
    }

    /// The remark in the column of that name, and what other cells tell that have no column.
    pub(super) fn note_with(&mut self, more: Option<String>) -> Option<String> {
        let note = self.remark("note");
        match (note, more) {
            (Some(note), Some(more)) if !note.contains(&more) => Some(format!("{note}；{more}")),
            (note, more) => note.or(more),
        }
    }

    /// A free text; one that looks like a formula is kept as text.
    pub(super) fn remark(&mut self, field: &str) -> Option<String> {
        let cell = self.sound(field, Level::Warning)?;
        let text = clean(&cell.text());
        if says_nothing(&text) {
            return None;
        }
        if cell.formula.is_some() || half_width(&text).starts_with(['=', '+', '@']) {
            self.warn(Code::TextLikeFormula, field, None);
        }
        Some(text)
    }

    /// A text that is kept as it is and never shown, not even in a finding.
    pub(super) fn inner(&mut self, field: &str) -> Option<String> {
        let cell = self.cell(field)?;
        if cell.is_uncomputed() {
            self.warn(Code::FormulaWithoutValue, field, None);
            return None;
        }
        Some(clean(&cell.text())).filter(|text| !says_nothing(text))
    }

    /// The code of a county.
    pub(super) fn county(&mut self, field: &str, setting: &Setting<'_>) -> Option<String> {
        let text = self.filled(field)?;
        let code = setting.known.county(&text).map(|region| region.code.clone());
        if code.is_none() {
            let names = setting.known.county_names().join("、");
            self.error(Code::RegionUnknown, field, Some(names));
        }
        code
    }

    /// The code of a region, given by code at any level or by a county's name.
    pub(super) fn region(&mut self, field: &str, setting: &Setting<'_>) -> Option<String> {
        let code = half_width(&compact(&self.filled(field)?));
        if setting.known.region(&code).is_some() {
            return Some(code);
        }
        self.county(field, setting)
    }

    /// A month; one that may be January or October is left empty with a warning.
    pub(super) fn month(&mut self, field: &str, ambiguous: Code) -> Option<Month> {
        self.filled(field)?;
        let cell = self.cell(field)?;
        match date::month(&self.counted(cell)) {
            Ok(month) => return Some(month),
            Err(DateProblem::Ambiguous) => self.warn(ambiguous, field, None),
            Err(DateProblem::Invalid) => self.error(Code::DateInvalid, field, None),
        }
        None
    }

    /// A day; one without a year lies in the year of the roster.
    pub(super) fn day(&mut self, field: &str) -> Option<NaiveDate> {
        self.filled(field)?;
        let day = date::day(&self.counted(self.cell(field)?), self.year()).ok();
        if day.is_none() {
            self.error(Code::DateInvalid, field, None);
        }
        day
    }

    /// The first and the last day of a cell that may name several: `9.5-9.6`.
    pub(super) fn span(&mut self, field: &str) -> Option<(NaiveDate, NaiveDate)> {
        self.filled(field)?;
        let span = date::span(&self.counted(self.cell(field)?), self.year()).ok();
        if span.is_none() {
            self.error(Code::DateInvalid, field, None);
        }
        span
    }

    /// The value of a cell of days; a bare number counts from the day that the workbook counts from.
    pub(super) fn counted(&self, cell: &Cell) -> Value {
        let is_counted = self.found.sheet.is_of_1904;
        let day = is_counted.then(|| from_1904(&cell.value)).flatten();
        day.map_or_else(|| cell.value.clone(), Value::Date)
    }

    /// A phone number; one that is missing or wrong is a warning. A roster without the column says
    /// nothing of phones.
    pub(super) fn phone(&mut self, field: &str) -> Option<String> {
        self.found.column(field)?;
        let Some(cell) = self.cell(field) else {
            self.warn(Code::PhoneMissing, field, None);
            return None;
        };
        if cell.is_uncomputed() {
            self.warn(Code::FormulaWithoutValue, field, None);
            return None;
        }
        match first_phone(&cell.text()) {
            Ok((number, true)) => Some(number),
            Ok((number, false)) => {
                self.warn(Code::PhoneFirst, field, Some(number.clone()));
                Some(number)
            }
            Err(NoPhone) => {
                self.warn(Code::PhoneInvalid, field, None);
                None
            }
        }
    }

    /// A whole number, with or without one of the units behind it.
    pub(super) fn number(&mut self, field: &str, units: &[&str], least: Least) -> Option<u32> {
        let text = self.quantity(field)?;
        let least = match least {
            Least::Zero => 0,
            Least::One => 1,
        };
        let code = match integer(&text, units) {
            Ok(number) if number < least => Code::NumberNegative,
            Ok(number) => match u32::try_from(number) {
                Ok(number) => return Some(number),
                Err(_) => Code::NumberInvalid,
            },
            Err(_) => Code::NumberInvalid,
        };
        self.error(code, field, None);
        None
    }

    /// A number in hundredths, with or without one of the units behind it.
    pub(super) fn hundredths(&mut self, field: &str, units: &[&str]) -> Option<u32> {
        let text = self.quantity(field)?;
        let number = hundredths(&text, units);
        let found = number.ok().and_then(|number| u32::try_from(number).ok());
        if found.is_none() {
            let negative = number.is_ok_and(|number| number < 0);
            let code = if negative { Code::NumberNegative } else { Code::NumberInvalid };
            self.error(code, field, None);
        }
        found
    }

    /// Full years, as in `5年`.
    pub(super) fn years(&mut self, field: &str) -> Option<u32> {
        self.hundredths(field, &["周年", "年"]).map(|hundredths| hundredths / 100)
    }

    /// The values that the words of a cell stand for, each once, in their own order.
    pub(super) fn words<T: Copy + Ord>(&mut self, field: &str, words: &Words<T>) -> Vec<T> {
        let Some(text) = self.filled(field) else { return Vec::new() };
        words.read(&text).unwrap_or_else(|| {
            self.error(Code::ValueUnknown, field, Some(words.allowed()));
            Vec::new()
        })
    }

    /// The one value that the word of a cell stands for.
    pub(super) fn word<T: Copy + Ord>(&mut self, field: &str, words: &Words<T>) -> Option<T> {
        let text = self.filled(field)?;
        let value = words.read_one(&text);
        if value.is_none() {
            self.error(Code::ValueUnknown, field, Some(words.allowed()));
        }
        value
    }

    /// The text of an optional cell, unless it is empty or says so.
    pub(super) fn filled(&mut self, field: &str) -> Option<String> {
        let text = clean(&self.sound(field, Level::Error)?.text());
        if says_nothing(&text) { None } else { Some(text) }
    }

    /// The cell that holds for a field in this row, if its column is part of the sheet: its own, one
    /// merged over several rows, or the one above that a mark such as `〃` points to.
    pub(super) fn cell(&self, field: &str) -> Option<&'a Cell> {
        let (grid, column) = (&*self.found.grid, self.found.column(field)?);
        let cell = grid.held(self.at.row, column)?;
        if is_ditto(&cell.text()) {
            grid.above(self.at.row, column, self.found.row)
        } else {
            Some(cell)
        }
    }

    /// The text of a quantity; one number over several rows is one number, and nobody knows whose.
    fn quantity(&mut self, field: &str) -> Option<String> {
        let column = self.found.column(field)?;
        if self.found.grid.is_merged_down(self.at.row, column) && self.cell(field).is_some() {
            self.error(Code::MergedNumber, field, None);
            return None;
        }
        self.filled(field)
    }

    /// The cell of a field, unless it holds an error of the spreadsheet program.
    fn sound(&mut self, field: &str, level: Level) -> Option<&'a Cell> {
        let cell = self.cell(field)?;
        if matches!(cell.value, Value::Error(_)) {
            self.report(level, Code::CellError, field, None);
            return None;
        }
        if cell.is_uncomputed() {
            self.report(level, Code::FormulaWithoutValue, field, None);
            return None;
        }
        Some(cell)
    }

    /// Whether something was found in a field, beside that it is read from above.
    pub(super) fn has_issue_in(&self, field: &str) -> bool {
        let Some(column) = self.found.column(field).map(column_letters) else { return false };
        let is_found = |issue: &&Issue| issue.code != Code::AsAbove || issue.level == Level::Error;
        let mut found = self.issues.iter().filter(is_found);
        found.any(|issue| issue.column.as_ref() == Some(&column))
    }

    fn report(&mut self, level: Level, code: Code, field: &str, expected: Option<String>) {
        let read = self.cell(field).map_or_else(String::new, |cell| clean(&cell.text()));
        self.issues.push(Issue {
            at: self.at,
            column: self.found.column(field).map(column_letters),
            level,
            code,
            read: shortened(&read, SHOWN),
            expected,
            on_file: None,
        });
    }
}
