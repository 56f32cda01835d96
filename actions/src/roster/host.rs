//! Hosts of a roster against those on file.

use std::collections::{BTreeMap, HashMap};

use domain::{
    id::{HostUnitId, OrganisationId, RegionId},
    organisation::OrganisationKind,
    roster::{HostRecord, Reading, Record, name::host_key},
};
use store::{HostUnitRow, Tx};

use super::{
    Reads,
    change::{Change, What},
    on_file::OnFile,
    workplace::{Place, Places},
};
use crate::ActionError;

/// Hosts on file by county and name.
type ByName<'a> = HashMap<(Option<RegionId>, &'a str), Vec<&'a HostUnitRow>>;

/// What is written; the organisation of each is known in the end.
#[derive(Default)]
pub(super) struct Work {
    new: Vec<(HostUnitRow, Place)>,
    changed: BTreeMap<HostUnitId, (HostUnitRow, Place)>,
    places: Places,
}

pub(super) async fn plan(
    conn: Reads<'_>,
    reading: &Reading,
    on_file: &OnFile,
) -> Result<(Vec<Change>, Work), ActionError> {
    let hosts = conn.list_host_units().await?;
    let mut by_name = ByName::new();
    for host in &hosts {
        by_name.entry((host.region_id, host.match_key.as_str())).or_default().push(host);
    }
    let (mut changes, mut work) = (Vec::new(), Work::default());
    for (row, record) in reading.records() {
        let Record::Host(record) = record else { continue };
        let host = row_of(on_file, record);
        let known = known(&by_name, &host);
        let id = known.map(|known| known.id);
        let host = HostUnitRow { id: id.unwrap_or_default(), ..host };
        let is_same = |known: &HostUnitRow| {
            *known == HostUnitRow { organisation_id: known.organisation_id, ..host.clone() }
        };
        if known.is_some_and(is_same) {
            continue;
        }
        changes.push(Change { row, on_file: id.map(i64::from), what: What::Host(record.clone()) });
        let kind = record.kind.unwrap_or(OrganisationKind::Other);
        let place = work.places.organisation(on_file, &record.name, kind, host.region_id);
        match id {
            Some(id) => _ = work.changed.insert(id, (host, place)),
            None => work.new.push((host, place)),
        }
    }
    Ok((changes, work))
}

/// A host is known by county, name and phone; where one of the phones is missing, by county and
/// name.
fn known<'a>(by_name: &ByName<'a>, host: &HostUnitRow) -> Option<&'a HostUnitRow> {
    let alike = by_name.get(&(host.region_id, host.match_key.as_str()))?;
    let found = alike.iter().find(|known| known.phone == host.phone);
    let found =
        found.or_else(|| alike.iter().find(|one| one.phone.is_none() || host.phone.is_none()));
    found.copied()
}

fn row_of(on_file: &OnFile, record: &HostRecord) -> HostUnitRow {
    let text = |cell: &Option<String>| cell.clone().unwrap_or_default();
    HostUnitRow {
        id: HostUnitId::default(),
        organisation_id: OrganisationId::default(),
        name: record.name.clone(),
        match_key: host_key(&record.name),
        kind: record.kind,
        region_id: on_file.region(record.county.as_deref()),
        town: text(&record.town),
        town_id: on_file.region(record.town_code.as_deref()),
        pupils: record.pupils.map(i64::from),
        hall: record.hall.map(i64::from),
        hall_type: text(&record.hall_type),
        equipment: text(&record.equipment),
        contact: text(&record.contact),
        phone: record.phone.clone(),
        whitelisted: record.whitelisted,
        note: text(&record.note),
    }
}

impl Work {
    pub(super) async fn apply(&self, tx: &mut Tx) -> Result<(), ActionError> {
        let places = self.places.add(tx).await?;
        let row = |(host, place): &(HostUnitRow, Place)| {
            Ok(HostUnitRow { organisation_id: places.of(*place)?, ..host.clone() })
        };
        let new = self.new.iter().map(row).collect::<Result<Vec<_>, ActionError>>()?;
        tx.add_host_units(&new).await?;
        let changed = self.changed.values().map(row);
        let changed = changed.collect::<Result<Vec<_>, ActionError>>()?;
        Ok(tx.change_host_units(&changed).await?)
    }
}
