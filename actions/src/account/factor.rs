//! The second factor: six digits of an app that change every half minute, and codes for who has
//! lost it.

use domain::{
    form::{Field, Once, ProblemKind, Problems, Reader, Values},
    grant::{FACTOR_KEEPERS, KEEPERS, OFFICES, may_demand_factor, may_keep_grants},
    id::PersonId,
    role::Role,
};
use sha2::{Digest as _, Sha256};
use store::{Account, Lock};
use totp_rs::{Builder, Secret, Totp};

use super::{digest, password::password_field};
use crate::{
    ActionError, Actions, Call,
    grant::person_of,
    tell::tell_of_factor,
    write::{Scoped as _, Write},
};

/// So many recovery codes are handed out.
const CODES: usize = 10;

/// What an app is told.
#[derive(Clone, Debug)]
pub struct FactorOffer {
    /// The secret as apps take it, for typing.
    pub secret: String,
    /// The same as an address that opens an app.
    pub link: String,
    /// Whether the account has a factor already.
    pub is_set: bool,
    /// How many recovery codes are left.
    pub n_codes: i64,
}

impl Actions {
    /// What an app is told by the form with this token; whoever does not know the token, which is
    /// kept nowhere, cannot guess the secret.
    pub async fn factor_offer(&self, call: &Call, once: &Once) -> Result<FactorOffer, ActionError> {
        let actor = call.actor()?;
        let mut conn = self.store.read().await?;
        let account = conn.find_account_of(actor.person).await?.ok_or(ActionError::NotFound)?;
        let n_codes = conn.count_recovery_codes(account.id).await?;
        let secret = Secret::from(secret_of(once)).to_base32();
        let name: String =
            form_urlencoded::byte_serialize(account.sign_in_name.as_bytes()).collect();
        let link = format!("otpauth://totp/Whetstone:{name}?secret={secret}&issuer=Whetstone");
        Ok(FactorOffer { secret, link, is_set: account.factor_secret.is_some(), n_codes })
    }

    /// Sets the second factor up, once the app shows its code; gives the recovery codes. The same
    /// form sent again gives the same ones.
    pub async fn set_factor(
        &self,
        call: &Call,
        values: &Values,
        once: &Once,
    ) -> Result<Vec<String>, ActionError> {
        let actor = call.actor()?;
        once.token()?;
        let secret = hex::encode(secret_of(once));
        let codes: Vec<String> = (0..CODES).map(|n| recovery_code(once, n)).collect();
        let (secret, kept) = (&secret, codes.iter().map(|code| digest(code)).collect::<Vec<_>>());
        let kept = &kept;
        self.write(|tx| {
            async move {
                let account = account_of(tx, actor.person).await?;
                match &account.factor_secret {
                    Some(before) if before == secret => return Ok(()),
                    Some(_) => return Err(ActionError::WrongState),
                    None => {}
                }
                let step = step_of(secret, call, values.trimmed(Field::FactorCode))?;
                let wrong = || Problems::one(Field::FactorCode, ProblemKind::WrongCode);
                let step = step.ok_or_else(wrong)?;
                tx.set_factor(account.id, secret, step, kept).await?;
                tx.log(call.entry("set_factor", "account", &[]).on(account.id));
                Ok(())
            }
            .scope_boxed()
        })
        .await?;
        Ok(codes)
    }

    /// Takes the own second factor away, with the password and a code.
    pub async fn remove_own_factor(&self, call: &Call, values: &Values) -> Result<(), ActionError> {
        let actor = call.actor()?;
        let account = self.store.read().await?.find_account_of(actor.person).await?;
        let account = account.ok_or(ActionError::NotFound)?;
        // It is gone already, and its page has no form any more.
        if account.factor_secret.is_none() {
            return Ok(());
        }
        let mut reader = Reader::new(values);
        let typed = password_field(&mut reader, values, Field::Password);
        let Some(typed) = typed else { return Err(reader.problems.into()) };
        let attempt = &self.attempt(call, &account.sign_in_name).await?;
        let hash = account.password_hash.as_deref();
        if !self.hashing.verify(&attempt.place, &typed, hash).await? {
            return Err(Problems::one(Field::Password, ProblemKind::WrongPassword).into());
        }
        self.write(|tx| {
            async move {
                let account = account_of(tx, actor.person).await?;
                check_account(tx, call, &account, values).await?;
                attempt.forgive(tx).await?;
                if tx.remove_factor(account.id).await? {
                    tx.log(call.entry("remove_factor", "account", &[]).on(account.id));
                }
                Ok(())
            }
            .scope_boxed()
        })
        .await
    }

    /// Takes the second factor from somebody who has lost the app and the codes.
    pub async fn remove_factor(&self, call: &Call, id: PersonId) -> Result<(), ActionError> {
        call.allowed(may_keep_grants)?;
        self.write(|tx| {
            async move {
                tx.lock(Lock::Person(id)).await?;
                let page = person_of(tx, call, id).await?;
                if !page.may_issue {
                    return Err(ActionError::Forbidden);
                }
                let account = account_of(tx, id).await?;
                if tx.remove_factor(account.id).await? {
                    tx.log(call.entry("remove_factor", "account", KEEPERS).on(account.id));
                    tell_of_factor(tx, call, &page.person).await?;
                }
                Ok(())
            }
            .scope_boxed()
        })
        .await
    }

    /// The offices of which a second factor is demanded.
    pub async fn factor_demands(&self, call: &Call) -> Result<Vec<Role>, ActionError> {
        call.allowed(may_demand_factor)?;
        Ok(self.store.read().await?.list_factor_demands().await?)
    }

    /// Says of which offices a second factor is demanded: who has none sets one up before anything
    /// else.
    pub async fn demand_factor(&self, call: &Call, values: &Values) -> Result<(), ActionError> {
        call.allowed(may_demand_factor)?;
        let is_ticked = |role: &&Role| values.has(Field::FactorRoles, role.as_str());
        let mut roles: Vec<Role> = OFFICES.iter().filter(is_ticked).copied().collect();
        roles.sort_unstable_by_key(|role| role.as_str());
        let roles = &roles;
        self.write(|tx| {
            async move {
                tx.take_turn("factor_demand").await?;
                if tx.list_factor_demands().await? == *roles {
                    return Ok(());
                }
                tx.set_factor_demands(roles).await?;
                let names: Vec<&str> = roles.iter().map(|role| role.as_str()).collect();
                let entry = call.entry("demand_factor", "account", FACTOR_KEEPERS);
                tx.log(entry.because(names.join(", ")));
                Ok(())
            }
            .scope_boxed()
        })
        .await
    }
}

/// Whether a form has the code that the account of a person needs now; without a second factor it
/// needs none.
pub(super) async fn check(
    tx: &mut Write,
    call: &Call,
    person: PersonId,
    values: &Values,
) -> Result<(), ActionError> {
    let account = tx.find_account_of(person).await?.ok_or(ActionError::NotFound)?;
    check_account(tx, call, &account, values).await
}

async fn check_account(
    tx: &mut Write,
    call: &Call,
    account: &Account,
    values: &Values,
) -> Result<(), ActionError> {
    let Some(secret) = &account.factor_secret else { return Ok(()) };
    let typed = values.trimmed(Field::FactorCode);
    if typed.is_empty() {
        return Err(Problems::one(Field::FactorCode, ProblemKind::Missing).into());
    }
    let is_right = match step_of(secret, call, typed)? {
        Some(step) => tx.use_factor_step(account.id, step).await?,
        None => tx.use_recovery_code(account.id, &digest(&typed.to_lowercase())).await?,
    };
    if is_right {
        Ok(())
    } else {
        Err(Problems::one(Field::FactorCode, ProblemKind::WrongCode).into())
    }
}

/// The account of a person, held until the end.
async fn account_of(tx: &mut Write, person: PersonId) -> Result<Account, ActionError> {
    let account = tx.find_account_of(person).await?.ok_or(ActionError::NotFound)?;
    tx.lock(Lock::Account(account.id)).await?;
    tx.find_account_of(person).await?.ok_or(ActionError::NotFound)
}

/// The half minute of which the code is, now or right before or after; none: it is of none.
fn step_of(secret: &str, call: &Call, typed: &str) -> Result<Option<i64>, ActionError> {
    let bytes = hex::decode(secret).map_err(internal)?;
    let totp: Totp = Builder::new().with_secret(bytes).build().map_err(internal)?;
    let now = u64::try_from(call.now.timestamp()).map_err(internal)?;
    let step = totp.check(typed, now);
    Ok(step.and_then(|step| i64::try_from(step).ok()))
}

fn internal(error: impl std::fmt::Display) -> ActionError {
    ActionError::Internal(error.to_string())
}

/// 160 bits of a form's token, as apps expect them.
fn secret_of(once: &Once) -> Vec<u8> {
    let digest = Sha256::digest(format!("second factor {}", once.as_str()).as_bytes());
    digest[..20].to_vec()
}

fn recovery_code(once: &Once, n: usize) -> String {
    let digest = Sha256::digest(format!("recovery code {n} {}", once.as_str()).as_bytes());
    let text = hex::encode(&digest[..8]);
    format!("{}-{}", &text[..8], &text[8..])
}
