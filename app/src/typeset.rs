//! Papers as PDF: a child process sets them, under limits that it sets itself, and what it writes goes
//! straight to whoever reads. Where that program or its fonts are missing, no page offers a PDF.

mod several;
mod sheets;

use std::{
    path::PathBuf,
    process::Stdio,
    sync::{Arc, LazyLock},
    time::Duration,
};

use actions::{ActionError, Noted};
use axum::{body::Body, http::StatusCode, response::Response};
use documents::paper::{Document, MISSING_CHARACTERS};
use http_body_util::BodyExt as _;
use leptos::prelude::*;
use leptos_i18n::td_string as t;
use quick_cache::{Weighter, sync::Cache};
use sha2::{Digest as _, Sha256};
use tokio::{
    io::{AsyncRead, AsyncReadExt as _, AsyncWriteExt as _},
    process::{Child, Command},
    sync::{Semaphore, SemaphorePermit},
    time::timeout,
};

use self::{several::Several, sheets::Sheets};
use crate::{
    download::{download, published},
    error::{Answer, AppError},
    page::Page,
    visit::Visit,
};

const PDF: &str = "application/pdf";
/// Two children at a time: what their limits allow, the machine need have only twice.
static TURNS: Semaphore = Semaphore::const_new(2);
/// So long somebody waits for a turn, and then is asked to come again.
const QUEUE: Duration = Duration::from_secs(5);
/// So long a child may take until it writes something.
const PATIENCE: Duration = Duration::from_secs(20);
/// Of what a child says about an error, so many bytes are read.
const LONGEST_ERROR: u64 = 4096;
/// Public papers that were set are kept, as many bytes of them and about so many.
const KEPT_BYTES: u64 = 8 * 1024 * 1024;
const KEPT_PAPERS: usize = 50;
/// Public papers by what they say: what strangers ask for again and again is set once.
static KEPT: LazyLock<Cache<Digest, Arc<Vec<u8>>, ByBytes>> =
    LazyLock::new(|| Cache::with_weighter(KEPT_PAPERS, KEPT_BYTES, ByBytes));
/// So many missing characters are named on a page.
const NAMED: usize = 20;

/// SHA-256 of a paper as it is handed to the program that sets it.
type Digest = [u8; 32];

#[derive(Clone)]
struct ByBytes;

impl Weighter<Digest, Arc<Vec<u8>>> for ByBytes {
    fn weight(&self, _: &Digest, bytes: &Arc<Vec<u8>>) -> u64 {
        bytes.len() as u64
    }
}

/// What sets papers.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Typesetter {
    /// Nothing does.
    Missing,
    /// This program with these words reads a paper as JSON from its input and writes a PDF, under
    /// limits that it sets itself. It gets nothing of the environment.
    Child(PathBuf, Vec<String>),
}

/// Why there is no PDF.
pub(crate) enum Refusal {
    /// Nothing sets papers here.
    NoTypesetter,
    /// No font has these characters.
    Characters(String),
    Failed(AppError),
}

impl From<std::io::Error> for Refusal {
    fn from(error: std::io::Error) -> Self {
        failed(format!("the program that sets papers cannot be run: {error}"))
    }
}

fn failed(reason: String) -> Refusal {
    Refusal::Failed(AppError::Internal(ActionError::Internal(reason)))
}

impl Typesetter {
    /// Whether pages may offer a PDF.
    pub(crate) fn is_there(&self) -> bool {
        *self != Self::Missing
    }

    /// Which fonts the program has, a line each, or why it cannot set papers.
    pub async fn check(&self) -> Result<String, String> {
        let Self::Child(program, words) = self else { return Err("there is none".to_owned()) };
        let output = command(program, words).arg("check").stdin(Stdio::null()).output();
        let output = timeout(PATIENCE, output).await.map_err(|_| "it takes too long".to_owned())?;
        let output = output.map_err(|error| format!("{}: {error}", program.display()))?;
        let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).trim_end().to_owned();
        if output.status.success() {
            return Ok(text(&output.stdout));
        }
        Err(format!("{} ({})", text(&output.stderr), output.status))
    }

    /// A paper as PDF, as it is written.
    async fn set(&self, document: &Document) -> Result<Body, Refusal> {
        let Self::Child(program, words) = self else { return Err(Refusal::NoTypesetter) };
        let paper = serde_json::to_vec(document).map_err(|error| failed(error.to_string()))?;
        let turn = turn().await?;
        let mut child = command(program, words).stdin(Stdio::piped()).spawn()?;
        let Some(mut output) = child.stdout.take() else { return Err(failed("no output".into())) };
        let first = timeout(PATIENCE, begun(&mut child, &mut output, &paper)).await;
        let first = first.map_err(|_| failed("a paper takes too long".to_owned()))??;
        if first.is_empty() {
            return Err(why(&mut child).await?);
        }
        Ok(Body::new(Sheets::new(first, output, child, turn)))
    }

    /// A child for so many papers, one after the other. Whoever else waits for its turn waits for all of
    /// them: they are to take less than somebody's patience.
    pub(crate) async fn several(&self, most: usize) -> Result<Several, Refusal> {
        let Self::Child(program, words) = self else { return Err(Refusal::NoTypesetter) };
        let turn = turn().await?;
        let mut command = command(program, words);
        let child = command.arg("each").arg(most.to_string()).stdin(Stdio::piped()).spawn()?;
        Several::new(child, turn)
    }

    /// A paper as PDF, all of it: to be kept.
    pub(crate) async fn set_whole(&self, document: &Document) -> Result<Vec<u8>, Refusal> {
        let body = self.set(document).await?;
        let whole = body.collect().await.map_err(|error| failed(error.to_string()))?;
        Ok(whole.to_bytes().to_vec())
    }
}

/// A turn to have a child; who waits too long is asked to come again.
async fn turn() -> Result<SemaphorePermit<'static>, Refusal> {
    let turn = timeout(QUEUE, TURNS.acquire()).await;
    let turn = turn.map_err(|_| Refusal::Failed(AppError::Busy))?;
    turn.map_err(|error| failed(error.to_string()))
}

fn command(program: &PathBuf, words: &[String]) -> Command {
    let mut command = Command::new(program);
    command
        .args(words)
        .env_clear()
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .kill_on_drop(true);
    command
}

/// Hands the paper in, and waits for the first that comes out; nothing where the child ends.
async fn begun(
    child: &mut Child,
    output: &mut (impl AsyncRead + Unpin),
    paper: &[u8],
) -> std::io::Result<Vec<u8>> {
    if let Some(mut input) = child.stdin.take() {
        // A child that reads nothing says why.
        let _ = input.write_all(paper).await;
    }
    let mut first = vec![0; 16 * 1024];
    let n = output.read(&mut first).await?;
    first.truncate(n);
    Ok(first)
}

/// Why a child has written nothing.
async fn why(child: &mut Child) -> Result<Refusal, std::io::Error> {
    let mut said = Vec::new();
    if let Some(errors) = child.stderr.take() {
        errors.take(LONGEST_ERROR).read_to_end(&mut said).await?;
    }
    let said = String::from_utf8_lossy(&said).trim_end_matches('\n').to_owned();
    child.start_kill().ok();
    let status = child.wait().await?;
    if status.code() == Some(MISSING_CHARACTERS.into()) {
        return Ok(Refusal::Characters(said));
    }
    Ok(failed(format!("a paper is not set: {status}: {said}")))
}

/// The link to a PDF, where there are any.
pub(crate) fn pdf_link(visit: &Visit, href: String, text: &'static str) -> Option<AnyView> {
    let is_there = visit.settings.typesetter.is_there();
    is_there.then(|| view! { <a class="button" href=href>{text}</a> }.into_any())
}

/// A paper under a name, or a page that says why there is none.
pub(crate) async fn pdf(visit: &Visit, name: &str, document: Document, noted: Noted) -> Answer {
    match visit.settings.typesetter.set(&document).await {
        Ok(body) => Ok(download(name, PDF, body, noted)),
        Err(Refusal::Characters(text)) => Ok(missing(visit, &text)),
        Err(Refusal::NoTypesetter) => Ok(none_here(visit)),
        Err(Refusal::Failed(error)) => Err(error),
    }
}

/// A paper that everybody may read, under a name; set once and kept.
pub(crate) async fn public_pdf(visit: &Visit, name: &str, document: Document) -> Answer {
    let failed = |error: serde_json::Error| ActionError::Internal(error.to_string());
    let digest: Digest = Sha256::digest(serde_json::to_vec(&document).map_err(failed)?).into();
    if let Some(bytes) = KEPT.get(&digest) {
        return Ok(published(name, PDF, bytes.to_vec()));
    }
    match visit.settings.typesetter.set_whole(&document).await {
        Ok(bytes) => {
            KEPT.insert(digest, Arc::new(bytes.clone()));
            Ok(published(name, PDF, bytes))
        }
        Err(Refusal::Characters(text)) => Ok(missing(visit, &text)),
        Err(Refusal::NoTypesetter) => Ok(none_here(visit)),
        Err(Refusal::Failed(error)) => Err(error),
    }
}

/// Names the characters that no font has, with their numbers: that they cannot be seen is the point.
pub(crate) fn missing(visit: &Visit, text: &str) -> Response {
    let l = visit.l;
    let named = |c: char| format!("{c} (U+{:04X})", u32::from(c));
    let named: Vec<String> = text.chars().take(NAMED).map(named).collect();
    let text = words::review_paper::missing_characters(l, &named);
    said(visit, t!(l, review_paper.missing_title), StatusCode::UNPROCESSABLE_ENTITY, text)
}

pub(crate) fn none_here(visit: &Visit) -> Response {
    let l = visit.l;
    let text = t!(l, review_paper.no_pdf_text).to_owned();
    said(visit, t!(l, review_paper.no_pdf_title), StatusCode::NOT_FOUND, text)
}

fn said(visit: &Visit, title: &'static str, status: StatusCode, text: String) -> Response {
    let l = visit.l;
    Page::new(title).status(status).render(visit, move || {
        view! {
            <div class="error-page">
                <p class="lede">{text}</p>
                <p class="cluster"><a class="button primary" href="/desk">{t!(l, error.home)}</a></p>
            </div>
        }
    })
}
