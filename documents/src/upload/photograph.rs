//! What a camera writes into a photograph beside the picture, and what of it is kept.

use std::io::Cursor;

use exif::{Field, In, Reader, Tag, experimental::Writer};

/// How the picture is turned, when it was taken and with what. Nothing else is kept: positions stand
/// in more than one place, and the names of places and people beside them.
const KEPT: [Tag; 8] = [
    Tag::Orientation,
    Tag::Make,
    Tag::Model,
    Tag::DateTime,
    Tag::DateTimeOriginal,
    Tag::DateTimeDigitized,
    Tag::OffsetTime,
    Tag::OffsetTimeOriginal,
];

/// The same record with what is kept; nothing, if there is nothing to keep or it cannot be read.
pub(super) fn without_place(record: &[u8]) -> Option<Vec<u8>> {
    let read = Reader::new().continue_on_error(true).read_raw(record.to_vec());
    let read = read.or_else(|error| error.distill_partial_result(|_| {})).ok()?;
    let is_kept = |it: &&Field| it.ifd_num == In::PRIMARY && KEPT.contains(&it.tag);
    let mut kept: Vec<&Field> = read.fields().filter(is_kept).collect();
    kept.sort_by_key(|it| it.tag.number());
    kept.dedup_by_key(|it| it.tag);
    if kept.is_empty() {
        return None;
    }
    let mut writer = Writer::new();
    for field in kept {
        writer.push_field(field);
    }
    let mut record = Cursor::new(Vec::new());
    writer.write(&mut record, false).ok()?;
    Some(record.into_inner())
}
