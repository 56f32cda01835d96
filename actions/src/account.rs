//! Sign-in, sessions and sign-out.

mod factor;
mod first;
mod guard;
mod hashing;
mod own;
mod password;

use chrono::{DateTime, TimeDelta, Utc};
use domain::{
    access_log::{AccessBy, AccessKind, AccessResult},
    audit::{Doer, Entry},
    folding::folded,
    form::{Field, LINE_MAX, ProblemKind, Problems, Reader, Values},
    grant::OFFICES,
    role::Actor,
    rulebook::Rule,
};
use sha2::{Digest, Sha256};
use store::{Account, Conn, Lock, NewAccountSession, Presence};

pub use self::{factor::FactorOffer, own::OwnAccount, password::Activation};
use self::{guard::Attempt, password::password_field};
pub(crate) use self::{
    guard::{is_locked, name_source},
    hashing::Hashing,
    own::password_age,
};
use crate::{
    ActionError, Actions, Call,
    write::{Scoped as _, Write},
};

const TOUCH_SECONDS: i64 = 60;
/// Newest messages of which the sign-in tells those about the account.
const NEWS: i64 = 50;
/// A session that has just begun.
#[derive(Clone, Debug)]
pub struct SignedIn {
    /// What the cookie holds.
    pub token: String,
    /// What the browser brings along from now on: it has signed in.
    pub browser: String,
    /// Whether something about the account or its roles has not been read yet.
    pub has_news: bool,
}

/// Who is there.
#[derive(Clone, Debug)]
pub struct Present {
    /// The person with the grants that hold.
    pub actor: Actor,
    /// Messages that the person has not read.
    pub n_unread: i64,
    /// As [`Actions::edition`] would give it.
    pub edition: i64,
    /// Whether a second factor is to be set up before anything else.
    pub owes_factor: bool,
}

pub(crate) fn digest(token: &str) -> String {
    hex::encode(Sha256::digest(token.as_bytes()))
}

impl Actions {
    /// Checks name and password and begins a session.
    ///
    /// The attempt is counted before anything is compared: after five failures a name has to wait a
    /// quarter of an hour, whether it exists or not (`LAW-71`).
    pub async fn sign_in(&self, call: &Call, values: &Values) -> Result<SignedIn, ActionError> {
        let mut reader = Reader::new(values);
        let name = reader.text(Field::SignInName, 1, LINE_MAX);
        let password = password_field(&mut reader, values, Field::Password);
        let Some((name, password)) = name.zip(password) else { return Err(reader.problems.into()) };
        let signed_in = self.check_sign_in(call, &name, &password, values).await;
        if let Err(error) = &signed_in {
            self.note_refused(call, &name, error).await?;
        }
        signed_in
    }

    async fn check_sign_in(
        &self,
        call: &Call,
        name: &str,
        password: &str,
        values: &Values,
    ) -> Result<SignedIn, ActionError> {
        let attempt = &self.attempt(call, name).await?;
        let account = account_of(&mut self.store.read().await?, name).await?;
        let hash = account.as_ref().and_then(|account| account.password_hash.as_deref());
        // A hash takes its time: nobody waits for it.
        let matches = self.hashing.verify(&attempt.place, password, hash).await?;
        let wrong = || Problems::one(Field::Password, ProblemKind::WrongPassword).into();
        let Some((account, hash)) = account.as_ref().zip(hash).filter(|_| matches) else {
            return Err(wrong());
        };
        let signed_in = self.write_aside(|tx| {
            async move {
                tx.lock(Lock::Account(account.id)).await?;
                // The record of whoever has another account by now does not sign in any more.
                if tx.find_kept(account.person_id).await?.is_some() {
                    return Ok(None);
                }
                factor::check(tx, call, account.person_id, values).await?;
                self.begin_session(tx, call, account, hash, attempt).await
            }
            .scope_boxed()
        });
        signed_in.await?.ok_or_else(wrong)
    }

    /// Begins a session for a password that was right; none if it has changed meanwhile.
    async fn begin_session(
        &self,
        tx: &mut Write,
        call: &Call,
        account: &Account,
        hash: &str,
        attempt: &Attempt,
    ) -> Result<Option<SignedIn>, ActionError> {
        let Some(signed_in) = self.add_session(tx, call, account, hash).await? else {
            return Ok(None);
        };
        attempt.forgive(tx).await?;
        let doer = Doer::person(account.person_id, None);
        let mut entry = Entry::new(doer, call.now, "sign_in", "account").on(account.id);
        entry.client = Some(call.client.clone());
        tx.log(entry);
        let by = AccessBy::Account(account.id);
        tx.note_session(call, AccessKind::SignIn, by, AccessResult::Done).await?;
        Ok(Some(signed_in))
    }

    /// A session for an account with this password, if it has it; the browser is known from then on.
    async fn add_session(
        &self,
        tx: &mut Write,
        call: &Call,
        account: &Account,
        hash: &str,
    ) -> Result<Option<SignedIn>, ActionError> {
        let token = self.entropy.token() + &self.entropy.token();
        let hours = tx.rulebook(call.today()).await?.get(Rule::SessionHours);
        let session = NewAccountSession {
            digest: &digest(&token),
            account_id: account.id,
            password_hash: hash,
            device: &call.device,
            created_at: call.now,
            expires_at: call.now + TimeDelta::hours(hours),
        };
        if !tx.add_session(&session).await? {
            return Ok(None);
        }
        // One that nobody knows may have been planted.
        let browser = match &call.browser {
            Some(browser) if tx.has_known_browser(&digest(browser)).await? => browser.clone(),
            _ => self.entropy.token(),
        };
        tx.ensure_known_browser(&digest(&browser), account.id, call.now).await?;
        let messages = tx.list_messages(account.person_id, None, NEWS).await?;
        let has_news = messages.iter().any(|row| !row.is_read && row.message.is_about_account());
        Ok(Some(SignedIn { token, browser, has_news }))
    }

    /// The person of a session, with the grants that hold today; touches the session at most once
    /// a minute.
    pub async fn who_is(
        &self,
        token: &str,
        now: DateTime<Utc>,
    ) -> Result<Option<Present>, ActionError> {
        let digest = digest(token);
        let today = crate::local_date(now);
        let mut conn = self.store.read().await?;
        let Some(found) = conn.find_presence(&digest, now, today).await? else { return Ok(None) };
        let Presence { session, grants, standing_in, n_unread, edition, owes_factor } = found;
        let (person, name) = (session.person_id, session.name);
        let actor = Actor { person, name, grants, standing_in };
        let idle = now - session.touched_at;
        if idle >= TimeDelta::seconds(TOUCH_SECONDS) {
            let rules = conn.rulebook(today).await?;
            drop(conn);
            let limit =
                if actor.is_any(OFFICES) { Rule::OfficeIdleMinutes } else { Rule::IdleMinutes };
            // The row stays until it is swept: a form sent too late is still known to be whose.
            if idle > rules.minutes(limit) {
                return Ok(None);
            }
            let digest = &digest;
            self.write_aside(|tx| {
                async move { Ok(tx.touch_session(digest, now).await?) }.scope_boxed()
            })
            .await?;
        }
        Ok(Some(Present { actor, n_unread, edition, owes_factor }))
    }

    /// Ends a session. A form of another tab is still known to be whose, until it is swept.
    pub async fn sign_out(&self, call: &Call, token: &str) -> Result<(), ActionError> {
        let digest = &digest(token);
        self.write_aside(|tx| {
            async move {
                let Some(account) = tx.end_session(digest, call.now).await? else { return Ok(()) };
                let by = AccessBy::Account(account);
                tx.note_session(call, AccessKind::SignOut, by, AccessResult::Done).await
            }
            .scope_boxed()
        })
        .await
    }

    /// Whether nobody has an account yet: then the set-up page is shown.
    pub async fn is_empty(&self) -> Result<bool, ActionError> {
        Ok(!self.store.read().await?.has_accounts().await?)
    }

    /// A hash for a password that the program itself sets: demonstration accounts.
    pub async fn hash_password(&self, password: &str) -> Result<String, ActionError> {
        self.hashing.hash(&self.hashing.place()?, password).await
    }
}

/// The account of a sign-in name as it was typed: what looks the same is the same. An older one, which
/// was kept in lower case alone, comes first.
pub(crate) async fn account_of(
    conn: &mut Conn,
    typed: &str,
) -> Result<Option<Account>, ActionError> {
    let (lower, name) = (typed.to_lowercase(), folded(typed));
    match conn.find_account(&lower).await? {
        None if lower != name => Ok(conn.find_account(&name).await?),
        found => Ok(found),
    }
}
