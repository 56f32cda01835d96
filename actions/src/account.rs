//! Sign-in, sign-out, passwords and activation.

mod hashing;

use chrono::{DateTime, TimeDelta, Utc};
use domain::{
    account::{PASSWORD_MAX, check_password},
    audit::{Doer, Entry},
    folding::folded,
    form::{Field, LINE_MAX, ProblemKind, Problems, Reader, Values},
    id::{AccountId, PersonId},
    record::Kind,
    role::{Actor, Grant, Role, Scope},
    rulebook::Rule,
};
use sha2::{Digest, Sha256};
use store::{Account, Conn, Lock, NewAccount, NewPerson, Presence, StoreError};

pub(crate) use self::hashing::Hashing;
use crate::{
    ActionError, Actions, Call,
    record::fixed,
    write::{Scoped as _, Write},
};

/// Failures of one address in a quarter of an hour after which it has to wait.
const ADDRESS_LIMIT: i64 = 100;
const TOUCH_SECONDS: i64 = 60;
/// A request for which nobody was reached is kept for so many days.
const UNCONFIRMED_DAYS: i64 = 30;
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

/// Who is there.
#[derive(Clone, Debug)]
pub struct Present {
    /// The person with the grants that hold.
    pub actor: Actor,
    /// Messages that the person has not read.
    pub n_unread: i64,
    /// As [`Actions::edition`] would give it.
    pub edition: i64,
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
        let name = reader.text(Field::SignInName, 1, LINE_MAX);
        let password = password_field(&mut reader, values, Field::Password);
        let Some((name, password)) = name.zip(password) else { return Err(reader.problems.into()) };
        let sources =
            [format!("name:{}", digest(&folded(&name))), format!("address:{}", call.client)];
        let mut conn = self.store.read().await?;
        check_attempts(&mut conn, call, &sources).await?;
        let account = account_of(&mut conn, &name).await?;
        drop(conn);
        let hash = account.as_ref().and_then(|account| account.password_hash.as_deref());
        // A hash takes its time: nobody waits for it.
        let matches = self.hashing.verify(&password, hash).await?;
        let (name, sources) = (&name, &sources);
        let signed_in = self.write_aside(|tx| {
            async move {
                check_attempts(tx, call, sources).await?;
                let now = account_of(tx, name).await?;
                let is_same = |now: &Account| now.password_hash.as_deref() == hash;
                let now = now.filter(|now| matches && is_same(now));
                if let Some(account) = closed_left_out(tx, now).await? {
                    tx.remove_attempts(&sources[0]).await?;
                    return Ok(Some(self.begin_session(tx, call, &account).await?));
                }
                for source in sources {
                    tx.add_attempt(source, call.now).await?;
                }
                Ok(None)
            }
            .scope_boxed()
        });
        let wrong = || Problems::one(Field::Password, ProblemKind::WrongPassword).into();
        signed_in.await?.ok_or_else(wrong)
    }

    async fn begin_session(
        &self,
        tx: &mut Write,
        call: &Call,
        account: &Account,
    ) -> Result<SignedIn, ActionError> {
        let token = self.add_session(tx, call, account.id).await?;
        let doer = Doer::person(account.person_id, None);
        let mut entry = Entry::new(doer, call.now, "sign_in", "account").on(account.id);
        entry.client = Some(call.client.clone());
        tx.log(entry);
        Ok(SignedIn { token })
    }

    /// A session for an account; gives its token.
    async fn add_session(
        &self,
        tx: &mut Write,
        call: &Call,
        account: AccountId,
    ) -> Result<String, ActionError> {
        let token = self.entropy.token() + &self.entropy.token();
        let hours = tx.rulebook(call.today()).await?.get(Rule::SessionHours);
        let expires_at = call.now + TimeDelta::hours(hours);
        tx.add_session(&digest(&token), account, call.now, expires_at).await?;
        Ok(token)
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
        let Presence { session, grants, n_unread, edition } = found;
        let actor = Actor { person: session.person_id, name: session.name, grants };
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
        Ok(Some(Present { actor, n_unread, edition }))
    }

    /// Ends a session. A form of another tab is still known to be whose, until it is swept.
    pub async fn sign_out(&self, call: &Call, token: &str) -> Result<(), ActionError> {
        let digest = &digest(token);
        self.write_aside(|tx| {
            async move { Ok(tx.end_session(digest, call.now).await?) }.scope_boxed()
        })
        .await
    }

    /// Changes the own password, ends every session of the account and begins a new one.
    pub async fn change_password(
        &self,
        call: &Call,
        values: &Values,
    ) -> Result<SignedIn, ActionError> {
        let actor = call.actor()?;
        let account = self.store.read().await?.find_account_of(actor.person).await?;
        let account = account.ok_or(ActionError::NotFound)?;
        let mut reader = Reader::new(values);
        let old = password_field(&mut reader, values, Field::OldPassword);
        let new = new_password(&mut reader, values, &account.sign_in_name);
        if let Some(old) = old
            && !self.hashing.verify(&old, account.password_hash.as_deref()).await?
        {
            reader.problems.add(Field::OldPassword, ProblemKind::WrongPassword);
        }
        let new = reader.problems.or(|| new)?;
        let hash = &self.hashing.hash(&new).await?;
        let account = &account;
        self.write(|tx| {
            async move {
                tx.lock(Lock::Account(account.id)).await?;
                let now = tx.find_account_of(actor.person).await?;
                // The old password was checked against what was on file then.
                if now.is_none_or(|now| now.password_hash != account.password_hash) {
                    let problem = Problems::one(Field::OldPassword, ProblemKind::WrongPassword);
                    return Err(problem.into());
                }
                tx.set_password(account.id, hash).await?;
                tx.end_sessions_of(account.id, call.now).await?;
                let token = self.add_session(tx, call, account.id).await?;
                tx.log(call.entry("change_password", "account", &[]).on(account.id));
                Ok(SignedIn { token })
            }
            .scope_boxed()
        })
        .await
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
        let hash = &self.hashing.hash(&password).await?;
        let account = &account;
        self.write(|tx| {
            async move {
                let used = tx.use_activation(&digest(code), call.now, hash).await?;
                if used != Some(account.id) {
                    return Err(ActionError::NotFound);
                }
                let doer = Doer::person(account.person_id, None);
                tx.log(Entry::new(doer, call.now, "activate", "account").on(account.id));
                self.begin_session(tx, call, account).await
            }
            .scope_boxed()
        })
        .await
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
        let sign_in_name = &folded(sign_in_name);
        let code = self.entropy.token();
        let digest = &digest(&code);
        let made = self.write(|tx| {
            async move {
                if account_of(tx, sign_in_name).await?.is_some() {
                    return Err(ActionError::WrongState);
                }
                let days = tx.rulebook(call.today()).await?.get(Rule::ActivationDays);
                let until = call.now + TimeDelta::days(days);
                let person = tx.add_person(&NewPerson { name, ..NewPerson::default() }).await?;
                give_first_roles(tx, call, person).await?;
                let account = NewAccount {
                    person_id: person,
                    sign_in_name,
                    password_hash: None,
                    activation_digest: Some(digest),
                    activation_until: Some(until),
                    created_at: call.now,
                };
                let id = match tx.add_account(&account).await {
                    Err(StoreError::Conflict) => return Err(ActionError::WrongState),
                    other => other?,
                };
                tx.log(call.entry("create_admin", "account", &[]).on(id));
                Ok(until)
            }
            .scope_boxed()
        });
        Ok(Activation { until: made.await?, code })
    }

    /// Whether nobody has an account yet: then the set-up page is shown.
    pub async fn is_empty(&self) -> Result<bool, ActionError> {
        Ok(!self.store.read().await?.has_accounts().await?)
    }

    /// A hash for a password that the program itself sets: demonstration accounts.
    pub async fn hash_password(&self, password: &str) -> Result<String, ActionError> {
        self.hashing.hash(password).await
    }

    /// Removes what ended a day ago: sessions, attempts, kept forms; and requests for which nobody
    /// was reached in a month.
    pub async fn sweep(&self, now: DateTime<Utc>) -> Result<(), ActionError> {
        let yesterday = now - TimeDelta::days(1);
        let mut conn = self.store.read().await?;
        let is_due = conn.has_session_due(yesterday).await?;
        let is_due = is_due || conn.has_kept_form_due(yesterday).await?;
        let month = now - TimeDelta::days(UNCONFIRMED_DAYS);
        let is_due = is_due || conn.has_request_source_due(yesterday, month).await?;
        drop(conn);
        if !is_due {
            return Ok(());
        }
        self.write_aside(|tx| {
            async move {
                tx.sweep_sessions(yesterday).await?;
                tx.sweep_kept_forms(yesterday).await?;
                Ok(tx.sweep_unconfirmed(yesterday, month).await?)
            }
            .scope_boxed()
        })
        .await
    }
}

/// Gives the first administrator the roles from which all others are given.
async fn give_first_roles(
    tx: &mut Write,
    call: &Call,
    person: PersonId,
) -> Result<(), ActionError> {
    for role in [Role::CityOffice, Role::SystemAdministrator] {
        let (scope, starts_on) = (Scope::Everything, call.today());
        let grant = Grant { role, scope, starts_on, ends_on: None };
        let key = tx.add_grant(person, &grant).await?.ok_or(ActionError::Stale)?;
        let record = fixed(tx, Kind::Grant, key).await?;
        let entry = call.entry("grant", "person", &[]).on(person);
        tx.log(entry.moved("", role.as_str()).fixing(record));
    }
    Ok(())
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

/// An account, unless its person was merged into one who has another: that one stands.
async fn closed_left_out(
    tx: &mut Write,
    account: Option<Account>,
) -> Result<Option<Account>, ActionError> {
    match account {
        Some(account) if tx.find_kept(account.person_id).await?.is_some() => Ok(None),
        account => Ok(account),
    }
}

/// Whether a name or an address has to wait after too many failures.
async fn check_attempts(
    conn: &mut Conn,
    call: &Call,
    sources: &[String; 2],
) -> Result<(), ActionError> {
    let rules = conn.rulebook(call.today()).await?;
    let since = call.now - rules.minutes(Rule::LockMinutes);
    let by_name = conn.count_attempts(&sources[0], since).await?;
    let by_address = conn.count_attempts(&sources[1], since).await?;
    if by_name >= rules.get(Rule::LockAfterFailures) || by_address >= ADDRESS_LIMIT {
        return Err(ActionError::TooMany);
    }
    Ok(())
}

/// A password as it was typed: blanks belong to it.
fn password_field(reader: &mut Reader<'_>, values: &Values, field: Field) -> Option<String> {
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
    let typed = values.get(Field::NewPassword);
    if let Err(kind) = check_password(typed, name) {
        return reader.refuse(Field::NewPassword, kind);
    }
    if values.get(Field::RepeatPassword) != typed {
        return reader.refuse(Field::RepeatPassword, ProblemKind::Different);
    }
    Some(typed.to_owned())
}
