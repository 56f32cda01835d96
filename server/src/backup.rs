//! Backups: a folder with a copy of the database, the uploads under their digests, and a manifest
//! that is written last and holds the newest line of the audit chain.

mod check;
mod postgres;
mod restore;

use std::{
    fs::{self, File},
    io::{self, ErrorKind, Read as _, Write as _},
    path::{Path, PathBuf},
};

use actions::{ActionError, Files};
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};
use store::{Conn, Store, StoreError, StoredFile, newest_schema};

pub(crate) use restore::{Place, restore, try_restore};

const FORMAT: u32 = 1;
const MANIFEST: &str = "manifest.json";
const SQLITE_COPY: &str = "database.sqlite";
const POSTGRES_COPY: &str = "database.dump";

/// Why a backup was not made or not restored.
#[derive(Debug, thiserror::Error)]
pub(crate) enum BackupError {
    /// A file or a folder, and what is wrong with it.
    #[error("{}: {reason}", file.display())]
    At {
        /// Which one.
        file: PathBuf,
        /// Why it cannot be used.
        reason: String,
    },
    /// A program of PostgreSQL is not installed.
    #[error("`{0}` is not installed: it is in Debian's postgresql-client")]
    NoTool(&'static str),
    /// A program of PostgreSQL has failed.
    #[error("`{0}` has failed: {1}")]
    Tool(&'static str, String),
    /// A backup is restored into an empty place alone.
    #[error("{0} is not empty")]
    NotEmpty(String),
    /// The backup is of the other database.
    #[error(
        "the backup is of {0}, and the database is not: restore it there, then `whetstone copy`"
    )]
    OtherEngine(&'static str),
    /// The backup was made by a newer program.
    #[error(
        "the backup is of migration {0}, which this program does not know: install a newer one"
    )]
    Newer(i64),
    /// What was restored is not what was copied.
    #[error("what was restored is not sound: {0}")]
    Unsound(String),
    /// The database has failed.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// The uploads cannot be read or written.
    #[error(transparent)]
    Files(#[from] ActionError),
}

/// What a backup is of.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
enum Engine {
    Sqlite,
    Postgresql,
}

impl Engine {
    fn of(store: &Store) -> Self {
        if store.is_postgres() { Self::Postgresql } else { Self::Sqlite }
    }

    fn copy(self) -> &'static str {
        match self {
            Self::Sqlite => SQLITE_COPY,
            Self::Postgresql => POSTGRES_COPY,
        }
    }

    fn name(self) -> &'static str {
        match self {
            Self::Sqlite => "SQLite",
            Self::Postgresql => "PostgreSQL",
        }
    }
}

/// A file of the backup.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
struct Part {
    sha256: String,
    size: u64,
}

/// What a backup says of itself.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct Manifest {
    format: u32,
    program: String,
    engine: Engine,
    /// The last migration of the database.
    schema: i64,
    taken_at: DateTime<Utc>,
    /// The number of the chain's newest line.
    line: i64,
    /// Its hash.
    head: String,
    database: Part,
    /// The mark of the place where the uploads are.
    mark: Option<String>,
    files: Vec<Part>,
    /// Uploads that were not there, or not what was uploaded.
    missing: Vec<String>,
}

impl Manifest {
    /// The digests of uploads that could not be copied.
    pub(crate) fn missing(&self) -> &[String] {
        &self.missing
    }

    /// What the backup holds, in a line.
    pub(crate) fn summary(&self) -> String {
        let Self { line, head, files, taken_at, .. } = self;
        let at = taken_at.to_rfc3339();
        format!("{line} rows, head {head}, {} files, of {at}", files.len())
    }
}

/// Copies database and uploads into a folder that is missing or empty, while others go on writing.
///
/// The database comes first: an upload is stored before its row is, so that of every row that was
/// copied the upload is there.
pub(crate) async fn take(
    store: &Store,
    files: &Files,
    url: &str,
    folder: &Path,
    now: DateTime<Utc>,
) -> Result<Manifest, BackupError> {
    make_empty(folder)?;
    let engine = Engine::of(store);
    let copy = folder.join(engine.copy());
    let taken = match engine {
        Engine::Sqlite => {
            store.copy_to(&copy).await?;
            let copied = Store::look_at(&copy).await?;
            let taken = look(&mut copied.read().await?).await?;
            copied.close().await;
            taken
        }
        Engine::Postgresql => {
            let mut conn = store.snapshot().await?;
            let snapshot = conn.find_export().await?.unwrap_or_default();
            postgres::dump(url, &snapshot, &copy).await?;
            look(&mut conn).await?
        }
    };
    let mut manifest = Manifest {
        format: FORMAT,
        program: env!("CARGO_PKG_VERSION").to_owned(),
        engine,
        schema: newest_schema()?,
        taken_at: now,
        line: taken.line,
        head: taken.head,
        database: digest(&copy)?,
        mark: taken.mark,
        files: Vec::new(),
        missing: Vec::new(),
    };
    for StoredFile { sha256, .. } in taken.files {
        match save(files, folder, &sha256).await? {
            Some(part) => manifest.files.push(part),
            None => manifest.missing.push(sha256),
        }
    }
    write_manifest(folder, &manifest)?;
    Ok(manifest)
}

/// What is read of a database at the moment of the backup.
struct Taken {
    line: i64,
    head: String,
    mark: Option<String>,
    files: Vec<StoredFile>,
}

async fn look(conn: &mut Conn) -> Result<Taken, StoreError> {
    let (line, head) = conn.find_audit_head().await?;
    let mark = conn.find_file_place().await?;
    Ok(Taken { line, head, mark, files: conn.list_stored_files().await? })
}

/// Copies one upload; none if it is not there, or is not what its name says.
async fn save(files: &Files, folder: &Path, sha256: &str) -> Result<Option<Part>, BackupError> {
    if !files.has(sha256).await? {
        return Ok(None);
    }
    let bytes = files.get(sha256).await?;
    if hex::encode(Sha256::digest(&bytes)) != sha256 {
        return Ok(None);
    }
    let path = stored(folder, sha256);
    let write = || {
        fs::create_dir_all(path.parent().unwrap_or(folder))?;
        write_new(&path, &bytes)
    };
    write().map_err(at(&path))?;
    Ok(Some(Part { sha256: sha256.to_owned(), size: bytes.len() as u64 }))
}

/// Where an upload is in a backup.
fn stored(folder: &Path, sha256: &str) -> PathBuf {
    let start = sha256.get(..2).unwrap_or_default();
    folder.join("files").join(start).join(sha256)
}

fn at(path: &Path) -> impl Fn(io::Error) -> BackupError {
    move |error| wrong(path, error)
}

fn wrong(path: &Path, reason: impl ToString) -> BackupError {
    BackupError::At { file: path.to_owned(), reason: reason.to_string() }
}

fn make_empty(folder: &Path) -> Result<(), BackupError> {
    fs::create_dir_all(folder).map_err(at(folder))?;
    if fs::read_dir(folder).map_err(at(folder))?.next().is_some() {
        return Err(BackupError::NotEmpty(folder.display().to_string()));
    }
    Ok(())
}

/// A new file, on the disk when this returns.
fn write_new(path: &Path, bytes: &[u8]) -> io::Result<()> {
    let mut file = File::create_new(path)?;
    file.write_all(bytes)?;
    file.sync_all()
}

/// Under its name only when all of it is there.
fn write_manifest(folder: &Path, manifest: &Manifest) -> Result<(), BackupError> {
    let (draft, path) = (folder.join("manifest.draft"), folder.join(MANIFEST));
    let write = || {
        write_new(&draft, &serde_json::to_vec_pretty(manifest)?)?;
        fs::rename(&draft, &path)?;
        File::open(folder)?.sync_all()
    };
    write().map_err(at(&path))
}

fn read_manifest(folder: &Path) -> Result<Manifest, BackupError> {
    let path = folder.join(MANIFEST);
    let text = fs::read(&path).map_err(|error| match error.kind() {
        ErrorKind::NotFound => wrong(folder, "is no backup, or one that was cut short"),
        _ => at(&path)(error),
    })?;
    let manifest: Manifest = serde_json::from_slice(&text).map_err(|error| wrong(&path, error))?;
    if manifest.format == FORMAT {
        return Ok(manifest);
    }
    Err(wrong(&path, format!("is of format {}", manifest.format)))
}

/// Digest and size of a file, however large.
fn digest(path: &Path) -> Result<Part, BackupError> {
    let read = || {
        let (mut file, mut hasher, mut size) = (File::open(path)?, Sha256::new(), 0);
        let mut piece = vec![0; 1 << 16];
        loop {
            let n = file.read(&mut piece)?;
            if n == 0 {
                return Ok(Part { sha256: hex::encode(hasher.finalize()), size });
            }
            hasher.update(&piece[..n]);
            size += n as u64;
        }
    };
    read().map_err(at(path))
}
