//! The record of somebody's training in a year (`TRN-04`, `TRN-06`): who has which target, and
//! what of the rulebook applies. There is no comparison of people (`LAW-60`).

use chrono::NaiveDate;

use crate::{
    assessment_year::AssessmentYear,
    credit_hour::{Conversion, Hours},
    record::{date, row},
    role::{Actor, Role, TRAINEES},
    rulebook::{Rule, Rulebook},
};

/// The target of a year by what somebody is: a tutor who looks after a station or lectures has the
/// tutors' target, and a station manager who lectures that of the managers.
pub fn target(actor: &Actor, rules: &Rulebook) -> Hours {
    let rule = match actor.acting_as(TRAINEES) {
        Some(Role::Tutor) => Rule::TutorTarget,
        Some(Role::StationManager) => Rule::StationManagerTarget,
        _ => Rule::LecturerTarget,
    };
    Hours::hundredths(rules.get(rule))
}

/// The conversion table that holds on a day.
pub fn conversion(rules: &Rulebook) -> Conversion {
    let hours = |rule| Hours::hundredths(rules.get(rule));
    Conversion {
        lesson_minutes: rules.get(Rule::LessonMinutes),
        teaching_factor: rules.get(Rule::TeachingFactor),
        full_day: hours(Rule::FullDayCredit),
        half_day: hours(Rule::HalfDayCredit),
        study_visit_day: hours(Rule::FullDayCredit),
        study_visit_year: hours(Rule::StudyVisitYear),
        daily_cap: hours(Rule::DailyCap),
        ..Conversion::default()
    }
}

/// A row of a printed record: key, date, hours earned, title.
pub type PrintedRow<'a> = (i64, NaiveDate, Hours, &'a str);

/// What the digest on a printed record is made of; the person is named by key.
pub fn printed<'a>(
    person: i64,
    year: AssessmentYear,
    counted: Hours,
    rows: impl IntoIterator<Item = PrintedRow<'a>>,
) -> String {
    let head =
        row([person, i64::from(year.0), counted.in_hundredths()].map(|it| Some(it.to_string())));
    let row = |(id, held_on, earned, title): PrintedRow<'_>| {
        let earned = earned.in_hundredths().to_string();
        let (id, title) = (id.to_string(), title.to_owned());
        row([Some(id), Some(date(held_on)), Some(earned), Some(title)])
    };
    std::iter::once(head).chain(rows.into_iter().map(row)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        id::PersonId,
        role::{Grant, Scope},
    };

    #[test]
    fn a_printed_record_has_these_bytes() {
        let day = NaiveDate::from_ymd_opt(2026, 11, 3).expect("a date");
        let text = printed(
            7,
            AssessmentYear(2026),
            Hours::hundredths(250),
            [(5, day, Hours::hundredths(300), "潮")],
        );
        assert_eq!(text, "1:7;4:2026;3:250;1:5;10:2026-11-03;3:300;3:潮;");
    }

    #[test]
    fn without_a_rulebook_the_table_is_that_of_the_domain() {
        assert_eq!(conversion(&Rulebook::default()), Conversion::default());
        let rules = Rulebook::new(1, [(Rule::DailyCap, 600)]);
        assert_eq!(conversion(&rules).daily_cap, Hours::hundredths(600));
    }

    #[test]
    fn targets_are_those_of_the_domain_document_and_the_first_role_has_its_own() {
        let actor = |roles: &[Role]| {
            let grant = |role: &Role| Grant {
                role: *role,
                scope: Scope::Everything,
                starts_on: NaiveDate::default(),
                ends_on: None,
            };
            Actor {
                person: PersonId(1),
                name: "甲".into(),
                grants: roles.iter().map(grant).collect(),
                standing_in: Vec::new(),
            }
        };
        let rules = Rulebook::default();
        let (tutor, manager, lecturer) = (Role::Tutor, Role::StationManager, Role::Lecturer);
        for (roles, hours) in [
            (vec![tutor], "24"),
            (vec![manager], "12"),
            (vec![lecturer], "8"),
            (vec![lecturer, manager], "12"),
            (vec![manager, lecturer, tutor], "24"),
        ] {
            assert_eq!(target(&actor(&roles), &rules).to_string(), hours, "{roles:?}");
        }
    }
}
