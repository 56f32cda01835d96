//! Connections: an enum of two databases behind one face.
//!
//! SQLite has one writer connection, handed out in the order of asking, and a pool of readers
//! that cannot write; so nobody ever meets "database is locked".

use std::{ops::DerefMut, path::Path, time::Duration};

use sqlx::{
    Connection as _, PgConnection, PgPool, Postgres, Sqlite, SqlitePool,
    pool::PoolConnection,
    postgres::PgPoolOptions,
    sqlite::{SqliteConnectOptions, SqlitePoolOptions},
};

use crate::{
    StoreError,
    connect::{is_postgres, postgres_options, sqlite_options},
    statement::sql,
};

/// Readers of SQLite for each processor. They compute rather than wait, so more of them would not
/// be faster, and each keeps some megabytes of pages.
const READERS_EACH: u32 = 2;
const POSTGRES_CONNECTIONS: u32 = 16;
/// A connection that was used a moment ago is trusted to answer.
const POSTGRES_TRUSTED: Duration = Duration::from_secs(2);

const AT_ONE_MOMENT: &str = "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY";

/// The database. Cheap to clone.
#[derive(Clone, Debug)]
pub struct Store(pub(crate) Pool);

#[derive(Clone, Debug)]
pub(crate) enum Pool {
    Sqlite { writer: SqlitePool, readers: SqlitePool },
    Postgres(PgPool),
}

/// A connection that reads.
#[derive(Debug)]
pub struct Conn(pub(crate) Inner);

/// A transaction that writes; dropped without a commit, it never happened. Whether it has changed
/// commitments is known beside, for they are stamped with its time.
#[derive(Debug)]
pub struct Tx(pub(crate) Conn, pub(crate) bool);

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

/// So often a database of `SQLite` is opened again that another start is making.
const OPENED_AGAIN: u8 = 100;
/// After so long.
const OPENED_AFTER: Duration = Duration::from_millis(100);

/// The one writer of `SQLite` and its readers; opened again where another start is in the way, for
/// who changes the journal of an empty database waits for nobody by itself.
async fn open_sqlite(options: &SqliteConnectOptions) -> Result<Pool, StoreError> {
    let mut left = OPENED_AGAIN;
    loop {
        match open_once(options).await {
            Err(StoreError::Busy) if left > 0 => left -= 1,
            other => return other,
        }
        tokio::time::sleep(OPENED_AFTER).await;
    }
}

async fn open_once(options: &SqliteConnectOptions) -> Result<Pool, StoreError> {
    let writer = SqlitePoolOptions::new()
        .max_connections(1)
        .test_before_acquire(false)
        .acquire_timeout(Duration::from_secs(30))
        .connect_with(options.clone())
        .await?;
    let readers = SqlitePoolOptions::new()
        .max_connections(processors().saturating_mul(READERS_EACH))
        .test_before_acquire(false)
        .connect_with(options.clone().read_only(true))
        .await?;
    Ok(Pool::Sqlite { writer, readers })
}

/// Processors that this process may use.
fn processors() -> u32 {
    std::thread::available_parallelism().map_or(2, |n| u32::try_from(n.get()).unwrap_or(u32::MAX))
}

impl Store {
    /// Opens `sqlite:PATH` or `postgres://…` without touching the schema.
    pub async fn connect(url: &str) -> Result<Self, StoreError> {
        if is_postgres(url) {
            let pool = PgPoolOptions::new()
                .max_connections(POSTGRES_CONNECTIONS)
                .acquire_timeout(Duration::from_secs(20))
                .test_before_acquire(false)
                .before_acquire(|conn, seen| Box::pin(answers(conn, seen.idle_for)))
                .connect_with(postgres_options(url)?);
            return Ok(Self(Pool::Postgres(Box::pin(pool).await?)));
        }
        Ok(Self(open_sqlite(&sqlite_options(url)?).await?))
    }

    /// Opens a file of SQLite that nobody writes, such as a copy, and makes nothing beside it.
    pub async fn look_at(file: &Path) -> Result<Self, StoreError> {
        let options = SqliteConnectOptions::new().filename(file).read_only(true).immutable(true);
        let readers = SqlitePoolOptions::new().connect_with(options).await?;
        Ok(Self(Pool::Sqlite { writer: readers.clone(), readers }))
    }

    /// Opens the database and brings its schema up to date.
    pub async fn open(url: &str) -> Result<Self, StoreError> {
        let store = Self::connect(url).await?;
        store.migrate().await?;
        Ok(store)
    }

    /// Whether this is PostgreSQL.
    pub fn is_postgres(&self) -> bool {
        matches!(self.0, Pool::Postgres(_))
    }

    /// A connection for reading. What waits for one, and may have to connect by TLS, is in a box:
    /// every action would carry all of it.
    pub async fn read(&self) -> Result<Conn, StoreError> {
        Ok(Conn(match &self.0 {
            Pool::Sqlite { readers, .. } => Inner::Sqlite(Box::pin(readers.acquire()).await?),
            Pool::Postgres(pool) => Inner::Postgres(Box::pin(pool.acquire()).await?),
        }))
    }

    /// A connection that reads everything as it was at one moment, however long it takes.
    pub async fn snapshot(&self) -> Result<Conn, StoreError> {
        Ok(Conn(match &self.0 {
            Pool::Sqlite { readers, .. } => Inner::SqliteTx(Box::pin(readers.begin()).await?),
            Pool::Postgres(pool) => {
                Inner::PostgresTx(Box::pin(pool.begin_with(AT_ONE_MOMENT)).await?)
            }
        }))
    }

    /// A transaction for writing; on SQLite it waits its turn.
    pub async fn begin(&self) -> Result<Tx, StoreError> {
        let inner = match &self.0 {
            Pool::Sqlite { writer, .. } => {
                Inner::SqliteTx(Box::pin(writer.begin_with("BEGIN IMMEDIATE")).await?)
            }
            Pool::Postgres(pool) => Inner::PostgresTx(Box::pin(pool.begin()).await?),
        };
        Ok(Tx(Conn(inner), false))
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
