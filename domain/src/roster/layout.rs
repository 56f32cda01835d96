//! Finds the tables of a workbook: in every sheet that is seen, beside and below each other.

use std::{ops::RangeInclusive, rc::Rc};

use super::{
    ReadAs, Refused,
    date::{YearOf, year_in},
    grid::Grid,
    heading::{Found, Place, Vocabulary, heading_key},
    reading::{LeftOut, WhyLeftOut},
    sheet::Sheet,
    table,
    text::compact,
};

/// A first header stands within so many rows that show something.
const SEARCHED_ROWS: usize = 15;
/// Fewer known headings in a row do not make it a header.
const FEWEST_HEADINGS: usize = 2;
/// All columns.
const EVERYWHERE: RangeInclusive<u32> = 0..=u32::MAX;
/// What the names of sheets say that show how others are filled in.
const INSTRUCTIONS: [&str; 7] = ["说明", "示例", "样例", "样表", "范例", "须知", "填写要求"];

/// The tables of a workbook.
pub(super) struct Layout<'a> {
    /// Those that are read, in the order of the workbook.
    pub(super) tables: Vec<Found<'a>>,
    /// The sheets that are not.
    pub(super) left_out: Vec<LeftOut>,
}

/// A header row with what it names in a range of columns.
struct Header {
    row: u32,
    range: RangeInclusive<u32>,
    places: Vec<Place>,
}

/// The tables of all sheets that are seen; those of hidden sheets, if no others are there.
pub(super) fn find<'a>(
    words: &Vocabulary,
    sheets: &'a [Sheet],
    read_as: &ReadAs,
) -> Result<Layout<'a>, Refused> {
    let chosen = read_as.sheet.as_deref().map(compact);
    let is_chosen = |sheet: &Sheet| chosen.as_ref().is_none_or(|it| compact(&sheet.name) == *it);
    let mut ways: [fn(&Sheet) -> bool; 3] =
        [|sheet| !sheet.hidden && !is_instruction(sheet), |sheet| !sheet.hidden, |_| true];
    if chosen.is_some() {
        ways = [|_| true; 3];
    }
    let tables = ways.into_iter().map(|may_be_read| {
        let read = sheets.iter().filter(|sheet| may_be_read(sheet) && is_chosen(sheet));
        read.flat_map(|sheet| tables_of(words, sheet)).collect::<Vec<_>>()
    });
    let Some(tables) = { tables }.find(|tables| !tables.is_empty()) else {
        return Err(match chosen {
            Some(_) if !sheets.iter().any(is_chosen) => {
                Refused::SheetUnknown { sheet: read_as.sheet.clone().unwrap_or_default() }
            }
            _ => {
                nothing_found(words, &sheets.iter().filter(|it| is_chosen(it)).collect::<Vec<_>>())
            }
        });
    };
    if chosen.is_none() {
        refuse_different_years(&tables)?;
    }
    let is_read = |sheet: &Sheet| tables.iter().any(|found| std::ptr::eq(found.sheet, sheet));
    let left = sheets.iter().filter(|sheet| !is_read(sheet) && !sheet.rows.is_empty());
    let left_out = left.map(|sheet| LeftOut {
        sheet: sheet.name.clone(),
        why: match sheet {
            sheet if !is_chosen(sheet) => WhyLeftOut::NotChosen,
            sheet if sheet.hidden => WhyLeftOut::Hidden,
            sheet if is_instruction(sheet) => WhyLeftOut::Instruction,
            _ => WhyLeftOut::NoTable,
        },
    });
    Ok(Layout { left_out: left_out.collect(), tables })
}

fn is_instruction(sheet: &Sheet) -> bool {
    INSTRUCTIONS.iter().any(|word| sheet.name.contains(word))
}

/// Lists of two years are not one list; which of them is meant, only a person knows.
fn refuse_different_years(tables: &[Found<'_>]) -> Result<(), Refused> {
    let years = tables
        .iter()
        .filter_map(|found| Some((found.sheet.name.clone(), table::named_year(found)?)));
    let mut sheets: Vec<(String, i32)> = years.collect();
    sheets.dedup();
    let first = sheets.first().map(|(_, year)| *year);
    let mut others = sheets.iter().filter(|(_, year)| Some(*year) != first);
    if others.next().is_some() { Err(Refused::YearsDiffer { sheets }) } else { Ok(()) }
}

/// Why nothing is read: what the header that comes nearest lacks, if there is one.
fn nothing_found(words: &Vocabulary, sheets: &[&Sheet]) -> Refused {
    let visible = || sheets.iter().filter(|sheet| !sheet.hidden);
    let nearest = visible().chain(sheets.iter()).filter_map(|sheet| {
        let grid = Rc::new(Grid::new(sheet));
        let header = best_header(words, &grid, |places| places.len() >= FEWEST_HEADINGS)?;
        Some(found(sheet, &grid, header, 0, u32::MAX))
    });
    let best = nearest.reduce(
        |best, other| {
            if other.places.len() > best.places.len() { other } else { best }
        },
    );
    if let Some(best) = best {
        let columns = words.missing(&best.places).into_iter().map(str::to_owned).collect();
        let found = best.columns(0).collect();
        return Refused::ColumnMissing {
            sheet: best.sheet.name.clone(),
            row: best.row,
            columns,
            found,
        };
    }
    let mut filled = sheets.iter().filter(|sheet| !sheet.rows.is_empty());
    match (filled.next(), filled.next()) {
        (Some(only), None) => Refused::HeaderNotFound { sheet: only.name.clone() },
        _ => Refused::SheetNotFound,
    }
}

/// The tables of a sheet, downwards and from left to right.
fn tables_of<'a>(words: &Vocabulary, sheet: &'a Sheet) -> Vec<Found<'a>> {
    let grid = Rc::new(Grid::new(sheet));
    let is_whole =
        |places: &[Place]| places.len() >= FEWEST_HEADINGS && words.missing(places).is_empty();
    let Some(first) = best_header(words, &grid, is_whole) else { return Vec::new() };
    let mut headers = vec![first];
    for row in grid.rows() {
        let Some(last) = headers.last() else { continue };
        if row <= last.row
            || grid.row_before(row) == Some(last.row)
            || !is_heading(words, &grid, row)
        {
            continue;
        }
        let places = words.recognised(&grid, row, &EVERYWHERE);
        // The same header again, on a further page, begins nothing new.
        if is_whole(&places) && places != last.places {
            headers.push(Header { row, range: EVERYWHERE, places });
        }
    }
    let rows: Vec<u32> = headers.iter().map(|header| header.row).collect();
    let above = std::iter::once(0).chain(rows.iter().copied());
    let below = rows.iter().skip(1).copied().chain([u32::MAX]);
    let tables = headers.into_iter().zip(above.zip(below).collect::<Vec<_>>());
    tables
        .flat_map(|(header, (above, below))| {
            let parts = beside_each_other(words, &grid, header, &is_whole);
            let parts = parts.into_iter();
            parts.map(|header| found(sheet, &grid, header, above, below)).collect::<Vec<_>>()
        })
        .collect()
}

/// Whether most cells of a row are known headings.
fn is_heading(words: &Vocabulary, grid: &Grid<'_>, row: u32) -> bool {
    words.n_known(grid, row) * 2 > grid.own(row).count()
}

/// Among the first rows the one that names the most columns of those that will do.
fn best_header(
    words: &Vocabulary,
    grid: &Grid<'_>,
    will_do: impl Fn(&[Place]) -> bool,
) -> Option<Header> {
    let mut best: Option<Header> = None;
    for row in grid.rows().take(SEARCHED_ROWS) {
        let places = words.recognised(grid, row, &EVERYWHERE);
        let most = best.as_ref().map_or(0, |best| best.places.len());
        if places.len() > most && will_do(&places) {
            best = Some(Header { row, range: EVERYWHERE, places });
        }
    }
    best
}

/// The lists that stand beside each other below one header row: where its headings begin again.
fn beside_each_other(
    words: &Vocabulary,
    grid: &Grid<'_>,
    header: Header,
    is_whole: &impl Fn(&[Place]) -> bool,
) -> Vec<Header> {
    let mut starts: Vec<u32> = vec![0];
    let mut keys: Vec<String> = Vec::new();
    for cell in grid.own(header.row) {
        let key = heading_key(&cell.text());
        if keys.contains(&key) {
            starts.push(cell.column);
            keys.clear();
        }
        keys.push(key);
    }
    let ends = starts.iter().skip(1).map(|start| start - 1).chain([u32::MAX]);
    let parts = starts.iter().zip(ends).map(|(start, end)| {
        let range = *start..=end;
        let places = words.recognised(grid, header.row, &range);
        Header { row: header.row, range, places }
    });
    let parts: Vec<Header> = parts.collect();
    let is_several = parts.len() > 1 && parts.iter().all(|part| is_whole(&part.places));
    if is_several { parts } else { vec![header] }
}

fn found<'a>(
    sheet: &'a Sheet,
    grid: &Rc<Grid<'a>>,
    header: Header,
    above: u32,
    below: u32,
) -> Found<'a> {
    let Header { row, range, places } = header;
    let (year, cycle) = (YearOf::Unknown, None);
    let grid = Rc::clone(grid);
    let mut found = Found { sheet, grid, row, above, below, range, places, year, cycle };
    let (reported, titled) = (table::report_year(&found), table::title_year(&found));
    found.year = match titled {
        YearOf::School(_) => titled,
        _ => YearOf::from(reported).or(titled).or(YearOf::from(year_in(&sheet.name))),
    };
    found.cycle = titled.first().or(reported);
    found
}
