//! What people ask about their own data.

use chrono::{DateTime, Utc};
use domain::{
    data_request::{DataRequestKind, DataRequestState},
    id::{DataRequestId, PersonId},
};

use crate::{
    Conn, StoreError, Tx,
    row::decoded,
    statement::{bound, sql, text},
};

/// A request about one's own data.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DataRequestRow {
    /// Key.
    pub id: DataRequestId,
    /// Whose it is.
    pub person_id: PersonId,
    /// The name.
    pub person_name: String,
    /// What is asked.
    pub kind: DataRequestKind,
    /// Where it stands.
    pub state: DataRequestState,
    /// In the person's words; empty once it was swept.
    pub body: String,
    /// In the office's words.
    pub answer: String,
    /// By when it is to be answered.
    pub due_at: DateTime<Utc>,
    /// When it was sent.
    pub created_at: DateTime<Utc>,
    /// When it ended.
    pub ended_at: Option<DateTime<Utc>>,
    /// Of what the page showed.
    pub revision: i64,
}

decoded! {
    DataRequestRow: id, person_id, person_name, kind, state, body, answer, due_at, created_at,
    ended_at, revision
}

/// A request to be added.
#[derive(Clone, Copy, Debug)]
pub struct NewDataRequestRow<'a> {
    /// Whose it is.
    pub person_id: PersonId,
    /// What is asked.
    pub kind: DataRequestKind,
    /// In the person's words.
    pub body: &'a str,
    /// By when it is to be answered.
    pub due_at: DateTime<Utc>,
    /// Now.
    pub created_at: DateTime<Utc>,
}

const COLUMNS: &str = "SELECT r.id, r.person_id, p.name AS person_name, r.kind, r.state, r.body, \
    r.answer, r.due_at, r.created_at, r.ended_at, r.revision FROM data_request r \
    JOIN person p ON p.id = r.person_id ";
const FIND: &str = text![COLUMNS, "WHERE r.id = $1"];
const OF_PERSON: &str =
    text![COLUMNS, "WHERE r.person_id = $1 ORDER BY r.created_at DESC, r.id DESC LIMIT $2"];
const IN_STATE: &str = text![COLUMNS, "WHERE r.state = 'open' ORDER BY r.due_at, r.id LIMIT $1"];
const ENDED: &str =
    text![COLUMNS, "WHERE r.state <> 'open' ORDER BY r.ended_at DESC, r.id DESC LIMIT $1"];
const COUNT: &str = "SELECT COUNT(*) FROM data_request WHERE state = 'open'";
const ADD: &str = "INSERT INTO data_request (person_id, kind, state, body, answer, due_at, \
    created_at, revision) VALUES ($1, $2, 'open', $3, '', $4, $5, 1) RETURNING id";
const END: &str = "UPDATE data_request SET state = $2, answer = $3, answerer_id = $4, \
    ended_at = $5, revision = revision + 1 WHERE id = $1 AND state = 'open'";

impl Conn {
    /// One request.
    pub async fn find_data_request(
        &mut self,
        id: DataRequestId,
    ) -> Result<Option<DataRequestRow>, StoreError> {
        self.one(sql(FIND).bind(id)).await
    }

    /// The requests of a person, the newest first.
    pub async fn list_data_requests_of(
        &mut self,
        person: PersonId,
        limit: i64,
    ) -> Result<Vec<DataRequestRow>, StoreError> {
        self.all(sql(OF_PERSON).bind(person).bind(limit)).await
    }

    /// Open requests, by when they are to be answered.
    pub async fn list_open_data_requests(
        &mut self,
        limit: i64,
    ) -> Result<Vec<DataRequestRow>, StoreError> {
        self.all(sql(IN_STATE).bind(limit)).await
    }

    /// Requests that have ended, the newest first.
    pub async fn list_ended_data_requests(
        &mut self,
        limit: i64,
    ) -> Result<Vec<DataRequestRow>, StoreError> {
        self.all(sql(ENDED).bind(limit)).await
    }

    /// How many are open.
    pub async fn count_open_data_requests(&mut self) -> Result<i64, StoreError> {
        self.only(sql(COUNT)).await
    }
}

impl Tx {
    /// Adds an open request.
    pub async fn add_data_request(
        &mut self,
        request: &NewDataRequestRow<'_>,
    ) -> Result<DataRequestId, StoreError> {
        let r = request;
        self.only(bound!(ADD; r.person_id, r.kind, r.body, r.due_at, r.created_at)).await
    }

    /// Ends an open request; `false`: it has ended already.
    pub async fn move_data_request(
        &mut self,
        id: DataRequestId,
        to: DataRequestState,
        answer: &str,
        answerer: Option<PersonId>,
        now: DateTime<Utc>,
    ) -> Result<bool, StoreError> {
        self.is_changed(bound!(END; id, to, answer, answerer, now)).await
    }
}
