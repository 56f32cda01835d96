//! How the program is started: its options, and what it refuses to start with.

use chrono::DateTime;
use clap::CommandFactory as _;
use server::{
    command::{Cli, parse_instant},
    config::check_public_url,
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

#[test]
fn plain_http_is_for_this_machine_alone() {
    assert!(check_public_url("http://127.0.0.1:3000").is_ok());
    assert!(check_public_url("http://localhost").is_ok());
    assert!(check_public_url("https://example.invalid").is_ok());
    assert!(check_public_url("http://example.invalid").is_err());
    assert!(check_public_url("http://127.example.invalid:80/").is_err());
}
