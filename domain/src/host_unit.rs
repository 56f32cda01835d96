//! A host (点单单位): a school, a community, a village or another unit that asks for lectures.

use crate::{
    form::{Field, LINE_MAX, Problems, Reader, Values},
    id::RegionId,
    organisation::OrganisationKind,
};

/// The largest hall, in seats.
const SEATS_MAX: i64 = 100_000;

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

/// What a page says of a host: where it is, its hall, and whom to call.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HostFacts {
    /// The town.
    pub town: Option<RegionId>,
    /// How many the hall holds.
    pub hall: Option<i64>,
    /// What it is equipped with.
    pub equipment: String,
    /// Whom to call.
    pub contact: String,
    /// Under which number.
    pub phone: Option<String>,
}

impl HostFacts {
    /// Reads the form; `towns` are those of the host's county.
    pub fn parse(values: &Values, towns: &[RegionId]) -> Result<Self, Problems> {
        let mut reader = Reader::new(values);
        let known = |text: &str| text.parse().ok().filter(|town| towns.contains(town));
        let town = reader.optional_choice(Field::Town, known).ok();
        let hall = if values.trimmed(Field::Capacity).is_empty() {
            Some(None)
        } else {
            reader.number(Field::Capacity, 1, SEATS_MAX).map(Some)
        };
        let equipment = reader.text(Field::HallEquipment, 0, LINE_MAX);
        let contact = reader.text(Field::Contact, 0, 40);
        let phone = reader.optional_phone(Field::ContactPhone).ok();
        reader.problems.or(|| {
            Some(Self {
                town: town?,
                hall: hall?,
                equipment: equipment?,
                contact: contact?,
                phone: phone?,
            })
        })
    }
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
