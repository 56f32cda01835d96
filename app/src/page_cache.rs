//! Public pages, kept as they were sent until anything is written anywhere.
//!
//! Every accepted change adds a line to the audit chain, so a page that shows no more than what
//! everybody may see stays right as long as the chain's head stands and the day is the same. The
//! head is asked for at each request: no server of several shows a page that another has outdated.

use std::{
    collections::{HashMap, hash_map::DefaultHasher},
    hash::{Hash as _, Hasher as _},
    sync::{Mutex, PoisonError},
};

use axum::{
    body::{Body, Bytes, to_bytes},
    extract::{Request, State as AxumState},
    http::{HeaderMap, Method, StatusCode, header},
    middleware::Next,
    response::Response,
};
use axum_extra::headers::{HeaderMapExt as _, IfNoneMatch};
use chrono::NaiveDate;

use crate::{
    etag::{is_known, not_modified},
    face::Face,
    state::State,
    visit::has_personal_cookie,
};

/// All kept bodies together: some hundred pages.
const BYTES_MAX: usize = 8 * 1024 * 1024;
/// Longer addresses and headers are not worth a place.
const KEY_MAX: usize = 300;
/// So many different pages may be made at the same time.
const TURNS: usize = 64;

/// Marks an answer that is the same for every visitor without a session.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Public;

/// As long as this stands, kept pages are right.
type Stamp = (i64, NaiveDate);

/// What a visitor without a session can see of a page.
#[derive(Clone, PartialEq, Eq, Hash)]
struct Key {
    address: String,
    face: Face,
    accept_encoding: String,
}

#[derive(Clone)]
struct CachedPage {
    headers: HeaderMap,
    body: Bytes,
}

/// The cached pages of one server.
pub(crate) struct PageCache {
    cached: Mutex<Cached>,
    /// Whoever makes a page has its turn meanwhile; keys with the same remainder share one.
    turns: [tokio::sync::Mutex<()>; TURNS],
}

impl Default for PageCache {
    fn default() -> Self {
        Self {
            cached: Mutex::default(),
            turns: std::array::from_fn(|_| tokio::sync::Mutex::default()),
        }
    }
}

#[derive(Default)]
struct Cached {
    stamp: Option<Stamp>,
    n_bytes: usize,
    pages: HashMap<Key, CachedPage>,
}

impl PageCache {
    fn find(&self, stamp: Stamp, key: &Key) -> Option<CachedPage> {
        let mut all = self.cached.lock().unwrap_or_else(PoisonError::into_inner);
        if all.stamp != Some(stamp) {
            *all = Cached { stamp: Some(stamp), ..Cached::default() };
        }
        all.pages.get(key).cloned()
    }

    fn put(&self, stamp: Stamp, key: Key, page: CachedPage) {
        let mut all = self.cached.lock().unwrap_or_else(PoisonError::into_inner);
        if all.stamp == Some(stamp) && all.n_bytes + page.body.len() <= BYTES_MAX {
            all.n_bytes += page.body.len();
            all.pages.insert(key, page);
        }
    }

    /// Waits until nobody else makes the same page.
    async fn turn(&self, key: &Key) -> tokio::sync::MutexGuard<'_, ()> {
        let mut hasher = DefaultHasher::new();
        key.hash(&mut hasher);
        let n = usize::try_from(hasher.finish() % TURNS as u64).unwrap_or_default();
        self.turns[n].lock().await
    }
}

/// Answers with a cached page, or keeps the answer if it may be.
///
/// After a change the first request makes the page, and those that come meanwhile wait for it.
/// Stands outside the compression, so that a page is compressed once.
pub async fn cache_public_pages(
    AxumState(state): AxumState<State>,
    request: Request,
    next: Next,
) -> Response {
    let Some(key) = key_of(&request) else { return next.run(request).await };
    // Without a database the page itself says so.
    let Ok(stamp) = stamp(&state).await else { return next.run(request).await };
    let known = request.headers().typed_get::<IfNoneMatch>();
    if let Some(page) = state.cache.find(stamp, &key) {
        return page.answer_to(known.as_ref());
    }
    let _turn = state.cache.turn(&key).await;
    // While this one waited, the page was made, or something else was written.
    let Ok(stamp) = self::stamp(&state).await else { return next.run(request).await };
    if let Some(page) = state.cache.find(stamp, &key) {
        return page.answer_to(known.as_ref());
    }
    let (parts, body) = next.run(request).await.into_parts();
    let is_public = parts.status == StatusCode::OK
        && parts.extensions.get::<Public>().is_some()
        && !parts.headers.contains_key(header::SET_COOKIE);
    if !is_public {
        return Response::from_parts(parts, body);
    }
    let Ok(body) = to_bytes(body, BYTES_MAX).await else {
        return axum::response::IntoResponse::into_response(StatusCode::INTERNAL_SERVER_ERROR);
    };
    let page = CachedPage { headers: parts.headers, body };
    state.cache.put(stamp, key, page.clone());
    page.answer()
}

impl CachedPage {
    /// The page, or that the browser has it already.
    fn answer_to(self, known: Option<&IfNoneMatch>) -> Response {
        if is_known(known, &self.headers) { not_modified(&self.headers) } else { self.answer() }
    }

    fn answer(self) -> Response {
        let mut response = Response::new(Body::from(self.body));
        *response.headers_mut() = self.headers;
        response
    }
}

async fn stamp(state: &State) -> Result<Stamp, actions::ActionError> {
    let now = state.now().await?;
    Ok((state.actions.log_length().await?, actions::local_date(now)))
}

fn key_of(request: &Request) -> Option<Key> {
    let headers = request.headers();
    let address = request.uri().path_and_query()?.as_str();
    let accept_encoding =
        headers.get(header::ACCEPT_ENCODING).map_or("", |v| v.to_str().unwrap_or_default());
    let fits = address.len() + accept_encoding.len() <= KEY_MAX;
    (request.method() == Method::GET && fits && !has_personal_cookie(headers)).then(|| Key {
        address: address.to_owned(),
        face: Face::of(request.uri().query(), headers),
        accept_encoding: accept_encoding.to_owned(),
    })
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::*;

    fn key(address: &str) -> Key {
        let headers = HeaderMap::new();
        Key {
            address: address.into(),
            face: Face::of(None, &headers),
            accept_encoding: String::new(),
        }
    }

    fn page(n_bytes: usize) -> CachedPage {
        CachedPage { headers: HeaderMap::new(), body: vec![b'x'; n_bytes].into() }
    }

    #[tokio::test]
    async fn who_asks_for_a_page_while_it_is_made_waits() {
        let cache = PageCache::default();
        let home = key("/");
        let first = cache.turn(&home).await;
        let second = cache.turn(&home);
        tokio::pin!(second);
        assert!(tokio::time::timeout(Duration::ZERO, &mut second).await.is_err());
        drop(first);
        drop(second.await);
    }

    #[test]
    fn a_page_is_forgotten_when_the_chain_grows() {
        let cache = PageCache::default();
        let day = NaiveDate::default();
        assert!(cache.find((1, day), &key("/")).is_none());
        cache.put((1, day), key("/"), page(10));
        assert!(cache.find((1, day), &key("/")).is_some());
        assert!(cache.find((1, day), &key("/catalogue")).is_none());
        assert!(cache.find((2, day), &key("/")).is_none());
        // What was begun before the change is not kept after it.
        cache.put((1, day), key("/"), page(10));
        assert!(cache.find((2, day), &key("/")).is_none());
    }

    #[test]
    fn no_more_is_public_than_has_room() {
        let cache = PageCache::default();
        let stamp = (1, NaiveDate::default());
        assert!(cache.find(stamp, &key("/a")).is_none());
        cache.put(stamp, key("/a"), page(BYTES_MAX));
        cache.put(stamp, key("/b"), page(1));
        assert!(cache.find(stamp, &key("/a")).is_some());
        assert!(cache.find(stamp, &key("/b")).is_none());
    }
}
