//! What was read from a roster: its rows, what becomes of each, and what was found.

use serde::{Deserialize, Serialize};

use super::{
    Kind,
    course::CourseRecord,
    host::HostRecord,
    issue::{Issue, Level},
    lecturer::LecturerRecord,
    nomination::NominationRecord,
    organisation::OrganisationRecord,
    region::RegionRecord,
    training_hour::TrainingHourRecord,
    tutor::TutorRecord,
};

/// What was read from a roster.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Reading {
    /// What it lists.
    pub kind: Kind,
    /// The sheet that holds the list.
    pub sheet: String,
    /// The row of the headings.
    pub header_row: u32,
    /// The year in which the roster says it was filled in.
    pub report_year: Option<i32>,
    /// The columns with a heading: what was recognised, and what is not read.
    pub columns: Vec<ColumnReading>,
    /// The rows of data.
    pub rows: Vec<RowReading>,
    /// What was found, by row.
    pub issues: Vec<Issue>,
}

/// A column with a heading.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ColumnReading {
    /// The name of the field, or nothing if the column is not read.
    pub field: Option<String>,
    /// Its letters.
    pub column: String,
    /// Its heading, on one line.
    pub heading: String,
}

/// One row of data.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct RowReading {
    /// Its number.
    pub row: u32,
    /// Its worst finding.
    pub level: Level,
    /// What becomes of it.
    pub outcome: Outcome,
}

/// What becomes of a row.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum Outcome {
    /// A record.
    Record(Box<Record>),
    /// Nothing new: it says the same as an earlier row.
    DuplicateOf(u32),
    /// Nothing: an error blocks it.
    Blocked,
}

/// What a row says, in normalised values.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Record {
    /// A region.
    Region(RegionRecord),
    /// An organisation.
    Organisation(OrganisationRecord),
    /// A lecturer.
    Lecturer(LecturerRecord),
    /// A science tutor.
    Tutor(TutorRecord),
    /// A host.
    Host(HostRecord),
    /// A course.
    Course(CourseRecord),
    /// Credit hours of a person at a training.
    TrainingHour(TrainingHourRecord),
    /// A nomination.
    Nomination(NominationRecord),
}

/// How many rows there are, and how many of each level.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Counts {
    /// All rows of data.
    pub rows: usize,
    /// Rows without a finding.
    pub good: usize,
    /// Rows that a person has to look at.
    pub warning: usize,
    /// Rows that are blocked.
    pub error: usize,
}

impl RowReading {
    /// The record of the row, if it has one.
    pub fn record(&self) -> Option<&Record> {
        match &self.outcome {
            Outcome::Record(record) => Some(record),
            Outcome::DuplicateOf(_) | Outcome::Blocked => None,
        }
    }
}

impl Reading {
    /// The rows counted by their worst finding.
    pub fn counts(&self) -> Counts {
        let of = |level| self.rows.iter().filter(|row| row.level == level).count();
        Counts {
            rows: self.rows.len(),
            good: of(Level::Good),
            warning: of(Level::Warning),
            error: of(Level::Error),
        }
    }

    /// The records with their row numbers, downwards.
    pub fn records(&self) -> impl Iterator<Item = (u32, &Record)> {
        self.rows.iter().filter_map(|row| Some((row.row, row.record()?)))
    }

    /// The findings in one row.
    pub fn issues_in(&self, row: u32) -> impl Iterator<Item = &Issue> {
        self.issues.iter().filter(move |issue| issue.row == row)
    }
}
