//! Hosts.

use domain::organisation::OrganisationKind;
use leptos_i18n::td_string as t;

use crate::Locale;

/// What a host is, by its code.
pub fn kind(l: Locale, code: &str) -> &'static str {
    match OrganisationKind::parse(code) {
        Some(OrganisationKind::School) => t!(l, host_unit.kind.school),
        Some(OrganisationKind::Kindergarten) => t!(l, host_unit.kind.kindergarten),
        Some(OrganisationKind::Community) => t!(l, host_unit.kind.community),
        Some(OrganisationKind::Village) => t!(l, host_unit.kind.village),
        Some(OrganisationKind::EStation) => t!(l, host_unit.kind.e_station),
        Some(OrganisationKind::Enterprise) => t!(l, host_unit.kind.enterprise),
        Some(OrganisationKind::Museum) => t!(l, host_unit.kind.museum),
        _ => t!(l, host_unit.kind.other),
    }
}
