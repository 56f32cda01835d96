//! Photographs of phones and cameras.

use super::{UploadError, photograph};

const START: &[u8] = b"\xFF\xD8\xFF";
const SCAN: u8 = 0xDA;
const END: u8 = 0xD9;
/// Segments that cameras and programs write beside the picture: `APP1` to `APP15`, and comments.
const BESIDE: [u8; 16] = [
    0xE1, 0xE2, 0xE3, 0xE4, 0xE5, 0xE6, 0xE7, 0xE8, 0xE9, 0xEA, 0xEB, 0xEC, 0xED, 0xEE, 0xEF, 0xFE,
];
/// Those of them that say what the colors are.
const COLORS: [&[u8]; 2] = [b"ICC_PROFILE\0", b"Adobe"];
const CAMERA: &[u8] = b"Exif\0\0";

/// A part of the picture: its marker, and all its bytes with what is scanned after it.
struct Segment<'a> {
    marker: u8,
    whole: &'a [u8],
}

impl<'a> Segment<'a> {
    /// What is in it, after marker and length.
    fn content(&self) -> &'a [u8] {
        self.whole.get(4..).unwrap_or_default()
    }
}

/// Whether it begins as a photograph.
pub(super) fn is_one(bytes: &[u8]) -> bool {
    bytes.starts_with(START)
}

/// Whether the picture is there from its beginning to its end.
pub(super) fn check(bytes: &[u8]) -> Result<(), UploadError> {
    segments(bytes).map(|_| ()).ok_or(UploadError::Damaged)
}

/// The same picture without where it was taken; what follows its end is another picture.
pub(super) fn without_place(bytes: &[u8]) -> Result<Vec<u8>, UploadError> {
    let segments = segments(bytes).ok_or(UploadError::Damaged)?;
    let mut kept = Vec::with_capacity(bytes.len());
    kept.extend(&bytes[..2]);
    for segment in &segments {
        let content = segment.content();
        if !BESIDE.contains(&segment.marker) || COLORS.iter().any(|it| content.starts_with(it)) {
            kept.extend(segment.whole);
        } else if let Some(record) = content.strip_prefix(CAMERA) {
            push_camera(&mut kept, record);
        }
    }
    kept.extend([0xFF, END]);
    Ok(kept)
}

fn push_camera(kept: &mut Vec<u8>, record: &[u8]) {
    let Some(record) = photograph::without_place(record) else { return };
    if let Ok(length) = u16::try_from(2 + CAMERA.len() + record.len()) {
        kept.extend([0xFF, 0xE1]);
        kept.extend(length.to_be_bytes());
        kept.extend(CAMERA);
        kept.extend(record);
    }
}

/// The segments up to the end of the picture; none, if it does not end, or shows nothing.
fn segments(bytes: &[u8]) -> Option<Vec<Segment<'_>>> {
    let (mut at, mut found) = (2, Vec::new());
    loop {
        if *bytes.get(at)? != 0xFF {
            return None;
        }
        let marker = *bytes.get(at + 1)?;
        match marker {
            // Markers may be filled up.
            0xFF => {
                at += 1;
                continue;
            }
            END => return found.iter().any(|it: &Segment<'_>| it.marker == SCAN).then_some(found),
            _ => {}
        }
        let length = usize::from(u16::from_be_bytes([*bytes.get(at + 2)?, *bytes.get(at + 3)?]));
        let mut end = at + 2 + length.max(2);
        if marker == SCAN {
            end = end_of_scan(bytes, end)?;
        }
        found.push(Segment { marker, whole: bytes.get(at..end)? });
        at = end;
    }
}

/// Where the next segment begins: within a scan, a marker is a stuffed byte or a restart.
fn end_of_scan(bytes: &[u8], from: usize) -> Option<usize> {
    let pairs = bytes.get(from..)?.windows(2);
    let is_next = |it: &[u8]| it[0] == 0xFF && !matches!(it[1], 0 | 0xD0..=0xD7 | 0xFF);
    pairs.into_iter().position(is_next).map(|at| from + at)
}
