//! A form that makes something makes it once, however often and however fast it is sent.
//!
//! Beside the form's token stands the digest of what was typed: the same again leads to what was
//! made, and what was corrected since is never lost in silence.

use domain::{
    form::{Field, ProblemKind, Problems, Values},
    role::Actor,
};
use sha2::{Digest as _, Sha256};
use store::Tx;

use crate::{ActionError, Call};

/// Fields that say nothing of what was typed.
const CARRIED: [&str; 2] = ["once", "revision"];

/// What is corrected by the form that made it has not been changed in another way since.
pub(crate) const FIRST_REVISION: i64 = 1;

/// What a form with a token has made before.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Sent {
    /// Nothing: it is sent for the first time.
    First,
    /// This, from the same words.
    Same(i64),
    /// This, from other words.
    Other(i64),
}

/// Asks what a form has made, and keeps others who send it at the same moment waiting.
///
/// The first statement of its transaction: of two at once the second sees what the first has made.
pub(crate) async fn sent(tx: &mut Tx, call: &Call, values: &Values) -> Result<Sent, ActionError> {
    let (token, person) = form_of(call.actor()?, values)?;
    let digest = digest_of(values);
    if tx.claim_once(token, person, &digest, call.now).await? {
        return Ok(Sent::First);
    }
    let (made, before) = tx.find_once(token, person).await?.ok_or(ActionError::WrongState)?;
    // A form of the time before digests were kept is taken for the same.
    let is_same = before.is_empty() || before == digest;
    Ok(if is_same { Sent::Same(made) } else { Sent::Other(made) })
}

/// Remembers what the form of a transaction has made, and from which words.
pub(crate) async fn made(
    tx: &mut Tx,
    call: &Call,
    values: &Values,
    id: i64,
) -> Result<(), ActionError> {
    let (token, person) = form_of(call.actor()?, values)?;
    Ok(tx.set_once(token, person, id, &digest_of(values)).await?)
}

fn form_of<'a>(actor: &Actor, values: &'a Values) -> Result<(&'a str, i64), ActionError> {
    match values.trimmed(Field::Once) {
        "" => Err(Problems::one(Field::Once, ProblemKind::Missing).into()),
        token => Ok((token, actor.person.0)),
    }
}

/// The digest of what was typed, each name and value with its length before it.
fn digest_of(values: &Values) -> String {
    let mut hasher = Sha256::new();
    for (name, value) in values.iter().filter(|(name, _)| !CARRIED.contains(name)) {
        for part in [name, value] {
            hasher.update(part.len().to_be_bytes());
            hasher.update(part.as_bytes());
        }
    }
    hex::encode(hasher.finalize())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_digest_is_of_what_was_typed_alone() {
        let typed = Values::default().with(Field::Title, "潮汐").with(Field::Once, "a");
        let again = Values::default()
            .with(Field::Title, "潮汐")
            .with(Field::Once, "b")
            .with(Field::Revision, "2");
        assert_eq!(digest_of(&typed), digest_of(&again));
        let corrected = Values::default().with(Field::Title, "潮汐能").with(Field::Once, "a");
        assert_ne!(digest_of(&typed), digest_of(&corrected));
    }
}
