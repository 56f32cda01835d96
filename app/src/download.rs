//! Files to be saved.

use axum::{
    http::{HeaderValue, header},
    response::{IntoResponse, Response},
};

/// A file under the name that it came with; a browser never guesses its type, and keeps no copy of
/// what may be seen only as long as somebody has the right to it.
pub(crate) fn download(name: &str, media_type: &str, bytes: impl IntoResponse) -> Response {
    let name: String = form_urlencoded::byte_serialize(name.as_bytes())
        .map(|part| if part == "+" { "%20" } else { part })
        .collect();
    let disposition = format!("attachment; filename*=UTF-8''{name}");
    let value = |text: &str| {
        HeaderValue::from_str(text).unwrap_or(HeaderValue::from_static("application/octet-stream"))
    };
    let headers = [
        (header::CONTENT_TYPE, value(media_type)),
        (header::CONTENT_DISPOSITION, value(&disposition)),
        (header::X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff")),
        (header::CACHE_CONTROL, HeaderValue::from_static("no-store")),
    ];
    (headers, bytes).into_response()
}
