//! `whetstone audit`: the chain and the records that it fixes are checked, and a detail is erased
//! that the law wants erased.

use std::{path::PathBuf, str::FromStr as _};

use actions::{ActionError, Head, Verified};
use clap::{Args, Subcommand};

use super::{CommandError, call, say};
use crate::config::Data;

/// The fewest characters of a reason.
const REASON_MIN: usize = 5;

#[derive(Args, Debug)]
pub(super) struct Audit {
    #[command(flatten)]
    data: Data,
    #[command(subcommand)]
    what: What,
}

#[derive(Subcommand, Debug)]
enum What {
    /// Walk the chain, and check every record that it fixes against its row; fails if anything was
    /// changed or removed. Writes nothing.
    Verify {
        /// A head that was printed before and must still be in the chain.
        #[arg(long, env = "WHETSTONE_AUDIT_HEAD")]
        head: Option<String>,
        /// A file of heads, as the server keeps it, which must all be in the chain.
        #[arg(long, env = "WHETSTONE_AUDIT_HEADS")]
        heads: Option<PathBuf>,
    },
    /// Erase reason and client of a line, as the law demands; leaves a line that says so.
    EraseDetail {
        /// The number of the line.
        seq: i64,
        /// By which demand.
        #[arg(long, value_name = "WHY")]
        because: String,
    },
}

pub(super) async fn run(audit: Audit) -> Result<(), CommandError> {
    match audit.what {
        What::Verify { head, heads } => verify(&audit.data, head, heads).await,
        What::EraseDetail { seq, because } => erase(&audit.data, seq, &because).await,
    }
}

async fn verify(
    data: &Data,
    head: Option<String>,
    heads: Option<PathBuf>,
) -> Result<(), CommandError> {
    let heads = heads.map(|file| read_heads(&file)).transpose()?.unwrap_or_default();
    let actions = data.look().await?;
    let verified = actions.verify_records(&heads).await?;
    print(&verified)?;
    let mut is_sound = verified.is_sound();
    if let Some(head) = head
        && actions.verify_audit(Some(&head)).await?.broken == Some(actions::AuditBreak::OtherHead)
    {
        say(format_args!("the chain was written anew: {head} is not in it"))?;
        is_sound = false;
    }
    if is_sound { Ok(()) } else { Err(CommandError::Silent) }
}

/// The heads of a file, a line each.
fn read_heads(file: &PathBuf) -> Result<Vec<Head>, CommandError> {
    let named = |reason: String| CommandError::Unreadable(format!("{}: {reason}", file.display()));
    let text = std::fs::read_to_string(file).map_err(|error| named(error.to_string()))?;
    let head = |(n, line)| Head::from_str(line).map_err(|why| named(format!("line {n}: {why}")));
    (1..).zip(text.lines()).filter(|(_, line): &(usize, &str)| !line.is_empty()).map(head).collect()
}

fn print(verified: &Verified) -> Result<(), CommandError> {
    let Verified { chain, checked, n_not_checkable, findings, heads } = verified;
    say(format_args!("{} rows, head {}", chain.rows, chain.head))?;
    for (kind, n) in checked {
        say(format_args!("{} checked: {n}", kind.as_str()))?;
    }
    say(format_args!("not checkable: {n_not_checkable}"))?;
    if let Some(broken) = &chain.broken {
        say(format_args!("the chain is broken: {broken:?}"))?;
    }
    for broken in heads {
        say(broken)?;
    }
    for finding in findings {
        say(finding)?;
    }
    Ok(())
}

async fn erase(data: &Data, seq: i64, because: &str) -> Result<(), CommandError> {
    let because = because.trim();
    if because.chars().count() < REASON_MIN {
        let why = format!("--because needs {REASON_MIN} characters or more");
        return Err(CommandError::Said(why));
    }
    let erased = data.open().await?.erase_detail(&call(), seq, because).await;
    erased.map_err(|error| match error {
        ActionError::NotFound => CommandError::Said(format!("line {seq} has no detail")),
        other => other.into(),
    })
}
