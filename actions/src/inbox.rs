//! The inbox: messages to the signed-in person, and who has not read what must be read.

use chrono::TimeDelta;
use domain::{
    id::MessageId,
    inbox::MessageKind,
    role::{Actor, ORGANISERS},
    rulebook::Rule,
};
use store::{MessageRow, UnreadRow};

use crate::{ActionError, Actions, Call, Keyed, paged::KEYED_ASKED, write::Scoped as _};

/// Messages that must be read and have not been, the oldest first.
#[derive(Clone, Debug)]
pub struct UnreadPage {
    /// Of which kind; none: of all of them.
    pub kind: Option<MessageKind>,
    /// The messages.
    pub list: Keyed<UnreadRow, MessageId>,
}

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

    /// Marks a message of the caller as read.
    pub async fn read_message(&self, call: &Call, id: MessageId) -> Result<(), ActionError> {
        let actor = call.actor()?;
        self.write_aside(|tx| {
            async move { Ok(tx.set_message_read(id, actor.person, call.now).await?) }.scope_boxed()
        })
        .await
    }

    /// Marks all messages of the caller as read.
    pub async fn read_inbox(&self, call: &Call) -> Result<(), ActionError> {
        let actor = call.actor()?;
        self.write_aside(|tx| {
            async move { Ok(tx.set_messages_read(actor.person, call.now).await?) }.scope_boxed()
        })
        .await
    }

    /// Who has not read for some days what must be read, for the offices: the city's everybody, a
    /// county's those of its region.
    pub async fn unread(
        &self,
        call: &Call,
        kind: Option<MessageKind>,
        from: Option<MessageId>,
    ) -> Result<UnreadPage, ActionError> {
        let actor = call.allowed(may_read_unread)?;
        let reach = actor.reach(ORGANISERS);
        let mut conn = self.store.read().await?;
        let days = conn.rulebook(call.today()).await?.get(Rule::UnreadDays);
        let until = call.now - TimeDelta::days(days);
        let must = |it: &MessageKind| it.told().must_be_read && kind.is_none_or(|kind| kind == *it);
        let kinds: Vec<MessageKind> = MessageKind::ALL.iter().copied().filter(must).collect();
        let rows = conn.list_unread(&kinds, until, &reach, (from, KEYED_ASKED)).await?;
        Ok(UnreadPage { kind, list: Keyed::of(rows, |row| row.id) })
    }
}

/// Whether somebody looks who has not read what must be read.
fn may_read_unread(actor: &Actor) -> bool {
    actor.is_any(ORGANISERS)
}
