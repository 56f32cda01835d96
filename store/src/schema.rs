//! The schema: how old it is, who may bring it up to date, and who has to wait meanwhile.

use std::{
    fs::{File, OpenOptions},
    path::{Path, PathBuf},
};

use sqlx::PgConnection;

use crate::{
    Store, StoreError,
    backup::copy,
    connect::without_limits,
    migrations::{POSTGRES, SQLITE, migrator},
    pool::Pool,
    statement::sql,
};

/// What a database holds, compared with what this program knows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Schema {
    /// No table at all.
    Empty,
    /// What this program made, up to a migration that is not its last.
    Older(i64),
    /// What this program makes.
    Current,
    /// A migration that this program does not know.
    Newer(i64),
    /// Tables of another program.
    Foreign,
}

/// Keeps other starts on the same database waiting until it is dropped.
#[derive(Debug)]
pub struct Alone(#[expect(dead_code, reason = "what is held matters, and not what is in it")] Held);

#[derive(Debug)]
enum Held {
    /// Closed, the file is free.
    File(#[expect(dead_code, reason = "held open")] File),
    /// Closed, the server lets the next one go on.
    Connection(#[expect(dead_code, reason = "held open")] PgConnection),
}

const APPLIED: &str = "SELECT version FROM _sqlx_migrations WHERE success ORDER BY version";
const SQLITE_TABLES: &str = "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\'";
const POSTGRES_TABLES: &str = "SELECT CAST(tablename AS TEXT) FROM pg_tables \
    WHERE schemaname = current_schema() ORDER BY tablename";
const MIGRATIONS: &str = "_sqlx_migrations";
/// Who made the tables may change them; where there are none, who may make some.
const IS_OWNER: &str = "SELECT CASE WHEN to_regclass('_sqlx_migrations') IS NULL \
    THEN COALESCE(has_schema_privilege(current_schema(), 'CREATE'), FALSE) \
    ELSE (SELECT pg_has_role(relowner, 'USAGE') FROM pg_class \
    WHERE oid = to_regclass('_sqlx_migrations')) END";
/// The number under which starts wait for each other in a database of PostgreSQL.
const STARTING: i64 = 7_305_500;

/// The number of the last migration that this program knows, the same for both databases.
pub fn newest_schema() -> Result<i64, StoreError> {
    Ok(migrator(SQLITE)?.iter().map(|one| one.version).next_back().unwrap_or_default())
}

impl Store {
    /// The names of all tables.
    pub(crate) async fn tables(&self) -> Result<Vec<String>, StoreError> {
        let tables = if self.is_postgres() { POSTGRES_TABLES } else { SQLITE_TABLES };
        self.read().await?.all(sql(tables)).await
    }

    fn known(&self) -> Result<Vec<i64>, StoreError> {
        let files = if self.is_postgres() { POSTGRES } else { SQLITE };
        Ok(migrator(files)?.iter().map(|one| one.version).collect())
    }

    /// What the database holds.
    pub async fn find_schema(&self) -> Result<Schema, StoreError> {
        let tables = self.tables().await?;
        if tables.is_empty() {
            return Ok(Schema::Empty);
        }
        if !tables.iter().any(|table| table == MIGRATIONS) {
            return Ok(Schema::Foreign);
        }
        let known = self.known()?;
        let applied: Vec<i64> = self.read().await?.all(sql(APPLIED)).await?;
        Ok(match applied.iter().find(|version| !known.contains(version)) {
            Some(unknown) => Schema::Newer(*unknown),
            None if applied == known => Schema::Current,
            None if applied.is_empty() && tables.len() == 1 => Schema::Empty,
            None => Schema::Older(applied.last().copied().unwrap_or_default()),
        })
    }

    /// Whether the schema is the one that this program knows, neither older nor newer.
    pub async fn is_current(&self) -> Result<bool, StoreError> {
        Ok(self.find_schema().await? == Schema::Current)
    }

    /// Whether this user may change the schema. A file of SQLite is everybody's who can write it.
    pub async fn is_owner(&self) -> Result<bool, StoreError> {
        match self.0 {
            Pool::Sqlite { .. } => Ok(true),
            Pool::Postgres(_) => self.read().await?.only(sql(IS_OWNER)).await,
        }
    }

    /// Brings the schema up to date.
    pub async fn migrate(&self) -> Result<(), StoreError> {
        match &self.0 {
            Pool::Sqlite { writer, .. } => migrator(SQLITE)?.run(writer).await,
            Pool::Postgres(pool) => {
                let mut conn = without_limits(pool).await?;
                migrator(POSTGRES)?.run(&mut conn).await
            }
        }
        .map_err(|error| StoreError::Database(error.into()))
    }

    /// Copies a file of SQLite to where it is kept while its schema is changed, and says where; the
    /// copy of an earlier try is replaced. PostgreSQL undoes by itself what fails.
    pub async fn keep_copy(&self, version: i64) -> Result<Option<PathBuf>, StoreError> {
        let Pool::Sqlite { readers, .. } = &self.0 else { return Ok(None) };
        let kept = beside(readers.connect_options().get_filename(), &format!("before-{version}"));
        let draft = beside(&kept, "draft");
        if draft.exists() {
            std::fs::remove_file(&draft)?;
        }
        copy(readers, &draft).await?;
        std::fs::rename(&draft, &kept)?;
        Ok(Some(kept))
    }

    /// Waits until no other start is at work on this database, and keeps others waiting.
    pub async fn alone(&self) -> Result<Alone, StoreError> {
        match &self.0 {
            Pool::Sqlite { readers, .. } => {
                let path = beside(readers.connect_options().get_filename(), "lock");
                let file =
                    OpenOptions::new().create(true).truncate(false).write(true).open(path)?;
                let locked = tokio::task::spawn_blocking(move || file.lock().map(|()| file));
                let file = locked.await.map_err(std::io::Error::other)??;
                Ok(Alone(Held::File(file)))
            }
            Pool::Postgres(pool) => {
                let mut conn = without_limits(pool).await?;
                sqlx::query("SELECT pg_advisory_lock($1)")
                    .bind(STARTING)
                    .execute(&mut conn)
                    .await?;
                Ok(Alone(Held::Connection(conn)))
            }
        }
    }

    /// What a user that serves, and owns nothing, is granted: statements, a line each. Nobody but
    /// the owner changes a line of the chain or a table.
    pub async fn list_grants(&self, user: &str) -> Result<Vec<String>, StoreError> {
        let user = format!("\"{}\"", user.replace('"', "\"\""));
        let mut grants = vec![format!("GRANT USAGE ON SCHEMA public TO {user};")];
        for table in self.tables().await? {
            let rights = match table.as_str() {
                MIGRATIONS => "SELECT",
                "audit" => "SELECT, INSERT",
                "audit_detail" | "access_log" => "SELECT, INSERT, DELETE",
                "audit_head" => "SELECT, UPDATE",
                _ => "SELECT, INSERT, UPDATE, DELETE",
            };
            grants.push(format!("REVOKE ALL ON \"{table}\" FROM {user};"));
            grants.push(format!("GRANT {rights} ON \"{table}\" TO {user};"));
        }
        Ok(grants)
    }
}

/// A file beside another, with one more ending.
fn beside(file: &Path, ending: &str) -> PathBuf {
    let mut name = file.as_os_str().to_owned();
    name.push(".");
    name.push(ending);
    name.into()
}
