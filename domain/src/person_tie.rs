//! What ties two people so that neither judges the other (`AWD-10`), as an office has it on file.

use chrono::NaiveDate;

use crate::{
    code::codes,
    form::{Field, LINE_MAX, Problems, Reader, Values},
    person::past_days,
    score_sheet::ConflictKind,
};

codes! {
    /// How two people are tied.
    TieKind {
        /// One has guided the other (带教).
        Mentoring = "mentoring",
        /// Both have made a course.
        JointCourse = "joint_course",
    }
}

impl TieKind {
    /// The conflict that it is, as long as it lasts and for the years of the rulebook after it.
    pub fn conflict(self) -> ConflictKind {
        match self {
            Self::Mentoring => ConflictKind::TeacherStudent,
            Self::JointCourse => ConflictKind::JointWork,
        }
    }
}

/// A tie as it is written down.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewTie {
    /// What the other is called, with the workplace behind it where several have the name.
    pub other: String,
    /// How the two are tied.
    pub kind: TieKind,
    /// The first day.
    pub starts_on: NaiveDate,
    /// The last day, if it is over.
    pub ends_on: Option<NaiveDate>,
}

impl NewTie {
    /// Reads the form: `tied_person` (the other), `tie_kind`, `starts_on` and `last_day`, neither of which
    /// lies in the future.
    pub fn parse(values: &Values, today: NaiveDate) -> Result<Self, Problems> {
        let mut reader = Reader::new(values);
        let other = reader.text(Field::TiedPerson, 2, LINE_MAX);
        let kind = reader.choice(Field::TieKind, TieKind::parse);
        let days = past_days(&mut reader, values, today);
        reader.problems.or(|| {
            let (starts_on, ends_on) = days?;
            Some(Self { other: other?, kind: kind?, starts_on, ends_on })
        })
    }
}

impl From<&NewTie> for Values {
    fn from(tie: &NewTie) -> Self {
        let last = tie.ends_on.map(|day| day.to_string());
        Self::default()
            .with(Field::TiedPerson, &tie.other)
            .with(Field::TieKind, tie.kind.as_str())
            .with(Field::StartsOn, tie.starts_on.to_string())
            .with(Field::LastDay, last.unwrap_or_default())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::form::ProblemKind;

    fn day(day: u32) -> NaiveDate {
        NaiveDate::from_ymd_opt(2026, 11, day).expect("a day")
    }

    #[test]
    fn one_form_reads_what_the_other_writes() {
        for ends_on in [None, Some(day(9))] {
            let tie = NewTie {
                other: "周嘉言".into(),
                kind: TieKind::Mentoring,
                starts_on: day(2),
                ends_on,
            };
            assert_eq!(NewTie::parse(&Values::from(&tie), day(9)), Ok(tie));
        }
    }

    #[test]
    fn days_lie_in_the_past_and_in_their_order() {
        let tie = NewTie {
            other: "周嘉言".into(),
            kind: TieKind::JointCourse,
            starts_on: day(5),
            ends_on: Some(day(4)),
        };
        let problems = NewTie::parse(&Values::from(&tie), day(4)).expect_err("two problems");
        assert_eq!(problems.of(Field::StartsOn), Some(ProblemKind::InTheFuture));
        let problems = NewTie::parse(&Values::from(&tie), day(9)).expect_err("a problem");
        assert_eq!(problems.of(Field::LastDay), Some(ProblemKind::EndsBeforeStart));
    }
}
