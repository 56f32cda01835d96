//! Regions of a roster against those on file, and into the tree.

use std::collections::HashMap;

use chrono::NaiveDate;
use domain::{
    id::RegionId,
    roster::{At, Reading, Record, RegionRecord},
};
use store::{NewRegion, RegionRow, Tx, english_name};

use super::{
    change::{Change, What},
    compare::{Compare, Facts},
    on_file::OnFile,
};
use crate::ActionError;

/// Codes that came with the first edition are valid from then on.
const FIRST_DAY: NaiveDate = NaiveDate::from_ymd_opt(1949, 10, 1).expect("a date");

/// A region to be written, with the code of a parent that is added first.
struct Planned {
    row: RegionRow,
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
    let (mut changes, mut work) = (Vec::new(), Work::default());
    for (at, record) in reading.records() {
        let Record::Region(record) = record else { continue };
        let known = on_file.regions.get(&record.code);
        let planned = planned(on_file, compare, at, known, record);
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
        changes.push(Change { at, on_file: id.map(i64::from), what: What::Region(record.clone()) });
        if known.is_some() { &mut work.changed } else { &mut work.new }.push(planned);
    }
    (changes, work)
}

/// What is then on file.
fn planned(
    on_file: &OnFile,
    compare: &mut Compare<'_>,
    at: At,
    known: Option<&RegionRow>,
    record: &RegionRecord,
) -> Planned {
    let same_name = known.filter(|known| known.name_zh == record.name);
    let above = record.parent.as_deref();
    let parent_id = on_file.region(above);
    let order = known.map(|known| known.sort_order);
    let row = RegionRow {
        id: known.map_or_else(RegionId::default, |known| known.id),
        code: record.code.clone(),
        name_zh: record.name.clone(),
        name_en: same_name
            .map_or_else(|| english_name(&record.name), |known| known.name_en.clone()),
        level: record.level,
        parent_id: match above {
            Some(_) => parent_id,
            None => compare.keep(at, "parent", None, known.and_then(|known| known.parent_id)),
        },
        sort_order: compare.keep(at, "order", record.order.map(i64::from), order).unwrap_or(0),
    };
    Planned { row, parent: above.filter(|_| parent_id.is_none()).map(str::to_owned) }
}

fn facts(on_file: &OnFile, row: &RegionRow) -> Facts {
    vec![
        ("name", row.name_zh.clone()),
        ("level", row.level.as_str().to_owned()),
        ("order", row.sort_order.to_string()),
        ("parent", on_file.region_name(row.parent_id)),
    ]
}

impl Work {
    pub(super) async fn apply(&self, tx: &mut Tx) -> Result<(), ActionError> {
        let new: Vec<_> = self.new.iter().map(|planned| new_region(&planned.row)).collect();
        let added = tx.add_regions(&new).await?;
        let added: HashMap<String, RegionId> =
            added.into_iter().map(|(id, code)| (code, id)).collect();
        let of = |code: &String| added.get(code).copied();
        let hung =
            self.new.iter().filter_map(|one| Some((of(&one.row.code)?, one.parent.as_ref()?)));
        let hung: Vec<_> = hung.map(|(id, parent)| (id, of(parent))).collect();
        tx.hang_regions(&hung).await?;
        let changed = self.changed.iter().map(|one| RegionRow {
            parent_id: one.parent.as_ref().and_then(of).or(one.row.parent_id),
            ..one.row.clone()
        });
        Ok(tx.change_regions(&changed.collect::<Vec<_>>()).await?)
    }
}

fn new_region(row: &RegionRow) -> NewRegion<'_> {
    NewRegion {
        code: &row.code,
        name_zh: &row.name_zh,
        name_en: &row.name_en,
        level: row.level,
        parent_id: row.parent_id,
        sort_order: row.sort_order,
        valid_from: FIRST_DAY,
    }
}
