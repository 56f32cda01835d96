//! One row of data: reads its cells by field and collects what was found wrong.

use chrono::NaiveDate;

use super::{
    Setting,
    date::{self, DateProblem},
    grid::is_ditto,
    heading::{Found, Place, SEQUENCE},
    issue::{Code, Issue, Level},
    month::Month,
    name::{is_no_name, person_name},
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
    found: &'a Found<'a>,
    /// The row's number.
    pub(super) row: u32,
    /// What was found.
    pub(super) issues: Vec<Issue>,
}

impl<'a> Line<'a> {
    /// A row in which nothing was found yet but what it takes from above.
    pub(super) fn new(found: &'a Found<'a>, row: u32) -> Self {
        let mut line = Self { found, row, issues: Vec::new() };
        for place in found.places.iter().filter(|place| place.field != SEQUENCE) {
            line.take_from_above(place);
        }
        line
    }

    /// Notes that a cell says "as above", which is an error where nothing stands there.
    fn take_from_above(&mut self, place: &Place) {
        let own = self.found.grid.held(self.row, place.column).map(Cell::text);
        let Some(mark) = own.filter(|text| is_ditto(text)) else { return };
        let above = self.cell(place.field).map(|cell| shortened(&clean(&cell.text()), SHOWN));
        self.issues.push(Issue {
            row: self.row,
            column: Some(column_letters(place.column)),
            level: if above.is_some() { Level::Warning } else { Level::Error },
            code: Code::AsAbove,
            read: shortened(&clean(&mark), SHOWN),
            expected: above,
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

    /// A person's name.
    pub(super) fn person(&mut self, field: &str) -> Option<String> {
        let name = person_name(&self.label(field, Code::NameMissing)?);
        if is_no_name(&name) {
            self.error(Code::NameInvalid, field, None);
            return None;
        }
        Some(name)
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
    pub(super) fn inner(&self, field: &str) -> Option<String> {
        let text = self.cell(field).map(|cell| clean(&cell.text()));
        text.filter(|text| !says_nothing(text))
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
        match date::month(&cell.value) {
            Ok(month) => return Some(month),
            Err(DateProblem::Ambiguous) => self.warn(ambiguous, field, None),
            Err(DateProblem::Invalid) => self.error(Code::DateInvalid, field, None),
        }
        None
    }

    /// A day; one without a year lies in the year of the roster.
    pub(super) fn day(&mut self, field: &str, setting: &Setting<'_>) -> Option<NaiveDate> {
        self.filled(field)?;
        let day = date::day(&self.cell(field)?.value, setting.year).ok();
        if day.is_none() {
            self.error(Code::DateInvalid, field, None);
        }
        day
    }

    /// The first and the last day of a cell that may name several: `9.5-9.6`.
    pub(super) fn span(
        &mut self,
        field: &str,
        setting: &Setting<'_>,
    ) -> Option<(NaiveDate, NaiveDate)> {
        self.filled(field)?;
        let span = date::span(&self.cell(field)?.value, setting.year).ok();
        if span.is_none() {
            self.error(Code::DateInvalid, field, None);
        }
        span
    }

    /// A phone number; one that is missing or wrong is a warning.
    pub(super) fn phone(&mut self, field: &str) -> Option<String> {
        let Some(cell) = self.cell(field) else {
            self.warn(Code::PhoneMissing, field, None);
            return None;
        };
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
        let (grid, column) = (&self.found.grid, self.found.column(field)?);
        let cell = grid.held(self.row, column)?;
        if is_ditto(&cell.text()) {
            grid.above(self.row, column, self.found.row)
        } else {
            Some(cell)
        }
    }

    /// The text of a quantity; one number over several rows is one number, and nobody knows whose.
    fn quantity(&mut self, field: &str) -> Option<String> {
        let column = self.found.column(field)?;
        if self.found.grid.is_merged_down(self.row, column) && self.cell(field).is_some() {
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
            row: self.row,
            column: self.found.column(field).map(column_letters),
            level,
            code,
            read: shortened(&read, SHOWN),
            expected,
        });
    }
}
