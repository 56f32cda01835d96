//! What the log says when something fails: which route it was, and never a token or what somebody
//! looks for.

use std::{
    io::{self, Write},
    sync::{Arc, Mutex},
};

use app::{Method, routes};
use domain::{
    form::{Field, Values},
    role::Role,
};
use server::fault::note_panic;
use tracing_subscriber::{EnvFilter, fmt::MakeWriter};

use crate::world::{World, worlds};

const TOKEN: &str = "5ec2e75ec2e75ec2e75ec2e75ec2e700";

/// Keeps what is logged.
#[derive(Clone, Default)]
struct Log(Arc<Mutex<Vec<u8>>>);

impl Write for Log {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.lock().unwrap().write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

impl MakeWriter<'_> for Log {
    type Writer = Self;

    fn make_writer(&self) -> Self {
        self.clone()
    }
}

impl Log {
    /// Begins to listen, to more than a server says by itself; until the guard is dropped.
    fn begin(&self) -> tracing::subscriber::DefaultGuard {
        let filter = EnvFilter::new("debug,sqlx=warn");
        let log = tracing_subscriber::fmt().with_env_filter(filter).with_writer(self.clone());
        tracing::subscriber::set_default(log.with_ansi(false).finish())
    }

    fn text(&self) -> String {
        String::from_utf8(self.0.lock().unwrap().clone()).unwrap()
    }
}

/// Takes tables away that most pages read, and none that says who visits.
async fn break_pages(world: &World) {
    use sqlx::{AssertSqlSafe, Connection as _};
    let tables = ["lecture_request", "course_version", "hour_claim", "award_cycle", "organisation"];
    for table in tables {
        let statement = AssertSqlSafe(format!("ALTER TABLE {table} RENAME TO {table}_away"));
        if world.db.name == "SQLite" {
            let mut conn = sqlx::SqliteConnection::connect(&world.db.url).await.unwrap();
            sqlx::query(statement).execute(&mut conn).await.unwrap();
        } else {
            let mut conn = sqlx::PgConnection::connect(&world.db.url).await.unwrap();
            sqlx::query(statement).execute(&mut conn).await.unwrap();
        }
    }
}

// The test has one thread, and everything that it waits for runs on it.
#[tokio::test]
async fn a_fault_is_logged_with_its_route_and_without_the_token_of_its_address() {
    for world in worlds().await {
        let office = world.office().await;
        let watcher =
            world.person("审计员", &[Role::AuditAdministrator], "审计处", "other", 1).await;
        break_pages(&world).await;
        let log = Log::default();
        let guard = log.begin();
        let typed = Values::default().with(Field::Reason, TOKEN).with(Field::Search, TOKEN);
        let mut n_faults = 0;
        for who in [&world.visitor(), &office, &watcher] {
            for route in routes().into_iter().filter(|route| route.path != "/sign_out") {
                let mut path = route.path.replace("{token}", TOKEN).replace("{code}", TOKEN);
                path = path.replace("{plan}", TOKEN);
                for id in ["{id}", "{other}", "{grant}", "{category}", "{proposal}", "{merging}"] {
                    path = path.replace(id, "1");
                }
                let answer = match route.method {
                    Method::Get => who.get(&format!("{path}?q={TOKEN}&who={TOKEN}")).await,
                    Method::Post => who.post(&format!("{path}?q={TOKEN}"), &typed).await,
                };
                n_faults += usize::from(answer.status == 500);
            }
        }
        drop(guard);
        let log = log.text();
        assert!(n_faults > 20, "{}: {n_faults}", world.db.name);
        assert!(log.matches("the request failed").count() >= n_faults, "each is logged");
        assert!(log.contains("route=\"/request/{token}\""), "and with its route");
        let told = log.lines().find(|line| line.contains(TOKEN));
        assert_eq!(told, None, "{}", world.db.name);
        world.remove().await;
    }
}

#[test]
fn a_panic_is_logged_with_its_place_and_without_its_text() {
    let log = Log::default();
    let guard = log.begin();
    std::panic::set_hook(Box::new(note_panic));
    let caught = std::panic::catch_unwind(|| {
        let span = tracing::info_span!("request", route = "/request/{token}");
        span.in_scope(|| panic!("{TOKEN}"));
    });
    drop(std::panic::take_hook());
    drop(guard);
    assert!(caught.is_err());
    let log = log.text();
    for told in ["the program has a fault", "fault.rs:", "/request/{token}"] {
        assert!(log.contains(told), "{told}: {log}");
    }
    assert!(!log.contains(TOKEN), "{log}");
}
