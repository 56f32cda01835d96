//! Organisations of a roster against those on file, and into the tree.

use std::collections::HashMap;

use domain::{
    id::OrganisationId,
    roster::{At, Code, OrganisationRecord, Reading, Record, unit_key},
};
use store::{NewOrganisation, OrganisationRow, Tx};

use super::{
    change::{Change, What},
    compare::{Compare, Facts},
    on_file::OnFile,
};
use crate::ActionError;

/// An organisation to be written, with the code of a parent that is added first.
struct Planned {
    row: OrganisationRow,
    parent: Option<String>,
}

/// What is written.
#[derive(Default)]
pub(super) struct Work {
    new: Vec<Planned>,
    changed: Vec<Planned>,
}

pub(super) fn plan(
    reading: &Reading,
    on_file: &OnFile,
    compare: &mut Compare<'_>,
) -> (Vec<Change>, Work) {
    let by_code: HashMap<&str, &OrganisationRow> =
        on_file.organisations.iter().filter_map(|one| Some((one.code.as_deref()?, one))).collect();
    let (mut changes, mut work) = (Vec::new(), Work::default());
    for (at, record) in reading.records() {
        let Record::Organisation(record) = record else { continue };
        let is_it = |gone: &OrganisationRow| gone.code.as_deref() == Some(record.code.as_str());
        if let Some((_, kept)) = on_file.merged.iter().find(|(gone, _)| is_it(gone)) {
            let kept = on_file.organisations.iter().find(|one| one.id == *kept);
            let name = kept.map_or_else(String::new, |kept| kept.name.clone());
            compare.tell(at, Code::UnitMerged, "name", &record.name, name);
            continue;
        }
        let known = by_code.get(record.code.as_str()).copied();
        let above = record.parent.as_deref();
        let parent_id = above.and_then(|code| by_code.get(code)).map(|one| one.id);
        let planned = Planned {
            row: row_of(on_file, compare, at, known, record, parent_id),
            parent: above.filter(|_| parent_id.is_none()).map(str::to_owned),
        };
        if let Some(known) = known {
            let (before, mut after) = (facts(on_file, known), facts(on_file, &planned.row));
            if let (Some(parent), Some(last)) = (&planned.parent, after.last_mut()) {
                last.1.clone_from(parent);
            }
            if !compare.differ(at, before, after) {
                continue;
            }
        }
        let id = known.map(|known| known.id);
        changes.push(Change {
            at,
            on_file: id.map(i64::from),
            what: What::Organisation(record.clone()),
        });
        if known.is_some() { &mut work.changed } else { &mut work.new }.push(planned);
    }
    (changes, work)
}

/// What is then on file.
fn row_of(
    on_file: &OnFile,
    compare: &mut Compare<'_>,
    at: At,
    known: Option<&OrganisationRow>,
    record: &OrganisationRecord,
    parent_id: Option<OrganisationId>,
) -> OrganisationRow {
    let text = |of: fn(&OrganisationRow) -> &String| known.map_or("", |it| of(it).as_str());
    let region_id = on_file.region(record.region.as_deref());
    let order = known.map(|known| known.sort_order);
    OrganisationRow {
        id: known.map_or_else(OrganisationId::default, |known| known.id),
        code: Some(record.code.clone()),
        name: record.name.clone(),
        short_name: compare.keep_text(
            at,
            "short_name",
            record.short_name.as_ref(),
            text(|it| &it.short_name),
        ),
        match_key: unit_key(&record.name),
        kind: record.kind,
        region_id: compare
            .keep(at, "region", region_id, known.and_then(|it| it.region_id))
            .or_else(|| on_file.home.filter(|_| known.is_none())),
        parent_id: match &record.parent {
            Some(_) => parent_id,
            None => compare.keep(at, "parent", None, known.and_then(|known| known.parent_id)),
        },
        is_nominating_unit: compare
            .keep(at, "nominating", record.nominating, known.map(|it| it.is_nominating_unit))
            .unwrap_or_default(),
        sort_order: compare.keep(at, "order", record.order.map(i64::from), order).unwrap_or(0),
        note: compare.keep_text(at, "note", record.note.as_ref(), text(|it| &it.note)),
        merged_into: None,
        revision: known.map_or(1, |known| known.revision),
    }
}

fn facts(on_file: &OnFile, row: &OrganisationRow) -> Facts {
    let parent = on_file.organisations.iter().find(|other| Some(other.id) == row.parent_id);
    vec![
        ("name", row.name.clone()),
        ("short_name", row.short_name.clone()),
        ("kind", row.kind.as_str().to_owned()),
        ("region", on_file.region_name(row.region_id)),
        ("nominating", row.is_nominating_unit.to_string()),
        ("order", row.sort_order.to_string()),
        ("note", row.note.clone()),
        ("parent", parent.map_or_else(String::new, |parent| parent.name.clone())),
    ]
}

impl Work {
    pub(super) async fn apply(&self, tx: &mut Tx) -> Result<(), ActionError> {
        let new: Vec<_> = self.new.iter().map(|one| written(&one.row, None)).collect();
        let added = tx.add_organisations(&new).await?;
        let added: HashMap<String, OrganisationId> =
            added.into_iter().filter_map(|(id, code, _)| Some((code?, id))).collect();
        let of = |code: &String| added.get(code).copied();
        let hung = self.new.iter().filter_map(|one| {
            let id = one.row.code.as_ref().and_then(of)?;
            Some((id, of(one.parent.as_ref()?)))
        });
        tx.hang_organisations(&hung.collect::<Vec<_>>()).await?;
        let changed = self.changed.iter().map(|one| {
            let parent = one.parent.as_ref().and_then(of);
            (one.row.id, written(&one.row, parent))
        });
        Ok(tx.change_organisations(&changed.collect::<Vec<_>>()).await?)
    }
}

fn written(row: &OrganisationRow, parent: Option<OrganisationId>) -> NewOrganisation<'_> {
    NewOrganisation {
        code: row.code.as_deref(),
        name: &row.name,
        short_name: &row.short_name,
        match_key: &row.match_key,
        kind: row.kind,
        region_id: row.region_id,
        parent_id: parent.or(row.parent_id),
        is_nominating_unit: row.is_nominating_unit,
        sort_order: row.sort_order,
        note: &row.note,
    }
}
