//! `whetstone recompute`: the results of a package, computed again without any database.
//!
//! The formats and the exit codes are described in `docs/result-package.md` and
//! `docs/review-package.md`.

mod review;

use std::{collections::BTreeSet, path::PathBuf};

use clap::Args;
use domain::{
    ranking::NomineeKey,
    result_package::{
        Change, Difference, Header, Input, NomineeResult, Package, Recomputed, recompute, what_if,
    },
    review_package,
    score_sheet::{Seat, Trim},
};
use serde_json::json;

use super::{CommandError, say};

#[derive(Args, Debug)]
pub(super) struct Recompute {
    /// The package of an award cycle or of a sitting, a JSON file.
    #[arg(env = "WHETSTONE_PACKAGE")]
    file: PathBuf,
    /// Print one JSON object instead of lines.
    #[arg(long)]
    json: bool,
    /// Print who would win without the judge in this seat; may be given several times, each by itself.
    #[arg(long, value_name = "SEAT")]
    without: Vec<u32>,
    /// Print who would win if nothing were trimmed.
    #[arg(long)]
    untrimmed: bool,
    /// Print who would win if a criterion, by its code, counted so much: `CRITERION=11/10`.
    #[arg(long, value_name = "CRITERION=TENTHS/10")]
    weight: Vec<String>,
}

/// Prints the results; fails with 1 where the package states others, with 2 if it cannot be read.
pub(super) fn run(command: &Recompute) -> Result<(), CommandError> {
    let named = |error: String| format!("{}: {error}", command.file.display());
    let is_right = read(command).map_err(|error| match error {
        CommandError::Unreadable(why) => CommandError::Unreadable(named(why)),
        other => other,
    })?;
    if is_right { Ok(()) } else { Err(CommandError::Silent) }
}

/// Whether everything is as it is stated. The header is read first: it says which package it is, and
/// another version may have fields that this one does not know.
fn read(command: &Recompute) -> Result<bool, CommandError> {
    let text = std::fs::read_to_string(&command.file);
    let text = text.map_err(|error| CommandError::Unreadable(error.to_string()))?;
    let header: LooseHeader = whole(&text).map_err(CommandError::Unreadable)?;
    let header = Header { format: header.format, version: header.version };
    if header.format == review_package::FORMAT {
        let (package, all) = review::read(&text, &header).map_err(CommandError::Unreadable)?;
        let print = if command.json { review::print_json } else { review::print_lines };
        print(&package, &all)?;
        return Ok(all.differences.is_empty());
    }
    let (package, all) = award(&text, &header).map_err(CommandError::Unreadable)?;
    let asks = command.untrimmed || !command.without.is_empty() || !command.weight.is_empty();
    if asks {
        print_what_ifs(command, &package)?;
    } else {
        let print = if command.json { print_json } else { print_lines };
        print(&package, &all)?;
    }
    Ok(all.differences.is_empty())
}

/// Who would win after each change that is asked for, of each category that knows it.
fn print_what_ifs(command: &Recompute, package: &Package) -> Result<(), CommandError> {
    for category in &package.categories {
        let input = &category.input;
        say(format_args!("{} {}", input.category, input.title))?;
        for change in asked(command, input)? {
            let found = what_if(input, change)
                .map_err(|error| CommandError::Unreadable(error.to_string()))?;
            let keys = |keys: &BTreeSet<NomineeKey>| {
                let keys: Vec<_> = keys.iter().map(ToString::to_string).collect();
                if keys.is_empty() { "-".to_owned() } else { keys.join(" ") }
            };
            let plain = if found.is_plain { ", plain means" } else { "" };
            say(format_args!(
                "  {}: selected {}, open {}{plain}",
                told(&found.change, input),
                keys(&found.selected),
                keys(&found.open)
            ))?;
        }
    }
    Ok(())
}

fn told(change: &Change, input: &Input) -> String {
    match change {
        Change::Without(seat) => format!("without {}", seat.0),
        Change::Untrimmed => "untrimmed".to_owned(),
        Change::Weight { criterion, tenths } => {
            let code = input.rules.criteria.get(*criterion).map_or("", |one| one.code.as_str());
            format!("{code}={tenths}/10")
        }
    }
}

/// The changes of the command line that a category knows: a seat or a criterion of another one is
/// passed over, one of none is an error.
fn asked(command: &Recompute, input: &Input) -> Result<Vec<Change>, CommandError> {
    let seats = command.without.iter().map(|seat| Seat(*seat));
    let seats = seats.filter(|seat| input.panel.contains(seat)).map(Change::Without);
    let mut changes: Vec<Change> = seats.collect();
    changes.extend(command.untrimmed.then_some(Change::Untrimmed));
    for text in &command.weight {
        let wrong = || CommandError::Unreadable(format!("{text}: not CRITERION=TENTHS/10"));
        let (code, tenths) = text.rsplit_once('=').ok_or_else(wrong)?;
        let tenths = tenths.strip_suffix("/10").and_then(|tenths| tenths.parse::<i64>().ok());
        let tenths = tenths.filter(|tenths| (0..=1_000).contains(tenths)).ok_or_else(wrong)?;
        let at = input.rules.criteria.iter().position(|one| one.code == code);
        changes.extend(at.map(|criterion| Change::Weight { criterion, tenths }));
    }
    Ok(changes)
}

fn award(text: &str, header: &Header) -> Result<(Package, Recomputed), String> {
    header.check().map_err(|error| error.to_string())?;
    let package: Package = whole(text)?;
    let recomputed = recompute(&package).map_err(|error| error.to_string())?;
    Ok((package, recomputed))
}

fn whole<T: serde::de::DeserializeOwned>(text: &str) -> Result<T, String> {
    serde_json::from_str(text).map_err(|error| error.to_string())
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
    print_differences(&recomputed.differences)
}

fn print_differences(differences: &[Difference]) -> Result<(), CommandError> {
    say(format_args!("\n{} differences", differences.len()))?;
    for Difference { path, stated, computed } in differences {
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
