//! The own account: which sessions run, and how to end them or the account.

use chrono::{DateTime, Utc};
use domain::{
    form::{Field, ProblemKind, Problems, Reader, Values},
    role::Role,
    rulebook::Rule,
};
use store::{Conn, Lock, OwnSession};

use super::{digest, password::password_field};
use crate::{
    ActionError, Actions, Call,
    grant::{check_stays, close},
    write::Scoped as _,
};

/// Roles that are reminded of an old password (`LAW-70`).
const REMINDED: &[Role] = &[Role::SystemAdministrator, Role::AuditAdministrator];

/// The own account.
#[derive(Clone, Debug)]
pub struct OwnAccount {
    /// The name typed at sign-in.
    pub sign_in_name: String,
    /// Since when the password is the same; none if nobody knows.
    pub password_since: Option<DateTime<Utc>>,
    /// The sessions that run, the one used last first.
    pub sessions: Vec<OwnSession>,
    /// The digest of the session that asks.
    pub here: String,
}

impl Actions {
    /// The own account, asked by the session of a token.
    pub async fn own_account(&self, call: &Call, token: &str) -> Result<OwnAccount, ActionError> {
        let actor = call.actor()?;
        let mut conn = self.store.read().await?;
        let account = conn.find_account_of(actor.person).await?.ok_or(ActionError::NotFound)?;
        Ok(OwnAccount {
            sign_in_name: account.sign_in_name,
            password_since: account.password_since,
            sessions: conn.list_own_sessions(actor.person, call.now).await?,
            here: digest(token),
        })
    }

    /// Ends every session of the own account, this one as well, and forgets its browsers.
    pub async fn end_own_sessions(&self, call: &Call) -> Result<(), ActionError> {
        let actor = call.actor()?;
        self.write(|tx| {
            async move {
                let account = tx.find_account_of(actor.person).await?;
                let account = account.ok_or(ActionError::NotFound)?;
                tx.lock(Lock::Account(account.id)).await?;
                tx.remove_known_browsers(account.id).await?;
                if tx.end_sessions_of(account.id, call.now).await? {
                    tx.log(call.entry("end_sessions", "account", &[]).on(account.id));
                }
                Ok(())
            }
            .scope_boxed()
        })
        .await
    }

    /// Closes the own account with its password; an office can open it again with a code.
    pub async fn close_own_account(&self, call: &Call, values: &Values) -> Result<(), ActionError> {
        let actor = call.actor()?;
        let account = self.store.read().await?.find_account_of(actor.person).await?;
        let account = account.ok_or(ActionError::NotFound)?;
        let mut reader = Reader::new(values);
        let typed = password_field(&mut reader, values, Field::Password);
        let Some(typed) = typed else { return Err(reader.problems.into()) };
        let attempt = &self.attempt(call, &account.sign_in_name).await?;
        let hash = account.password_hash.as_deref();
        if !self.hashing.verify(&attempt.place, &typed, hash).await? {
            return Err(Problems::one(Field::Password, ProblemKind::WrongPassword).into());
        }
        self.forgive(attempt).await?;
        self.write(|tx| {
            async move {
                check_stays(tx, call, actor.person).await?;
                close(tx, call, actor.person, &[]).await
            }
            .scope_boxed()
        })
        .await
    }
}

/// Since how many days the password is the same, where it is to be changed after so many.
pub(crate) async fn password_age(conn: &mut Conn, call: &Call) -> Result<Option<i64>, ActionError> {
    let actor = call.actor()?;
    if !actor.is_any(REMINDED) {
        return Ok(None);
    }
    let limit = conn.rulebook(call.today()).await?.get(Rule::PasswordReminderDays);
    let account = conn.find_account_of(actor.person).await?;
    let since = account.and_then(|account| account.password_since);
    let age = since.map(|since| (call.now - since).num_days());
    Ok(age.filter(|age| *age >= limit))
}
