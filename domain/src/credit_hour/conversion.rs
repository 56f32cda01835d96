//! What an activity is worth (`TRN-02`, `TRN-03`); the daily cap is applied when a day is summed,
//! the maximum of study visits when a year is.

use std::collections::BTreeSet;

use super::{DAILY_CAP, HalfDay, Hours};
use crate::code::codes;

/// The conversion table, of which an association may set every number.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Conversion {
    /// Morning and afternoon of one date.
    pub full_day: Hours,
    /// Any other half-day.
    pub half_day: Hours,
    /// Minutes of a lecture or seminar that make one hour; positive.
    pub lesson_minutes: i64,
    /// What such hours are rounded down to; positive.
    pub lesson_step: Hours,
    /// A day of a study visit with report.
    pub study_visit_day: Hours,
    /// All study visits of an assessment year together, at most.
    pub study_visit_year: Hours,
    /// How often teaching counts, once per topic and assessment year.
    pub teaching_factor: i64,
    /// What counts of one date, at most (`TRN-01`).
    pub daily_cap: Hours,
}

impl Default for Conversion {
    fn default() -> Self {
        Self {
            full_day: Hours::hundredths(600),
            half_day: Hours::hundredths(300),
            lesson_minutes: 45,
            lesson_step: Hours::hundredths(50),
            study_visit_day: Hours::hundredths(600),
            study_visit_year: Hours::hundredths(1200),
            teaching_factor: 2,
            daily_cap: DAILY_CAP,
        }
    }
}

/// What was attended on one date.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Attendance {
    /// The half-days that the organiser confirmed (`TRN-02`).
    HalfDays(BTreeSet<HalfDay>),
    /// So many minutes of a lecture or seminar.
    Minutes(i64),
    /// A day of a study visit.
    StudyVisit(Report),
    /// An on-line course with the hours on the organiser's certificate; never the time for which
    /// the app was open.
    Online {
        /// The hours.
        certificate: Hours,
    },
}

codes! {
    /// Whether a study visit has its report.
    Report {
        /// It has.
        HandedIn = "handed_in",
        /// It has not, and is worth nothing.
        Missing = "missing",
    }
}

codes! {
    /// What a person did at an event.
    Part {
        /// Listened.
        Listened = "listened",
        /// Taught a topic for the first time in an assessment year.
        TaughtFirst = "taught_first",
        /// Taught a topic again in the same assessment year.
        TaughtAgain = "taught_again",
    }
}

impl Conversion {
    /// The credit of one date; hours that the organiser states take precedence over the table.
    ///
    /// A study visit without its report is worth nothing in any case.
    pub fn credit(&self, attendance: &Attendance, stated: Option<Hours>, part: Part) -> Hours {
        let once = stated.unwrap_or_else(|| self.by_table(attendance)).max(Hours::ZERO);
        let factor = match part {
            Part::TaughtFirst => self.teaching_factor,
            Part::Listened | Part::TaughtAgain => 1,
        };
        match attendance {
            Attendance::StudyVisit(Report::Missing) => Hours::ZERO,
            _ => Hours(once.0.saturating_mul(factor)),
        }
    }

    fn by_table(&self, attendance: &Attendance) -> Hours {
        match attendance {
            Attendance::HalfDays(half_days) => self.by_half_days(half_days),
            Attendance::Minutes(minutes) => self.by_minutes(*minutes),
            Attendance::StudyVisit(_) => self.study_visit_day,
            Attendance::Online { certificate } => *certificate,
        }
    }

    /// Morning and afternoon make a full day; every other half-day counts for itself.
    fn by_half_days(&self, half_days: &BTreeSet<HalfDay>) -> Hours {
        let is_full =
            [HalfDay::Morning, HalfDay::Afternoon].iter().all(|it| half_days.contains(it));
        let single = half_days.iter().filter(|it| !is_full || **it == HalfDay::Evening);
        let full = if is_full { self.full_day.0 } else { 0 };
        Hours(single.fold(full, |sum, _| sum.saturating_add(self.half_day.0)))
    }

    /// Minutes / 45, rounded down to half hours.
    fn by_minutes(&self, minutes: i64) -> Hours {
        let (length, step) = (i128::from(self.lesson_minutes), i128::from(self.lesson_step.0));
        if length <= 0 || step <= 0 || minutes <= 0 {
            return Hours::ZERO;
        }
        let steps = i128::from(minutes) * 100 / (length * step);
        Hours(i64::try_from(steps * step).unwrap_or(i64::MAX))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn hours(text: &str) -> Hours {
        text.parse().expect("hours")
    }

    fn half_days(half_days: &[HalfDay]) -> Attendance {
        Attendance::HalfDays(half_days.iter().copied().collect())
    }

    #[test]
    fn every_case_of_the_table_has_its_worth() {
        use Attendance::{Minutes, Online, StudyVisit};
        use HalfDay::{Afternoon, Evening, Morning};
        use Part::{Listened, TaughtAgain, TaughtFirst};
        let cases = [
            ("nothing confirmed", half_days(&[]), "", Listened, "0"),
            ("a morning", half_days(&[Morning]), "", Listened, "3"),
            ("an evening", half_days(&[Evening]), "", Listened, "3"),
            ("a full day", half_days(&[Morning, Afternoon]), "", Listened, "6"),
            ("two halves", half_days(&[Morning, Evening]), "", Listened, "6"),
            ("three halves", half_days(&[Morning, Afternoon, Evening]), "", Listened, "9"),
            ("one lesson", Minutes(45), "", Listened, "1"),
            ("a minute less", Minutes(44), "", Listened, "0.5"),
            ("half a lesson", Minutes(23), "", Listened, "0.5"),
            ("half a minute less", Minutes(22), "", Listened, "0"),
            ("two lessons", Minutes(90), "", Listened, "2"),
            ("two hours", Minutes(120), "", Listened, "2.5"),
            ("minutes before nothing", Minutes(-90), "", Listened, "0"),
            ("a study visit", StudyVisit(Report::HandedIn), "", Listened, "6"),
            ("a study visit as stated", StudyVisit(Report::HandedIn), "4", Listened, "4"),
            ("a study visit without report", StudyVisit(Report::Missing), "", Listened, "0"),
            ("stated, without report", StudyVisit(Report::Missing), "6", Listened, "0"),
            ("an on-line course", Online { certificate: hours("5.25") }, "", Listened, "5.25"),
            ("teaching", Minutes(90), "", TaughtFirst, "4"),
            ("teaching it again", Minutes(90), "", TaughtAgain, "2"),
            ("teaching, floored before it is doubled", Minutes(100), "", TaughtFirst, "4"),
            ("as stated", half_days(&[Morning, Afternoon]), "4.5", Listened, "4.5"),
            ("taught as stated", Minutes(45), "3", TaughtFirst, "6"),
            ("stated below nothing", Minutes(45), "-3", Listened, "0"),
        ];
        let table = Conversion::default();
        for (name, attendance, stated, part, expected) in cases {
            let stated = (!stated.is_empty()).then(|| hours(stated));
            assert_eq!(table.credit(&attendance, stated, part), hours(expected), "{name}");
        }
    }

    #[test]
    fn every_number_can_be_set() {
        let table = Conversion {
            full_day: hours("7"),
            lesson_minutes: 40,
            lesson_step: hours("0.25"),
            ..Conversion::default()
        };
        let credit = |attendance| table.credit(&attendance, None, Part::Listened);
        assert_eq!(credit(half_days(&[HalfDay::Morning, HalfDay::Afternoon])), hours("7"));
        assert_eq!(credit(Attendance::Minutes(90)), hours("2.25"));
        let senseless = Conversion { lesson_minutes: 0, ..table };
        let credit = senseless.credit(&Attendance::Minutes(90), None, Part::Listened);
        assert_eq!(credit, Hours::ZERO);
    }
}
