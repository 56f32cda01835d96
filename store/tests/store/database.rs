//! Fresh databases: SQLite always, PostgreSQL when `TEST_POSTGRES_URL` says where.

use std::sync::atomic::{AtomicU32, Ordering};

use sqlx::{AssertSqlSafe, Connection as _, PgConnection};
use store::Store;

static COUNT: AtomicU32 = AtomicU32::new(0);

/// A database of its own, for one test.
pub(crate) struct Database {
    pub(crate) name: &'static str,
    pub(crate) store: Store,
    pub(crate) url: String,
    postgres: Option<(String, String)>,
    _folder: tempfile::TempDir,
}

/// One of each kind that is there.
pub(crate) async fn databases() -> Vec<Database> {
    let mut all = vec![sqlite().await];
    if let Some(url) = postgres_url() {
        all.push(postgres(&url).await);
    }
    all
}

#[expect(clippy::disallowed_methods, reason = "tests are told by the environment where it is")]
fn postgres_url() -> Option<String> {
    std::env::var("TEST_POSTGRES_URL").ok()
}

pub(crate) async fn sqlite() -> Database {
    let folder = tempfile::tempdir().unwrap();
    let url = format!("sqlite:{}", folder.path().join("test.db").display());
    let store = Store::open(&url).await.unwrap();
    Database { name: "SQLite", store, url, postgres: None, _folder: folder }
}

async fn postgres(url: &str) -> Database {
    let number = COUNT.fetch_add(1, Ordering::Relaxed);
    let name = format!("test_{}_{number}", std::process::id());
    let mut admin = PgConnection::connect(url).await.unwrap();
    sqlx::raw_sql(AssertSqlSafe(format!("CREATE DATABASE {name}")))
        .execute(&mut admin)
        .await
        .unwrap();
    let own = with_database(url, &name);
    let store = Store::open(&own).await.unwrap();
    Database {
        name: "PostgreSQL",
        store,
        url: own,
        postgres: Some((url.to_owned(), name)),
        _folder: tempfile::tempdir().unwrap(),
    }
}

/// The same server, another database.
fn with_database(url: &str, name: &str) -> String {
    let (address, query) = url.split_once('?').map_or((url, None), |(a, q)| (a, Some(q)));
    let server =
        match address.find("://").and_then(|at| address[at + 3..].find('/').map(|s| at + 3 + s)) {
            Some(slash) => &address[..slash],
            None => address,
        };
    query.map_or_else(|| format!("{server}/{name}"), |query| format!("{server}/{name}?{query}"))
}

impl Database {
    /// Closes the connections and removes the database.
    pub(crate) async fn remove(self) {
        self.store.close().await;
        if let Some((url, name)) = self.postgres {
            let mut admin = PgConnection::connect(&url).await.unwrap();
            sqlx::raw_sql(AssertSqlSafe(format!("DROP DATABASE {name} WITH (FORCE)")))
                .execute(&mut admin)
                .await
                .unwrap();
        }
    }
}
