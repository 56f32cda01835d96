//! A paper, set in its template and written as PDF; or the characters that no font has.

use std::collections::BTreeSet;

use documents::paper::{Document, Paper};
use qrcode::{Color, EcLevel, QrCode, types::QrError};
use serde::Serialize;
use typst::{
    diag::SourceDiagnostic,
    foundations::Smart,
    layout::{Frame, FrameItem},
};
use typst_layout::PagedDocument;
use typst_pdf::PdfOptions;

use crate::template::Desk;

/// Why a paper is not set.
#[derive(Debug, thiserror::Error)]
pub(crate) enum PaperError {
    #[error("no font has these characters: {}", .0.iter().collect::<String>())]
    Missing(BTreeSet<char>),
    #[error("the template cannot be set: {0}")]
    Template(String),
    #[error("the address cannot be a code: {0}")]
    Code(#[from] QrError),
    #[error("the paper cannot be handed to its template: {0}")]
    Data(#[from] serde_json::Error),
}

/// What a template reads.
#[derive(Serialize)]
struct Data<'a> {
    #[serde(flatten)]
    document: &'a Document,
    /// The rows of the code that phones read, a letter for each module: `1` is dark.
    code: Vec<String>,
    /// The same of papers with a code on each sheet.
    codes: Vec<Vec<String>>,
}

/// The paper as PDF.
pub(crate) fn set(desk: &mut Desk, document: &Document) -> Result<Vec<u8>, PaperError> {
    let codes = match &document.paper {
        Paper::Certificates(all) => {
            all.sheets.iter().map(|sheet| code_of(&sheet.address)).collect::<Result<_, _>>()?
        }
        _ => Vec::new(),
    };
    let (template, code) = match &document.paper {
        Paper::Certificates(_) => (include_str!("../templates/certificates.typ"), vec![]),
        Paper::Statement(statement) => {
            (include_str!("../templates/statement.typ"), code_of(&statement.address)?)
        }
        Paper::EvaluationRecord(_) => (include_str!("../templates/evaluation_record.typ"), vec![]),
        Paper::Dossier(_) => (include_str!("../templates/dossier.typ"), vec![]),
        Paper::Programme(_) => (include_str!("../templates/programme.typ"), vec![]),
        Paper::Letter(_) => (include_str!("../templates/letter.typ"), vec![]),
        Paper::NameCards(_) => (include_str!("../templates/name_cards.typ"), vec![]),
        Paper::Poster(poster) => {
            (include_str!("../templates/poster.typ"), code_of(&poster.address)?)
        }
    };
    desk.lay(template, serde_json::to_vec(&Data { document, code, codes })?);
    let pages: PagedDocument = typst::compile(&*desk).output.map_err(|errors| said(&errors))?;
    let mut missing = BTreeSet::new();
    for page in pages.pages() {
        note_missing(&page.frame, &mut missing);
    }
    if !missing.is_empty() {
        return Err(PaperError::Missing(missing));
    }
    let options =
        PdfOptions { creator: Smart::Custom(Some("Whetstone".to_owned())), ..Default::default() };
    typst_pdf::pdf(&pages, &options).map_err(|errors| said(&errors))
}

fn said(errors: &[SourceDiagnostic]) -> PaperError {
    let texts: Vec<&str> = errors.iter().map(|error| error.message.as_str()).collect();
    PaperError::Template(texts.join("; "))
}

/// Characters of a frame that stand there as a box: the glyph of number 0 is none.
fn note_missing(frame: &Frame, missing: &mut BTreeSet<char>) {
    for (_, item) in frame.items() {
        match item {
            FrameItem::Group(group) => note_missing(&group.frame, missing),
            FrameItem::Text(text) => {
                let boxes = text.glyphs.iter().filter(|glyph| glyph.id == 0);
                missing.extend(boxes.flat_map(|glyph| text.text[glyph.range()].chars()));
            }
            _ => {}
        }
    }
}

fn code_of(address: &str) -> Result<Vec<String>, QrError> {
    let code = QrCode::with_error_correction_level(address, EcLevel::M)?;
    let letter = |color: &Color| if *color == Color::Dark { '1' } else { '0' };
    let colors = code.to_colors();
    Ok(colors.chunks(code.width()).map(|row| row.iter().map(letter).collect()).collect())
}
