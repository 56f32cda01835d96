//! The month as a table of weeks: times alone, each day a link to its week.

use actions::{CalendarItem, CalendarName, CalendarSheet, local_date, local_time};
use chrono::{Datelike as _, NaiveDate};
use domain::calendar::{CalendarSpan, CalendarView};
use leptos::prelude::*;
use words::Locale;

use super::{address, what};

/// In a cell there is room for so many.
const IN_CELL: usize = 4;

pub(super) fn month(
    l: Locale,
    today: NaiveDate,
    span: CalendarSpan,
    sheet: &CalendarSheet,
    path: &str,
) -> AnyView {
    let days: Vec<NaiveDate> = span.days().collect();
    let heads = days
        .iter()
        .take(7)
        .map(|day| {
            let name = words::time::weekday_of(l, *day);
            view! { <th scope="col" abbr=name>{words::time::short_weekday_of(l, *day)}</th> }
        })
        .collect_view();
    let weeks = days
        .chunks(7)
        .map(|week| {
            let cells = week.iter().map(|day| cell(l, today, span, sheet, path, *day));
            view! { <tr>{cells.collect_view()}</tr> }
        })
        .collect_view();
    let caption = words::time::month_of(l, span.around);
    view! {
        <table class="month">
            <caption>{caption}</caption>
            <thead><tr>{heads}</tr></thead>
            <tbody>{weeks}</tbody>
        </table>
    }
    .into_any()
}

fn cell(
    l: Locale,
    today: NaiveDate,
    span: CalendarSpan,
    sheet: &CalendarSheet,
    path: &str,
    day: NaiveDate,
) -> impl IntoView + use<> {
    let items: Vec<&CalendarItem> =
        sheet.items.iter().filter(|item| local_date(item.starts_at) == day).collect();
    let is_mine = sheet.name == CalendarName::Mine;
    let lines = items
        .iter()
        .take(IN_CELL)
        .map(|item| {
            let at = local_time(item.starts_at).format("%H:%M").to_string();
            view! { <li><span>{at}</span>" "{what(l, item, is_mine)}</li> }
        })
        .collect_view();
    let more = (items.len() > IN_CELL).then(|| {
        let rest = items.len() - IN_CELL;
        view! { <li>{format!("+{rest}")}</li> }
    });
    let href = address(path, CalendarView::Week, day);
    let is_outside = day.month() != span.around.month();
    view! {
        <td data-today=(day == today).then_some("") data-outside=is_outside.then_some("")>
            <a href=href aria-label=words::time::day(l, day)>{day.day()}</a>
            <ul class="plain">{lines}{more}</ul>
        </td>
    }
}
