//! Certificates, training records and service statements: what the office issues, what people hold and
//! issue to themselves, and what anybody verifies.

mod archive;
mod office;
mod one;
mod own;
mod paper;
mod verify;

use actions::CertificateRow;
use axum::response::IntoResponse as _;
use domain::{
    certificate::{ISSUERS, REVOKERS},
    id::CertificateId,
    role::TRAINEES,
};
use leptos::prelude::*;
use leptos_i18n::td_string as t;
use words::Locale;

pub use paper::set_certificates;

use crate::{
    award_cycle::WATCHER,
    download::download,
    error::Answer,
    id::Id,
    page::Page,
    parts::badge,
    route::{Route, Who},
    typeset::none_here,
    visit::Visit,
};

const PDF: &str = "application/pdf";
const ISSUER: Who = Who::Role(ISSUERS);
const REVOKER: Who = Who::Role(REVOKERS);
const TRAINEE: Who = Who::Role(TRAINEES);

pub(crate) fn routes() -> Vec<Route> {
    vec![
        Route::get("/award/{id}/certificates", WATCHER, office::show),
        Route::post("/award/{id}/certificates", ISSUER, office::issue),
        Route::get("/award/{id}/certificates/{nomination}", ISSUER, office::show_one),
        Route::post("/award/{id}/certificates/{nomination}", ISSUER, office::issue_one),
        Route::get("/award/{id}/certificates.zip", ISSUER, archive::zip),
        Route::get("/award/{id}/certificates.pdf", ISSUER, archive::bulk),
        Route::get("/certificate_issuer", ISSUER, office::show_issuer),
        Route::post("/certificate_issuer", ISSUER, office::save_issuer),
        Route::get("/certificate/{id}", WATCHER, one::show),
        Route::post("/certificate/{id}/correct", ISSUER, one::correct),
        Route::post("/certificate/{id}/revoke", REVOKER, one::revoke),
        Route::post("/certificate/{id}/reissue", REVOKER, one::reissue),
        Route::post("/certificate/{id}/recover", ISSUER, one::recover),
        Route::get("/certificate/{id}/paper.pdf", Who::SignedIn, file),
        Route::get("/certificates", Who::SignedIn, own::list),
        Route::get("/certificates/new", TRAINEE, own::new),
        Route::post("/certificates/new", TRAINEE, own::issue),
        Route::get("/verify", Who::Anyone, verify::show),
        Route::post("/verify", Who::Anyone, verify::verify),
        Route::post("/verify/file", Who::Anyone, verify::verify_file).on("/verify"),
        Route::get("/verify/{token}", Who::Anyone, verify::found),
    ]
}

/// The PDF that was kept, or a page that says that it is still being set.
async fn file(visit: Visit, Id(id): Id<CertificateId>) -> Answer {
    let l = visit.l;
    let (row, bytes, noted) = visit.actions.certificate_file(&visit.call, id).await?;
    let Some(bytes) = bytes else {
        if !visit.settings.typesetter.is_there() {
            return Ok(none_here(&visit));
        }
        let text = why_unset(l, &row);
        let page = Page::new(t!(l, certificate.not_set_title));
        return Ok(page.status(axum::http::StatusCode::NOT_FOUND).render(&visit, move || {
            view! {
                <p class="lede">{text}</p>
                <p><a class="button primary" href="/certificates">{t!(l, certificate.title)}</a></p>
            }
        }));
    };
    let name = format!("{}-{}", row.number, row.name);
    Ok(download(&name, PDF, bytes.into_response(), noted))
}

/// Why a paper has no PDF yet.
fn why_unset(l: Locale, row: &CertificateRow) -> String {
    if row.problem.is_empty() {
        t!(l, certificate.not_set).to_owned()
    } else {
        words::certificate::characters(l, &row.problem)
    }
}

/// Where a paper stands.
fn state_of(l: Locale, row: &CertificateRow) -> AnyView {
    badge(words::certificate::tone(row.state), words::certificate::state(l, row.state))
}
