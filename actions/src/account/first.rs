//! The first keepers, made on the command line: whoever is there holds the database anyway.

use chrono::{DateTime, TimeDelta, Utc};
use domain::{
    folding::folded,
    id::{AccountId, PersonId},
    record::Kind,
    role::{Grant, Role, Scope},
    rulebook::Rule,
};
use store::{Lock, NewAccount, NewCode, NewPerson, StoreError};

use super::{Activation, account_of, digest};
use crate::{
    ActionError, Actions, Call,
    record::fixed,
    tell::{tell_of_code, tell_of_role},
    write::{Scoped as _, Write},
};

impl Actions {
    /// Makes a system administrator, with no other role, and the one-time code for the password.
    ///
    /// Run again with the same two names it issues another code; the one before and the password
    /// are void then. Fails with [`ActionError::WrongState`] if somebody else has the sign-in name.
    pub async fn create_admin(
        &self,
        call: &Call,
        sign_in_name: &str,
        name: &str,
    ) -> Result<Activation, ActionError> {
        self.create_first(call, Role::SystemAdministrator, sign_in_name, name).await
    }

    /// The same for somebody of the city's office.
    pub async fn create_office(
        &self,
        call: &Call,
        sign_in_name: &str,
        name: &str,
    ) -> Result<Activation, ActionError> {
        self.create_first(call, Role::CityOffice, sign_in_name, name).await
    }

    async fn create_first(
        &self,
        call: &Call,
        role: Role,
        sign_in_name: &str,
        name: &str,
    ) -> Result<Activation, ActionError> {
        let sign_in_name = &folded(sign_in_name);
        let code = self.entropy.token();
        let digest = &digest(&code);
        let made = self.write(|tx| {
            async move {
                let account = match account_of(tx, sign_in_name).await? {
                    Some(account) => {
                        tx.lock(Lock::Person(account.person_id)).await?;
                        check_same(tx, call, account.person_id, role, name).await?;
                        tx.lock(Lock::Account(account.id)).await?;
                        tx.remove_password(account.id, call.now).await?;
                        tx.remove_known_browsers(account.id).await?;
                        account.id
                    }
                    None => add_keeper(tx, call, role, sign_in_name, name).await?,
                };
                issue(tx, call, account, digest).await
            }
            .scope_boxed()
        });
        Ok(Activation { until: made.await?, code })
    }
}

/// The account of a sign-in name is renewed for the person and role that it was made for alone.
async fn check_same(
    tx: &mut Write,
    call: &Call,
    person: PersonId,
    role: Role,
    name: &str,
) -> Result<(), ActionError> {
    let row = tx.find_person(person).await?.ok_or(ActionError::WrongState)?;
    let held = tx.list_held_grants(person, call.today()).await?;
    let is_same = row.merged_into.is_none()
        && row.name == name
        && held.iter().any(|held| held.grant.role == role);
    if !is_same {
        return Err(ActionError::WrongState);
    }
    tell_of_code(tx, call, &row).await
}

/// A person with one role and an account. No second keeper is asked, and the line says so.
async fn add_keeper(
    tx: &mut Write,
    call: &Call,
    role: Role,
    sign_in_name: &str,
    name: &str,
) -> Result<AccountId, ActionError> {
    let person = tx.add_person(&NewPerson { name, ..NewPerson::default() }).await?;
    let (scope, starts_on) = (Scope::Everything, call.today());
    let grant = Grant { role, scope, starts_on, ends_on: None };
    let key = tx.add_grant(person, &grant).await?.ok_or(ActionError::Stale)?;
    let record = fixed(tx, Kind::Grant, key).await?;
    let entry = call.entry("grant_alone", "person", &[]).on(person);
    tx.log(entry.moved("", role.as_str()).fixing(record));
    let row = tx.find_person(person).await?.ok_or(ActionError::NotFound)?;
    tell_of_role(tx, call, &row, role).await?;
    let account =
        NewAccount { person_id: person, sign_in_name, password_hash: None, created_at: call.now };
    let id = match tx.add_account(&account).await {
        Err(StoreError::Conflict) => return Err(ActionError::WrongState),
        other => other?,
    };
    let verb = if role == Role::CityOffice { "create_office" } else { "create_admin" };
    tx.log(call.entry(verb, "account", &[]).on(id));
    Ok(id)
}

async fn issue(
    tx: &mut Write,
    call: &Call,
    account: AccountId,
    digest: &str,
) -> Result<DateTime<Utc>, ActionError> {
    let days = tx.rulebook(call.today()).await?.get(Rule::ActivationDays);
    let until = call.now + TimeDelta::days(days);
    tx.set_activation(account, &NewCode { digest, until, issuer: None }).await?;
    tx.log(call.entry("issue_code", "account", &[]).on(account));
    Ok(until)
}
