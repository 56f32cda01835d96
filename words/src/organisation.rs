//! Units.

use domain::organisation::OrganisationKind;
use leptos_i18n::td_string as t;

use crate::Locale;

/// What a unit is.
pub fn kind(l: Locale, kind: OrganisationKind) -> &'static str {
    match kind {
        OrganisationKind::CityAssociation => t!(l, organisation.kind.city_association),
        OrganisationKind::CountyAssociation => t!(l, organisation.kind.county_association),
        OrganisationKind::DevelopmentZone => t!(l, organisation.kind.development_zone),
        OrganisationKind::Society => t!(l, organisation.kind.society),
        OrganisationKind::University => t!(l, organisation.kind.university),
        OrganisationKind::Hospital => t!(l, organisation.kind.hospital),
        OrganisationKind::Museum => t!(l, organisation.kind.museum),
        OrganisationKind::Institute => t!(l, organisation.kind.institute),
        OrganisationKind::School => t!(l, organisation.kind.school),
        OrganisationKind::Kindergarten => t!(l, organisation.kind.kindergarten),
        OrganisationKind::Community => t!(l, organisation.kind.community),
        OrganisationKind::EStation => t!(l, organisation.kind.e_station),
        OrganisationKind::Village => t!(l, organisation.kind.village),
        OrganisationKind::Enterprise => t!(l, organisation.kind.enterprise),
        OrganisationKind::PrivateNonEnterprise => t!(l, organisation.kind.private_non_enterprise),
        OrganisationKind::Other => t!(l, organisation.kind.other),
    }
}

/// How many people belong to a unit, and how many of them are listed.
pub fn people(l: Locale, n: i64, shown: usize) -> String {
    t!(l, organisation.n_people, n = n, shown = shown)
}

/// How many units stand side by side.
pub fn n_units(l: Locale, n: i64) -> String {
    t!(l, organisation.n_units, count = n)
}

/// How many units stand below one.
pub fn n_below(l: Locale, n: i64) -> String {
    t!(l, organisation.n_below, count = n)
}

/// The units below one, by its name.
pub fn below_of(l: Locale, name: &str) -> String {
    t!(l, organisation.below_of, name = name)
}

/// All units of a kind.
pub fn all_of(l: Locale, of: OrganisationKind) -> String {
    t!(l, organisation.all_of, kind = kind(l, of))
}

/// The title of the page that corrects a unit's record.
pub fn change_title(l: Locale, name: &str) -> String {
    t!(l, organisation.change_title, name = name)
}
