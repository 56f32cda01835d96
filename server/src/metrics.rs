//! What Prometheus asks for, on an address of its own: requests by route, jobs that fail, the
//! database, the chain, memory. Nothing of what somebody has asked for, and nobody's name.

use std::{
    collections::BTreeMap,
    fmt::Write as _,
    sync::{Arc, Mutex, PoisonError},
    time::{Duration, Instant},
};

use app::State;
use axum::{
    Router,
    extract::{MatchedPath, Request, State as AxumState},
    http::{Method, header},
    middleware::Next,
    response::{IntoResponse, Response},
    routing::get,
};
use tokio::net::TcpListener;

use crate::background::{Health, JOBS};

/// The upper ends of the classes of durations, in milliseconds.
const CLASSES: [u128; 8] = [5, 20, 50, 100, 200, 500, 1_000, 5_000];
const TEXT: &str = "text/plain; version=0.0.4; charset=utf-8";

/// How requests were answered since the start. Cheap to clone.
#[derive(Clone, Debug, Default)]
pub struct Metrics(Arc<Mutex<Counts>>);

#[derive(Debug, Default)]
struct Counts {
    /// By method, route and status.
    answered: BTreeMap<(String, String, u16), u64>,
    /// By route.
    took: BTreeMap<String, Took>,
}

#[derive(Debug, Default)]
struct Took {
    /// Of each class, how many were as fast or faster.
    within: [u64; CLASSES.len()],
    n: u64,
    all: Duration,
}

impl Metrics {
    fn note(&self, method: &Method, route: String, status: u16, took: Duration) {
        let mut counts = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        // Methods that nobody knows are one, so that a stranger does not fill the memory.
        let method = match *method {
            Method::GET | Method::POST | Method::HEAD => method.as_str(),
            _ => "other",
        };
        *counts.answered.entry((method.to_owned(), route.clone(), status)).or_default() += 1;
        let of_route = counts.took.entry(route).or_default();
        for (end, within) in CLASSES.into_iter().zip(&mut of_route.within) {
            *within += u64::from(took.as_millis() < end);
        }
        of_route.n += 1;
        of_route.all += took;
    }

    fn write(&self, text: &mut String) -> std::fmt::Result {
        let counts = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        writeln!(text, "# TYPE whetstone_requests_total counter")?;
        for ((method, route, status), n) in &counts.answered {
            let labels = format!("method=\"{method}\",route=\"{route}\",status=\"{status}\"");
            writeln!(text, "whetstone_requests_total{{{labels}}} {n}")?;
        }
        writeln!(text, "# TYPE whetstone_request_seconds histogram")?;
        for (route, took) in &counts.took {
            let name = "whetstone_request_seconds";
            for (end, n) in CLASSES.into_iter().zip(took.within) {
                let end = format!("{}.{:03}", end / 1_000, end % 1_000);
                writeln!(text, "{name}_bucket{{route=\"{route}\",le=\"{end}\"}} {n}")?;
            }
            let Took { n, all, .. } = took;
            let seconds = format!("{}.{:06}", all.as_secs(), all.subsec_micros());
            writeln!(text, "{name}_bucket{{route=\"{route}\",le=\"+Inf\"}} {n}")?;
            writeln!(text, "{name}_sum{{route=\"{route}\"}} {seconds}")?;
            writeln!(text, "{name}_count{{route=\"{route}\"}} {n}")?;
        }
        Ok(())
    }
}

/// Counts a request under its route; what no route answers is one.
pub(crate) async fn count(
    AxumState(metrics): AxumState<Metrics>,
    request: Request,
    next: Next,
) -> Response {
    let route = request.extensions().get::<MatchedPath>();
    let route = route.map_or_else(|| "other".to_owned(), |route| route.as_str().to_owned());
    let (method, began) = (request.method().clone(), Instant::now());
    let response = next.run(request).await;
    metrics.note(&method, route, response.status().as_u16(), began.elapsed());
    response
}

/// Answers on an address that only whoever watches can reach.
pub(crate) async fn serve(
    listener: TcpListener,
    state: State,
    health: Health,
    metrics: Metrics,
) -> std::io::Result<()> {
    axum::serve(listener, router(state, health, metrics)).await
}

/// The one page of that address.
pub fn router(state: State, health: Health, metrics: Metrics) -> Router {
    let page = get(move || show(state.clone(), health.clone(), metrics.clone()));
    Router::new().route("/metrics", page)
}

async fn show(state: State, health: Health, metrics: Metrics) -> impl IntoResponse {
    let head = state.actions.audit_head(chrono::DateTime::UNIX_EPOCH).await;
    let mut text = String::new();
    // Writing into a text does not fail.
    let _ = metrics.write(&mut text);
    let _ = write_state(&mut text, head.ok().map(|head| head.line), &health);
    ([(header::CONTENT_TYPE, TEXT)], text)
}

fn write_state(text: &mut String, line: Option<i64>, health: &Health) -> std::fmt::Result {
    writeln!(text, "# TYPE whetstone_database_up gauge")?;
    writeln!(text, "whetstone_database_up {}", u8::from(line.is_some()))?;
    if let Some(line) = line {
        writeln!(text, "# TYPE whetstone_audit_lines_total counter")?;
        writeln!(text, "whetstone_audit_lines_total {line}")?;
    }
    writeln!(text, "# TYPE whetstone_job_failing gauge")?;
    let failing = health.failing();
    for job in JOBS {
        let is_failing = u8::from(failing.contains(&job.name));
        writeln!(text, "whetstone_job_failing{{job=\"{}\"}} {is_failing}", job.name)?;
    }
    if let Some(kib) = resident() {
        writeln!(text, "# TYPE process_resident_memory_bytes gauge")?;
        writeln!(text, "process_resident_memory_bytes {}", kib * 1024)?;
    }
    writeln!(text, "# TYPE whetstone_build_info gauge")?;
    writeln!(text, "whetstone_build_info{{version=\"{}\"}} 1", env!("CARGO_PKG_VERSION"))
}

/// KiB of memory that the process has.
fn resident() -> Option<u64> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:"))?;
    line.trim().strip_suffix(" kB")?.trim().parse().ok()
}
