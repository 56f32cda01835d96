//! What every handler shares: what people can do, how this server was started, and the time.

use std::sync::{Arc, Mutex, PoisonError};

use actions::{ActionError, Actions, Entropy, SheetReader};
use chrono::{DateTime, NaiveDate, SubsecRound as _, TimeDelta, Utc};
use domain::rulebook::RuleHistory;

use crate::{
    client::Proxies, form::Budget, mail::Mailer, public_url::PublicUrl, typeset::Typesetter,
};

/// Where the time comes from.
pub type Clock = Arc<dyn Fn() -> DateTime<Utc> + Send + Sync>;

/// The built files that pages name.
#[derive(Clone, Debug)]
pub struct Assets {
    /// Address of the stylesheet.
    pub stylesheet: String,
    /// How the islands' script and wasm are named.
    pub leptos: leptos::config::LeptosOptions,
}

/// How this server was started.
#[derive(Clone)]
pub struct Settings {
    /// The address that people type: on `https`, cookies are `Secure` with the `__Host-` prefix.
    pub public_url: PublicUrl,
    /// The proxies whose word is taken for where a request comes from.
    pub proxies: Proxies,
    /// Demonstration mode.
    pub is_demo: bool,
    /// The built files.
    pub assets: Assets,
    /// Opens spreadsheets of unknown origin.
    pub sheets: SheetReader,
    /// Carries messages by mail; none: this site sends none.
    pub mailer: Option<Mailer>,
    /// Sets papers as PDF.
    pub typesetter: Typesetter,
    /// Where the time comes from.
    pub clock: Clock,
    /// Where randomness comes from.
    pub entropy: Entropy,
    /// The file in which heads of the audit chain are kept, if they are.
    pub heads: Option<std::path::PathBuf>,
}

/// The rules of an edition of the database, once somebody has asked for them.
type KnownRules = Arc<Mutex<Option<(i64, Arc<RuleHistory>)>>>;

/// What every handler shares.
#[derive(Clone)]
pub struct State {
    /// What people can do.
    pub actions: Actions,
    /// How this server was started.
    pub settings: Arc<Settings>,
    /// The rules, as they are in an edition of the database.
    rules: KnownRules,
    /// How much room there is for files that come in.
    pub(crate) uploads: Budget,
}

impl State {
    /// A server's state.
    pub fn new(actions: Actions, settings: Settings) -> Self {
        Self {
            actions,
            settings: Arc::new(settings),
            rules: Arc::default(),
            uploads: Budget::default(),
        }
    }

    /// What public pages are right for now.
    pub(crate) async fn stamp(&self) -> Result<Stamp, ActionError> {
        let now = self.now().await?;
        Ok((self.actions.edition().await?, actions::local_date(now)))
    }

    /// The rules of every day, read once for each edition of the database.
    pub(crate) async fn rules(&self, edition: i64) -> Result<Arc<RuleHistory>, ActionError> {
        let known = || self.rules.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some((of, rules)) = &*known()
            && *of == edition
        {
            return Ok(Arc::clone(rules));
        }
        let rules = self.actions.rule_history().await?;
        *known() = Some((edition, Arc::clone(&rules)));
        Ok(rules)
    }

    /// Now, to the microsecond that both databases keep; in demonstration mode the clock can be
    /// moved.
    pub async fn now(&self) -> Result<DateTime<Utc>, ActionError> {
        let real = (self.settings.clock)().trunc_subsecs(6);
        if !self.settings.is_demo {
            return Ok(real);
        }
        Ok(real + TimeDelta::seconds(self.actions.demo_clock().await?))
    }
}

/// As long as the database is of this edition and the day is this one, what everybody may see is
/// the same.
pub(crate) type Stamp = (i64, NaiveDate);
