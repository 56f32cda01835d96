//! How the program is started: its options, and what it refuses to start with.

use std::process::{Command, Output};

use chrono::DateTime;
use clap::{CommandFactory as _, Parser};
use server::{
    command::{Cli, parse_instant},
    config::{Serve, StartError},
};

#[test]
fn the_command_line_is_sound() {
    Cli::command().debug_assert();
}

#[test]
fn a_clock_is_set_in_local_time() {
    let now = DateTime::UNIX_EPOCH;
    let at = parse_instant("2026-12-01T09:00", now).map(|at| at.to_rfc3339());
    assert_eq!(at.as_deref(), Some("2026-12-01T01:00:00+00:00"));
    assert_eq!(parse_instant("real", now), Some(now));
    assert_eq!(parse_instant("tomorrow", now), None);
}

/// The options of `serve` alone.
#[derive(Parser)]
struct Options {
    #[command(flatten)]
    serve: Serve,
}

/// How a server calls itself that listens there with these options, or why it does not start.
fn start(listens: &str, options: &[&str]) -> Result<String, StartError> {
    let words = ["serve"].iter().chain(options);
    let Options { serve } = Options::try_parse_from(words).unwrap();
    serve.check(listens.parse().unwrap()).map(|public| public.to_string())
}

#[test]
fn plain_http_is_for_this_machine_alone() {
    let here = "127.0.0.1:3000";
    assert_eq!(start(here, &[]).unwrap(), "http://127.0.0.1:3000");
    assert_eq!(start("[::1]:4000", &[]).unwrap(), "http://[::1]:4000");
    let named = ["--public-url", "http://localhost:8080"];
    assert_eq!(start(here, &named).unwrap(), "http://localhost:8080");
    let elsewhere = ["--public-url", "http://example.invalid"];
    assert!(matches!(start(here, &elsewhere), Err(StartError::PlainHttp(_))));
    for listens in ["0.0.0.0:3000", "[::]:3000", "192.0.2.7:3000"] {
        assert!(matches!(start(listens, &[]), Err(StartError::PlainListener(_))), "{listens}");
        let refused = start(listens, &named);
        assert!(matches!(refused, Err(StartError::PlainListener(_))), "{listens}");
    }
    for no_site in ["example.org", "https://example.org/below", "ftp://example.org"] {
        assert!(Options::try_parse_from(["serve", "--public-url", no_site]).is_err(), "{no_site}");
    }
}

#[test]
fn behind_https_somebody_says_who_asks() {
    let site = ["--public-url", "https://example.org"];
    assert!(start("127.0.0.1:3000", &site).is_ok(), "with a warning");
    for listens in ["0.0.0.0:3000", "[2001:db8::1]:3000"] {
        let refused = start(listens, &site);
        assert!(matches!(refused, Err(StartError::NoTrustedProxy(_))), "{listens}");
        let named = [&site[..], &["--trusted-proxy", "10.0.0.0/8,fd00::/8"]].concat();
        assert_eq!(start(listens, &named).unwrap(), "https://example.org");
    }
    assert!(Options::try_parse_from(["serve", "--trusted-proxy", "10.0.0.0/40"]).is_err());
}

#[test]
fn a_demonstration_is_for_this_machine_unless_somebody_says_otherwise() {
    let site = ["--demo", "--public-url", "https://example.org"];
    let refused = start("127.0.0.1:3000", &site);
    assert!(matches!(refused, Err(StartError::DemoInPublic(_))), "{refused:?}");
    let open = [&site[..], &["--demo-in-public"]].concat();
    assert!(start("127.0.0.1:3000", &open).is_ok());
    assert!(start("127.0.0.1:3000", &["--demo"]).is_ok());
}

fn whetstone(folder: &std::path::Path, arguments: &[&str]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_whetstone"));
    command.args(arguments).env_remove("DATABASE_URL").env("WHETSTONE_DATA", folder);
    command.env("WHETSTONE_ADDRESS", "127.0.0.1:0").output().unwrap()
}

#[tokio::test]
async fn a_database_of_a_demonstration_is_not_served_as_one_of_real_people() {
    let folder = tempfile::tempdir().unwrap();
    let url = format!("sqlite:{}", folder.path().join("whetstone.db").display());
    let store = store::Store::open(&url).await.unwrap();
    let mut tx = store.begin().await.unwrap();
    tx.mark_demonstration("known-to-many").await.unwrap();
    tx.commit_unlogged().await.unwrap();
    let served = whetstone(folder.path(), &["serve"]);
    let said = String::from_utf8(served.stderr).unwrap();
    assert!(!served.status.success() && said.contains("holds a demonstration"), "{said}");
    let other = whetstone(folder.path(), &["audit", "verify"]);
    assert!(other.status.success(), "commands go on: {other:?}");
}
