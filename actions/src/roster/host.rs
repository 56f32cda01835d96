//! Hosts of a roster against those on file, and carrying one of them out.

use std::collections::HashMap;

use chrono::NaiveDate;
use domain::{
    organisation::OrganisationKind,
    roster::{HostRecord, name::host_key},
};
use store::{HostUnitRow, RegionRow, Tx};

use super::{
    compare::{Change, OnFile, text},
    named::{organisation, region_of_code},
};
use crate::ActionError;

/// Hosts on file by county and name.
type ByName<'a> = HashMap<(Option<i64>, &'a str), Vec<&'a HostUnitRow>>;

/// Look-ups made once per reading.
pub(super) struct Hosts<'a> {
    by_name: ByName<'a>,
    regions: HashMap<&'a str, &'a RegionRow>,
}

impl<'a> Hosts<'a> {
    pub(super) fn new(on_file: &'a OnFile) -> Self {
        let mut by_name = ByName::new();
        for host in &on_file.hosts {
            by_name.entry((host.region_id, host.match_key.as_str())).or_default().push(host);
        }
        let regions = on_file.regions.iter().map(|one| (one.code.as_str(), one)).collect();
        Self { by_name, regions }
    }

    /// A host is known by county, name and phone; where one of the phones is missing, by county
    /// and name.
    pub(super) fn compare(&self, row: u32, record: &HostRecord) -> Option<Change> {
        let key = host_key(&record.name);
        let county = self.region(record.county.as_deref());
        let alike = self.by_name.get(&(county, key.as_str())).map_or(&[][..], Vec::as_slice);
        let known = alike
            .iter()
            .find(|host| host.phone == record.phone)
            .or_else(|| alike.iter().find(|host| host.phone.is_none() || record.phone.is_none()));
        let same = known.is_some_and(|known| self.is_same(known, record));
        (!same).then(|| Change::Host(row, known.map(|known| known.id), record.clone()))
    }

    fn is_same(&self, known: &HostUnitRow, record: &HostRecord) -> bool {
        known.name == record.name
            && known.kind.as_deref() == record.kind.map(OrganisationKind::as_str)
            && known.town == text(record.town.as_ref())
            && known.town_id == self.region(record.town_code.as_deref())
            && known.pupils == record.pupils.map(i64::from)
            && known.hall == record.hall.map(i64::from)
            && known.hall_type == text(record.hall_type.as_ref())
            && known.equipment == text(record.equipment.as_ref())
            && known.contact == text(record.contact.as_ref())
            && known.phone == record.phone
            && known.whitelisted == record.whitelisted
            && known.note == text(record.note.as_ref())
    }

    fn region(&self, code: Option<&str>) -> Option<i64> {
        self.regions.get(code?).map(|region| region.id)
    }
}

/// Adds or changes a host.
pub(super) async fn apply(
    tx: &mut Tx,
    id: Option<i64>,
    record: &HostRecord,
    as_of: NaiveDate,
) -> Result<(), ActionError> {
    let region_id = region_of_code(tx, record.county.as_deref(), as_of).await?;
    let kind = record.kind.unwrap_or(OrganisationKind::Other);
    let host = HostUnitRow {
        id: id.unwrap_or_default(),
        organisation_id: organisation(tx, &record.name, kind, region_id).await?,
        name: record.name.clone(),
        match_key: host_key(&record.name),
        kind: record.kind.map(|kind| kind.as_str().to_owned()),
        region_id,
        town: text(record.town.as_ref()).to_owned(),
        town_id: region_of_code(tx, record.town_code.as_deref(), as_of).await?,
        pupils: record.pupils.map(i64::from),
        hall: record.hall.map(i64::from),
        hall_type: text(record.hall_type.as_ref()).to_owned(),
        equipment: text(record.equipment.as_ref()).to_owned(),
        contact: text(record.contact.as_ref()).to_owned(),
        phone: record.phone.clone(),
        whitelisted: record.whitelisted,
        note: text(record.note.as_ref()).to_owned(),
    };
    match id {
        Some(_) => tx.change_host_unit(&host).await?,
        None => {
            tx.add_host_unit(&host).await?;
        }
    }
    Ok(())
}
