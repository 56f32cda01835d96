//! What strangers send: nothing is read that nobody is let in with, and nobody else waits for it.

use std::{
    io::{BufRead as _, BufReader, Read as _, Write as _},
    net::TcpStream,
    process::{Child, Command, Stdio},
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
    time::{Duration, Instant},
};

use app::Method;
use axum::{
    Router,
    body::{Body, Bytes},
    http::{Request, Response, StatusCode, header},
};
use domain::form::{Field, Values};
use server::{background::Health, http::Limits, metrics::Metrics};
use sha2::{Digest as _, Sha256};
use tower::ServiceExt as _;

use crate::{
    kept_form::cookie,
    world::{World, worlds},
};

const FORM: &str = "application/x-www-form-urlencoded";

/// A body that notes whether somebody has asked for it, and never ends.
#[derive(Default)]
struct Watched(Arc<AtomicBool>);

impl Watched {
    fn was_read(&self) -> bool {
        self.0.load(Ordering::Relaxed)
    }

    fn body(&self) -> Body {
        Body::new(Endless(Arc::clone(&self.0)))
    }
}

struct Endless(Arc<AtomicBool>);

impl http_body::Body for Endless {
    type Data = Bytes;
    type Error = std::io::Error;

    fn poll_frame(
        self: std::pin::Pin<&mut Self>,
        _: &mut std::task::Context<'_>,
    ) -> std::task::Poll<Option<Result<http_body::Frame<Bytes>, std::io::Error>>> {
        self.0.store(true, Ordering::Relaxed);
        std::task::Poll::Pending
    }
}

async fn post(router: &Router, path: &str, kind: &str, cookie: &str, body: Body) -> Response<Body> {
    let request = Request::post(path)
        .header(header::HOST, "127.0.0.1:3000")
        .header("sec-fetch-site", "same-origin")
        .header(header::CONTENT_TYPE, kind)
        .header(header::COOKIE, cookie);
    router.clone().oneshot(request.body(body).unwrap()).await.unwrap()
}

/// The same server, where nothing may take long.
fn impatient(world: &World) -> Router {
    let brief = Duration::from_millis(200);
    let limits = Limits { idle: brief, body: brief * 4, ..Limits::default() };
    server::http::counted(world.state.clone(), Health::default(), Metrics::default(), limits)
}

#[tokio::test]
async fn nothing_is_read_of_who_is_not_let_in() {
    for world in worlds().await {
        let forged = "session=0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef";
        let closed = app::routes()
            .into_iter()
            .filter(|route| route.method == Method::Post && !matches!(route.who, app::Who::Anyone));
        for route in closed {
            let path = route.path.replace(['{', '}'], "").replace("id", "1");
            for cookie in ["", forged] {
                for kind in [FORM, "multipart/form-data; boundary=x"] {
                    let watched = Watched::default();
                    let answer = post(&world.router, &path, kind, cookie, watched.body()).await;
                    assert!(answer.status().is_redirection() || answer.status().is_client_error());
                    assert!(!watched.was_read(), "{path} {cookie} {kind}");
                }
            }
        }
        world.remove().await;
    }
}

#[tokio::test]
async fn a_late_form_is_kept_up_to_its_size_and_the_newest_three_of_an_account() {
    for world in worlds().await {
        let lecturer = world.lecturer("钱进").await;
        lecturer.post("/sign_out", &Values::default()).await;
        let large = Values::default().with(Field::Title, "长".repeat(22 * 1024));
        let refused = lecturer.post("/course/new", &large).await;
        assert_eq!(refused.status, 413, "{}: more than 64 KiB", world.db.name);
        assert!(refused.body.contains("无法替您保留"), "{}", refused.body);
        let fits = Values::default().with(Field::Title, "长".repeat(21 * 1024));
        let mut left = 0;
        let mut digests = Vec::new();
        for _ in 0..5 {
            let kept = lecturer.post("/course/new", &fits).await;
            assert_eq!(kept.status, 303, "{}", world.db.name);
            let token = cookie(&kept, "kept_form").trim_start_matches("kept_form=").to_owned();
            digests.push(hex::encode(Sha256::digest(token.as_bytes())));
        }
        let mut conn = world.db.store.read().await.unwrap();
        for digest in &digests {
            let found = conn.find_kept_form(digest, lecturer.id).await.unwrap();
            left += usize::from(found.is_some());
        }
        assert_eq!(left, 3, "{}", world.db.name);
        assert!(conn.find_kept_form(&digests[4], lecturer.id).await.unwrap().is_some());
        drop(conn);
        world.remove().await;
    }
}

#[tokio::test]
async fn a_body_that_does_not_come_is_not_waited_for() {
    for world in worlds().await {
        let router = impatient(&world);
        for kind in [FORM, "multipart/form-data; boundary=x"] {
            let watched = Watched::default();
            let began = Instant::now();
            let answer = post(&router, "/sign_in", kind, "", watched.body()).await;
            assert!(watched.was_read() && began.elapsed() < Duration::from_secs(5), "{kind}");
            assert_eq!(answer.status(), StatusCode::REQUEST_TIMEOUT, "{kind}");
        }
        world.remove().await;
    }
}

#[tokio::test]
async fn a_thousand_fields_are_not_shown_again_all() {
    for world in worlds().await {
        let fields: Vec<(String, String)> =
            (0..1_000).map(|n| (format!("title_{n}"), format!("Word {n}"))).collect();
        let many: Values = fields.into_iter().collect();
        let office = world.office().await;
        // Another site's form is refused, with what was typed.
        let answer = office.post("/review_session/999/open", &many).await;
        let shown = answer.body.matches("Word ").count();
        assert!(answer.status >= 400 && shown <= 200, "{}: {shown}", answer.status);
        world.remove().await;
    }
}

/// A server of its own process on an empty database.
struct Served {
    child: Child,
    address: String,
    _folder: tempfile::TempDir,
}

impl Served {
    fn start() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let hashes = folder.path().join("hash.txt");
        std::fs::write(&hashes, "css: none\n").unwrap();
        let mut child = Command::new(env!("CARGO_BIN_EXE_whetstone"))
            .arg("serve")
            .env_remove("DATABASE_URL")
            .env("WHETSTONE_DATA", folder.path())
            .env("WHETSTONE_HASH_FILE", hashes)
            .env("WHETSTONE_ADDRESS", "127.0.0.1:0")
            .env("WHETSTONE_LOG", "error")
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let mut said = BufReader::new(child.stdout.take().unwrap());
        let mut line = String::new();
        said.read_line(&mut line).unwrap();
        let address = line.trim().rsplit("//").next().unwrap().to_owned();
        Self { child, address, _folder: folder }
    }

    fn connect(&self) -> TcpStream {
        let stream = TcpStream::connect(&self.address).unwrap();
        stream.set_read_timeout(Some(Duration::from_secs(20))).unwrap();
        stream.set_write_timeout(Some(Duration::from_millis(200))).unwrap();
        stream
    }

    /// How long an honest visitor waits.
    fn honest(&self) -> Duration {
        let began = Instant::now();
        let mut stream = self.connect();
        let host = &self.address;
        write!(stream, "GET /catalogue HTTP/1.1\r\nhost: {host}\r\nconnection: close\r\n\r\n")
            .unwrap();
        let mut answer = Vec::new();
        stream.read_to_end(&mut answer).unwrap();
        assert!(answer.starts_with(b"HTTP/1.1 200"), "{}", String::from_utf8_lossy(&answer));
        began.elapsed()
    }

    /// Megabytes in memory.
    fn memory(&self) -> u64 {
        let status = std::fs::read_to_string(format!("/proc/{}/status", self.child.id())).unwrap();
        let line = status.lines().find(|line| line.starts_with("VmHWM:")).unwrap();
        line.split_whitespace().nth(1).unwrap().parse::<u64>().unwrap() / 1024
    }
}

impl Drop for Served {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// Strangers come at every route with headers and bodies that never end, or with too much.
#[test]
fn strangers_hold_neither_memory_nor_time() {
    let served = Served::start();
    let mut held = Vec::new();
    let megabyte = vec![b'x'; 1024 * 1024];
    for route in app::routes() {
        let path = route.path.replace(['{', '}'], "");
        let verb = if route.method == Method::Post { "POST" } else { "GET" };
        let start = format!("{verb} {path} HTTP/1.1\r\nhost: {}\r\n", served.address);
        // Headers that never end.
        let mut slow = served.connect();
        let _ = slow.write_all(start.as_bytes());
        held.push(slow);
        if route.method == Method::Post {
            let kinds = [FORM, "multipart/form-data; boundary=x"];
            for kind in kinds {
                let mut huge = served.connect();
                let more = format!(
                    "sec-fetch-site: same-origin\r\ncontent-type: {kind}\r\n\
                     content-length: 25165824\r\n\r\n--x\r\ncontent-disposition: form-data; \
                     name=\"file\"; filename=\"a.pdf\"\r\n\r\n"
                );
                let _ = huge.write_all(start.as_bytes());
                let _ = huge.write_all(more.as_bytes());
                for _ in 0..2 {
                    // What is not read is not taken either.
                    let _ = huge.write_all(&megabyte);
                }
                held.push(huge);
            }
        }
        // Nothing at all.
        held.push(served.connect());
    }
    let mut waited: Vec<Duration> = (0..21).map(|_| served.honest()).collect();
    waited.sort();
    assert!(waited[10] <= Duration::from_millis(200), "{} connections: {waited:?}", held.len());
    let memory = served.memory();
    assert!(memory <= 150, "{} connections: {memory} MB", held.len());
    // Who has sent no header for ten seconds is left alone.
    let began = Instant::now();
    let mut first = held.swap_remove(0);
    let mut rest = Vec::new();
    let _ = first.read_to_end(&mut rest);
    assert!(began.elapsed() < Duration::from_secs(15), "{:?}", began.elapsed());
}
