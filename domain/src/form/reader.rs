//! Reads the fields of one form and collects the problems.

use chrono::{NaiveDate, NaiveTime};

use super::{Field, Name, ProblemKind, Problems, Values};
use crate::roster::{phone::phone, text};

/// A field that was not filled in right: its problem is among the reader's.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Refused;

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
    pub fn text(&mut self, field: impl Into<Name>, min: usize, max: usize) -> Option<String> {
        let field = field.into();
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
    pub fn number(&mut self, field: impl Into<Name> + Copy, min: i64, max: i64) -> Option<i64> {
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
    pub fn date(&mut self, field: Field) -> Option<NaiveDate> {
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
    pub fn time(&mut self, field: Field) -> Option<NaiveTime> {
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
    pub fn choice<T>(&mut self, field: Field, parse: impl Fn(&str) -> Option<T>) -> Option<T> {
        let text = self.values.trimmed(field);
        if text.is_empty() {
            return self.refuse(field, ProblemKind::Missing);
        }
        match parse(text) {
            Some(value) => Some(value),
            None => self.refuse(field, ProblemKind::UnknownChoice),
        }
    }

    /// One of a closed list of words, or nothing.
    pub fn optional_choice<T>(
        &mut self,
        field: Field,
        parse: impl Fn(&str) -> Option<T>,
    ) -> Result<Option<T>, Refused> {
        if self.values.trimmed(field).is_empty() {
            return Ok(None);
        }
        self.choice(field, parse).map(Some).ok_or(Refused)
    }

    /// A date, or nothing.
    pub fn optional_date(&mut self, field: Field) -> Result<Option<NaiveDate>, Refused> {
        if self.values.trimmed(field).is_empty() {
            return Ok(None);
        }
        self.date(field).map(Some).ok_or(Refused)
    }

    /// A phone number as it is stored, or nothing.
    pub fn optional_phone(&mut self, field: Field) -> Result<Option<String>, Refused> {
        let typed = self.text(field, 0, 30).ok_or(Refused)?;
        if typed.is_empty() {
            return Ok(None);
        }
        match phone(&typed) {
            Ok(number) => Ok(Some(number)),
            Err(_) => self.refuse(field, ProblemKind::NotAPhone).ok_or(Refused),
        }
    }

    /// An address that begins with `https://`, or nothing.
    pub fn link(&mut self, field: Field, longest: usize) -> Option<String> {
        let link = self.text(field, 0, longest)?;
        let is_sound = link.starts_with("https://")
            && link.len() > "https://".len()
            && !link.contains(|c: char| c.is_whitespace() || "\"<>\\^`{|}".contains(c));
        if link.is_empty() || is_sound {
            Some(link)
        } else {
            self.refuse(field, ProblemKind::NotALink)
        }
    }

    /// At least one of a closed list of words, each once, in their own order.
    pub fn choices<T: Ord>(
        &mut self,
        field: Field,
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
    pub fn agreed(&mut self, field: Field) -> Option<()> {
        if self.values.get(field) == "yes" {
            return Some(());
        }
        self.refuse(field, ProblemKind::NotAgreed)
    }

    /// What a box stands for that may be left empty: its own code, or `otherwise`.
    pub fn ticked<T>(
        &mut self,
        field: impl Into<Name> + Copy,
        parse: impl Fn(&str) -> Option<T>,
        otherwise: T,
    ) -> T {
        match self.values.trimmed(field) {
            "" => otherwise,
            code => parse(code)
                .or_else(|| self.refuse(field, ProblemKind::UnknownChoice))
                .unwrap_or(otherwise),
        }
    }

    /// Notes a problem and gives nothing.
    pub fn refuse<T>(&mut self, field: impl Into<Name>, kind: ProblemKind) -> Option<T> {
        self.problems.add(field, kind);
        None
    }

    fn checked<T>(
        &mut self,
        field: impl Into<Name>,
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
        let values = Values::default().with(Field::Title, "　䶮㛃𠅤 ");
        let mut reader = Reader::new(&values);
        assert_eq!(reader.text(Field::Title, 3, 3).as_deref(), Some("䶮㛃𠅤"));
        assert_eq!(reader.problems, Problems::default());
    }

    #[test]
    fn a_missing_and_a_wrong_number_are_told_apart() {
        let values = Values::default().with(Field::Minutes, "很多");
        let mut reader = Reader::new(&values);
        reader.number(Field::Minutes, 1, 9);
        reader.number(Field::Audience, 1, 9);
        assert_eq!(reader.problems.of(Field::Minutes), Some(ProblemKind::NotANumber));
        assert_eq!(reader.problems.of(Field::Audience), Some(ProblemKind::Missing));
    }

    /// What a reader makes of a text in a field.
    fn read<T>(text: &str, read: impl Fn(&mut Reader<'_>) -> Option<T>) -> Result<T, ProblemKind> {
        let values = Values::default().with(Field::Title, text);
        let mut reader = Reader::new(&values);
        let value = read(&mut reader);
        value.ok_or_else(|| reader.problems.of(Field::Title).unwrap())
    }

    #[test]
    fn a_text_that_is_too_long_is_counted() {
        let line = |text: &str| read(text, |reader| reader.text(Field::Title, 2, 5));
        assert_eq!(line(" 潮汐从哪里 "), Ok("潮汐从哪里".to_owned()));
        assert_eq!(line("潮汐从哪里来"), Err(ProblemKind::TooLong { most: 5, typed: 6 }));
        assert_eq!(line("潮"), Err(ProblemKind::TooShort(2)));
        assert_eq!(line("　"), Err(ProblemKind::Missing));
    }

    #[test]
    fn a_number_is_typed_in_any_width() {
        let number = |text: &str| read(text, |reader| reader.number(Field::Title, -5, 90));
        assert_eq!((number("６０"), number(" 60 ")), (Ok(60), Ok(60)));
        assert_eq!((number("－５"), number("−5"), number("＋５")), (Ok(-5), Ok(-5), Ok(5)));
        assert_eq!(number("９１"), Err(ProblemKind::OutOfRange(-5, 90)));
        assert_eq!(number("1,5"), Err(ProblemKind::NotANumber));
    }

    #[test]
    fn a_date_is_typed_in_several_ways() {
        let date = |text: &str| read(text, |reader| reader.date(Field::Title));
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
        let time = |text: &str| read(text, |reader| reader.time(Field::Title));
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
    fn what_may_be_left_out_is_sound_where_it_is_not() {
        let read = |text: &str| {
            let values = Values::default().with(Field::PersonPhone, text);
            let mut reader = Reader::new(&values);
            let number = reader.optional_phone(Field::PersonPhone);
            (number, reader.problems.of(Field::PersonPhone))
        };
        assert_eq!(read(" "), (Ok(None), None));
        assert_eq!(read("１３８ ００００ ０００１"), (Ok(Some("13800000001".to_owned())), None));
        assert_eq!(read("110"), (Err(Refused), Some(ProblemKind::NotAPhone)));
        let values = Values::default().with(Field::LastDay, "2026-02-30");
        let mut reader = Reader::new(&values);
        assert_eq!(reader.optional_date(Field::FirstDay), Ok(None));
        assert_eq!(reader.optional_date(Field::LastDay), Err(Refused));
        assert_eq!(reader.problems.0.len(), 1);
    }

    #[test]
    fn a_choice_is_of_its_list() {
        let known = |text: &str| ["a", "b"].iter().position(|one| *one == text);
        let choice = |text: &str| read(text, |reader| reader.choice(Field::Title, known));
        assert_eq!((choice("b"), choice("c")), (Ok(1), Err(ProblemKind::UnknownChoice)));
        assert_eq!(choice(""), Err(ProblemKind::Missing));
        let values = Values::default()
            .with(Field::Title, "b")
            .with(Field::Title, "a")
            .with(Field::Title, "b");
        assert_eq!(Reader::new(&values).choices(Field::Title, known), Some(vec![0, 1]));
        let choices = |text: &str| read(text, |reader| reader.choices(Field::Title, known));
        assert_eq!(choices("c"), Err(ProblemKind::UnknownChoice));
    }

    #[test]
    fn a_statement_is_ticked_or_not() {
        let agreed = |text: &str| read(text, |reader| reader.agreed(Field::Title));
        assert_eq!((agreed("yes"), agreed("on")), (Ok(()), Err(ProblemKind::NotAgreed)));
    }

    #[test]
    fn control_characters_are_refused_but_line_breaks_are_kept() {
        let values = Values::default().with(Field::Title, "x\u{0}y").with(Field::Summary, "x\r\ny");
        let mut reader = Reader::new(&values);
        assert_eq!(reader.text(Field::Title, 1, 9), None);
        assert_eq!(reader.text(Field::Summary, 1, 9).as_deref(), Some("x\ny"));
    }
}
