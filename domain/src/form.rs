//! What a person typed, and what is wrong with it.
//!
//! A form becomes a command by one `parse` that collects every problem. The typed text stays
//! in [`Values`], so that a refused form can be shown again as it was.

use std::collections::BTreeMap;

use chrono::{NaiveDate, NaiveTime};

use crate::roster::text;

/// The longest text that a one-line field takes, in characters.
pub const LINE_MAX: usize = 200;
/// The longest text that a text area takes, in characters.
pub const TEXT_MAX: usize = 4_000;
/// The least number of characters of a reason.
pub const REASON_MIN: usize = 5;

/// The revision of a thing that the page showed on which somebody decided.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Revision(Option<i64>);

impl Revision {
    /// Whatever is on file now: for the program itself, which has seen no page.
    pub const NEWEST: Self = Self(None);

    /// What a form carries in its field `revision`.
    pub fn of(values: &Values) -> Self {
        match values.trimmed("revision") {
            "" => Self::NEWEST,
            text => Self(Some(text.parse().unwrap_or(0))),
        }
    }

    /// Whether the page showed what is on file now.
    pub fn is(self, now: i64) -> bool {
        self.0.is_none_or(|shown| shown == now)
    }
}

/// The fields of a form as they were sent: name to values, in the order of sending.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Values(BTreeMap<String, Vec<String>>);

impl Values {
    /// The first value of a field as it was typed; empty when the field was not sent.
    pub fn get(&self, field: &str) -> &str {
        self.0.get(field).and_then(|values| values.first()).map_or("", String::as_str)
    }

    /// The first value without blanks at its ends.
    pub fn trimmed(&self, field: &str) -> &str {
        self.get(field).trim_matches(is_blank)
    }

    /// All values of a field: the boxes ticked.
    pub fn all(&self, field: &str) -> &[String] {
        self.0.get(field).map_or(&[], Vec::as_slice)
    }

    /// Whether a field has this value among its values.
    pub fn has(&self, field: &str, value: &str) -> bool {
        self.all(field).iter().any(|one| one == value)
    }

    /// Adds a value to a field.
    pub fn push(&mut self, field: impl Into<String>, value: impl Into<String>) {
        self.0.entry(field.into()).or_default().push(value.into());
    }

    /// Replaces all values of a field by one.
    pub fn set(&mut self, field: impl Into<String>, value: impl Into<String>) {
        self.0.insert(field.into(), vec![value.into()]);
    }

    /// The same values with one more: for building a form in one expression.
    #[must_use]
    pub fn with(mut self, field: &str, value: impl Into<String>) -> Self {
        self.push(field, value);
        self
    }

    /// Every field and value, by name.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &str)> {
        self.0
            .iter()
            .flat_map(|(name, values)| values.iter().map(move |v| (name.as_str(), v.as_str())))
    }
}

impl FromIterator<(String, String)> for Values {
    fn from_iter<I: IntoIterator<Item = (String, String)>>(pairs: I) -> Self {
        let mut values = Self::default();
        for (name, value) in pairs {
            values.push(name, value);
        }
        values
    }
}

fn is_blank(c: char) -> bool {
    c.is_whitespace() || c == '\u{3000}' || c == '\u{feff}' || c == '\u{200b}'
}

/// Why a field was refused. The words for it are in `words`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ProblemKind {
    /// Nothing was typed.
    Missing,
    /// Fewer characters than this.
    TooShort(usize),
    /// More characters than there may be.
    TooLong {
        /// So many there may be.
        most: usize,
        /// So many were typed.
        typed: usize,
    },
    /// Not a whole number.
    NotANumber,
    /// Outside these bounds, both included.
    OutOfRange(i64, i64),
    /// Not a date.
    NotADate,
    /// Not a time of day.
    NotATime,
    /// Earlier than it may be.
    InThePast,
    /// Later than it may be: more than this many months ahead.
    TooFarAhead(i64),
    /// Not a phone number.
    NotAPhone,
    /// An end that is not after its beginning.
    EndsBeforeStart,
    /// Not one of the choices.
    UnknownChoice,
    /// A statement that must be ticked.
    NotAgreed,
    /// Neither a place nor a link, or both.
    PlaceOrLink,
    /// Not an `https` address.
    NotALink,
    /// Control characters, or text that cannot be stored.
    Unprintable,
    /// Sign-in name and password do not belong together.
    WrongPassword,
    /// Too simple: eight characters of three classes are needed (`LAW-70`).
    WeakPassword,
    /// The two passwords differ.
    Different,
    /// The panel is smaller than this (`REV-06`).
    PanelTooSmall(usize),
    /// The same person twice.
    Twice,
    /// A file of a kind that is not taken.
    FileKind,
    /// A file over this many mebibytes.
    FileTooLarge(u64),
    /// A role that cannot be held beside another (`LAW-72`).
    ExcludedRole,
    /// Somebody else signs in by this name.
    NameTaken,
    /// A word that needs an approved programme (`LAW-40`).
    LicensedWord,
    /// Not a name and a number on each line.
    NotLines,
    /// Not between nothing and this many hundredths of a point, in steps of half a point.
    NotAScore(i64),
    /// A conflict that is on file was declared away.
    KnownConflict,
    /// A conflict that was declared is final.
    DeclaredConflict,
    /// So many nominees are of units that have no line in the quota.
    NoSeatLine(usize),
    /// So many nominees can be scored by too few judges (`AWD-11`).
    TooFewJudges(usize),
    /// Beyond the host's quota a request passes with a reason alone (`REQ-03`).
    OverQuota,
    /// So many nominees have fewer than five sheets that count.
    TooFewSheets(usize),
    /// More seats than this for individuals, or for collectives (`LAW-41`).
    OverAwardCap(i64),
    /// An import would change nominations that somebody else has to change (`AWD-12`).
    ConflictedRow,
    /// Somebody without a result is proposed.
    NoResult,
    /// More are proposed than there are seats.
    TooManySeats(usize),
    /// The rules of the category do not allow added seats.
    NoAddedSeats,
    /// The decision does not settle the tie.
    NotDecided,
    /// Nothing asks for it.
    NotNeeded,
    /// A tie still waits for a decision.
    TieOpen,
    /// The notice still runs.
    NoticeRuns,
    /// No hours in steps of one half, of at least one half.
    NotHours,
    /// More hours than there can be; in whole hours.
    TooManyHours(i64),
    /// Later than today.
    InTheFuture,
    /// Before the first day.
    LastDayBeforeFirst,
    /// After the last day on which it could be handed in.
    TooLate,
    /// A proof that is neither PDF nor a picture.
    ProofKind,
    /// The same file proves another claim of the person (`TRN-07`).
    ProofUsed,
    /// The person has no workplace that could confirm.
    NoUnit,
    /// It is the own one, or of the own unit (`TRN-08`).
    NotOwn,
    /// The file cannot be read as a spreadsheet.
    NotASpreadsheet,
}

/// One field and what is wrong with it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    /// The name of the field.
    pub field: &'static str,
    /// What is wrong.
    pub kind: ProblemKind,
}

/// All that is wrong with a form.
#[derive(Clone, Debug, Default, PartialEq, Eq, thiserror::Error)]
#[error("the form has {} problems", .0.len())]
pub struct Problems(pub Vec<Problem>);

impl Problems {
    /// One problem of one field.
    pub fn one(field: &'static str, kind: ProblemKind) -> Self {
        Self(vec![Problem { field, kind }])
    }

    /// Adds a problem.
    pub fn add(&mut self, field: &'static str, kind: ProblemKind) {
        self.0.push(Problem { field, kind });
    }

    /// The first problem of a field.
    pub fn of(&self, field: &str) -> Option<ProblemKind> {
        self.0.iter().find(|problem| problem.field == field).map(|problem| problem.kind)
    }

    /// The command, if nothing was wrong.
    pub fn or<T>(self, command: impl FnOnce() -> Option<T>) -> Result<T, Self> {
        if !self.0.is_empty() {
            return Err(self);
        }
        command().ok_or(self)
    }
}

/// Reads the fields of one form and collects the problems.
#[derive(Debug)]
pub struct Reader<'a> {
    values: &'a Values,
    /// What was wrong so far.
    pub problems: Problems,
}

impl<'a> Reader<'a> {
    /// A reader of these values.
    pub fn new(values: &'a Values) -> Self {
        Self { values, problems: Problems::default() }
    }

    /// A text of `min..=max` characters without blanks at its ends; `min` 0 means optional.
    pub fn text(&mut self, field: &'static str, min: usize, max: usize) -> Option<String> {
        let text = self.values.trimmed(field).replace("\r\n", "\n");
        let length = text.chars().count();
        let problem = if length == 0 && min > 0 {
            Some(ProblemKind::Missing)
        } else if length < min {
            Some(ProblemKind::TooShort(min))
        } else if length > max {
            Some(ProblemKind::TooLong { most: max, typed: length })
        } else if text.chars().any(|c| c.is_control() && c != '\n' && c != '\t') {
            Some(ProblemKind::Unprintable)
        } else {
            None
        };
        self.checked(field, text, problem)
    }

    /// A whole number within bounds.
    pub fn number(&mut self, field: &'static str, min: i64, max: i64) -> Option<i64> {
        let text = self.values.trimmed(field);
        if text.is_empty() {
            return self.refuse(field, ProblemKind::Missing);
        }
        match whole_number(text) {
            None => self.refuse(field, ProblemKind::NotANumber),
            Some(n) if n < min || n > max => self.refuse(field, ProblemKind::OutOfRange(min, max)),
            Some(n) => Some(n),
        }
    }

    /// A date as a date input sends it, or as people type it: `2026/12/17`, also in full width.
    pub fn date(&mut self, field: &'static str) -> Option<NaiveDate> {
        let text = half_width(self.values.trimmed(field)).replace('/', "-");
        if text.is_empty() {
            return self.refuse(field, ProblemKind::Missing);
        }
        match NaiveDate::parse_from_str(&text, "%Y-%m-%d") {
            Ok(date) if (2000..2200).contains(&chrono::Datelike::year(&date)) => Some(date),
            _ => self.refuse(field, ProblemKind::NotADate),
        }
    }

    /// A time of day as a time input sends it, with or without seconds, also in full width.
    pub fn time(&mut self, field: &'static str) -> Option<NaiveTime> {
        let text = half_width(self.values.trimmed(field));
        if text.is_empty() {
            return self.refuse(field, ProblemKind::Missing);
        }
        let time = ["%H:%M", "%H:%M:%S"]
            .iter()
            .find_map(|format| NaiveTime::parse_from_str(&text, format).ok());
        match time {
            Some(time) => Some(time),
            None => self.refuse(field, ProblemKind::NotATime),
        }
    }

    /// One of a closed list of words.
    pub fn choice<T>(
        &mut self,
        field: &'static str,
        parse: impl Fn(&str) -> Option<T>,
    ) -> Option<T> {
        let text = self.values.trimmed(field);
        if text.is_empty() {
            return self.refuse(field, ProblemKind::Missing);
        }
        match parse(text) {
            Some(value) => Some(value),
            None => self.refuse(field, ProblemKind::UnknownChoice),
        }
    }

    /// At least one of a closed list of words, each once, in their own order.
    pub fn choices<T: Ord>(
        &mut self,
        field: &'static str,
        parse: impl Fn(&str) -> Option<T>,
    ) -> Option<Vec<T>> {
        let ticked = self.values.all(field);
        if ticked.is_empty() {
            return self.refuse(field, ProblemKind::Missing);
        }
        let Some(mut chosen) = ticked.iter().map(|text| parse(text)).collect::<Option<Vec<_>>>()
        else {
            return self.refuse(field, ProblemKind::UnknownChoice);
        };
        chosen.sort();
        chosen.dedup();
        Some(chosen)
    }

    /// A statement that must be ticked.
    pub fn agreed(&mut self, field: &'static str) -> Option<()> {
        if self.values.get(field) == "yes" {
            return Some(());
        }
        self.refuse(field, ProblemKind::NotAgreed)
    }

    /// Notes a problem and gives nothing.
    pub fn refuse<T>(&mut self, field: &'static str, kind: ProblemKind) -> Option<T> {
        self.problems.add(field, kind);
        None
    }

    fn checked<T>(
        &mut self,
        field: &'static str,
        value: T,
        problem: Option<ProblemKind>,
    ) -> Option<T> {
        match problem {
            Some(kind) => self.refuse(field, kind),
            None => Some(value),
        }
    }
}

/// A whole number as people type it, also with full-width digits.
pub fn whole_number(text: &str) -> Option<i64> {
    half_width(text.trim()).parse().ok()
}

/// A number with full-width digits, points and signs as half-width ones.
pub(crate) fn half_width(text: &str) -> String {
    text::half_width(text).replace('。', ".")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_is_measured_in_characters_and_keeps_rare_ones() {
        let values = Values::default().with("name", "　䶮㛃𠅤 ");
        let mut reader = Reader::new(&values);
        assert_eq!(reader.text("name", 3, 3).as_deref(), Some("䶮㛃𠅤"));
        assert_eq!(reader.problems, Problems::default());
    }

    #[test]
    fn a_missing_and_a_wrong_number_are_told_apart() {
        let values = Values::default().with("minutes", "很多");
        let mut reader = Reader::new(&values);
        reader.number("minutes", 1, 9);
        reader.number("audience", 1, 9);
        assert_eq!(reader.problems.of("minutes"), Some(ProblemKind::NotANumber));
        assert_eq!(reader.problems.of("audience"), Some(ProblemKind::Missing));
    }

    /// What a reader makes of a text in a field.
    fn read<T>(text: &str, read: impl Fn(&mut Reader<'_>) -> Option<T>) -> Result<T, ProblemKind> {
        let values = Values::default().with("field", text);
        let mut reader = Reader::new(&values);
        let value = read(&mut reader);
        value.ok_or_else(|| reader.problems.of("field").unwrap())
    }

    #[test]
    fn a_text_that_is_too_long_is_counted() {
        let line = |text: &str| read(text, |reader| reader.text("field", 2, 5));
        assert_eq!(line(" 潮汐从哪里 "), Ok("潮汐从哪里".to_owned()));
        assert_eq!(line("潮汐从哪里来"), Err(ProblemKind::TooLong { most: 5, typed: 6 }));
        assert_eq!(line("潮"), Err(ProblemKind::TooShort(2)));
        assert_eq!(line("　"), Err(ProblemKind::Missing));
    }

    #[test]
    fn a_number_is_typed_in_any_width() {
        let number = |text: &str| read(text, |reader| reader.number("field", -5, 90));
        assert_eq!((number("６０"), number(" 60 ")), (Ok(60), Ok(60)));
        assert_eq!((number("－５"), number("−5"), number("＋５")), (Ok(-5), Ok(-5), Ok(5)));
        assert_eq!(number("９１"), Err(ProblemKind::OutOfRange(-5, 90)));
        assert_eq!(number("1,5"), Err(ProblemKind::NotANumber));
    }

    #[test]
    fn a_date_is_typed_in_several_ways() {
        let date = |text: &str| read(text, |reader| reader.date("field"));
        let day = NaiveDate::from_ymd_opt(2026, 12, 17).unwrap();
        for text in ["2026-12-17", "2026/12/17", "２０２６－１２－１７", "２０２６／１２／１７"]
        {
            assert_eq!(date(text), Ok(day), "{text}");
        }
        for text in ["2026-02-30", "17/12/2026", "1026-12-17", "2026-12", "soon"] {
            assert_eq!(date(text), Err(ProblemKind::NotADate), "{text}");
        }
        assert_eq!(date(""), Err(ProblemKind::Missing));
    }

    #[test]
    fn a_time_may_have_seconds() {
        let time = |text: &str| read(text, |reader| reader.time("field"));
        let two = NaiveTime::from_hms_opt(14, 0, 0).unwrap();
        for text in ["14:00", "14:00:00", "１４：００", "１４：００：００"] {
            assert_eq!(time(text), Ok(two), "{text}");
        }
        for text in ["25:00", "14", "14:00:00:00", "noon"] {
            assert_eq!(time(text), Err(ProblemKind::NotATime), "{text}");
        }
        assert_eq!(time(" "), Err(ProblemKind::Missing));
    }

    #[test]
    fn a_choice_is_of_its_list() {
        let known = |text: &str| ["a", "b"].iter().position(|one| *one == text);
        let choice = |text: &str| read(text, |reader| reader.choice("field", known));
        assert_eq!((choice("b"), choice("c")), (Ok(1), Err(ProblemKind::UnknownChoice)));
        assert_eq!(choice(""), Err(ProblemKind::Missing));
        let values = Values::default().with("field", "b").with("field", "a").with("field", "b");
        assert_eq!(Reader::new(&values).choices("field", known), Some(vec![0, 1]));
        let choices = |text: &str| read(text, |reader| reader.choices("field", known));
        assert_eq!(choices("c"), Err(ProblemKind::UnknownChoice));
    }

    #[test]
    fn a_statement_is_ticked_or_not() {
        let agreed = |text: &str| read(text, |reader| reader.agreed("field"));
        assert_eq!((agreed("yes"), agreed("on")), (Ok(()), Err(ProblemKind::NotAgreed)));
    }

    #[test]
    fn control_characters_are_refused_but_line_breaks_are_kept() {
        let values = Values::default().with("a", "x\u{0}y").with("b", "x\r\ny");
        let mut reader = Reader::new(&values);
        assert_eq!(reader.text("a", 1, 9), None);
        assert_eq!(reader.text("b", 1, 9).as_deref(), Some("x\ny"));
    }
}
