//! A form that makes something makes it once, however often and however fast it is sent.
//!
//! Beside the form's token stands the digest of what was typed: the same again leads to what was
//! made, and what was corrected since is never lost in silence.

use domain::form::{Once, Values};
use sha2::{Digest as _, Sha256};
use store::Tx;

use crate::{ActionError, Call};

/// What is corrected by the form that made it has not been changed in another way since.
pub(crate) const FIRST_REVISION: i64 = 1;

/// What a form with a token has made before.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Sent<Id> {
    /// Nothing: it is sent for the first time.
    First,
    /// This, from the same words.
    Same(Id),
    /// This, from other words.
    Other(Id),
}

/// Asks what a form has made, and keeps others who send it at the same moment waiting.
///
/// The first statement of its transaction: of two at once the second sees what the first has made.
pub(crate) async fn sent<Id: From<i64>>(
    tx: &mut Tx,
    call: &Call,
    values: &Values,
    once: &Once,
) -> Result<Sent<Id>, ActionError> {
    let (person, token) = (call.actor()?.person, once.token()?);
    let digest = digest_of(values);
    if tx.claim_once(token, person, &digest, call.now).await? {
        return Ok(Sent::First);
    }
    let (made, before) = tx.find_once(token, person).await?.ok_or(ActionError::WrongState)?;
    // A form of the time before digests were kept is taken for the same.
    let is_same = before.is_empty() || before == digest;
    Ok(if is_same { Sent::Same(made.into()) } else { Sent::Other(made.into()) })
}

/// What a form with a token has made before, where other words do not change it; `None`: it is sent
/// for the first time. Fails with [`ActionError::SentBefore`] where it made something from other words.
pub(crate) async fn made_before<Id: From<i64>>(
    tx: &mut Tx,
    call: &Call,
    values: &Values,
    once: &Once,
) -> Result<Option<Id>, ActionError> {
    match sent(tx, call, values, once).await? {
        Sent::First => Ok(None),
        Sent::Same(id) => Ok(Some(id)),
        Sent::Other(_) => Err(ActionError::SentBefore),
    }
}

/// Remembers what the form of a transaction has made, and from which words; gives what it has made.
pub(crate) async fn made<Id: Into<i64> + Copy>(
    tx: &mut Tx,
    call: &Call,
    values: &Values,
    once: &Once,
    id: Id,
) -> Result<Id, ActionError> {
    let (person, token) = (call.actor()?.person, once.token()?);
    tx.set_once(token, person, id.into(), &digest_of(values)).await?;
    Ok(id)
}

/// The digest of what was typed, each name and value with its length before it.
fn digest_of(values: &Values) -> String {
    let mut hasher = Sha256::new();
    for (name, value) in values.iter() {
        for part in [name, value] {
            hasher.update(part.len().to_be_bytes());
            hasher.update(part.as_bytes());
        }
    }
    hex::encode(hasher.finalize())
}

#[cfg(test)]
mod tests {
    use domain::form::Field;

    use super::*;

    #[test]
    fn the_digest_is_of_what_was_typed() {
        let typed = |text: &str| digest_of(&Values::default().with(Field::Title, text));
        assert_eq!(typed("潮汐"), typed("潮汐"));
        assert_ne!(typed("潮汐"), typed("潮汐能"));
    }
}
