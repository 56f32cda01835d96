//! Deputies of offices: somebody stands in for a colleague from a day until a day, with the
//! colleague's roles, and what is done so carries both names.

use chrono::{Days, NaiveDate};

use crate::{
    form::{Field, ProblemKind, Problems, REASON_MIN, Reader, TEXT_MAX, Values},
    id::PersonId,
    role::{Actor, Role},
};

/// Roles in which somebody can be stood in for. Not who decides, judges or watches by name.
pub const DEPUTISED: &[Role] = &[
    Role::CityOffice,
    Role::CountyOffice,
    Role::SessionOrganiser,
    Role::AwardOrganiser,
    Role::ContentReviewer,
    Role::UnitOfficer,
];

/// Whether somebody may name a deputy: for a role of the own. Nobody passes on what was lent.
pub fn may_name_deputy(actor: &Actor) -> bool {
    DEPUTISED.iter().any(|role| actor.has_own(*role))
}

/// A deputy who is to be named.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewDeputy {
    /// Who stands in.
    pub deputy: PersonId,
    /// First day.
    pub first_day: NaiveDate,
    /// Last day.
    pub last_day: NaiveDate,
    /// Why.
    pub reason: String,
}

impl NewDeputy {
    /// Reads the form: for at most so many days, from today on or later.
    pub fn parse(values: &Values, today: NaiveDate, most_days: i64) -> Result<Self, Problems> {
        let mut reader = Reader::new(values);
        let deputy = reader.choice(Field::Deputy, |text| text.parse().ok().map(PersonId));
        let first_day = match reader.date(Field::FirstDay) {
            Some(day) if day < today => reader.refuse(Field::FirstDay, ProblemKind::InThePast),
            day => day,
        };
        let last_day = reader.date(Field::LastDay);
        let last_day = match (first_day, last_day) {
            (Some(first), Some(last)) if last < first => {
                reader.refuse(Field::LastDay, ProblemKind::EndsBeforeStart)
            }
            (Some(first), Some(last)) if (last - first).num_days() >= most_days => {
                reader.refuse(Field::LastDay, ProblemKind::PeriodTooLong(most_days))
            }
            (_, last) => last,
        };
        let reason = reader.text(Field::Reason, REASON_MIN, TEXT_MAX);
        reader.problems.or(|| {
            let (first_day, last_day) = (first_day?, last_day?);
            Some(Self { deputy: deputy?, first_day, last_day, reason: reason? })
        })
    }

    /// The first day without.
    pub fn ends_on(&self) -> NaiveDate {
        self.last_day.checked_add_days(Days::new(1)).unwrap_or(self.last_day)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_deputy_stands_in_for_a_time_that_the_rules_allow() {
        let today: NaiveDate = "2026-11-23".parse().unwrap();
        let form = |first: &str, last: &str| {
            Values::default()
                .with(Field::Deputy, "7")
                .with(Field::FirstDay, first)
                .with(Field::LastDay, last)
                .with(Field::Reason, "外出学习，请同事代办")
        };
        let named = NewDeputy::parse(&form("2026-11-23", "2026-12-22"), today, 30).unwrap();
        assert_eq!((named.deputy, named.ends_on().to_string()), (PersonId(7), "2026-12-23".into()));
        let problem = |first: &str, last: &str, field| {
            NewDeputy::parse(&form(first, last), today, 30).unwrap_err().of(field)
        };
        let past = Some(ProblemKind::InThePast);
        assert_eq!(problem("2026-11-22", "2026-11-24", Field::FirstDay), past);
        let long = Some(ProblemKind::PeriodTooLong(30));
        assert_eq!(problem("2026-11-23", "2026-12-23", Field::LastDay), long);
        let turned = Some(ProblemKind::EndsBeforeStart);
        assert_eq!(problem("2026-11-24", "2026-11-23", Field::LastDay), turned);
        let empty = NewDeputy::parse(&Values::default(), today, 30).unwrap_err();
        assert_eq!(empty.of(Field::Deputy), Some(ProblemKind::Missing));
    }

    #[test]
    fn who_decides_judges_or_watches_has_no_deputy() {
        for role in [Role::DecisionMaker, Role::Supervisor, Role::Judge, Role::SystemAdministrator]
        {
            assert!(!DEPUTISED.contains(&role));
        }
    }
}
