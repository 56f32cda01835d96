//! The papers of a sitting, as spreadsheets that offices print, sign and keep.

use actions::{ActionError, SessionPage, TrialPage};
use documents::register::{Cell, Register, write};
use domain::{
    id::{BookingId, ReviewSessionId},
    review_sheet::{Dimension, ReviewResult, criteria},
    role::Role,
    score_sheet::{Points, Seat, Trim},
    trial_lecture::Seated,
};
use leptos_i18n::td_string as t;
use words::{
    Locale,
    review_paper::{Part, counted},
};

use crate::{
    download::{XLSX, download},
    error::{Answer, AppError},
    id::Id,
    route::{Route, Who},
    visit::Visit,
};

const KEEPER: Who = Who::Role(&[Role::CityOffice, Role::SessionOrganiser, Role::Supervisor]);
const TAKER: Who = Who::Role(&[Role::CityOffice, Role::SessionOrganiser, Role::Panelist]);

pub(crate) fn routes() -> Vec<Route> {
    vec![
        Route::get("/trial_lecture/{id}/record.xlsx", KEEPER, record),
        Route::get("/review_session/{id}/programme.xlsx", TAKER, programme),
    ]
}

async fn record(visit: Visit, Id(id): Id<BookingId>) -> Answer {
    let (page, noted) = visit.actions.evaluation_record(&visit.call, id).await?;
    let register = record_of(visit.l, &page);
    let name = format!("{}-{}.xlsx", register.sheet, page.lecture.booking.title);
    Ok(download(&name, XLSX, written(register).await?, noted))
}

async fn programme(visit: Visit, Id(id): Id<ReviewSessionId>) -> Answer {
    let (page, noted) = visit.actions.programme(&visit.call, id).await?;
    let register = programme_of(visit.l, &page);
    let name = format!("{}.xlsx", register.title);
    Ok(download(&name, XLSX, written(register).await?, noted))
}

/// Off the threads that answer requests.
async fn written(register: Register) -> Result<Vec<u8>, AppError> {
    let failed = |text: String| ActionError::Internal(text);
    let bytes = tokio::task::spawn_blocking(move || write(&register)).await;
    let bytes = bytes.map_err(|error| failed(error.to_string()))?;
    Ok(bytes.map_err(|error| failed(error.to_string()))?)
}

fn text(text: impl Into<String>) -> Cell {
    Cell::Text(text.into())
}

fn points(points: Points) -> Cell {
    Cell::Decimal(points.to_string())
}

fn record_of(l: Locale, page: &TrialPage) -> Register {
    let booking = &page.lecture.booking;
    let mut columns = vec![
        (t!(l, review_paper.column.seat).to_owned(), 6),
        (t!(l, review_paper.column.panelist).to_owned(), 12),
        (t!(l, review_paper.column.counted).to_owned(), 12),
    ];
    let names = criteria().into_iter().map(|one| {
        let name = words::review_sheet::criterion(l, &one.code);
        (words::review_paper::criterion(l, name, one.max), 12)
    });
    columns.extend(names);
    columns.push((t!(l, trial_lecture.total).to_owned(), 9));
    columns.push((t!(l, review_sheet.strength).to_owned(), 30));
    columns.push((t!(l, review_sheet.suggestion).to_owned(), 30));
    let result = page.result.as_ref().and_then(|result| result.as_ref().ok());
    let mut rows: Vec<Vec<Cell>> =
        page.lecture.seated.iter().map(|one| seat_row(l, page, result, one)).collect();
    rows.extend(result.map(|result| mean_row(l, result)));
    let round = page.lecture.trial.as_ref().map_or(1, |trial| trial.round_no);
    Register {
        sheet: t!(l, review_paper.record).to_owned(),
        title: words::review_paper::record_of(l, &booking.title),
        unit: words::review_paper::lecturer(l, &booking.lecturer_name, round),
        date: words::time::span(l, booking.starts_at, booking.ends_at),
        columns,
        rows,
        note: record_note(l, page, result),
    }
}

/// A panelist with the sheet, or why there is none that counts.
fn seat_row(l: Locale, page: &TrialPage, result: Option<&ReviewResult>, one: &Seated) -> Vec<Cell> {
    let sheet = page.sheets.iter().map(|seen| &seen.sheet).find(|it| it.person_id == one.person);
    let sheet = sheet.filter(|_| one.judges());
    let seat = Seat(u32::try_from(one.seat_no).unwrap_or_default());
    let part = match (sheet, result.map(|result| result.aggregate.trim)) {
        _ if one.is_recused() => Part::Recused,
        _ if !one.is_present => Part::Absent,
        (None, _) => Part::Missing,
        (Some(_), Some(Trim::Trimmed { highest, .. })) if highest == seat => Part::Highest,
        (Some(_), Some(Trim::Trimmed { lowest, .. })) if lowest == seat => Part::Lowest,
        (Some(_), Some(_)) => Part::Counted,
        (Some(_), None) => Part::Comments,
    };
    let mut row =
        vec![Cell::Number(seat.0), text(page.name_of(one.person)), text(counted(l, part))];
    let scores = sheet.map(|sheet| sheet.scores.as_slice()).unwrap_or_default();
    for place in 0..criteria().len() {
        row.push(scores.get(place).copied().flatten().map_or_else(|| text(""), points));
    }
    let total = scores.iter().flatten().map(|score| score.in_hundredths()).sum();
    row.push(sheet.map_or_else(|| text(""), |_| points(Points::hundredths(total))));
    row.push(text(sheet.map_or("", |sheet| sheet.strength.as_str())));
    row.push(text(sheet.map_or("", |sheet| sheet.suggestion.as_str())));
    row
}

fn mean_row(l: Locale, result: &ReviewResult) -> Vec<Cell> {
    let mut row = vec![text(""), text(t!(l, review_paper.mean)), text("")];
    row.extend(result.aggregate.criterion_means.iter().copied().map(points));
    row.extend([points(result.aggregate.mean), text(""), text("")]);
    row
}

/// Figures, vetoes, verdict, changes and the lines for signatures.
fn record_note(l: Locale, page: &TrialPage, result: Option<&ReviewResult>) -> String {
    let mut lines = Vec::new();
    if let Some(result) = result {
        let figure = |one: &Dimension| {
            let (mean, max) = (result.of(*one), one.maximum().in_hundredths() / 100);
            let of = words::trial_lecture::of_max(l, &mean.to_string(), &max.to_string());
            format!("{}{of}", words::review_sheet::dimension(l, *one))
        };
        lines.push(Dimension::ALL.iter().map(figure).collect::<Vec<_>>().join(t!(l, page.comma)));
        let n = result.aggregate.totals.len();
        lines.push(words::trial_lecture::counted(l, n, result.is_untrimmed()));
    }
    for seen in &page.sheets {
        if let Some(veto) = seen.sheet.veto {
            let ground = words::trial_lecture::veto(l, veto);
            lines.push(words::review_sheet::veto_of(l, ground, &seen.sheet.veto_detail));
        }
    }
    if let Some(trial) = &page.lecture.trial {
        if let Some(why) = trial.advisory {
            lines.push(words::trial_lecture::advisory(l, why).to_owned());
        }
        let said = [
            (t!(l, trial_lecture.computed), trial.computed, ""),
            (t!(l, trial_lecture.proposed), trial.proposed, trial.proposal_reason.as_str()),
            (t!(l, trial_lecture.decided), trial.verdict, trial.decision_reason.as_str()),
        ];
        for (what, verdict, reason) in said {
            let Some(verdict) = verdict else { continue };
            let verdict = words::trial_lecture::verdict(l, verdict);
            lines.push(words::review_paper::said(l, what, verdict, reason));
        }
    }
    if !page.changes.is_empty() {
        lines.push(t!(l, trial_lecture.changes).to_owned());
        let change = |row: &actions::ChangeRow| format!("{}. {}", row.change_no, row.text);
        lines.extend(page.changes.iter().map(change));
    }
    lines.push(t!(l, review_paper.signatures).to_owned());
    lines.join("\n")
}

fn programme_of(l: Locale, page: &SessionPage) -> Register {
    let session = &page.session;
    let columns = [
        (t!(l, review_paper.column.time), 16),
        (t!(l, review_paper.column.lecturer), 14),
        (t!(l, review_paper.column.course), 48),
        (t!(l, review_paper.column.remark), 24),
    ];
    let row = |slot: &actions::SlotRow| {
        let booking = page.bookings.iter().find(|booking| booking.slot_id == slot.id);
        let of =
            |what: fn(&actions::BookingRow) -> &String| text(booking.map_or("", |it| what(it)));
        vec![
            text(words::time::hours(slot.starts_at, slot.ends_at)),
            of(|it| &it.lecturer_name),
            of(|it| &it.title),
            text(""),
        ]
    };
    let taken = page
        .slots
        .iter()
        .filter(|slot| page.bookings.iter().any(|booking| booking.slot_id == slot.id));
    let name =
        |member: &actions::PanelRow| words::trial_lecture::seat_of(l, &member.name, member.seat_no);
    let names: Vec<String> = page.panel.iter().map(name).collect();
    let place = match (&session.place_name, &session.place_address, &session.video_link) {
        (Some(name), Some(address), _) => format!("{name} · {address}"),
        (Some(name), None, _) => name.clone(),
        (None, _, link) => link.clone().unwrap_or_default(),
    };
    Register {
        sheet: t!(l, review_paper.programme).to_owned(),
        title: words::review_session::name(l, session.starts_at),
        unit: place,
        date: words::time::date(l, actions::local_date(session.starts_at)),
        columns: columns.map(|(name, width)| (name.to_owned(), width)).to_vec(),
        rows: taken.map(row).collect(),
        note: words::review_paper::panel(l, &names),
    }
}
