//! Requests of strangers above the limits of a day, and what is counted for them.

use chrono::{DateTime, Utc};
use domain::id::{CourseVersionId, UnconfirmedRequestId};

use crate::{
    Conn, StoreError, Tx,
    row::decoded,
    statement::{bound, sql, text},
};

/// A request that waits until the office has called its host.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UnconfirmedRow {
    /// Key.
    pub id: UnconfirmedRequestId,
    /// SHA-256 of the token of its link.
    pub link_digest: String,
    /// The course.
    pub version_id: CourseVersionId,
    /// The course's title.
    pub title: String,
    /// The host's name, as it was typed.
    pub host_name: String,
    /// Whom to call, as it was typed.
    pub contact: String,
    /// Under which number.
    pub contact_phone: String,
    /// What was typed, as a form is sent.
    pub form: String,
    /// SHA-256 of the notice that was agreed to (`LAW-02`).
    pub consent_digest: String,
    /// When it was sent.
    pub created_at: DateTime<Utc>,
}

decoded! {
    UnconfirmedRow: id, link_digest, version_id, title, host_name, contact, contact_phone, form,
    consent_digest, created_at
}

const COLUMNS: &str = "SELECT u.id, u.link_digest, u.version_id, v.title, u.host_name, u.contact, \
    u.contact_phone, u.form, u.consent_digest, u.created_at FROM unconfirmed_request u \
    JOIN course_version v ON v.id = u.version_id ";
const LIST: &str = text![COLUMNS, "ORDER BY u.created_at, u.id LIMIT $1"];
const FIND: &str = text![COLUMNS, "WHERE u.id = $1"];
const OF_LINK: &str = text![COLUMNS, "WHERE u.link_digest = $1"];
const COUNT: &str = "SELECT COUNT(*) FROM unconfirmed_request";
const ADD: &str = "INSERT INTO unconfirmed_request (link_digest, version_id, host_name, contact, \
    contact_phone, form, consent_digest, created_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)";
const REMOVE: &str = "DELETE FROM unconfirmed_request WHERE id = $1 RETURNING id";
const ADD_SOURCE: &str = "INSERT INTO request_source (source, at) VALUES ($1, $2)";
const COUNT_SOURCE: &str = "SELECT COUNT(*) FROM request_source WHERE source = $1 AND at > $2";
const SECRET: &str = "SELECT value FROM secret WHERE id = 1";

impl Conn {
    /// What tokens of forms are made with, the same for all servers of the database.
    pub async fn find_secret(&mut self) -> Result<String, StoreError> {
        self.only(sql(SECRET)).await
    }

    /// Requests that wait for a call, the oldest first.
    pub async fn list_unconfirmed(
        &mut self,
        limit: i64,
    ) -> Result<Vec<UnconfirmedRow>, StoreError> {
        self.all(sql(LIST).bind(limit)).await
    }

    /// How many wait for a call.
    pub async fn count_unconfirmed(&mut self) -> Result<i64, StoreError> {
        self.only(sql(COUNT)).await
    }

    /// A request that waits for a call.
    pub async fn find_unconfirmed(
        &mut self,
        id: UnconfirmedRequestId,
    ) -> Result<Option<UnconfirmedRow>, StoreError> {
        self.one(sql(FIND).bind(id)).await
    }

    /// The same by the digest of its link.
    pub async fn find_unconfirmed_of_link(
        &mut self,
        digest: &str,
    ) -> Result<Option<UnconfirmedRow>, StoreError> {
        self.one(sql(OF_LINK).bind(digest)).await
    }

    /// How many requests came from a source since an instant.
    pub async fn count_requests_from(
        &mut self,
        source: &str,
        since: DateTime<Utc>,
    ) -> Result<i64, StoreError> {
        self.only(sql(COUNT_SOURCE).bind(source).bind(since)).await
    }
}

impl Tx {
    /// Counts a request of a source.
    pub async fn add_request_source(
        &mut self,
        source: &str,
        at: DateTime<Utc>,
    ) -> Result<(), StoreError> {
        self.run(sql(ADD_SOURCE).bind(source).bind(at)).await
    }

    /// Keeps a request until the office has called; `id` and `title` are not read.
    /// [`StoreError::Conflict`] if the form was sent before.
    pub async fn add_unconfirmed(&mut self, row: &UnconfirmedRow) -> Result<(), StoreError> {
        let r = row;
        self.run(bound!(ADD;
            &r.link_digest, r.version_id, &r.host_name, &r.contact, &r.contact_phone, &r.form,
            &r.consent_digest, r.created_at))
            .await
    }

    /// Removes a request that waits; whether it was still there.
    pub async fn remove_unconfirmed(
        &mut self,
        id: UnconfirmedRequestId,
    ) -> Result<bool, StoreError> {
        let removed: Option<UnconfirmedRequestId> = self.one(sql(REMOVE).bind(id)).await?;
        Ok(removed.is_some())
    }
}
