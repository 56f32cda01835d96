//! Organisations of a roster against those on file, and into the tree.

use std::collections::HashMap;

use domain::{
    id::OrganisationId,
    roster::{OrganisationRecord, Reading, Record, unit_key},
};
use store::{NewOrganisation, OrganisationRow, Tx};

use super::{
    change::{Change, What},
    has_column,
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

pub(super) fn plan(reading: &Reading, on_file: &OnFile) -> (Vec<Change>, Work) {
    let by_code: HashMap<&str, &OrganisationRow> =
        on_file.organisations.iter().filter_map(|one| Some((one.code.as_deref()?, one))).collect();
    let (mut changes, mut work) = (Vec::new(), Work::default());
    for (row, record) in reading.records() {
        let Record::Organisation(record) = record else { continue };
        let known = by_code.get(record.code.as_str()).copied();
        let above = record.parent.as_deref();
        let parent_id = above.and_then(|code| by_code.get(code)).map(|one| one.id);
        let planned = Planned {
            row: row_of(reading, on_file, known, record, parent_id),
            parent: above.filter(|_| parent_id.is_none()).map(str::to_owned),
        };
        if known == Some(&planned.row) && planned.parent.is_none() {
            continue;
        }
        let id = known.map(|known| known.id);
        changes.push(Change {
            row,
            on_file: id.map(i64::from),
            what: What::Organisation(record.clone()),
        });
        if known.is_some() { &mut work.changed } else { &mut work.new }.push(planned);
    }
    (changes, work)
}

/// What is on file when the record is; a list that does not tell parents, regions or order leaves
/// them.
fn row_of(
    reading: &Reading,
    on_file: &OnFile,
    known: Option<&OrganisationRow>,
    record: &OrganisationRecord,
    parent_id: Option<OrganisationId>,
) -> OrganisationRow {
    let untold = |column| known.filter(|_| !has_column(reading, column));
    OrganisationRow {
        id: known.map_or_else(OrganisationId::default, |known| known.id),
        code: Some(record.code.clone()),
        name: record.name.clone(),
        short_name: record.short_name.clone().unwrap_or_default(),
        match_key: unit_key(&record.name),
        kind: record.kind,
        region_id: match untold("region") {
            Some(known) => known.region_id,
            None => on_file.region(record.region.as_deref()),
        },
        parent_id: untold("parent").map_or(parent_id, |known| known.parent_id),
        is_nominating_unit: record.nominating,
        sort_order: record
            .order
            .map_or_else(|| known.map_or(0, |known| known.sort_order), i64::from),
        note: record.note.clone().unwrap_or_default(),
    }
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
