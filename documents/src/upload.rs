//! What a file is that somebody hands in, whether it opens, and what of it is not kept.
//!
//! A file is read where it lies; of an archive little is unfolded at a time, and nothing is kept.

mod archive;
mod compound;
mod jpeg;
mod pdf;
mod photograph;
mod png;

use domain::upload::MediaType;

/// Why a file is not taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum UploadError {
    /// It opens with a password alone.
    #[error("locked by a password")]
    Locked,
    /// It is empty, or its end or something within is missing.
    #[error("cut off or damaged")]
    Damaged,
    /// It is of no kind that is taken.
    #[error("of another kind")]
    OtherKind,
}

/// What a file is, if it is one of these kinds and opens.
pub fn kind_of(bytes: &[u8], kinds: &[MediaType]) -> Result<MediaType, UploadError> {
    let kind = if bytes.is_empty() {
        Err(UploadError::Damaged)
    } else if pdf::is_one(bytes) {
        pdf::check(bytes).map(|()| MediaType::Pdf)
    } else if archive::is_one(bytes) {
        archive::kind_of(bytes)
    } else if jpeg::is_one(bytes) {
        jpeg::check(bytes).map(|()| MediaType::Jpeg)
    } else if png::is_one(bytes) {
        png::check(bytes).map(|()| MediaType::Png)
    } else if compound::is_locked(bytes) {
        Err(UploadError::Locked)
    } else {
        Err(UploadError::OtherKind)
    };
    kind.and_then(|kind| kinds.contains(&kind).then_some(kind).ok_or(UploadError::OtherKind))
}

/// A file without what says where a photograph was taken; other kinds are as they were.
pub fn without_place(kind: MediaType, bytes: Vec<u8>) -> Result<Vec<u8>, UploadError> {
    match kind {
        MediaType::Jpeg => jpeg::without_place(&bytes),
        MediaType::Png => png::without_place(bytes),
        MediaType::Pdf | MediaType::Pptx | MediaType::Odp => Ok(bytes),
    }
}

/// Where a part lies, from its beginning.
fn find(bytes: &[u8], part: &[u8]) -> Option<usize> {
    bytes.windows(part.len()).position(|it| it == part)
}
