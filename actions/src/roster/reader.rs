//! Opens files of unknown origin, spreadsheets and slides: in a child process with limits, or, for
//! tests, here.

use std::{path::PathBuf, process::Stdio, time::Duration};

use documents::sheet::{Limit, SheetError};
use domain::{roster::Sheet, slides::Slide};
use serde::{Deserialize, Serialize, de::DeserializeOwned};
use tokio::{
    io::{AsyncReadExt as _, AsyncWriteExt as _},
    process::Command,
    sync::Semaphore,
    time::timeout,
};

use crate::ActionError;

/// The word by which this program reads slides.
const READ_SLIDES: &str = "read-slides";
const PATIENCE: Duration = Duration::from_secs(30);
/// A longer answer is cut, and then is none. In bytes.
const LONGEST_ANSWER: u64 = 32 * 1024 * 1024;
/// One child at a time: what its limits allow, the machine need have only once.
static ONE: Semaphore = Semaphore::const_new(1);

/// How files of unknown origin are opened.
#[derive(Clone, Debug)]
pub enum SheetReader {
    /// In this process.
    Here,
    /// In a child: this program with these words reads bytes from its input and writes the sheets
    /// as JSON, under limits that it sets itself. It gets nothing of the environment.
    Child(PathBuf, Vec<String>),
}

/// What was opened.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Opened {
    /// Its sheets.
    pub sheets: Vec<Sheet>,
    /// The encoding of a text.
    pub encoding: Option<String>,
}

impl SheetReader {
    /// The sheets of a file.
    pub(super) async fn read(&self, bytes: Vec<u8>) -> Result<Opened, ActionError> {
        let answer = match self {
            Self::Here => tokio::task::spawn_blocking(move || answer(&bytes))
                .await
                .map_err(|error| ActionError::Internal(error.to_string()))?,
            Self::Child(program, words) => {
                let one = ONE.acquire().await;
                let _one = one.map_err(|error| ActionError::Internal(error.to_string()))?;
                let answer = timeout(PATIENCE, ask(program, words, bytes)).await;
                let answer = answer.unwrap_or(Ok(None))?;
                answer.unwrap_or_else(|| Err("too_large".to_owned()))
            }
        };
        answer.map_err(|code| ActionError::Roster(known(&code)))
    }

    /// The texts of slides; none where they cannot be read, or take more than the limits allow.
    pub(crate) async fn slides(&self, bytes: Vec<u8>) -> Result<Vec<Slide>, ActionError> {
        let slides = match self {
            Self::Here => tokio::task::spawn_blocking(move || slides_answer(&bytes))
                .await
                .map_err(|error| ActionError::Internal(error.to_string()))?,
            Self::Child(program, _) => {
                let one = ONE.acquire().await;
                let _one = one.map_err(|error| ActionError::Internal(error.to_string()))?;
                let words = [READ_SLIDES.to_owned()];
                let answer = timeout(PATIENCE, ask(program, &words, bytes)).await;
                answer.unwrap_or(Ok(None))?.unwrap_or_default()
            }
        };
        Ok(slides)
    }
}

/// The code by which a refused file is told.
fn code(error: &SheetError) -> &'static str {
    match error {
        SheetError::Empty => "empty",
        SheetError::CutOff => "cut_off",
        SheetError::Password => "password",
        SheetError::NotASpreadsheet => "not_a_spreadsheet",
        SheetError::TooLarge(Limit::Rows) => "too_many_rows",
        SheetError::TooLarge(Limit::Columns) => "too_many_columns",
        SheetError::TooLarge(Limit::Sheets) => "too_many_sheets",
        SheetError::TooLarge(Limit::Unpacked) => "too_large",
        SheetError::Broken(_) => "broken",
    }
}

/// The same code as this program knows it.
fn known(code: &str) -> &'static str {
    const CODES: [&str; 8] = [
        "empty",
        "cut_off",
        "password",
        "not_a_spreadsheet",
        "too_many_rows",
        "too_many_columns",
        "too_many_sheets",
        "too_large",
    ];
    CODES.into_iter().find(|known| *known == code).unwrap_or("broken")
}

/// Asks a child; none: it was ended by its limits, or says what nobody understands.
async fn ask<T: DeserializeOwned>(
    program: &PathBuf,
    words: &[String],
    bytes: Vec<u8>,
) -> Result<Option<T>, ActionError> {
    let broken = |error: std::io::Error| ActionError::Internal(error.to_string());
    let mut child = Command::new(program)
        .args(words)
        .env_clear()
        // The allocator takes addresses in advance, by default as many as the child's limit allows
        // in all: 64 MiB at a time leave room for the rest. In KiB.
        .env("MIMALLOC_ARENA_RESERVE", "65536")
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .kill_on_drop(true)
        .spawn()
        .map_err(broken)?;
    let (input, output) = (child.stdin.take(), child.stdout.take());
    let feed = tokio::spawn(async move {
        if let Some(mut input) = input {
            // A child that stopped reading has said why in its answer.
            let _ = input.write_all(&bytes).await;
        }
    });
    let mut text = Vec::new();
    if let Some(output) = output {
        output.take(LONGEST_ANSWER + 1).read_to_end(&mut text).await.map_err(broken)?;
    }
    feed.abort();
    child.start_kill().ok();
    child.wait().await.map_err(broken)?;
    // A child that was ended by its limits has no answer, and one that says too much has none either.
    let is_whole = u64::try_from(text.len()).is_ok_and(|length| length <= LONGEST_ANSWER);
    Ok(is_whole.then(|| serde_json::from_slice(&text).ok()).flatten())
}

/// What the child writes: the texts of slides; none where they cannot be read.
pub fn slides_answer(bytes: &[u8]) -> Vec<Slide> {
    documents::slides::read(bytes).unwrap_or_default()
}

/// What the child writes: the sheets, or the code of the refusal.
pub fn answer(bytes: &[u8]) -> Result<Opened, String> {
    let opened = documents::sheet::read(bytes).map_err(|error| code(&error).to_owned())?;
    Ok(Opened { sheets: opened.sheets, encoding: opened.encoding.map(str::to_owned) })
}
