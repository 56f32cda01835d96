//! Verification by anybody (`CER-03`): an unknown number and a wrong name are answered alike, and of one
//! address so many ask in a day.

use domain::{
    certificate::{is_name, number_key, parse_verified},
    form::Values,
    rulebook::Rule,
};
use sha2::{Digest as _, Sha256};
use store::VerifiedRow;

use crate::{
    ActionError, Actions, Call,
    write::{Scoped as _, Write},
};

impl Actions {
    /// What anybody sees of the paper with the token of its code.
    pub async fn verified(&self, token: &str) -> Result<VerifiedRow, ActionError> {
        let found = self.store.read().await?.find_verified_by_token(token).await?;
        found.ok_or(ActionError::NotFound)
    }

    /// The token of the paper with a typed number and name; none where there is no such paper, or its
    /// name is another one.
    pub async fn verify(
        &self,
        call: &Call,
        values: &Values,
    ) -> Result<Option<String>, ActionError> {
        self.write_aside(|tx| {
            async move {
                let (number, name) = parse_verified(values)?;
                check_limit(tx, call).await?;
                let found = tx.find_verified_by_number(&number_key(&number)).await?;
                Ok(found.filter(|row| is_name(&row.name, &name)).map(|row| row.token))
            }
            .scope_boxed()
        })
        .await
    }

    /// The token of the paper whose PDF this is, to the last byte; none where it is of none.
    pub async fn verify_file(
        &self,
        call: &Call,
        bytes: &[u8],
    ) -> Result<Option<String>, ActionError> {
        let sha256 = &hex::encode(Sha256::digest(bytes));
        self.write_aside(|tx| {
            async move {
                check_limit(tx, call).await?;
                Ok(tx.find_verified_by_digest(sha256).await?.map(|row| row.token))
            }
            .scope_boxed()
        })
        .await
    }
}

/// [`ActionError::TooMany`] if as many were asked today from one address as requests may come of it.
async fn check_limit(tx: &mut Write, call: &Call) -> Result<(), ActionError> {
    if call.client.is_empty() {
        return Ok(());
    }
    let most = tx.rulebook(call.today()).await?.get(Rule::RequestsOfAddress);
    let source = format!("verify:{}", call.client);
    tx.add_request_source(&source, call.now).await?;
    let since = call.now - chrono::TimeDelta::days(1);
    if tx.count_requests_from(&source, since).await? > most {
        return Err(ActionError::TooMany);
    }
    Ok(())
}
