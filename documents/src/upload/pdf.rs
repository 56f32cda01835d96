//! Documents: whether the end is there, and whether they ask for a password.

use super::{UploadError, find};

const START: &[u8] = b"%PDF-";
const END: &[u8] = b"%%EOF";
/// So far from either edge of the file, begin and end are looked for, as readers do.
const EDGE: usize = 1024;
/// The longest dictionary that is read.
const DICTIONARY: usize = 64 * 1024;

/// Whether it begins as a document.
pub(super) fn is_one(bytes: &[u8]) -> bool {
    find(&bytes[..bytes.len().min(EDGE)], START).is_some()
}

/// Whether it is whole and open to everybody.
///
/// The table at its end says where the document begins, and how it is locked.
pub(super) fn check(bytes: &[u8]) -> Result<(), UploadError> {
    let tail = &bytes[bytes.len().saturating_sub(EDGE)..];
    let tables: Vec<&[u8]> = [newest_trailer(bytes), newest_stream(bytes)]
        .into_iter()
        .flatten()
        .map(|at| &bytes[at..bytes.len().min(at + DICTIONARY)])
        .collect();
    if tables.iter().any(|table| has_key(table, b"/Encrypt")) {
        Err(UploadError::Locked)
    } else if find(tail, END).is_none() || !tables.iter().any(|table| has_key(table, b"/Root")) {
        Err(UploadError::Damaged)
    } else {
        Ok(())
    }
}

/// Where the last dictionary of a plain table begins.
fn newest_trailer(bytes: &[u8]) -> Option<usize> {
    bytes.windows(7).rposition(|it| it == b"trailer")
}

/// Where the table is that the end of the file names: a stream in newer documents.
fn newest_stream(bytes: &[u8]) -> Option<usize> {
    let at = bytes.windows(9).rposition(|it| it == b"startxref")? + 9;
    let digits = bytes[at..].iter().skip_while(|it| it.is_ascii_whitespace());
    let digits: Vec<u8> = digits.take_while(|it| it.is_ascii_digit()).take(12).copied().collect();
    let named: usize = std::str::from_utf8(&digits).ok()?.parse().ok()?;
    // Counted from where the document begins, which may be after something else.
    let start = find(&bytes[..bytes.len().min(EDGE)], START)?;
    let places = [named, named + start];
    places.into_iter().find(|at| bytes.get(*at..).is_some_and(is_object))
}

/// Whether an object begins here, such as `12 0 obj`.
fn is_object(bytes: &[u8]) -> bool {
    let head = &bytes[..bytes.len().min(40)];
    find(head, b"obj").is_some_and(|end| {
        let numbers = &head[..end];
        numbers.iter().all(|it| it.is_ascii_digit() || it.is_ascii_whitespace())
    })
}

/// Whether the first dictionary has a key of its own.
fn has_key(bytes: &[u8], key: &[u8]) -> bool {
    let Some(start) = find(bytes, b"<<") else { return false };
    let (mut at, mut depth) = (start, 0_usize);
    while at < bytes.len() {
        let rest = &bytes[at..];
        at += match rest[0] {
            b'<' if rest.starts_with(b"<<") => {
                depth += 1;
                2
            }
            b'>' if rest.starts_with(b">>") => {
                depth -= 1;
                if depth == 0 {
                    return false;
                }
                2
            }
            b'(' => text_length(rest),
            b'/' if depth == 1 && rest.starts_with(key) && !is_name(rest.get(key.len())) => {
                return true;
            }
            _ => 1,
        };
    }
    false
}

/// How long a text in brackets is, both included; brackets within it come in pairs.
fn text_length(bytes: &[u8]) -> usize {
    let (mut at, mut depth) = (0, 0_usize);
    while at < bytes.len() {
        match bytes[at] {
            b'\\' => at += 1,
            b'(' => depth += 1,
            b')' if depth == 1 => return at + 1,
            b')' => depth -= 1,
            _ => {}
        }
        at += 1;
    }
    bytes.len()
}

/// Whether a name goes on with this byte.
fn is_name(byte: Option<&u8>) -> bool {
    byte.is_some_and(|it| !it.is_ascii_whitespace() && !b"()<>[]{}/%".contains(it))
}
