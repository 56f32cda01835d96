//! Workbooks of the strict dialect, in the words of the usual one.

use std::io::{Cursor, Read as _, Write as _};

use zip::{CompressionMethod, ZipWriter, write::SimpleFileOptions};

use super::{
    SheetError,
    look::{Archive, broken},
};

/// How names of the strict dialect begin, and those of the usual one.
const NAMES: [(&str, &str); 2] = [
    (
        "http://purl.oclc.org/ooxml/spreadsheetml/main",
        "http://schemas.openxmlformats.org/spreadsheetml/2006/main",
    ),
    (
        "http://purl.oclc.org/ooxml/officeDocument/relationships",
        "http://schemas.openxmlformats.org/officeDocument/2006/relationships",
    ),
];

/// The same workbook in the usual dialect, if it is of the strict one.
pub(super) fn as_transitional(archive: &mut Archive<'_>) -> Result<Option<Vec<u8>>, SheetError> {
    let mut book = String::new();
    let mut part = archive.by_name("xl/workbook.xml").map_err(broken)?;
    part.read_to_string(&mut book).map_err(broken)?;
    drop(part);
    if !NAMES.iter().any(|(strict, _)| book.contains(strict)) {
        return Ok(None);
    }
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    let options = SimpleFileOptions::default().compression_method(CompressionMethod::Stored);
    for at in 0..archive.len() {
        let mut part = archive.by_index(at).map_err(broken)?;
        let name = part.name().to_owned();
        let mut text = String::new();
        // Pictures and their like say nothing.
        if part.read_to_string(&mut text).is_err() {
            continue;
        }
        drop(part);
        for (strict, usual) in NAMES {
            text = text.replace(strict, usual);
        }
        writer.start_file(name, options).map_err(broken)?;
        writer.write_all(text.as_bytes()).map_err(broken)?;
    }
    Ok(Some(writer.finish().map_err(broken)?.into_inner()))
}
