//! `whetstone recompute`: the results of a package, computed again without any database.
//!
//! The format and the exit codes are described in `docs/result-package.md`.

use std::path::PathBuf;

use clap::Args;
use domain::{
    result_package::{Difference, Header, NomineeResult, Package, Recomputed, recompute},
    score_sheet::Trim,
};
use serde_json::json;

use super::{CommandError, say};

#[derive(Args, Debug)]
pub(super) struct Recompute {
    /// The package, a JSON file.
    #[arg(env = "WHETSTONE_PACKAGE")]
    file: PathBuf,
    /// Print one JSON object instead of lines.
    #[arg(long)]
    json: bool,
}

/// Prints the results; fails with 1 where the package states others, with 2 if it cannot be read.
pub(super) fn run(command: &Recompute) -> Result<(), CommandError> {
    let (package, recomputed) = read(&command.file).map_err(CommandError::Unreadable)?;
    if command.json {
        print_json(&package, &recomputed)?;
    } else {
        print_lines(&package, &recomputed)?;
    }
    if recomputed.differences.is_empty() { Ok(()) } else { Err(CommandError::Silent) }
}

/// The header is read first: another version may have fields that this one does not know.
fn read(file: &PathBuf) -> Result<(Package, Recomputed), String> {
    let named = |error: &dyn std::fmt::Display| format!("{}: {error}", file.display());
    let text = std::fs::read_to_string(file).map_err(|error| named(&error))?;
    let header: LooseHeader = serde_json::from_str(&text).map_err(|error| named(&error))?;
    let header = Header { format: header.format, version: header.version };
    header.check().map_err(|error| named(&error))?;
    let package: Package = serde_json::from_str(&text).map_err(|error| named(&error))?;
    let recomputed = recompute(&package).map_err(|error| named(&error))?;
    Ok((package, recomputed))
}

#[derive(serde::Deserialize)]
struct LooseHeader {
    format: String,
    version: u32,
}

fn print_json(package: &Package, recomputed: &Recomputed) -> Result<(), CommandError> {
    let categories: Vec<_> = package
        .categories
        .iter()
        .zip(&recomputed.results)
        .map(|(category, results)| json!({ "category": category.input.category, "results": results }))
        .collect();
    let whole = json!({ "categories": categories, "differences": recomputed.differences });
    Ok(say(whole)?)
}

fn print_lines(package: &Package, recomputed: &Recomputed) -> Result<(), CommandError> {
    say(format_args!("{} ({})", package.cycle.title, package.cycle.year))?;
    for (category, results) in package.categories.iter().zip(&recomputed.results) {
        say(format_args!("\n{} {}", category.input.category, category.input.title))?;
        for nominee in &results.nominees {
            say(nominee_line(nominee))?;
        }
        for line in &results.lines {
            let open = if line.undecided.is_some() { ", a tie is undecided" } else { "" };
            say(format_args!(
                "  {}: {} seats, {} filled, {} vacant{open}",
                line.line,
                line.seats + line.added,
                line.filled,
                line.vacant
            ))?;
        }
    }
    say(format_args!("\n{} differences", recomputed.differences.len()))?;
    for Difference { path, stated, computed } in &recomputed.differences {
        let shown = |figure: &Option<String>| figure.clone().unwrap_or_else(|| "-".to_owned());
        say(format_args!("  {path}: stated {}, computed {}", shown(stated), shown(computed)))?;
    }
    Ok(())
}

/// Rank, nominee, mean, the rule that separates from the row above, totals, dropped sheets.
fn nominee_line(nominee: &NomineeResult) -> String {
    let totals: Vec<String> =
        nominee.totals.iter().map(|one| format!("{}:{}", one.seat.0, one.total)).collect();
    let outcome = nominee.outcome.as_str();
    let Some(score) = &nominee.score else {
        return format!("  -  {}  {outcome}  [{}]", nominee.nominee, totals.join(" "));
    };
    let separation = score.separation.map_or("first", domain::ranking::Separation::as_str);
    let dropped = match score.trim {
        Trim::Trimmed { highest, lowest } => format!("dropped {} and {}", highest.0, lowest.0),
        Trim::Untrimmed => "untrimmed".to_owned(),
    };
    format!(
        "  {}  {}  {}  by {separation}  {outcome}  [{}]  {dropped}",
        score.rank,
        nominee.nominee,
        score.mean,
        totals.join(" ")
    )
}
