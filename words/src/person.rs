//! People.

use chrono::{DateTime, NaiveDate, Utc};
use domain::{
    information::Known,
    role::{Grant, Role},
    roster::Sex,
};
use leptos_i18n::td_string as t;

use crate::{Locale, place, time};

/// A person in courteous address; whose name is withheld has none.
pub fn teacher(l: Locale, name: &str) -> String {
    if name.is_empty() {
        return t!(l, person.name_withheld).to_owned();
    }
    t!(l, person.teacher, name = name)
}

/// What a person may be.
pub fn role(l: Locale, role: Role) -> &'static str {
    match role {
        Role::Lecturer => t!(l, person.role_name.lecturer),
        Role::Applicant => t!(l, person.role_name.applicant),
        Role::Panelist => t!(l, person.role_name.panelist),
        Role::CityOffice => t!(l, person.role_name.city_office),
        Role::CountyOffice => t!(l, person.role_name.county_office),
        Role::SessionOrganiser => t!(l, person.role_name.session_organiser),
        Role::AwardOrganiser => t!(l, person.role_name.award_organiser),
        Role::ContentReviewer => t!(l, person.role_name.content_reviewer),
        Role::UnitOfficer => t!(l, person.role_name.unit_officer),
        Role::Tutor => t!(l, person.role_name.tutor),
        Role::StationManager => t!(l, person.role_name.station_manager),
        Role::Judge => t!(l, person.role_name.judge),
        Role::DecisionMaker => t!(l, person.role_name.decision_maker),
        Role::Supervisor => t!(l, person.role_name.supervisor),
        Role::AuditAdministrator => t!(l, person.role_name.audit_administrator),
        Role::SystemAdministrator => t!(l, person.role_name.system_administrator),
    }
}

/// Every role that somebody has, each once.
pub fn roles(l: Locale, grants: &[Grant]) -> String {
    let mut names: Vec<&str> = grants.iter().map(|grant| role(l, grant.role)).collect();
    names.dedup();
    names.join(t!(l, time.list))
}

/// Subject fields in their order, from their names in Chinese and English.
pub fn fields<'a>(l: Locale, names: impl Iterator<Item = (&'a str, &'a str)>) -> String {
    let names: Vec<&str> = names.map(|(zh, en)| place::county(l, zh, en)).collect();
    names.join(t!(l, time.list))
}

/// Until when a role would be given.
pub fn role_until(l: Locale, day: NaiveDate) -> String {
    t!(l, person.role_until, day = time::date(l, day))
}

/// The title of the page that corrects somebody's record.
pub fn change_title(l: Locale, name: &str) -> String {
    t!(l, person.change_title, name = name)
}

/// The title of the page of somebody's workplaces.
pub fn workplaces_title(l: Locale, name: &str) -> String {
    t!(l, person.workplaces_title, name = name)
}

/// From when until when somebody worked at a unit.
pub fn worked(l: Locale, from: NaiveDate, until: Option<NaiveDate>) -> String {
    let from = time::date(l, from);
    if let Some(until) = until {
        t!(l, person.worked_until, from = from, until = time::date(l, until))
    } else {
        t!(l, person.works_since, from = from)
    }
}

/// When something was, by the instant or the day.
pub fn when(l: Locale, at: Option<DateTime<Utc>>, day: Option<NaiveDate>) -> String {
    let day = day.map(|day| time::date(l, day));
    day.or_else(|| at.map(|at| time::date_of(l, at))).unwrap_or_default()
}

/// A person's sex.
pub fn sex(l: Locale, sex: Sex) -> &'static str {
    match sex {
        Sex::Female => t!(l, person.female),
        Sex::Male => t!(l, person.male),
    }
}

/// A phone number with its middle hidden (`LAW-07`): `138****1234`, `0573-****1234`.
pub fn phone(number: Option<&str>) -> String {
    let number = number.unwrap_or_default();
    let kept_before = number.find('-').map_or(3, |at| at + 1);
    let n = number.chars().count();
    if n < kept_before + 4 {
        return number.chars().map(|_| '*').collect();
    }
    let before: String = number.chars().take(kept_before).collect();
    let after: String = number.chars().skip(n - 4).collect();
    format!("{before}****{after}")
}

/// A name of which as much is hidden as the law's examples hide (`LAW-07`): `张*`, `欧*明`.
pub fn masked_name(name: &str) -> String {
    let chars: Vec<char> = name.trim().chars().collect();
    match chars[..] {
        [] => String::new(),
        [_] => "*".to_owned(),
        [first, _] => format!("{first}*"),
        [first, .., last] => format!("{first}*{last}"),
    }
}

/// The link to everything of a kind that hangs on a person.
pub fn all_traces(l: Locale, known: Known) -> String {
    t!(l, person.all_traces, kind = crate::my_information::known(l, known))
}
