//! Fresh databases for the tests: SQLite always, PostgreSQL when `TEST_POSTGRES_URL` says where.
//!
//! The migrations run once for all tests of a run, into a template; every test gets a copy of it.
//! What a test finds is the same as after its own migrations, a few hundred times sooner. What
//! several tests begin with, such as the demonstration, is made once in the same way.

#![expect(
    clippy::missing_panics_doc,
    clippy::unwrap_used,
    reason = "a test that cannot go on fails"
)]

use std::{
    env, fs,
    path::{Path, PathBuf},
    sync::atomic::{AtomicU32, Ordering},
    time::UNIX_EPOCH,
};

use sha2::{Digest as _, Sha256};
use sqlx::{AssertSqlSafe, Connection as _, PgConnection};
use store::Store;

static COUNT: AtomicU32 = AtomicU32::new(0);
/// Under this number the makers of PostgreSQL's template wait for each other.
const MAKING: i64 = 7_305_513;
/// Under this one, those who fill a template.
const FILLING: i64 = 7_305_514;

/// A database of its own, for one test.
#[derive(Debug)]
pub struct Database {
    /// `SQLite` or `PostgreSQL`, for messages.
    pub name: &'static str,
    /// The database, with its schema up to date and otherwise empty.
    pub store: Store,
    /// Its address.
    pub url: String,
    postgres: Option<(String, String)>,
    folder: tempfile::TempDir,
}

/// One of each kind that is there.
pub async fn databases() -> Vec<Database> {
    let mut all = vec![sqlite().await];
    if let Some(url) = postgres_url() {
        all.push(postgres(&url).await);
    }
    all
}

/// One of SQLite alone.
pub async fn sqlite() -> Database {
    sqlite_copy(&sqlite_template().await).await
}

/// Another of the same kind with what `fill` writes, which is made once for all tests of a program
/// that ask for this name.
pub async fn filled<F: Future<Output = Database>>(
    empty: Database,
    name: &str,
    fill: impl FnOnce(Database) -> F,
) -> Database {
    let build = program();
    let Some((url, own)) = empty.postgres.clone() else {
        let template = env::temp_dir().join(format!("whetstone-{name}.db"));
        let made_by = template.with_extension("build");
        // Whoever comes meanwhile waits, and finds it made.
        let lock = fs::File::create(template.with_extension("lock")).unwrap();
        lock.lock().unwrap();
        if fs::read_to_string(&made_by).ok().as_deref() != Some(&build) {
            let made = fill(empty).await.freeze().await;
            fs::rename(made.0.file(), &template).unwrap();
            fs::write(made_by, build).unwrap();
        }
        return sqlite_copy(&template).await;
    };
    let mut admin = connect(&url).await;
    let template = format!("whetstone_{name}_{build}");
    run(&mut admin, format!("SELECT pg_advisory_lock({FILLING})")).await.unwrap();
    if !has_database(&mut admin, &template).await {
        fill(empty).await.freeze().await;
        run(&mut admin, format!("ALTER DATABASE {own} RENAME TO {template}")).await.unwrap();
    }
    run(&mut admin, format!("SELECT pg_advisory_unlock({FILLING})")).await.unwrap();
    postgres_copy(&url, &mut admin, &template).await
}

/// Tells builds of a program apart.
fn program() -> String {
    let file = fs::metadata(env::current_exe().unwrap()).unwrap();
    let built = file.modified().unwrap().duration_since(UNIX_EPOCH).unwrap();
    format!("{:x}_{:x}", file.len(), built.as_nanos())
}

async fn sqlite_copy(template: &Path) -> Database {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("test.db");
    fs::copy(template, &file).unwrap();
    let url = format!("sqlite:{}", file.display());
    let store = Store::connect(&url).await.unwrap();
    Database { name: "SQLite", store, url, postgres: None, folder }
}

/// The address of PostgreSQL, where there is one.
#[expect(clippy::disallowed_methods, reason = "tests are told by the environment where it is")]
pub fn postgres_url() -> Option<String> {
    env::var("TEST_POSTGRES_URL").ok()
}

async fn postgres(url: &str) -> Database {
    let mut admin = connect(url).await;
    let template = postgres_template(url, &mut admin).await;
    postgres_copy(url, &mut admin, &template).await
}

async fn postgres_copy(url: &str, admin: &mut PgConnection, template: &str) -> Database {
    let number = COUNT.fetch_add(1, Ordering::Relaxed);
    let name = format!("test_{}_{number}", std::process::id());
    // By files: through the log, the other strategy, it takes twice as long for so small a database.
    let create = format!("CREATE DATABASE {name} TEMPLATE {template} STRATEGY FILE_COPY");
    run(admin, create).await.unwrap();
    let own = with_database(url, &name);
    let store = Store::connect(&own).await.unwrap();
    Database {
        name: "PostgreSQL",
        store,
        url: own,
        postgres: Some((url.to_owned(), name)),
        folder: tempfile::tempdir().unwrap(),
    }
}

/// A database that nobody is connected to, to be copied as it is.
#[derive(Debug)]
pub struct Frozen(Database);

impl Frozen {
    /// Another database with the same content.
    pub async fn copy(&self) -> Database {
        let Some((url, name)) = &self.0.postgres else {
            return sqlite_copy(&self.0.file()).await;
        };
        let mut admin = connect(url).await;
        postgres_copy(url, &mut admin, name).await
    }

    /// Removes the database; its copies stay.
    pub async fn remove(self) {
        self.0.remove().await;
    }
}

impl Database {
    /// Closes the connections and keeps the content.
    pub async fn freeze(self) -> Frozen {
        self.store.close().await;
        Frozen(self)
    }

    fn file(&self) -> PathBuf {
        self.folder.path().join("test.db")
    }

    /// Closes the connections and removes the database.
    pub async fn remove(self) {
        self.store.close().await;
        if let Some((url, name)) = self.postgres {
            let mut admin = connect(&url).await;
            run(&mut admin, format!("DROP DATABASE {name} WITH (FORCE)")).await.unwrap();
        }
    }
}

/// A file with the schema of today, made by whoever comes first.
async fn sqlite_template() -> PathBuf {
    let folder = env::temp_dir();
    let template = folder.join(format!("whetstone-{}.db", schema("sqlite")));
    if !template.exists() {
        // Two that come at once both make it, each apart; the later one replaces the same by the same.
        let own = tempfile::tempdir_in(&folder).unwrap();
        let file = own.path().join("template.db");
        let store = Store::open(&format!("sqlite:{}", file.display())).await.unwrap();
        store.close().await;
        fs::rename(&file, &template).unwrap();
    }
    template
}

/// The name of a database with the schema of today, made by whoever comes first.
async fn postgres_template(url: &str, admin: &mut PgConnection) -> String {
    let name = format!("whetstone_{}", schema("postgres"));
    if has_database(admin, &name).await {
        return name;
    }
    // The lock ends with the connection.
    let mut maker = connect(url).await;
    run(&mut maker, format!("SELECT pg_advisory_lock({MAKING})")).await.unwrap();
    if !has_database(admin, &name).await {
        let draft = format!("{name}_draft");
        run(&mut maker, format!("DROP DATABASE IF EXISTS {draft} WITH (FORCE)")).await.unwrap();
        run(&mut maker, format!("CREATE DATABASE {draft}")).await.unwrap();
        let store = Store::open(&with_database(url, &draft)).await.unwrap();
        store.close().await;
        run(&mut maker, format!("ALTER DATABASE {draft} RENAME TO {name}")).await.unwrap();
    }
    maker.close().await.unwrap();
    name
}

/// In a box, for what connects by TLS is large, and every test would carry it.
async fn connect(url: &str) -> PgConnection {
    Box::pin(PgConnection::connect(url)).await.unwrap()
}

async fn has_database(admin: &mut PgConnection, name: &str) -> bool {
    let found = sqlx::query("SELECT 1 FROM pg_database WHERE datname = $1").bind(name);
    found.fetch_optional(admin).await.unwrap().is_some()
}

async fn run(admin: &mut PgConnection, statement: String) -> Result<(), sqlx::Error> {
    sqlx::raw_sql(AssertSqlSafe(statement)).execute(admin).await.map(|_| ())
}

/// Tells schemas apart: a digest of the migrations of a database, as text.
fn schema(database: &str) -> String {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../migrations").join(database);
    let mut files: Vec<PathBuf> =
        fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    files.sort();
    let mut digest = Sha256::new();
    for file in files {
        digest.update(fs::read(file).unwrap());
    }
    hex::encode(&digest.finalize()[..8])
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
