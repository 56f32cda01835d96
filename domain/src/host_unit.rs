//! A host (点单单位): a school, a community, a village or another unit that asks for lectures.

use crate::organisation::OrganisationKind;

/// What a host that asks for a lecture may call itself.
pub const HOST_KINDS: &[OrganisationKind] = &[
    OrganisationKind::School,
    OrganisationKind::Kindergarten,
    OrganisationKind::Community,
    OrganisationKind::Village,
    OrganisationKind::EStation,
    OrganisationKind::Enterprise,
    OrganisationKind::Museum,
    OrganisationKind::Other,
];

/// A host's kind by its code, if hosts may be that.
pub fn parse_host_kind(code: &str) -> Option<OrganisationKind> {
    OrganisationKind::parse(code).filter(|kind| HOST_KINDS.contains(kind))
}

/// Whether lectures before such a host need an entry in a whitelist of an education bureau
/// (`REQ-04`, `LAW-66`).
pub fn needs_whitelist(kind: OrganisationKind) -> bool {
    matches!(kind, OrganisationKind::School | OrganisationKind::Kindergarten)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn schools_and_kindergartens_need_a_whitelist_and_a_university_asks_otherwise() {
        let needing: Vec<_> = HOST_KINDS.iter().filter(|kind| needs_whitelist(**kind)).collect();
        assert_eq!(needing, [&OrganisationKind::School, &OrganisationKind::Kindergarten]);
        assert_eq!(parse_host_kind("university"), None);
        assert_eq!(parse_host_kind("village"), Some(OrganisationKind::Village));
    }
}
