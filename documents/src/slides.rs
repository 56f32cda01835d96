//! The texts of slides, in the order in which they are shown.
//!
//! The file is of unknown origin: whoever calls this sets limits of memory and time.

mod open_document;
mod paper;
mod presentation;

use std::io::{Cursor, Read as _};

use domain::{
    slides::{SLIDES_MAX, Slide},
    upload::{MediaType, SLIDES},
};
use zip::ZipArchive;

use crate::upload::{UploadError, kind_of};

/// So much of one part is read, in bytes.
const PART: u64 = 16 * 1024 * 1024;

/// Why slides cannot be read.
#[derive(Debug, thiserror::Error)]
pub enum SlidesError {
    /// It is no file of slides, or a damaged one.
    #[error(transparent)]
    Upload(#[from] UploadError),
    /// Something in it is not as it should be.
    #[error("the slides cannot be read: {0}")]
    Broken(String),
}

impl SlidesError {
    fn broken(error: impl std::fmt::Display) -> Self {
        Self::Broken(error.to_string())
    }
}

/// The slides of a file, at most [`SLIDES_MAX`].
pub fn read(bytes: &[u8]) -> Result<Vec<Slide>, SlidesError> {
    let mut slides = match kind_of(bytes, SLIDES)? {
        MediaType::Pdf => paper::read(bytes)?,
        MediaType::Pptx => presentation::read(&mut archive(bytes)?)?,
        _ => open_document::read(&mut archive(bytes)?)?,
    };
    slides.truncate(SLIDES_MAX);
    Ok(slides)
}

type Archive<'a> = ZipArchive<Cursor<&'a [u8]>>;

fn archive(bytes: &[u8]) -> Result<Archive<'_>, SlidesError> {
    ZipArchive::new(Cursor::new(bytes)).map_err(SlidesError::broken)
}

/// What is in a part of an archive.
fn part(archive: &mut Archive<'_>, name: &str) -> Result<Vec<u8>, SlidesError> {
    let part = archive.by_name(name).map_err(SlidesError::broken)?;
    let mut content = Vec::new();
    part.take(PART).read_to_end(&mut content).map_err(SlidesError::broken)?;
    Ok(content)
}
