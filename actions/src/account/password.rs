//! Passwords: the one way to change them, by the old one or by a code.

use chrono::{DateTime, Datelike as _, Utc};
use domain::{
    access_log::{AccessBy, AccessKind, AccessResult},
    account::{PASSWORD_MAX, check_password},
    audit::{Doer, Entry},
    form::{Field, ProblemKind, Problems, Reader, Values},
    grant::may_issue_code,
};
use store::{Account, Conn, Lock, PasswordKey, PersonRow};

use super::{SignedIn, digest, factor, guard::name_source};
use crate::{
    ActionError, Actions, Call,
    grant::{actor_of, opens_account},
    lecturer_application::still_issues,
    my_information::{ConsentTexts, note_at_activation},
    write::{Scoped as _, Write},
};

/// A one-time code for setting a password.
#[derive(Clone, Debug)]
pub struct Activation {
    /// What the link holds.
    pub code: String,
    /// Until then it is good.
    pub until: DateTime<Utc>,
}

impl Actions {
    /// Changes the own password, ends every session of the account and begins a new one.
    pub async fn change_password(
        &self,
        call: &Call,
        values: &Values,
    ) -> Result<SignedIn, ActionError> {
        let actor = call.actor()?;
        let mut conn = self.store.read().await?;
        let account = conn.find_account_of(actor.person).await?.ok_or(ActionError::NotFound)?;
        let person = conn.find_person(actor.person).await?.ok_or(ActionError::NotFound)?;
        drop(conn);
        let mut reader = Reader::new(values);
        let old = password_field(&mut reader, values, Field::OldPassword);
        let new = new_password(&mut reader, values, call, &account, &person);
        let wrong = || Problems::one(Field::OldPassword, ProblemKind::WrongPassword);
        let Some(old) = old else { return Err(reader.problems.into()) };
        let attempt = &self.attempt(call, &account.sign_in_name).await?;
        let before = account.password_hash.as_deref();
        if !self.hashing.verify(&attempt.place, &old, before).await? {
            reader.problems.add(Field::OldPassword, ProblemKind::WrongPassword);
            return Err(reader.problems.into());
        }
        self.forgive(attempt).await?;
        let new = reader.problems.or(|| new)?;
        let hash = &self.hashing.hash(&attempt.place, &new).await?;
        let account = &account;
        let key = PasswordKey::Old(account.id, before.unwrap_or_default());
        self.write(|tx| {
            async move {
                tx.lock(Lock::Account(account.id)).await?;
                // The old password was checked against what was on file then.
                if !set_password(tx, call, account, key, hash).await? {
                    return Err(wrong().into());
                }
                tx.log(call.entry("change_password", "account", &[]).on(account.id));
                let signed_in = self.add_session(tx, call, account, hash).await?;
                signed_in.ok_or_else(|| wrong().into())
            }
            .scope_boxed()
        })
        .await
    }

    /// Whether an activation code is good: for which sign-in name, and whether the account has a
    /// second factor, which is asked as well.
    pub async fn activation(&self, call: &Call, code: &str) -> Result<(String, bool), ActionError> {
        let (account, _) = self.account_by_code(call, code).await?;
        Ok((account.sign_in_name, account.factor_secret.is_some()))
    }

    /// The account and person of a code that is good; one that is not counts against the address.
    async fn account_by_code(
        &self,
        call: &Call,
        code: &str,
    ) -> Result<(Account, PersonRow), ActionError> {
        self.slow_down(call).await?;
        let mut conn = self.store.read().await?;
        let found = good_code(&mut conn, call, code).await?;
        drop(conn);
        if found.is_none() {
            self.count_wrong_code(call).await?;
        }
        found.ok_or(ActionError::NotFound)
    }

    /// Sets a password with a code, once: every session and every attempt before it is over.
    pub async fn activate(
        &self,
        call: &Call,
        code: &str,
        values: &Values,
        texts: ConsentTexts<'_>,
    ) -> Result<SignedIn, ActionError> {
        let (account, person) = &self.account_by_code(call, code).await?;
        let mut reader = Reader::new(values);
        let password = new_password(&mut reader, values, call, account, person);
        let password = reader.problems.or(|| password)?;
        let place = self.hashing.place()?;
        let hash = &self.hashing.hash(&place, &password).await?;
        self.write(|tx| {
            async move {
                tx.lock(Lock::Person(account.person_id)).await?;
                tx.lock(Lock::Account(account.id)).await?;
                let good = good_code(tx, call, code).await?;
                let key = digest(code);
                let key = PasswordKey::Code(&key);
                if good.is_none() || !set_password(tx, call, account, key, hash).await? {
                    return Err(ActionError::NotFound);
                }
                factor::check(tx, call, account.person_id, values).await?;
                let doer = Doer::person(account.person_id, None);
                for verb in ["activate", "sign_in"] {
                    let mut entry = Entry::new(doer, call.now, verb, "account").on(account.id);
                    entry.client = Some(call.client.clone());
                    tx.log(entry);
                }
                let by = AccessBy::Account(account.id);
                tx.note_session(call, AccessKind::SignIn, by, AccessResult::Done).await?;
                note_at_activation(tx, call, account.person_id, values, texts).await?;
                let signed_in = self.add_session(tx, call, account, hash).await?;
                signed_in.ok_or(ActionError::NotFound)
            }
            .scope_boxed()
        })
        .await
    }
}

/// Changes a password and forgets every attempt for the name; `false`: the key is good no more.
async fn set_password(
    tx: &mut Write,
    call: &Call,
    account: &Account,
    key: PasswordKey<'_>,
    hash: &str,
) -> Result<bool, ActionError> {
    if tx.change_password(key, hash, call.now).await? != Some(account.id) {
        return Ok(false);
    }
    tx.remove_attempts_below(&name_source(&account.sign_in_name)).await?;
    Ok(true)
}

/// The account and person of a code that is good, and that its issuer may still issue.
async fn good_code(
    conn: &mut Conn,
    call: &Call,
    code: &str,
) -> Result<Option<(Account, PersonRow)>, ActionError> {
    let Some(account) = conn.find_activation(&digest(code), call.now).await? else {
        return Ok(None);
    };
    if !may_still_issue(conn, call, &account).await? {
        return Ok(None);
    }
    let person = conn.find_person(account.person_id).await?;
    Ok(person.map(|person| (account, person)))
}

/// Whether who has issued the code of an account may do so with the roles of today, the issuer's
/// and the person's. What the program itself has issued is good.
async fn may_still_issue(
    conn: &mut Conn,
    call: &Call,
    account: &Account,
) -> Result<bool, ActionError> {
    let Some(issuer) = account.activation_issuer_id else { return Ok(true) };
    let issuer = actor_of(conn, call, issuer, String::new()).await?;
    let held = conn.list_held_grants(account.person_id, call.today()).await?;
    let roles: Vec<_> = held.iter().map(|held| held.grant.role).collect();
    let person = conn.find_person(account.person_id).await?;
    let opens = match person.filter(|_| account.password_hash.is_none()) {
        Some(person) => opens_account(conn, &issuer, &person, &roles).await?,
        None => false,
    };
    Ok(opens
        || may_issue_code(&issuer, account.person_id, &roles)
        || still_issues(conn, &issuer, account.person_id, &roles).await?)
}

/// A password as it was typed: blanks belong to it.
pub(super) fn password_field(
    reader: &mut Reader<'_>,
    values: &Values,
    field: Field,
) -> Option<String> {
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

fn new_password(
    reader: &mut Reader<'_>,
    values: &Values,
    call: &Call,
    account: &Account,
    person: &PersonRow,
) -> Option<String> {
    let typed = values.get(Field::NewPassword);
    if let Err(kind) = check_password(typed, &account.sign_in_name) {
        return reader.refuse(Field::NewPassword, kind);
    }
    if is_guessable(typed, call, account, person) {
        return reader.refuse(Field::NewPassword, ProblemKind::GuessablePassword);
    }
    if values.get(Field::RepeatPassword) != typed {
        return reader.refuse(Field::RepeatPassword, ProblemKind::Different);
    }
    Some(typed.to_owned())
}

/// Whether a password is leaked, or made of what everybody knows of its owner (`LAW-70`).
fn is_guessable(password: &str, call: &Call, account: &Account, person: &PersonRow) -> bool {
    let year = call.today().year();
    let years: Vec<String> = (year - 1..=year + 1).map(|year| year.to_string()).collect();
    let mut known = vec![account.sign_in_name.as_str(), person.name.as_str(), "whetstone"];
    known.extend(person.phone.as_deref());
    known.extend(person.workplace.as_deref());
    known.extend(years.iter().map(String::as_str));
    zxcvbn::zxcvbn(password, &known).score() < zxcvbn::Score::Three
}
