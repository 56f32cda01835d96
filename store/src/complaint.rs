//! Complaints, suggestions, and errors in public courses.

use chrono::{DateTime, Utc};
use domain::{
    complaint::{ComplaintKind, ComplaintState},
    id::{ComplaintId, CourseVersionId, PersonId},
};

use crate::{
    Conn, StoreError, Tx,
    row::decoded,
    statement::{bound, sql, text},
};

/// What somebody has written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ComplaintRow {
    /// Key.
    pub id: ComplaintId,
    /// What it is.
    pub kind: ComplaintKind,
    /// The course that it is about.
    pub version_id: Option<CourseVersionId>,
    /// Its title.
    pub title: Option<String>,
    /// Whose course it is.
    pub lecturer_id: Option<PersonId>,
    /// Who was signed in and wrote it.
    pub person_id: Option<PersonId>,
    /// Where it stands.
    pub state: ComplaintState,
    /// In words; empty once it was swept.
    pub body: String,
    /// Whom to call or write to.
    pub contact: String,
    /// The office's words.
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
    ComplaintRow: id, kind, version_id, title, lecturer_id, person_id, state, body, contact, answer,
    due_at, created_at, ended_at, revision
}

/// A complaint to be added.
#[derive(Clone, Copy, Debug)]
pub struct NewComplaintRow<'a> {
    /// SHA-256 of the token of its link.
    pub link_digest: &'a str,
    /// What it is.
    pub kind: ComplaintKind,
    /// The course that it is about.
    pub version_id: Option<CourseVersionId>,
    /// Who is signed in and writes it.
    pub person_id: Option<PersonId>,
    /// In words.
    pub body: &'a str,
    /// Whom to call or write to.
    pub contact: &'a str,
    /// By when it is to be answered.
    pub due_at: DateTime<Utc>,
    /// Now.
    pub created_at: DateTime<Utc>,
}

const COLUMNS: &str = "SELECT c.id, c.kind, c.version_id, v.title, v.lecturer_id, c.person_id, \
    c.state, c.body, c.contact, c.answer, c.due_at, c.created_at, c.ended_at, c.revision \
    FROM complaint c LEFT JOIN course_version v ON v.id = c.version_id ";
const FIND: &str = text![COLUMNS, "WHERE c.id = $1"];
const OF_LINK: &str = text![COLUMNS, "WHERE c.link_digest = $1"];
const OPEN: &str = text![COLUMNS, "WHERE c.state = 'open' ORDER BY c.due_at, c.id LIMIT $1"];
const ENDED: &str =
    text![COLUMNS, "WHERE c.state <> 'open' ORDER BY c.ended_at DESC, c.id DESC LIMIT $1"];
const COUNT: &str = "SELECT COUNT(*) FROM complaint WHERE state = 'open'";
const ADD: &str = "INSERT INTO complaint (link_digest, kind, version_id, person_id, state, body, \
    contact, answer, due_at, created_at, revision) \
    VALUES ($1, $2, $3, $4, 'open', $5, $6, '', $7, $8, 1) RETURNING id";
const END: &str = "UPDATE complaint SET state = $2, answer = $3, answerer_id = $4, ended_at = $5, \
    revision = revision + 1 WHERE id = $1 AND state = 'open'";

impl Conn {
    /// One complaint.
    pub async fn find_complaint(
        &mut self,
        id: ComplaintId,
    ) -> Result<Option<ComplaintRow>, StoreError> {
        self.one(sql(FIND).bind(id)).await
    }

    /// The complaint of a link, by the digest of its token.
    pub async fn find_complaint_of_link(
        &mut self,
        digest: &str,
    ) -> Result<Option<ComplaintRow>, StoreError> {
        self.one(sql(OF_LINK).bind(digest)).await
    }

    /// Open ones, by when they are to be answered.
    pub async fn list_open_complaints(
        &mut self,
        limit: i64,
    ) -> Result<Vec<ComplaintRow>, StoreError> {
        self.all(sql(OPEN).bind(limit)).await
    }

    /// Those that have ended, the newest first.
    pub async fn list_ended_complaints(
        &mut self,
        limit: i64,
    ) -> Result<Vec<ComplaintRow>, StoreError> {
        self.all(sql(ENDED).bind(limit)).await
    }

    /// How many are open.
    pub async fn count_open_complaints(&mut self) -> Result<i64, StoreError> {
        self.only(sql(COUNT)).await
    }
}

impl Tx {
    /// Adds an open complaint; [`StoreError::Conflict`] if its link is taken.
    pub async fn add_complaint(
        &mut self,
        complaint: &NewComplaintRow<'_>,
    ) -> Result<ComplaintId, StoreError> {
        let c = complaint;
        self.only(bound!(ADD;
            c.link_digest, c.kind, c.version_id, c.person_id, c.body, c.contact, c.due_at,
            c.created_at))
            .await
    }

    /// Ends an open complaint; `false`: it has ended already.
    pub async fn move_complaint(
        &mut self,
        id: ComplaintId,
        to: ComplaintState,
        answer: &str,
        answerer: Option<PersonId>,
        now: DateTime<Utc>,
    ) -> Result<bool, StoreError> {
        self.is_changed(bound!(END; id, to, answer, answerer, now)).await
    }
}
