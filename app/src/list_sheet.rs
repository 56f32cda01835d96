//! Lists as offices hand them on: title, reporting unit and day, the rows that were found, and a line
//! for signatures.

use actions::{HandedOn, RegionRow};
use documents::register::{Cell, Register};
use domain::form::Values;
use leptos::prelude::*;
use leptos_i18n::td_string as t;
use words::Locale;

use crate::{
    download::{XLSX, download},
    error::Answer,
    list_filter::address,
    review_paper::written,
    visit::Visit,
};

/// A column of a list: its head, how many characters wide, and what a row has there.
pub(crate) type ColumnOf<R> = (&'static str, u16, fn(Locale, &R) -> String);

/// The way to a list as a spreadsheet, with the search and the filters of its page.
pub(crate) fn sheet_link(l: Locale, path: &str, asked: &Values) -> impl IntoView + use<> {
    let href = address(path, asked);
    view! { <a class="button" href=href>{t!(l, register_entry.export)}</a> }
}

/// What was found, as a spreadsheet.
pub(crate) async fn sheet_of<R>(
    visit: &Visit,
    title: &str,
    columns: &[ColumnOf<R>],
    handed: HandedOn<R>,
) -> Answer {
    let today = visit.call.today();
    let register = register_of(visit.l, title, (columns, &handed.rows), &handed.regions, today);
    let name = format!("{title}-{today}.xlsx");
    Ok(download(&name, XLSX, written(register).await?, handed.noted))
}

/// Rows as offices hand them on, numbered; `regions`: those that their reader sees.
fn register_of<R>(
    l: Locale,
    title: &str,
    (columns, rows): (&[ColumnOf<R>], &[R]),
    regions: &[RegionRow],
    today: chrono::NaiveDate,
) -> Register {
    let line = |(number, row): (u32, &R)| {
        let cells = columns.iter().map(|(_, _, text)| Cell::Text(text(l, row)));
        std::iter::once(Cell::Number(number)).chain(cells).collect()
    };
    // Whoever sees one region alone reports it; who sees more writes the name in.
    let unit = match regions {
        [one] => words::place::county(l, &one.name_zh, &one.name_en),
        _ => "",
    };
    let heads = columns.iter().map(|(name, width, _)| ((*name).to_owned(), *width));
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
