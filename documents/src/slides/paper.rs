//! Slides that were saved as a document: each page is one.

use domain::slides::{SLIDES_MAX, Slide};
use lopdf::Document;

use super::SlidesError;

/// The pages; one whose text cannot be read stays, without text.
pub(super) fn read(bytes: &[u8]) -> Result<Vec<Slide>, SlidesError> {
    let document = Document::load_mem(bytes).map_err(SlidesError::broken)?;
    let slide = |number: u32| {
        let text = document.extract_text(&[number]).unwrap_or_default();
        let lines: Vec<String> = text.lines().map(str::to_owned).collect();
        Slide::new(None, &lines)
    };
    Ok(document.get_pages().into_keys().take(SLIDES_MAX).map(slide).collect())
}
