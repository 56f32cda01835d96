//! Messages, stored as codes with parameters, and the forms that were sent once.

use chrono::{DateTime, Utc};
use domain::{
    id::{MessageId, PersonId},
    inbox::Message,
};

use crate::{Conn, StoreError, Tx, row::written, statement::sql};

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

const ADD: &str = "INSERT INTO message (person_id, body, created_at) VALUES ($1, $2, $3)";
const ADD_MANY: &str = "INSERT INTO message (person_id, body, created_at) \
    SELECT v.column1, v.column2, v.column3 FROM (";
const WITH_ACCOUNT: &str = ") AS v WHERE v.column1 IN (SELECT person_id FROM account)";
const LIST: &str = "SELECT id, body, created_at, read_at FROM message WHERE person_id = $1 \
    AND (CAST($3 AS BIGINT) IS NULL OR (created_at, id) <= \
        (SELECT k.created_at, k.id FROM message k WHERE k.id = $3)) \
    ORDER BY created_at DESC, id DESC LIMIT $2";
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

impl Tx {
    /// Sends a message.
    pub async fn add_message(
        &mut self,
        person: PersonId,
        message: &Message,
        at: DateTime<Utc>,
    ) -> Result<(), StoreError> {
        self.run(sql(ADD).bind(person).bind(written(message)?).bind(at)).await
    }

    /// Sends the same message to those of many people who have an account to read it.
    pub async fn add_messages(
        &mut self,
        people: &[PersonId],
        message: &Message,
        at: DateTime<Utc>,
    ) -> Result<(), StoreError> {
        let body = written(message)?;
        let rows = people.iter().map(|id| vec![id.into(), body.as_str().into(), at.into()]);
        self.run_rows(ADD_MANY, rows.collect(), WITH_ACCOUNT).await
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
