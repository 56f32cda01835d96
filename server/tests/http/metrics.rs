//! What whoever watches is told: on an address of its own, and of nobody in particular.

use axum::{body::Body, http::Request};
use server::{
    http::{Limits, counted},
    metrics::Metrics,
};
use tower::ServiceExt as _;

use crate::world::{World, worlds};

async fn metrics_of(world: &World, metrics: &Metrics) -> String {
    let (state, health) = (world.state.clone(), world.health.clone());
    let router = server::metrics::router(state, health, metrics.clone());
    let asked = Request::get("/metrics").body(Body::empty()).unwrap();
    let answer = router.oneshot(asked).await.unwrap();
    let bytes = axum::body::to_bytes(answer.into_body(), usize::MAX).await.unwrap();
    String::from_utf8(bytes.to_vec()).unwrap()
}

#[tokio::test]
async fn requests_are_counted_by_their_route_and_not_by_what_they_ask_for() {
    for world in worlds().await {
        let metrics = Metrics::default();
        let server =
            counted(world.state.clone(), world.health.clone(), metrics.clone(), Limits::default());
        let visitor = world.visitor().by(server);
        for path in ["/course/4711", "/course/4712?q=秘密", "/healthz", "/metrics"] {
            visitor.get(path).await;
        }
        let told = metrics_of(&world, &metrics).await;
        for line in [
            "whetstone_requests_total{method=\"GET\",route=\"/course/{id}\",status=\"303\"} 2",
            "whetstone_requests_total{method=\"GET\",route=\"/healthz\",status=\"200\"} 1",
            "whetstone_requests_total{method=\"GET\",route=\"other\",status=\"404\"} 1",
            "whetstone_request_seconds_count{route=\"/healthz\"} 1",
            "whetstone_request_seconds_bucket{route=\"/healthz\",le=\"+Inf\"} 1",
            "whetstone_database_up 1",
            "whetstone_job_failing{job=\"holds\"} 0",
        ] {
            assert!(told.lines().any(|other| other == line), "{line} is not in {told}");
        }
        assert!(!told.contains("4711") && !told.contains("秘密"), "{told}");
        world.remove().await;
    }
}
