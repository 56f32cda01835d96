//! A form that makes something makes it once, however often and however fast it is sent.

use domain::{
    form::{ProblemKind, Problems},
    role::Actor,
};
use store::{StoreError, Tx};

use crate::{ActionError, Actions, Call};

/// Whether a form is sent for the first time.
pub(crate) enum Sent {
    /// It is: the transaction goes on.
    First(Tx),
    /// The same form, sent at the same moment, was faster: what it made.
    Before(i64),
}

impl Actions {
    /// What a form with this token made when it was sent first.
    pub(crate) async fn sent_before(
        &self,
        actor: &Actor,
        token: &str,
    ) -> Result<Option<i64>, ActionError> {
        if token.is_empty() {
            return Err(Problems::one("once", ProblemKind::Missing).into());
        }
        Ok(self.store.read().await?.find_once(token, actor.person.0).await?)
    }

    /// Remembers that a form with this token made something.
    pub(crate) async fn once(
        &self,
        mut tx: Tx,
        call: &Call,
        token: &str,
        made: i64,
    ) -> Result<Sent, ActionError> {
        let actor = call.actor()?;
        match tx.add_once(token, actor.person.0, made, call.now).await {
            Ok(()) => Ok(Sent::First(tx)),
            Err(StoreError::Conflict) => {
                drop(tx);
                let id = self.sent_before(actor, token).await?;
                id.map(Sent::Before).ok_or(ActionError::WrongState)
            }
            Err(error) => Err(error.into()),
        }
    }
}
