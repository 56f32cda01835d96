//! A delivery (场次): an accepted lecture, and what host and lecturer report of it (domain §3.4).
//!
//! Attendance is a number (`LAW-20`); pictures are never asked for (`LAW-61`).

use chrono::{DateTime, NaiveDate, NaiveTime, Utc};

use crate::{
    code::codes,
    form::{Field, ProblemKind, Problems, Reader, Values},
};

/// The largest attendance that a report may state.
pub const ATTENDANCE_MAX: i64 = 5_000;

codes! {
    /// Where a delivery stands.
    DeliveryState {
        /// Agreed.
        Planned = "planned",
        /// Reported by one side, or by both in different words.
        Held = "held",
        /// Reported alike by both, or decided by the office.
        Verified = "verified",
        /// Called off.
        Cancelled = "cancelled",
    }
}

/// What one side says of a lecture.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct DeliveryReport {
    /// How many listened.
    pub attendance: i64,
    /// The local day.
    pub held_on: NaiveDate,
    /// When it began, in local time.
    pub began_at: NaiveTime,
    /// When it ended, in local time.
    pub ended_at: NaiveTime,
}

impl DeliveryReport {
    /// Reads the form on a day.
    pub fn parse(values: &Values, today: NaiveDate) -> Result<Self, Problems> {
        let mut reader = Reader::new(values);
        let attendance = reader.number(Field::Attendance, 1, ATTENDANCE_MAX);
        let held_on = reader.date(Field::DeliveredOn);
        let began_at = reader.time(Field::BeganAt);
        let ended_at = reader.time(Field::EndedAt);
        if held_on.is_some_and(|day| day > today) {
            reader.problems.add(Field::DeliveredOn, ProblemKind::InTheFuture);
        }
        if let (Some(began), Some(ended)) = (began_at, ended_at)
            && ended <= began
        {
            reader.problems.add(Field::EndedAt, ProblemKind::EndsBeforeStart);
        }
        reader.problems.or(|| {
            Some(Self {
                attendance: attendance?,
                held_on: held_on?,
                began_at: began_at?,
                ended_at: ended_at?,
            })
        })
    }
}

impl From<&DeliveryReport> for Values {
    fn from(report: &DeliveryReport) -> Self {
        Self::default()
            .with(Field::Attendance, report.attendance.to_string())
            .with(Field::DeliveredOn, report.held_on.to_string())
            .with(Field::BeganAt, report.began_at.format("%H:%M").to_string())
            .with(Field::EndedAt, report.ended_at.format("%H:%M").to_string())
    }
}

/// A stored report: attendance, and the instants between which it was held.
pub type Stated = (i64, DateTime<Utc>, DateTime<Utc>);

/// The state of a delivery after its reports: verified when both sides say the same.
pub fn verify(host: Option<Stated>, lecturer: Option<Stated>) -> DeliveryState {
    match (host, lecturer) {
        (None, None) => DeliveryState::Planned,
        (Some(host), Some(lecturer)) if host == lecturer => DeliveryState::Verified,
        _ => DeliveryState::Held,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn report() -> Values {
        Values::default()
            .with(Field::Attendance, "180")
            .with(Field::DeliveredOn, "2026-12-10")
            .with(Field::BeganAt, "14:00")
            .with(Field::EndedAt, "15:05")
    }

    fn day(text: &str) -> NaiveDate {
        text.parse().expect("a date")
    }

    #[test]
    fn a_lecture_ends_after_it_began_and_is_not_reported_before() {
        assert!(DeliveryReport::parse(&report(), day("2026-12-10")).is_ok());
        let mut values = report();
        values.set(Field::EndedAt, "13:00");
        values.set(Field::Attendance, "很多");
        let problems = DeliveryReport::parse(&values, day("2026-12-09")).expect_err("three");
        assert_eq!(problems.of(Field::EndedAt), Some(ProblemKind::EndsBeforeStart));
        assert_eq!(problems.of(Field::Attendance), Some(ProblemKind::NotANumber));
        assert_eq!(problems.of(Field::DeliveredOn), Some(ProblemKind::InTheFuture));
    }

    #[test]
    fn two_equal_reports_verify_a_delivery_and_two_different_ones_do_not() {
        let at = |text: &str| text.parse::<DateTime<Utc>>().expect("an instant");
        let host = (180, at("2026-12-10T06:00:00Z"), at("2026-12-10T07:05:00Z"));
        assert_eq!(verify(None, None), DeliveryState::Planned);
        assert_eq!(verify(Some(host), None), DeliveryState::Held);
        assert_eq!(verify(Some(host), Some(host)), DeliveryState::Verified);
        assert_eq!(verify(Some(host), Some((150, host.1, host.2))), DeliveryState::Held);
    }
}
