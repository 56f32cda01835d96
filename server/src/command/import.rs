//! `whetstone import`: the preview, a question, and the commit.

use std::{
    collections::{BTreeMap, BTreeSet},
    io::{BufRead as _, IsTerminal as _},
    path::PathBuf,
};

use actions::{ActionError, Actions, Choices, Incoming, Preview, SheetReader};
use chrono::NaiveDate;
use clap::Args;
use domain::roster::{At, Kind, ReadAs, fields};
use serde_json::json;
use words::Locale;

use super::{CommandError, call, say};
use crate::config::Data;

/// Import a roster.
#[derive(Args, Debug)]
#[expect(clippy::struct_excessive_bools, reason = "a flag of the command line each")]
pub(crate) struct Import {
    #[command(flatten)]
    data: Data,
    /// What it is a roster of: regions, organisations, lecturers, tutors, hosts, courses,
    /// training-hours or nominations.
    #[arg(value_parser = parse_kind)]
    kind: Kind,
    /// The spreadsheets: `.xlsx`, `.xls`, `.ods` or `.csv`.
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
    /// The only sheet that is read.
    #[arg(long, value_name = "NAME", env = "WHETSTONE_IMPORT_SHEET")]
    sheet: Option<String>,
    /// What a column is: its heading, and a field of the kind; an empty field is not read.
    #[arg(long, value_name = "HEADING=FIELD", value_parser = parse_map)]
    map: Vec<(String, String)>,
    /// A field whose empty cells take away what is on file.
    #[arg(long, value_name = "FIELD")]
    clear: Vec<String>,
    /// Begin the roles again that somebody has ended.
    #[arg(long)]
    restore_roles: bool,
    /// A row that waits is who is on file: `12`, or `SHEET!12`.
    #[arg(long, value_name = "ROW")]
    same: Vec<String>,
    /// A row that waits is somebody else.
    #[arg(long, value_name = "ROW")]
    other: Vec<String>,
    /// One JSON object per file.
    #[arg(long, env = "WHETSTONE_IMPORT_JSON")]
    json: bool,
}

fn parse_kind(text: &str) -> Result<Kind, String> {
    let known = || Kind::ALL.iter().map(|kind| kind.as_str()).collect::<Vec<_>>().join(", ");
    Kind::parse(text).ok_or_else(|| format!("one of {}", known()))
}

fn parse_map(text: &str) -> Result<(String, String), String> {
    let (heading, field) = text.split_once('=').ok_or("HEADING=FIELD")?;
    Ok((heading.to_owned(), field.to_owned()))
}

impl Import {
    /// What was said of all files; rows are looked up in the preview of each.
    fn choices(&self) -> Result<Choices, CommandError> {
        let mapped = self.map.iter().map(|(_, field)| field).filter(|field| !field.is_empty());
        for field in self.clear.iter().chain(mapped) {
            if !fields(self.kind).any(|(known, _)| known == field) {
                let known: Vec<&str> = fields(self.kind).map(|(known, _)| known).collect();
                let said = format!("no field `{field}`: one of {}", known.join(", "));
                return Err(CommandError::Said(said));
            }
        }
        let columns = self.map.iter().cloned().collect();
        Ok(Choices {
            read_as: ReadAs { sheet: self.sheet.clone(), columns },
            clear: self.clear.iter().cloned().collect::<BTreeSet<_>>(),
            restore_roles: self.restore_roles,
            rows: BTreeMap::new(),
        })
    }

    /// The rows that were named, as the tables of a preview have them.
    fn rows(&self, preview: &Preview) -> Result<BTreeMap<At, bool>, CommandError> {
        let same = self.same.iter().map(|row| (row, true));
        let said = same.chain(self.other.iter().map(|row| (row, false)));
        let mut rows = BTreeMap::new();
        for (name, is_same) in said {
            let places = places_of(preview, name);
            if places.is_empty() {
                return Err(CommandError::Said(format!("no row `{name}` waits for an answer")));
            }
            rows.extend(places.into_iter().map(|at| (at, is_same)));
        }
        Ok(rows)
    }
}

/// The waiting rows of a name: a number, or a sheet and a number.
fn places_of(preview: &Preview, name: &str) -> Vec<At> {
    let (sheet, row) = match name.rsplit_once('!') {
        Some((sheet, row)) => (Some(sheet), row),
        None => (None, name),
    };
    let is_named = |at: &&At| {
        let table = preview.tables.get(at.table);
        at.row.to_string() == row
            && sheet.is_none_or(|sheet| table.is_some_and(|table| table.sheet == sheet))
    };
    preview.waiting.iter().filter(is_named).copied().collect()
}

/// Opens spreadsheets in a child of this program.
pub(super) fn reader() -> SheetReader {
    std::env::current_exe().map_or(SheetReader::Here, |program| {
        SheetReader::Child(program, vec!["read-sheet".to_owned()])
    })
}

pub(super) async fn run(import: Import) -> Result<(), CommandError> {
    let actions = import.data.open().await?;
    let (reader, call) = (reader(), call());
    let as_of = import.as_of.unwrap_or_else(|| call.today());
    let mut is_refused = false;
    for path in &import.files {
        let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
        let bytes = std::fs::read(path)?;
        let file = Incoming { name: name.clone(), bytes };
        let preview = preview(&actions, &reader, &import, as_of, &file).await;
        let mut preview = match preview {
            Err(CommandError::Action(ActionError::Roster(code))) => {
                refuse(&import, &name, code, words::roster::refused(Locale::zh_CN, code))?;
                is_refused = true;
                continue;
            }
            other => other?,
        };
        if let Some(refused) = &preview.refused {
            let message = words::roster::refusal(Locale::zh_CN, import.kind, refused);
            refuse(&import, &name, refused.code(), &message)?;
            is_refused = true;
            continue;
        }
        show(&import, &preview)?;
        let Some(plan) = decide(&import, &preview)? else { continue };
        preview.plan = plan;
        match actions.import_file(&call, &reader, &preview, file).await {
            Err(ActionError::Stale) => {
                let message = words::roster::refused(Locale::zh_CN, "plan_changed");
                refuse(&import, &name, "plan_changed", message)?;
                is_refused = true;
            }
            other => {
                other?;
            }
        }
    }
    if is_refused { Err(CommandError::Silent) } else { Ok(()) }
}

/// The preview with all that was said; of rows, once the first preview tells which ones wait.
async fn preview(
    actions: &Actions,
    reader: &SheetReader,
    import: &Import,
    as_of: NaiveDate,
    file: &Incoming,
) -> Result<Preview, CommandError> {
    let choices = import.choices()?;
    let preview_as =
        |choices| actions.preview_file_as(reader, import.kind, as_of, file.clone(), choices);
    let preview = preview_as(choices.clone()).await?;
    let rows = import.rows(&preview)?;
    if rows.is_empty() {
        return Ok(preview);
    }
    Ok(preview_as(Choices { rows, ..choices }).await?)
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

fn refuse(import: &Import, file: &str, code: &str, message: &str) -> std::io::Result<()> {
    if import.json {
        return say(json!({ "file": file, "refused": { "code": code, "message": message } }));
    }
    say(format_args!("{file}: {message}"))
}

fn show(import: &Import, preview: &Preview) -> std::io::Result<()> {
    if import.json {
        return say(as_json(preview));
    }
    let l = Locale::zh_CN;
    let (counts, changes) = (&preview.counts, &preview.changes);
    let tables: Vec<String> =
        preview.tables.iter().map(|it| format!("{} {}", it.sheet, it.header_row)).collect();
    say(format_args!(
        "{}: {} · {} / {} / {} / {} · +{} ~{} ={} ?{}",
        preview.file,
        tables.join(", "),
        counts.rows,
        counts.good,
        counts.warning,
        counts.error,
        changes.new,
        changes.changed,
        changes.unchanged,
        changes.waiting,
    ))?;
    if let Some(encoding) = &preview.encoding {
        say(format_args!("  {}", words::roster::encoding(l, encoding)))?;
    }
    if let Some(line) = words::roster::unread_line(l, &preview.columns) {
        say(format_args!("  {line}"))?;
    }
    if !preview.left_out.is_empty() {
        say(format_args!("  {}", words::roster::left_out_line(l, &preview.left_out)))?;
    }
    for issue in &preview.issues {
        say(format_args!(
            "  {}{}{} {} {}",
            sheet_before(preview, issue.at),
            issue.column.as_deref().unwrap_or_default(),
            issue.at.row,
            issue.level.as_str(),
            words::roster::issue(l, issue),
        ))?;
    }
    for change in &preview.fields {
        let value = |text| words::roster::value(l, preview.kind, &change.field, text);
        say(format_args!(
            "  {}{} {}: {} → {}",
            sheet_before(preview, change.at),
            change.at.row,
            words::roster::field(l, preview.kind, &change.field),
            value(&change.before),
            value(&change.after),
        ))?;
    }
    say(format_args!("  --plan {}", preview.plan))
}

/// The name of a row's sheet, where there are several tables.
fn sheet_before(preview: &Preview, at: At) -> String {
    if preview.tables.len() < 2 { String::new() } else { format!("{}!", sheet(preview, at.table)) }
}

fn sheet(preview: &Preview, table: usize) -> &str {
    preview.tables.get(table).map_or("", |table| table.sheet.as_str())
}

fn as_json(preview: &Preview) -> serde_json::Value {
    let issues = preview.issues.iter().map(|issue| {
        json!({
            "sheet": sheet(preview, issue.at.table),
            "row": issue.at.row,
            "column": issue.column,
            "level": issue.level.as_str(),
            "code": issue.code.as_str(),
            "message": words::roster::issue(Locale::zh_CN, issue),
            "on_file": issue.on_file,
        })
    });
    let changes = preview.fields.iter().map(|change| {
        json!({
            "sheet": sheet(preview, change.at.table),
            "row": change.at.row,
            "field": change.field,
            "before": change.before,
            "after": change.after,
        })
    });
    let unread = preview.columns.iter().filter(|column| column.field.is_none()).map(|column| {
        json!({
            "sheet": sheet(preview, column.table),
            "column": column.column,
            "heading": column.heading,
        })
    });
    let sheets = preview.tables.iter().map(
        |table| json!({ "sheet": table.sheet, "header_row": table.header_row, "rows": table.rows }),
    );
    let left_out = preview.left_out.iter();
    let left_out = left_out.map(|it| json!({ "sheet": it.sheet, "why": it.why.as_str() }));
    json!({
        "file": preview.file,
        "kind": preview.kind,
        "sheet": sheet(preview, 0),
        "header_row": preview.tables.first().map(|table| table.header_row),
        "sheets": sheets.collect::<Vec<_>>(),
        "left_out": left_out.collect::<Vec<_>>(),
        "unread": unread.collect::<Vec<_>>(),
        "encoding": preview.encoding.as_deref().map(str::to_uppercase),
        "rows": preview.counts.rows,
        "good": preview.counts.good,
        "warning": preview.counts.warning,
        "error": preview.counts.error,
        "new": preview.changes.new,
        "changed": preview.changes.changed,
        "unchanged": preview.changes.unchanged,
        "waiting": preview.changes.waiting,
        "changes": changes.collect::<Vec<_>>(),
        "issues": issues.collect::<Vec<_>>(),
        "plan": preview.plan,
    })
}
