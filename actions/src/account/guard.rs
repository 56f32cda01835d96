//! What stands before every check of a password or code: the attempt is counted first, so that of
//! many at once no more are checked than may fail.

use domain::{
    access_log::{AccessBy, AccessKind, AccessResult},
    folding::folded,
    id::AttemptId,
    rulebook::Rule,
};
use store::Conn;

use super::{digest, hashing::Place};
use crate::{
    ActionError, Actions, Call,
    write::{Scoped as _, Write},
};

/// Failures of one address in a quarter of an hour after which each of its attempts waits.
const ADDRESS_LIMIT: i64 = 100;

/// An attempt that is counted already, and has a place in the queue of hashes.
#[derive(Debug)]
pub(super) struct Attempt {
    /// What is counted for the name, by everybody or by a browser that has signed in before.
    source: String,
    /// What is counted for the address.
    of_address: AttemptId,
    pub(super) place: Place,
}

impl Attempt {
    /// The attempt was right: nothing counts against the name here, nor this one for the address.
    pub(super) async fn forgive(&self, tx: &mut Write) -> Result<(), ActionError> {
        tx.remove_attempts(&self.source).await?;
        Ok(tx.remove_attempt(self.of_address).await?)
    }
}

/// Under which name the attempts for an account are counted.
pub(crate) fn name_source(sign_in_name: &str) -> String {
    format!("name:{}", digest(&folded(sign_in_name)))
}

fn address_source(call: &Call) -> String {
    format!("address:{}", call.client)
}

impl Actions {
    /// Counts an attempt for a name, or refuses it: five failures lock a name for a quarter of an
    /// hour, whether it exists or not (`LAW-71`).
    ///
    /// What strangers fail with does not lock the name for a browser that has signed in before; it
    /// has failures of its own. An address with too many failures is slowed, not shut.
    pub(super) async fn attempt(&self, call: &Call, name: &str) -> Result<Attempt, ActionError> {
        let mut source = name_source(name);
        let mut conn = self.store.read().await?;
        let browser = call.browser.as_deref().map(digest);
        let mut is_known = false;
        if let Some(browser) = browser {
            is_known = conn.is_browser_known(&browser, &folded(name)).await?;
            if is_known {
                source = format!("{source}:{browser}");
            }
        }
        check_name(&mut conn, call, &source).await?;
        let is_slow = !is_known && is_over_limit(&mut conn, call).await?;
        drop(conn);
        if is_slow {
            self.hashing.wait_in_lane(&call.client).await?;
        }
        let place = self.hashing.place()?;
        let counted = &source;
        let of_address = self.write_aside(|tx| {
            async move {
                tx.take_turn(counted).await?;
                check_name(tx, call, counted).await?;
                tx.add_attempt(counted, call.now).await?;
                Ok(tx.add_attempt(&address_source(call), call.now).await?)
            }
            .scope_boxed()
        });
        let of_address = of_address.await?;
        Ok(Attempt { source, of_address, place })
    }

    /// Takes an attempt back that was right, where nothing else is written.
    pub(super) async fn forgive(&self, attempt: &Attempt) -> Result<(), ActionError> {
        self.write_aside(|tx| async move { attempt.forgive(tx).await }.scope_boxed()).await
    }

    /// Slows an address that has failed too often, before a code of it is looked at.
    pub(super) async fn slow_down(&self, call: &Call) -> Result<(), ActionError> {
        let is_slow = is_over_limit(&mut self.store.read().await?, call).await?;
        if is_slow { self.hashing.wait_in_lane(&call.client).await } else { Ok(()) }
    }

    /// Counts a code that is not good against the address.
    pub(super) async fn count_wrong_code(&self, call: &Call) -> Result<(), ActionError> {
        self.write_aside(|tx| {
            async move {
                tx.add_attempt(&address_source(call), call.now).await?;
                let (kind, result) = (AccessKind::SignIn, AccessResult::WrongCode);
                tx.note_session(call, kind, AccessBy::Nobody, result).await
            }
            .scope_boxed()
        })
        .await
    }
}

/// Whether a name is locked now: for everybody who has not signed in to it before.
pub(crate) async fn is_locked(
    conn: &mut Conn,
    call: &Call,
    source: &str,
) -> Result<bool, ActionError> {
    let rules = conn.rulebook(call.today()).await?;
    let since = call.now - rules.minutes(Rule::LockMinutes);
    Ok(conn.count_attempts(source, since).await? >= rules.get(Rule::LockAfterFailures))
}

async fn check_name(conn: &mut Conn, call: &Call, source: &str) -> Result<(), ActionError> {
    if is_locked(conn, call, source).await? { Err(ActionError::TooMany) } else { Ok(()) }
}

async fn is_over_limit(conn: &mut Conn, call: &Call) -> Result<bool, ActionError> {
    let since = call.now - conn.rulebook(call.today()).await?.minutes(Rule::LockMinutes);
    Ok(conn.count_attempts(&address_source(call), since).await? >= ADDRESS_LIMIT)
}
