//! Regions of a roster against those on file, and into the tree.

use std::collections::HashMap;

use chrono::NaiveDate;
use domain::{
    id::RegionId,
    roster::{Reading, Record, RegionRecord},
};
use store::{NewRegion, RegionRow, Tx, english_name};

use super::{
    change::{Change, What},
    has_column,
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

pub(super) fn plan(reading: &Reading, on_file: &OnFile) -> (Vec<Change>, Work) {
    let (mut changes, mut work) = (Vec::new(), Work::default());
    for (row, record) in reading.records() {
        let Record::Region(record) = record else { continue };
        let known = on_file.regions.get(&record.code);
        let planned = planned(reading, on_file, known, record);
        if known == Some(&planned.row) && planned.parent.is_none() {
            continue;
        }
        let id = known.map(|known| known.id);
        changes.push(Change {
            row,
            on_file: id.map(i64::from),
            what: What::Region(record.clone()),
        });
        if known.is_some() { &mut work.changed } else { &mut work.new }.push(planned);
    }
    (changes, work)
}

/// What is on file when the record is; a list that does not tell parents or order leaves them.
fn planned(
    reading: &Reading,
    on_file: &OnFile,
    known: Option<&RegionRow>,
    record: &RegionRecord,
) -> Planned {
    let same_name = known.filter(|known| known.name_zh == record.name);
    let above = record.parent.as_deref();
    let parent_id = on_file.region(above);
    let row = RegionRow {
        id: known.map_or_else(RegionId::default, |known| known.id),
        code: record.code.clone(),
        name_zh: record.name.clone(),
        name_en: same_name
            .map_or_else(|| english_name(&record.name), |known| known.name_en.clone()),
        level: record.level,
        parent_id: match known {
            Some(known) if !has_column(reading, "parent") => known.parent_id,
            _ => parent_id,
        },
        sort_order: record
            .order
            .map_or_else(|| known.map_or(0, |known| known.sort_order), i64::from),
    };
    Planned { row, parent: above.filter(|_| parent_id.is_none()).map(str::to_owned) }
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
