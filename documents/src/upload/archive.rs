//! Slides that are archives of their parts.

use std::io::{Cursor, Read as _, copy, sink};

use domain::upload::MediaType;
use zip::ZipArchive;

use super::UploadError;

/// More parts than this no slides have.
const MOST_PARTS: usize = 20_000;
/// So much of one part is read, in bytes.
const PART: u64 = 4 * 1024 * 1024;
/// So much is unfolded to see whether the parts are whole, in bytes; nothing of it is kept.
const UNFOLDED: u64 = 256 * 1024 * 1024;

const ODP: &[u8] = b"application/vnd.oasis.opendocument.presentation";
/// Slides that run by themselves, are a pattern for others, or bring programs along.
const OTHER_SLIDES: [&[u8]; 3] = [b"slideshow.main+xml", b"template.main+xml", b"macroEnabled"];

type Archive<'a> = ZipArchive<Cursor<&'a [u8]>>;

/// Whether it begins as an archive.
pub(super) fn is_one(bytes: &[u8]) -> bool {
    bytes.starts_with(b"PK\x03\x04")
}

/// What slides these are.
pub(super) fn kind_of(bytes: &[u8]) -> Result<MediaType, UploadError> {
    if bytes.windows(4).filter(|it| *it == b"PK\x01\x02").count() > MOST_PARTS {
        return Err(UploadError::OtherKind);
    }
    let mut archive = ZipArchive::new(Cursor::new(bytes)).map_err(|_| UploadError::Damaged)?;
    let kind = kind_of_parts(&mut archive)?;
    check_whole(&mut archive)?;
    Ok(kind)
}

fn kind_of_parts(archive: &mut Archive<'_>) -> Result<MediaType, UploadError> {
    for at in 0..archive.len() {
        let part = archive.by_index_raw(at).map_err(|_| UploadError::Damaged)?;
        if part.encrypted() {
            return Err(UploadError::Locked);
        }
    }
    if part(archive, "mimetype")?.is_some_and(|it| it == ODP) {
        let manifest = part(archive, "META-INF/manifest.xml")?.ok_or(UploadError::Damaged)?;
        if super::find(&manifest, b":encryption-data").is_some() {
            return Err(UploadError::Locked);
        }
        let content = archive.index_for_name("content.xml");
        return content.map(|_| MediaType::Odp).ok_or(UploadError::Damaged);
    }
    let types = part(archive, "[Content_Types].xml")?.ok_or(UploadError::OtherKind)?;
    let is_other = OTHER_SLIDES.iter().any(|it| super::find(&types, it).is_some());
    let slides = archive.index_for_name("ppt/presentation.xml").filter(|_| !is_other);
    slides.map(|_| MediaType::Pptx).ok_or(UploadError::OtherKind)
}

/// What is in a part.
fn part(archive: &mut Archive<'_>, name: &str) -> Result<Option<Vec<u8>>, UploadError> {
    let Some(at) = archive.index_for_name(name) else { return Ok(None) };
    let mut content = Vec::new();
    let part = archive.by_index(at).map_err(|_| UploadError::Damaged)?;
    part.take(PART).read_to_end(&mut content).map_err(|_| UploadError::Damaged)?;
    Ok(Some(content))
}

/// Unfolds the parts, which compares each with its checksum.
fn check_whole(archive: &mut Archive<'_>) -> Result<(), UploadError> {
    let mut left = UNFOLDED;
    for at in 0..archive.len() {
        let part = archive.by_index(at).map_err(|_| UploadError::Damaged)?;
        left -= copy(&mut part.take(left), &mut sink()).map_err(|_| UploadError::Damaged)?;
    }
    Ok(())
}
