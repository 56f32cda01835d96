//! A series of sessions (场次系列) for a season, made from one that is there.

use std::collections::BTreeSet;

use chrono::{NaiveDate, TimeDelta};

use crate::form::{Field, ProblemKind, Problems, Reader, Values};

/// A series has at most this many sessions.
pub const SERIES_MAX: i64 = 26;
/// Weeks between two sessions of a series, at most.
pub const EVERY_WEEKS_MAX: i64 = 8;

/// Which days a series falls on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SessionSeries {
    /// The first day.
    pub first_on: NaiveDate,
    /// Weeks from one session to the next.
    pub every_weeks: i64,
    /// How many sessions.
    pub n: i64,
    /// Whether the panel of the first is the panel of all.
    pub keeps_panel: bool,
}

impl SessionSeries {
    /// Reads the form on a day.
    pub fn parse(values: &Values, today: NaiveDate) -> Result<Self, Problems> {
        let mut reader = Reader::new(values);
        let first_on = reader.date(Field::HeldOn);
        let every_weeks = reader.number(Field::EveryWeeks, 1, EVERY_WEEKS_MAX);
        let n = reader.number(Field::NSessions, 1, SERIES_MAX);
        if first_on.is_some_and(|day| day <= today) {
            reader.problems.add(Field::HeldOn, ProblemKind::InThePast);
        }
        reader.problems.or(|| {
            Some(Self {
                first_on: first_on?,
                every_weeks: every_weeks?,
                n: n?,
                keeps_panel: values.has(Field::KeepsPanel, "yes"),
            })
        })
    }

    /// The days, the first one first.
    pub fn days(&self) -> Vec<NaiveDate> {
        let step =
            |n: i64| self.first_on.checked_add_signed(TimeDelta::weeks(n * self.every_weeks));
        (0..self.n).filter_map(step).collect()
    }

    /// Those of the days that are ticked; at least one.
    pub fn chosen(&self, values: &Values) -> Result<Vec<NaiveDate>, Problems> {
        let mut reader = Reader::new(values);
        let all: BTreeSet<NaiveDate> = self.days().into_iter().collect();
        let known = |text: &str| text.parse().ok().filter(|day| all.contains(day));
        let chosen = reader.choices(Field::SeriesDays, known);
        let chosen: BTreeSet<NaiveDate> = reader.problems.or(|| chosen)?.into_iter().collect();
        Ok(chosen.into_iter().collect())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().expect("a day")
    }

    fn form(weeks: &str, n: &str) -> Values {
        Values::default()
            .with(Field::HeldOn, "2027-03-04")
            .with(Field::EveryWeeks, weeks)
            .with(Field::NSessions, n)
    }

    #[test]
    fn a_series_falls_on_the_same_day_of_the_week() {
        let series = SessionSeries::parse(&form("2", "3"), day("2026-12-01")).expect("a series");
        assert_eq!(series.days(), ["2027-03-04", "2027-03-18", "2027-04-01"].map(day));
        assert!(!series.keeps_panel);
    }

    #[test]
    fn what_is_ticked_is_one_of_its_days() {
        let values = form("1", "3");
        let series = SessionSeries::parse(&values, day("2026-12-01")).expect("a series");
        assert!(series.chosen(&values).is_err(), "none is ticked");
        let mut ticked = values.clone();
        for text in ["2027-03-18", "2027-03-04", "2027-03-04"] {
            ticked.push(Field::SeriesDays, text);
        }
        let chosen = series.chosen(&ticked).expect("two days");
        assert_eq!(chosen, ["2027-03-04", "2027-03-18"].map(day));
        ticked.push(Field::SeriesDays, "2027-03-05");
        assert!(series.chosen(&ticked).is_err(), "another day");
    }

    #[test]
    fn a_season_has_an_end() {
        for (weeks, n) in [("0", "3"), ("9", "3"), ("1", "0"), ("1", "27"), ("", "3")] {
            assert!(SessionSeries::parse(&form(weeks, n), day("2026-12-01")).is_err());
        }
        assert!(SessionSeries::parse(&form("1", "3"), day("2027-03-04")).is_err(), "today");
    }
}
