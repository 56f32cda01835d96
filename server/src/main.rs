//! `whetstone`: the binary.

use std::{
    os::unix::process::CommandExt as _,
    process::{Command, ExitCode},
};

use clap::Parser as _;
use server::{
    command::{self, Cli},
    fault,
};

#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

/// After how many milliseconds the allocator gives memory back to the system.
const GIVE_BACK: (&str, &str) = ("MIMALLOC_PURGE_DELAY", "10");

fn main() -> ExitCode {
    // The allocator reads its settings once, before this line; so the program begins anew with
    // them (decision 0024). Where that is not possible, it needs more memory and works all the same.
    if std::env::var_os(GIVE_BACK.0).is_none()
        && let Ok(program) = std::env::current_exe()
    {
        let mut again = Command::new(program);
        again.args(std::env::args_os().skip(1)).env(GIVE_BACK.0, GIVE_BACK.1);
        let _not_possible = again.exec();
    }
    // What is written is of people: nobody else on the machine reads it.
    rustix::process::umask(rustix::fs::Mode::from_raw_mode(0o077));
    run()
}

#[tokio::main]
#[expect(clippy::disallowed_methods, reason = "logging begins before the options are read")]
async fn run() -> ExitCode {
    let filter = tracing_subscriber::EnvFilter::try_from_env("WHETSTONE_LOG")
        .unwrap_or_else(|_| tracing_subscriber::EnvFilter::new("info,sqlx=warn"));
    let log = tracing_subscriber::fmt().with_env_filter(filter).with_writer(std::io::stderr);
    match std::env::var("WHETSTONE_LOG_FORMAT").as_deref() {
        Ok("json") => log.json().init(),
        _ => log.init(),
    }
    std::panic::set_hook(Box::new(fault::note_panic));
    command::run(Cli::parse()).await
}
