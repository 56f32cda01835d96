//! A roster's rows against what is on file: what stays, what changes and what has to be asked.
//!
//! A column that is not there says nothing, and an empty cell says nothing either, unless the
//! office has said that it does.

use std::collections::{BTreeMap, HashMap};

use chrono::NaiveDate;
use domain::{
    role::Role,
    roster::{At, Code, Issue, Level, Reading},
};
use serde::{Deserialize, Serialize};

use super::Choices;

/// The field of the remark that is for the office alone: that it changes is told, never how.
const INNER: &str = "inner";
/// What stands for its text.
const HIDDEN: &str = "•••";

/// One field of what is on file that a row changes.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FieldChange {
    /// The row.
    pub at: At,
    /// The field, as in [`Reading::columns`], or `role`.
    pub field: String,
    /// What is on file: a text, or the code of a value; empty for nothing.
    pub before: String,
    /// What is then on file.
    pub after: String,
}

/// Fields with what they say, in the order in which they are shown.
pub(super) type Facts = Vec<(&'static str, String)>;

/// A row is not carried out: somebody has to say first who it is.
pub(super) struct Waits;

/// Rows as they are compared with what is on file.
pub(super) struct Compare<'a> {
    choices: &'a Choices,
    blank: HashMap<At, &'a [String]>,
    columns: HashMap<(usize, &'a str), &'a str>,
    found: Compared,
}

/// What was found out while rows were compared.
#[derive(Default)]
pub(super) struct Compared {
    /// What the rows change of what is on file.
    pub(super) changes: Vec<FieldChange>,
    /// What has to be told of the rows.
    pub(super) issues: Vec<Issue>,
    /// The rows about which somebody has to say something first, each once.
    pub(super) waiting: Vec<At>,
    /// Fields whose empty cells stand against something on file, with the number of the cells.
    pub(super) erasable: BTreeMap<String, usize>,
    /// How many roles that were ended would begin again.
    pub(super) ended: usize,
}

impl<'a> Compare<'a> {
    pub(super) fn new(reading: &'a Reading, choices: &'a Choices) -> Self {
        let blank = reading.rows.iter().map(|row| (row.at, row.blank.as_slice()));
        let columns = reading.columns.iter().filter_map(|column| {
            Some(((column.table, column.field.as_deref()?), column.column.as_str()))
        });
        Self {
            choices,
            blank: blank.collect(),
            columns: columns.collect(),
            found: Compared::default(),
        }
    }

    /// What was found out.
    pub(super) fn end(self) -> Compared {
        let mut found = self.found;
        found.waiting.sort_unstable();
        found.waiting.dedup();
        found
    }

    /// What is then on file of a field: what the row says, or else what is there already.
    pub(super) fn keep<T>(
        &mut self,
        at: At,
        field: &str,
        said: Option<T>,
        known: Option<T>,
    ) -> Option<T> {
        if said.is_some() || known.is_none() {
            return said;
        }
        if self.is_erased(at, field) { None } else { known }
    }

    /// The same of a text, which is empty for nothing.
    pub(super) fn keep_text(
        &mut self,
        at: At,
        field: &str,
        said: Option<&String>,
        known: &str,
    ) -> String {
        let known = Some(known.to_owned()).filter(|known| !known.is_empty());
        self.keep(at, field, said.cloned(), known).unwrap_or_default()
    }

    /// The same of several values, none of which is nothing.
    pub(super) fn keep_all<T>(
        &mut self,
        at: At,
        field: &str,
        said: Vec<T>,
        known: Vec<T>,
    ) -> Vec<T> {
        let is_any = |values: &Vec<T>| !values.is_empty();
        let (said, known) = (Some(said).filter(is_any), Some(known).filter(is_any));
        self.keep(at, field, said, known).unwrap_or_default()
    }

    /// Whether an empty cell of the row takes away what is on file.
    fn is_erased(&mut self, at: At, field: &str) -> bool {
        let blank = self.blank.get(&at).copied().unwrap_or_default();
        if !blank.iter().any(|other| other == field) {
            return false;
        }
        *self.found.erasable.entry(field.to_owned()).or_default() += 1;
        self.choices.clear.contains(field)
    }

    /// Notes what differs, and says whether anything does.
    pub(super) fn differ(&mut self, at: At, before: Facts, after: Facts) -> bool {
        let pairs = before.into_iter().zip(after);
        let changed = pairs.filter(|((_, before), (_, after))| before != after);
        let changed: Vec<FieldChange> = changed
            .map(|((field, before), (_, after))| {
                let shown = |text: String| {
                    if field == INNER && !text.is_empty() { HIDDEN.to_owned() } else { text }
                };
                FieldChange {
                    at,
                    field: field.to_owned(),
                    before: shown(before),
                    after: shown(after),
                }
            })
            .collect();
        let is_any = !changed.is_empty();
        self.found.changes.extend(changed);
        is_any
    }

    /// Who of those that are like it a row is, by what somebody has said: one of several cannot be
    /// told by saying that it is the same.
    pub(super) fn answer<'b, T>(&mut self, at: At, alike: &'b [T]) -> Result<Option<&'b T>, Waits> {
        match (self.choices.rows.get(&at), alike) {
            (Some(true), [known]) => Ok(Some(known)),
            (Some(false), _) => Ok(None),
            _ => {
                self.found.waiting.push(at);
                Err(Waits)
            }
        }
    }

    /// Tells of a row what is on file.
    pub(super) fn tell(&mut self, at: At, code: Code, field: &str, read: &str, on_file: String) {
        self.found.issues.push(Issue {
            at,
            column: self.columns.get(&(at.table, field)).map(|letters| (*letters).to_owned()),
            level: Level::Warning,
            code,
            read: read.to_owned(),
            expected: None,
            on_file: Some(on_file),
        });
    }

    /// Tells something of a row that nobody is asked about.
    pub(super) fn warn(
        &mut self,
        at: At,
        code: Code,
        (field, read): (&str, &str),
        expected: Option<String>,
    ) {
        self.found.issues.push(Issue {
            at,
            column: self.columns.get(&(at.table, field)).map(|letters| (*letters).to_owned()),
            level: Level::Warning,
            code,
            read: read.to_owned(),
            expected,
            on_file: None,
        });
    }

    /// Whether the person of a row has the role then: who has a role beside which it is not had
    /// gets none (`LAW-72`), and one that somebody has ended, with the first day without it, begins again only
    /// if that was said.
    pub(super) fn has_role(
        &mut self,
        at: At,
        name: &str,
        role: Role,
        is_apart: bool,
        ended: Option<NaiveDate>,
    ) -> bool {
        if is_apart {
            self.tell(at, Code::RoleExcluded, "name", name, role.as_str().to_owned());
            return false;
        }
        let Some(day) = ended else { return true };
        self.found.ended += 1;
        if self.choices.restore_roles {
            let fact = |code: &str| vec![("role", code.to_owned())];
            self.differ(at, fact("ended"), fact(role.as_str()));
        } else {
            self.tell(at, Code::RoleEnded, "name", name, day.to_string());
        }
        self.choices.restore_roles
    }
}

/// A value that has a text, or nothing.
pub(super) fn fact(value: Option<impl ToString>) -> String {
    value.map_or_else(String::new, |value| value.to_string())
}
