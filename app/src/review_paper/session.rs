//! The programme of a session, and the cards with the names of who sits and who lectures.

use std::collections::BTreeSet;

use actions::{BookingRow, PanelRow, SessionPage, SlotRow};
use documents::{
    paper::{Column, Holds, NameCard, NameCards, Programme},
    register::Cell,
};
use domain::panel::PanelAnswer;
use leptos_i18n::td_string as t;
use words::Locale;

use super::text;

pub(super) fn programme_of(l: Locale, page: &SessionPage) -> Programme {
    let session = &page.session;
    let name = |member: &PanelRow| words::trial_lecture::seat_of(l, &member.name, member.seat_no);
    let names: Vec<String> = page.panel.iter().map(name).collect();
    let place = match (&session.place_name, &session.place_address, &session.video_link) {
        (Some(name), Some(address), _) => format!("{name} · {address}"),
        (Some(name), None, _) => name.clone(),
        (None, _, link) => link.clone().unwrap_or_default(),
    };
    Programme {
        name: t!(l, review_paper.programme).to_owned(),
        title: words::review_session::name(l, session.starts_at),
        place,
        date: words::time::date(l, actions::local_date(session.starts_at)),
        columns: columns(l),
        rows: taken(page).map(|(slot, booking)| row(slot, booking)).collect(),
        nothing: t!(l, review_paper.nothing_booked).to_owned(),
        panel: words::review_paper::panel(l, &names),
    }
}

fn columns(l: Locale) -> Vec<Column> {
    let column = |name: &str, width, holds| Column { name: name.to_owned(), width, holds };
    vec![
        column(t!(l, review_paper.column.time), 16, Holds::Words),
        column(t!(l, review_paper.column.lecturer), 18, Holds::Words),
        column(t!(l, review_paper.column.course), 48, Holds::Remark),
        column(t!(l, review_paper.column.remark), 24, Holds::Remark),
    ]
}

/// The booked slots by time.
fn taken(page: &SessionPage) -> impl Iterator<Item = (&SlotRow, &BookingRow)> {
    page.slots.iter().filter_map(|slot| {
        let booking = page.bookings.iter().find(|booking| booking.slot_id == slot.id)?;
        Some((slot, booking))
    })
}

fn row(slot: &SlotRow, booking: &BookingRow) -> Vec<Cell> {
    vec![
        text(words::time::hours(slot.starts_at, slot.ends_at)),
        text(&booking.lecturer_name),
        text(&booking.title),
        text(""),
    ]
}

/// A card for each of the panel who has not declined, and for each lecturer.
pub(super) fn name_cards_of(l: Locale, page: &SessionPage) -> NameCards {
    let card = |name: &String, part: &str| NameCard { name: name.clone(), part: part.to_owned() };
    let comes = |member: &&PanelRow| member.answer != Some(PanelAnswer::Declined);
    let mut cards: Vec<NameCard> = page
        .panel
        .iter()
        .filter(comes)
        .map(|member| card(&member.name, t!(l, review_paper.column.panelist)))
        .collect();
    let mut seen = BTreeSet::new();
    let once = taken(page).filter(|(_, booking)| seen.insert(booking.lecturer_id));
    cards.extend(once.map(|(_, it)| card(&it.lecturer_name, t!(l, review_paper.column.lecturer))));
    NameCards { title: words::review_paper::name_cards_of(l, page.session.starts_at), cards }
}
