//! The record of somebody's training in a year (`TRN-04`, `TRN-06`): who has which target, and
//! what of the rulebook applies. There is no comparison of people (`LAW-60`).

use crate::{
    credit_hour::{Conversion, Hours},
    role::{Actor, Role},
    rulebook::{Rule, Rulebook},
};

/// The target of a year by what somebody is; a tutor who lectures has the tutors' target.
pub fn target(actor: &Actor, rules: &Rulebook) -> Hours {
    let rule = if actor.is(Role::Tutor) { Rule::TutorTarget } else { Rule::LecturerTarget };
    Hours::hundredths(rules.get(rule))
}

/// The conversion table that holds on a day.
pub fn conversion(rules: &Rulebook) -> Conversion {
    let hours = |rule| Hours::hundredths(rules.get(rule));
    Conversion {
        full_day: hours(Rule::FullDayCredit),
        half_day: hours(Rule::HalfDayCredit),
        study_visit_day: hours(Rule::FullDayCredit),
        study_visit_year: hours(Rule::StudyVisitYear),
        daily_cap: hours(Rule::DailyCap),
        ..Conversion::default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn without_a_rulebook_the_table_is_that_of_the_domain() {
        assert_eq!(conversion(&Rulebook::default()), Conversion::default());
        let rules = Rulebook::new(1, [(Rule::DailyCap, 600)]);
        assert_eq!(conversion(&rules).daily_cap, Hours::hundredths(600));
    }
}
