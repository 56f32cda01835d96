//! What the table gives for a claimed activity (`TRN-03`), for whoever checks: what counts is the
//! organiser's paper.

use chrono::NaiveDate;

use crate::{
    code::codes,
    credit_hour::{ActivityKind, Attendance, Conversion, HalfDay, Hours, Part, Report, n_days},
};

codes! {
    /// How somebody took part, which decides the line of the table.
    Participation {
        /// In a training, an exchange or a visit, by half-days.
        HalfDays = "half_days",
        /// In one lecture or seminar a day, by its minutes.
        Lesson = "lesson",
        /// In an on-line course, with the hours of its certificate.
        Online = "online",
        /// By teaching, which counts double once per topic and assessment year.
        Taught = "taught",
    }
}

/// What the table looks at.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Claimed<'a> {
    /// What it was.
    pub kind: ActivityKind,
    /// How the person took part.
    pub participation: Participation,
    /// The first and the last day.
    pub days: (NaiveDate, NaiveDate),
    /// The parts of each day.
    pub half_days: &'a [HalfDay],
    /// Minutes of each day.
    pub minutes: Option<i64>,
    /// Whether the person has taught the topic before in the assessment year.
    pub taught_before: bool,
}

impl Claimed<'_> {
    /// What the table gives; nothing for an on-line course, which has its certificate alone.
    pub fn by_table(&self, table: &Conversion) -> Option<Hours> {
        let attendance = match self.participation {
            Participation::Online => return None,
            Participation::Lesson | Participation::Taught => Attendance::Minutes(self.minutes?),
            Participation::HalfDays if self.kind == ActivityKind::StudyVisit => {
                Attendance::StudyVisit(Report::HandedIn)
            }
            Participation::HalfDays => {
                Attendance::HalfDays(self.half_days.iter().copied().collect())
            }
        };
        let (first, last) = self.days;
        let n_days = n_days(first, last).max(0);
        let day = |part| table.credit(&attendance, None, part).in_hundredths();
        // Taught on several days, the first alone counts double.
        let n_first = i64::from(self.participation == Participation::Taught && !self.taught_before);
        let n_first = n_first.min(n_days);
        let again = day(Part::Listened).saturating_mul(n_days - n_first);
        let first = day(Part::TaughtFirst).saturating_mul(n_first);
        Some(Hours::hundredths(first.saturating_add(again)))
    }
}
