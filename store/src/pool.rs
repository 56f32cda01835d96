//! Connections: an enum of two databases behind one face.
//!
//! SQLite has one writer connection, handed out in the order of asking, and a pool of readers
//! that cannot write; so nobody ever meets "database is locked".

use std::{ops::DerefMut, str::FromStr, time::Duration};

use sqlx::{
    ConnectOptions as _, Connection as _, PgConnection, PgPool, Postgres, Sqlite, SqlitePool,
    pool::PoolConnection,
    postgres::{PgConnectOptions, PgPoolOptions},
    sqlite::{SqliteConnectOptions, SqliteJournalMode, SqlitePoolOptions, SqliteSynchronous},
};

use crate::{
    StoreError,
    migrations::{POSTGRES, SQLITE, migrator},
    statement::sql,
};

/// Readers of SQLite for each processor. They compute rather than wait, so more of them would not
/// be faster, and each keeps some megabytes of pages.
const READERS_EACH: u32 = 2;
const POSTGRES_CONNECTIONS: u32 = 16;
/// A connection that was used a moment ago is trusted to answer.
const POSTGRES_TRUSTED: Duration = Duration::from_secs(2);
const APPLIED: &str = "SELECT version FROM _sqlx_migrations WHERE success ORDER BY version";

/// The database. Cheap to clone.
#[derive(Clone, Debug)]
pub struct Store(Pool);

#[derive(Clone, Debug)]
enum Pool {
    Sqlite { writer: SqlitePool, readers: SqlitePool },
    Postgres(PgPool),
}

/// A connection that reads.
#[derive(Debug)]
pub struct Conn(pub(crate) Inner);

/// A transaction that writes; dropped without a commit, it never happened.
#[derive(Debug)]
pub struct Tx(pub(crate) Conn);

#[derive(Debug)]
pub(crate) enum Inner {
    Sqlite(PoolConnection<Sqlite>),
    Postgres(PoolConnection<Postgres>),
    SqliteTx(sqlx::Transaction<'static, Sqlite>),
    PostgresTx(sqlx::Transaction<'static, Postgres>),
}

impl std::ops::Deref for Tx {
    type Target = Conn;

    fn deref(&self) -> &Conn {
        &self.0
    }
}

impl DerefMut for Tx {
    fn deref_mut(&mut self) -> &mut Conn {
        &mut self.0
    }
}

impl Tx {
    pub(crate) async fn finish(self) -> Result<(), StoreError> {
        match self.0.0 {
            Inner::SqliteTx(tx) => tx.commit().await?,
            Inner::PostgresTx(tx) => tx.commit().await?,
            Inner::Sqlite(_) | Inner::Postgres(_) => {}
        }
        Ok(())
    }

    /// Ends a transaction that changed nothing worth a line in the chain: a session's last use, a
    /// preview, a read mark.
    pub async fn commit_unlogged(self) -> Result<(), StoreError> {
        self.finish().await
    }
}

/// Asks a connection to a server whether it still answers, if nobody has used it for a while: asked
/// each time, every page would wait once more for the network. A file does not go away.
async fn answers(conn: &mut PgConnection, idle: Duration) -> Result<bool, sqlx::Error> {
    if idle > POSTGRES_TRUSTED {
        conn.ping().await?;
    }
    Ok(true)
}

/// Processors that this process may use.
fn processors() -> u32 {
    std::thread::available_parallelism().map_or(2, |n| u32::try_from(n.get()).unwrap_or(u32::MAX))
}

impl Store {
    /// Opens `sqlite:PATH` or `postgres://…` without touching the schema.
    pub async fn connect(url: &str) -> Result<Self, StoreError> {
        if url.starts_with("postgres:") || url.starts_with("postgresql:") {
            let pool = PgPoolOptions::new()
                .max_connections(POSTGRES_CONNECTIONS)
                .acquire_timeout(Duration::from_secs(20))
                .test_before_acquire(false)
                .before_acquire(|conn, seen| Box::pin(answers(conn, seen.idle_for)))
                .connect_with(PgConnectOptions::from_str(url)?.disable_statement_logging())
                .await?;
            return Ok(Self(Pool::Postgres(pool)));
        }
        let options = SqliteConnectOptions::from_str(url)?
            .create_if_missing(true)
            .journal_mode(SqliteJournalMode::Wal)
            .synchronous(SqliteSynchronous::Full)
            .busy_timeout(Duration::from_secs(10))
            // The driver tells of statements by itself, and not with all of their text.
            .disable_statement_logging();
        let writer = SqlitePoolOptions::new()
            .max_connections(1)
            .test_before_acquire(false)
            .acquire_timeout(Duration::from_secs(30))
            .connect_with(options.clone())
            .await?;
        let readers = SqlitePoolOptions::new()
            .max_connections(processors().saturating_mul(READERS_EACH))
            .test_before_acquire(false)
            .connect_with(options.read_only(true))
            .await?;
        Ok(Self(Pool::Sqlite { writer, readers }))
    }

    /// Opens the database and brings its schema up to date.
    pub async fn open(url: &str) -> Result<Self, StoreError> {
        let store = Self::connect(url).await?;
        store.migrate().await?;
        Ok(store)
    }

    /// Brings the schema up to date.
    pub async fn migrate(&self) -> Result<(), StoreError> {
        match &self.0 {
            Pool::Sqlite { writer, .. } => migrator(SQLITE)?.run(writer).await,
            Pool::Postgres(pool) => migrator(POSTGRES)?.run(pool).await,
        }
        .map_err(|error| StoreError::Database(error.into()))
    }

    /// Whether the schema is the one that this program knows, neither older nor newer.
    pub async fn is_current(&self) -> Result<bool, StoreError> {
        let files = match &self.0 {
            Pool::Sqlite { .. } => SQLITE,
            Pool::Postgres(_) => POSTGRES,
        };
        let known: Vec<i64> = migrator(files)?.iter().map(|one| one.version).collect();
        match self.read().await?.all::<i64>(sql(APPLIED)).await {
            Ok(applied) => Ok(applied == known),
            // A database that was never migrated does not have the table.
            Err(StoreError::Database(_)) => Ok(false),
            Err(error) => Err(error),
        }
    }

    /// A connection for reading.
    pub async fn read(&self) -> Result<Conn, StoreError> {
        Ok(Conn(match &self.0 {
            Pool::Sqlite { readers, .. } => Inner::Sqlite(readers.acquire().await?),
            Pool::Postgres(pool) => Inner::Postgres(pool.acquire().await?),
        }))
    }

    /// A connection that reads everything as it was at one moment, however long it takes.
    pub async fn snapshot(&self) -> Result<Conn, StoreError> {
        Ok(Conn(match &self.0 {
            Pool::Sqlite { readers, .. } => Inner::SqliteTx(readers.begin().await?),
            Pool::Postgres(pool) => Inner::PostgresTx(
                pool.begin_with("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY").await?,
            ),
        }))
    }

    /// A transaction for writing; on SQLite it waits its turn.
    pub async fn begin(&self) -> Result<Tx, StoreError> {
        Ok(Tx(Conn(match &self.0 {
            Pool::Sqlite { writer, .. } => {
                Inner::SqliteTx(writer.begin_with("BEGIN IMMEDIATE").await?)
            }
            Pool::Postgres(pool) => Inner::PostgresTx(pool.begin().await?),
        })))
    }

    /// Closes every connection.
    pub async fn close(&self) {
        match &self.0 {
            Pool::Sqlite { writer, readers } => {
                readers.close().await;
                writer.close().await;
            }
            Pool::Postgres(pool) => pool.close().await,
        }
    }

    /// Whether the database answers.
    pub async fn ping(&self) -> Result<(), StoreError> {
        self.read().await?.run(sql("SELECT 1")).await
    }
}
