//! What is known of stored files; their content is in the file store.

use chrono::{DateTime, Utc};

use crate::{
    Conn, StoreError, Tx,
    row::decoded,
    statement::{bound, sql, text},
};
use domain::id::{PersonId, UploadId};

/// A stored file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UploadRow {
    /// Key.
    pub id: UploadId,
    /// What a re-rendered form carries.
    pub token: String,
    /// Who sent it.
    pub owner_id: PersonId,
    /// Digest, and its name in the file store.
    pub sha256: String,
    /// Bytes.
    pub size: i64,
    /// Sniffed type.
    pub media_type: String,
    /// Name on the sender's machine.
    pub file_name: String,
}

decoded! { UploadRow: id, token, owner_id, sha256, size, media_type, file_name }

/// A file to be noted.
#[derive(Clone, Debug)]
pub struct NewUpload<'a> {
    /// Random.
    pub token: &'a str,
    /// Who sent it.
    pub owner_id: PersonId,
    /// Digest.
    pub sha256: &'a str,
    /// Bytes.
    pub size: i64,
    /// Sniffed type.
    pub media_type: &'a str,
    /// Name on the sender's machine.
    pub file_name: &'a str,
    /// Now.
    pub created_at: DateTime<Utc>,
}

const ADD: &str = "INSERT INTO upload \
    (token, owner_id, sha256, size, media_type, file_name, created_at) \
    VALUES ($1, $2, $3, $4, $5, $6, $7) RETURNING id";
const COLUMNS: &str =
    "SELECT id, token, owner_id, sha256, size, media_type, file_name FROM upload ";
const BY_TOKEN: &str = text![COLUMNS, "WHERE token = $1"];
const BY_ID: &str = text![COLUMNS, "WHERE id = $1"];
const SAME: &str =
    text![COLUMNS, "WHERE owner_id = $1 AND sha256 = $2 AND file_name = $3 ORDER BY id LIMIT 1"];

impl Conn {
    /// A stored file by the token of its form.
    pub async fn find_upload(&mut self, token: &str) -> Result<Option<UploadRow>, StoreError> {
        self.one(sql(BY_TOKEN).bind(token)).await
    }

    /// The file of somebody that has this content and this name.
    pub async fn find_same_upload(
        &mut self,
        owner: PersonId,
        sha256: &str,
        file_name: &str,
    ) -> Result<Option<UploadRow>, StoreError> {
        self.one(sql(SAME).bind(owner).bind(sha256).bind(file_name)).await
    }

    /// A stored file by its key.
    pub async fn find_upload_by_id(
        &mut self,
        id: UploadId,
    ) -> Result<Option<UploadRow>, StoreError> {
        self.one(sql(BY_ID).bind(id)).await
    }
}

impl Tx {
    /// Notes a stored file.
    pub async fn add_upload(&mut self, upload: &NewUpload<'_>) -> Result<UploadId, StoreError> {
        let u = upload;
        self.only(bound!(ADD;
            u.token, u.owner_id, u.sha256, u.size, u.media_type, u.file_name, u.created_at))
            .await
    }
}
