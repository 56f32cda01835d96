//! Which roles nobody has together (`LAW-72`).
//!
//! That who watches over the others is none of them is the law's, and stays. An association adds
//! pairs of its own.

use crate::{
    form::{Field, ProblemKind, Problems, REASON_MIN, Reader, TEXT_MAX, Values},
    role::{Actor, Role, has_everything},
};

/// Who adds pairs: whoever keeps rules or roles, for it takes possibilities away alone.
pub const EXCLUSION_KEEPERS: &[Role] = &[Role::CityOffice, Role::SystemAdministrator];
/// Who ends one: not the office, which would so free itself of what separates its own powers.
pub const EXCLUSION_ENDERS: &[Role] = &[Role::SystemAdministrator];

/// Whether somebody may add pairs.
pub fn may_add_exclusions(actor: &Actor) -> bool {
    has_everything(actor, EXCLUSION_KEEPERS)
}

/// Whether somebody may end pairs.
pub fn may_end_exclusions(actor: &Actor) -> bool {
    has_everything(actor, EXCLUSION_ENDERS)
}

/// Two roles that nobody has together.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Exclusion {
    /// The one.
    pub one: Role,
    /// The other; none: every role that is not excluded from all others itself.
    pub other: Option<Role>,
}

/// The pairs that hold.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Exclusions(pub Vec<Exclusion>);

impl Exclusions {
    /// Whether a role cannot be held beside these.
    pub fn exclude(&self, role: Role, held: &[Role]) -> bool {
        held.iter().any(|other| self.are_apart(role, *other))
    }

    fn are_apart(&self, a: Role, b: Role) -> bool {
        let is_pair = |it: &Exclusion| {
            it.other.is_some_and(|other| (it.one, other) == (a, b) || (it.one, other) == (b, a))
        };
        self.is_alone(a) != self.is_alone(b) || self.0.iter().any(is_pair)
    }

    /// Whether a role goes with none but those that are alone as well.
    fn is_alone(&self, role: Role) -> bool {
        self.0.iter().any(|it| it.one == role && it.other.is_none())
    }
}

/// A pair that is to be added, in the order of the roles' codes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewExclusion {
    /// The roles.
    pub pair: (Role, Role),
    /// Why.
    pub reason: String,
}

impl NewExclusion {
    /// Reads the form.
    pub fn parse(values: &Values) -> Result<Self, Problems> {
        let mut reader = Reader::new(values);
        let one = reader.choice(Field::OneRole, Role::parse);
        let other = reader.choice(Field::OtherRole, Role::parse);
        let reason = reader.text(Field::Reason, REASON_MIN, TEXT_MAX);
        let pair = match (one, other) {
            (Some(one), Some(other)) if one == other => {
                reader.refuse(Field::OtherRole, ProblemKind::SameRole)
            }
            (Some(one), Some(other)) if one.as_str() < other.as_str() => Some((one, other)),
            (Some(one), Some(other)) => Some((other, one)),
            _ => None,
        };
        reader.problems.or(|| Some(Self { pair: pair?, reason: reason? }))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn law() -> Exclusions {
        let alone = |one| Exclusion { one, other: None };
        Exclusions(vec![alone(Role::AuditAdministrator), alone(Role::Supervisor)])
    }

    #[test]
    fn who_watches_does_not_act() {
        let law = law();
        assert!(law.exclude(Role::Supervisor, &[Role::CityOffice]));
        assert!(law.exclude(Role::Panelist, &[Role::AuditAdministrator]));
        assert!(!law.exclude(Role::Panelist, &[Role::Lecturer]));
        assert!(!law.exclude(Role::Supervisor, &[Role::AuditAdministrator]));
        assert!(!law.exclude(Role::Supervisor, &[Role::Supervisor]));
    }

    #[test]
    fn a_pair_excludes_both_ways_and_nothing_else() {
        let mut pairs = law();
        pairs.0.push(Exclusion { one: Role::Judge, other: Some(Role::UnitOfficer) });
        assert!(pairs.exclude(Role::Judge, &[Role::Tutor, Role::UnitOfficer]));
        assert!(pairs.exclude(Role::UnitOfficer, &[Role::Judge]));
        assert!(!pairs.exclude(Role::Judge, &[Role::Judge, Role::Tutor]));
    }

    #[test]
    fn a_pair_is_kept_in_one_order_and_is_of_two_roles() {
        let form = |one: &str, other: &str| {
            let values = Values::default()
                .with(Field::OneRole, one)
                .with(Field::OtherRole, other)
                .with(Field::Reason, "办公会决定分开");
            NewExclusion::parse(&values)
        };
        let pair = (Role::Judge, Role::UnitOfficer);
        assert_eq!(form("judge", "unit_officer").map(|new| new.pair), Ok(pair));
        assert_eq!(form("unit_officer", "judge").map(|new| new.pair), Ok(pair));
        let problems = form("judge", "judge").expect_err("one role");
        assert_eq!(problems.of(Field::OtherRole), Some(ProblemKind::SameRole));
    }

    #[test]
    fn the_office_adds_pairs_and_the_administrator_ends_them() {
        use crate::{
            id::PersonId,
            role::{Grant, Scope},
        };
        let actor = |role| {
            let starts_on = chrono::NaiveDate::MIN;
            let grant = Grant { role, scope: Scope::Everything, starts_on, ends_on: None };
            Actor {
                person: PersonId(1),
                name: "甲".into(),
                grants: vec![grant],
                standing_in: Vec::new(),
            }
        };
        let (office, admin) = (actor(Role::CityOffice), actor(Role::SystemAdministrator));
        assert!(may_add_exclusions(&office) && !may_end_exclusions(&office));
        assert!(may_add_exclusions(&admin) && may_end_exclusions(&admin));
        assert!(!may_add_exclusions(&actor(Role::Supervisor)));
    }
}
