//! `whetstone`: the binary.

use std::process::ExitCode;

use clap::Parser as _;
use server::command::{self, Cli};

#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

#[tokio::main]
#[expect(clippy::disallowed_methods, reason = "logging begins before the options are read")]
async fn main() -> ExitCode {
    let filter = tracing_subscriber::EnvFilter::try_from_env("WHETSTONE_LOG")
        .unwrap_or_else(|_| tracing_subscriber::EnvFilter::new("info,sqlx=warn"));
    let log = tracing_subscriber::fmt().with_env_filter(filter).with_writer(std::io::stderr);
    match std::env::var("WHETSTONE_LOG_FORMAT").as_deref() {
        Ok("json") => log.json().init(),
        _ => log.init(),
    }
    command::run(Cli::parse()).await
}
