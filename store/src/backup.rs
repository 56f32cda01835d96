//! What a backup is made of: a copy of a database of SQLite, a moment of one of PostgreSQL for a
//! program that reads it by itself, and the digests of the uploads.

use std::{fs::File, path::Path};

use sqlx::{AssertSqlSafe, SqlitePool};

use crate::{Conn, Store, StoreError, driver::Each, pool::Pool, row::decoded, statement::sql};

/// The content of an upload.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StoredFile {
    /// Its digest, and its name in the file store.
    pub sha256: String,
    /// Bytes.
    pub size: i64,
}

decoded! { StoredFile: sha256, size }

const FILES: &str = "SELECT sha256, size FROM upload WHERE file_name <> '' \
    UNION SELECT sha256, size FROM certificate WHERE sha256 IS NOT NULL \
    UNION SELECT scan_sha256 AS sha256, scan_size AS size FROM objector \
    WHERE scan_sha256 IS NOT NULL ORDER BY sha256";
const NO_LIMIT: &str = "SET LOCAL idle_in_transaction_session_timeout = 0";
const EXPORT: &str = "SELECT pg_export_snapshot()";
const CHECK: &str = "PRAGMA integrity_check";

impl Store {
    /// Copies a database of SQLite into a file that is missing, as it is at one moment, while others
    /// go on writing.
    pub async fn copy_to(&self, file: &Path) -> Result<(), StoreError> {
        match &self.0 {
            Pool::Sqlite { readers, .. } => copy(readers, file).await,
            Pool::Postgres(_) => Err(StoreError::Broken("PostgreSQL is no file".to_owned())),
        }
    }
}

/// The copy is on the disk when this returns (decision 0039).
pub(crate) async fn copy(readers: &SqlitePool, file: &Path) -> Result<(), StoreError> {
    let new = File::create_new(file)?;
    let mut conn = readers.acquire().await?;
    let path = file.to_string_lossy().into_owned();
    sqlx::query("VACUUM INTO $1").bind(path).execute(&mut *conn).await?;
    Ok(new.sync_all()?)
}

impl Conn {
    /// The name by which another program reads what this snapshot reads, as long as it is open;
    /// SQLite has none.
    pub async fn find_export(&mut self) -> Result<Option<String>, StoreError> {
        match self.each() {
            Each::Sqlite(_) => return Ok(None),
            Each::Postgres(conn) => sqlx::query(NO_LIMIT).execute(conn).await?,
        };
        self.only(sql(EXPORT)).await.map(Some)
    }

    /// The contents of all uploads, each once.
    pub async fn list_stored_files(&mut self) -> Result<Vec<StoredFile>, StoreError> {
        self.all(sql(FILES)).await
    }

    /// Whether a file of SQLite is whole. PostgreSQL looks at that by itself.
    pub async fn is_whole(&mut self) -> Result<bool, StoreError> {
        match self.each() {
            Each::Postgres(_) => Ok(true),
            Each::Sqlite(conn) => {
                let said: Vec<(String,)> =
                    sqlx::query_as(AssertSqlSafe(CHECK)).fetch_all(conn).await?;
                Ok(said == [("ok".to_owned(),)])
            }
        }
    }
}
