//! Papers to print: what they say, put into words already. The program `whetstone-typeset` sets them
//! as PDF; nothing here knows how.

use serde::{Deserialize, Serialize};

use crate::register::{Cell, Register};

/// What the program that sets papers ends with where characters are in none of its fonts; it names
/// them where its errors go, one after the other and nothing else.
pub const MISSING_CHARACTERS: u8 = 3;

/// What that program says about each of several papers, in a line of its own: asked to set `each`, it
/// reads papers a line each until there are no more.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Outcome {
    /// A PDF of so many bytes follows.
    Set(u64),
    /// No font has these characters; nothing follows.
    Missing(String),
}

/// A paper in a language.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Document {
    /// In which language it is set: lines break by it.
    pub language: Language,
    /// What it says.
    pub paper: Paper,
}

/// A language, as lines are broken in it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Language {
    /// Chinese as it is written in mainland China.
    #[serde(rename = "zh")]
    Chinese,
    /// English.
    #[serde(rename = "en")]
    English,
}

/// A paper.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Paper {
    /// The evaluation record of a lecture.
    EvaluationRecord(Box<EvaluationRecord>),
    /// The programme of a session.
    Programme(Programme),
    /// Cards with names, to stand on tables.
    NameCards(NameCards),
    /// The poster of a course.
    Poster(Poster),
    /// The letter by which somebody is appointed.
    Letter(Letter),
    /// Certificates of an award, a sheet each.
    Certificates(Certificates),
    /// A training record or a service statement.
    Statement(Box<Statement>),
    /// A paper of an award in parts.
    Dossier(Box<Dossier>),
}

/// A column of a table.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Column {
    /// Its heading.
    pub name: String,
    /// Its width in characters.
    pub width: u16,
    /// What its cells hold.
    pub holds: Holds,
}

/// What the cells of a column hold.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Holds {
    /// A few words.
    Words,
    /// A figure.
    Figure,
    /// A text of some length, which a printed table has no room for beside many figures.
    Remark,
}

/// The evaluation record (评审记录) of a lecture: who sat, what each has scored and remarked, and what
/// came of it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct EvaluationRecord {
    /// What kind of paper it is.
    pub name: String,
    /// Its title, with that of the lecture.
    pub title: String,
    /// Who lectured, in which round.
    pub lecturer: String,
    /// When.
    pub time: String,
    /// The columns of `rows`.
    pub columns: Vec<Column>,
    /// A row for each seat.
    pub rows: Vec<Vec<Cell>>,
    /// The means, in the same columns, if there is a result.
    pub means: Option<Vec<Cell>>,
    /// Figures, vetoes, and what was computed, proposed and decided, a line each.
    pub findings: Vec<String>,
    /// The required changes, numbered; may be none.
    pub changes: Vec<String>,
    /// The headings of its parts.
    pub headings: RecordHeadings,
    /// Who signs.
    pub signatures: Signatures,
}

/// The headings of a record's parts.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RecordHeadings {
    /// Of the scores.
    pub scores: String,
    /// Of the remarks.
    pub remarks: String,
    /// Of the findings.
    pub findings: String,
    /// Of the required changes.
    pub changes: String,
}

/// What stands before the lines for signatures.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Signatures {
    /// Of the chair.
    pub chair: String,
    /// Of the panel.
    pub panel: String,
    /// Of the office.
    pub office: String,
    /// Before the date.
    pub date: String,
}

/// The programme of a session.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Programme {
    /// What kind of paper it is.
    pub name: String,
    /// Its title.
    pub title: String,
    /// Where.
    pub place: String,
    /// On which day.
    pub date: String,
    /// The columns of `rows`.
    pub columns: Vec<Column>,
    /// A row for each lecture.
    pub rows: Vec<Vec<Cell>>,
    /// What stands there if there is none.
    pub nothing: String,
    /// Who sits on the panel.
    pub panel: String,
}

/// Cards with names: a sheet each, folded in the middle, with the name on both sides.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct NameCards {
    /// What they are.
    pub title: String,
    /// The cards.
    pub cards: Vec<NameCard>,
}

/// A card with a name.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct NameCard {
    /// The name.
    pub name: String,
    /// As what the person is there.
    pub part: String,
}

/// The poster of a listed course: what its public page says, and a code that leads there.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Poster {
    /// Above the title: what is offered.
    pub offer: String,
    /// The course's title.
    pub title: String,
    /// Who lectures.
    pub lecturer: String,
    /// The lecturer's workplace; may be empty.
    pub workplace: String,
    /// Its abstract; may be empty.
    pub summary: String,
    /// For whom, how long, and the like.
    pub facts: Vec<Fact>,
    /// What whoever reads the code gets.
    pub invitation: String,
    /// The address of the public page, which the code says as well.
    pub address: String,
}

/// A letter of appointment, with an empty place for the seal.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Letter {
    /// What it is.
    pub title: String,
    /// Who is appointed to what, and from when until when.
    pub text: String,
    /// The document of the decision; may be empty.
    pub document: String,
    /// Its number.
    pub number: String,
    /// Above the place of the seal.
    pub issuer: String,
    /// The day.
    pub day: String,
}

/// Certificates of an award (荣誉证书), a sheet each, with an empty square for the seal.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Certificates {
    /// What the file is called.
    pub title: String,
    /// The sheets.
    pub sheets: Vec<Certificate>,
}

/// A certificate.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Certificate {
    /// What it is.
    pub heading: String,
    /// Whose it is, with the form of address.
    pub name: String,
    /// For what it is given.
    pub text: String,
    /// Who issues it.
    pub issuer: String,
    /// The day, in Chinese figures.
    pub day: String,
    /// The number, behind its name.
    pub number: String,
    /// What whoever reads the code gets.
    pub invitation: String,
    /// The address of its public page, which the code says as well.
    pub address: String,
}

/// A training record or a service statement (服务证明) in both languages: facts, then lines.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Statement {
    /// What it is.
    pub title: String,
    /// The same in English.
    pub subtitle: String,
    /// Whose it is, of which period, and what it comes to.
    pub facts: Vec<Fact>,
    /// The columns of `rows`.
    pub columns: Vec<Column>,
    /// A row for each training or lecture.
    pub rows: Vec<Vec<Cell>>,
    /// What is declared, a paragraph for each language.
    pub declarations: Vec<String>,
    /// Who issues it.
    pub issuer: String,
    /// The day.
    pub day: String,
    /// What whoever reads the code gets.
    pub invitation: String,
    /// The address of its public page, which the code says as well.
    pub address: String,
}

/// A paper in parts, each with lines and a table: the evaluation record of an award, a notice, an
/// announcement, a summary sheet.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Dossier {
    /// What kind of paper it is.
    pub name: String,
    /// Its title.
    pub title: String,
    /// Below it on the left: whose it is; may be empty.
    pub unit: String,
    /// Below it on the right: of which day; may be empty.
    pub date: String,
    /// What stands above the parts.
    pub facts: Vec<Fact>,
    /// The headings of the facts in a spreadsheet: what, and what of it.
    pub fact_heads: [String; 2],
    /// Its parts, in their order.
    pub parts: Vec<DossierPart>,
    /// What stands before each line for a signature; may be none.
    pub signatures: Vec<String>,
    /// Whether it lies across the sheet.
    pub is_wide: bool,
}

/// A part of a paper.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct DossierPart {
    /// Its heading; empty where the paper has but one.
    pub heading: String,
    /// What stands above the table, a line each.
    pub lines: Vec<String>,
    /// The columns of `rows`; none where there is no table.
    pub columns: Vec<Column>,
    /// The rows.
    pub rows: Vec<Vec<Cell>>,
}

/// A fact under its name.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Fact {
    /// Its name.
    pub name: String,
    /// The fact.
    pub text: String,
}

/// The blank that somebody writes on in a spreadsheet.
const BLANK: &str = "＿＿＿＿＿＿＿＿";

impl EvaluationRecord {
    /// The record as a spreadsheet, which says the same.
    pub fn register(&self) -> Register {
        let mut rows = self.rows.clone();
        rows.extend(self.means.clone());
        let mut lines = self.findings.clone();
        if !self.changes.is_empty() {
            lines.push(self.headings.changes.clone());
            lines.extend(self.changes.iter().cloned());
        }
        let Signatures { chair, panel, office, date } = &self.signatures;
        let blanks = [chair, panel, office, date].map(|before| format!("{before}{BLANK}"));
        lines.push(blanks.join("　"));
        Register {
            sheet: self.name.clone(),
            title: self.title.clone(),
            unit: self.lecturer.clone(),
            date: self.time.clone(),
            columns: widths(&self.columns),
            rows,
            note: lines.join("\n"),
        }
    }
}

impl Dossier {
    /// The paper as sheets of one spreadsheet, which say the same: a single table with everything
    /// beside it, or facts, lines and signatures first and then a sheet for each table.
    pub fn registers(&self) -> Vec<Register> {
        let signed = || self.signatures.iter().map(|before| format!("{before}{BLANK}"));
        if let [only] = self.parts.as_slice()
            && !only.columns.is_empty()
        {
            let facts = self.facts.iter().map(|fact| format!("{}：{}", fact.name, fact.text));
            let note = facts.chain(only.lines.iter().cloned()).chain(signed());
            return vec![self.sheet(self.name.clone(), only, note)];
        }
        let mut lines = Vec::new();
        for part in &self.parts {
            if !part.lines.is_empty() {
                lines.extend((!part.heading.is_empty()).then(|| part.heading.clone()));
                lines.extend(part.lines.iter().cloned());
            }
        }
        let fact = |fact: &Fact| vec![Cell::Text(fact.name.clone()), Cell::Text(fact.text.clone())];
        let [what, of_it] = &self.fact_heads;
        let first = Register {
            sheet: self.name.clone(),
            title: self.title.clone(),
            unit: self.unit.clone(),
            date: self.date.clone(),
            columns: vec![(what.clone(), 24), (of_it.clone(), 72)],
            rows: self.facts.iter().map(fact).collect(),
            note: lines.into_iter().chain(signed()).collect::<Vec<_>>().join("\n"),
        };
        let tables = self.parts.iter().filter(|part| !part.columns.is_empty());
        let others = tables.map(|part| self.sheet(part.heading.clone(), part, std::iter::empty()));
        std::iter::once(first).chain(others).collect()
    }

    fn sheet(
        &self,
        name: String,
        part: &DossierPart,
        note: impl Iterator<Item = String>,
    ) -> Register {
        Register {
            sheet: name,
            title: self.title.clone(),
            unit: self.unit.clone(),
            date: self.date.clone(),
            columns: widths(&part.columns),
            rows: part.rows.clone(),
            note: note.collect::<Vec<_>>().join("\n"),
        }
    }
}

impl Programme {
    /// The programme as a spreadsheet, which says the same.
    pub fn register(&self) -> Register {
        Register {
            sheet: self.name.clone(),
            title: self.title.clone(),
            unit: self.place.clone(),
            date: self.date.clone(),
            columns: widths(&self.columns),
            rows: self.rows.clone(),
            note: self.panel.clone(),
        }
    }
}

fn widths(columns: &[Column]) -> Vec<(String, u16)> {
    columns.iter().map(|column| (column.name.clone(), column.width)).collect()
}
