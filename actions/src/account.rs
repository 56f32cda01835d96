//! Sign-in, sign-out, passwords and activation.

mod hashing;

use chrono::{DateTime, TimeDelta, Utc};
use domain::{
    account::{PASSWORD_MAX, check_password},
    audit::{Doer, Entry},
    form::{LINE_MAX, ProblemKind, Problems, Reader, Values},
    id::PersonId,
    role::{Actor, Grant, Role, Scope},
    rulebook::{Rule, Rulebook},
};
use sha2::{Digest, Sha256};
use store::{Account, NewAccount, NewPerson};

pub(crate) use self::hashing::Hashing;
use crate::{ActionError, Actions, Call};

/// Failures of one address in a quarter of an hour after which it has to wait.
const ADDRESS_LIMIT: i64 = 100;
const TOUCH_SECONDS: i64 = 60;
/// Roles whose idle sessions end sooner.
const OFFICES: &[Role] = &[
    Role::CityOffice,
    Role::CountyOffice,
    Role::ContentReviewer,
    Role::AuditAdministrator,
    Role::SystemAdministrator,
];

/// A session that has just begun.
#[derive(Clone, Debug)]
pub struct SignedIn {
    /// What the cookie holds.
    pub token: String,
}

/// A one-time code for setting the first password.
#[derive(Clone, Debug)]
pub struct Activation {
    /// What the link holds.
    pub code: String,
    /// Until then it is good.
    pub until: DateTime<Utc>,
}

pub(crate) fn digest(token: &str) -> String {
    hex::encode(Sha256::digest(token.as_bytes()))
}

impl Actions {
    /// Checks name and password and begins a session.
    ///
    /// After five failures a name has to wait a quarter of an hour, whether it exists or not
    /// (`LAW-71`).
    pub async fn sign_in(&self, call: &Call, values: &Values) -> Result<SignedIn, ActionError> {
        let mut reader = Reader::new(values);
        let name = reader.text("sign_in_name", 1, LINE_MAX);
        let password = password_field(&mut reader, values, "password");
        let Some((name, password)) = name.zip(password) else { return Err(reader.problems.into()) };
        let name = name.to_lowercase();
        let rules = self.rules(call).await?;
        let sources = [format!("name:{}", digest(&name)), format!("address:{}", call.client)];
        self.check_attempts(call, &sources, &rules).await?;
        let account = self.store.read().await?.find_account(&name).await?;
        let hash = account.as_ref().and_then(|account| account.password_hash.as_deref());
        let matches = self.hashing.verify(&password, hash).await?;
        if let Some(account) = account.filter(|_| matches) {
            return self.begin_session(call, &account, &sources[0], &rules).await;
        }
        let mut tx = self.store.begin().await?;
        for source in &sources {
            tx.add_attempt(source, call.now).await?;
        }
        tx.commit_unlogged().await?;
        Err(Problems::one("password", ProblemKind::WrongPassword).into())
    }

    async fn check_attempts(
        &self,
        call: &Call,
        sources: &[String; 2],
        rules: &Rulebook,
    ) -> Result<(), ActionError> {
        let since = call.now - rules.minutes(Rule::LockMinutes);
        let mut conn = self.store.read().await?;
        let by_name = conn.count_attempts(&sources[0], since).await?;
        let by_address = conn.count_attempts(&sources[1], since).await?;
        if by_name >= rules.get(Rule::LockAfterFailures) || by_address >= ADDRESS_LIMIT {
            return Err(ActionError::TooMany);
        }
        Ok(())
    }

    async fn begin_session(
        &self,
        call: &Call,
        account: &Account,
        source: &str,
        rules: &Rulebook,
    ) -> Result<SignedIn, ActionError> {
        let token = self.entropy.token() + &self.entropy.token();
        let expires_at = call.now + TimeDelta::hours(rules.get(Rule::SessionHours));
        let mut tx = self.store.begin().await?;
        tx.forgive(source).await?;
        tx.add_session(&digest(&token), account.id, call.now, expires_at).await?;
        let doer = Doer::person(PersonId(account.person_id), None);
        let mut entry = Entry::new(doer, call.now, "sign_in", "account").on(account.id);
        entry.client = Some(call.client.clone());
        tx.commit(entry, &self.entropy.token()).await?;
        Ok(SignedIn { token })
    }

    /// The person of a session, with the grants that hold today; touches the session at most once
    /// a minute.
    pub async fn who_is(
        &self,
        token: &str,
        now: DateTime<Utc>,
    ) -> Result<Option<Actor>, ActionError> {
        let digest = digest(token);
        let today = crate::local_date(now);
        let mut conn = self.store.read().await?;
        let Some(session) = conn.find_session(&digest, now).await? else { return Ok(None) };
        let grants = conn.list_grants(session.person_id, today).await?;
        let actor = Actor { person: session.person_id.into(), name: session.name, grants };
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
            let mut tx = self.store.begin().await?;
            tx.touch_session(&digest, now).await?;
            tx.commit_unlogged().await?;
        }
        Ok(Some(actor))
    }

    /// Ends a session. A form of another tab is still known to be whose, until it is swept.
    pub async fn sign_out(&self, call: &Call, token: &str) -> Result<(), ActionError> {
        let mut tx = self.store.begin().await?;
        tx.end_session(&digest(token), call.now).await?;
        Ok(tx.commit_unlogged().await?)
    }

    /// Changes the own password, ends every session of the account and begins a new one.
    pub async fn change_password(
        &self,
        call: &Call,
        values: &Values,
    ) -> Result<SignedIn, ActionError> {
        let actor = call.actor()?;
        let account = self.store.read().await?.find_account_of(actor.person.0).await?;
        let account = account.ok_or(ActionError::NotFound)?;
        let mut reader = Reader::new(values);
        let old = password_field(&mut reader, values, "old_password");
        let new = new_password(&mut reader, values, &account.sign_in_name);
        if let Some(old) = old
            && !self.hashing.verify(&old, account.password_hash.as_deref()).await?
        {
            reader.problems.add("old_password", ProblemKind::WrongPassword);
        }
        let new = reader.problems.or(|| new)?;
        let hash = self.hashing.hash(&new).await?;
        let rules = self.rules(call).await?;
        let token = self.entropy.token() + &self.entropy.token();
        let expires_at = call.now + TimeDelta::hours(rules.get(Rule::SessionHours));
        let mut tx = self.store.begin().await?;
        tx.set_password(account.id, &hash).await?;
        tx.end_sessions_of(account.id, call.now).await?;
        tx.add_session(&digest(&token), account.id, call.now, expires_at).await?;
        let entry = call.entry("change_password", "account", &[]).on(account.id);
        tx.commit(entry, &self.entropy.token()).await?;
        Ok(SignedIn { token })
    }

    /// Whether an activation code is good, and for which sign-in name.
    pub async fn activation(&self, call: &Call, code: &str) -> Result<String, ActionError> {
        let account = self.store.read().await?.find_activation(&digest(code), call.now).await?;
        Ok(account.ok_or(ActionError::NotFound)?.sign_in_name)
    }

    /// Sets the first password with an activation code, once.
    pub async fn activate(
        &self,
        call: &Call,
        code: &str,
        values: &Values,
    ) -> Result<SignedIn, ActionError> {
        let account = self.store.read().await?.find_activation(&digest(code), call.now).await?;
        let account = account.ok_or(ActionError::NotFound)?;
        let mut reader = Reader::new(values);
        let password = new_password(&mut reader, values, &account.sign_in_name);
        let password = reader.problems.or(|| password)?;
        let hash = self.hashing.hash(&password).await?;
        let rules = self.rules(call).await?;
        let mut tx = self.store.begin().await?;
        tx.set_password(account.id, &hash).await?;
        let doer = Doer::person(PersonId(account.person_id), None);
        let entry = Entry::new(doer, call.now, "activate", "account").on(account.id);
        tx.commit(entry, &self.entropy.token()).await?;
        self.begin_session(call, &account, "", &rules).await
    }

    /// Makes the first administrator and the one-time code for the password.
    ///
    /// Fails with [`ActionError::WrongState`] if the sign-in name is taken.
    pub async fn create_admin(
        &self,
        call: &Call,
        sign_in_name: &str,
        name: &str,
    ) -> Result<Activation, ActionError> {
        let rules = self.rules(call).await?;
        let sign_in_name = sign_in_name.trim().to_lowercase();
        if self.store.read().await?.find_account(&sign_in_name).await?.is_some() {
            return Err(ActionError::WrongState);
        }
        let code = self.entropy.token();
        let until = call.now + TimeDelta::days(rules.get(Rule::ActivationDays));
        let mut tx = self.store.begin().await?;
        let person = tx.add_person(&NewPerson { name, ..NewPerson::default() }).await?;
        for role in [Role::CityOffice, Role::SystemAdministrator] {
            let grant =
                Grant { role, scope: Scope::Everything, starts_on: call.today(), ends_on: None };
            tx.add_grant(person, &grant).await?;
        }
        let account = NewAccount {
            person_id: person,
            sign_in_name: &sign_in_name,
            password_hash: None,
            activation_digest: Some(&digest(&code)),
            activation_until: Some(until),
            created_at: call.now,
        };
        let id = tx.add_account(&account).await?;
        let entry = call.entry("create_admin", "account", &[]).on(id);
        tx.commit(entry, &self.entropy.token()).await?;
        Ok(Activation { code, until })
    }

    /// Whether nobody has an account yet: then the set-up page is shown.
    pub async fn is_empty(&self) -> Result<bool, ActionError> {
        Ok(!self.store.read().await?.has_accounts().await?)
    }

    /// A hash for a password that the program itself sets: demonstration accounts.
    pub async fn hash_password(&self, password: &str) -> Result<String, ActionError> {
        self.hashing.hash(password).await
    }

    /// The rules that hold at the time of a call.
    pub(crate) async fn rules(&self, call: &Call) -> Result<Rulebook, ActionError> {
        Ok(self.store.read().await?.rulebook(call.today()).await?)
    }

    /// Removes what ended a day ago: sessions, attempts, kept forms.
    pub async fn sweep(&self, now: DateTime<Utc>) -> Result<(), ActionError> {
        let mut tx = self.store.begin().await?;
        let yesterday = now - TimeDelta::days(1);
        tx.sweep_sessions(yesterday).await?;
        tx.sweep_kept_forms(yesterday).await?;
        Ok(tx.commit_unlogged().await?)
    }
}

/// A password as it was typed: blanks belong to it.
fn password_field(reader: &mut Reader<'_>, values: &Values, field: &'static str) -> Option<String> {
    let typed = values.get(field);
    if typed.is_empty() {
        return reader.refuse(field, ProblemKind::Missing);
    }
    let length = typed.chars().count();
    if length > PASSWORD_MAX {
        return reader.refuse(field, ProblemKind::TooLong { most: PASSWORD_MAX, typed: length });
    }
    Some(typed.to_owned())
}

fn new_password(reader: &mut Reader<'_>, values: &Values, name: &str) -> Option<String> {
    let typed = values.get("new_password");
    if let Err(kind) = check_password(typed, name) {
        return reader.refuse("new_password", kind);
    }
    if values.get("repeat_password") != typed {
        return reader.refuse("repeat_password", ProblemKind::Different);
    }
    Some(typed.to_owned())
}
