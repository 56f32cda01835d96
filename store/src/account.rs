//! Accounts: who signs in by which name, with which password or code.

mod attempt;
mod factor;
mod session;

use chrono::{DateTime, Utc};
use domain::id::{AccountId, PersonId};

use crate::{
    Conn, StoreError, Tx,
    row::decoded,
    statement::{bound, sql, text},
};

pub use session::{NewAccountSession, OwnSession, Presence, SessionRow};

/// A sign-in as it is stored.
#[derive(Clone, Debug)]
pub struct Account {
    /// Key.
    pub id: AccountId,
    /// Whose it is.
    pub person_id: PersonId,
    /// The name typed at sign-in.
    pub sign_in_name: String,
    /// Argon2 string; none before activation, after a reset, and when the account is closed.
    pub password_hash: Option<String>,
    /// Since when the password is the same; none if nobody knows.
    pub password_since: Option<DateTime<Utc>>,
    /// Who issued the code that is good now; none for the program itself.
    pub activation_issuer_id: Option<PersonId>,
    /// When it was closed, if it was.
    pub closed_at: Option<DateTime<Utc>>,
    /// What the second factor is computed from, as hexadecimal text; none without one.
    pub factor_secret: Option<String>,
}

decoded! {
    Account: id, person_id, sign_in_name, password_hash, password_since, activation_issuer_id,
    closed_at, factor_secret
}

/// An account to be written.
#[derive(Clone, Debug)]
pub struct NewAccount<'a> {
    /// Whose it is.
    pub person_id: PersonId,
    /// The name typed at sign-in.
    pub sign_in_name: &'a str,
    /// Argon2 string, if there is a password already.
    pub password_hash: Option<&'a str>,
    /// Now.
    pub created_at: DateTime<Utc>,
}

/// A code with which a password can be set, once.
#[derive(Clone, Copy, Debug)]
pub struct NewCode<'a> {
    /// SHA-256 of the code.
    pub digest: &'a str,
    /// Until then it is good.
    pub until: DateTime<Utc>,
    /// Who issued it; none for the program itself.
    pub issuer: Option<PersonId>,
}

/// By what a password is changed.
#[derive(Clone, Copy, Debug)]
pub enum PasswordKey<'a> {
    /// By the one before: its hash.
    Old(AccountId, &'a str),
    /// By a code: its digest.
    Code(&'a str),
}

const COLUMNS: &str = "SELECT id, person_id, sign_in_name, password_hash, password_since, \
    activation_issuer_id, closed_at, factor_secret FROM account ";
const BY_NAME: &str = text![COLUMNS, "WHERE sign_in_name = $1"];
const BY_PERSON: &str = text![COLUMNS, "WHERE person_id = $1"];
const BY_ACTIVATION: &str = text![
    COLUMNS,
    "WHERE activation_digest = $1 AND activation_until > $2 ",
    "AND person_id NOT IN (SELECT id FROM person WHERE merged_into IS NOT NULL)"
];
const ADD: &str = "INSERT INTO account (person_id, sign_in_name, password_hash, password_since, \
    created_at) VALUES ($1, $2, $3, $4, $5) RETURNING id";
const CHANGE: &str = "UPDATE account SET password_hash = $1, password_since = $2, \
    activation_digest = NULL, activation_until = NULL, activation_issuer_id = NULL WHERE ";
const BY_OLD: &str = text![CHANGE, "id = $3 AND password_hash = $4 RETURNING id"];
const BY_CODE: &str =
    text![CHANGE, "activation_digest = $3 AND activation_until > $2 RETURNING id"];
const SET_ACTIVATION: &str = "UPDATE account SET activation_digest = $2, activation_until = $3, \
    activation_issuer_id = $4, closed_at = NULL WHERE id = $1";
const VOID: &str = "UPDATE account SET password_hash = NULL, password_since = NULL WHERE id = $1";
const CLOSE: &str = "UPDATE account SET password_hash = NULL, password_since = NULL, \
    activation_digest = NULL, activation_until = NULL, activation_issuer_id = NULL, \
    closed_at = $2 WHERE id = $1 AND closed_at IS NULL";
const PERSON: &str = "SELECT person_id FROM account WHERE id = $1";
const FIRST: &str = "SELECT id FROM account WHERE id > 0 ORDER BY id LIMIT 1";

impl Conn {
    /// The account of a sign-in name.
    pub async fn find_account(&mut self, name: &str) -> Result<Option<Account>, StoreError> {
        self.one(sql(BY_NAME).bind(name)).await
    }

    /// The account of a person.
    pub async fn find_account_of(
        &mut self,
        person: PersonId,
    ) -> Result<Option<Account>, StoreError> {
        self.one(sql(BY_PERSON).bind(person)).await
    }

    /// The account that an activation code is for, while the code is good.
    pub async fn find_activation(
        &mut self,
        digest: &str,
        now: DateTime<Utc>,
    ) -> Result<Option<Account>, StoreError> {
        self.one(sql(BY_ACTIVATION).bind(digest).bind(now)).await
    }

    /// Whether anybody has an account.
    pub async fn has_accounts(&mut self) -> Result<bool, StoreError> {
        let first: Option<i64> = self.one(sql(FIRST)).await?;
        Ok(first.is_some())
    }
}

impl Tx {
    /// Adds an account.
    pub async fn add_account(&mut self, account: &NewAccount<'_>) -> Result<AccountId, StoreError> {
        let a = account;
        let since = a.password_hash.map(|_| a.created_at);
        self.only(bound!(ADD; a.person_id, a.sign_in_name, a.password_hash, since, a.created_at))
            .await
    }

    /// Changes a password, the only way that there is: by the one before or by a code that is good.
    /// Every code is gone with it, and every session has ended. `None`: there is no such key.
    pub async fn change_password(
        &mut self,
        key: PasswordKey<'_>,
        hash: &str,
        now: DateTime<Utc>,
    ) -> Result<Option<AccountId>, StoreError> {
        let statement = match key {
            PasswordKey::Old(account, old) => bound!(BY_OLD; hash, now, account, old),
            PasswordKey::Code(digest) => bound!(BY_CODE; hash, now, digest),
        };
        let changed: Option<AccountId> = self.one(statement).await?;
        if let Some(account) = changed {
            self.end_sessions_of(account, now).await?;
        }
        Ok(changed)
    }

    /// Sets the one code with which the password can be set; a closed account is open again.
    pub async fn set_activation(
        &mut self,
        account: AccountId,
        code: &NewCode<'_>,
    ) -> Result<(), StoreError> {
        let c = code;
        self.run(bound!(SET_ACTIVATION; account, c.digest, c.until, c.issuer)).await
    }

    /// Makes a password void and ends every session; the account is whose it was.
    pub async fn remove_password(
        &mut self,
        account: AccountId,
        now: DateTime<Utc>,
    ) -> Result<(), StoreError> {
        self.run(sql(VOID).bind(account)).await?;
        self.end_sessions_of(account, now).await?;
        Ok(())
    }

    /// Closes an account: without password, code and sessions. `false`: it was closed before.
    pub async fn close_account(
        &mut self,
        account: AccountId,
        now: DateTime<Utc>,
    ) -> Result<bool, StoreError> {
        if !self.is_changed(sql(CLOSE).bind(account).bind(now)).await? {
            return Ok(false);
        }
        self.end_sessions_of(account, now).await?;
        // Nobody is left who could choose what comes by mail.
        let person = self.only(sql(PERSON).bind(account)).await?;
        self.remove_mail_address(person).await?;
        Ok(true)
    }
}
