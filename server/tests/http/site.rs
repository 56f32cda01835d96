//! Which site this is, who asks, and what every answer tells the browser.

use std::net::SocketAddr;

use app::{Proxies, State};
use axum::{
    Router,
    body::Body,
    extract::ConnectInfo,
    http::{HeaderMap, Request, Response, StatusCode, header},
};
use domain::form::Values;
use server::background::Health;
use tower::ServiceExt as _;

use crate::{
    account::{administrator, credentials, passwords},
    world::{PASSWORD, World, world, worlds},
};

/// The same server under another address, behind these proxies.
fn served_as(world: &World, public_url: &str, proxies: &[&str]) -> Router {
    let mut settings = (*world.state.settings).clone();
    settings.public_url = public_url.parse().unwrap();
    settings.proxies = Proxies::new(proxies.iter().map(|it| it.parse().unwrap()).collect());
    server::http::router(State::new(world.actions.clone(), settings), Health::default())
}

async fn ask(router: &Router, host: Option<&str>, path: &str) -> Response<Body> {
    let mut request = Request::get(path);
    if let Some(host) = host {
        request = request.header(header::HOST, host);
    }
    router.clone().oneshot(request.body(Body::empty()).unwrap()).await.unwrap()
}

#[tokio::test]
async fn only_this_site_is_answered_for_and_probes_under_any_name() {
    let world = world().await;
    let own = &world.router;
    for (host, status) in [
        (Some("127.0.0.1:3000"), 200),
        (Some("localhost:3000"), 200),
        (Some("[::1]:3000"), 200),
        (Some("127.0.0.1"), 421),
        (Some("example.invalid"), 421),
        (Some("example.invalid:3000"), 421),
        (None, 421),
    ] {
        for path in ["/", "/catalogue", "/sign_in"] {
            let answer = ask(own, host, path).await;
            assert_eq!(answer.status().as_u16(), status, "{host:?}{path}");
        }
        for path in ["/healthz", "/readyz"] {
            assert_eq!(ask(own, host, path).await.status(), StatusCode::OK, "{host:?}{path}");
        }
    }
    let site = served_as(&world, "https://example.org", &[]);
    assert_eq!(ask(&site, Some("EXAMPLE.org"), "/").await.status(), StatusCode::OK);
    let local = ask(&site, Some("127.0.0.1:3000"), "/").await.status();
    assert_eq!(local, StatusCode::MISDIRECTED_REQUEST, "it has three names only where it is here");
    world.remove().await;
}

fn has(headers: &HeaderMap, name: &str) -> bool {
    headers.contains_key(name)
}

#[tokio::test]
async fn every_answer_says_what_browsers_are_to_keep_to() {
    let world = world().await;
    let https = served_as(&world, "https://example.org", &[]);
    for path in ["/", "/catalogue", "/no/such/page", "/pkg/no_such_file.css", "/healthz"] {
        let plain = ask(&world.router, Some("127.0.0.1:3000"), path).await;
        let secure = ask(&https, Some("example.org"), path).await;
        for headers in [plain.headers(), secure.headers()] {
            assert_eq!(headers["x-content-type-options"], "nosniff", "{path}");
        }
        for name in [
            "strict-transport-security",
            "cross-origin-opener-policy",
            "cross-origin-resource-policy",
        ] {
            assert!(has(secure.headers(), name) && !has(plain.headers(), name), "{path}: {name}");
        }
    }
    world.remove().await;
}

#[tokio::test]
async fn what_is_somebodys_own_is_kept_nowhere() {
    let world = world().await;
    let office = world.office().await;
    for path in ["/", "/desk", "/catalogue", "/person", "/no/such/page", "/place"] {
        let answer = office.get(path).await;
        assert_eq!(answer.header("cache-control"), "no-store", "{path}");
    }
    let visitor = world.visitor();
    for path in ["/request/0123456789abcdef0123456789abcdef", "/activate/0123456789abcdef"] {
        let answer = visitor.get(path).await;
        assert_eq!(answer.header("cache-control"), "no-store", "{path}");
        assert_eq!(answer.header("x-robots-tag"), "noindex, nofollow", "{path}");
    }
    assert_eq!(visitor.get("/catalogue").await.header("cache-control"), "no-cache, private");
    assert_eq!(visitor.get("/catalogue").await.header("x-robots-tag"), "");
    let out = office.post("/sign_out", &Values::default()).await;
    assert_eq!((out.status, out.header("clear-site-data")), (303, "\"cache\""));
    world.remove().await;
}

/// A sign-in that a proxy passes on for a client.
async fn sign_in(router: &Router, client: &str, form: &Values) -> Response<Body> {
    let body = form_urlencoded::Serializer::new(String::new()).extend_pairs(form.iter()).finish();
    let request = Request::post("/sign_in")
        .header(header::HOST, "example.org")
        .header("sec-fetch-site", "same-origin")
        .header("x-forwarded-for", format!("198.51.100.1, {client}"))
        .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded")
        .extension(ConnectInfo(SocketAddr::from(([10, 0, 0, 1], 40_000))));
    router.clone().oneshot(request.body(Body::from(body)).unwrap()).await.unwrap()
}

/// A hundred wrong passwords of one stranger behind a proxy are that stranger's alone.
#[tokio::test]
async fn a_stranger_behind_a_proxy_locks_nobody_else_out() {
    for world in worlds().await {
        let router = served_as(&world, "https://example.org", &["10.0.0.0/8"]);
        let (code, visitor) = administrator(&world).await;
        visitor.post(&format!("/activate/{code}"), &passwords(PASSWORD, PASSWORD)).await;
        for n in 0..100 {
            let guess = credentials(&format!("nobody{n}"), "wrong-password-1");
            sign_in(&router, "203.0.113.9", &guess).await;
        }
        let right = credentials("zhou", PASSWORD);
        let honest = sign_in(&router, "203.0.113.10", &right).await;
        assert_eq!(honest.status(), StatusCode::SEE_OTHER, "{}", world.db.name);
        world.remove().await;
    }
}
