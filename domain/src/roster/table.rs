//! Which rows below the header hold data, and which year the roster is of.

use super::{
    date::{YearOf, year_in, years_in},
    heading::{Found, SEQUENCE, heading_key},
    known::Known,
    sheet::{Cell, Value},
    text::{compact, half_width, without_brackets},
};

const TOTALS: [&str; 6] = ["小计", "合计", "总计", "共计", "累计", "本页小计"];
const REMARKS: [&str; 16] = [
    "注",
    "备注",
    "说明",
    "填表说明",
    "填报说明",
    "注意",
    "注意事项",
    "填表人",
    "填报人",
    "审核人",
    "制表人",
    "负责人",
    "单位负责人",
    "联系人",
    "填报单位",
    "填报时间",
];
const REPORT_DATES: [&str; 5] = ["填报时间", "填报日期", "填表时间", "填表日期", "制表时间"];
/// A remark, signature or total has at most so many cells.
const FEW_CELLS: usize = 4;
/// A heading above a section covers at least so many columns.
const SECTION_WIDTH: u32 = 3;

/// Numbers of the rows that hold data, downwards.
pub(super) fn data_rows(found: &Found<'_>, known: &Known) -> Vec<u32> {
    let mut remarks_began = false;
    let mut rows = Vec::new();
    for row in found.grid.rows().filter(|row| (found.row + 1..found.below).contains(row)) {
        let cells: Vec<&Cell> = found.own(row).collect();
        let remark = is_remark(&cells) || (remarks_began && cells.len() == 1);
        remarks_began |= remark;
        if !remark && !is_empty(found, &cells) && !is_no_data(found, known, row, &cells) {
            rows.push(row);
        }
    }
    // What stands alone above the next header is its title.
    let is_title = |row: &u32| found.own(*row).count() == 1;
    while found.below != u32::MAX && rows.last().is_some_and(is_title) {
        rows.pop();
    }
    rows
}

/// The year of the line that says when the roster was filled in.
pub(super) fn report_year(found: &Found<'_>) -> Option<i32> {
    lines_above(found).find_map(|row| {
        let mut cells = found.grid.own(row).skip_while(|cell| !names_report_date(&cell.text()));
        cells.find_map(|cell| year_in(after_report_date(&cell.text())))
    })
}

/// The year in a title such as `2026年度培训学时登记表` or `2025—2026学年度名单`.
pub(super) fn title_year(found: &Found<'_>) -> YearOf {
    let cells = lines_above(found).flat_map(|row| found.grid.own(row));
    let years = cells.map(|cell| year_of_title(&compact(&cell.text())));
    years.reduce(YearOf::or).unwrap_or_default()
}

/// The year that a table names anywhere above it, or in the name of its sheet.
pub(super) fn named_year(found: &Found<'_>) -> Option<i32> {
    let titled = title_year(found).or(year_of_title(&found.sheet.name));
    let lines = lines_above(found).flat_map(|row| found.grid.own(row));
    let mut texts = lines.map(Cell::text).filter(|text| !names_report_date(text));
    let in_texts = || texts.find_map(|text| text.contains('年').then(|| year_in(&text))?);
    titled.first().or_else(|| year_in(&found.sheet.name)).or_else(in_texts)
}

/// Rows above a table: its own first, then those of the tables above it.
fn lines_above<'a>(found: &'a Found<'_>) -> impl Iterator<Item = u32> + 'a {
    let upper = found.grid.rows().take_while(|row| *row <= found.above);
    found.rows_above().chain(upper)
}

fn year_of_title(title: &str) -> YearOf {
    let before = |word| title.split_once(word).map(|(front, _)| years_in(front));
    match before("学年") {
        Some(years) => years.first().map_or(YearOf::Unknown, |year| YearOf::School(*year)),
        None => YearOf::from(before("年度").and_then(|years| years.last().copied())),
    }
}

fn names_report_date(text: &str) -> bool {
    REPORT_DATES.iter().any(|word| text.contains(word))
}

fn after_report_date(text: &str) -> &str {
    let rest = REPORT_DATES.iter().find_map(|word| text.split_once(word));
    rest.map_or(text, |(_, rest)| rest)
}

/// Whether no recognised column but that of running numbers shows anything.
fn is_empty(found: &Found<'_>, cells: &[&Cell]) -> bool {
    let mut fields = cells.iter().filter_map(|cell| found.field(cell.column));
    fields.all(|field| field == SEQUENCE)
}

fn is_no_data(found: &Found<'_>, known: &Known, row: u32, cells: &[&Cell]) -> bool {
    is_total(cells) || is_section(found, known, row, cells) || is_header_again(found, cells)
}

/// A remark or signature: few cells, the first of which begins with its word and a colon.
fn is_remark(cells: &[&Cell]) -> bool {
    let Some(first) = cells.first().filter(|_| cells.len() <= FEW_CELLS) else { return false };
    let plain = half_width(&compact(&first.text()));
    let front = plain.split_once(':').map(|(front, _)| without_brackets(front).0);
    front.is_some_and(|front| REMARKS.contains(&front.as_str()))
}

/// A line of totals: its word stands in one of the first two cells.
fn is_total(cells: &[&Cell]) -> bool {
    let few = cells.len() <= FEW_CELLS;
    cells.iter().take(2).any(|cell| {
        let plain = half_width(&compact(&cell.text()));
        let bare = without_brackets(&plain).0;
        let bare = bare.trim_end_matches(':');
        TOTALS.contains(&bare) || (few && TOTALS.iter().any(|word| bare.ends_with(word)))
    })
}

/// A heading above a section: a single text that is no entry of the table.
fn is_section(found: &Found<'_>, known: &Known, row: u32, cells: &[&Cell]) -> bool {
    let numbered = |cell: &&&Cell| {
        found.field(cell.column) == Some(SEQUENCE) && !matches!(cell.value, Value::Text(_))
    };
    let mut rest = cells.iter().filter(|cell| !numbered(cell));
    let (Some(cell), None) = (rest.next(), rest.next()) else { return false };
    let text = compact(&cell.text());
    found.grid.width(row, cell.column) >= SECTION_WIDTH
        || found.field(cell.column) == Some(SEQUENCE)
        || is_ordinal(&text)
        || known.county(&without_brackets(&text).0).is_some()
}

/// Whether a text begins like `一、` or `（二）` or ends with a colon.
fn is_ordinal(text: &str) -> bool {
    let plain = half_width(text);
    let rest = plain.trim_start_matches('(').trim_start_matches(chinese_digit);
    let counted = rest.len() < plain.trim_start_matches('(').len();
    (counted && rest.starts_with(['、', ')'])) || plain.ends_with(':')
}

fn chinese_digit(it: char) -> bool {
    "一二三四五六七八九十".contains(it)
}

/// The header repeated on a further page.
fn is_header_again(found: &Found<'_>, cells: &[&Cell]) -> bool {
    let again = |cell: &&&Cell| {
        let heading = found.grid.held(found.row, cell.column);
        let heading = heading.map(|it| heading_key(&it.text()));
        heading.is_some_and(|key| !key.is_empty() && key == heading_key(&cell.text()))
    };
    cells.len() >= 2 && cells.iter().filter(again).count() * 2 > cells.len()
}
