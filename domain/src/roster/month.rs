//! A month of a year, written `1985-07`.

use std::fmt;

use chrono::{Datelike, Months, NaiveDate};
use serde::{Deserialize, Serialize};

/// A month of a year.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Month(NaiveDate);

/// A text that is no month.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("`{0}` is no month")]
pub struct NoMonth(pub String);

impl Month {
    /// The month of a year, if there is one of that number.
    pub fn new(year: i32, month: u32) -> Option<Self> {
        NaiveDate::from_ymd_opt(year, month, 1).map(Self)
    }

    /// The month that a day lies in.
    pub fn of(day: NaiveDate) -> Self {
        Self(day.with_day(1).unwrap_or(day))
    }

    /// Its first day.
    pub fn first_day(self) -> NaiveDate {
        self.0
    }

    /// Its last day.
    pub fn last_day(self) -> NaiveDate {
        let next = self.0.checked_add_months(Months::new(1));
        next.and_then(|day| day.pred_opt()).unwrap_or(self.0)
    }

    /// The month of a text such as `1985-07`.
    pub fn parse(text: &str) -> Option<Self> {
        let (year, month) = text.split_once('-')?;
        if year.chars().count() != 4 || month.chars().count() != 2 {
            return None;
        }
        Self::new(year.parse().ok()?, month.parse().ok()?)
    }

    /// Full years from this month to a day.
    pub fn full_years_until(self, day: NaiveDate) -> i32 {
        let years = day.year() - self.0.year();
        if day.month() < self.0.month() { years - 1 } else { years }
    }
}

impl fmt::Display for Month {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{:04}-{:02}", self.0.year(), self.0.month())
    }
}

impl From<Month> for String {
    fn from(month: Month) -> Self {
        month.to_string()
    }
}

impl TryFrom<String> for Month {
    type Error = NoMonth;

    fn try_from(text: String) -> Result<Self, Self::Error> {
        Self::parse(&text).ok_or(NoMonth(text))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_month_is_written_and_read_alike() {
        let month = Month::parse("1985-07").unwrap();
        assert_eq!(month.to_string(), "1985-07");
        assert_eq!(month.last_day(), NaiveDate::from_ymd_opt(1985, 7, 31).unwrap());
        assert_eq!(Month::parse("1985-13"), None);
    }

    #[test]
    fn years_are_full_when_the_month_has_come() {
        let born = Month::new(1958, 11).unwrap();
        assert_eq!(born.full_years_until(NaiveDate::from_ymd_opt(2026, 11, 25).unwrap()), 68);
        assert_eq!(born.full_years_until(NaiveDate::from_ymd_opt(2026, 10, 31).unwrap()), 67);
    }
}
