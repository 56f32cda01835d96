//! `whetstone copy`: from SQLite to PostgreSQL. Uploads stay where they are.

use actions::note_command;
use clap::Args;
use domain::access_log::{AccessKind, AccessResult};
use store::{Schema, Store, StoreError};

use super::{CommandError, call, say};
use crate::config::{Data, StartError};

#[derive(Args, Debug)]
pub(super) struct Copy {
    #[command(flatten)]
    data: Data,
    /// An empty database of PostgreSQL, `postgres://…`; made if the user may.
    #[arg(long, value_name = "URL")]
    to: String,
}

pub(super) async fn run(command: &Copy) -> Result<(), CommandError> {
    let from = command.data.look_at().await?;
    let to = Store::connect_or_create(&command.to).await.map_err(StartError::from)?;
    if from.is_postgres() || !to.is_postgres() {
        return Err(CommandError::Said("only SQLite is copied, and only to PostgreSQL".into()));
    }
    let _alone = to.alone().await.map_err(StartError::from)?;
    if !is_empty(&to).await.map_err(StartError::from)? {
        return Err(CommandError::Said("the database to copy into is not empty".into()));
    }
    let rows = copy(&from, &to).await.map_err(StartError::from)?;
    // What was taken away and where it went to know of it.
    let (call, rows) = (call(), i64::try_from(rows).ok());
    for store in [&from, &to] {
        note_command(store, &call, AccessKind::Copy, AccessResult::Done, rows).await?;
    }
    Ok(())
}

/// Whether nothing has ever happened there: a copying that was cut short leaves the tables.
async fn is_empty(to: &Store) -> Result<bool, StoreError> {
    Ok(match to.find_schema().await? {
        Schema::Empty => true,
        Schema::Current => to.read().await?.find_audit_head().await?.0 == 0,
        _ => false,
    })
}

/// How many rows were copied.
async fn copy(from: &Store, to: &Store) -> Result<u64, StoreError> {
    to.migrate().await?;
    let mut rows = 0;
    for table in from.transfer_to(to).await? {
        rows += table.rows;
        say(format_args!("{:>9} {}", table.rows, table.table))?;
    }
    let report = to.read().await?.verify_audit(None).await?;
    if let Some(broken) = report.broken {
        return Err(StoreError::Broken(format!("the chain of the copy is broken: {broken:?}")));
    }
    say(format_args!("{rows} rows; {} in the chain, head {}", report.rows, report.head))?;
    Ok(rows)
}
