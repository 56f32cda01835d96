//! A register as offices hand it on: title, reporting unit and day, and a line for signatures. That of
//! the e-stations is R-11.

use actions::{RegisterEntryRow, RegisterFilter};
use domain::register_entry::{EntryState, RegisterKind};
use leptos_i18n::td_string as t;
use words::Locale;

use super::{field, region};
use crate::{
    error::Answer,
    form::query,
    id::Id,
    list_sheet::{ColumnOf, column, name_column, sheet_of},
    visit::Visit,
};

pub(super) async fn export(visit: Visit, Id(kind): Id<RegisterKind>) -> Answer {
    let filter = RegisterFilter::of(&query(&visit));
    let handed = visit.actions.register_export(&visit.call, kind, &filter).await?;
    let title = words::register_entry::kind(visit.l, kind);
    sheet_of(&visit, title, &columns(visit.l, kind), handed).await
}

type Column = ColumnOf<RegisterEntryRow>;

fn columns(l: Locale, kind: RegisterKind) -> Vec<Column> {
    let person: Column = name_column(words::register_entry::person(l, kind), 10, person);
    let name: Column = column(t!(l, register_entry.name), 26, |_, row| row.name.clone());
    let unit: Column = column(t!(l, register_entry.unit), 26, unit);
    let place: Column = column(t!(l, register_entry.region), 12, region);
    let first: Column = column(t!(l, register_entry.from), 12, |_, row| row.starts_on.to_string());
    let last: Column = column(t!(l, register_entry.until), 12, last);
    let state: Column = column(t!(l, register_entry.state_title), 10, |l, row| {
        words::register_entry::state(l, row.state).to_owned()
    });
    let detail: Column = column(t!(l, register_entry.detail_title), 20, |l, row| {
        row.detail.map(|it| words::register_entry::detail(l, it)).unwrap_or_default()
    });
    let document: Column =
        column(t!(l, register_entry.document), 24, |_, row| row.document_no.clone());
    let note: Column = column(t!(l, register_entry.note), 24, |_, row| row.note.clone());
    match kind {
        RegisterKind::Team => {
            let members: Column =
                column(t!(l, register_entry.members), 8, |_, row| row.n_members.to_string());
            vec![name, detail, unit, place, person, members, first, state, note]
        }
        RegisterKind::EStation => vec![
            name,
            place,
            column(t!(l, register_entry.address), 30, |_, row| row.address.clone()),
            person,
            first,
            column(t!(l, register_entry.conditions), 8, |_, row| row.n_met.to_string()),
            column(t!(l, register_entry.activities), 10, |_, row| row.n_activities.to_string()),
            column(t!(l, register_entry.trained_on), 12, |_, row| {
                row.trained_on.map(|day| day.to_string()).unwrap_or_default()
            }),
            unit,
            state,
            note,
        ],
        RegisterKind::Expert => vec![
            person,
            column(t!(l, register_entry.field), 14, field),
            unit,
            column(t!(l, register_entry.post), 14, |_, row| row.title.clone()),
            place,
            first,
            last,
            state,
            name_column(t!(l, register_entry.recorder), 10, |_, row| row.recorder_name.clone()),
            note,
        ],
        RegisterKind::Whitelist => {
            let course: Column = column(t!(l, register_entry.course), 26, |_, row| {
                row.course_title.clone().unwrap_or_default()
            });
            vec![place, person, course, unit, document, first, last, state, note]
        }
        // Nothing else is kept of a check (`LAW-23`).
        RegisterKind::Safeguarding => vec![
            person,
            column(t!(l, register_entry.requested_by), 26, super::sheet::unit),
            column(t!(l, register_entry.checked_on), 12, |_, row| row.starts_on.to_string()),
            column(t!(l, register_entry.result), 6, |l, _| t!(l, register_entry.clear).to_owned()),
            column(t!(l, register_entry.valid_until), 12, super::sheet::last),
        ],
        RegisterKind::Processor => vec![name, detail, document, first, last, note, state],
        RegisterKind::Quota => vec![
            unit,
            place,
            column(t!(l, register_entry.year), 8, |_, row| row.starts_on.format("%Y").to_string()),
            detail,
            column(t!(l, register_entry.seats), 8, |_, row| {
                row.n_seats.map(|n| n.to_string()).unwrap_or_default()
            }),
            document,
            note,
        ],
    }
}

fn person(_: Locale, row: &RegisterEntryRow) -> String {
    row.person_name.clone().unwrap_or_default()
}

fn unit(_: Locale, row: &RegisterEntryRow) -> String {
    row.unit_name.clone().unwrap_or_default()
}

/// The last day; of what was ended without one, nothing.
fn last(l: Locale, row: &RegisterEntryRow) -> String {
    match row.ends_on {
        Some(day) => day.to_string(),
        None if row.state == EntryState::Ended => String::new(),
        None => t!(l, register_entry.open_end).to_owned(),
    }
}
