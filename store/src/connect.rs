//! Addresses of databases, and how a connection begins.

use std::{net::IpAddr, path::PathBuf, str::FromStr as _, time::Duration};

use sqlx::{
    ConnectOptions as _, Connection as _, PgConnection, PgPool,
    migrate::MigrateDatabase as _,
    postgres::{PgConnectOptions, PgSslMode},
    sqlite::{SqliteConnectOptions, SqliteJournalMode, SqliteSynchronous},
};

use crate::{Store, StoreError};

/// PostgreSQL gives up on a statement, on a wait for somebody else's lock, and on a transaction in
/// which nobody says anything: a server that hangs or is gone does not stop the others.
const LIMITS: [(&str, &str); 3] = [
    ("statement_timeout", "60s"),
    ("lock_timeout", "20s"),
    ("idle_in_transaction_session_timeout", "5min"),
];
/// The server has no database of that name.
const NO_DATABASE: &str = "3D000";

/// Whether an address is one of PostgreSQL.
pub(crate) fn is_postgres(url: &str) -> bool {
    url.starts_with("postgres:") || url.starts_with("postgresql:")
}

/// Refuses any host but this machine where nobody proves who it is: passwords and personal data
/// would travel in the clear.
pub(crate) fn postgres_options(url: &str) -> Result<PgConnectOptions, StoreError> {
    let options = PgConnectOptions::from_str(url)?.disable_statement_logging();
    let is_proven = matches!(options.get_ssl_mode(), PgSslMode::VerifyFull);
    if !is_proven && !is_here(&options) {
        return Err(StoreError::Exposed(options.get_host().to_owned()));
    }
    let said = options.get_options().unwrap_or_default().to_owned();
    Ok(options.options(LIMITS.into_iter().filter(|(name, _)| !said.contains(name))))
}

/// A connection of its own for work that takes as long as it takes: migrating, copying, waiting for
/// the start of another server.
pub(crate) async fn without_limits(pool: &PgPool) -> Result<PgConnection, StoreError> {
    let options = unlimited(&pool.connect_options());
    Ok(Box::pin(PgConnection::connect_with(&options)).await?)
}

fn unlimited(options: &PgConnectOptions) -> PgConnectOptions {
    options.clone().options(LIMITS.map(|(name, _)| (name, "0")))
}

fn is_here(options: &PgConnectOptions) -> bool {
    let host = options.get_host();
    let address = host.trim_matches(['[', ']']).parse::<IpAddr>();
    options.get_socket().is_some()
        || host.starts_with('/')
        || host == "localhost"
        || address.is_ok_and(|address| address.is_loopback())
}

pub(crate) fn sqlite_options(url: &str) -> Result<SqliteConnectOptions, StoreError> {
    Ok(SqliteConnectOptions::from_str(url)?
        .create_if_missing(true)
        .journal_mode(SqliteJournalMode::Wal)
        .synchronous(SqliteSynchronous::Full)
        .busy_timeout(Duration::from_secs(10))
        // The driver tells of statements by itself, and not with all of their text.
        .disable_statement_logging())
}

/// The file of an address of SQLite.
pub fn sqlite_file(url: &str) -> Result<Option<PathBuf>, StoreError> {
    if is_postgres(url) {
        return Ok(None);
    }
    Ok(Some(sqlite_options(url)?.get_filename().to_owned()))
}

impl Store {
    /// The same as [`Store::connect`]; none if the server has no database of that name.
    pub async fn find_database(url: &str) -> Result<Option<Self>, StoreError> {
        match Self::connect(url).await {
            Err(StoreError::Database(sqlx::Error::Database(error)))
                if error.code().as_deref() == Some(NO_DATABASE) =>
            {
                Ok(None)
            }
            other => other.map(Some),
        }
    }

    /// The same as [`Store::connect`], and makes the database if the server has none of that name.
    pub async fn connect_or_create(url: &str) -> Result<Self, StoreError> {
        if let Some(store) = Self::find_database(url).await? {
            return Ok(store);
        }
        let made = Box::pin(sqlx::Postgres::create_database(url)).await;
        // Another start may have made it at the same moment.
        Self::connect(url).await.map_err(|error| made.err().map_or(error, Into::into))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn another_machine_has_to_prove_who_it_is() {
        for here in [
            "postgres://u:p@localhost/w",
            "postgres://u@127.0.0.1:5433/w?sslmode=disable",
            "postgres://u@[::1]/w",
            "postgres://u@%2Frun%2Fpostgresql/w",
            "postgres:///w?host=/run/postgresql",
            "postgres://u@db.example.invalid/w?sslmode=verify-full",
        ] {
            assert!(postgres_options(here).is_ok(), "{here}");
        }
        for there in [
            "postgres://u@db.example.invalid/w",
            "postgres://u@10.0.0.5/w?sslmode=require",
            "postgres://u@127.example.invalid/w?sslmode=verify-ca",
            "postgres:///w?host=10.0.0.5",
        ] {
            let refused = postgres_options(there);
            assert!(matches!(refused, Err(StoreError::Exposed(_))), "{there}");
        }
    }

    #[test]
    fn what_an_address_says_of_the_limits_is_kept() {
        let url = "postgres://u@localhost/w?options=-c%20lock_timeout%3D3s";
        let options = postgres_options(url).unwrap();
        let said = options.get_options().unwrap();
        assert!(said.contains("lock_timeout=3s") && !said.contains("lock_timeout=20s"), "{said}");
        assert!(said.contains("statement_timeout=60s"), "{said}");
        let free = unlimited(&options);
        assert!(free.get_options().unwrap().ends_with("idle_in_transaction_session_timeout=0"));
    }
}
