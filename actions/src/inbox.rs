//! The inbox: messages to the signed-in person.

use domain::id::MessageId;
use store::MessageRow;

use crate::{
    ActionError, Actions, Call,
    paged::{KEYED_ASKED, Keyed},
    write::Scoped as _,
};

impl Actions {
    /// A page of the messages of the caller, the newest first, or from one of them on.
    pub async fn inbox(
        &self,
        call: &Call,
        from: Option<MessageId>,
    ) -> Result<Keyed<MessageRow, MessageId>, ActionError> {
        let actor = call.actor()?;
        let mut conn = self.store.read().await?;
        let rows = conn.list_messages(actor.person, from, KEYED_ASKED).await?;
        Ok(Keyed::of(rows, |row| row.id))
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
