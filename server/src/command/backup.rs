//! `whetstone backup` and `whetstone restore`.

use std::path::PathBuf;

use actions::note_command;
use clap::Args;
use domain::access_log::{AccessKind, AccessResult};

use super::{CommandError, call, say};
use crate::{
    backup::{self, Place},
    config::Data,
};

#[derive(Args, Debug)]
pub(super) struct Backup {
    #[command(flatten)]
    data: Data,
    /// A folder that is missing or empty.
    folder: PathBuf,
}

#[derive(Args, Debug)]
pub(super) struct Restore {
    #[command(flatten)]
    data: Data,
    /// The folder of a backup.
    folder: PathBuf,
    /// Look whether the backup is sound and its place empty, and write nothing.
    #[arg(long)]
    check: bool,
}

pub(super) async fn take(command: &Backup) -> Result<(), CommandError> {
    let (store, files) = command.data.look_at_both().await?;
    let (url, call) = (command.data.url(), call());
    let taken = backup::take(&store, &files, &url, &command.folder, call.now).await?;
    let is_whole = taken.missing().is_empty();
    let result = if is_whole { AccessResult::Done } else { AccessResult::Incomplete };
    note_command(&store, &call, AccessKind::Backup, result, None).await?;
    say(taken.summary())?;
    for digest in taken.missing() {
        say(format_args!("the upload {digest} is missing or damaged, and is not in the backup"))?;
    }
    if is_whole { Ok(()) } else { Err(CommandError::Silent) }
}

pub(super) async fn restore(command: &Restore) -> Result<(), CommandError> {
    let Restore { data, folder, check } = command;
    let (url, files) = (data.url(), data.file_place());
    let place = Place { url: &url, files: &files, open: &|| data.file_store() };
    let manifest = if *check {
        backup::try_restore(folder, &place).await?
    } else {
        backup::restore(folder, &place, &call()).await?
    };
    Ok(say(manifest.summary())?)
}
