//! Public pages, kept as they were sent until anything is written anywhere.
//!
//! Every change that stands on a page makes another edition of the database, so a page that shows no
//! more than what everybody may see stays right as long as the edition and the day are the same. The
//! edition is asked for at each request: no server of several shows what another has outdated.

use std::sync::Arc;

use axum::{
    body::{Body, Bytes, to_bytes},
    extract::{MatchedPath, Request, State as AxumState},
    http::{HeaderMap, Method, StatusCode, header},
    middleware::Next,
    response::{IntoResponse as _, Response},
};
use axum_extra::headers::{HeaderMapExt as _, IfNoneMatch};
use quick_cache::{Weighter, sync::Cache};

use crate::{
    etag::{is_known, not_modified},
    face::Face,
    page::Public,
    route::Table,
    router::routes,
    state::{Stamp, State},
    visit::has_personal_cookie,
};

/// All kept bodies together: some hundred pages.
const BYTES_MAX: u64 = 8 * 1024 * 1024;
/// About so many pages are kept.
const PAGES: usize = 1_000;
/// The largest page that is kept.
const PAGE_MAX: usize = 1024 * 1024;
/// Longer addresses and headers are not worth a place.
const KEY_MAX: usize = 300;

/// Where a visitor without a session can see a page, and how.
#[derive(Clone, PartialEq, Eq, Hash)]
struct Address {
    path: String,
    face: Face,
    accept_encoding: String,
}

type Key = (Address, Stamp);

#[derive(Clone)]
struct CachedPage {
    headers: HeaderMap,
    body: Bytes,
}

#[derive(Clone)]
struct ByBytes;

impl Weighter<Key, CachedPage> for ByBytes {
    fn weight(&self, (address, _): &Key, page: &CachedPage) -> u64 {
        (address.path.len() + address.accept_encoding.len() + page.body.len()) as u64
    }
}

/// The cached pages of one server: the state of [`cache_public_pages`].
pub struct PageCache {
    state: State,
    table: Table,
    pages: Cache<Key, CachedPage, ByBytes>,
}

impl PageCache {
    /// With no page cached yet.
    pub fn new(state: State) -> Self {
        let pages = Cache::with_weighter(PAGES, BYTES_MAX, ByBytes);
        Self { state, table: Table::of(&routes()), pages }
    }

    /// Under what a request's answer can be kept, if anybody else may ask the same.
    fn address_of(&self, request: &Request) -> Option<Address> {
        let headers = request.headers();
        if request.method() != Method::GET || has_personal_cookie(headers) {
            return None;
        }
        let matched = request.extensions().get::<MatchedPath>()?;
        let path = self.table.public_address(matched.as_str(), request.uri())?;
        let accept_encoding =
            headers.get(header::ACCEPT_ENCODING).map_or("", |v| v.to_str().unwrap_or_default());
        (path.len() + accept_encoding.len() <= KEY_MAX).then(|| Address {
            path,
            face: Face::of(request.uri().query(), headers),
            accept_encoding: accept_encoding.to_owned(),
        })
    }
}

/// Answers with a cached page, or keeps the answer if it may be.
///
/// After a change the first request makes the page, and those that come meanwhile wait for it.
/// Stands outside the compression, so that a page is compressed once.
pub async fn cache_public_pages(
    AxumState(cache): AxumState<Arc<PageCache>>,
    request: Request,
    next: Next,
) -> Response {
    let Some(address) = cache.address_of(&request) else { return next.run(request).await };
    // Without a database the page itself says so.
    let Ok(stamp) = cache.state.stamp().await else { return next.run(request).await };
    let key = (address, stamp);
    let known = request.headers().typed_get::<IfNoneMatch>();
    let place = match cache.pages.get_value_or_guard_async(&key).await {
        Ok(page) => return page.answer_to(known.as_ref()),
        Err(place) => place,
    };
    let (parts, body) = next.run(request).await.into_parts();
    let is_public = parts.status == StatusCode::OK
        && parts.extensions.get::<Public>().is_some()
        && !parts.headers.contains_key(header::SET_COOKIE);
    if !is_public {
        return Response::from_parts(parts, body);
    }
    let Ok(body) = to_bytes(body, PAGE_MAX).await else {
        return StatusCode::INTERNAL_SERVER_ERROR.into_response();
    };
    let page = CachedPage { headers: parts.headers, body };
    // It refuses only what was removed meanwhile, and nothing is.
    let _ = place.insert(page.clone());
    page.answer_to(None)
}

impl CachedPage {
    /// The page, or that the browser has it already.
    fn answer_to(self, known: Option<&IfNoneMatch>) -> Response {
        if is_known(known, &self.headers) {
            return not_modified(&self.headers);
        }
        let mut response = Response::new(Body::from(self.body));
        *response.headers_mut() = self.headers;
        response
    }
}
