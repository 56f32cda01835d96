//! Registers that are handed upward (domain §6): the bureau's annual list, the summary of trainings
//! and the tutors' hours, each of an assessment year. That of the e-stations is the
//! spreadsheet of their register.

use crate::{
    code::codes,
    observation::sheet_mean,
    role::{Actor, CLAIM_CHECKERS, ORGANISERS, Role},
    score_sheet::Points,
};

codes! {
    /// A register of a year.
    ReportKind {
        /// Lecturers with what they gave.
        Lecturers = "lecturers",
        /// Trainings with who was there.
        Trainings = "trainings",
        /// Tutors with their hours.
        TutorHours = "tutor_hours",
    }
}

impl ReportKind {
    /// Its number in the list of offices.
    pub const fn number(self) -> &'static str {
        match self {
            Self::Lecturers => "R-4",
            Self::Trainings => "R-7",
            Self::TutorHours => "R-8",
        }
    }

    /// Who takes it: how far is a question of scope.
    pub const fn readers(self) -> &'static [Role] {
        match self {
            Self::Lecturers | Self::Trainings => ORGANISERS,
            Self::TutorHours => CLAIM_CHECKERS,
        }
    }
}

/// Who takes any of them.
pub const REPORT_READERS: &[Role] = CLAIM_CHECKERS;

/// Whether somebody takes a report.
pub fn may_read_report(actor: &Actor, kind: ReportKind) -> bool {
    actor.is_any(kind.readers())
}

/// The mean of observations from the sum of their levels; none where there is none.
pub fn observed_mean(n: i64, levels: i64) -> Option<Points> {
    (n > 0).then(|| sheet_mean(n, levels))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_mean_of_observations_is_rounded_half_up_and_of_none_there_is_none() {
        assert_eq!(observed_mean(0, 0), None);
        assert_eq!(observed_mean(1, 15).map(|it| it.to_string()), Some("100.00".to_owned()));
        assert_eq!(observed_mean(2, 25).map(|it| it.to_string()), Some("83.33".to_owned()));
    }
}
