//! PostgreSQL's own programs, which copy a database and put it back.

use std::{
    ffi::OsString,
    fs::{self, File},
    path::{Path, PathBuf},
    process::Stdio,
};

use percent_encoding::percent_decode_str;
use tokio::process::Command;
use url::Url;

use super::{BackupError, at};

const DUMP: &str = "pg_dump";
const RESTORE: &str = "pg_restore";
/// Where Debian has them, a folder for each version.
const INSTALLED: &str = "/usr/lib/postgresql";
/// What an address can say, and the variable by which the programs are told: no password stands on
/// a command line, which everybody on the machine can read.
const SAID: [(&[&str], &str); 8] = [
    (&["host", "hostaddr"], "PGHOST"),
    (&["port"], "PGPORT"),
    (&["dbname"], "PGDATABASE"),
    (&["user"], "PGUSER"),
    (&["password"], "PGPASSWORD"),
    (&["sslmode", "ssl-mode"], "PGSSLMODE"),
    (&["sslrootcert", "ssl-root-cert", "ssl-ca"], "PGSSLROOTCERT"),
    (&["sslcert", "ssl-cert"], "PGSSLCERT"),
];

/// Writes a copy of a database as a snapshot sees it that another connection holds.
pub(super) async fn dump(url: &str, snapshot: &str, copy: &Path) -> Result<(), BackupError> {
    let file = File::create_new(copy).map_err(at(copy))?;
    let mut command = tool(DUMP, url)?;
    command.args(["--format=custom", "--no-owner", "--no-privileges", "--no-password"]);
    command.arg(format!("--snapshot={snapshot}"));
    command.stdout(file.try_clone().map_err(at(copy))?);
    run(DUMP, command).await?;
    file.sync_all().map_err(at(copy))
}

/// Puts a copy into an empty database: all or nothing.
pub(super) async fn restore(url: &str, copy: &Path) -> Result<(), BackupError> {
    let mut command = tool(RESTORE, url)?;
    command.args(["--exit-on-error", "--single-transaction", "--no-owner", "--no-privileges"]);
    let name = variables(url).into_iter().find(|(name, _)| *name == "PGDATABASE");
    let name = name.map_or_else(String::new, |(_, database)| database);
    command.arg("--no-password").arg(format!("--dbname={name}")).arg(copy);
    run(RESTORE, command).await
}

/// Whether a copy can be read.
pub(super) async fn list(copy: &Path) -> Result<(), BackupError> {
    let mut command = Command::new(find(RESTORE)?);
    command.arg("--list").arg(copy).stdout(Stdio::null());
    run(RESTORE, command).await
}

async fn run(name: &'static str, mut command: Command) -> Result<(), BackupError> {
    let failed = |why: String| BackupError::Tool(name, why);
    let command = command.stdin(Stdio::null()).stderr(Stdio::piped()).kill_on_drop(true);
    let child = command.spawn().map_err(|error| failed(error.to_string()))?;
    let output = child.wait_with_output().await.map_err(|error| failed(error.to_string()))?;
    if output.status.success() {
        return Ok(());
    }
    Err(failed(String::from_utf8_lossy(&output.stderr).trim().to_owned()))
}

fn tool(name: &'static str, url: &str) -> Result<Command, BackupError> {
    let mut command = Command::new(find(name)?);
    command.envs(variables(url));
    Ok(command)
}

/// The newest that is installed, for it reads the copies and servers of the older ones.
fn find(name: &'static str) -> Result<PathBuf, BackupError> {
    let version = |folder: &PathBuf| {
        let name = folder.file_name().unwrap_or_default().to_string_lossy();
        name.parse::<u32>().unwrap_or_default()
    };
    let mut folders: Vec<PathBuf> = fs::read_dir(INSTALLED)
        .map(|entries| entries.filter_map(|entry| Some(entry.ok()?.path())).collect())
        .unwrap_or_default();
    folders.sort_by_key(version);
    let installed = folders.into_iter().rev().map(|folder| folder.join("bin"));
    installed
        .chain(path())
        .map(|folder| folder.join(name))
        .find(|program| program.is_file())
        .ok_or(BackupError::NoTool(name))
}

fn path() -> Vec<PathBuf> {
    let path: OsString = std::env::var_os("PATH").unwrap_or_default();
    std::env::split_paths(&path).collect()
}

/// What an address says, as the programs of PostgreSQL are told.
fn variables(url: &str) -> Vec<(&'static str, String)> {
    let Ok(url) = Url::parse(url) else { return Vec::new() };
    let decoded = |text: &str| percent_decode_str(text).decode_utf8_lossy().into_owned();
    let mut said = vec![
        ("PGHOST", decoded(url.host_str().unwrap_or_default()).trim_matches(['[', ']']).to_owned()),
        ("PGPORT", url.port().map_or_else(String::new, |port| port.to_string())),
        ("PGUSER", decoded(url.username())),
        ("PGPASSWORD", decoded(url.password().unwrap_or_default())),
        ("PGDATABASE", decoded(url.path().trim_start_matches('/'))),
    ];
    for (key, value) in url.query_pairs() {
        let known = SAID.iter().find(|(names, _)| names.contains(&key.as_ref()));
        said.extend(known.map(|(_, variable)| (*variable, value.into_owned())));
    }
    said.retain(|(_, value)| !value.is_empty());
    said
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_is_told_in_variables() {
        let said =
            variables("postgres://w%40x:p%2Bq@db.example.invalid:5433/w?sslmode=verify-full");
        let said: Vec<String> =
            said.iter().map(|(name, value)| format!("{name}={value}")).collect();
        assert_eq!(
            said,
            [
                "PGHOST=db.example.invalid",
                "PGPORT=5433",
                "PGUSER=w@x",
                "PGPASSWORD=p+q",
                "PGDATABASE=w",
                "PGSSLMODE=verify-full"
            ]
        );
        let socket = variables("postgres:///w?host=/run/postgresql");
        let said: Vec<_> = socket.iter().map(|(name, value)| (*name, value.as_str())).collect();
        assert_eq!(said, [("PGDATABASE", "w"), ("PGHOST", "/run/postgresql")]);
    }
}
