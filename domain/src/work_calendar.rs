//! The days off and the make-up workdays of a year, as the State Council arranges them (`CAL-01`), and
//! as the city's office writes them down.

use chrono::{Datelike, NaiveDate};

use crate::{
    form::{Field, LINE_MAX, ProblemKind, Problems, Reader, TEXT_MAX, Values},
    role::{Actor, Role},
    working_day::{CalendarYear, SpecialDay},
};

/// Who writes them.
pub const CALENDAR_KEEPERS: &[Role] = &[Role::CityOffice];
/// Who reads which years are known.
pub const CALENDAR_READERS: &[Role] = &[Role::CityOffice, Role::CountyOffice];
/// The longest holiday of one line, in days.
const LINE_DAYS_MAX: i64 = 15;

/// Whether somebody writes the days off of a year.
pub fn may_keep_work_calendar(actor: &Actor) -> bool {
    actor.is_any(CALENDAR_KEEPERS)
}

/// Whether somebody reads which years are known.
pub fn may_read_work_calendar(actor: &Actor) -> bool {
    actor.is_any(CALENDAR_READERS)
}

/// The arrangement of a year.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Arrangement {
    /// Its days that are not as their weekday.
    pub days: Vec<SpecialDay>,
    /// Number of the document that says so.
    pub document_no: String,
}

impl Arrangement {
    /// Reads the form of a year: lines of a day or of the first and the last day of several, all in the
    /// year or in the December before.
    pub fn parse(values: &Values, year: i32) -> Result<Self, Problems> {
        let mut reader = Reader::new(values);
        let off = reader.text(Field::OffDays, 1, TEXT_MAX);
        let work = reader.text(Field::WorkDays, 0, TEXT_MAX);
        let document_no = reader.text(Field::DocumentNo, 3, LINE_MAX);
        let mut days: Vec<SpecialDay> = Vec::new();
        for (field, text, is_off_day) in
            [(Field::OffDays, &off, true), (Field::WorkDays, &work, false)]
        {
            let Some(text) = text else { continue };
            match days_of(text, year, &days) {
                Ok(found) => {
                    days.extend(found.into_iter().map(|date| SpecialDay { date, is_off_day }));
                }
                Err(problem) => reader.problems.add(field, problem),
            }
        }
        reader.problems.or(|| {
            off.and(work)?;
            Some(Self { days, document_no: document_no? })
        })
    }

    /// The same as a year of the calendar.
    pub fn year(&self, year: i32) -> CalendarYear {
        CalendarYear { year, days: self.days.clone() }
    }
}

impl From<&Arrangement> for Values {
    fn from(one: &Arrangement) -> Self {
        Self::default()
            .with(Field::OffDays, lines(&one.days, true))
            .with(Field::WorkDays, lines(&one.days, false))
            .with(Field::DocumentNo, &one.document_no)
    }
}

/// Days as lines of a form, those that follow each other in one.
fn lines(days: &[SpecialDay], is_off_day: bool) -> String {
    let mut days: Vec<NaiveDate> =
        days.iter().filter(|day| day.is_off_day == is_off_day).map(|day| day.date).collect();
    days.sort_unstable();
    let spans = days.chunk_by(|one, other| one.succ_opt() == Some(*other));
    let line = |span: &[NaiveDate]| match span {
        [first, .., last] => format!("{first} 至 {last}"),
        _ => span.iter().map(NaiveDate::to_string).collect(),
    };
    spans.map(line).collect::<Vec<_>>().join("\n")
}

/// The days of lines, none of which was said before.
fn days_of(text: &str, year: i32, before: &[SpecialDay]) -> Result<Vec<NaiveDate>, ProblemKind> {
    let mut found: Vec<NaiveDate> = Vec::new();
    for (at, line) in text.lines().enumerate().filter(|(_, line)| !line.trim().is_empty()) {
        let not_a_line = || ProblemKind::NotALine(at + 1);
        let (first, last) = span_of(line).ok_or_else(not_a_line)?;
        let is_near =
            |day: NaiveDate| day.year() == year || (day.year() == year - 1 && day.month() == 12);
        let n = (last - first).num_days();
        if !is_near(first) || !is_near(last) || !(0..LINE_DAYS_MAX).contains(&n) {
            return Err(not_a_line());
        }
        for day in first.iter_days().take_while(|day| *day <= last) {
            if found.contains(&day) || before.iter().any(|one| one.date == day) {
                return Err(ProblemKind::LineTwice(at + 1));
            }
            found.push(day);
        }
    }
    Ok(found)
}

/// A day, or the first and the last of several: `2027-02-05 至 2027-02-11`, `2027年10月1日`.
fn span_of(line: &str) -> Option<(NaiveDate, NaiveDate)> {
    let line: String = line
        .chars()
        .map(|c| match c {
            '年' | '月' | '/' | '.' => '-',
            c => c,
        })
        .collect();
    let is_of_day = |c: char| c.is_ascii_digit() || c == '-';
    let parts = line.split(|c: char| !is_of_day(c)).filter(|part| !part.is_empty());
    let days: Option<Vec<NaiveDate>> = parts.map(|part| part.parse().ok()).collect();
    match days?.as_slice() {
        [day] => Some((*day, *day)),
        [first, last] => Some((*first, *last)),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn typed(off: &str, work: &str) -> Values {
        Values::default()
            .with(Field::OffDays, off)
            .with(Field::WorkDays, work)
            .with(Field::DocumentNo, "国办发明电〔2026〕7号")
    }

    #[test]
    fn lines_are_days_or_spans_and_read_back() {
        let text = typed("2027-01-01 至 2027-01-03\n2027年10月1日", "2026-12-27");
        let read = Arrangement::parse(&text, 2027).expect("an arrangement");
        let off: Vec<_> = read.days.iter().filter(|day| day.is_off_day).collect();
        assert_eq!((read.days.len(), off.len()), (5, 4));
        let shown = Values::from(&read);
        assert_eq!(shown.get(Field::OffDays), "2027-01-01 至 2027-01-03\n2027-10-01");
        assert_eq!(Arrangement::parse(&shown, 2027), Ok(read));
    }

    #[test]
    fn what_is_wrong_is_told_by_its_line() {
        for (off, work, field, problem) in [
            ("", "", Field::OffDays, ProblemKind::Missing),
            ("元旦", "", Field::OffDays, ProblemKind::NotALine(1)),
            ("2027-01-01\n2028-01-01", "", Field::OffDays, ProblemKind::NotALine(2)),
            ("2027-01-03 至 2027-01-01", "", Field::OffDays, ProblemKind::NotALine(1)),
            ("2027-01-01 至 2027-03-01", "", Field::OffDays, ProblemKind::NotALine(1)),
            ("2027-02-30", "", Field::OffDays, ProblemKind::NotALine(1)),
            ("2027-01-01\n2027-01-01", "", Field::OffDays, ProblemKind::LineTwice(2)),
            ("2027-01-01", "2027-01-01", Field::WorkDays, ProblemKind::LineTwice(1)),
        ] {
            let wrong = Arrangement::parse(&typed(off, work), 2027).expect_err("wrong");
            assert_eq!(wrong.of(field), Some(problem), "{off} / {work}");
        }
    }
}
