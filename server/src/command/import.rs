//! `whetstone import`: the preview, a question, and the commit.

use std::{
    io::{BufRead as _, IsTerminal as _},
    path::PathBuf,
};

use actions::{ActionError, Incoming, Preview, SheetReader};
use chrono::NaiveDate;
use clap::Args;
use domain::roster::Kind;
use serde_json::json;
use words::Locale;

use super::{CommandError, call, say};
use crate::config::Data;

/// Import a roster.
#[derive(Args, Debug)]
pub(crate) struct Import {
    #[command(flatten)]
    data: Data,
    /// What it is a roster of: regions, organisations, lecturers or courses.
    #[arg(value_parser = parse_kind)]
    kind: Kind,
    /// The spreadsheets, `.xlsx` or `.csv`.
    #[arg(required = true)]
    files: Vec<PathBuf>,
    /// Show what it would do, and do nothing.
    #[arg(long, env = "WHETSTONE_IMPORT_DRY_RUN", conflicts_with_all = ["plan", "yes"])]
    dry_run: bool,
    /// Do it if the preview still has this hash.
    #[arg(long, env = "WHETSTONE_IMPORT_PLAN", conflicts_with = "yes")]
    plan: Option<String>,
    /// Do it without asking.
    #[arg(long, env = "WHETSTONE_IMPORT_YES")]
    yes: bool,
    /// The day that counts as today.
    #[arg(long, env = "WHETSTONE_IMPORT_AS_OF")]
    as_of: Option<NaiveDate>,
    /// One JSON object per file.
    #[arg(long, env = "WHETSTONE_IMPORT_JSON")]
    json: bool,
}

fn parse_kind(text: &str) -> Result<Kind, String> {
    let known = || Kind::ALL.iter().map(|kind| kind.as_str()).collect::<Vec<_>>().join(", ");
    Kind::parse(text).ok_or_else(|| format!("one of {}", known()))
}

pub(super) async fn run(import: Import) -> Result<(), CommandError> {
    let actions = import.data.open().await?;
    let reader = std::env::current_exe().map_or(SheetReader::Here, |program| {
        SheetReader::Child(program, vec!["read-sheet".to_owned()])
    });
    let call = call();
    let as_of = import.as_of.unwrap_or_else(|| call.today());
    let mut is_refused = false;
    for path in &import.files {
        let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
        let bytes = std::fs::read(path)?;
        let file = Incoming { name: name.clone(), bytes };
        let preview = actions.preview_file(&reader, import.kind, as_of, file.clone()).await;
        let preview = match preview {
            Err(ActionError::Roster(code)) => {
                refuse(&import, &name, code)?;
                is_refused = true;
                continue;
            }
            other => other?,
        };
        show(&import, &preview)?;
        let Some(plan) = decide(&import, &preview)? else { continue };
        let done = actions.import_file(&call, &reader, import.kind, as_of, file, &plan).await;
        match done {
            Err(ActionError::Stale) => {
                refuse(&import, &name, "plan_changed")?;
                is_refused = true;
            }
            other => {
                other?;
            }
        }
    }
    if is_refused { Err(CommandError::Silent) } else { Ok(()) }
}

/// The hash to go ahead with, or nothing for a preview alone.
fn decide(import: &Import, preview: &Preview) -> Result<Option<String>, CommandError> {
    if import.dry_run {
        return Ok(None);
    }
    if let Some(plan) = &import.plan {
        return Ok(Some(plan.clone()));
    }
    if import.yes {
        return Ok(Some(preview.plan.clone()));
    }
    if !std::io::stdin().is_terminal() {
        let said = "nobody is here to answer: say --dry-run, --plan HASH or --yes";
        return Err(CommandError::Said(said.into()));
    }
    say("go ahead? [y/N]")?;
    let mut answer = String::new();
    std::io::stdin().lock().read_line(&mut answer)?;
    Ok(answer.trim().eq_ignore_ascii_case("y").then(|| preview.plan.clone()))
}

fn refuse(import: &Import, file: &str, code: &str) -> std::io::Result<()> {
    let message = words::roster::refused(Locale::zh_CN, code);
    if import.json {
        return say(json!({ "file": file, "refused": { "code": code, "message": message } }));
    }
    say(format_args!("{file}: {message}"))
}

fn show(import: &Import, preview: &Preview) -> std::io::Result<()> {
    if import.json {
        return say(as_json(preview));
    }
    let (counts, changes) = (&preview.counts, &preview.changes);
    say(format_args!(
        "{}: {} {} · {} / {} / {} / {} · +{} ~{} ={}",
        preview.file,
        preview.sheet,
        preview.header_row,
        counts.rows,
        counts.good,
        counts.warning,
        counts.error,
        changes.new,
        changes.changed,
        changes.unchanged,
    ))?;
    for issue in &preview.issues {
        say(format_args!(
            "  {}{} {} {}",
            issue.column.as_deref().unwrap_or_default(),
            issue.row,
            issue.level.as_str(),
            words::roster::issue(Locale::zh_CN, issue),
        ))?;
    }
    say(format_args!("  --plan {}", preview.plan))
}

fn as_json(preview: &Preview) -> serde_json::Value {
    let issues: Vec<_> = preview
        .issues
        .iter()
        .map(|issue| {
            json!({
                "sheet": preview.sheet,
                "row": issue.row,
                "column": issue.column,
                "level": issue.level.as_str(),
                "code": issue.code.as_str(),
                "message": words::roster::issue(Locale::zh_CN, issue),
            })
        })
        .collect();
    json!({
        "file": preview.file,
        "kind": preview.kind,
        "sheet": preview.sheet,
        "header_row": preview.header_row,
        "rows": preview.counts.rows,
        "good": preview.counts.good,
        "warning": preview.counts.warning,
        "error": preview.counts.error,
        "new": preview.changes.new,
        "changed": preview.changes.changed,
        "unchanged": preview.changes.unchanged,
        "issues": issues,
        "plan": preview.plan,
    })
}
