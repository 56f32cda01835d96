//! One row of data: reads its cells by field and collects what was found wrong.

use chrono::NaiveDate;

use super::{
    Setting,
    date::{self, DateProblem},
    heading::Found,
    issue::{Code, Issue, Level},
    month::Month,
    name::{is_no_name, person_name},
    number::{hundredths, integer},
    phone::phone,
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
    /// A row in which nothing was found yet.
    pub(super) fn new(found: &'a Found<'a>, row: u32) -> Self {
        Self { found, row, issues: Vec::new() }
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

    /// A phone number; one that is missing or wrong is a warning.
    pub(super) fn phone(&mut self, field: &str) -> Option<String> {
        let Some(cell) = self.cell(field) else {
            self.warn(Code::PhoneMissing, field, None);
            return None;
        };
        let number = phone(&cell.text()).ok();
        if number.is_none() {
            self.warn(Code::PhoneInvalid, field, None);
        }
        number
    }

    /// A whole number, with or without one of the units behind it.
    pub(super) fn number(&mut self, field: &str, units: &[&str], least: Least) -> Option<u32> {
        let text = self.filled(field)?;
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
        let text = self.filled(field)?;
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

    /// Whether the field's column is part of the sheet and filled in this row.
    pub(super) fn cell(&self, field: &str) -> Option<&'a Cell> {
        self.found.grid.held(self.row, self.found.column(field)?)
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

    /// Whether something was found in a field.
    pub(super) fn has_issue_in(&self, field: &str) -> bool {
        let Some(column) = self.found.column(field).map(column_letters) else { return false };
        self.issues.iter().any(|issue| issue.column.as_ref() == Some(&column))
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
