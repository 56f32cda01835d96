//! The router with everything around the pages: files, the site's name, time limits, spans.

mod connection;
mod in_time;

use std::{borrow::Cow, path::PathBuf, sync::Arc};

use app::{PageCache, Settings, State};
use axum::{
    Router,
    extract::{MatchedPath, Request, State as AxumState},
    http::{HeaderName, HeaderValue, StatusCode, header, uri::Authority},
    middleware::{Next, from_fn, from_fn_with_state},
    response::{IntoResponse as _, Response},
    routing::get,
};
use tokio::net::TcpListener;
use tower_http::{compression::CompressionLayer, services::ServeDir, trace::TraceLayer};

pub use self::in_time::Limits;
use crate::{
    background::{self, Health, JOBS},
    metrics::{self, Metrics},
};

const OPENER_POLICY: HeaderName = HeaderName::from_static("cross-origin-opener-policy");
const RESOURCE_POLICY: HeaderName = HeaderName::from_static("cross-origin-resource-policy");
const IMMUTABLE: HeaderValue = HeaderValue::from_static("public, max-age=31536000, immutable");

/// Pages, files and probes; of the jobs in the background, how they are.
pub fn router(state: State, health: Health) -> Router {
    counted(state, health, Metrics::default(), Limits::default())
}

/// The same with these time limits, and how requests are answered is counted.
pub fn counted(state: State, health: Health, metrics: Metrics, limits: Limits) -> Router {
    let options = &state.settings.assets.leptos;
    let package = PathBuf::from(options.site_root.as_ref()).join(options.site_pkg_dir.as_ref());
    let files = Router::new()
        .fallback_service(ServeDir::new(package).precompressed_br().precompressed_gzip())
        .layer(axum::middleware::map_response(keep));
    let probes = Router::new()
        .route("/healthz", get(|| async { "ok" }))
        .route("/readyz", get(ready))
        .with_state((state.clone(), health));
    let cache = Arc::new(PageCache::new(state.clone()));
    let cache = from_fn_with_state(cache, app::cache_public_pages);
    let settings = Arc::clone(&state.settings);
    let pages = app::router(state).layer(CompressionLayer::new()).layer(cache);
    let site = Router::new().nest("/pkg", files).merge(pages);
    Router::new()
        .merge(site.layer(from_fn_with_state(Arc::clone(&settings), only_this_site)))
        .layer(from_fn(move |request, next| in_time::in_time(limits, request, next)))
        .merge(probes)
        .layer(from_fn_with_state(settings, keep_safe))
        .layer(from_fn_with_state(metrics, metrics::count))
        .layer(TraceLayer::new_for_http().make_span_with(span))
}

/// Answers only who asks for this site: another name in `Host` would stand in links and be compared
/// with where a form comes from. Probes are asked by whoever watches, under any name.
async fn only_this_site(
    AxumState(settings): AxumState<Arc<Settings>>,
    request: Request,
    next: Next,
) -> Response {
    let said = request.headers().get(header::HOST).and_then(|host| host.to_str().ok());
    // HTTP/2 says it in the address.
    let host = said.or_else(|| request.uri().authority().map(Authority::as_str));
    if host.is_some_and(|host| settings.public_url.answers_to(host)) {
        return next.run(request).await;
    }
    (StatusCode::MISDIRECTED_REQUEST, "this is another site\n").into_response()
}

/// What browsers are to keep to with everything from here.
async fn keep_safe(
    AxumState(settings): AxumState<Arc<Settings>>,
    request: Request,
    next: Next,
) -> Response {
    let mut response = next.run(request).await;
    let headers = response.headers_mut();
    headers.insert(header::X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff"));
    if settings.public_url.is_secure() {
        for (name, value) in [
            (header::STRICT_TRANSPORT_SECURITY, "max-age=31536000"),
            (OPENER_POLICY, "same-origin"),
            (RESOURCE_POLICY, "same-origin"),
        ] {
            headers.insert(name, HeaderValue::from_static(value));
        }
    }
    response
}

/// Files carry their hash in their name and can be kept for ever; what is not there cannot.
async fn keep(mut response: Response) -> Response {
    if response.status() == StatusCode::OK {
        response.headers_mut().insert(header::CACHE_CONTROL, IMMUTABLE);
    }
    response
}

/// A job that fails is no reason to send people elsewhere, where it would fail as well: it is named
/// for whoever watches, and only a database that does not answer is.
async fn ready(
    AxumState((state, health)): AxumState<(State, Health)>,
) -> (StatusCode, Cow<'static, str>) {
    if let Err(error) = state.actions.ping().await {
        tracing::warn!(%error, "not ready");
        return (StatusCode::SERVICE_UNAVAILABLE, "the database does not answer".into());
    }
    let failing = health.failing();
    if failing.is_empty() {
        return (StatusCode::OK, "ready".into());
    }
    (StatusCode::OK, format!("ready, but failing: {}", failing.join(", ")).into())
}

/// One span per request: never the query, which holds what people look for.
fn span(request: &Request) -> tracing::Span {
    let route = request.extensions().get::<MatchedPath>().map_or("", MatchedPath::as_str);
    tracing::info_span!("request", method = %request.method(), route)
}

/// Serves until the process is asked to stop; then finishes what it has begun. The second listener
/// is for whoever watches.
pub async fn serve(listener: TcpListener, watched: Option<TcpListener>, state: State) {
    let (health, metrics) = (Health::default(), Metrics::default());
    let background = tokio::spawn(background::run(state.clone(), &JOBS, health.clone()));
    if let Some(watched) = watched {
        tokio::spawn(metrics::serve(watched, state.clone(), health.clone(), metrics.clone()));
    }
    let router = counted(state, health, metrics, Limits::default());
    connection::serve(listener, router, asked_to_stop()).await;
    background.abort();
}

async fn asked_to_stop() {
    let interrupted = tokio::signal::ctrl_c();
    let mut terminated =
        match tokio::signal::unix::signal(tokio::signal::unix::SignalKind::terminate()) {
            Ok(signal) => signal,
            Err(error) => {
                tracing::warn!(%error, "no signal to terminate can be received");
                let _ = interrupted.await;
                return;
            }
        };
    tokio::select! {
        _ = interrupted => {}
        _ = terminated.recv() => {}
    }
    tracing::info!("stopping");
}
