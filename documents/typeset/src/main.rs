//! `whetstone-typeset`: sets a paper as PDF. It reads the paper as JSON from its input, under limits
//! that it sets itself, and knows neither the time nor a network: the same input gives the same bytes.

mod fonts;
mod paper;
mod template;

use std::{
    io::{Read as _, Write as _},
    path::PathBuf,
    process::ExitCode,
};

use clap::{Parser, Subcommand};
use documents::paper::{Document, MISSING_CHARACTERS};
use rlimit::Resource;

use crate::{
    fonts::{FontError, Fonts},
    paper::PaperError,
};

/// Memory that the program may use: the fonts take a hundred megabytes, a long record fifty more.
const MEMORY: u64 = 768 * 1024 * 1024;
/// Files that it may have open: input, output, where its errors go, and a font with its folders.
const FILES: u64 = 32;
/// Seconds of processor time that it may use.
const SECONDS: u64 = 20;

/// Sets a paper of Whetstone (砺课): JSON in, PDF out.
#[derive(Parser, Debug)]
#[command(name = "whetstone-typeset", version, about)]
struct Cli {
    /// The folder in which fonts are looked for; the system's own by default.
    #[arg(long, env = "WHETSTONE_FONTS", global = true, value_name = "FOLDER")]
    fonts: Option<PathBuf>,
    #[command(subcommand)]
    command: Option<Command>,
}

#[derive(Subcommand, Debug)]
enum Command {
    /// Print which fonts were found, where, and under which licence.
    Check,
}

/// Why there is no paper.
#[derive(Debug, thiserror::Error)]
enum TypesetError {
    #[error(transparent)]
    Fonts(#[from] FontError),
    #[error(transparent)]
    Paper(#[from] PaperError),
    #[error("the paper cannot be read: {0}")]
    Unreadable(#[from] serde_json::Error),
    #[error("{0}")]
    Io(#[from] std::io::Error),
    #[error("{0}")]
    Thread(#[from] rayon::ThreadPoolBuildError),
}

fn main() -> ExitCode {
    let cli = Cli::parse();
    let Err(error) = run(&cli) else { return ExitCode::SUCCESS };
    let mut said = std::io::stderr().lock();
    if let TypesetError::Paper(PaperError::Missing(characters)) = &error {
        let _ = writeln!(said, "{}", characters.iter().collect::<String>());
        return ExitCode::from(MISSING_CHARACTERS);
    }
    let _ = writeln!(said, "whetstone-typeset: {error}");
    ExitCode::FAILURE
}

/// Sets a limit, unless whoever started the program has set a lower one.
fn limit(resource: Resource, most: u64) -> std::io::Result<()> {
    let (_, hard) = resource.get()?;
    resource.set(most.min(hard), most.min(hard))
}

fn run(cli: &Cli) -> Result<(), TypesetError> {
    limit(Resource::AS, MEMORY)?;
    limit(Resource::NOFILE, FILES)?;
    limit(Resource::CPU, SECONDS)?;
    // Each thread takes addresses in advance, as many as the limit allows for all.
    rayon::ThreadPoolBuilder::new().num_threads(1).build_global()?;
    let fonts = Fonts::find(cli.fonts.as_deref())?;
    let mut output = std::io::stdout().lock();
    if let Some(Command::Check) = cli.command {
        for font in fonts.list() {
            writeln!(output, "{font}")?;
        }
        return Ok(());
    }
    let mut text = Vec::new();
    std::io::stdin().lock().read_to_end(&mut text)?;
    let document: Document = serde_json::from_slice(&text)?;
    output.write_all(&paper::set(&document, fonts)?)?;
    Ok(output.flush()?)
}
