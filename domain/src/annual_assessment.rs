//! The annual assessment of a lecturer (年度考核; `LEC-01`…`LEC-05`): where it stands, its days, and
//! who does what.
//!
//! It is no award and ranks nobody (`LAW-44`, `LAW-60`); training hours of tutors are
//! [`crate::assessment_year`]'s.

mod form;
mod grade;
mod record;
mod rubric;

use chrono::{Days, Months, NaiveDate};

pub use self::{
    form::{
        FinalDecision, OfficeStep, OutsideLecture, parse_comment, parse_refusal, parse_report,
        parse_word,
    },
    grade::{Marks, Standing, minimum, propose, seats},
    record::AssessmentRecord,
    rubric::{AssessmentLine, Block, Counted, LineResult, RubricResult, TEACHING_FULL, result},
};
use crate::{
    assessment_year::AssessmentYear,
    code::codes,
    inbox::MessageKind,
    role::{Actor, Role},
    rulebook::{Rule, Rulebook},
};

codes! {
    /// Where an assessment stands.
    AssessmentState {
        /// The lecturer writes the own report.
        Open = "open",
        /// There is a report, and the county's word is awaited.
        SelfReported = "self_reported",
        /// The county has written.
        CountyReviewed = "county_reviewed",
        /// The points are counted.
        Scored = "scored",
        /// The lecturer sees grade and components, and may comment.
        GradeProposed = "grade_proposed",
        /// The lecturer has commented.
        Heard = "heard",
        /// It is decided.
        Final = "final",
        /// It was opened by mistake, or its lecturer has left.
        CalledOff = "called_off",
    }
}

codes! {
    /// What it comes to.
    Grade {
        /// 优秀.
        Excellent = "excellent",
        /// 合格.
        Qualified = "qualified",
        /// 基本合格.
        Basic = "basic",
        /// 不合格.
        Failed = "failed",
    }
}

codes! {
    /// Why somebody fails whatever the points are (`LEC-04`); each is confirmed.
    VetoGround {
        /// False content.
        FalseContent = "false_content",
        /// Money was taken from a host without permission.
        FeeTaken = "fee_taken",
        /// Children were not protected as they must be.
        Safeguarding = "safeguarding",
    }
}

codes! {
    /// What the office does with one assessment.
    AssessmentStep {
        /// A ground is written down.
        SetVeto = "set_veto",
        /// It is taken back.
        LiftVeto = "lift_veto",
        /// Months for which the lecturer was ill and the term rested.
        SetIllMonths = "set_ill_months",
        /// It is counted again.
        SendBack = "send_back",
        /// There is none this year.
        CallOff = "call_off",
        /// There is one after all.
        Resume = "resume",
    }
}

codes! {
    /// Where a lecture stands that was not given through this program.
    OutsideState {
        /// The lecturer says so.
        Claimed = "claimed",
        /// The office has seen the proof: it counts.
        Verified = "verified",
        /// The office has not found it proven.
        Refused = "refused",
        /// The lecturer has taken it back.
        Withdrawn = "withdrawn",
    }
}

codes! {
    /// What somebody is told of an assessment.
    AssessmentNews {
        /// To the lecturer: it is open, and a report is awaited.
        Opened = "opened",
        /// To the county's office: a report is there.
        Reported = "reported",
        /// To the office: a lecture with its proof is to be looked at.
        LectureAdded = "lecture_added",
        /// To the lecturer: it counts.
        LectureVerified = "lecture_verified",
        /// To the lecturer: it does not.
        LectureRefused = "lecture_refused",
        /// To the lecturer: a grade is proposed.
        Proposed = "proposed",
        /// To the office: the lecturer has commented.
        Commented = "commented",
        /// To the lecturer: it is counted again.
        SentBack = "sent_back",
        /// To the lecturer: it is decided.
        Decided = "decided",
        /// To the lecturer: there is none this year.
        CalledOff = "called_off",
        /// To the lecturer: there is one after all.
        Resumed = "resumed",
    }
}

impl AssessmentNews {
    /// Its row in the table of who hears of what.
    pub const fn kind(self) -> MessageKind {
        match self {
            Self::Opened => MessageKind::AssessmentOpened,
            Self::Reported => MessageKind::AssessmentReported,
            Self::LectureAdded => MessageKind::AssessmentLectureAdded,
            Self::LectureVerified => MessageKind::AssessmentLectureVerified,
            Self::LectureRefused => MessageKind::AssessmentLectureRefused,
            Self::Proposed => MessageKind::AssessmentProposed,
            Self::Commented => MessageKind::AssessmentCommented,
            Self::SentBack => MessageKind::AssessmentSentBack,
            Self::Decided => MessageKind::AssessmentDecided,
            Self::CalledOff => MessageKind::AssessmentCalledOff,
            Self::Resumed => MessageKind::AssessmentResumed,
        }
    }
}

/// Who assesses: the city everybody, a county those of its corps.
pub const ASSESSORS: &[Role] = &[Role::CityOffice, Role::CountyOffice];
/// Who reads assessments besides.
pub const ASSESSMENT_READERS: &[Role] =
    &[Role::CityOffice, Role::CountyOffice, Role::DecisionMaker, Role::Supervisor];

/// Whether somebody assesses; whom is a question of scope.
pub fn may_assess(actor: &Actor) -> bool {
    actor.is_any(ASSESSORS)
}

/// Whether somebody reads assessments of others; which ones is a question of scope.
pub fn may_read_assessments(actor: &Actor) -> bool {
    actor.is_any(ASSESSMENT_READERS)
}

/// The days of a year's assessments, by the rules of the year's first day.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct AssessmentDays {
    /// The last day that counts.
    pub freeze: NaiveDate,
    /// The last day of the own report.
    pub report: NaiveDate,
    /// The last day of the county's word.
    pub county: NaiveDate,
    /// The day by which it is to be decided.
    pub decided: NaiveDate,
}

impl AssessmentDays {
    /// Those of a year.
    pub fn of(year: AssessmentYear, rules: &Rulebook) -> Self {
        let after = |rule| {
            let days = u64::try_from(rules.get(rule)).unwrap_or_default();
            year.last().checked_add_days(Days::new(days)).unwrap_or(NaiveDate::MAX)
        };
        Self {
            freeze: year.last(),
            report: after(Rule::AssessmentReportDays),
            county: after(Rule::AssessmentCountyDays),
            decided: after(Rule::AssessmentFinalDays),
        }
    }
}

impl AssessmentState {
    /// Whether it is not counted yet: the lecturer adds lectures, and the office looks at them.
    pub const fn is_gathering(self) -> bool {
        matches!(self, Self::Open | Self::SelfReported | Self::CountyReviewed)
    }

    /// Whether the lecturer writes or corrects the own report.
    pub fn takes_report(self, today: NaiveDate, days: &AssessmentDays) -> bool {
        self.is_gathering() && today <= days.report
    }

    /// Whether the county writes or corrects its word: once there is a report, or its day is over.
    pub fn takes_word(self, today: NaiveDate, days: &AssessmentDays) -> bool {
        matches!(self, Self::SelfReported | Self::CountyReviewed)
            || self == Self::Open && today > days.report
    }

    /// Whether its points may be counted: the year is over, and the county has written or its day
    /// has passed.
    pub fn is_due(self, today: NaiveDate, days: &AssessmentDays) -> bool {
        let is_ready = self == Self::CountyReviewed || today > days.county;
        self.is_gathering() && today > days.freeze && is_ready
    }

    /// Whether it counts among those assessed, of which a part may be excellent.
    pub const fn is_assessed(self) -> bool {
        matches!(self, Self::Scored | Self::GradeProposed | Self::Heard | Self::Final)
    }

    /// Whether a step of the office is possible.
    pub const fn allows(self, step: AssessmentStep, has_veto: bool) -> bool {
        let is_before = self.is_gathering() || matches!(self, Self::Scored);
        match step {
            AssessmentStep::SetVeto => is_before && !has_veto,
            AssessmentStep::LiftVeto => is_before && has_veto,
            AssessmentStep::SetIllMonths => self.is_gathering(),
            AssessmentStep::SendBack => {
                matches!(self, Self::Scored | Self::GradeProposed | Self::Heard)
            }
            AssessmentStep::CallOff => !matches!(self, Self::Final | Self::CalledOff),
            AssessmentStep::Resume => matches!(self, Self::CalledOff),
        }
    }

    /// Where it stands that is not counted yet.
    pub const fn gathering(has_report: bool, has_word: bool) -> Self {
        match (has_report, has_word) {
            (_, true) => Self::CountyReviewed,
            (true, false) => Self::SelfReported,
            (false, false) => Self::Open,
        }
    }
}

/// The whole months of a year that a term covers which began on a day; all of them where it began
/// before.
pub fn months_of_term(starts_on: NaiveDate, year: AssessmentYear) -> i64 {
    let end = year.last().succ_opt().unwrap_or(NaiveDate::MAX);
    let covers =
        |n: &u32| end.checked_sub_months(Months::new(*n)).is_some_and(|it| it >= starts_on);
    (1..=12).rev().find(covers).map_or(0, i64::from)
}

/// Whether so many assessments in a row were failed (domain §3.1); the grades by year.
pub fn has_failed_in_a_row(grades: &[(AssessmentYear, Grade)], years: i64) -> bool {
    let is_failed = |year: i64| {
        let year = i32::try_from(year).unwrap_or(i32::MAX);
        grades.contains(&(AssessmentYear(year), Grade::Failed))
    };
    grades.iter().any(|(first, _)| {
        let first = i64::from(first.0);
        (first..first + years).all(is_failed)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    const YEAR: AssessmentYear = AssessmentYear(2026);

    #[test]
    fn a_report_is_awaited_until_its_day_and_the_county_until_its_own() {
        use AssessmentState::{CountyReviewed, Final, Open, Scored, SelfReported};
        let days = AssessmentDays::of(YEAR, &Rulebook::default());
        assert_eq!(
            (days.freeze, days.report, days.county, days.decided),
            (day("2026-11-30"), day("2026-12-10"), day("2026-12-20"), day("2026-12-31"))
        );
        assert!(
            Open.takes_report(days.report, &days) && SelfReported.takes_report(days.report, &days)
        );
        assert!(!Open.takes_report(day("2026-12-11"), &days), "too late");
        assert!(!Scored.takes_report(days.freeze, &days), "counted");
        assert!(!Open.takes_word(days.report, &days) && Open.takes_word(day("2026-12-11"), &days));
        assert!(
            SelfReported.takes_word(days.freeze, &days) && !Final.takes_word(days.county, &days)
        );
        assert!(CountyReviewed.is_due(day("2026-12-01"), &days));
        assert!(!CountyReviewed.is_due(days.freeze, &days), "the year is not over");
        assert!(!SelfReported.is_due(days.county, &days), "the county has time");
        assert!(Open.is_due(day("2026-12-21"), &days) && !Scored.is_due(days.decided, &days));
    }

    #[test]
    fn what_is_decided_stays_and_what_is_not_can_be_called_off_or_counted_again() {
        use AssessmentStep as Step;
        for step in AssessmentStep::ALL {
            assert!(!AssessmentState::Final.allows(*step, true), "{step:?}");
            let resumes = *step == Step::Resume;
            assert_eq!(AssessmentState::CalledOff.allows(*step, false), resumes, "{step:?}");
        }
        for state in AssessmentState::ALL {
            let counted = state.is_assessed() && *state != AssessmentState::Final;
            assert_eq!(state.allows(Step::SendBack, false), counted, "{state:?}");
        }
        assert!(AssessmentState::Scored.allows(Step::LiftVeto, true));
        assert!(!AssessmentState::Scored.allows(Step::SetVeto, true), "one ground at a time");
        assert!(!AssessmentState::GradeProposed.allows(Step::SetVeto, false), "sent back first");
        assert_eq!(AssessmentState::gathering(true, false), AssessmentState::SelfReported);
        assert_eq!(AssessmentState::gathering(false, true), AssessmentState::CountyReviewed);
    }

    #[test]
    fn a_first_year_counts_its_whole_months() {
        for (starts_on, months) in [
            ("2020-01-01", 12),
            ("2025-12-01", 12),
            ("2025-12-02", 11),
            ("2026-06-01", 6),
            ("2026-06-15", 5),
            ("2026-11-02", 0),
            ("2026-11-01", 1),
        ] {
            assert_eq!(months_of_term(day(starts_on), YEAR), months, "{starts_on}");
        }
    }

    #[test]
    fn failed_years_are_in_a_row_or_are_not() {
        let grades = |failed: &[i32]| -> Vec<(AssessmentYear, Grade)> {
            let grade = |year| if failed.contains(&year) { Grade::Failed } else { Grade::Basic };
            (2023..2027).map(|year| (AssessmentYear(year), grade(year))).collect()
        };
        assert!(has_failed_in_a_row(&grades(&[2024, 2025]), 2));
        assert!(!has_failed_in_a_row(&grades(&[2024, 2025]), 3));
        assert!(has_failed_in_a_row(&grades(&[2023, 2024, 2025]), 3));
        assert!(!has_failed_in_a_row(&grades(&[2023, 2025]), 2));
        assert!(has_failed_in_a_row(&grades(&[2026]), 1));
        assert!(!has_failed_in_a_row(&grades(&[2026]), 2) && !has_failed_in_a_row(&[], 1));
    }
}
