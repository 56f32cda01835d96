//! Reading rosters as county offices send them: people, hosts, courses, hours and nominations.
//!
//! A roster is recognised by its headings and judged row by row; an error blocks its row only.
//! Opening files, comparing with what is on file and storing are not here, nor texts for people.

mod attendance;
pub mod course;
pub mod date;
mod eligibility;
mod grid;
mod heading;
pub mod host;
pub mod issue;
pub mod known;
mod layout;
pub mod lecturer;
mod line;
pub mod month;
pub mod name;
pub mod nomination;
pub mod number;
pub mod organisation;
mod part;
mod person;
pub mod phone;
mod reading;
pub mod region;
pub mod school_period;
pub mod sheet;
mod table;
#[cfg(test)]
mod testing;
pub mod text;
pub mod time_of_day;
pub mod training_hour;
mod tree;
pub mod tutor;
mod word;
mod workplace;

use std::collections::BTreeMap;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

pub use self::eligibility::{
    is_high_rank, one_place, since as winners_since, won as has_won, years_rule,
};
pub use self::{
    course::CourseRecord,
    host::HostRecord,
    issue::{Code, Issue, Level},
    known::{Known, KnownRegion},
    lecturer::LecturerRecord,
    month::Month,
    name::{event_key, unit_key},
    nomination::{AwardCategory, NominationRecord},
    organisation::OrganisationRecord,
    person::Sex,
    reading::{
        At, ColumnReading, Counts, LeftOut, Outcome, Reading, Record, RowReading, TableReading,
        WhyLeftOut,
    },
    region::RegionRecord,
    school_period::SchoolPeriodRecord,
    sheet::{Cell, Merge, Sheet, SheetRow, Value},
    time_of_day::{DayPart, TimeOfDay},
    training_hour::TrainingHourRecord,
    tutor::{TutorLevel, TutorRecord},
};
use self::{
    heading::{Column, Found, Need, SEQUENCE, Vocabulary},
    line::Line,
};
use crate::code::codes;

codes! {
    /// What a roster lists.
    Kind {
        /// Regions and towns.
        Regions = "regions",
        /// Organisations.
        Organisations = "organisations",
        /// Lecturers with their terms.
        Lecturers = "lecturers",
        /// Science tutors.
        Tutors = "tutors",
        /// Schools, communities and others that ask for lectures.
        Hosts = "hosts",
        /// Courses.
        Courses = "courses",
        /// Credit hours of training.
        TrainingHours = "training-hours",
        /// Nominations for awards.
        Nominations = "nominations",
        /// Terms, holidays and weeks of exams by region.
        SchoolCalendar = "school-calendar",
    }
}

/// Why a file is no roster of the kind.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error, Serialize, Deserialize)]
pub enum Refused {
    /// None of the sheets has a known header.
    #[error("no sheet has a known header")]
    SheetNotFound,
    /// The only sheet has no known header.
    #[error("the sheet `{sheet}` has no known header")]
    HeaderNotFound {
        /// The sheet.
        sheet: String,
    },
    /// The header lacks columns that must be there.
    #[error("the sheet `{sheet}` lacks {columns:?} in its header, row {row}")]
    ColumnMissing {
        /// The sheet.
        sheet: String,
        /// The row taken for the header.
        row: u32,
        /// Names of the missing fields, as in [`Reading::columns`].
        columns: Vec<String>,
        /// The columns that the header has.
        found: Vec<ColumnReading>,
    },
    /// Sheets name different years: only a person knows which one is meant.
    #[error("the sheets are of different years: {sheets:?}")]
    YearsDiffer {
        /// Each sheet with its year.
        sheets: Vec<(String, i32)>,
    },
    /// There is no sheet of the chosen name with a list of the kind.
    #[error("no list in a sheet `{sheet}`")]
    SheetUnknown {
        /// The sheet that was asked for.
        sheet: String,
    },
}

impl Refused {
    /// The code by which its text is found.
    pub fn code(&self) -> &'static str {
        match self {
            Self::SheetNotFound => "sheet_not_found",
            Self::HeaderNotFound { .. } => "header_not_found",
            Self::ColumnMissing { .. } => "column_missing",
            Self::YearsDiffer { .. } => "years_differ",
            Self::SheetUnknown { .. } => "sheet_unknown",
        }
    }
}

/// What somebody has said of how a workbook is to be read.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReadAs {
    /// The only sheet that counts.
    pub sheet: Option<String>,
    /// Headings as they are written, and the field that each of them names.
    pub columns: BTreeMap<String, String>,
}

/// What rows are judged against.
struct Setting<'a> {
    as_of: NaiveDate,
    known: &'a Known,
}

/// A judged row with its findings.
struct Judged {
    row: RowReading,
    issues: Vec<Issue>,
}

impl Judged {
    /// A row with the record it gives, if it gives one; a blocked row gives none.
    fn new(line: Line<'_>, record: Option<Record>) -> Self {
        let record = record.filter(|_| !line.is_blocked()).map(Box::new);
        Self::with(line, record.map_or(Outcome::Blocked, Outcome::Record))
    }

    /// A row that says the same as an earlier one.
    fn duplicate(line: Line<'_>, earlier: At) -> Self {
        Self::with(line, Outcome::DuplicateOf(earlier))
    }

    fn with(line: Line<'_>, outcome: Outcome) -> Self {
        let (at, level, blank) = (line.at, line.level(), line.blank());
        let row = RowReading { at, level, outcome, blank };
        Self { row, issues: line.issues }
    }
}

/// Reads a roster on a day, knowing what is on file and what somebody has said of the workbook.
pub fn read(
    kind: Kind,
    sheets: &[Sheet],
    as_of: NaiveDate,
    known: &Known,
    read_as: &ReadAs,
) -> Result<Reading, Refused> {
    let layout = layout::find(&Vocabulary::of(kind, read_as), sheets, read_as)?;
    let tables = &layout.tables;
    let places = tables.iter().enumerate().flat_map(|(table, found)| {
        let rows = table::data_rows(found, known);
        rows.into_iter().map(move |row| At::new(table, row))
    });
    let places: Vec<At> = places.collect();
    let lines = places.iter().map(|at| Line::new(tables, *at));
    let judged = judge(kind, lines.collect(), &Setting { as_of, known });
    let (rows, issues): (Vec<_>, Vec<_>) =
        judged.into_iter().map(|judged| (judged.row, judged.issues)).unzip();
    let table_reading = |(table, found): (usize, &Found<'_>)| TableReading {
        sheet: found.sheet.name.clone(),
        header_row: found.row,
        rows: places.iter().filter(|at| at.table == table).count(),
        report_year: table::report_year(found),
    };
    Ok(Reading {
        kind,
        tables: tables.iter().enumerate().map(table_reading).collect(),
        columns: (0..).zip(tables).flat_map(|(table, found)| found.columns(table)).collect(),
        left_out: layout.left_out,
        rows,
        issues: issues.into_iter().flatten().collect(),
    })
}

/// The fields of a kind, in the order of its usual columns; those that must be there come with
/// `true`.
pub fn fields(kind: Kind) -> impl Iterator<Item = (&'static str, bool)> {
    let columns = columns_of(kind).iter().filter(|column| column.field != SEQUENCE);
    columns.map(|column| (column.field, column.need == Need::Required))
}

/// The key by which headings are compared: without blanks, punctuation and what is in brackets.
pub fn heading_key(heading: &str) -> String {
    heading::heading_key(heading)
}

fn columns_of(kind: Kind) -> &'static [Column] {
    match kind {
        Kind::Regions => region::COLUMNS,
        Kind::Organisations => organisation::COLUMNS,
        Kind::Lecturers => lecturer::COLUMNS,
        Kind::Tutors => tutor::COLUMNS,
        Kind::Hosts => host::COLUMNS,
        Kind::Courses => course::COLUMNS,
        Kind::TrainingHours => training_hour::COLUMNS,
        Kind::Nominations => nomination::COLUMNS,
        Kind::SchoolCalendar => school_period::COLUMNS,
    }
}

fn judge(kind: Kind, lines: Vec<Line<'_>>, setting: &Setting<'_>) -> Vec<Judged> {
    match kind {
        Kind::Regions => region::judge(lines, setting),
        Kind::Organisations => organisation::judge(lines, setting),
        Kind::Lecturers => lecturer::judge(lines, setting),
        Kind::Tutors => tutor::judge(lines, setting),
        Kind::Hosts => host::judge(lines, setting),
        Kind::Courses => course::judge(lines, setting),
        Kind::TrainingHours => training_hour::judge(lines, setting),
        Kind::Nominations => nomination::judge(lines, setting),
        Kind::SchoolCalendar => school_period::judge(lines, setting),
    }
}

#[cfg(test)]
mod tests;
