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
    school_period::SchoolPeriodRecord,
    training_hour::TrainingHourRecord,
    tutor::TutorRecord,
};
use crate::code::codes;

/// What was read from a roster.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Reading {
    /// What it lists.
    pub kind: Kind,
    /// The tables that hold the list, in the order of the workbook.
    pub tables: Vec<TableReading>,
    /// The sheets that were not read.
    pub left_out: Vec<LeftOut>,
    /// The columns with a heading: what was recognised, and what is not read.
    pub columns: Vec<ColumnReading>,
    /// The rows of data.
    pub rows: Vec<RowReading>,
    /// What was found, by row.
    pub issues: Vec<Issue>,
}

/// One of the tables of a roster: a sheet has one, or several beside or below each other.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TableReading {
    /// The sheet that it stands in.
    pub sheet: String,
    /// The row of its headings.
    pub header_row: u32,
    /// How many rows of data it has.
    pub rows: usize,
    /// The year in which it says it was filled in.
    pub report_year: Option<i32>,
}

/// A sheet that was not read.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct LeftOut {
    /// Its name.
    pub sheet: String,
    /// Why it was not.
    pub why: WhyLeftOut,
}

codes! {
    /// Why a sheet was not read.
    WhyLeftOut {
        /// It is hidden.
        Hidden = "hidden",
        /// It says how to fill in the others, or shows an example.
        Instruction = "instruction",
        /// None of its rows has the columns that must be there.
        NoTable = "no_table",
        /// Another sheet was chosen.
        NotChosen = "not_chosen",
    }
}

/// A row of one of the tables.
#[derive(
    Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize,
)]
pub struct At {
    /// The table's place among [`Reading::tables`].
    pub table: usize,
    /// The row's number as the spreadsheet program shows it.
    pub row: u32,
}

impl At {
    /// A row of a table.
    pub const fn new(table: usize, row: u32) -> Self {
        Self { table, row }
    }
}

/// A column with a heading.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ColumnReading {
    /// The table's place among [`Reading::tables`].
    pub table: usize,
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
    /// Where it stands.
    pub at: At,
    /// Its worst finding.
    pub level: Level,
    /// What becomes of it.
    pub outcome: Outcome,
    /// The fields whose cells are there and say nothing.
    pub blank: Vec<String>,
}

/// What becomes of a row.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum Outcome {
    /// A record.
    Record(Box<Record>),
    /// Nothing new: it says the same as an earlier row.
    DuplicateOf(At),
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
    /// A period of the school year.
    SchoolPeriod(SchoolPeriodRecord),
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

    /// The records with their places, downwards.
    pub fn records(&self) -> impl Iterator<Item = (At, &Record)> {
        self.rows.iter().filter_map(|row| Some((row.at, row.record()?)))
    }

    /// The letters of the column of a field in a table.
    pub fn column_of(&self, table: usize, field: &str) -> Option<String> {
        let is_it = |it: &&ColumnReading| it.table == table && it.field.as_deref() == Some(field);
        let column = self.columns.iter().find(is_it);
        column.map(|column| column.column.clone())
    }

    /// Blocks rows for what reading alone cannot find.
    pub fn block(&mut self, issues: Vec<Issue>) {
        for issue in issues {
            for row in self.rows.iter_mut().filter(|row| row.at == issue.at) {
                (row.level, row.outcome) = (Level::Error, Outcome::Blocked);
            }
            self.issues.push(issue);
        }
        self.issues.sort_by_key(|issue| issue.at);
    }

    /// The findings in one row.
    pub fn issues_in(&self, at: At) -> impl Iterator<Item = &Issue> {
        self.issues.iter().filter(move |issue| issue.at == at)
    }

    /// Notes what only what is on file tells of rows; they are taken all the same.
    pub fn warn(&mut self, issues: Vec<Issue>) {
        for issue in &issues {
            let row = self.rows.binary_search_by_key(&issue.at, |row| row.at);
            if let Some(row) = row.ok().and_then(|at| self.rows.get_mut(at)) {
                row.level = row.level.max(issue.level);
            }
        }
        self.issues.extend(issues);
        self.issues.sort_by_key(|issue| issue.at);
    }
}
