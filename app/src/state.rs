//! What every handler shares: what people can do, how this server was started, and the time.

use std::sync::Arc;

use actions::{ActionError, Actions, Entropy, SheetReader};
use chrono::{DateTime, SubsecRound as _, TimeDelta, Utc};

use crate::page_cache::PageCache;

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
    /// Whether cookies are `Secure` with the `__Host-` prefix: on `https`.
    pub is_secure: bool,
    /// Demonstration mode.
    pub is_demo: bool,
    /// The built files.
    pub assets: Assets,
    /// Opens spreadsheets of unknown origin.
    pub sheets: SheetReader,
    /// Where the time comes from.
    pub clock: Clock,
    /// Where randomness comes from.
    pub entropy: Entropy,
}

/// What every handler shares.
#[derive(Clone)]
pub struct State {
    /// What people can do.
    pub actions: Actions,
    /// How this server was started.
    pub settings: Arc<Settings>,
    pub(crate) cache: Arc<PageCache>,
}

impl State {
    /// A server's state, with no page cached yet.
    pub fn new(actions: Actions, settings: Settings) -> Self {
        Self { actions, settings: Arc::new(settings), cache: Arc::default() }
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
