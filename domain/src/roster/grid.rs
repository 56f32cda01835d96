//! Quick look-up in one sheet, with merged cells taken into account.

use std::collections::{BTreeMap, BTreeSet};

use super::{
    sheet::{Cell, Merge, Sheet},
    text::compact,
};

/// The cells of a sheet that show something, by row and column.
pub(super) struct Grid<'a> {
    rows: BTreeMap<u32, BTreeMap<u32, &'a Cell>>,
    downward: BTreeMap<(u32, u32), u32>,
    across: BTreeMap<(u32, u32), u32>,
    hidden: BTreeSet<u32>,
}

/// What people write for "as above".
const DITTO: [&str; 9] = ["同上", "上同", "同前", "〃", "''", "\"", "″", "”", "ditto"];

/// Whether a text says that its place holds what stands above.
pub(super) fn is_ditto(text: &str) -> bool {
    let plain = compact(text);
    DITTO.iter().any(|mark| plain.eq_ignore_ascii_case(mark))
}

impl<'a> Grid<'a> {
    /// Indexes a sheet.
    pub(super) fn new(sheet: &'a Sheet) -> Self {
        let mut rows: BTreeMap<u32, BTreeMap<u32, &Cell>> = BTreeMap::new();
        for row in &sheet.rows {
            for cell in row.cells.iter().filter(|cell| !cell.is_blank()) {
                rows.entry(row.number).or_default().insert(cell.column, cell);
            }
        }
        let downward = sheet.merges.iter().filter(|merge| merge.top < merge.bottom);
        let across = sheet.merges.iter().filter(|merge| merge.left < merge.right);
        Self {
            rows,
            downward: downward
                .map(|Merge { left, top, bottom, .. }| ((*left, *top), *bottom))
                .collect(),
            hidden: sheet.rows.iter().filter(|row| row.is_hidden).map(|row| row.number).collect(),
            across: across.map(|Merge { top, left, right, .. }| ((*top, *left), *right)).collect(),
        }
    }

    /// Numbers of the rows that show something, downwards.
    pub(super) fn rows(&self) -> impl Iterator<Item = u32> + '_ {
        self.rows.keys().copied()
    }

    /// Whether a row is hidden.
    pub(super) fn is_hidden(&self, row: u32) -> bool {
        self.hidden.contains(&row)
    }

    /// The number of the row that shows something next above a row.
    pub(super) fn row_before(&self, row: u32) -> Option<u32> {
        self.rows.range(..row).next_back().map(|(before, _)| *before)
    }

    /// The cells that a row has itself, without those merged into it from above.
    pub(super) fn own(&self, row: u32) -> impl Iterator<Item = &'a Cell> + '_ {
        self.rows.get(&row).into_iter().flat_map(|cells| cells.values().copied())
    }

    /// The cell that holds at a place: its own, or the one merged down over it.
    pub(super) fn held(&self, row: u32, column: u32) -> Option<&'a Cell> {
        self.at(row, column).or_else(|| {
            let ((left, top), bottom) = self.downward.range(..=(column, row)).next_back()?;
            if *left == column && row <= *bottom { self.at(*top, column) } else { None }
        })
    }

    /// Whether the cell that holds at a place stands for several rows.
    pub(super) fn is_merged_down(&self, row: u32, column: u32) -> bool {
        let before = self.downward.range(..=(column, row)).next_back();
        before.is_some_and(|((left, _), bottom)| *left == column && row <= *bottom)
    }

    /// What a mark such as `〃` at a place stands for: the nearest cell above it, below a row, that
    /// holds something else.
    pub(super) fn above(&self, row: u32, column: u32, header: u32) -> Option<&'a Cell> {
        let mut rows = self.rows.range(header.saturating_add(1)..row).rev();
        rows.find_map(|(row, _)| self.held(*row, column).filter(|cell| !is_ditto(&cell.text())))
    }

    /// The cell that holds at a place of a heading: also one merged across from the left.
    pub(super) fn heading(&self, row: u32, column: u32) -> Option<&'a Cell> {
        self.held(row, column).or_else(|| {
            let ((top, left), right) = self.across.range(..=(row, column)).next_back()?;
            if *top == row && column <= *right { self.at(row, *left) } else { None }
        })
    }

    /// How many columns the cell at a place covers.
    pub(super) fn width(&self, row: u32, column: u32) -> u32 {
        self.across.get(&(row, column)).map_or(1, |right| right.saturating_sub(column) + 1)
    }

    fn at(&self, row: u32, column: u32) -> Option<&'a Cell> {
        self.rows.get(&row)?.get(&column).copied()
    }
}
