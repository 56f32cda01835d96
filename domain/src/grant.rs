//! Giving roles to people, and taking them back.

use chrono::NaiveDate;

use crate::{
    form::{Field, ProblemKind, Problems, Reader, Values},
    id::{OrganisationId, PersonId, RegionId},
    record::{Canonical, Kind},
    role::{Actor, Grant, Role, Scope},
};

/// Who keeps grants and accounts.
pub const KEEPERS: &[Role] = &[Role::SystemAdministrator, Role::CityOffice];

/// Who opens accounts: a county's office those of its own people, with a first code.
pub const ACCOUNT_OPENERS: &[Role] =
    &[Role::SystemAdministrator, Role::CityOffice, Role::CountyOffice];

/// With these roles and no others a county's office opens the account of somebody.
const OF_A_COUNTY: &[Role] =
    &[Role::Lecturer, Role::Applicant, Role::Tutor, Role::StationManager, Role::UnitOfficer];

/// Roles of the trade, which the city's office gives; the others are the administrator's to give.
const OF_THE_TRADE: &[Role] = &[
    Role::Lecturer,
    Role::Applicant,
    Role::Panelist,
    Role::CountyOffice,
    Role::SessionOrganiser,
    Role::AwardOrganiser,
    Role::ContentReviewer,
    Role::UnitOfficer,
    Role::Tutor,
    Role::StationManager,
    Role::Judge,
];

/// Roles that one keeper alone cannot give.
const BY_TWO: &[Role] =
    &[Role::DecisionMaker, Role::Supervisor, Role::AuditAdministrator, Role::SystemAdministrator];

/// Offices: their sessions end sooner when idle (`LAW-71`), and a second factor can be demanded of
/// them.
pub const OFFICES: &[Role] = &[
    Role::CityOffice,
    Role::CountyOffice,
    Role::SessionOrganiser,
    Role::AwardOrganiser,
    Role::ContentReviewer,
    Role::UnitOfficer,
    Role::Judge,
    Role::DecisionMaker,
    Role::Supervisor,
    Role::AuditAdministrator,
    Role::SystemAdministrator,
];

/// Who says of which offices a second factor is demanded.
pub const FACTOR_KEEPERS: &[Role] = &[Role::SystemAdministrator];

/// Whether somebody says of which offices a second factor is demanded.
pub fn may_demand_factor(actor: &Actor) -> bool {
    actor.is_any(FACTOR_KEEPERS)
}

/// A grant of somebody as it is fixed: with its scope and its end.
pub fn record(id: i64, person: i64, grant: &Grant) -> Canonical {
    let (region, organisation) = match grant.scope {
        Scope::Everything => (None, None),
        Scope::Region(region) => (Some(region.0), None),
        Scope::Organisation(organisation) => (None, Some(organisation.0)),
    };
    Canonical::new(Kind::Grant, 1, id)
        .number("person", person)
        .text("role", grant.role.as_str())
        .number("region", region)
        .number("organisation", organisation)
        .date("starts_on", grant.starts_on)
        .date("ends_on", grant.ends_on)
}

/// A role to be given.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewGrant {
    /// What the person may be.
    pub role: Role,
    /// Where.
    pub scope: Scope,
    /// First day on which it no longer holds.
    pub ends_on: Option<NaiveDate>,
}

impl NewGrant {
    /// Reads the form: `role`, `scope` as [`scope_code`] writes it, and `ends_on`, which may be
    /// empty.
    pub fn parse(values: &Values, today: NaiveDate) -> Result<Self, Problems> {
        let mut reader = Reader::new(values);
        let by_hand = |text: &str| Role::parse(text).filter(|role| is_by_hand(*role));
        let role = reader.choice(Field::Role, by_hand);
        let scope = reader.choice(Field::Scope, parse_scope);
        let ends_on = if values.trimmed(Field::EndsOn).is_empty() {
            Some(None)
        } else {
            match reader.date(Field::EndsOn) {
                Some(day) if day <= today => reader.refuse(Field::EndsOn, ProblemKind::InThePast),
                day => day.map(Some),
            }
        };
        if let Some((role, scope)) = role.zip(scope)
            && let Err(kind) = check_scope(role, scope)
        {
            reader.problems.add(Field::Scope, kind);
        }
        reader.problems.or(|| Some(Self { role: role?, scope: scope?, ends_on: ends_on? }))
    }
}

/// Role and scope belong together: a unit for its officers, a region for a county's office, and
/// everything for all others.
pub fn check_scope(role: Role, scope: Scope) -> Result<(), ProblemKind> {
    match (role, scope) {
        (Role::UnitOfficer, Scope::Organisation(_))
        | (Role::CountyOffice | Role::SessionOrganiser | Role::AwardOrganiser, Scope::Region(_)) => {
            Ok(())
        }
        (Role::UnitOfficer, _) => Err(ProblemKind::ScopeNoUnit),
        (Role::CountyOffice | Role::SessionOrganiser | Role::AwardOrganiser, _) => {
            Err(ProblemKind::ScopeNoRegion)
        }
        (_, Scope::Everything) => Ok(()),
        _ => Err(ProblemKind::ScopeNotEverything),
    }
}

/// A scope as a form sends it: `everything`, `region-3`, `organisation-7`.
pub fn scope_code(scope: Scope) -> String {
    match scope {
        Scope::Everything => "everything".to_owned(),
        Scope::Region(region) => format!("region-{}", region.0),
        Scope::Organisation(organisation) => format!("organisation-{}", organisation.0),
    }
}

fn parse_scope(text: &str) -> Option<Scope> {
    match text.split_once('-') {
        None if text == "everything" => Some(Scope::Everything),
        Some(("region", id)) => Some(Scope::Region(RegionId(id.parse().ok()?))),
        Some(("organisation", id)) => Some(Scope::Organisation(OrganisationId(id.parse().ok()?))),
        _ => None,
    }
}

/// Whether somebody keeps grants and accounts at all.
/// A deputy does not: a second keeper is somebody else than whom the first one has named.
pub fn may_keep_grants(actor: &Actor) -> bool {
    let keeps = |role: &&Role| actor.scopes(**role).any(|scope| scope == Scope::Everything);
    KEEPERS.iter().filter(keeps).any(|role| actor.has_own(*role))
}

/// Whether somebody may give or take back a role.
pub fn may_grant(actor: &Actor, role: Role) -> bool {
    may_keep_grants(actor) && (OF_THE_TRADE.contains(&role) || actor.is(Role::SystemAdministrator))
}

/// Whether a county's office may give or take back a role, at a unit of its own.
pub fn may_grant_at_unit(actor: &Actor, role: Role) -> bool {
    role == Role::UnitOfficer && actor.has_own(Role::CountyOffice)
}

/// Whether somebody gives roles, or opens accounts, at all.
pub fn may_open_accounts(actor: &Actor) -> bool {
    may_keep_grants(actor) || actor.has_own(Role::CountyOffice)
}

/// Whether a county's office may issue the first code to one of its own people: nobody of another office,
/// and nobody who has a password.
pub fn may_issue_first_code(actor: &Actor, person: PersonId, roles: &[Role]) -> bool {
    actor.has_own(Role::CountyOffice)
        && actor.person != person
        && roles.iter().all(|role| OF_A_COUNTY.contains(role))
}

/// Whether a role is given and taken back by hand: an applicant's comes and goes with the application,
/// and a station manager's with the station in the register.
pub fn is_by_hand(role: Role) -> bool {
    !matches!(role, Role::Applicant | Role::StationManager)
}

/// Whether a role has to be confirmed by a second keeper.
pub fn needs_second_keeper(role: Role) -> bool {
    BY_TWO.contains(&role)
}

/// Whether somebody may confirm, for a person, a role that another keeper has proposed.
pub fn may_confirm_role(actor: &Actor, person: PersonId, proposer: PersonId) -> bool {
    may_keep_grants(actor) && actor.person != proposer && actor.person != person
}

/// Whether somebody may issue a code to a person who has these roles: whoever can set the password
/// of an office-holder has the office. Nobody issues one to oneself.
pub fn may_issue_code(actor: &Actor, person: PersonId, roles: &[Role]) -> bool {
    may_keep_grants(actor)
        && actor.person != person
        && roles.iter().all(|role| may_grant(actor, *role))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::role::Grant;

    fn actor(role: Role) -> Actor {
        let grant = Grant {
            role,
            scope: Scope::Everything,
            starts_on: NaiveDate::default(),
            ends_on: None,
        };
        Actor {
            person: PersonId(1),
            name: "甲".into(),
            grants: vec![grant],
            standing_in: Vec::new(),
        }
    }

    #[test]
    fn a_scope_is_read_as_it_is_written() {
        for scope in
            [Scope::Everything, Scope::Region(RegionId(3)), Scope::Organisation(OrganisationId(7))]
        {
            assert_eq!(parse_scope(&scope_code(scope)), Some(scope));
        }
        for wrong in ["", "region", "region-x", "everything-1", "county-3"] {
            assert_eq!(parse_scope(wrong), None, "{wrong}");
        }
    }

    #[test]
    fn the_office_gives_the_roles_of_the_trade_alone() {
        assert!(may_grant(&actor(Role::CityOffice), Role::Panelist));
        assert!(!may_grant(&actor(Role::CityOffice), Role::SystemAdministrator));
        assert!(may_grant(&actor(Role::SystemAdministrator), Role::Supervisor));
        assert!(!may_grant(&actor(Role::CountyOffice), Role::Lecturer));
    }

    #[test]
    fn a_role_has_the_scope_that_belongs_to_it() {
        let (unit, region) = (Scope::Organisation(OrganisationId(7)), Scope::Region(RegionId(3)));
        for role in Role::ALL.iter().copied() {
            let right = match role {
                Role::UnitOfficer => unit,
                Role::CountyOffice | Role::SessionOrganiser | Role::AwardOrganiser => region,
                _ => Scope::Everything,
            };
            for scope in [unit, region, Scope::Everything] {
                assert_eq!(check_scope(role, scope).is_ok(), scope == right, "{role:?} {scope:?}");
            }
        }
    }

    #[test]
    fn a_second_keeper_is_another_one() {
        let me = PersonId(1);
        let keeper = actor(Role::CityOffice);
        assert!(may_confirm_role(&keeper, PersonId(2), PersonId(3)));
        assert!(!may_confirm_role(&keeper, PersonId(2), me), "who has proposed it");
        assert!(!may_confirm_role(&keeper, me, PersonId(3)), "whose role it would be");
        assert!(!may_confirm_role(&actor(Role::Judge), PersonId(2), PersonId(3)));
    }

    #[test]
    fn a_code_is_issued_by_whoever_may_give_every_role_of_the_person() {
        let office = actor(Role::CityOffice);
        assert!(may_issue_code(&office, PersonId(2), &[Role::Lecturer, Role::Judge]));
        let roles = [Role::Lecturer, Role::SystemAdministrator];
        assert!(!may_issue_code(&office, PersonId(2), &roles));
        assert!(may_issue_code(&actor(Role::SystemAdministrator), PersonId(2), &roles));
        assert!(!may_issue_code(&office, PersonId(1), &[]), "nobody to oneself");
    }

    #[test]
    fn a_grant_ends_later_than_today() {
        let today = "2026-11-23".parse().expect("a date");
        let values = Values::default()
            .with(Field::Role, "panelist")
            .with(Field::Scope, "everything")
            .with(Field::EndsOn, "2026-11-23");
        let problems = NewGrant::parse(&values, today).expect_err("too early");
        assert_eq!(problems.of(Field::EndsOn), Some(ProblemKind::InThePast));
    }

    #[test]
    fn a_grant_has_these_bytes() {
        let day = |n| NaiveDate::from_ymd_opt(2026, 11, n).expect("a date");
        let (scope, ends_on) = (Scope::Region(RegionId(5)), Some(day(9)));
        let grant = Grant { role: Role::Judge, scope, starts_on: day(3), ends_on };
        assert_eq!(
            std::str::from_utf8(record(2, 7, &grant).bytes()).expect("a text"),
            "5:grant;1:1;1:2;6:person;1:7;4:role;5:judge;6:region;1:5;12:organisation;-;\
             9:starts_on;10:2026-11-03;7:ends_on;10:2026-11-09;"
        );
    }
}
