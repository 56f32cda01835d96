//! The papers of an award, as PDF and as spreadsheets, both written from the same paper.

mod announcement;
mod nomination;
mod notice;
mod record;

use actions::Noted;
use documents::{
    paper::{Column, Dossier, Holds, Paper},
    register::Cell,
};
use domain::{
    id::{AwardCycleId, NominationId},
    nomination::NOMINATORS,
    role::Role,
};

use crate::{
    award_cycle::{RUNNER, WATCHER},
    download::{XLSX, download},
    error::{Answer, AppError},
    id::Id,
    review_paper::{document, written_all},
    route::{Route, Who},
    typeset::{none_here, pdf, public_pdf},
    visit::Visit,
};

const NOMINATOR: Who = Who::Role(NOMINATORS);
const WRITER: Who =
    Who::Role(&[Role::UnitOfficer, Role::CountyOffice, Role::CityOffice, Role::AwardOrganiser]);

pub(crate) fn routes() -> Vec<Route> {
    vec![
        Route::get("/award/{id}/record.xlsx", WATCHER, record_sheet),
        Route::get("/award/{id}/record.pdf", WATCHER, record_pdf),
        Route::get("/award/{id}/nomination.xlsx", RUNNER, summary_sheet),
        Route::get("/award/{id}/nomination.pdf", RUNNER, summary_pdf),
        Route::get("/nominate/{id}/summary.xlsx", NOMINATOR, own_summary_sheet),
        Route::get("/nominate/{id}/summary.pdf", NOMINATOR, own_summary_pdf),
        Route::get("/nomination/{id}/form.xlsx", WRITER, form_sheet),
        Route::get("/nomination/{id}/form.pdf", WRITER, form_pdf),
        Route::get("/notice/{id}/announcement.pdf", Who::Anyone, announcement_pdf),
        Route::get("/notice/{id}/notice.pdf", Who::Anyone, notice_pdf),
    ]
}

async fn record_sheet(visit: Visit, Id(id): Id<AwardCycleId>) -> Answer {
    let (record, noted) = visit.actions.award_record(&visit.call, id).await?;
    sheet_of(record::record_of(visit.l, &record), noted).await
}

async fn record_pdf(visit: Visit, Id(id): Id<AwardCycleId>) -> Answer {
    if !visit.settings.typesetter.is_there() {
        return Ok(none_here(&visit));
    }
    let (record, noted) = visit.actions.award_record(&visit.call, id).await?;
    pdf_of(&visit, record::record_of(visit.l, &record), noted).await
}

async fn summary_sheet(visit: Visit, Id(id): Id<AwardCycleId>) -> Answer {
    let (sheet, noted) = visit.actions.nomination_sheet(&visit.call, id).await?;
    sheet_of(nomination::summary_of(visit.l, &sheet, visit.call.today()), noted).await
}

async fn summary_pdf(visit: Visit, Id(id): Id<AwardCycleId>) -> Answer {
    if !visit.settings.typesetter.is_there() {
        return Ok(none_here(&visit));
    }
    let (sheet, noted) = visit.actions.nomination_sheet(&visit.call, id).await?;
    let paper = nomination::summary_of(visit.l, &sheet, visit.call.today());
    pdf_of(&visit, paper, noted).await
}

async fn own_summary_sheet(visit: Visit, Id(id): Id<AwardCycleId>) -> Answer {
    let (sheet, noted) = visit.actions.own_nomination_sheet(&visit.call, id).await?;
    sheet_of(nomination::summary_of(visit.l, &sheet, visit.call.today()), noted).await
}

async fn own_summary_pdf(visit: Visit, Id(id): Id<AwardCycleId>) -> Answer {
    if !visit.settings.typesetter.is_there() {
        return Ok(none_here(&visit));
    }
    let (sheet, noted) = visit.actions.own_nomination_sheet(&visit.call, id).await?;
    let paper = nomination::summary_of(visit.l, &sheet, visit.call.today());
    pdf_of(&visit, paper, noted).await
}

async fn form_sheet(visit: Visit, Id(id): Id<NominationId>) -> Answer {
    let (paper, noted) = visit.actions.nomination_paper(&visit.call, id).await?;
    sheet_of(nomination::form_of(visit.l, &paper), noted).await
}

async fn form_pdf(visit: Visit, Id(id): Id<NominationId>) -> Answer {
    if !visit.settings.typesetter.is_there() {
        return Ok(none_here(&visit));
    }
    let (paper, noted) = visit.actions.nomination_paper(&visit.call, id).await?;
    pdf_of(&visit, nomination::form_of(visit.l, &paper), noted).await
}

async fn announcement_pdf(visit: Visit, Id(id): Id<AwardCycleId>) -> Answer {
    let award = visit.actions.public_award(id, visit.call.today()).await?;
    let paper = announcement::announcement_of(visit.l, &award.announcement);
    let title = paper.title.clone();
    public_pdf(&visit, &title, document(visit.l, Paper::Dossier(Box::new(paper)))).await
}

async fn notice_pdf(visit: Visit, Id(id): Id<AwardCycleId>) -> Answer {
    let award = visit.actions.public_award(id, visit.call.today()).await?;
    let notice = award.notice.ok_or(AppError::NotFound)?;
    let paper = notice::notice_of(visit.l, &notice);
    let title = paper.title.clone();
    public_pdf(&visit, &title, document(visit.l, Paper::Dossier(Box::new(paper)))).await
}

async fn sheet_of(paper: Dossier, noted: Noted) -> Answer {
    let bytes = written_all(paper.registers()).await?;
    Ok(download(&format!("{}.xlsx", paper.title), XLSX, bytes, noted))
}

async fn pdf_of(visit: &Visit, paper: Dossier, noted: Noted) -> Answer {
    let title = paper.title.clone();
    pdf(visit, &title, document(visit.l, Paper::Dossier(Box::new(paper))), noted).await
}

fn text(text: impl Into<String>) -> Cell {
    Cell::Text(text.into())
}

fn column(name: impl Into<String>, width: u16, holds: Holds) -> Column {
    Column { name: name.into(), width, holds }
}
