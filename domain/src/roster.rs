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
pub mod lecturer;
mod line;
pub mod month;
pub mod name;
pub mod nomination;
pub mod number;
pub mod organisation;
mod person;
pub mod phone;
mod reading;
pub mod region;
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

use chrono::{Datelike, NaiveDate};
use serde::{Deserialize, Serialize};

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
    reading::{ColumnReading, Counts, Outcome, Reading, Record, RowReading},
    region::RegionRecord,
    sheet::{Cell, Merge, Sheet, SheetRow, Value},
    time_of_day::{DayPart, TimeOfDay},
    training_hour::TrainingHourRecord,
    tutor::{TutorLevel, TutorRecord},
};
use self::{
    heading::{Column, Found},
    line::Line,
    sheet::column_letters,
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
    },
}

impl Refused {
    /// The code by which its text is found.
    pub fn code(&self) -> &'static str {
        match self {
            Self::SheetNotFound => "sheet_not_found",
            Self::HeaderNotFound { .. } => "header_not_found",
            Self::ColumnMissing { .. } => "column_missing",
        }
    }
}

/// What rows are judged against.
struct Setting<'a> {
    as_of: NaiveDate,
    known: &'a Known,
    /// The year of days that are written without one.
    year: Option<i32>,
    /// The year that the roster is about.
    cycle: i32,
}

impl<'a> Setting<'a> {
    fn new(found: &Found<'_>, as_of: NaiveDate, known: &'a Known) -> Self {
        let (reported, titled) = (table::report_year(found), table::title_year(found));
        let cycle = titled.or(reported).unwrap_or_else(|| as_of.year());
        Self { as_of, known, year: reported.or(titled), cycle }
    }
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
    fn duplicate(line: Line<'_>, earlier: u32) -> Self {
        Self::with(line, Outcome::DuplicateOf(earlier))
    }

    fn with(line: Line<'_>, outcome: Outcome) -> Self {
        let row = RowReading { row: line.row, level: line.level(), outcome };
        Self { row, issues: line.issues }
    }
}

/// Reads a roster on a day, knowing what is on file.
pub fn read(
    kind: Kind,
    sheets: &[Sheet],
    as_of: NaiveDate,
    known: &Known,
) -> Result<Reading, Refused> {
    let found = heading::find(columns_of(kind), sheets)?;
    let setting = Setting::new(&found, as_of, known);
    let lines = table::data_rows(&found, known).into_iter().map(|row| Line::new(&found, row));
    let judged = judge(kind, lines.collect(), &setting);
    let (rows, issues): (Vec<_>, Vec<_>) =
        judged.into_iter().map(|judged| (judged.row, judged.issues)).unzip();
    Ok(Reading {
        kind,
        sheet: found.sheet.name.clone(),
        header_row: found.row,
        report_year: table::report_year(&found),
        columns: column_readings(&found),
        rows,
        issues: issues.into_iter().flatten().collect(),
    })
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
    }
}

fn column_readings(found: &Found<'_>) -> Vec<ColumnReading> {
    let held = |column| found.grid.held(found.row, column);
    let own = found.grid.own(found.row).map(|cell| cell.column);
    let mut numbers: Vec<u32> = own.chain(found.places.iter().map(|it| it.column)).collect();
    numbers.sort_unstable();
    numbers.dedup();
    let reading = |column| ColumnReading {
        field: found.field(column).map(str::to_owned),
        column: column_letters(column),
        heading: held(column).map_or_else(String::new, |cell| text::line(&cell.text())),
    };
    numbers.into_iter().map(reading).collect()
}

#[cfg(test)]
mod tests;
