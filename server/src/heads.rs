//! Once an hour the newest line of the audit chain is written to a file outside of the database, so
//! that a chain that is written anew or cut is found later: `whetstone audit verify --heads FILE`.

use std::{
    fs::{File, OpenOptions},
    io::{ErrorKind, Read as _, Seek as _, SeekFrom, Write as _},
    path::Path,
};

use actions::{ActionError, Actions, Head};
use app::State;
use chrono::{DateTime, TimeDelta, Utc};

/// So much is kept between two heads.
const EVERY: TimeDelta = TimeDelta::hours(1);
/// The end of the file that is read for its last line, which is shorter.
const TAIL: u64 = 256;

/// Appends the newest line to the file of heads that this server keeps, if its last head is an hour
/// old.
pub async fn append_head(state: &State) -> Result<(), ActionError> {
    match &state.settings.heads {
        Some(path) => append_head_to(path, &state.actions, state.now().await?).await,
        None => Ok(()),
    }
}

/// The same for one file; [`ActionError::Files`] if it cannot be written.
pub async fn append_head_to(
    path: &Path,
    actions: &Actions,
    now: DateTime<Utc>,
) -> Result<(), ActionError> {
    let head = actions.audit_head(now).await?;
    let appended = append(path, &head);
    appended.map_err(|error| ActionError::Files(format!("{}: {error}", path.display())))
}

fn append(path: &Path, head: &Head) -> std::io::Result<()> {
    let is_due = |last: Head| head.at < last.at || last.at + EVERY <= head.at;
    if head.line == 0 || !last_of(path)?.is_none_or(is_due) {
        return Ok(());
    }
    let mut file = OpenOptions::new().create(true).append(true).open(path)?;
    writeln!(file, "{head}")?;
    file.sync_data()
}

/// The last head of a file; none if there is no file, or nothing in it that can be read.
fn last_of(path: &Path) -> std::io::Result<Option<Head>> {
    let mut file = match File::open(path) {
        Err(error) if error.kind() == ErrorKind::NotFound => return Ok(None),
        other => other?,
    };
    let length = file.metadata()?.len();
    file.seek(SeekFrom::Start(length.saturating_sub(TAIL)))?;
    let mut tail = Vec::new();
    file.read_to_end(&mut tail)?;
    let tail = String::from_utf8_lossy(&tail);
    Ok(tail.lines().last().and_then(|line| line.parse().ok()))
}
