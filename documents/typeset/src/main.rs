//! `whetstone-typeset`: sets a paper as PDF, or several one after the other. It reads them as JSON from
//! its input, under limits that it sets itself, and knows neither the time nor a network: the same paper
//! gives the same bytes.

mod fonts;
mod paper;
mod template;

use std::{
    io::{BufRead as _, Read as _, Write},
    path::PathBuf,
    process::ExitCode,
};

use clap::{Parser, Subcommand};
use documents::paper::{Document, MISSING_CHARACTERS, Outcome};
use rlimit::Resource;

use crate::{
    fonts::{FontError, Fonts},
    paper::PaperError,
    template::Desk,
};

/// Memory that the program may use: the fonts take a hundred megabytes, a long record fifty more.
const MEMORY: u64 = 768 * 1024 * 1024;
/// Files that it may have open: input, output, where its errors go, and a font with its folders.
const FILES: u64 = 32;
/// Seconds of processor time that it may use for a paper.
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
    /// Set papers that come a line each; before each PDF stands a line that says how long it is.
    Each {
        /// How many are set at most.
        most: u32,
    },
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
    let most = match cli.command {
        Some(Command::Each { most }) => most,
        _ => 1,
    };
    limit(Resource::CPU, SECONDS.saturating_mul(most.into()))?;
    // Each thread takes addresses in advance, as many as the limit allows for all.
    rayon::ThreadPoolBuilder::new().num_threads(1).build_global()?;
    let fonts = Fonts::find(cli.fonts.as_deref())?;
    let mut output = std::io::stdout().lock();
    match cli.command {
        Some(Command::Check) => {
            for font in fonts.list() {
                writeln!(output, "{font}")?;
            }
            Ok(())
        }
        Some(Command::Each { most }) => {
            let mut desk = Desk::new(fonts);
            for line in std::io::stdin().lock().lines().take(most as usize) {
                set_one_of_several(&mut desk, &serde_json::from_str(&line?)?, &mut output)?;
            }
            Ok(())
        }
        None => {
            let mut text = Vec::new();
            std::io::stdin().lock().read_to_end(&mut text)?;
            let document = serde_json::from_slice(&text)?;
            output.write_all(&paper::set(&mut Desk::new(fonts), &document)?)?;
            Ok(output.flush()?)
        }
    }
}

/// Sets a paper and says so, or which characters it would need; a reader waits for it.
fn set_one_of_several(
    desk: &mut Desk,
    document: &Document,
    output: &mut impl Write,
) -> Result<(), TypesetError> {
    let (outcome, bytes) = match paper::set(desk, document) {
        Ok(bytes) => (Outcome::Set(bytes.len() as u64), bytes),
        Err(PaperError::Missing(characters)) => {
            (Outcome::Missing(characters.into_iter().collect()), Vec::new())
        }
        Err(error) => return Err(error.into()),
    };
    writeln!(output, "{}", serde_json::to_string(&outcome)?)?;
    output.write_all(&bytes)?;
    output.flush()?;
    // What is remembered of one paper serves the next, and nothing older is kept.
    typst::comemo::evict(1);
    Ok(())
}
