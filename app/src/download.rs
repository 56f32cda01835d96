//! Files to be saved.

use std::fmt::Write as _;

use actions::Noted;
use axum::{
    http::{HeaderValue, header},
    response::{IntoResponse, Response},
};
use domain::upload::saved_name;

/// The type of a spreadsheet.
pub(crate) const XLSX: &str = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

/// A file under the name that it came with, and the ending of its type; a browser never guesses its
/// type, and keeps no copy of what may be seen only as long as somebody has the right to it. That it is
/// handed out was noted before (`LAW-74`).
pub(crate) fn download(
    name: &str,
    media_type: &str,
    bytes: impl IntoResponse,
    _: Noted,
) -> Response {
    let value = |text: &str| {
        HeaderValue::from_str(text).unwrap_or(HeaderValue::from_static("application/octet-stream"))
    };
    let headers = [
        (header::CONTENT_TYPE, value(media_type)),
        (header::CONTENT_DISPOSITION, value(&disposition(&saved_name(name, media_type)))),
        (header::X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff")),
        (header::CACHE_CONTROL, HeaderValue::from_static("no-store")),
    ];
    (headers, bytes).into_response()
}

/// A file that everybody may read, under a name: nobody is noted.
pub(crate) fn published(
    name: &str,
    media_type: &'static str,
    bytes: impl IntoResponse,
) -> Response {
    let disposition = disposition(&saved_name(name, media_type));
    let disposition = HeaderValue::from_str(&disposition);
    let headers = [
        (header::CONTENT_TYPE, HeaderValue::from_static(media_type)),
        (
            header::CONTENT_DISPOSITION,
            disposition.unwrap_or(HeaderValue::from_static("attachment")),
        ),
        (header::X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff")),
        (header::CACHE_CONTROL, HeaderValue::from_static("no-store")),
    ];
    (headers, bytes).into_response()
}

/// The name twice: in plain letters for old programs, and as it is (RFC 6266, RFC 8187).
fn disposition(name: &str) -> String {
    let is_plain = |c: char| c.is_ascii_alphanumeric() || " -_.()".contains(c);
    let plain: String = name.chars().map(|c| if is_plain(c) { c } else { '_' }).collect();
    let mut whole = String::new();
    for byte in name.bytes() {
        if byte.is_ascii_alphanumeric() || b"!#$&+-.^_`|~".contains(&byte) {
            whole.push(char::from(byte));
        } else {
            // Writing into a string does not fail.
            let _ = write!(whole, "%{byte:02X}");
        }
    }
    format!("attachment; filename=\"{plain}\"; filename*=UTF-8''{whole}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_told_in_plain_letters_and_as_it_is() {
        assert_eq!(
            disposition("潮汐 \"a\"*.pdf"),
            "attachment; filename=\"__ _a__.pdf\"; \
             filename*=UTF-8''%E6%BD%AE%E6%B1%90%20%22a%22%2A.pdf"
        );
    }
}
