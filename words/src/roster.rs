//! Rosters: their kinds, and what was found in them.

mod finding;

use domain::roster::{Issue, Kind, Level};
use leptos_i18n::td_string as t;

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
        "not_a_spreadsheet" => t!(l, roster.refused.not_a_spreadsheet),
        "too_large" => t!(l, roster.refused.too_large),
        "broken" => t!(l, roster.refused.broken),
        "nominations_closed" => t!(l, roster.refused.nominations_closed),
        "plan_changed" => t!(l, roster.refused.plan_changed),
        _ => t!(l, roster.refused.unknown),
    }
}
