//! The child that opens a file of unknown origin, under limits that it sets itself.

use std::io::{Read as _, Write as _};

/// Memory that the child may use: a spreadsheet can claim more than any machine has.
const MEMORY: u64 = 512 * 1024 * 1024;
/// Files that it may have open: input, output and where its errors go.
const FILES: u64 = 3;
/// Seconds of processor time that it may use.
const SECONDS: u64 = 20;

/// Reads bytes from the input and writes what they say, or why they say nothing, as JSON.
pub fn run<T: serde::Serialize>(read: fn(&[u8]) -> T) -> std::io::Result<()> {
    rlimit::setrlimit(rlimit::Resource::AS, MEMORY, MEMORY)?;
    rlimit::setrlimit(rlimit::Resource::NOFILE, FILES, FILES)?;
    rlimit::setrlimit(rlimit::Resource::CPU, SECONDS, SECONDS)?;
    let mut bytes = Vec::new();
    std::io::stdin().lock().read_to_end(&mut bytes)?;
    let answer = read(&bytes);
    let text = serde_json::to_vec(&answer)?;
    std::io::stdout().lock().write_all(&text)
}
