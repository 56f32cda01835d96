//! Messages, stored as codes with parameters, and the forms that were sent once.

use chrono::{DateTime, Utc};
use domain::{
    id::{MessageId, PersonId},
    inbox::{InMail, Message, MessageKind},
    role::Reach,
};

use crate::{
    Conn, StoreError, Tx,
    row::{decoded, written},
    statement::{bound, sql},
};

/// A message that somebody has not read, for an office.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UnreadRow {
    /// Key.
    pub id: MessageId,
    /// Who has not read it.
    pub person_id: PersonId,
    /// The name.
    pub name: String,
    /// What it says.
    pub message: Message,
    /// When it came.
    pub created_at: DateTime<Utc>,
}

decoded! { UnreadRow: id, person_id, name, message, created_at }

/// A message as its reader's inbox shows it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MessageRow {
    /// Key.
    pub id: MessageId,
    /// What it says.
    pub message: Message,
    /// When it came.
    pub created_at: DateTime<Utc>,
    /// Whether it was read.
    pub is_read: bool,
}

// The same to the same person at the same moment is one message, unless it was read meanwhile.
const ADD: &str = "INSERT INTO message (person_id, body, created_at, kind, topic) \
    SELECT $1, $2, $3, $4, $5 WHERE NOT EXISTS (SELECT 1 FROM message m \
    WHERE m.person_id = $1 AND m.created_at = $3 AND m.body = $2 AND m.read_at IS NULL)";
const ADD_MANY: &str = "INSERT INTO message (person_id, body, created_at, kind, topic) \
    SELECT v.column1, v.column2, v.column3, v.column4, v.column5 FROM (";
const WITH_ACCOUNT: &str = ") AS v WHERE v.column1 IN (SELECT person_id FROM account)";
const LIST: &str = "SELECT id, body, created_at, read_at FROM message WHERE person_id = $1 \
    AND (CAST($3 AS BIGINT) IS NULL OR (created_at, id) <= \
        (SELECT k.created_at, k.id FROM message k WHERE k.id = $3)) \
    ORDER BY created_at DESC, id DESC LIMIT $2";
const UNREAD: &str = "SELECT m.id, m.person_id, p.name, m.body AS message, m.created_at \
    FROM message m JOIN person p ON p.id = m.person_id \
    WHERE m.read_at IS NULL AND m.created_at <= $1 AND m.kind IN ";
const FROM: &str = "(SELECT created_at, id FROM message WHERE id = ";
const READ_ONE: &str = "UPDATE message SET read_at = $3 \
    WHERE id = $1 AND person_id = $2 AND read_at IS NULL";
const READ_ALL: &str = "UPDATE message SET read_at = $2 WHERE person_id = $1 AND read_at IS NULL";
const FIND_ONCE: &str =
    "SELECT thing_id, digest FROM form_once WHERE token = $1 AND person_id = $2";
const CLAIM_ONCE: &str = "INSERT INTO form_once (token, person_id, thing_id, digest, created_at) \
    VALUES ($1, $2, 0, $3, $4) ON CONFLICT (token) DO NOTHING";
const SET_ONCE: &str =
    "UPDATE form_once SET thing_id = $3, digest = $4 WHERE token = $1 AND person_id = $2";

type Columns = (MessageId, Message, DateTime<Utc>, Option<DateTime<Utc>>);

impl Conn {
    /// The newest messages of a person, or those from one of them on; at most so many.
    pub async fn list_messages(
        &mut self,
        person: PersonId,
        from: Option<MessageId>,
        limit: i64,
    ) -> Result<Vec<MessageRow>, StoreError> {
        let rows: Vec<Columns> = self.all(sql(LIST).bind(person).bind(limit).bind(from)).await?;
        Ok(rows.into_iter().map(message).collect())
    }

    /// These messages, the oldest first, from one of them on.
    pub async fn list_unread(
        &mut self,
        kinds: &[MessageKind],
        until: DateTime<Utc>,
        reach: &Reach,
        (from, limit): (Option<MessageId>, i64),
    ) -> Result<Vec<UnreadRow>, StoreError> {
        let kinds = kinds.iter().copied();
        let mut unread = sql(UNREAD).bind(until).list(kinds).within_regions("p.region_id", reach);
        if let Some(from) = from {
            unread = unread.push(" AND (m.created_at, m.id) >= ").push(FROM).value(from).push(")");
        }
        self.all(unread.push(" ORDER BY m.created_at, m.id LIMIT ").value(limit)).await
    }

    /// What a form with this token made, and the digest of what was typed then.
    pub async fn find_once(
        &mut self,
        token: &str,
        person: PersonId,
    ) -> Result<Option<(i64, String)>, StoreError> {
        self.one(sql(FIND_ONCE).bind(token).bind(person)).await
    }
}

fn message((id, message, created_at, read_at): Columns) -> MessageRow {
    MessageRow { id, message, created_at, is_read: read_at.is_some() }
}

/// What a message tells of, and by which topic it comes by mail; empty for what never does.
fn columns_of(message: &Message) -> (MessageKind, &'static str) {
    let kind = message.kind();
    let told = kind.told();
    let topic = if told.in_mail == InMail::Never { "" } else { told.topic.as_str() };
    (kind, topic)
}

impl Tx {
    /// Sends a message.
    pub async fn add_message(
        &mut self,
        person: PersonId,
        message: &Message,
        at: DateTime<Utc>,
    ) -> Result<(), StoreError> {
        let body = written(message)?;
        let (kind, topic) = columns_of(message);
        self.run(bound!(ADD; person, body, at, kind, topic)).await
    }

    /// Sends the same message to those of many people who have an account to read it.
    pub async fn add_messages(
        &mut self,
        people: &[PersonId],
        message: &Message,
        at: DateTime<Utc>,
    ) -> Result<(), StoreError> {
        let body = written(message)?;
        let (kind, topic) = columns_of(message);
        let row = |id: &PersonId| {
            vec![id.into(), body.as_str().into(), at.into(), kind.into(), topic.into()]
        };
        let rows = people.iter().map(row);
        self.run_rows(ADD_MANY, rows.collect(), WITH_ACCOUNT).await
    }

    /// Marks one message of a person as read.
    pub async fn set_message_read(
        &mut self,
        id: MessageId,
        person: PersonId,
        at: DateTime<Utc>,
    ) -> Result<(), StoreError> {
        self.run(sql(READ_ONE).bind(id).bind(person).bind(at)).await
    }

    /// Marks all messages of a person as read.
    pub async fn set_messages_read(
        &mut self,
        person: PersonId,
        at: DateTime<Utc>,
    ) -> Result<(), StoreError> {
        self.run(sql(READ_ALL).bind(person).bind(at)).await
    }

    /// Claims a form's token; `false`: the form was sent before. Whoever sends it at the same
    /// moment waits here for the end of this transaction.
    pub async fn claim_once(
        &mut self,
        token: &str,
        person: PersonId,
        digest: &str,
        at: DateTime<Utc>,
    ) -> Result<bool, StoreError> {
        self.is_changed(sql(CLAIM_ONCE).bind(token).bind(person).bind(digest).bind(at)).await
    }

    /// Remembers what a claimed form made, and from which words.
    pub async fn set_once(
        &mut self,
        token: &str,
        person: PersonId,
        thing: i64,
        digest: &str,
    ) -> Result<(), StoreError> {
        self.run(sql(SET_ONCE).bind(token).bind(person).bind(thing).bind(digest)).await
    }
}
