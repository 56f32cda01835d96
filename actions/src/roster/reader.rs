//! Opens a spreadsheet of unknown origin: in a child process with limits, or, for tests, here.

use std::{path::PathBuf, process::Stdio, time::Duration};

use documents::sheet::SheetError;
use domain::roster::Sheet;
use tokio::{io::AsyncWriteExt, process::Command, time::timeout};

use crate::ActionError;

const PATIENCE: Duration = Duration::from_secs(30);

/// How spreadsheets are opened.
#[derive(Clone, Debug)]
pub enum SheetReader {
    /// In this process.
    Here,
    /// In a child: this program with these words reads bytes from its input and writes the sheets
    /// as JSON, under limits of memory and time that it sets itself.
    Child(PathBuf, Vec<String>),
}

impl SheetReader {
    /// The sheets of a file.
    pub(super) async fn read(&self, bytes: Vec<u8>) -> Result<Vec<Sheet>, ActionError> {
        match self {
            Self::Here => tokio::task::spawn_blocking(move || documents::sheet::read(&bytes))
                .await
                .map_err(|error| ActionError::Internal(error.to_string()))?
                .map_err(|error| ActionError::Roster(code(&error))),
            Self::Child(program, words) => {
                let answer = timeout(PATIENCE, ask(program, words, bytes)).await;
                answer.unwrap_or(Err(ActionError::Roster("too_large")))
            }
        }
    }
}

/// The code by which a refused file is told.
fn code(error: &SheetError) -> &'static str {
    match error {
        SheetError::NotASpreadsheet => "not_a_spreadsheet",
        SheetError::TooLarge => "too_large",
        SheetError::Broken(_) => "broken",
    }
}

async fn ask(
    program: &PathBuf,
    words: &[String],
    bytes: Vec<u8>,
) -> Result<Vec<Sheet>, ActionError> {
    let broken = |error: std::io::Error| ActionError::Internal(error.to_string());
    let mut child = Command::new(program)
        .args(words)
        // The allocator takes addresses in advance, by default as many as the child's limit allows
        // in all: 64 MiB at a time leave room for the rest. In KiB.
        .env("MIMALLOC_ARENA_RESERVE", "65536")
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .kill_on_drop(true)
        .spawn()
        .map_err(broken)?;
    let input = child.stdin.take();
    let feed = tokio::spawn(async move {
        if let Some(mut input) = input {
            // A child that stopped reading has said why in its answer.
            let _ = input.write_all(&bytes).await;
        }
    });
    let output = child.wait_with_output().await.map_err(broken)?;
    let _ = feed.await;
    // A child that was ended by its limits has no answer.
    let answer: Result<Result<Vec<Sheet>, String>, _> = serde_json::from_slice(&output.stdout);
    match answer {
        Ok(Ok(sheets)) => Ok(sheets),
        Ok(Err(code)) => Err(ActionError::Roster(match code.as_str() {
            "not_a_spreadsheet" => "not_a_spreadsheet",
            "too_large" => "too_large",
            _ => "broken",
        })),
        Err(_) => Err(ActionError::Roster("too_large")),
    }
}

/// What the child writes: the sheets, or the code of the refusal.
pub fn answer(bytes: &[u8]) -> Result<Vec<Sheet>, String> {
    documents::sheet::read(bytes).map_err(|error| code(&error).to_owned())
}
