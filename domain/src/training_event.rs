//! A training that an association holds: half-days, enrolment, attendance (domain §3.5).
//!
//! There is no check-in and no location: the organiser confirms who was there (`LAW-60`).

mod record;

use std::collections::BTreeSet;

use chrono::NaiveDate;

pub use self::record::{PlaceRecord, PresenceRecord, TrainingRecord};

use crate::{
    code::codes,
    credit_hour::{ActivityKind, Attendance, Conversion, HalfDay, Hours, Part, Span, n_days},
    form::{Field, LINE_MAX, ProblemKind, Problems, Reader, TEXT_MAX, Values},
};

/// The most days of one training.
const DAYS_MAX: i64 = 14;

codes! {
    /// Where a training stands. That enrolment has closed, or that it runs, follows from the day.
    TrainingState {
        /// Being planned.
        Draft = "draft",
        /// Announced.
        Published = "published",
        /// Over, and credited.
        AttendanceConfirmed = "attendance_confirmed",
        /// Called off.
        Cancelled = "cancelled",
    }
}

codes! {
    /// Where somebody's place at a training stands.
    EnrolmentState {
        /// Asked for.
        Applied = "applied",
        /// Given.
        Approved = "approved",
        /// Given, and asked about anew, for the training was moved.
        Asked = "asked",
        /// Not given.
        Rejected = "rejected",
        /// Given back.
        Withdrawn = "withdrawn",
        /// Taken back by the organiser.
        Removed = "removed",
        /// The person was there all the time.
        Attended = "attended",
        /// The person was there for a part.
        Partial = "partial",
        /// The person was not there.
        Absent = "absent",
    }
}

/// The training is not in a state that allows it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("not possible while {0:?}")]
pub struct WrongState(pub TrainingState);

impl TrainingState {
    /// The organiser announces it.
    pub fn publish(self) -> Result<Self, WrongState> {
        if self == Self::Draft { Ok(Self::Published) } else { Err(WrongState(self)) }
    }

    /// The organiser confirms who was there, on the last day at the earliest.
    pub fn confirm_attendance(
        self,
        today: NaiveDate,
        ends_on: NaiveDate,
    ) -> Result<Self, WrongState> {
        if self == Self::Published && ends_on <= today {
            Ok(Self::AttendanceConfirmed)
        } else {
            Err(WrongState(self))
        }
    }

    /// The organiser calls it off.
    pub fn cancel(self) -> Result<Self, WrongState> {
        match self {
            Self::Draft | Self::Published => Ok(Self::Cancelled),
            other => Err(WrongState(other)),
        }
    }

    /// Whether people may ask for a place.
    pub fn takes_enrolments(self, today: NaiveDate, enrol_until: NaiveDate) -> bool {
        self == Self::Published && today <= enrol_until
    }
}

impl EnrolmentState {
    /// Whether the person may come: has a place, and has not given it back. Who is asked anew and
    /// comes without an answer was there all the same.
    pub fn is_expected(self) -> bool {
        matches!(self, Self::Approved | Self::Asked)
    }

    /// Whether a place that was asked for or given can be given back before the training begins.
    pub fn is_given_back(self) -> bool {
        self == Self::Applied || self.is_expected()
    }

    /// Whether the person has a place, or had one when the training was over.
    pub fn is_on_roster(self) -> bool {
        self.is_expected() || matches!(self, Self::Attended | Self::Partial | Self::Absent)
    }

    /// What confirmed half-days make of an approved place (`TRN-02`).
    pub fn after(n_present: usize, n_half_days: usize) -> Self {
        match n_present {
            0 => Self::Absent,
            n if n >= n_half_days => Self::Attended,
            _ => Self::Partial,
        }
    }
}

/// What an organiser plans.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TrainingPlan {
    /// Its title.
    pub title: String,
    /// What it is.
    pub kind: ActivityKind,
    /// Who holds it.
    pub organiser: String,
    /// Where.
    pub place: String,
    /// What is taught.
    pub content: String,
    /// The first day.
    pub first_day: NaiveDate,
    /// The last day.
    pub last_day: NaiveDate,
    /// The parts of each day.
    pub half_days: Vec<HalfDay>,
    /// The last day of enrolment.
    pub enrol_until: NaiveDate,
}

impl TrainingPlan {
    /// Reads the form; enrolment closes before the training begins.
    pub fn parse(values: &Values) -> Result<Self, Problems> {
        let mut reader = Reader::new(values);
        let title = reader.text(Field::EventTitle, 2, LINE_MAX);
        let kind = reader.choice(Field::ActivityKind, ActivityKind::parse);
        let organiser = reader.text(Field::Organiser, 2, LINE_MAX);
        let place = reader.text(Field::TrainingPlace, 2, LINE_MAX);
        let content = reader.text(Field::Content, 0, TEXT_MAX);
        let (first, last) = (reader.date(Field::FirstDay), reader.date(Field::LastDay));
        let half_days = reader.choices(Field::HalfDays, HalfDay::parse);
        let enrol_until = reader.date(Field::EnrolUntil);
        if let (Some(first), Some(last)) = (first, last) {
            let days = n_days(first, last);
            if days < 1 {
                reader.problems.add(Field::LastDay, ProblemKind::LastDayBeforeFirst);
            } else if days > DAYS_MAX {
                reader.problems.add(Field::LastDay, ProblemKind::OutOfRange(1, DAYS_MAX));
            }
        }
        if first.zip(enrol_until).is_some_and(|(first, until)| until > first) {
            reader.problems.add(Field::EnrolUntil, ProblemKind::TooLate);
        }
        reader.problems.or(|| {
            Some(Self {
                title: title?,
                kind: kind?,
                organiser: organiser?,
                place: place?,
                content: content?,
                first_day: first?,
                last_day: last?,
                half_days: half_days?,
                enrol_until: enrol_until?,
            })
        })
    }

    /// Whether it takes place at another time or elsewhere than another plan says.
    pub fn is_moved_from(&self, other: &Self) -> bool {
        let half_days = |plan: &Self| plan.all_half_days().collect::<BTreeSet<_>>();
        self.place != other.place || half_days(self) != half_days(other)
    }

    /// Every half-day of it, by time.
    pub fn all_half_days(&self) -> impl Iterator<Item = (NaiveDate, HalfDay)> + '_ {
        let last = self.last_day;
        let days = self.first_day.iter_days().take_while(move |day| *day <= last);
        days.flat_map(|day| self.half_days.iter().map(move |half_day| (day, *half_day)))
    }
}

impl From<&TrainingPlan> for Values {
    fn from(plan: &TrainingPlan) -> Self {
        Self::default()
            .with(Field::EventTitle, &plan.title)
            .with(Field::ActivityKind, plan.kind.as_str())
            .with(Field::Organiser, &plan.organiser)
            .with(Field::TrainingPlace, &plan.place)
            .with(Field::Content, &plan.content)
            .with(Field::FirstDay, plan.first_day.to_string())
            .with(Field::LastDay, plan.last_day.to_string())
            .with_each(Field::HalfDays, plan.half_days.iter().map(|it| it.as_str()))
            .with(Field::EnrolUntil, plan.enrol_until.to_string())
    }
}

/// What a confirmed day earns (`TRN-02`, `TRN-03`).
///
/// Half a day of a study visit is worth what a half-day is; the organiser's roster stands for the
/// report.
pub fn credit_of_day(half_days: &BTreeSet<HalfDay>, table: &Conversion) -> Hours {
    table.credit(&Attendance::HalfDays(half_days.clone()), None, Part::Listened)
}

/// Spans as they are stored: `510-690,810-990`.
pub fn span_codes(spans: &[Span]) -> String {
    let codes = spans.iter().map(|span| format!("{}-{}", span.from(), span.to()));
    codes.collect::<Vec<_>>().join(",")
}

/// Spans from their stored form.
pub fn parse_spans(text: &str) -> Vec<Span> {
    let span = |code: &str| {
        let (from, to) = code.split_once('-')?;
        Span::new(from.parse().ok()?, to.parse().ok()?).ok()
    };
    text.split(',').filter_map(span).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().expect("a date")
    }

    fn plan() -> Values {
        Values::default()
            .with(Field::EventTitle, "科技辅导员研修班")
            .with(Field::ActivityKind, "professional_training")
            .with(Field::Organiser, "市科协")
            .with(Field::TrainingPlace, "科学会堂")
            .with(Field::FirstDay, "2026-12-05")
            .with(Field::LastDay, "2026-12-06")
            .with(Field::HalfDays, "morning")
            .with(Field::HalfDays, "afternoon")
            .with(Field::EnrolUntil, "2026-12-01")
    }

    #[test]
    fn a_plan_has_every_half_day_of_every_day() {
        let plan = TrainingPlan::parse(&plan()).expect("sound");
        assert_eq!(plan.all_half_days().count(), 4);
    }

    #[test]
    fn enrolment_closes_before_the_first_day_and_the_end_is_not_before_the_start() {
        for (field, wrong) in [(Field::EnrolUntil, "2026-12-06"), (Field::LastDay, "2026-12-04")] {
            let mut values = plan();
            values.set(field, wrong);
            assert!(TrainingPlan::parse(&values).expect_err(wrong).of(field).is_some());
        }
    }

    #[test]
    fn another_place_or_time_moves_a_training_and_another_title_does_not() {
        let before = TrainingPlan::parse(&plan()).expect("sound");
        let moved = |field, text: &str| {
            let mut values = plan();
            values.set(field, text);
            TrainingPlan::parse(&values).expect("sound").is_moved_from(&before)
        };
        assert!(moved(Field::TrainingPlace, "青少年宫"));
        assert!(moved(Field::LastDay, "2026-12-07"));
        assert!(moved(Field::HalfDays, "morning"));
        assert!(!moved(Field::EventTitle, "科技辅导员培训班"));
        assert!(!moved(Field::EnrolUntil, "2026-11-30"));
    }

    #[test]
    fn attendance_is_confirmed_on_the_last_day_at_the_earliest_and_once() {
        let state = TrainingState::Published;
        let ends_on = day("2026-12-06");
        assert!(state.confirm_attendance(day("2026-12-05"), ends_on).is_err());
        let confirmed = state.confirm_attendance(ends_on, ends_on).expect("over");
        assert!(confirmed.confirm_attendance(ends_on, ends_on).is_err());
        assert!(confirmed.cancel().is_err() && state.cancel().is_ok());
    }

    #[test]
    fn partial_attendance_credits_confirmed_half_days_only() {
        use HalfDay::{Afternoon, Morning};
        let table = Conversion::default();
        let present = |half_days: &[HalfDay]| half_days.iter().copied().collect::<BTreeSet<_>>();
        let credit =
            |half_days: &[HalfDay]| credit_of_day(&present(half_days), &table).in_hundredths();
        assert_eq!([credit(&[]), credit(&[Morning])], [0, 300]);
        assert_eq!(credit(&[Morning, Afternoon]), 600);
        assert_eq!(EnrolmentState::after(0, 4), EnrolmentState::Absent);
        assert_eq!(EnrolmentState::after(3, 4), EnrolmentState::Partial);
        assert_eq!(EnrolmentState::after(4, 4), EnrolmentState::Attended);
    }

    #[test]
    fn spans_are_read_back_as_they_were_written() {
        let spans = [HalfDay::Morning.span(), HalfDay::Evening.span()];
        assert_eq!(parse_spans(&span_codes(&spans)), spans);
        assert_eq!(parse_spans(""), []);
    }
}
