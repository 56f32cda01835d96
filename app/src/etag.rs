//! Tags of pages, and what is answered to a browser that has the page already.

use axum::{
    body::Body,
    http::{HeaderMap, StatusCode, header},
    response::Response,
};
use axum_extra::headers::{ETag, HeaderMapExt as _, IfNoneMatch};
use sha2::{Digest as _, Sha256};

/// A weak tag, for the same page may be compressed in several ways.
pub(crate) fn tag(html: &str) -> Option<ETag> {
    let digest = hex::encode(&Sha256::digest(html.as_bytes())[..12]);
    format!("W/\"{digest}\"").parse().ok()
}

/// Whether a browser that knows these tags has the page with these headers.
pub(crate) fn is_known(known: Option<&IfNoneMatch>, headers: &HeaderMap) -> bool {
    let tag = headers.typed_get::<ETag>();
    known.zip(tag).is_some_and(|(known, tag)| !known.precondition_passes(&tag))
}

/// The same page as the browser has: its headers, and nothing else.
pub(crate) fn not_modified(headers: &HeaderMap) -> Response {
    let mut response = Response::new(Body::empty());
    *response.status_mut() = StatusCode::NOT_MODIFIED;
    *response.headers_mut() = headers.clone();
    for name in [header::CONTENT_LENGTH, header::CONTENT_ENCODING, header::CONTENT_TYPE] {
        response.headers_mut().remove(name);
    }
    response
}
