//! The command line.

mod audit;
mod backup;
mod copy;
mod deadline;
mod import;
mod machine_user;
mod migrate;
mod recompute;

use std::{io::Write as _, pin::Pin, process::ExitCode};

use actions::{Actions, Call, to_utc};
use app::PublicUrl;
use chrono::{DateTime, NaiveDateTime, Utc};
use clap::{Args, Parser, Subcommand};

use crate::{
    backup::BackupError,
    config::{Data, DemoPassword, Serve, StartError, clock, read_years},
    http,
    opening::May,
    sheet,
};

/// The training platform of a speakers' bureau (砺课).
#[derive(Parser, Debug)]
#[command(name = "whetstone", version, about)]
pub struct Cli {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand, Debug)]
enum Command {
    /// Serve the pages.
    Serve(Box<Serve>),
    /// Bring the database's schema up to date.
    Migrate(migrate::Migrate),
    /// Copy database and uploads into a folder, while the server runs.
    Backup(backup::Backup),
    /// Put a backup into an empty place.
    Restore(backup::Restore),
    /// Copy a database of SQLite into an empty one of PostgreSQL.
    Copy(copy::Copy),
    /// Demonstration data and clock.
    Demo(Demo),
    /// Accounts.
    Account(Account),
    /// Import a roster: show what it would do, then do it.
    Import(import::Import),
    /// Compute the results of an award cycle or a sitting again from its package, and compare.
    Recompute(recompute::Recompute),
    /// The first and the last day of a notice of so many working days.
    Deadline(deadline::Deadline),
    /// The audit chain.
    Audit(audit::Audit),
    /// Open a spreadsheet from the input under limits; used by the server itself.
    #[command(hide = true)]
    ReadSheet,
    /// Read the texts of slides from the input under limits; used by the server itself.
    #[command(hide = true)]
    ReadSlides,
}

#[derive(Args, Debug)]
struct Demo {
    #[command(flatten)]
    data: Data,
    #[command(flatten)]
    password: DemoPassword,
    #[command(subcommand)]
    what: DemoWhat,
}

#[derive(Subcommand, Debug)]
enum DemoWhat {
    /// Load the demonstration data into an empty database.
    Load,
    /// Load invented data of a whole city or province into an empty database, for measuring.
    Volume {
        /// `city` or `province`.
        #[arg(value_parser = |text: &str| {
            demo::Volume::parse(text).ok_or("`city` or `province`")
        })]
        volume: demo::Volume,
    },
    /// Load a city and a decided award with so many winners into an empty database, for measuring.
    #[command(hide = true)]
    Winners {
        /// How many.
        n: i64,
    },
    /// Read statements, a JSON text a line, and print those that scan a large table.
    #[command(hide = true)]
    Scans,
    /// Import the rosters of a province into an empty database, and print what that took.
    #[command(hide = true)]
    Rosters,
    /// Move the demonstration clock: `real`, an instant, or a local date and time.
    Clock {
        /// `real`, `2026-12-01T09:00` (local) or `2026-12-01T01:00:00Z`.
        set: String,
    },
}

#[derive(Args, Debug)]
struct Account {
    #[command(flatten)]
    data: Data,
    #[command(subcommand)]
    what: AccountWhat,
}

#[derive(Subcommand, Debug)]
enum AccountWhat {
    /// Make a system administrator, with no other role, and print the one-time link for the
    /// password. Run again with the same names, it prints another link, and the password is void.
    CreateAdmin(Keeper),
    /// The same for somebody of the city's office.
    CreateOffice(Keeper),
}

/// Whom an account is made for.
#[derive(Args, Debug)]
struct Keeper {
    /// The person's name.
    #[arg(long, env = "WHETSTONE_ADMIN_NAME")]
    name: String,
    /// The name typed at sign-in.
    #[arg(long, env = "WHETSTONE_ADMIN_SIGN_IN_NAME")]
    sign_in_name: String,
    /// The address that people type.
    #[arg(long, env = "WHETSTONE_PUBLIC_URL", default_value = "http://127.0.0.1:3000")]
    public_url: PublicUrl,
}

/// What a command ends with.
#[derive(Debug, thiserror::Error)]
pub(crate) enum CommandError {
    #[error(transparent)]
    Start(#[from] StartError),
    #[error(transparent)]
    Action(#[from] actions::ActionError),
    #[error(transparent)]
    Backup(#[from] BackupError),
    #[error("{0}")]
    Io(#[from] std::io::Error),
    #[error("{0}")]
    Said(String),
    /// A file cannot be read, or contradicts itself.
    #[error("{0}")]
    Unreadable(String),
    /// The command has said all there is to say.
    #[error("")]
    Silent,
}

/// Prints a line of a command's answer.
pub(crate) fn say(text: impl std::fmt::Display) -> std::io::Result<()> {
    writeln!(std::io::stdout().lock(), "{text}")
}

/// Runs one command. In a box, so that all of it is compiled with this crate, beside the pages, and
/// not with the binary after them.
pub fn run(cli: Cli) -> Pin<Box<dyn Future<Output = ExitCode>>> {
    Box::pin(run_command(cli))
}

async fn run_command(cli: Cli) -> ExitCode {
    let result = match cli.command {
        Command::Serve(serve) => run_server(*serve).await,
        Command::Migrate(command) => migrate::run(&command).await,
        Command::Backup(command) => backup::take(&command).await,
        Command::Restore(command) => backup::restore(&command).await,
        Command::Copy(command) => copy::run(&command).await,
        Command::Demo(demo) => run_demo(demo).await,
        Command::Account(account) => create_account(account).await,
        Command::Import(import) => import::run(import).await,
        Command::Recompute(command) => recompute::run(&command),
        Command::Deadline(command) => deadline::run(&command),
        Command::Audit(audit) => audit::run(audit).await,
        Command::ReadSheet => sheet::run(actions::sheet_answer).map_err(CommandError::from),
        Command::ReadSlides => sheet::run(actions::slides_answer).map_err(CommandError::from),
    };
    match result {
        Ok(()) => ExitCode::SUCCESS,
        Err(CommandError::Silent) => ExitCode::FAILURE,
        Err(CommandError::Unreadable(reason)) => {
            let _ = writeln!(std::io::stderr().lock(), "whetstone: {reason}");
            ExitCode::from(2)
        }
        Err(error) => {
            let _ = writeln!(std::io::stderr().lock(), "whetstone: {error}");
            ExitCode::FAILURE
        }
    }
}

/// A call by a user of the machine, who holds the database anyway; the chain names that user.
pub(crate) fn call() -> Call {
    Call::anonymous(clock()(), machine_user::client())
}

async fn run_server(serve: Serve) -> Result<(), CommandError> {
    let years = read_years(&serve.calendar)?;
    let listener = tokio::net::TcpListener::bind(serve.address).await?;
    let public_url = serve.check(listener.local_addr()?)?;
    let opened = serve.data.open_demo(May::Migrate, &serve.demo_password);
    let (opened, typesetter) = tokio::join!(opened, serve.typesetter());
    let (actions, demo, alone) = opened?;
    let actions = actions.with_calendar(years)?;
    actions.load_work_calendar().await?;
    if serve.demo && actions.is_empty().await? {
        demo.load(&call()).await?;
    }
    drop(alone);
    let password = actions.demonstration().await?;
    if password.is_some() && !serve.demo {
        return Err(StartError::DemoDatabase.into());
    }
    let state = serve.state(actions, public_url, typesetter)?;
    let watched = match serve.metrics_address {
        Some(address) => Some(tokio::net::TcpListener::bind(address).await?),
        None => None,
    };
    say(format_args!("listening on http://{}", listener.local_addr()?))?;
    if let Some(password) = password {
        say("demonstration accounts (sign-in name, what for):")?;
        for account in demo::DEMO_ACCOUNTS {
            say(format_args!("  {:<12} {}", account.sign_in_name, account.what_for))?;
        }
        say(format_args!("  password for all of them: {password}"))?;
    }
    http::serve(listener, watched, state).await;
    Ok(())
}

async fn run_demo(demo: Demo) -> Result<(), CommandError> {
    let (actions, loader, _alone) = demo.data.open_demo(May::SetUp, &demo.password).await?;
    match demo.what {
        DemoWhat::Load => {
            if !actions.is_empty().await? {
                return Err(CommandError::Said("the database is not empty".into()));
            }
            loader.load(&call()).await?;
            say(format_args!("password of all accounts: {}", loader.password()))?;
        }
        DemoWhat::Scans => print_scans(&loader).await?,
        DemoWhat::Rosters => print_rosters(&loader).await?,
        DemoWhat::Winners { n } => say(loader.load_winners(&call(), n).await?)?,
        DemoWhat::Volume { volume } => match loader.load_volume(&call(), volume).await {
            Err(actions::ActionError::WrongState) => {
                return Err(CommandError::Said("the database is not empty".into()));
            }
            result => {
                result?;
                say(format_args!("password of all accounts: {}", loader.password()))?;
            }
        },
        DemoWhat::Clock { set } => move_clock(&actions, &set).await?,
    }
    Ok(())
}

/// A line for each roster: what it lists, its rows, and milliseconds of preview, commit and the
/// longest wait of somebody else.
async fn print_rosters(demo: &demo::Demo) -> Result<(), CommandError> {
    for took in demo.measure_rosters(&call(), &import::reader()).await? {
        say(serde_json::json!({
            "kind": took.kind.as_str(),
            "rows": took.rows,
            "preview": took.preview.as_millis(),
            "commit": took.commit.as_millis(),
            "waited": took.waited.as_millis(),
        }))?;
    }
    Ok(())
}

/// Fails if a statement from the input reads a large table from end to end.
async fn print_scans(demo: &demo::Demo) -> Result<(), CommandError> {
    let mut is_clean = true;
    for line in std::io::stdin().lines() {
        let statement: String =
            serde_json::from_str(&line?).map_err(|e| CommandError::Said(e.to_string()))?;
        for step in demo.large_scans(&statement).await? {
            is_clean = false;
            say(format_args!("{step}: {statement}"))?;
        }
    }
    if is_clean { Ok(()) } else { Err(CommandError::Silent) }
}

async fn move_clock(actions: &Actions, set: &str) -> Result<(), CommandError> {
    let now = clock()();
    let target = parse_instant(set, now).ok_or_else(|| {
        CommandError::Said(format!("`{set}` is no instant: try 2026-12-01T09:00 or real"))
    })?;
    actions.set_demo_clock((target - now).num_seconds()).await?;
    Ok(())
}

/// An instant for the demonstration clock: `real` is now, a date and time without a zone is local.
pub fn parse_instant(text: &str, now: DateTime<Utc>) -> Option<DateTime<Utc>> {
    if text == "real" {
        return Some(now);
    }
    if let Ok(at) = DateTime::parse_from_rfc3339(text) {
        return Some(at.with_timezone(&Utc));
    }
    let local = NaiveDateTime::parse_from_str(text, "%Y-%m-%dT%H:%M").ok()?;
    Some(to_utc(local.date(), local.time()))
}

async fn create_account(account: Account) -> Result<(), CommandError> {
    let actions = account.data.open().await?;
    let (made, keeper) = match account.what {
        AccountWhat::CreateAdmin(it) => {
            (actions.create_admin(&call(), &it.sign_in_name, &it.name).await, it)
        }
        AccountWhat::CreateOffice(it) => {
            (actions.create_office(&call(), &it.sign_in_name, &it.name).await, it)
        }
    };
    let Keeper { sign_in_name, public_url, .. } = keeper;
    let activation = made.map_err(|error| match error {
        actions::ActionError::WrongState => CommandError::Said(format!(
            "the sign-in name `{sign_in_name}` is somebody else's, or has another role"
        )),
        other => other.into(),
    })?;
    say(format_args!("{public_url}/activate/{}", activation.code))?;
    say(format_args!("good once, until {}", activation.until.to_rfc3339()))?;
    Ok(())
}
