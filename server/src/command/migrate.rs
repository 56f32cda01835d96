//! `whetstone migrate`: the schema, and what a user is granted that does not own it.

use clap::Args;

use super::{CommandError, say};
use crate::config::Data;

#[derive(Args, Debug)]
pub(super) struct Migrate {
    #[command(flatten)]
    data: Data,
    /// Change nothing, and print the statements by which this user of PostgreSQL may serve, but
    /// neither change a table nor a line of the audit chain.
    #[arg(long, value_name = "USER")]
    print_grants: Option<String>,
}

pub(super) async fn run(command: &Migrate) -> Result<(), CommandError> {
    let Some(user) = &command.print_grants else {
        return Ok(command.data.migrate().await?);
    };
    let store = command.data.look_at().await?;
    if !store.is_postgres() {
        return Err(CommandError::Said("a file of SQLite has no users".into()));
    }
    for grant in store.list_grants(user).await.map_err(crate::config::StartError::from)? {
        say(grant)?;
    }
    Ok(())
}
