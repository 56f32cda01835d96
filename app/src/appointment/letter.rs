//! The letter of appointment (聘书) as PDF: a place for the seal, and never a seal.

use actions::AppointmentRow;
use chrono::Datelike as _;
use documents::paper::{Letter, Paper};
use domain::id::AppointmentId;
use leptos_i18n::td_string as t;

use crate::{error::Answer, id::Id, review_paper::document, typeset::pdf, visit::Visit};

/// The number of a term's letter: the year in which the term begins, and the term.
pub(super) fn letter_no(term: &AppointmentRow) -> String {
    format!("{}-{:04}", term.starts_on.year(), term.id.0)
}

pub(super) async fn letter(visit: Visit, Id(id): Id<AppointmentId>) -> Answer {
    let (page, noted) = visit.actions.appointment_letter(&visit.call, id).await?;
    let (l, term) = (visit.l, &page.term);
    let from = words::time::date(l, term.starts_on);
    let text =
        words::appointment::letter(l, &page.person.name, term.corps, term.starts_on, term.ends_on);
    let document_no = if term.document_no.is_empty() {
        String::new()
    } else {
        words::appointment::letter_document(l, &term.document_no)
    };
    let letter = Letter {
        title: t!(l, appointment.letter_heading).to_owned(),
        text,
        document: document_no,
        number: letter_no(term),
        issuer: t!(l, appointment.letter_seal).to_owned(),
        day: from,
    };
    let name = format!("{}-{}", t!(l, appointment.letter_file), page.person.name);
    pdf(&visit, &name, document(l, Paper::Letter(letter)), noted).await
}
