//! Attempts to sign in that are not known to be right, and browsers that have signed in before.

use chrono::{DateTime, Utc};
use domain::id::{AccountId, AttemptId};

use crate::{Conn, StoreError, Tx, driver::Each, statement::sql};

const ADD: &str = "INSERT INTO sign_in_attempt (source, at) VALUES ($1, $2) RETURNING id";
const COUNT: &str = "SELECT COUNT(*) FROM sign_in_attempt WHERE source = $1 AND at > $2";
const FORGIVE_ONE: &str = "DELETE FROM sign_in_attempt WHERE id = $1";
const FORGIVE: &str = "DELETE FROM sign_in_attempt WHERE source = $1";
const FORGIVE_ALL: &str = "DELETE FROM sign_in_attempt WHERE source = $1 OR source LIKE $1 || ':%'";
/// Whoever counts the same source waits until this transaction has ended.
const TURN: &str = "SELECT pg_advisory_xact_lock(hashtextextended($1, 0))";
const IS_KNOWN: &str = "SELECT COUNT(*) FROM known_browser k \
    JOIN account a ON a.id = k.account_id WHERE k.digest = $1 AND a.sign_in_name = $2";
const IS_ON_FILE: &str = "SELECT COUNT(*) FROM known_browser WHERE digest = $1";
const KNOW: &str = "INSERT INTO known_browser (digest, account_id, seen_at) VALUES ($1, $2, $3) \
    ON CONFLICT (digest, account_id) DO UPDATE SET seen_at = excluded.seen_at";
const FORGET_BROWSERS: &str = "DELETE FROM known_browser WHERE account_id = $1";

impl Conn {
    /// Attempts from a source since an instant.
    pub async fn count_attempts(
        &mut self,
        source: &str,
        since: DateTime<Utc>,
    ) -> Result<i64, StoreError> {
        self.only(sql(COUNT).bind(source).bind(since)).await
    }

    /// Whether a browser has signed in to the account of a name before.
    pub async fn is_browser_known(
        &mut self,
        digest: &str,
        sign_in_name: &str,
    ) -> Result<bool, StoreError> {
        let n: i64 = self.only(sql(IS_KNOWN).bind(digest).bind(sign_in_name)).await?;
        Ok(n > 0)
    }

    /// Whether a browser has signed in to any account before.
    pub async fn has_known_browser(&mut self, digest: &str) -> Result<bool, StoreError> {
        let n: i64 = self.only(sql(IS_ON_FILE).bind(digest)).await?;
        Ok(n > 0)
    }
}

impl Tx {
    /// Waits until nobody else counts or judges what has this name, such as the attempts of a
    /// source, and keeps others waiting until the end.
    ///
    /// `SQLite` has one writer, and this transaction is it.
    pub async fn take_turn(&mut self, name: &str) -> Result<(), StoreError> {
        if let Each::Sqlite(_) = self.each() {
            return Ok(());
        }
        self.run(sql(TURN).bind(name)).await
    }

    /// Counts an attempt, before it is known whether it is right.
    pub async fn add_attempt(
        &mut self,
        source: &str,
        at: DateTime<Utc>,
    ) -> Result<AttemptId, StoreError> {
        self.only(sql(ADD).bind(source).bind(at)).await
    }

    /// Takes one attempt back.
    pub async fn remove_attempt(&mut self, attempt: AttemptId) -> Result<(), StoreError> {
        self.run(sql(FORGIVE_ONE).bind(attempt)).await
    }

    /// Forgets the attempts of one source.
    pub async fn remove_attempts(&mut self, source: &str) -> Result<(), StoreError> {
        self.run(sql(FORGIVE).bind(source)).await
    }

    /// Forgets the attempts of a source and of all that begin with it and a colon; `false`: there
    /// were none.
    pub async fn remove_attempts_below(&mut self, source: &str) -> Result<bool, StoreError> {
        Ok(self.changed(sql(FORGIVE_ALL).bind(source)).await? > 0)
    }

    /// Notes that a browser has signed in to an account.
    pub async fn ensure_known_browser(
        &mut self,
        digest: &str,
        account: AccountId,
        now: DateTime<Utc>,
    ) -> Result<(), StoreError> {
        self.run(sql(KNOW).bind(digest).bind(account).bind(now)).await
    }

    /// Forgets every browser that has signed in to an account.
    pub async fn remove_known_browsers(&mut self, account: AccountId) -> Result<(), StoreError> {
        self.run(sql(FORGET_BROWSERS).bind(account)).await
    }
}
