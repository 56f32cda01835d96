//! The school calendar (`CAL-05`): terms, holidays and weeks of exams by region, for requests alone. It
//! warns, and says from when a host's lectures of a term are counted; it moves no deadline.

use chrono::{Days, NaiveDate};

use crate::{
    code::codes,
    form::{Field, ProblemKind, Problems, Reader, Values},
    id::RegionId,
    lecture_request::term_start,
};

/// A period lasts at most so many days: no term is longer than a year.
pub const DAYS_MAX: i64 = 366;
/// A title has at most so many characters.
pub const TITLE_MAX: usize = 30;
/// A term that ended longer ago than this is no longer the last one.
const LAST_TERM_DAYS: u64 = 150;

codes! {
    /// What a period of the school year is.
    PeriodKind {
        /// A term (学期).
        Term = "term",
        /// Holidays (寒暑假).
        Holiday = "holiday",
        /// Weeks of exams (考试周).
        Exams = "exams",
    }
}

/// Days of the school year, both ends included.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Period {
    /// What it is.
    pub kind: PeriodKind,
    /// The first day.
    pub first: NaiveDate,
    /// The last day.
    pub last: NaiveDate,
}

impl Period {
    /// Whether a day lies in it.
    pub fn contains(self, day: NaiveDate) -> bool {
        self.first <= day && day <= self.last
    }

    /// Whether both have a day.
    pub fn overlaps(self, other: Self) -> bool {
        self.first <= other.last && other.first <= self.last
    }
}

/// A period to be entered, or corrected.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewPeriod {
    /// Of which region, with all below it that has none of its own.
    pub region: RegionId,
    /// What and when.
    pub period: Period,
    /// What it is called; may be empty.
    pub title: String,
}

impl NewPeriod {
    /// Reads the form.
    pub fn parse(values: &Values) -> Result<Self, Problems> {
        let mut reader = Reader::new(values);
        let region = reader.choice(Field::County, |text| text.parse().ok());
        let kind = reader.choice(Field::PeriodKind, PeriodKind::parse);
        let first = reader.date(Field::FirstDay);
        let last = reader.date(Field::LastDay);
        let title = reader.text(Field::PeriodTitle, 0, TITLE_MAX);
        if let (Some(first), Some(last)) = (first, last) {
            let n = (last - first).num_days() + 1;
            if n < 1 {
                reader.problems.add(Field::LastDay, ProblemKind::EndsBeforeStart);
            } else if n > DAYS_MAX {
                reader.problems.add(Field::LastDay, ProblemKind::PeriodTooLong(DAYS_MAX));
            }
        }
        reader.problems.or(|| {
            let period = Period { kind: kind?, first: first?, last: last? };
            Some(Self { region: region?, period, title: title? })
        })
    }
}

impl From<&NewPeriod> for Values {
    fn from(new: &NewPeriod) -> Self {
        Self::default()
            .with(Field::County, new.region.to_string())
            .with(Field::PeriodKind, new.period.kind.as_str())
            .with(Field::FirstDay, new.period.first.to_string())
            .with(Field::LastDay, new.period.last.to_string())
            .with(Field::PeriodTitle, new.title.clone())
    }
}

/// The school calendar of one region: of each kind, what the nearest region has that has any of it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SchoolCalendar(Vec<Period>);

impl SchoolCalendar {
    /// From the periods of a region and those above it, each with its distance.
    pub fn of(all: &[(i64, Period)]) -> Self {
        let is_nearest = |(distance, period): &&(i64, Period)| {
            all.iter().all(|(other, it)| it.kind != period.kind || distance <= other)
        };
        Self(all.iter().filter(is_nearest).map(|(_, period)| *period).collect())
    }

    /// Whether a day lies in a period of a kind.
    pub fn has(&self, kind: PeriodKind, day: NaiveDate) -> bool {
        self.0.iter().any(|period| period.kind == kind && period.contains(day))
    }

    /// From which day the lectures of a term are counted that a day is in: the term's first; between
    /// two terms, the day after the last one; where none is entered, 1 February or 1 August.
    pub fn counted_from(&self, day: NaiveDate) -> NaiveDate {
        let terms = || self.0.iter().filter(|period| period.kind == PeriodKind::Term);
        if let Some(term) = terms().find(|term| term.contains(day)) {
            return term.first;
        }
        let over = terms().map(|term| term.last).filter(|last| *last < day).max();
        let over = over.filter(|last| day <= *last + Days::new(LAST_TERM_DAYS));
        over.map_or_else(|| term_start(day), |last| last + Days::new(1))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    fn period(kind: PeriodKind, first: &str, last: &str) -> Period {
        Period { kind, first: day(first), last: day(last) }
    }

    #[test]
    fn the_nearest_region_says_what_holds_kind_by_kind() {
        let city = period(PeriodKind::Term, "2026-09-01", "2027-01-22");
        let county = period(PeriodKind::Term, "2026-08-31", "2027-01-15");
        let exams = period(PeriodKind::Exams, "2027-01-11", "2027-01-15");
        let of = SchoolCalendar::of(&[(1, city), (0, county), (1, exams)]);
        assert_eq!(of.counted_from(day("2026-12-01")), day("2026-08-31"));
        assert!(of.has(PeriodKind::Exams, day("2027-01-11")), "the city's, for it has none");
        assert!(of.has(PeriodKind::Exams, day("2027-01-15")));
        assert!(!of.has(PeriodKind::Exams, day("2027-01-16")));
        assert!(!of.has(PeriodKind::Term, day("2027-01-20")), "its own term is over");
    }

    #[test]
    fn a_term_is_counted_from_its_first_day_and_between_two_from_the_end_of_the_last() {
        let of = SchoolCalendar::of(&[(0, period(PeriodKind::Term, "2026-09-01", "2027-01-22"))]);
        assert_eq!(of.counted_from(day("2026-09-01")), day("2026-09-01"));
        assert_eq!(of.counted_from(day("2027-01-22")), day("2026-09-01"));
        assert_eq!(of.counted_from(day("2027-02-10")), day("2027-01-23"));
        assert_eq!(of.counted_from(day("2026-08-20")), day("2026-08-01"), "none before it");
        assert_eq!(of.counted_from(day("2027-10-01")), day("2027-08-01"), "long ago");
        let none = SchoolCalendar::default();
        assert_eq!(none.counted_from(day("2026-12-01")), day("2026-08-01"));
    }

    #[test]
    fn a_form_that_is_shown_again_says_the_same_and_what_is_wrong_is_told() {
        let values = Values::default()
            .with(Field::County, "7")
            .with(Field::PeriodKind, "exams")
            .with(Field::FirstDay, "2027-01-11")
            .with(Field::LastDay, "2027-01-15")
            .with(Field::PeriodTitle, "期末考试");
        let new = NewPeriod::parse(&values).unwrap();
        assert_eq!(NewPeriod::parse(&Values::from(&new)), Ok(new));
        let of = |last: &str| {
            let mut values = values.clone();
            values.set(Field::LastDay, last);
            NewPeriod::parse(&values).unwrap_err().of(Field::LastDay)
        };
        assert_eq!(of("2027-01-10"), Some(ProblemKind::EndsBeforeStart));
        assert_eq!(of("2028-01-12"), Some(ProblemKind::PeriodTooLong(366)));
        let empty = NewPeriod::parse(&Values::default()).unwrap_err();
        assert_eq!(empty.of(Field::PeriodKind), Some(ProblemKind::Missing));
    }
}
