//! The papers of a sitting, as spreadsheets and as PDF, which offices print, sign and keep. Both are
//! written from the same paper, so that they say the same.

mod record;
mod session;

use actions::ActionError;
use documents::{
    paper::{Document, Language, Paper},
    register::{Cell, Register, write_all},
};
use domain::{
    id::{BookingId, ReviewSessionId},
    role::Role,
};
use words::Locale;

use crate::{
    download::{XLSX, download},
    error::{Answer, AppError},
    id::Id,
    route::{Route, Who},
    typeset::pdf,
    visit::Visit,
};

const KEEPER: Who = Who::Role(&[Role::CityOffice, Role::SessionOrganiser, Role::Supervisor]);
const TAKER: Who = Who::Role(&[Role::CityOffice, Role::SessionOrganiser, Role::Panelist]);

pub(crate) fn routes() -> Vec<Route> {
    vec![
        Route::get("/trial_lecture/{id}/record.xlsx", KEEPER, record),
        Route::get("/trial_lecture/{id}/record.pdf", KEEPER, record_pdf),
        Route::get("/review_session/{id}/programme.xlsx", TAKER, programme),
        Route::get("/review_session/{id}/programme.pdf", TAKER, programme_pdf),
        Route::get("/review_session/{id}/name_cards.pdf", TAKER, name_cards),
    ]
}

async fn record(visit: Visit, Id(id): Id<BookingId>) -> Answer {
    let (page, noted) = visit.actions.evaluation_record(&visit.call, id).await?;
    let record = record::record_of(visit.l, &page);
    let name = format!("{}-{}", record.name, page.lecture.booking.title);
    Ok(download(&format!("{name}.xlsx"), XLSX, written(record.register()).await?, noted))
}

async fn record_pdf(visit: Visit, Id(id): Id<BookingId>) -> Answer {
    let (page, noted) = visit.actions.evaluation_record(&visit.call, id).await?;
    let record = record::record_of(visit.l, &page);
    let name = format!("{}-{}", record.name, page.lecture.booking.title);
    let paper = Paper::EvaluationRecord(Box::new(record));
    pdf(&visit, &name, document(visit.l, paper), noted).await
}

async fn programme(visit: Visit, Id(id): Id<ReviewSessionId>) -> Answer {
    let (page, noted) = visit.actions.programme(&visit.call, id).await?;
    let programme = session::programme_of(visit.l, &page);
    let name = format!("{}.xlsx", programme.title);
    Ok(download(&name, XLSX, written(programme.register()).await?, noted))
}

async fn programme_pdf(visit: Visit, Id(id): Id<ReviewSessionId>) -> Answer {
    let (page, noted) = visit.actions.programme(&visit.call, id).await?;
    let programme = session::programme_of(visit.l, &page);
    let name = programme.title.clone();
    pdf(&visit, &name, document(visit.l, Paper::Programme(programme)), noted).await
}

async fn name_cards(visit: Visit, Id(id): Id<ReviewSessionId>) -> Answer {
    let (page, noted) = visit.actions.name_cards(&visit.call, id).await?;
    let cards = session::name_cards_of(visit.l, &page);
    let name = cards.title.clone();
    pdf(&visit, &name, document(visit.l, Paper::NameCards(cards)), noted).await
}

/// A paper in the language of whoever takes it.
pub(crate) fn document(l: Locale, paper: Paper) -> Document {
    let language = match l {
        Locale::zh_CN => Language::Chinese,
        Locale::en => Language::English,
    };
    Document { language, paper }
}

/// Off the threads that answer requests.
pub(crate) async fn written(register: Register) -> Result<Vec<u8>, AppError> {
    written_all(vec![register]).await
}

/// Sheets of one spreadsheet, off the threads that answer requests.
pub(crate) async fn written_all(registers: Vec<Register>) -> Result<Vec<u8>, AppError> {
    let failed = |text: String| ActionError::Internal(text);
    let bytes = tokio::task::spawn_blocking(move || write_all(&registers)).await;
    let bytes = bytes.map_err(|error| failed(error.to_string()))?;
    Ok(bytes.map_err(|error| failed(error.to_string()))?)
}

fn text(text: impl Into<String>) -> Cell {
    Cell::Text(text.into())
}
