//! Pictures of screens, and what phones make of photographs.

use img_parts::{
    Bytes, ImageEXIF as _,
    png::{Png, PngChunk},
};

use super::{UploadError, photograph};

const START: &[u8] = b"\x89PNG\r\n\x1a\n";
/// Chunks of text, in which programs write where a picture was taken.
const TEXTS: [[u8; 4]; 3] = [*b"tEXt", *b"zTXt", *b"iTXt"];

/// Whether it begins as such a picture.
pub(super) fn is_one(bytes: &[u8]) -> bool {
    bytes.starts_with(START)
}

/// Whether the picture is there from its beginning to its end.
pub(super) fn check(bytes: &[u8]) -> Result<(), UploadError> {
    read(Bytes::copy_from_slice(bytes)).map(|_| ())
}

/// The same picture without where it was taken.
pub(super) fn without_place(bytes: Vec<u8>) -> Result<Vec<u8>, UploadError> {
    let mut picture = read(bytes.into())?;
    picture.chunks_mut().retain(|chunk| !TEXTS.contains(&chunk.kind()));
    if let Some(record) = picture.exif() {
        picture.set_exif(photograph::without_place(&record).map(Bytes::from));
    }
    Ok(picture.encoder().bytes().to_vec())
}

fn read(bytes: Bytes) -> Result<Png, UploadError> {
    let picture = Png::from_bytes(bytes).map_err(|_| UploadError::Damaged)?;
    let has = |kind: &[u8; 4]| picture.chunks().iter().map(PngChunk::kind).any(|it| it == *kind);
    if has(b"IHDR") && has(b"IDAT") && has(b"IEND") {
        Ok(picture)
    } else {
        Err(UploadError::Damaged)
    }
}
