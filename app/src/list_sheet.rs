//! Lists as offices hand them on: title, reporting unit and day, the rows that were found, and a line
//! for signatures.

use actions::{HandedOn, RegionRow};
use documents::register::{Cell, Register};
use domain::form::{Field, Values};
use leptos::prelude::*;
use leptos_i18n::td_string as t;
use words::Locale;

use crate::{
    download::{XLSX, download},
    error::Answer,
    form::query,
    list_filter::address,
    review_paper::written,
    visit::Visit,
};

/// A column of a list: its head, how many characters wide, and what a row has there.
#[derive(Clone, Copy)]
pub(crate) struct ColumnOf<R> {
    head: &'static str,
    width: u16,
    text: fn(Locale, &R) -> String,
    has_name: bool,
}

/// A column of anything but names of people.
pub(crate) fn column<R>(
    head: &'static str,
    width: u16,
    text: fn(Locale, &R) -> String,
) -> ColumnOf<R> {
    ColumnOf { head, width, text, has_name: false }
}

/// A column of names of people, which are masked for whoever asks for that (`LAW-07`).
pub(crate) fn name_column<R>(
    head: &'static str,
    width: u16,
    text: fn(Locale, &R) -> String,
) -> ColumnOf<R> {
    ColumnOf { head, width, text, has_name: true }
}

/// The way to a list as a spreadsheet, with the search and the filters of its page.
pub(crate) fn sheet_link(l: Locale, path: &str, asked: &Values) -> impl IntoView + use<> {
    let href = address(path, asked);
    view! { <a class="button" href=href>{t!(l, register_entry.export)}</a> }
}

/// The same of a list of people, and once more with their names masked.
pub(crate) fn name_sheet_links(l: Locale, path: &str, asked: &Values) -> impl IntoView + use<> {
    let mut masked = asked.clone();
    masked.set(Field::Masked, "yes");
    view! {
        {sheet_link(l, path, asked)}
        " "
        <a href=address(path, &masked)>{t!(l, register_entry.export_masked)}</a>
    }
}

/// What was found, as a spreadsheet.
pub(crate) async fn sheet_of<R>(
    visit: &Visit,
    title: &str,
    columns: &[ColumnOf<R>],
    handed: HandedOn<R>,
) -> Answer {
    let today = visit.call.today();
    let is_masked = !query(visit).get(Field::Masked).is_empty();
    let shown = Shown { l: visit.l, is_masked };
    let register = register_of(shown, title, (columns, &handed.rows), &handed.regions, today);
    let name = format!("{title}-{today}.xlsx");
    Ok(download(&name, XLSX, written(register).await?, handed.noted))
}

/// How a list is shown to whoever it is handed on to.
#[derive(Clone, Copy)]
struct Shown {
    l: Locale,
    is_masked: bool,
}

/// Rows as offices hand them on, numbered; `regions`: those that their reader sees.
fn register_of<R>(
    Shown { l, is_masked }: Shown,
    title: &str,
    (columns, rows): (&[ColumnOf<R>], &[R]),
    regions: &[RegionRow],
    today: chrono::NaiveDate,
) -> Register {
    let line = |(number, row): (u32, &R)| {
        let cells = columns.iter().map(|column| {
            let text = (column.text)(l, row);
            let is_hidden = is_masked && column.has_name;
            Cell::Text(if is_hidden { words::person::masked_name(&text) } else { text })
        });
        std::iter::once(Cell::Number(number)).chain(cells).collect()
    };
    // Whoever sees one region alone reports it; who sees more writes the name in.
    let unit = match regions {
        [one] => words::place::county(l, &one.name_zh, &one.name_en),
        _ => "",
    };
    let heads = columns.iter().map(|column| (column.head.to_owned(), column.width));
    let number = (t!(l, register_entry.number).to_owned(), 6);
    Register {
        sheet: title.to_owned(),
        title: title.to_owned(),
        unit: format!("{}{unit}", t!(l, register_entry.sheet_unit)),
        date: words::register_entry::sheet_date(l, today),
        columns: std::iter::once(number).chain(heads).collect(),
        rows: (1_u32..).zip(rows).map(line).collect(),
        note: t!(l, register_entry.sheet_note).to_owned(),
    }
}
