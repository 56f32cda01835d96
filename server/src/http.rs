//! The router with everything around the pages: files, checks of origin, spans, graceful stop.

use std::{borrow::Cow, net::SocketAddr, path::PathBuf, sync::Arc, time::Duration};

use app::{PageCache, State};
use axum::{
    Router,
    extract::{MatchedPath, Request, State as AxumState},
    http::{HeaderValue, StatusCode, header},
    middleware::from_fn_with_state,
    response::Response,
    routing::get,
};
use tokio::net::TcpListener;
use tower_http::{compression::CompressionLayer, services::ServeDir, trace::TraceLayer};

use crate::background::{self, Health, JOBS};

const STOP: Duration = Duration::from_secs(10);
const IMMUTABLE: HeaderValue = HeaderValue::from_static("public, max-age=31536000, immutable");

/// Pages, files and probes; of the jobs in the background, how they are.
pub fn router(state: State, health: Health) -> Router {
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
    let pages = app::router(state).layer(CompressionLayer::new()).layer(cache);
    Router::new()
        .nest("/pkg", files)
        .merge(probes)
        .merge(pages)
        .layer(TraceLayer::new_for_http().make_span_with(span))
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

/// Serves until the process is asked to stop; then finishes what it has begun.
pub async fn serve(listener: TcpListener, state: State) -> std::io::Result<()> {
    let health = Health::default();
    let background = tokio::spawn(background::run(state.clone(), &JOBS, health.clone()));
    let service = router(state, health).into_make_service_with_connect_info::<SocketAddr>();
    let (stopping, stopped) = tokio::sync::oneshot::channel::<()>();
    let server = axum::serve(listener, service).with_graceful_shutdown(async move {
        asked_to_stop().await;
        let _ = stopping.send(());
    });
    let patience = async {
        if stopped.await.is_ok() {
            tokio::time::sleep(STOP).await;
        } else {
            std::future::pending::<()>().await;
        }
    };
    let result = tokio::select! {
        result = server.into_future() => result,
        () = patience => Ok(()),
    };
    background.abort();
    result
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
