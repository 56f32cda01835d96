//! Rosters: their kinds, and what was found in them.

mod field;
mod finding;

use domain::roster::{ColumnReading, Issue, Kind, LeftOut, Level, Refused, WhyLeftOut};
use leptos_i18n::td_string as t;

pub use self::field::{field, value};
use self::finding::{Expected, expected, finding};
use crate::Locale;

/// What a roster lists.
pub fn kind(l: Locale, kind: Kind) -> &'static str {
    match kind {
        Kind::Regions => t!(l, roster.kind.regions),
        Kind::Organisations => t!(l, roster.kind.organisations),
        Kind::Lecturers => t!(l, roster.kind.lecturers),
        Kind::Courses => t!(l, roster.kind.courses),
        Kind::Hosts => t!(l, roster.kind.hosts),
        Kind::Tutors => t!(l, roster.kind.tutors),
        Kind::TrainingHours => t!(l, roster.kind.training_hours),
        Kind::Nominations => t!(l, roster.kind.nominations),
        Kind::SchoolCalendar => t!(l, roster.kind.school_calendar),
    }
}

/// How bad a finding is.
pub fn level(l: Locale, level: Level) -> &'static str {
    match level {
        Level::Good => t!(l, roster.good),
        Level::Warning => t!(l, roster.warning),
        Level::Error => t!(l, roster.error),
    }
}

/// Where the list was found in the file.
pub fn place(l: Locale, sheet: &str, header_row: u32) -> String {
    t!(l, roster.place, sheet = sheet, row = header_row)
}

/// What carrying out a plan does.
pub fn commit(l: Locale, n_new: usize, n_changed: usize) -> String {
    t!(l, roster.commit, new = n_new, changed = n_changed)
}

/// A finding: what it is, what was read, and what is expected.
pub fn issue(l: Locale, issue: &Issue) -> String {
    let mut text = finding(l, issue.code).to_owned();
    if !issue.read.is_empty() {
        text = t!(l, roster.clause.read, finding = text, read = issue.read.as_str());
    }
    if let Some(on_file) = &issue.on_file {
        return t!(l, roster.clause.on_file, finding = text, expected = on_file.as_str());
    }
    let Some(value) = issue.expected.as_deref().filter(|value| !value.is_empty()) else {
        return text;
    };
    match expected(issue.code) {
        Expected::Words => t!(l, roster.clause.words, finding = text, expected = value),
        Expected::Most => t!(l, roster.clause.most, finding = text, expected = value),
        Expected::Least => t!(l, roster.clause.least, finding = text, expected = value),
        Expected::NotAfter => t!(l, roster.clause.not_after, finding = text, expected = value),
        Expected::NotBefore => t!(l, roster.clause.not_before, finding = text, expected = value),
        Expected::Row => t!(l, roster.clause.row, finding = text, expected = value),
        Expected::Above => t!(l, roster.clause.above, finding = text, expected = value),
        Expected::Taken => t!(l, roster.clause.taken, finding = text, expected = value),
    }
}

/// Why a file was refused, by its code, and what to do.
pub fn refused(l: Locale, code: &str) -> &'static str {
    match code {
        "sheet_not_found" => t!(l, roster.refused.sheet_not_found),
        "header_not_found" => t!(l, roster.refused.header_not_found),
        "column_missing" => t!(l, roster.refused.column_missing),
        "years_differ" => t!(l, roster.refused.years_differ),
        "sheet_unknown" => t!(l, roster.refused.sheet_unknown),
        "empty" => t!(l, roster.refused.empty),
        "cut_off" => t!(l, roster.refused.cut_off),
        "password" => t!(l, roster.refused.password),
        "too_many_rows" => t!(l, roster.refused.too_many_rows),
        "too_many_columns" => t!(l, roster.refused.too_many_columns),
        "too_many_sheets" => t!(l, roster.refused.too_many_sheets),
        "not_a_spreadsheet" => t!(l, roster.refused.not_a_spreadsheet),
        "too_large" => t!(l, roster.refused.too_large),
        "broken" => t!(l, roster.refused.broken),
        "nominations_closed" => t!(l, roster.refused.nominations_closed),
        "plan_changed" => t!(l, roster.refused.plan_changed),
        _ => t!(l, roster.refused.unknown),
    }
}

/// Why a workbook was refused, with the columns that are missing and those that were found.
pub fn refusal(l: Locale, kind: Kind, refused: &Refused) -> String {
    let text = self::refused(l, refused.code());
    let Refused::ColumnMissing { sheet, row, columns, found } = refused else {
        return text.to_owned();
    };
    let missing: Vec<&str> = columns.iter().map(|column| field(l, kind, column)).collect();
    let found: Vec<&str> = found.iter().map(|column| column.heading.as_str()).collect();
    let comma = t!(l, roster.comma);
    let (missing, found) = (missing.join(comma), found.join(comma));
    t!(
        l,
        roster.missing_columns,
        sheet = sheet.as_str(),
        row = row,
        missing = missing,
        found = found
    )
}

/// Why a sheet was not read.
pub fn left_out(l: Locale, why: WhyLeftOut) -> &'static str {
    match why {
        WhyLeftOut::Hidden => t!(l, roster.left_out.hidden),
        WhyLeftOut::Instruction => t!(l, roster.left_out.instruction),
        WhyLeftOut::NoTable => t!(l, roster.left_out.no_table),
        WhyLeftOut::NotChosen => t!(l, roster.left_out.not_chosen),
    }
}

/// The sheets that were not read, on one line.
pub fn left_out_line(l: Locale, left_out: &[LeftOut]) -> String {
    let told =
        left_out.iter().map(|sheet| format!("{}: {}", sheet.sheet, self::left_out(l, sheet.why)));
    t!(l, roster.left_out_line, sheets = told.collect::<Vec<_>>().join("; "))
}

/// The columns that were not read, on one line; nothing, if all were.
pub fn unread_line<'a>(
    l: Locale,
    columns: impl IntoIterator<Item = &'a ColumnReading>,
) -> Option<String> {
    let unread = columns.into_iter().filter(|column| column.field.is_none());
    let told: Vec<String> = unread.map(|it| format!("{} {}", it.column, it.heading)).collect();
    (!told.is_empty()).then(|| t!(l, roster.unread_line, columns = told.join("; ")))
}

/// What a text was written in.
pub fn encoding(l: Locale, encoding: &str) -> String {
    t!(l, roster.encoding, encoding = encoding.to_uppercase())
}

/// The question what a column is.
pub fn column_is(l: Locale, column: &ColumnReading) -> String {
    let (heading, letters) = (column.heading.as_str(), column.column.as_str());
    t!(l, roster.column_is, heading = heading, column = letters)
}

/// A field whose empty cells may take away what is on file.
pub fn clear_one(l: Locale, kind: Kind, name: &str, n: usize) -> String {
    t!(l, roster.clear_one, field = field(l, kind, name), n = n)
}

/// The offer to let ended roles begin again.
pub fn restore_roles(l: Locale, n: usize) -> String {
    t!(l, roster.restore_roles, n = n)
}

/// A sheet with the year that it names.
pub fn sheet_of_year(l: Locale, sheet: &str, year: i32) -> String {
    t!(l, roster.sheet_of_year, sheet = sheet, year = year)
}
