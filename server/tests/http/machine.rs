//! The program itself as it runs on a machine: its commands, and servers that can be ended.

use std::{
    fs::File,
    io::{BufRead as _, BufReader},
    net::SocketAddr,
    os::unix::fs::PermissionsExt as _,
    path::{Path, PathBuf},
    process::{Child, Command, Output, Stdio},
    sync::atomic::{AtomicU32, Ordering},
};

use axum::{
    Router,
    body::{Body, to_bytes},
    http::{Request, Response, StatusCode},
};
use sqlx::{AssertSqlSafe, Connection as _, PgConnection};
use tempfile::TempDir;
use tokio::{
    io::{AsyncReadExt as _, AsyncWriteExt as _},
    net::TcpStream,
};

/// A database, and the folders of one machine that uses it.
pub(crate) struct Machine {
    pub(crate) url: String,
    pub(crate) folder: TempDir,
    /// Where uploads are, if it is not in the folder.
    pub(crate) files: Option<PathBuf>,
}

impl Machine {
    pub(crate) fn new(url: &str) -> Self {
        Self { url: url.to_owned(), folder: tempfile::tempdir().unwrap(), files: None }
    }

    /// One with a file of SQLite in its folder, which is not there yet.
    pub(crate) fn with_sqlite() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let url = format!("sqlite:{}", folder.path().join("whetstone.db").display());
        Self { url, folder, files: None }
    }

    /// Another one on the same database and the same uploads.
    pub(crate) fn beside(&self) -> Self {
        let files = Some(self.files());
        Self { url: self.url.clone(), folder: tempfile::tempdir().unwrap(), files }
    }

    pub(crate) fn files(&self) -> PathBuf {
        self.files.clone().unwrap_or_else(|| self.folder.path().join("files"))
    }

    pub(crate) fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    fn command(&self, words: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_whetstone"));
        command
            .args(words)
            .env("DATABASE_URL", &self.url)
            .env("WHETSTONE_DATA", self.folder.path())
            .env("WHETSTONE_FILES", self.files())
            .env("WHETSTONE_ADDRESS", "127.0.0.1:0");
        command
    }

    /// Runs a command to its end.
    pub(crate) async fn run(&self, words: &[&str]) -> Output {
        let mut command = self.command(words);
        tokio::task::spawn_blocking(move || command.output().unwrap()).await.unwrap()
    }

    /// Runs a command that succeeds; what it said.
    pub(crate) async fn does(&self, words: &[&str]) -> String {
        let output = self.run(words).await;
        let told = (text(&output.stdout), text(&output.stderr));
        assert!(output.status.success(), "{words:?}: {told:?}");
        told.0
    }

    /// Runs a command that fails; what it said.
    pub(crate) async fn refuses(&self, words: &[&str]) -> String {
        let output = self.run(words).await;
        let told = [text(&output.stdout), text(&output.stderr)].concat();
        assert!(!output.status.success(), "{words:?}: {told}");
        told
    }

    /// Starts a server on a free port, and waits until it listens.
    pub(crate) async fn serve(&self, more: &[&str]) -> Server {
        let hashes = self.path("hash.txt");
        std::fs::write(&hashes, "css: 1\n").unwrap();
        let mut command = self.command(&["serve"]);
        command.args(more);
        command.arg("--hash-file").arg(hashes).arg("--site-root").arg(self.folder.path());
        let log = self.path("log");
        command.stdout(Stdio::piped()).stderr(File::create(&log).unwrap());
        let begun = tokio::task::spawn_blocking(move || Server::begin(command)).await.unwrap();
        begun.unwrap_or_else(|| panic!("{}", std::fs::read_to_string(log).unwrap()))
    }
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}

/// A server that runs until it is dropped.
pub(crate) struct Server {
    child: Child,
    address: SocketAddr,
}

impl Server {
    /// None if it ends before it listens.
    fn begin(mut command: Command) -> Option<Self> {
        let mut child = command.spawn().unwrap();
        let mut lines = BufReader::new(child.stdout.take().unwrap()).lines();
        let said = lines
            .find_map(|line| line.unwrap().strip_prefix("listening on http://").map(str::to_owned));
        let Some(address) = said else {
            child.wait().unwrap();
            return None;
        };
        let address = address.parse().unwrap();
        // Nobody reads the rest; the pipe stays open.
        std::thread::spawn(move || lines.for_each(drop));
        Some(Self { child, address })
    }

    /// Ends it without a word.
    pub(crate) fn kill(&mut self) {
        self.child.kill().unwrap();
        self.child.wait().unwrap();
    }

    /// A router whose pages are this server's, for people with browsers: 502 where it is gone.
    pub(crate) fn router(&self) -> Router {
        let address = self.address;
        Router::new().fallback(move |request: Request<Body>| async move {
            let gone = || {
                let response = Response::builder().status(StatusCode::BAD_GATEWAY);
                response.body(Body::empty()).unwrap()
            };
            ask(address, request).await.unwrap_or_else(gone)
        })
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// One request on a connection of its own; none if the answer is not whole.
async fn ask(address: SocketAddr, request: Request<Body>) -> Option<Response<Body>> {
    let (parts, body) = request.into_parts();
    let body = to_bytes(body, usize::MAX).await.ok()?;
    let mut head = format!("{} {} HTTP/1.1\r\n", parts.method, parts.uri);
    for (name, value) in &parts.headers {
        let value = if name == "host" { address.to_string() } else { value.to_str().ok()?.into() };
        head.extend([name.as_str(), ": ", &value, "\r\n"]);
    }
    let length = body.len().to_string();
    head.extend(["content-length: ", &length, "\r\nconnection: close\r\n\r\n"]);
    let mut stream = TcpStream::connect(address).await.ok()?;
    stream.write_all(head.as_bytes()).await.ok()?;
    stream.write_all(&body).await.ok()?;
    let mut bytes = Vec::new();
    stream.read_to_end(&mut bytes).await.ok()?;
    answer(&bytes)
}

fn answer(bytes: &[u8]) -> Option<Response<Body>> {
    let end = bytes.windows(4).position(|four| four == b"\r\n\r\n")?;
    let head = std::str::from_utf8(&bytes[..end]).ok()?;
    let mut body = bytes[end + 4..].to_vec();
    let mut lines = head.split("\r\n");
    let status: u16 = lines.next()?.split(' ').nth(1)?.parse().ok()?;
    let mut response = Response::builder().status(status);
    for line in lines {
        let (name, value) = line.split_once(": ")?;
        match name.to_ascii_lowercase().as_str() {
            "transfer-encoding" => body = unchunked(&body)?,
            "content-length" if value.parse() != Ok(body.len()) => return None,
            _ => response = response.header(name, value),
        }
    }
    response.body(Body::from(body)).ok()
}

fn unchunked(mut bytes: &[u8]) -> Option<Vec<u8>> {
    let mut whole = Vec::new();
    loop {
        let end = bytes.windows(2).position(|two| two == b"\r\n")?;
        let size = usize::from_str_radix(std::str::from_utf8(&bytes[..end]).ok()?, 16).ok()?;
        let start = end + 2;
        if size == 0 {
            return Some(whole);
        }
        whole.extend(bytes.get(start..start + size)?);
        bytes = bytes.get(start + size + 2..)?;
    }
}

static COUNT: AtomicU32 = AtomicU32::new(0);

/// The address of a database of PostgreSQL beside another one, which is not there yet.
pub(crate) fn another_database(url: &str) -> String {
    let (server, _) = url.rsplit_once('/').unwrap();
    let number = COUNT.fetch_add(1, Ordering::Relaxed);
    format!("{server}/other_{}_{number}", std::process::id())
}

/// Runs a statement on a server of PostgreSQL.
pub(crate) async fn run_on_postgres(url: &str, statement: String) {
    let mut conn = PgConnection::connect(url).await.unwrap();
    sqlx::raw_sql(AssertSqlSafe(statement)).execute(&mut conn).await.unwrap();
}

/// Removes a database of PostgreSQL that a command has made.
pub(crate) async fn drop_database(url: &str) {
    let name = url.rsplit('/').next().unwrap();
    let server = test_database::postgres_url().unwrap();
    run_on_postgres(&server, format!("DROP DATABASE IF EXISTS {name} WITH (FORCE)")).await;
}

/// Everything below a folder.
pub(crate) fn below(folder: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in std::fs::read_dir(folder).into_iter().flatten() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            found.extend(below(&path));
        }
        found.push(path);
    }
    found
}

/// Whether nobody else on the machine reads a file or a folder.
pub(crate) fn is_private(path: &Path) -> bool {
    let mode = std::fs::metadata(path).unwrap().permissions().mode() & 0o777;
    mode == if path.is_dir() { 0o700 } else { 0o600 }
}

/// How many times something is tried: few in a run of tests, many in the whole one.
#[expect(clippy::disallowed_methods, reason = "the run is told by the environment")]
pub(crate) fn times(few: usize, many: usize) -> usize {
    if std::env::var("E2E_MATRIX").is_ok_and(|matrix| matrix == "all") { many } else { few }
}
