//! Small sheets and what is on file, for the tests of the kinds.

use chrono::NaiveDate;

use super::{Cell, Code, Kind, Known, KnownRegion, Merge, ReadAs, Reading, Sheet, SheetRow, Value};
use crate::region::RegionLevel;

/// Regions and organisations of the tests.
pub(super) fn known() -> Known {
    let mut known = Known::new();
    let regions = [
        ("330400", "嘉兴市", RegionLevel::City, None),
        ("330402", "南湖区", RegionLevel::County, Some("330400")),
        ("330481", "海宁市", RegionLevel::County, Some("330400")),
        ("330402100", "凤桥镇", RegionLevel::Town, Some("330402")),
    ];
    for (code, name, level, parent) in regions {
        let parent = parent.map(str::to_owned);
        known.add_region(KnownRegion { code: code.into(), name: name.into(), level, parent });
    }
    known.add_organisation("A1", vec!["南湖区科学技术协会".into(), "南湖区科协".into()]);
    known.add_organisation("A2", vec!["海宁市科学技术协会".into(), "海宁市科协".into()]);
    known.add_organisation("A3", vec!["嘉兴经济技术开发区".into(), "经开区".into()]);
    known
}

/// A sheet of texts from its first row on; an empty text is an empty cell.
pub(super) fn sheet(rows: &[&[&str]]) -> Sheet {
    let rows = (1..).zip(rows).map(|(number, texts)| {
        let cells = (1..).zip(*texts).filter(|(_, text)| !text.is_empty());
        let cells = cells.map(|(column, text)| Cell::new(column, Value::Text((*text).into())));
        SheetRow { number, cells: cells.collect(), ..SheetRow::default() }
    });
    Sheet { name: "表".into(), rows: rows.collect(), ..Sheet::default() }
}

/// Puts another value into a cell.
pub(super) fn put(sheet: &mut Sheet, row: u32, cell: Cell) {
    let row = sheet.rows.iter_mut().find(|it| it.number == row).unwrap();
    row.cells.retain(|it| it.column != cell.column);
    row.cells.push(cell);
}

/// Joins cells of a column downwards.
pub(super) fn merge(sheet: &mut Sheet, column: u32, top: u32, bottom: u32) {
    sheet.merges.push(Merge { top, left: column, bottom, right: column });
}

/// Reads a sheet on the day of import of the samples.
pub(super) fn read(kind: Kind, sheet: Sheet) -> Reading {
    let day = NaiveDate::from_ymd_opt(2026, 11, 25).unwrap();
    super::read(kind, &[sheet], day, &known(), &ReadAs::default()).unwrap()
}

/// What was found, by row.
pub(super) fn codes(reading: &Reading) -> Vec<(u32, Code)> {
    reading.issues.iter().map(|issue| (issue.at.row, issue.code)).collect()
}
