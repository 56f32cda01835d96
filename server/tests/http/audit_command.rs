//! `whetstone audit` as somebody at the machine runs it.

use std::{
    path::Path,
    process::{Command, Output},
};

fn whetstone(data: &Path, arguments: &[&str]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_whetstone"));
    command.args(arguments).env("WHETSTONE_DATA", data).env_remove("DATABASE_URL");
    command.output().unwrap()
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8(bytes.to_vec()).unwrap()
}

async fn change(data: &Path, statement: &'static str) {
    use sqlx::Connection as _;
    let url = format!("sqlite:{}", data.join("whetstone.db").display());
    let mut conn = sqlx::SqliteConnection::connect(&url).await.unwrap();
    sqlx::query(statement).execute(&mut conn).await.unwrap();
}

#[tokio::test]
async fn verifying_says_what_was_checked_and_fails_where_something_was_changed() {
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path();
    let nothing = whetstone(data, &["audit", "verify"]);
    assert_eq!(nothing.status.code(), Some(1));
    assert!(text(&nothing.stderr).contains("there is no database"));
    assert!(!data.join("whetstone.db").exists(), "looking makes nothing");

    let admin = ["account", "create-admin", "--name", "总管", "--sign-in-name", "chief"];
    assert!(whetstone(data, &admin).status.success());
    let sound = whetstone(data, &["audit", "verify"]);
    assert_eq!(sound.status.code(), Some(0), "{}", text(&sound.stderr));
    assert!(text(&sound.stdout).contains("grant checked: 1\n"), "{}", text(&sound.stdout));

    let head = text(&sound.stdout);
    let head = head.lines().next().unwrap();
    let (rows, hash) = head.split_once(" rows, head ").unwrap();
    let erase = ["audit", "erase-detail", rows, "--because", "本人依法申请删除"];
    assert!(whetstone(data, &erase).status.success());
    assert!(!whetstone(data, &erase).status.success(), "it is gone");
    assert_eq!(whetstone(data, &["audit", "verify"]).status.code(), Some(0));

    let heads = data.join("heads");
    let kept = format!("{rows} {hash} 2026-11-23T08:00:00Z\n999 {hash} 2026-11-24T08:00:00Z\n");
    std::fs::write(&heads, kept).unwrap();
    let cut = whetstone(data, &["audit", "verify", "--heads", heads.to_str().unwrap()]);
    assert_eq!(cut.status.code(), Some(1));
    assert!(text(&cut.stdout).contains("line 999 was kept, and is gone"), "{}", text(&cut.stdout));

    change(data, "UPDATE role_grant SET starts_on = '2020-01-01'").await;
    let changed = whetstone(data, &["audit", "verify"]);
    assert_eq!(changed.status.code(), Some(1));
    assert!(text(&changed.stdout).contains("grant 1 is not what was fixed by line"));

    change(data, "DELETE FROM _sqlx_migrations WHERE version = 51").await;
    let other = whetstone(data, &["audit", "verify"]);
    assert!(text(&other.stderr).contains("whetstone migrate"), "{}", text(&other.stderr));
}

#[tokio::test]
async fn the_chain_names_the_user_of_the_machine() {
    let folder = tempfile::tempdir().unwrap();
    let admin = ["account", "create-admin", "--name", "总管", "--sign-in-name", "chief"];
    assert!(whetstone(folder.path(), &admin).status.success());
    let office = ["account", "create-office", "--name", "周明远", "--sign-in-name", "zhou"];
    for command in [&admin, &office] {
        let made = whetstone(folder.path(), command);
        assert!(made.status.success(), "it may be run again: {}", text(&made.stderr));
        assert!(text(&made.stdout).contains("/activate/"));
    }
    let taken = ["account", "create-admin", "--name", "周明远", "--sign-in-name", "zhou"];
    assert!(!whetstone(folder.path(), &taken).status.success(), "one role each");
    let url = format!("sqlite:{}", folder.path().join("whetstone.db").display());
    let store = store::Store::connect(&url).await.unwrap();
    let lines = store
        .read()
        .await
        .unwrap()
        .list_audit(&store::AuditFilter::default(), 100, 10)
        .await
        .unwrap();
    let made = lines.iter().find(|line| line.verb == "create_admin").unwrap();
    assert!(made.client.as_deref().is_some_and(|client| client.starts_with("cli:")), "{made:?}");
    store.close().await;
}
