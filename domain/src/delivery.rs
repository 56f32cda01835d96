//! A delivery (场次): an accepted lecture, and what host and lecturer report of it (domain §3.4).
//!
//! Attendance is a number (`LAW-20`); pictures are never asked for (`LAW-61`).

use chrono::{DateTime, NaiveDate, NaiveTime, Utc};

use crate::{
    code::codes,
    form::{Field, LINE_MAX, ProblemKind, Problems, REASON_MIN, Reader, Values},
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
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DeliveryReport {
    /// How many listened.
    pub attendance: i64,
    /// The local day.
    pub held_on: NaiveDate,
    /// When it began, in local time.
    pub began_at: NaiveTime,
    /// When it ended, in local time.
    pub ended_at: NaiveTime,
    /// Why it was held on a day far from the agreed one, or why it is corrected; empty, if neither.
    pub reason: String,
}

/// The local days that a report is judged by.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ReportDays {
    /// When it is reported: no later day can have been the lecture's.
    pub today: NaiveDate,
    /// When the lecturer accepted: no earlier one can.
    pub accepted_on: NaiveDate,
    /// The agreed day: one far from it has a reason.
    pub agreed_on: NaiveDate,
    /// So many days are far.
    pub far_days: i64,
}

impl DeliveryReport {
    /// Reads the form.
    pub fn parse(values: &Values, days: &ReportDays) -> Result<Self, Problems> {
        Self::explained(values, days, read_reason)
    }

    /// Reads what is to stand instead of what was verified: always with a reason.
    pub fn parse_correction(values: &Values, days: &ReportDays) -> Result<Self, Problems> {
        Self::explained(values, days, |reader, _, _, _| {
            reader.text(Field::Reason, REASON_MIN, LINE_MAX)
        })
    }

    fn explained(
        values: &Values,
        days: &ReportDays,
        reason: impl Fn(&mut Reader<'_>, &Values, Option<NaiveDate>, &ReportDays) -> Option<String>,
    ) -> Result<Self, Problems> {
        let mut reader = Reader::new(values);
        let attendance = reader.number(Field::Attendance, 1, ATTENDANCE_MAX);
        let held_on = reader.date(Field::DeliveredOn);
        let began_at = reader.time(Field::BeganAt);
        let ended_at = reader.time(Field::EndedAt);
        if held_on.is_some_and(|day| day > days.today) {
            reader.problems.add(Field::DeliveredOn, ProblemKind::InTheFuture);
        } else if held_on.is_some_and(|day| day < days.accepted_on) {
            reader.problems.add(Field::DeliveredOn, ProblemKind::BeforeAcceptance);
        }
        let reason = reason(&mut reader, values, held_on, days);
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
                reason: reason?,
            })
        })
    }
}

/// Why the lecture was held on a day far from the agreed one; nothing is asked otherwise.
fn read_reason(
    reader: &mut Reader<'_>,
    values: &Values,
    held_on: Option<NaiveDate>,
    days: &ReportDays,
) -> Option<String> {
    let is_far = held_on.is_some_and(|day| (day - days.agreed_on).num_days().abs() > days.far_days);
    if !is_far {
        return Some(String::new());
    }
    if values.trimmed(Field::Reason).is_empty() {
        return reader.refuse(Field::Reason, ProblemKind::FarFromAgreed(days.far_days));
    }
    reader.text(Field::Reason, REASON_MIN, LINE_MAX)
}

impl From<&DeliveryReport> for Values {
    fn from(report: &DeliveryReport) -> Self {
        Self::default()
            .with(Field::Attendance, report.attendance.to_string())
            .with(Field::DeliveredOn, report.held_on.to_string())
            .with(Field::BeganAt, report.began_at.format("%H:%M").to_string())
            .with(Field::EndedAt, report.ended_at.format("%H:%M").to_string())
            .with(Field::Reason, &report.reason)
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

    fn days(today: &str) -> ReportDays {
        let (accepted_on, agreed_on) = (day("2026-11-20"), day("2026-12-10"));
        ReportDays { today: day(today), accepted_on, agreed_on, far_days: 7 }
    }

    #[test]
    fn a_lecture_ends_after_it_began_and_is_not_reported_before() {
        assert!(DeliveryReport::parse(&report(), &days("2026-12-10")).is_ok());
        let mut values = report();
        values.set(Field::EndedAt, "13:00");
        values.set(Field::Attendance, "很多");
        let problems = DeliveryReport::parse(&values, &days("2026-12-09")).expect_err("three");
        assert_eq!(problems.of(Field::EndedAt), Some(ProblemKind::EndsBeforeStart));
        assert_eq!(problems.of(Field::Attendance), Some(ProblemKind::NotANumber));
        assert_eq!(problems.of(Field::DeliveredOn), Some(ProblemKind::InTheFuture));
    }

    #[test]
    fn a_lecture_was_not_held_before_it_was_accepted() {
        let mut values = report().with(Field::Reason, "双方商定提前");
        values.set(Field::DeliveredOn, "2026-11-19");
        let problems = DeliveryReport::parse(&values, &days("2026-12-10")).expect_err("too early");
        assert_eq!(problems.of(Field::DeliveredOn), Some(ProblemKind::BeforeAcceptance));
        values.set(Field::DeliveredOn, "2026-11-20");
        assert!(DeliveryReport::parse(&values, &days("2026-12-10")).is_ok());
    }

    #[test]
    fn a_day_far_from_the_agreed_one_has_a_reason_and_a_near_one_none() {
        for (held_on, is_far) in [
            ("2026-12-02", true),
            ("2026-12-03", false),
            ("2026-12-17", false),
            ("2026-12-18", true),
        ] {
            let mut values = report();
            values.set(Field::DeliveredOn, held_on);
            let read = DeliveryReport::parse(&values, &days("2026-12-20"));
            let refused = read.err().and_then(|problems| problems.of(Field::Reason));
            assert_eq!(refused, is_far.then_some(ProblemKind::FarFromAgreed(7)), "{held_on}");
            values.set(Field::Reason, "学校停电改期");
            let read = DeliveryReport::parse(&values, &days("2026-12-20")).expect("sound");
            assert_eq!(read.reason, if is_far { "学校停电改期" } else { "" }, "{held_on}");
        }
    }

    #[test]
    fn a_correction_has_a_reason_on_whatever_day_the_lecture_was() {
        let read = DeliveryReport::parse_correction(&report(), &days("2026-12-20"));
        assert!(read.expect_err("none").of(Field::Reason).is_some());
        let values = report().with(Field::Reason, "签到表为准");
        let read = DeliveryReport::parse_correction(&values, &days("2026-12-20")).expect("sound");
        assert_eq!((read.attendance, read.reason.as_str()), (180, "签到表为准"));
        let read = DeliveryReport::parse_correction(&values, &days("2026-12-09"));
        assert_eq!(read.expect_err("later").of(Field::DeliveredOn), Some(ProblemKind::InTheFuture));
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
