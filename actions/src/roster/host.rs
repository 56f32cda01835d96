//! Hosts of a roster against those on file.

use std::collections::{BTreeMap, HashMap};

use domain::{
    id::{HostUnitId, RegionId},
    organisation::OrganisationKind,
    roster::{At, Code, HostRecord, Reading, Record, name::host_key},
};
use store::{HostUnitRow, Tx};

use super::{
    Reads,
    change::{Change, What},
    compare::{Compare, Facts, Waits, fact},
    on_file::OnFile,
    workplace::{Place, Places},
};
use crate::ActionError;

/// Hosts on file by name.
type ByName<'a> = HashMap<&'a str, Vec<&'a HostUnitRow>>;

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
    compare: &mut Compare<'_>,
) -> Result<(Vec<Change>, Work), ActionError> {
    let hosts = conn.list_host_units().await?;
    let by_name = by_name(&hosts);
    let (mut changes, mut work) = (Vec::new(), Work::default());
    for (at, record) in reading.records() {
        let Record::Host(record) = record else { continue };
        let region_id = on_file.region(record.county.as_deref());
        let Ok(known) = decide(&by_name, compare, at, region_id, record) else { continue };
        let host = row_of(on_file, compare, at, known, record);
        if let Some(known) = known
            && !compare.differ(at, facts(known), facts(&host))
        {
            continue;
        }
        let id = known.map(|known| known.id);
        changes.push(Change { at, on_file: id.map(i64::from), what: What::Host(record.clone()) });
        let kind = host.kind.unwrap_or(OrganisationKind::Other);
        let place = work.places.organisation(on_file, &record.name, kind, host.region_id);
        match id {
            Some(id) => _ = work.changed.insert(id, (host, place)),
            None => work.new.push((host, place)),
        }
    }
    Ok((changes, work))
}

/// Hosts by their names; one that was merged into another leads to that one.
fn by_name(hosts: &[HostUnitRow]) -> ByName<'_> {
    let by_id: HashMap<HostUnitId, &HostUnitRow> = hosts.iter().map(|it| (it.id, it)).collect();
    let mut found = ByName::new();
    for host in hosts {
        let mut kept = host;
        while let Some(next) = kept.merged_into.and_then(|id| by_id.get(&id)) {
            kept = next;
        }
        let of_name = found.entry(host.match_key.as_str()).or_default();
        if !of_name.iter().any(|it| it.id == kept.id) {
            of_name.push(kept);
        }
    }
    found
}

/// A host is known by county, name and phone; where one of them is missing, by the others, if that
/// is one. Otherwise somebody has to say whether it is the same.
fn decide<'a>(
    by_name: &ByName<'a>,
    compare: &mut Compare<'_>,
    at: At,
    region_id: Option<RegionId>,
    record: &HostRecord,
) -> Result<Option<&'a HostUnitRow>, Waits> {
    let key = host_key(&record.name);
    let of_name = by_name.get(key.as_str()).map_or(&[][..], Vec::as_slice);
    // A list that tells no county may mean any.
    let is_there = |known: &&&HostUnitRow| region_id.is_none() || known.region_id == region_id;
    let alike: Vec<&HostUnitRow> = of_name.iter().filter(is_there).copied().collect();
    let same_phone = alike.iter().find(|known| known.phone == record.phone);
    let one_phone = || alike.iter().find(|one| one.phone.is_none() || record.phone.is_none());
    let is_one = region_id.is_some() || alike.len() == 1 || record.phone.is_some();
    let found = same_phone.or_else(one_phone).filter(|_| is_one);
    if found.is_some() || alike.is_empty() {
        return Ok(found.copied());
    }
    let told = |known: &&HostUnitRow| {
        let parts = [Some(&known.name), Some(&known.contact), known.phone.as_ref()];
        let parts = parts.into_iter().flatten().map(String::as_str);
        parts.filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" · ")
    };
    let told: Vec<String> = alike.iter().map(told).collect();
    let read = record.phone.as_deref().unwrap_or_default();
    compare.tell(at, Code::KnownWithOtherPhone, "phone", read, told.join("；"));
    compare.answer(at, &alike).map(Option::<&&HostUnitRow>::copied)
}

/// What is then on file.
fn row_of(
    on_file: &OnFile,
    compare: &mut Compare<'_>,
    at: At,
    known: Option<&HostUnitRow>,
    record: &HostRecord,
) -> HostUnitRow {
    // By the name of a host that was merged into it, it keeps its own.
    let is_alias = known.is_some_and(|known| known.match_key != host_key(&record.name));
    let nothing = HostUnitRow::default();
    let known = known.unwrap_or(&nothing);
    let town_id = on_file.region(record.town_code.as_deref());
    let region_id = on_file.region(record.county.as_deref());
    HostUnitRow {
        id: known.id,
        organisation_id: known.organisation_id,
        name: if is_alias { known.name.clone() } else { record.name.clone() },
        match_key: if is_alias { known.match_key.clone() } else { host_key(&record.name) },
        kind: compare.keep(at, "kind", record.kind, known.kind),
        region_id: compare.keep(at, "county", region_id, known.region_id).or(on_file.home),
        town: compare.keep_text(at, "town", record.town.as_ref(), &known.town),
        // A town that is named anew is looked up anew.
        town_id: match &record.town {
            Some(town) if *town != known.town => town_id,
            Some(_) => town_id.or(known.town_id),
            None => compare.keep(at, "town", None, known.town_id),
        },
        pupils: compare.keep(at, "pupils", record.pupils.map(i64::from), known.pupils),
        hall: compare.keep(at, "hall", record.hall.map(i64::from), known.hall),
        hall_type: compare.keep_text(at, "halltype", record.hall_type.as_ref(), &known.hall_type),
        equipment: compare.keep_text(at, "equip", record.equipment.as_ref(), &known.equipment),
        contact: compare.keep_text(at, "contact", record.contact.as_ref(), &known.contact),
        phone: compare.keep(at, "phone", record.phone.clone(), known.phone.clone()),
        whitelisted: compare.keep(at, "white", record.whitelisted, known.whitelisted),
        note: compare.keep_text(at, "note", record.note.as_ref(), &known.note),
        merged_into: None,
        revision: known.revision,
    }
}

fn facts(host: &HostUnitRow) -> Facts {
    vec![
        ("name", host.name.clone()),
        ("kind", fact(host.kind.map(OrganisationKind::as_str))),
        ("town", host.town.clone()),
        ("pupils", fact(host.pupils)),
        ("hall", fact(host.hall)),
        ("halltype", host.hall_type.clone()),
        ("equip", host.equipment.clone()),
        ("contact", host.contact.clone()),
        ("phone", fact(host.phone.as_ref())),
        ("white", fact(host.whitelisted)),
        ("note", host.note.clone()),
    ]
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
