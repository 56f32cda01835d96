//! Who a person is to the program: roles as grants with a scope, and what they allow.

use crate::{
    code::codes,
    id::{OrganisationId, PersonId, RegionId},
    roster::Kind,
};
use chrono::NaiveDate;

codes! {
    /// What a grant lets a person be.
    Role {
        /// Lectures, and brings courses to review.
        Lecturer = "lecturer",
        /// Has applied to be a lecturer: own courses and their review, and nothing else.
        Applicant = "applicant",
        /// Sits on a review panel.
        Panelist = "panelist",
        /// Staff of the city association's office.
        CityOffice = "city_office",
        /// Staff of a county association's office.
        CountyOffice = "county_office",
        /// Holds review sessions of a county.
        SessionOrganiser = "session_organiser",
        /// Runs awards of a county.
        AwardOrganiser = "award_organiser",
        /// Reads submitted courses before they may be booked.
        ContentReviewer = "content_reviewer",
        /// Confirms for a unit.
        UnitOfficer = "unit_officer",
        /// A science tutor, with training hours of his own.
        Tutor = "tutor",
        /// Looks after an e-station, with training hours of one's own.
        StationManager = "station_manager",
        /// Scores nominations.
        Judge = "judge",
        /// Confirms results by name.
        DecisionMaker = "decision_maker",
        /// Watches over reviews and awards.
        Supervisor = "supervisor",
        /// Reads the audit chain; changes nothing.
        AuditAdministrator = "audit_administrator",
        /// Keeps accounts and settings; sees no course and no score.
        SystemAdministrator = "system_administrator",
    }
}

/// Where a grant holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Scope {
    /// Everything.
    Everything,
    /// A region with all below it.
    Region(RegionId),
    /// An organisation with all below it.
    Organisation(OrganisationId),
}

/// How far somebody sees, by the scopes of some roles.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Reach {
    /// Everything.
    Everything,
    /// Regions and organisations, each with all below it; never neither.
    Within {
        /// Regions.
        regions: Vec<RegionId>,
        /// Organisations.
        organisations: Vec<OrganisationId>,
    },
    /// Nothing at all.
    Nothing,
}

/// A role of a person, within a scope, from a day until a day (`until` is the first day without).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Grant {
    /// What the person may be.
    pub role: Role,
    /// Where.
    pub scope: Scope,
    /// First day.
    pub starts_on: NaiveDate,
    /// First day on which it no longer holds.
    pub ends_on: Option<NaiveDate>,
}

impl Grant {
    /// Whether the grant holds on a day.
    pub fn holds_on(&self, day: NaiveDate) -> bool {
        self.starts_on <= day && self.ends_on.is_none_or(|end| day < end)
    }
}

/// A signed-in person with the grants that hold now.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Actor {
    /// The person who acts.
    pub person: PersonId,
    /// The name, for the page's head.
    pub name: String,
    /// Grants that hold today.
    pub grants: Vec<Grant>,
    /// Which roles of these are lent, and by whom: the person stands in for them.
    pub standing_in: Vec<(Role, PersonId)>,
}

impl Actor {
    /// Whether the person has a role anywhere.
    pub fn is(&self, role: Role) -> bool {
        self.grants.iter().any(|grant| grant.role == role)
    }

    /// Whether the person has one of these roles anywhere.
    pub fn is_any(&self, roles: &[Role]) -> bool {
        roles.iter().any(|role| self.is(*role))
    }

    /// Whether the person has a role of the own: one that was not lent.
    pub fn has_own(&self, role: Role) -> bool {
        self.is(role) && self.principal(role).is_none()
    }

    /// For whom the person acts in a role that was lent. Nobody has the same role lent and of the
    /// own.
    pub fn principal(&self, role: Role) -> Option<PersonId> {
        self.standing_in.iter().find(|(lent, _)| *lent == role).map(|(_, principal)| *principal)
    }

    /// Whether something of a person is the own, or that of somebody for whom the person stands in.
    pub fn is_or_stands_in_for(&self, person: PersonId) -> bool {
        self.person == person || self.standing_in.iter().any(|(_, it)| *it == person)
    }

    /// The scopes of a role.
    pub fn scopes(&self, role: Role) -> impl Iterator<Item = Scope> {
        self.grants.iter().filter(move |grant| grant.role == role).map(|grant| grant.scope)
    }

    /// How far the person sees by some roles; without a scope of any of them, nothing.
    pub fn reach(&self, roles: &[Role]) -> Reach {
        let (mut regions, mut organisations) = (Vec::new(), Vec::new());
        for scope in roles.iter().flat_map(|role| self.scopes(*role)) {
            match scope {
                Scope::Everything => return Reach::Everything,
                Scope::Region(region) => regions.push(region),
                Scope::Organisation(organisation) => organisations.push(organisation),
            }
        }
        if regions.is_empty() && organisations.is_empty() {
            return Reach::Nothing;
        }
        Reach::Within { regions, organisations }
    }

    /// The role in which the person acts: the first of these that was granted.
    pub fn acting_as(&self, roles: &[Role]) -> Option<Role> {
        roles.iter().copied().find(|role| self.is(*role))
    }
}

/// Offices that import rosters: the city's all of them, a county's some, for its region.
pub const IMPORTERS: &[Role] = &[Role::CityOffice, Role::CountyOffice];
/// What a county's office imports rosters of.
pub const COUNTY_ROSTERS: &[Kind] =
    &[Kind::Organisations, Kind::Tutors, Kind::Hosts, Kind::TrainingHours, Kind::SchoolCalendar];
/// Offices that read submitted courses.
pub const CHECKERS: &[Role] = &[Role::CityOffice, Role::ContentReviewer];
/// Offices that plan review sessions.
pub const PLANNERS: &[Role] = &[Role::CityOffice];
/// Who organises review sessions: the city for everybody, an organiser for a county.
pub const SESSION_ORGANISERS: &[Role] = &[Role::CityOffice, Role::SessionOrganiser];
/// Who looks people up: offices, and officers those of their units.
pub const PEOPLE_READERS: &[Role] =
    &[Role::CityOffice, Role::CountyOffice, Role::UnitOfficer, Role::SystemAdministrator];

/// Who brings courses of the own to review: lecturers, and who has applied to be one.
pub const AUTHORS: &[Role] = &[Role::Lecturer, Role::Applicant];

/// Whether somebody brings courses of the own to review.
pub fn brings_courses(actor: &Actor) -> bool {
    actor.is_any(AUTHORS)
}

/// Who has credit hours of the own; whoever is several of these has the target of the first.
pub const TRAINEES: &[Role] = &[Role::Tutor, Role::StationManager, Role::Lecturer];
/// Offices that hold trainings.
pub const ORGANISERS: &[Role] = &[Role::CityOffice, Role::CountyOffice];
/// Who checks claims of hours: the unit first, then an association.
pub const CLAIM_CHECKERS: &[Role] = &[Role::UnitOfficer, Role::CountyOffice, Role::CityOffice];

/// Whether somebody has credit hours of the own.
pub fn is_trainee(actor: &Actor) -> bool {
    actor.is_any(TRAINEES)
}

/// Whether somebody holds trainings; which ones is a question of scope.
pub fn may_organise_training(actor: &Actor) -> bool {
    actor.is_any(ORGANISERS)
}

/// Whether somebody checks claims; which ones is a question of scope.
pub fn may_check_claims(actor: &Actor) -> bool {
    actor.is_any(CLAIM_CHECKERS)
}

/// Whether somebody imports rosters.
pub fn may_import(actor: &Actor) -> bool {
    actor.is_any(IMPORTERS)
}

/// Whether somebody imports rosters of a kind.
pub fn may_import_kind(actor: &Actor, kind: Kind) -> bool {
    has_everything(actor, &[Role::CityOffice])
        || (actor.is(Role::CountyOffice) && COUNTY_ROSTERS.contains(&kind))
}

/// Whether somebody may check the content of submitted courses.
pub fn may_check_content(actor: &Actor) -> bool {
    has_everything(actor, CHECKERS)
}

/// Whether somebody may plan review sessions.
pub fn may_plan_review_sessions(actor: &Actor) -> bool {
    has_everything(actor, PLANNERS)
}

/// Whether somebody organises review sessions; which ones is a question of scope.
pub fn may_organise_sessions(actor: &Actor) -> bool {
    may_plan_review_sessions(actor) || actor.is(Role::SessionOrganiser)
}

/// Whether somebody organises the sessions of a county, or those of the city.
pub fn may_organise_session(actor: &Actor, region: Option<RegionId>) -> bool {
    may_plan_review_sessions(actor)
        || region.is_some_and(|region| organised_regions(actor).contains(&region))
}

/// The counties whose sessions somebody organises by a grant of their own.
pub fn organised_regions(actor: &Actor) -> Vec<RegionId> {
    regions_of(actor, Role::SessionOrganiser)
}

/// The counties for which somebody has a role.
pub(crate) fn regions_of(actor: &Actor, role: Role) -> Vec<RegionId> {
    let region = |scope: Scope| match scope {
        Scope::Region(region) => Some(region),
        _ => None,
    };
    actor.scopes(role).filter_map(region).collect()
}

/// Whether somebody may look people up; which people is a question of scope.
pub fn may_read_people(actor: &Actor) -> bool {
    actor.is_any(PEOPLE_READERS)
}

/// Whether somebody may read the audit chain.
pub fn may_read_audit(actor: &Actor) -> bool {
    actor.is_any(&[Role::AuditAdministrator, Role::Supervisor])
}

/// Whether somebody may read the access log, which tells of everybody when and from where; who watches
/// over reviews and awards needs the chain alone (`LAW-72`).
pub fn may_read_access_log(actor: &Actor) -> bool {
    actor.is(Role::AuditAdministrator)
}

/// Whether somebody has one of these roles for everything.
pub(crate) fn has_everything(actor: &Actor, roles: &[Role]) -> bool {
    roles.iter().any(|role| actor.scopes(*role).any(|scope| scope == Scope::Everything))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().expect("a date")
    }

    #[test]
    fn a_grant_that_ended_yesterday_no_longer_holds() {
        let grant = Grant {
            role: Role::CityOffice,
            scope: Scope::Everything,
            starts_on: day("2026-01-01"),
            ends_on: Some(day("2026-11-23")),
        };
        assert!(grant.holds_on(day("2026-11-22")));
        assert!(!grant.holds_on(day("2026-11-23")));
        assert!(!grant.holds_on(day("2025-12-31")));
    }

    fn actor(grants: &[(Role, Scope)]) -> Actor {
        let starts_on = day("2026-01-01");
        let grant = |(role, scope): &(Role, Scope)| Grant {
            role: *role,
            scope: *scope,
            starts_on,
            ends_on: None,
        };
        let grants = grants.iter().map(grant).collect();
        Actor { person: PersonId(1), name: "甲".into(), grants, standing_in: Vec::new() }
    }

    #[test]
    fn a_county_grant_does_not_plan_for_the_city() {
        let actor = actor(&[(Role::CityOffice, Scope::Region(RegionId(3)))]);
        assert!(!may_plan_review_sessions(&actor));
    }

    #[test]
    fn an_organiser_holds_the_sessions_of_the_own_county() {
        let organiser = actor(&[(Role::SessionOrganiser, Scope::Region(RegionId(3)))]);
        assert!(may_organise_sessions(&organiser) && !may_plan_review_sessions(&organiser));
        assert!(may_organise_session(&organiser, Some(RegionId(3))));
        assert!(!may_organise_session(&organiser, Some(RegionId(4))));
        assert!(!may_organise_session(&organiser, None), "the city's");
        let city = actor(&[(Role::CityOffice, Scope::Everything)]);
        assert!(may_organise_session(&city, Some(RegionId(4))));
        let county = actor(&[(Role::CountyOffice, Scope::Region(RegionId(3)))]);
        assert!(!may_organise_sessions(&county));
    }

    #[test]
    fn a_reach_is_what_the_asked_roles_have_and_no_others() {
        let (county, unit) = (Scope::Region(RegionId(3)), Scope::Organisation(OrganisationId(7)));
        let (office, officer) = ((Role::CountyOffice, county), (Role::UnitOfficer, unit));
        let tutor = (Role::Tutor, Scope::Everything);
        let within = |regions: &[RegionId], organisations: &[OrganisationId]| Reach::Within {
            regions: regions.to_vec(),
            organisations: organisations.to_vec(),
        };
        let (region, organisation) = ([RegionId(3)], [OrganisationId(7)]);
        let both = actor(&[office, officer, tutor]);
        assert_eq!(both.reach(CLAIM_CHECKERS), within(&region, &organisation));
        assert_eq!(both.reach(ORGANISERS), within(&region, &[]));
        assert_eq!(both.reach(&[Role::UnitOfficer]), within(&[], &organisation));
        assert_eq!(both.reach(&[Role::Judge]), Reach::Nothing);
        let city = actor(&[office, (Role::CityOffice, Scope::Everything)]);
        assert_eq!(city.reach(ORGANISERS), Reach::Everything);
        assert_eq!(actor(&[]).reach(ORGANISERS), Reach::Nothing);
    }

    #[test]
    fn every_role_is_read_back_from_its_code() {
        for role in Role::ALL {
            assert_eq!(Role::parse(role.as_str()), Some(*role));
        }
    }
}
