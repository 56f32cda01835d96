//! How the program is started: every option is also an environment variable.

use std::{net::SocketAddr, path::PathBuf, sync::Arc, time::SystemTime};

use actions::{ActionError, Actions, Entropy, SheetReader};
use app::{Assets, Clock, Mailer, NotAPublicUrl, Proxies, PublicUrl, Settings, State, Typesetter};
use chrono::{DateTime, SubsecRound as _, Utc};
use clap::Args;
use domain::working_day::CalendarYear;
use ipnet::IpNet;
use leptos::config::LeptosOptions;

use crate::smtp::{self, NotAMailServer};

/// Where the data is.
#[derive(Args, Clone, Debug)]
pub struct Data {
    /// The database: `sqlite:PATH` or `postgres://…`; `sqlite:whetstone.db` in the data folder by
    /// default.
    #[arg(long, env = "DATABASE_URL")]
    pub database_url: Option<String>,
    /// The folder of database and uploads.
    #[arg(long, env = "WHETSTONE_DATA", default_value = "var")]
    pub data: PathBuf,
    /// The folder of uploads, which all servers of a database share; `files` in the data folder by
    /// default. `s3://BUCKET/FOLDER` is one in S3.
    #[arg(id = "file_place", long = "files", env = "WHETSTONE_FILES", value_name = "PLACE")]
    pub files: Option<String>,
}

/// How pages are served.
#[derive(Args, Clone, Debug)]
pub struct Serve {
    /// Where the data is.
    #[command(flatten)]
    pub data: Data,
    /// Address and port to listen on; port 0 takes a free one.
    #[arg(long, env = "WHETSTONE_ADDRESS", default_value = "127.0.0.1:3000")]
    pub address: SocketAddr,
    /// The address that people type; cookies are `Secure` if it begins with `https`. By default the
    /// address and port to listen on, which must then be this machine's own.
    #[arg(long, env = "WHETSTONE_PUBLIC_URL")]
    pub public_url: Option<PublicUrl>,
    /// Networks of proxies, such as `10.0.0.0/8`, whose `X-Forwarded-For` is believed; several stand
    /// one after the other, or with commas between them.
    #[arg(long, env = "WHETSTONE_TRUSTED_PROXY", value_delimiter = ',')]
    pub trusted_proxy: Vec<IpNet>,
    /// The folder of the built stylesheet, script and wasm; `site` beside the binary or beside its
    /// folder by default.
    #[arg(long, env = "WHETSTONE_SITE_ROOT")]
    pub site_root: Option<PathBuf>,
    /// The file with the hashes of their names; beside the binary by default.
    #[arg(long, env = "WHETSTONE_HASH_FILE")]
    pub hash_file: Option<PathBuf>,
    /// The program that sets papers as PDF; `whetstone-typeset` beside the binary by default.
    #[arg(long, env = "WHETSTONE_TYPESET", value_name = "PATH")]
    pub typeset: Option<PathBuf>,
    /// The folder in which it looks for fonts; the system's own by default.
    #[arg(long, env = "WHETSTONE_FONTS", value_name = "FOLDER")]
    pub fonts: Option<PathBuf>,
    /// The server that takes mails: `smtps://USER:PASSWORD@HOST`, `smtp://HOST:587?tls=required`, or
    /// `smtp://127.0.0.1:25` on this machine; no mail by default.
    #[arg(
        long,
        env = "WHETSTONE_SMTP",
        value_name = "URL",
        hide_env_values = true,
        requires = "mail_from"
    )]
    pub smtp: Option<String>,
    /// Who mails are from: `嘉兴市科协讲师团 <jst@example.org>`.
    #[arg(long, env = "WHETSTONE_MAIL_FROM", value_name = "SENDER")]
    pub mail_from: Option<String>,
    /// Address and port of `/metrics` for Prometheus, which everybody may read who can reach it;
    /// none by default.
    #[arg(long, env = "WHETSTONE_METRICS_ADDRESS")]
    pub metrics_address: Option<SocketAddr>,
    /// Demonstration mode: a banner, known accounts, a clock that can be moved.
    #[arg(long, env = "WHETSTONE_DEMO", value_parser = clap::builder::FalseyValueParser::new())]
    pub demo: bool,
    /// Demonstration mode also where others than this machine reach it.
    #[arg(long, env = "WHETSTONE_DEMO_IN_PUBLIC", value_parser = clap::builder::FalseyValueParser::new())]
    pub demo_in_public: bool,
    /// How the demonstration's accounts begin, if there are none yet.
    #[command(flatten)]
    pub demo_password: DemoPassword,
    /// The file to which the newest line of the audit chain is appended once an hour, for
    /// `audit verify --heads`; `heads` in the data folder by default. Best on another machine.
    #[arg(long, env = "WHETSTONE_HEADS")]
    pub heads: Option<PathBuf>,
    /// A year's days off and make-up workdays beside the year that ships with the program; several
    /// files stand one after the other, or with commas between them.
    #[arg(long, env = "WHETSTONE_CALENDAR", value_delimiter = ',')]
    pub calendar: Vec<PathBuf>,
}

/// The password of a demonstration that is loaded.
#[derive(Args, Clone, Debug)]
pub struct DemoPassword {
    /// The password of all accounts of a demonstration that is loaded now; a random one by default.
    #[arg(long, env = "WHETSTONE_DEMO_PASSWORD", hide_env_values = true)]
    pub demo_password: Option<String>,
}

/// What keeps the program from starting.
#[derive(Debug, thiserror::Error)]
pub enum StartError {
    /// Passwords must not travel in the clear.
    #[error("{0} is plain http on an address that is not this machine: use https")]
    PlainHttp(PublicUrl),
    /// The same, for whoever reaches the port itself.
    #[error(
        "{0} is listened on without https, and is not this machine's alone: listen on 127.0.0.1, or \
         put a proxy with https before it and name it with --public-url and --trusted-proxy"
    )]
    PlainListener(SocketAddr),
    /// Behind https, everybody would seem to be the proxy.
    #[error(
        "{0} is not this machine's alone, so a proxy stands before it: name its network with \
         --trusted-proxy, or everybody counts as one and the same client"
    )]
    NoTrustedProxy(SocketAddr),
    /// Where the public address is asked for, this is none.
    #[error("{0}")]
    PublicUrl(#[from] NotAPublicUrl),
    /// The demonstration's accounts are known to everybody.
    #[error(
        "demonstration mode is for this machine, and {0} is not: --demo-in-public if everybody may \
         try it out"
    )]
    DemoInPublic(PublicUrl),
    /// Whoever has seen the demonstration could sign in.
    #[error(
        "this database holds a demonstration, whose accounts and password others know: serve it with \
         --demo, or take another database"
    )]
    DemoDatabase,
    /// The built files are missing.
    #[error("the hash file {0} cannot be read: build with `make run` or name it")]
    NoHashFile(PathBuf),
    /// A file of a year's days off does not say what it should.
    #[error("{}: {reason}", file.display())]
    Calendar {
        /// Which file.
        file: PathBuf,
        /// What is wrong with it.
        reason: String,
    },
    /// Mails cannot be sent as was asked.
    #[error("mail: {0}")]
    Mail(#[from] NotAMailServer),
    /// The data folder cannot be made.
    #[error("the data folder cannot be used: {0}")]
    Folder(std::io::Error),
    /// There is no database to look at.
    #[error("there is no database {0}")]
    NoDatabase(String),
    /// The database was made by an older version of the program.
    #[error("the schema of the database is older than this program: run `whetstone migrate`")]
    OlderSchema,
    /// The same, and whoever serves may not change it.
    #[error(
        "the schema of the database is not the one of this program, and is not this user's to \
         change: run `whetstone migrate` as its owner"
    )]
    NotOwner,
    /// The database was made by a newer version of the program.
    #[error(
        "the database has migration {0}, which this program does not know: install a newer one"
    )]
    NewerSchema(i64),
    /// The database is in use for something else.
    #[error("the database holds tables of another program")]
    ForeignTables,
    /// Uploads would be looked for where they are not.
    #[error(
        "{0} is not where the uploads of this database are: share their folder among all servers, \
         and name it with `--files`"
    )]
    OtherFiles(String),
    /// The database or the file store does not work.
    #[error("{0}")]
    Action(#[from] ActionError),
    /// The database does not work.
    #[error("the database cannot be opened: {0}")]
    Store(#[from] store::StoreError),
}

impl Data {
    /// The database's address.
    pub fn url(&self) -> String {
        let default = || format!("sqlite:{}", self.data.join("whetstone.db").display());
        self.database_url.clone().unwrap_or_else(default)
    }
}

impl Serve {
    /// Whether the server may be started at this address, and how people call it.
    pub fn check(&self, listens: SocketAddr) -> Result<PublicUrl, StartError> {
        let public = match &self.public_url {
            Some(public) => public.clone(),
            None => PublicUrl::of_listener(listens)?,
        };
        let is_here = listens.ip().to_canonical().is_loopback();
        match (public.is_secure(), is_here, self.trusted_proxy.is_empty()) {
            (false, false, _) => return Err(StartError::PlainListener(listens)),
            (false, true, _) if !public.is_here() => return Err(StartError::PlainHttp(public)),
            (true, false, true) => return Err(StartError::NoTrustedProxy(listens)),
            (true, true, true) => tracing::warn!(
                "no --trusted-proxy is named: if a proxy stands before {listens}, everybody counts \
                 as one and the same client"
            ),
            _ => {}
        }
        if self.demo && !public.is_here() && !self.demo_in_public {
            return Err(StartError::DemoInPublic(public));
        }
        Ok(public)
    }

    /// What sets papers as PDF, if it and its fonts are there; else the log says what is missing.
    pub async fn typesetter(&self) -> Typesetter {
        let beside = || beside_binary().join("whetstone-typeset");
        let program = self.typeset.clone().unwrap_or_else(beside);
        let fonts = self.fonts.as_ref().map(|folder| folder.display().to_string());
        let words = fonts.map(|folder| vec!["--fonts".to_owned(), folder]).unwrap_or_default();
        let typesetter = Typesetter::Child(program, words);
        match typesetter.check().await {
            Ok(fonts) => {
                for font in fonts.lines() {
                    tracing::info!("papers are set in {font}");
                }
                typesetter
            }
            Err(reason) => {
                tracing::warn!("no papers can be made as PDF: {reason}");
                Typesetter::Missing
            }
        }
    }

    /// What carries mails, if any are sent.
    fn mailer(&self) -> Result<Option<Mailer>, NotAMailServer> {
        let Some((server, from)) = self.smtp.as_ref().zip(self.mail_from.as_ref()) else {
            return Ok(None);
        };
        smtp::mailer(server, from).map(Some)
    }

    /// What every handler shares.
    pub fn state(
        &self,
        actions: Actions,
        public_url: PublicUrl,
        typesetter: Typesetter,
    ) -> Result<State, StartError> {
        let hash_file = self.hash_file.clone().unwrap_or_else(|| beside_binary().join("hash.txt"));
        let site_root = self.site_root.clone().unwrap_or_else(site_of_binary);
        let sheets = std::env::current_exe().map_or(SheetReader::Here, |program| {
            SheetReader::Child(program, vec!["read-sheet".to_owned()])
        });
        let settings = Settings {
            public_url,
            proxies: Proxies::new(self.trusted_proxy.clone()),
            is_demo: self.demo,
            assets: assets(&site_root, &hash_file)?,
            sheets,
            typesetter,
            mailer: self.mailer()?,
            clock: clock(),
            entropy: entropy(),
            heads: Some(self.heads.clone().unwrap_or_else(|| self.data.data.join("heads"))),
        };
        Ok(State::new(actions, settings))
    }
}

/// Reads files of years' days off (`CAL-01`).
pub(crate) fn read_years(files: &[PathBuf]) -> Result<Vec<CalendarYear>, StartError> {
    let read = |file: &PathBuf| {
        let text = std::fs::read_to_string(file).map_err(|error| error.to_string());
        text.and_then(|text| serde_json::from_str(&text).map_err(|error| error.to_string()))
            .map_err(|reason| StartError::Calendar { file: file.clone(), reason })
    };
    files.iter().map(read).collect()
}

fn beside_binary() -> PathBuf {
    let folder = std::env::current_exe().ok().and_then(|exe| exe.parent().map(PathBuf::from));
    folder.unwrap_or_default()
}

/// Beside the binary in what is handed on, beside its folder where it was built.
fn site_of_binary() -> PathBuf {
    let handed_on = beside_binary().join("site");
    if handed_on.is_dir() { handed_on } else { beside_binary().join("../site") }
}

/// Names of the built files: `js: HASH`, `wasm: HASH`, `css: HASH`, a line each.
fn assets(site_root: &std::path::Path, hash_file: &std::path::Path) -> Result<Assets, StartError> {
    let absolute = std::path::absolute(hash_file).unwrap_or_else(|_| hash_file.to_owned());
    let hashes =
        std::fs::read_to_string(&absolute).map_err(|_| StartError::NoHashFile(absolute.clone()))?;
    let css = hashes
        .lines()
        .filter_map(|line| line.split_once(':'))
        .find(|(kind, _)| kind.trim() == "css")
        .map_or(String::new(), |(_, hash)| format!(".{}", hash.trim()));
    let leptos = LeptosOptions::builder()
        .output_name("whetstone")
        .site_root(site_root.display().to_string())
        .site_pkg_dir("pkg")
        .hash_files(true)
        .hash_file(std::sync::Arc::<str>::from(absolute.display().to_string()))
        .build();
    Ok(Assets { stylesheet: format!("/pkg/whetstone{css}.css"), leptos })
}

/// The real clock, to the microsecond: PostgreSQL keeps no more, and both databases keep the same.
#[expect(clippy::disallowed_methods, reason = "here, and nowhere else, the clock is asked")]
pub fn clock() -> Clock {
    Arc::new(|| DateTime::<Utc>::from(SystemTime::now()).trunc_subsecs(6))
}

/// The real randomness. A system that has none cannot hand out tokens.
pub fn entropy() -> Entropy {
    Entropy::new(|bytes| {
        if let Err(error) = getrandom::fill(bytes) {
            tracing::error!(%error, "the system has no randomness");
            std::process::abort();
        }
    })
}
