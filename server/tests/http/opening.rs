//! Who sets a database up, who changes its schema, and where its uploads have to be.

use sqlx::{AssertSqlSafe, Connection as _, PgConnection, SqliteConnection};
use store::newest_schema;

use crate::machine::{
    Machine, another_database, below, drop_database, is_private, run_on_postgres,
};

fn machines() -> Vec<Machine> {
    let mut all = vec![Machine::with_sqlite()];
    all.extend(test_database::postgres_url().map(|url| Machine::new(&another_database(&url))));
    all
}

async fn end(machine: &Machine) {
    if !machine.url.starts_with("sqlite") {
        drop_database(&machine.url).await;
    }
}

async fn change(url: &str, statement: String) {
    let statement = sqlx::raw_sql(AssertSqlSafe(statement));
    if url.starts_with("sqlite") {
        let mut conn = SqliteConnection::connect(url).await.unwrap();
        statement.execute(&mut conn).await.unwrap();
    } else {
        let mut conn = PgConnection::connect(url).await.unwrap();
        statement.execute(&mut conn).await.unwrap();
    }
}

/// As a program has left it that did not know the place of the uploads yet.
async fn age(machine: &Machine) {
    let newer = "DROP TABLE file_place; DELETE FROM _sqlx_migrations WHERE version = 65";
    change(&machine.url, newer.to_owned()).await;
}

const ADMIN: &[&str] = &["account", "create-admin", "--name", "总管", "--sign-in-name", "chief"];

#[tokio::test]
async fn whoever_comes_first_sets_up_and_only_two_commands_migrate() {
    for machine in machines() {
        machine.does(ADMIN).await;
        let written = below(machine.folder.path());
        assert!(written.iter().all(|path| is_private(path)), "{written:?}");
        age(&machine).await;
        let commands: [&[&str]; 4] = [
            &["account", "create-admin", "--name", "另一", "--sign-in-name", "other"],
            &["audit", "verify"],
            &["backup", "copy"],
            &["demo", "clock", "real"],
        ];
        for command in commands {
            let told = machine.refuses(command).await;
            assert!(told.contains("run `whetstone migrate`"), "{command:?}: {told}");
        }
        machine.does(&["migrate"]).await;
        machine.does(&["audit", "verify"]).await;
        let copies = std::fs::read_dir(machine.folder.path()).unwrap();
        let copies = copies.map(|entry| entry.unwrap().file_name().into_string().unwrap());
        let copies: Vec<_> = copies.filter(|name| name.contains(".before-")).collect();
        assert_eq!(copies.len(), usize::from(machine.url.starts_with("sqlite")), "{copies:?}");
        age(&machine).await;
        drop(machine.serve(&[]).await);
        machine.does(&["audit", "verify"]).await;
        let newest = newest_schema().unwrap();
        let newer = format!("UPDATE _sqlx_migrations SET version = 9999 WHERE version = {newest}");
        change(&machine.url, newer).await;
        let commands: [&[&str]; 3] = [&["migrate"], &["serve"], &["audit", "verify"]];
        for command in commands {
            let told = machine.refuses(command).await;
            assert!(told.contains("install a newer one"), "{command:?}: {told}");
        }
        end(&machine).await;
    }
}

#[tokio::test]
async fn tables_of_another_program_are_left_alone() {
    for machine in machines() {
        machine.does(ADMIN).await;
        change(&machine.url, "DROP TABLE _sqlx_migrations".to_owned()).await;
        let told = machine.refuses(&["serve"]).await;
        assert!(told.contains("another program"), "{told}");
        end(&machine).await;
    }
}

#[tokio::test]
async fn a_server_with_other_uploads_is_refused() {
    for machine in machines() {
        machine.does(ADMIN).await;
        let apart = Machine { files: None, ..machine.beside() };
        for command in [&["serve"][..], &["migrate"], &["backup", "copy"]] {
            let told = apart.refuses(command).await;
            assert!(told.contains("where the uploads of this database are"), "{told}");
        }
        machine.beside().does(&["migrate"]).await;
        end(&machine).await;
    }
}

/// The address of a database of PostgreSQL for a new user, who is nobody special.
async fn as_user(url: &str, name: &str) -> String {
    let server = test_database::postgres_url().unwrap();
    run_on_postgres(&server, format!("CREATE ROLE {name} LOGIN PASSWORD 'p+q'")).await;
    let (_, place) = url.split_once('@').unwrap();
    format!("postgres://{name}:p%2Bq@{place}")
}

#[tokio::test]
async fn whoever_serves_need_not_own_the_schema() {
    let Some(url) = test_database::postgres_url() else { return };
    let database = another_database(&url);
    let (owner, name) =
        (format!("owner_{}", std::process::id()), format!("server_{}", std::process::id()));
    let machine = Machine::new(&as_user(&database, &owner).await);
    let server = Machine { url: as_user(&database, &name).await, ..machine.beside() };
    let database = database.rsplit('/').next().unwrap();
    run_on_postgres(&url, format!("CREATE DATABASE {database} OWNER {owner}")).await;
    machine.does(ADMIN).await;
    let grants = machine.does(&["migrate", "--print-grants", &name]).await;
    run_on_postgres(&machine.url, grants).await;

    // It serves and writes, lines of the chain among the rest.
    drop(server.serve(&[]).await);
    server.does(&["account", "create-admin", "--name", "另", "--sign-in-name", "other"]).await;
    machine.does(&["audit", "verify"]).await;
    let mut conn = PgConnection::connect(&server.url).await.unwrap();
    for statement in [
        "UPDATE audit SET verb = 'other'",
        "DELETE FROM audit",
        "TRUNCATE audit",
        "ALTER TABLE audit DISABLE TRIGGER audit_is_final",
        "DROP TABLE person",
    ] {
        let refused = sqlx::query(statement).execute(&mut conn).await.unwrap_err().to_string();
        assert!(refused.contains("permission denied") || refused.contains("must be owner"));
    }
    drop(conn);

    age(&machine).await;
    for command in [&["serve"][..], &["migrate"]] {
        let told = server.refuses(command).await;
        assert!(told.contains("run `whetstone migrate` as its owner"), "{told}");
    }
    // The owner, who is no superuser, saves and restores.
    machine.does(&["migrate"]).await;
    let copy = machine.path("copy");
    machine.does(&["backup", copy.to_str().unwrap()]).await;
    run_on_postgres(&url, format!("DROP DATABASE {database} WITH (FORCE)")).await;
    run_on_postgres(&url, format!("CREATE DATABASE {database} OWNER {owner}")).await;
    let place = Machine { files: None, ..machine.beside() };
    place.does(&["restore", copy.to_str().unwrap()]).await;
    place.does(&["audit", "verify"]).await;
    drop_database(&machine.url).await;
    run_on_postgres(&url, format!("DROP ROLE {name}; DROP ROLE {owner}")).await;
}

#[tokio::test]
async fn a_database_on_another_machine_has_to_prove_itself() {
    let there = Machine::new("postgres://w:secret@db.example.invalid/whetstone");
    let told = there.refuses(&["serve"]).await;
    assert!(told.contains("sslmode=verify-full") && !told.contains("secret"), "{told}");
}
