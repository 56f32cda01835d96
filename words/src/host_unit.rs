//! Hosts.

use domain::organisation::OrganisationKind;
use leptos_i18n::td_string as t;

use crate::Locale;

/// What a host is; whatever hosts do not call themselves is something else.
pub fn kind(l: Locale, kind: OrganisationKind) -> &'static str {
    match kind {
        OrganisationKind::School => t!(l, host_unit.kind.school),
        OrganisationKind::Kindergarten => t!(l, host_unit.kind.kindergarten),
        OrganisationKind::Community => t!(l, host_unit.kind.community),
        OrganisationKind::Village => t!(l, host_unit.kind.village),
        OrganisationKind::EStation => t!(l, host_unit.kind.e_station),
        OrganisationKind::Enterprise => t!(l, host_unit.kind.enterprise),
        OrganisationKind::Museum => t!(l, host_unit.kind.museum),
        _ => t!(l, host_unit.kind.other),
    }
}
