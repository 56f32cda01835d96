//! The inbox: messages to the signed-in person.

use store::MessageRow;

use crate::{ActionError, Actions, Call, write::Scoped as _};

const NEWEST: i64 = 100;

impl Actions {
    /// The newest messages of the caller.
    pub async fn inbox(&self, call: &Call) -> Result<Vec<MessageRow>, ActionError> {
        let actor = call.actor()?;
        Ok(self.store.read().await?.list_messages(actor.person, NEWEST).await?)
    }

    /// Marks all messages of the caller as read.
    pub async fn read_inbox(&self, call: &Call) -> Result<(), ActionError> {
        let actor = call.actor()?;
        self.write_aside(|tx| {
            async move { Ok(tx.set_messages_read(actor.person, call.now).await?) }.scope_boxed()
        })
        .await
    }
}
