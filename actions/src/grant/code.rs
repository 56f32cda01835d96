//! What an office does with an account: a code for its password, and opening, unlocking, closing it.

use chrono::{DateTime, TimeDelta, Utc};
use domain::{
    folding::folded,
    form::{Field, Once, ProblemKind, Problems, Reader, Values},
    grant::{ACCOUNT_OPENERS, KEEPERS, may_issue_code, may_keep_grants, may_open_accounts},
    id::{AccountId, PersonId},
    role::Role,
    rulebook::Rule,
};
use sha2::{Digest as _, Sha256};
use store::{Account, Lock, NewAccount, NewCode, PersonRow, StoreError};

use super::{PersonPage, check_stays, person_of};
use crate::{
    ActionError, Actions, Activation, Call,
    account::{account_of, digest, name_source},
    tell::tell_of_code,
    write::{Scoped as _, Write},
};

impl Actions {
    /// Issues a one-time code with which a person sets the password; a code before it is void.
    ///
    /// The password is void as well and every session has ended, unless `only_forgotten` says that
    /// nobody else knows it. Without an account yet, one is opened under the `sign_in_name` of the
    /// form; a closed one is open again. The same form sent again gives the same code.
    pub async fn issue_activation(
        &self,
        call: &Call,
        id: PersonId,
        values: &Values,
        once: &Once,
    ) -> Result<Activation, ActionError> {
        call.allowed(may_open_accounts)?;
        let new = &NewActivation::of(self, once, id.0);
        let issued = self.write(|tx| {
            async move {
                tx.lock(Lock::Person(id)).await?;
                let page = person_of(tx, call, id).await?;
                if !page.may_issue {
                    return Err(ActionError::Forbidden);
                }
                issue(tx, call, &page.person, (values, new), ACCOUNT_OPENERS).await
            }
            .scope_boxed()
        });
        Ok(Activation { until: issued.await?, code: new.code.clone() })
    }

    /// Unlocks an account to which too many have failed to sign in.
    pub async fn unlock_account(&self, call: &Call, id: PersonId) -> Result<(), ActionError> {
        call.allowed(may_keep_grants)?;
        self.write(|tx| {
            async move {
                person_of(tx, call, id).await?;
                let account = tx.find_account_of(id).await?.ok_or(ActionError::NotFound)?;
                tx.lock(Lock::Account(account.id)).await?;
                if tx.remove_attempts_below(&name_source(&account.sign_in_name)).await? {
                    tx.log(call.entry("unlock", "account", KEEPERS).on(account.id));
                }
                Ok(())
            }
            .scope_boxed()
        })
        .await
    }

    /// Closes the account of a person; a code opens it again.
    pub async fn close_account(&self, call: &Call, id: PersonId) -> Result<(), ActionError> {
        let actor = call.allowed(may_keep_grants)?;
        self.write(|tx| {
            async move {
                tx.lock(Lock::Person(id)).await?;
                let PersonPage { grants, .. } = person_of(tx, call, id).await?;
                let roles: Vec<Role> = grants.iter().map(|held| held.grant.role).collect();
                if !may_issue_code(actor, id, &roles) {
                    return Err(ActionError::Forbidden);
                }
                check_stays(tx, call, id).await?;
                close(tx, call, id, KEEPERS).await
            }
            .scope_boxed()
        })
        .await
    }
}

/// A code that is not issued yet.
pub(crate) struct NewActivation {
    /// What the link holds.
    pub(crate) code: String,
    /// What the database holds.
    digest: String,
}

impl NewActivation {
    /// The code of a form about a thing: the same form makes the same code, and a form about another
    /// thing another one, whatever token it sends.
    pub(crate) fn of(actions: &Actions, once: &Once, thing: i64) -> Self {
        let code = match once.as_str() {
            "" => actions.entropy.token(),
            once => code_of(once, thing),
        };
        Self { digest: digest(&code), code }
    }
}

/// Issues a code to a person whom the caller may issue one to, in one of these roles; gives until when
/// it is good. An account is opened where there is none.
pub(crate) async fn issue(
    tx: &mut Write,
    call: &Call,
    person: &PersonRow,
    (values, new): (&Values, &NewActivation),
    roles: &[Role],
) -> Result<DateTime<Utc>, ActionError> {
    let days = tx.rulebook(call.today()).await?.get(Rule::ActivationDays);
    let until = call.now + TimeDelta::days(days);
    let account = tx.find_account_of(person.id).await?;
    let issued = tx.find_activation(&new.digest, call.now).await?;
    if issued.is_some() && issued.map(|it| it.id) == account.as_ref().map(|it| it.id) {
        return Ok(until);
    }
    let account = match account {
        Some(account) => {
            tx.lock(Lock::Account(account.id)).await?;
            if values.get(Field::OnlyForgotten) != "yes" {
                void(tx, call, &account, roles).await?;
            }
            account.id
        }
        None => open_account(tx, call, person.id, values, roles).await?,
    };
    let code = NewCode { digest: &new.digest, until, issuer: Some(call.actor()?.person) };
    tx.set_activation(account, &code).await?;
    tx.log(call.entry("issue_code", "account", roles).on(account));
    tell_of_code(tx, call, person).await?;
    Ok(until)
}

/// Closes the account of a person, by the caller in one of these roles or by its owner. Closed once
/// more it stays closed.
pub(crate) async fn close(
    tx: &mut Write,
    call: &Call,
    person: PersonId,
    roles: &[Role],
) -> Result<(), ActionError> {
    let account = tx.find_account_of(person).await?.ok_or(ActionError::NotFound)?;
    tx.lock(Lock::Account(account.id)).await?;
    if tx.close_account(account.id, call.now).await? {
        tx.remove_known_browsers(account.id).await?;
        tx.log(call.entry("close", "account", roles).on(account.id));
    }
    Ok(())
}

/// Makes the password void that somebody else may know, with every session and known browser.
async fn void(
    tx: &mut Write,
    call: &Call,
    account: &Account,
    roles: &[Role],
) -> Result<(), ActionError> {
    tx.remove_password(account.id, call.now).await?;
    tx.remove_known_browsers(account.id).await?;
    if account.password_hash.is_some() {
        tx.log(call.entry("void_password", "account", roles).on(account.id));
    }
    Ok(())
}

/// The code of a form: whoever does not know the form's token, which is kept nowhere, cannot guess
/// it.
fn code_of(once: &str, thing: i64) -> String {
    let digest = Sha256::digest(format!("activation code {thing} {once}").as_bytes());
    hex::encode(&digest[..16])
}

/// Opens the account of a person under the `sign_in_name` of a form.
async fn open_account(
    tx: &mut Write,
    call: &Call,
    person: PersonId,
    values: &Values,
    roles: &[Role],
) -> Result<AccountId, ActionError> {
    let mut reader = Reader::new(values);
    let name = reader.text(Field::SignInName, 3, 60).map(|name| folded(&name));
    let name = reader.problems.or(|| name)?;
    if account_of(tx, &name).await?.is_some() {
        return Err(Problems::one(Field::SignInName, ProblemKind::NameTaken).into());
    }
    let account = NewAccount {
        person_id: person,
        sign_in_name: &name,
        password_hash: None,
        created_at: call.now,
    };
    let id = match tx.add_account(&account).await {
        Err(StoreError::Conflict) => return Err(ActionError::Stale),
        other => other?,
    };
    tx.log(call.entry("open", "account", roles).on(id));
    Ok(id)
}
