//! Registers that are handed upward.

use chrono::NaiveDate;
use domain::report::ReportKind;
use leptos_i18n::td_string as t;

use crate::{Locale, time};

/// A report.
pub fn kind(l: Locale, kind: ReportKind) -> &'static str {
    match kind {
        ReportKind::Lecturers => t!(l, report.kind.lecturers),
        ReportKind::Trainings => t!(l, report.kind.trainings),
        ReportKind::TutorHours => t!(l, report.kind.tutor_hours),
    }
}

/// What it says, and to whom it goes.
pub fn lede(l: Locale, kind: ReportKind) -> &'static str {
    match kind {
        ReportKind::Lecturers => t!(l, report.kind_lede.lecturers),
        ReportKind::Trainings => t!(l, report.kind_lede.trainings),
        ReportKind::TutorHours => t!(l, report.kind_lede.tutor_hours),
    }
}

/// The title of the spreadsheet.
pub fn sheet_title(l: Locale, report: ReportKind, year: i32) -> String {
    t!(l, report.sheet_title, kind = kind(l, report), year = year)
}

/// The days of the year.
pub fn year_days(l: Locale, first: NaiveDate, last: NaiveDate) -> String {
    t!(l, report.year_days, first = time::date(l, first), last = time::date(l, last))
}

/// What stands below the rows: how they were counted, and who signs.
pub fn note(l: Locale, kind: ReportKind) -> String {
    let counted = match kind {
        ReportKind::Lecturers => t!(l, report.note.lecturers),
        ReportKind::Trainings => t!(l, report.note.trainings),
        ReportKind::TutorHours => t!(l, report.note.tutor_hours),
    };
    format!("{counted}\n{}", t!(l, register_entry.sheet_note))
}
